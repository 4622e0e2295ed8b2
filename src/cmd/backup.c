/* ordr backup: a whole copy of the database while others go on writing. */
#include "ordr/backup.h"
#include "ordr/cmd.h"
#include "ordr/speak.h"

struct backup_options {
	int64_t keep;
};

static const struct opt options[] = {
	OPT(struct backup_options, keep, 0, INTEGER, "N", "in a directory: keep the newest N of this database, remove older ones"),
	OPT_END,
};

static int print_sentence(struct run *run, const struct backup *backup)
{
	struct str text = { 0 };
	str_printf(&text,
		   backup->events == 1 ? translate("%s is a whole copy of %s: %lld event, %lld bytes")
				       : translate("%s is a whole copy of %s: %lld events, %lld bytes"),
		   backup->file, run->database, (long long)backup->events, (long long)backup->bytes);
	for (size_t i = 0; i < backup->removed.count; i++)
		str_printf(&text, "%s%s", i ? ", " : translate("; removed "), ((const char *const *)backup->removed.items)[i]);
	int result = text.failed ? err_memory(run->core->err) : out_line(run->out, text.text);
	str_release(&text);
	return result;
}

static int print(struct run *run, const struct backup *backup)
{
	if (out_format(run->out) == OUT_TABLE && !out_fields(run->out)) {
		if (!out_terminal(run->out))
			return out_line(run->out, backup->file);
		return run->quiet ? 0 : print_sentence(run, backup);
	}
	if (out_begin(run->out, &backup_schema, OUT_REPORT) || out_record(run->out, backup))
		return -1;
	return out_end(run->out);
}

static int run_backup(struct run *run)
{
	const struct backup_options *given = run->options;
	struct backup backup;
	if (backup_make(run->core, run->database, run->count ? run->operands[0] : NULL, given->keep, &backup))
		return -1;
	return print(run, &backup);
}

const struct cmd cmd_backup = {
	.name = "backup",
	.group = "care",
	.synopsis = "[FILE|DIRECTORY]",
	.summary = "make a whole copy of the database, and look at it",
	.options = options,
	.options_size = sizeof(struct backup_options),
	.operand = OPERAND_PATH,
	.max = 1,
	.access = ACCESS_READ,
	.run = run_backup,
};
