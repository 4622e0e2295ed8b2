/* Lines into cases and steps. What a line is stands in its first characters: one table says which, and what is made of
 * it. */
#include <stdlib.h>
#include <string.h>

#include "transcript.h"

struct parser {
	struct transcript *transcript;
	struct arena *arena;
	const struct lines *lines;
	size_t at;
	struct transcript_case *into; /* where steps are added */
	bool expecting;               /* the last step is a command whose output may follow */
	size_t blanks;                /* empty lines behind that are output only if more output follows */
	struct err *err;
};

static int wrong(struct parser *parser, size_t line, const char *what)
{
	err_set(parser->err, ERR_INVALID, "%s", what);
	return err_path(parser->err, "%s:%zu", parser->transcript->path, line);
}

static const struct line *next(struct parser *parser)
{
	return parser->at < parser->lines->count ? &parser->lines->line[parser->at++] : NULL;
}

static struct transcript_step *last_step(struct parser *parser)
{
	return &parser->into->steps[parser->into->count - 1];
}

static struct transcript_step *add_step(struct parser *parser, enum transcript_do what, size_t line)
{
	struct transcript_case *into = parser->into;
	into->steps = array_grow(parser->arena, into->steps, into->count, sizeof *into->steps);
	into->steps[into->count++] = (struct transcript_step){ .what = what, .line = line };
	parser->expecting = what == TRANSCRIPT_COMMAND;
	parser->blanks = 0;
	return last_step(parser);
}

static int parse_case(struct parser *parser, const struct line *line, const char *rest)
{
	struct transcript *transcript = parser->transcript;
	if (transcript->kind != TRANSCRIPT_TEST) { /* there it is a comment */
		parser->expecting = false;
		return 0;
	}
	transcript->cases = array_grow(parser->arena, transcript->cases, transcript->count, sizeof *transcript->cases);
	parser->into = &transcript->cases[transcript->count++];
	*parser->into = (struct transcript_case){ .title = rest, .line = line->number };
	parser->expecting = false;
	return 0;
}

static int parse_setup(struct parser *parser, const struct line *line, const char *rest)
{
	(void)rest;
	return parser->transcript->count ? wrong(parser, line->number, "setup: stands before the cases") : 0;
}

static int parse_comment(struct parser *parser, const struct line *line, const char *rest)
{
	(void)line;
	(void)rest;
	parser->expecting = false;
	return 0;
}

static int parse_clock(struct parser *parser, const struct line *line, const char *rest)
{
	add_step(parser, TRANSCRIPT_CLOCK, line->number)->text = rest;
	return 0;
}

/* The lines up to `end`, as one text. NULL: the end is missing. */
static const char *text_until(struct parser *parser, const char *end, size_t size)
{
	struct str text = { 0 };
	const struct line *line;
	while ((line = next(parser)) && (strlen(line->text) != size || memcmp(line->text, end, size) != 0))
		str_printf(&text, "%s\n", line->text);
	const char *kept = line ? arena_strdup(parser->arena, text.text ? text.text : "") : NULL;
	str_release(&text);
	return kept;
}

static int parse_file(struct parser *parser, const struct line *line, const char *rest)
{
	struct transcript_step *step = add_step(parser, TRANSCRIPT_FILE, line->number);
	step->name = rest;
	step->text = text_until(parser, "@", 1);
	return step->text ? 0 : wrong(parser, line->number, "a file without an end: a line \"@\"");
}

static int parse_command(struct parser *parser, const struct line *line, const char *rest)
{
	struct transcript_step *step = add_step(parser, TRANSCRIPT_COMMAND, line->number);
	struct shell_command *command = &step->command;
	command->text = rest;
	for (size_t length = strlen(rest); length && command->text[length - 1] == '\\';
	     length = strlen(command->text)) {
		const struct line *more = next(parser);
		if (!more)
			return wrong(parser, line->number, "a command that goes on in no line");
		command->text = arena_printf(parser->arena, "%.*s%s", (int)length - 1, command->text, more->text);
	}
	const char *word;
	size_t length = shell_delimiter(command->text, &word);
	if (length) {
		command->delimiter = arena_strndup(parser->arena, word, length);
		command->document = text_until(parser, word, length);
		if (!command->document)
			return wrong(parser, line->number, "a here-document without an end");
	}
	step->begin = parser->lines->line[parser->at - 1].number + 1;
	step->end = step->begin;
	return 0;
}

/* A line of what is expected. */
static struct transcript_step *expect_on(struct parser *parser, const struct line *line)
{
	if (!parser->expecting) {
		wrong(parser, line->number, "this follows no command");
		return NULL;
	}
	last_step(parser)->end = line->number + 1;
	return last_step(parser);
}

static int parse_error(struct parser *parser, const struct line *line, const char *rest)
{
	struct transcript_step *step = expect_on(parser, line);
	if (!step)
		return -1;
	lines_add(parser->arena, &step->err, rest, line->number);
	parser->blanks = 0;
	return 0;
}

static int parse_status(struct parser *parser, const struct line *line, const char *rest)
{
	struct transcript_step *step = expect_on(parser, line);
	char *end;
	if (!step)
		return -1;
	long status = strtol(rest, &end, 10);
	if (!*rest || *end || status < 0 || status > 255)
		return wrong(parser, line->number, "an exit status is a number from 0 to 255");
	step->status = (int)status;
	parser->blanks = 0;
	return 0;
}

static int parse_output(struct parser *parser, const struct line *line)
{
	if (!*line->text) {
		parser->blanks++;
		return 0;
	}
	struct transcript_step *step = expect_on(parser, line);
	if (!step)
		return -1;
	for (; parser->blanks; parser->blanks--)
		lines_add(parser->arena, &step->out, "", line->number - parser->blanks);
	lines_add(parser->arena, &step->out, line->text, line->number);
	return 0;
}

static const struct {
	const char *begins;
	bool whole; /* nothing follows */
	int (*parse)(struct parser *parser, const struct line *line, const char *rest);
} line_kinds[] = {
	{ "$ ", false, parse_command }, { "! ", false, parse_error },	 { "!", true, parse_error },
	{ "? ", false, parse_status },	{ "# ", false, parse_case },	 { "## ", false, parse_comment },
	{ "##", true, parse_comment },	{ "@ ", false, parse_file },	 { "now: ", false, parse_clock },
	{ "setup:", true, parse_setup },
};

static int parse_line(struct parser *parser, const struct line *line)
{
	for (size_t i = 0; i < sizeof line_kinds / sizeof *line_kinds; i++) {
		size_t length = strlen(line_kinds[i].begins);
		if (!strncmp(line->text, line_kinds[i].begins, length) && (!line_kinds[i].whole || !line->text[length]))
			return line_kinds[i].parse(parser, line, line->text + length);
	}
	return parse_output(parser, line);
}

/* The documents' one case, and the company that it is played in. */
static void begin_document(struct parser *parser)
{
	struct transcript *transcript = parser->transcript;
	const char *first = parser->lines->count ? parser->lines->line[0].text : "";
	if (strncmp(first, "$ ordr init", 11) != 0)
		add_step(parser, TRANSCRIPT_COMMAND, 0)->command.text = "ordr init --demo";
	const char *slash = strrchr(transcript->path, '/');
	transcript->cases = arena_alloc(parser->arena, sizeof *transcript->cases);
	transcript->count = parser->lines->count ? 1 : 0;
	transcript->cases->title =
		arena_printf(parser->arena, "the examples of %s", slash ? slash + 1 : transcript->path);
	transcript->cases->line = parser->lines->count ? parser->lines->line[0].number : 0;
	parser->into = transcript->cases;
	parser->expecting = false;
}

int transcript_parse(struct transcript *transcript, const struct lines *lines, struct err *err)
{
	struct parser parser = { .transcript = transcript,
				 .arena = &transcript->arena,
				 .lines = lines,
				 .into = &transcript->setup,
				 .err = err };
	if (transcript->kind != TRANSCRIPT_TEST)
		begin_document(&parser);
	for (const struct line *line; (line = next(&parser));)
		if (parse_line(&parser, line))
			return -1;
	return 0;
}
