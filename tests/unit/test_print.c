/* Invoices as people read them: words, figures, what a page may hold, and what the GiroCode says. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "bill.h"
#include "ordr/print.h"
#include "ordr/width.h"

#include "../../src/print/girocode.h"

typedef int form(struct print *print, const struct invoice *invoice, struct str *str);

struct drawn {
	struct arena arena;
	struct err err;
	struct print print;
	struct str text;
};

static const char *draw(struct drawn *drawn, const char *name, form *write)
{
	struct invoice invoice;
	*drawn = (struct drawn){ .print = { .arena = &drawn->arena, .err = &drawn->err } };
	assert_int_equal(bill_make(&drawn->arena, name, &invoice), 0);
	if (write(&drawn->print, &invoice, &drawn->text)) {
		/* Only what is not installed may be missing. */
		assert_true(write == print_pdf && strstr(drawn->err.message, "cannot make a PDF"));
		print_message("%s\n", drawn->err.message);
		return NULL;
	}
	return drawn->text.text;
}

static void release(struct drawn *drawn)
{
	str_release(&drawn->text);
	arena_release(&drawn->arena);
}

static void figures_are_written_as_the_language_writes_them(void **state)
{
	(void)state;
	static const struct {
		enum language language;
		const char *decimal, *money, *francs, *percent, *hours, *date;
	} cases[] = {
		{ GERMAN, "−1.234.567,89", "1.234,56" NO_BREAK "€", "−0,05" NO_BREAK "CHF", "2,5" NO_BREAK "%", "2,5" NO_BREAK "Stunden", "05.06.2026" },
		{ ENGLISH, "−1,234,567.89", "€1,234.56", "−CHF" NO_BREAK "0.05", "2.5%", "2.5" NO_BREAK "hours", "5" NO_BREAK "Jun" NO_BREAK "2026" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct maker maker = { .arena = &arena, .language = cases[i].language };
		assert_string_equal(figure_decimal(&maker, "-1234567.89"), cases[i].decimal);
		assert_string_equal(figure_money(&maker, money_make(123456, "EUR")), cases[i].money);
		assert_string_equal(figure_money(&maker, money_make(-5, "CHF")), cases[i].francs);
		assert_string_equal(figure_percent(&maker, (struct percent){ 250 }), cases[i].percent);
		assert_string_equal(figure_qty(&maker, (struct quantity){ 2500 }, "HUR"), cases[i].hours);
		assert_string_equal(figure_date(&maker, date_make(2026, 6, 5)), cases[i].date);
		assert_string_equal(figure_iban(&maker, "DE0212030000 0000202051", " "), "DE02 1203 0000 0000 2020 51");
		assert_string_equal(figure_qty(&maker, (struct quantity){ 1000 }, "XYZ"), "1" NO_BREAK "XYZ");
		assert_false(maker.failed);
	}
	arena_release(&arena);
}

static void every_word_is_there_in_every_language(void **state)
{
	(void)state;
	for (enum word which = 0; which < WORDS; which++)
		for (enum language language = GERMAN; language < LANGUAGES; language++)
			if (!word(language, which) || !*word(language, which))
				fail_msg("word %d in language %d", (int)which, (int)language);
	assert_int_equal(language_of("de"), GERMAN);
	assert_int_equal(language_of("de-AT"), GERMAN);
	assert_int_equal(language_of("den"), ENGLISH);
	assert_int_equal(language_of(NULL), ENGLISH);
}

/* §14 UStG, §14a UStG: what the law wants to read. */
static void a_document_says_what_it_is_and_what_the_law_wants(void **state)
{
	(void)state;
	static const struct {
		const char *name, *says;
	} cases[] = {
		{ "plain", "Rechnung RE-2026-00001" }, { "plain", "USt-IdNr. DE812345673" }, { "plain", "Steuernummer 48/123/45678" },
		{ "plain", "Leistungsdatum   24.11.2026" }, { "plain", "3 Stück      13,90 €" }, { "plain", "USt 19 % auf 41,70 €   7,92 €" },
		{ "plain", "Zahlbar bis 26.12.2026 ohne Abzug." }, { "plain", "DE02 1203 0000 0000 2020 51" },
		{ "long", "Bei Zahlung bis 06.12.2026 gewähren wir 2 % Skonto: 1.447,05 € Abzug, zu zahlen\nsind dann 70.905,58 €." },
		{ "long", "USt 7 % auf 1.422,20 €        99,55 €" }, { "names", "Leistungszeitraum" }, { "names", "Lieferanschrift: Lager Süd" },
		{ "english", "Invoice RE-2026-00001" }, { "english", "VAT-exempt export" }, { "english", "Payable by 26 Dec 2026" },
		{ "english", "CHF 198.08 less" }, { "credit", "Rechnungskorrektur RE-2026-00002\nzur Rechnung RE-2026-00001 vom 20.11.2026\n" },
		{ "deposit", "Abschlagsrechnung RE-" }, { "final", "Schlussrechnung RE-" }, { "final", "−3.000,00 €" },
		{ "reverse", "Steuerschuldnerschaft des Leistungsempfängers" }, { "reverse", "NL123456782B01" }, { "reverse", "Niederlande" },
		{ "supply", "VAT-exempt intra-Community supply" }, { "debit", "Wir ziehen den Betrag 49,62 € am 26.12.2026 per SEPA-Lastschrift ein." },
		{ "debit", "Mandatsreferenz M-2026-17" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct drawn drawn;
		const char *text = draw(&drawn, cases[i].name, print_text);
		if (!strstr(text, cases[i].says))
			fail_msg("%s does not say \"%s\":\n%s", cases[i].name, cases[i].says, text);
		if (strstr(text, "Gutschrift"))
			fail_msg("%s is called what only a buyer may call it", cases[i].name);
		release(&drawn);
	}
}

static void text_takes_no_more_than_eighty_columns_and_holds_no_controls(void **state)
{
	(void)state;
	for (size_t i = 0; bill_names[i]; i++) {
		struct drawn drawn;
		char *text = (char *)draw(&drawn, bill_names[i], print_text);
		assert_false(str_has_control(text, "\n"));
		assert_null(strstr(text, "\xe2\x80\xae"));
		for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
			if (width_text(line) > 80)
				fail_msg("%s: %zu columns: %s", bill_names[i], width_text(line), line);
		release(&drawn);
	}
}

static void a_page_needs_nothing_else_and_text_in_it_stays_text(void **state)
{
	(void)state;
	for (size_t i = 0; bill_names[i]; i++) {
		struct drawn drawn;
		const char *page = draw(&drawn, bill_names[i], print_html);
		assert_null(strstr(page, "<b>"));
		assert_null(strstr(page, "<script"));
		assert_null(strstr(page, "http"));
		assert_null(strstr(page, "url("));
		assert_false(str_has_control(page, "\n"));
		assert_non_null(strstr(page, !strcmp(bill_names[i], "english") || !strcmp(bill_names[i], "supply") ? "<html lang=\"en\">" : "<html lang=\"de\">"));
		release(&drawn);
	}
}

static void the_giro_code_says_what_a_bank_reads(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct maker maker = { .arena = &arena };
	struct invoice invoice;
	assert_int_equal(bill_make(&arena, "plain", &invoice), 0);
	assert_string_equal(girocode_payload(&maker, &invoice),
			    "BCD\n002\n1\nSCT\nBYLADEM1001\nNordlicht Werkzeuge GmbH\nDE02120300000000202051\nEUR49.62\n\n\nRE-2026-00001");
	invoice.seller.bic = NULL;
	invoice.seller.iban = "DE02 1203 0000 0000 2020 51";
	invoice.seller.name = "A\nB";
	assert_string_equal(girocode_payload(&maker, &invoice), "BCD\n002\n1\nSCT\n\nA B\nDE02120300000000202051\nEUR49.62\n\n\nRE-2026-00001");
	invoice.gross.minor = 0;
	assert_null(girocode_payload(&maker, &invoice));
	invoice.gross.minor = INT64_C(100000000000);
	assert_null(girocode_payload(&maker, &invoice));
	static const char *const without[] = { "english", "credit", "debit", NULL };
	for (size_t i = 0; without[i]; i++) {
		struct drawn drawn;
		assert_null(strstr(draw(&drawn, without[i], print_html), "<svg"));
		release(&drawn);
	}
	arena_release(&arena);
}

/* Where the library is installed there is a code; where not, a note says why there is none. */
static void a_code_is_drawn_or_said_to_be_missing(void **state)
{
	(void)state;
	struct drawn drawn;
	const char *page = draw(&drawn, "plain", print_html);
	assert_true((strstr(page, "<svg") != NULL) == (drawn.print.note == NULL));
	release(&drawn);
}

static void what_changes_after_issue_changes_no_byte(void **state)
{
	(void)state;
	static form *const forms[] = { print_text, print_html, print_pdf };
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct drawn drawn;
		struct invoice invoice;
		struct str again = { 0 };
		const char *text = draw(&drawn, "long", forms[i]);
		if (!text)
			continue;
		assert_int_equal(bill_make(&drawn.arena, "long", &invoice), 0);
		invoice.paid = invoice.gross;
		invoice.open.minor = 0;
		invoice.status = "paid";
		invoice.dunning_level = 3;
		assert_int_equal(forms[i](&drawn.print, &invoice, &again), 0);
		assert_int_equal(again.length, drawn.text.length);
		assert_memory_equal(again.text, text, again.length);
		str_release(&again);
		release(&drawn);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_written_as_the_language_writes_them),
		cmocka_unit_test(every_word_is_there_in_every_language),
		cmocka_unit_test(a_document_says_what_it_is_and_what_the_law_wants),
		cmocka_unit_test(text_takes_no_more_than_eighty_columns_and_holds_no_controls),
		cmocka_unit_test(a_page_needs_nothing_else_and_text_in_it_stays_text),
		cmocka_unit_test(the_giro_code_says_what_a_bank_reads),
		cmocka_unit_test(a_code_is_drawn_or_said_to_be_missing),
		cmocka_unit_test(what_changes_after_issue_changes_no_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
