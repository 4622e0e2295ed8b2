/* ordr restore: puts a backup in the place of the database. */
#include "ordr/backup.h"
#include "ordr/cmd.h"
#include "ordr/speak.h"

struct restore_options {
	bool confirm;
};

static const struct opt options[] = {
	OPT(struct restore_options, confirm, 0, FLAG, NULL, "replace the database that is there"),
	OPT_END,
};

static int print(struct run *run, const struct restored *restored)
{
	if (out_format(run->out) == OUT_TABLE && !out_fields(run->out)) {
		if (!out_terminal(run->out))
			return out_line(run->out, restored->file);
		if (run->quiet)
			return 0;
		const char *line = arena_printf(run->core->arena, translate("%s is restored from %s: %lld events; next: ordr doctor"),
						restored->file, restored->from, (long long)restored->events);
		return line ? out_line(run->out, line) : err_memory(run->core->err);
	}
	if (out_begin(run->out, &restore_schema, OUT_REPORT) || out_record(run->out, restored))
		return -1;
	return out_end(run->out);
}

static int run_restore(struct run *run)
{
	const struct restore_options *given = run->options;
	struct restored restored;
	if (backup_restore(run->core, run->operands[0], run->database, given->confirm, run->wait_ms, &restored))
		return -1;
	return print(run, &restored);
}

const struct cmd cmd_restore = {
	.name = "restore",
	.group = "care",
	.synopsis = "FILE",
	.summary = "put a backup in the place of the database",
	.options = options,
	.options_size = sizeof(struct restore_options),
	.operand = OPERAND_PATH,
	.min = 1,
	.max = 1,
	.run = run_restore,
};
