/* How wide the columns of a table are, and which give way to a narrow terminal: late columns are dropped, then wide ones are cut, then headings
 * are folded, and at last the last columns are dropped: a line is never broken, unless its columns were asked for by name. */
#include "cell.h"
#include "format.h"

#define GAP	    2  /* blanks between columns */
#define WIDE_WANTED 24 /* what a wide column keeps before late columns are dropped for it */
#define WIDE_LEAST  8  /* what it keeps in the end */

static bool is_wide(const struct table *table, size_t i)
{
	return table->fields[i].flags & FIELD_WIDE;
}

/* The columns that the whole line takes; `wanted`: with wide columns no wider than they insist on. */
static size_t line_width(const struct table *table, bool wanted)
{
	size_t total = 0;
	for (size_t i = 0; i < table->count; i++) {
		const struct table_column *column = &table->columns[i];
		bool less = wanted && is_wide(table, i) && column->width > WIDE_WANTED;
		if (!column->hidden)
			total += GAP + (less ? WIDE_WANTED : column->width);
	}
	return total ? total - GAP : 0;
}

/* Drops the last late column that is still there; false when there is none. */
static bool drop_late(struct table *table)
{
	for (size_t i = table->count; i-- > 0;)
		if ((table->fields[i].flags & (FIELD_LATE | FIELD_KEPT)) == FIELD_LATE && !table->columns[i].hidden)
			return table->columns[i].hidden = true;
	return false;
}

/* Drops the last column that says neither which record it is nor how it stands; false when only such are left. */
static bool drop_last(struct table *table)
{
	for (size_t i = table->count; i-- > 1;)
		if (!table->columns[i].hidden && !(table->fields[i].flags & (FIELD_KEY | FIELD_KEPT)) && !cell_is_status(&table->fields[i]))
			return table->columns[i].hidden = true;
	return false;
}

static size_t heading_width(const struct table *table, const struct table_column *column)
{
	return table->folded ? column->folded : column->heading;
}

/* Takes one column of width from the widest wide one; false when none can give. */
static bool narrow(struct table *table)
{
	struct table_column *widest = NULL;
	for (size_t i = 0; i < table->count; i++) {
		struct table_column *column = &table->columns[i];
		size_t heading = heading_width(table, column);
		size_t least = heading > WIDE_LEAST ? heading : WIDE_LEAST;
		bool gives = is_wide(table, i) && !column->hidden && column->width > least;
		if (gives && (!widest || column->width > widest->width))
			widest = column;
	}
	if (widest)
		widest->width--;
	return widest;
}

/* As wide as what stands in them. */
static void widen(struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		struct table_column *column = &table->columns[i];
		size_t heading = heading_width(table, column);
		column->width = column->widest > heading ? column->widest : heading;
	}
}

static void narrow_to(struct table *table, size_t room)
{
	for (size_t over = line_width(table, false); over > room && narrow(table); over--)
		continue;
}

void table_fit(struct table *table, const struct table_style *style)
{
	size_t room = style->width > style->indent ? style->width - style->indent : 1;
	widen(table);
	for (size_t i = 0; i < table->count; i++) {
		struct table_column *column = &table->columns[i];
		column->hidden = column->hidden || (style->lean && !table->headed && !column->widest);
	}
	if (!style->width)
		return;
	while (!table->headed && line_width(table, true) > room && drop_late(table))
		continue;
	narrow_to(table, room);
	if (table->headed || line_width(table, false) <= room)
		return;
	for (size_t i = 0; i < table->count; i++)
		table->folded |= !table->columns[i].hidden && table->columns[i].folded < table->columns[i].heading;
	do {
		widen(table);
		narrow_to(table, room);
	} while (line_width(table, false) > room && drop_last(table));
}

size_t table_width(const struct table *table)
{
	return line_width(table, false);
}
