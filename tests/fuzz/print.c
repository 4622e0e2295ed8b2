/* One record with a stranger's texts in it, in every format. CSV is read back by a reader of its own: as many cells as the header has, each
 * text the one that went in, none that a spreadsheet would run. The bytes are the texts, each ended by NUL. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "ordr/out.h"

struct inner {
	const char *name;
	struct quantity qty;
};

struct record {
	const char *text, *wide;
	struct money money;
	struct {
		const char *city, *note;
	} place;
	struct list words; /* const char * */
	struct list lines; /* struct inner */
};

static const struct field inner_fields[] = { F(struct inner, name, TEXT, FIELD_SHOWN, "a name"),
					     F(struct inner, qty, QUANTITY, FIELD_SHOWN, "how many"), FIELD_END };
static const struct field place_fields[] = { { .name = "city", .type = FIELD_TEXT, .offset = 0 },
					     { .name = "note", .type = FIELD_TEXT, .offset = sizeof(char *) },
					     FIELD_END };
static const struct field fields[] = { F(struct record, text, TEXT, FIELD_SHOWN, "a text"),
				       F(struct record, wide, TEXT, FIELD_SHOWN | FIELD_WIDE, "a long text"),
				       F(struct record, money, MONEY, FIELD_SHOWN, "an amount"),
				       F_OBJECT(struct record, place, place_fields, FIELD_SHOWN, "a place"),
				       F(struct record, words, TEXTS, FIELD_SHOWN, "words"),
				       F_LIST(struct record, lines, struct inner, inner_fields, 0, "lines"),
				       FIELD_END };
static const struct schema schema = { .name = "ordr.fuzz/1", .title = "one", .fields = fields, .size = sizeof(struct record) };

#define COLUMNS 5 /* of CSV: lists are left out */

static char *print(const struct record *record, const struct out_options *options, enum out_shape shape, size_t *length)
{
	char *text = NULL;
	FILE *stream = open_memstream(&text, length);
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct sink sink;
	MUST(stream, "no stream");
	sink_init(&sink, stream, false, &err);
	struct out *out = out_new(&arena, &sink, options, &err);
	MUST(out && !out_begin(out, &schema, shape) && !out_record(out, record) && !out_end(out) && !sink_flush(&sink), "%s", err.message);
	out_release(out);
	sink_release(&sink);
	fclose(stream);
	arena_release(&arena);
	return text;
}

/* The next cell, without its quotes, in place; moves past it and what ends it. */
static char *next_cell(char **at, char separator, bool *end)
{
	char *begin = *at;
	char *to = begin;
	char *from = begin;
	if (*from == '"') {
		for (from++; *from && (*from != '"' || from[1] == '"'); from++) {
			from += *from == '"';
			*to++ = *from;
		}
		MUST(*from == '"', "a cell without its end");
		from++;
	} else {
		while (*from && *from != separator && *from != '\r')
			*to++ = *from++;
	}
	MUST(*from == separator || !strncmp(from, "\r\n", 2), "something behind a cell: %s", from);
	*end = *from == '\r';
	*at = from + (*end ? 2 : 1);
	*to = '\0';
	return begin;
}

static bool is_shown_as(const char *text, const char *cell)
{
	struct str wanted = { 0 };
	struct str seen = { 0 };
	str_put_visible(&wanted, text);
	str_put_visible(&seen, cell); /* its tabs and lines */
	bool same = wanted.length == seen.length && (!seen.length || !memcmp(wanted.text, seen.text, seen.length));
	str_release(&wanted);
	str_release(&seen);
	return same;
}

/* Is the cell the text, with its controls made visible and an apostrophe where it needs one? */
static void check_cell(const char *cell, const char *text, bool number)
{
	MUST(number || !*cell || !strchr("=+-@\t\r\n", *cell), "a formula: %s", cell);
	if (text)
		MUST(is_shown_as(text, cell) || (*cell == '\'' && is_shown_as(text, cell + 1)), "%s became %s", text, cell);
}

static void check_csv(const struct record *record, bool excel)
{
	const struct out_options options = { .format = OUT_CSV, .excel_de = excel };
	const char *const texts[COLUMNS] = { record->text, record->wide, NULL, record->place.city, record->place.note };
	size_t length;
	char *text = print(record, &options, OUT_LIST, &length);
	MUST(strlen(text) == length, "NUL");
	fuzz_safe(text, length, "\r\n\t");
	char *at = strstr(text, "\r\n");
	MUST(at, "no header: %s", text);
	at += 2;
	bool end = false;
	for (size_t i = 0; !end; i++) {
		MUST(i < COLUMNS, "more cells than columns");
		const char *cell = next_cell(&at, excel ? ';' : ',', &end);
		check_cell(cell, texts[i], i == 2);
		MUST(end == (i + 1 == COLUMNS), "%zu cells", i + 1);
	}
	MUST(!*at, "more than a row: %s", at);
	free(text);
}

static void check_formats(const struct record *record)
{
	static const enum out_shape shapes[] = { OUT_LIST, OUT_CARDS, OUT_REPORT };
	static const struct out_options looks[] = { { .format = OUT_JSON },
						    { .format = OUT_JSONL },
						    { .format = OUT_TABLE },
						    { .format = OUT_TABLE, .terminal = true, .width = 20 } };
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		for (size_t j = 0; j < sizeof looks / sizeof *looks; j++) {
			size_t length;
			char *text = print(record, &looks[j], shapes[i], &length);
			fuzz_safe(text, length, "\n");
			if (looks[j].format != OUT_TABLE)
				fuzz_json(text, length);
			free(text);
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *texts[8] = { 0 };
	char *whole = fuzz_text(bytes, size);
	char *at = whole;
	for (size_t i = 0; i < 8; i++) {
		texts[i] = at;
		at += strlen(at);
		at += at < whole + size;
	}
	struct inner lines[] = { { texts[6], { 2500 } }, { texts[7], { NONE } } };
	struct record record = { .text = texts[0],
				 .wide = texts[1],
				 .money = money_make(size % 2 ? -119050 : 7, "EUR"),
				 .place = { texts[2], texts[3] },
				 .words = { &texts[4], 2 },
				 .lines = { lines, 2 } };
	check_csv(&record, false);
	check_csv(&record, true);
	check_formats(&record);
	free(whole);
	return 0;
}
