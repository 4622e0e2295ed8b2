/* draw NAME FORM: one of the invoices of tests/support/bill.h as text, html, pdf, cii or zugferd on standard output, for eyes and for the tests beside this. */
#include <stdio.h>
#include <string.h>

#include "bill.h"
#include "ordr/einvoice.h"
#include "ordr/print.h"

static int cii(struct print *print, const struct invoice *invoice, struct str *str)
{
	return einvoice_write(invoice, "cii", "en16931", str, print->err);
}

static int zugferd(struct print *print, const struct invoice *invoice, struct str *str)
{
	struct str xml = { 0 };
	int result = cii(print, invoice, &xml) ? -1 : print_zugferd(print, invoice, xml.text, xml.length, str);
	str_release(&xml);
	return result;
}

static const struct {
	const char *name;
	int (*write)(struct print *print, const struct invoice *invoice, struct str *str);
} forms[] = { { "text", print_text }, { "html", print_html }, { "pdf", print_pdf }, { "cii", cii }, { "zugferd", zugferd } };

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct str str = { 0 };
	struct print print = { .arena = &arena, .err = &err };
	struct invoice invoice;
	int result = 2;
	for (size_t i = 0; argc == 3 && !bill_make(&arena, argv[1], &invoice) && i < sizeof forms / sizeof *forms; i++)
		if (!strcmp(argv[2], forms[i].name))
			result = forms[i].write(&print, &invoice, &str) ? 1 : 0;
	if (result)
		fprintf(stderr, "%s\n", result == 2 ? "usage: draw NAME FORM" : err.message);
	else
		fwrite(str.text, 1, str.length, stdout);
	if (print.note)
		fprintf(stderr, "%s\n", print.note);
	str_release(&str);
	arena_release(&arena);
	return result;
}
