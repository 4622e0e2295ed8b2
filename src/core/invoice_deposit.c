/* Deposits: money asked for before anything is supplied. Its VAT is owed from then on (§13 (1) no. 1 a UStG), so a deposit is an invoice with the VAT of
 * what is ordered, and what follows takes net and VAT of it off again, each in its own group (§14 (5) UStG). */
#include <string.h>

#include "invoice_parts.h"
#include "order_parts.h"
#include "ordr/tax.h"

/* What a deposit, or the rest of one, still stands for. */
struct asked {
	const char *deposit, *tax_category;
	struct date issued;
	struct percent tax_rate;
	struct money open;
};

static const struct field asked_fields[] = {
	F(struct asked, deposit, TEXT, FIELD_REQUIRED, NULL),	F(struct asked, tax_category, TEXT, FIELD_REQUIRED, NULL),
	F(struct asked, issued, DATE, FIELD_REQUIRED, NULL),	F(struct asked, tax_rate, PERCENT, FIELD_REQUIRED, NULL),
	F(struct asked, open, MONEY, FIELD_REQUIRED, NULL),	FIELD_END,
};
static const struct schema asked_schema = { .name = "asked", .fields = asked_fields, .size = sizeof(struct asked) };

static int load_asked(struct core *core, struct order_id id, struct list *asked)
{
	return db_all(core->db, core->arena, &asked_schema, asked,
		      "SELECT i.number AS deposit, i.issued, l.tax_category, l.tax_rate, i.currency, l.net"
		      " + coalesce((SELECT sum(CASE t.type WHEN 'invoice' THEN b.net ELSE -b.net END) FROM invoice t JOIN invoice_line b"
		      " ON b.invoice_id = t.id WHERE t.order_id = i.order_id AND b.deposit = i.number AND b.tax_category = l.tax_category"
		      " AND b.tax_rate = l.tax_rate), 0) AS open FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id"
		      " WHERE i.order_id = $1 AND i.kind = 'deposit' AND i.type = 'invoice'"
		      " AND NOT EXISTS (SELECT 1 FROM invoice k WHERE k.corrects = i.number) ORDER BY i.id, l.line",
		      A(id.number));
}

static const char *name_of(struct core *core, const struct invoice *invoice, const char *number, struct date issued)
{
	int year, month, day;
	char text[DATE_SIZE];
	if (strcmp(invoice->language, "de"))
		return arena_printf(core->arena, "Deposit %s of %s", number, date_text(issued, text));
	date_parts(issued, &year, &month, &day);
	return arena_printf(core->arena, "Anzahlung %s vom %02d.%02d.%04d", number, day, month, year);
}

/* A line of one unit that costs `net`; below zero: one unit less. */
static int add_line(struct core *core, struct list *lines, int64_t number, const char *name, struct money net, const char *category,
		    struct percent rate)
{
	struct invoice_line *line = &((struct invoice_line *)lines->items)[lines->count++];
	*line = (struct invoice_line){ .line = number, .supplied_until = { NONE }, .order_line = NONE, .kind = "deposit", .name = name, .unit = "C62", .net = net,
				       .tax_category = category, .tax_rate = rate, .supplied = { NONE } };
	line->qty.thousandths = net.minor < 0 ? -1000 : 1000;
	line->discount = money_make(0, net.currency);
	if (price_of_money(money_make(net.minor < 0 ? -net.minor : net.minor, net.currency), &line->price))
		return err_set(core->err, ERR_INVALID, "the deposit is more than can be counted");
	return 0;
}

static bool untaxable(const char *category)
{
	return !strcmp(category, "O");
}

/* As far as it reaches: what is taken off is never more than what is billed. */
int bill_deduct(struct core *core, struct bill *bill)
{
	struct list asked;
	struct invoice *invoice = &bill->invoice;
	const struct invoice_line *billed = invoice->lines.items;
	int64_t left = 0, number = 0;
	if (load_asked(core, bill->id, &asked))
		return -1;
	if (!asked.count)
		return 0;
	struct invoice_line *lines = arena_array(core->arena, invoice->lines.count + asked.count, sizeof *lines);
	if (!lines)
		return err_memory(core->err);
	memcpy(lines, billed, invoice->lines.count * sizeof *lines);
	invoice->lines.items = lines;
	for (size_t i = 0; i < invoice->lines.count; i++) {
		if (__builtin_add_overflow(left, lines[i].net.minor, &left))
			return err_set(core->err, ERR_INVALID, "the net of the invoice is more than can be counted");
		number = lines[i].line > number ? lines[i].line : number;
	}
	const struct asked *from = asked.items;
	for (size_t i = 0; i < asked.count && left > 0; i++) {
		if (untaxable(from[i].tax_category) != untaxable(billed->tax_category))
			continue; /* what is not subject to VAT stands on an invoice of its own */
		int64_t off = from[i].open.minor < left ? from[i].open.minor : left;
		const char *name = name_of(core, invoice, from[i].deposit, from[i].issued);
		if (!name)
			return err_memory(core->err);
		if (off <= 0)
			continue;
		if (add_line(core, &invoice->lines, ++number, name, money_make(-off, invoice->currency), from[i].tax_category, from[i].tax_rate))
			return -1;
		lines[invoice->lines.count - 1].deposit = from[i].deposit;
		left -= off;
		if (bill->all)
			invoice->kind = "final";
	}
	return 0;
}

/* "30%" of what is left, or an amount of it. */
static int read_part(struct core *core, const char *text, struct money whole, struct money *part)
{
	char most[MONEY_SIZE];
	size_t length = strlen(text);
	struct percent percent;
	const char *number = arena_strndup(core->arena, text, length ? length - 1 : 0);
	if (!number)
		return err_memory(core->err);
	bool share = length && text[length - 1] == '%' && !percent_parse(number, &percent) && percent.hundredths > 0 && percent.hundredths <= 10000;
	if (share && !money_percent(whole, percent, part) && part->minor > 0)
		return 0;
	if (!share && !money_parse(text, whole.currency, part) && part->minor > 0 && part->minor <= whole.minor)
		return 0;
	err_set(core->err, ERR_INVALID, "\"%.40s\" cannot be asked for in advance", text);
	return err_hint(core->err, "a part such as 30%%, or a net amount up to the %s %s that are not billed", money_text(whole, most), whole.currency);
}

/* A deposit is asked on what is subject to VAT, where there is any of it: the rest stands on an invoice of its own. */
static void keep_taxable(struct list *taxes)
{
	struct invoice_tax *group = taxes->items;
	size_t count = 0;
	for (size_t i = 0; i < taxes->count; i++)
		if (!untaxable(group[i].category))
			group[count++] = group[i];
	if (count)
		taxes->count = count;
}

/* What is not billed yet of each group, as an invoice of no lines; less what deposits stand for already. */
static int load_groups(struct core *core, struct bill *bill, struct money *whole)
{
	struct list asked;
	struct invoice rest = bill->invoice;
	if (bill_rest(core, bill, &rest) || bill_sum(core, &rest) || load_asked(core, bill->id, &asked))
		return -1;
	keep_taxable(&rest.taxes);
	bill->invoice.taxes = rest.taxes;
	*whole = money_make(0, rest.currency);
	const struct invoice_tax *group = rest.taxes.items;
	for (size_t i = 0; i < rest.taxes.count; i++)
		whole->minor += group[i].net.minor;
	const struct asked *from = asked.items;
	for (size_t i = 0; i < asked.count; i++)
		if (rest.taxes.count && untaxable(from[i].tax_category) == untaxable(group->category))
			whole->minor -= from[i].open.minor;
	return 0;
}

/* Shares run on from group to group, so that they add up to the whole of it. */
int bill_deposit(struct core *core, struct bill *bill, const char *text)
{
	struct money whole, part;
	struct invoice *invoice = &bill->invoice;
	int64_t sum = 0, before = 0, net = 0;
	if (load_groups(core, bill, &whole) || read_part(core, text, whole, &part))
		return -1;
	const struct invoice_tax *group = invoice->taxes.items;
	struct invoice_line *lines = arena_array(core->arena, invoice->taxes.count + 1, sizeof *lines);
	char order[ID_SIZE];
	const char *name = arena_printf(core->arena, strcmp(invoice->language, "de") ? "Deposit on order %s" : "Anzahlung auf Auftrag %s",
					order_id_text(bill->id, order));
	if (!lines || !name)
		return err_memory(core->err);
	for (size_t i = 0; i < invoice->taxes.count; i++)
		net += group[i].net.minor;
	invoice->lines = (struct list){ lines, 0 };
	for (size_t i = 0; i < invoice->taxes.count; i++) {
		int64_t upto;
		sum += group[i].net.minor;
		if (integer_scale(part.minor, sum, net, &upto))
			return err_set(core->err, ERR_INVALID, "the deposit is more than can be counted");
		if (upto > before && add_line(core, &invoice->lines, (int64_t)invoice->lines.count + 1, name,
					      money_make(upto - before, invoice->currency), group[i].category, group[i].rate))
			return -1;
		before = upto;
	}
	invoice->kind = "deposit";
	invoice->supplied = invoice->supplied_until = (struct date){ NONE };
	return 0;
}
