/* Invoices and payments as bookings, for the company's accounting. Each changes what customers owe by one signed amount; on the other side stand the
 * stored VAT groups of an invoice or of a cash discount, and the account that money came into. What does not add up is not booked. */
#ifndef ORDR_JOURNAL_H
#define ORDR_JOURNAL_H

#include "ordr/core.h"
#include "ordr/field.h"
#include "ordr/str.h"

/* A part of what it is for, by VAT category and rate; above zero: it is owed more for it. */
struct journal_group {
	const char *account, *tax_account; /* tax_account NULL: there is no tax */
	struct money net, tax;
};

/* The groups add up to receivable + money. */
struct journal_entry {
	struct date date;      /* of the invoice, or the payment's in the company's zone */
	const char *number;    /* of the invoice or credit note */
	const char *kind;      /* invoice, credit note, payment, refund, discount taken back */
	const char *customer;  /* code */
	const char *name;      /* NULL: not at hand */
	const char *receivables_account, *money_account;
	struct money receivable; /* so much more is owed */
	struct money money;      /* so much came in; 0 of an invoice */
	struct list groups;      /* struct journal_group */
};

/* Whose books they are, and of which days. */
struct journal {
	struct date from, to;
	struct instant made;
	const char *currency, *consultant, *client; /* the latter two for DATEV: numbers, or empty */
	struct list accounts;                       /* all that may be booked on: struct journal_account */
};

enum journal_side { JOURNAL_ASSETS, JOURNAL_INCOME, JOURNAL_LIABILITIES };

struct journal_account {
	const char *number;
	enum journal_side side;
};

/* Fills it from the settings accounts.*; from, to NONE: this year, up to today. ERR_USAGE. */
int journal_load(struct core *core, struct journal *journal);
/* Calls back for each invoice and credit note of those days, then for each payment; the arena is reset after each. ERR_REFUSED: there is no account for
 * a VAT category and rate. ERR_DAMAGED: the stored groups do not add up. */
int journal_each(struct core *core, const struct journal *journal, int (*each)(void *context, const struct journal_entry *entry), void *context);
/* The check of a setting accounts.*, as setting_check calls it. */
int journal_check_account(struct core *core, const char *value);
int journal_check_accounts(struct core *core, const char *value);
int journal_check_consultant(struct core *core, const char *value);
int journal_check_client(struct core *core, const char *value);

/* How they are written: the bytes of a file. */
struct journal_format {
	const char *name; /* hledger, beancount, datev */
	int (*check)(const struct journal *journal, struct err *err); /* may it be written so? NULL: always */
	/* Adds the rows that the entry takes: are they more than a file holds? NULL: it holds all. */
	int (*count)(const struct journal_entry *entry, int64_t *rows, struct err *err);
	void (*begin)(const struct journal *journal, struct str *str);
	void (*put)(const struct journal *journal, const struct journal_entry *entry, struct str *str);
};
extern const struct journal_format journal_formats[]; /* ends with a NULL name */
extern const char *const journal_format_names[];

#endif
