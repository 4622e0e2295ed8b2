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
	assert_int_equal(money_percent(money_make(250, "EUR"), (struct percent){ 1900 }, &sum), 0);
	assert_true(sum.minor == 48); /* 0.475 is 0.48 */
}

static void a_price_is_finer_than_an_amount(void **state)
{
	(void)state;
	static const struct {
		const char *text, *currency;
		int result;
		int64_t units;
		const char *back;
	} cases[] = {
		{ "12.5", "EUR", 0, 12500000, "12.50" }, { "0.1234", "EUR", 0, 123400, "0.1234" }, { "0.123456", "EUR", 0, 123456, "0.123456" },
		{ "0.12345600", "EUR", 0, 123456, "0.123456" }, { "0.1234567", "EUR", -1, 0, NULL }, { "-0.000001", "EUR", 0, -1, "-0.000001" },
		{ "7", "EUR", 0, 7000000, "7.00" }, { "0", "EUR", 0, 0, "0.00" }, { "7.001", "EUR", 0, 7001000, "7.001" },
		{ "9223372036854.775807", "EUR", 0, INT64_MAX, "9223372036854.775807" }, { "9223372036854.775808", "EUR", -1, 0, NULL },
		{ "-9223372036854.775807", "EUR", 0, -INT64_MAX, "-9223372036854.775807" }, { "-9223372036854.775808", "EUR", -1, 0, NULL },
		{ "1190", "JPY", 0, 11900000, "1190" }, { "0.5", "JPY", 0, 5000, "0.5" }, { "0.12345", "JPY", -1, 0, NULL },
		{ "0.1234567", "KWD", 0, 1234567, "0.1234567" }, { "1", "CLF", 0, 100000000, "1.0000" }, { "1", "ABC", -1, 0, NULL },
		{ "1e3", "EUR", -1, 0, NULL }, { "1,5", "EUR", -1, 0, NULL }, { "", "EUR", -1, 0, NULL }, { ".5", "EUR", -1, 0, NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct price price;
		char text[MONEY_SIZE];
		int result = price_parse(cases[i].text, cases[i].currency, &price);
		if (result != cases[i].result || (!result && (price.units != cases[i].units || strcmp(price_text(price, text), cases[i].back))))
			fail_msg("%s %s", cases[i].text, cases[i].currency);
		if (!result)
			assert_string_equal(price.currency, cases[i].currency);
	}
}

static void an_amount_is_a_price_if_it_fits(void **state)
{
	(void)state;
	struct price price;
	assert_int_equal(price_of_money(money_make(-1250, "EUR"), &price), 0);
	assert_true(price.units == -12500000);
	assert_string_equal(price.currency, "EUR");
	assert_int_equal(price_of_money(money_make(NONE, "EUR"), &price), 0);
	assert_true(price.units == NONE);
	assert_int_equal(price_of_money(money_make(INT64_MAX / PRICE_UNITS, "EUR"), &price), 0);
	assert_int_equal(price_of_money(money_make(INT64_MAX / PRICE_UNITS + 1, "EUR"), &price), -1);
	assert_int_equal(price_of_money(money_make(-INT64_MAX, "EUR"), &price), -1);
}

static void a_line_is_rounded_once(void **state)
{
	(void)state;
	static const struct {
		int64_t units, thousandths, minor;
	} cases[] = {
		{ 3330000, 1500, 500 },        /* 3.33 × 1.5 is 4.995 */
		{ 123400, 3000, 37 },          /* 0.1234 × 3 is 0.3702 */
		{ 5000, 1000, 1 },             /* half a cent */
		{ 4999, 1000, 0 },
		{ 1, 5000000, 1 },             /* 0.000001 × 5000 */
		{ 123456, INT64_C(1000000000000), INT64_C(12345600000) },
		{ INT64_MAX, 10000000, INT64_MAX },
		{ INT64_MAX, 0, 0 },
	};
	struct money net;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int sign = -1; sign <= 1; sign += 2) {
			assert_int_equal(price_times(price_make(cases[i].units, "EUR"), (struct quantity){ sign * cases[i].thousandths }, &net), 0);
			assert_true(net.minor == sign * cases[i].minor);
			assert_string_equal(net.currency, "EUR");
			assert_int_equal(price_times(price_make(-cases[i].units, "EUR"), (struct quantity){ sign * cases[i].thousandths }, &net), 0);
			assert_true(net.minor == -sign * cases[i].minor);
		}
	net = money_make(7, "USD");
	assert_int_equal(price_times(price_make(INT64_MAX, "EUR"), (struct quantity){ 10000001 }, &net), -1);
	assert_int_equal(price_times(price_make(-INT64_MAX, "EUR"), (struct quantity){ INT64_MAX }, &net), -1);
	assert_true(net.minor == 7); /* on failure nothing is written */
}

/* The product digit by digit, on paper: each number as decimal digits, least first, then half a unit of the last place that stays is added
 * and the rest is cut off. Nothing of it is shared with the code under test. */
static void multiply_on_paper(uint64_t a, uint64_t b, char out[MONEY_SIZE])
{
	int sum[48] = { 0 };
	int digits[2][20];
	for (int i = 0; i < 20; i++, a /= 10, b /= 10) {
		digits[0][i] = (int)(a % 10);
		digits[1][i] = (int)(b % 10);
	}
	for (int i = 0; i < 20; i++)
		for (int j = 0; j < 20; j++)
			sum[i + j] += digits[0][i] * digits[1][j];
	sum[6] += 5; /* ten millionths are left behind */
	for (int i = 0; i < 47; i++) {
		sum[i + 1] += sum[i] / 10;
		sum[i] %= 10;
	}
	int top = 47;
	while (top > 7 && !sum[top])
		top--;
	for (int i = top; i >= 7; i--)
		*out++ = (char)('0' + sum[i]);
	*out = '\0';
}

static void lines_agree_with_paper(void **state)
{
	(void)state;
	uint64_t seed = 7;
	int refused = 0;
	for (int i = 0; i < 100000; i++) {
		char text[MONEY_SIZE];
		char paper[MONEY_SIZE];
		struct money net;
		uint64_t random[2];
		for (int k = 0; k < 2; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			random[k] = (seed >> 1) >> (k ? i % 61 : i / 61 % 61); /* of every length */
		}
		int64_t units = (int64_t)random[0];
		int64_t thousandths = (int64_t)random[1];
		int sign = i % 2 ? -1 : 1;
		multiply_on_paper(random[0], random[1], paper);
		bool fits = strlen(paper) < 19 || (strlen(paper) == 19 && strcmp(paper, "9223372036854775807") <= 0);
		int result = price_times(price_make(units, "EUR"), (struct quantity){ sign * thousandths }, &net);
		if (result != (fits ? 0 : -1))
			fail_msg("%lld × %lld: %d", (long long)units, (long long)thousandths, result);
		refused += !fits;
		if (!fits)
			continue;
		decimal_text(sign * net.minor, 0, 0, text);
		if (strcmp(text, paper))
			fail_msg("%lld × %lld: %s, not %s", (long long)units, (long long)thousandths, text, paper);
		struct price back;
		price_parse(price_text(price_make(sign * units, "EUR"), text), "EUR", &back);
		assert_true(back.units == sign * units);
	}
	assert_in_range(refused, 1000, 90000);
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
	struct dispute_id dispute;
	assert_int_equal(dispute_id_parse("dp-8", &dispute), 0);
	assert_string_equal(dispute_id_text(dispute, text), "DP-000008");
	assert_int_equal(dispute_id_parse("CP-8", &dispute), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimals_are_read_exactly_or_refused),
		cmocka_unit_test(money_is_written_with_the_digits_of_its_currency),
		cmocka_unit_test(what_is_written_reads_back_the_same),
		cmocka_unit_test(half_is_rounded_away_from_zero),
		cmocka_unit_test(arithmetic_never_wraps_and_never_mixes_currencies),
		cmocka_unit_test(a_price_is_finer_than_an_amount),
		cmocka_unit_test(an_amount_is_a_price_if_it_fits),
		cmocka_unit_test(a_line_is_rounded_once),
		cmocka_unit_test(lines_agree_with_paper),
		cmocka_unit_test(ids_are_read_as_people_write_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
