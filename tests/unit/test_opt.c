/* The parser of command lines, against tables of the test's own: what is stored, and every error with its hint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ordr/money.h"
#include "ordr/opt.h"

#include "nodes.h"

#define WORDS_MAX 12

struct globals {
	const char *db, *color, *key;
	bool dry_run, quiet, json;
	int verbose;
	int64_t wait;
};

struct options {
	const char *customer, *note, *at, *priority;
	struct list lines;
	struct date since;
	int64_t next;
	bool all;
};

struct address {
	const char *city, *country;
};

struct form {
	const char *name, *key, *note, *raw, *tier;
	int64_t payment_days;
	struct address ship_to;
	struct list lines;
};

static const char *const colors[] = { "auto", "always", "never", NULL };
static const char *const priorities[] = { "low", "normal", "high", NULL };

static const struct opt global[] = {
	OPT(struct globals, db, 0, TEXT, "FILE", "the database"),
	OPT(struct globals, json, 0, FLAG, NULL, "as JSON"),
	OPT(struct globals, dry_run, 'n', FLAG, NULL, "change nothing"),
	OPT(struct globals, quiet, 'q', FLAG, NULL, "say nothing"),
	OPT(struct globals, verbose, 'v', COUNT, NULL, "say more"),
	OPT(struct globals, wait, 0, INTEGER, "SECONDS", "how long to wait"),
	OPT(struct globals, key, 0, TEXT, "KEY", "the same again changes nothing"),
	OPT_ONE_OF(struct globals, color, 0, colors, "WHEN", "colours"),
	OPT_END,
};
static const struct opt own[] = {
	OPT(struct options, customer, 'c', TEXT, "CUSTOMER", "who orders"),
	OPT_AS("line", struct options, lines, 'l', TEXTS, "SKU:QTY", "what is ordered"),
	OPT(struct options, since, 0, DATE, "DATE", "from this day on"),
	OPT(struct options, at, 0, INSTANT, "TIME", "when"),
	OPT(struct options, next, 0, INTEGER, "N", "how many"),
	OPT_ONE_OF(struct options, priority, 'p', priorities, NULL, "how urgent"),
	OPT(struct options, all, 'a', FLAG, NULL, "all of them"),
	OPT(struct options, note, 0, TEXT, "TEXT", "free text"),
	OPT_END,
};

static const struct field address_fields[] = {
	F(struct address, city, TEXT, FIELD_REQUIRED, "the town"),
	F(struct address, country, TEXT, 0, "ISO 3166"),
	FIELD_END,
};
static const struct field form_fields[] = {
	F(struct form, name, TEXT, FIELD_REQUIRED, "the name"),
	F(struct form, key, TEXT, 0, "a global option has this name"),
	F(struct form, note, TEXT, 0, "an own option has this name"),
	F_CHOICE(struct form, tier, priorities, 0, "how much they matter"),
	F(struct form, payment_days, INTEGER, 0, "days to pay"),
	F_OBJECT(struct form, ship_to, address_fields, 0, "where to"),
	F_LIST(struct form, lines, struct address, address_fields, 0, "a list is no option"),
	F(struct form, raw, RAW, 0, "raw is no option"),
	FIELD_END,
};

struct parsed {
	struct arena arena;
	struct globals globals;
	struct options options;
	struct node given;
	const char *operands[WORDS_MAX];
	int count, used;
	struct err err;
};

static void begin(struct parsed *parsed)
{
	memset(parsed, 0, sizeof *parsed);
	memset(&parsed->globals, 0x55, sizeof parsed->globals);
	memset(&parsed->options, 0x55, sizeof parsed->options);
	parsed->given.kind = NODE_OBJECT;
	opt_init(global, &parsed->globals);
	opt_init(own, &parsed->options);
	opt_init(NULL, NULL);
}

/* The words end with NULL. */
static int parse_more(struct parsed *parsed, const char *const *words, bool stop)
{
	struct opt_tables tables = { .global = global,
				     .globals = &parsed->globals,
				     .own = own,
				     .options = &parsed->options,
				     .form = form_fields,
				     .given = &parsed->given,
				     .command = "place" };
	int argc = 0;
	char *argv[WORDS_MAX + 1];
	for (; words[argc]; argc++)
		argv[argc] = (char *)words[argc];
	argv[argc] = NULL;
	int result = opt_parse(&tables, &parsed->arena, argc, argv, parsed->operands, &parsed->count, stop, &parsed->used, &parsed->err);
	assert_int_equal(result == 0, parsed->err.code == ERR_OK);
	return result;
}

static void end(struct parsed *parsed)
{
	arena_release(&parsed->arena);
}

#define W(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void parse(struct parsed *parsed, const char *const *words)
{
	begin(parsed);
	if (parse_more(parsed, words, false))
		fail_msg("%s", parsed->err.message);
}

static void assert_operands(const struct parsed *parsed, const char *const *words)
{
	int count = 0;
	for (; words[count]; count++) {
		assert_true(count < parsed->count);
		assert_string_equal(parsed->operands[count], words[count]);
	}
	assert_int_equal(parsed->count, count);
}

static void what_is_not_given_is_absent(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, (const char *const[]){ NULL });
	assert_null(parsed.globals.db);
	assert_null(parsed.globals.color);
	assert_false(parsed.globals.dry_run);
	assert_int_equal(parsed.globals.verbose, 0);
	assert_true(parsed.globals.wait == NONE);
	assert_null(parsed.options.at);
	assert_null(parsed.options.lines.items);
	assert_int_equal(parsed.options.lines.count, 0);
	assert_true(parsed.options.since.days == NONE);
	assert_null(parsed.given.child);
	assert_int_equal(parsed.count, 0);
	assert_int_equal(parsed.used, 0);
	end(&parsed);
}

static void options_and_operands_may_be_mixed(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, W("one", "--db", "x.db", "two", "-n", "-c", "ACME", "-", "--wait=5", ""));
	assert_operands(&parsed, W("one", "two", "-", ""));
	assert_string_equal(parsed.globals.db, "x.db");
	assert_true(parsed.globals.dry_run);
	assert_string_equal(parsed.options.customer, "ACME");
	assert_true(parsed.globals.wait == 5);
	assert_int_equal(parsed.used, 10);
	end(&parsed);
}

static void two_dashes_end_the_options(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, W("-q", "--", "--db", "-n", "--", "x"));
	assert_operands(&parsed, W("--db", "-n", "--", "x"));
	assert_true(parsed.globals.quiet);
	assert_false(parsed.globals.dry_run);
	end(&parsed);
}

static void letters_join(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, W("-qnvv", "-vacACME", "-lA:1", "-l", "B:2", "-p", "low"));
	assert_true(parsed.globals.quiet && parsed.globals.dry_run && parsed.options.all);
	assert_int_equal(parsed.globals.verbose, 3);
	assert_string_equal(parsed.options.customer, "ACME");
	assert_string_equal(parsed.options.priority, "low");
	assert_ptr_equal(parsed.options.priority, priorities[0]);
	assert_int_equal(parsed.options.lines.count, 2);
	assert_string_equal(((const char **)parsed.options.lines.items)[1], "B:2");
	assert_int_equal(parsed.count, 0);
	end(&parsed);
}

static void each_type_is_stored_in_its_place(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, W("--since", "2026-11-24", "--at=2026-11-24T08:00:00Z", "--next", "9223372036854775807", "--all", "--all", "--color",
			 "never", "--verbose", "--dry-run"));
	assert_true(parsed.options.since.days == 20781);
	assert_string_equal(parsed.options.at, "2026-11-24T08:00:00Z");
	assert_true(parsed.options.next == INT64_MAX);
	assert_true(parsed.options.all);
	assert_string_equal(parsed.globals.color, "never");
	assert_int_equal(parsed.globals.verbose, 1);
	assert_true(parsed.globals.dry_run);
	assert_false(parsed.globals.quiet);
	end(&parsed);
}

static void a_time_may_be_a_date_alone(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, W("--at", "2026-11-24"));
	assert_string_equal(parsed.options.at, "2026-11-24");
	end(&parsed);
}

static void texts_are_gathered_in_order(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, W("-l1", "-l2", "-l3", "--line=4", "--line", "5", "-l6", "-l7", "-l8", "-l9"));
	assert_int_equal(parsed.options.lines.count, 9);
	for (size_t i = 0; i < 9; i++)
		assert_string_equal(((const char **)parsed.options.lines.items)[i], ((const char *[]){ "1", "2", "3", "4", "5", "6", "7", "8", "9" })[i]);
	end(&parsed);
}

static void a_value_may_begin_with_a_dash_when_it_is_written_so(void **state)
{
	static const struct {
		const char *words[3], *value;
	} cases[] = {
		{ { "--note=-x" }, "-x" },     { { "--note=--all" }, "--all" }, { { "--note", "-" }, "-" },
		{ { "--note", "-5" }, "-5" },  { { "--note", "-2.5" }, "-2.5" }, { { "--note=a=b" }, "a=b" },
		{ { "--note==" }, "=" },       { { "--note", "a b" }, "a b" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct parsed parsed;
		parse(&parsed, cases[i].words);
		assert_string_equal(parsed.options.note, cases[i].value);
		assert_int_equal(parsed.count, 0);
		end(&parsed);
	}
	struct parsed parsed;
	parse(&parsed, W("-c-x"));
	assert_string_equal(parsed.options.customer, "-x");
	end(&parsed);
}

static void fields_of_the_form_are_options(void **state)
{
	(void)state;
	struct parsed parsed;
	struct str str = { 0 };
	parse(&parsed, W("--name", "Ada", "--ship-to.city=Ulm", "--payment-days", "-5", "--tier=none of them", "--ship-to.country", ""));
	put_node(&str, &parsed.given);
	assert_string_equal(str.text, "{name~Ada,ship_to.city~Ulm,payment_days~-5,tier~none of them,ship_to.country~}");
	str_release(&str);
	end(&parsed);
}

static void own_options_win_over_global_ones_and_both_over_the_form(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, W("--note", "own", "--key", "K"));
	assert_string_equal(parsed.options.note, "own");
	assert_string_equal(parsed.globals.key, "K");
	assert_null(parsed.given.child);
	end(&parsed);

	static const struct opt shadow[] = { OPT_AS("db", struct options, customer, 'q', TEXT, "X", "not the database"), OPT_END };
	struct options options = { 0 };
	char *argv[] = { "--db", "mine", "-q", "x" };
	struct opt_tables tables = { .global = global, .globals = &parsed.globals, .own = shadow, .options = &options };
	begin(&parsed);
	assert_int_equal(opt_parse(&tables, &parsed.arena, 2, argv, parsed.operands, &parsed.count, false, NULL, &parsed.err), 0);
	assert_string_equal(options.customer, "mine");
	assert_null(parsed.globals.db);
	options.customer = NULL;
	assert_int_equal(opt_parse(&tables, &parsed.arena, 2, argv + 2, parsed.operands, &parsed.count, false, NULL, &parsed.err), 0);
	assert_string_equal(options.customer, "x");
	assert_false(parsed.globals.quiet);
	end(&parsed);
}

static void parsing_stops_at_the_word_of_the_command(void **state)
{
	static const struct {
		const char *words[6];
		int used;
	} cases[] = {
		{ { "-n", "--db", "x", "place", "--nonsense" }, 3 },
		{ { "place" }, 0 },
		{ { "-q" }, 1 },
		{ { "--", "-n" }, 1 },
		{ { "-", "-n" }, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct parsed parsed;
		begin(&parsed);
		assert_int_equal(parse_more(&parsed, cases[i].words, true), 0);
		assert_int_equal(parsed.used, cases[i].used);
		assert_int_equal(parsed.count, 0);
		end(&parsed);
	}
}

struct wrong {
	const char *words[4], *message, *hint;
};

static void check_wrong(const struct wrong *wrong)
{
	struct parsed parsed;
	begin(&parsed);
	assert_int_equal(parse_more(&parsed, wrong->words, false), -1);
	assert_int_equal(parsed.err.code, ERR_USAGE);
	assert_string_equal(parsed.err.message, wrong->message);
	assert_string_equal(parsed.err.hint, wrong->hint);
	end(&parsed);
}

#define LISTS "ordr help place lists its options"

static void an_unknown_option_is_refused_with_the_nearest(void **state)
{
	static const struct wrong cases[] = {
		{ { "--cust" }, "no option --cust", "did you mean --customer?" },
		{ { "--cust=ACME" }, "no option --cust", "did you mean --customer?" },
		{ { "--custmer", "x" }, "no option --custmer", "did you mean --customer?" },
		{ { "--ne" }, "no option --ne", "did you mean --next?" },
		{ { "--ship-to" }, "no option --ship-to", "did you mean --ship-to.city?" },
		{ { "--ship_to.city" }, "no option --ship_to.city", "did you mean --ship-to.city?" },
		{ { "--payment_days" }, "no option --payment_days", "did you mean --payment-days?" },
		{ { "--dryrun" }, "no option --dryrun", "did you mean --dry-run?" },
		{ { "--wurst" }, "no option --wurst", LISTS },
		{ { "--=x" }, "no option --", LISTS },
		{ { "---" }, "no option ---", LISTS },
		{ { "--lines" }, "no option --lines", "did you mean --line?" },
		{ { "--raw" }, "no option --raw", LISTS },
		{ { "--Json" }, "no option --Json", "did you mean --json?" },
		{ { "--\x1b[2J" }, "no option --\\x1B[2J", LISTS },
		{ { "--0123456789012345678901234567890123456789x" }, "no option --0123456789012345678901234567890123456789…", LISTS },
		{ { "-x" }, "no option -x", LISTS },
		{ { "-qx" }, "no option -x", LISTS },
		{ { "-json" }, "no option -j", "did you mean --json?" },
		{ { "-qjson" }, "no option -j", LISTS },
		{ { "-\xc3\xbc" }, "no option -ü", LISTS },
		{ { "-5" }, "no option -5", "write -- before what begins with - but is no option" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_wrong(&cases[i]);
}

static void values_are_given_where_they_are_needed_and_only_there(void **state)
{
	static const struct wrong cases[] = {
		{ { "--quiet=yes" }, "--quiet takes no value", "write --quiet alone" },
		{ { "--quiet=" }, "--quiet takes no value", "write --quiet alone" },
		{ { "--dry-run=no" }, "--dry-run takes no value", "write --dry-run alone" },
		{ { "--verbose=3" }, "--verbose takes no value", "write --verbose alone" },
		{ { "--customer" }, "--customer needs a value", "write --customer CUSTOMER" },
		{ { "-c" }, "--customer needs a value", "write --customer CUSTOMER" },
		{ { "-qc" }, "--customer needs a value", "write --customer CUSTOMER" },
		{ { "--priority" }, "--priority needs a value", "write --priority VALUE" },
		{ { "--payment-days" }, "--payment-days needs a value", "write --payment-days NUMBER" },
		{ { "--note", "--" }, "--note needs a value", "write --note TEXT" },
		{ { "--note", "--all" },
		  "--note needs a value",
		  "write --note TEXT; a value that begins with - is written --note=-..." },
		{ { "--ship-to.city", "-x" },
		  "--ship-to.city needs a value",
		  "write --ship-to.city TEXT; a value that begins with - is written --ship-to.city=-..." },
		{ { "-c", "-5x" },
		  "--customer needs a value",
		  "write --customer CUSTOMER; a value that begins with - is written --customer=-..." },
		{ { "-c", "-5." },
		  "--customer needs a value",
		  "write --customer CUSTOMER; a value that begins with - is written --customer=-..." },
		{ { "--note=" }, "the value of --note is empty", "write --note TEXT, or leave it out" },
		{ { "--note", "" }, "the value of --note is empty", "write --note TEXT, or leave it out" },
		{ { "-l", "" }, "the value of --line is empty", "write --line SKU:QTY, or leave it out" },
		{ { "--wait", "" }, "the value of --wait is empty", "write --wait SECONDS, or leave it out" },
		{ { "--note", "a\xff" }, "--note \"a\\xFF\" is not UTF-8", "write the value of --note in UTF-8" },
		{ { "--line=\xc0\xaf" }, "--line \"\\xC0\\xAF\" is not UTF-8", "write the value of --line in UTF-8" },
		{ { "--name=\xff" }, "--name \"\\xFF\" is not UTF-8", "write the value of --name in UTF-8" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_wrong(&cases[i]);
}

static void an_option_given_twice_is_refused(void **state)
{
	static const struct wrong cases[] = {
		{ { "--note=a", "--note=a" }, "--note is given twice", "write --note TEXT once" },
		{ { "-cA", "--customer=B" }, "--customer is given twice", "write --customer CUSTOMER once" },
		{ { "--since=2026-11-24", "--since=x" }, "--since is given twice", "write --since DATE once" },
		{ { "--next=1", "--next=1" }, "--next is given twice", "write --next N once" },
		{ { "--at=2026-11-24", "--at=2026-11-24" }, "--at is given twice", "write --at TIME once" },
		{ { "-plow", "-plow" }, "--priority is given twice", "write --priority VALUE once" },
		{ { "--ship-to.city=", "--ship-to.city=" }, "--ship-to.city is given twice", "write --ship-to.city TEXT once" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_wrong(&cases[i]);
}

static void an_option_before_and_after_the_command_is_given_twice(void **state)
{
	(void)state;
	struct parsed parsed;
	begin(&parsed);
	assert_int_equal(parse_more(&parsed, W("--db", "a", "-q", "place"), true), 0);
	assert_int_equal(parse_more(&parsed, W("-q", "-v"), false), 0);
	assert_int_equal(parse_more(&parsed, W("--db", "a"), false), -1);
	assert_string_equal(parsed.err.message, "--db is given twice");
	end(&parsed);
}

static void a_value_of_the_wrong_form_is_refused(void **state)
{
	static const struct wrong cases[] = {
		{ { "--color=blue" }, "--color \"blue\" is not one of its choices", "one of auto, always, never" },
		{ { "--color=nevre" }, "--color \"nevre\" is not one of its choices", "did you mean never? else one of auto, always" },
		{ { "--color=al" }, "--color \"al\" is not one of its choices", "did you mean always? else one of auto, never" },
		{ { "-pHigh" }, "--priority \"High\" is not one of its choices", "did you mean high? else one of low, normal" },
		{ { "--wait=0" }, "--wait \"0\" is not a whole number above zero", "a whole number: --wait 5" },
		{ { "--wait=-1" }, "--wait \"-1\" is not a whole number above zero", "a whole number: --wait 5" },
		{ { "--wait=1.5" }, "--wait \"1.5\" is not a whole number above zero", "a whole number: --wait 5" },
		{ { "--wait=1.0" }, "--wait \"1.0\" is not a whole number above zero", "a whole number: --wait 5" },
		{ { "--wait=+1" }, "--wait \"+1\" is not a whole number above zero", "a whole number: --wait 5" },
		{ { "--wait= 1" }, "--wait \" 1\" is not a whole number above zero", "a whole number: --wait 5" },
		{ { "--wait=10s" }, "--wait \"10s\" is not a whole number above zero", "a whole number: --wait 5" },
		{ { "--wait=9223372036854775808" }, "--wait \"9223372036854775808\" is too large", "a whole number: --wait 5" },
		{ { "--since=soon" }, "--since \"soon\" is not a date", "a date is written --since 2026-11-24" },
		{ { "--since=24.11.2026" }, "--since \"24.11.2026\" is not a date", "a date is written --since 2026-11-24" },
		{ { "--since=2026-11-24T08:00:00Z" },
		  "--since \"2026-11-24T08:00:00Z\" is not a date",
		  "a date is written --since 2026-11-24" },
		{ { "--since=2026-02-30" }, "--since \"2026-02-30\" is a day that does not exist", "a date is written --since 2026-11-24" },
		{ { "--at=08:00" },
		  "--at \"08:00\" is not a time",
		  "a time is written --at 2026-11-24T08:00:00Z, or a date alone" },
		{ { "--at=2026-11-24T08:00:00" },
		  "--at \"2026-11-24T08:00:00\" is not a time",
		  "a time is written --at 2026-11-24T08:00:00Z, or a date alone" },
		{ { "--since=\x1b[2J" }, "--since \"\\x1B[2J\" holds a control character", "write the value of --since as plain text" },
		{ { "--db=a\rb" }, "--db \"a\\x0Db\" holds a control character", "write the value of --db as plain text" },
		{ { "--db=a\xc2\x9b" }, "--db \"a\\x9B\" holds a control character", "write the value of --db as plain text" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_wrong(&cases[i]);
}

static void without_a_command_the_hint_is_of_all(void **state)
{
	(void)state;
	struct parsed parsed;
	char *argv[] = { "--wurst" };
	struct opt_tables tables = { .global = global, .globals = &parsed.globals };
	begin(&parsed);
	assert_int_equal(opt_parse(&tables, &parsed.arena, 1, argv, NULL, &parsed.count, true, &parsed.used, &parsed.err), -1);
	assert_string_equal(parsed.err.message, "no option --wurst");
	assert_string_equal(parsed.err.hint, "ordr help lists the global options; others stand after the command");
	end(&parsed);
}

static void without_tables_no_option_is_known(void **state)
{
	(void)state;
	struct parsed parsed;
	char *argv[] = { "x", "-a" };
	struct opt_tables tables = { 0 };
	begin(&parsed);
	assert_int_equal(opt_parse(&tables, &parsed.arena, 1, argv, parsed.operands, &parsed.count, false, NULL, &parsed.err), 0);
	assert_operands(&parsed, W("x"));
	assert_int_equal(opt_parse(&tables, &parsed.arena, 2, argv, parsed.operands, &parsed.count, false, NULL, &parsed.err), -1);
	assert_string_equal(parsed.err.message, "no option -a");
	end(&parsed);
}

static void a_form_becomes_a_table_of_options(void **state)
{
	static const char *const wanted[][2] = {
		{ "--name", "TEXT" },	      { "--tier", "WORD" },	    { "--payment-days", "NUMBER" },
		{ "--ship-to.city", "TEXT" }, { "--ship-to.country", "TEXT" },
	};
	(void)state;
	struct arena arena = { 0 };
	const struct opt *table = opt_of_form(&arena, form_fields, own, global);
	size_t count = 0;
	for (const struct opt *opt = table; opt->name; opt++, count++) {
		char name[OPT_NAME_SIZE];
		assert_true(count < sizeof wanted / sizeof *wanted);
		assert_string_equal(opt_name(opt, name), wanted[count][0]);
		assert_string_equal(opt->argument, wanted[count][1]);
	}
	assert_int_equal(count, sizeof wanted / sizeof *wanted);
	assert_ptr_equal(opt_find(table, "tier")->choices, priorities);
	assert_null(opt_find(table, "ship_to.city"));
	assert_null(opt_of_form(&arena, NULL, NULL, NULL)->name);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_given_is_absent),
		cmocka_unit_test(options_and_operands_may_be_mixed),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(letters_join),
		cmocka_unit_test(each_type_is_stored_in_its_place),
		cmocka_unit_test(a_time_may_be_a_date_alone),
		cmocka_unit_test(texts_are_gathered_in_order),
		cmocka_unit_test(a_value_may_begin_with_a_dash_when_it_is_written_so),
		cmocka_unit_test(fields_of_the_form_are_options),
		cmocka_unit_test(own_options_win_over_global_ones_and_both_over_the_form),
		cmocka_unit_test(parsing_stops_at_the_word_of_the_command),
		cmocka_unit_test(an_unknown_option_is_refused_with_the_nearest),
		cmocka_unit_test(values_are_given_where_they_are_needed_and_only_there),
		cmocka_unit_test(an_option_given_twice_is_refused),
		cmocka_unit_test(an_option_before_and_after_the_command_is_given_twice),
		cmocka_unit_test(a_value_of_the_wrong_form_is_refused),
		cmocka_unit_test(without_a_command_the_hint_is_of_all),
		cmocka_unit_test(without_tables_no_option_is_known),
		cmocka_unit_test(a_form_becomes_a_table_of_options),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
