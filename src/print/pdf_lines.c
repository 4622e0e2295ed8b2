/* The table of lines: its heading on every page, no line on two pages unless it is longer than one. */
#include "pdf_draw.h"

#define NAME_LEAST MM(40)
#define COLUMN_GAP MM(4)
#define PADDING	   TENTHS(12) /* above and below a line */

enum column { QTY, PRICE, DISCOUNT, RATE, NET, COLUMNS };

struct table {
	int64_t size, leading, small, small_leading;
	int64_t name;		    /* where names begin */
	int64_t name_width;
	int64_t rights[COLUMNS];    /* where figures end; 0: the column is not there */
};

static const char *figure(const struct row *row, enum column column)
{
	const char *const figures[COLUMNS] = { row->qty, row->price, row->discount, row->rate, row->net };
	return figures[column];
}

static enum word heading(enum column column)
{
	static const enum word words[COLUMNS] = { W_QTY, W_PRICE, W_DISCOUNT, W_TAX_RATE, W_NET };
	return words[column];
}

static int64_t wider(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Each column is as wide as what stands in it. */
static void measure(struct pen *pen, struct table *table, int64_t size)
{
	struct paper *paper = pen->paper;
	int64_t right = RIGHT_EDGE;
	int64_t position = draw_width(pen, REGULAR, size, say(&paper->maker, W_POSITION));
	*table = (struct table){ .size = size, .leading = size * 4 / 3, .small = size * 8 / 9, .small_leading = size * 6 / 5 };
	for (int column = NET; column >= QTY; column--) {
		if (column == DISCOUNT && !paper->discounts)
			continue;
		int64_t width = draw_width(pen, REGULAR, size, say(&paper->maker, heading((enum column)column)));
		for (size_t i = 0; i < paper->row_count; i++)
			width = wider(width, draw_width(pen, REGULAR, size, figure(&paper->rows[i], (enum column)column)));
		table->rights[column] = right;
		right -= width + COLUMN_GAP;
	}
	for (size_t i = 0; i < paper->row_count; i++)
		position = wider(position, draw_width(pen, REGULAR, size, paper->rows[i].position));
	table->name = LEFT_EDGE + position + TENTHS(25);
	table->name_width = right - table->name;
}

static void draw_heading(struct pen *pen, const struct table *table)
{
	struct maker *maker = &pen->paper->maker;
	pen->y += table->leading;
	draw_text(pen, REGULAR, table->small, GREY, say(maker, W_POSITION), LEFT_EDGE, pen->y);
	draw_text(pen, REGULAR, table->small, GREY, say(maker, W_NAME), table->name, pen->y);
	for (int column = QTY; column < COLUMNS; column++)
		if (table->rights[column])
			draw_right(pen, REGULAR, table->small, GREY, say(maker, heading((enum column)column)), table->rights[column], pen->y);
	pen->y += PADDING;
	draw_rule(pen, LEFT_EDGE, RIGHT_EDGE, pen->y, 800);
	pen->y += 800;
}

static void room(struct pen *pen, const struct table *table, int64_t height)
{
	if (draw_room(pen, height))
		draw_heading(pen, table);
}

static void draw_figures(struct pen *pen, const struct table *table, const struct row *row)
{
	draw_text(pen, REGULAR, table->size, BLACK, row->position, LEFT_EDGE, pen->y);
	for (int column = QTY; column < COLUMNS; column++)
		if (table->rights[column])
			draw_right(pen, REGULAR, table->size, BLACK, figure(row, (enum column)column), table->rights[column], pen->y);
}

/* The order that the rows below are of, over all the width, and never as the last thing of a page. */
static void draw_order(struct pen *pen, const struct table *table, const struct row *row)
{
	struct texts names = draw_wrap(pen, BOLD, table->size, row->name, RIGHT_EDGE - LEFT_EDGE);
	room(pen, table, (int64_t)(names.count + 2) * table->leading + 4 * PADDING);
	pen->y += PADDING;
	for (size_t i = 0; i < names.count; i++) {
		pen->y += table->leading;
		draw_text(pen, BOLD, table->size, BLACK, names.items[i], LEFT_EDGE, pen->y);
	}
	pen->y += PADDING;
	draw_rule(pen, LEFT_EDGE, RIGHT_EDGE, pen->y, 300);
}

static void draw_row(struct pen *pen, const struct table *table, const struct row *row)
{
	struct maker *maker = &pen->paper->maker;
	struct texts names = draw_wrap(pen, REGULAR, table->size, *row->name ? row->name : "–", table->name_width);
	struct texts details = { 0 };
	for (size_t i = 0; i < row->details.count; i++) {
		struct texts lines = draw_wrap(pen, REGULAR, table->small, row->details.items[i], table->name_width);
		for (size_t j = 0; j < lines.count; j++)
			texts_add(maker, &details, lines.items[j]);
	}
	int64_t height = (int64_t)names.count * table->leading + (int64_t)details.count * table->small_leading + 2 * PADDING;
	room(pen, table, height < pen->bottom - MM(40) ? height : table->leading + 2 * PADDING);
	pen->y += PADDING / 2;
	for (size_t i = 0; i < names.count; i++) {
		room(pen, table, table->leading);
		pen->y += table->leading;
		draw_text(pen, REGULAR, table->size, BLACK, names.items[i], table->name, pen->y);
		if (!i)
			draw_figures(pen, table, row);
	}
	for (size_t i = 0; i < details.count; i++) {
		room(pen, table, table->small_leading);
		pen->y += table->small_leading;
		draw_text(pen, REGULAR, table->small, GREY, details.items[i], table->name, pen->y);
	}
	pen->y += PADDING * 3 / 2;
	draw_rule(pen, LEFT_EDGE, RIGHT_EDGE, pen->y, 300);
}

/* Where amounts are so long that names have no room, all of it is smaller. */
void draw_lines(struct pen *pen)
{
	struct table table;
	int64_t size = PLAIN;
	measure(pen, &table, size);
	while (table.name_width < NAME_LEAST && size > 5000) {
		size -= 500;
		measure(pen, &table, size);
	}
	table.name_width = wider(table.name_width, MM(15));
	room(pen, &table, MM(20));
	if (pen->pages->count == 1 || pen->y < MM(30))
		draw_heading(pen, &table);
	for (size_t i = 0; i < pen->paper->row_count; i++)
		(pen->paper->rows[i].order ? draw_order : draw_row)(pen, &table, &pen->paper->rows[i]);
}
