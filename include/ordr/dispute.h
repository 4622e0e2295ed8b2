/* Disputes: a customer contests an invoice, or a line of it. While one is open the invoice is `disputed`, and nobody is reminded of it. Each has its
 * reason, with that whose fault it was, and the amount that is contested: what was to be paid, VAT included. */
#ifndef ORDR_DISPUTE_H
#define ORDR_DISPUTE_H

#include "ordr/core.h"
#include "ordr/field.h"

/* ordr.dispute/1: traced to the order of its invoice, how that came in, and who took and who confirmed it. */
struct dispute {
	struct dispute_id id;
	const char *invoice;
	struct order_id order;
	const char *customer;
	int64_t line;       /* of the invoice; NONE: the invoice as a whole */
	int64_t order_line; /* the order's line that it bills; NONE */
	const char *sku;
	const char *reason, *fault;
	struct money amount; /* in the invoice's currency, VAT included */
	const char *currency, *state;
	struct instant opened_at;
	const char *opened_by, *note;
	const char *channel, *placed_by, *confirmed_by; /* of the order */
	struct instant resolved_at;
	const char *resolved_by, *outcome, *credit_note, *resolution;
};
extern const struct schema dispute_schema;
extern const char *const dispute_states[], *const dispute_reasons[], *const dispute_outcomes[]; /* each ends with NULL */

struct dispute_claim {
	const char *invoice;
	int64_t line;       /* of the invoice; NONE: as a whole */
	const char *reason; /* of dispute_reasons */
	const char *fault;  /* of fault_choices; NULL: what the reason says */
	const char *amount; /* text in the invoice's currency; NULL: what the line costs, or all that is open (paid already: all that is not credited) */
	const char *note;
};

/* ERR_NOT_FOUND; ERR_CONFLICT of a credit note or of what is credited whole, `already` when the same is disputed: *id is that dispute then;
 * ERR_INVALID; ERR_REFUSED beyond what the invoice is, less what was credited. */
int dispute_open(struct core *core, const struct dispute_claim *claim, struct dispute_id *id);

struct dispute_end {
	const char *outcome;     /* of dispute_outcomes */
	const char *credit_note; /* credit: its number; NULL: the newest of the invoice since the dispute was opened that settles no other */
	const char *reason;      /* credit: a credit note of the amount is written now, for this reason code; NULL: one is written already */
	const char *note;
};
/* ERR_CONFLICT `already`; ERR_USAGE when a credit note is named or asked for with another outcome; ERR_REFUSED: credit without a credit note of the invoice,
 * paid while all of the amount is open; ERR_NOT_FOUND; else as invoice_credit_part. */
int dispute_resolve(struct core *core, struct dispute_id id, const struct dispute_end *end);

int dispute_load(struct core *core, struct dispute_id id, struct dispute *dispute);

struct dispute_filter {
	const char *state, *customer, *invoice, *reason, *fault, *channel, *confirmed_by;
	struct order_id order; /* number 0: all */
	struct date from, to;  /* opened, in the company's zone, both days included; NONE */
};
void dispute_filter_init(struct dispute_filter *filter);
/* Calls back for each that fits, by number. The arena is reset after each. */
int dispute_each(struct core *core, const struct dispute_filter *filter, int (*each)(void *context, const struct dispute *dispute), void *context);

#endif
