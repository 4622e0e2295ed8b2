/* What the books must say, kept a second time: small, in memory, written from the model of the design and not from the
 * code under test. Each function is one step on one record: it returns the exit status that ordr must have for it (0:
 * done), and has then changed the books. A refused one may have changed them half; the caller goes back to a mark. */
#ifndef ORDR_TESTS_MODEL_H
#define ORDR_TESTS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ordr/money.h"

enum {
	EXIT_OK = 0,
	EXIT_USAGE = 2,
	EXIT_PARTIAL = 3,
	EXIT_MISSING = 4,
	EXIT_CONFLICT = 5,
	EXIT_REFUSED = 6,
	EXIT_INVALID = 7,
	EXIT_DENIED = 8
};

/* What a company of the walk may have; names of the last ones are used before they are added, so that unknown ones come
 * up. */
enum {
	CUSTOMERS = 5,
	PRODUCTS = 8,
	WAREHOUSES = 3,
	POLICIES = 4,
	USERS = 5,
	LINES = 9,
	PLACED_LINES = 5,
	ADDED_LINES = 2
}; /* lines of an order, as it is placed, of one amendment */
enum { HOLDS_MOST = 24, HOLD_ALLOCATE = 1, HOLD_SHIP = 2, HOLD_INVOICE = 4, HOLD_ALL = 7 };
enum return_state { RETURN_REQUESTED, RETURN_RECEIVED, RETURN_INSPECTED, RETURN_CLOSED, RETURN_REFUSED };
enum { GOOD, OPENED, CONDITIONS = 6 };
enum { RESTOCK, SCRAP, REPLACE, REFUND, DISPOSITIONS };
enum { BY_RETURN, BY_REPLACEMENT, BY_CREDIT, BY_NOTHING, OUTCOMES };
enum { RETURN_PARTS = 40 };
enum { OPEN_MOST = 400, COMING_MOST = 200, YEARS_MOST = 40, SERVED_MOST = 64 };

enum state { PLACED, CONFIRMED, COMPLETED, REJECTED, CANCELLED };
enum stage { PICKING, PACKED, SHIPPED, DELIVERED, CALLED_OFF };
enum setting { SHORTAGE, DELIVERY, PACK, INVOICE_ON, PAYMENT_DAYS, LEAD_DAYS, TRANSIT_DAYS, SELLER, HOURS, EXPIRE_DAYS, UNPAID_DAYS, SETTINGS };
enum { SHORT_BACKORDER, SHORT_PARTIAL, SHORT_REFUSE };
enum { DELIVER_PARTIAL, DELIVER_COMPLETE };
enum { PACK_REQUIRED, PACK_SKIPPED };
enum { INVOICE_SHIPMENT, INVOICE_ORDER, INVOICE_DELIVERY };

/* `row` is the order in which they were added, from 1; 0: not there. */
struct model_customer {
	int row, tier; /* tier: 0 standard, 1 preferred, 2 strategic */
	int64_t payment_days, limit; /* limit: NONE: no credit limit */
	bool prepayment;
};

/* Its price, and that of a line, in ten-thousandths of a cent. */
struct model_product {
	int row;
	bool service, charge, ordered; /* charge: such as freight, billed only */
	int64_t decimals, price, rate, lead_days, capacity;
};

struct model_warehouse {
	int row;
	int64_t rank;
};

struct model_policy {
	bool kept;
	int tier, priority;             /* −1: any */
	int64_t confirm, ship, deliver; /* working minutes, NONE: no target */
};

struct model_level {
	bool kept;
	int64_t on_hand, allocated;
};

struct model_coming {
	int product, warehouse, ref;
	int64_t open, day;
};

enum { DAYS_MOST = 40 };

struct model_booking {
	int64_t day, qty;
};

struct model_line {
	int product, revision, days; /* days: how many it is booked on */
	bool service, charge;
	struct model_booking day[DAYS_MOST];
	int64_t ordered, cancelled, backordered, allocated[WAREHOUSES], picked, packed, shipped, delivered, returned, invoiced;
	int64_t price, discount, net, rate, date;
	int64_t billed;      /* net, of what is invoiced and was not taken back to be billed again */
	int64_t kept;        /* units that credit notes took back for good, … */
	int64_t written_off; /* … of which so many were cancelled as such */
};

struct model_hold {
	int number, reason, blocks;
	bool open;
};

struct model_order {
	int tag, revision, customer, priority, ref, key, warehouse, delivery, count; /* ref, key: 0 none; warehouse: −1 any */
	enum state state;
	int reason;
	int64_t placed_at, confirmed_at, closed_at, shipped_at, delivered_at;
	int64_t requested, first_promised, promised, ship_by, next_due;
	int64_t due[3], risk[3]; /* confirm, ship, deliver */
	int64_t net, tax, gross;
	int first_shipment, last_shipment, first_invoice, last_invoice; /* 0: none */
	int first_return, last_return, first_complaint, last_complaint; /* 0: none */
	bool prepaid;
	int let_pass; /* the revision that may be above the credit limit; 0: none */
	int64_t stopped_at; /* NONE: its clock runs */
	int64_t paused;     /* working minutes that it stood before */
	struct model_hold holds[HOLDS_MOST];
	int hold_count;
	struct model_line lines[LINES];
};

struct model_shipment {
	int order, warehouse, next;
	enum stage stage;
	int64_t picked_at, packed_at, shipped_at, delivered_at;
	int64_t qty[LINES];
	int packages, attempts;
	int64_t attempted_at; /* last; NONE */
};

struct model_invoice {
	int order, next, year, sequence;
	int64_t issued, due, net, tax, gross, paid;
	int64_t qty[LINES], line_net[LINES], line_discount[LINES];
	int64_t kept_qty[LINES], kept_net[LINES], kept_discount[LINES]; /* of a credit note: what it takes back for good */
	int64_t left_qty[LINES], left_net[LINES], left_tax[LINES];      /* of an invoice: what is not taken back; tax at the first line of each rate */
	int64_t taken;                                                  /* gross, by its credit notes */
	int payments;
	int corrects; /* a credit note: the invoice that it takes back; 0 */
	bool credited; /* it has credit notes */
};

/* What of an invoice is taken back: units of a line (from 0; qty NONE: all that is left), to be billed again or not; or all, for line −1. */
struct model_taking {
	int line, reason;
	int64_t qty;
	bool rebill;
};

struct model_part {
	int line, reason, condition, disposition; /* line: from 0; condition, disposition: −1 not inspected */
	int64_t qty, received;
	bool credit;
	int replacement; /* order, 0: none */
};

struct model_return {
	int order, next, warehouse, refusal, count; /* warehouse: −1 not received */
	enum return_state state;
	int64_t opened_at, received_at, closed_at;
	struct model_part parts[RETURN_PARTS];
};

struct model_complaint {
	int order, next, line, reason, outcome; /* line: from 1, 0: the order as a whole; outcome: −1 open */
	int64_t amount, opened_at, resolved_at;
	int rma, replacement; /* 0: none */
};

/* "--line N:QTY"; qty NONE: all. */
struct model_piece {
	int line;
	int64_t qty;
};

struct model_pieces {
	struct model_piece piece[LINES];
	int count;
};

struct model_judgement {
	int condition, disposition;
	bool credit;
};

/* What an order form says. A fact that is not given is NONE, 0 (ref, key) or −1 (priority, warehouse). */
struct model_form_line {
	int product;
	int64_t qty, price, percent, amount, date; /* percent, amount: of the discount */
};

struct model_form {
	int tag; /* how the walk calls the order, whatever number it gets */
	int customer, ref, key, priority, warehouse, delivery, count; /* delivery: −1 as the company's */
	int64_t requested;
	struct model_form_line lines[LINES];
};

/* What is to change of an order. A fact that is not given is NONE or −1 (priority). */
struct model_amendment {
	int priority, count, reason;
	int64_t requested, promised;
	struct model_form_line lines[ADDED_LINES];
	int line; /* the one that changes, from 1; 0: none */
	int override; /* reason, 0: not given */
	int64_t qty, price, date;
};

/* All that is small enough to be copied for a mark. */
struct model_books {
	struct model_customer customers[CUSTOMERS];
	struct model_product products[PRODUCTS];
	struct model_warehouse warehouses[WAREHOUSES];
	struct model_policy policies[POLICIES];
	int users[USERS]; /* their roles; 0: not there */
	struct model_level levels[PRODUCTS][WAREHOUSES];
	struct model_coming coming[COMING_MOST];
	int coming_count;
	int settings[SETTINGS];
	int open[OPEN_MOST], open_count; /* orders placed or confirmed, by number */
	int orders, shipments, invoices, holds, returns, complaints; /* how many there are */
	int payments, moves, events, keys, cancellations, promises;
	int customer_rows, product_rows, warehouse_rows;
	struct {
		int year, last;
	} years[YEARS_MOST];
	int years_count;
};

enum shown {
	DOC_NONE,
	DOC_ORDER,
	DOC_SHIPMENT,
	DOC_INVOICE,
	DOC_STOCK,
	DOC_CUSTOMER,
	DOC_PRODUCT,
	DOC_WAREHOUSE,
	DOC_SETTING,
	DOC_POLICY,
	DOC_USER,
	DOC_RETURN,
	DOC_COMPLAINT
};
enum { DOCUMENTS_MOST = 96 };

struct model_key {
	bool used, partial; /* partial: some records failed then */
	uint64_t content;
	enum shown kind;
	int count;
	int of[DOCUMENTS_MOST], at[DOCUMENTS_MOST]; /* order, shipment, invoice, product …; warehouse of a level */
};

/* Orders, each once. */
struct model_list {
	int orders[SERVED_MOST], count;
};

struct model {
	struct model_books books;
	int64_t now;
	bool already;                    /* of the last conflict: it is as the step wants it */
	struct model_list served, taken; /* by the last step in stock: whom it gave units to and took them from */
	/* Each of room + 1, from 1; changed only after model_keep. */
	int room;
	struct model_order *orders;
	struct model_shipment *shipments;
	struct model_invoice *invoices;
	struct model_return *returns;
	struct model_complaint *complaints;
	struct model_key *keys;
	int *tags;            /* the number of the order with that tag, 0: not placed */
	int *refs[CUSTOMERS]; /* the order with that ref of the customer, 0: none */
	struct undo *undo;
};

struct model_mark {
	struct model_books books;
	size_t undo;
};

/* Room for that many steps. */
void model_init(struct model *model, int room);
void model_release(struct model *model);
void model_mark(const struct model *model, struct model_mark *mark);
void model_back(struct model *model, const struct model_mark *mark);
/* Forgets how to go back. */
void model_settle(struct model *model);
/* Remembers what is there, before it is changed. */
void model_keep(struct model *model, void *at, size_t size);
struct model_order *model_change(struct model *model, int order);

/* model_time.c: working time, in the company's hours (UTC). */
int64_t model_today(const struct model *model);
int64_t model_day(int64_t instant);
int64_t model_workday(const struct model *model); /* that work done now counts for */
int64_t model_opening(const struct model *model, int64_t day);
int64_t model_close(const struct model *model, int64_t day);
int64_t model_work(const struct model *model, int64_t from, int64_t minutes);
int64_t model_worked(const struct model *model, int64_t from, int64_t to); /* whole minutes; 0 when `to` is before `from` */
int64_t model_worked_day(const struct model *model, int64_t day);
int64_t model_add_days(const struct model *model, int64_t day, int64_t count);
int64_t model_days(const struct model *model, enum setting setting);
int model_year(int64_t day);

/* model_math.c: exact sums. */
int64_t model_scale(int64_t value, int64_t by, int64_t of); /* round(value × by ÷ of), half away from zero */
int64_t model_active(const struct model_line *line);
bool model_goods(const struct model_line *line);
int64_t model_allocated(const struct model_line *line);
bool model_less_urgent(const struct model *model, int one, int other);

/* model_keep.c: who buys, what is sold, where it lies, how the company works. Adding says what the record is. */
int model_add_customer(struct model *model, int customer, int tier, int64_t payment_days);
int model_add_product(struct model *model, int product, const struct model_product *record);
int model_add_warehouse(struct model *model, int warehouse, int64_t rank);
int model_add_policy(struct model *model, int policy, const struct model_policy *record);
enum { SALES = 1, STORES = 2, BILLING = 4, ADMIN = 8 };
int model_add_user(struct model *model, int user, int role);
/* May a user (−1: somebody who is not kept) do what takes one of these roles? */
bool model_may(const struct model *model, int user, int roles);
enum fact {
	FACT_TIER,
	FACT_PAYMENT_DAYS,
	FACT_LIMIT,
	FACT_PREPAYMENT,
	FACT_PRICE,
	FACT_DECIMALS,
	FACT_RATE,
	FACT_LEAD_DAYS,
	FACT_CAPACITY,
	FACT_KIND,
	FACT_RANK
};
int model_edit(struct model *model, int which, enum fact fact, int64_t value);
int model_set(struct model *model, int setting, int value); /* −1: empty, −2: nonsense */

/* model_stock.c */
/* The warehouses by rank, then as they were added; how many there are. */
int model_by_rank(const struct model *model, int sorted[WAREHOUSES]);
int model_first_warehouse(const struct model *model);
int model_place_of(const struct model *model, int product, int *warehouse);
int model_receive(struct model *model, int product, int warehouse, int64_t qty, int ref);
int model_announce(struct model *model, int product, int warehouse, int64_t qty, int64_t day, int ref);
int model_adjust(struct model *model, int product, int warehouse, int64_t delta, int reason);
int model_count(struct model *model, int product, int warehouse, int64_t counted, int reason);
int model_transfer(struct model *model, int product, int from, int to, int64_t qty);
void model_serve(struct model *model, int product, int warehouse);
/* Takes units that turned out to be missing from the least urgent. */
int model_take(struct model *model, int product, int warehouse, int64_t qty);
bool model_unsold(const struct model *model, int64_t qty, int product); /* more decimals than it is sold in */

/* model_allocate.c: what is promised on confirming (or to what is added, lines from `first` on), and what is given
 * back. */
int64_t model_available(const struct model *model, int product, int warehouse);
void model_hold(struct model *model, struct model_line *line, int warehouse, int64_t qty);
int model_allocate(struct model *model, int order, int first);
void model_give_back(struct model *model, int order);
/* Cancels units of a line (from 0) that wait or are held, and remembers where they are free now; whoever waits there is
 * then served. */
void model_cut(struct model *model, int order, int line, int64_t qty);
void model_serve_places(struct model *model, const struct model_order *before);

/* model_order.c. *number: the order; *replayed: it was placed before under its key. */
int model_place(struct model *model, const struct model_form *form, int *number, bool *replayed);
int model_confirm(struct model *model, int order, bool move);
/* 1 and 2 are codes of the list; the last two are set by expire alone. */
enum { REASONS = 3, REASON_NONE = 0, REASON_UNKNOWN = REASONS, REASON_EXPIRED, REASON_UNPAID, REASON_WORDS };
int model_reject(struct model *model, int order, int reason);
int model_cancel(struct model *model, int order, int reason);
/* REASON_EXPIRED: it was placed more days ago than expire.unconfirmed_days says; REASON_UNPAID: confirmed more days ago than
 * expire.unpaid_days, to be paid first, and nothing is paid or moved; neither when somebody holds it. 0: it stays. */
int model_expired(const struct model *model, int order);
int model_expire(struct model *model, int order);
/* Prices a line as it is placed; false: it cannot be. */
bool model_price(const struct model *model, const struct model_form_line *given, struct model_line *line);
/* Freight of nothing is not charged for: charges go with the last line that they were for, unless one is billed. */
void model_cut_charges(struct model *model, int order);
/* Is there something to commit to: goods, services, or charges when nothing else was ordered? */
bool model_alive(const struct model_order *order);
/* Nothing is left that an order lives on. */
bool model_bare(const struct model *model, const struct model_order *order);
/* Net, tax and gross, of what is not cancelled. */
void model_total(struct model_order *order);
/* The targets of its tier and priority, of what is not done yet. */
void model_targets(const struct model *model, struct model_order *order);
bool model_known_reason(int reason);
int model_conflict(struct model *model, bool already);
void model_close_order(struct model *model, int order, enum state state, int64_t at);
/* model_change.c. `line` from 1; `qty` NONE: all that can be. */
/* What follows from units that were cancelled or added: totals, an order of which nothing is left, or no goods, progress. */
void model_after_cut(struct model *model, int number, int reason);
int model_cancel_line(struct model *model, int order, int line, int64_t qty, int reason);
int model_amend(struct model *model, int order, const struct model_amendment *amendment);
/* Of an order that is placed: `shown` gets what confirming it now would promise. */
void model_outlook(struct model *model, int order, struct model_order *shown);
/* model_promise.c: books the services of an order that is being confirmed, and sets its promise. */
int model_promise(struct model *model, struct model_order *order, bool move);
/* Books those that are added to an order that is confirmed, or moved. */
int model_book_more(struct model *model, struct model_order *order);
/* model_book.c: the days of services. */
int64_t model_free(const struct model *model, int product, int64_t day);
bool model_overbooked(const struct model *model, int product, int64_t capacity);
int model_book(const struct model *model, struct model_order *order, int64_t today, int64_t arrival, bool move);
bool model_due(const struct model *model, const struct model_line *line, int64_t day); /* its day has come */
void model_unbook(struct model_line *line, int64_t day); /* gives back what is after a day */
void model_trim(struct model_line *line); /* … and what is more than is not cancelled, the last day first */
int64_t model_ship_by(const struct model *model, const struct model_order *order);
void model_progress(struct model *model, int order, int64_t at);
/* The same after units were cancelled: what is whole by that was so when its last shipment was. */
void model_progress_cut(struct model *model, int order);
uint64_t model_form_content(const struct model_form *form);

/* model_hold.c: what stops an order, and the clock that stands meanwhile. */
int model_set_hold(struct model *model, int order, int reason, int blocks);
/* The hold of that number, 0: the only one. */
int model_let_go(struct model *model, int order, int number);
/* Ends those of an order that is closed without being completed. */
void model_end_holds(struct model_order *order);
bool model_held(const struct model_order *order, int blocks);
/* What was done at `at` while the clock stood is due later by that time. */
void model_done_while_stopped(const struct model *model, struct model_order *order, int target, int64_t at);
/* Would the customer owe more than their limit with this order? */
bool model_above(const struct model *model, int order);
/* … and did nobody let this revision of it pass? */
bool model_over(const struct model *model, int order);
/* Lets it pass for a reason; *needed: it is above. */
int model_let_pass(struct model *model, int order, int reason, bool *needed);
/* May the goods of the order not move, because of a hold or of money? */
bool model_stopped(const struct model *model, int order);

/* model_ship.c: each of one shipment, or (0) of all of the order's that can take the step. */
bool model_committed(const struct model_order *order);
bool model_has(const struct model *model, int order, int shipment, enum stage stage);
int model_pick(struct model *model, int order, int shipment);
/* Into `packages`: 1, or 2 of which the first holds `qty` of the product (NONE: that is not said). */
struct model_parcel {
	int product;
	int64_t qty;
};
int model_pack(struct model *model, int order, int shipment, const struct model_parcel *parcel);
int model_ship(struct model *model, int order, int shipment);
int model_deliver(struct model *model, int order, int shipment, int64_t at, bool early);

/* model_floor.c: steps back, what is missing, what did not arrive, and from one order for another. */
int model_unpick(struct model *model, int order, int shipment);
int model_unpack(struct model *model, int order, int shipment);
int model_miss(struct model *model, int order, int shipment, int product, int64_t qty, int reason);
int model_attempt(struct model *model, int order, int shipment, int64_t at, int reason);
/* Can it come to the door at that time? */
bool model_possible(const struct model *model, int order, int shipment, int64_t at);
/* `places`: the warehouses that it took from. */
int model_reallocate(struct model *model, int product, int warehouse, int from, int to, int64_t qty, int reason, int places[WAREHOUSES], int *count);

/* model_bill.c */
int64_t model_billable(const struct model *model, const struct model_order *order, const struct model_line *line);
int model_invoice(struct model *model, int order, int *invoice);
/* *note: the credit note. */
int model_credit(struct model *model, int invoice, const struct model_taking *taking, int *note);
/* Units of a line that were credited for good and are neither cancelled nor came back: nobody pays for them. */
int64_t model_forgiven(const struct model *model, const struct model_order *order, int line);
/* Some of the line is invoiced, and not credited for good. */
bool model_charged(const struct model *model, const struct model_order *order, int line);
/* So many units of the line are being cancelled: what is invoiced beyond the rest was credited for good, and is invoiced no more. */
void model_write_off(struct model *model, struct model_line *line, int64_t qty);
/* What is neither paid nor credited; below zero: what the customer is to get back. */
int64_t model_owed(const struct model *model, int invoice);
bool model_credited(const struct model *model, int invoice);
/* `amount` NONE: all that is open. */
int model_pay(struct model *model, int invoice, int64_t amount, int64_t at);

/* model_after.c. *made: the return, the complaint; `tag`: of an order that replaces something. */
int64_t model_returnable(const struct model *model, const struct model_order *order, int line);
int model_return_open(struct model *model, int order, const struct model_pieces *pieces, int reason, int *made);
int model_return_receive(struct model *model, int id, const struct model_pieces *pieces, int warehouse);
int model_return_inspect(struct model *model, int id, const struct model_pieces *pieces, const struct model_judgement *judgement, int tag);
int model_return_close(struct model *model, int id);
int model_return_refuse(struct model *model, int id, int reason);
/* `line` 0: of the order as a whole. */
int model_complain(struct model *model, int order, int line, int reason, int64_t amount, int *made);
int model_resolve(struct model *model, int id, int outcome, const struct model_pieces *pieces, int64_t amount, int tag);

/* model_words.c: what an order's progress is called. */
const char *model_fulfilment(const struct model_order *order);
const char *model_billing(const struct model *model, const struct model_order *order);
/* Can the order take the step "pick" …, and is it to be chosen for it? */
bool model_ready(const struct model *model, int order, const char *step);

#endif
