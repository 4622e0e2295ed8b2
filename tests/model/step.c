/* Steps as command lines: what is typed, what is piped, and the script that a person can paste to see a failure again.
 */
#include "step_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ordr/date.h"
#include "ordr/id.h"

const char *const step_words[KINDS] = {
	"customer add", "product add", "warehouse add",  "sla add", "user add",      "edit",          "config set",
	"place",        "place -",     "confirm",        "reject",  "hold",          "release",       "cancel",
	"amend",        "pick",
	"pack",         "ship",        "deliver",        "unpick",  "unpack",        "pick",          "deliver",
	"invoice",      "pay",         "invoice credit", "stock receive",  "stock announce",           "stock adjust",  "stock count",
	"stock transfer", "stock reallocate", "expire",
	"return open",  "return receive", "return inspect", "return close", "return refuse", "complaint open", "complaint resolve",
	"show",    "list --urgent", "stock list",
};

const char *const code_customers[CUSTOMERS] = { "C-1", "C-2", "C-3", "C-4", "C-5" };
const char *const code_products[PRODUCTS] = { "A-1", "B-1", "K-1", "M-1", "S-1", "T-1", "V-1", "Z-1" };
const char *const code_warehouses[WAREHOUSES] = { "MAIN", "NORTH", "SOUTH" };
const char *const code_policies[POLICIES] = { "ALL", "STRATEGIC", "URGENT", "BOTH" };
const char *const code_users[USERS] = { "ann", "bob", "cat", "dan", "eve" };
const char *const tier_words[3] = { "standard", "preferred", "strategic" };
const char *const delivery_words[2] = { "partial", "complete" };
const char *const condition_words[CONDITIONS] = { "good", "opened", "damaged", "defective", "incomplete", "wrong" };
const char *const disposition_words[DISPOSITIONS] = { "restock", "scrap", "replace", "refund" };
const char *const outcome_words[OUTCOMES] = { "return", "replacement", "credit", "nothing" };
const char *const priority_words[4] = { "low", "normal", "high", "urgent" };
const char *const reason_words[REASON_WORDS] = { NULL, "mistake", "customer-request", "whim", "expired", "unpaid" };
const struct model_policy step_policies[POLICIES] = {
	{ true, -1, -1, 480, 1440, NONE },
	{ true, 2, -1, 120, NONE, 2400 },
	{ true, -1, 3, 60, 300, 900 },
	{ true, 2, 3, NONE, 90, 540 },
};
const char *const setting_names[SETTINGS + 1] = { "workflow.shortage",     "workflow.delivery",    "workflow.pack",
						  "workflow.invoice_on",   "invoice.payment_days", "shipping.lead_days",
						  "shipping.transit_days", "company.name",         "calendar.hours",
						  "expire.unconfirmed_days", "expire.unpaid_days",
						  "workflow.shortages" };
static const char *const setting_values[SETTINGS][3] = {
	{ "backorder", "partial", "refuse" },
	{ "partial", "complete", NULL },
	{ "required", "skipped", NULL },
	{ "shipment", "order", "delivery" },
	{ "14", "0", "30" },
	{ "10", "0", "3" },
	{ "1", "0", "2" },
	{ "", "Shop", NULL },
	{ "mon-fri 08:00-17:00", "mon-sat 09:00-18:30", NULL },
	{ "0", "2", "7" },
	{ "0", "3", "9" },
};

const char *setting_value(int setting, int value)
{
	return value == -1 ? "" : value < 0 || setting == SETTINGS ? "nonsense" : setting_values[setting][value];
}

int step_order(const struct model *model, int tag)
{
	return model->tags[tag] ? model->tags[tag] : 900000 + tag;
}

bool step_of_shipments(const struct step *step)
{
	return step->kind >= PICK && step->kind <= FAILED;
}

int step_shipment(const struct model *model, const struct step *step, int number)
{
	if (!step->by_shipment || number > model->books.orders)
		return 0;
	const struct model_order *order = &model->orders[number];
	int id = order->first_shipment;
	for (int i = 0; i < step->nth && id != order->last_shipment; i++)
		id = model->shipments[id].next;
	return id;
}

int step_return(const struct model *model, const struct step *step, int number)
{
	int id = number > model->books.orders ? 0 : model->orders[number].first_return;
	for (int i = 0; i < step->nth && id && model->returns[id].next; i++)
		id = model->returns[id].next;
	return id;
}

int step_complaint(const struct model *model, const struct step *step, int number)
{
	int id = number > model->books.orders ? 0 : model->orders[number].first_complaint;
	for (int i = 0; i < step->nth && id && model->complaints[id].next; i++)
		id = model->complaints[id].next;
	return id;
}

int step_invoice(const struct model *model, const struct step *step)
{
	int order = model->tags[step->tags[0]];
	int id = order ? model->orders[order].first_invoice : 0;
	for (int i = 0; i < step->nth && id; i++)
		id = model->invoices[id].next;
	return id;
}

void step_invoice_text(const struct model *model, int invoice, char text[32])
{
	if (invoice)
		snprintf(text, 32, "RE-%04d-%05d", model->invoices[invoice].year, model->invoices[invoice].sequence);
	else
		strcpy(text, "RE-1999-00001");
}

int step_roles(const struct step *step)
{
	static const int roles[KINDS] = {
		[ADD_CUSTOMER] = SALES, [ADD_PRODUCT] = SALES, [ADD_WAREHOUSE] = STORES, [ADD_POLICY] = SALES,
		[ADD_USER] = ADMIN,     [SET] = ADMIN,         [PLACE] = SALES,          [PLACE_FORMS] = SALES,
		[CONFIRM] = SALES,      [REJECT] = SALES,      [HOLD] = SALES,        [RELEASE] = SALES,
		[CANCEL] = SALES,         [AMEND] = SALES,
		[PICK] = STORES,        [PACK_UP] = STORES,    [SHIP] = STORES,          [DELIVER] = STORES | SALES,
		[UNPICK] = STORES,      [UNPACK] = STORES,     [MISS] = STORES,          [FAILED] = STORES | SALES,
		[REALLOCATE] = STORES | SALES, [EXPIRE] = SALES,
		[RETURN_OPEN] = SALES, [RETURN_RECEIVE] = STORES, [RETURN_INSPECT] = STORES, [RETURN_CLOSE] = SALES | STORES,
		[RETURN_REFUSE] = SALES | STORES, [COMPLAIN] = SALES, [RESOLVE] = SALES,
		[INVOICE] = BILLING,    [PAY] = BILLING,       [CREDIT] = BILLING,    [RECEIVE] = STORES,       [ANNOUNCE] = STORES,
		[ADJUST] = STORES,      [COUNT] = STORES,      [TRANSFER] = STORES
	};
	if (step->override)
		return BILLING;
	return step->kind == EDIT ? (step->fact == FACT_RANK ? STORES : SALES) : roles[step->kind];
}

static void say_globals(const struct step *step, struct words *words)
{
	say_instant(words, "now", step->now);
	say_option(words, "as", step->as < 0 ? NULL : code_users[step->as]);
	if (step->dry_run)
		put_word(words, "--dry-run");
	if (step->keep_going)
		put_word(words, "--keep-going");
	if (step->idempotent)
		put_word(words, "--idempotent");
	if (step->key) {
		put_word(words, "--key");
		put_word(words, "k%d", step->key);
	}
	put_word(words, "--json");
}

static void say_holds(const struct step *step, struct words *words)
{
	static const char *const names[] = { "allocate", "ship", "invoice" };
	for (int i = 0; step->kind == HOLD && i < 3; i++)
		if (step->blocks & (1 << i))
			say_option(words, "block", names[i]);
	if (step->kind != RELEASE || !step->nth)
		return;
	put_word(words, "--hold");
	put_word(words, "%d", step->nth);
}

void step_put(const struct model *model, const struct step *step, bool bare, struct words *words)
{
	*words = (struct words) { 0 };
	put_word(words, "ordr");
	if (step->kind != EDIT)
		say_words(words, step_words[step->kind]);
	say_subject(model, step, words);
	if (step->listed)
		put_word(words, "--list");
	if (step->kind == CANCEL || step->kind == AMEND || step->kind == CREDIT)
		say_change(step, words);
	if (step->kind == CREDIT && step->move)
		put_word(words, "--rebill");
	if (step->kind == FAILED)
		put_word(words, "--failed");
	if (step->kind == REJECT || step->kind == HOLD || step->kind == CANCEL || step->kind == AMEND || step->kind == FAILED || step->kind == CREDIT ||
	    step->kind == MISS || step->kind == REALLOCATE || step->kind == RETURN_OPEN || step->kind == RETURN_REFUSE || step->kind == COMPLAIN)
		say_option(words, "reason", reason_words[step->reason]);
	say_option(words, "override", reason_words[step->override]);
	say_holds(step, words);
	say_instant(words, "at", step->at);
	if (!bare)
		say_globals(step, words);
}

void words_release(struct words *words)
{
	for (int i = 0; i < words->count; i++)
		free(words->word[i]);
	str_release(&words->input);
}

uint64_t step_content(const struct model *model, const struct step *step)
{
	struct words words;
	uint64_t hash = 14695981039346656037U;
	step_put(model, step, true, &words);
	for (int i = 0; i <= words.count; i++)
		for (const char *at = i < words.count ? words.word[i] : words.input.text; at && *at; at++)
			hash = (hash ^ (unsigned char)*at) * 1099511628211U + (uint64_t)i;
	words_release(&words);
	return hash;
}

void step_print(const struct model *model, const struct step *step, struct str *script)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:@%=/";
	struct words words;
	step_put(model, step, false, &words);
	for (int i = 0; i < words.count; i++) {
		const char *word = words.word[i];
		bool quoted = !*word || strspn(word, plain) != strlen(word);
		if (strcmp(word, "--json")) /* whoever reads it wants to read it */
			str_printf(script, "%s%s%s%s", i ? " " : "", quoted ? "'" : "", word, quoted ? "'" : "");
	}
	if (words.has_input)
		str_printf(script, " <<'END'\n%sEND", words.input.text ? words.input.text : "");
	str_put(script, "\n");
	words_release(&words);
}
