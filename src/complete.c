/* Completion: the words before are read as the parser would read them, but nothing is refused, since a line being typed is wrong until it
 * is done. What may come next is in the same tables; which documents there are, only the caller can find out. */
#include <string.h>

#include "ordr/help.h"
#include "ordr/speak.h"

#define GIVEN_MAX 64

struct line {
	const struct cmd *const *table;
	const struct opt *global;
	struct arena arena;
	const struct cmd *cmd;     /* NULL: its word is still to come */
	const struct cmd *target;  /* whose options and operands may stand here: the command, or the one that it implies */
	const struct opt *form;    /* of target, as options */
	const struct opt *waiting; /* the option whose value comes next */
	const struct opt *valued;  /* the option whose value is being typed */
	const char *database;      /* what --db said */
	const struct opt *given[GIVEN_MAX];
	size_t given_count;
	int operands;
	bool ended; /* by "--" */
	bool help;  /* the words name commands, of which help is wanted */
	bool lost;  /* a word that is no command: nothing is known of what follows */
	struct str *str;
};

static bool begins(const char *text, const char *beginning)
{
	return !strncmp(text, beginning, strlen(beginning));
}

static const struct cmd *find_command(const struct cmd *const *table, const char *name)
{
	for (; table && *table; table++)
		if (!strcmp((*table)->name, name))
			return *table;
	return NULL;
}

static void enter(struct line *line, const struct cmd *cmd)
{
	const struct cmd *target = cmd->implied ? cmd->implied : cmd;
	line->cmd = cmd;
	line->target = target;
	line->form = opt_of_form(&line->arena, target->form ? target->form->fields : NULL, target->options, line->global);
	line->str->failed |= !line->form;
}

static const struct opt *own(const struct line *line)
{
	return line->target ? line->target->options : NULL;
}

static const struct opt *find_option(const struct line *line, const char *name)
{
	const struct opt *opt = opt_find(own(line), name);
	if (!opt)
		opt = opt_find(line->global, name);
	return opt ? opt : opt_find(line->form, name);
}

static void note_given(struct line *line, const struct opt *opt)
{
	if (line->given_count < GIVEN_MAX)
		line->given[line->given_count++] = opt;
}

static void note_value(struct line *line, const struct opt *opt, const char *value)
{
	if (!strcmp(opt->name, "db"))
		line->database = value;
}

static void take_name(struct line *line, const char *word)
{
	size_t length = strcspn(word, "=");
	const char *name = arena_strndup(&line->arena, word, length);
	const struct opt *opt = name ? find_option(line, name) : NULL;
	line->str->failed |= !name;
	if (!opt)
		return;
	note_given(line, opt);
	if (opt_takes_value(opt) && !word[length])
		line->waiting = opt;
	else if (word[length])
		note_value(line, opt, word + length + 1);
}

static void take_letters(struct line *line, const char *letters)
{
	for (; *letters; letters++) {
		const struct opt *opt = opt_find_letter(own(line), *letters);
		if (!opt)
			opt = opt_find_letter(line->global, *letters);
		if (!opt)
			return;
		note_given(line, opt);
		if (opt_takes_value(opt)) {
			line->waiting = letters[1] ? NULL : opt;
			return;
		}
	}
}

static void take_operand(struct line *line, const char *word)
{
	const struct cmd *cmd = line->operands ? NULL : find_command(line->cmd ? line->cmd->sub : line->table, word);
	if (cmd && !line->cmd && !line->help && !strcmp(cmd->name, "help"))
		line->help = true;
	else if (cmd)
		enter(line, cmd);
	else if (line->cmd)
		line->operands++;
	else
		line->lost = true;
}

static void take_word(struct line *line, const char *word)
{
	if (line->waiting) {
		note_value(line, line->waiting, word);
		line->waiting = NULL;
	} else if (line->ended || *word != '-' || !word[1])
		take_operand(line, word);
	else if (!strcmp(word, "--"))
		line->ended = true;
	else if (word[1] == '-')
		take_name(line, word + 2);
	else
		take_letters(line, word + 1);
}

static void put_candidate(const struct line *line, const char *candidate, const char *help)
{
	str_put(line->str, candidate);
	if (help && *help)
		str_printf(line->str, "\t%s", translate(help));
	str_put_char(line->str, '\n');
}

static bool may_be_given(const struct line *line, const struct opt *opt)
{
	for (size_t i = 0; i < line->given_count; i++)
		if (line->given[i] == opt)
			return opt->type == OPT_TEXTS || opt->type == OPT_COUNT;
	return true;
}

static void put_options(const struct line *line, const struct opt *table, const char *word)
{
	for (const struct opt *opt = table; opt && opt->name; opt++) {
		char name[OPT_NAME_SIZE + 1];
		opt_name(opt, name);
		if (!may_be_given(line, opt) || find_option(line, name + 2) != opt)
			continue;
		if (opt_takes_value(opt))
			strcat(name, "=");
		if (begins(name, word))
			put_candidate(line, name, opt->help);
	}
}

static void put_all_options(const struct line *line, const char *word)
{
	if (!line->help) {
		put_options(line, own(line), word);
		put_options(line, line->form, word);
	}
	put_options(line, line->global, word);
}

/* Top-level commands without a group are hidden. */
static bool put_commands(const struct line *line, const char *word)
{
	const struct cmd *const *table = line->operands ? NULL : line->cmd ? line->cmd->sub : line->table;
	for (const struct cmd *const *cmd = table; cmd && *cmd; cmd++)
		if (begins((*cmd)->name, word) && (line->cmd || (*cmd)->group))
			put_candidate(line, (*cmd)->name, (*cmd)->summary);
	return table;
}

/* What an option's value is, by what its argument is called. */
static enum operand operand_of(const struct opt *opt)
{
	static const struct {
		const char *argument;
		enum operand operand;
	} kinds[] = {
		{ "FILE", OPERAND_FILE },	  { "ORDER", OPERAND_ORDER },	  { "SHIPMENT", OPERAND_SHIPMENT },
		{ "RETURN", OPERAND_RETURN },	  { "COMPLAINT", OPERAND_COMPLAINT },
		{ "DISPUTE", OPERAND_DISPUTE },
		{ "INVOICE", OPERAND_INVOICE },	  { "SKU:QTY", OPERAND_LINE },	  { "SKU", OPERAND_PRODUCT },
		{ "CODE", OPERAND_REASON },	  { "A,B,C", OPERAND_FIELD },
		{ "PRODUCT", OPERAND_PRODUCT },	  { "CUSTOMER", OPERAND_CUSTOMER }, { "WAREHOUSE", OPERAND_WAREHOUSE },
	};
	if (!strcmp(opt->name, "as"))
		return OPERAND_USER;
	for (size_t i = 0; opt->argument && i < sizeof kinds / sizeof *kinds; i++) {
		char next = begins(opt->argument, kinds[i].argument) ? opt->argument[strlen(kinds[i].argument)] : 'A';
		if (next != ':' && (next < 'A' || next > 'Z'))
			return kinds[i].operand;
	}
	return OPERAND_NONE;
}

const char *complete_value(const char *word)
{
	const char *equals = word[0] == '-' && word[1] == '-' ? strchr(word, '=') : NULL;
	return equals ? equals + 1 : word;
}

/* `word` is the value, or "--name=value": what is put begins with all of it. */
static enum operand put_values(struct line *line, const struct opt *opt, const char *word)
{
	const char *value = complete_value(word);
	struct str candidate = { 0 };
	line->valued = opt;
	for (const char *const *choice = opt->choices; choice && *choice; choice++) {
		str_clear(&candidate);
		str_put_bytes(&candidate, word, (size_t)(value - word));
		str_put(&candidate, *choice);
		if (candidate.failed)
			line->str->failed = true;
		else if (begins(candidate.text, word))
			put_candidate(line, candidate.text, NULL);
	}
	str_release(&candidate);
	return operand_of(opt);
}

static enum operand put_value_of_name(struct line *line, const char *word)
{
	const char *name = arena_strndup(&line->arena, word + 2, strcspn(word + 2, "="));
	const struct opt *opt = name ? find_option(line, name) : NULL;
	line->str->failed |= !name;
	return opt && opt_takes_value(opt) ? put_values(line, opt, word) : OPERAND_NONE;
}

static enum operand wanted_operand(const struct line *line)
{
	const struct cmd *target = line->target;
	if (!target || line->help || (target->max >= 0 && line->operands >= target->max))
		return OPERAND_NONE;
	return target->operand;
}

static enum operand put_all(struct line *line, const char *word)
{
	if (line->lost)
		return OPERAND_NONE;
	if (line->waiting)
		return put_values(line, line->waiting, word);
	if (!line->ended && complete_value(word) != word)
		return put_value_of_name(line, word);
	if (!line->ended && *word == '-') {
		put_all_options(line, word);
		return OPERAND_NONE;
	}
	enum operand operand = wanted_operand(line);
	bool commands_too = put_commands(line, word);
	if (!commands_too && operand == OPERAND_NONE && !line->ended && !*word)
		put_all_options(line, word);
	return operand;
}

void complete_words(struct str *str, const struct cmd *const *table, const struct opt *global, const char *const *words, int count,
		    struct arena *arena, struct wanted *wanted)
{
	struct line line = { .table = table, .global = global, .str = str };
	for (int i = 0; i + 1 < count; i++)
		take_word(&line, words[i]);
	*wanted = (struct wanted){ .operand = put_all(&line, count > 0 ? words[count - 1] : "") };
	wanted->cmd = line.target;
	/* Options that are a form's are made for this call. */
	struct opt *option = line.valued ? arena_alloc(arena, sizeof *option) : NULL;
	if (option)
		*option = *line.valued;
	str->failed |= line.valued && !option;
	wanted->option = option;
	wanted->database = line.database;
	arena_release(&line.arena);
}
