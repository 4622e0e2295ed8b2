/* Pick lists: what lies in shipments that are being picked, gathered for many orders, one walk through each warehouse. A list is by location,
 * since that is the way the picker goes; what has no location comes last. */
#include <stdlib.h>
#include <string.h>

#include "fulfilment.h"

/* One line of a shipment, as it is collected. */
struct taken {
	const char *warehouse, *location, *sku, *name;
	int64_t rank, shipment, line;
	struct order_id order;
	struct quantity qty;
};

static const struct field taken_fields[] = {
	F(struct taken, warehouse, TEXT, FIELD_REQUIRED, NULL),
	F(struct taken, location, TEXT, 0, NULL),
	F(struct taken, sku, TEXT, FIELD_REQUIRED, NULL),
	F(struct taken, name, TEXT, FIELD_REQUIRED, NULL),
	F(struct taken, rank, INTEGER, 0, NULL),
	F(struct taken, shipment, INTEGER, 0, NULL),
	F(struct taken, line, INTEGER, 0, NULL),
	F(struct taken, order, ORDER, 0, NULL),
	F(struct taken, qty, QUANTITY, 0, NULL),
	FIELD_END,
};

static const struct field order_fields[] = {
	F(struct pick_order, id, ORDER, FIELD_REQUIRED, "the order that it is for"),
	F(struct pick_order, qty, QUANTITY, FIELD_REQUIRED, "how much of it"),
	FIELD_END,
};

static const struct field line_fields[] = {
	F(struct pick_line, location, TEXT, FIELD_SHOWN, "where it lies in the warehouse"),
	F(struct pick_line, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "the product"),
	F(struct pick_line, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "its name"),
	F(struct pick_line, qty, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "how much to take, for all orders together"),
	F_LIST(struct pick_line, orders, struct pick_order, order_fields, 0, "how it is divided"),
	FIELD_END,
};

static const struct field pick_list_fields[] = {
	F(struct pick_list, warehouse, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "where to pick"),
	F(struct pick_list, orders, TEXTS, FIELD_SHOWN, "the orders on this list"),
	F_LIST(struct pick_list, lines, struct pick_line, line_fields, FIELD_SHOWN, "what to take, in order of location"),
	FIELD_END,
};

const struct schema pick_list_schema = { .name = "ordr.pick-list/1",
					 .title = "What to pick in one warehouse, by location.",
					 .fields = pick_list_fields,
					 .size = sizeof(struct pick_list) };

struct heap {
	struct taken *items;
	size_t count, room;
};

static int widen(struct core *core, struct heap *heap)
{
	if (heap->count < heap->room)
		return 0;
	size_t room = heap->room ? heap->room * 2 : 16;
	struct taken *items = arena_array(core->arena, room, sizeof *items);
	if (!items)
		return err_memory(core->err);
	if (heap->count)
		memcpy(items, heap->items, heap->count * sizeof *items);
	heap->items = items;
	heap->room = room;
	return 0;
}

#define TAKEN                                                                                                                   \
	"SELECT w.code AS warehouse, w.rank, t.location, p.sku, p.name, s.id AS shipment, l.line, s.order_id AS \"order\","       \
	" l.quantity AS qty FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id JOIN product p ON p.id = l.product_id" \
	" JOIN warehouse w ON w.id = s.warehouse_id"                                                                           \
	" LEFT JOIN stock t ON t.product_id = l.product_id AND t.warehouse_id = s.warehouse_id"

/* By the index of the order's shipments, or by that of those that have not left. */
static const char taken_of[] = TAKEN " WHERE s.order_id = $1 AND s.state = 'picking' AND ($2 IS NULL OR s.id = $2)";
static const char taken_all[] = TAKEN " WHERE s.state IN ('picking', 'packed') AND s.state = 'picking'";

/* NULL: all there is. */
static int collect(struct core *core, const struct consignment *of, struct heap *heap)
{
	struct db_rows rows;
	if (of ? db_query(core->db, &rows, taken_of, A(of->order.number), A(consignment_only(of)))
	       : db_query(core->db, &rows, taken_all, DB_NONE))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		if (widen(core, heap) || db_load(&rows, core->arena, taken_fields, &heap->items[heap->count])) {
			db_finish(&rows);
			return -1;
		}
		heap->count++;
	}
	return found;
}

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_places(const struct taken *a, const struct taken *b)
{
	if (!a->location || !b->location)
		return !a->location - !b->location;
	return strcmp(a->location, b->location);
}

static int compare(const void *left, const void *right)
{
	const struct taken *a = left;
	const struct taken *b = right;
	const int by[] = { compare_numbers(a->rank, b->rank),
			   strcmp(a->warehouse, b->warehouse),
			   compare_places(a, b),
			   strcmp(a->sku, b->sku),
			   compare_numbers(a->order.number, b->order.number),
			   compare_numbers(a->shipment, b->shipment),
			   compare_numbers(a->line, b->line) };
	for (size_t i = 0; i < sizeof by / sizeof *by; i++)
		if (by[i])
			return by[i];
	return 0;
}

/* An order that was named twice was collected twice. */
static void drop_doubles(struct heap *heap)
{
	size_t kept = 0;
	for (size_t i = 0; i < heap->count; i++)
		if (!kept || compare(&heap->items[kept - 1], &heap->items[i]))
			heap->items[kept++] = heap->items[i];
	heap->count = kept;
}

static int compare_by_order(const void *left, const void *right)
{
	const struct taken *a = left;
	const struct taken *b = right;
	const int by[] = { compare_numbers(a->rank, b->rank), strcmp(a->warehouse, b->warehouse),
			   compare_numbers(a->order.number, b->order.number) };
	for (size_t i = 0; i < sizeof by / sizeof *by; i++)
		if (by[i])
			return by[i];
	return compare(left, right);
}

/* The end of the run of items that are of one warehouse, and of one SKU there with `sku`. */
static size_t run_end(const struct heap *heap, size_t from, bool sku)
{
	size_t end = from + 1;
	while (end < heap->count && !strcmp(heap->items[from].warehouse, heap->items[end].warehouse) &&
	       (!sku || !strcmp(heap->items[from].sku, heap->items[end].sku)))
		end++;
	return end;
}

/* Many lines of one order are one. A sum that overflows would need more than the warehouse can hold. */
static int divide(struct core *core, const struct taken *item, size_t count, struct pick_line *line)
{
	struct pick_order *orders = arena_array(core->arena, count, sizeof *orders);
	if (!orders)
		return err_memory(core->err);
	*line = (struct pick_line){ .location = item->location, .sku = item->sku, .name = item->name, .orders = { orders, 0 } };
	for (size_t i = 0; i < count; i++) {
		if (!i || item[i - 1].order.number != item[i].order.number)
			orders[line->orders.count++].id = item[i].order;
		struct pick_order *order = &orders[line->orders.count - 1];
		if (quantity_add(order->qty, item[i].qty, &order->qty) || quantity_add(line->qty, item[i].qty, &line->qty))
			return err_set(core->err, ERR_DAMAGED, "more of %s is picked than can be counted", item->sku);
	}
	return 0;
}

static int compare_orders(const void *left, const void *right)
{
	return compare_numbers(((const struct order_id *)left)->number, ((const struct order_id *)right)->number);
}

/* The ids on a list, each once, by number. */
static int name_orders(struct core *core, const struct taken *item, size_t count, struct list *orders)
{
	char text[ID_SIZE];
	struct order_id *ids = arena_array(core->arena, count, sizeof *ids);
	const char **names = arena_array(core->arena, count, sizeof *names);
	if (!ids || !names)
		return err_memory(core->err);
	for (size_t i = 0; i < count; i++)
		ids[i] = item[i].order;
	qsort(ids, count, sizeof *ids, compare_orders);
	*orders = (struct list){ .items = names };
	for (size_t i = 0; i < count; i++) {
		if (i && ids[i].number == ids[i - 1].number)
			continue;
		names[orders->count] = arena_strdup(core->arena, order_id_text(ids[i], text));
		if (!names[orders->count++])
			return err_memory(core->err);
	}
	return 0;
}

/* The same, of one order. */
static size_t order_end(const struct heap *heap, size_t from, size_t end)
{
	for (size_t i = from + 1; i < end; i++)
		if (heap->items[i].order.number != heap->items[from].order.number)
			return i;
	return end;
}

static int build(struct core *core, const struct heap *heap, size_t from, size_t end, struct pick_list *list)
{
	struct pick_line *lines = arena_array(core->arena, end - from, sizeof *lines);
	if (!lines)
		return err_memory(core->err);
	*list = (struct pick_list){ .warehouse = heap->items[from].warehouse, .lines = { lines, 0 } };
	if (name_orders(core, heap->items + from, end - from, &list->orders))
		return -1;
	for (size_t next; from < end; from = next) {
		next = run_end(heap, from, true);
		next = next < end ? next : end;
		if (divide(core, heap->items + from, next - from, &lines[list->lines.count++]))
			return -1;
	}
	return 0;
}

static int collect_all(struct core *core, const struct consignment *of, size_t count, struct heap *heap)
{
	if (!of)
		return collect(core, NULL, heap);
	for (size_t i = 0; i < count; i++)
		if (collect(core, &of[i], heap))
			return -1;
	return 0;
}

int pick_list_each(struct core *core, const struct consignment *of, size_t count, bool by_order,
		   int (*each)(void *context, const struct pick_list *list), void *context)
{
	struct heap heap = { 0 };
	if (collect_all(core, of, count, &heap))
		return -1;
	if (heap.count)
		qsort(heap.items, heap.count, sizeof *heap.items, by_order ? compare_by_order : compare);
	drop_doubles(&heap);
	for (size_t from = 0, end; from < heap.count; from = end) {
		struct pick_list list;
		end = run_end(&heap, from, false);
		if (by_order)
			end = order_end(&heap, from, end);
		if (build(core, &heap, from, end, &list) || each(context, &list))
			return -1;
	}
	return 0;
}
