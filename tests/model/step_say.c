/* What is typed and what is piped, for each kind of step. */
#include "step_parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ordr/date.h"
#include "ordr/id.h"

void put_word(struct words *words, const char *format, ...)
{
	va_list arguments;
	char text[200];
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (words->count < WORDS_MOST - 1)
		words->word[words->count++] = strdup(text);
}

void say_option(struct words *words, const char *option, const char *value)
{
	if (!value)
		return;
	put_word(words, "--%s", option);
	put_word(words, "%s", value);
}

/* A whole number with `digits` of it behind the point, as short as it can be unless `full`. */
static const char *decimal(int64_t value, int digits, bool full, char text[32])
{
	int64_t unit = digits == 6 ? 1000000 : digits == 3 ? 1000 : 100;
	int64_t positive = value < 0 ? -value : value;
	int length = snprintf(text, 32, "%s%" PRId64 ".%0*" PRId64, value < 0 ? "-" : "", positive / unit, digits,
			      positive % unit);
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
	put_word(words, "--%s", option);
	put_word(words, "%" PRId64, value);
}

static void say_day(struct words *words, const char *option, int64_t day)
{
	char text[DATE_SIZE];
	say_option(words, option, day == NONE ? NULL : date_text((struct date) { day }, text));
}

void say_instant(struct words *words, const char *option, int64_t at)
{
	char text[INSTANT_SIZE];
	say_option(words, option, at == NONE ? NULL : instant_text((struct instant) { at }, text));
}

void say_words(struct words *words, const char *text)
{
	char one[40];
	for (size_t length; *text; text += length + (text[length] == ' ')) {
		length = strcspn(text, " ");
		snprintf(one, sizeof one, "%.*s", (int)length, text);
		put_word(words, "%s", one);
	}
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

static void put_form_line(const struct model_form_line *line, struct str *json)
{
	char text[32];
	str_printf(json, "{\"sku\":\"%s\",\"qty\":%s", code_products[line->product],
		   decimal(line->qty, 3, false, text));
	if (line->price != NONE)
		str_printf(json, ",\"price\":%s", decimal(line->price, 6, false, text));
	if (line->percent != NONE)
		str_printf(json, ",\"discount\":\"%s%%\"", decimal(line->percent, 2, false, text));
	else if (line->amount != NONE)
		str_printf(json, ",\"discount\":%s", decimal(line->amount, 2, true, text));
	if (line->date != NONE)
		str_printf(json, ",\"date\":\"%s\"", date_text((struct date) { line->date }, text));
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
	if (form->delivery >= 0)
		str_printf(json, ",\"delivery\":\"%s\"", delivery_words[form->delivery]);
	if (form->requested != NONE)
		str_printf(json, ",\"requested\":\"%s\"", date_text((struct date) { form->requested }, text));
	str_put(json, ",\"lines\":[");
	for (int i = 0; i < form->count; i++) {
		str_put(json, i ? "," : "");
		put_form_line(&form->lines[i], json);
	}
	str_put(json, "]}\n");
}

/* "A-1:3@5.00" */
static void say_line(struct words *words, const char *option, const char *of, int64_t qty, int64_t unit_price)
{
	char text[32];
	char price[32];
	bool priced = unit_price != NONE;
	put_word(words, "%s", option);
	put_word(words, "%s:%s%s%s", of, decimal(qty, 3, false, text), priced ? "@" : "",
	    priced ? decimal(unit_price, 6, false, price) : "");
}

static void say_amendment(const struct model_amendment *amendment, struct words *words)
{
	char line[16];
	char text[DATE_SIZE];
	for (int i = 0; i < amendment->count; i++)
		say_line(words, "--add", code_products[amendment->lines[i].product], amendment->lines[i].qty,
			 amendment->lines[i].price);
	snprintf(line, sizeof line, "%d", amendment->line);
	if (amendment->line && amendment->qty != NONE)
		say_line(words, "--quantity", line, amendment->qty, amendment->price);
	if (amendment->line && amendment->date != NONE) {
		put_word(words, "--date");
		put_word(words, "%s:%s", line, date_text((struct date) { amendment->date }, text));
	}
	say_option(words, "priority", amendment->priority < 0 ? NULL : priority_words[amendment->priority]);
	say_day(words, "requested", amendment->requested);
	say_day(words, "promised", amendment->promised);
}

void say_change(const struct step *step, struct words *words)
{
	char text[32];
	if (step->kind == AMEND) {
		say_amendment(&step->amendment, words);
	} else if (step->amendment.line) {
		say_number(words, "line", step->amendment.line);
		say_option(words, "qty",
			   step->amendment.qty == NONE ? NULL : decimal(step->amendment.qty, 3, false, text));
	}
}

/* One order from the options; discounts and dates of lines are only in forms. */
static void say_form(struct words *words, const struct model_form *form)
{
	put_word(words, "-c");
	put_word(words, "%s", code_customers[form->customer]);
	for (int i = 0; i < form->count; i++) {
		const struct model_form_line *line = &form->lines[i];
		say_line(words, "-l", code_products[line->product], line->qty, line->price);
	}
	if (form->ref) {
		put_word(words, "--ref");
		put_word(words, "R-%d", form->ref);
	}
	say_option(words, "priority", form->priority < 0 ? NULL : priority_words[form->priority]);
	say_option(words, "warehouse", form->warehouse < 0 ? NULL : code_warehouses[form->warehouse]);
	say_option(words, "delivery", form->delivery < 0 ? NULL : delivery_words[form->delivery]);
	say_day(words, "requested", form->requested);
}

/* --- what each kind takes ----------------------------------------------------------------------------------------- */

static void say_orders(const struct model *model, const struct step *step, struct words *words)
{
	if (step->move && (step->kind == CONFIRM || step->kind == DELIVER))
		put_word(words, step->kind == CONFIRM ? "--reschedule" : "--early");
	if (step->next) {
		say_number(words, "next", step->next);
		say_option(words, "customer", step->customer < 0 ? NULL : code_customers[step->customer]);
		return;
	}
	words->has_input = step->piped;
	if (step->piped)
		put_word(words, "-");
	for (int i = 0; i < step->count; i++) {
		char text[ID_SIZE];
		int number = step_order(model, step->tags[i]);
		int shipment = step_shipment(model, step, number);
		if (shipment)
			shipment_id_text((struct shipment_id) { shipment }, text);
		else if (step->by_shipment && number > model->books.orders)
			shipment_id_text((struct shipment_id) { number }, text);
		else
			order_id_text((struct order_id) { number }, text);
		if (step->piped)
			str_printf(&words->input, "%s\n", text);
		else
			put_word(words, "%s", text);
	}
}

static void say_content(const struct step *step, const char *option, struct words *words)
{
	char text[32];
	put_word(words, "--%s", option);
	put_word(words, "%s=%s", code_products[step->lines[0].product], decimal(step->lines[0].qty, 3, false, text));
}

static void say_reallocation(const struct model *model, const struct step *step, struct words *words)
{
	static const char *const options[] = { "from", "to" };
	char text[32];
	char id[ID_SIZE];
	put_word(words, "%s", code_products[step->lines[0].product]);
	for (int i = 0; i < 2; i++)
		say_option(words, options[i], order_id_text((struct order_id){ step_order(model, step->tags[i]) }, id));
	if (step->value != NONE) {
		put_word(words, "--qty=%s", decimal(step->value, 3, false, text));
	}
	say_option(words, "warehouse", step->warehouse < 0 ? NULL : code_warehouses[step->warehouse]);
}

static void say_lines(const struct step *step, struct words *words)
{
	char text[32];
	words->has_input = step->piped;
	if (step->piped)
		put_word(words, "-");
	for (int i = 0; i < step->count; i++) {
		const char *sku = code_products[step->lines[i].product];
		decimal(step->lines[i].qty, 3, false, text);
		if (step->piped)
			str_printf(&words->input, "{\"sku\":\"%s\",\"qty\":%s}\n", sku, text);
		else
			put_word(words, "%s:%s", sku, text);
	}
	say_option(words, step->kind == TRANSFER ? "from" : "warehouse",
		   step->warehouse < 0 ? NULL : code_warehouses[step->warehouse]);
	say_option(words, "to", step->to < 0 ? NULL : code_warehouses[step->to]);
	if (step->ref) {
		put_word(words, "--ref");
		put_word(words, "PO-%d", step->ref);
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
	say_option(words, "price", decimal(product->price, 6, false, text));
	say_option(words, "tax-rate", decimal(product->rate, 2, false, text));
	say_number(words, "decimals", product->decimals);
	say_option(words, "kind", product->service ? "service" : product->charge ? "charge" : NULL);
	say_number(words, "lead-days", product->lead_days);
	say_option(words, "capacity", product->capacity == NONE ? NULL : decimal(product->capacity, 3, false, text));
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
		say_option(words, targets[i],
			   minutes[i] == NONE ? NULL : decimal(minutes[i] * 1000 / 60, 3, false, text));
}

static void say_edit(const struct step *step, struct words *words)
{
	static const struct {
		const char *noun, *option;
		const char *const *codes;
	} facts[] = { [FACT_TIER] = { "customer", "tier", code_customers },
		      [FACT_PAYMENT_DAYS] = { "customer", "payment-days", code_customers },
		      [FACT_LIMIT] = { "customer", "credit-limit", code_customers },
		      [FACT_PREPAYMENT] = { "customer", "prepayment", code_customers },
		      [FACT_PRICE] = { "product", "price", code_products },
		      [FACT_DECIMALS] = { "product", "decimals", code_products },
		      [FACT_RATE] = { "product", "tax-rate", code_products },
		      [FACT_LEAD_DAYS] = { "product", "lead-days", code_products },
		      [FACT_CAPACITY] = { "product", "capacity", code_products },
		      [FACT_KIND] = { "product", "kind", code_products },
		      [FACT_RANK] = { "warehouse", "rank", code_warehouses } };
	static const char *const kinds[] = { "goods", "service", "charge" };
	char text[32];
	put_word(words, "%s", facts[step->fact].noun);
	put_word(words, "edit");
	put_word(words, "%s", facts[step->fact].codes[step->which]);
	if (step->fact == FACT_TIER)
		say_option(words, "tier", tier_words[step->value]);
	else if (step->fact == FACT_PREPAYMENT)
		say_option(words, "prepayment", step->value ? "yes" : "no");
	else if (step->fact == FACT_LIMIT)
		say_option(words, "credit-limit", step->value == NONE ? "" : decimal(step->value, 2, true, text));
	else if (step->fact == FACT_KIND)
		say_option(words, "kind", kinds[step->value]);
	else if (step->fact == FACT_CAPACITY)
		say_option(words, "capacity", decimal(step->value, 3, false, text));
	else if (step->fact == FACT_PRICE)
		say_option(words, facts[step->fact].option, decimal(step->value, 6, false, text));
	else if (step->fact == FACT_RATE)
		say_option(words, facts[step->fact].option, decimal(step->value, 2, true, text));
	else
		say_number(words, facts[step->fact].option, step->value);
}

static void say_user(const struct step *step, struct words *words)
{
	static const char *const roles[] = {
		[SALES] = "sales", [STORES] = "warehouse", [BILLING] = "billing", [ADMIN] = "admin"
	};
	say_option(words, "name", code_users[step->which]);
	say_option(words, "role", roles[step->value]);
}

static void say_setting(const struct step *step, struct words *words)
{
	put_word(words, "%s", setting_names[step->which]);
	put_word(words, "%s", setting_value(step->which, (int)step->value));
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
	put_word(words, "%s", text);
	if (step->kind == PAY && step->value != NONE)
		put_word(words, "%s", decimal(step->value, 2, true, text));
}

static void say_after(const struct model *model, const struct step *step, struct words *words)
{
	char text[32];
	for (int i = 0; i < step->count; i++) {
		int order = step_order(model, step->tags[i]);
		bool complaint = step->kind == RESOLVE;
		int id = complaint ? step_complaint(model, step, order) : step_return(model, step, order);
		if (step->kind == RETURN_OPEN || step->kind == COMPLAIN)
			put_word(words, "%s", order_id_text((struct order_id){ order }, text));
		else if (complaint)
			put_word(words, "%s", complaint_id_text((struct complaint_id){ id ? id : 900000 }, text));
		else
			put_word(words, "%s", return_id_text((struct return_id){ id ? id : 900000 }, text));
	}
	for (int i = 0; i < step->pieces.count; i++) {
		const struct model_piece *piece = &step->pieces.piece[i];
		put_word(words, "--line=%d%s%s", piece->line, piece->qty == NONE ? "" : ":", piece->qty == NONE ? "" : decimal(piece->qty, 3, false, text));
	}
	if (step->kind == RETURN_INSPECT) {
		say_option(words, "condition", step->judgement.condition < 0 ? NULL : condition_words[step->judgement.condition]);
		say_option(words, "disposition", step->judgement.disposition < 0 ? NULL : disposition_words[step->judgement.disposition]);
		if (step->judgement.credit)
			put_word(words, "--credit");
	}
	say_option(words, "outcome", step->kind == RESOLVE && step->outcome >= 0 ? outcome_words[step->outcome] : NULL);
	if (step->value != NONE && (step->kind == COMPLAIN || step->kind == RESOLVE))
		say_option(words, "amount", decimal(step->value, 2, true, text));
	if (step->kind == RETURN_RECEIVE)
		say_option(words, "warehouse", step->warehouse < 0 ? NULL : code_warehouses[step->warehouse]);
}

void say_subject(const struct model *model, const struct step *step, struct words *words)
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
	case CREDIT:
		say_payment(model, step, words);
		break;
	case EXPIRE:
	case LIST_URGENT:
	case STOCK_LIST:
		break;
	case REALLOCATE:
		say_reallocation(model, step, words);
		break;
	default:
		if (step->kind >= RETURN_OPEN && step->kind <= RESOLVE) {
			say_after(model, step, words);
			break;
		}
		if (step->kind >= RECEIVE && step->kind <= TRANSFER)
			say_lines(step, words);
		else
			say_orders(model, step, words);
		if (step->kind == MISS)
			say_content(step, "short", words);
		if (step->parcels) {
			say_content(step, "package", words);
			say_option(words, "package", "weight=1.5");
		}
	}
}
