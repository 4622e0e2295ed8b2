/* ordr export: all of the books, one row a line. */
#include "ordr/export.h"
#include "ordr/cmd.h"

static int print_row(void *context, const struct export_row *row)
{
	return out_record(context, row);
}

static int run_export(struct run *run)
{
	struct export_sum sum;
	if (out_begin(run->out, &export_schema, OUT_LIST) || export_each(run->core, print_row, run->out, &sum))
		return -1;
	return out_end(run->out);
}

const struct cmd cmd_export = {
	.name = "export",
	.group = "care",
	.synopsis = "[FILE|-]",
	.summary = "print all of the books as JSON Lines, for ordr import",
	.operand = OPERAND_OUTPUT,
	.max = 1,
	.access = ACCESS_READ,
	.lines = true,
	.run = run_export,
};
