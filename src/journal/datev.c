/* A Buchungsstapel as DATEV imports it: DATEV-Format, EXTF 700, category 21, version 13 (developer.datev.de, DATEV-Format); Windows-1252, lines that
 * end with CR LF. One row for each VAT group, gross: the accounts are those that take the tax out by themselves (Automatikkonten), so no key of it is
 * given. All 125 fields are there, since a row without Festschreibung is frozen by DATEV for good. */
#include "parts.h"

#include <string.h>

#include "ordr/windows.h"

#define NUMBER_MAX 36 /* Belegfeld 1 */
#define TEXT_MAX   60 /* Buchungstext, characters */
#define ROWS_MAX   99999
#define AMOUNT_MAX 1000000000000 /* in cents: ten digits before the comma */

/* The fields of a row: those that put_row fills, and the others, in which nothing stands, "" in those of text (behind a quote here), and 0 (behind a 0)
 * where nothing would be taken for yes. */
#define NOTE(number)  "\"Beleginfo - Art " number ";\"Beleginfo - Inhalt " number ";"
#define EXTRA(number) "\"Zusatzinformation - Art " number ";\"Zusatzinformation- Inhalt " number ";"
static const char filled_fields[] = "Umsatz (ohne Soll/Haben-Kz);\"Soll/Haben-Kennzeichen;\"WKZ Umsatz;Kurs;Basis-Umsatz;\"WKZ Basis-Umsatz;Konto;"
			     "Gegenkonto (ohne BU-Schlüssel);\"BU-Schlüssel;Belegdatum;\"Belegfeld 1;\"Belegfeld 2;Skonto;\"Buchungstext;";
static const char other_fields[] =
	"Postensperre;\"Diverse Adressnummer;Geschäftspartnerbank;Sachverhalt;Zinssperre;\"Beleglink;" NOTE("1") NOTE("2") NOTE("3") NOTE("4") NOTE("5")
		NOTE("6") NOTE("7") NOTE("8") "\"KOST1 - Kostenstelle;\"KOST2 - Kostenstelle;Kost-Menge;\"EU-Land u. UStID (Bestimmung);"
	"EU-Steuersatz (Bestimmung);\"Abw. Versteuerungsart;Sachverhalt L+L;Funktionsergänzung L+L;BU 49 Hauptfunktionstyp;"
	"BU 49 Hauptfunktionsnummer;BU 49 Funktionsergänzung;" EXTRA("1") EXTRA("2") EXTRA("3") EXTRA("4") EXTRA("5") EXTRA("6") EXTRA("7") EXTRA("8")
		EXTRA("9") EXTRA("10") EXTRA("11") EXTRA("12") EXTRA("13") EXTRA("14") EXTRA("15") EXTRA("16") EXTRA("17") EXTRA("18") EXTRA("19")
			EXTRA("20") "Stück;Gewicht;Zahlweise;\"Forderungsart;Veranlagungsjahr;Zugeordnete Fälligkeit;Skontotyp;\"Auftragsnummer;"
	"\"Buchungstyp;USt-Schlüssel (Anzahlungen);\"EU-Land (Anzahlungen);Sachverhalt L+L (Anzahlungen);EU-Steuersatz (Anzahlungen);"
	"Erlöskonto (Anzahlungen);\"Herkunft-Kz;\"Buchungs GUID;KOST-Datum;\"SEPA-Mandatsreferenz;Skontosperre;\"Gesellschaftername;"
	"Beteiligtennummer;\"Identifikationsnummer;\"Zeichnernummer;Postensperre bis;\"Bezeichnung SoBil-Sachverhalt;Kennzeichen SoBil-Buchung;"
	"0Festschreibung;Leistungsdatum;Datum Zuord. Steuerperiode;Fälligkeit;\"Generalumkehr (GU);Steuersatz;\"Land;\"Abrechnungsreferenz;"
	"BVV-Position;\"EU-Land u. UStID (Ursprung);EU-Steuersatz (Ursprung);Abw. Skontokonto";

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
	const struct journal_account *account = journal->accounts.items;
	for (size_t i = 1; i < journal->accounts.count; i++)
		if (strlen(account[i].number) != strlen(account->number)) {
			err_set(err, ERR_REFUSED, "DATEV wants accounts of one length, and %s and %s are of two", account->number, account[i].number);
			return err_hint(err, "ordr config list shows the settings accounts.*");
		}
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

int journal_count_datev(const struct journal_entry *entry, int64_t *rows, struct err *err)
{
	const struct journal_group *group = entry->groups.items;
	int64_t most = entry->money.minor < 0 ? -entry->money.minor : entry->money.minor;
	*rows += entry->money.minor != 0;
	for (size_t i = 0; i < entry->groups.count; i++) {
		int64_t gross = group[i].net.minor + group[i].tax.minor;
		*rows += gross != 0;
		gross = gross < 0 ? -gross : gross;
		most = gross > most ? gross : most;
	}
	if (most >= AMOUNT_MAX) {
		err_set(err, ERR_REFUSED, "DATEV takes amounts below 10000000000.00, and %s has a larger one", entry->number);
		return err_hint(err, "ordr export --journal hledger and beancount take it");
	}
	if (*rows <= ROWS_MAX)
		return 0;
	err_set(err, ERR_REFUSED, "a file for DATEV has %d rows at most, and these are more", ROWS_MAX);
	return err_hint(err, "export a part of the days each: --from, --to");
}

/* What the fields are called, or what stands in them when they are empty. */
static void put_fields(struct str *str, const char *fields, bool names)
{
	struct str name = { 0 };
	for (const char *at = fields; *at;) {
		const size_t mark = *at == '"' || *at == '0';
		const size_t length = strcspn(at, ";");
		str_clear(&name);
		str_put_bytes(&name, at + mark, length - mark);
		if (names)
			windows_put(str, name.failed ? "" : name.text, SIZE_MAX);
		else
			str_put(str, *at == '"' ? "\"\"" : *at == '0' ? "0" : "");
		at += length;
		str_put(str, *at ? ";" : "");
		at += *at == ';';
	}
	str->failed |= name.failed;
	str_release(&name);
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
	put_fields(str, filled_fields, true);
	put_fields(str, other_fields, true);
	str_put(str, "\r\n");
}

/* Letters, digits and what else may stand in a document's number there. */
static void put_number(struct str *str, const char *number)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789$&%*+-/";
	for (size_t i = 0; i < NUMBER_MAX && number[i]; i++)
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
	str_put(str, "\";");
	put_fields(str, other_fields, false);
	str_put(str, "\r\n");
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
