#include <string.h>

#include "books.h"
#include "ordr/idempotency.h"
#include "ordr/reason.h"
#include "ordr/settings.h"
#include "ordr/user.h"

static void a_setting_has_its_default_until_it_is_set(void **state)
{
	struct books *books = *state;
	assert_string_equal(settings_text(&books->core, "workflow.shortage"), "backorder");
	assert_int_equal(settings_set(&books->core, "workflow.shortage", "refuse"), 0);
	assert_string_equal(settings_text(&books->core, "workflow.shortage"), "refuse");
	assert_int_equal(settings_set(&books->core, "workflow.shortage", ""), 0);
	assert_string_equal(settings_text(&books->core, "workflow.shortage"), "backorder");
	assert_int_equal(settings_number(&books->core, "invoice.payment_days"), 14);
}

static void what_cannot_be_is_refused(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *name, *value, *message;
		enum err_code code;
	} cases[] = {
		{ "workflow.shortage", "never", "\"never\" is none of its values", ERR_INVALID },
		{ "company.name", "Two\nlines", "holds a control character", ERR_INVALID },
		{ "company.name", "\x1b[31mred", "holds a control character", ERR_INVALID },
		{ "company.country", "Germany", "is not two capital letters", ERR_INVALID },
		{ "workflow.shortag", "refuse", "no setting workflow.shortag", ERR_NOT_FOUND },
		{ "company.currency", "EURO", "is not a currency", ERR_INVALID },
		{ "calendar.time_zone", "Mars/Base", "knows no time zone", ERR_INVALID },
		{ "calendar.hours", "always", "no working hours", ERR_INVALID },
		{ "calendar.holidays", "christmas", "is not a date", ERR_INVALID },
		{ "invoice.payment_days", "-1", "not a number of days", ERR_INVALID },
		{ "invoice.series", "re", "cannot make invoice numbers", ERR_INVALID },
		{ "reasons", "late:nobody", "is not a reason with its fault", ERR_INVALID },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		books_refused(books, settings_set(&books->core, cases[i].name, cases[i].value), cases[i].code, cases[i].message);
	settings_text(&books->core, "workflow.shortag");
	assert_string_equal(books->err.hint, "did you mean workflow.shortage?");
}

static void the_currency_stays_once_prices_are_kept(void **state)
{
	struct books *books = *state;
	assert_int_equal(settings_set(&books->core, "company.currency", "CHF"), 0);
	assert_int_equal(db_run(books->core.db,
				"INSERT INTO product (sku, name, kind, unit, decimals, price, tax_category, tax_rate)"
				" VALUES ('A-1', 'Bolt', 'goods', 'C62', 0, 1000000, 'S', 1900)", DB_NONE), 0);
	books_refused(books, settings_set(&books->core, "company.currency", "EUR"), ERR_REFUSED, "prices are kept in CHF already");
}

static void a_reason_is_one_of_the_list(void **state)
{
	struct books *books = *state;
	assert_int_equal(reason_check(&books->core, "damaged"), 0);
	books_refused(books, reason_check(&books->core, "damage"), ERR_INVALID, "no reason code \"damage\"");
	books_refused(books, reason_check(&books->core, NULL), ERR_INVALID, "a reason is needed");
	assert_non_null(strstr(books->err.hint, "one of customer-request"));
	assert_int_equal(settings_set(&books->core, "reasons", "rain:carrier"), 0);
	assert_int_equal(reason_check(&books->core, "rain"), 0);
	books_refused(books, reason_check(&books->core, "damaged"), ERR_INVALID, "no reason code");
	assert_string_equal(books->err.hint, "one of rain");
}

static void a_key_answers_the_same_content_and_refuses_other(void **state)
{
	struct books *books = *state;
	const char *documents = NULL;
	assert_int_equal(idempotency_find(&books->core, "k", "h1", &documents), 0);
	assert_int_equal(idempotency_store(&books->core, "k", "h1", "order SO-000001"), 0);
	assert_int_equal(idempotency_find(&books->core, "k", "h1", &documents), 1);
	assert_string_equal(documents, "order SO-000001");
	books_refused(books, idempotency_find(&books->core, "k", "h2", &documents), ERR_CONFLICT, "was used for something else");
	books_refused(books, idempotency_find(&books->core, "", "h2", &documents), ERR_INVALID, "a key must be text");
}

static void roles_count_once_a_user_is_kept(void **state)
{
	struct books *books = *state;
	assert_int_equal(user_may(&books->core, ROLE_SALES), 0);
	assert_int_equal(db_run(books->core.db, "INSERT INTO users (name, role) VALUES ('eva', 'admin'), ('tom', 'warehouse')", DB_NONE), 0);
	books_refused(books, user_may(&books->core, ROLE_SALES), ERR_DENIED, "may only look");
	assert_int_equal(user_may(&books->core, 0), 0);
	books->core.actor = "tom";
	assert_int_equal(user_may(&books->core, ROLE_WAREHOUSE), 0);
	books_refused(books, user_may(&books->core, ROLE_SALES | ROLE_BILLING), ERR_DENIED, "tom is warehouse");
	assert_string_equal(books->err.hint, "this takes the role sales or billing or admin; see ordr user list");
	books->core.actor = "eva";
	assert_int_equal(user_may(&books->core, ROLE_SALES), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_setting_has_its_default_until_it_is_set, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_is_refused, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(the_currency_stays_once_prices_are_kept, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_reason_is_one_of_the_list, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(a_key_answers_the_same_content_and_refuses_other, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(roles_count_once_a_user_is_kept, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
