/* A small shop on top of books: customers, products, two warehouses, and orders that are taken and confirmed as a company does it. */
#ifndef ORDR_TESTS_TRADE_H
#define ORDR_TESTS_TRADE_H

#include "books.h"
#include "ordr/invoice.h"
#include "ordr/order.h"
#include "ordr/payment.h"

/* Test setup: goods BOLT (1.00, 19 %), NUT (0.50, 19 %), BOOK (10.00, 7 %), ROPE by the metre (3 decimals, 0.33, 19 %); the service FIT
 * (40.00, 19 %). Customers C-1 (the company's term of payment) and C-2 (30 days). Warehouses MAIN and NORTH, by rank. The seller has a
 * name. Teardown is books_teardown. */
int trade_setup(void **state);

/* Takes an order of lines "SKU:QTY[@PRICE][-DISCOUNT] …"; takes and confirms it. */
struct order_id trade_place(struct books *books, const char *customer, const char *lines);
struct order_id trade_order(struct books *books, const char *customer, const char *lines);

void trade_receive(struct books *books, const char *sku, const char *warehouse, const char *quantity);
/* Picks, packs and ships what is allocated; bills what may be, the number back; reads an invoice. */
void trade_ship(struct books *books, struct order_id id);
const char *trade_issue(struct books *books, struct order_id id);
struct invoice trade_invoice(struct books *books, const char *number);
void trade_money(struct money money, const char *expected);
void trade_set(struct books *books, const char *setting, const char *value);
/* The first integer, or text, of a query. */
void trade_number(struct books *books, const char *sql, int64_t expected);
void trade_text(struct books *books, const char *sql, const char *expected);
/* All that must hold after every step, of stock, ledger, lines, shipments, invoices and payments. */
void trade_sound(struct books *books);
/* The refusal of a step: its code, whether it is so already, its message, hint and subject, each whole. */
void trade_refused(struct books *books, int result, enum err_code code, bool already, const char *message, const char *hint,
		   const char *subject);
/* The last event of that subject says `what` somewhere. */
void trade_logged(struct books *books, const char *subject, const char *what);

#endif
