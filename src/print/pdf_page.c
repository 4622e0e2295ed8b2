/* The letter by DIN 5008, form B: the address where the window of the envelope is, the facts beside it, the foot of the house on every page. */
#include <stdlib.h>

#include "pdf_draw.h"

#define LEADING TENTHS(42)
#define ADDRESS_WIDTH MM(80)
#define FACTS_LEFT MM(113)
#define FACTS_VALUE MM(143)
#define QR_SIDE MM(36)

static void draw_head(struct pen *pen)
{
	struct paper *paper = pen->paper;
	struct texts lines = draw_wrap(pen, BOLD, LARGE, paper->seller, RIGHT_EDGE - LEFT_EDGE);
	pen->y = MM(20);
	for (size_t i = 0; i < lines.count && i < 3; i++, pen->y += MM(6))
		draw_text(pen, BOLD, LARGE, BLACK, lines.items[i], LEFT_EDGE, pen->y);
}

/* The zone of the sender ends 17.7 mm below the field's upper edge (45 mm), below it stand the lines of the address. Gives where they end. */
static int64_t draw_address(struct pen *pen)
{
	struct paper *paper = pen->paper;
	int64_t size = 6500;
	while (size > 4500 && draw_width(pen, REGULAR, size, paper->return_line) > ADDRESS_WIDTH)
		size -= 500;
	struct texts sender = draw_wrap(pen, REGULAR, size, paper->return_line, ADDRESS_WIDTH);
	int64_t y = TENTHS(600) - (int64_t)(sender.count ? sender.count - 1 : 0) * TENTHS(25);
	for (size_t i = 0; i < sender.count; i++, y += TENTHS(25))
		draw_text(pen, REGULAR, size, GREY, sender.items[i], LEFT_EDGE, y);
	pen->y = TENTHS(627);
	for (size_t i = 0; i < paper->recipient.count; i++)
		draw_paragraph(pen, PLAIN + 500, BLACK, paper->recipient.items[i], LEFT_EDGE, ADDRESS_WIDTH, TENTHS(44));
	return pen->y;
}

static void draw_facts(struct pen *pen, const struct facts *facts, int64_t left, int64_t value, int64_t right)
{
	for (size_t i = 0; i < facts->count; i++) {
		draw_room(pen, LEADING);
		int64_t y = pen->y + LEADING;
		struct str *page = pen->page;
		draw_paragraph(pen, PLAIN, BLACK, facts->items[i].value, value, right - value, LEADING);
		if (page == pen->page)
			draw_text(pen, REGULAR, PLAIN, GREY, facts->items[i].label, left, y);
	}
}

static void draw_title(struct pen *pen)
{
	struct paper *paper = pen->paper;
	struct texts lines = draw_wrap(pen, BOLD, LARGE, paper->title, RIGHT_EDGE - LEFT_EDGE);
	for (size_t i = 0; i < lines.count; i++, pen->y += MM(6))
		draw_text(pen, BOLD, LARGE, BLACK, lines.items[i], LEFT_EDGE, pen->y);
	pen->y -= MM(2);
	if (paper->subtitle)
		draw_paragraph(pen, PLAIN, BLACK, paper->subtitle, LEFT_EDGE, RIGHT_EDGE - LEFT_EDGE, LEADING);
	pen->y += MM(2);
}

static void draw_total(struct pen *pen, enum weight weight, int64_t size, const struct fact *fact, int64_t left)
{
	pen->y += LEADING + TENTHS(8);
	draw_text(pen, weight, size, BLACK, fact->label, left, pen->y);
	draw_right(pen, weight, size, BLACK, fact->value, RIGHT_EDGE, pen->y);
}

static int64_t total_width(struct pen *pen, enum weight weight, int64_t size, const struct fact *fact)
{
	return draw_width(pen, weight, size, fact->label) + MM(6) + draw_width(pen, weight, size, fact->value);
}

static void draw_totals(struct pen *pen)
{
	struct paper *paper = pen->paper;
	int64_t width = MM(80);
	int64_t wide = total_width(pen, BOLD, PLAIN + 1500, &paper->total);
	width = wide > width ? wide : width;
	for (size_t i = 0; i < paper->tax_count; i++) {
		wide = total_width(pen, REGULAR, PLAIN, &paper->taxes[i]);
		width = wide > width ? wide : width;
	}
	int64_t left = RIGHT_EDGE - width > LEFT_EDGE ? RIGHT_EDGE - width : LEFT_EDGE;
	pen->y += MM(1);
	draw_room(pen, (int64_t)(paper->tax_count + 2) * (LEADING + TENTHS(8)) + MM(6));
	draw_total(pen, REGULAR, PLAIN, &paper->net, left);
	for (size_t i = 0; i < paper->tax_count; i++) {
		draw_room(pen, LEADING + TENTHS(8));
		draw_total(pen, REGULAR, PLAIN, &paper->taxes[i], left);
	}
	draw_room(pen, MM(10));
	pen->y += TENTHS(18);
	draw_rule(pen, left, RIGHT_EDGE, pen->y, 800);
	draw_total(pen, BOLD, PLAIN + 1500, &paper->total, left);
	pen->y += MM(6);
}

static void draw_texts(struct pen *pen, const struct texts *texts, int64_t right)
{
	for (size_t i = 0; i < texts->count; i++) {
		draw_paragraph(pen, PLAIN, BLACK, texts->items[i], LEFT_EDGE, right - LEFT_EDGE, LEADING);
		pen->y += TENTHS(12);
	}
}

/* Terms, account and code stay together where a page holds them. */
static void draw_terms(struct pen *pen)
{
	struct paper *paper = pen->paper;
	int64_t right = paper->girocode ? RIGHT_EDGE - QR_SIDE - MM(5) : RIGHT_EDGE;
	int64_t height = (int64_t)(2 * paper->terms.count + paper->account.count + 2) * LEADING;
	if (!paper->terms.count)
		return;
	pen->y += MM(2);
	draw_room(pen, paper->girocode && height < QR_SIDE + MM(5) ? QR_SIDE + MM(5) : height);
	int64_t top = pen->y;
	struct str *page = pen->page;
	pen->y += LEADING;
	draw_text(pen, BOLD, PLAIN, BLACK, say(&paper->maker, W_TERMS), LEFT_EDGE, pen->y);
	pen->y += TENTHS(6);
	draw_texts(pen, &paper->terms, right);
	draw_facts(pen, &paper->account, LEFT_EDGE, LEFT_EDGE + MM(32), right);
	if (!paper->girocode || page != pen->page)
		return;
	draw_qr(pen, paper->girocode, RIGHT_EDGE - QR_SIDE, top, QR_SIDE);
	if (!pen->print->note)
		draw_right(pen, REGULAR, SMALL, GREY, say(&paper->maker, W_GIROCODE_HELP), RIGHT_EDGE - MM(1), top + QR_SIDE + TENTHS(10));
}

/* --- the foot ----------------------------------------------------------------------------------------------------------------- */

struct foot {
	struct texts columns[FOOTER_COLUMNS];
	int64_t lefts[FOOTER_COLUMNS];
	int64_t top;
};

#define FOOT_LEADING TENTHS(31)

/* What is too wide shares what the others leave: none is narrowed that needs no more than its share. */
static void narrow(int64_t widths[FOOTER_COLUMNS], int64_t room)
{
	bool kept[FOOTER_COLUMNS] = { false };
	bool again = true;
	while (again) {
		int64_t rest = room;
		int64_t sharing = 0;
		again = false;
		for (size_t i = 0; i < FOOTER_COLUMNS; i++) {
			rest -= kept[i] ? widths[i] : 0;
			sharing += !kept[i] && widths[i];
		}
		for (size_t i = 0; sharing && i < FOOTER_COLUMNS; i++)
			if (!kept[i] && widths[i] <= rest / sharing)
				again = kept[i] = true;
		for (size_t i = 0; sharing && !again && i < FOOTER_COLUMNS; i++)
			widths[i] = kept[i] ? widths[i] : widths[i] ? rest / sharing : 0;
	}
}

/* Each column takes what its longest line does and the gaps are equal; where that is too much, long lines are broken. */
static void share_foot(struct pen *pen, int64_t widths[FOOTER_COLUMNS], int64_t *gap)
{
	int64_t all = 0;
	int64_t count = 0;
	for (size_t i = 0; i < FOOTER_COLUMNS; i++) {
		const struct texts *texts = &pen->paper->footer[i];
		for (size_t j = 0; j < texts->count; j++) {
			int64_t width = draw_width(pen, REGULAR, SMALL, texts->items[j]) + 1000;
			widths[i] = width > widths[i] ? width : widths[i];
		}
		all += widths[i];
		count += texts->count > 0;
	}
	int64_t room = RIGHT_EDGE - LEFT_EDGE;
	*gap = count > 1 ? (room - all) / (count - 1) : 0;
	if (all + (count - 1) * MM(4) <= room)
		return;
	*gap = MM(4);
	narrow(widths, room - (count - 1) * MM(4));
}

static void measure_foot(struct pen *pen, struct foot *foot)
{
	int64_t widths[FOOTER_COLUMNS] = { 0 };
	int64_t gap;
	size_t most = 0;
	int64_t left = LEFT_EDGE;
	share_foot(pen, widths, &gap);
	for (size_t i = 0; i < FOOTER_COLUMNS; i++) {
		const struct texts *texts = &pen->paper->footer[i];
		for (size_t j = 0; j < texts->count; j++) {
			struct texts lines = draw_wrap(pen, REGULAR, SMALL, texts->items[j], widths[i]);
			for (size_t k = 0; k < lines.count; k++)
				texts_add(&pen->paper->maker, &foot->columns[i], lines.items[k]);
		}
		foot->lefts[i] = left;
		left += widths[i] ? widths[i] + gap : 0;
		most = foot->columns[i].count > most ? foot->columns[i].count : most;
	}
	most = most < 20 ? most : 20;
	foot->top = MM(286) - (int64_t)most * FOOT_LEADING;
}

static void draw_foot(struct pen *pen, const struct foot *foot, size_t number)
{
	struct maker *maker = &pen->paper->maker;
	pen->page = &pen->pages->items[number - 1].content;
	draw_rule(pen, LEFT_EDGE, RIGHT_EDGE, foot->top, 300);
	for (size_t i = 0; i < FOOTER_COLUMNS; i++)
		for (size_t j = 0; j < foot->columns[i].count && j < 20; j++)
			draw_text(pen, REGULAR, SMALL, GREY, foot->columns[i].items[j], foot->lefts[i], foot->top + MM(1) + (int64_t)(j + 1) * FOOT_LEADING);
	const char *page = made(maker, arena_printf(maker->arena, "%s%zu%s%zu", say(maker, W_PAGE), number, say(maker, W_PAGE_OF), pen->pages->count));
	draw_right(pen, REGULAR, SMALL + 1000, GREY, page, RIGHT_EDGE, foot->top - MM(2));
}

int pages_draw(struct print *print, struct type *type, struct paper *paper, struct pages *pages)
{
	struct pen pen = { .print = print, .type = type, .paper = paper, .pages = pages };
	struct foot foot = { 0 };
	pages->items = calloc(PAGES_MOST, sizeof *pages->items);
	if (!pages->items)
		return err_memory(print->err);
	measure_foot(&pen, &foot);
	pen.bottom = foot.top - MM(8);
	draw_page(&pen);
	draw_head(&pen);
	int64_t below = draw_address(&pen);
	pen.y = TENTHS(458);
	draw_facts(&pen, &paper->facts, FACTS_LEFT, FACTS_VALUE, RIGHT_EDGE);
	pen.y = (pen.y > below ? pen.y : below) + MM(12);
	pen.y = pen.y > MM(103) ? pen.y : MM(103);
	draw_title(&pen);
	draw_lines(&pen);
	draw_totals(&pen);
	draw_texts(&pen, &paper->remarks, RIGHT_EDGE);
	draw_terms(&pen);
	for (size_t i = 1; i <= pages->count; i++)
		draw_foot(&pen, &foot, i);
	bool failed = paper->maker.failed || pages->count == PAGES_MOST;
	for (size_t i = 0; i < pages->count; i++)
		failed |= pages->items[i].content.failed;
	return failed ? err_memory(print->err) : 0;
}

void pages_release(struct pages *pages)
{
	for (size_t i = 0; i < pages->count; i++)
		str_release(&pages->items[i].content);
	free(pages->items);
}
