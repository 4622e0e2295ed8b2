/* ordr version: which ordr this is, and which databases it reads. */
#include "build.h"
#include "ordr/cmd.h"

struct version {
	const char *version, *build;
	int64_t schema_version;
	const char *engine;
};

static const struct field fields[] = {
	F(struct version, version, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "of ordr"),
	F(struct version, build, TEXT, FIELD_SHOWN, "the commit that it was built from; null of a release's archive"),
	{ .name = "database_schema", .type = FIELD_INTEGER, .offset = offsetof(struct version, schema_version),
	  .flags = FIELD_REQUIRED | FIELD_SHOWN, .help = "the newest schema of a database that this ordr knows" },
	F(struct version, engine, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "what keeps the database"),
	FIELD_END,
};

const struct schema version_schema = { .name = "ordr.version/1",
				       .title = "Which ordr this is.",
				       .fields = fields,
				       .size = sizeof(struct version) };

static int run_version(struct run *run)
{
	const struct version version = { ORDR_VERSION, *ORDR_BUILD ? ORDR_BUILD : NULL, db_schema_version(), db_engine_version() };
	if (out_format(run->out) == OUT_TABLE && !run->verbose && !out_fields(run->out))
		return out_line(run->out, "ordr " ORDR_VERSION);
	if (out_begin(run->out, &version_schema, OUT_REPORT) || out_record(run->out, &version))
		return -1;
	return out_end(run->out);
}

const struct cmd cmd_version = {
	.name = "version",
	.group = "care",
	.synopsis = "",
	.summary = "which ordr this is; with -v also what it is made of",
	.run = run_version,
};
