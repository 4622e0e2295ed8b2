/* Text, rules and squares on pages. */
#include "pdf_draw.h"

#include <string.h>

#include "ordr/width.h"

#include "girocode.h"

/* What stands between words that stay together, while lines are broken: no text has it, since what is visible has no control characters. */
#define TIE '\x1f'

/* As it is drawn, but for blanks that keep words together, which are `tie`. */
static const char *text_with(struct pen *pen, const char *text, char tie)
{
	struct maker *maker = &pen->paper->maker;
	struct str visible = { 0 };
	struct str plain = { 0 };
	str_put_visible(&visible, text);
	for (const char *c = visible.text ? visible.text : ""; *c; c++) {
		bool blank = !strncmp(c, NO_BREAK, strlen(NO_BREAK));
		str_put_char(&plain, blank ? tie : *c);
		c += blank;
	}
	const char *kept = visible.failed || plain.failed ? NULL : arena_strdup(maker->arena, plain.text ? plain.text : "");
	str_release(&visible);
	str_release(&plain);
	return made(maker, kept);
}

const char *draw_text_of(struct pen *pen, const char *text)
{
	return text_with(pen, text, ' ');
}

int64_t draw_width(struct pen *pen, enum weight weight, int64_t size, const char *text)
{
	const char *drawn = draw_text_of(pen, text);
	return type_width(pen->type, weight, size, drawn, strlen(drawn));
}

/* --- lines of text ------------------------------------------------------------------------------------------------------------ */

/* The bytes of a word that fit: at least one character. An address is broken behind one of its marks, and what is tied behind a blank, where there is one in the second half. */
static size_t fitting(struct pen *pen, enum weight weight, int64_t size, const char *word, size_t length, int64_t width)
{
	size_t columns;
	size_t at = width_character(word, &columns);
	int64_t used = type_width(pen->type, weight, size, word, at);
	while (at < length) {
		size_t taken = width_character(word + at, &columns);
		used += type_width(pen->type, weight, size, word + at, taken);
		if (used > width)
			break;
		at += taken;
	}
	for (size_t mark = at; at < length && mark > at / 2; mark--)
		if (strchr("@.-/ ", word[mark - 1]))
			return mark;
	return at;
}

/* The bytes of the next line of `text`; `tied` is the same with a TIE for each blank at which it is not broken. */
static size_t line_length(struct pen *pen, enum weight weight, int64_t size, const char *text, const char *tied, int64_t width)
{
	int64_t blank = type_width(pen->type, weight, size, " ", 1);
	int64_t used = 0;
	size_t length = 0;
	while (text[length]) {
		size_t gap = strspn(tied + length, " ");
		size_t word = strcspn(tied + length + gap, " ");
		int64_t wide = (length ? (int64_t)gap * blank : 0) + type_width(pen->type, weight, size, text + length + gap, word);
		if (used + wide > width)
			return length ? length : gap + fitting(pen, weight, size, text + gap, word, width);
		used += wide;
		length += gap + word;
	}
	return length;
}

struct texts draw_wrap(struct pen *pen, enum weight weight, int64_t size, const char *text, int64_t width)
{
	struct maker *maker = &pen->paper->maker;
	struct texts lines = { 0 };
	const char *tied = text_with(pen, text, TIE);
	text = draw_text_of(pen, text);
	for (size_t at = strspn(tied, " "); text[at]; at += strspn(tied + at, " ")) {
		size_t length = line_length(pen, weight, size, text + at, tied + at, width);
		texts_add(maker, &lines, made(maker, arena_strndup(maker->arena, text + at, length)));
		at += length;
	}
	return lines;
}

/* --- marks -------------------------------------------------------------------------------------------------------------------- */

static void put(struct pen *pen, int64_t thousandths)
{
	char text[QUANTITY_SIZE];
	str_put(pen->page, decimal_text(thousandths, 3, 0, text));
	str_put_char(pen->page, ' ');
}

void draw_text(struct pen *pen, enum weight weight, int64_t size, int grey, const char *text, int64_t x, int64_t y)
{
	const char *drawn = draw_text_of(pen, text);
	if (!*drawn)
		return;
	put(pen, grey);
	str_put(pen->page, "g ");
	type_put(pen->type, weight, size, drawn, x, PAGE_HEIGHT - y, pen->page);
}

void draw_right(struct pen *pen, enum weight weight, int64_t size, int grey, const char *text, int64_t right, int64_t y)
{
	draw_text(pen, weight, size, grey, text, right - draw_width(pen, weight, size, text), y);
}

static void put_box(struct pen *pen, int64_t x, int64_t y, int64_t width, int64_t height)
{
	put(pen, x);
	put(pen, PAGE_HEIGHT - y - height);
	put(pen, width);
	put(pen, height);
	str_put(pen->page, "re ");
}

void draw_rule(struct pen *pen, int64_t from, int64_t to, int64_t y, int64_t thickness)
{
	str_put(pen->page, "0 g ");
	put_box(pen, from, y, to - from, thickness);
	str_put(pen->page, "f\n");
}

void draw_qr(struct pen *pen, const char *payload, int64_t x, int64_t y, int64_t side)
{
	struct qr qr = { 0 };
	if (qr_make(pen->print, payload, &qr) <= 0)
		return;
	int64_t square = side / (qr.width + 2 * QR_MARGIN);
	str_put(pen->page, "0 g ");
	for (int row = 0; row < qr.width; row++) {
		const unsigned char *dark = qr.dark + (size_t)row * (size_t)qr.width;
		for (int column = 0; column < qr.width; column++) {
			int run = 0;
			while (column + run < qr.width && dark[column + run])
				run++;
			if (run)
				put_box(pen, x + (column + QR_MARGIN) * square, y + (row + QR_MARGIN) * square, run * square, square);
			column += run;
		}
	}
	str_put(pen->page, "f\n");
}

/* --- pages -------------------------------------------------------------------------------------------------------------------- */

void draw_page(struct pen *pen)
{
	struct pages *pages = pen->pages;
	if (pages->count == PAGES_MOST)
		return; /* no invoice is so long: what follows is drawn over the last, and said to have failed */
	pen->page = &pages->items[pages->count++].content;
	pen->y = MM(20);
	if (pages->count == 1)
		return;
	draw_text(pen, REGULAR, PLAIN, GREY, pen->paper->title, LEFT_EDGE, pen->y);
	draw_right(pen, REGULAR, PLAIN, GREY, pen->paper->seller, RIGHT_EDGE, pen->y);
	pen->y += MM(7);
}

bool draw_room(struct pen *pen, int64_t height)
{
	if (pen->y + height <= pen->bottom)
		return false;
	draw_page(pen);
	return true;
}

void draw_paragraph(struct pen *pen, int64_t size, int grey, const char *text, int64_t x, int64_t width, int64_t leading)
{
	struct texts lines = draw_wrap(pen, REGULAR, size, text, width);
	for (size_t i = 0; i < lines.count; i++) {
		draw_room(pen, leading);
		pen->y += leading;
		draw_text(pen, REGULAR, size, grey, lines.items[i], x, pen->y);
	}
}
