/* What sales checks before it commits: prices, stock, credit, a reference seen before, the address, the promise, who may, and holds. The same
 * checks are shown by confirm --dry-run and decide whether an order confirms itself as it is placed. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/credit.h"
#include "ordr/gate.h"
#include "ordr/review.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "order_parts.h"

static const char *const check_names[] = { "price", "stock", "credit", "reference", "address", "capacity", "promise", "approval", "hold", NULL };
static const char *const results[] = { "ok", "warning", "blocked", NULL };

static const struct field check_fields[] = {
	F(struct check, order, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the order"),
	F_CHOICE(struct check, check, check_names, FIELD_REQUIRED | FIELD_SHOWN, "what was checked"),
	F_CHOICE(struct check, result, results, FIELD_REQUIRED | FIELD_SHOWN, "ok; a warning, which stops nobody; or blocked"),
	F(struct check, detail, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "what was found"),
	F(struct check, command, TEXT, FIELD_SHOWN | FIELD_KEPT, "the command that clears it"),
	FIELD_END,
};

const struct schema check_schema = { .name = "ordr.check/1",
				     .title = "A check of an order before it is committed to.",
				     .fields = check_fields,
				     .size = sizeof(struct check) };

#define CHECKS_MOST  48
#define LISTED_MOST  5             /* lines or products that a detail names; the rest is counted */
#define DUPLICATE_MS (7 * INT64_C(86400000))

struct review {
	struct core *core;
	struct order_id id;
	char text[ID_SIZE];
	struct check *checks;
	size_t count;
	struct promise promise; /* of confirming it now */
	bool refused;           /* stock is short, and the company confirms none that is */
	bool move;              /* a service whose day is not free takes the first one that is */
	const char *crowded;    /* why a service has no day, and which is free; NULL: all have one */
	bool movable;           /* there is a free one */
};

/* Takes a detail from arena_printf or str_kept; NULL says that memory is exhausted. */
static int note(struct review *review, const char *check, const char *result, const char *detail, const char *command)
{
	if (!detail)
		return err_memory(review->core->err);
	if (review->count < CHECKS_MOST)
		review->checks[review->count++] = (struct check){ review->id, check, result, detail, command };
	return 0;
}

/* The text of a str, in the arena; the str is given back. */
static const char *kept(struct review *review, struct str *str)
{
	const char *text = str->failed ? NULL : arena_strdup(review->core->arena, str->text ? str->text : "");
	str_release(str);
	return text;
}

/* "; " between what is listed; false when it is only counted. */
static bool next_listed(struct str *str, int64_t number)
{
	if (number < LISTED_MOST)
		str_put(str, number ? "; " : "");
	return number < LISTED_MOST;
}

static void put_rest(struct str *str, int64_t number)
{
	if (number > LISTED_MOST)
		str_printf(str, translate("; and %lld more"), (long long)(number - LISTED_MOST));
}

static int check_price(struct review *review)
{
	struct core *core = review->core;
	struct db_rows rows;
	struct str str = { 0 };
	int64_t count = 0;
	const char *currency = settings_currency(core);
	if (!currency || db_query(core->db, &rows,
				  "SELECT l.line, l.sku, l.price, p.price FROM order_line l JOIN product p ON p.id = l.product_id"
				  " WHERE l.order_id = $1 AND l.price < p.price AND l.ordered > l.cancelled ORDER BY l.line",
				  A(review->id.number)))
		return -1;
	int found;
	for (; (found = db_next(&rows)) == 1; count++) {
		char given[MONEY_SIZE];
		char listed[MONEY_SIZE];
		if (next_listed(&str, count))
			str_printf(&str, translate("%s: %s, listed at %s"), db_column_text(&rows, 1),
				   price_text(price_make(db_column_integer(&rows, 2), currency), given),
				   price_text(price_make(db_column_integer(&rows, 3), currency), listed));
	}
	put_rest(&str, count);
	const char *detail = kept(review, &str);
	if (found)
		return -1;
	return note(review, "price", count ? "warning" : "ok", count && detail ? detail : detail ? translate("none below the list") : NULL, NULL);
}

/* One product: what is wanted of it and what there is. */
static int put_product(struct review *review, const struct db_rows *rows, struct str *str, const char **command)
{
	char wanted[QUANTITY_SIZE];
	char there[QUANTITY_SIZE];
	const char *sku = db_column_text(rows, 1);
	int64_t missing = db_column_integer(rows, 2) - db_column_integer(rows, 3);
	str_printf(str, translate("%s: %s wanted, %s available"), sku, quantity_text((struct quantity){ db_column_integer(rows, 2) }, wanted),
		   quantity_text((struct quantity){ db_column_integer(rows, 3) }, there));
	if (missing > 0 && !*command) {
		*command = arena_printf(review->core->arena, "ordr stock receive %s:%s", sku, quantity_text((struct quantity){ missing }, there));
		if (!*command)
			return err_memory(review->core->err);
	}
	return order_put_places(review->core, db_column_integer(rows, 0), db_column_integer(rows, 4), str);
}

/* What is short comes first, so that it is listed. Lines of one product count together. */
static int list_stock(struct review *review, struct str *str, int64_t *count, const char **command)
{
	struct core *core = review->core;
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT product, sku, wanted, available, warehouse FROM (SELECT n.*,"
		     " (SELECT coalesce(sum(s.on_hand - s.allocated), 0) FROM stock s WHERE s.product_id = n.product"
		     " AND (n.warehouse IS NULL OR s.warehouse_id = n.warehouse)) AS available FROM (SELECT l.product_id AS product, l.sku,"
		     " o.warehouse_id AS warehouse, min(l.line) AS line, sum(l.ordered - l.cancelled - l.allocated - l.picked) AS wanted"
		     " FROM order_line l JOIN orders o ON o.id = l.order_id WHERE o.id = $1 AND l.kind = 'goods'"
		     " GROUP BY l.product_id, l.sku, o.warehouse_id) n WHERE n.wanted > 0) t"
		     " ORDER BY CASE WHEN available < wanted THEN 0 ELSE 1 END, line",
		     A(review->id.number)))
		return -1;
	int found;
	for (*count = 0; (found = db_next(&rows)) == 1; ++*count)
		if (next_listed(str, *count) && put_product(review, &rows, str, command)) {
			db_finish(&rows);
			return -1;
		}
	put_rest(str, *count);
	return found;
}

static int check_stock(struct review *review)
{
	struct str str = { 0 };
	int64_t count;
	const char *command = NULL;
	int failed = list_stock(review, &str, &count, &command);
	const char *detail = kept(review, &str);
	if (failed)
		return -1;
	bool blocked = command && (review->refused || !review->promise.active);
	return note(review, "stock", blocked ? "blocked" : command ? "warning" : "ok",
		    count && detail ? detail : detail ? translate("nothing is wanted of it") : NULL, command);
}

static int check_credit(struct review *review)
{
	struct core *core = review->core;
	struct credit credit;
	char total[MONEY_SIZE];
	char limit[MONEY_SIZE];
	if (credit_load(core, review->id, &credit))
		return -1;
	if (credit.limit.minor == NONE)
		return note(review, "credit", "ok", translate("no limit is set, or it is paid before it ships"), NULL);
	bool blocked = credit.above && !credit.overridden;
	const char *detail = arena_printf(core->arena,
					  credit.above && credit.overridden ? translate("%s of %s %s would be owed, let pass")
									    : translate("%s of %s %s would be owed"),
					  money_text(credit.total, total), money_text(credit.limit, limit), credit.total.currency);
	const char *command = blocked ? arena_printf(core->arena, "ordr confirm %s --override CODE", review->text) : NULL;
	return note(review, "credit", blocked ? "blocked" : "ok", detail, command);
}

/* The same lines, however they are ordered. */
static int same_lines(struct core *core, int64_t one, int64_t other, bool *same)
{
	int64_t differs = 0;
	if (db_integer(core->db, &differs,
		       "SELECT count(*) FROM (SELECT * FROM (SELECT sku, ordered, price FROM order_line WHERE order_id = $1"
		       " EXCEPT SELECT sku, ordered, price FROM order_line WHERE order_id = $2) a"
		       " UNION ALL SELECT * FROM (SELECT sku, ordered, price FROM order_line WHERE order_id = $2"
		       " EXCEPT SELECT sku, ordered, price FROM order_line WHERE order_id = $1) b) d",
		       A(one), A(other)) < 0)
		return -1;
	*same = !differs;
	return 0;
}

/* The order before it, of the last days, that is the same but for its reference; 0: none. The customer's orders are read from the newest back,
 * and no further than that. */
static int find_duplicate(struct review *review, int64_t *other, const char **ref)
{
	struct core *core = review->core;
	struct db_rows rows;
	*other = 0;
	if (db_query(core->db, &rows,
		     "SELECT b.id, b.ref, o.placed_at - b.placed_at, b.gross = o.gross AND b.state NOT IN ('rejected', 'cancelled')"
		     " FROM orders o JOIN orders b ON b.customer_id = o.customer_id AND b.id < o.id WHERE o.id = $1 ORDER BY b.id DESC",
		     A(review->id.number)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1 && db_column_integer(&rows, 2) <= DUPLICATE_MS) {
		bool same = db_column_integer(&rows, 3) == 1;
		if (same && same_lines(core, review->id.number, db_column_integer(&rows, 0), &same))
			found = -1;
		if (found == 1 && !same)
			continue;
		if (found == 1) {
			const char *text = db_column_optional(&rows, 1);
			*other = db_column_integer(&rows, 0);
			*ref = text ? arena_strdup(core->arena, text) : NULL;
			found = text && !*ref ? err_memory(core->err) : 1;
		}
		break;
	}
	if (found)
		db_finish(&rows);
	return found < 0 ? -1 : 0;
}

static int check_reference(struct review *review)
{
	struct core *core = review->core;
	char text[ID_SIZE];
	int64_t other;
	const char *ref = NULL;
	if (find_duplicate(review, &other, &ref))
		return -1;
	if (!other)
		return note(review, "reference", "ok", translate("no order of the last 7 days is the same"), NULL);
	return note(review, "reference", "warning",
		    arena_printf(core->arena,
				 ref ? translate("%s of ref %s has the same lines and total: ordered twice?")
				     : translate("%s has the same lines and total: ordered twice?"),
				 order_id_text((struct order_id){ other }, text), ref),
		    arena_printf(core->arena, "ordr reject %s --reason duplicate", review->text));
}

static int check_address(struct review *review)
{
	static const char *const parts[] = { TO_TRANSLATE_IN("part", "street"), TO_TRANSLATE_IN("part", "postcode"),
					     TO_TRANSLATE_IN("part", "city"), TO_TRANSLATE_IN("part", "country") };
	struct core *core = review->core;
	struct db_rows rows;
	struct str missing = { 0 };
	struct str options = { 0 };
	if (db_query(core->db, &rows,
		     "SELECT " ORDER_SHIP_TO("street") ", " ORDER_SHIP_TO("postcode") ", " ORDER_SHIP_TO("city") ", " ORDER_SHIP_TO("country")
		     ", " ORDER_SHIP_TO_GIVEN ", c.code FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.id = $1",
		     A(review->id.number)))
		return -1;
	if (db_next(&rows) != 1)
		return -1;
	bool given = db_column_integer(&rows, 4) == 1;
	for (int i = 0; i < 4; i++)
		if (!db_column_optional(&rows, i)) {
			str_printf(&missing, "%s%s", missing.length ? ", " : translate("without "), translate_in("part", parts[i]));
			str_printf(&options, " --%s%s TEXT", given ? "ship-to." : "", parts[i]);
		}
	const char *command = arena_printf(core->arena, "ordr %s %s%s", given ? "amend" : "customer edit",
					   given ? review->text : db_column_text(&rows, 5), options.text ? options.text : "");
	bool complete = !missing.length && !missing.failed;
	bool failed = !command || options.failed;
	db_finish(&rows);
	str_release(&options);
	const char *detail = kept(review, &missing);
	if (failed)
		return err_memory(core->err);
	return note(review, "address", complete ? "ok" : "warning", complete && detail ? translate("complete") : detail, complete ? NULL : command);
}

/* Services take units of days, as goods take units on hand. */
static int check_capacity(struct review *review)
{
	if (review->crowded)
		return note(review, "capacity", "blocked", review->crowded,
			    review->movable ? arena_printf(review->core->arena, "ordr confirm %s --reschedule", review->text) : NULL);
	return note(review, "capacity", "ok", review->promise.services ? translate("every service has its day") : translate("no service is ordered"), NULL);
}

static int check_promise(struct review *review)
{
	struct core *core = review->core;
	struct date requested;
	char promised[DATE_SIZE];
	char wanted[DATE_SIZE];
	if (db_integer(core->db, &requested.days, "SELECT requested FROM orders WHERE id = $1", A(review->id.number)) < 0)
		return -1;
	if (review->refused || !review->promise.active)
		return note(review, "promise", "warning", translate("no day while stock is short"), NULL);
	if (review->crowded)
		return note(review, "promise", "warning", translate("no day while a service has none"), NULL);
	date_text(review->promise.promised, promised);
	if (requested.days == NONE)
		return note(review, "promise", "ok", arena_printf(core->arena, translate("%s; no day is requested"), promised), NULL);
	bool late = review->promise.promised.days > requested.days;
	return note(review, "promise", late ? "warning" : "ok",
		    arena_printf(core->arena, translate("%s; requested for %s"), promised, date_text(requested, wanted)), NULL);
}

/* Approval and holds are the gate's. */
static int check_gate(struct review *review)
{
	struct list list;
	bool held = false;
	bool stopped = false;
	const char *four_eyes = settings_text(review->core, "workflow.four_eyes");
	if (!four_eyes || gate_blockers(review->core, review->id, GATE_CONFIRM, &list))
		return -1;
	const struct blocker *blockers = list.items;
	for (size_t i = 0; i < list.count; i++) {
		if (strcmp(blockers[i].kind, "approval"))
			continue;
		stopped = true;
		if (note(review, "approval", "blocked", blockers[i].detail, blockers[i].command))
			return -1;
	}
	if (!stopped && note(review, "approval", "ok", strcmp(four_eyes, "on") ? translate("workflow.four_eyes is off") : translate("by somebody else"), NULL))
		return -1;
	for (size_t i = 0; i < list.count; i++) {
		if (strcmp(blockers[i].kind, "hold"))
			continue;
		held = true;
		if (note(review, "hold", "blocked", blockers[i].detail, blockers[i].command))
			return -1;
	}
	return held ? 0 : note(review, "hold", "ok", translate("not held"), NULL);
}

int order_crowded(struct core *core, const char **crowded, bool *movable)
{
	const char *cannot = translate("cannot confirm: ");
	const char *end = strstr(core->err->hint, ": ordr ");
	size_t skipped = strncmp(core->err->message, cannot, strlen(cannot)) ? 0 : strlen(cannot);
	*crowded = arena_printf(core->arena, "%s%s%.*s", core->err->message + skipped, *core->err->hint ? "; " : "",
				(int)(end ? (size_t)(end - core->err->hint) : strlen(core->err->hint)), core->err->hint);
	*movable = end != NULL;
	err_clear(core->err);
	return *crowded ? 0 : err_memory(core->err);
}

/* A service without a day is an answer too: what the refusal says, but for the command, which the check gives. */
static int book(struct review *review)
{
	struct core *core = review->core;
	if (order_promise(core, review->id, &review->promise))
		return -1;
	if (!order_book(core, review->id, review->move, &review->promise, NULL))
		return 0;
	if (core->err->code != ERR_REFUSED)
		return -1;
	return order_crowded(core, &review->crowded, &review->movable);
}

/* A shortage that is refused is an answer, not a failure. */
static int allocate(struct review *review)
{
	struct allocation_result result;
	if (!allocation_confirm(review->core, review->id, &result))
		return book(review);
	if (review->core->err->code != ERR_REFUSED)
		return -1;
	err_clear(review->core->err);
	review->refused = true;
	return 0;
}

/* What is confirmed already and waits for approval of a revision has its stock. */
static int try_out(struct review *review)
{
	struct db *db = review->core->db;
	const char *state;
	if (order_state(review->core, review->id, &state))
		return -1;
	if (strcmp(state, "placed"))
		return order_promise(review->core, review->id, &review->promise);
	if (db_savepoint(db))
		return -1;
	int result = allocate(review);
	struct err err = *review->core->err; /* after a disk that failed there may be no savepoint left, which is not the cause */
	int kept = db_savepoint_rollback(db);
	if (result)
		*review->core->err = err;
	return result || kept ? -1 : 0;
}

int order_review(struct core *core, struct order_id id, bool move, struct list *checks)
{
	static int (*const all[])(struct review *review) = { check_price,   check_stock,   check_credit, check_reference,
							     check_address, check_capacity, check_promise, check_gate };
	struct review review = { .core = core, .id = id, .move = move, .checks = arena_array(core->arena, CHECKS_MOST, sizeof(struct check)) };
	if (!review.checks)
		return err_memory(core->err);
	order_id_text(id, review.text);
	if (try_out(&review))
		return -1;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i](&review))
			return -1;
	*checks = (struct list){ review.checks, review.count };
	return 0;
}
