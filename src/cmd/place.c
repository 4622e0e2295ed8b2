/* ordr place: takes orders, from a form or from the command line. Both become the same form, checked by the same code. */

#include "filter_options.h"
#include "line.h"
#include "ordr/speak.h"
#include "ordr/user.h"
#include "place_ask.h"
#include "seal.h"

struct place_options {
	const char *customer;
	struct list line;
	bool interactive;
	struct file_options file;
};

static const struct opt options[] = {
	OPT(struct place_options, customer, 'c', TEXT, "CUSTOMER", "who orders"),
	OPT(struct place_options, line, 'l', TEXTS, "SKU:QTY[@PRICE]", "a line of the order; give one for each"),
	OPT(struct place_options, interactive, 'i', FLAG, NULL, "ask for the rest on the terminal"),
	FORM_OPTIONS(struct place_options, file),
	OPT_END,
};

static int place(struct run *run, const struct order_form *form)
{
	struct order_id id;
	bool replayed = false;
	if (order_place(run->core, form, &id, &replayed))
		return -1;
	if (!replayed && seal_step(run, id)) /* it may be confirmed by itself */
		return -1;
	bool whole = run->replayed;
	run->replayed |= replayed;
	/* What is not placed for good is a question: when could it be there? */
	int result = run->dry_run ? document_outlook(run, id) : document_order(run, id);
	run->replayed = whole;
	return result;
}

/* Errors that are found one after the other are still told together. */
static void join_errors(struct run *run, struct err first)
{
	struct core *core = run->core;
	for (struct err *next, *err = core->err->code ? core->err : NULL; err; err = next) {
		next = err->more;
		err_collect(&first, core->keep, err);
	}
	*core->err = first;
}

/* Reads the form and places the order. What could not be read is an error, and no reason to keep quiet about the rest: it is checked as far
 * as it is there. */
static int take(struct run *run, const struct node *node)
{
	struct order_form form;
	if (!batch_load(run, &order_form_schema, node, false, &form))
		return place(run, &form);
	struct err first = *run->core->err;
	if (first.code != ERR_INVALID)
		return -1;
	err_clear(run->core->err);
	if (order_check_read(run->core, &form))
		batch_locate(run, &order_form_schema, node);
	join_errors(run, first);
	return -1;
}

static int place_form(struct run *run, const struct node *node, void *context)
{
	(void)context;
	return take(run, node);
}

/* -c and -l beside the options that the form itself gives. */
static int given_form(struct run *run, struct arena *arena, struct node *whole)
{
	const struct place_options *given = run->options;
	struct node *lines = NULL;
	*whole = *run->given;
	if ((given->customer && !node_add(arena, whole, NODE_LOOSE, "customer", given->customer)) ||
	    (run->key && !node_add(arena, whole, NODE_LOOSE, "key", run->key)))
		return err_memory(run->core->err);
	if (given->line.count && !(lines = node_add(arena, whole, NODE_LIST, "lines", NULL)))
		return err_memory(run->core->err);
	for (size_t i = 0; i < given->line.count; i++) {
		struct node *line = line_node(run, ((const char *const *)given->line.items)[i], true);
		if (!line)
			return -1;
		line_append(lines, line);
	}
	return 0;
}

static int place_given(struct run *run, void *context)
{
	const struct place_options *options_given = run->options;
	struct node whole;
	(void)context;
	if (given_form(run, run->core->arena, &whole))
		return -1;
	const struct node *given = run->given;
	run->given = &whole;
	int result = take(run, NULL);
	if (result) {
		batch_locate(run, &order_form_schema, NULL);
		line_name_errors(run, "--line", &options_given->line);
	}
	run->given = given;
	return result;
}

static int place_asked(struct run *run, void *context)
{
	(void)context;
	return take(run, run->asked);
}

/* What is on the command line already is checked before anything is asked. */
static int check_given(struct run *run, void *context)
{
	const struct place_options *given = run->options;
	struct order_form form;
	field_clear(order_form_schema.fields, &form);
	if (!batch_load(run, &order_form_schema, context, true, &form) && !order_check_read(run->core, &form))
		return 0;
	batch_locate(run, &order_form_schema, context);
	return line_name_errors(run, "--line", &given->line);
}

static int ask_place(struct run *run, struct arena *arena, const struct node **asked)
{
	const struct place_options *given = run->options;
	struct err *err = run->core->err;
	struct node form;
	if (!given->interactive)
		return 0;
	if (run->input) {
		err_set(err, ERR_USAGE, "an order is asked for, or read from a file, not both");
		return err_hint(err, "leave out -i or the FILE");
	}
	if (!terminal_is(run->in, run->screen)) {
		err_set(err, ERR_USAGE, terminal_is(run->in, run->in) ? TO_TRANSLATE("-i asks on a terminal, and standard output is none")
								     : TO_TRANSLATE("-i asks on a terminal, and standard input is none"));
		return err_hint(err, "give the order by options or in a form: ordr help place");
	}
	if (given_form(run, arena, &form) || run_aside(run, ACCESS_READ, check_given, &form))
		return -1;
	return place_ask(run, &form, arena, asked);
}

static int check_usage(struct run *run)
{
	const struct place_options *given = run->options;
	bool options_given = given->customer || given->line.count || run->given->child;
	if (run->input && options_given) {
		err_set(run->core->err, ERR_USAGE, "the order comes from a form or from options, not both");
		return err_hint(run->core->err, "write it into the form, or leave the FILE out");
	}
	if (!run->input && !options_given && !run->asked) {
		err_set(run->core->err, ERR_USAGE, "place what?");
		return err_hint(run->core->err, "ordr place -c CUSTOMER -l SKU:QTY, ordr place -i, or ordr place FILE");
	}
	return 0;
}

static int run_place(struct run *run)
{
	if (check_usage(run))
		return -1;
	if (document_begin(run, DOCUMENT_ORDER))
		return -1;
	int result = run->input ? batch_forms(run, &order_form_schema, "order", place_form, NULL) : batch_one(run, NULL, 0, run->asked ? place_asked : place_given, NULL);
	if ((!run->input && batch_end(run, "order")) || result)
		return -1;
	return document_end(run);
}

const struct cmd cmd_place = {
	.name = "place",
	.group = "orders",
	.synopsis = "-c CUSTOMER -l SKU:QTY[@PRICE]... | -i | FILE",
	.summary = "take orders, from the command line or from a form in JSON, JSON Lines or CSV",
	.done = "placed",
	.options = options,
	.options_size = sizeof(struct place_options),
	.form = &order_form_schema,
	.operand = OPERAND_FILE,
	.max = 1,
	.access = ACCESS_WRITE,
	.roles = ROLE_SALES,
	.key_in_form = true,
	.ask = ask_place,
	.run = run_place,
};
