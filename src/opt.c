/* The parser of command lines. Not getopt_long, which takes abbreviations: a script that says --cust today would mean something else once
 * --customer-since is added. It is driven by the tables alone and never guesses; what it does not know it refuses with the nearest
 * name. */
#include <stdio.h>
#include <string.h>

#include "ordr/near.h"
#include "ordr/opt.h"

#include "opt_value.h"

struct parser {
	const struct opt_tables *tables;
	const struct opt *form; /* tables->form as options */
	struct arena *arena;
	struct err *err;
	int argc, at;
	char **argv;
};

/* An option and where its value goes. */
struct found {
	const struct opt *opt;
	void *record; /* NULL: to the fields given */
};

static struct found find_name(const struct parser *parser, const char *name)
{
	const struct opt_tables *tables = parser->tables;
	const struct opt *opt = opt_find(tables->own, name);
	if (opt)
		return (struct found){ opt, tables->options };
	opt = opt_find(tables->global, name);
	if (opt)
		return (struct found){ opt, tables->globals };
	return (struct found){ opt_find(parser->form, name), NULL };
}

static struct found find_letter(const struct parser *parser, char letter)
{
	const struct opt_tables *tables = parser->tables;
	const struct opt *opt = opt_find_letter(tables->own, letter);
	if (opt)
		return (struct found){ opt, tables->options };
	return (struct found){ opt_find_letter(tables->global, letter), tables->globals };
}

static int hint_help(const struct parser *parser)
{
	if (parser->tables->command)
		return err_hint(parser->err, "ordr help %s lists its options", parser->tables->command);
	return err_hint(parser->err, "ordr help lists the global options; others stand after the command");
}

static int refuse(const struct parser *parser, const char *dashes, const char *name)
{
	struct str shown = { 0 };
	str_put_shown(&shown, name);
	err_set(parser->err, ERR_USAGE, "no option %s%s", dashes, shown.text ? shown.text : "");
	str_release(&shown);
	return hint_help(parser);
}

static size_t table_count(const struct opt *table)
{
	size_t count = 0;
	while (table && table[count].name)
		count++;
	return count;
}

/* The names of all options as typed, without dashes; ends with NULL. NULL: memory is exhausted. */
static const char **all_names(const struct parser *parser)
{
	const struct opt *tables[] = { parser->tables->own, parser->form, parser->tables->global };
	size_t room = 1, count = 0;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		room += table_count(tables[i]);
	const char **names = arena_array(parser->arena, room, sizeof *names);
	for (size_t i = 0; names && i < sizeof tables / sizeof *tables; i++)
		for (const struct opt *opt = tables[i]; opt && opt->name; opt++) {
			char name[OPT_NAME_SIZE];
			names[count] = arena_strdup(parser->arena, opt_name(opt, name) + 2);
			if (!names[count++])
				return NULL;
		}
	return names;
}

static int refuse_name(const struct parser *parser, const char *name)
{
	const char **names = all_names(parser);
	if (!names)
		return err_memory(parser->err);
	const char *nearest = near_word(name, names);
	refuse(parser, "--", name);
	return nearest ? err_hint(parser->err, "did you mean --%s?", nearest) : -1;
}

/* `rest`: the letters from the one that is unknown on. */
static int refuse_letter(const struct parser *parser, const char *rest, bool first)
{
	char letter[2] = { *rest };
	refuse(parser, "-", (unsigned char)*rest < 0x80 ? letter : rest);
	if (first && find_name(parser, rest).opt)
		return err_hint(parser->err, "did you mean --%s?", rest);
	if (*rest >= '0' && *rest <= '9')
		return err_hint(parser->err, "write -- before what begins with - but is no option");
	return -1;
}

/* "-5", "-2.5" */
static bool is_negative_number(const char *text)
{
	size_t digits = strspn(text + 1, "0123456789");
	const char *rest = text + 1 + digits;
	if (*text != '-' || !digits)
		return false;
	if (*rest == '.' && rest[1])
		rest += 1 + strspn(rest + 1, "0123456789");
	return !*rest;
}

static int next_value(struct parser *parser, const struct opt *opt, const char **value)
{
	const char *next = parser->at + 1 < parser->argc ? parser->argv[parser->at + 1] : NULL;
	char name[OPT_NAME_SIZE], usage[OPT_NAME_SIZE * 2];
	if (next && (*next != '-' || !next[1] || is_negative_number(next))) {
		*value = next;
		parser->at++;
		return 0;
	}
	err_set(parser->err, ERR_USAGE, "%s needs a value", opt_name(opt, name));
	err_hint(parser->err, "write %s", opt_usage(opt, usage));
	if (next && strcmp(next, "--"))
		err_hint(parser->err, "write %s; a value that begins with - is written %s=-...", usage, name);
	return -1;
}

static int store(struct parser *parser, struct found found, const char *value)
{
	if (found.record)
		return opt_store(found.opt, found.record, value, parser->arena, parser->err);
	return opt_store_given(found.opt, parser->tables->given, value, parser->arena, parser->err);
}

/* `word`: what stands behind the two dashes. */
static int take_name(struct parser *parser, const char *word)
{
	size_t length = strcspn(word, "=");
	const char *name = arena_strndup(parser->arena, word, length);
	const char *value = word[length] ? word + length + 1 : NULL;
	char shown[OPT_NAME_SIZE];
	if (!name)
		return err_memory(parser->err);
	struct found found = find_name(parser, name);
	if (!found.opt)
		return refuse_name(parser, name);
	if (!opt_takes_value(found.opt) && value) {
		err_set(parser->err, ERR_USAGE, "%s takes no value", opt_name(found.opt, shown));
		return err_hint(parser->err, "write %s alone", shown);
	}
	if (opt_takes_value(found.opt) && !value && next_value(parser, found.opt, &value))
		return -1;
	return store(parser, found, value);
}

/* `letters`: what stands behind the dash. What follows a letter that takes a value is that value. */
static int take_letters(struct parser *parser, const char *letters)
{
	for (const char *at = letters; *at; at++) {
		struct found found = find_letter(parser, *at);
		const char *value = NULL;
		if (!found.opt)
			return refuse_letter(parser, at, at == letters);
		bool takes = opt_takes_value(found.opt);
		if (takes && at[1])
			value = at + 1;
		else if (takes && next_value(parser, found.opt, &value))
			return -1;
		if (store(parser, found, value))
			return -1;
		if (takes)
			break;
	}
	return 0;
}

static int take_all(struct parser *parser, const char **operands, int *count, bool stop)
{
	bool ended = false;
	for (; parser->at < parser->argc; parser->at++) {
		const char *word = parser->argv[parser->at];
		if (ended || *word != '-' || !word[1]) {
			if (stop)
				break;
			operands[(*count)++] = word;
		} else if (!strcmp(word, "--")) {
			ended = true;
		} else if (word[1] == '-' ? take_name(parser, word + 2) : take_letters(parser, word + 1)) {
			return -1;
		}
	}
	return 0;
}

int opt_parse(const struct opt_tables *tables, struct arena *arena, int argc, char **argv, const char **operands, int *count,
	      bool stop, int *used, struct err *err)
{
	struct parser parser = { .tables = tables, .arena = arena, .err = err, .argc = argc, .argv = argv };
	*count = 0;
	if (tables->form && tables->given) {
		parser.form = opt_of_form(arena, tables->form, tables->own, tables->global);
		if (!parser.form)
			return err_memory(err);
	}
	if (take_all(&parser, operands, count, stop))
		return -1;
	if (used)
		*used = parser.at;
	return 0;
}
