/* Commands of each shape: plain, with subcommands and one implied, with a form, with subcommands and something to do itself, hidden. */
#include "table.h"

struct globals {
	const char *db, *color;
	bool dry_run;
	int verbose;
};

struct ship_options {
	const char *carrier, *customer, *state;
	struct list lines;
	struct date due;
	bool all;
	const char *received_by;
};

struct customer_form {
	const char *code, *tier, *note;
	const char *db;
	struct {
		const char *city, *warehouse;
	} ship_to;
};

static const char *const colors[] = { "auto", "always", "never", NULL };
static const char *const states[] = { "placed", "confirmed", "on_hold", "completed", "cancelled", "rejected", "partly_shipped", NULL };
static const char *const tiers[] = { "standard", "preferred", NULL };

const struct opt table_global[] = {
	OPT(struct globals, db, 0, TEXT, "FILE", "the database; else ORDR_DB, else ordr.db"),
	OPT(struct globals, dry_run, 'n', FLAG, NULL, "do it all, print the same, change nothing"),
	OPT_ONE_OF(struct globals, color, 0, colors, "WHEN", "colours"),
	OPT(struct globals, verbose, 'v', COUNT, NULL, "say more"),
	OPT_END,
};

static const struct opt ship_options[] = {
	OPT(struct ship_options, carrier, 'c', TEXT, "NAME", "who carries it"),
	OPT(struct ship_options, customer, 0, TEXT, "CUSTOMER", "only orders of this customer"),
	OPT_ONE_OF(struct ship_options, state, 0, states, "STATE", "only orders in this state"),
	OPT_AS("line", struct ship_options, lines, 'l', TEXTS, "SKU:QTY[@PRICE]", "what is in it"),
	OPT(struct ship_options, due, 0, DATE, "DATE", "promised until then"),
	OPT(struct ship_options, all, 'a', FLAG, NULL, "all of them"),
	OPT(struct ship_options, received_by, 0, TEXT, "NAME-OF-WHO-TOOK-THE-GOODS", "whoever signed for it at the door"),
	OPT_END,
};
static const struct opt low_options[] = {
	OPT(struct ship_options, all, 'a', FLAG, NULL, "those that are well too"),
	OPT_END,
};

static const struct field to_fields[] = {
	{ .name = "city", .type = FIELD_TEXT, .help = "the town" },
	{ .name = "warehouse", .type = FIELD_TEXT, .help = "the one it comes from" },
	FIELD_END,
};
static const struct field customer_fields[] = {
	F(struct customer_form, code, TEXT, FIELD_REQUIRED | FIELD_KEY, "short code, unique"),
	F_CHOICE(struct customer_form, tier, tiers, 0, "how much they matter"),
	F(struct customer_form, note, TEXT, 0, "free text"),
	F(struct customer_form, db, TEXT, 0, "a global option has this name"),
	F_OBJECT(struct customer_form, ship_to, to_fields, 0, "where to"),
	FIELD_END,
};
static const struct schema customer_form = { .name = "ordr.customer-form/1", .fields = customer_fields };

static int nothing(struct run *run)
{
	(void)run;
	return 0;
}

static const struct cmd init = { .name = "init", .group = "set up", .summary = "make a database", .run = nothing };
static const struct cmd customer_add = {
	.name = "add", .summary = "keep a new customer", .form = &customer_form, .run = nothing
};
static const struct cmd customer_import = { .name = "import",
					    .synopsis = "FILE",
					    .summary = "add or update many",
					    .operand = OPERAND_FILE,
					    .min = 1,
					    .max = 1,
					    .run = nothing };
static const struct cmd *const customer_sub[] = { &customer_add, &customer_import, NULL };
static const struct cmd customer = { .name = "customer", .group = "set up", .summary = "who orders", .sub = customer_sub };
static const struct cmd ship = { .name = "ship",
				 .group = "orders",
				 .synopsis = "ORDER...",
				 .summary = "hand packages over to the carrier, and tell the customer what is on its way to them and "
					    "when it is going to be there",
				 .options = ship_options,
				 .operand = OPERAND_ORDER,
				 .max = -1,
				 .run = nothing };
static const struct cmd stock_list = { .name = "list",
				       .synopsis = "[SKU...]",
				       .summary = "what there is",
				       .options = low_options,
				       .operand = OPERAND_PRODUCT,
				       .max = -1,
				       .run = nothing };
static const struct cmd stock_receive = { .name = "receive",
					  .synopsis = "SKU:QTY...|FILE",
					  .summary = "goods came in",
					  .operand = OPERAND_LINE,
					  .max = -1,
					  .run = nothing };
static const struct cmd *const stock_sub[] = { &stock_list, &stock_receive, NULL };
static const struct cmd stock = {
	.name = "stock", .group = "orders", .summary = "levels and movements", .sub = stock_sub, .implied = &stock_list
};
static const struct cmd invoice_show = {
	.name = "show", .synopsis = "INVOICE", .summary = "one of them", .operand = OPERAND_INVOICE, .max = 1, .run = nothing
};
static const struct cmd *const invoice_sub[] = { &invoice_show, NULL };
static const struct cmd invoice = { .name = "invoice",
				    .group = "orders",
				    .synopsis = "ORDER...",
				    .summary = "issue invoices",
				    .operand = OPERAND_ORDER,
				    .max = -1,
				    .sub = invoice_sub,
				    .run = nothing };
static const struct cmd help = {
	.name = "help", .group = "care", .synopsis = "[COMMAND...]", .summary = "say how", .operand = OPERAND_WORD, .max = -1, .run = nothing
};
static const struct cmd hidden = { .name = "__complete", .summary = "nobody types it", .run = nothing };

const struct cmd *const table_commands[] = { &init, &customer, &ship, &stock, &invoice, &help, &hidden, NULL };
const char *const table_groups[] = { "set up", "orders", "nothing yet", "care", NULL };
