/* One invoice for many orders of a customer. Each order is billed as it would be by itself, what the policy allows of it and at the rates of its own
 * supply; then the lines stand on one invoice, order after order, and VAT is rounded once for all of them (BR-CO-17). What cannot stand together,
 * since an invoice names one place (BG-15) and what is not subject to VAT stands alone (BR-O-11), is an invoice of its own. */
#include <stdlib.h>
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/master.h"
#include "ordr/settings.h"

struct collecting {
	struct core *core;
	struct instant until;
	struct bill *bills;
	size_t count;
};

/* Is the order paid in advance, or a part of it by a deposit that no invoice has taken off whole? Its own invoice says so. */
static int in_advance(struct core *core, struct order_id id)
{
	int64_t found = 0;
	return db_integer(core->db, &found,
			  "SELECT 1 FROM orders o WHERE o.id = $1 AND (o.prepaid = 1 OR EXISTS (SELECT 1 FROM invoice i WHERE i.order_id = o.id"
			  " AND i.kind = 'deposit' AND i.type = 'invoice' AND NOT EXISTS (SELECT 1 FROM invoice k WHERE k.corrects = i.number)"
			  " AND i.net > -coalesce((SELECT sum(CASE t.type WHEN 'invoice' THEN b.net ELSE -b.net END) FROM invoice t JOIN invoice_line b"
			  " ON b.invoice_id = t.id WHERE t.order_id = o.id AND b.deposit = i.number), 0)))",
			  A(id.number));
}

/* The bill of one order, if anything of it is to be billed. */
static int add_order(struct collecting *collecting, struct order_id id)
{
	struct core *core = collecting->core;
	struct bill *bill = &collecting->bills[collecting->count];
	int advance = in_advance(core, id);
	if (advance)
		return advance < 0 ? -1 : 0;
	*bill = (struct bill){ .id = id, .until = collecting->until };
	if (bill_load(core, bill, NULL) || bill_facts(core, bill) || bill_price(core, bill))
		return order_subject(core, id);
	collecting->count += bill->invoice.lines.count > 0;
	return 0;
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool untaxable(const struct bill *bill)
{
	const struct invoice_line *line = bill->invoice.lines.items;
	return !strcmp(line->tax_category, "O");
}

/* May both stand on one invoice? */
static bool together(const struct bill *a, const struct bill *b)
{
	const struct address *to = &a->invoice.ship_to;
	const struct address *other = &b->invoice.ship_to;
	return untaxable(a) == untaxable(b) && same(a->invoice.currency, b->invoice.currency) && same(to->name, other->name) &&
	       same(to->street, other->street) && same(to->city, other->city) && same(to->postcode, other->postcode) && same(to->country, other->country);
}

/* The lines of one order, behind those of the orders before it; a service keeps its own day. */
static void append(struct invoice *whole, const struct invoice *part)
{
	struct invoice_line *lines = whole->lines.items;
	const struct invoice_line *line = part->lines.items;
	for (size_t i = 0; i < part->lines.count; i++) {
		struct invoice_line *next = &lines[whole->lines.count++];
		*next = line[i];
		next->line = (int64_t)whole->lines.count;
		next->order_ref = part->order_ref;
		if (next->supplied.days == NONE) {
			next->supplied = part->supplied;
			next->supplied_until = part->supplied_until;
		}
	}
	invoice_widen(part->supplied, part->supplied_until, &whole->supplied, &whole->supplied_until);
	if (!same(whole->order_ref, part->order_ref))
		whole->order_ref = NULL;
}

/* All bills from `at` on that may stand with it, which are taken out. */
static int merge(struct collecting *collecting, size_t at, struct bill *whole)
{
	struct bill *bills = collecting->bills;
	size_t lines = 0, orders = 0;
	for (size_t i = at; i < collecting->count; i++)
		lines += bills[i].invoice.lines.count;
	*whole = bills[at];
	whole->invoice.lines = (struct list){ arena_array(collecting->core->arena, lines, sizeof(struct invoice_line)), 0 };
	whole->invoice.supplied = whole->invoice.supplied_until = (struct date){ NONE };
	if (!whole->invoice.lines.items)
		return err_memory(collecting->core->err);
	for (size_t i = at; i < collecting->count; i++) {
		if (!bills[i].id.number || !together(&bills[at], &bills[i]))
			continue;
		append(&whole->invoice, &bills[i].invoice);
		bills[i].id.number = i == at ? bills[i].id.number : 0;
		orders++;
	}
	if (orders == 1) {
		*whole = bills[at];
		return 0;
	}
	whole->id.number = whole->invoice.order.number = 0;
	whole->invoice.kind = "collective";
	return 0;
}

static int issue_all(struct collecting *collecting, struct list *numbers)
{
	struct core *core = collecting->core;
	const char **number = numbers->items;
	for (size_t i = 0; i < collecting->count; i++) {
		struct bill whole;
		struct order_id first = collecting->bills[i].id;
		if (!first.number)
			continue;
		if (merge(collecting, i, &whole) || bill_complete(core, &whole))
			return order_subject(core, first);
		if (bill_issue(core, &whole, first, "invoice.series", &number[numbers->count++]))
			return -1;
	}
	return 0;
}

int invoice_when(struct core *core, struct order_id id, const char **when)
{
	struct db_rows rows;
	const char *company = settings_text(core, "invoice.when");
	if (!company ||
	    db_query(core->db, &rows, "SELECT coalesce(c.invoice_when, $2) FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1", A(id.number),
		     A(company)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found < 0 ? -1 : order_missing(core, id);
	*when = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	return *when ? 0 : err_memory(core->err);
}

static int by_code(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The customer of the order, where it is one whose orders are collected; NULL: it is not. */
static int collected_customer(struct core *core, struct order_id id, const char *company, const char **code)
{
	struct db_rows rows;
	*code = NULL;
	if (db_query(core->db, &rows,
		     "SELECT c.code FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1 AND coalesce(c.invoice_when, $2) = 'collect'",
		     A(id.number), A(company)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*code = arena_strdup(core->keep, db_column_text(&rows, 0));
	db_finish(&rows);
	return *code ? 0 : err_memory(core->err);
}

int invoice_collecting(struct core *core, struct list *codes)
{
	struct list ids;
	struct order_filter filter;
	const char *company = settings_text(core, "invoice.when");
	order_filter_init(&filter);
	filter.ready = "invoice";
	if (!company || order_choose(core, &filter, &ids))
		return -1;
	const char **code = arena_array(core->keep, ids.count + 1, sizeof *code);
	if (!code)
		return err_memory(core->err);
	const struct order_id *id = ids.items;
	size_t found = 0, count = 0;
	for (size_t i = 0; i < ids.count; i++) {
		if (collected_customer(core, id[i], company, &code[found]))
			return -1;
		found += code[found] != NULL;
	}
	qsort(code, found, sizeof *code, by_code);
	for (size_t i = 0; i < found; i++)
		if (!count || strcmp(code[count - 1], code[i]))
			code[count++] = code[i];
	*codes = (struct list){ code, count };
	return 0;
}

int invoice_collect(struct core *core, const char *code, struct instant until, struct list *numbers)
{
	struct list ids;
	struct customer customer;
	struct order_filter filter;
	struct collecting collecting = { .core = core, .until = until };
	order_filter_init(&filter);
	filter.customer = code;
	filter.ready = "invoice";
	if (master_load(core, &master_customer, code, &customer) || order_choose(core, &filter, &ids))
		return -1;
	collecting.bills = arena_array(core->arena, ids.count + 1, sizeof *collecting.bills);
	*numbers = (struct list){ arena_array(core->arena, ids.count + 1, sizeof(const char *)), 0 };
	if (!collecting.bills || !numbers->items)
		return err_memory(core->err);
	const struct order_id *id = ids.items;
	for (size_t i = 0; i < ids.count; i++)
		if (add_order(&collecting, id[i]))
			return -1;
	if (collecting.count)
		return issue_all(&collecting, numbers);
	err_set(core->err, ERR_CONFLICT, "nothing of it can be collected");
	err_hint(core->err, "ordr why ORDER says what an order waits for; what is paid in advance is billed by itself: ordr invoice ORDER");
	return err_subject(core->err, "customer %s", code);
}
