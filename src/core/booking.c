/* Services have no stock, but days. A line is booked whole on one day, or where no day can hold it, over the days that follow; a day is never
 * given out twice, since the bookings of a day are summed inside the transaction that adds one, and by the database itself. */
#include "ordr/booking.h"
#include "ordr/calendar.h"
#include "ordr/speak.h"

#define SEARCH_DAYS (10 * 366)

const struct field booking_day_fields[] = {
	F(struct booking_day, date, DATE, FIELD_REQUIRED, "the day"),
	F(struct booking_day, qty, QUANTITY, FIELD_REQUIRED, "units of the line on it"),
	FIELD_END,
};
static const struct schema day_schema = { .fields = booking_day_fields, .size = sizeof(struct booking_day) };

const struct field booking_free_fields[] = {
	F(struct booking_free, date, DATE, FIELD_REQUIRED, "a working day"),
	F(struct booking_free, free, QUANTITY, FIELD_REQUIRED, "units that can still be booked on it"),
	FIELD_END,
};

/* A line to book. */
struct service {
	int64_t line, product;
	const char *sku;
	struct quantity units, capacity; /* of a day; NONE: without limit */
	struct date date;                /* the day that is wanted; NONE: any */
};

static const struct field service_fields[] = {
	F(struct service, line, INTEGER, 0, NULL),   F(struct service, product, INTEGER, 0, NULL),    F(struct service, sku, TEXT, 0, NULL),
	F(struct service, units, QUANTITY, 0, NULL), F(struct service, capacity, QUANTITY, 0, NULL), F(struct service, date, DATE, 0, NULL),
	FIELD_END,
};
static const struct schema service_schema = { .fields = service_fields, .size = sizeof(struct service) };

/* What is free on a product's days, asked one after the other: the booked days are read beside the calendar, so that a long look ahead is one
 * query. */
struct agenda {
	struct db_rows rows;
	bool more;
	int64_t day, booked; /* the next booked day, and its units */
	int64_t capacity;
};

static int agenda_next(struct agenda *agenda)
{
	int found = db_next(&agenda->rows);
	agenda->more = found == 1;
	if (!agenda->more)
		return found;
	agenda->day = db_column_integer(&agenda->rows, 0);
	agenda->booked = db_column_integer(&agenda->rows, 1);
	return 0;
}

static int agenda_open(struct core *core, struct agenda *agenda, int64_t product, struct quantity capacity, struct date from)
{
	*agenda = (struct agenda){ .capacity = capacity.thousandths };
	if (capacity.thousandths == NONE)
		return 0;
	if (db_query(core->db, &agenda->rows,
		     "SELECT day, sum(quantity) FROM booking WHERE product_id = $1 AND day >= $2 GROUP BY day ORDER BY day", A(product), A(from)))
		return -1;
	return agenda_next(agenda);
}

static void agenda_close(struct agenda *agenda)
{
	if (agenda->more)
		db_finish(&agenda->rows);
	agenda->more = false;
}

/* Days must be asked in order. */
static int agenda_free(struct agenda *agenda, struct date day, int64_t *free)
{
	*free = agenda->capacity == NONE ? INT64_MAX : agenda->capacity;
	while (agenda->more && agenda->day < day.days)
		if (agenda_next(agenda))
			return -1;
	if (agenda->more && agenda->day == day.days)
		*free -= agenda->booked;
	return 0;
}

int booking_free(struct core *core, int64_t product, struct quantity capacity, size_t count, struct list *days)
{
	const struct calendar *calendar = calendar_get(core);
	struct booking_free *items = arena_array(core->arena, count, sizeof *items);
	struct agenda agenda;
	*days = (struct list){ 0 };
	if (!items)
		return err_memory(core->err);
	if (!calendar)
		return -1;
	struct date day = calendar_current(calendar, core->now);
	if (agenda_open(core, &agenda, product, capacity, day))
		return -1;
	for (size_t i = 0; i < count; i++, day = calendar_add_days(calendar, day, 1)) {
		int64_t free;
		if (agenda_free(&agenda, day, &free))
			return -1;
		items[i] = (struct booking_free){ day, { free > 0 ? free : 0 } };
	}
	agenda_close(&agenda);
	*days = (struct list){ items, count };
	return 0;
}

/* The days that a line is to take, one after the other. */
struct plan {
	struct booking_day *days;
	size_t count, room;
};

static int plan_add(struct core *core, struct plan *plan, struct date day, int64_t units)
{
	if (plan->count == plan->room) {
		size_t room = plan->room ? plan->room * 2 : 4;
		struct booking_day *days = arena_array(core->arena, room, sizeof *days);
		if (!days)
			return err_memory(core->err);
		for (size_t i = 0; i < plan->count; i++)
			days[i] = plan->days[i];
		plan->days = days;
		plan->room = room;
	}
	plan->days[plan->count++] = (struct booking_day){ day, { units } };
	return 0;
}

static int no_room(struct core *core, const struct service *service)
{
	char text[QUANTITY_SIZE];
	err_set(core->err, ERR_REFUSED, "no day of the next ten years has room for %s of %s", quantity_text(service->units, text), service->sku);
	return err_hint(core->err, "ordr product edit %s --capacity N sets what a day can hold", service->sku);
}

/* The first day from `from` on that holds all of it; where none can, all days with something free until it is whole. */
static int make_plan(struct core *core, const struct calendar *calendar, const struct service *service, struct date from, struct plan *plan)
{
	struct agenda agenda;
	int64_t left = service->units.thousandths;
	bool spread = service->capacity.thousandths != NONE && left > service->capacity.thousandths;
	struct date day = calendar_next_day(calendar, from);
	*plan = (struct plan){ 0 };
	if (agenda_open(core, &agenda, service->product, service->capacity, day))
		return -1;
	for (int i = 0; left && i < SEARCH_DAYS && calendar_works(calendar, day); i++, day = calendar_add_days(calendar, day, 1)) {
		int64_t free;
		if (agenda_free(&agenda, day, &free))
			return -1;
		if (free <= 0 || (!spread && free < left))
			continue;
		int64_t taken = free < left ? free : left;
		if (plan_add(core, plan, day, taken)) {
			agenda_close(&agenda);
			return -1;
		}
		left -= taken;
	}
	agenda_close(&agenda);
	return left ? no_room(core, service) : 0;
}

struct calling {
	const struct calendar *calendar;
	struct date today, from; /* the first day that anything, and that what has no day of its own, is booked on */
	bool move;
	bool confirmed; /* the order is: it gets services beside those it has */
};

/* Why the day that is wanted cannot be had, and which can. */
static int propose(struct core *core, struct order_id id, const struct calling *calling, const struct service *service, struct date first)
{
	const struct calendar *calendar = calling->calendar;
	const char *cannot = calling->confirmed ? "" : translate("cannot confirm: ");
	char order[ID_SIZE];
	char day[DATE_SIZE];
	char units[QUANTITY_SIZE];
	date_text(service->date, day);
	if (service->date.days < calendar_current(calendar, core->now).days)
		err_set(core->err, ERR_REFUSED, "%s%s is wanted on %s, which is past", cannot, service->sku, day);
	else if (!calendar_works(calendar, service->date))
		err_set(core->err, ERR_REFUSED, "%s%s is wanted on %s, which is no working day", cannot, service->sku, day);
	else
		err_set(core->err, ERR_REFUSED, "%s%s is wanted on %s, which has no room for %s", cannot, service->sku, day,
			quantity_text(service->units, units));
	err_subject(core->err, "%s", order_id_text(id, order));
	if (calling->confirmed)
		return err_hint(core->err, "the first free day is %s", date_text(first, day));
	return err_hint(core->err, "the first free day is %s: ordr confirm %s --reschedule takes it", date_text(first, day), order);
}

static int write_days(struct core *core, struct order_id id, const struct service *service, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (db_run(core->db, "INSERT INTO booking (product_id, day, order_id, line, quantity) VALUES ($1, $2, $3, $4, $5)",
			   A(service->product), A(plan->days[i].date), A(id.number), A(service->line), A(plan->days[i].qty)))
			return -1;
	if (service->date.days == plan->days[0].date.days)
		return 0;
	return db_run(core->db, "UPDATE order_line SET date = $3 WHERE order_id = $1 AND line = $2", A(id.number), A(service->line),
		      A(plan->days[0].date));
}

static void put_booked(const struct service *service, const struct plan *plan, struct str *what)
{
	char text[QUANTITY_SIZE];
	bool moved = service->date.days != NONE && service->date.days != plan->days[0].date.days;
	for (size_t i = 0; i < plan->count; i++) {
		str_printf(what, "%s{\"line\":%lld,\"sku\":", i ? "," : "", (long long)service->line);
		str_put_json(what, service->sku);
		str_printf(what, ",\"date\":\"%s\"", date_text(plan->days[i].date, text));
		str_printf(what, ",\"qty\":%s", quantity_text(plan->days[i].qty, text));
		if (moved)
			str_printf(what, ",\"wanted\":\"%s\"", date_text(service->date, text));
		str_put_char(what, '}');
	}
}

static struct date later(struct date a, struct date b)
{
	return a.days > b.days ? a : b; /* NONE is before every day */
}

/* The days that are free for it, or a refusal that proposes some. */
static int find_days(struct core *core, struct order_id id, const struct calling *calling, const struct service *service, struct plan *plan)
{
	bool dated = service->date.days != NONE;
	if (make_plan(core, calling->calendar, service, dated ? later(service->date, calling->today) : calling->from, plan))
		return -1;
	if (dated && plan->days[0].date.days != service->date.days && !calling->move)
		return propose(core, id, calling, service, plan->days[0].date);
	return 0;
}

static int begin(struct core *core, struct order_id id, struct date arrival, bool move, struct calling *calling)
{
	struct date requested = { NONE };
	*calling = (struct calling){ .calendar = calendar_get(core), .move = move };
	int64_t confirmed = 0;
	if (!calling->calendar || db_integer(core->db, &confirmed, "SELECT state = 'confirmed' FROM orders WHERE id = $1", A(id.number)) < 0 ||
	    db_integer(core->db, &requested.days, "SELECT requested FROM orders WHERE id = $1", A(id.number)) < 0)
		return -1;
	calling->confirmed = confirmed;
	calling->today = calendar_current(calling->calendar, core->now);
	calling->from = later(later(calling->today, requested), arrival);
	return 0;
}

/* The services of an order that are to be performed and have no days yet. */
static int load_services(struct core *core, struct order_id id, struct list *services)
{
	return db_all(core->db, core->arena, &service_schema, services,
		      "SELECT l.line, l.product_id AS product, l.sku, l.date, p.capacity, l.ordered - l.cancelled - l.delivered AS units"
		      " FROM order_line l JOIN product p ON p.id = l.product_id WHERE l.order_id = $1 AND l.kind = 'service'"
		      " AND l.ordered - l.cancelled > l.delivered"
		      " AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.order_id = l.order_id AND b.line = l.line) ORDER BY l.line",
		      A(id.number));
}

int booking_check(struct core *core, struct order_id id)
{
	struct calling calling;
	struct list services;
	if (begin(core, id, (struct date){ NONE }, false, &calling) || load_services(core, id, &services))
		return -1;
	const struct service *service = services.items;
	for (size_t i = 0; i < services.count; i++) {
		struct plan plan;
		if (find_days(core, id, &calling, &service[i], &plan))
			return -1;
	}
	return 0;
}

int booking_confirm(struct core *core, struct order_id id, struct date arrival, bool move, struct str *what)
{
	struct calling calling;
	struct list services;
	size_t booked = 0;
	if (begin(core, id, arrival, move, &calling) || load_services(core, id, &services))
		return -1;
	const struct service *service = services.items;
	for (size_t i = 0; i < services.count; i++) {
		struct plan plan;
		if (find_days(core, id, &calling, &service[i], &plan) || write_days(core, id, &service[i], &plan))
			return -1;
		if (what) {
			str_put(what, booked++ ? "," : ",\"booked\":[");
			put_booked(&service[i], &plan, what);
		}
	}
	if (booked)
		str_put_char(what, ']');
	return 0;
}

int booking_drop(struct core *core, struct order_id id, int64_t line)
{
	return db_run(core->db, "DELETE FROM booking WHERE order_id = $1 AND line = $2", A(id.number), A(line));
}

/* The last day of a line that has more booked than is still ordered. */
struct surplus {
	int64_t line, day, booked, units; /* of that day, and how many too many there are in all */
};

/* 1, 0, −1. */
static int next_surplus(struct core *core, struct order_id id, struct surplus *surplus)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT t.line, t.day, b.quantity, t.units FROM (SELECT l.line, max(b.day) AS day, sum(b.quantity) - (l.ordered - l.cancelled) AS units"
		     " FROM order_line l JOIN booking b ON b.order_id = l.order_id AND b.line = l.line WHERE l.order_id = $1"
		     " GROUP BY l.line, l.ordered, l.cancelled) t JOIN booking b ON b.order_id = $1 AND b.line = t.line AND b.day = t.day"
		     " WHERE t.units > 0 LIMIT 1",
		     A(id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*surplus = (struct surplus){ db_column_integer(&rows, 0), db_column_integer(&rows, 1), db_column_integer(&rows, 2),
				     db_column_integer(&rows, 3) };
	db_finish(&rows);
	return 1;
}

static int give_back(struct core *core, struct order_id id, const struct surplus *surplus)
{
	if (surplus->booked <= surplus->units)
		return db_run(core->db, "DELETE FROM booking WHERE order_id = $1 AND line = $2 AND day = $3", A(id.number), A(surplus->line),
			      A(surplus->day));
	return db_run(core->db, "UPDATE booking SET quantity = quantity - $4 WHERE order_id = $1 AND line = $2 AND day = $3", A(id.number),
		      A(surplus->line), A(surplus->day), A(surplus->units));
}

int booking_settle(struct core *core, struct order_id id, struct instant at)
{
	struct surplus surplus;
	int found;
	while ((found = next_surplus(core, id, &surplus)) == 1)
		if (give_back(core, id, &surplus))
			return -1;
	if (found || calendar_zone(core))
		return -1;
	return db_run(core->db,
		      "DELETE FROM booking WHERE order_id = $1 AND day > $2 AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = $1"
		      " AND l.line = booking.line AND l.delivered = l.ordered - l.cancelled)",
		      A(id.number), A(instant_date(at, NULL)));
}

int booking_days(struct core *core, struct order_id id, int64_t line, struct list *days)
{
	return db_all(core->db, core->arena, &day_schema, days,
		      "SELECT day AS date, quantity AS qty FROM booking WHERE order_id = $1 AND line = $2 ORDER BY day", A(id.number), A(line));
}
