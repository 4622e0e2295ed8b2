/* ordr export: all of the books, one row a line; or what an accountant wants of them. */
#include "ordr/export.h"

#include <string.h>

#include "ordr/cmd.h"
#include "ordr/journal.h"

struct export_options {
	const char *journal;
	struct date from, to;
};

static const struct opt table[] = {
	OPT_ONE_OF(struct export_options, journal, 0, journal_format_names, "FORMAT",
		   "invoices and payments as bookings: hledger, beancount or datev"),
	OPT(struct export_options, from, 0, DATE, "DATE", "bookings from this day on; else of this year"),
	OPT(struct export_options, to, 0, DATE, "DATE", "bookings up to this day; else today"),
	OPT_END,
};

static int print_row(void *context, const struct export_row *row)
{
	return out_record(context, row);
}

struct writing {
	struct run *run;
	const struct journal_format *format;
	const struct journal *journal;
	struct str text;
	int64_t count;
};

static int flush(struct writing *writing)
{
	struct str *text = &writing->text;
	int result = text->failed ? err_memory(writing->run->core->err) : out_bytes(writing->run->out, text->text ? text->text : "", text->length);
	str_clear(text);
	return result;
}

static int print_entry(void *context, const struct journal_entry *entry)
{
	struct writing *writing = context;
	writing->format->put(writing->journal, entry, &writing->text);
	batch_progress(writing->run, "booking", ++writing->count);
	return flush(writing);
}

/* Whether it fits into a file is to be known before its first byte. */
static int count_entry(void *context, const struct journal_entry *entry)
{
	struct writing *writing = context;
	return writing->format->count(entry, &writing->count, writing->run->core->err);
}

static int count_rows(struct writing *writing)
{
	int result = writing->format->count ? journal_each(writing->run->core, writing->journal, count_entry, writing) : 0;
	writing->count = 0;
	return result;
}

static int run_journal(struct run *run, const struct export_options *given)
{
	struct core *core = run->core;
	struct journal journal = { .from = given->from, .to = given->to };
	struct writing writing = { .run = run, .format = journal_formats, .journal = &journal };
	while (strcmp(writing.format->name, given->journal) != 0)
		writing.format++;
	if (out_format(run->out) != OUT_JSONL || out_fields(run->out)) {
		err_set(core->err, ERR_USAGE, "--journal %s is a format of its own", given->journal);
		return err_hint(core->err, "leave --json, --csv and --fields out");
	}
	if (journal_load(core, &journal) || (writing.format->check && writing.format->check(&journal, core->err)) || count_rows(&writing))
		return -1;
	writing.format->begin(&journal, &writing.text);
	int result = flush(&writing) || journal_each(core, &journal, print_entry, &writing) ? -1 : 0;
	str_release(&writing.text);
	return result;
}

static int run_export(struct run *run)
{
	const struct export_options *given = run->options;
	struct export_sum sum;
	if (given->journal)
		return run_journal(run, given);
	if (given->from.days != NONE || given->to.days != NONE) {
		err_set(run->core->err, ERR_USAGE, "--from and --to are for --journal");
		return err_hint(run->core->err, "ordr export prints all of the books");
	}
	if (out_begin(run->out, &export_schema, OUT_LIST) || export_each(run->core, print_row, run->out, &sum))
		return -1;
	return out_end(run->out);
}

const struct cmd cmd_export = {
	.name = "export",
	.group = "care",
	.synopsis = "[FILE|-]",
	.summary = "print all of the books for ordr import, or bookings for accounting",
	.options = table,
	.options_size = sizeof(struct export_options),
	.operand = OPERAND_OUTPUT,
	.max = 1,
	.access = ACCESS_READ,
	.lines = true,
	.run = run_export,
};
