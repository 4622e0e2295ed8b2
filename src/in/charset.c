/*
 * Spreadsheets of the West saved CSV in Windows-1252 for thirty years, and some still do. Nothing in such a file says
 * so. Text in it is hardly ever UTF-8 by chance: an umlaut there is a byte that no character of UTF-8 begins with or
 * that nothing follows. What is found is made UTF-8 once, before anything else reads it.
 */
#include <errno.h>
#include <string.h>

#include "ordr/input.h"
#include "ordr/windows.h"

#define CHUNK (64 * 1024)

struct scan {
	int first;   /* the first that is not blank; 0: there was none */
	int wanted;  /* bytes that the character still wants */
	size_t characters, strays; /* beyond ASCII: whole ones of UTF-8, and bytes that belong to none */
	bool marked;
	bool other;  /* there is what no text in Windows-1252 holds */
};

static void scan_byte(struct scan *scan, unsigned char c)
{
	if (!scan->first && !strchr(" \t\r\n", c)) {
		scan->first = c;
	}
	scan->other = scan->other || c == 0 || (c >= 0x80 && c < 0xA0 && !windows_point(c));
	if (scan->wanted > 0 && (c & 0xC0) == 0x80) {
		scan->wanted--;
		scan->characters += scan->wanted == 0;
		return;
	}
	scan->strays += scan->wanted > 0;
	scan->wanted = c >= 0xC2 && c < 0xE0 ? 1 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xF0 && c < 0xF5 ? 3 : 0;
	scan->strays += c >= 0x80 && scan->wanted == 0;
}

static bool all_ascii(const unsigned char *bytes, size_t length)
{
	unsigned char any = 0;

	for (size_t i = 0; i < length; i++) {
		any |= (unsigned char)(bytes[i] | (bytes[i] == 0 ? 0x80 : 0));
	}
	return any < 0x80;
}

/* What JSON begins with ends the looking: it is UTF-8 or it is wrong. XML says by itself what it is. */
static void scan_input(struct scan *scan, FILE *stream)
{
	unsigned char chunk[CHUNK];
	bool begun = false;
	size_t got;

	while ((got = fread(chunk, 1, sizeof chunk, stream)) > 0) {
		size_t at = 0;

		scan->marked = scan->marked || (!begun && got >= 3 && memcmp(chunk, "\xEF\xBB\xBF", 3) == 0);
		begun = true;
		for (; at < got && !scan->first; at++) {
			scan_byte(scan, chunk[at]);
		}
		if (scan->first && strchr("{[<", scan->first)) {
			return;
		}
		if (scan->wanted == 0 && all_ascii(chunk + at, got - at)) {
			continue;
		}
		for (; at < got; at++) {
			scan_byte(scan, chunk[at]);
		}
	}
	scan->strays += scan->wanted > 0;
}

static void put_utf8(unsigned point, FILE *stream)
{
	if (point < 0x80) {
		putc((int)point, stream);
	} else if (point < 0x800) {
		putc((int)(0xC0 | point >> 6), stream);
		putc((int)(0x80 | (point & 0x3F)), stream);
	} else {
		putc((int)(0xE0 | point >> 12), stream);
		putc((int)(0x80 | (point >> 6 & 0x3F)), stream);
		putc((int)(0x80 | (point & 0x3F)), stream);
	}
}

static int fail(struct err *err)
{
	err_set(err, ERR_FAILED, "cannot keep the input in a temporary file: %s", err_system(errno));
	return err_hint(err, "check that /tmp is writable and has room");
}

static int copy(struct input *input, FILE *to, struct err *err)
{
	int c;

	while ((c = getc(input->stream)) != EOF) {
		put_utf8(windows_point((unsigned char)c), to);
	}
	if (ferror(input->stream)) {
		err_set(err, ERR_FAILED, "cannot read %s: %s", input->name, err_system(errno));
		return err_subject(err, "%s", input->name);
	}
	if (ferror(to) || fflush(to) != 0 || fseeko(to, 0, SEEK_SET) != 0) {
		return fail(err);
	}
	return 0;
}

int input_decode(struct input *input, struct err *err)
{
	struct scan scan = { .first = 0 };
	FILE *decoded;

	scan_input(&scan, input->stream);
	if (ferror(input->stream)) {
		err_set(err, ERR_FAILED, "cannot read %s: %s", input->name, err_system(errno));
		return err_subject(err, "%s", input->name);
	}
	if (input_rewind(input, err) != 0) {
		return -1;
	}
	input->marked = scan.marked;
	if (scan.strays <= scan.characters || scan.other || (scan.first && strchr("{[<", scan.first))) {
		return 0;
	}
	decoded = tmpfile();
	if (!decoded) {
		return fail(err);
	}
	if (copy(input, decoded, err) != 0) {
		fclose(decoded);
		return -1;
	}
	if (input->owned) {
		fclose(input->stream);
	}
	input->stream = decoded;
	input->owned = true;
	input->windows = true;
	return 0;
}
