/* What an invoice is made into: each document is one row. */
#include "invoice_document.h"

#include <string.h>

#include "ordr/einvoice.h"
#include "ordr/print.h"
#include "ordr/speak.h"

/* The profile that was asked for, else the one that the invoice was issued with, else the one that German authorities ask for. Where it is what was
 * issued, its very bytes. */
static int write_einvoice(struct run *run, const struct document_format *format, const char *asked, const struct invoice *invoice, struct str *text)
{
	const char *issued = invoice->profile && strcmp(invoice->profile, "paper") != 0 ? invoice->profile : einvoice_profiles[0];
	const char *profile = asked ? asked : issued;
	const char *stored;
	bool same = invoice->sha256 && !strcmp(format->name, "ubl") && !strcmp(profile, issued);
	if (!same || !einvoice_stored(run->core, invoice->id, &stored))
		return einvoice_write(invoice, format->name, profile, text, run->core->err);
	if (!stored)
		return -1;
	str_put(text, stored);
	return text->failed ? err_memory(run->core->err) : 0;
}

/* What was left out of a document is said with -v. */
static int said(struct run *run, const struct invoice *invoice, const struct print *print, int result)
{
	if (!result && print->note && run->verbose)
		run_note(run, invoice->id, translate(print->note));
	return result;
}

static int write_print(struct run *run, const struct document_format *format, const char *asked, const struct invoice *invoice, struct str *text)
{
	struct print print = { .arena = run->core->arena, .err = run->core->err };
	(void)asked;
	return said(run, invoice, &print, format->print(&print, invoice, text));
}

static int write_zugferd(struct run *run, const struct document_format *format, const char *asked, const struct invoice *invoice, struct str *text)
{
	struct print print = { .arena = run->core->arena, .err = run->core->err };
	struct str xml = { 0 };
	(void)format;
	(void)asked;
	int result = einvoice_write(invoice, "cii", "en16931", &xml, run->core->err) ? -1 : print_zugferd(&print, invoice, xml.text, xml.length, text);
	str_release(&xml);
	return said(run, invoice, &print, result);
}

const struct document_format document_formats[DOCUMENT_FORMATS] = {
	{ "ubl", "xml", true, false, write_einvoice, NULL },
	{ "cii", "xml", true, false, write_einvoice, NULL },
	{ "text", "txt", false, true, write_print, print_text },
	{ "html", "html", false, false, write_print, print_html },
	{ "pdf", "pdf", false, false, write_print, print_pdf },
	{ "zugferd", "pdf", false, false, write_zugferd, NULL },
};
