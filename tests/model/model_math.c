/* Exact sums, and which of two orders comes first. */
#include "model.h"

__extension__ typedef __int128 wide;

int64_t model_scale(int64_t value, int64_t by, int64_t of)
{
	wide doubled = (wide)value * by * 2;
	wide half = doubled < 0 ? -(wide)of : (wide)of;
	return (int64_t)((doubled + half) / (2 * (wide)of));
}

bool model_goods(const struct model_line *line)
{
	return !line->service && !line->charge;
}

int64_t model_active(const struct model_line *line)
{
	return line->ordered - line->cancelled;
}

int64_t model_allocated(const struct model_line *line)
{
	int64_t sum = 0;
	for (int i = 0; i < WAREHOUSES; i++)
		sum += line->allocated[i];
	return sum;
}

/* Least slack to the next due time first, then tier, then priority, then age. An order that nothing is due of comes
 * after these, and one whose clock stands last. */
bool model_less_urgent(const struct model *model, int one, int other)
{
	const struct model_order *a = &model->orders[one];
	const struct model_order *b = &model->orders[other];
	int tier_a = model->books.customers[a->customer].tier;
	int tier_b = model->books.customers[b->customer].tier;
	if (a->stopped_at != b->stopped_at)
		return a->stopped_at != NONE && (b->stopped_at == NONE || a->stopped_at > b->stopped_at);
	if (a->next_due != b->next_due)
		return b->next_due != NONE && (a->next_due == NONE || a->next_due > b->next_due);
	if (tier_a != tier_b)
		return tier_a < tier_b;
	if (a->priority != b->priority)
		return a->priority < b->priority;
	return a->placed_at != b->placed_at ? a->placed_at > b->placed_at : one > other;
}
