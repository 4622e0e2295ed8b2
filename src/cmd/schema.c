/* ordr schema: the JSON Schema of every record that comes out and every form that goes in, printed from the same tables that print and
 * read them. */
#include <string.h>

#include "database.h"
#include "ordr/backup.h"
#include "ordr/bank.h"
#include "ordr/cmd.h"
#include "ordr/complaint.h"
#include "ordr/dispute.h"
#include "ordr/dunning.h"
#include "ordr/doctor.h"
#include "ordr/event.h"
#include "ordr/export.h"
#include "ordr/form.h"
#include "ordr/invoice.h"
#include "ordr/near.h"
#include "ordr/payment.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/report.h"
#include "ordr/return.h"
#include "ordr/review.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/speak.h"
#include "ordr/stock.h"
#include "ordr/user.h"
#include "schema.h"

extern const struct schema version_schema, summary_schema;

struct described {
	const struct schema *schema;
	bool form;
};

static const struct described all[] = {
	{ &order_schema, false },	   { &check_schema, false },	     { &why_schema, false },
	{ &stock_schema, false },	     { &stock_move_schema, false }, { &shipment_schema, false },
	{ &pick_list_schema, false },	   { &invoice_schema, false },	     { &invoice_lack_schema, false },	     { &payment_schema, false },	     { &bank_result_schema, false },	     { &return_schema, false },	    { &complaint_schema, false },
	{ &dispute_schema, false },	     { &dunning_schema, false },      { &reminder_schema, false },
	{ &event_schema, false },	   { &report_sla_schema, false },
	{ &report_backlog_schema, false }, { &report_urgent_schema, false }, { &report_delays_schema, false }, { &report_cash_schema, false },
	{ &report_customers_schema, false }, { &report_quality_schema, false }, { &report_stock_schema, false }, { &report_sales_schema, false },
	{ &report_dashboard_schema, false }, { &finding_schema, false },    { &customer_schema, false },
	{ &product_schema, false },	   { &warehouse_schema, false },     { &sla_schema, false },	    { &user_schema, false },
	{ &backup_schema, false },	   { &restore_schema, false },	     { &export_schema, false },
	{ &setting_schema, false },	   { &database_schema, false },	     { &version_schema, false },    { &summary_schema, false },
	{ &order_form_schema, true },	   { &amendment_schema, true },	     { &customer_form, true },	     { &product_form, true },	    { &warehouse_form, true },
	{ &sla_form, true },		   { &user_form, true },	     { &setting_form, true },	    { &stock_receipt_schema, true },
	{ &stock_change_schema, true },	   { &stock_level_schema, true },   { &bank_entry_form, true },
};

#define COUNT (sizeof all / sizeof *all)

const struct schema *schema_at(size_t index, bool *form)
{
	if (index >= COUNT)
		return NULL;
	*form = all[index].form;
	return all[index].schema;
}

struct summary {
	const char *name, *title;
	bool form;
};

static const struct field summary_fields[] = {
	F(struct summary, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "as in the member schema of each object"),
	F(struct summary, form, BOOL, FIELD_SHOWN, "true: it comes in; else it goes out"),
	F(struct summary, title, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "what it is"),
	FIELD_END,
};

const struct schema summary_schema = { .name = "ordr.schema/1",
				       .title = "One of the records that ordr describes.",
				       .fields = summary_fields,
				       .size = sizeof(struct summary) };

static int list_all(struct run *run)
{
	if (out_begin(run->out, &summary_schema, OUT_LIST))
		return -1;
	for (size_t i = 0; i < COUNT; i++) {
		struct summary summary = { all[i].schema->name, translate(all[i].schema->title), all[i].form };
		if (out_record(run->out, &summary))
			return -1;
	}
	return out_end(run->out);
}

/* "ordr.order/1", "order/1" or "order". */
static bool names(const char *given, const char *name)
{
	const char *plain = name + strlen("ordr.");
	size_t length = strcspn(plain, "/");
	return !strcmp(given, name) || !strcmp(given, plain) || (strlen(given) == length && !memcmp(given, plain, length));
}

/* "order" of "ordr.order/1", since what was meant is near to that, not to the whole. */
static const char *plain_name(struct arena *arena, const char *name)
{
	const char *plain = strncmp(name, "ordr.", strlen("ordr.")) ? name : name + strlen("ordr.");
	return arena_strndup(arena, plain, strcspn(plain, "/"));
}

static int refuse_name(struct run *run, const char *name)
{
	struct core *core = run->core;
	const char *words[COUNT + 1] = { NULL };
	for (size_t i = 0; i < COUNT; i++)
		if (!(words[i] = plain_name(core->arena, all[i].schema->name)))
			return err_memory(core->err);
	const char *plain = plain_name(core->arena, name);
	if (!plain)
		return err_memory(core->err);
	const char *nearest = near_word(plain, words);
	err_set(core->err, ERR_NOT_FOUND, "no schema \"%.60s\"", name);
	return nearest ? err_hint(core->err, "did you mean %s?", nearest) : err_hint(core->err, "ordr schema lists them");
}

static int print_named(struct run *run, const char *name)
{
	for (size_t i = 0; i < COUNT; i++)
		if (names(name, all[i].schema->name))
			return out_json_schema(run->out, all[i].schema, all[i].form);
	return refuse_name(run, name);
}

static int run_schema(struct run *run)
{
	return run->count ? print_named(run, run->operands[0]) : list_all(run);
}

const struct cmd cmd_schema = {
	.name = "schema",
	.group = "care",
	.synopsis = "[NAME]",
	.summary = "the JSON Schema of a record or form; without a name, which there are",
	.operand = OPERAND_SCHEMA,
	.max = 1,
	.run = run_schema,
};
