/* ordr __complete: what the completion scripts ask. What the tables of commands know comes from complete_words; here is added what only the
 * database knows, and it is looked up as a reader would, so that a Tab never waits and never changes anything. */
#include <string.h>

#include "ordr/alias.h"
#include "ordr/cmd.h"
#include "ordr/complaint.h"
#include "ordr/dispute.h"
#include "ordr/help.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/return.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/speak.h"
#include "ordr/stock.h"
#include "ordr/suggest.h"
#include "ordr/width.h"

#define HELP_WIDTH 50

struct completion {
	struct str *str;
	struct wanted wanted;
	const char *before; /* what stands before the value that is completed: "--customer=" */
	size_t before_length;
	const char *value;
	const char *after;
};

/* Shells take a word as it is, so one that would mean something to them is not offered. */
static bool is_plain(const char *word)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+%,@";
	for (; *word; word++)
		if (!((unsigned char)*word >= 0x80 || strchr(plain, *word)))
			return false;
	return true;
}

static int put(void *context, const char *word, const char *help)
{
	struct completion *completion = context;
	struct str *str = completion->str;
	struct str shown = { 0 };
	if (!is_plain(word) || strncmp(word, completion->value, strlen(completion->value)))
		return 0;
	str_put_bytes(str, completion->before, completion->before_length);
	str_printf(str, "%s%s", word, completion->after);
	str_put_visible(&shown, help);
	if (shown.length) {
		str_put_char(str, '\t');
		size_t length = width_fitting(shown.text, HELP_WIDTH);
		str_put_bytes(str, shown.text, length);
		str_put(str, shown.text[length] ? "…" : "");
	}
	str_put_char(str, '\n');
	str->failed |= shown.failed;
	str_release(&shown);
	return 0;
}

/* Which orders a command is given: those that can take its step. */
static const char *step_of(const struct cmd *cmd)
{
	static const char *const steps[][2] = {
		{ "confirm", "confirm" }, { "reject", "reject" },   { "pick", "pick" },	   { "unpick", "unpick" },   { "pack", "pack" }, { "unpack", "unpack" },
		{ "ship", "ship" },	  { "deliver", "deliver" }, { "invoice", "invoice" }, { "amend", "open" },   { "hold", "open" }, { "release", "held" },
		{ "cancel", "open" },
	};
	for (size_t i = 0; cmd && i < sizeof steps / sizeof *steps; i++)
		if (!strcmp(steps[i][0], cmd->name))
			return steps[i][1];
	return "any";
}

/* Is it of use only with an invoice of which something is open? */
static bool wants_open(const struct cmd *cmd)
{
	return cmd && (!strcmp(cmd->name, "record") || !strcmp(cmd->name, "send")); /* pay record, dun send */
}

static int look(struct run *run, void *context)
{
	struct completion *completion = context;
	struct core *core = run->core;
	const char *value = completion->value;
	switch (completion->wanted.operand) {
	case OPERAND_ORDER:
	case OPERAND_ORDER_FORM:
		return suggest_orders(core, completion->wanted.option ? "any" : step_of(completion->wanted.cmd), value, put, completion);
	case OPERAND_SHIPMENT: return suggest_shipments(core, value, put, completion);
	case OPERAND_INVOICE: return suggest_invoices(core, !completion->wanted.option && wants_open(completion->wanted.cmd), value, put, completion);
	case OPERAND_RETURN: return suggest_returns(core, value, put, completion);
	case OPERAND_COMPLAINT: return suggest_complaints(core, value, put, completion);
	case OPERAND_DISPUTE: return suggest_disputes(core, value, put, completion);
	case OPERAND_PRODUCT:
	case OPERAND_LINE: return suggest_products(core, value, put, completion);
	case OPERAND_CUSTOMER: return suggest_customers(core, value, put, completion);
	case OPERAND_WAREHOUSE: return suggest_warehouses(core, value, put, completion);
	case OPERAND_USER: return suggest_users(core, value, put, completion);
	case OPERAND_REASON: return suggest_reasons(core, value, put, completion);
	default: return 0;
	}
}

/* What a command prints, as far as its table says it. */
static const struct schema *printed_by(const struct cmd *cmd)
{
	static const struct schema *const schemas[] = {
		[OPERAND_ORDER] = &order_schema,	[OPERAND_ORDER_FORM] = &order_schema, [OPERAND_SHIPMENT] = &shipment_schema,
		[OPERAND_INVOICE] = &invoice_schema,	[OPERAND_RETURN] = &return_schema,    [OPERAND_COMPLAINT] = &complaint_schema,
		[OPERAND_DISPUTE] = &dispute_schema,
		[OPERAND_PRODUCT] = &stock_schema,	[OPERAND_LINE] = &stock_schema,	      [OPERAND_SETTING] = &setting_schema,
	};
	if (cmd->master)
		return cmd->master->schema;
	if (!strcmp(cmd->name, "place") || (!strcmp(cmd->name, "list") && cmd->group))
		return &order_schema;
	return (size_t)cmd->operand < sizeof schemas / sizeof *schemas ? schemas[cmd->operand] : NULL;
}

static void put_fields(struct completion *completion, const struct field *fields, const char *above)
{
	for (const struct field *field = fields; field->name; field++) {
		struct str name = { 0 };
		str_printf(&name, "%s%s", above, field->name);
		if (field->type == FIELD_OBJECT) {
			str_put_char(&name, '.');
			if (!name.failed)
				put_fields(completion, field->fields, name.text);
		} else if (!name.failed) {
			put(completion, name.text, field->help ? field->help : "");
		}
		completion->str->failed |= name.failed;
		str_release(&name);
	}
}

/* "--fields id,cu": the last of the list is completed. */
static void complete_fields(struct completion *completion)
{
	const struct schema *schema = completion->wanted.cmd ? printed_by(completion->wanted.cmd) : NULL;
	const char *comma = strrchr(completion->value, ',');
	if (comma) {
		completion->value = comma + 1;
		completion->before_length = (size_t)(comma + 1 - completion->before);
	}
	if (schema)
		put_fields(completion, schema->fields, "");
}

static int run_complete(struct run *run)
{
	struct str words = { 0 };
	const char *last = run->count ? run->operands[run->count - 1] : "";
	struct completion completion = { .str = &words, .before = last, .value = complete_value(last), .after = "" };
	complete_words(&words, commands, global_options, run->operands, run->count, run->core->arena, &completion.wanted);
	if (run->count == 1 && *last != '-')
		alias_complete(run->core->arena, last, &words); /* they stand where a command does */
	enum operand operand = completion.wanted.operand;
	completion.before_length = (size_t)(completion.value - last);
	if (operand == OPERAND_LINE)
		completion.after = ":";
	if (completion.wanted.database)
		run->database = completion.wanted.database;
	if (operand == OPERAND_FIELD)
		complete_fields(&completion);
	else if (operand == OPERAND_SETTING)
		for (const struct setting *setting = setting_table; setting->name; setting++)
			put(&completion, setting->name, translate(setting->help));
	else if (operand != OPERAND_NONE && run_aside(run, ACCESS_READ, look, &completion))
		err_clear(run->core->err); /* without a database there is nothing to offer, and nobody to tell */
	/* Where a file may stand in the place of a product or an order, it is one when no such is called so. */
	bool either = !completion.wanted.option && (operand == OPERAND_LINE || operand == OPERAND_ORDER_FORM) && !words.length;
	if (operand == OPERAND_FILE || operand == OPERAND_PATH || operand == OPERAND_OUTPUT || either)
		str_put(&words, ":files\n");
	int result = words.failed ? err_memory(run->core->err) : out_text(run->out, words.text ? words.text : "");
	str_release(&words);
	return result;
}

const struct cmd cmd_complete = {
	.name = "__complete",
	.synopsis = "-- WORD...",
	.summary = "what may stand where the last word is being typed",
	.operand = OPERAND_WORD,
	.max = -1,
	.run = run_complete,
};
