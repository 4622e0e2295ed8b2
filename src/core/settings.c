/* Settings are kept in the database, not in files of whoever runs the command: a script must not depend on that. This table is the one
 * source of their names, defaults and meaning. */
#include <stdio.h>
#include <string.h>

#include "ordr/event.h"
#include "ordr/master.h"
#include "ordr/near.h"
#include "ordr/past.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "settings_parts.h"

static const char *const shortages[] = { "backorder", "partial", "refuse", NULL };
static const char *const deliveries[] = { "partial", "complete", NULL };
static const char *const packings[] = { "required", "skipped", NULL };
static const char *const confirmations[] = { "manual", "auto", NULL };
static const char *const switches[] = { "off", "on", NULL };
static const char *const languages[] = { "", "de", "en", NULL };
static const char *const einvoices[] = { "auto", "always", "never", NULL };
static const char *const profiles[] = { "xrechnung", "en16931", "peppol", NULL };
static const char *const billings[] = { "order", "shipment", "delivery", NULL };

const struct setting setting_table[] = {
	{ "accounts.bank", "1200", NULL, "the account that payments come into, in bookings" },
	{ "accounts.cash", "1000", NULL, "the account that payments in cash come into, in bookings" },
	{ "accounts.datev_client", "", NULL, "the client's number (Mandant), in files for DATEV" },
	{ "accounts.datev_consultant", "", NULL, "the tax adviser's number (Berater), in files for DATEV" },
	{ "accounts.discount", "S19:8736 S7:8731 S:8730 AE:8730 K:8730 G:8730 E:8730 Z:8730 O:8730", NULL,
	  "accounts of cash discounts by VAT category and rate, in bookings" },
	{ "accounts.receivables", "1400", NULL, "the account of what customers owe, in bookings" },
	{ "accounts.revenue", "S19:8400 S7:8300 AE:8337 K:8125 G:8120 E:8200 Z:8200 O:8200", NULL,
	  "accounts of sales by VAT category and rate, in bookings" },
	{ "accounts.tax", "S19:1776 S7:1771", NULL, "accounts of VAT by category and rate, in bookings" },
	{ "calendar.holidays", "", NULL, "days without work, separated by blanks: 2026-12-25 2026-12-26" },
	{ "calendar.hours", "mon-fri 08:00-17:00", NULL, "the working hours that targets are counted in" },
	{ "calendar.time_zone", "UTC", NULL, "the company's time zone, an IANA name: Europe/Berlin" },
	{ "company.bic", "", NULL, "the BIC of the bank of company.iban" },
	{ "company.city", "", NULL, "the seller's city, on invoices" },
	{ "company.contact", "", NULL, "whom a customer asks about an invoice: a person or a department" },
	{ "company.country", "", NULL, "the seller's country, two letters: DE" },
	{ "company.creditor_id", "", NULL, "the SEPA creditor identifier, to debit accounts" },
	{ "company.currency", "EUR", NULL, "of prices and credit limits, ISO 4217; fixed once there are products or orders" },
	{ "company.electronic_address", "", NULL, "where e-invoices come from: SCHEME:ADDRESS, or an electronic mail address" },
	{ "company.email", "", NULL, "electronic mail of company.contact" },
	{ "company.iban", "", NULL, "the account that invoices are paid to" },
	{ "company.legal", "", NULL, "what the law wants on an invoice beside the rest: legal form, register court, directors" },
	{ "company.name", "", NULL, "the seller's name; without it no invoice is issued" },
	{ "company.phone", "", NULL, "telephone of company.contact" },
	{ "company.postcode", "", NULL, "the seller's postcode, on invoices" },
	{ "company.register_id", "", NULL, "the seller's number in the commercial register: HRB 123456" },
	{ "company.small_business", "off", switches, "on: a small business of §19 UStG, which charges no VAT" },
	{ "company.street", "", NULL, "the seller's street, on invoices" },
	{ "company.tax_number", "", NULL, "the seller's national tax number" },
	{ "company.vat_id", "", NULL, "the seller's VAT id" },
	{ "dun.base_rate", "", NULL, "the base rate of §247 BGB in percent, of each January and July; empty: no interest is asked for" },
	{ "dun.days", "7 21 35", NULL, "days after the due date of an invoice for the reminder of each level, separated by blanks" },
	{ "dun.fee", "0", NULL, "fee of each level's reminder, separated by blanks, the last for all further ones: 0 2.50 5.00" },
	{ "dun.lump_sum", "", NULL, "lump sum asked of a business once for each invoice (§288 (5) BGB: 40.00), in place of fees; empty: none" },
	{ "dun.points", "9", NULL, "percentage points of interest above dun.base_rate, of a business: one with a VAT id (§288 (2) BGB)" },
	{ "dun.points_consumer", "5", NULL, "percentage points of interest above dun.base_rate, of everybody else (§288 (1) BGB)" },
	{ "dun.term", "7", NULL, "days to pay that a reminder gives" },
	{ "expire.unconfirmed_days", "0", NULL, "days after which expire cancels an order that nobody confirmed; 0: never" },
	{ "expire.unpaid_days", "0", NULL, "days after confirming, after which expire cancels a prepaid order that is not paid; 0: never" },
	{ "invoice.credit_series", "", NULL, "the series of credit notes; empty: that of invoices" },
	{ "invoice.deposit_series", "", NULL, "the series of deposit invoices; empty: that of invoices" },
	{ "invoice.discount_days", "10", NULL, "days within which the cash discount may be taken" },
	{ "invoice.discount_percent", "0", NULL, "cash discount on what is paid within invoice.discount_days, in percent; 0: none" },
	{ "invoice.einvoice", "auto", einvoices, "to whom e-invoices are issued; auto: to customers with an electronic address" },
	{ "invoice.exempt_reason", "", NULL, "why there is no VAT, on invoices of VAT category E" },
	{ "invoice.language", "", languages, "of invoices to customers without a language of their own; empty: that of company.country" },
	{ "invoice.note", "", NULL, "a text on every invoice" },
	{ "invoice.payment_days", "14", NULL, "days to pay, for customers without a term of their own" },
	{ "invoice.profile", "xrechnung", profiles, "the rules that an e-invoice keeps" },
	{ "invoice.series", "RE", NULL, "the series of invoice numbers: RE for RE-{year}-{n:5}, or such a pattern" },
	{ "invoice.when", "manual", invoice_whens,
	  "auto: the step by which it may be invoiced (workflow.invoice_on) invoices it: confirm, ship or deliver; collect: invoice --collect does; of customers without a rule of their own" },
	{ "reasons",
	  "customer-request:customer duplicate:customer unpaid:customer expired:customer credit:customer price:internal "
	  "stock-out:supply supplier-late:supply damaged:internal lost:internal found:internal "
	  "counted:internal mistake:internal carrier-late:carrier carrier-damage:carrier other:internal",
	  NULL, "reason codes, each with whose fault it is: customer, supply, carrier or internal" },
	{ "shipping.lead_days", "10", NULL, "working days until short goods arrive, for products without lead_days" },
	{ "shipping.transit_days", "1", NULL, "working days from hand-over to the customer" },
	{ "tax.rate_changes", "", NULL, "VAT rates that change, DATE:BEFORE:AFTER separated by blanks: 2027-01-01:19:20" },
	{ "workflow.auto_confirm_below", "", NULL, "with workflow.confirm auto: only orders whose gross is below this amount; empty: all" },
	{ "workflow.confirm", "manual", confirmations, "auto: an order is confirmed as it is placed when every check of confirm passes" },
	{ "workflow.delivery", "partial", deliveries, "whether an order ships in parts, or only complete" },
	{ "workflow.four_eyes", "off", switches, "on: who placed or amended an order may not confirm it, and an amendment is confirmed anew" },
	{ "workflow.invoice_on", "shipment", billings, "what may be invoiced: all that is ordered, what shipped, what was delivered" },
	{ "workflow.pack", "required", packings, "skipped: ship packs by itself" },
	{ "workflow.shortage", "backorder", shortages, "when stock is short, confirm promises the rest, cancels it, or refuses" },
	{ NULL, NULL, NULL, NULL },
};

#define SETTINGS (sizeof setting_table / sizeof *setting_table - 1)

struct settings {
	const char *value[SETTINGS];
};

static const struct field setting_fields[] = {
	F(struct setting_record, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the setting"),
	F(struct setting_record, value, TEXT, FIELD_SHOWN | FIELD_WIDE, "its value now"),
	F(struct setting_record, standard, TEXT, 0, "its value until somebody sets another"),
	F(struct setting_record, help, TEXT, FIELD_SHOWN | FIELD_LATE | FIELD_WIDE, "what it does"),
	FIELD_END,
};

const struct schema setting_schema = { .name = "ordr.setting/1",
				       .title = "One of the company's settings.",
				       .fields = setting_fields,
				       .size = sizeof(struct setting_record) };

static const struct field form_fields[] = {
	F(struct setting_record, name, TEXT, FIELD_REQUIRED | FIELD_KEY, "the setting"),
	F(struct setting_record, value, TEXT, 0, "its value; empty restores the default"),
	FIELD_END,
};

const struct schema setting_form = { .name = "ordr.setting-form/1",
				     .title = "A setting to change.",
				     .fields = form_fields,
				     .size = sizeof(struct setting_record) };

static int setting_index(const char *name)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (!strcmp(setting_table[i].name, name))
			return (int)i;
	return -1;
}

/* What they were at the moment that a report looks back to: a calendar of now would count other hours than were worked then. */
static int look_back(struct core *core, struct settings *settings)
{
	for (size_t i = 0; core->past && i < SETTINGS; i++) {
		char subject[80];
		const char *value = settings->value[i];
		snprintf(subject, sizeof subject, "setting %s", setting_table[i].name);
		if (past_text(core, subject, "value", &value))
			return -1;
		settings->value[i] = value == settings->value[i] ? value : arena_strdup(core->keep, value ? value : "");
		if (!settings->value[i])
			return err_memory(core->err);
	}
	return 0;
}

static int settings_load(struct core *core)
{
	if (core->settings)
		return 0;
	struct settings *settings = arena_alloc(core->keep, sizeof *settings);
	if (!settings)
		return err_memory(core->err);
	for (size_t i = 0; i < SETTINGS; i++)
		settings->value[i] = setting_table[i].standard;
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT name, value FROM setting", DB_NONE))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		int index = setting_index(db_column_text(&rows, 0));
		if (index < 0)
			continue;
		settings->value[index] = arena_strdup(core->keep, db_column_text(&rows, 1));
		if (!settings->value[index]) {
			db_finish(&rows);
			return err_memory(core->err);
		}
	}
	if (found || look_back(core, settings))
		return -1;
	core->settings = settings;
	return 0;
}

const char *settings_text(struct core *core, const char *name)
{
	if (settings_load(core))
		return NULL;
	int index = setting_index(name);
	if (index >= 0)
		return core->settings->value[index];
	const char *names[SETTINGS + 1] = { NULL };
	for (size_t i = 0; i < SETTINGS; i++)
		names[i] = setting_table[i].name;
	const char *nearest = near_word(name, names);
	err_set(core->err, ERR_NOT_FOUND, "no setting %s", name);
	if (nearest)
		err_hint(core->err, "did you mean %s?", nearest);
	else
		err_hint(core->err, "ordr config list shows them all");
	return NULL;
}

int setting_load(struct core *core, const char *name, struct setting_record *record)
{
	const char *value = settings_text(core, name);
	if (!value)
		return -1;
	const struct setting *setting = &setting_table[setting_index(name)];
	*record = (struct setting_record){ setting->name, value, setting->standard, translate(setting->help) };
	return 0;
}

int64_t settings_number(struct core *core, const char *name)
{
	const char *text = settings_text(core, name);
	int64_t value;
	if (!text)
		return -1;
	if (decimal_parse(text, 0, &value) || value < 0)
		return err_set(core->err, ERR_DAMAGED, "the setting %s is not a whole number: %s", name, text);
	return value;
}

int settings_percent(struct core *core, const char *name, struct percent *percent)
{
	const char *text = settings_text(core, name);
	if (!text)
		return -1;
	return percent_parse(text, percent) ? err_set(core->err, ERR_DAMAGED, "the setting %s is not a percentage: %s", name, text) : 0;
}

const char *settings_currency(struct core *core)
{
	return settings_text(core, "company.currency");
}

int settings_set(struct core *core, const char *name, const char *value)
{
	const char *before = settings_text(core, name);
	if (!before)
		return -1;
	int index = setting_index(name);
	if (!*value)
		value = setting_table[index].standard;
	if (!str_is_utf8(value, strlen(value)))
		return err_set(core->err, ERR_INVALID, "the value of %s is not UTF-8", name);
	if (setting_check(core, &setting_table[index], &value)) {
		err_subject(core->err, "%s", name);
		return -1;
	}
	if (!strcmp(before, value))
		return 0;
	if (db_run(core->db, "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2", A(name),
		   A(value)))
		return -1;
	struct str what = { 0 };
	str_put(&what, "\"value\":{\"from\":");
	str_put_json(&what, before);
	str_put(&what, ",\"to\":");
	str_put_json(&what, value);
	str_put(&what, "}");
	core->settings = NULL;
	core->calendar = NULL;
	return event_subject(core, &what, "setting %s", name);
}

int settings_each(struct core *core, int (*each)(void *context, const struct setting_record *record), void *context)
{
	if (settings_load(core))
		return -1;
	for (size_t i = 0; i < SETTINGS; i++) {
		const struct setting *setting = &setting_table[i];
		struct setting_record record = { setting->name, core->settings->value[i], setting->standard, translate(setting->help) };
		if (each(context, &record))
			return -1;
	}
	return 0;
}
