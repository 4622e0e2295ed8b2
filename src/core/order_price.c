/* What an order costs: discounts, line nets and totals, exact and checked. VAT is rounded once for each category and rate on the sum of its
 * lines, as EN 16931 has it, so that the invoice of the whole order says the same. */
#include <string.h>

#include "order_parts.h"

#include "ordr/speak.h"

#define WHOLE 10000 /* a hundred percent */

static int wrong_discount(struct core *core, const char *text, const char *hint)
{
	err_set(core->err, ERR_INVALID, "discount \"%.40s\" cannot be taken off the line", text);
	return err_hint(core->err, "%s", translate(hint));
}

/* "10%" of the line, or an amount of money that is no more than the line. */
static int price_discount(struct core *core, const char *text, struct money gross, struct money *discount)
{
	char most[MONEY_SIZE];
	size_t length = strlen(text);
	if (length && text[length - 1] == '%') {
		struct percent percent;
		const char *number = arena_strndup(core->arena, text, length - 1);
		if (!number)
			return err_memory(core->err);
		if (percent_parse(number, &percent) || percent.hundredths < 0 || percent.hundredths > WHOLE)
			return wrong_discount(core, text, TO_TRANSLATE("a percentage from 0% to 100%, with at most two decimals"));
		return money_percent(gross, percent, discount) ? err_set(core->err, ERR_INVALID, "discount is more than can be counted") : 0;
	}
	if (money_parse(text, gross.currency, discount) || discount->minor < 0)
		return wrong_discount(core, text, TO_TRANSLATE("a percentage such as 10%, or an amount such as 5.00"));
	if (discount->minor <= gross.minor)
		return 0;
	err_set(core->err, ERR_INVALID, "discount %.40s is more than the line", text);
	return err_hint(core->err, "at most %s, the quantity times the price", money_text(gross, most));
}

int order_price_read(struct core *core, const char *text, const char *currency)
{
	const struct money most = money_make(INT64_MAX, currency);
	const struct money least = money_make(0, currency);
	struct money discount;
	size_t length = strlen(text);
	return price_discount(core, text, length && text[length - 1] == '%' ? least : most, &discount);
}

int order_price_line(struct core *core, struct priced_line *line, const char **field)
{
	struct money gross;
	*field = "qty";
	if (price_times(line->price, line->form->qty, &gross)) {
		err_set(core->err, ERR_INVALID, "quantity times price is more than can be counted");
		return err_hint(core->err, "check the quantity, its unit and the price");
	}
	*field = "discount";
	line->discount = money_make(0, line->price.currency);
	if (line->form->discount && price_discount(core, line->form->discount, gross, &line->discount))
		return -1;
	return money_subtract(gross, line->discount, &line->net) ? err_set(core->err, ERR_INVALID, "net is more than can be counted") : 0;
}

struct tax_group {
	const char *category;
	int64_t rate;
	struct money net;
};

/* The group of a line among `count`, added when it is new. */
static struct tax_group *group_of(struct tax_group *groups, size_t *count, const struct priced_line *line)
{
	for (size_t i = 0; i < *count; i++)
		if (groups[i].rate == line->tax_rate.hundredths && !strcmp(groups[i].category, line->tax_category))
			return &groups[i];
	groups[*count] = (struct tax_group){ line->tax_category, line->tax_rate.hundredths, money_make(0, line->net.currency) };
	return &groups[(*count)++];
}

static int too_much(struct core *core, const char *what)
{
	err_set(core->err, ERR_INVALID, "%s of the order is more than can be counted", what);
	return err_hint(core->err, "check quantities and prices, or split the order");
}

int order_price_total(struct core *core, struct priced_order *priced)
{
	size_t count = 0;
	struct tax_group *groups = arena_array(core->arena, priced->form->lines.count, sizeof *groups);
	if (!groups)
		return err_memory(core->err);
	priced->net = priced->tax = money_make(0, priced->currency);
	for (size_t i = 0; i < priced->form->lines.count; i++) {
		const struct priced_line *line = &priced->lines[i];
		struct tax_group *group = group_of(groups, &count, line);
		if (money_add(group->net, line->net, &group->net) || money_add(priced->net, line->net, &priced->net))
			return too_much(core, "net");
	}
	for (size_t i = 0; i < count; i++) {
		struct money tax;
		if (money_percent(groups[i].net, (struct percent){ groups[i].rate }, &tax) || money_add(priced->tax, tax, &priced->tax))
			return too_much(core, "tax");
	}
	return money_add(priced->net, priced->tax, &priced->gross) ? too_much(core, "gross") : 0;
}

int order_price_share(struct core *core, struct money net, struct money discount, struct quantity ordered, struct quantity quantity,
		      int64_t *gross, int64_t *share)
{
	int64_t whole;
	if (__builtin_add_overflow(net.minor, discount.minor, &whole) ||
	    integer_scale(whole, quantity.thousandths, ordered.thousandths, gross) ||
	    integer_scale(discount.minor, quantity.thousandths, ordered.thousandths, share))
		return err_set(core->err, ERR_INVALID, "the price is more than can be counted");
	return 0;
}

struct costed {
	struct quantity ordered, active;
	struct money discount, net;
	const char *tax_category;
	struct percent tax_rate;
};

static const struct field costed_fields[] = {
	F(struct costed, ordered, QUANTITY, 0, NULL), F(struct costed, active, QUANTITY, 0, NULL),    F(struct costed, discount, MONEY, 0, NULL),
	F(struct costed, net, MONEY, 0, NULL),	      F(struct costed, tax_category, TEXT, 0, NULL), F(struct costed, tax_rate, PERCENT, 0, NULL),
	FIELD_END,
};
static const struct schema costed_schema = { .fields = costed_fields, .size = sizeof(struct costed) };

/* Lines as an invoice of all that is not cancelled would bill them. */
static int cost_lines(struct core *core, const struct list *costed, struct priced_line *lines)
{
	const struct costed *line = costed->items;
	for (size_t i = 0; i < costed->count; i++) {
		int64_t gross, discount;
		if (order_price_share(core, line[i].net, line[i].discount, line[i].ordered, line[i].active, &gross, &discount))
			return -1;
		lines[i] = (struct priced_line){ .tax_category = line[i].tax_category, .tax_rate = line[i].tax_rate,
						 .net = money_make(gross - discount, line[i].net.currency) };
	}
	return 0;
}

int order_total(struct core *core, struct order_id id)
{
	struct list costed;
	if (db_all(core->db, core->arena, &costed_schema, &costed,
		   "SELECT l.ordered, l.ordered - l.cancelled AS active, l.discount, l.net, l.tax_category, l.tax_rate, o.currency"
		   " FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.id = $1 ORDER BY l.line",
		   A(id.number)))
		return -1;
	struct priced_line *lines = arena_array(core->arena, costed.count + 1, sizeof *lines);
	const struct order_form form = { .lines = { NULL, costed.count } };
	struct priced_order priced = { .form = &form, .lines = lines };
	if (!lines)
		return err_memory(core->err);
	if (costed.count)
		priced.currency = ((const struct costed *)costed.items)->net.currency;
	if (cost_lines(core, &costed, lines) || order_price_total(core, &priced))
		return order_subject(core, id);
	return db_run(core->db, "UPDATE orders SET net = $2, tax = $3, gross = $4 WHERE id = $1", A(id.number), A(priced.net), A(priced.tax),
		      A(priced.gross));
}
