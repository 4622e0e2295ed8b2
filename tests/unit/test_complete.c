/* Completion: what may stand where the last word is being typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ordr/help.h"

#include "table.h"

struct typed {
	const char *words[8];
	const char *wanted; /* the candidates without their help, a blank between them */
	enum operand operand;
};

/* The lines without what stands behind a tab, joined by blanks. */
static void put_words_of(struct str *str, const char *lines)
{
	while (lines && *lines) {
		size_t line = strcspn(lines, "\n");
		str_put(str, str->length ? " " : "");
		str_put_bytes(str, lines, strcspn(lines, "\t\n"));
		lines += line + (lines[line] == '\n');
	}
}

static void check(const struct typed *typed)
{
	struct str str = { 0 };
	struct str words = { 0 };
	struct wanted wanted = { .operand = OPERAND_WORD };
	struct arena arena = { 0 };
	int count = 0;
	while (typed->words[count])
		count++;
	complete_words(&str, table_commands, table_global, typed->words, count, &arena, &wanted);
	put_words_of(&words, str.text);
	assert_false(str.failed);
	assert_string_equal(words.text ? words.text : "", typed->wanted);
	assert_int_equal(wanted.operand, typed->operand);
	arena_release(&arena);
	str_release(&words);
	str_release(&str);
}

static void check_all(const struct typed *typed, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(&typed[i]);
}

#define CHECK(cases) check_all(cases, sizeof(cases) / sizeof *(cases))
#define COMMANDS "init customer ship stock invoice help"
#define GLOBAL "--db= --dry-run --color= --verbose"

static void commands_come_first(void **state)
{
	static const struct typed cases[] = {
		{ { NULL }, COMMANDS, OPERAND_NONE },
		{ { "" }, COMMANDS, OPERAND_NONE },
		{ { "s" }, "ship stock", OPERAND_NONE },
		{ { "ship" }, "ship", OPERAND_NONE },
		{ { "x" }, "", OPERAND_NONE },
		{ { "_" }, "", OPERAND_NONE },
		{ { "-n", "i" }, "init invoice", OPERAND_NONE },
		{ { "--db", "x", "i" }, "init invoice", OPERAND_NONE },
		{ { "--db=x", "--", "i" }, "init invoice", OPERAND_NONE },
		{ { "nonsense", "" }, "", OPERAND_NONE },
		{ { "nonsense", "-" }, "", OPERAND_NONE },
	};
	(void)state;
	CHECK(cases);
}

static void then_subcommands_and_operands(void **state)
{
	static const struct typed cases[] = {
		{ { "customer", "" }, "add import", OPERAND_NONE },
		{ { "customer", "a" }, "add", OPERAND_NONE },
		{ { "customer", "x", "" }, GLOBAL, OPERAND_NONE },
		{ { "customer", "-n", "i" }, "import", OPERAND_NONE },
		{ { "customer", "import", "" }, "", OPERAND_FILE },
		{ { "customer", "import", "-v", "" }, "", OPERAND_FILE },
		{ { "customer", "import", "a", "" }, GLOBAL, OPERAND_NONE },
		{ { "customer", "import", "a", "b" }, "", OPERAND_NONE },
		{ { "stock", "" }, "list receive", OPERAND_PRODUCT },
		{ { "stock", "r" }, "receive", OPERAND_PRODUCT },
		{ { "stock", "P-1", "" }, "", OPERAND_PRODUCT },
		{ { "stock", "receive", "" }, "", OPERAND_LINE },
		{ { "stock", "receive", "list", "" }, "", OPERAND_LINE },
		{ { "invoice", "" }, "show", OPERAND_ORDER },
		{ { "invoice", "show", "" }, "", OPERAND_INVOICE },
		{ { "invoice", "SO-1", "" }, "", OPERAND_ORDER },
		{ { "ship", "" }, "", OPERAND_ORDER },
		{ { "ship", "1", "2", "SO-" }, "", OPERAND_ORDER },
		{ { "ship", "--", "--a" }, "", OPERAND_ORDER },
		{ { "ship", "-", "" }, "", OPERAND_ORDER },
		{ { "init", "" }, GLOBAL, OPERAND_NONE },
		{ { "init", "--", "" }, "", OPERAND_NONE },
	};
	(void)state;
	CHECK(cases);
}

static void options_come_when_a_dash_is_typed(void **state)
{
	static const struct typed cases[] = {
		{ { "-" }, GLOBAL, OPERAND_NONE },
		{ { "--d" }, "--db= --dry-run", OPERAND_NONE },
		{ { "--db" }, "--db=", OPERAND_NONE },
		{ { "ship", "--" },
		  "--carrier= --customer= --state= --line= --due= --all --received-by= " GLOBAL,
		  OPERAND_NONE },
		{ { "ship", "--c" }, "--carrier= --customer= --color=", OPERAND_NONE },
		{ { "ship", "--x" }, "", OPERAND_NONE },
		{ { "ship", "-c" }, "", OPERAND_NONE },
		{ { "stock", "--a" }, "--all", OPERAND_NONE },
		{ { "stock", "receive", "--" }, GLOBAL, OPERAND_NONE },
		{ { "customer", "--" }, GLOBAL, OPERAND_NONE },
		{ { "customer", "add", "-" },
		  "--code= --tier= --note= --ship-to.city= --ship-to.warehouse= " GLOBAL,
		  OPERAND_NONE },
		{ { "customer", "add", "--ship-to.c" }, "--ship-to.city=", OPERAND_NONE },
	};
	(void)state;
	CHECK(cases);
}

static void what_was_given_is_not_offered_again(void **state)
{
	static const struct typed cases[] = {
		{ { "ship", "--carrier", "x", "--c" }, "--customer= --color=", OPERAND_NONE },
		{ { "ship", "--carrier=x", "--customer=y", "--c" }, "--color=", OPERAND_NONE },
		{ { "ship", "-cx", "--c" }, "--customer= --color=", OPERAND_NONE },
		{ { "ship", "-ac", "x", "--a" }, "", OPERAND_NONE },
		{ { "ship", "-a", "--c" }, "--carrier= --customer= --color=", OPERAND_NONE },
		{ { "ship", "-l", "A:1", "--l" }, "--line=", OPERAND_NONE },
		{ { "-v", "-n", "ship", "--v" }, "--verbose", OPERAND_NONE },
		{ { "-v", "-n", "ship", "--d" }, "--due= --db=", OPERAND_NONE },
		{ { "customer", "add", "--tier=standard", "--t" }, "", OPERAND_NONE },
		{ { "ship", "--carrier=--all", "--a" }, "--all", OPERAND_NONE },
		{ { "ship", "--nonsense", "--a" }, "--all", OPERAND_NONE },
	};
	(void)state;
	CHECK(cases);
}

static void values_come_after_an_option(void **state)
{
	static const struct typed cases[] = {
		{ { "--color", "" }, "auto always never", OPERAND_NONE },
		{ { "--color", "a" }, "auto always", OPERAND_NONE },
		{ { "--color=" }, "--color=auto --color=always --color=never", OPERAND_NONE },
		{ { "--color=al" }, "--color=always", OPERAND_NONE },
		{ { "--color=x" }, "", OPERAND_NONE },
		{ { "--db", "" }, "", OPERAND_FILE },
		{ { "--db=" }, "", OPERAND_FILE },
		{ { "--db=a=b" }, "", OPERAND_FILE },
		{ { "--dry-run=" }, "", OPERAND_NONE },
		{ { "--nonsense=" }, "", OPERAND_NONE },
		{ { "ship", "--state", "pl" }, "placed", OPERAND_NONE },
		{ { "ship", "--carrier", "" }, "", OPERAND_NONE },
		{ { "ship", "-c", "" }, "", OPERAND_NONE },
		{ { "ship", "--due=" }, "", OPERAND_NONE },
		{ { "ship", "--customer=AC" }, "", OPERAND_CUSTOMER },
		{ { "ship", "-nl", "" }, "", OPERAND_LINE },
		{ { "ship", "--received-by=" }, "", OPERAND_NONE },
		{ { "customer", "add", "--tier", "" }, "standard preferred", OPERAND_NONE },
		{ { "customer", "add", "--tier=p" }, "--tier=preferred", OPERAND_NONE },
		{ { "customer", "add", "--ship-to.warehouse", "" }, "", OPERAND_WAREHOUSE },
		{ { "customer", "add", "--db", "" }, "", OPERAND_FILE },
		{ { "ship", "--", "--state=" }, "", OPERAND_ORDER },
	};
	(void)state;
	CHECK(cases);
}

static void help_takes_the_names_of_commands(void **state)
{
	static const struct typed cases[] = {
		{ { "help", "" }, COMMANDS, OPERAND_NONE },
		{ { "help", "s" }, "ship stock", OPERAND_NONE },
		{ { "help", "stock", "" }, "list receive", OPERAND_NONE },
		{ { "help", "ship", "--d" }, "--db= --dry-run", OPERAND_NONE },
		{ { "help", "help" }, "help", OPERAND_NONE },
	};
	(void)state;
	CHECK(cases);
}

static void candidates_bring_their_help(void **state)
{
	(void)state;
	struct str str = { 0 };
	struct wanted wanted;
	struct arena arena = { 0 };
	complete_words(&str, table_commands, table_global, (const char *const[]){ "st" }, 1, &arena, &wanted);
	complete_words(&str, table_commands, table_global, (const char *const[]){ "ship", "--al" }, 2, &arena, &wanted);
	complete_words(&str, table_commands, table_global, (const char *const[]){ "--color=n" }, 1, &arena, &wanted);
	assert_string_equal(str.text, "stock\tlevels and movements\n--all\tall of them\n--color=never\n");
	str_release(&str);
	arena_release(&arena);
}

static void a_value_begins_behind_the_equals_sign(void **state)
{
	(void)state;
	assert_string_equal(complete_value("--customer=AC"), "AC");
	assert_string_equal(complete_value("--customer="), "");
	assert_string_equal(complete_value("--a=b=c"), "b=c");
	assert_string_equal(complete_value("AC=1"), "AC=1");
	assert_string_equal(complete_value("-c=1"), "-c=1");
	assert_string_equal(complete_value(""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_come_first),
		cmocka_unit_test(then_subcommands_and_operands),
		cmocka_unit_test(options_come_when_a_dash_is_typed),
		cmocka_unit_test(what_was_given_is_not_offered_again),
		cmocka_unit_test(values_come_after_an_option),
		cmocka_unit_test(help_takes_the_names_of_commands),
		cmocka_unit_test(candidates_bring_their_help),
		cmocka_unit_test(a_value_begins_behind_the_equals_sign),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
