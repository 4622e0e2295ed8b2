/* Where transcripts are found: a test file is one, manual pages and the README hold some in their displays. A manual's
 * lines are read as mandoc shows them, so that the examples tested are the examples seen. */
#include <stdlib.h>
#include <string.h>

#include "transcript.h"

/* What follows a backslash in mdoc, and what is shown for it. */
static const struct {
	const char *escape, *text;
} escapes[] = {
	{ "e", "\\" },  { "&", "" },    { "-", "-" },   { " ", " " },   { "~", " " },   { "(rs", "\\" },
	{ "(en", "–" }, { "(em", "—" }, { "(aq", "'" }, { "(cq", "’" }, { "(oq", "‘" }, { "(dq", "\"" },
	{ "(lq", "“" }, { "(rq", "”" }, { "(ga", "`" }, { "(ha", "^" }, { "(ti", "~" }, { "(bu", "•" },
	{ "(->", "→" }, { "(<=", "≤" }, { "(>=", "≥" }, { "(mu", "×" }, { "(Eu", "€" }, { "(ss", "ß" },
};

/* A display being read: its lines are kept only if its first one begins with "$ ". */
struct display {
	struct arena *arena;
	struct lines *lines;
	bool begun, kept;
};

static void display_add(struct display *display, const char *text, size_t number)
{
	if (!display->begun) {
		display->kept = !strncmp(text, "$ ", 2);
		if (display->kept && display->lines->count)
			lines_add(display->arena, display->lines, "", 0);
	}
	display->begun = true;
	if (display->kept)
		lines_add(display->arena, display->lines, text, number);
}

/* The text shown for the escape at `at`, which is moved behind it; NULL: it is not known. */
static const char *decode_escape(const char **at)
{
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
		size_t length = strlen(escapes[i].escape);
		if (strncmp(*at + 1, escapes[i].escape, length) != 0)
			continue;
		*at += length + 1;
		return escapes[i].text;
	}
	return NULL;
}

static const char *decode(struct arena *arena, const char *line)
{
	struct str text = { 0 };
	const char *shown = "";
	for (const char *at = line; shown && *at;) {
		if (*at != '\\') {
			str_put_char(&text, *at++);
			continue;
		}
		shown = decode_escape(&at);
		if (shown)
			str_put(&text, shown);
	}
	const char *decoded = shown ? arena_strdup(arena, text.text ? text.text : "") : NULL;
	str_release(&text);
	return decoded;
}

/* Lines of a literal display, which ends with .Ed. */
static int manual_lines(struct transcript *transcript, struct display *display, struct err *err)
{
	bool inside = false;
	for (size_t i = 0; i < transcript->source.count; i++) {
		const struct line *line = &transcript->source.line[i];
		if (!inside) {
			inside = !strncmp(line->text, ".Bd -literal", 12);
			display->begun = false;
		} else if (!strcmp(line->text, ".Ed")) {
			inside = false;
		} else if (strncmp(line->text, ".\\\"", 3) != 0) {
			const char *text = decode(display->arena, line->text);
			if (text && *line->text != '.' && *line->text != '\'') {
				display_add(display, text, line->number);
			} else if (!display->begun || display->kept) {
				err_set(err, ERR_INVALID, "a macro or an unknown escape in an example: %s", line->text);
				return err_path(err, "%s:%zu", transcript->path, line->number);
			}
		}
	}
	return 0;
}

/* Fenced blocks, and blocks indented by four. */
static void readme_lines(struct transcript *transcript, struct display *display)
{
	bool fenced = false;
	for (size_t i = 0; i < transcript->source.count; i++) {
		const struct line *line = &transcript->source.line[i];
		bool indented = !strncmp(line->text, "    ", 4);
		if (!strncmp(line->text, "```", 3)) {
			fenced = !fenced;
			display->begun = false;
		} else if (fenced) {
			display_add(display, line->text, line->number);
		} else if (indented) {
			display_add(display, line->text + 4, line->number);
		} else if (*line->text) {
			display->begun = false;
		} else if (display->begun) {
			display_add(display, "", line->number);
		}
	}
}

int transcript_lines(struct transcript *transcript, struct lines *lines, struct err *err)
{
	struct display display = { .arena = &transcript->arena, .lines = lines };
	if (transcript->kind == TRANSCRIPT_TEST)
		*lines = transcript->source;
	if (transcript->kind == TRANSCRIPT_MANUAL)
		return manual_lines(transcript, &display, err);
	if (transcript->kind == TRANSCRIPT_README)
		readme_lines(transcript, &display);
	return 0;
}

void transcript_encode(const struct transcript *transcript, const char *indent, const char *text, struct str *str)
{
	bool manual = transcript->kind == TRANSCRIPT_MANUAL;
	str_put(str, *text ? indent : "");
	if (manual && (*text == '.' || *text == '\''))
		str_put(str, "\\&");
	for (; *text; text++) {
		if (manual && *text == '\\')
			str_put(str, "\\e");
		else
			str_put_char(str, *text);
	}
	str_put_char(str, '\n');
}
