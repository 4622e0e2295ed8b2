/* Reports on orders written straight into the tables: every figure is known beforehand. */
#include <string.h>

#include "ordr/report_backlog.h"
#include "ordr/report_sla.h"
#include "ordr/report_urgent.h"
#include "ordr/settings.h"
#include "shelf.h"

static int64_t at(const char *text)
{
	struct instant instant = { NONE };
	if (text)
		assert_int_equal(instant_parse(text, &instant), 0);
	return instant.ms;
}

/* An order of one bolt with its times: due, risk and done of each target, NULL where there is none. */
struct times {
	int64_t id, customer, priority;
	const char *state, *placed;
	const char *confirm_due, *confirm_risk, *confirmed;
	const char *ship_due, *ship_risk, *shipped;
	const char *deliver_due, *deliver_risk, *delivered;
};

static void keep(struct books *books, const struct times *t)
{
	int64_t due[] = { at(t->placed),  at(t->confirm_due), at(t->confirm_risk), at(t->confirmed),	at(t->ship_due),
			  at(t->ship_risk), at(t->shipped),   at(t->deliver_due),  at(t->deliver_risk), at(t->delivered) };
	const char *state = t->state ? t->state : "confirmed";
	const char *by = t->confirmed ? "x" : NULL;
	assert_int_equal(db_run(books->core.db,
				"INSERT INTO orders (id, customer_id, priority, state, channel, placed_at, placed_by, currency, net, tax, gross,"
				" confirm_due, confirm_risk, confirmed_at, ship_due, ship_risk, shipped_at, deliver_due, deliver_risk, delivered_at,"
				" confirmed_by, reason, next_due) VALUES ($1, $2, $3, $4, 'cli', $5, 'x', 'EUR', 0, 0, 0, $6, $7, $8, $9, $10, $11, $12,"
				" $13, $14, $15, CASE WHEN $4 IN ('cancelled', 'rejected') THEN 'other' END, coalesce($6, $9, $12))",
				A(t->id), A(t->customer), A(t->priority), A(state), A(due[0]), A(due[1]), A(due[2]), A(due[3]), A(due[4]), A(due[5]),
				A(due[6]), A(due[7]), A(due[8]), A(due[9]), A(by)), 0);
	shelf_line(books, t->id, 1, 1, 1);
}

static const char *members(struct books *books, const struct schema *schema, const void *record)
{
	struct str json = { 0 };
	field_put_members(schema->fields, record, &json);
	assert_false(json.failed);
	const char *kept = arena_strdup(&books->keep, json.text);
	str_release(&json);
	return kept;
}

static void assert_says(struct books *books, const struct schema *schema, const void *record, const char *part)
{
	const char *json = members(books, schema, record);
	if (!strstr(json, part))
		fail_msg("%s\ndoes not hold\n%s", json, part);
}

/* Makes a report as a command does, of the moment that it is. */
static int make(struct books *books, const struct report *report, struct report_request request, void *record)
{
	request.as_of = books->core.now;
	field_clear(report->schema->fields, record);
	return report->make(&books->core, &request, record);
}

static int make_sla(struct books *books, struct date first, struct date last, struct report_sla *record)
{
	return make(books, &report_sla, (struct report_request){ .from = first, .to = last, .limit = NONE }, record);
}

static int make_backlog(struct books *books, struct report_backlog *record)
{
	return make(books, &report_backlog, (struct report_request){ .from = { NONE }, .to = { NONE }, .limit = NONE }, record);
}

static int make_urgent(struct books *books, int64_t limit, struct report_urgent *record)
{
	return make(books, &report_urgent, (struct report_request){ .from = { NONE }, .to = { NONE }, .limit = limit }, record);
}

static const struct date from = { 20758 }, to = { 20787 }; /* 2026-11-01 … 2026-11-30 */

static void targets_are_judged_as_they_stand(void **state)
{
	struct books *books = *state;
	struct report_sla report;
	const char *placed = "2026-11-23T08:00:00Z"; /* now is the next day, 08:00 */
	const struct times orders[] = {
		{ 1, 1, 1, NULL, placed, "2026-11-23T12:00:00Z", NULL, "2026-11-23T12:00:00Z", NULL, NULL, NULL, NULL, NULL, NULL },
		{ 2, 1, 3, NULL, placed, "2026-11-23T12:00:00Z", NULL, "2026-11-23T12:00:01Z", NULL, NULL, NULL, NULL, NULL, NULL },
		{ 3, 2, 3, "placed", placed, "2026-11-23T12:00:00Z", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
		{ 4, 2, 1, "placed", placed, "2026-11-24T09:00:00Z", "2026-11-24T08:00:00Z", NULL, NULL, NULL, NULL, NULL, NULL, NULL },
		{ 5, 1, 1, "placed", placed, "2026-11-24T09:00:00Z", "2026-11-24T08:30:00Z", NULL, NULL, NULL, NULL, NULL, NULL, NULL },
		{ 6, 1, 0, "cancelled", placed, "2026-11-23T12:00:00Z", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
		{ 7, 1, 1, NULL, placed, "2026-11-23T12:00:00Z", NULL, placed, "2026-11-25T08:00:00Z", "2026-11-25T07:00:00Z", NULL, NULL, NULL, NULL },
	};
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		keep(books, &orders[i]);
	assert_int_equal(make_sla(books, from, to, &report), 0);
	assert_says(books, &report_sla_schema, &report, "\"orders\":7,\"confirm\":{\"met\":2,\"breached\":1,\"open\":1,\"at_risk\":1,\"overdue\":1,"
							"\"met_pct\":50},\"ship\":{\"met\":0,\"breached\":0,\"open\":1,\"at_risk\":0,\"overdue\":0,"
							"\"met_pct\":null},\"deliver\":{\"met\":0,");
	assert_says(books, &report_sla_schema, &report, "\"groups\":[{\"by\":\"tier\",\"value\":\"strategic\",\"orders\":2,"
							"\"confirm\":{\"met\":0,\"breached\":0,\"open\":0,\"at_risk\":1,\"overdue\":1,\"met_pct\":0}");
	assert_says(books, &report_sla_schema, &report, "{\"by\":\"tier\",\"value\":\"standard\",\"orders\":5,"
							"\"confirm\":{\"met\":2,\"breached\":1,\"open\":1,\"at_risk\":0,\"overdue\":0,\"met_pct\":66.67}");
	assert_int_equal(report.groups.count, 7); /* nobody is preferred, nothing of high priority; both customers were let down once */
	static const char *const values[] = { "strategic", "standard", "urgent", "normal", "low", "C-1", "C-2" };
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(((const struct sla_group *)report.groups.items)[i].value, values[i]);
	assert_says(books, &report_sla_schema, &report, "\"misses\":[{\"id\":\"SO-000003\",\"customer\":\"C-2\",\"customer_name\":\"Bea\","
							"\"tier\":\"strategic\",\"priority\":\"urgent\",\"step\":\"confirm\",\"due\":\"2026-11-23T12:00:00Z\","
							"\"done\":null,\"late_minutes\":300,\"status\":\"overdue\",\"reason\":null,\"fault\":null},"
							"{\"id\":\"SO-000002\"");
	assert_int_equal(report.misses.count, 2);
}

static void nothing_due_is_no_data(void **state)
{
	struct books *books = *state;
	struct report_sla report;
	assert_int_equal(make_sla(books, from, to, &report), 0);
	assert_int_equal(report.orders, 0);
	assert_int_equal(report.confirm.met_pct.hundredths, NONE);
	assert_int_equal(report.groups.count, 0);
	assert_says(books, &report_sla_schema, &report, "\"as_of\":\"2026-11-24T08:00:00Z\",\"from\":\"2026-11-01\",\"to\":\"2026-11-30\",\"basis\":\"");
	assert_says(books, &report_sla_schema, &report, "\"groups\":[],\"misses\":[]");
}

static void a_period_is_whole_days_of_the_company(void **state)
{
	struct books *books = *state;
	struct report_sla report;
	assert_int_equal(settings_set(&books->core, "calendar.time_zone", "Europe/Berlin"), 0);
	static const char *const placed[] = { "2026-10-31T22:59:59Z", "2026-10-31T23:00:00Z", "2026-11-30T22:59:59Z", "2026-11-30T23:00:00Z" };
	for (int64_t i = 0; i < 4; i++)
		keep(books, &(struct times){ .id = i + 1, .customer = 1, .placed = placed[i], .confirmed = placed[i] });
	assert_int_equal(make_sla(books, from, to, &report), 0);
	assert_int_equal(report.orders, 2);
	assert_int_equal(make_sla(books, to, to, &report), 0);
	assert_int_equal(report.orders, 1);
	const struct date none = { NONE };
	assert_int_equal(make_sla(books, none, none, &report), 0); /* this month, up to today */
	assert_int_equal(report.from.days, from.days);
	assert_int_equal(report.to.days, date_make(2026, 11, 24).days);
	assert_int_equal(report.orders, 1);
	books_refused(books, make_sla(books, to, from, &report), ERR_USAGE, "--from is after --to");
}

static void the_worst_hundred_misses_are_named_by_working_time(void **state)
{
	struct books *books = *state;
	struct report_sla report;
	/* Order i is late by i − 1 minutes, the first by none that is worked: it was done before the day began. */
	for (int64_t i = 1; i <= 150; i++) {
		char done[INSTANT_SIZE];
		instant_text((struct instant){ at("2026-11-23T08:00:00Z") + (i - 1) * 60000 }, done);
		keep(books, &(struct times){ .id = i, .customer = 1, .placed = "2026-11-20T08:00:00Z", .confirm_due = "2026-11-20T17:00:00Z",
					     .confirmed = done });
	}
	/* By the clock the latest of all, by working time of a weekend not at all. */
	keep(books, &(struct times){ .id = 151, .customer = 1, .placed = "2026-11-13T08:00:00Z", .confirm_due = "2026-11-13T17:00:00Z",
				     .confirmed = "2026-11-15T20:00:00Z" });
	assert_int_equal(make_sla(books, from, to, &report), 0);
	assert_int_equal(report.confirm.breached, 151);
	assert_int_equal(report.misses.count, 100);
	const struct sla_miss *misses = report.misses.items;
	for (int64_t i = 0; i < 100; i++) {
		assert_int_equal(misses[i].id.number, 150 - i);
		assert_int_equal(misses[i].late_minutes, 149 - i);
		assert_string_equal(misses[i].status, "breached");
	}
}

static const char *step_json(struct books *books, const struct report_backlog *report, size_t step)
{
	struct str json = { 0 };
	const struct field *field = field_find(report_backlog_schema.fields, "steps", NULL);
	field_put_members(field->fields, (const struct backlog_step *)report->steps.items + step, &json);
	const char *kept = arena_strdup(&books->keep, json.text);
	str_release(&json);
	return kept;
}

static void assert_steps(struct books *books, const char *const expected[7])
{
	struct report_backlog report;
	assert_int_equal(make_backlog(books, &report), 0);
	assert_int_equal(report.steps.count, 7);
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(step_json(books, &report, i), expected[i]);
}

static void an_order_counts_at_each_step_that_has_units_of_it(void **state)
{
	struct books *books = *state;
	shelf_order(books, 1, 1, 1, 3, at("2026-11-24T07:00:00Z")); /* placed, overdue */
	shelf_line(books, 1, 2, 3, 2);
	shelf_receive(books, "A-1", "MAIN", 20, NULL);
	shelf_confirm(books, shelf_order(books, 2, 2, 1, 12, at("2026-11-25T07:00:00Z")));
	shelf_line(books, 2, 2, 2, 4);
	shelf_run(books, "UPDATE order_line SET backordered = 4000 WHERE order_id = 2 AND line = 2");
	shelf_run(books, "UPDATE order_line SET allocated = 2000, picked = 10000, packed = 7000, shipped = 5000, delivered = 4000, invoiced = 3000"
			" WHERE order_id = 2 AND line = 1");
	shelf_line(books, 2, 3, 3, 6);
	shelf_order(books, 3, 1, 1, 9, NONE); /* completed and not invoiced whole */
	shelf_confirm(books, (struct order_id){ 3 });
	shelf_run(books, "UPDATE order_line SET allocated = 0, backordered = 0, picked = 9000, packed = 9000, shipped = 9000, delivered = 9000, invoiced = 8000"
			" WHERE order_id = 3");
	shelf_run(books, "UPDATE orders SET state = 'completed' WHERE id = 3");
	shelf_order(books, 4, 1, 1, 9, NONE);
	shelf_run(books, "UPDATE orders SET state = 'rejected', reason = 'other' WHERE id = 4");
	assert_steps(books, (const char *const[]){
		"\"step\":\"confirm\",\"orders\":1,\"lines\":2,\"units\":5,\"overdue\":1,\"oldest\":\"1970-01-01T00:00:00Z\"",
		"\"step\":\"stock\",\"orders\":1,\"lines\":1,\"units\":4,\"overdue\":0,\"oldest\":\"1970-01-01T00:00:00Z\"",
		"\"step\":\"pick\",\"orders\":1,\"lines\":1,\"units\":2,\"overdue\":0,\"oldest\":\"1970-01-01T00:00:00Z\"",
		"\"step\":\"pack\",\"orders\":1,\"lines\":1,\"units\":3,\"overdue\":0,\"oldest\":\"1970-01-01T00:00:00Z\"",
		"\"step\":\"ship\",\"orders\":1,\"lines\":1,\"units\":2,\"overdue\":0,\"oldest\":\"1970-01-01T00:00:00Z\"",
		"\"step\":\"deliver\",\"orders\":1,\"lines\":2,\"units\":7,\"overdue\":0,\"oldest\":\"1970-01-01T00:00:00Z\"",
		"\"step\":\"invoice\",\"orders\":2,\"lines\":2,\"units\":3,\"overdue\":0,\"oldest\":\"1970-01-01T00:00:00Z\"",
	});
}

static void what_is_to_be_invoiced_is_what_the_company_allows(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *invoice_on;
		int64_t units;
	} cases[] = { { "order", 10 }, { "shipment", 6 }, { "delivery", 3 } };
	shelf_receive(books, "A-1", "MAIN", 8, NULL);
	shelf_confirm(books, shelf_order(books, 1, 1, 1, 8, NONE));
	shelf_run(books, "UPDATE order_line SET allocated = 0, picked = 8000, packed = 8000, shipped = 6000, delivered = 3000, invoiced = 1000");
	shelf_line(books, 1, 2, 3, 3);
	shelf_run(books, "UPDATE order_line SET delivered = 1000 WHERE line = 2");
	for (size_t i = 0; i < 3; i++) {
		struct report_backlog report;
		assert_int_equal(settings_set(&books->core, "workflow.invoice_on", cases[i].invoice_on), 0);
		assert_int_equal(make_backlog(books, &report), 0);
		assert_int_equal(((const struct backlog_step *)report.steps.items)[6].units.thousandths, cases[i].units * 1000);
	}
}

static void what_is_to_ship_is_counted_by_its_day(void **state)
{
	struct books *books = *state;
	struct report_backlog report;
	assert_int_equal(settings_set(&books->core, "calendar.time_zone", "Europe/Berlin"), 0);
	static const char *const ship_by[] = { "2026-11-24T07:59:59Z", "2026-11-24T08:00:00Z", "2026-11-24T22:59:59Z", "2026-11-24T23:00:00Z",
					       "2026-11-25T23:00:00Z", NULL };
	for (int64_t i = 0; i < 6; i++) {
		int64_t moment = at(ship_by[i]);
		shelf_confirm(books, shelf_order(books, i + 1, 1, 1, 1, NONE));
		assert_int_equal(db_run(books->core.db, "UPDATE orders SET ship_by = $2 WHERE id = $1", A(i + 1), A(moment)), 0);
	}
	shelf_order(books, 7, 1, 1, 1, NONE); /* placed: nobody said that it ships */
	shelf_confirm(books, shelf_order(books, 8, 1, 3, 1, NONE)); /* a service: nothing to ship */
	assert_int_equal(make_backlog(books, &report), 0);
	assert_int_equal(report.orders, 8);
	assert_says(books, &report_backlog_schema, &report, "\"to_ship\":[{\"when\":\"late\",\"orders\":1},{\"when\":\"today\",\"orders\":2},"
							    "{\"when\":\"tomorrow\",\"orders\":1},{\"when\":\"later\",\"orders\":1},{\"when\":\"none\",\"orders\":1}]");
}

static void nothing_to_do_is_said_of_every_step(void **state)
{
	struct books *books = *state;
	struct report_backlog report;
	assert_int_equal(make_backlog(books, &report), 0);
	assert_int_equal(report.orders, 0);
	assert_says(books, &report_backlog_schema, &report, "{\"step\":\"deliver\",\"orders\":0,\"lines\":0,\"units\":0,\"overdue\":0,\"oldest\":null}");
}

static const char *worklist(struct books *books, int64_t limit)
{
	struct report_urgent report;
	assert_int_equal(make_urgent(books, limit, &report), 0);
	const char *text = arena_printf(&books->keep, "%lld %lld %lld", (long long)report.open, (long long)report.overdue, (long long)report.at_risk);
	const struct urgent_order *order = report.orders.items;
	for (size_t i = 0; i < report.orders.count; i++)
		text = arena_printf(&books->keep, "%s; %lld %s %s %s %s", text, (long long)order[i].id.number, order[i].step, order[i].whose,
				    order[i].status, order[i].fulfilment);
	return text;
}

static void the_worklist_names_the_next_step_of_each(void **state)
{
	struct books *books = *state;
	shelf_receive(books, "A-1", "MAIN", 10, NULL);
	shelf_order(books, 1, 1, 1, 1, at("2026-11-24T07:00:00Z"));
	shelf_confirm(books, shelf_order(books, 2, 1, 1, 1, at("2026-11-24T09:00:00Z")));
	shelf_run(books, "UPDATE orders SET ship_due = next_due, ship_risk = next_due - 3600000 WHERE id = 2");
	for (int64_t id = 3; id <= 6; id++)
		shelf_confirm(books, shelf_order(books, id, 1, 1, 1, at("2026-11-25T09:00:00Z") + id));
	shelf_run(books, "UPDATE order_line SET allocated = 0, picked = 1000 WHERE order_id = 3");
	shelf_run(books, "UPDATE order_line SET allocated = 0, picked = 1000, packed = 1000 WHERE order_id = 4");
	shelf_run(books, "UPDATE order_line SET allocated = 0, picked = 1000, packed = 1000, shipped = 1000 WHERE order_id = 5");
	shelf_run(books, "UPDATE order_line SET allocated = 0, backordered = 1000 WHERE order_id = 6");
	shelf_confirm(books, shelf_order(books, 7, 1, 3, 1, NONE));
	shelf_confirm(books, shelf_order(books, 8, 2, 1, 1, NONE)); /* strategic */
	shelf_line(books, 8, 2, 2, 1);
	shelf_run(books, "UPDATE order_line SET backordered = 1000 WHERE order_id = 8 AND line = 2");
	const char *first = "8 1 1; 1 confirm sales overdue none; 2 pick warehouse at_risk allocated";
	assert_string_equal(worklist(books, 2), first);
	const char *all = arena_printf(&books->keep, "%s; 3 pack warehouse open picking; 4 ship warehouse open packed; 5 deliver warehouse open shipped;"
						     " 6 wait for stock warehouse open backordered; 8 pick warehouse open backordered;"
						     " 7 deliver warehouse open none", first);
	assert_string_equal(worklist(books, NONE), all);
	assert_int_equal(settings_set(&books->core, "workflow.pack", "skipped"), 0);
	shelf_run(books, "DROP TRIGGER orders_frozen");
	shelf_run(books, "UPDATE orders SET delivery = 'complete'");
	assert_non_null(strstr(worklist(books, NONE), "3 ship warehouse"));
	assert_non_null(strstr(worklist(books, NONE), "8 wait for stock warehouse"));
}

static void slack_is_counted_in_working_minutes(void **state)
{
	struct books *books = *state;
	struct report_urgent report;
	shelf_order(books, 1, 1, 1, 1, at("2026-11-23T16:30:00Z"));
	shelf_order(books, 2, 1, 1, 1, at("2026-11-25T09:00:00Z"));
	shelf_order(books, 3, 1, 1, 1, NONE);
	assert_int_equal(make_urgent(books, NONE, &report), 0);
	const struct urgent_order *orders = report.orders.items;
	assert_int_equal(orders[0].slack_minutes, -30);
	assert_int_equal(orders[1].slack_minutes, 9 * 60 + 60);
	assert_int_equal(orders[2].slack_minutes, NONE);
	assert_says(books, &report_urgent_schema, &report, "{\"id\":\"SO-000003\",\"customer\":\"C-1\",\"customer_name\":\"Ada\",\"tier\":\"standard\","
							   "\"priority\":\"normal\",\"state\":\"placed\",\"fulfilment\":\"none\",\"step\":\"confirm\",\"whose\":\"sales\","
							   "\"stopped_at\":null,\"next_due\":null,\"slack_minutes\":null,\"due_for\":null,\"placed_at\":\"1970-01-01T00:00:00Z\",\"status\":\"open\"}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, shelf_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(targets_are_judged_as_they_stand),
		TEST(nothing_due_is_no_data),
		TEST(a_period_is_whole_days_of_the_company),
		TEST(the_worst_hundred_misses_are_named_by_working_time),
		TEST(an_order_counts_at_each_step_that_has_units_of_it),
		TEST(what_is_to_be_invoiced_is_what_the_company_allows),
		TEST(what_is_to_ship_is_counted_by_its_day),
		TEST(nothing_to_do_is_said_of_every_step),
		TEST(the_worklist_names_the_next_step_of_each),
		TEST(slack_is_counted_in_working_minutes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
