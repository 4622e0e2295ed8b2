/* Steps as command lines: what is typed, what is piped, and the script that a person can paste to see a failure again. */
#include "step.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ordr/date.h"
#include "ordr/id.h"

const char *const step_words[KINDS] = {
	"customer add", "product add", "warehouse add", "sla add", "user add", "edit",	 "config set",	   "place",	   "place -",	     "confirm",
	"reject",	"cancel",      "pick",		"pack",	   "ship",	 "deliver",	   "invoice",	   "pay",	     "stock receive",
	"stock announce", "stock adjust", "stock count", "stock transfer", "show", "list --urgent", "stock list",
};

const char *const code_customers[CUSTOMERS] = { "C-1", "C-2", "C-3", "C-4", "C-5" };
const char *const code_products[PRODUCTS] = { "A-1", "B-1", "K-1", "M-1", "S-1", "T-1", "Z-1" };
const char *const code_warehouses[WAREHOUSES] = { "MAIN", "NORTH", "SOUTH" };
const char *const code_policies[POLICIES] = { "ALL", "STRATEGIC", "URGENT", "BOTH" };
const char *const code_users[USERS] = { "ann", "bob", "cat", "dan", "eve" };
const char *const tier_words[3] = { "standard", "preferred", "strategic" };
const char *const priority_words[4] = { "low", "normal", "high", "urgent" };
const char *const reason_words[REASONS + 1] = { NULL, "mistake", "customer-request", "whim" };
const struct model_policy step_policies[POLICIES] = {
	{ true, -1, -1, 480, 1440, NONE },
	{ true, 2, -1, 120, NONE, 2400 },
	{ true, -1, 3, 60, 300, 900 },
	{ true, 2, 3, NONE, 90, 540 },
};
const char *const setting_names[SETTINGS + 1] = { "workflow.shortage",	  "workflow.delivery",	  "workflow.pack", "workflow.invoice_on",
						  "invoice.payment_days", "shipping.lead_days",	  "shipping.transit_days", "company.name",
						  "calendar.hours",	  "workflow.shortages" };
static const char *const setting_values[SETTINGS][3] = {
	{ "backorder", "partial", "refuse" }, { "partial", "complete", NULL }, { "required", "skipped", NULL },
	{ "shipment", "order", "delivery" },  { "14", "0", "30" },	       { "10", "0", "3" },
	{ "1", "0", "2" },		      { "", "Shop", NULL },	       { "mon-fri 08:00-17:00", "mon-sat 09:00-18:30", NULL },
};

const char *setting_value(int setting, int value)
{
	return value == -1 ? "" : value < 0 || setting == SETTINGS ? "nonsense" : setting_values[setting][value];
}

int step_order(const struct model *model, int tag)
{
	return model->tags[tag] ? model->tags[tag] : 900000 + tag;
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
	static const int roles[KINDS] = { [ADD_CUSTOMER] = SALES, [ADD_PRODUCT] = SALES, [ADD_WAREHOUSE] = STORES, [ADD_POLICY] = SALES,
					  [ADD_USER] = ADMIN, [SET] = ADMIN, [PLACE] = SALES, [PLACE_FORMS] = SALES, [CONFIRM] = SALES,
					  [REJECT] = SALES, [CANCEL] = SALES, [PICK] = STORES, [PACK_UP] = STORES, [SHIP] = STORES,
					  [DELIVER] = STORES | SALES, [INVOICE] = BILLING, [PAY] = BILLING, [RECEIVE] = STORES,
					  [ANNOUNCE] = STORES, [ADJUST] = STORES, [COUNT] = STORES, [TRANSFER] = STORES };
	return step->kind == EDIT ? (step->fact == FACT_RANK ? STORES : SALES) : roles[step->kind];
}

/* --- words -------------------------------------------------------------------------------------------------------------------- */

static void say(struct words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct words *words, const char *format, ...)
{
	va_list arguments;
	char text[200];
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (words->count < WORDS_MOST - 1)
		words->word[words->count++] = strdup(text);
}

static void say_option(struct words *words, const char *option, const char *value)
{
	if (!value)
		return;
	say(words, "--%s", option);
	say(words, "%s", value);
}

/* A whole number with `digits` of it behind the point, as short as it can be unless `full`. */
static const char *decimal(int64_t value, int digits, bool full, char text[32])
{
	int64_t unit = digits == 3 ? 1000 : 100;
	int64_t positive = value < 0 ? -value : value;
	int length = snprintf(text, 32, "%s%" PRId64 ".%0*" PRId64, value < 0 ? "-" : "", positive / unit, digits, positive % unit);
	while (!full && text[length - 1] == '0')
		text[--length] = '\0';
	if (text[length - 1] == '.')
		text[length - 1] = '\0';
	return text;
}

static void say_number(struct words *words, const char *option, int64_t value)
{
	if (value == NONE)
		return;
	say(words, "--%s", option);
	say(words, "%" PRId64, value);
}

static void say_day(struct words *words, const char *option, int64_t day)
{
	char text[DATE_SIZE];
	say_option(words, option, day == NONE ? NULL : date_text((struct date){ day }, text));
}

static void say_instant(struct words *words, const char *option, int64_t at)
{
	char text[INSTANT_SIZE];
	say_option(words, option, at == NONE ? NULL : instant_text((struct instant){ at }, text));
}

static void say_words(struct words *words, const char *text)
{
	char one[40];
	for (size_t length; *text; text += length + (text[length] == ' ')) {
		length = strcspn(text, " ");
		snprintf(one, sizeof one, "%.*s", (int)length, text);
		say(words, "%s", one);
	}
}

/* --- forms -------------------------------------------------------------------------------------------------------------------- */

static void put_form_line(const struct model_form_line *line, struct str *json)
{
	char text[32];
	str_printf(json, "{\"sku\":\"%s\",\"qty\":%s", code_products[line->product], decimal(line->qty, 3, false, text));
	if (line->price != NONE)
		str_printf(json, ",\"price\":%s", decimal(line->price, 2, true, text));
	if (line->percent != NONE)
		str_printf(json, ",\"discount\":\"%s%%\"", decimal(line->percent, 2, false, text));
	else if (line->amount != NONE)
		str_printf(json, ",\"discount\":%s", decimal(line->amount, 2, true, text));
	if (line->date != NONE)
		str_printf(json, ",\"date\":\"%s\"", date_text((struct date){ line->date }, text));
	str_put(json, "}");
}

static void put_form(const struct model_form *form, struct str *json)
{
	char text[DATE_SIZE];
	str_printf(json, "{\"customer\":\"%s\"", code_customers[form->customer]);
	if (form->ref)
		str_printf(json, ",\"ref\":\"R-%d\"", form->ref);
	if (form->key)
		str_printf(json, ",\"key\":\"k%d\"", form->key);
	if (form->priority >= 0)
		str_printf(json, ",\"priority\":\"%s\"", priority_words[form->priority]);
	if (form->warehouse >= 0)
		str_printf(json, ",\"warehouse\":\"%s\"", code_warehouses[form->warehouse]);
	if (form->requested != NONE)
		str_printf(json, ",\"requested\":\"%s\"", date_text((struct date){ form->requested }, text));
	str_put(json, ",\"lines\":[");
	for (int i = 0; i < form->count; i++) {
		str_put(json, i ? "," : "");
		put_form_line(&form->lines[i], json);
	}
	str_put(json, "]}\n");
}

/* One order from the options; discounts and dates of lines are only in forms. */
static void say_form(struct words *words, const struct model_form *form)
{
	char text[32];
	char price[32];
	say(words, "-c");
	say(words, "%s", code_customers[form->customer]);
	for (int i = 0; i < form->count; i++) {
		const struct model_form_line *line = &form->lines[i];
		bool priced = line->price != NONE;
		say(words, "-l");
		say(words, "%s:%s%s%s", code_products[line->product], decimal(line->qty, 3, false, text), priced ? "@" : "",
		    priced ? decimal(line->price, 2, true, price) : "");
	}
	if (form->ref) {
		say(words, "--ref");
		say(words, "R-%d", form->ref);
	}
	say_option(words, "priority", form->priority < 0 ? NULL : priority_words[form->priority]);
	say_option(words, "warehouse", form->warehouse < 0 ? NULL : code_warehouses[form->warehouse]);
	say_day(words, "requested", form->requested);
}

/* --- what each kind takes ----------------------------------------------------------------------------------------------------- */

static void say_orders(const struct model *model, const struct step *step, struct words *words)
{
	if (step->next) {
		say_number(words, "next", step->next);
		say_option(words, "customer", step->customer < 0 ? NULL : code_customers[step->customer]);
		return;
	}
	words->has_input = step->piped;
	if (step->piped)
		say(words, "-");
	for (int i = 0; i < step->count; i++) {
		char text[ID_SIZE];
		int number = step_order(model, step->tags[i]);
		int shipment = step->by_shipment && number <= model->books.orders ? model->orders[number].last_shipment : 0;
		if (shipment)
			shipment_id_text((struct shipment_id){ shipment }, text);
		else if (step->by_shipment && number > model->books.orders)
			shipment_id_text((struct shipment_id){ number }, text);
		else
			order_id_text((struct order_id){ number }, text);
		if (step->piped)
			str_printf(&words->input, "%s\n", text);
		else
			say(words, "%s", text);
	}
}

static void say_lines(const struct step *step, struct words *words)
{
	char text[32];
	words->has_input = step->piped;
	if (step->piped)
		say(words, "-");
	for (int i = 0; i < step->count; i++) {
		const char *sku = code_products[step->lines[i].product];
		decimal(step->lines[i].qty, 3, false, text);
		if (step->piped)
			str_printf(&words->input, "{\"sku\":\"%s\",\"qty\":%s}\n", sku, text);
		else
			say(words, "%s:%s", sku, text);
	}
	say_option(words, step->kind == TRANSFER ? "from" : "warehouse", step->warehouse < 0 ? NULL : code_warehouses[step->warehouse]);
	say_option(words, "to", step->to < 0 ? NULL : code_warehouses[step->to]);
	if (step->ref) {
		say(words, "--ref");
		say(words, "PO-%d", step->ref);
	}
	say_day(words, "expected", step->day);
	say_option(words, "reason", reason_words[step->reason]);
}

static void say_product(const struct step *step, struct words *words)
{
	char text[32];
	const struct model_product *product = &step->product;
	say_option(words, "sku", code_products[step->which]);
	say_option(words, "name", code_products[step->which]);
	say_option(words, "price", decimal(product->price, 2, true, text));
	say_option(words, "tax-rate", decimal(product->rate, 2, false, text));
	say_number(words, "decimals", product->decimals);
	say_option(words, "kind", product->service ? "service" : NULL);
	say_number(words, "lead-days", product->lead_days);
}

static void say_policy(const struct step *step, struct words *words)
{
	static const char *const targets[] = { "confirm", "ship", "deliver" };
	char text[32];
	const struct model_policy *policy = &step_policies[step->which];
	const int64_t minutes[] = { policy->confirm, policy->ship, policy->deliver };
	say_option(words, "code", code_policies[step->which]);
	say_option(words, "tier", policy->tier < 0 ? NULL : tier_words[policy->tier]);
	say_option(words, "priority", policy->priority < 0 ? NULL : priority_words[policy->priority]);
	for (int i = 0; i < 3; i++)
		say_option(words, targets[i], minutes[i] == NONE ? NULL : decimal(minutes[i] * 1000 / 60, 3, false, text));
}

static void say_edit(const struct step *step, struct words *words)
{
	static const struct {
		const char *noun, *option;
		const char *const *codes;
	} facts[] = { [FACT_TIER] = { "customer", "tier", code_customers },	[FACT_PAYMENT_DAYS] = { "customer", "payment-days", code_customers },
		      [FACT_PRICE] = { "product", "price", code_products },	[FACT_DECIMALS] = { "product", "decimals", code_products },
		      [FACT_RATE] = { "product", "tax-rate", code_products },	[FACT_LEAD_DAYS] = { "product", "lead-days", code_products },
		      [FACT_SERVICE] = { "product", "kind", code_products },	[FACT_RANK] = { "warehouse", "rank", code_warehouses } };
	char text[32];
	say(words, "%s", facts[step->fact].noun);
	say(words, "edit");
	say(words, "%s", facts[step->fact].codes[step->which]);
	if (step->fact == FACT_TIER)
		say_option(words, "tier", tier_words[step->value]);
	else if (step->fact == FACT_SERVICE)
		say_option(words, "kind", step->value ? "service" : "goods");
	else if (step->fact == FACT_PRICE || step->fact == FACT_RATE)
		say_option(words, facts[step->fact].option, decimal(step->value, 2, true, text));
	else
		say_number(words, facts[step->fact].option, step->value);
}

static void say_user(const struct step *step, struct words *words)
{
	static const char *const roles[] = { [SALES] = "sales", [STORES] = "warehouse", [BILLING] = "billing", [ADMIN] = "admin" };
	say_option(words, "name", code_users[step->which]);
	say_option(words, "role", roles[step->value]);
}

static void say_setting(const struct step *step, struct words *words)
{
	say(words, "%s", setting_names[step->which]);
	say(words, "%s", setting_value(step->which, (int)step->value));
}

static void say_added(const struct step *step, struct words *words)
{
	bool customer = step->kind == ADD_CUSTOMER;
	const char *code = customer ? code_customers[step->which] : code_warehouses[step->which];
	say_option(words, "code", code);
	say_option(words, "name", code);
	if (customer && step->value)
		say_option(words, "tier", tier_words[step->value]);
	if (customer)
		say_number(words, "payment-days", step->product.lead_days);
	else
		say_number(words, "rank", step->value);
}

static void say_payment(const struct model *model, const struct step *step, struct words *words)
{
	char text[32];
	step_invoice_text(model, step_invoice(model, step), text);
	say(words, "%s", text);
	if (step->value != NONE)
		say(words, "%s", decimal(step->value, 2, true, text));
}

static void say_globals(const struct step *step, struct words *words)
{
	say_instant(words, "now", step->now);
	say_option(words, "as", step->as < 0 ? NULL : code_users[step->as]);
	if (step->dry_run)
		say(words, "--dry-run");
	if (step->keep_going)
		say(words, "--keep-going");
	if (step->idempotent)
		say(words, "--idempotent");
	if (step->key) {
		say(words, "--key");
		say(words, "k%d", step->key);
	}
	say(words, "--json");
}

static void say_subject(const struct model *model, const struct step *step, struct words *words)
{
	switch (step->kind) {
	case ADD_CUSTOMER:
	case ADD_WAREHOUSE:
		say_added(step, words);
		break;
	case ADD_PRODUCT:
		say_product(step, words);
		break;
	case ADD_POLICY:
		say_policy(step, words);
		break;
	case ADD_USER:
		say_user(step, words);
		break;
	case EDIT:
		say_edit(step, words);
		break;
	case SET:
		say_setting(step, words);
		break;
	case PLACE:
		say_form(words, &step->forms[0]);
		break;
	case PLACE_FORMS:
		words->has_input = true;
		for (int i = 0; i < step->count; i++)
			put_form(&step->forms[i], &words->input);
		break;
	case PAY:
		say_payment(model, step, words);
		break;
	case LIST_URGENT:
	case STOCK_LIST:
		break;
	default:
		if (step->kind >= RECEIVE && step->kind <= TRANSFER)
			say_lines(step, words);
		else
			say_orders(model, step, words);
	}
}

void step_put(const struct model *model, const struct step *step, bool bare, struct words *words)
{
	*words = (struct words){ 0 };
	say(words, "ordr");
	if (step->kind != EDIT)
		say_words(words, step_words[step->kind]);
	say_subject(model, step, words);
	if (step->listed)
		say(words, "--list");
	if (step->kind == REJECT || step->kind == CANCEL)
		say_option(words, "reason", reason_words[step->reason]);
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
