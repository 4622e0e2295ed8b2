/* ordr init: makes a database, with one warehouse, since stock must lie somewhere; --demo fills it with a small company. */
#include <string.h>

#include "demo.h"
#include "ordr/master.h"

struct init_options {
	bool demo;
};

static const struct opt options[] = {
	OPT(struct init_options, demo, 0, FLAG, NULL, "fill it with a small company to try things on"),
	OPT_END,
};

/* What was made, as a record. */
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

static int make_warehouse(struct run *run)
{
	struct warehouse warehouse;
	field_clear(warehouse_schema.fields, &warehouse);
	warehouse.code = "MAIN";
	warehouse.name = "Main warehouse";
	return master_add(run->core, &master_warehouse, &warehouse);
}

static int tell(struct run *run, bool demo)
{
	const struct database database = { run->database, db_schema_version() };
	struct arena *arena = run->core->arena;
	if (out_format(run->out) != OUT_TABLE || out_fields(run->out)) {
		if (out_begin(run->out, &database_schema, OUT_REPORT) || out_record(run->out, &database))
			return -1;
		return out_end(run->out);
	}
	if (!out_terminal(run->out))
		return out_line(run->out, run->database);
	if (run->quiet)
		return 0;
	const char *line = arena_printf(arena, "%s is ready; next: %s", run->database,
					demo ? "ordr list, ordr report urgent" : "ordr customer import FILE, ordr product import FILE");
	return line ? out_line(run->out, line) : err_memory(run->core->err);
}

static int run_init(struct run *run)
{
	const struct init_options *given = run->options;
	if (make_warehouse(run) || (given->demo && demo_fill(run)))
		return -1;
	return tell(run, given->demo);
}

const struct cmd cmd_init = {
	.name = "init",
	.group = "set up",
	.synopsis = "",
	.summary = "make a database",
	.options = options,
	.options_size = sizeof(struct init_options),
	.access = ACCESS_CREATE,
	.run = run_init,
};
