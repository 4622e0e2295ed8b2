/* Words as a shell reads them, for the few constructs that transcripts may use. What a shell would take for more than
 * plain text (a glob, a list, a job) is an error here, so that no transcript means something else to its reader. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "shell_words.h"

int scan_error(struct scan *scan, const char *what)
{
	return err_set(scan->err, ERR_INVALID, "%s, at: %.60s", what, scan->at);
}

void scan_blanks(struct scan *scan)
{
	scan->at += strspn(scan->at, " \t");
}

static size_t name_length(const char *at)
{
	size_t length = 0;
	if (!isalpha((unsigned char)*at) && *at != '_')
		return 0;
	while (isalnum((unsigned char)at[length]) || at[length] == '_')
		length++;
	return length;
}

size_t scan_assignment(const char *at)
{
	size_t length = name_length(at);
	return at[length] == '=' ? length : 0;
}

static const char *past_until(const char *at, char end)
{
	while (at && *at && *at != end)
		at = end == '"' && *at == '\'' ? at + 1 : scan_past(at);
	return at && *at ? at + 1 : NULL;
}

const char *scan_past(const char *at)
{
	if (*at == '\'') {
		at = strchr(at + 1, '\'');
		return at ? at + 1 : NULL;
	}
	if (*at == '"')
		return past_until(at + 1, '"');
	if (at[0] == '$' && at[1] == '(')
		return past_until(at + 2, ')');
	if (*at == '\\')
		return at[1] ? at + 2 : NULL;
	return at + 1;
}

void words_add(struct arena *arena, struct words *words, const char *text, size_t length)
{
	words->word = array_grow(arena, words->word, words->count, sizeof *words->word);
	words->word[words->count++] = arena_strndup(arena, text, length);
}

/* The value of what begins with "$". */
static int expand(struct scan *scan, struct str *value)
{
	const char *at = scan->at + 1;
	if (*at == '(') {
		const char *end = scan_past(scan->at);
		if (!end)
			return scan_error(scan, "a $( that is not closed");
		scan->at = end;
		return shell_capture(scan, at + 1, (size_t)(end - at) - 2, value);
	}
	bool braced = *at == '{';
	at += braced;
	size_t length = name_length(at);
	if (!length || (braced && at[length] != '}'))
		return scan_error(scan, "only $name, ${name} and $(command) are expanded");
	const char *set = getenv(arena_strndup(scan->shell->arena, at, length));
	if (!set)
		return scan_error(scan, "a variable that is not set");
	str_put(value, set);
	scan->at = at + length + braced;
	return 0;
}

static int scan_single(struct scan *scan, struct str *word)
{
	const char *end = scan_past(scan->at);
	if (!end)
		return scan_error(scan, "a quote that is not closed");
	str_put_bytes(word, scan->at + 1, (size_t)(end - scan->at) - 2);
	scan->at = end;
	return 0;
}

static int scan_double(struct scan *scan, struct str *word)
{
	if (!scan_past(scan->at))
		return scan_error(scan, "a quote that is not closed");
	scan->at++;
	while (*scan->at != '"') {
		if (*scan->at == '$') {
			if (expand(scan, word))
				return -1;
			continue;
		}
		if (*scan->at == '`')
			return scan_error(scan, "write $(command)");
		if (*scan->at == '\\' && scan->at[1] && strchr("\"\\$`", scan->at[1]))
			scan->at++;
		str_put_char(word, *scan->at++);
	}
	scan->at++;
	return 0;
}

/* A word in the making: `begun` once it has content, quotes included. */
struct making {
	struct str text;
	bool begun;
	struct words *words; /* NULL: a value, which is never split */
};

static void end_word(struct scan *scan, struct making *making)
{
	if (making->begun && making->words)
		words_add(scan->shell->arena, making->words, making->text.text ? making->text.text : "",
			  making->text.length);
	if (making->words)
		str_clear(&making->text);
	making->begun = false;
}

static int expand_unquoted(struct scan *scan, struct making *making)
{
	struct str value = { 0 };
	int result = expand(scan, &value);
	for (size_t i = 0; !result && i < value.length; i++) {
		if (making->words && strchr(" \t\n", value.text[i])) {
			end_word(scan, making);
			continue;
		}
		str_put_char(&making->text, value.text[i]);
		making->begun = true;
	}
	str_release(&value);
	return result;
}

static int scan_piece(struct scan *scan, struct making *making)
{
	char c = *scan->at;
	if (c == '$')
		return expand_unquoted(scan, making);
	if (strchr("&;()`*?[", c) || (strchr("#~!{}", c) && !making->begun && making->words))
		return scan_error(scan, "more of a shell than a transcript has");
	making->begun = true;
	if (c == '\'')
		return scan_single(scan, &making->text);
	if (c == '"')
		return scan_double(scan, &making->text);
	if (c == '\\' && !*++scan->at)
		return scan_error(scan, "a backslash at the end");
	str_put_char(&making->text, *scan->at++);
	return 0;
}

static int scan_pieces(struct scan *scan, struct making *making)
{
	while (*scan->at && !strchr(" \t|<>", *scan->at))
		if (scan_piece(scan, making))
			return -1;
	return 0;
}

int scan_word(struct scan *scan, struct words *words)
{
	struct making making = { .words = words };
	int result = scan_pieces(scan, &making);
	if (!result)
		end_word(scan, &making);
	str_release(&making.text);
	return result;
}

int scan_value(struct scan *scan, const char **value)
{
	struct making making = { .begun = true };
	int result = scan_pieces(scan, &making);
	if (!result)
		*value = arena_strdup(scan->shell->arena, making.text.text ? making.text.text : "");
	str_release(&making.text);
	return result;
}
