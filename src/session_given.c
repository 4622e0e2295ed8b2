/* What a call was given: its options and operands, the files that it reads from and prints to. Nothing is begun before
 * all of that holds. */
#include <string.h>

#include "ordr/id.h"
#include "session.h"

int session_check_count(struct session *session, const struct cmd *cmd)
{
	const char *path = session->words.path;
	if (session->count >= cmd->min && (cmd->max < 0 || session->count <= cmd->max))
		return 0;
	if (session->count < cmd->min)
		err_set(&session->err, ERR_USAGE, "%s needs %s", path, cmd->synopsis);
	else
		err_set(&session->err, ERR_USAGE, "%s: one argument too many: %.100s", path,
			session->operands[cmd->max]);
	struct order_id order;
	if (!strcmp(path, "list") && session->count && !order_id_parse(session->operands[0], &order))
		return err_hint(&session->err, "ordr show %.60s shows one order", session->operands[0]);
	return err_hint(&session->err, "ordr help %s", path);
}

/* The file that is read before the transaction begins: a FILE operand, or standard input for "-". */
static const char *wanted_input(const struct session *session, const struct cmd *cmd)
{
	const char *first = session->count ? session->operands[0] : NULL;
	if (cmd->operand == OPERAND_FILE)
		return first;
	if (cmd->operand == OPERAND_LINE)
		return session->count == 1 && !strchr(first, ':') ? first : NULL;
	struct order_id order;
	struct shipment_id shipment;
	if (cmd->operand == OPERAND_ORDER_FORM && session->count == 1 && order_id_parse(first, &order) &&
	    shipment_id_parse(first, &shipment))
		return first;
	bool documents = (cmd->operand >= OPERAND_ORDER && cmd->operand <= OPERAND_DISPUTE) ||
			 cmd->operand == OPERAND_ORDER_FORM;
	for (int i = 0; documents && i < session->count; i++)
		if (!strcmp(session->operands[i], "-"))
			return "-";
	return NULL;
}

int session_open_input(struct session *session, const struct cmd *cmd)
{
	const char *name = wanted_input(session, cmd);
	if (!name)
		return form_input(NULL, cmd, session->options, &session->err);
	if (!strcmp(name, "-") && session->count > 1) {
		err_set(&session->err, ERR_USAGE, "- stands for all of standard input and takes nothing beside it");
		return err_hint(&session->err, "give - alone, or the names");
	}
	session->has_input = true;
	if (!input_open(&session->input, name, session->in, &session->err))
		return form_input(&session->input, cmd, session->options, &session->err);
	/* A line of an order, typed where a file is meant. */
	if (session->err.code == ERR_NOT_FOUND && strchr(name, ':') && cmd->options && opt_find(cmd->options, "line"))
		err_hint(&session->err, "a line of the order is given with --line %.60s", name);
	if (cmd->operand == OPERAND_LINE && session->err.code == ERR_NOT_FOUND)
		err_hint(&session->err,
			 "a line is written SKU:QTY, such as A-1:3; else this must be a file, or - for standard input");
	return -1;
}

/* Where what is printed goes: standard output, or the file that is named for it. A page or report of every night takes
 * the place of the last one; an export is made to be kept. */
int session_open_output(struct session *session, const struct cmd *cmd)
{
	const char *name = opt_text(cmd->options, "output", session->options);
	bool replace = name;
	if (cmd->operand == OPERAND_OUTPUT && session->count)
		name = session->operands[0];
	if (!name || !strcmp(name, "-"))
		return 0;
	if (output_open(&session->output, name, replace, &session->err))
		return -1;
	session->sink.stream = session->output.stream;
	session->sink.name = session->output.name;
	session->look.terminal = false;
	session->look.color = false;
	return 0;
}

/* Where refused rows go: a file that nobody has yet, since the last ones may not be mended. */
int session_open_errors(struct session *session, const struct cmd *cmd)
{
	const char *name = opt_text(cmd->options, "errors", session->options);
	return name ? output_open(&session->errors, name, false, &session->err) : 0;
}

int session_parse(struct session *session, int argc, char **argv)
{
	struct err *err = &session->err;
	if (words_find(&session->words, &session->arena, argc, argv, err))
		return -1;
	const struct cmd *cmd = session->words.cmd;
	session->options = arena_alloc(&session->arena, cmd->options_size ? cmd->options_size : 1);
	session->operands = arena_array(&session->arena, (size_t)argc + 1, sizeof *session->operands);
	if (!session->options || !session->operands)
		return err_memory(err);
	session->given.kind = NODE_OBJECT;
	opt_init(global_options, &session->globals);
	if (cmd->options)
		opt_init(cmd->options, session->options);
	const struct opt_tables tables = { .global = global_options,
					   .globals = &session->globals,
					   .own = cmd->options,
					   .options = session->options,
					   .form = cmd->form ? cmd->form->fields : NULL,
					   .given = &session->given,
					   .command = session->words.path };
	int used;
	return opt_parse(&tables, &session->arena, session->words.argc, session->words.argv, session->operands,
			 &session->count, false, &used, err);
}
