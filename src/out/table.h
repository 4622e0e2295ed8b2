/* Rows under headings. A list is printed in blocks, since a table that waits for its last row would hold them all: the
 * first block's widths stay, and later blocks only widen them. A list within a card is one block. */
#ifndef ORDR_OUT_TABLE_H
#define ORDR_OUT_TABLE_H

#include "ordr/field.h"
#include "ordr/sink.h"

struct table_column {
	size_t heading; /* width of the heading */
	size_t folded;  /* the same on two lines */
	size_t widest;  /* of the cells so far */
	size_t width;   /* as printed */
	bool hidden;
};

struct table {
	const struct field *fields; /* flat */
	size_t count;
	struct table_column *columns;
	struct str cells; /* of the rows that wait: texts, each with its NUL */
	size_t rows;
	bool folded; /* the headings take two lines */
	bool headed; /* the headings were printed, and which columns are hidden is settled */
};

struct table_style {
	size_t width;  /* columns of the terminal; 0: nothing is cut */
	size_t indent; /* blanks before each line */
	bool color;
	bool lean; /* columns without any value are left out */
};

/* 0 or −1 (err set). `fields` must live as long as the table. */
int table_init(struct table *table, const struct field *fields, struct err *err);
void table_add(struct table *table, const void *record);
/* Prints the rows that wait, below the headings the first time. */
int table_print(struct table *table, const struct table_style *style, struct sink *sink);
void table_release(struct table *table);
/* Settles the widths, which columns are hidden and whether headings are folded; and how wide a line is then. */
void table_fit(struct table *table, const struct table_style *style);
size_t table_width(const struct table *table);

#endif
