/* A form of an order against the books: customer, products, dates, quantities, prices. It is checked whole and every mistake is reported
 * with its place, since whoever hands in a form cannot be asked back. */
#include <stdio.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/idempotency.h"
#include "ordr/master.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "order_parts.h"

const struct field order_form_line_fields[] = {
	F(struct order_form_line, sku, TEXT, FIELD_REQUIRED, "a product's SKU: A-1"),
	F(struct order_form_line, qty, QUANTITY, FIELD_REQUIRED | FIELD_POSITIVE, "units, with the decimals of the product"),
	F(struct order_form_line, price, PRICE, FIELD_NOT_NEGATIVE, "net for one unit; the product's when not given"),
	F(struct order_form_line, discount, TEXT, FIELD_NUMBER_TOO, "taken off the line: 10%, or an amount"),
	F(struct order_form_line, date, DATE, 0, "a service: the day it is wanted"),
	F(struct order_form_line, note, TEXT, 0, "note on the line"),
	FIELD_END,
};

#define CHANNEL_MAX 60

static const struct field form_fields[] = {
	F(struct order_form, customer, TEXT, FIELD_REQUIRED, "a customer's code: C-1001"),
	{ .name = "ref", .type = FIELD_TEXT, .offset = offsetof(struct order_form, ref), .max = ORDER_REF_MAX,
	  .help = "the customer's own number of the order, used once" },
	{ .name = "key", .type = FIELD_TEXT, .offset = offsetof(struct order_form, key), .max = IDEMPOTENCY_KEY_MAX,
	  .help = "the same key again gives the order of then" },
	{ .name = "channel", .type = FIELD_TEXT, .offset = offsetof(struct order_form, channel), .max = CHANNEL_MAX,
	  .help = "where it came from: cli, web, edi, mail, phone; cli when not given" },
	F_CHOICE(struct order_form, priority, priority_choices, 0, "how much it matters; normal when not given"),
	F(struct order_form, requested, DATE, 0, "the day the customer wants it"),
	F(struct order_form, currency, TEXT, 0, "of the prices, when given: the company's"),
	F(struct order_form, warehouse, TEXT, 0, "the one it must ship from"),
	F_CHOICE(struct order_form, delivery, order_deliveries, 0, "in parts, or only complete; as workflow.delivery says when not given"),
	F(struct order_form, note, TEXT, 0, "note on the order"),
	F_OBJECT(struct order_form, ship_to, order_address_fields, 0, "where it goes, when not to the customer's own address"),
	F_LIST(struct order_form, lines, struct order_form_line, order_form_line_fields, FIELD_REQUIRED, "what is ordered"),
	FIELD_END,
};

const struct schema order_form_schema = { .name = "ordr.order-form/1",
					  .title = "An order to take.",
					  .fields = form_fields,
					  .size = sizeof(struct order_form),
					  .group = "key",
					  .group_other = "ref" };

#define SEARCHES_MOST 20 /* unknown SKUs that a near one is searched for; each looks through all products */

struct check {
	struct core *core;
	struct priced_order *priced;
	struct date today;
	struct err all;
	int searches;
	bool partly; /* what is absent could not be read, and was reported; or was not asked for */
	const char *list; /* where its lines stand: "/lines", */
	size_t first;     /* and which of those is the first */
};

/* Takes the error that was just set as one of the form's: 0, or −1 when it is none (the disk is full). */
static int fault(struct check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int fault(struct check *check, const char *format, ...)
{
	struct err *err = check->core->err;
	if (err->code != ERR_INVALID && err->code != ERR_NOT_FOUND && err->code != ERR_CONFLICT)
		return -1;
	char path[sizeof err->path];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(path, sizeof path, format, arguments);
	va_end(arguments);
	err_path(err, "%s", path);
	if (err->code == ERR_NOT_FOUND)
		err->code = ERR_INVALID; /* the form is wrong, not what it was asked for */
	err_collect(&check->all, check->core->keep, err);
	err_clear(err);
	return 0;
}

static int line_fault(struct check *check, size_t index, const char *field)
{
	return fault(check, "%s/%zu/%s", check->list, check->first + index, field);
}

static int check_customer(struct check *check)
{
	struct core *core = check->core;
	const char *code = check->priced->form->customer ? check->priced->form->customer : "";
	struct db_rows rows;
	struct customer customer;
	if (check->partly && !*code)
		return 0;
	if (db_query(core->db, &rows, "SELECT id, tier, prepayment, tax_category FROM customer WHERE code = $1", A(code)))
		return -1;
	int found = db_next(&rows);
	if (found < 0)
		return -1;
	if (!found)
		return master_load(core, &master_customer, code, &customer) ? fault(check, "/customer") : 0;
	check->priced->customer = db_column_integer(&rows, 0);
	check->priced->tier = arena_strdup(core->arena, db_column_text(&rows, 1));
	check->priced->prepaid = db_column_integer(&rows, 2) == 1;
	const char *category = db_column_optional(&rows, 3);
	check->priced->tax_category = category ? arena_strdup(core->arena, category) : NULL;
	bool memory = check->priced->tier && (!category || check->priced->tax_category);
	db_finish(&rows);
	return memory ? 0 : err_memory(core->err);
}

static int check_ref(struct check *check)
{
	struct core *core = check->core;
	char text[ID_SIZE];
	int64_t other = 0;
	if (!check->priced->form->ref)
		return 0;
	int found = db_integer(core->db, &other, "SELECT id FROM orders WHERE ref = $1 AND customer_id = $2", A(check->priced->form->ref),
			       A(check->priced->customer));
	if (found != 1)
		return found;
	err_set(core->err, ERR_CONFLICT, "ref %.60s of this customer is %s already", check->priced->form->ref,
		order_id_text((struct order_id){ other }, text));
	err_hint(core->err, "another order takes another ref; to make placing safe to repeat, give it a key");
	return fault(check, "/ref");
}

static int check_currency(struct check *check)
{
	struct core *core = check->core;
	const char *given = check->priced->form->currency;
	check->priced->currency = settings_currency(core);
	if (!check->priced->currency)
		return -1;
	if (!given || !strcmp(given, check->priced->currency))
		return 0;
	err_set(core->err, ERR_INVALID, "currency %.10s is not the company's", given);
	err_hint(core->err, "write prices in %s", check->priced->currency);
	return fault(check, "/currency");
}

static int check_warehouse(struct check *check)
{
	const char *code = check->priced->form->warehouse;
	struct warehouse warehouse;
	if (!code)
		return 0;
	int found = db_integer(check->core->db, &check->priced->warehouse, "SELECT id FROM warehouse WHERE code = $1", A(code));
	if (found)
		return found < 0 ? -1 : 0;
	return master_load(check->core, &master_warehouse, code, &warehouse) ? fault(check, "/warehouse") : 0;
}

static int check_priority(struct check *check)
{
	const char *given = check->priced->form->priority;
	check->priced->priority = 1;
	for (int64_t i = 0; given && priority_choices[i]; i++)
		if (!strcmp(priority_choices[i], given)) {
			check->priced->priority = i;
			return 0;
		}
	if (!given)
		return 0;
	err_set(check->core->err, ERR_INVALID, "no priority \"%.40s\"", given);
	err_hint(check->core->err, "low, normal, high or urgent");
	return fault(check, "/priority");
}

/* Nobody can be served before they ordered. */
static bool too_early(struct check *check, const char *field, struct date date)
{
	char text[DATE_SIZE];
	char today[DATE_SIZE];
	if (date.days == NONE || date.days >= check->today.days)
		return false;
	err_set(check->core->err, ERR_INVALID, "%s %s is past already", field, date_text(date, text));
	err_hint(check->core->err, "%s or later", date_text(check->today, today));
	return true;
}

static int check_head(struct check *check)
{
	if (check_customer(check) || check_ref(check) || check_currency(check) || check_warehouse(check) || check_priority(check))
		return -1;
	if (master_check_country(check->core, "country", check->priced->form->ship_to.country) && fault(check, "/ship_to/country"))
		return -1;
	check->priced->channel = check->priced->form->channel ? check->priced->form->channel : "cli";
	check->priced->delivery = check->priced->form->delivery ? check->priced->form->delivery : settings_text(check->core, "workflow.delivery");
	if (!check->priced->delivery)
		return -1;
	return too_early(check, "requested", check->priced->form->requested) ? fault(check, "/requested") : 0;
}

/* The seller and the buyer decide over VAT before the product does: a small business charges none, and reverse charge or export is a matter of who
 * buys. A product that is not taxed stays so for who is taxed. A service is no supply of goods into another state: there the buyer owes the VAT. */
static int set_tax(struct core *core, const char *customers, struct priced_line *line)
{
	const char *small = settings_text(core, "company.small_business");
	if (!small)
		return -1;
	if (!strcmp(small, "on"))
		customers = "E";
	if (!customers || !strcmp(customers, "S"))
		return 0;
	line->tax_category = !strcmp(customers, "K") && !strcmp(line->kind, "service") ? "AE" : customers;
	line->tax_rate.hundredths = 0;
	return 0;
}

static int load_product(struct core *core, struct db_rows *rows, const char *currency, struct priced_line *line)
{
	const char **const texts[] = { &line->name, &line->kind, &line->unit, &line->tax_category };
	line->product = db_column_integer(rows, 0);
	line->decimals = db_column_integer(rows, 1);
	line->price = price_make(db_column_integer(rows, 2), currency);
	line->tax_rate.hundredths = db_column_integer(rows, 3);
	for (int i = 0; i < 4; i++)
		if (!(*texts[i] = arena_strdup(core->arena, db_column_text(rows, i + 4))))
			return err_memory(core->err);
	return 0;
}

/* The product of a line. Not found is an error of the form, and `product` stays 0. */
static int find_product(struct check *check, size_t index, struct priced_line *line)
{
	struct core *core = check->core;
	const char *sku = line->form->sku ? line->form->sku : "";
	struct db_rows rows;
	struct product product;
	if (check->partly && !*sku)
		return 0;
	if (db_query(core->db, &rows,
		     "SELECT id, decimals, price, tax_rate, name, kind, unit, tax_category FROM product WHERE sku = $1", A(sku)))
		return -1;
	int found = db_next(&rows);
	if (found < 0)
		return -1;
	if (found) {
		int result = load_product(core, &rows, check->priced->currency, line);
		db_finish(&rows);
		return result || set_tax(core, check->priced->tax_category, line) ? -1 : 0;
	}
	if (check->searches++ < SEARCHES_MOST)
		master_load(core, &master_product, sku, &product);
	else
		err_set(core->err, ERR_NOT_FOUND, "no product %.60s", sku);
	return line_fault(check, index, "sku");
}

static int check_quantity(struct check *check, size_t index, const struct priced_line *line)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	struct err *err = check->core->err;
	char text[QUANTITY_SIZE];
	int64_t qty = line->form->qty.thousandths;
	if (check->partly && qty == NONE)
		return 0;
	if (qty == NONE || qty <= 0) {
		err_set(err, ERR_INVALID, "qty must be above zero");
		err_hint(err, "a number of units such as 5");
	} else if (qty > ORDER_QTY_MAX) {
		err_set(err, ERR_INVALID, "qty %s is more than a line can hold", quantity_text(line->form->qty, text));
		err_hint(err, "at most %s", quantity_text((struct quantity){ ORDER_QTY_MAX }, text));
	} else if (line->product && qty % steps[line->decimals]) {
		err_set(err, ERR_INVALID, "qty %s has more decimals than %.60s is sold in", quantity_text(line->form->qty, text),
			line->form->sku);
		err_hint(err, line->decimals ? TO_TRANSLATE("at most %lld decimals") : TO_TRANSLATE("whole units"), (long long)line->decimals);
	} else {
		return 0;
	}
	return line_fault(check, index, "qty");
}

static int check_date(struct check *check, size_t index, const struct priced_line *line)
{
	if (line->form->date.days == NONE)
		return 0;
	if (line->product && strcmp(line->kind, "service")) {
		err_set(check->core->err, ERR_INVALID,
			strcmp(line->kind, "goods") ? TO_TRANSLATE("%.60s is a charge, and only services have a date")
						    : TO_TRANSLATE("%.60s is goods, and only services have a date"),
			line->form->sku);
		err_hint(check->core->err, "leave it out; `requested` is the day of the whole order");
		return line_fault(check, index, "date");
	}
	return too_early(check, "date", line->form->date) ? line_fault(check, index, "date") : 0;
}

/* The price of the form, else the product's; then discount and net. */
static int price_line(struct check *check, size_t index, struct priced_line *line)
{
	const char *field;
	int64_t given = line->form->price.units;
	if (given != NONE && given < 0) {
		err_set(check->core->err, ERR_INVALID, "price is below zero");
		err_hint(check->core->err, "zero or more; a reduction is a discount");
		return line_fault(check, index, "price");
	}
	if (given != NONE)
		line->price.units = given;
	return order_price_line(check->core, line, &field) ? line_fault(check, index, field) : 0;
}

static int check_discount(struct check *check, size_t index, const struct priced_line *line)
{
	const char *text = line->form->discount;
	if (!text || !order_price_read(check->core, text, check->priced->currency))
		return 0;
	return line_fault(check, index, "discount");
}

static int check_line(struct check *check, size_t index)
{
	struct priced_line *line = &check->priced->lines[index];
	line->form = (const struct order_form_line *)check->priced->form->lines.items + index;
	if (find_product(check, index, line))
		return -1;
	size_t before = check->all.count;
	if (check_quantity(check, index, line))
		return -1;
	bool countable = line->product && check->all.count == before && line->form->qty.thousandths != NONE;
	if (check_date(check, index, line))
		return -1;
	if (!countable)
		return check_discount(check, index, line);
	check->priced->goods |= !strcmp(line->kind, "goods");
	return price_line(check, index, line);
}

static int check_lines(struct check *check)
{
	size_t count = check->priced->form->lines.count;
	if (!count && check->partly)
		return 0;
	if (!count) {
		err_set(check->core->err, ERR_INVALID, "an order without lines");
		err_hint(check->core->err, "at least one line, with sku and qty");
		return fault(check, "/lines");
	}
	check->priced->lines = arena_array(check->core->arena, count, sizeof *check->priced->lines);
	if (!check->priced->lines)
		return err_memory(check->core->err);
	for (size_t i = 0; i < count; i++)
		if (check_line(check, i))
			return -1;
	return 0;
}

static int check_form(struct core *core, const struct order_form *form, struct check check, struct priced_order *priced)
{
	if (!calendar_get(core)) /* the company's zone, for what day it is */
		return -1;
	*priced = (struct priced_order){ .form = form, .warehouse = NONE };
	check.core = core;
	check.priced = priced;
	check.today = instant_date(core->now, NULL);
	if (check_head(&check) || check_lines(&check))
		return -1;
	if (!check.all.count && !check.partly && order_price_total(core, priced) && fault(&check, "/lines"))
		return -1;
	if (!check.all.count)
		return 0;
	*core->err = check.all;
	return -1;
}

int order_check(struct core *core, const struct order_form *form, struct priced_order *priced)
{
	return check_form(core, form, (struct check){ .list = "/lines" }, priced);
}

int order_check_part(struct core *core, const struct order_form *form, const char *list, size_t first, struct priced_order *priced)
{
	return check_form(core, form, (struct check){ .partly = true, .list = list, .first = first }, priced);
}

int order_check_read(struct core *core, const struct order_form *form)
{
	struct priced_order priced;
	return order_check_part(core, form, "/lines", 0, &priced);
}
