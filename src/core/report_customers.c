/* The customers, strategic ones first. Each figure is gathered under the customer's number in one pass over what it counts; names are looked up only
 * for those that are listed. */
#include <stdlib.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/id_table.h"
#include "ordr/judged.h"
#include "ordr/master.h"
#include "ordr/order_sql.h"
#include "ordr/settings.h"
#include "ordr/statistics.h"
#include "ordr/past.h"
#include "ordr/speak.h"
#include "report_cash.h"
#include "report_customers.h"

#define STANDARD 50

static const struct field row_fields[] = {
	F(struct customers_row, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "code of the customer"),
	F(struct customers_row, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F_CHOICE(struct customers_row, tier, tier_choices, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "tier of the customer"),
	F(struct customers_row, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders placed in the period"),
	F(struct customers_row, orders_before, INTEGER, FIELD_REQUIRED | FIELD_LATE, "orders placed in as many days before it"),
	F(struct customers_row, trend_pct, PERCENT, FIELD_SHOWN | FIELD_LATE, "the change of orders, in percent of those before; null when there were none"),
	F(struct customers_row, sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "net, invoiced in the period less credit notes"),
	F(struct customers_row, otif_pct, PERCENT, FIELD_SHOWN, "orders on time and in full, of those judged; null when none was"),
	F(struct customers_row, sla_met_pct, PERCENT, FIELD_SHOWN, "SLA targets met, of those met, breached or overdue; null when there were none"),
	F(struct customers_row, open_orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders that are open, whenever they were placed"),
	F(struct customers_row, complaints, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "complaints opened in the period"),
	F(struct customers_row, receivables, MONEY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "open on invoices, gross: credit that is in use"),
	F(struct customers_row, credit_limit, MONEY, FIELD_SHOWN | FIELD_LATE, "the customer's credit limit; null without one"),
	F(struct customers_row, last_order, DATE, FIELD_LATE, "the day of the last order in both periods"),
	FIELD_END,
};

static const struct field quiet_fields[] = {
	F(struct customers_quiet, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "code of the customer"),
	F(struct customers_quiet, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "name of the customer"),
	F_CHOICE(struct customers_quiet, tier, tier_choices, FIELD_REQUIRED | FIELD_SHOWN, "tier of the customer"),
	F(struct customers_quiet, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders so far"),
	F(struct customers_quiet, last_order, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the day of the last"),
	F(struct customers_quiet, usual_days, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "days from one order to the next, the median"),
	F(struct customers_quiet, quiet_days, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "days since the last"),
	FIELD_END,
};

const struct field report_customers_fields[] = {
	F(struct report_customers, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that it is counted at"),
	F(struct report_customers, from, DATE, FIELD_REQUIRED | FIELD_SHOWN, "first day of the period"),
	F(struct report_customers, to, DATE, FIELD_REQUIRED | FIELD_SHOWN, "last day of the period"),
	F(struct report_customers, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_customers, customers, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "customers who ordered in the period"),
	F(struct report_customers, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "their orders"),
	F(struct report_customers, open_orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "open orders of all customers"),
	F(struct report_customers, complaints, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "complaints opened in the period"),
	F(struct report_customers, sales, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "net, invoiced in the period less credit notes"),
	F(struct report_customers, otif_pct, PERCENT, FIELD_SHOWN, "orders on time and in full, of those judged; null when none was"),
	F(struct report_customers, sla_met_pct, PERCENT, FIELD_SHOWN, "SLA targets met, of those met, breached or overdue; null when there were none"),
	F_LIST(struct report_customers, list, struct customers_row, row_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS,
	       "customers with orders in either period, open ones, sales or complaints: strategic first, then by sales; at most 50 or the limit"),
	F_LIST(struct report_customers, quiet, struct customers_quiet, quiet_fields, FIELD_REQUIRED | FIELD_SHOWN,
	       "customers who have not ordered for more than one and a half times as long as usual, and no more than a year longer"),
	FIELD_END,
};

const struct schema report_customers_schema = { .name = "ordr.report-customers/1",
						.title = "Customers, strategic ones first.",
						.fields = report_customers_fields,
						.size = sizeof(struct report_customers) };

static const char basis[] = TO_TRANSLATE("orders placed in the period, rejected and cancelled ones too; sales are net, invoices less credit notes issued in the period;"
			    " otif_pct: of the orders placed in the period that are decided, those delivered whole by the promised day with nothing cancelled"
			    " for want of goods or by our own fault; sla_met_pct: of all three targets of those orders; usual_days is the median between"
			    " orders, of at least three");

struct gathered {
	int64_t number; /* of the customer */
	int64_t orders, before, judged, otif, targets, met, open, complaints, sales, receivables, last_day;
	int rank;
};

struct pass {
	struct core *core;
	const struct report_request *request;
	struct report_customers *report;
	struct date today;
	struct id_table table;
	struct rhythms quiet;
	struct gathered total;
	bool too_much;
};

static struct gathered *gathered_of(struct pass *pass, int64_t customer)
{
	struct gathered *gathered = id_table_get(&pass->table, customer);
	if (!gathered)
		err_memory(pass->core->err);
	return gathered;
}

static void judge(struct pass *pass, const struct judged_order *order, struct gathered *gathered)
{
	enum judgement judgement = judged_by(order, order->facts.promised, pass->today);
	gathered->judged += judgement != JUDGED_NOT;
	gathered->otif += judgement == JUDGED_MET;
	for (int target = 0; target < TARGETS; target++) {
		const char *status = order_facts_status(&order->facts, target, order_facts_moment(&order->facts, pass->core->now));
		bool met = status && !strcmp(status, "met");
		gathered->met += met;
		gathered->targets += met || (status && (!strcmp(status, "breached") || !strcmp(status, "overdue")));
	}
}

static int take_order(void *context, const struct judged_order *order)
{
	struct pass *pass = context;
	struct gathered *gathered = gathered_of(pass, order->customer);
	int64_t day = instant_date((struct instant){ order->facts.placed_at }, NULL).days;
	if (!gathered)
		return -1;
	gathered->last_day = day;
	if (day < pass->report->from.days) {
		gathered->before++;
		return 0;
	}
	gathered->orders++;
	judge(pass, order, gathered);
	judge(pass, order, &pass->total);
	return 0;
}

static void add(struct pass *pass, int64_t *sum, int64_t value)
{
	pass->too_much |= __builtin_add_overflow(*sum, value, sum) != 0;
}

/* One query whose rows are a customer and an amount; `what`: where it is added up in struct gathered. */
static int take_rows(struct pass *pass, struct db_rows *rows, size_t what)
{
	int found;
	while ((found = db_next(rows)) == 1) {
		struct gathered *gathered = gathered_of(pass, db_column_integer(rows, 0));
		if (!gathered) {
			db_finish(rows);
			return -1;
		}
		add(pass, (int64_t *)(void *)((char *)gathered + what), db_column_integer(rows, 1));
		add(pass, (int64_t *)(void *)((char *)&pass->total + what), db_column_integer(rows, 1));
	}
	return found;
}

/* An invoice of many orders counts when one of them came that way. */
#define CHANNEL_FILTER(channel)                                                                                                        \
	"(" channel " IS NULL OR EXISTS (SELECT 1 FROM orders o WHERE o.channel = " channel " AND (o.id = i.order_id OR o.id IN"                \
	" (SELECT v.order_id FROM invoice_line v WHERE v.invoice_id = i.id))))"
#define CUSTOMER_FILTER "($2 IS NULL OR c.code = $2) AND " PAST_TIER("$3", "$1")

/* + keeps the present to the index of what is open: a range of placed_at would be taken for narrower, and holds all orders. */
static int take_open(struct pass *pass)
{
#define OPEN_COUNT(which)                                                                                                     \
	"SELECT o.customer_id, count(*) FROM orders o JOIN customer c ON c.id = o.customer_id WHERE " which " AND " CUSTOMER_FILTER \
	" AND ($4 IS NULL OR o.channel = $4) GROUP BY +o.customer_id"
	static const char present[] = OPEN_COUNT(ORDER_OPEN " AND +o.placed_at <= $1");
	static const char past[] = OPEN_COUNT(PAST_OPEN("$1"));
	struct db_rows rows;
	struct core *core = pass->core;
	return db_query(core->db, &rows, core->past ? past : present,
			A(core->now), A(pass->request->customer), A(pass->request->tier), A(pass->request->channel)) ||
			       take_rows(pass, &rows, offsetof(struct gathered, open))
		       ? -1
		       : 0;
}

static int take_money(struct pass *pass)
{
	struct db_rows rows;
	struct core *core = pass->core;
	const struct report_request *request = pass->request;
	if (db_query(core->db, &rows,
		     "SELECT i.customer_id, sum(CASE i.type WHEN 'invoice' THEN i.net ELSE -abs(i.net) END) FROM invoice i"
		     " JOIN customer c ON c.id = i.customer_id WHERE i.issued_at <= $1 AND " CUSTOMER_FILTER
		     " AND i.issued >= $4 AND i.issued <= $5 AND " CHANNEL_FILTER("$6") " GROUP BY i.customer_id",
		     A(core->now), A(request->customer), A(request->tier), A(pass->report->from), A(pass->report->to), A(request->channel)) ||
	    take_rows(pass, &rows, offsetof(struct gathered, sales)))
		return -1;
	return db_query(core->db, &rows,
			"SELECT customer_id, open FROM (SELECT i.customer_id, i.gross - " CASH_PAID("$1", "$4") " - " CASH_CREDITED("$1")
			" AS open FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.type = 'invoice' AND i.issued_at <= $1 AND "
			CUSTOMER_FILTER " AND " CHANNEL_FILTER("$5") ") e WHERE open > 0",
			A(core->now), A(request->customer), A(request->tier), A(core->past), A(request->channel)) ||
			       take_rows(pass, &rows, offsetof(struct gathered, receivables))
		       ? -1
		       : 0;
}

static int take_complaints(struct pass *pass)
{
	struct db_rows rows;
	struct core *core = pass->core;
	struct instant first = date_instant(pass->report->from, 0);
	struct instant after = date_instant((struct date){ pass->report->to.days + 1 }, 0);
	return db_query(core->db, &rows,
			"SELECT o.customer_id, count(*) FROM complaint k JOIN orders o ON o.id = k.order_id JOIN customer c ON c.id = o.customer_id"
			" WHERE k.opened_at <= $1 AND " CUSTOMER_FILTER " AND ($4 IS NULL OR o.channel = $4)"
			" AND k.opened_at >= $5 AND k.opened_at < $6 GROUP BY o.customer_id",
			A(core->now), A(pass->request->customer), A(pass->request->tier), A(pass->request->channel), A(first), A(after)) ||
			       take_rows(pass, &rows, offsetof(struct gathered, complaints))
		       ? -1
		       : 0;
}

/* --- those who are quiet ------------------------------------------------------------------------------------------------------ */

#define QUIET_MOST 365 /* longer than usual: who stays away for a year more is no customer any longer */

static int take_rhythm(void *context, const struct rhythm *rhythm)
{
	struct pass *pass = context;
	int64_t since = pass->today.days - rhythm->last_day;
	if (since * 2 <= rhythm->usual_days * 3 || since > rhythm->usual_days + QUIET_MOST)
		return 0;
	return rhythms_add(pass->core, &pass->quiet, rhythm);
}

static int compare_quiet(const void *left, const void *right)
{
	const struct customers_quiet *a = left;
	const struct customers_quiet *b = right;
	if (tier_rank(a->tier) != tier_rank(b->tier))
		return tier_rank(a->tier) - tier_rank(b->tier);
	if (a->orders != b->orders)
		return a->orders > b->orders ? -1 : 1;
	return strcmp(a->customer, b->customer);
}

static int fill_quiet(struct pass *pass, size_t limit)
{
	const struct rhythm *rhythm = pass->quiet.items;
	struct customers_quiet *list = arena_array(pass->core->arena, pass->quiet.count + 1, sizeof *list);
	if (!list)
		return err_memory(pass->core->err);
	for (size_t i = 0; i < pass->quiet.count; i++) {
		list[i] = (struct customers_quiet){ .orders = rhythm[i].orders,
						    .last_order = { rhythm[i].last_day },
						    .usual_days = rhythm[i].usual_days,
						    .quiet_days = pass->today.days - rhythm[i].last_day };
		if (customer_named(pass->core, rhythm[i].customer, &list[i].customer, &list[i].customer_name, &list[i].tier))
			return -1;
	}
	qsort(list, pass->quiet.count, sizeof *list, compare_quiet);
	pass->report->quiet = (struct list){ list, pass->quiet.count < limit ? pass->quiet.count : limit };
	return 0;
}

/* --- the record --------------------------------------------------------------------------------------------------------------- */

static int rank_customers(struct pass *pass, struct gathered *gathered)
{
	for (size_t i = 0; i < pass->table.count; i++) {
		struct arena_mark mark = arena_mark(pass->core->arena);
		const char *code, *name, *tier;
		if (customer_named(pass->core, gathered[i].number, &code, &name, &tier))
			return -1;
		gathered[i].rank = tier_rank(tier);
		arena_reset(pass->core->arena, mark);
		pass->report->customers += gathered[i].orders > 0;
		pass->report->orders += gathered[i].orders;
	}
	return 0;
}

static int compare(const void *left, const void *right)
{
	const struct gathered *a = left;
	const struct gathered *b = right;
	if (a->rank != b->rank)
		return a->rank - b->rank;
	if (a->sales != b->sales)
		return a->sales > b->sales ? -1 : 1;
	if (a->orders != b->orders)
		return a->orders > b->orders ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

static int load_limit(struct core *core, int64_t customer, const char *code, const char *currency, struct money *limit)
{
	char subject[80];
	int64_t minor = NONE;
	const char *then = NULL;
	char text[MONEY_SIZE];
	if (db_integer(core->db, &minor, "SELECT credit_limit FROM customer WHERE id = $1", A(customer)) < 0)
		return -1;
	*limit = money_make(minor, currency);
	then = minor == NONE ? NULL : money_text(*limit, text);
	const char *now = then;
	report_subject(subject, "customer", code);
	if (past_text(core, subject, "credit_limit", &then))
		return -1;
	if (then == now)
		return 0;
	*limit = money_make(NONE, currency);
	return then && money_parse(then, currency, limit) ? err_set(core->err, ERR_DAMAGED, "the log of customer %.60s has a credit limit of %.40s", code, then) : 0;
}

static int fill_row(struct pass *pass, const struct gathered *gathered, const char *currency, struct customers_row *row)
{
	*row = (struct customers_row){ .orders = gathered->orders,
				       .orders_before = gathered->before,
				       .trend_pct = percent_of(gathered->orders - gathered->before, gathered->before),
				       .sales = money_make(gathered->sales, currency),
				       .otif_pct = percent_of(gathered->otif, gathered->judged),
				       .sla_met_pct = percent_of(gathered->met, gathered->targets),
				       .open_orders = gathered->open,
				       .complaints = gathered->complaints,
				       .receivables = money_make(gathered->receivables, currency),
				       .last_order = { gathered->last_day ? gathered->last_day : NONE } };
	return customer_named(pass->core, gathered->number, &row->customer, &row->customer_name, &row->tier) ||
			       load_limit(pass->core, gathered->number, row->customer, currency, &row->credit_limit)
		       ? -1
		       : 0;
}

static int fill(struct pass *pass, const char *currency, size_t limit)
{
	struct report_customers *report = pass->report;
	struct gathered *gathered = id_table_items(&pass->table);
	size_t count = pass->table.count < limit ? pass->table.count : limit;
	struct customers_row *rows = arena_array(pass->core->arena, count + 1, sizeof *rows);
	if (!rows)
		return err_memory(pass->core->err);
	if (pass->too_much)
		return err_set(pass->core->err, ERR_FAILED, "the sales are more than can be counted");
	if (rank_customers(pass, gathered))
		return -1;
	if (pass->table.count)
		qsort(gathered, pass->table.count, sizeof *gathered, compare);
	for (size_t i = 0; i < count; i++)
		if (fill_row(pass, &gathered[i], currency, &rows[i]))
			return -1;
	report->list = (struct list){ rows, count };
	report->open_orders = pass->total.open;
	report->complaints = pass->total.complaints;
	report->sales = money_make(pass->total.sales, currency);
	report->otif_pct = percent_of(pass->total.otif, pass->total.judged);
	report->sla_met_pct = percent_of(pass->total.met, pass->total.targets);
	return fill_quiet(pass, limit);
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	struct report_customers *report = record;
	struct pass pass = { .core = core, .request = request, .report = report, .table = { .arena = core->keep, .item = sizeof(struct gathered) } };
	const char *currency = settings_currency(core);
	report->as_of = core->now;
	report->basis = translate(basis);
	report->customers = report->orders = 0;
	if (!currency || calendar_today(core, &pass.today) || report_period(core, request, &report->from, &report->to))
		return -1;
	const struct date before = date_within((struct date){ 2 * report->from.days - report->to.days - 1 });
	if (judged_each(core, request, before, report->to, take_order, &pass) || take_open(&pass) || take_money(&pass) ||
	    take_complaints(&pass) || rhythm_each(core, request, take_rhythm, &pass))
		return -1;
	return fill(&pass, currency, request->limit == NONE ? STANDARD : (size_t)request->limit);
}

static const char *const matter[] = { "orders", "open_orders", "sales", "quiet", NULL };

const struct report report_customers = { .schema = &report_customers_schema, .matter = matter, .make = make };
