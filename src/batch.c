/* Many records in one command: all or nothing, or with --keep-going each for itself. Steps stop at the first record that fails; forms are
 * all read and checked, since whoever hands in a file wants every mistake at once. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ordr/cmd.h"
#include "refused.h"
#include "ordr/order.h"
#include "ordr/select.h"
#include "ordr/shipment.h"
#include "ordr/speak.h"

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
	progress_clear(&run->progress);
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
		if (run->keep_going && refused_told(run))
			write_error(run, err);
		else if (!run->keep_going)
			err_collect(&run->errors, run->core->keep, err);
	}
	run->errors.count += count > told ? count - told : 0;
	run->failed++;
	refused_record(run);
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

/* By how much of the file is read, where it is one. */
void batch_progress(struct run *run, const char *what, int64_t count)
{
	struct stat status;
	FILE *stream = run->progress.stream && run->input ? run->input->stream : NULL;
	bool known = stream && !fstat(fileno(stream), &status) && S_ISREG(status.st_mode);
	progress_step(&run->progress, count, what, known ? ftello(stream) : 0, known ? status.st_size : 0);
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
	batch_progress(run, TO_TRANSLATE("records"), (int64_t)run->seen);
	return result;
}

/* What is said of a batch that was undone, as a whole sentence for each thing that batches are of. */
static const char *undone_of(const char *what)
{
	static const char *const sentences[][2] = {
		{ "amendment", TO_TRANSLATE("%zu of %zu amendments failed, so nothing was changed") },
		{ "complaint", TO_TRANSLATE("%zu of %zu complaints failed, so nothing was changed") },
		{ "customer", TO_TRANSLATE("%zu of %zu customers failed, so nothing was changed") },
		{ "dispute", TO_TRANSLATE("%zu of %zu disputes failed, so nothing was changed") },
		{ "invoice", TO_TRANSLATE("%zu of %zu invoices failed, so nothing was changed") },
		{ "level", TO_TRANSLATE("%zu of %zu levels failed, so nothing was changed") },
		{ "line", TO_TRANSLATE("%zu of %zu lines failed, so nothing was changed") },
		{ "order", TO_TRANSLATE("%zu of %zu orders failed, so nothing was changed") },
		{ "product", TO_TRANSLATE("%zu of %zu products failed, so nothing was changed") },
		{ "record", TO_TRANSLATE("%zu of %zu records failed, so nothing was changed") },
		{ "return", TO_TRANSLATE("%zu of %zu returns failed, so nothing was changed") },
		{ "setting", TO_TRANSLATE("%zu of %zu settings failed, so nothing was changed") },
		{ "shipment", TO_TRANSLATE("%zu of %zu shipments failed, so nothing was changed") },
		{ "sla", TO_TRANSLATE("%zu of %zu policies failed, so nothing was changed") },
		{ "user", TO_TRANSLATE("%zu of %zu users failed, so nothing was changed") },
		{ "warehouse", TO_TRANSLATE("%zu of %zu warehouses failed, so nothing was changed") },
	};
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
		if (!strcmp(sentences[i][0], what))
			return sentences[i][1];
	return TO_TRANSLATE("%zu of %zu failed, so nothing was changed");
}

/* One more line behind all others, whatever the limit of the list. */
static int add_summary(struct run *run, const char *what)
{
	struct err *last = arena_alloc(run->core->keep, sizeof *last);
	struct err **end = &run->errors.more;
	if (!last)
		return -1;
	err_set(last, run->errors.code, undone_of(what), run->failed, run->seen);
	err_hint(last, run->failed == 1 ? TO_TRANSLATE("mend it, or take each for itself with --keep-going")
				       : TO_TRANSLATE("mend them, or take each for itself with --keep-going"));
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

/* --- orders and their shipments ------------------------------------------------------------------------------------------------ */

struct order_batch {
	struct run *run;
	int (*one)(struct run *run, struct order_id id);
	int (*one_of)(struct run *run, const struct consignment *of); /* NULL: a shipment stands for its order */
	enum document kind;                                           /* what is printed; NONE: not yet known, or nothing */
	bool quiet;
	struct consignment at;
};

/* The step; with --idempotent one that turns out to be taken already leaves nothing behind, such as a credit limit that was passed for it. */
static int take_step(struct run *run, const struct order_batch *batch)
{
	struct core *core = run->core;
	if (run->idempotent && db_savepoint(core->db))
		return -1;
	int result = batch->one_of ? batch->one_of(run, &batch->at) : batch->one(run, batch->at.order);
	if (!run->idempotent)
		return result;
	if (!result)
		return db_savepoint_release(core->db);
	struct err err = *core->err; /* after a disk that failed there may be no savepoint left, which is not the cause */
	int kept = db_savepoint_rollback(core->db);
	if (!kept || !err.already)
		*core->err = err;
	return -1;
}

static int call_one(struct run *run, void *context)
{
	const struct order_batch *batch = context;
	int result = take_step(run, batch);
	if (!result || !run->idempotent || !run->core->err->already)
		return result;
	err_clear(run->core->err);
	if (batch->quiet || (batch->kind != DOCUMENT_ORDER && batch->kind != DOCUMENT_SHIPMENT))
		return 0;
	return document_consignment(run, &batch->at);
}

/* What comes out is of one kind, so what is named must be, too. */
static int settle_kind(struct order_batch *batch)
{
	struct run *run = batch->run;
	enum document kind = batch->at.shipment.number ? DOCUMENT_SHIPMENT : DOCUMENT_ORDER;
	if (batch->kind == kind)
		return 0;
	if (batch->kind == DOCUMENT_NONE) {
		batch->kind = kind;
		if (batch->quiet || !document_begin(run, kind))
			return 0;
		run->errors = *run->core->err;
		return -1;
	}
	err_set(run->core->err, run->input ? ERR_INVALID : ERR_USAGE, "%s: orders and shipments are named together", run->path);
	err_hint(run->core->err, "name one kind in a call: what is named is what is printed");
	run->errors = *run->core->err;
	return -1;
}

static int take_one(struct order_batch *batch, const struct consignment *of)
{
	char subject[ID_SIZE];
	batch->at = *of;
	if (!batch->one_of)
		batch->at.shipment.number = 0;
	else if (settle_kind(batch))
		return -1;
	if (batch->at.shipment.number)
		shipment_id_text(of->shipment, subject);
	else
		order_id_text(of->order, subject);
	/* It is named by its number, not by where that stood. */
	return batch_one(batch->run, subject, 0, call_one, batch);
}

/* "SO-000123", "123", or the number of a shipment. 1 when it is neither. */
static int read_number(struct run *run, const char *text, struct consignment *of)
{
	*of = (struct consignment){ 0 };
	if (!order_id_parse(text, &of->order))
		return 0;
	return shipment_id_parse(text, &of->shipment) ? 1 : shipment_order(run->core, of->shipment, &of->order);
}

int batch_refuse(struct run *run, void *context)
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
		return batch_one(run, NULL, 0, batch_refuse, NULL);
	run->errors = *run->core->err;
	return -1;
}

static int take_operand(struct order_batch *batch, const char *text)
{
	struct run *run = batch->run;
	struct consignment of;
	int result = read_number(run, text, &of);
	if (!result)
		return take_one(batch, &of);
	if (result > 0) {
		char meant[ID_SIZE];
		err_set(run->core->err, ERR_USAGE, "\"%.60s\" is not an order number", text);
		if (id_meant(text, meant))
			err_hint(run->core->err, "did you mean %s?", meant);
		else
			err_hint(run->core->err, "such as SO-000123, or 123; - reads them from standard input");
	}
	return refuse_order(run);
}

static int take_selected(void *context, const struct selected *selected)
{
	struct order_batch *batch = context;
	struct run *run = batch->run;
	bool shipment = batch->one_of && selected->kind && !strcmp(selected->kind, "shipment");
	bool other = selected->kind && strcmp(selected->kind, "order") && !shipment;
	const char *text = other ? selected->order : selected->id;
	struct consignment of;
	int result = text ? read_number(run, text, &of) : 1;
	/* Two shipments of one order, one after the other, name it once. */
	if (!result && other && of.order.number == batch->at.order.number)
		return 0;
	if (!result)
		return take_one(batch, &of);
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
		if (take_one(batch, &(struct consignment){ .order = items[i] }))
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

/* Takes all that the command names or chooses. */
static int run_batch(struct order_batch *batch, const struct filter_options *options, const char *ready)
{
	struct run *run = batch->run;
	struct order_filter filter;
	bool given = false;
	if (filter_read(run, options, &filter, &given))
		return -1;
	if (run->count ? given : !given) {
		err_set(run->core->err, ERR_USAGE,
			run->count ? TO_TRANSLATE("%s: orders are named or chosen by filters, not both") : TO_TRANSLATE("%s: which orders?"),
			run->path);
		return err_hint(run->core->err, "name them, give - to read standard input, or choose with a filter such as --next 5");
	}
	if (batch->kind != DOCUMENT_NONE && document_begin(run, batch->kind))
		return -1;
	int result = take_all(batch, &filter, ready);
	return batch_end(run, batch->kind == DOCUMENT_SHIPMENT ? "shipment" : "order") ? -1 : result;
}

int batch_orders(struct run *run, const struct filter_options *options, const char *ready,
		 int (*one)(struct run *run, struct order_id id), enum document kind)
{
	struct order_batch batch = { .run = run, .one = one, .kind = kind };
	if (run_batch(&batch, options, ready))
		return -1;
	return kind == DOCUMENT_NONE ? 0 : document_end(run);
}

int batch_consignments(struct run *run, const struct filter_options *options, const char *ready,
		       int (*one)(struct run *run, const struct consignment *of), bool quiet)
{
	struct order_batch batch = { .run = run, .one_of = one, .quiet = quiet };
	if (run_batch(&batch, options, ready))
		return -1;
	if (quiet)
		return 0;
	if (batch.kind == DOCUMENT_NONE && document_begin(run, DOCUMENT_ORDER)) /* there was none */
		return -1;
	return document_end(run);
}

/* --- other documents ---------------------------------------------------------------------------------------------------------- */

struct document_batch {
	struct run *run;
	enum document kind;
	int (*one)(struct run *run, const char *id);
	const char *id;
};

static int call_document(struct run *run, void *context)
{
	const struct document_batch *batch = context;
	int result = batch->one(run, batch->id);
	if (!result || !run->idempotent || !run->core->err->already)
		return result;
	err_clear(run->core->err);
	return document_changed(run, batch->kind, batch->id);
}

static int take_document(void *context, const struct selected *selected)
{
	struct document_batch *batch = context;
	batch->id = selected->id;
	return batch_one(batch->run, selected->id, 0, call_document, batch);
}

int batch_documents(struct run *run, const char *what, enum document kind, int (*one)(struct run *run, const char *id))
{
	struct core *core = run->core;
	struct document_batch batch = { .run = run, .kind = kind, .one = one };
	if (document_begin(run, kind))
		return -1;
	int result = 0;
	if (run->input)
		result = input_rewind(run->input, core->err) || select_read(run->input, core->arena, take_document, &batch, core->err) ? -1 : 0;
	for (int i = 0; !run->input && !result && i < run->count; i++)
		result = take_document(&batch, &(struct selected){ .id = run->operands[i] });
	return batch_end(run, what) || result ? -1 : document_end(run);
}

struct document_show {
	struct run *run;
	int (*one)(struct run *run, const char *id);
};

static int show_selected(void *context, const struct selected *selected)
{
	const struct document_show *show = context;
	return show->one(show->run, selected->id);
}

int show_documents(struct run *run, const struct schema *schema, int (*one)(struct run *run, const char *id))
{
	struct core *core = run->core;
	struct document_show show = { run, one };
	if (out_begin(run->out, schema, OUT_CARDS) ||
	    (run->input && (input_rewind(run->input, core->err) || select_read(run->input, core->arena, show_selected, &show, core->err))))
		return -1;
	for (int i = 0; i < run->count && !run->input; i++) {
		struct arena_mark mark = arena_mark(core->arena);
		if (one(run, run->operands[i]))
			return -1;
		arena_reset(core->arena, mark);
	}
	return out_end(run->out);
}

int run_instant(struct run *run, const char *option, const char *text, struct instant otherwise, struct instant *instant)
{
	*instant = otherwise;
	if (!text || !instant_parse(text, instant))
		return 0;
	err_set(run->core->err, ERR_INVALID, "--%s \"%.60s\" is not a time", option, text);
	return err_hint(run->core->err, "RFC 3339 such as 2026-11-24T08:00:00Z, or a date");
}
