/* Identifiers as they are entered: what is taken, in which form it is kept, and which slips are found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ordr/identifiers.h"

struct right {
	const char *text, *kept; /* NULL: as it is */
};

struct wrong {
	const char *text, *message;
};

static void takes(identifier_read *read, const struct right *cases, size_t count)
{
	struct arena arena;
	arena_init(&arena);
	for (size_t i = 0; i < count; i++) {
		struct err err = { 0 };
		const char *text = cases[i].text;
		if (read(&arena, &text, &err))
			fail_msg("%s: %s", cases[i].text, err.message);
		assert_string_equal(text, cases[i].kept ? cases[i].kept : cases[i].text);
	}
	arena_release(&arena);
}

static void refuses(identifier_read *read, const struct wrong *cases, size_t count)
{
	struct arena arena;
	arena_init(&arena);
	for (size_t i = 0; i < count; i++) {
		struct err err = { 0 };
		const char *text = cases[i].text;
		if (!read(&arena, &text, &err))
			fail_msg("%s was taken", cases[i].text);
		assert_int_equal(err.code, ERR_INVALID);
		if (!strstr(err.message, cases[i].message))
			fail_msg("%s: %s", cases[i].text, err.message);
		assert_true(*err.hint);
		assert_string_equal(text, cases[i].text);
	}
	arena_release(&arena);
}

#define TAKES(read, cases)   takes(read, cases, sizeof(cases) / sizeof *(cases))
#define REFUSES(read, cases) refuses(read, cases, sizeof(cases) / sizeof *(cases))

static void an_iban_has_its_length_and_its_check_digits(void **state)
{
	static const struct right right[] = { { "DE89370400440532013000", NULL },
					      { "de02 1203 0000 0000 2020 51", "DE02120300000000202051" },
					      { "GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819" },
					      { "NO9386011117947", NULL },
					      { "MT84MALT011000012345MTLCAST001S", NULL } };
	static const struct wrong wrong[] = { { "DE89370400440532013001", "the check digits of IBAN DE89370400440532013001 do not fit" },
					      { "DE98370400440532013000", "do not fit" },
					      { "DE8937040044053201300", "has 21 characters" },
					      { "US89370400440532013000", "no country with IBANs has the code US" },
					      { "DE89-3704", "is not an IBAN" },
					      { "DEXX370400440532013000", "is not an IBAN" },
					      { "DE89\xc3\xbc", "is not an IBAN" },
					      { "D", "is not an IBAN" } };
	(void)state;
	TAKES(iban_read, right);
	REFUSES(iban_read, wrong);
}

static void a_bic_has_a_country_in_it(void **state)
{
	static const struct right right[] = { { "COBADEFFXXX", NULL }, { "byla dem1 001", "BYLADEM1001" }, { "NBKOXKPR", NULL } };
	static const struct wrong wrong[] = { { "COBADEFFXX", "is not a BIC" }, { "COBAQQFF", "names no country: QQ" }, { "COBA1EFF", "is not a BIC" } };
	(void)state;
	TAKES(bic_read, right);
	REFUSES(bic_read, wrong);
}

static void a_creditor_identifier_leaves_its_business_code_out(void **state)
{
	static const struct right right[] = { { "DE98ZZZ09999999999", NULL }, { "de98 abc 0999 9999 999", "DE98ABC09999999999" } };
	static const struct wrong wrong[] = { { "DE97ZZZ09999999999", "do not fit" },
					      { "DE98ZZZ0999999999", "has 17 characters" },
					      { "98DEZZZ09999999999", "is not a SEPA creditor identifier" } };
	(void)state;
	TAKES(creditor_id_read, right);
	REFUSES(creditor_id_read, wrong);
}

static void a_vat_id_has_the_form_and_check_digits_of_its_state(void **state)
{
	static const struct right right[] = {
		{ "ATU00330766", NULL }, { "BE0549026730", NULL }, { "DE953331232", NULL }, { "DK90271156", NULL },
		{ "EE440039026", NULL }, { "EL058215726", NULL }, { "ESB43338300", NULL }, { "FI04460901", NULL },
		{ "FR27472250034", NULL }, { "HR01242092159", NULL }, { "HU96453986", NULL }, { "IT05035960334", NULL },
		{ "LU91035159", NULL }, { "NL975884141B01", NULL }, { "PL3468856809", NULL }, { "PT885314891", NULL },
		{ "SE958355727801", NULL }, { "ESX6584643L", NULL }, { "ES25904142R", NULL }, { "FR2H043049352", NULL },
		{ "FRA1730122645", NULL },
		{ "de 136.695-976", "DE136695976" }, { "CHE-123.456.789 MWST", "CHE123456789MWST" }, { "IE6388047V", NULL }, { "XIGD001", NULL },
	};
	static const struct wrong wrong[] = {
		{ "ATU72852856", "do not fit" }, { "BE0779259312", "do not fit" }, { "DE328820643", "do not fit" },
		{ "DK27868240", "do not fit" }, { "EE897335980", "do not fit" }, { "EL074255327", "do not fit" },
		{ "ESB29422331", "do not fit" }, { "FI62552720", "do not fit" }, { "FR63140617722", "do not fit" },
		{ "HR65779463860", "do not fit" }, { "HU56689112", "do not fit" }, { "IT45130699847", "do not fit" },
		{ "LU68354279", "do not fit" }, { "NL209238284B01", "do not fit" }, { "PL6551621067", "do not fit" },
		{ "PT153348375", "do not fit" }, { "SE789162900801", "do not fit" },
		{ "DE12345678", "does not have the form of a VAT id of DE" }, { "ATU1234567", "the form of a VAT id of AT" },
		{ "NL123456782A01", "the form of a VAT id of NL" }, { "RO1", "is not a VAT id" }, { "RO12345678901", "the form of a VAT id of RO" },
		{ "GR094259216", "is not a VAT id" }, { "QQ123456789", "is not a VAT id" }, { "136695976", "is not a VAT id" }, { "", "is not a VAT id" },
		{ "DE013669597", "do not fit" },
	};
	(void)state;
	TAKES(vat_id_read, right);
	REFUSES(vat_id_read, wrong);
}

static void a_leitweg_id_is_told_from_free_text(void **state)
{
	static const struct right right[] = { { "04011000-1234512345-06", NULL }, { "01060063-55512-31", NULL } };
	static const struct wrong wrong[] = { { "04011000-1234512345-07", "the check digits of Leitweg-ID" }, { "WE-Einkauf", "is not a Leitweg-ID" } };
	static const char *const free_text[] = { "", "1", "WE-Einkauf", "4711-20", "04011000", "04011000-12345-6", "04011000--06", "04011000-12-34-56",
						 "2026-11-26", "20-11", "0401100012345-06" };
	(void)state;
	TAKES(leitweg_read, right);
	REFUSES(leitweg_read, wrong);
	assert_true(leitweg_like("04011000-1234512345-07"));
	assert_true(leitweg_like("991-12345-00"));
	for (size_t i = 0; i < sizeof free_text / sizeof *free_text; i++)
		assert_false(leitweg_like(free_text[i]));
}

static void an_electronic_address_has_a_scheme(void **state)
{
	static const struct right right[] = { { "invoice@buyer.example", "EM:invoice@buyer.example" },
					      { "em:invoice@buyer.example", "EM:invoice@buyer.example" },
					      { "0204:04011000-1234512345-06", NULL },
					      { "0088:4012345000009", NULL },
					      { "9930:de 136695976", "9930:DE136695976" },
					      { "0192:123456785", NULL } };
	static const struct wrong wrong[] = { { "invoice", "is no electronic address" },
					      { "", "is no electronic address" },
					      { "0204:", "is no electronic address" },
					      { "0001:123", "no scheme \"0001\"" },
					      { "EM:invoice", "is not an electronic mail address" },
					      { "a@b", "is no electronic mail address that an e-invoice can name" },
					      { "a@example.org", "is no electronic mail address that an e-invoice can name" },
					      { "ab@.de", "is not an electronic mail address" },
					      { "a b@cd.de", "is not an electronic mail address" },
					      { "0204:04011000-1234512345-07", "the check digits of Leitweg-ID" },
					      { "0088:4012345000008", "the check digits of GLN" },
					      { "0088:12", "is not a GLN" },
					      { "9930:NL123456782B01", "is not a VAT id of Germany" } };
	(void)state;
	TAKES(electronic_address_read, right);
	REFUSES(electronic_address_read, wrong);
}

static void codes_are_those_of_e_invoices(void **state)
{
	static const char *const units[] = { "10", "C62", "H87", "HUR", "KGM", "LTR", "MTR", "XPX", "XBX", "ZZ" };
	static const char *const none[] = { "", "PCE", "PCS", "c62", "C622", "XXX1" };
	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		assert_true(unit_known(units[i]));
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(unit_known(none[i]));
	assert_true(country_known("DE") && country_known("1A") && country_known("ZW") && country_known("XI"));
	assert_false(country_known("UK") || country_known("de") || country_known("DEU") || country_known(""));
	assert_true(address_scheme_known("0002") && address_scheme_known("EM") && address_scheme_known("9959"));
	assert_false(address_scheme_known("9999") || address_scheme_known("em") || address_scheme_known(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_iban_has_its_length_and_its_check_digits),
		cmocka_unit_test(a_bic_has_a_country_in_it),
		cmocka_unit_test(a_creditor_identifier_leaves_its_business_code_out),
		cmocka_unit_test(a_vat_id_has_the_form_and_check_digits_of_its_state),
		cmocka_unit_test(a_leitweg_id_is_told_from_free_text),
		cmocka_unit_test(an_electronic_address_has_a_scheme),
		cmocka_unit_test(codes_are_those_of_e_invoices),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
