/* draw NAME FORM: one of the invoices of tests/support/bill.h as text, html, pdf or zugferd on standard output, for eyes and for the tests beside this. */
#include <stdio.h>
#include <string.h>

#include "bill.h"
#include "ordr/print.h"

/* What is embedded is not read: any bytes will do. */
static int zugferd(struct print *print, const struct invoice *invoice, struct str *str)
{
	static const char xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CrossIndustryInvoice>äöü</CrossIndustryInvoice>\n";
	return print_zugferd(print, invoice, xml, sizeof xml - 1, str);
}

static const struct {
	const char *name;
	int (*write)(struct print *print, const struct invoice *invoice, struct str *str);
} forms[] = { { "text", print_text }, { "html", print_html }, { "pdf", print_pdf }, { "zugferd", zugferd } };

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
