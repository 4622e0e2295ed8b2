/* The document as one page that needs nothing else: no script, no font, no picture from elsewhere. */
#include "html.h"

#include <string.h>

#include "ordr/markup.h"

#include "girocode.h"
#include "paper.h"

static void put_element(struct str *str, const char *open, const char *text, const char *close)
{
	str_put(str, open);
	markup_put(str, text);
	str_put(str, close);
}

static void put_paragraphs(struct str *str, const struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		put_element(str, "<p dir=\"auto\">", texts->items[i], "</p>\n");
}

static void put_broken(struct str *str, const struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		put_element(str, i ? "<br>\n<span dir=\"auto\">" : "<span dir=\"auto\">", texts->items[i], "</span>");
}

static void put_facts(struct str *str, const struct facts *facts)
{
	str_put(str, "<dl>\n");
	for (size_t i = 0; i < facts->count; i++) {
		put_element(str, "<div><dt>", facts->items[i].label, "</dt>");
		put_element(str, "<dd dir=\"auto\">", facts->items[i].value, "</dd></div>\n");
	}
	str_put(str, "</dl>\n");
}

/* --- head --------------------------------------------------------------------------------------------------------------------- */

/* Numbers of pages stand in the margin of the paper. */
static void put_start(const struct paper *paper, struct str *str)
{
	enum language language = paper->maker.language;
	str_printf(str, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", language_tag(language));
	str_put(str, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"generator\" content=\"ordr\">\n");
	put_element(str, "<title>", paper->title, "");
	put_element(str, " – ", paper->seller, "</title>\n");
	str_printf(str, "<style>\n%s%s@page{@bottom-right{content:\"%s\" counter(page) \"%s\" counter(pages);font:8pt \"Liberation Sans\",Arial,sans-serif}}\n</style>\n",
		   print_style, print_style_paper, word(language, W_PAGE), word(language, W_PAGE_OF));
	str_put(str, "</head>\n<body>\n<main class=\"sheet\">\n");
}

static void put_head(const struct paper *paper, struct str *str)
{
	put_element(str, "<header>\n<p class=\"seller\" dir=\"auto\">", paper->seller, "</p>\n");
	put_element(str, "<div class=\"head\">\n<div>\n<p class=\"return\" dir=\"auto\">", paper->return_line, "</p>\n<address>\n");
	put_broken(str, &paper->recipient);
	str_put(str, "\n</address>\n</div>\n");
	put_facts(str, &paper->facts);
	str_put(str, "</div>\n");
	put_element(str, "<h1>", paper->title, "</h1>\n");
	if (paper->subtitle)
		put_element(str, "<p class=\"subtitle\">", paper->subtitle, "</p>\n");
	str_put(str, "</header>\n");
}

/* --- tables ------------------------------------------------------------------------------------------------------------------- */

static void put_heading(struct str *str, const struct paper *paper, enum word which, bool number)
{
	put_element(str, number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">", word(paper->maker.language, which), "</th>");
}

/* A cell of figures, named where the page is narrow and its heading is not seen. */
static void put_figure(struct str *str, const struct paper *paper, enum word which, const char *text)
{
	put_element(str, "<td class=\"n\" data-name=\"", word(paper->maker.language, which), "\">");
	put_element(str, "", text, "</td>");
}

static void put_row(struct str *str, const struct paper *paper, const struct row *row)
{
	if (row->order) {
		str_printf(str, "<tr class=\"order\"><th scope=\"rowgroup\" colspan=\"%d\" dir=\"auto\">", paper->discounts ? 7 : 6);
		put_element(str, "", row->name, "</th></tr>\n");
		return;
	}
	put_element(str, "<tr><td>", row->position, "</td>");
	put_element(str, "<th scope=\"row\"><span dir=\"auto\">", row->name, "</span>");
	for (size_t i = 0; i < row->details.count; i++)
		put_element(str, "<small dir=\"auto\">", row->details.items[i], "</small>");
	str_put(str, "</th>");
	put_figure(str, paper, W_QTY, row->qty);
	put_figure(str, paper, W_PRICE, row->price);
	if (paper->discounts)
		put_figure(str, paper, W_DISCOUNT, row->discount);
	put_figure(str, paper, W_TAX_RATE, row->rate);
	put_figure(str, paper, W_NET, row->net);
	str_put(str, "</tr>\n");
}

static void put_lines(const struct paper *paper, struct str *str)
{
	put_element(str, "<table class=\"lines\">\n<caption>", word(paper->maker.language, W_LINES), "</caption>\n<thead><tr>");
	put_heading(str, paper, W_POSITION, false);
	put_heading(str, paper, W_NAME, false);
	put_heading(str, paper, W_QTY, true);
	put_heading(str, paper, W_PRICE, true);
	if (paper->discounts)
		put_heading(str, paper, W_DISCOUNT, true);
	put_heading(str, paper, W_TAX_RATE, true);
	put_heading(str, paper, W_NET, true);
	str_put(str, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < paper->row_count; i++)
		put_row(str, paper, &paper->rows[i]);
	str_put(str, "</tbody>\n</table>\n");
}

static void put_total(struct str *str, const struct fact *fact)
{
	put_element(str, "<tr><th scope=\"row\">", fact->label, "</th>");
	put_element(str, "<td class=\"n\">", fact->value, "</td></tr>\n");
}

static void put_totals(const struct paper *paper, struct str *str)
{
	put_element(str, "<table class=\"totals\">\n<caption>", word(paper->maker.language, W_TOTALS), "</caption>\n<tbody>\n");
	put_total(str, &paper->net);
	for (size_t i = 0; i < paper->tax_count; i++)
		put_total(str, &paper->taxes[i]);
	put_total(str, &paper->total);
	str_put(str, "</tbody>\n</table>\n");
}

/* --- payment ------------------------------------------------------------------------------------------------------------------ */

/* Dark squares beside each other are one piece of the path; black on white in the dark too, or no telephone reads it. */
static void put_qr(struct str *str, const struct paper *paper, const struct qr *qr)
{
	int side = qr->width + 2 * QR_MARGIN;
	enum language language = paper->maker.language;
	str_printf(str, "<figure>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>"
			"<path fill=\"#000\" d=\"", side, side, word(language, W_GIROCODE), side, side);
	for (int y = 0; y < qr->width; y++) {
		const unsigned char *row = qr->dark + (size_t)y * (size_t)qr->width;
		for (int x = 0; x < qr->width; x++) {
			int run = 0;
			while (x + run < qr->width && row[x + run])
				run++;
			if (run)
				str_printf(str, "M%d %dh%dv1h-%dz", x + QR_MARGIN, y + QR_MARGIN, run, run);
			x += run;
		}
	}
	str_printf(str, "\"/></svg>\n<figcaption>%s</figcaption>\n</figure>\n", word(language, W_GIROCODE_HELP));
}

static int put_terms(struct print *print, const struct paper *paper, struct str *str)
{
	struct qr qr;
	int drawn = paper->girocode ? qr_make(print, paper->girocode, &qr) : 0;
	if (drawn < 0 || !paper->terms.count)
		return drawn;
	put_element(str, "<section class=\"terms\">\n<div>\n<h2>", word(paper->maker.language, W_TERMS), "</h2>\n");
	put_paragraphs(str, &paper->terms);
	if (paper->account.count)
		put_facts(str, &paper->account);
	str_put(str, "</div>\n");
	if (drawn)
		put_qr(str, paper, &qr);
	str_put(str, "</section>\n");
	return 0;
}

static void put_foot(const struct paper *paper, struct str *str)
{
	str_put(str, "<footer>\n");
	for (size_t i = 0; i < FOOTER_COLUMNS; i++) {
		if (!paper->footer[i].count)
			continue;
		str_put(str, "<p>");
		put_broken(str, &paper->footer[i]);
		str_put(str, "</p>\n");
	}
	str_put(str, "</footer>\n</main>\n</body>\n</html>\n");
}

int print_html(struct print *print, const struct invoice *invoice, struct str *str)
{
	struct paper paper;
	if (paper_make(print, invoice, &paper))
		return -1;
	put_start(&paper, str);
	put_head(&paper, str);
	put_lines(&paper, str);
	put_totals(&paper, str);
	if (paper.remarks.count) {
		put_element(str, "<section class=\"remarks\" aria-label=\"", word(paper.maker.language, W_NOTES), "\">\n");
		put_paragraphs(str, &paper.remarks);
		str_put(str, "</section>\n");
	}
	if (put_terms(print, &paper, str) < 0)
		return -1;
	put_foot(&paper, str);
	return str->failed ? err_memory(print->err) : 0;
}
