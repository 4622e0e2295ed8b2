/* What came into the company's bank account, matched to the invoices that it pays. An entry pays an invoice when it names it by its whole number and
 * is exactly what is open of it, or what is open less the cash discount that it still offers on that day. Nothing is guessed: all else is told, with
 * why, for somebody to look at. */
#ifndef ORDR_BANK_H
#define ORDR_BANK_H

#include "ordr/core.h"
#include "ordr/field.h"
#include "ordr/id_table.h"

/* One entry as the bank has it: ordr.bank-entry-form/1. Terms of ISO 20022: camt.053. */
struct bank_entry {
	struct date booked;
	struct money amount;        /* below zero: it went out */
	struct money credit, debit; /* … or in columns of their own, whatever their sign */
	const char *direction;      /* … or a word beside the amount */
	const char *currency;       /* NULL: the company's; it may be none that is known, and then nothing is paid */
	const char *payer;          /* who is on the other side */
	const char *iban;           /* theirs */
	const char *account;        /* ours */
	const char *reference;      /* what they wrote: all of it, structured or not */
	const char *end_to_end;     /* EndToEndId */
	const char *entry;          /* the bank's own reference: AcctSvcrRef */
	bool pending;               /* announced, not booked */
	bool reversal;              /* an earlier debit, taken back */
};
extern const struct schema bank_entry_form;

/* ordr.bank-entry/1: what became of it. */
struct bank_result {
	struct date booked;
	struct money amount;
	const char *currency, *payer, *iban, *reference, *end_to_end, *entry;
	const char *status; /* paid: it was taken as payment; known: it was before; open: somebody must look */
	const char *reason; /* why it is open */
	const char *detail; /* … in words */
	struct list invoices; /* texts: those that it paid, or that it names */
	const char *command;  /* open: what may settle it, as it is typed */
};
extern const struct schema bank_result_schema;

/* A statement that is being taken. */
struct bank {
	struct core *core;
	struct list series; /* the series that invoices were numbered in: struct series (invoice_parts.h) */
	struct id_table seen; /* how often an entry stood in the statement so far */
	size_t paid, known, open;
};

int bank_begin(struct bank *bank, struct core *core);
/* Takes one; result in core->arena. What is no payment, or of no invoice, is no error. ERR_INVALID: it has no amount, or more than one. */
int bank_take(struct bank *bank, const struct bank_entry *entry, struct bank_result *result);
/* The invoices whose numbers stand in the text: const char *, each once, in the order in which they stand; of a credit note the invoice that it
 * corrects. A number is found however its parts are set apart (RE 2026/00001), and when a line ends within it. */
int bank_names(struct bank *bank, const char *text, struct list *numbers);

#endif
