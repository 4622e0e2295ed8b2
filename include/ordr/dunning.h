/* Dunning: reminders of invoices that are past due, level by level, by the settings dun.*. What a reminder asks for beside what is open is worked out here:
 *
 *     interest = open × rate × days ÷ 365, half away from zero
 *     rate     = base rate (§ 247 BGB, setting dun.base_rate) + 9 points, of a consumer 5 (§ 288 (1), (2) BGB; settings dun.points, dun.points_consumer)
 *     days     = from the day after the invoice was due to the day of the reminder, both included (§ 187 (1) BGB)
 *
 * on what is open on that day, and never on interest (§ 289 BGB). A business may be asked for a lump sum of 40 EUR once (§ 288 (5) BGB, dun.lump_sum);
 * costs of a reminder are set off against it, so no fee comes with it. Who is known by a VAT id is a business; of everybody else no more is asked than of a
 * consumer. The base rate is the one that is set on the day of the reminder. Fees, lump sum and interest are asked for, not booked. */
#ifndef ORDR_DUNNING_H
#define ORDR_DUNNING_H

#include "ordr/core.h"
#include "ordr/field.h"

#define DUN_LEVELS_MOST 9

/* ordr.dunning/1: an invoice past due, and what is to be done about it. Amounts are in its currency. */
struct dunning {
	const char *invoice;
	struct order_id order;
	const char *customer, *customer_name;
	struct date due;
	int64_t days_overdue;
	const char *currency;
	struct money open;
	int64_t level;          /* of the last reminder; 0: none was sent */
	struct date reminded;   /* when; NONE */
	int64_t next_level;     /* NONE: all were sent */
	struct date next_on;    /* the first day for it */
	struct money fees;      /* of reminders before */
	struct money fee;       /* of the next one; absent when there is none */
	struct money lump_sum;  /* asked for, with the next or before */
	struct percent rate;    /* of the interest; absent: none is asked for */
	struct money interest;  /* until today */
	struct money total;     /* open, fees, lump sum and interest */
	const char *status;     /* ready; waiting: not before next_on; disputed, direct_debit, balanced: stopped; done: all were sent */
};
extern const struct schema dunning_schema;
extern const char *const dunning_states[]; /* ends with NULL */

struct dunning_filter {
	const char *customer, *invoice, *status;
};
/* Calls back for each invoice that is past due and not paid or credited, the longest overdue first. The arena is reset after each.
 *     waiting       the days of the level have not passed (dun.days), counted from the due date and from the last reminder, or that one's own term has not
 *     disputed      a dispute of it is open
 *     direct_debit  the company collects it, unless the bank took a collection back (ordr pay refund --reopen)
 *     balanced      all in all the customer owes nothing, since as much is theirs to get back */
int dunning_each(struct core *core, const struct dunning_filter *filter, int (*each)(void *context, const struct dunning *dunning), void *context);
/* The numbers of those that are ready (const char *), in core->keep. */
int dunning_ready(struct core *core, const char *customer, struct list *numbers);

/* ordr.reminder/1: a reminder that was sent, with what sending it takes: to whom, in which language, and the account to pay to. */
struct reminder {
	const char *id; /* INVOICE:LEVEL */
	const char *invoice;
	int64_t level;
	bool final; /* of the levels that there are now the last */
	struct order_id order;
	const char *customer, *name, *street, *postcode, *city, *country, *email, *language;
	struct instant at;
	const char *by;
	struct date dated, due;                  /* due: the last day to pay that it names */
	struct date invoice_issued, invoice_due; /* … and that the invoice named */
	const char *currency;
	struct money open, fees, lump_sum, interest, total; /* fees: with those of the levels before */
	struct percent rate;
	const char *seller, *iban, *bic;
	const char *subject, *text; /* NULL: print_reminder writes them */
};
extern const struct schema reminder_schema;

/* Sends the next reminder of an invoice, or the one of `number` INVOICE:LEVEL, so that what was proposed is sent and nothing later: writes the row and
 * the events of it; *id is the reminder, in the arena. ERR_CONFLICT when it is not past due, too early for the first one, or another level is next, `already` when the next one is too early or all were sent: *id is the last one then; ERR_REFUSED when something stops it. */
int reminder_send(struct core *core, const char *number, const char **id);
/* Calls back for each reminder that reminder_send would write now, as it would be: at this moment, by who runs it. Writes nothing. `customer` NULL: of
 * all. The arena is reset after each. */
int reminder_propose(struct core *core, const char *customer, int (*each)(void *context, const struct reminder *reminder), void *context);
/* "RE-2026-00001:2"; ERR_NOT_FOUND. */
int reminder_load(struct core *core, const char *id, struct reminder *reminder);

struct reminder_filter {
	const char *customer, *invoice;
	int64_t level;        /* NONE: all */
	struct date from, to; /* dated, both days included; NONE */
};
void reminder_filter_init(struct reminder_filter *filter);
/* Calls back for each that fits, by day. The arena is reset after each. */
int reminder_each(struct core *core, const struct reminder_filter *filter, int (*each)(void *context, const struct reminder *reminder), void *context);

#endif
