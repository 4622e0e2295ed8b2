/* Libraries that are loaded when they are needed, and are not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

#include "hard.h"

static const char *absent; /* how the names of the libraries begin that are not there */

void *__real_dlopen(const char *file, int flags);
void *__wrap_dlopen(const char *file, int flags);

/* Stands before dlopen by the linker's --wrap. */
void *__wrap_dlopen(const char *file, int flags)
{
	return absent && !strncmp(file, absent, strlen(absent)) ? NULL : __real_dlopen(file, flags);
}

static void a_library_that_is_not_there_is_named_with_its_package(void **state)
{
	static const struct {
		const char *absent, *command;
		int status;
		const char *part;
	} cases[] = {
		{ "libsmartcols", "ordr --db demo.db list", 1,
		  "ordr: cannot print a table: libsmartcols.so.1 is not installed, or lacks libsmartcols.so.1\n"
		  "hint: install it (Debian: libsmartcols1); --json and --csv need nothing\n" },
		{ "libsmartcols", "ordr --db demo.db list --csv --fields id", 0, "SO-000001" },
		{ "libcjson", "ordr schema order", 1, "libcjson.so.1 is not installed" },
		{ "libxml2", "ordr --db demo.db pay import one.xml", 1,
		  "ordr: cannot read XML: libxml2 is not installed\nhint: install it (Debian: libxml2); a statement in CSV needs nothing\n" },
		{ "libxml2", "ordr --db demo.db pay import one.xml --json", 1,
		  "{\"error\":\"failed\",\"exit\":1,\"message\":\"cannot read XML: libxml2 is not installed\",\"hint\":\"install it" },
		{ "libxml2", "ordr --db demo.db --lang de pay import one.xml", 1,
		  "ordr: kein XML lesbar: libxml2 ist nicht installiert\nHinweis: installieren (Debian: libxml2)" },
		{ "libxml2", "ordr --db demo.db pay import one.csv --jsonl", 0, "\"reference\":\"RE-2026-00001\"" },
		{ "libharfbuzz-subset", "ordr --db demo.db invoice show RE-2026-00001 --format pdf --output one.pdf", 1,
		  "ordr: cannot make a PDF: libharfbuzz-subset.so.0 is not installed\nhint: install it (Debian: libharfbuzz-subset0)" },
		{ "libqrencode", "ordr -v --db demo.db invoice show RE-2026-00001 --format html --output one.html", 0,
		  "made without a GiroCode: libqrencode.so.4 is not installed" },
	};
	struct hard *hard = *state;
	static const char statement[] = "<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>\n";
	static const char rows[] = "Buchungstag;Betrag;Verwendungszweck\n25.11.2026;1,00;RE-2026-00001\n";
	hard_run(hard, "ordr --db demo.db init --demo", 0, "");
	hard_write("one.xml", statement, strlen(statement));
	hard_write("one.csv", rows, strlen(rows));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		absent = cases[i].absent;
		hard_run(hard, cases[i].command, cases[i].status, cases[i].part);
	}
	absent = NULL;
	assert_int_equal(access("one.pdf", F_OK), -1);
	hard_run(hard, "ordr --db demo.db doctor", 0, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_library_that_is_not_there_is_named_with_its_package, hard_setup, hard_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
