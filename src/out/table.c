/* Tables for people. libsmartcols sets the columns; what stands in them, how wide they are and which give way to a
 * narrow terminal is decided here (table_fit.c) from the fields' flags, since the library sees one block of rows and knows no
 * ellipsis. It must never ask the terminal itself: the same rows look the same wherever they are printed with the same
 * options. */
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "format.h"
#include "ordr/loaded.h"
#include "table_heading.h"

#define BLOCK_ROWS  500        /* rows that wait for their widths */
#define BLOCK_BYTES (256 * 1024)

/* What is used of libsmartcols, by the types that its header gives; it is loaded when there is a table to print. */
#define SCOLS(X)                        \
	X(cell_set_color)               \
	X(column_get_header)            \
	X(line_get_cell)                \
	X(line_set_data)                \
	X(new_table)                    \
	X(print_table_to_string)        \
	X(table_enable_colors)          \
	X(table_enable_noencoding)      \
	X(table_enable_noheadings)      \
	X(table_new_column)             \
	X(table_new_line)               \
	X(table_set_column_separator)   \
	X(table_set_termforce)          \
	X(unref_table)

#define SCOLS_MEMBER(name) __typeof__(&scols_##name)(name);
#define SCOLS_FUNCTION(name) { "scols_" #name, offsetof(struct scols, name) },

static struct scols {
	SCOLS(SCOLS_MEMBER)
} scols;

static const char *const scols_files[] = { "libsmartcols.so.1", NULL };
static const struct loaded_function scols_functions[] = { SCOLS(SCOLS_FUNCTION) { NULL, 0 } };

static int load_scols(struct err *err)
{
	const struct loaded_library library = { scols_files, scols_functions };
	const char *missing;
	if (scols.new_table || loaded_open(&library, &scols, &missing) == LOADED)
		return 0;
	scols.new_table = NULL;
	err_set(err, ERR_FAILED, "cannot print a table: libsmartcols.so.1 is not installed, or lacks %s", missing);
	return err_hint(err, "install it (Debian: libsmartcols1); --json and --csv need nothing");
}

int table_init(struct table *table, const struct field *fields, struct err *err)
{
	struct str heading = { 0 };
	*table = (struct table){ .fields = fields, .count = field_count(fields) };
	table->columns = calloc(table->count + 1, sizeof *table->columns);
	for (size_t i = 0; table->columns && i < table->count; i++) {
		str_clear(&heading);
		cell_put_heading(&fields[i], &heading);
		table->columns[i].heading = heading.text ? cell_width(heading.text) : 0;
		if (heading.text)
			heading_fold(heading.text, &table->columns[i].folded);
	}
	bool failed = heading.failed || !table->columns;
	str_release(&heading);
	return failed ? err_memory(err) : 0;
}

void table_release(struct table *table)
{
	free(table->columns);
	str_release(&table->cells);
	*table = (struct table){ 0 };
}

void table_add(struct table *table, const void *record)
{
	for (size_t i = 0; i < table->count; i++) {
		size_t start = table->cells.length;
		cell_put(&table->fields[i], record, &table->cells);
		str_put_bytes(&table->cells, "", 1);
		size_t width = table->cells.failed ? 0 : cell_width(table->cells.text + start);
		if (width > table->columns[i].widest)
			table->columns[i].widest = width;
	}
	table->rows++;
}

/* The heading is filled up to the width that the column shall have: the library keeps every column as wide as its
 * heading, while a hint of its own it takes as advice. A folded one is blanks here, and stands in the first rows. */
static int add_column(const struct table *table, size_t i, bool color, struct libscols_table *grid)
{
	const struct table_column *column = &table->columns[i];
	bool right = cell_is_number(&table->fields[i]);
	int filling = (int)(column->width - (table->folded ? 0 : column->heading));
	struct str heading = { 0 };
	str_printf(&heading, "%*s", right ? filling : 0, "");
	if (!table->folded)
		cell_put_heading(&table->fields[i], &heading);
	str_printf(&heading, "%*s", right ? 0 : filling, "");
	struct libscols_column *made =
		heading.failed ? NULL : scols.table_new_column(grid, heading.text, 0, right ? SCOLS_FL_RIGHT : 0);
	str_release(&heading);
	return !made || (color && scols.cell_set_color(scols.column_get_header(made), COLOR_BOLD));
}

static int add_columns(const struct table *table, bool color, struct libscols_table *grid)
{
	for (size_t i = 0; i < table->count; i++)
		if (!table->columns[i].hidden && add_column(table, i, color, grid))
			return -1;
	return 0;
}

static int add_folded(const struct table *table, bool first, bool color, struct libscols_table *grid)
{
	struct str heading = { 0 };
	struct str part = { 0 };
	struct libscols_line *line = scols.table_new_line(grid, NULL);
	int failed = !line;
	for (size_t i = 0, at = 0; i < table->count && !failed; i++) {
		const struct table_column *column = &table->columns[i];
		if (column->hidden)
			continue;
		str_clear(&heading);
		str_clear(&part);
		cell_put_heading(&table->fields[i], &heading);
		if (heading.text)
			heading_put(heading.text, column->width, first, &part);
		failed = heading.failed || part.failed || scols.line_set_data(line, at, part.text ? part.text : "") ||
			 (color && part.length && scols.cell_set_color(scols.line_get_cell(line, at), COLOR_BOLD));
		at++;
	}
	str_release(&heading);
	str_release(&part);
	return failed;
}

static int set_cell(const struct field *field, struct libscols_line *line, size_t at, const char *text)
{
	const char *color = cell_color(field, text);
	if (scols.line_set_data(line, at, text))
		return -1;
	return color ? scols.cell_set_color(scols.line_get_cell(line, at), color) : 0;
}

static int add_rows(const struct table *table, const struct table_style *style, struct libscols_table *grid)
{
	struct str cut = { 0 };
	const char *text = table->cells.text;
	int failed = 0;
	for (size_t row = 0; row < table->rows && !failed; row++) {
		struct libscols_line *line = scols.table_new_line(grid, NULL);
		failed = !line;
		for (size_t i = 0, at = 0; i < table->count && !failed; i++, text += strlen(text) + 1) {
			const struct table_column *column = &table->columns[i];
			if (column->hidden)
				continue;
			str_clear(&cut);
			if (style->width && table->fields[i].flags & FIELD_WIDE)
				cell_put_cut(&cut, text, column->width);
			else
				str_put(&cut, text);
			failed = cut.failed || set_cell(&table->fields[i], line, at++, cut.text);
		}
	}
	str_release(&cut);
	return failed;
}

/* One line without the blanks that the library fills it up with, which end inside the last cell's colour. */
static void put_line(struct str *str, const char *text, size_t length)
{
	const size_t reset = strlen(COLOR_RESET);
	while (length && text[length - 1] == ' ')
		length--;
	bool colored = length >= reset && !strncmp(text + length - reset, COLOR_RESET, reset);
	length -= colored ? reset : 0;
	while (length && text[length - 1] == ' ')
		length--;
	str_put_bytes(str, text, length);
	str_put(str, colored ? COLOR_RESET "\n" : "\n");
}

static void put_lines(struct str *str, const char *text, size_t indent)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		str_printf(str, "%*s", length ? (int)indent : 0, "");
		put_line(str, text, length);
		text += length + (text[length] == '\n');
	}
}

static int print_grid(const struct table *table, const struct table_style *style, struct libscols_table *grid,
		      struct str *lines)
{
	char *text = NULL;
	int failed = scols.table_set_column_separator(grid, "  ") || scols.table_set_termforce(grid, SCOLS_TERMFORCE_NEVER) ||
		     scols.table_enable_noencoding(grid, 1) || scols.table_enable_noheadings(grid, table->headed || table->folded) ||
		     scols.table_enable_colors(grid, style->color) || add_columns(table, style->color, grid) ||
		     (table->folded && !table->headed && (add_folded(table, true, style->color, grid) || add_folded(table, false, style->color, grid))) ||
		     add_rows(table, style, grid) || scols.print_table_to_string(grid, &text);
	/* The library may fail and leave a text, or leave none and not say that it failed. */
	if (!failed && text)
		put_lines(lines, text, style->indent);
	failed |= !text;
	free(text);
	return failed || lines->failed;
}

int table_print(struct table *table, const struct table_style *style, struct sink *sink)
{
	struct str lines = { 0 };
	if (table->cells.failed)
		return err_memory(sink->err);
	table_fit(table, style);
	if (table_width(table)) { /* the library refuses a table without columns */
		if (load_scols(sink->err)) {
			str_release(&lines);
			return -1;
		}
		struct libscols_table *grid = scols.new_table();
		lines.failed = !grid || print_grid(table, style, grid, &lines);
		scols.unref_table(grid);
	}
	int failed = sink_put_str(sink, &lines);
	str_release(&lines);
	str_clear(&table->cells);
	table->rows = 0;
	table->headed = true;
	return failed;
}

static struct table_style list_style(const struct out *out)
{
	return (struct table_style){ .width = out_width(out), .color = out->options.color };
}

static int list_record(struct out *out, const void *record)
{
	struct table *table = &out->table;
	struct table_style style = list_style(out);
	if (!table->columns && table_init(table, out->columns, out->err))
		return -1;
	table_add(table, record);
	if (table->rows < BLOCK_ROWS && table->cells.length < BLOCK_BYTES)
		return 0;
	return table_print(table, &style, out->sink);
}

static int list_end(struct out *out)
{
	struct table_style style = list_style(out);
	return out->table.rows ? table_print(&out->table, &style, out->sink) : 0;
}

const struct format format_table = {
	.standard = LEAVES_SHOWN, .measures = true, .record = list_record, .end = list_end, .pause = list_end
};
