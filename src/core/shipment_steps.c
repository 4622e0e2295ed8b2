/* A shipment from the picker's table to the carrier: packed, unpacked again if need be, handed over. Each step takes all shipments of a consignment
 * that can take it, moves their units one column on (or back) in the order's lines, and writes one event. */
#include <string.h>

#include "order_parts.h"
#include "ordr/allocation.h"
#include "ordr/event.h"
#include "ordr/past.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "ordr/stock.h"
#include "package_parts.h"

static int set_packed(struct core *core, const struct consignment *of, const struct list *lines)
{
	if (fulfilment_advance(core, of->order, STEP_PACK, lines))
		return -1;
	return db_run(core->db,
		      "UPDATE shipment SET state = 'packed', packed_at = $2 WHERE order_id = $1 AND state = 'picking' AND ($3 IS NULL OR id = $3)",
		      A(of->order.number), A(core->now), A(consignment_only(of)));
}

/* What goes into which package is said of one shipment. */
static int check_one(struct core *core, const struct consignment *of, const struct list *lines)
{
	char text[ID_SIZE];
	const struct moved *first = lines->items;
	if (first->shipment.number == first[lines->count - 1].shipment.number)
		return 0;
	err_set(core->err, ERR_CONFLICT, "several of its shipments are picked, and packages are those of one");
	consignment_subject(core, of);
	return err_hint(core->err, "name the shipment: ordr pack %s --package …", shipment_id_text(first->shipment, text));
}

static int pack_into(struct core *core, const struct consignment *of, const struct list *lines, const struct list *packages, struct str *what)
{
	if (!packages || !packages->count)
		return package_whole(core, lines);
	if (check_one(core, of, lines))
		return -1;
	return package_split(core, lines, packages, what) ? consignment_subject(core, of) : 0;
}

int consignment_pack(struct core *core, const struct consignment *of, const struct list *packages)
{
	struct fulfilment fulfilment;
	struct list lines;
	struct str what = { 0 };
	if (fulfilment_load_of(core, of, "pack", &fulfilment) || fulfilment_pass(core, &fulfilment, STEP_PACK) ||
	    fulfilment_moved(core, of, "picking", 0, &lines))
		return -1;
	if (!lines.count)
		return fulfilment_refuse(core, &fulfilment, STEP_PACK);
	fulfilment_put(&lines, &what);
	if (!pack_into(core, of, &lines, packages, &what) && !set_packed(core, of, &lines))
		return event_order(core, of->order, &what);
	str_release(&what);
	return -1;
}

int shipment_pack(struct core *core, struct order_id id)
{
	const struct consignment all = { .order = id };
	return consignment_pack(core, &all, NULL);
}

int consignment_unpack(struct core *core, const struct consignment *of)
{
	struct fulfilment fulfilment;
	struct list lines;
	struct str what = { 0 };
	if (fulfilment_load_of(core, of, "unpack", &fulfilment) || fulfilment_moved(core, of, "packed", 0, &lines))
		return -1;
	if (!lines.count)
		return fulfilment_refuse_back(core, &fulfilment, STEP_PACK, TO_TRANSLATE_IN("act", "unpack"));
	if (past_keep_shipments(core, of->order, of->shipment.number))
		return -1;
	const struct moved *line = lines.items;
	for (size_t i = 0; i < lines.count; i++)
		if (db_run(core->db, "DELETE FROM package_line WHERE shipment_id = $1", A(line[i].shipment.number)) ||
		    db_run(core->db, "DELETE FROM package WHERE shipment_id = $1", A(line[i].shipment.number)) ||
		    db_run(core->db, "UPDATE order_line SET packed = packed - $3 WHERE order_id = $1 AND line = $2", A(of->order.number),
			   A(line[i].line), A(line[i].qty)))
			return -1;
	if (db_run(core->db,
		   "UPDATE shipment SET state = 'picking', packed_at = NULL WHERE order_id = $1 AND state = 'packed' AND ($2 IS NULL OR id = $2)",
		   A(of->order.number), A(consignment_only(of))))
		return -1;
	fulfilment_put(&lines, &what);
	return event_order(core, of->order, &what);
}

/* --- ship ------------------------------------------------------------------------------------------------------------------------ */

/* The first shipment of an order, but for the consignment's own, that is picked and not packed. 1, 0, −1. */
static int find_unpacked(struct core *core, const struct consignment *of, struct shipment_id *shipment)
{
	return db_integer(core->db, &shipment->number,
			  "SELECT id FROM shipment WHERE order_id = $1 AND state = 'picking' AND id <> $2 ORDER BY id LIMIT 1",
			  A(of->order.number), A(of->shipment.number));
}

/* The first unit of an order that ships only whole leaves when the last one is packed: all of it is taken from its places, and all its shipments
 * stand ready. Where packing is left out, picked is ready. */
static int check_whole(struct core *core, const struct consignment *of, const struct fulfilment *fulfilment, bool packs)
{
	char text[ID_SIZE];
	struct shipment_id unpacked;
	if (!fulfilment->complete || !fulfilment->done[STEP_PICK])
		return 0;
	if (fulfilment->waiting) {
		fulfilment_short(core, fulfilment, ERR_REFUSED, translate("it ships only complete"));
		return consignment_subject(core, of);
	}
	if (fulfilment->pending[STEP_PICK]) {
		err_set(core->err, ERR_REFUSED, "it ships only complete: some of it is not picked");
		consignment_subject(core, of);
		return err_hint(core->err, "ordr pick %s", order_id_text(of->order, text));
	}
	int found = packs ? 0 : find_unpacked(core, of, &unpacked);
	if (found != 1)
		return found;
	if (!of->shipment.number && !fulfilment->pending[STEP_SHIP])
		return 0; /* nothing is packed at all, which the step says itself */
	err_set(core->err, ERR_REFUSED, "it ships only complete: %s is not packed", shipment_id_text(unpacked, text));
	consignment_subject(core, of);
	return err_hint(core->err, "ordr pack %s", text);
}

/* Where packing is left out, shipping does it. */
static int pack_by_itself(struct core *core, const struct consignment *of)
{
	struct list lines;
	if (fulfilment_moved(core, of, "picking", 0, &lines))
		return -1;
	return lines.count && (package_whole(core, &lines) || set_packed(core, of, &lines)) ? -1 : 0;
}

/* Units leave the books: first the promise, then the unit, since no more may be promised than is on hand. */
static int hand_over(struct core *core, struct order_id id, const struct list *lines)
{
	char text[ID_SIZE];
	const struct moved *line = lines->items;
	order_id_text(id, text);
	for (size_t i = 0; i < lines->count; i++) {
		struct quantity out = { -line[i].qty.thousandths };
		if (allocation_ship(core, line[i].product, line[i].place, line[i].qty) ||
		    stock_move_write(core, line[i].product, line[i].place, "shipment", out, money_make(NONE, ""), NULL, text))
			return -1;
	}
	return fulfilment_advance(core, id, STEP_SHIP, lines);
}

static int set_shipped(struct core *core, const struct consignment *of, const struct list *lines, const char *carrier)
{
	if (hand_over(core, of->order, lines) ||
	    db_run(core->db,
		   "UPDATE shipment SET state = 'shipped', shipped_at = $2, carrier = $3"
		   " WHERE order_id = $1 AND state = 'packed' AND ($4 IS NULL OR id = $4)",
		   A(of->order.number), A(core->now), A(carrier), A(consignment_only(of))))
		return -1;
	return order_progress(core, of->order, core->now);
}

/* "tracking" is one number or null; several are a list. */
static int shipped_event(struct core *core, struct order_id id, const struct list *lines, const char *carrier, const struct list *tracking)
{
	struct str what = { 0 };
	fulfilment_put(lines, &what);
	str_put(&what, ",\"carrier\":");
	str_put_json(&what, carrier);
	str_put(&what, tracking->count > 1 ? ",\"tracking\":[" : ",\"tracking\":");
	for (size_t i = 0; i < tracking->count; i++) {
		str_put(&what, i ? "," : "");
		str_put_json(&what, ((const char *const *)tracking->items)[i]);
	}
	str_put(&what, tracking->count > 1 ? "]" : tracking->count ? "" : "null");
	return event_order(core, id, &what);
}

int consignment_ship(struct core *core, const struct consignment *of, const char *carrier, const struct list *tracking)
{
	struct fulfilment fulfilment;
	struct list lines;
	const char *packing = settings_text(core, "workflow.pack");
	bool packs = packing && !strcmp(packing, "skipped");
	if (!packing || fulfilment_load_of(core, of, "ship", &fulfilment) || fulfilment_pass(core, &fulfilment, STEP_SHIP) ||
	    check_whole(core, of, &fulfilment, packs) || (packs && pack_by_itself(core, of)) || fulfilment_moved(core, of, "packed", 0, &lines))
		return -1;
	if (!lines.count)
		return fulfilment_refuse(core, &fulfilment, STEP_SHIP);
	if (package_track(core, of, tracking) || set_shipped(core, of, &lines, carrier))
		return -1;
	return shipped_event(core, of->order, &lines, carrier, tracking);
}

int shipment_ship(struct core *core, struct order_id id, const char *carrier, const char *tracking)
{
	const struct consignment all = { .order = id };
	const struct list numbers = { .items = &tracking, .count = tracking ? 1 : 0 };
	return consignment_ship(core, &all, carrier, &numbers);
}
