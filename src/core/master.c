/* Keeping master data: one way for customers, products, warehouses, SLA policies and users, led by the table of each. */
#include <string.h>

#include "ordr/event.h"
#include "ordr/identifiers.h"
#include "ordr/master.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

static const struct field *key_field(const struct master *master)
{
	const struct field *field = master->schema->fields;
	while (!(field->flags & FIELD_KEY))
		field++;
	return field;
}

const char *master_key(const struct master *master, const void *record)
{
	return *(const char *const *)(const void *)((const char *)record + key_field(master)->offset);
}

/* Prices and limits are in the company's currency; the tables hold only their minor units. */
static int stamp_currency(struct core *core, const struct master *master, void *record)
{
	for (const struct field *field = master->schema->fields; field->name; field++) {
		struct money *money = (void *)((char *)record + field->offset);
		struct price *price = (void *)((char *)record + field->offset);
		const char *currency = field->type == FIELD_MONEY || field->type == FIELD_PRICE ? settings_currency(core) : "";
		if (!currency)
			return -1;
		if (field->type == FIELD_MONEY)
			*money = money_make(money->minor, currency);
		else if (field->type == FIELD_PRICE)
			*price = price_make(price->units, currency);
	}
	return 0;
}

int master_find(struct core *core, const struct master *master, const char *key, void *record)
{
	int found = db_one(core->db, core->arena, master->schema, record, master->one, A(key));
	return found == 1 && stamp_currency(core, master, record) ? -1 : found;
}

int master_check_days(struct core *core, const char *field, int64_t days)
{
	if (days == NONE || (days >= 0 && days <= MASTER_DAYS_MAX))
		return 0;
	err_set(core->err, ERR_INVALID, "%s of %lld days cannot be kept", field, (long long)days);
	return err_hint(core->err, "from 0 to %d", MASTER_DAYS_MAX);
}

int master_check_country(struct core *core, const char *field, const char *country)
{
	if (!country || country_known(country))
		return 0;
	if (strlen(country) == 2 && strspn(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2) {
		err_set(core->err, ERR_INVALID, "%s \"%s\" is not a code of ISO 3166-1", field, country);
		return err_hint(core->err, "DE is Germany, AT Austria, GB the United Kingdom, GR Greece");
	}
	err_set(core->err, ERR_INVALID, "%s \"%.40s\" is not two capital letters", field, country);
	return err_hint(core->err, "such as DE");
}

int master_load(struct core *core, const struct master *master, const char *key, void *record)
{
	int found = master_find(core, master, key, record);
	if (found)
		return found == 1 ? 0 : -1;
	char meant[MASTER_MEANT_SIZE];
	if (master_meant(core, master, key, meant))
		return -1;
	err_set(core->err, ERR_NOT_FOUND, "no %s %s", translate_in("noun", master->word), key);
	if (*meant)
		return err_hint(core->err, "did you mean %s?", meant);
	return err_hint(core->err, "ordr %s list shows them all", master->word);
}

int master_add(struct core *core, const struct master *master, void *record)
{
	const char *key = master_key(master, record);
	void *other = arena_alloc(core->arena, master->schema->size);
	if (!other)
		return err_memory(core->err);
	int found = master_find(core, master, key, other);
	if (found < 0)
		return -1;
	if (found) {
		err_set(core->err, ERR_CONFLICT, "%s %s is kept already", translate_in("noun", master->word), key);
		return err_hint(core->err, "ordr %s edit %s changes it", master->word, key);
	}
	if ((master->standard && master->standard(core, record)) || (master->check && master->check(core, record)))
		return -1;
	if (db_run_record(core->db, master->insert, master->schema->fields, record, NULL, 0))
		return -1;
	struct str what = { 0 };
	field_put_members(master->schema->fields, record, &what);
	return event_subject(core, &what, "%s %s", master->word, key);
}

/* "name":{"from":"Ada","to":"Ada Ltd"} for each field that differs. */
static void put_changes(const struct master *master, const void *before, const void *after, struct str *what)
{
	struct str from = { 0 };
	struct str to = { 0 };
	for (const struct field *field = master->schema->fields; field->name; field++) {
		str_clear(&from);
		str_clear(&to);
		field_put_json(field, before, &from);
		field_put_json(field, after, &to);
		if (from.failed || to.failed)
			what->failed = true;
		else if (strcmp(from.text, to.text))
			str_printf(what, "%s\"%s\":{\"from\":%s,\"to\":%s}", what->length ? "," : "", field->name, from.text, to.text);
	}
	str_release(&from);
	str_release(&to);
}

int master_edit(struct core *core, const struct master *master, const void *before, void *after)
{
	const char *key = master_key(master, before);
	if (strcmp(key, master_key(master, after)))
		return err_set(core->err, ERR_INVALID, "the %s of a %s does not change", key_field(master)->name, translate_in("noun", master->word));
	if ((master->standard && master->standard(core, after)) || (master->check && master->check(core, after)))
		return -1;
	struct str what = { 0 };
	put_changes(master, before, after, &what);
	if (!what.length && !what.failed)
		return 0;
	if (db_run_record(core->db, master->update, master->schema->fields, after, NULL, 0)) {
		str_release(&what);
		return -1;
	}
	return event_subject(core, &what, "%s %s", master->word, key);
}

int master_each(struct core *core, const struct master *master, int (*each)(void *context, const void *record), void *context)
{
	struct db_rows rows;
	if (db_query(core->db, &rows, master->list, DB_NONE))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		void *record = arena_alloc(core->arena, master->schema->size);
		if (!record) {
			db_finish(&rows);
			return err_memory(core->err);
		}
		field_clear(master->schema->fields, record);
		int result = db_load(&rows, core->arena, master->schema->fields, record) || stamp_currency(core, master, record) ||
			     each(context, record);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
