/* How the documents are called whose content is not what was written. */
#include <string.h>

#include "doctor_content.h"
#include "ordr/id.h"
#include "ordr/speak.h"

static const struct {
	const char *kind, *name, *sql; /* what it is called, and its key by the number */
} names[] = {
	{ "customer", TO_TRANSLATE("customer %s"), "SELECT code FROM customer WHERE id = $1" },
	{ "invoice", "%s", "SELECT number FROM invoice WHERE id = $1" },
	{ "product", TO_TRANSLATE("product %s"), "SELECT sku FROM product WHERE id = $1" },
	{ "sla", TO_TRANSLATE("SLA policy %s"), "SELECT code FROM sla_policy WHERE id = $1" },
	{ "stock", TO_TRANSLATE("stock in %s"), "SELECT code FROM warehouse WHERE id = $1" },
	{ "user", TO_TRANSLATE("user %s"), "SELECT name FROM users WHERE id = $1" },
	{ "warehouse", TO_TRANSLATE("warehouse %s"), "SELECT code FROM warehouse WHERE id = $1" },
};

/* The documents that are called by their number alone. */
static const char *number_name(const char *kind, int64_t id, char text[ID_SIZE])
{
	if (id <= 0) /* what belonged to a document has lost its way */
		return NULL;
	if (!strcmp(kind, "order"))
		return order_id_text((struct order_id){ id }, text);
	if (!strcmp(kind, "shipment"))
		return shipment_id_text((struct shipment_id){ id }, text);
	if (!strcmp(kind, "return"))
		return return_id_text((struct return_id){ id }, text);
	return strcmp(kind, "complaint") ? NULL : complaint_id_text((struct complaint_id){ id }, text);
}

static int find_name(struct core *core, const char *kind, int64_t id, const char **name)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct db_rows rows;
		if (strcmp(names[i].kind, kind))
			continue;
		if (db_query_values(core->db, &rows, names[i].sql, (struct db_value[]){ A(id) }, 1))
			return -1;
		int found = db_next(&rows);
		if (found != 1)
			return found;
		*name = arena_printf(core->arena, "%s" SPEAK_WITH "%s", names[i].name, db_column_text(&rows, 0));
		db_finish(&rows);
		return *name ? 0 : err_memory(core->err);
	}
	return 0;
}

int content_name(struct core *core, const char *kind, int64_t id, const char **name)
{
	char text[ID_SIZE];
	const char *number = number_name(kind, id, text);
	*name = number ? arena_strdup(core->arena, number) : NULL;
	if (!number && find_name(core, kind, id, name))
		return -1;
	if (!*name && !number && !strcmp(kind, "stock-move"))
		*name = arena_printf(core->arena, "%s" SPEAK_WITH "%lld" SPEAK_WITH "%lld", TO_TRANSLATE("stock moves %s to %s"), (long long)id * 1024, (long long)id * 1024 + 1023);
	else if (!*name && !number)
		*name = id ? arena_printf(core->arena, "%s %lld", kind, (long long)id) : arena_printf(core->arena, "%ss", kind);
	return *name ? 0 : err_memory(core->err);
}
