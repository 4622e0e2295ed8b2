/* Taking an order: what the form says is frozen as rows, with its prices, its taxes and the times by which it must be served. A key makes it
 * safe to hand in twice. */
#include <string.h>

#include "ordr/event.h"
#include "ordr/hash.h"
#include "ordr/idempotency.h"
#include "ordr/sla.h"
#include "order_parts.h"

static void put_given(const struct field *fields, const void *record, struct str *content);

static void put_value(const struct field *field, const void *record, struct str *content)
{
	const void *member = (const char *)record + field->offset;
	const struct list *list = member;
	if (field->type == FIELD_OBJECT) {
		put_given(field->fields, member, content);
	} else if (field->type == FIELD_LIST) {
		str_put_char(content, '[');
		for (size_t i = 0; i < list->count; i++)
			put_given(field->fields, (const char *)list->items + i * field->size, content);
		str_put_char(content, ']');
	} else {
		field_put_json(field, record, content);
	}
}

/* The content of a form for comparing: what is given alone, by its field table, so that a field added to forms later changes the hash of
 * no form of before. Numbers are written exactly: 5 and 5.0 are the same content. */
static void put_given(const struct field *fields, const void *record, struct str *content)
{
	str_put_char(content, '{');
	for (const struct field *field = fields; field->name; field++) {
		if (field_absent(field, record))
			continue;
		str_put_char(content, '"');
		str_put(content, field->name);
		str_put(content, "\":");
		put_value(field, record, content);
		str_put_char(content, ',');
	}
	str_put_char(content, '}');
}

static int hash_form(struct core *core, const struct order_form *form, char hash[65])
{
	struct order_form keyless = *form;
	struct str content = { 0 };
	keyless.key = NULL;
	put_given(order_form_schema.fields, &keyless, &content);
	bool failed = content.failed;
	if (!failed)
		hash_bytes(content.text, content.length, hash);
	str_release(&content);
	return failed ? err_memory(core->err) : 0;
}

#define DOCUMENT "order "

/* The order that this key was used for with this content. 1, 0, −1. */
static int recall(struct core *core, const char *key, const char *hash, struct order_id *id)
{
	const char *documents;
	int found = idempotency_find(core, key, hash, &documents);
	if (found < 0)
		err_path(core->err, "/key");
	if (found != 1)
		return found;
	if (!strncmp(documents, DOCUMENT, strlen(DOCUMENT)) && !order_id_parse(documents + strlen(DOCUMENT), id))
		return 1;
	err_set(core->err, ERR_CONFLICT, "the key %s was used for something else (%.60s)", key, documents);
	err_hint(core->err, "a new step takes a new key");
	return err_path(core->err, "/key");
}

static int remember(struct core *core, const char *key, const char *hash, struct order_id id)
{
	char text[ID_SIZE];
	char documents[ID_SIZE + sizeof DOCUMENT] = DOCUMENT;
	strcat(documents, order_id_text(id, text));
	return idempotency_store(core, key, hash, documents);
}

static int insert_order(struct core *core, const struct priced_order *priced, struct order_id *id)
{
	const struct order_form *form = priced->form;
	const struct address *to = &form->ship_to;
	const struct instant none = { NONE };
	struct sla_dues dues;
	if (sla_targets(core, priced->tier, form->priority ? form->priority : "normal", core->now, &dues))
		return -1;
	if (!priced->goods) /* services are never shipped */
		dues.ship_due = dues.ship_risk = none;
	/* next_due as order_progress will find it in most cases, which then has nothing to write. */
	if (db_run(core->db,
		   "INSERT INTO orders (customer_id, priority, ref, key, channel, warehouse_id, placed_at, placed_by, requested,"
		   " confirm_due, confirm_risk, ship_due, ship_risk, deliver_due, deliver_risk, currency, net, tax, gross,"
		   " ship_name, ship_street, ship_city, ship_postcode, ship_country, note, delivery, next_due, prepaid) VALUES ($1, $2, $3, $4,"
		   " $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $10, $27)",
		   A(priced->customer), A(priced->priority), A(form->ref), A(form->key), A(priced->channel), A(priced->warehouse),
		   A(core->now), A(core->actor), A(form->requested), A(dues.confirm_due), A(dues.confirm_risk), A(dues.ship_due),
		   A(dues.ship_risk), A(dues.deliver_due), A(dues.deliver_risk), A(priced->currency), A(priced->net), A(priced->tax),
		   A(priced->gross), A(to->name), A(to->street), A(to->city), A(to->postcode), A(to->country), A(form->note), A(priced->delivery),
		   A(priced->prepaid)))
		return -1;
	id->number = db_last_id(core->db);
	return 0;
}

int order_insert_line(struct core *core, struct order_id id, int64_t number, int64_t revision, const struct priced_line *line)
{
	return db_run(core->db,
		      "INSERT INTO order_line (order_id, line, revision, product_id, sku, name, kind, unit, ordered, price, discount, tax_category,"
		      " tax_rate, net, date, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
		      A(id.number), A(number), A(revision), A(line->product), A(line->form->sku), A(line->name), A(line->kind), A(line->unit),
		      A(line->form->qty), A(line->price), A(line->discount), A(line->tax_category), A(line->tax_rate), A(line->net),
		      A(line->form->date), A(line->form->note));
}

static int placed_event(struct core *core, const struct priced_order *priced, struct order_id id)
{
	char gross[MONEY_SIZE];
	struct str what = { 0 };
	str_put(&what, "\"customer\":");
	str_put_json(&what, priced->form->customer);
	str_put(&what, ",\"ref\":");
	str_put_json(&what, priced->form->ref);
	str_put(&what, ",\"key\":");
	str_put_json(&what, priced->form->key);
	str_printf(&what, ",\"lines\":%zu,\"gross\":%s,\"currency\":", priced->form->lines.count, money_text(priced->gross, gross));
	str_put_json(&what, priced->currency);
	return event_order(core, id, &what);
}

static int insert(struct core *core, const struct priced_order *priced, struct order_id *id)
{
	if (insert_order(core, priced, id))
		return -1;
	for (size_t i = 0; i < priced->form->lines.count; i++)
		if (order_insert_line(core, *id, (int64_t)i + 1, 1, &priced->lines[i]))
			return -1;
	if (placed_event(core, priced, *id))
		return -1;
	return order_progress(core, *id, core->now);
}

int order_place(struct core *core, const struct order_form *form, struct order_id *id, bool *replayed)
{
	char hash[65];
	struct priced_order priced;
	*replayed = false;
	if (form->key) {
		int found = hash_form(core, form, hash) ? -1 : recall(core, form->key, hash, id);
		*replayed = found == 1;
		if (found)
			return found < 0 ? -1 : 0;
	}
	if (order_check(core, form, &priced) || insert(core, &priced, id) || order_confirm_auto(core, *id, priced.gross))
		return -1;
	return form->key ? remember(core, form->key, hash, *id) : 0;
}
