/* Facts that were overwritten. They are few: most of what happens is added, with its time. What an order is asked for at present never comes here. */
#include <string.h>

#include "ordr/past.h"

int past_keep(struct core *core, struct order_id id, int64_t part, const char *fact, int64_t value)
{
	return db_run(core->db, "INSERT INTO past (order_id, part, fact, until, value) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
		      A(id.number), A(part), A(fact), A(core->now), A(value));
}

#define ORDER_FACT(name) " UNION ALL SELECT id, 0, '" #name "', $2, " #name " FROM orders WHERE id = $1"

int past_keep_order(struct core *core, struct order_id id)
{
	return db_run(core->db,
		      "INSERT INTO past (order_id, part, fact, until, value)"
		      " SELECT id, 0, 'priority', $2, priority FROM orders WHERE id = $1" ORDER_FACT(revision) ORDER_FACT(approved) ORDER_FACT(promised)
		      ORDER_FACT(ship_by) ORDER_FACT(net) ORDER_FACT(confirm_due) ORDER_FACT(confirm_risk) ORDER_FACT(ship_due)
		      ORDER_FACT(ship_risk) ORDER_FACT(deliver_due) ORDER_FACT(deliver_risk) ORDER_FACT(shipped_at)
		      ORDER_FACT(delivered_at) ORDER_FACT(closed_at) ORDER_FACT(stopped_at) " ORDER BY 3 ON CONFLICT DO NOTHING",
		      A(id.number), A(core->now));
}

int past_keep_waiting(struct core *core, struct order_id id, int64_t line)
{
	return db_run(core->db,
		      "INSERT INTO past (order_id, part, fact, until, value) SELECT order_id, line, 'backordered', $2, backordered"
		      " FROM order_line WHERE order_id = $1 AND (line = $3 OR ($3 = 0 AND backordered > 0)) ON CONFLICT DO NOTHING",
		      A(id.number), A(core->now), A(line));
}

int past_keep_shipments(struct core *core, struct order_id id, int64_t shipment)
{
	return db_run(core->db,
		      "INSERT INTO past (order_id, part, fact, until, value)"
		      " SELECT order_id, id, 'open', $2, 1 FROM shipment WHERE order_id = $1 AND state IN ('picking', 'packed') AND ($3 = 0 OR id = $3)"
		      " UNION ALL SELECT order_id, id, 'packed_at', $2, packed_at FROM shipment WHERE order_id = $1 AND state IN ('picking', 'packed')"
		      " AND ($3 = 0 OR id = $3)"
		      " UNION ALL SELECT s.order_id, s.id, 'line ' || l.line, $2, l.quantity FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
		      " WHERE s.order_id = $1 AND s.state IN ('picking', 'packed') AND ($3 = 0 OR s.id = $3) ORDER BY 2, 3 ON CONFLICT DO NOTHING",
		      A(id.number), A(core->now), A(shipment));
}

int past_each(struct core *core, struct order_id id, int (*each)(void *context, const struct past_row *row), void *context)
{
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT part, fact, value FROM past WHERE order_id = $1 AND until > $2 ORDER BY until DESC", A(id.number),
		     A(core->now)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		const struct past_row row = { db_column_integer(&rows, 0), db_column_text(&rows, 1), db_column_integer(&rows, 2) };
		if (each(context, &row)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

int64_t past_time(const struct core *core, int64_t at)
{
	return at != NONE && core->past && at > core->now.ms ? NONE : at;
}

/* --- from the log ------------------------------------------------------------------------------------------------------------- */

/* The text after "FIELD":{"from": in what an edit wrote, as ordr writes JSON: without blanks. */
static const char *find_from(const char *what, const char *field, struct str *key)
{
	str_clear(key);
	str_printf(key, "\"%s\":{\"from\":", field);
	const char *at = key->text ? strstr(what, key->text) : NULL;
	return at ? at + key->length : NULL;
}

static const char *read_text(struct core *core, const char *json)
{
	struct str text = { 0 };
	if (*json != '"')
		return arena_strndup(core->arena, json, strcspn(json, ",}"));
	for (json++; *json && *json != '"'; json++) {
		if (*json == '\\' && json[1])
			json++;
		str_put_char(&text, *json);
	}
	const char *kept = text.failed ? NULL : arena_strdup(core->arena, text.text ? text.text : "");
	str_release(&text);
	return kept;
}

int past_text(struct core *core, const char *subject, const char *field, const char **text)
{
	struct db_rows rows;
	struct str key = { 0 };
	int found;
	if (!core->past)
		return 0;
	/* The first edit after the moment has what it was. */
	if (db_query(core->db, &rows, "SELECT what FROM event WHERE subject = $1 AND at > $2 ORDER BY seq", A(subject), A(core->now)))
		return -1;
	while ((found = db_next(&rows)) == 1) {
		const char *from = find_from(db_column_text(&rows, 0), field, &key);
		if (!from)
			continue;
		*text = strncmp(from, "null", 4) ? read_text(core, from) : NULL;
		bool failed = strncmp(from, "null", 4) && !*text;
		db_finish(&rows);
		str_release(&key);
		return failed ? err_memory(core->err) : 0;
	}
	str_release(&key);
	return found;
}
