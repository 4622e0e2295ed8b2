/* ordr pick: allocated units are taken from their places, and what is missing there is written down. With --list, and on a dry run, the walk through
 * the warehouse is printed instead of the orders: one pick list a warehouse, by location; as CSV, one row a place. */
#include <string.h>

#include "content.h"
#include "filter_options.h"
#include "ordr/user.h"

enum { BY_WAREHOUSE, BY_ORDER };
static const char *const list_choices[] = { "warehouse", "order", NULL };

struct pick_options {
	struct filter_options filter;
	bool list;
	const char *by, *reason, *note;
	struct list missing;
};

static const struct opt options[] = {
	OPT(struct pick_options, list, 'l', FLAG, NULL, "print the pick lists instead of the orders; so does --dry-run"),
	OPT_ONE_OF(struct pick_options, by, 0, list_choices, "WHAT", "one pick list each; by warehouse when not given"),
	OPT_AS("short", struct pick_options, missing, 0, TEXTS, "SKU=QTY", "so much of a product was not found in its place"),
	OPT(struct pick_options, reason, 0, TEXT, "CODE", "why it is missing, a code of the setting reasons"),
	OPT(struct pick_options, note, 0, TEXT, "TEXT", "a word for the log on what is missing"),
	FILTER_OPTIONS(struct pick_options),
	OPT_END,
};

/* `again`: what is picked already is no error while some of it is not packed. Paper jams, and what is missing is told when the picker is back. */
static int pick(struct run *run, const struct consignment *of, bool again)
{
	struct err *err = run->core->err;
	bool picking = false;
	int result = consignment_pick(run->core, of);
	if (!result || !again || (err->code != ERR_CONFLICT && err->code != ERR_REFUSED))
		return result;
	struct err refused = *err;
	if (consignment_picking(run->core, of, &picking))
		return -1;
	if (picking)
		err_clear(err);
	else
		*err = refused;
	return picking ? 0 : -1;
}

/* Whoever tells what is missing has picked, or does so by that; why it cannot be missing any more is said better than why it cannot be picked. */
static int pick_short(struct run *run, const struct consignment *of)
{
	const struct pick_options *given = run->options;
	struct err *err = run->core->err;
	struct list missing;
	if (contents_read(run, "--short", &given->missing, &missing))
		return -1;
	if (!of->shipment.number && pick(run, of, true)) {
		if (!err->already)
			return -1;
		err_clear(err);
	}
	return consignment_short(run->core, of, &missing, given->reason, given->note);
}

static int pick_one(struct run *run, const struct consignment *of)
{
	const struct pick_options *given = run->options;
	return (given->missing.count ? pick_short(run, of) : pick(run, of, false)) ? -1 : document_consignment(run, of);
}

/* Picks and only remembers the number, for --key and for the list. */
static int pick_quietly(struct run *run, const struct consignment *of)
{
	const struct pick_options *given = run->options;
	struct err *err = run->core->err;
	if (given->missing.count ? pick_short(run, of) : pick(run, of, given->list)) {
		if (!run->idempotent || !err->already)
			return -1;
		err_clear(err);
	}
	return document_quietly(run, of);
}

/* --- lists ------------------------------------------------------------------------------------------------------------------------ */

static int print_list(void *context, const struct pick_list *list)
{
	return out_record(((struct run *)context)->out, list);
}

/* A line of a list by itself: what a spreadsheet can show. */
struct pick_row {
	const char *warehouse, *location, *sku, *name;
	struct quantity qty;
	const char *orders; /* "SO-000001:2 SO-000002:1" */
};

static const struct field row_fields[] = {
	F(struct pick_row, warehouse, TEXT, FIELD_SHOWN, "where to pick"),
	F(struct pick_row, location, TEXT, FIELD_SHOWN, "where it lies in the warehouse"),
	F(struct pick_row, sku, TEXT, FIELD_SHOWN, "the product"),
	F(struct pick_row, name, TEXT, FIELD_SHOWN, "its name"),
	F(struct pick_row, qty, QUANTITY, FIELD_SHOWN, "how much to take, for all orders together"),
	F(struct pick_row, orders, TEXT, FIELD_SHOWN, "how it is divided"),
	FIELD_END,
};
static const struct schema row_schema = { .name = "a pick list's row", .fields = row_fields, .size = sizeof(struct pick_row) };

/* NULL: no memory. */
static const char *name_orders(struct core *core, const struct pick_line *line)
{
	const struct pick_order *part = line->orders.items;
	const char *names = "";
	for (size_t i = 0; names && i < line->orders.count; i++) {
		char id[ID_SIZE];
		char qty[QUANTITY_SIZE];
		names = arena_printf(core->arena, "%s%s%s:%s", names, i ? " " : "", order_id_text(part[i].id, id),
				     quantity_text(part[i].qty, qty));
	}
	return names;
}

static int print_rows(void *context, const struct pick_list *list)
{
	struct run *run = context;
	const struct pick_line *line = list->lines.items;
	for (size_t i = 0; i < list->lines.count; i++) {
		const char *orders = name_orders(run->core, &line[i]);
		const struct pick_row row = { list->warehouse, line[i].location, line[i].sku, line[i].name, line[i].qty, orders };
		if (!orders)
			return err_memory(run->core->err);
		if (out_record(run->out, &row))
			return -1;
	}
	return 0;
}

/* A list for many orders as it is printed for people: below what to take of a product, how much of it each order gets. */
struct wave_row {
	const char *location, *sku, *name;
	struct quantity qty;
	struct order_id order;
	struct quantity each;
};

static const struct field wave_row_fields[] = {
	F(struct wave_row, location, TEXT, FIELD_SHOWN, "where it lies in the warehouse"),
	F(struct wave_row, sku, TEXT, FIELD_SHOWN, "the product"),
	F(struct wave_row, name, TEXT, FIELD_SHOWN | FIELD_WIDE, "its name"),
	F(struct wave_row, qty, QUANTITY, FIELD_SHOWN, "how much to take, for all orders together"),
	F(struct wave_row, order, ORDER, FIELD_SHOWN, "an order"),
	F(struct wave_row, each, QUANTITY, FIELD_SHOWN, "how much of it is for that order"),
	FIELD_END,
};

static const struct field wave_fields[] = {
	F(struct pick_list, warehouse, TEXT, FIELD_SHOWN, "where to pick"),
	F(struct pick_list, orders, TEXTS, FIELD_SHOWN, "the orders on this list"),
	F_LIST(struct pick_list, lines, struct wave_row, wave_row_fields, FIELD_SHOWN, "what to take, in order of location"),
	FIELD_END,
};
static const struct schema wave_schema = { .name = "a pick list of many orders", .fields = wave_fields, .size = sizeof(struct pick_list) };

static int print_wave(void *context, const struct pick_list *list)
{
	struct run *run = context;
	struct pick_list wave = *list;
	const struct pick_line *line = list->lines.items;
	size_t count = 0;
	for (size_t i = 0; i < list->lines.count; i++)
		count += line[i].orders.count;
	struct wave_row *row = arena_array(run->core->arena, count, sizeof *row);
	if (!row)
		return err_memory(run->core->err);
	wave.lines = (struct list){ .items = row, .count = count };
	for (size_t i = 0; i < list->lines.count; i++) {
		const struct pick_order *part = line[i].orders.items;
		for (size_t k = 0; k < line[i].orders.count; k++)
			*row++ = (struct wave_row){ k ? NULL : line[i].location,
						    k ? NULL : line[i].sku,
						    k ? NULL : line[i].name,
						    { k ? NONE : line[i].qty.thousandths },
						    part[k].id,
						    part[k].qty };
	}
	return out_record(run->out, &wave);
}

/* Of these consignments, or (NULL) of all that are picked and not packed. */
static int print_lists_of(struct run *run, const struct consignment *of, size_t count)
{
	const struct pick_options *given = run->options;
	bool by_order = given->by && !strcmp(given->by, list_choices[BY_ORDER]);
	bool plain = by_order || (of && count == 1) || out_format(run->out) != OUT_TABLE || out_fields(run->out);
	bool rows = out_format(run->out) == OUT_CSV;
	const struct schema *schema = rows ? &row_schema : plain ? &pick_list_schema : &wave_schema;
	if (out_begin(run->out, schema, rows ? OUT_LIST : OUT_CARDS) ||
	    pick_list_each(run->core, of, count, by_order, rows ? print_rows : plain ? print_list : print_wave, run))
		return -1;
	return out_end(run->out);
}

static int print_lists(struct run *run)
{
	struct list picked;
	return document_consignments(run, &picked) ? -1 : print_lists_of(run, picked.items, picked.count);
}

static int check_missing(struct run *run)
{
	const struct pick_options *given = run->options;
	if (given->missing.count && (run->count != 1 || run->input)) {
		err_set(run->core->err, ERR_USAGE, "--short is for one order or shipment");
		return err_hint(run->core->err, "ordr pick SH-000123 --short SKU=QTY --reason CODE");
	}
	if (!given->missing.count && (given->reason || given->note)) {
		err_set(run->core->err, ERR_USAGE, "%s goes with --short", given->reason ? "--reason" : "--note");
		return err_hint(run->core->err, "ordr pick SH-000123 --short SKU=QTY --reason CODE");
	}
	if (!given->by || given->list || run->dry_run)
		return 0;
	err_set(run->core->err, ERR_USAGE, "--by goes with --list");
	return err_hint(run->core->err, "ordr pick --list --by %s", given->by);
}

static bool wants_lists(const struct run *run)
{
	const struct pick_options *given = run->options;
	return given->list || run->dry_run;
}

/* --list alone: once more, of all that is picked and not packed; nothing is picked. */
static int wants_all(struct run *run, bool *all)
{
	const struct pick_options *given = run->options;
	struct order_filter filter;
	bool filtered;
	if (filter_read(run, &given->filter, &filter, &filtered))
		return -1;
	*all = given->list && !run->count && !filtered;
	return 0;
}

static int run_pick(struct run *run)
{
	const struct pick_options *given = run->options;
	bool all;
	if (check_missing(run) || wants_all(run, &all))
		return -1;
	if (all)
		return print_lists_of(run, NULL, 0);
	if (!wants_lists(run))
		return batch_consignments(run, &given->filter, "pick", pick_one, false);
	return batch_consignments(run, &given->filter, "pick", pick_quietly, true) ? -1 : print_lists(run);
}

/* Who asked for pick lists gets them again, of what is still to be packed. */
static int replay_pick(struct run *run, const char *documents)
{
	const char *ids = strchr(documents, ' ');
	bool all;
	if (!wants_lists(run))
		return document_replay(run, documents);
	if (wants_all(run, &all))
		return -1;
	str_put(&run->documents, ids ? ids : "");
	return all ? print_lists_of(run, NULL, 0) : print_lists(run);
}

const struct cmd cmd_pick = {
	.name = "pick",
	.group = "fulfil",
	.synopsis = "ORDER...|--next N|--list",
	.summary = "take what is allocated to orders from its place",
	.done = "picked",
	.options = options,
	.options_size = sizeof(struct pick_options),
	.operand = OPERAND_ORDER,
	.max = -1,
	.access = ACCESS_WRITE,
	.roles = ROLE_WAREHOUSE,
	.run = run_pick,
	.replay = replay_pick,
};
