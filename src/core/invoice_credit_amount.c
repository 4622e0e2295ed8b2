/* Amounts that a credit note takes back without a line: a price reduction, net, or what a complaint is to be given, VAT included. Each VAT group of the
 * invoice bears its share by what is left of it. */
#include <string.h>

#include "invoice_credit.h"

int credit_too_much(struct core *core)
{
	return err_set(core->err, ERR_INVALID, "the credit note is more than can be counted");
}

int credit_add_amount(struct credit_making *making, const char *name, const struct invoice_tax *group, struct money net)
{
	struct invoice_line like = { .order_line = NONE, .kind = "line", .name = name, .unit = "C62", .discount = money_make(0, net.currency),
				     .tax_category = group->category, .tax_rate = group->rate, .supplied = { NONE }, .supplied_until = { NONE } };
	if (price_of_money(money_make(net.minor < 0 ? -net.minor : net.minor, net.currency), &like.price))
		return credit_too_much(making->core);
	credit_add_line(making, &like, (struct quantity){ net.minor < 0 ? -1000 : 1000 }, net);
	return 0;
}

const char *credit_word(const struct credit_making *making, const char *german, const char *english)
{
	const char *language = making->invoice.language;
	return language && !strcmp(language, "de") ? german : english;
}

static bool same_group(const struct invoice_tax *group, const char *category, struct percent rate)
{
	return group->rate.hundredths == rate.hundredths && !strcmp(group->category, category);
}

/* Is the amount shared by what is left of this group? */
static bool shares(const struct credit_making *making, const struct invoice_tax *group)
{
	const struct invoice_line *line = making->invoice.lines.items;
	if (!making->request->order_line)
		return true;
	for (size_t i = 0; i < making->invoice.lines.count; i++)
		if (line[i].order_line == making->request->order_line && line[i].order.number == making->request->order.number)
			return same_group(group, line[i].tax_category, line[i].tax_rate);
	return false;
}

static int64_t worth(const struct credit_making *making, const struct invoice_tax *group)
{
	return group->net.minor + (*making->request->gross.currency ? group->tax.minor : 0);
}

/* The amount that is asked for, of at most `whole`. */
static int read_amount(const struct credit_making *making, struct money whole, struct money *amount)
{
	char text[MONEY_SIZE];
	char most[MONEY_SIZE];
	struct core *core = making->core;
	const struct credit_request *request = making->request;
	*amount = request->gross;
	if (*amount->currency && amount->minor <= whole.minor)
		return 0;
	if (!*amount->currency && !money_parse(request->amount, whole.currency, amount) && amount->minor > 0 && amount->minor <= whole.minor)
		return 0;
	if (*request->gross.currency)
		return err_set(core->err, ERR_REFUSED, "only %s %s of it is left to credit, not %s", money_text(whole, most), whole.currency,
			       money_text(*amount, text));
	err_set(core->err, ERR_INVALID, "\"%.40s\" cannot be credited", request->amount);
	return err_hint(core->err, "a net amount of up to %s %s, which is what is left of it", money_text(whole, most), whole.currency);
}

/* What of a part of a group is net: all of it, or of an amount with VAT, what its rate leaves; *taken: what that comes to. */
static int net_of(const struct credit_making *making, const struct invoice_tax *group, int64_t part, struct money *net, int64_t *taken)
{
	struct money tax;
	*taken = part;
	*net = money_make(part, group->net.currency);
	if (!*making->request->gross.currency)
		return 0;
	*net = group->net;
	if (part == worth(making, group))
		return 0;
	if (integer_scale(part, 10000, 10000 + group->rate.hundredths, &net->minor) || money_percent(*net, group->rate, &tax))
		return credit_too_much(making->core);
	*taken = net->minor + tax.minor;
	return 0;
}

/* Shares run on, so that they add up: what a rate could not meet is left to the next. */
int credit_take_amount(struct credit_making *making)
{
	struct money amount;
	struct core *core = making->core;
	int64_t whole = 0, sum = 0, before = 0;
	const struct invoice_tax *group = making->groups.items;
	for (size_t i = 0; i < making->groups.count; i++)
		whole += shares(making, &group[i]) ? worth(making, &group[i]) : 0;
	if (read_amount(making, money_make(whole, making->invoice.currency), &amount))
		return -1;
	for (size_t i = 0; i < making->groups.count; i++) {
		int64_t upto, taken;
		struct money net;
		if (!shares(making, &group[i]))
			continue;
		sum += worth(making, &group[i]);
		if (integer_scale(amount.minor, sum, whole, &upto))
			return credit_too_much(core);
		if (upto > before &&
		    (net_of(making, &group[i], upto - before, &net, &taken) ||
		     credit_add_amount(making, credit_word(making, "Preisnachlass", "Price reduction"), &group[i], net)))
			return -1;
		before += upto > before ? taken : 0;
	}
	return 0;
}

int credit_take_off_before(struct credit_making *making)
{
	const struct list lines = making->bill.invoice.lines;
	const struct invoice_line *line = lines.items;
	const struct invoice_tax *group = making->groups.items;
	const struct invoice_tax *amount = making->amounts.items;
	for (size_t i = 0; i < making->amounts.count; i++) {
		int64_t over = 0;
		for (size_t k = 0; k < lines.count; k++)
			over += same_group(&amount[i], line[k].tax_category, line[k].tax_rate) ? line[k].net.minor : 0;
		for (size_t k = 0; k < making->groups.count; k++)
			over -= same_group(&amount[i], group[k].category, group[k].rate) ? group[k].net.minor : 0;
		over = over > amount[i].net.minor ? amount[i].net.minor : over;
		if (over > 0 && credit_add_amount(making, credit_word(making, "Bereits berichtigt", "Credited before"), &amount[i],
						  money_make(-over, amount[i].net.currency)))
			return -1;
	}
	return 0;
}
