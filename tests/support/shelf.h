/* Some shelves on the books: two customers, two goods and a service, two warehouses; and orders written straight into the tables, so that a
 * test of one part stands on no other. */
#ifndef ORDR_TESTS_SHELF_H
#define ORDR_TESTS_SHELF_H

#include "books.h"
#include "ordr/stock.h"

/* Customers C-1 (standard) and C-2 (strategic); products 1 A-1, 2 A-2, 3 S-1 (a service); warehouses 1 MAIN, 2 NORTH. */
int shelf_setup(void **state);
/* A placed order of one line, of customer and product by row, its next due time `due` milliseconds after 1970. */
struct order_id shelf_order(struct books *books, int64_t id, int64_t customer, int64_t product, int64_t pieces, int64_t due);
void shelf_line(struct books *books, int64_t id, int64_t line, int64_t product, int64_t pieces);
/* Allocates and marks it confirmed. */
void shelf_confirm(struct books *books, struct order_id id);
struct place shelf_place(struct books *books, const char *sku, const char *warehouse);
/* `served` may be NULL. */
void shelf_receive(struct books *books, const char *sku, const char *warehouse, int64_t pieces, struct list *served);
/* The number that a query gives. `sql` must be a literal. */
void shelf_number(struct books *books, const char *sql, int64_t expected);
/* Runs SQL (a literal) that must succeed. */
void shelf_run(struct books *books, const char *sql);
/* A list of ids as "SO-000001 SO-000002". */
const char *shelf_ids(struct books *books, const struct list *ids);

#endif
