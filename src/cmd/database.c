/* A database that was made: init and import tell of it alike. */
#include "database.h"
#include "ordr/speak.h"

struct database {
	const char *file;
	int64_t schema_version;
};

static const struct field fields[] = {
	F(struct database, file, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "the file, as it was named"),
	{ .name = "database_schema", .type = FIELD_INTEGER, .offset = offsetof(struct database, schema_version),
	  .flags = FIELD_REQUIRED | FIELD_SHOWN, .help = "version of its schema" },
	FIELD_END,
};

const struct schema database_schema = { .name = "ordr.database/1",
					.title = "A database that was made.",
					.fields = fields,
					.size = sizeof(struct database) };

int database_tell(struct run *run, const char *next)
{
	const struct database database = { run->database, db_schema_version() };
	if (out_format(run->out) != OUT_TABLE || out_fields(run->out)) {
		if (out_begin(run->out, &database_schema, OUT_REPORT) || out_record(run->out, &database))
			return -1;
		return out_end(run->out);
	}
	if (!out_terminal(run->out))
		return out_line(run->out, run->database);
	if (run->quiet)
		return 0;
	const char *line = arena_printf(run->core->arena, translate("%s is ready; next: %s"), run->database, next);
	return line ? out_line(run->out, line) : err_memory(run->core->err);
}
