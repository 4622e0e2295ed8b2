/* Returns and complaints in core: the quantities never pass what was delivered, in the database itself too; what comes back counts, and goes where
 * it is said to go. */
#include <string.h>

#include "ordr/complaint.h"
#include "ordr/return.h"
#include "ordr/shipment.h"
#include "ordr/stock.h"
#include "sales.h"

/* Order 1: four of A-1 and two of A-2 and an hour of S-1, all delivered. */
static int delivered_setup(void **state)
{
	sales_setup(state);
	struct books *books = *state;
	struct core *core = &books->core;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "4", NULL, NULL, NULL }, { "A-2", "2", NULL, NULL, NULL },
								      { "S-1", "1", NULL, NULL, NULL }));
	struct order_id id = sales_place_form(books, &form);
	struct instant none = { NONE };
	sales_receive(books, "A-1", "4");
	sales_receive(books, "A-2", "2");
	if (order_confirm(core, id) || shipment_pick(core, id) || shipment_pack(core, id) || shipment_ship(core, id, NULL, NULL) ||
	    shipment_deliver(core, id, NULL, none))
		fail_msg("%s", books->err.message);
	return 0;
}

static const struct order_id one = { 1 };

#define PART(n, units) (&(const struct list){ &(struct return_part){ (n), { (units) * INT64_C(1000) } }, 1 })

static struct return_id open_return(struct books *books, const struct list *parts)
{
	struct return_id id = { 0 };
	if (return_open(&books->core, one, parts, "damaged", NULL, &id))
		fail_msg("%s", books->err.message);
	return id;
}

static int inspect(struct books *books, struct return_id id, const struct list *parts, const char *condition, const char *disposition)
{
	struct list served;
	const struct inspection inspection = { condition, disposition, false };
	return return_inspect(&books->core, id, parts, &inspection, &served);
}

static struct rma load(struct books *books, struct return_id id)
{
	struct rma rma;
	if (return_load(&books->core, id, &rma))
		fail_msg("%s", books->err.message);
	return rma;
}

static int64_t returned(struct books *books, size_t index)
{
	return ((const struct order_line *)sales_load(books, one).lines.items)[index].returned.thousandths;
}

static void what_comes_back_counts_from_when_it_is_received(void **state)
{
	struct books *books = *state;
	struct return_id id = open_return(books, PART(1, 3));
	assert_int_equal(returned(books, 0), 0);
	assert_int_equal(return_receive(&books->core, id, PART(1, 2), NULL), 0);
	assert_int_equal(returned(books, 0), 2000);
	assert_text(load(books, id).warehouse, "MAIN");
	assert_text(sales_load(books, one).fulfilment, "delivered");
	assert_int_equal(return_receive(&books->core, id, NULL, NULL), 0);
	assert_int_equal(returned(books, 0), 3000);
	books_refused(books, return_receive(&books->core, id, NULL, NULL), ERR_CONFLICT, "is received already");
	assert_true(books->err.already);
	assert_int_equal(sales_number(books, "SELECT on_hand FROM stock WHERE product_id = 1"), 0);
}

static void only_what_is_restocked_is_on_hand_again(void **state)
{
	struct books *books = *state;
	struct return_id id = open_return(books, NULL);
	assert_int_equal(load(books, id).lines.count, 2); /* the service does not come back */
	assert_int_equal(return_receive(&books->core, id, NULL, NULL), 0);
	assert_int_equal(inspect(books, id, PART(1, 1), "good", "restock"), 0);
	assert_int_equal(inspect(books, id, PART(1, 1), "damaged", "scrap"), 0);
	assert_int_equal(inspect(books, id, PART(1, 2), "defective", "refund"), 0);
	assert_text(load(books, id).state, "received");
	books_refused(books, return_close(&books->core, id), ERR_CONFLICT, "not all of it is inspected");
	assert_int_equal(inspect(books, id, NULL, "wrong", "replace"), 0);
	struct rma rma = load(books, id);
	assert_text(rma.state, "inspected");
	assert_int_equal(rma.lines.count, 4);
	assert_int_equal(rma.to_credit.count, 1);
	assert_int_equal(((const struct rma_credit *)rma.to_credit.items)->qty.thousandths, 2000);
	assert_null(rma.credit_note);
	const struct rma_line *line = rma.lines.items;
	assert_int_equal(line[3].replacement.number, 2);
	struct order replacement = sales_load(books, line[3].replacement);
	assert_int_equal(replacement.gross.minor, 0);
	assert_text(replacement.channel, "return");
	assert_int_equal(sales_number(books, "SELECT on_hand FROM stock WHERE product_id = 1"), 1000);
	assert_int_equal(sales_number(books, "SELECT sum(quantity) FROM stock_move WHERE kind = 'return'"), 1000);
	assert_text(sales_load(books, one).fulfilment, "returned");
	assert_int_equal(return_close(&books->core, id), 0);
	books_refused(books, return_close(&books->core, id), ERR_CONFLICT, "is closed already");
}

static void never_more_than_was_delivered(void **state)
{
	struct books *books = *state;
	struct return_id id;
	struct core *core = &books->core;
	open_return(books, PART(1, 3));
	books_refused(books, return_open(core, one, PART(1, 2), "damaged", NULL, &id), ERR_REFUSED, "only 1 of line 1 can come back, not 2");
	books_refused(books, return_open(core, one, PART(3, 1), "damaged", NULL, &id), ERR_INVALID, "is a service and does not come back");
	books_refused(books, return_open(core, one, PART(9, 1), "damaged", NULL, &id), ERR_NOT_FOUND, "no line 9");
	books_refused(books, return_open(core, one, PART(1, 1), "whim", NULL, &id), ERR_INVALID, "no reason code");
	books_refused(books, return_open(core, (struct order_id){ 7 }, NULL, "damaged", NULL, &id), ERR_NOT_FOUND, "no order");
	struct return_part half = { 2, { 500 } };
	books_refused(books, return_open(core, one, &(struct list){ &half, 1 }, "damaged", NULL, &id), ERR_INVALID, "more decimals");
}

static void the_database_refuses_it_too(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	struct return_id id = open_return(books, PART(1, 3));
	books_refused(books, db_run(db, "INSERT INTO rma_line (rma_id, part, order_id, line, quantity, reason) VALUES (1, 2, 1, 1, 2000, 'x')", DB_NONE),
		      ERR_REFUSED, "no more comes back");
	books_refused(books, db_run(db, "UPDATE rma SET state = 'inspected', received_at = 1, warehouse_id = 1", DB_NONE), ERR_REFUSED, "does not go");
	books_refused(books, db_run(db, "UPDATE rma_line SET received = 4000", DB_NONE), ERR_REFUSED, "CHECK");
	books_refused(books, db_run(db, "DELETE FROM rma", DB_NONE), ERR_REFUSED, "never deleted");
	assert_int_equal(return_receive(&books->core, id, NULL, NULL), 0);
	assert_int_equal(inspect(books, id, NULL, "good", "restock"), 0);
	books_refused(books, db_run(db, "UPDATE rma_line SET disposition = 'scrap'", DB_NONE), ERR_REFUSED, "does not change");
	books_refused(books, db_run(db, "UPDATE order_line SET returned = 5000 WHERE order_id = 1 AND line = 1", DB_NONE), ERR_REFUSED, "CHECK");
}

static void refusing_gives_it_back_to_the_customer(void **state)
{
	struct books *books = *state;
	struct return_id id = open_return(books, PART(1, 3));
	assert_int_equal(return_receive(&books->core, id, PART(1, 2), NULL), 0);
	books_refused(books, return_refuse(&books->core, id, NULL, NULL), ERR_INVALID, "a reason is needed");
	assert_int_equal(return_refuse(&books->core, id, "customer-request", NULL), 0);
	assert_int_equal(returned(books, 0), 0);
	assert_text(load(books, id).refusal, "customer-request");
	struct quantity possible;
	assert_int_equal(return_possible(&books->core, one, 1, &possible), 0);
	assert_int_equal(possible.thousandths, 4000);
	struct return_id next = open_return(books, PART(1, 4));
	assert_int_equal(return_receive(&books->core, next, NULL, NULL), 0);
	assert_int_equal(inspect(books, next, PART(1, 1), "good", "scrap"), 0);
	books_refused(books, return_refuse(&books->core, next, "other", NULL), ERR_CONFLICT, "some of it is inspected");
	books_refused(books, inspect(books, next, PART(1, 1), "damaged", "restock"), ERR_REFUSED, "not put back on the shelf");
}

static void what_is_restocked_serves_who_waits(void **state)
{
	struct books *books = *state;
	struct order_id waiting = sales_place(books, "C-2", "A-1", "2");
	assert_int_equal(order_confirm(&books->core, waiting), 0);
	assert_text(sales_load(books, waiting).fulfilment, "backordered");
	struct return_id id = open_return(books, PART(1, 2));
	assert_int_equal(return_receive(&books->core, id, NULL, NULL), 0);
	assert_int_equal(inspect(books, id, NULL, "good", "restock"), 0);
	assert_text(sales_load(books, waiting).fulfilment, "allocated");
	assert_non_null(strstr(sales_event(books, one), "\"served\":[\"SO-000002\"]"));
}

/* --- complaints --------------------------------------------------------------------------------------------------------------- */

static struct complaint_id complain(struct books *books, int64_t line, const char *reason, const char *amount)
{
	struct complaint_id id = { 0 };
	if (complaint_open(&books->core, one, line, reason, amount, "it squeaks", &id))
		fail_msg("%s", books->err.message);
	return id;
}

static struct complaint look(struct books *books, struct complaint_id id)
{
	struct complaint complaint;
	assert_int_equal(complaint_load(&books->core, id, &complaint), 0);
	return complaint;
}

static void a_complaint_knows_whose_fault_it_was_whatever_the_list_says_later(void **state)
{
	struct books *books = *state;
	struct complaint_id id = complain(books, 1, "carrier-damage", "2.50");
	sales_set(books, "reasons", "carrier-damage:internal other:customer");
	struct complaint complaint = look(books, id);
	assert_text(complaint.fault, "carrier");
	assert_text(complaint.sku, "A-1");
	assert_int_equal(complaint.amount.minor, 250);
	assert_text(look(books, complain(books, NONE, "carrier-damage", NULL)).fault, "internal");
	struct order order = sales_load(books, one);
	assert_int_equal(order.complaints.count, 2);
	assert_text(((const char *const *)order.complaints.items)[1], "CP-000002");
}

static void each_outcome_leaves_what_it_says(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct complaint_id id = complain(books, 1, "damaged", NULL);
	assert_int_equal(complaint_resolve(core, id, &(struct resolution){ "return", PART(1, 1), NULL, NULL }), 0);
	assert_int_equal(look(books, id).rma.number, 1);
	assert_text(((const char *const *)sales_load(books, one).returns.items)[0], "RT-000001");
	id = complain(books, 3, "mistake", NULL);
	assert_int_equal(complaint_resolve(core, id, &(struct resolution){ "replacement", NULL, NULL, NULL }), 0);
	assert_int_equal(look(books, id).replacement.number, 2);
	id = complain(books, NONE, "carrier-late", "1.00");
	assert_int_equal(complaint_resolve(core, id, &(struct resolution){ "credit", NULL, "1.20", NULL }), 0);
	assert_int_equal(look(books, id).amount.minor, 120);
	id = complain(books, NONE, "other", NULL);
	assert_int_equal(complaint_resolve(core, id, &(struct resolution){ "nothing", NULL, NULL, "no" }), 0);
	assert_text(look(books, id).resolution, "no");
	books_refused(books, complaint_resolve(core, id, &(struct resolution){ "nothing", NULL, NULL, NULL }), ERR_CONFLICT, "is resolved already");
	books_refused(books, db_run(core->db, "UPDATE complaint SET note = 'x' WHERE id = $1", A(id.number)), ERR_REFUSED, "does not change");
}

static void a_resolution_must_say_what_and_how_much(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct complaint_id line = complain(books, 1, "damaged", NULL);
	struct complaint_id whole = complain(books, NONE, "other", NULL);
	books_refused(books, complaint_resolve(core, line, &(struct resolution){ "replacement", NULL, NULL, NULL }), ERR_USAGE, "how much of line 1");
	books_refused(books, complaint_resolve(core, line, &(struct resolution){ "replacement", PART(1, 5), NULL, NULL }), ERR_REFUSED, "only 4 of line 1");
	books_refused(books, complaint_resolve(core, whole, &(struct resolution){ "replacement", NULL, NULL, NULL }), ERR_USAGE, "what is to be replaced");
	books_refused(books, complaint_resolve(core, whole, &(struct resolution){ "credit", NULL, NULL, NULL }), ERR_USAGE, "how much is to be credited");
	books_refused(books, complaint_resolve(core, whole, &(struct resolution){ "credit", NULL, "1000000", NULL }), ERR_REFUSED, "more than the");
	books_refused(books, complaint_resolve(core, whole, &(struct resolution){ "nothing", NULL, "1", NULL }), ERR_USAGE, "only --outcome credit");
	assert_text(look(books, whole).state, "open");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, delivered_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_comes_back_counts_from_when_it_is_received),
		TEST(only_what_is_restocked_is_on_hand_again),
		TEST(never_more_than_was_delivered),
		TEST(the_database_refuses_it_too),
		TEST(refusing_gives_it_back_to_the_customer),
		TEST(what_is_restocked_serves_who_waits),
		TEST(a_complaint_knows_whose_fault_it_was_whatever_the_list_says_later),
		TEST(each_outcome_leaves_what_it_says),
		TEST(a_resolution_must_say_what_and_how_much),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
