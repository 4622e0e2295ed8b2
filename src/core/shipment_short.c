/* Short picks: the picker stands before a place that holds less than the books say. What is missing leaves the shipment, the promise and the
 * books, in that order and in one step, so that no book still counts on it; the order waits for the rest or is given it from elsewhere. */
#include <string.h>

#include "fulfilment.h"
#include "order_parts.h"
#include "ordr/allocation.h"
#include "ordr/event.h"
#include "ordr/gate.h"
#include "ordr/past.h"
#include "ordr/reason.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "ordr/stock.h"

#define WORD TO_TRANSLATE_IN("act", "pick it short")

/* One product of which some is missing. */
struct shortage {
	const struct consignment *of;
	const struct package_line *missing;
	const char *reason;
	struct moved *lines; /* all that is picked and not packed; their quantities are what is left */
	size_t count;
	bool cancels; /* setting workflow.shortage: what is short does not wait, it is cancelled */
	struct list instead;
	struct str *cancelled; /* what was, for the log */
	bool *cut;             /* set when anything was */
};

/* Two warehouses may both have had some: where it is missing only the picker knows. */
static int refuse_several(struct core *core, const struct shortage *shortage, const struct moved *one, const struct moved *other)
{
	char first[ID_SIZE];
	char second[ID_SIZE];
	char order[ID_SIZE];
	shipment_id_text(one->shipment, first);
	err_set(core->err, ERR_CONFLICT, "%.60s is in two shipments, %s and %s", one->sku, first, shipment_id_text(other->shipment, second));
	consignment_subject(core, shortage->of);
	return err_hint(core->err, "ordr pick %s, then name the one: ordr pick %s --short …", order_id_text(shortage->of->order, order), first);
}

/* Is that much of it picked, in one shipment? *last: its last line. */
static int check(struct core *core, const struct shortage *shortage, const struct moved **last)
{
	char text[QUANTITY_SIZE];
	const char *sku = shortage->missing->sku;
	struct quantity picked = { 0 };
	*last = NULL;
	for (size_t i = 0; i < shortage->count; i++) {
		const struct moved *line = &shortage->lines[i];
		if (strcmp(line->sku, sku) || !line->qty.thousandths)
			continue;
		if (*last && (*last)->shipment.number != line->shipment.number)
			return refuse_several(core, shortage, *last, line);
		if (quantity_add(picked, line->qty, &picked))
			picked.thousandths = INT64_MAX;
		*last = line;
	}
	if (*last && moved_check(core, *last, shortage->missing->qty))
		return consignment_subject(core, shortage->of);
	if (*last && shortage->missing->qty.thousandths <= picked.thousandths)
		return 0;
	if (*last)
		err_set(core->err, ERR_INVALID,
			picked.thousandths == 1000 ? TO_TRANSLATE("no more than %s of %.60s is picked and not packed")
						   : TO_TRANSLATE("no more than %s of %.60s are picked and not packed"),
			quantity_text(picked, text), sku);
	else
		err_set(core->err, ERR_INVALID, "none of %.60s is picked and not packed", sku);
	consignment_subject(core, shortage->of);
	return err_hint(core->err, "ordr pick --list shows what is");
}

/* What is left of a shipment's lines. */
static bool is_empty(const struct shortage *shortage, struct shipment_id shipment)
{
	for (size_t i = 0; i < shortage->count; i++)
		if (shortage->lines[i].shipment.number == shipment.number && shortage->lines[i].qty.thousandths)
			return false;
	return true;
}

/* The shipment's line becomes shorter, or is gone; a shipment that loses its last is cancelled and keeps it, as cancelled ones do. */
static int shorten(struct core *core, const struct shortage *shortage, const struct moved *line, int64_t lost)
{
	if (is_empty(shortage, line->shipment))
		return db_run(core->db, "UPDATE shipment SET state = 'cancelled' WHERE id = $1", A(line->shipment.number));
	if (!line->qty.thousandths)
		return db_run(core->db, "DELETE FROM shipment_line WHERE shipment_id = $1 AND line = $2", A(line->shipment.number),
			      A(line->line));
	return db_run(core->db, "UPDATE shipment_line SET quantity = quantity - $3 WHERE shipment_id = $1 AND line = $2",
		      A(line->shipment.number), A(line->line), A(lost));
}

static void put_line(struct str *what, const struct moved *line, int64_t lost)
{
	char text[QUANTITY_SIZE];
	str_printf(what, "%s{\"shipment\":\"%s\",\"warehouse\":", what->length ? "," : "", shipment_id_text(line->shipment, text));
	str_put_json(what, line->warehouse);
	str_printf(what, ",\"line\":%lld,\"sku\":", (long long)line->line);
	str_put_json(what, line->sku);
	str_printf(what, ",\"qty\":%s}", quantity_text((struct quantity){ lost }, text));
}

/* What nobody has is cancelled where the company wants no backorders; but for what is invoiced already, which only a credit note takes back. */
static int cancel_rest(struct core *core, const struct shortage *shortage, const struct moved *line, int64_t rest)
{
	char text[QUANTITY_SIZE];
	struct open_line open;
	if (!shortage->cancels || !rest)
		return 0;
	if (order_line_open(core, shortage->of->order, line->line, &open))
		return -1;
	rest = rest < order_line_free(&open) ? rest : order_line_free(&open);
	if (!rest)
		return 0;
	str_printf(shortage->cancelled, "%s{\"line\":%lld,\"sku\":", shortage->cancelled->length ? "," : "", (long long)line->line);
	str_put_json(shortage->cancelled, line->sku);
	str_printf(shortage->cancelled, ",\"qty\":%s}", quantity_text((struct quantity){ rest }, text));
	*shortage->cut = true;
	return order_cut(core, shortage->of->order, line->line, rest, shortage->reason, NULL);
}

/* What it was given since. */
static int64_t given_since(const struct list *instead, size_t before)
{
	int64_t sum = 0;
	for (size_t i = before; i < instead->count; i++)
		sum += ((const struct allocation_part *)instead->items)[i].qty.thousandths;
	return sum;
}

/* The last lines of the product lose first. */
static int take_off(struct core *core, struct shortage *shortage, const struct moved *last, struct str *what)
{
	int64_t left = shortage->missing->qty.thousandths;
	for (size_t i = shortage->count; i-- > 0 && left;) {
		struct moved *line = &shortage->lines[i];
		if (line->shipment.number != last->shipment.number || line->product != last->product)
			continue;
		int64_t lost = line->qty.thousandths < left ? line->qty.thousandths : left;
		if (!lost)
			continue;
		size_t before = shortage->instead.count;
		line->qty.thousandths -= lost;
		left -= lost;
		if (past_keep_shipments(core, shortage->of->order, line->shipment.number) || shorten(core, shortage, line, lost) ||
		    allocation_lose(core, shortage->of->order, line->line, line->product, line->place, (struct quantity){ lost },
				    &shortage->instead) ||
		    cancel_rest(core, shortage, line, lost - given_since(&shortage->instead, before)))
			return -1;
		put_line(what, line, lost);
	}
	return 0;
}

/* The books say so too: the ledger, and the log of that stock. */
static int book(struct core *core, const struct shortage *shortage, const struct moved *line)
{
	char text[QUANTITY_SIZE];
	char shipment[ID_SIZE];
	char order[ID_SIZE];
	struct str what = { 0 };
	const struct quantity out = { -shortage->missing->qty.thousandths };
	if (stock_move_write(core, line->product, line->place, "adjustment", out, money_make(NONE, ""), shortage->reason,
			     shipment_id_text(line->shipment, shipment)))
		return -1;
	str_printf(&what, "\"quantity\":%s,\"reason\":", quantity_text(out, text));
	str_put_json(&what, shortage->reason);
	str_printf(&what, ",\"shipment\":\"%s\",\"taken_from\":[\"%s\"]", shipment, order_id_text(shortage->of->order, order));
	return event_subject(core, &what, "stock %s %s", line->sku, line->warehouse);
}

static int miss(struct core *core, struct shortage *shortage, struct str *what, struct str *instead)
{
	char text[QUANTITY_SIZE];
	const struct moved *last;
	shortage->instead = (struct list){ 0 };
	if (check(core, shortage, &last) || take_off(core, shortage, last, what) || book(core, shortage, last))
		return -1;
	const struct allocation_part *part = shortage->instead.items;
	for (size_t i = 0; i < shortage->instead.count; i++) {
		str_put(instead, instead->length ? ",{\"warehouse\":" : "{\"warehouse\":");
		str_put_json(instead, part[i].warehouse);
		str_put(instead, ",\"sku\":");
		str_put_json(instead, last->sku);
		str_printf(instead, ",\"qty\":%s}", quantity_text(part[i].qty, text));
	}
	return 0;
}

static int miss_all(struct core *core, struct shortage *shortage, const struct list *missing, struct str *what)
{
	struct str instead = { 0 };
	struct str cancelled = { 0 };
	int result = 0;
	shortage->cancelled = &cancelled;
	for (size_t i = 0; !result && i < missing->count; i++) {
		shortage->missing = (const struct package_line *)missing->items + i;
		result = miss(core, shortage, what, &instead);
	}
	str_printf(what, "],\"instead\":[%s],\"cancelled\":[%s]", instead.text ? instead.text : "", cancelled.text ? cancelled.text : "");
	what->failed |= instead.failed || cancelled.failed;
	str_release(&instead);
	str_release(&cancelled);
	shortage->cancelled = NULL;
	return result;
}

static int short_event(struct core *core, const struct shortage *shortage, const struct str *missing, const char *note)
{
	struct str what = { 0 };
	if (missing->failed)
		return err_memory(core->err);
	str_printf(&what, "\"short\":[%s,\"reason\":", missing->text);
	str_put_json(&what, shortage->reason);
	str_put(&what, ",\"note\":");
	str_put_json(&what, note);
	return event_order(core, shortage->of->order, &what);
}

/* The steps of a short pick once it is known what was picked. */
static int run(struct core *core, struct shortage *shortage, const struct list *missing, const char *note)
{
	struct str what = { 0 };
	bool cut = false;
	shortage->cut = &cut;
	int result = miss_all(core, shortage, missing, &what) || short_event(core, shortage, &what, note) ||
				     (cut ? order_after_cut(core, shortage->of->order, shortage->reason)
					  : order_progress(core, shortage->of->order, core->now))
			     ? -1
			     : 0;
	str_release(&what);
	shortage->cut = NULL;
	return result;
}

int consignment_short(struct core *core, const struct consignment *of, const struct list *missing, const char *reason, const char *note)
{
	struct fulfilment fulfilment;
	struct list lines;
	struct list held;
	const char *state, *rule = settings_text(core, "workflow.shortage");
	if (!rule || order_state(core, of->order, &state) || gate_blockers(core, of->order, GATE_ALLOCATE, &held))
		return -1;
	if (reason_check(core, reason))
		return consignment_subject(core, of);
	if (fulfilment_load_of(core, of, WORD, &fulfilment) || fulfilment_moved(core, of, "picking", 0, &lines))
		return -1;
	if (!lines.count) {
		fulfilment_refuse_back(core, &fulfilment, STEP_PICK, WORD);
		core->err->already = false; /* as far as that, and not short */
		return -1;
	}
	struct shortage shortage = {
		.of = of, .reason = reason, .lines = lines.items, .count = lines.count, .cancels = !strcmp(rule, "partial") && !held.count
	};
	return run(core, &shortage, missing, note);
}
