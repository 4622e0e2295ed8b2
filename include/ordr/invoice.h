/* Invoices: numbered without gaps in the transaction that writes them, frozen from then on. Payments settle them. */
#ifndef ORDR_INVOICE_H
#define ORDR_INVOICE_H

#include "ordr/core.h"
#include "ordr/field.h"
#include "ordr/order.h"

/* Who sells or who buys, as frozen on the invoice. BT: the business term of EN 16931-1, seller's before buyer's. */
struct party {
	const char *name;      /* BT-27, BT-44 */
	const char *street, *postcode, *city; /* BT-35, BT-50; BT-38, BT-53; BT-37, BT-52 */
	const char *country;   /* BT-40, BT-55 */
	const char *vat_id;    /* BT-31, BT-48 */
	const char *tax_number; /* BT-32 */
	const char *iban;      /* BT-84 the account to pay to; the buyer's: BT-91, the account that is debited */
	const char *reference; /* BT-10: what the buyer wants to read, a Leitweg-ID for public buyers */
	const char *email;     /* BT-43, BT-58 */
	const char *phone, *contact; /* BT-42, BT-41: the seller's */
	const char *electronic_address; /* BT-34, BT-49 as SCHEME:ADDRESS, scheme of the EAS list: "EM:invoice@acme.example" */
	const char *bic;       /* BT-86: the seller's */
	const char *creditor_id; /* BT-90: the seller's, for direct debit */
	const char *mandate;   /* BT-89: the buyer's, for direct debit */
	const char *register_id; /* BT-30: the seller's, "HRB 12345" */
	const char *legal;     /* BT-33: what else law wants to be said of the seller */
};

struct invoice_line {
	int64_t line;       /* BT-126 */
	struct order_id order; /* number 0: of none, an amount credited of an invoice of many */
	const char *order_ref; /* the customer's own number of it, where the invoice is of many orders */
	int64_t order_line; /* BT-132: NONE of a deposit, and of an amount credited */
	const char *kind;   /* line; charge: freight and the like, a charge on the whole document (BG-21) beside other lines; deposit: paid in advance, below zero where it is taken off */
	const char *sku, *name; /* BT-155, BT-153; no sku of a deposit */
	struct quantity qty;    /* BT-129; below zero where a deposit is taken off */
	const char *unit;       /* BT-130 */
	struct price price;     /* BT-146, never below zero */
	struct money discount;  /* round(qty × price) − net: BT-136, an allowance; below zero a charge (BT-141), the cent that rounding in parts left over */
	struct money net;       /* BT-131 */
	const char *tax_category; /* BT-151 */
	struct percent tax_rate;  /* BT-152 */
	struct date supplied, supplied_until; /* BT-134 and BT-135: a service's day, or its first and last; where the invoice is of many orders, when they were supplied; NONE */
	const char *note;         /* BT-127 */
	const char *deposit;      /* the deposit invoice that the line takes off */
	bool kept;                /* of a credit note: what it takes back stays counted as billed, so that nobody bills it again */
};

/* What the lines of one order have in common. */
struct invoice_order {
	struct order_id order;
	const char *order_ref;
	struct date supplied, supplied_until;
};

struct invoice_tax {
	const char *category;  /* BT-118 */
	struct percent rate;   /* BT-119 */
	struct money net, tax; /* BT-116, BT-117 */
	const char *reason, *reason_code; /* BT-120, BT-121 (VATEX): why there is no VAT, where that must be said */
};

/* ordr.invoice/1: the one snapshot that every form of an invoice is made from. */
struct invoice {
	const char *id;   /* BT-1: "RE-2026-00001" */
	const char *type; /* invoice, credit_note: BT-3 380, 381 */
	const char *kind; /* standard; partial: more of the order follows; deposit: asked for in advance; final: takes deposits off; collective: of many orders */
	const char *corrects; /* BT-25 of a credit note */
	struct date corrects_issued; /* BT-26 */
	const char *replaces;        /* BT-25 of an invoice that another is billed anew by: BT-3 384 */
	struct date replaces_issued; /* BT-26 */
	struct order_id order;       /* BT-14; number 0: of many */
	struct list orders;          /* struct invoice_order */
	struct shipment_id shipment; /* BT-16 */
	struct return_id rma;          /* of a credit note: the return that it credits, */
	struct complaint_id complaint; /* … or the complaint */
	const char *customer;
	struct date issued, due; /* BT-2, BT-9 */
	int64_t discount_days; /* cash discount: discount_percent off what is paid until discount_until; NONE: none */
	struct percent discount_percent;
	struct date discount_until;
	const char *order_ref;   /* BT-13 */
	const char *currency;    /* BT-5 */
	struct party seller, buyer;
	struct address ship_to;  /* BT-70, BT-75 to BT-80; no name when it is the buyer's own address */
	struct date supplied, supplied_until; /* the date of supply BT-72; with supplied_until the period BT-73 and BT-74 */
	const char *payment_means; /* transfer direct_debit card cash: BT-81 58 59 48 10 */
	const char *note;          /* BT-22 */
	const char *language;      /* of what people read: de, en */
	const char *profile;       /* the e-invoice it was issued as: xrechnung en16931 peppol; paper: none */
	const char *sha256;        /* of that e-invoice's bytes, as stored */
	struct list lines, taxes;
	struct money net, tax, gross; /* BT-109, BT-110, BT-112 */
	struct money credited, paid, refunded, cash_discount; /* open = gross − credited − paid + refunded − cash_discount */
	struct money open; /* below zero: the customer's to get back */
	const char *status; /* open paid overdue credited disputed */
	int64_t days_overdue; /* since it was due, while something of it is open; NONE: it is not past due */
	int64_t dunning_level;
};
extern const struct schema invoice_schema;

/* Bills what the policy (setting workflow.invoice_on) allows and was not yet billed; *number in core->arena. What the e-invoice of its profile, or
 * law, must hold is asked before the number is taken. ERR_CONFLICT when there is nothing to bill, `already` when all is; ERR_REFUSED, one error for
 * each thing that it lacks. */
int invoice_issue(struct core *core, struct order_id id, const char **number);
/* Asks for a deposit: `part` is "30%" of what is not billed yet, or a net amount of it. What is billed later takes it off. Errors as above. */
int invoice_deposit(struct core *core, struct order_id id, const char *part, const char **number);

/* By what the order is invoiced: manual, auto, collect; its customer's invoice_when, else the setting invoice.when. In the arena. ERR_NOT_FOUND. */
int invoice_when(struct core *core, struct order_id id, const char **when);
/* The codes, in their order, of all customers whose orders are collected and may be invoiced: const char *, in core->keep. */
int invoice_collecting(struct core *core, struct list *codes);
/* One invoice for all that may be invoiced of a customer's orders; several where they go to several places, or some are not subject to VAT. `until`
 * (NONE: no end): only what was supplied before then, or was placed, where it is billed as it is ordered. What is paid in advance, by order or
 * by a deposit, is billed by its order alone. *numbers: const char *, in the arena. ERR_CONFLICT when there is nothing to collect; else as above. */
int invoice_collect(struct core *core, const char *customer, struct instant until, struct list *numbers);

/* ordr.invoice-check/1: what an invoice must hold and does not. */
struct invoice_lack {
	struct order_id order;
	const char *severity; /* missing: it is not issued without; advice: it is, but law asks for it */
	const char *rule;     /* "BR-DE-15", "§14 (4) no. 1 UStG" */
	const char *field;    /* "BT-10" */
	const char *detail;   /* one clause */
	const char *command;  /* what adds it, as it is typed */
};
extern const struct schema invoice_lack_schema;
/* What an invoice of the order would lack, billed as far as the policy allows or, where that is nothing yet, whole: struct invoice_lack in the
 * arena. ERR_NOT_FOUND. */
int invoice_check(struct core *core, struct order_id id, struct list *lacks);
/* Keeps the e-invoice that an invoice was issued as, beside it, for ever; with its hash in the log. ERR_CONFLICT when it has one. */
int einvoice_store(struct core *core, const char *number, const char *xml, size_t length);
/* Its bytes, in the arena: 1, 0 when the invoice was issued on paper, −1. */
int einvoice_stored(struct core *core, const char *number, const char **xml);
/* Units of a line of an invoice. */
struct credit_unit {
	int64_t line;
	struct quantity qty;
};

/* What of an invoice is taken back: all that is left, units of lines, or an amount. */
struct credit_request {
	const char *number;
	int64_t line;         /* of the invoice; 0: not one line */
	struct quantity qty;  /* … of it; NONE: all that is left */
	const char *amount;   /* net, for no line: a price reduction; NULL: none */
	struct list units;    /* struct credit_unit: of several lines at once; none: not by line */
	struct money gross;   /* with its VAT, for no line; no currency: none */
	struct order_id order; /* what it follows from is of this order */
	int64_t order_line;   /* … shared among what is left of this line's VAT category and rate alone; 0: of all */
	struct return_id rma; /* it follows from this return, */
	struct complaint_id complaint; /* or this complaint; number 0: from neither */
	bool rebill;          /* units of the line may be billed again; else they are credited for good: they count as invoiced until they are cancelled, and are not billed
				 when they ship. Those of a whole invoice may be billed again, but for what came back */
	const char *reason;   /* a reason code */
};

/* Takes an invoice back, or a part of it: a credit note that mirrors its stored amounts, remainders included. *credit: its number, in the arena.
 * ERR_NOT_FOUND; ERR_CONFLICT of a credit note, `already` when all is credited; ERR_INVALID more than is left; ERR_REFUSED of a deposit that an invoice
 * takes off. What was paid of it is the customer's to get back. */
int invoice_credit_part(struct core *core, const struct credit_request *request, const char **credit);
/* Takes back what inspection says of a return: its units, from the order's invoices in the order of issue, or from `number` alone (NULL: all of them); a
 * credit note for each invoice, tied to the return; *numbers: const char *. `reason` NULL: that of the return. ERR_CONFLICT where nothing is to be credited,
 * `already` when all of it is, or where less is billed. */
int invoice_credit_return(struct core *core, const struct credit_request *request, struct list *numbers);
/* Takes back the amount by which a complaint was resolved, VAT included, to the cent that its rate allows; from `number`, or the newest invoice of the
 * order that has so much left. ERR_CONFLICT, ERR_REFUSED beyond what is left. */
int invoice_credit_complaint(struct core *core, const struct credit_request *request, const char **credit);
/* The same, of all that is left. */
int invoice_credit(struct core *core, const char *number, const char *reason, const char **credit);
/* Takes a whole invoice back by a credit note, and bills the same lines anew, at the same prices, rates and days of supply, by an invoice that names it
 * (a corrected invoice): sides, references, terms and profile are as they are now. *credit, *number: in the arena. ERR_CONFLICT of a credit note and of
 * what is credited, in part too, `already` when it is replaced; ERR_REFUSED of a deposit, of what is paid, of units that came back; and as invoice_issue. */
int invoice_replace(struct core *core, const char *of, const char *reason, const char **credit, const char **number);
/* The invoice that bills it anew, and is not billed anew itself, in the arena; NULL: none does. */
int invoice_replaced_by(struct core *core, const char *number, const char **by);
/* Loads one whole invoice into the arena; ERR_NOT_FOUND. */
int invoice_load(struct core *core, const char *number, struct invoice *invoice);

struct invoice_filter {
	const char *customer, *status;
	bool overdue; /* past due, disputed or not */
	struct order_id order; /* number 0: all */
	struct date from, to;  /* issued, both days included; NONE */
};
void invoice_filter_init(struct invoice_filter *filter);
/* Calls back for each invoice that fits, in order of issue; `whole`: with lines and taxes. The arena is reset after each. */
int invoice_each(struct core *core, const struct invoice_filter *filter, bool whole,
		 int (*each)(void *context, const struct invoice *invoice), void *context);

#endif
