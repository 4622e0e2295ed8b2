#include <string.h>

#include "books.h"

static void decimals_are_read_exactly_or_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int digits;
		int result;
		int64_t value;
	} cases[] = {
		{ "1190", 2, 0, 119000 }, { "1190.00", 2, 0, 119000 }, { "-0.5", 2, 0, -50 }, { "0.050", 2, 0, 5 },
		{ "-0", 2, 0, 0 }, { "007", 0, 0, 7 }, { "9223372036854775807", 0, 0, INT64_MAX },
		{ "-9223372036854775807", 0, 0, -INT64_MAX }, { "9223372036854775808", 0, -1, 0 },
		{ "-9223372036854775808", 0, -1, 0 }, { "92233720368547758.08", 2, -1, 0 }, { "1.005", 2, -1, 0 },
		{ "", 2, -1, 0 }, { "-", 2, -1, 0 }, { ".5", 2, -1, 0 }, { "5.", 2, -1, 0 }, { "+5", 2, -1, 0 },
		{ "1e3", 2, -1, 0 }, { " 5", 2, -1, 0 }, { "5 ", 2, -1, 0 }, { "1,5", 2, -1, 0 }, { "1.2.3", 3, -1, 0 },
		{ "--5", 0, -1, 0 }, { "5.0", 0, 0, 5 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t value = 0;
		int result = decimal_parse(cases[i].text, cases[i].digits, &value);
		if (result != cases[i].result || (!result && value != cases[i].value))
			fail_msg("\"%s\": %d, %lld", cases[i].text, result, (long long)value);
	}
}

static void money_is_written_with_the_digits_of_its_currency(void **state)
{
	(void)state;
	char text[MONEY_SIZE];
	assert_string_equal(money_text(money_make(119000, "EUR"), text), "1190.00");
	assert_string_equal(money_text(money_make(-5, "EUR"), text), "-0.05");
	assert_string_equal(money_text(money_make(500, "JPY"), text), "500");
	assert_string_equal(money_text(money_make(1, "KWD"), text), "0.001");
	assert_string_equal(quantity_text((struct quantity){ 2500 }, text), "2.5");
	assert_string_equal(quantity_text((struct quantity){ -125 }, text), "-0.125");
	assert_string_equal(quantity_text((struct quantity){ 100000 }, text), "100");
	assert_string_equal(percent_text((struct percent){ 1900 }, text), "19");
	assert_int_equal(currency_digits("EUR"), 2);
	assert_int_equal(currency_digits("ABC"), -1);
	assert_int_equal(currency_digits("eur"), -1);
	assert_int_equal(currency_digits("R E"), -1);
}

static void what_is_written_reads_back_the_same(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (int i = 0; i < 100000; i++) {
		char text[MONEY_SIZE];
		int64_t back;
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		int64_t value = (int64_t)(seed >> (i % 63));
		if (value == NONE)
			continue;
		int digits = i % 5;
		assert_int_equal(decimal_parse(decimal_text(value, digits, i % (digits + 1), text), digits, &back), 0);
		assert_true(back == value);
	}
}

static void half_is_rounded_away_from_zero(void **state)
{
	(void)state;
	static const struct {
		int64_t a, b, divisor, result;
	} cases[] = {
		{ 5, 1, 10, 1 }, { -5, 1, 10, -1 }, { 4, 1, 10, 0 }, { -4, 1, 10, 0 }, { 15, 1, 10, 2 }, { -15, 1, 10, -2 },
		{ 1, 1, 3, 0 }, { 2, 1, 3, 1 }, { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX }, { 3, 1, 1, 3 },
	};
	int64_t result;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(integer_scale(cases[i].a, cases[i].b, cases[i].divisor, &result), 0);
		assert_true(result == cases[i].result);
	}
	assert_int_equal(integer_scale(INT64_MAX, 2, 1, &result), -1);
	assert_int_equal(integer_scale(-INT64_MAX, 2, 1, &result), -1);
}

static void arithmetic_never_wraps_and_never_mixes_currencies(void **state)
{
	(void)state;
	struct money sum;
	assert_int_equal(money_add(money_make(1, "EUR"), money_make(2, "EUR"), &sum), 0);
	assert_true(sum.minor == 3);
	assert_int_equal(money_add(money_make(1, "EUR"), money_make(2, "USD"), &sum), -1);
	assert_int_equal(money_add(money_make(INT64_MAX, "EUR"), money_make(1, "EUR"), &sum), -1);
	assert_int_equal(money_subtract(money_make(-INT64_MAX, "EUR"), money_make(1, "EUR"), &sum), -1);
	assert_int_equal(money_times(money_make(333, "EUR"), (struct quantity){ 1500 }, &sum), 0);
	assert_true(sum.minor == 500); /* 4.995 is 5.00 */
	assert_int_equal(money_percent(money_make(250, "EUR"), (struct percent){ 1900 }, &sum), 0);
	assert_true(sum.minor == 48); /* 0.475 is 0.48 */
}

static void ids_are_read_as_people_write_them(void **state)
{
	(void)state;
	struct order_id id;
	struct shipment_id shipment;
	char text[ID_SIZE];
	assert_int_equal(order_id_parse("SO-000123", &id), 0);
	assert_int_equal(id.number, 123);
	assert_int_equal(order_id_parse("so-7", &id), 0);
	assert_int_equal(order_id_parse("123", &id), 0);
	assert_string_equal(order_id_text(id, text), "SO-000123");
	static const char *const wrong[] = { "", "SO-", "0", "-1", "SH-1", "12a", "1.5", "99999999999999999999", "SO--1" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(order_id_parse(wrong[i], &id), -1);
	assert_int_equal(shipment_id_parse("SH-000045", &shipment), 0);
	assert_int_equal(shipment_id_parse("45", &shipment), -1);
	struct return_id back;
	struct complaint_id complaint;
	assert_int_equal(return_id_parse("rt-000006", &back), 0);
	assert_string_equal(return_id_text(back, text), "RT-000006");
	assert_int_equal(return_id_parse("6", &back), -1);
	assert_int_equal(complaint_id_parse("CP-7", &complaint), 0);
	assert_string_equal(complaint_id_text(complaint, text), "CP-000007");
	assert_int_equal(complaint_id_parse("RT-000007", &complaint), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimals_are_read_exactly_or_refused),
		cmocka_unit_test(money_is_written_with_the_digits_of_its_currency),
		cmocka_unit_test(what_is_written_reads_back_the_same),
		cmocka_unit_test(half_is_rounded_away_from_zero),
		cmocka_unit_test(arithmetic_never_wraps_and_never_mixes_currencies),
		cmocka_unit_test(ids_are_read_as_people_write_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
