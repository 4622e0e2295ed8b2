/* Many records in one command: all or nothing, or with --keep-going each for itself. Steps stop at the first record that fails; forms are
 * all read and checked, since whoever hands in a file wants every mistake at once. */
#include <stdio.h>
#include <string.h>

#include "ordr/cmd.h"
#include "ordr/form.h"
#include "ordr/order.h"
#include "ordr/reader.h"
#include "ordr/select.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"

/* Is it the record that is wrong, so that others may still go? */
static bool of_the_record(enum err_code code)
{
	return code == ERR_NOT_FOUND || code == ERR_CONFLICT || code == ERR_REFUSED || code == ERR_INVALID || code == ERR_USAGE;
}

/* Says where the record stood: its subject, and the line of the input before a pointer into it. */
static void place_error(const struct run *run, struct err *err, const char *subject, size_t line)
{
	char pointer[sizeof err->path];
	if (!*err->subject && subject)
		err_subject(err, "%s", subject);
	if (*err->path && *err->path != '/')
		return;
	memcpy(pointer, err->path, sizeof pointer);
	if (line && run->input)
		err_path(err, "%s:%zu%s%s", run->input->name, line, *pointer ? " " : "", pointer);
	else if (!run->input)
		*err->path = '\0'; /* a pointer into a form that nobody wrote says nothing */
}

static void write_error(struct run *run, const struct err *err)
{
	struct str text = { 0 };
	out_error(&text, err, run->json_errors);
	if (text.text)
		fputs(text.text, run->talk);
	str_release(&text);
}

/* Takes the errors in core->err as those of one record. */
static void note_errors(struct run *run, const char *subject, size_t line)
{
	size_t told = 0;
	size_t count = run->core->err->count;
	for (struct err *next, *err = run->core->err; err; err = next, told++) {
		next = err->more;
		place_error(run, err, subject, line);
		if (run->keep_going)
			write_error(run, err);
		else
			err_collect(&run->errors, run->core->keep, err);
	}
	run->errors.count += count > told ? count - told : 0;
	run->failed++;
}

/* Ends a record that went well or not. −1: the batch stops. */
static int settle(struct run *run, const char *subject, size_t line, int result)
{
	struct core *core = run->core;
	enum err_code code = core->err->code;
	if (!result)
		return run->keep_going ? db_savepoint_release(core->db) : 0;
	if (!of_the_record(code)) {
		run->errors = *core->err;
		return -1;
	}
	note_errors(run, subject, line);
	err_clear(core->err);
	return run->keep_going ? db_savepoint_rollback(core->db) : 0;
}

int batch_one(struct run *run, const char *subject, size_t line, int (*one)(struct run *run, void *context), void *context)
{
	struct core *core = run->core;
	run->seen++;
	if (run->failed && !run->keep_going && !line)
		return 0; /* only counted: the batch is undone anyway */
	struct arena_mark mark = arena_mark(core->arena);
	if (run->keep_going && db_savepoint(core->db))
		return -1;
	int result = settle(run, subject, line, one(run, context));
	arena_reset(core->arena, mark);
	return result;
}

/* One more line behind all others, whatever the limit of the list. */
static int add_summary(struct run *run, const char *what)
{
	struct err *last = arena_alloc(run->core->keep, sizeof *last);
	struct err **end = &run->errors.more;
	if (!last)
		return -1;
	err_set(last, run->errors.code, "%zu of %zu %ss failed, so nothing was changed", run->failed, run->seen, what);
	err_hint(last, "mend %s, or take each for itself with --keep-going", run->failed == 1 ? "it" : "them");
	while (*end)
		end = &(*end)->more;
	*end = last;
	run->errors.count++;
	return 0;
}

int batch_end(struct run *run, const char *what)
{
	if (run->errors.code && !of_the_record(run->errors.code)) {
		*run->core->err = run->errors;
		return -1;
	}
	if (!run->failed || run->keep_going)
		return 0;
	if (run->seen > 1)
		add_summary(run, what);
	*run->core->err = run->errors;
	return -1;
}

/* --- orders ------------------------------------------------------------------------------------------------------------------- */

struct order_batch {
	struct run *run;
	int (*one)(struct run *run, struct order_id id);
	enum document kind;
	struct order_id id, before;
};

static int call_one(struct run *run, void *context)
{
	const struct order_batch *batch = context;
	int result = batch->one(run, batch->id);
	if (!result || !run->idempotent || !run->core->err->already)
		return result;
	err_clear(run->core->err);
	return batch->kind == DOCUMENT_ORDER ? document_order(run, batch->id) : 0;
}

static int take_order(struct order_batch *batch, struct order_id id, size_t line)
{
	char subject[ID_SIZE];
	batch->before = batch->id;
	batch->id = id;
	(void)line; /* an order is named by its number, not by where that stood */
	return batch_one(batch->run, order_id_text(id, subject), 0, call_one, batch);
}

/* "SO-000123", "123", or the number of a shipment, which stands for its order. 1 when it is neither. */
static int read_number(struct run *run, const char *text, struct order_id *id)
{
	struct shipment_id shipment;
	if (!order_id_parse(text, id))
		return 0;
	return shipment_id_parse(text, &shipment) ? 1 : shipment_order(run->core, shipment, id);
}

static int refuse_record(struct run *run, void *context)
{
	(void)run;
	(void)context;
	return -1; /* core->err says why already */
}

/* What names no order ends the batch, or counts as one that failed: with --keep-going, and a shipment that is not there behind another that
 * failed, whose error is the first. */
static int refuse_order(struct run *run)
{
	enum err_code code = run->core->err->code;
	if (run->keep_going ? of_the_record(code) : run->failed && code == ERR_NOT_FOUND)
		return batch_one(run, NULL, 0, refuse_record, NULL);
	run->errors = *run->core->err;
	return -1;
}

static int take_operand(struct order_batch *batch, const char *text)
{
	struct run *run = batch->run;
	struct order_id id;
	int result = read_number(run, text, &id);
	if (!result)
		return take_order(batch, id, 0);
	if (result > 0) {
		err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not an order number", text);
		err_hint(run->core->err, "such as SO-000123, or 123; - reads them from standard input");
	}
	return refuse_order(run);
}

static int take_selected(void *context, const struct selected *selected)
{
	struct order_batch *batch = context;
	struct run *run = batch->run;
	bool other = selected->kind && strcmp(selected->kind, "order");
	const char *text = other ? selected->order : selected->id;
	struct order_id id;
	int result = text ? read_number(run, text, &id) : 1;
	/* Two shipments of one order, one after the other, name it once. */
	if (!result && other && id.number == batch->id.number)
		return 0;
	if (!result)
		return take_order(batch, id, selected->line);
	if (result > 0) {
		err_set(run->core->err, ERR_INVALID, "\"%.60s\" does not name an order", text ? text : selected->id);
		err_hint(run->core->err, "one order number a line, or the JSON that orders are printed as");
		err_path(run->core->err, "%s:%zu", run->input->name, selected->line);
	}
	return refuse_order(run);
}

static int read_selection(struct order_batch *batch)
{
	struct run *run = batch->run;
	struct core *core = run->core;
	if (input_rewind(run->input, core->err) || select_read(run->input, core->arena, take_selected, batch, core->err)) {
		if (!run->errors.code)
			run->errors = *core->err;
		return -1;
	}
	return 0;
}

static int choose(struct order_batch *batch, struct order_filter *filter, const char *ready)
{
	struct list ids;
	filter->ready = ready;
	if (order_choose(batch->run->core, filter, &ids)) {
		batch->run->errors = *batch->run->core->err;
		return -1;
	}
	const struct order_id *items = ids.items;
	for (size_t i = 0; i < ids.count; i++)
		if (take_order(batch, items[i], 0))
			return -1;
	return 0;
}

static int take_all(struct order_batch *batch, struct order_filter *filter, const char *ready)
{
	struct run *run = batch->run;
	if (!run->count)
		return choose(batch, filter, ready);
	if (run->input)
		return read_selection(batch);
	for (int i = 0; i < run->count; i++)
		if (take_operand(batch, run->operands[i]))
			return -1;
	return 0;
}

int batch_orders(struct run *run, const struct filter_options *options, const char *ready,
		 int (*one)(struct run *run, struct order_id id), enum document kind)
{
	struct order_batch batch = { .run = run, .one = one, .kind = kind };
	struct order_filter filter;
	bool given = false;
	if (filter_read(run, options, &filter, &given))
		return -1;
	if (run->count ? given : !given) {
		err_set(run->core->err, ERR_USAGE, run->count ? "%s: orders are named or chosen by filters, not both" : "%s: which orders?",
			run->path);
		return err_hint(run->core->err, "name them, give - to read standard input, or choose with a filter such as --next 5");
	}
	if (kind != DOCUMENT_NONE && document_begin(run, kind))
		return -1;
	int result = take_all(&batch, &filter, ready);
	if (batch_end(run, "order"))
		return -1;
	return result || kind == DOCUMENT_NONE ? result : document_end(run);
}

/* --- forms -------------------------------------------------------------------------------------------------------------------- */

struct form_batch {
	const struct schema *form;
	int (*one)(struct run *run, const struct node *node, void *context);
	void *context;
	const struct node *node;
};

static int call_form(struct run *run, void *context)
{
	const struct form_batch *batch = context;
	return batch->one(run, batch->node, batch->context) ? batch_locate(run, batch->form, batch->node) : 0;
}

static int read_forms(struct run *run, struct reader *reader, struct form_batch *batch)
{
	struct core *core = run->core;
	struct arena_mark mark = arena_mark(core->arena);
	for (;;) {
		struct node *node;
		bool recoverable = false;
		int found = reader_next(reader, core->arena, &node, &recoverable, core->err);
		if (!found)
			return 0;
		batch->node = node;
		/* A record that could not be read has its place in the error already. */
		if (batch_one(run, NULL, found < 0 ? 1 : node->line, found < 0 ? refuse_record : call_form, batch))
			return -1;
		arena_reset(core->arena, mark);
	}
}

int batch_forms(struct run *run, const struct schema *form, const char *what,
		int (*one)(struct run *run, const struct node *node, void *context), void *context)
{
	struct form_batch batch = { .form = form, .one = one, .context = context };
	struct reader *reader;
	if (input_rewind(run->input, run->core->err) || reader_open(&reader, run->input, form, run->core->err))
		return -1;
	int result = read_forms(run, reader, &batch);
	reader_close(reader);
	return batch_end(run, what) ? -1 : result;
}

int batch_load(struct run *run, const struct schema *form, const struct node *node, bool partial, void *record)
{
	const struct form_context context = { .arena = run->core->arena,
					      .file = node && run->input ? run->input->name : NULL,
					      .currency = settings_currency(run->core),
					      .partial = partial };
	if (!context.currency)
		return -1;
	return form_load(&context, form, node ? node : run->given, record, run->core->err);
}

int batch_locate(struct run *run, const struct schema *form, const struct node *node)
{
	const struct form_context context = { .file = node && run->input ? run->input->name : NULL };
	for (struct err *err = run->core->err; err; err = err->more)
		form_locate(&context, form, node ? node : run->given, err);
	return -1;
}

int run_instant(struct run *run, const char *option, const char *text, struct instant otherwise, struct instant *instant)
{
	*instant = otherwise;
	if (!text || !instant_parse(text, instant))
		return 0;
	err_set(run->core->err, ERR_INVALID, "--%s \"%.60s\" is not a time", option, text);
	return err_hint(run->core->err, "RFC 3339 such as 2026-11-24T08:00:00Z, or a date");
}
