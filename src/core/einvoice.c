/* The e-invoice that an invoice was issued as: its very bytes are kept, with their hash in the log, so that what was sent can be shown for ever. */
#include "ordr/event.h"
#include "ordr/hash.h"
#include "ordr/invoice.h"

int einvoice_store(struct core *core, const char *number, const char *xml, size_t length)
{
	char hash[65];
	int64_t row, other;
	int found = db_integer(core->db, &row, "SELECT id FROM invoice WHERE number = $1", A(number));
	if (found != 1)
		return found ? -1 : err_set(core->err, ERR_NOT_FOUND, "no invoice %s", number);
	found = db_integer(core->db, &other, "SELECT 1 FROM einvoice WHERE invoice_id = $1", A(row));
	if (found)
		return found < 0 ? -1 : err_set(core->err, ERR_CONFLICT, "%s has its e-invoice already", number);
	hash_bytes(xml, length, hash);
	if (db_run(core->db, "INSERT INTO einvoice (invoice_id, sha256, xml) VALUES ($1, $2, $3)", A(row), A((const char *)hash), A(xml)))
		return -1;
	struct str what = { 0 };
	str_printf(&what, "\"einvoice\":\"%s\"", hash);
	return event_subject(core, &what, "%s", number);
}

int einvoice_stored(struct core *core, const char *number, const char **xml)
{
	struct db_rows rows;
	*xml = NULL;
	if (db_query(core->db, &rows, "SELECT e.xml FROM invoice i JOIN einvoice e ON e.invoice_id = i.id WHERE i.number = $1", A(number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*xml = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	return *xml ? 1 : err_memory(core->err);
}
