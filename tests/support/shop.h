<<<<<<< HEAD
/* A small shop on the books: two customers, two goods and a service, two warehouses; and orders written straight into the tables, so that a
 * test of one part stands on no other. */
=======
/* A small company for tests of orders: customers C-1 (standard) and C-2 (strategic); goods A-1 (1.00, 19 %), A-2 (0.50, 19 %), B-1 (3.33,
 * 7 %), W-1 (3.33 a metre, two decimals, 19 %); the service S-1 (50.00 an hour, 19 %); warehouses MAIN and NORTH. */
>>>>>>> stock
#ifndef ORDR_TESTS_SHOP_H
#define ORDR_TESTS_SHOP_H

#include "books.h"
<<<<<<< HEAD
#include "ordr/stock.h"

/* Customers C-1 (standard) and C-2 (strategic); products 1 A-1, 2 A-2, 3 S-1 (a service); warehouses 1 MAIN, 2 NORTH. */
int shop_setup(void **state);
/* A placed order of one line, of customer and product by row, its next due time `due` milliseconds after 1970. */
struct order_id shop_order(struct books *books, int64_t id, int64_t customer, int64_t product, int64_t pieces, int64_t due);
void shop_line(struct books *books, int64_t id, int64_t line, int64_t product, int64_t pieces);
/* Allocates and marks it confirmed. */
void shop_confirm(struct books *books, struct order_id id);
struct place shop_place(struct books *books, const char *sku, const char *warehouse);
/* `served` may be NULL. */
void shop_receive(struct books *books, const char *sku, const char *warehouse, int64_t pieces, struct list *served);
/* The number that a query gives. `sql` must be a literal. */
void shop_number(struct books *books, const char *sql, int64_t expected);
/* Runs SQL (a literal) that must succeed. */
void shop_run(struct books *books, const char *sql);
/* A list of ids as "SO-000001 SO-000002". */
const char *shop_ids(struct books *books, const struct list *ids);
=======
#include "ordr/order.h"

/* Setup: *state is a struct books. Teardown is books_teardown. */
int shop_setup(void **state);

/* A line as it is typed; what is NULL is not given. */
struct shop_line {
	const char *sku, *qty, *price, *discount, *date;
};

/* A form of these lines, in the arena. */
struct order_form shop_form(struct books *books, const char *customer, const struct shop_line *lines, size_t count);
#define SHOP_LINES(...) (const struct shop_line[]){ __VA_ARGS__ }, sizeof((const struct shop_line[]){ __VA_ARGS__ }) / sizeof(struct shop_line)

struct order_id shop_place_form(struct books *books, const struct order_form *form);
/* One line. */
struct order_id shop_place(struct books *books, const char *customer, const char *sku, const char *qty);
struct order shop_load(struct books *books, struct order_id id);
void shop_receive(struct books *books, const char *sku, const char *qty);
void shop_set(struct books *books, const char *setting, const char *value);
/* Runs SQL that must succeed; $1 is the order. */
#define shop_run(books, sql, id) assert_int_equal(db_run((books)->core.db, sql, A((id).number)), 0)
/* The last event of the order: what it says. */
const char *shop_event(struct books *books, struct order_id id);
int64_t shop_number(struct books *books, const char *sql);

struct date shop_date(const char *text);
struct instant shop_instant(const char *text);
#define assert_date(date, text)       shop_assert_text((date).days == NONE ? NULL : date_text((date), (char[DATE_SIZE]){ 0 }), (text), __FILE__, __LINE__)
#define assert_instant(instant, text) shop_assert_text((instant).ms == NONE ? NULL : instant_text((instant), (char[INSTANT_SIZE]){ 0 }), (text), __FILE__, __LINE__)
#define assert_text(got, text)        shop_assert_text((got), (text), __FILE__, __LINE__)
void shop_assert_text(const char *got, const char *text, const char *file, int line);
>>>>>>> stock

#endif
