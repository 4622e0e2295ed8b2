/* Answers that are not the documents of a step: pick lists, worklists, stock. */
#include "check_parts.h"

#include <string.h>

#include "ordr/id.h"

void check_pick_lists(struct check *check, const cJSON *json, const struct answer *answer)
{
	int ranked[WAREHOUSES];
	int at = 0;
	int count = model_by_rank(check->model, ranked);
	for (int i = 0; i < count; i++) {
		int warehouse = ranked[i];
		const cJSON *list = cJSON_GetArrayItem(json, at);
		const cJSON *line;
		int64_t left[PRODUCTS];
		if (!answer->pick_orders[warehouse])
			continue;
		at++;
		check->of = code_warehouses[warehouse];
		memcpy(left, answer->pick_qty[warehouse], sizeof left);
		check_text(check, list, "warehouse", code_warehouses[warehouse]);
		if (cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(list, "orders")) !=
		    answer->pick_orders[warehouse])
			check_differ(check, "orders", "another number of orders", "those picked");
		cJSON_ArrayForEach(line, cJSON_GetObjectItemCaseSensitive(list, "lines"))
		{
			int product = 0;
			const char *sku = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(line, "sku"));
			while (product < PRODUCTS - 1 && sku && strcmp(sku, code_products[product]))
				product++;
			check_quantity(check, line, "qty", left[product]);
			left[product] = 0;
		}
		for (int product = 0; product < PRODUCTS; product++)
			if (left[product])
				check_differ(check, "lines", "without a product that was picked",
					     code_products[product]);
	}
	check->of = "";
	if (at != cJSON_GetArraySize(json))
		check_differ(check, "pick lists", "another number of warehouses", "those picked in");
}

void check_urgent(struct check *check, const cJSON *json)
{
	int sorted[OPEN_MOST];
	char id[ID_SIZE];
	int count = predict_urgent(check->model, NULL, sorted);
	if (cJSON_GetArraySize(json) != count)
		check_differ(check, "list", "another number of orders", "those open");
	for (int i = 0; i < count; i++) {
		const cJSON *item = cJSON_GetArrayItem(json, i);
		const struct model_order *order = &check->model->orders[sorted[i]];
		check_text(check, item, "id", order_id_text((struct order_id) { sorted[i] }, id));
		check->of = id;
		check_order_head(check, item, order);
		check_text(check, item, "billing", model_billing(check->model, order));
		check->of = "";
	}
}

/* Units that wait in a warehouse: those of orders that name none wait in the first by rank. */
static int64_t waiting(const struct model *model, int product, int warehouse)
{
	int64_t sum = 0;
	for (int i = 0; i < model->books.open_count; i++) {
		const struct model_order *order = &model->orders[model->books.open[i]];
		int at = order->warehouse < 0 ? model_first_warehouse(model) : order->warehouse;
		for (int line = 0; line < order->count; line++)
			if (order->lines[line].product == product && at == warehouse)
				sum += order->lines[line].backordered;
	}
	return sum;
}

void check_stock_list(struct check *check, const cJSON *json)
{
	const struct model_books *books = &check->model->books;
	const cJSON *item;
	cJSON_ArrayForEach(item, json)
	{
		const char *sku = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "sku"));
		const char *place = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "warehouse"));
		int product = 0;
		int warehouse = 0;
		int64_t incoming = 0;
		while (product < PRODUCTS - 1 && sku && strcmp(sku, code_products[product]))
			product++;
		while (warehouse < WAREHOUSES - 1 && place && strcmp(place, code_warehouses[warehouse]))
			warehouse++;
		check->of = code_products[product];
		check_text(check, item, "kind", books->products[product].service ? "service" : "goods");
		if (books->products[product].service) {
			bool limited = books->products[product].capacity != NONE;
			check_quantity(check, item, "capacity", books->products[product].capacity);
			check_quantity(check, item, "available",
				       limited ? model_free(check->model, product, model_workday(check->model)) : NONE);
			continue;
		}
		check_level(check, item, product, warehouse, &books->levels[product][warehouse]);
		for (int i = 0; i < books->coming_count; i++)
			if (books->coming[i].product == product && books->coming[i].warehouse == warehouse)
				incoming += books->coming[i].open;
		check_quantity(check, item, "incoming", incoming);
		check_quantity(check, item, "backordered", waiting(check->model, product, warehouse));
	}
	check->of = "";
}
