/* Help, word for word, of a small table of commands; and finding the command that words name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ordr/help.h"

#include "table.h"

static void the_overview_shows_commands_by_group_and_global_options(void **state)
{
	static const char text[] =
		"usage: ordr [global options] COMMAND ...\n"
		"\n"
		"set up\n"
		"  init        make a database\n"
		"  customer    who orders\n"
		"\n"
		"orders\n"
		"  ship        hand packages over to the carrier, and tell the customer what is\n"
		"              on its way to them and when it is going to be there\n"
		"  stock       levels and movements\n"
		"  invoice     issue invoices\n"
		"\n"
		"care\n"
		"  help        say how\n"
		"\n"
		"global options\n"
		"      --db FILE     the database; else ORDR_DB, else ordr.db\n"
		"  -n, --dry-run     do it all, print the same, change nothing\n"
		"      --color WHEN  colours; one of auto, always, never\n"
		"  -v, --verbose     say more\n"
		"\n"
		"Global options work before and after the command.\n"
		"More of a command: ordr help COMMAND\n"
		"Manual: man ordr\n";
	(void)state;
	struct str str = { 0 };
	help_overview(&str, table_commands, table_groups, table_global, false);
	assert_string_equal(str.text, text);
	str_release(&str);
}

#define W(...) ((const char *const[]){ __VA_ARGS__, NULL })

static int count_of(const char *const *words)
{
	int count = 0;
	while (words[count])
		count++;
	return count;
}

static const struct cmd *find(const char *const *words, int *used)
{
	return command_find(table_commands, words, count_of(words), used);
}

static void assert_help(const char *const *words, const char *text)
{
	struct str str = { 0 };
	struct str path = { 0 };
	int used;
	const struct cmd *cmd = find(words, &used);
	assert_int_equal(used, count_of(words));
	for (int i = 0; i < used; i++)
		str_printf(&path, "%s%s", i ? " " : "", words[i]);
	help_command(&str, cmd, path.text, table_global);
	assert_string_equal(str.text, text);
	str_release(&path);
	str_release(&str);
}


static void options_are_aligned_and_wrapped(void **state)
{
	static const char text[] =
		"usage: ordr [global options] ship ORDER... [options]\n"
		"\n"
		"hand packages over to the carrier, and tell the customer what is on its way to\n"
		"them and when it is going to be there\n"
		"\n"
		"options\n"
		"  -c, --carrier NAME          who carries it\n"
		"      --customer CUSTOMER     only orders of this customer\n"
		"      --state STATE           only orders in this state; one of placed,\n"
		"                              confirmed, on_hold, completed, cancelled,\n"
		"                              rejected, partly_shipped\n"
		"  -l, --line SKU:QTY[@PRICE]  what is in it; may be given several times\n"
		"      --due DATE              promised until then\n"
		"  -a, --all                   all of them\n"
		"      --received-by NAME-OF-WHO-TOOK-THE-GOODS\n"
		"                              whoever signed for it at the door\n"
		"\n"
		"Global options work too: ordr help\n"
		"Manual: man ordr-ship\n";
	(void)state;
	assert_help(W("ship"), text);
}

static void subcommands_have_a_line_of_usage_each(void **state)
{
	static const char text[] =
		"usage: ordr [global options] stock [list] [SKU...] [options]\n"
		"       ordr [global options] stock receive SKU:QTY...|FILE\n"
		"\n"
		"levels and movements\n"
		"\n"
		"commands\n"
		"  list     what there is (when none is named)\n"
		"  receive  goods came in\n"
		"\n"
		"Global options work too: ordr help\n"
		"More of a command: ordr help stock COMMAND\n"
		"Manual: man ordr-stock\n";
	(void)state;
	assert_help(W("stock"), text);
}

static void a_subcommand_has_help_of_its_own(void **state)
{
	static const char text[] =
		"usage: ordr [global options] stock receive SKU:QTY...|FILE\n"
		"\n"
		"goods came in\n"
		"\n"
		"Global options work too: ordr help\n"
		"Manual: man ordr-stock\n";
	(void)state;
	assert_help(W("stock", "receive"), text);
}

static void fields_of_a_form_stand_apart(void **state)
{
	static const char text[] =
		"usage: ordr [global options] customer add [options]\n"
		"\n"
		"keep a new customer\n"
		"\n"
		"fields of ordr.customer-form/1, as options\n"
		"      --code TEXT          short code, unique\n"
		"      --tier WORD          how much they matter; one of standard, preferred\n"
		"      --note TEXT          free text\n"
		"      --ship-to.city TEXT  the town\n"
		"      --ship-to.warehouse WAREHOUSE\n"
		"                           the one it comes from\n"
		"\n"
		"Global options work too: ordr help\n"
		"Manual: man ordr-customer\n";
	(void)state;
	assert_help(W("customer", "add"), text);
}

static void a_command_with_subcommands_may_do_something_itself(void **state)
{
	static const char text[] =
		"usage: ordr [global options] invoice ORDER...\n"
		"       ordr [global options] invoice show INVOICE\n"
		"\n"
		"issue invoices\n"
		"\n"
		"commands\n"
		"  show  one of them\n"
		"\n"
		"Global options work too: ordr help\n"
		"More of a command: ordr help invoice COMMAND\n"
		"Manual: man ordr-invoice\n";
	(void)state;
	assert_help(W("invoice"), text);
}

static void a_command_without_options_has_no_such_section(void **state)
{
	static const char text[] =
		"usage: ordr [global options] init\n"
		"\n"
		"make a database\n"
		"\n"
		"Global options work too: ordr help\n"
		"Manual: man ordr-init\n";
	(void)state;
	assert_help(W("init"), text);
}

static void no_line_is_wider_than_79_columns_and_no_two_are_blank(void **state)
{
	(void)state;
	struct str str = { 0 };
	help_overview(&str, table_commands, table_groups, table_global, false);
	for (const struct cmd *const *cmd = table_commands; *cmd; cmd++) {
		help_command(&str, *cmd, (*cmd)->name, table_global);
		for (const struct cmd *const *sub = (*cmd)->sub; sub && *sub; sub++)
			help_command(&str, *sub, (*sub)->name, table_global);
	}
	assert_false(str.failed);
	assert_null(strstr(str.text, "\n\n\n"));
	assert_null(strstr(str.text, " \n"));
	for (char *line = strtok(str.text, "\n"); line; line = strtok(NULL, "\n"))
		assert_true(str_points(line) <= 79);
	str_release(&str);
}

static void usage_is_one_line(void **state)
{
	static const struct {
		const char *words[3], *path, *usage;
	} cases[] = {
		{ { "init" }, "init", "ordr [global options] init" },
		{ { "ship" }, "ship", "ordr [global options] ship ORDER... [options]" },
		{ { "customer" }, "customer", "ordr [global options] customer COMMAND ..." },
		{ { "stock" }, "stock", "ordr [global options] stock [COMMAND] ..." },
		{ { "customer", "add" }, "customer add", "ordr [global options] customer add [options]" },
		{ { "stock", "receive" }, "stock receive", "ordr [global options] stock receive SKU:QTY...|FILE" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str str = { 0 };
		int used;
		help_usage(&str, find(cases[i].words, &used), cases[i].path);
		assert_string_equal(str.text, cases[i].usage);
		str_release(&str);
	}
}

static void words_name_a_command_as_deep_as_they_go(void **state)
{
	static const struct {
		const char *words[4], *name;
		int used;
	} cases[] = {
		{ { "init" }, "init", 1 },
		{ { "init", "x" }, "init", 1 },
		{ { "customer" }, "customer", 1 },
		{ { "customer", "add" }, "add", 2 },
		{ { "customer", "add", "add" }, "add", 2 },
		{ { "customer", "x", "add" }, "customer", 1 },
		{ { "stock" }, "stock", 1 },
		{ { "stock", "list" }, "list", 2 },
		{ { "stock", "receive", "P:1" }, "receive", 2 },
		{ { "stock", "P-1" }, "list", 1 },
		{ { "invoice", "SO-1" }, "invoice", 1 },
		{ { "invoice", "show" }, "show", 2 },
		{ { "__complete" }, "__complete", 1 },
		{ { "shi" }, NULL, 0 },
		{ { "" }, NULL, 0 },
		{ { NULL }, NULL, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int used = -1;
		const struct cmd *cmd = find(cases[i].words, &used);
		assert_int_equal(used, cases[i].used);
		assert_int_equal(!cmd, !cases[i].name);
		if (cmd)
			assert_string_equal(cmd->name, cases[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_overview_shows_commands_by_group_and_global_options),
		cmocka_unit_test(options_are_aligned_and_wrapped),
		cmocka_unit_test(subcommands_have_a_line_of_usage_each),
		cmocka_unit_test(a_subcommand_has_help_of_its_own),
		cmocka_unit_test(fields_of_a_form_stand_apart),
		cmocka_unit_test(a_command_with_subcommands_may_do_something_itself),
		cmocka_unit_test(a_command_without_options_has_no_such_section),
		cmocka_unit_test(no_line_is_wider_than_79_columns_and_no_two_are_blank),
		cmocka_unit_test(usage_is_one_line),
		cmocka_unit_test(words_name_a_command_as_deep_as_they_go),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
