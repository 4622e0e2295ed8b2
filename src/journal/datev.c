/* A Buchungsstapel as DATEV imports it: DATEV-Format, EXTF 700, category 21, version 13; Windows-1252, lines that end with CR LF. One row for each
 * VAT group, gross: the accounts are those that take the tax out by themselves (Automatikkonten), so no key of it is given. */
#include "parts.h"

#include <string.h>

#include "ordr/windows.h"

#define NUMBER_MAX 36 /* Belegfeld 1 */
#define TEXT_MAX   60 /* Buchungstext, characters */

int journal_check_datev(const struct journal *journal, struct err *err)
{
	int year, last, month, day;
	date_parts(journal->from, &year, &month, &day);
	date_parts(journal->to, &last, &month, &day);
	if (!*journal->consultant || !*journal->client) {
		err_set(err, ERR_REFUSED, "DATEV wants to know the consultant's and the client's number");
		return err_hint(err, "ordr config set accounts.datev_consultant 1001, and accounts.datev_client 1; the tax adviser knows them");
	}
	if (strcmp(journal->currency, "EUR") != 0)
		return err_set(err, ERR_REFUSED, "DATEV keeps its books in EUR, and the company in %s", journal->currency);
	if (year == last)
		return 0;
	err_set(err, ERR_REFUSED, "a file for DATEV is of one business year");
	return err_hint(err, "export %d and %d each for itself", year, last);
}

/* 20261126 */
static void put_day(struct str *str, struct date date)
{
	int year, month, day;
	date_parts(date, &year, &month, &day);
	str_printf(str, "%04d%02d%02d", year, month, day);
}

void journal_begin_datev(const struct journal *journal, struct str *str)
{
	int minute, year, month, day;
	struct date made = instant_date(journal->made, &minute);
	const struct journal_account *account = journal->accounts.items;
	date_parts(journal->from, &year, &month, &day);
	str_put(str, "\"EXTF\";700;21;\"Buchungsstapel\";13;");
	put_day(str, made);
	str_printf(str, "%02d%02d00000;;\"RE\";\"\";\"\";%s;%s;", minute / 60, minute % 60, journal->consultant, journal->client);
	put_day(str, date_make(year, 1, 1));
	str_printf(str, ";%zu;", strlen(account->number));
	put_day(str, journal->from);
	str_put_char(str, ';');
	put_day(str, journal->to);
	str_put(str, ";\"ordr\";\"\";1;0;0;\"EUR\";;\"\";;;\"\";;;\"\";\"\"\r\n");
	windows_put(str,
		    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;WKZ Basis-Umsatz;Konto;"
		    "Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld 2;Skonto;Buchungstext\r\n",
		    SIZE_MAX);
}

/* Letters, digits and what else may stand in a document's number there. */
static void put_number(struct str *str, const char *number)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789$&%*+-/";
	for (size_t i = 0; number[i] && i < NUMBER_MAX; i++)
		str_put_char(str, strchr(allowed, number[i]) ? number[i] : '-');
}

static void put_text(struct str *str, const struct journal_entry *entry)
{
	struct str text = { 0 };
	for (const char *at = entry->name ? entry->name : entry->customer; *at; at++)
		str_put_char(&text, *at == '"' || (unsigned char)*at < ' ' ? ' ' : *at);
	windows_put(str, text.failed ? "" : text.text, TEXT_MAX);
	str->failed |= text.failed;
	str_release(&text);
}

/* Soll: the account is debited by the amount, its counterpart credited. */
static void put_row(const struct journal_entry *entry, int64_t minor, const char *account, const char *against, struct str *str)
{
	char text[MONEY_SIZE];
	int year, month, day;
	if (!minor)
		return;
	money_text(money_make(minor < 0 ? -minor : minor, entry->receivable.currency), text);
	for (char *point = strchr(text, '.'); point; point = NULL)
		*point = ',';
	date_parts(entry->date, &year, &month, &day);
	str_printf(str, "%s;\"%c\";\"EUR\";;;\"\";%s;%s;\"\";%02d%02d;\"", text, minor < 0 ? 'H' : 'S', account, against, day, month);
	put_number(str, entry->number);
	str_put(str, "\";\"\";;\"");
	put_text(str, entry);
	str_put(str, "\"\r\n");
}

void journal_put_datev(const struct journal *journal, const struct journal_entry *entry, struct str *str)
{
	const struct journal_group *group = entry->groups.items;
	(void)journal;
	if (entry->money.minor)
		put_row(entry, entry->money.minor, entry->money_account, entry->receivables_account, str);
	for (size_t i = 0; i < entry->groups.count; i++)
		put_row(entry, group[i].net.minor + group[i].tax.minor, entry->receivables_account, group[i].account, str);
}
