/* Words for completion, asked at every Tab: none of it may take longer on large books than on small ones, so that keys are found by their index,
 * and orders are looked at from the most urgent on until there are enough. */
#include "ordr/suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/order.h"
#include "ordr/order_sql.h"
#include "ordr/reason.h"

#define LAST "\xf4\x8f\xbf\xbf" /* sorts behind all that is written */

static bool begins(const char *text, const char *beginning)
{
	return !strncmp(text, beginning, strlen(beginning));
}

/* --- keys --------------------------------------------------------------------------------------------------------------------- */

/* Rows of two columns, the word and what it is; ends the query. */
static int each_row(struct db_rows *rows, const char *beginning, suggest_each *each, void *context)
{
	int found;
	size_t count = 0;
	while ((found = db_next(rows)) == 1 && count < SUGGEST_MOST) {
		const char *word = db_column_text(rows, 0);
		if (!begins(word, beginning))
			continue;
		if (each(context, word, db_column_text(rows, 1))) {
			db_finish(rows);
			return -1;
		}
		count++;
	}
	if (found == 1)
		db_finish(rows);
	return found < 0 ? -1 : 0;
}

#define KEYS(table, key, help) \
	"SELECT " key ", " help " FROM " table " WHERE " key " >= $1 AND " key " < $2 ORDER BY " key " LIMIT $3"

#define SUGGEST_KEYS(function, table, key, help)                                                                                          \
	int function(struct core *core, const char *beginning, suggest_each *each, void *context)                                       \
	{                                                                                                                                 \
		struct db_rows rows;                                                                                                      \
		const char *last = arena_printf(core->arena, "%s" LAST, beginning);                                                      \
		if (!last)                                                                                                                \
			return err_memory(core->err);                                                                                     \
		if (db_query(core->db, &rows, KEYS(table, key, help), A(beginning), A(last), A(SUGGEST_MOST)))                            \
			return -1;                                                                                                        \
		return each_row(&rows, beginning, each, context);                                                                        \
	}

SUGGEST_KEYS(suggest_products, "product", "sku", "name")
SUGGEST_KEYS(suggest_customers, "customer", "code", "name")
SUGGEST_KEYS(suggest_warehouses, "warehouse", "code", "name")
SUGGEST_KEYS(suggest_users, "users", "name", "coalesce(full_name, role)")

int suggest_invoices(struct core *core, bool open, const char *beginning, suggest_each *each, void *context)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT n.number, n.buyer_name FROM (SELECT id, number, type, gross, buyer_name, order_id FROM invoice ORDER BY id DESC LIMIT $1) n"
		     " WHERE $2 = 0 OR (n.type = 'invoice' AND n.gross > coalesce((SELECT sum(p.amount + p.discount) FROM payment p WHERE p.invoice_id = n.id), 0)"
		     " + coalesce((SELECT sum(c.gross) FROM invoice c WHERE c.corrects = n.number), 0)) ORDER BY n.id DESC",
		     A(SUGGEST_LOOKED), A(open)))
		return -1;
	return each_row(&rows, beginning, each, context);
}

int suggest_reasons(struct core *core, const char *beginning, suggest_each *each, void *context)
{
	const char *const *codes;
	const char *const *faults;
	if (reason_list(core, &codes, &faults))
		return -1;
	for (; *codes; codes++, faults++)
		if (begins(*codes, beginning) && each(context, *codes, *faults))
			return -1;
	return 0;
}

/* --- numbers ------------------------------------------------------------------------------------------------------------------ */

/* An id as it is being typed: with its letters, or the number alone. */
struct typed {
	const char *beginning;
	bool bare;
	int64_t first, last; /* numbers of six digits that begin so; 0: fewer than three digits are typed */
};

static struct typed read_typed(const char *beginning, const char *letters)
{
	struct typed typed = { .beginning = beginning, .bare = *beginning >= '0' && *beginning <= '9' };
	const char *digits = begins(beginning, letters) ? beginning + strlen(letters) : beginning;
	size_t count = strspn(digits, "0123456789");
	if (digits[count] || count < 3 || count > 12)
		return typed;
	typed.first = typed.last = strtoll(digits, NULL, 10);
	if (typed.bare)
		return typed; /* a number without its zeros is typed whole */
	for (; count < 6; count++) {
		typed.first *= 10;
		typed.last = typed.last * 10 + 9;
	}
	typed.first += !typed.first;
	return typed;
}

/* "SO-000123", or "123" where that is typed. */
static const char *word_of(const struct typed *typed, const char *letters, int64_t number, char out[ID_SIZE])
{
	if (typed->bare)
		snprintf(out, ID_SIZE, "%lld", (long long)number);
	else
		snprintf(out, ID_SIZE, "%s%06lld", letters, (long long)number);
	return out;
}

/* Rows of a number and what it is; ends the query. */
static int each_number(struct db_rows *rows, const char *letters, const char *beginning, suggest_each *each, void *context)
{
	struct typed typed = read_typed(beginning, letters);
	char word[ID_SIZE];
	int found;
	while ((found = db_next(rows)) == 1)
		if (begins(word_of(&typed, letters, db_column_integer(rows, 0), word), beginning) && each(context, word, db_column_text(rows, 1))) {
			db_finish(rows);
			return -1;
		}
	return found;
}

int suggest_shipments(struct core *core, const char *beginning, suggest_each *each, void *context)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT s.id, s.state || ', ' || c.name FROM (SELECT id, state, order_id FROM shipment WHERE state IN ('picking', 'packed') LIMIT $1) s"
		     " JOIN orders o ON o.id = s.order_id JOIN customer c ON c.id = o.customer_id ORDER BY s.id",
		     A(SUGGEST_MOST)))
		return -1;
	return each_number(&rows, SHIPMENT_PREFIX, beginning, each, context);
}

int suggest_returns(struct core *core, const char *beginning, suggest_each *each, void *context)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT r.id, r.state || ', ' || c.name FROM (SELECT id, state, order_id FROM rma ORDER BY id DESC LIMIT $1) r"
		     " JOIN orders o ON o.id = r.order_id JOIN customer c ON c.id = o.customer_id WHERE r.state NOT IN ('closed', 'refused') ORDER BY r.id",
		     A(SUGGEST_LOOKED)))
		return -1;
	return each_number(&rows, RETURN_PREFIX, beginning, each, context);
}

int suggest_complaints(struct core *core, const char *beginning, suggest_each *each, void *context)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT m.id, m.reason || ', ' || c.name FROM (SELECT id, state, reason, order_id FROM complaint ORDER BY id DESC LIMIT $1) m"
		     " JOIN orders o ON o.id = m.order_id JOIN customer c ON c.id = o.customer_id WHERE m.state = 'open' ORDER BY m.id",
		     A(SUGGEST_LOOKED)))
		return -1;
	return each_number(&rows, COMPLAINT_PREFIX, beginning, each, context);
}

int suggest_disputes(struct core *core, const char *beginning, suggest_each *each, void *context)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT d.id, d.reason || ', ' || i.number || ', ' || i.buyer_name FROM (SELECT id, outcome, reason, invoice_id FROM dispute"
		     " ORDER BY id DESC LIMIT $1) d JOIN invoice i ON i.id = d.invoice_id WHERE d.outcome IS NULL ORDER BY d.id",
		     A(SUGGEST_LOOKED)))
		return -1;
	return each_number(&rows, DISPUTE_PREFIX, beginning, each, context);
}

/* --- orders ------------------------------------------------------------------------------------------------------------------- */

/* Where the candidates of a step are found quickly. $1 … $2 numbers, $3 how many, $4 the state of a shipment. */
static const char by_number[] = "SELECT o.id FROM orders o WHERE o.id BETWEEN $1 AND $2 ORDER BY o.id LIMIT $3";
static const char by_urgency[] = "SELECT o.id FROM orders o WHERE " ORDER_OPEN " ORDER BY o.next_due LIMIT $3";
static const char by_shipment[] = "SELECT s.order_id FROM shipment s WHERE s.state IN ('picking', 'packed') AND s.state = $4 LIMIT $3";
static const char by_allocation[] = "SELECT a.order_id FROM allocation a WHERE a.quantity > 0 LIMIT $3";
static const char by_delivery[] = "SELECT o.id FROM (SELECT id, next_due FROM orders WHERE state IN ('placed', 'confirmed') ORDER BY next_due LIMIT 400) o"
				  " WHERE EXISTS (SELECT 1 FROM shipment s WHERE s.order_id = o.id AND s.state = 'shipped')"
				  " ORDER BY o.next_due LIMIT $3";

static const char *lead_of(const char *step, const struct typed *typed, const char **state)
{
	static const struct {
		const char *step, *state, *lead;
	} leads[] = {
		{ "pack", "picking", by_shipment },  { "unpick", "picking", by_shipment }, { "ship", "packed", by_shipment },
		{ "unpack", "packed", by_shipment }, { "pick", "any", by_allocation },	    { "deliver", "any", by_delivery },
	};
	*state = "any";
	if (typed->first)
		return by_number;
	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if (!strcmp(leads[i].step, step)) {
			*state = leads[i].state;
			return leads[i].lead;
		}
	return by_urgency;
}

/* Of an order: is it one that is wanted, and what is to be said of it? 1, 0, −1. */
static int describe(struct core *core, const char *step, int64_t id, const char **help)
{
	struct db_rows rows;
	bool fits = true;
	bool any = !strcmp(step, "any");
	bool held = !strcmp(step, "held");
	if (!any && !held && strcmp(step, "open") && order_can(core, step, (struct order_id){ id }, &fits))
		return -1;
	if (!fits)
		return 0;
	if (db_query(core->db, &rows,
		     "SELECT o.state || CASE WHEN o.state = 'confirmed' THEN ', ' || " ORDER_FULFILMENT " ELSE '' END || ', ' || c.name FROM orders o"
		     " JOIN customer c ON c.id = o.customer_id WHERE o.id = $1 AND ($2 = 1 OR " ORDER_OPEN ")"
		     " AND ($3 = 0 OR EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.released_at IS NULL))",
		     A(id), A(any || !strcmp(step, "invoice") || !strcmp(step, "deliver")), A(held)))
		return -1;
	int found = db_next(&rows);
	if (found == 1) {
		*help = arena_strdup(core->arena, db_column_text(&rows, 0));
		db_finish(&rows);
	}
	return found == 1 && !*help ? err_memory(core->err) : found;
}

/* An order may have several shipments, and lines on several shelves. */
static bool is_among(const int64_t *offered, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (offered[i] == id)
			return true;
	return false;
}

static int each_order(struct core *core, struct db_rows *rows, const char *step, const struct typed *typed, suggest_each *each, void *context)
{
	char word[ID_SIZE];
	int64_t offered[SUGGEST_MOST];
	size_t count = 0;
	int found;
	while ((found = db_next(rows)) == 1 && count < SUGGEST_MOST) {
		struct arena_mark mark = arena_mark(core->arena);
		const char *help = NULL;
		int64_t id = db_column_integer(rows, 0);
		if (is_among(offered, count, id) || !begins(word_of(typed, ORDER_PREFIX, id, word), typed->beginning))
			continue;
		int fits = describe(core, step, id, &help);
		if (fits < 0 || (fits && each(context, word, help))) {
			db_finish(rows);
			return -1;
		}
		offered[count] = id;
		count += fits > 0;
		arena_reset(core->arena, mark);
	}
	if (found == 1)
		db_finish(rows);
	return found < 0 ? -1 : 0;
}

int suggest_orders(struct core *core, const char *step, const char *beginning, suggest_each *each, void *context)
{
	struct typed typed = read_typed(beginning, ORDER_PREFIX);
	struct db_rows rows;
	const char *state;
	const char *lead = lead_of(step, &typed, &state);
	if (calendar_zone(core) || db_query(core->db, &rows, lead, A(typed.first), A(typed.last), A(SUGGEST_LOOKED), A(state)))
		return -1;
	return each_order(core, &rows, step, &typed, each, context);
}
