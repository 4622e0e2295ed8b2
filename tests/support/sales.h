/* A small company for tests of orders: customers C-1 (standard) and C-2 (strategic); goods A-1 (1.00, 19 %), A-2 (0.50, 19 %), B-1 (3.33,
 * 7 %), W-1 (3.33 a metre, two decimals, 19 %); the service S-1 (50.00 an hour, 19 %); warehouses MAIN and NORTH. */
#ifndef ORDR_TESTS_SALES_H
#define ORDR_TESTS_SALES_H

#include "books.h"
#include "ordr/order.h"

/* Setup: *state is a struct books. Teardown is books_teardown. */
int sales_setup(void **state);

/* A line as it is typed; what is NULL is not given. */
struct sales_line {
	const char *sku, *qty, *price, *discount, *date;
};

/* A form of these lines, in the arena. */
struct order_form sales_form(struct books *books, const char *customer, const struct sales_line *lines, size_t count);
#define SALES_LINES(...) (const struct sales_line[]){ __VA_ARGS__ }, sizeof((const struct sales_line[]){ __VA_ARGS__ }) / sizeof(struct sales_line)

struct order_id sales_place_form(struct books *books, const struct order_form *form);
/* One line. */
struct order_id sales_place(struct books *books, const char *customer, const char *sku, const char *qty);
struct order sales_load(struct books *books, struct order_id id);
void sales_receive(struct books *books, const char *sku, const char *qty);
void sales_set(struct books *books, const char *setting, const char *value);
/* Runs SQL that must succeed; $1 is the order. */
#define sales_run(books, sql, id) assert_int_equal(db_run((books)->core.db, sql, A((id).number)), 0)
/* The last event of the order: what it says. */
const char *sales_event(struct books *books, struct order_id id);
int64_t sales_number(struct books *books, const char *sql);

struct date sales_date(const char *text);
struct instant sales_instant(const char *text);
#define assert_date(date, text)       sales_assert_text((date).days == NONE ? NULL : date_text((date), (char[DATE_SIZE]){ 0 }), (text), __FILE__, __LINE__)
#define assert_instant(instant, text) sales_assert_text((instant).ms == NONE ? NULL : instant_text((instant), (char[INSTANT_SIZE]){ 0 }), (text), __FILE__, __LINE__)
#define assert_text(got, text)        sales_assert_text((got), (text), __FILE__, __LINE__)
void sales_assert_text(const char *got, const char *text, const char *file, int line);

#endif
