/* What a bank's entry is, as it comes in and as it goes out. */
#include "ordr/bank.h"

#define REFERENCE_MAX 100000 /* code points: a collective payment names many invoices */

static const char *const direction_choices[] = { "S", "H", "DBIT", "CRDT", "Soll", "Haben", "D", "C", NULL };

static const struct field form_fields[] = {
	F(struct bank_entry, booked, DATE, FIELD_REQUIRED, "the day on which the bank booked it"),
	F(struct bank_entry, amount, MONEY, 0, "what came in; below zero: what went out"),
	F(struct bank_entry, credit, MONEY, 0, "what came in, where that is a column of its own"),
	F(struct bank_entry, debit, MONEY, 0, "what went out, where that is a column of its own"),
	F_CHOICE(struct bank_entry, direction, direction_choices, 0, "H, Haben, C, CRDT: the amount came in; S, Soll, D, DBIT: it went out"),
	F(struct bank_entry, currency, TEXT, 0, "of the amount, ISO 4217; the company's when not given"),
	F(struct bank_entry, payer, TEXT, 0, "who is on the other side"),
	F(struct bank_entry, iban, TEXT, 0, "their account"),
	F(struct bank_entry, account, TEXT, 0, "the company's own account"),
	{ .name = "reference",
	  .type = FIELD_TEXT,
	  .offset = offsetof(struct bank_entry, reference),
	  .help = "what they wrote: the remittance information",
	  .max = REFERENCE_MAX },
	F(struct bank_entry, end_to_end, TEXT, 0, "the payer's own reference (EndToEndId)"),
	F(struct bank_entry, entry, TEXT, 0, "the bank's reference of the entry (AcctSvcrRef)"),
	F(struct bank_entry, pending, BOOL, 0, "it is announced, not booked"),
	F(struct bank_entry, reversal, BOOL, 0, "the bank takes an earlier entry back"),
	FIELD_END,
};

/* What German banks call their columns; and what is called so by more than one field of theirs stands first. */
static const char *const headings[] = {
	"Buchungstag=booked",
	"Buchungsdatum=booked",
	"Buchung=booked",
	"Booking Date=booked",
	"Betrag=amount",
	"Betrag (€)=amount",
	"Betrag (EUR)=amount",
	"Betrag in EUR=amount",
	"Umsatz=amount",
	"Umsatz in EUR=amount",
	"Amount=amount",
	"Amount (EUR)=amount",
	"Haben=credit",
	"Soll=debit",
	"Soll/Haben=direction",
	"S/H=direction",
	"Währung=currency",
	"Waehrung=currency",
	"Currency=currency",
	"Beguenstigter/Zahlungspflichtiger=payer",
	"Begünstigter/Zahlungspflichtiger=payer",
	"Auftraggeber/Empfänger=payer",
	"Auftraggeber / Begünstigter=payer",
	"Begünstigter / Auftraggeber=payer",
	"Name Zahlungsbeteiligter=payer",
	"Zahlungspflichtige*r=payer",
	"Partner Name=payer",
	"Name=payer",
	"Kontonummer/IBAN=iban",
	"IBAN Zahlungsbeteiligter=iban",
	"Partner Iban=iban",
	"IBAN=iban",
	"Auftragskonto=account",
	"IBAN Auftragskonto=account",
	"Verwendungszweck=reference",
	"Payment Reference=reference",
	"Reference=reference",
	"Kundenreferenz (End-to-End)=end_to_end",
	"Kundenreferenz=end_to_end",
	"Bankreferenz=entry",
	NULL,
};

const struct schema bank_entry_form = { .name = "ordr.bank-entry-form/1",
					.title = "An entry of a bank statement, to be matched to invoices.",
					.fields = form_fields,
					.size = sizeof(struct bank_entry),
					.headings = headings };

static const char *const status_choices[] = { "paid", "known", "open", NULL };
static const char *const reason_choices[] = { "debit",   "reversal", "pending", "future",    "no_reference",
					      "settled", "currency", "amount",  "ambiguous", NULL };

static const struct field result_fields[] = {
	F(struct bank_result, booked, DATE, FIELD_REQUIRED | FIELD_SHOWN, "the day on which the bank booked it"),
	F(struct bank_result, amount, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "what came in; below zero: what went out"),
	F(struct bank_result, currency, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "of the amount, ISO 4217"),
	F(struct bank_result, payer, TEXT, FIELD_SHOWN | FIELD_LATE, "who is on the other side"),
	F(struct bank_result, iban, TEXT, 0, "their account"),
	F_CHOICE(struct bank_result, status, status_choices, FIELD_REQUIRED | FIELD_SHOWN,
		 "paid: taken as payment; known: that was done before; open: somebody must look at it"),
	F(struct bank_result, invoices, TEXTS, FIELD_SHOWN, "the invoices that it pays, or that it names"),
	F_CHOICE(struct bank_result, reason, reason_choices, 0, "why it is open"),
	F(struct bank_result, detail, TEXT, FIELD_SHOWN | FIELD_WIDE, "the reason in words"),
	F(struct bank_result, command, TEXT, 0, "what may settle it, as it is typed"),
	F(struct bank_result, reference, TEXT, 0, "what they wrote"),
	F(struct bank_result, end_to_end, TEXT, 0, "the payer's own reference"),
	F(struct bank_result, entry, TEXT, 0, "the bank's reference of the entry"),
	FIELD_END,
};

const struct schema bank_result_schema = { .name = "ordr.bank-entry/1",
					   .title = "What became of an entry of a bank statement.",
					   .fields = result_fields,
					   .size = sizeof(struct bank_result) };
