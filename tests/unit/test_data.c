/* The company of the tests and the one of `init --demo`: every record can be kept, and there are as many as other tests count on. */
#include <stdio.h>
#include <string.h>

#include "books.h"
#include "demo_files.h"
#include "ordr/form.h"
#include "ordr/master.h"
#include "ordr/reader.h"
#include "ordr/settings.h"

/* What is done with a record that was read. */
typedef int (*keep)(struct core *core, const struct master *master, void *record);

static int keep_master(struct core *core, const struct master *master, void *record)
{
	return master_add(core, master, record);
}

static int keep_setting(struct core *core, const struct master *master, void *record)
{
	const struct setting_record *setting = record;
	(void)master;
	return settings_set(core, setting->name, setting->value);
}

static const struct {
	const char *file;
	const struct master *master; /* its form is the schema */
	const struct schema *schema; /* without a master */
	keep keep;
	size_t records, demo;
} files[] = {
	{ "settings.csv", NULL, &setting_schema, keep_setting, 16, 16 },
	{ "customers.csv", &master_customer, NULL, keep_master, 30, 10 },
	{ "products.csv", &master_product, NULL, keep_master, 120, 25 },
	{ "warehouses.csv", &master_warehouse, NULL, keep_master, 2, 2 },
	{ "sla.csv", &master_sla, NULL, keep_master, 10, 10 },
};

#define FILES (sizeof files / sizeof *files)

/* Reads all records of one file and keeps each; how many there were. */
static size_t keep_all(struct books *books, FILE *stream, size_t index)
{
	const struct schema *schema = files[index].master ? files[index].master->form : files[index].schema;
	struct input input = { .stream = stream, .name = files[index].file };
	struct form_context context = { .arena = &books->arena, .file = files[index].file, .currency = "EUR" };
	struct reader *reader;
	struct node *node;
	bool recoverable;
	size_t count = 0;
	int got;
	assert_non_null(stream);
	assert_int_equal(reader_open(&reader, &input, schema, &books->err), 0);
	while ((got = reader_next(reader, &books->arena, &node, &recoverable, &books->err)) == 1) {
		void *record = arena_alloc(&books->arena, schema->size);
		assert_non_null(record);
		if (form_load(&context, schema, node, record, &books->err) ||
		    files[index].keep(&books->core, files[index].master, record))
			fail_msg("record %zu of %s: %s: %s", count + 1, files[index].file, books->err.path, books->err.message);
		count++;
	}
	if (got)
		fail_msg("%s: %s", books->err.path, books->err.message);
	reader_close(reader);
	fclose(stream);
	return count;
}

static void the_company_of_the_tests_can_be_kept_whole(void **state)
{
	char path[4096];
	for (size_t i = 0; i < FILES; i++) {
		snprintf(path, sizeof path, "%s/%s", TEST_DATA, files[i].file);
		assert_int_equal(keep_all(*state, fopen(path, "r"), i), files[i].records);
	}
}

static FILE *demo_open(const char *name)
{
	for (size_t i = 0; demo_files[i].name; i++) {
		if (strcmp(demo_files[i].name, name) != 0)
			continue;
		FILE *stream = tmpfile();
		assert_non_null(stream);
		assert_int_equal(fwrite(demo_files[i].text, 1, demo_files[i].length, stream), demo_files[i].length);
		assert_int_equal(demo_files[i].text[demo_files[i].length], '\0');
		rewind(stream);
		return stream;
	}
	return NULL;
}

static void the_company_of_the_demo_can_be_kept_whole(void **state)
{
	for (size_t i = 0; i < FILES; i++)
		assert_int_equal(keep_all(*state, demo_open(files[i].file), i), files[i].demo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_company_of_the_tests_can_be_kept_whole, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(the_company_of_the_demo_can_be_kept_whole, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
