/* ordr form: the order form that a customer fills in, one page that holds the product list and needs no network. What it saves is a file for
 * ordr place. */
#include <string.h>

#include "ordr/catalogue.h"
#include "ordr/cmd.h"
#include "ordr/master.h"
#include "ordr/settings.h"
#include "page_files.h"

struct form_options {
	bool html;
	const char *customer, *lang;
};

static const char *const languages[] = { "de", "en", NULL };

static const struct opt options[] = {
	OPT(struct form_options, html, 0, FLAG, NULL, "as a page for a browser, the one kind there is"),
	OPT(struct form_options, customer, 'c', TEXT, "CUSTOMER", "for this customer: the number is filled in, the language is the customer's"),
	OPT_ONE_OF(struct form_options, lang, 0, languages, "de|en", "the language that it begins with; else the reader's browser says"),
	OPT_END,
};

static const char *page_file(const char *name)
{
	const struct embedded_file *file = page_files;
	while (strcmp(file->name, name))
		file++;
	return file->text;
}

/* Inside a script element nothing may look like markup: in JSON a "<" stands in strings alone, where it may be escaped. */
static int put(struct run *run, const struct str *json)
{
	struct str safe = { 0 };
	for (size_t i = 0; i < json->length; i++)
		json->text[i] == '<' ? str_put(&safe, "\\u003c") : str_put_char(&safe, json->text[i]);
	int result = json->failed || safe.failed ? err_memory(run->core->err) : out_text(run->out, safe.text);
	str_release(&safe);
	return result;
}

/* Exact numbers as texts, since a page would read them as floating point. */
static void put_value(struct str *str, const struct field *field, const void *record)
{
	bool exact = field->type == FIELD_MONEY || field->type == FIELD_PRICE || field->type == FIELD_QUANTITY || field->type == FIELD_PERCENT;
	bool quoted = exact && !field_absent(field, record);
	str_put(str, quoted ? "\"" : "");
	field_put_json(field, record, str);
	str_put(str, quoted ? "\"" : "");
}

struct items {
	struct run *run;
	bool any;
};

static int put_item(void *context, const struct catalogue_item *item)
{
	struct items *items = context;
	struct str json = { 0 };
	str_put(&json, items->any ? ",\n{" : "{");
	items->any = true;
	for (const struct field *field = catalogue_schema.fields; field->name; field++) {
		str_printf(&json, "%s\"%s\":", field == catalogue_schema.fields ? "" : ",", field->name);
		put_value(&json, field, item);
	}
	str_put(&json, "}");
	int result = put(items->run, &json);
	str_release(&json);
	return result;
}

static int put_data(struct run *run, const struct form_options *given, const struct customer *customer)
{
	char date[DATE_SIZE];
	struct items items = { .run = run };
	struct str json = { 0 };
	const char *company = settings_text(run->core, "company.name");
	const char *currency = settings_currency(run->core);
	if (!company || !currency)
		return -1;
	str_put(&json, "{\"company\":");
	str_put_json(&json, company);
	str_put(&json, ",\"customer\":");
	str_put_json(&json, customer->code);
	str_put(&json, ",\"language\":");
	str_put_json(&json, given->lang ? given->lang : customer->language);
	str_printf(&json, ",\"as_of\":\"%s\",\"currency\":\"%s\",\"digits\":%d,\"products\":[\n",
		   date_text(instant_date(run->core->now, NULL), date), currency, currency_digits(currency));
	int result = put(run, &json);
	str_release(&json);
	return result || catalogue_each(run->core, put_item, &items) ? -1 : out_text(run->out, "\n]}");
}

/* The page with its parts in the places that it marks. */
static int put_page(struct run *run, const struct form_options *given, const struct customer *customer)
{
	static const struct {
		const char *mark, *file;
	} parts[] = { { "<!--style-->", "order.css" }, { "<!--data-->", NULL }, { "<!--script-->", "order.js" } };
	const char *page = page_file("order.html");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *mark = strstr(page, parts[i].mark);
		const char *before = arena_printf(run->core->keep, "%.*s", (int)(mark - page), page);
		if (!before)
			return err_memory(run->core->err);
		if (out_text(run->out, before) || (parts[i].file ? out_text(run->out, page_file(parts[i].file)) : put_data(run, given, customer)))
			return -1;
		page = mark + strlen(parts[i].mark);
	}
	return out_text(run->out, page);
}

static int run_form(struct run *run)
{
	const struct form_options *given = run->options;
	struct customer customer = { 0 };
	if (!given->html) {
		err_set(run->core->err, ERR_USAGE, "form: say which kind of form");
		return err_hint(run->core->err, "ordr form --html > order.html");
	}
	if (given->customer && master_load(run->core, &master_customer, given->customer, &customer))
		return -1;
	bool spoken = customer.language && (!strcmp(customer.language, "de") || !strcmp(customer.language, "en"));
	customer.language = spoken ? customer.language : NULL;
	return put_page(run, given, &customer);
}

const struct cmd cmd_form = {
	.name = "form",
	.group = "orders",
	.synopsis = "--html [FILE|-]",
	.summary = "make the order form that a customer fills in",
	.options = options,
	.options_size = sizeof(struct form_options),
	.operand = OPERAND_OUTPUT,
	.max = 1,
	.access = ACCESS_READ,
	.run = run_form,
};
