/* The gate: what keeps an order from which step, and what lets it pass again. */
#include <string.h>

#include "ordr/credit.h"
#include "ordr/event.h"
#include "ordr/gate.h"
#include "ordr/hold.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "trade.h"

static void succeed(struct books *books, int result)
{
	if (result)
		fail_msg("%s: %s (%s)", books->err.subject, books->err.message, books->err.hint);
}

static void refused(struct books *books, int result, const char *message, const char *hint, const char *subject)
{
	trade_refused(books, result, ERR_REFUSED, false, message, hint, subject);
}

static void limit(struct books *books, int64_t minor)
{
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET credit_limit = $1 WHERE id = 1", A(minor)), 0);
}

static void prepayment(struct books *books)
{
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET prepayment = 1 WHERE id = 1", DB_NONE), 0);
}

static void hold(struct books *books, struct order_id id, const char *reason, unsigned blocks)
{
	succeed(books, hold_set(&books->core, id, reason, NULL, blocks));
}

static void user(struct books *books, const char *name, const char *role)
{
	assert_int_equal(db_run(books->core.db, "INSERT INTO users (name, role) VALUES ($1, $2)", A(name), A(role)), 0);
}

static void amended(struct books *books, struct order_id id, const char *actor)
{
	struct str what = { 0 };
	const char *before = books->core.actor;
	books->core.actor = actor;
	books->core.command = "amend";
	str_put(&what, "\"revision\":2");
	assert_int_equal(event_order(&books->core, id, &what), 0);
	assert_int_equal(db_run(books->core.db, "UPDATE orders SET revision = revision + 1 WHERE id = $1", A(id.number)), 0);
	books->core.actor = before;
	books->core.command = "test";
}

/* --- holds -------------------------------------------------------------------------------------------------------------------- */

static void a_hold_blocks_the_steps_that_it_names(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const char *number;
	trade_set(books, "workflow.invoice_on", "order");
	trade_receive(books, "BOLT", "MAIN", "9");
	struct order_id id = trade_place(books, "C-1", "BOLT:3");
	hold(books, id, "credit", HOLD_ALLOCATE);
	refused(books, order_confirm(core, id), "cannot confirm: held for credit", "ordr release SO-000001", "SO-000001");
	succeed(books, hold_release(core, id, NONE, NULL));
	hold(books, id, "price", HOLD_SHIP);
	succeed(books, order_confirm(core, id)); /* it may be served, and wait */
	refused(books, shipment_pick(core, id), "cannot pick: held for price", "ordr release SO-000001", "SO-000001");
	succeed(books, hold_release(core, id, NONE, NULL));
	succeed(books, shipment_pick(core, id));
	hold(books, id, "price", HOLD_SHIP);
	refused(books, shipment_pack(core, id), "cannot pack: held for price", "ordr release SO-000001", "SO-000001");
	succeed(books, hold_release(core, id, NONE, NULL));
	succeed(books, shipment_pack(core, id));
	hold(books, id, "price", HOLD_SHIP);
	refused(books, shipment_ship(core, id, NULL, NULL), "cannot ship: held for price", "ordr release SO-000001", "SO-000001");
	succeed(books, invoice_issue(core, id, &number));
}

static void an_invoice_is_held_even_when_all_is_delivered(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const char *number;
	trade_receive(books, "BOLT", "MAIN", "9");
	struct order_id id = trade_order(books, "C-1", "BOLT:3");
	hold(books, id, "price", HOLD_INVOICE);
	trade_ship(books, id);
	succeed(books, shipment_deliver(core, id, NULL, core->now));
	trade_text(books, "SELECT state FROM orders", "completed");
	refused(books, invoice_issue(core, id, &number), "cannot invoice: held for price", "ordr release SO-000001", "SO-000001");
	succeed(books, hold_release(core, id, NONE, NULL));
	succeed(books, invoice_issue(core, id, &number));
}

/* What packing left out means: ship packs, and is stopped before it does. */
static void a_hold_stops_a_ship_that_packs_by_itself(void **state)
{
	struct books *books = *state;
	trade_set(books, "workflow.pack", "skipped");
	trade_receive(books, "BOLT", "MAIN", "9");
	struct order_id id = trade_order(books, "C-1", "BOLT:3");
	succeed(books, shipment_pick(&books->core, id));
	hold(books, id, "price", HOLD_ALL);
	refused(books, shipment_ship(&books->core, id, NULL, NULL), "cannot ship: held for price", "ordr release SO-000001", "SO-000001");
	trade_text(books, "SELECT state FROM shipment", "picking");
}

static void all_that_blocks_is_told(void **state)
{
	struct books *books = *state;
	limit(books, 300);
	struct order_id id = trade_place(books, "C-1", "BOLT:3");
	hold(books, id, "credit", HOLD_ALL);
	succeed(books, hold_set(&books->core, id, "price", "Ada asks", HOLD_ALLOCATE));
	hold(books, id, "damaged", HOLD_SHIP);
	assert_int_equal(order_confirm(&books->core, id), -1);
	const struct err *err = &books->err;
	static const char *const said[][2] = {
		{ "cannot confirm: held for credit", "ordr release SO-000001 --hold 1 --override CODE" },
		{ "cannot confirm: held for price (Ada asks)", "ordr release SO-000001 --hold 2 --override CODE" },
		{ "cannot confirm: credit limit 3.00, owed 3.57 EUR", "ordr confirm SO-000001 --override CODE" },
	};
	assert_int_equal(err->count, 3);
	for (int i = 0; i < 3; i++, err = err->more) {
		assert_non_null(err);
		assert_string_equal(err->message, said[i][0]);
		assert_string_equal(err->hint, said[i][1]);
		assert_string_equal(err->subject, "SO-000001");
		assert_int_equal(err->code, ERR_REFUSED);
	}
	assert_null(err);
}

static void what_is_done_already_is_said_before_what_would_stop_it(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "3");
	struct order_id id = trade_order(books, "C-1", "BOLT:3");
	succeed(books, shipment_pick(&books->core, id));
	hold(books, id, "price", HOLD_ALL);
	trade_refused(books, shipment_pick(&books->core, id), ERR_CONFLICT, true, "is picked already", "", "SO-000001");
	trade_refused(books, shipment_ship(&books->core, id, NULL, NULL), ERR_CONFLICT, false, "cannot ship: not packed", "ordr pack SO-000001",
		      "SO-000001");
}

/* --- credit ------------------------------------------------------------------------------------------------------------------- */

/* BOLT is 1.00 and 1.19 with tax. */
static void an_order_up_to_the_limit_passes_and_one_cent_more_does_not(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	limit(books, 1190);
	struct order_id exact = trade_place(books, "C-1", "BOLT:10");
	succeed(books, order_confirm(core, exact));
	struct order_id more = trade_place(books, "C-1", "BOLT:1@0.01");
	refused(books, order_confirm(core, more), "cannot confirm: credit limit 11.90, owed 11.91 EUR",
		"ordr confirm SO-000002 --override CODE", "SO-000002");
	succeed(books, order_confirm(core, trade_place(books, "C-2", "BOLT:99"))); /* another's limit is their own */
}

static void a_limit_of_zero_gives_no_credit(void **state)
{
	struct books *books = *state;
	limit(books, 0);
	struct order_id id = trade_place(books, "C-1", "BOLT:1");
	refused(books, order_confirm(&books->core, id), "cannot confirm: credit limit 0.00, owed 1.19 EUR",
		"ordr confirm SO-000001 --override CODE", "SO-000001");
}

/* The debt is the same from the order to the invoice, and goes with the payment. */
static void what_is_owed_is_ordered_then_invoiced_then_paid(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct credit credit;
	limit(books, 2000);
	trade_receive(books, "BOLT", "MAIN", "20");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	struct order_id next = trade_place(books, "C-1", "BOLT:7");
	succeed(books, credit_load(core, next, &credit));
	trade_money(credit.open, "11.90");
	trade_money(credit.owed, "0.00");
	trade_money(credit.own, "8.33");
	trade_money(credit.total, "20.23");
	assert_true(credit.above);
	trade_ship(books, id);
	const char *number = trade_issue(books, id);
	succeed(books, credit_load(core, next, &credit));
	trade_money(credit.open, "0.00");
	trade_money(credit.owed, "11.90");
	assert_true(credit.above);
	succeed(books, payment_take(core, number, "0.24", NULL, NULL, core->now));
	succeed(books, order_confirm(core, next));
}

/* What is delivered and never billed is owed all the same. */
static void a_completed_order_that_nobody_billed_counts(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	limit(books, 1190);
	trade_receive(books, "BOLT", "MAIN", "20");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	trade_ship(books, id);
	succeed(books, shipment_deliver(core, id, NULL, core->now));
	struct order_id next = trade_place(books, "C-1", "BOLT:1");
	refused(books, order_confirm(core, next), "cannot confirm: credit limit 11.90, owed 13.09 EUR",
		"ordr confirm SO-000002 --override CODE", "SO-000002");
}

static void placed_orders_owe_nothing_and_cancelled_ones_no_more(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	limit(books, 1190);
	struct order_id first = trade_place(books, "C-1", "BOLT:10");
	struct order_id second = trade_place(books, "C-1", "BOLT:10");
	succeed(books, order_confirm(core, first));
	assert_int_equal(order_confirm(core, second), -1);
	succeed(books, order_cancel(core, first, "customer-request", NULL));
	succeed(books, order_confirm(core, second));
}

static void a_limit_that_was_lowered_stops_shipping_and_release(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	trade_receive(books, "BOLT", "MAIN", "10");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	succeed(books, shipment_pick(core, id) || shipment_pack(core, id));
	hold(books, id, "price", HOLD_ALL);
	limit(books, 1000);
	refused(books, hold_release(core, id, NONE, NULL), "cannot release: credit limit 10.00, owed 11.90 EUR",
		"ordr release SO-000001 --override CODE", "SO-000001");
	limit(books, 2000);
	succeed(books, hold_release(core, id, NONE, NULL));
	limit(books, 1000);
	refused(books, shipment_ship(core, id, NULL, NULL), "cannot ship: credit limit 10.00, owed 11.90 EUR",
		"ordr ship SO-000001 --override CODE", "SO-000001");
	refused(books, gate_pass(core, id, GATE_AMEND), "cannot amend: credit limit 10.00, owed 11.90 EUR",
		"ordr amend SO-000001 --override CODE", "SO-000001");
}

/* The field's failure: approved at one total, shipped at another. What lets an order pass is of its revision, so a later one is asked again. */
static void an_override_is_of_the_revision_that_it_was_given_for(void **state)
{
	bool needed;
	struct books *books = *state;
	struct core *core = &books->core;
	limit(books, 100);
	trade_receive(books, "BOLT", "MAIN", "10");
	struct order_id id = trade_place(books, "C-1", "BOLT:1");
	succeed(books, credit_override(core, id, "customer-request", &needed));
	trade_logged(books, "SO-000001", "{\"override\":\"credit\",\"reason\":\"customer-request\",\"limit\":1.00,\"total\":1.19,\"currency\":\"EUR\"}");
	succeed(books, order_confirm(core, id));
	succeed(books, gate_pass(core, id, GATE_SHIP));
	succeed(books, credit_override(core, id, "price", &needed)); /* given already: nothing to write */
	trade_number(books, "SELECT count(*) FROM event WHERE what LIKE '%override%'", 1);
	amended(books, id, "eve");
	refused(books, gate_pass(core, id, GATE_SHIP), "cannot ship: credit limit 1.00, owed 1.19 EUR",
		"ordr ship SO-000001 --override CODE", "SO-000001");
}

static void an_override_that_is_not_needed_is_not_recorded(void **state)
{
	bool needed;
	struct books *books = *state;
	struct order_id id = trade_place(books, "C-1", "BOLT:1");
	succeed(books, credit_override(&books->core, id, "price", &needed));
	assert_false(needed);
	trade_number(books, "SELECT count(*) FROM orders WHERE credit_override IS NOT NULL", 0);
	books_refused(books, credit_override(&books->core, id, "mood", &needed), ERR_INVALID, "no reason code \"mood\"");
	assert_string_equal(books->err.subject, "SO-000001");
}

static void only_billing_and_admin_let_an_order_pass(void **state)
{
	bool needed;
	static const struct {
		const char *name;
		bool may;
	} cases[] = { { "ann", true }, { "bill", true }, { "sam", false }, { "walt", false }, { "zoe", false } };
	struct books *books = *state;
	limit(books, 100);
	user(books, "ann", "admin");
	user(books, "bill", "billing");
	user(books, "sam", "sales");
	user(books, "walt", "warehouse");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct order_id id = trade_place(books, "C-1", "BOLT:1");
		books->core.actor = cases[i].name;
		if (cases[i].may)
			succeed(books, credit_override(&books->core, id, "price", &needed));
		else
			books_refused(books, credit_override(&books->core, id, "price", &needed), ERR_DENIED, i == 4 ? "may only look" : "may not let an order pass above");
	}
}

/* --- prepayment --------------------------------------------------------------------------------------------------------------- */

static void a_prepaid_order_ships_when_it_is_paid_in_full(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	prepayment(books);
	trade_receive(books, "BOLT", "MAIN", "10");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	refused(books, shipment_pick(core, id), "cannot pick: to be paid before it ships, and not invoiced", "ordr invoice SO-000001", "SO-000001");
	const char *number = trade_issue(books, id); /* though workflow.invoice_on is shipment */
	trade_money(trade_invoice(books, number).gross, "11.90");
	refused(books, shipment_pick(core, id), "cannot pick: to be paid before it ships, and 11.90 EUR of RE-2026-00001 are open",
		"ordr pay RE-2026-00001", "SO-000001");
	succeed(books, payment_take(core, number, "11.89", NULL, NULL, core->now));
	refused(books, shipment_pick(core, id), "cannot pick: to be paid before it ships, and 0.01 EUR of RE-2026-00001 are open",
		"ordr pay RE-2026-00001", "SO-000001");
	succeed(books, payment_take(core, number, NULL, NULL, NULL, core->now));
	trade_ship(books, id);
}

static void prepayment_is_frozen_as_the_order_is_placed(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "10");
	struct order_id before = trade_order(books, "C-1", "BOLT:1");
	prepayment(books);
	struct order_id after = trade_order(books, "C-1", "BOLT:1");
	succeed(books, shipment_pick(&books->core, before));
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET prepayment = 0", DB_NONE), 0);
	assert_int_equal(shipment_pick(&books->core, after), -1);
	err_clear(&books->err);
	books_refused(books, db_run(books->core.db, "UPDATE orders SET prepaid = 0 WHERE id = 2", DB_NONE), ERR_REFUSED, "does not change");
}

/* Who pays first needs no credit; an unpaid invoice of theirs is owed like any other. */
static void a_prepaid_order_takes_no_credit(void **state)
{
	struct books *books = *state;
	prepayment(books);
	limit(books, 0);
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	succeed(books, gate_pass(&books->core, id, GATE_RELEASE));
}

/* --- four eyes ---------------------------------------------------------------------------------------------------------------- */

static void who_placed_an_order_may_not_confirm_it(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	trade_set(books, "workflow.four_eyes", "on");
	struct order_id id = trade_place(books, "C-1", "BOLT:1");
	refused(books, order_confirm(core, id), "cannot confirm: test placed it, and somebody else must confirm it",
		"ordr confirm SO-000001 --as NAME", "SO-000001");
	core->actor = "eve";
	succeed(books, order_confirm(core, id));
	trade_number(books, "SELECT approved FROM orders", 1);
}

static void an_amendment_is_approved_by_another(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	const char *number;
	trade_set(books, "workflow.four_eyes", "on");
	trade_set(books, "workflow.invoice_on", "order");
	trade_receive(books, "BOLT", "MAIN", "10");
	struct order_id id = trade_place(books, "C-1", "BOLT:1");
	core->actor = "eve";
	succeed(books, order_confirm(core, id));
	amended(books, id, "sam");
	static const char hint[] = "ordr confirm SO-000001";
	refused(books, shipment_pick(core, id), "cannot pick: revision 2 is not approved", hint, "SO-000001");
	refused(books, invoice_issue(core, id, &number), "cannot invoice: revision 2 is not approved", hint, "SO-000001");
	core->actor = "sam";
	refused(books, order_confirm(core, id), "cannot confirm: sam amended it, and somebody else must confirm it",
		"ordr confirm SO-000001 --as NAME", "SO-000001");
	core->actor = "test";
	refused(books, order_confirm(core, id), "cannot confirm: test placed it, and somebody else must confirm it",
		"ordr confirm SO-000001 --as NAME", "SO-000001");
	core->actor = "eve";
	succeed(books, order_confirm(core, id));
	trade_logged(books, "SO-000001", "{\"approved\":2}");
	trade_refused(books, order_confirm(core, id), ERR_CONFLICT, true, "is confirmed already", "", "SO-000001");
	succeed(books, shipment_pick(core, id));
}

/* Line 1 is to be `units` from now on. */
static int amend(struct books *books, struct order_id id, int64_t units, const char *override)
{
	static struct order_change change;
	struct order_amendment amendment;
	succeed(books, order_amend_begin(&books->core, id, &amendment));
	change = (struct order_change){ .line = 1, .qty = { units * 1000 }, .price = price_make(NONE, "EUR"), .date = { NONE } };
	amendment.changes = (struct list){ &change, 1 };
	amendment.reason = "customer-request";
	amendment.override = override;
	return order_amend(&books->core, &amendment);
}

/* The field's failure: a credit limit passed by amending after approval. */
static void a_credit_limit_is_not_passed_by_amending_after_approval(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	limit(books, 2000);
	trade_receive(books, "BOLT", "MAIN", "50");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	assert_int_equal(db_savepoint(core->db), 0);
	books_refused(books, amend(books, id, 20, NULL), ERR_REFUSED, "cannot amend: credit limit 20.00, owed 23.80 EUR");
	assert_string_equal(books->err.hint, "ordr amend SO-000001 --override CODE");
	assert_int_equal(db_savepoint_rollback(core->db), 0);
	err_clear(&books->err);
	succeed(books, amend(books, id, 16, NULL)); /* 19.04 */
	succeed(books, amend(books, id, 20, "customer-request"));
	trade_number(books, "SELECT credit_override FROM orders", 3);
	trade_ship(books, id);
	trade_sound(books);
}

/* What passed once passes not again with more in it. */
static void an_amendment_is_asked_for_its_credit_anew(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	bool needed;
	limit(books, 100);
	struct order_id id = trade_place(books, "C-1", "BOLT:1");
	succeed(books, credit_override(core, id, "price", &needed));
	succeed(books, order_confirm(core, id));
	assert_int_equal(db_savepoint(core->db), 0);
	books_refused(books, amend(books, id, 2, NULL), ERR_REFUSED, "cannot amend: credit limit 1.00, owed 2.38 EUR");
	assert_int_equal(db_savepoint_rollback(core->db), 0);
}

static void what_is_added_to_a_held_order_waits_for_its_release(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "50");
	trade_set(books, "workflow.shortage", "refuse");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	hold(books, id, "price", HOLD_ALLOCATE);
	succeed(books, amend(books, id, 15, NULL));
	trade_number(books, "SELECT backordered FROM order_line WHERE line = 2", 5000);
	succeed(books, hold_release(&books->core, id, NONE, NULL));
	trade_number(books, "SELECT allocated FROM order_line WHERE line = 2", 5000);
	trade_sound(books);
}

static void an_amendment_is_approved_by_itself_without_four_eyes(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "50");
	struct order_id id = trade_order(books, "C-1", "BOLT:10");
	succeed(books, amend(books, id, 15, NULL));
	trade_number(books, "SELECT approved FROM orders", 2);
	trade_set(books, "workflow.four_eyes", "on");
	succeed(books, shipment_pick(&books->core, id)); /* the one of before still is */
	struct order_id other = trade_place(books, "C-1", "BOLT:1");
	books->core.actor = "eve";
	succeed(books, order_confirm(&books->core, other));
	books->core.command = "amend";
	succeed(books, amend(books, other, 2, NULL));
	refused(books, shipment_pick(&books->core, other), "cannot pick: revision 2 is not approved", "ordr confirm SO-000002", "SO-000002");
	refused(books, order_confirm(&books->core, other), "cannot confirm: eve amended it, and somebody else must confirm it",
		"ordr confirm SO-000002 --as NAME", "SO-000002");
	books->core.actor = "joe";
	succeed(books, order_confirm(&books->core, other));
	succeed(books, shipment_pick(&books->core, other));
}

static void without_four_eyes_an_amendment_needs_no_approval(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "10");
	struct order_id id = trade_order(books, "C-1", "BOLT:1");
	amended(books, id, "sam");
	trade_refused(books, order_confirm(&books->core, id), ERR_CONFLICT, true, "is confirmed already", "", "SO-000001");
	succeed(books, shipment_pick(&books->core, id));
}

static void four_eyes_need_two_who_may_confirm(void **state)
{
	struct books *books = *state;
	user(books, "ann", "admin");
	user(books, "bill", "billing");
	books_refused(books, settings_set(&books->core, "workflow.four_eyes", "on"), ERR_REFUSED, "only one user may confirm");
	user(books, "sam", "sales");
	trade_set(books, "workflow.four_eyes", "on");
}

/* --- choosing ----------------------------------------------------------------------------------------------------------------- */

static void assert_ready(struct books *books, const char *step, int64_t limit_to, const char *expected)
{
	struct order_filter filter;
	struct list ids;
	struct str text = { 0 };
	order_filter_init(&filter);
	filter.ready = step;
	filter.limit = limit_to;
	assert_int_equal(order_choose(&books->core, &filter, &ids), 0);
	for (size_t i = 0; i < ids.count; i++)
		str_printf(&text, "%lld ", (long long)((const struct order_id *)ids.items)[i].number);
	assert_string_equal(text.text ? text.text : "", expected);
	str_release(&text);
}

static void filters_choose_only_what_the_gate_lets_pass(void **state)
{
	struct books *books = *state;
	trade_receive(books, "BOLT", "MAIN", "10");
	struct order_id held = trade_order(books, "C-1", "BOLT:1");
	trade_order(books, "C-1", "BOLT:1");
	trade_order(books, "C-1", "BOLT:1");
	prepayment(books);
	struct order_id prepaid = trade_order(books, "C-1", "BOLT:1");
	hold(books, held, "price", HOLD_ALL);
	assert_ready(books, "pick", NONE, "2 3 ");
	assert_ready(books, "pick", 1, "2 "); /* the held one takes nobody's place */
	assert_ready(books, "invoice", NONE, "4 ");
	succeed(books, payment_take(&books->core, trade_issue(books, prepaid), NULL, NULL, NULL, books->core.now));
	assert_ready(books, "pick", NONE, "2 3 4 ");
	limit(books, 1);
	struct order_id waiting = trade_place(books, "C-2", "BOLT:1");
	hold(books, waiting, "price", HOLD_ALL);
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET prepayment = 0", DB_NONE), 0);
	trade_place(books, "C-1", "BOLT:1");
	assert_ready(books, "confirm", NONE, "6 "); /* above the limit: somebody has to be told */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trade_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_hold_blocks_the_steps_that_it_names),
		TEST(an_invoice_is_held_even_when_all_is_delivered),
		TEST(a_hold_stops_a_ship_that_packs_by_itself),
		TEST(all_that_blocks_is_told),
		TEST(what_is_done_already_is_said_before_what_would_stop_it),
		TEST(an_order_up_to_the_limit_passes_and_one_cent_more_does_not),
		TEST(a_limit_of_zero_gives_no_credit),
		TEST(what_is_owed_is_ordered_then_invoiced_then_paid),
		TEST(a_completed_order_that_nobody_billed_counts),
		TEST(placed_orders_owe_nothing_and_cancelled_ones_no_more),
		TEST(a_limit_that_was_lowered_stops_shipping_and_release),
		TEST(an_override_is_of_the_revision_that_it_was_given_for),
		TEST(an_override_that_is_not_needed_is_not_recorded),
		TEST(only_billing_and_admin_let_an_order_pass),
		TEST(a_prepaid_order_ships_when_it_is_paid_in_full),
		TEST(prepayment_is_frozen_as_the_order_is_placed),
		TEST(a_prepaid_order_takes_no_credit),
		TEST(who_placed_an_order_may_not_confirm_it),
		TEST(an_amendment_is_approved_by_another),
		TEST(a_credit_limit_is_not_passed_by_amending_after_approval),
		TEST(an_amendment_is_asked_for_its_credit_anew),
		TEST(what_is_added_to_a_held_order_waits_for_its_release),
		TEST(an_amendment_is_approved_by_itself_without_four_eyes),
		TEST(without_four_eyes_an_amendment_needs_no_approval),
		TEST(four_eyes_need_two_who_may_confirm),
		TEST(filters_choose_only_what_the_gate_lets_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
