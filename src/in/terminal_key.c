/* Keys as terminals send them: UTF-8, control characters, and the escape sequences of ECMA-48 and xterm. */
#include "terminal_key.h"

#include <string.h>
#include <utf8proc.h>

#include "ordr/str.h"

#define ESCAPE 0x1b
#define DELETE 0x7f
#define SEQUENCE_MAX 32

static const enum key controls[32] = {
	[0x00] = KEY_NOTHING, [0x01] = KEY_HOME,      [0x02] = KEY_LEFT,       [0x03] = KEY_LEAVE,   [0x04] = KEY_LEAVE,
	[0x05] = KEY_END,     [0x06] = KEY_RIGHT,     [0x07] = KEY_LEAVE,      [0x08] = KEY_BACKSPACE, [0x09] = KEY_TAB,
	[0x0a] = KEY_ENTER,   [0x0b] = KEY_ERASE_REST, [0x0c] = KEY_REDRAW,    [0x0d] = KEY_ENTER,   [0x0e] = KEY_DOWN,
	[0x0f] = KEY_NOTHING, [0x10] = KEY_UP,        [0x11] = KEY_NOTHING,    [0x12] = KEY_NOTHING, [0x13] = KEY_NOTHING,
	[0x14] = KEY_NOTHING, [0x15] = KEY_ERASE_LINE, [0x16] = KEY_NOTHING,   [0x17] = KEY_ERASE_WORD, [0x18] = KEY_NOTHING,
	[0x19] = KEY_NOTHING, [0x1a] = KEY_NOTHING,   [0x1b] = KEY_LEAVE,      [0x1c] = KEY_LEAVE,   [0x1d] = KEY_NOTHING,
	[0x1e] = KEY_NOTHING, [0x1f] = KEY_NOTHING,
};

/* The final byte of CSI and SS3 sequences, and the number before "~". */
static enum key key_of_final(unsigned char final, int number)
{
	static const struct {
		unsigned char final;
		int number;
		enum key key;
	} keys[] = {
		{ 'A', -1, KEY_UP },   { 'B', -1, KEY_DOWN }, { 'C', -1, KEY_RIGHT }, { 'D', -1, KEY_LEFT }, { 'H', -1, KEY_HOME },
		{ 'F', -1, KEY_END },  { 'Z', -1, KEY_BACK_TAB }, { 'M', -1, KEY_ENTER }, { '~', 1, KEY_HOME }, { '~', 7, KEY_HOME },
		{ '~', 4, KEY_END },   { '~', 8, KEY_END },   { '~', 3, KEY_DELETE },
	};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (keys[i].final == final && (keys[i].number < 0 || keys[i].number == number))
			return keys[i].key;
	return KEY_NOTHING;
}

/* Adds what can stand in an answer; controls are blanks. */
static void put_text(struct key_press *press, const unsigned char *bytes, size_t length)
{
	size_t at = strlen(press->text);
	for (size_t i = 0; i < length;) {
		utf8proc_int32_t code;
		utf8proc_ssize_t taken = utf8proc_iterate(bytes + i, (utf8proc_ssize_t)(length - i), &code);
		bool control = taken > 0 && (code < 0x20 || (code >= 0x7f && code < 0xa0));
		if (taken > 0 && at + (size_t)taken < sizeof press->text) {
			memcpy(press->text + at, control ? (const unsigned char *)" " : bytes + i, control ? 1 : (size_t)taken);
			at += control ? 1 : (size_t)taken;
		}
		i += taken > 0 ? (size_t)taken : 1;
	}
	press->text[at] = '\0';
}

#define PASTED     "\033[200~"
#define PASTED_END "\033[201~"

#define PIECE 128 /* bytes of a paste that are taken without its end being there */

/* What stands between the brackets. A piece ends before what may be the beginning of the bracket, or of a character. */
static size_t read_paste(const unsigned char *bytes, size_t length, bool late, bool *pasting, struct key_press *press)
{
	const size_t bracket = strlen(PASTED_END);
	const unsigned char *end = memmem(bytes, length, PASTED_END, bracket);
	if (!end && !late && length < PIECE)
		return 0;
	size_t taken = end ? (size_t)(end - bytes) : late ? length : length - bracket;
	while (!end && !late && taken > 1 && (bytes[taken] & 0xc0) == 0x80)
		taken--;
	press->key = taken ? KEY_TEXT : KEY_NOTHING;
	put_text(press, bytes, taken);
	*pasting = !end && !late;
	return end ? taken + bracket : taken;
}

static size_t read_sequence(const unsigned char *bytes, size_t length, bool late, bool *pasting, struct key_press *press)
{
	int number = 0;
	size_t at = 2;
	if (length >= strlen(PASTED) && !memcmp(bytes, PASTED, strlen(PASTED))) {
		*pasting = true;
		return strlen(PASTED);
	}
	for (; at < length && bytes[at] >= 0x20 && bytes[at] < 0x40; at++)
		if (bytes[at] >= '0' && bytes[at] <= '9' && number < 1000)
			number = number * 10 + (bytes[at] - '0');
		else if (bytes[at] == ';')
			number += 1000; /* what follows says which other keys are held */
	press->key = KEY_NOTHING;
	if (at == length && at < SEQUENCE_MAX)
		return late ? length : 0;
	if (at >= length)
		return length;
	press->key = key_of_final(bytes[at], number % 1000);
	return at + 1;
}

static size_t read_escape(const unsigned char *bytes, size_t length, bool late, bool *pasting, struct key_press *press)
{
	if (length == 1) {
		press->key = KEY_LEAVE;
		return late ? 1 : 0;
	}
	if (bytes[1] == '[' || bytes[1] == 'O')
		return read_sequence(bytes, length, late, pasting, press);
	press->key = bytes[1] == ESCAPE ? KEY_LEAVE : KEY_NOTHING;
	return bytes[1] == ESCAPE ? 1 : 2; /* a key with Alt */
}

/* A character may not be here whole yet. */
static size_t read_character(const unsigned char *bytes, size_t length, bool late, struct key_press *press)
{
	size_t wanted = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : bytes[0] >= 0xc0 ? 2 : 1;
	if (length < wanted && !late)
		return 0;
	utf8proc_int32_t code;
	utf8proc_ssize_t taken = utf8proc_iterate(bytes, (utf8proc_ssize_t)(length < wanted ? length : wanted), &code);
	press->key = taken > 0 && !(code >= 0x80 && code < 0xa0) ? KEY_TEXT : KEY_NOTHING;
	if (press->key == KEY_TEXT)
		put_text(press, bytes, (size_t)taken);
	return taken > 0 ? (size_t)taken : 1;
}

size_t key_read(const unsigned char *bytes, size_t length, bool late, bool *pasting, struct key_press *press)
{
	*press = (struct key_press){ .key = KEY_NOTHING };
	if (*pasting)
		return read_paste(bytes, length, late, pasting, press);
	if (bytes[0] == ESCAPE)
		return read_escape(bytes, length, late, pasting, press);
	if (bytes[0] == DELETE)
		press->key = KEY_BACKSPACE;
	else if (bytes[0] < 0x20)
		press->key = controls[bytes[0]];
	else
		return read_character(bytes, length, late, press);
	return 1;
}
