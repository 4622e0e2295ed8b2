/* ordr init: makes a database, with one warehouse, since stock must lie somewhere; --demo fills it with a small company. */
#include <string.h>

#include "database.h"
#include "demo.h"
#include "ordr/master.h"

struct init_options {
	bool demo;
};

static const struct opt options[] = {
	OPT(struct init_options, demo, 0, FLAG, NULL, "fill it with a small company to try things on"),
	OPT_END,
};

static int make_warehouse(struct run *run)
{
	struct warehouse warehouse;
	field_clear(warehouse_schema.fields, &warehouse);
	warehouse.code = "MAIN";
	warehouse.name = "Main warehouse";
	return master_add(run->core, &master_warehouse, &warehouse);
}

static int run_init(struct run *run)
{
	const struct init_options *given = run->options;
	if (make_warehouse(run) || (given->demo && demo_fill(run)))
		return -1;
	return database_tell(run, given->demo ? "ordr list, ordr report urgent" : "ordr customer import FILE, ordr product import FILE");
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
