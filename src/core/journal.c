/* The bookings of invoices and payments. They are made of what is stored and shown elsewhere, so that the accounts come to the same sums as the
 * reports. */
#include <stdio.h>
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/invoice.h"
#include "ordr/journal.h"
#include "ordr/payment.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

/* --- accounts ----------------------------------------------------------------------------------------------------------------- */

/* "S19:8400 K:8125": what stands behind the key, in the arena. NULL without one; core->err then says when memory is exhausted. */
static const char *find_account(struct core *core, const char *accounts, const char *key)
{
	size_t length = strlen(key);
	for (const char *at = accounts; *at; at += strspn(at, " ")) {
		size_t whole = strcspn(at, " ");
		if (whole > length + 1 && at[length] == ':' && !strncmp(at, key, length)) {
			const char *found = arena_strndup(core->arena, at + length + 1, whole - length - 1);
			if (!found)
				err_memory(core->err);
			return found;
		}
		at += whole;
	}
	return NULL;
}

/* The account of a category at a rate, else of the category. */
static int account_of(struct core *core, const char *setting, const char *category, struct percent rate, const char **account)
{
	char key[MONEY_SIZE + 8], text[MONEY_SIZE];
	const char *accounts = settings_text(core, setting);
	if (!accounts)
		return -1;
	snprintf(key, sizeof key, "%.4s%s", category, percent_text(rate, text));
	*account = find_account(core, accounts, key);
	if (!*account && !core->err->code)
		*account = find_account(core, accounts, category);
	if (*account || core->err->code)
		return *account ? 0 : -1;
	err_set(core->err, ERR_REFUSED, "%s has no account for VAT category %s at %s %%", setting, category, text);
	return err_hint(core->err, "ordr config set %s \"%s %s:…\"", setting, accounts, key);
}

static int plain_account(struct core *core, const char *setting, const char **account)
{
	*account = settings_text(core, setting);
	return *account ? 0 : -1;
}

static int wrong(struct core *core, const char *value, const char *hint)
{
	err_set(core->err, ERR_INVALID, "\"%.60s\" is no account", value);
	return err_hint(core->err, "%s", translate(hint));
}

static bool is_account(const char *text, size_t length)
{
	return length >= 4 && length <= 8 && strspn(text, "0123456789") >= length;
}

int journal_check_account(struct core *core, const char *value)
{
	return is_account(value, strlen(value)) && strlen(value) <= 8 ? 0 : wrong(core, value, TO_TRANSLATE("4 to 8 digits, such as 1400"));
}

int journal_check_accounts(struct core *core, const char *value)
{
	for (const char *at = value; *at; at += strspn(at, " ")) {
		size_t whole = strcspn(at, " ");
		const char *colon = memchr(at, ':', whole);
		size_t key = colon ? (size_t)(colon - at) : 0;
		bool category = key && strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") > 0 && strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.") == key;
		if (!category || key > 8 || !is_account(colon + 1, whole - key - 1))
			return wrong(core, value,
				     TO_TRANSLATE("VAT category, rate if it matters, and account, separated by blanks: S19:8400 S7:8300 K:8125"));
		at += whole;
	}
	return 0;
}

static int check_number(struct core *core, const char *value, int64_t least, int64_t most)
{
	int64_t number;
	if (!*value || (strspn(value, "0123456789") == strlen(value) && !decimal_parse(value, 0, &number) && number >= least && number <= most))
		return 0;
	err_set(core->err, ERR_INVALID, "\"%.60s\" is no number that DATEV gives", value);
	return err_hint(core->err, "%lld to %lld; the tax adviser knows it", (long long)least, (long long)most);
}

int journal_check_consultant(struct core *core, const char *value)
{
	return check_number(core, value, 1001, 9999999);
}

int journal_check_client(struct core *core, const char *value)
{
	return check_number(core, value, 1, 99999);
}

/* --- whose and when ----------------------------------------------------------------------------------------------------------- */

static int add_account(struct core *core, struct journal *journal, const char *number, enum journal_side side)
{
	struct journal_account *all = journal->accounts.items;
	for (size_t i = 0; i < journal->accounts.count; i++)
		if (!strcmp(all[i].number, number))
			return 0;
	struct journal_account *more = arena_array(core->keep, journal->accounts.count + 1, sizeof *more);
	if (!more || !number)
		return err_memory(core->err);
	if (journal->accounts.count)
		memcpy(more, all, journal->accounts.count * sizeof *more);
	more[journal->accounts.count] = (struct journal_account) { number, side };
	journal->accounts = (struct list) { .items = more, .count = journal->accounts.count + 1 };
	return 0;
}

/* Every account in "S19:8400 …", or the one that it is. */
static int add_accounts(struct core *core, struct journal *journal, const char *setting, enum journal_side side)
{
	const char *text = settings_text(core, setting);
	if (!text)
		return -1;
	for (const char *at = text; *at; at += strspn(at, " ")) {
		size_t whole = strcspn(at, " ");
		const char *colon = memchr(at, ':', whole);
		const char *from = colon ? colon + 1 : at;
		const char *number = arena_strndup(core->keep, from, (size_t)(at + whole - from));
		if (!number)
			return err_memory(core->err);
		if (add_account(core, journal, number, side))
			return -1;
		at += whole;
	}
	return 0;
}

int journal_load(struct core *core, struct journal *journal)
{
	static const struct {
		const char *setting;
		enum journal_side side;
	} all[] = { { "accounts.receivables", JOURNAL_ASSETS }, { "accounts.bank", JOURNAL_ASSETS },     { "accounts.cash", JOURNAL_ASSETS },
		    { "accounts.revenue", JOURNAL_INCOME },     { "accounts.discount", JOURNAL_INCOME }, { "accounts.tax", JOURNAL_LIABILITIES } };
	struct date today;
	int year, month, day;
	if (calendar_zone(core) || calendar_today(core, &today))
		return -1;
	date_parts(journal->to.days == NONE ? today : journal->to, &year, &month, &day);
	if (journal->from.days == NONE)
		journal->from = date_make(year, 1, 1);
	if (journal->to.days == NONE)
		journal->to = today;
	if (journal->from.days > journal->to.days)
		return err_set(core->err, ERR_USAGE, "the first day is behind the last");
	journal->made = core->now;
	journal->currency = settings_currency(core);
	journal->consultant = settings_text(core, "accounts.datev_consultant");
	journal->client = settings_text(core, "accounts.datev_client");
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (add_accounts(core, journal, all[i].setting, all[i].side))
			return -1;
	return journal->currency && journal->consultant && journal->client ? 0 : -1;
}

/* --- bookings ----------------------------------------------------------------------------------------------------------------- */

struct walk {
	struct core *core;
	int (*each)(void *context, const struct journal_entry *entry);
	void *context;
};

static int add_group(struct core *core, struct journal_entry *entry, const char *setting, const char *category, struct percent rate, struct money net,
		     struct money tax)
{
	struct journal_group *group = (struct journal_group *)entry->groups.items + entry->groups.count;
	if (!net.minor && !tax.minor)
		return 0;
	*group = (struct journal_group) { .net = net, .tax = tax };
	if (account_of(core, setting, category, rate, &group->account) ||
	    (tax.minor && account_of(core, "accounts.tax", category, rate, &group->tax_account)))
		return -1;
	entry->groups.count++;
	return 0;
}

static int finish(const struct walk *walk, struct journal_entry *entry)
{
	const struct journal_group *group = entry->groups.items;
	int64_t left = entry->receivable.minor + entry->money.minor;
	for (size_t i = 0; i < entry->groups.count; i++)
		left -= group[i].net.minor + group[i].tax.minor;
	if (!left)
		return walk->each(walk->context, entry);
	err_set(walk->core->err, ERR_DAMAGED, "its VAT groups do not add up to it");
	err_hint(walk->core->err, "ordr doctor says what else is wrong");
	return err_subject(walk->core->err, "%s", entry->number);
}

static int book_invoice(void *context, const struct invoice *invoice)
{
	const struct walk *walk = context;
	struct core *core = walk->core;
	bool credit = strcmp(invoice->type, "invoice") != 0;
	int64_t sign = credit ? -1 : 1;
	const struct invoice_tax *tax = invoice->taxes.items;
	struct journal_entry entry = { .date = invoice->issued,
				       .number = invoice->id,
				       .kind = credit ? "credit note" : "invoice",
				       .customer = invoice->customer,
				       .name = invoice->buyer.name,
				       .receivable = money_make(sign * invoice->gross.minor, invoice->currency),
				       .money = money_make(0, invoice->currency) };
	entry.groups.items = arena_array(core->arena, invoice->taxes.count + 1, sizeof(struct journal_group));
	if (!entry.groups.items)
		return err_memory(core->err);
	if (plain_account(core, "accounts.receivables", &entry.receivables_account))
		return -1;
	for (size_t i = 0; i < invoice->taxes.count; i++)
		if (add_group(core, &entry, "accounts.revenue", tax[i].category, tax[i].rate, money_make(sign * tax[i].net.minor, invoice->currency),
			      money_make(sign * tax[i].tax.minor, invoice->currency)))
			return err_subject(core->err, "%s", invoice->id);
	return finish(walk, &entry);
}

static int book_payment(void *context, const struct payment *payment)
{
	const struct walk *walk = context;
	struct core *core = walk->core;
	int minute;
	bool cash = payment->method && !strcmp(payment->method, "cash");
	const struct payment_tax *tax = payment->cash_discount_taxes.items;
	struct journal_entry entry = { .date = instant_date(payment->at, &minute),
				       .number = payment->invoice,
				       .kind = payment->amount.minor > 0   ? "payment"
					       : payment->amount.minor < 0 ? "refund"
									   : "discount taken back",
				       .customer = payment->customer,
				       .receivable = money_make(-payment->amount.minor - payment->cash_discount.minor, payment->currency),
				       .money = payment->amount };
	entry.groups.items = arena_array(core->arena, payment->cash_discount_taxes.count + 1, sizeof(struct journal_group));
	if (!entry.groups.items)
		return err_memory(core->err);
	if (plain_account(core, "accounts.receivables", &entry.receivables_account) ||
	    plain_account(core, cash ? "accounts.cash" : "accounts.bank", &entry.money_account))
		return -1;
	for (size_t i = 0; i < payment->cash_discount_taxes.count; i++)
		if (add_group(core, &entry, "accounts.discount", tax[i].category, tax[i].rate, money_make(-tax[i].net.minor, payment->currency),
			      money_make(-tax[i].tax.minor, payment->currency)))
			return err_subject(core->err, "%s", payment->invoice);
	return finish(walk, &entry);
}

int journal_each(struct core *core, const struct journal *journal, int (*each)(void *context, const struct journal_entry *entry), void *context)
{
	struct walk walk = { core, each, context };
	struct invoice_filter invoices;
	struct payment_filter payments;
	invoice_filter_init(&invoices);
	payment_filter_init(&payments);
	invoices.from = payments.from = journal->from;
	invoices.to = payments.to = journal->to;
	return invoice_each(core, &invoices, true, book_invoice, &walk) || payment_each(core, &payments, book_payment, &walk) ? -1 : 0;
}
