/* Services and their days, the plain way: what is booked on a day is counted over all lines there are, each time it is asked. */
#include "model.h"

/* Of all lines, or only of those not performed yet. */
static int64_t booked(const struct model *model, int product, int64_t day, bool open)
{
	int64_t sum = 0;
	for (int number = 1; number <= model->books.orders; number++) {
		const struct model_order *order = &model->orders[number];
		for (int i = 0; i < order->count; i++) {
			const struct model_line *line = &order->lines[i];
			if (line->product != product || (open && line->delivered == model_active(line)))
				continue;
			for (int at = 0; at < line->days; at++)
				sum += line->day[at].day == day ? line->day[at].qty : 0;
		}
	}
	return sum;
}

int64_t model_free(const struct model *model, int product, int64_t day)
{
	int64_t capacity = model->books.products[product].capacity;
	if (capacity == NONE)
		return INT64_MAX;
	int64_t free = capacity - booked(model, product, day, false);
	return free > 0 ? free : 0;
}

bool model_overbooked(const struct model *model, int product, int64_t capacity)
{
	for (int i = 0; capacity != NONE && i < model->books.open_count; i++) {
		const struct model_order *order = &model->orders[model->books.open[i]];
		for (int at = 0; at < order->count; at++)
			for (int day = 0; day < order->lines[at].days; day++)
				if (order->lines[at].product == product && booked(model, product, order->lines[at].day[day].day, true) > capacity)
					return true;
	}
	return false;
}

/* The days from `from` on that the line would take; false: no day ever has room. */
static bool plan(const struct model *model, struct model_line *line, int64_t from)
{
	int64_t capacity = model->books.products[line->product].capacity;
	int64_t left = model_active(line);
	bool spread = capacity != NONE && left > capacity;
	line->days = 0;
	for (int64_t day = model_worked_day(model, from); left && capacity != 0; day = model_add_days(model, day, 1)) {
		int64_t free = model_free(model, line->product, day);
		if (!free || (!spread && free < left) || line->days == DAYS_MOST)
			continue;
		line->day[line->days++] = (struct model_booking){ day, free < left ? free : left };
		left -= free < left ? free : left;
	}
	return !left;
}

int model_book(const struct model *model, struct model_order *order, int64_t today, int64_t arrival, bool move)
{
	int64_t from = today > order->requested ? today : order->requested;
	from = from > arrival ? from : arrival;
	for (int i = 0; i < order->count; i++) {
		struct model_line *line = &order->lines[i];
		if (!line->service || line->days || line->delivered == model_active(line))
			continue;
		bool dated = line->date != NONE;
		if (!plan(model, line, !dated ? from : line->date > today ? line->date : today))
			return EXIT_REFUSED;
		if (dated && line->day[0].day != line->date && !move)
			return EXIT_REFUSED;
		line->date = line->day[0].day;
	}
	return EXIT_OK;
}

bool model_due(const struct model *model, const struct model_line *line, int64_t day)
{
	return model->books.products[line->product].capacity == NONE || !line->days || line->day[line->days - 1].day <= day;
}

void model_unbook(struct model_line *line, int64_t day)
{
	while (line->days && line->day[line->days - 1].day > day)
		line->days--;
}

void model_trim(struct model_line *line)
{
	int64_t left = model_active(line);
	int days = 0;
	for (; days < line->days && left; days++) {
		struct model_booking *day = &line->day[days];
		day->qty = day->qty < left ? day->qty : left;
		left -= day->qty;
	}
	line->days = days;
}
