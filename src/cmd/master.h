/* Master data has the same five subcommands for every noun: add, list, show, edit, import. Each noun's file makes its command from this table;
 * what they do is in master.c, once. */
#ifndef ORDR_CMD_MASTER_H
#define ORDR_CMD_MASTER_H

#include "ordr/cmd.h"
#include "ordr/master.h"
#include "ordr/user.h"

int master_run_add(struct run *run);
int master_run_list(struct run *run);
int master_run_show(struct run *run);
int master_run_edit(struct run *run);
int master_run_import(struct run *run);

/* noun: customer; NOUN: CUSTOMER, as in DOCUMENT_ and OPERAND_; plural: "customers"; writers: the roles that may change them. */
#define MASTER_COMMAND(noun, NOUN, plural, title, writers)                                                                \
	static const struct cmd noun##_add = { .name = "add",                                                             \
					       .synopsis = "--FIELD VALUE...",                                            \
					       .summary = "keep a new one",                                               \
					       .done = "added",                                                           \
					       .form = &noun##_form,                                                      \
					       .access = ACCESS_WRITE,                                                    \
					       .roles = (writers),                                                        \
					       .document = DOCUMENT_##NOUN,                                               \
					       .master = &master_##noun,                                                  \
					       .run = master_run_add };                                                   \
	static const struct cmd noun##_list = { .name = "list",                                                           \
						.synopsis = "",                                                           \
						.summary = "list " plural,                                                \
						.access = ACCESS_READ,                                                    \
						.master = &master_##noun,                                                 \
						.run = master_run_list };                                                 \
	static const struct cmd noun##_show = { .name = "show",                                                           \
						.synopsis = #NOUN "...",                                                  \
						.summary = "show " plural " whole",                                       \
						.operand = OPERAND_##NOUN,                                                \
						.min = 1,                                                                 \
						.max = -1,                                                                \
						.access = ACCESS_READ,                                                    \
						.master = &master_##noun,                                                 \
						.run = master_run_show };                                                 \
	static const struct cmd noun##_edit = { .name = "edit",                                                           \
						.synopsis = #NOUN " --FIELD VALUE...",                                    \
						.summary = "change what is given; an empty value takes a field out",      \
						.done = "edited",                                                         \
						.form = &noun##_form,                                                     \
						.operand = OPERAND_##NOUN,                                                \
						.min = 1,                                                                 \
						.max = 1,                                                                 \
						.access = ACCESS_WRITE,                                                   \
						.roles = (writers),                                                       \
						.document = DOCUMENT_##NOUN,                                              \
						.master = &master_##noun,                                                 \
						.run = master_run_edit };                                                 \
	static const struct cmd noun##_import = { .name = "import",                                                       \
						  .synopsis = "FILE",                                                     \
						  .summary = "add or update from JSON, JSON Lines or CSV",                \
						  .done = "imported",                                                     \
						  .options = form_option_table,                                           \
						  .options_size = sizeof(struct file_options),                            \
						  .operand = OPERAND_FILE,                                                \
						  .min = 1,                                                               \
						  .max = 1,                                                               \
						  .access = ACCESS_WRITE,                                                 \
						  .roles = (writers),                                                     \
						  .document = DOCUMENT_##NOUN,                                            \
						  .master = &master_##noun,                                               \
						  .run = master_run_import };                                             \
	static const struct cmd *const noun##_sub[] = {                                                                   \
		&noun##_add, &noun##_list, &noun##_show, &noun##_edit, &noun##_import, NULL                               \
	};                                                                                                                \
	const struct cmd cmd_##noun = { .name = #noun,                                                                    \
					.group = "set up",                                                                \
					.synopsis = "",                                                                   \
					.summary = (title),                                                               \
					.sub = noun##_sub,                                                                \
					.implied = &noun##_list }

#endif
