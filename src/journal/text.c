/* Plain text accounting: hledger and Beancount. Both have each booking as a few lines that come to zero. */
#include "parts.h"

#include <string.h>

static const char *const roots[] = { [JOURNAL_ASSETS] = "Assets", [JOURNAL_INCOME] = "Income", [JOURNAL_LIABILITIES] = "Liabilities" };

/* One line of a booking; nothing of an amount of 0. */
static void put_posting(struct str *str, enum journal_side side, const char *account, int64_t minor, const char *currency)
{
	char text[MONEY_SIZE];
	if (minor)
		str_printf(str, "  %s:%s  %s %s\n", roots[side], account, money_text(money_make(minor, currency), text), currency);
}

static void put_postings(const struct journal_entry *entry, struct str *str)
{
	const char *currency = entry->receivable.currency;
	const struct journal_group *group = entry->groups.items;
	put_posting(str, JOURNAL_ASSETS, entry->receivables_account, entry->receivable.minor, currency);
	put_posting(str, JOURNAL_ASSETS, entry->money_account, entry->money.minor, currency);
	for (size_t i = 0; i < entry->groups.count; i++) {
		put_posting(str, JOURNAL_INCOME, group[i].account, -group[i].net.minor, currency);
		put_posting(str, JOURNAL_LIABILITIES, group[i].tax_account, -group[i].tax.minor, currency);
	}
	str_put_char(str, '\n');
}

/* Without what ends a text there. */
static void put_text(struct str *str, const char *text, const char *without)
{
	for (; *text; text++)
		str_put_char(str, strchr(without, *text) || (unsigned char)*text < ' ' ? ' ' : *text);
}

static const char *payee(const struct journal_entry *entry)
{
	return entry->name ? entry->name : entry->customer;
}

void journal_begin_hledger(const struct journal *journal, struct str *str)
{
	char text[MONEY_SIZE];
	const struct journal_account *account = journal->accounts.items;
	/* How many decimals it has; the mark of them must stand there in any case. */
	money_text(money_make(100000, journal->currency), text);
	str_printf(str, "commodity %s%s %s\n", text, strchr(text, '.') ? "" : ".", journal->currency);
	for (size_t i = 0; i < journal->accounts.count; i++)
		str_printf(str, "account %s:%s\n", roots[account[i].side], account[i].number);
	str_put_char(str, '\n');
}

void journal_put_hledger(const struct journal *journal, const struct journal_entry *entry, struct str *str)
{
	char date[DATE_SIZE];
	(void)journal;
	str_printf(str, "%s (", date_text(entry->date, date));
	put_text(str, entry->number, "()");
	str_put(str, ") ");
	put_text(str, payee(entry), "|;");
	str_printf(str, " | %s\n  ; customer:%s\n", entry->kind, entry->customer);
	put_postings(entry, str);
}

void journal_begin_beancount(const struct journal *journal, struct str *str)
{
	char date[DATE_SIZE];
	const struct journal_account *account = journal->accounts.items;
	str_printf(str, "option \"operating_currency\" \"%s\"\n\n", journal->currency);
	for (size_t i = 0; i < journal->accounts.count; i++)
		str_printf(str, "%s open %s:%s %s\n", date_text(journal->from, date), roots[account[i].side], account[i].number, journal->currency);
	str_put_char(str, '\n');
}

void journal_put_beancount(const struct journal *journal, const struct journal_entry *entry, struct str *str)
{
	char date[DATE_SIZE];
	(void)journal;
	str_printf(str, "%s * \"", date_text(entry->date, date));
	put_text(str, payee(entry), "\"\\");
	str_printf(str, "\" \"%s\" ^%s\n  customer: \"", entry->kind, entry->number);
	put_text(str, entry->customer, "\"\\");
	str_put(str, "\"\n");
	put_postings(entry, str);
}
