/* Migrations only go forward, each numbered file once, in order. A new database is made by running them all, so there is one way
 * to the schema and not two. */
#include <stddef.h>

#include "engine.h"
#include "schema_sqlite.h"

#define MIGRATIONS ((int)(sizeof migrations / sizeof *migrations))

int db_schema_version(void)
{
	return MIGRATIONS;
}

int migrate(const struct engine *engine, void *connection, int version, struct err *err)
{
	for (int i = version; i < MIGRATIONS; i++)
		if (engine->execute(connection, migrations[i].sql) != ENGINE_OK)
			return engine->explain(connection, false, err);
	return 0;
}
