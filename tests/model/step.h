/* A step of the walk: one call of ordr, as facts from which both the command line and the prediction are made. Orders
 * are named by tags, not numbers, so that a step means the same when others before it are left out. */
#ifndef ORDR_TESTS_STEP_H
#define ORDR_TESTS_STEP_H

#include "model.h"
#include "ordr/str.h"

enum kind {
	ADD_CUSTOMER,
	ADD_PRODUCT,
	ADD_WAREHOUSE,
	ADD_POLICY,
	ADD_USER,
	EDIT,
	SET,
	PLACE,
	PLACE_FORMS,
	CONFIRM,
	REJECT,
	HOLD,
	RELEASE,
	CANCEL,
	AMEND,
	PICK,
	PACK_UP,
	SHIP,
	DELIVER,
	UNPICK,
	UNPACK,
	MISS,
	FAILED,
	INVOICE,
	PAY,
	CREDIT,
	RECEIVE,
	ANNOUNCE,
	ADJUST,
	COUNT,
	TRANSFER,
	REALLOCATE,
	EXPIRE,
	RETURN_OPEN,
	RETURN_RECEIVE,
	RETURN_INSPECT,
	RETURN_CLOSE,
	RETURN_REFUSE,
	COMPLAIN,
	RESOLVE,
	SHOW,
	LIST_URGENT,
	STOCK_LIST,
	KINDS
};

enum { NAMED_MOST = 6, FORMS_MOST = 3 };

struct step_line {
	int product;
	int64_t qty;
};

struct step {
	enum kind kind;
	int64_t now;
	bool dry_run, keep_going, idempotent, piped; /* piped: what it takes comes through standard input */
	bool move;                                   /* confirm --reschedule, deliver --early, invoice credit --rebill */
	bool listed;                                 /* pick --list */
	bool by_shipment;                            /* orders are named by one of their shipments, the nth */
	bool parcels;                                /* pack: lines[0] in a package, the rest in another */
	int key;                                     /* 0: none */
	int as;                                      /* who acts; −1: not given */
	int customer;                                /* --customer beside --next; −1: not given */
	int count;                                   /* orders, lines or forms */
	int next;                                    /* --next N, 0: orders are named */
	int tags[NAMED_MOST];
	struct step_line lines[NAMED_MOST];
	struct model_form forms[FORMS_MOST];
	struct model_amendment amendment; /* AMEND; its line and qty: CANCEL, CREDIT */
	int which;                        /* customer, product, warehouse, policy, setting */
	enum fact fact;                   /* EDIT */
	int64_t value;                    /* EDIT, SET; PAY: the amount or NONE; tier or rank of what is added */
	int nth;                          /* PAY, CREDIT: which invoice of the order; which shipment; RELEASE: its number, 0: not given */
	struct model_pieces pieces;       /* returns and complaints: of lines; forms[i].tag: an order that replaces something */
	struct model_judgement judgement; /* RETURN_INSPECT; −1: not given */
	int outcome;                      /* RESOLVE; −1: not given */
	int blocks;                       /* HOLD: what it blocks; 0: not given */
	struct model_product product;     /* ADD_PRODUCT; its lead_days: payment_days of a customer */
	int warehouse, to;                /* −1: not given */
	int ref, reason, override; /* override: why a credit limit is passed, 0: not given */
	int64_t day, at; /* NONE: not given */
};

extern const char *const step_words[KINDS];
/* The roles that may take it; 0: everybody. */
int step_roles(const struct step *step);
extern const struct model_policy step_policies[POLICIES];

/* The step as words, the program's name first, without the global options when `bare`; and what goes to its standard
 * input. */
enum { WORDS_MOST = 64 };
struct words {
	char *word[WORDS_MOST];
	int count;
	struct str input;
	bool has_input;
};
void step_put(const struct model *model, const struct step *step, bool bare, struct words *words);
void words_release(struct words *words);
/* A number for what the step asks, as a key stands for it. */
uint64_t step_content(const struct model *model, const struct step *step);
/* As it is typed in a shell. */
void step_print(const struct model *model, const struct step *step, struct str *script);

/* The number of an order by its tag; one that nobody has when it is not there. */
int step_order(const struct model *model, int tag);
/* May one of its shipments take the step alone? */
bool step_of_shipments(const struct step *step);
/* The shipment that an order is named by; 0: it is named by its own number, or is not there. */
int step_shipment(const struct model *model, const struct step *step, int order);
/* The return, the complaint of an order that the step is about: the nth, or its last; 0: it has none. */
int step_return(const struct model *model, const struct step *step, int order);
int step_complaint(const struct model *model, const struct step *step, int order);
/* The invoice that PAY or CREDIT is about; 0: there is none. */
int step_invoice(const struct model *model, const struct step *step);
/* The text of an invoice's number. */
void step_invoice_text(const struct model *model, int invoice, char text[32]);

extern const char *const code_customers[CUSTOMERS], *const code_products[PRODUCTS], *const code_warehouses[WAREHOUSES];
extern const char *const code_policies[POLICIES],
	*const code_users[USERS], *const tier_words[3], *const delivery_words[2], *const condition_words[CONDITIONS], *const disposition_words[DISPOSITIONS],
	*const outcome_words[OUTCOMES], *const priority_words[4], *const reason_words[REASON_WORDS];
extern const char *const setting_names[SETTINGS + 1];
const char *setting_value(int setting, int value);

#endif
