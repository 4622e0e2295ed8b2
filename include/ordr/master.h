/* Master data: customers, products, warehouses, SLA policies and users are kept alike, so one piece of code keeps them, led by a
 * table for each: its fields, its key, its SQL. */
#ifndef ORDR_MASTER_H
#define ORDR_MASTER_H

#include "ordr/core.h"
#include "ordr/field.h"

struct master {
	const char *word;            /* "customer" */
	const struct schema *schema; /* what goes out: ordr.customer/1 */
	const struct schema *form;   /* what comes in: the same fields */
	const char *one;             /* SQL: $1 the key */
	const char *list;            /* SQL: all, in order of the key */
	const char *from, *before;   /* SQL: the keys from $1 on, those before it from the last, $2 of them */
	const char *names;           /* SQL: keys and names, the first $1 of them; NULL: nobody takes a name for the key */
	const char *insert;          /* SQL: the fields in table order */
	const char *update;          /* SQL: the fields in table order; found by the key */
	/* Fills in defaults of a new record (may be NULL) and checks the whole record (may be NULL). 0 or −1. */
	int (*standard)(struct core *core, void *record);
	int (*check)(struct core *core, const void *record);
};

extern const struct master master_customer, master_product, master_warehouse, master_sla, master_user;

/* The key's text of a record. */
const char *master_key(const struct master *master, const void *record);
/* 1 found, 0 not, −1. Money in the record has the company's currency. */
int master_find(struct core *core, const struct master *master, const char *key, void *record);
/* As master_find, but not found is ERR_NOT_FOUND with the nearest key as a hint. */
int master_load(struct core *core, const struct master *master, const char *key, void *record);
/* A key that is likely to be meant by one that there is not, into out, or an empty text: found among a few hundred keys, however many there are. */
#define MASTER_MEANT_SIZE 256
int master_meant(struct core *core, const struct master *master, const char *key, char out[MASTER_MEANT_SIZE]);
/* Keeps a new record (defaults filled in first, in place): ERR_CONFLICT when the key exists. */
int master_add(struct core *core, const struct master *master, void *record);
/* Changes the record of that key from `before` to `after`; writes an event with each changed field's two values; nothing
 * changed: no event. The key itself cannot be changed. */
int master_edit(struct core *core, const struct master *master, const void *before, void *after);
int master_each(struct core *core, const struct master *master, int (*each)(void *context, const void *record), void *context);

/* A number of days that calendars can count with: absent, or at most ten years. ERR_INVALID names the field. */
#define MASTER_DAYS_MAX 3650
int master_check_days(struct core *core, const char *field, int64_t days);
/* A country: absent, or a code of ISO 3166-1. ERR_INVALID names the field. */
int master_check_country(struct core *core, const char *field, const char *country);

/* The records. */
struct customer {
	const char *code, *name, *tier, *email, *phone, *street, *city, *postcode, *country, *vat_id, *buyer_reference;
	const char *electronic_address;
	int64_t payment_days, discount_days;
	struct percent discount_percent;
	struct money credit_limit;
	const char *language;
	bool prepayment;
	const char *payment_means, *iban, *mandate; /* NULL: credit transfer; the account to debit, and by which SEPA mandate */
	const char *tax_category;                   /* of what they buy; NULL: as the products say */
	const char *invoice_when;                   /* manual auto collect; NULL: as the setting invoice.when says */
};

struct product {
	const char *sku, *name, *kind, *unit;
	int64_t decimals;
	struct price price;
	const char *tax_category;
	struct percent tax_rate;
	int64_t lead_days;
	struct quantity capacity, weight;
	const char *substitute; /* SKU of what can go in its place */
};

struct warehouse {
	const char *code, *name, *street, *city, *postcode, *country;
	int64_t rank;
};

struct sla_policy {
	const char *code, *tier, *priority;
	struct quantity confirm, ship, deliver; /* working hours */
};

extern const struct schema customer_schema, product_schema, warehouse_schema, sla_schema;
/* What comes in: the same fields. */
extern const struct schema customer_form, product_form, warehouse_form, sla_form, user_form;
/* EN 16931's VAT categories (UNTDID 5305): standard, zero, exempt, reverse charge, intra-Community, export, outside scope. */
extern const char *const tier_choices[], *const priority_choices[], *const tax_category_choices[], *const product_kinds[], *const invoice_whens[];

#endif
