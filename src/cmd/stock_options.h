/* The options of the subcommands of stock: each table names those that it takes. */
#ifndef ORDR_CMD_STOCK_OPTIONS_H
#define ORDR_CMD_STOCK_OPTIONS_H

#include "ordr/cmd.h"

struct stock_options {
	const char *warehouse, *from, *to, *ref, *reason, *qty, *note;
	struct date expected;
	bool check;
	struct file_options file;
};

#define STOCK_FILE      FORM_OPTIONS(struct stock_options, file)
#define STOCK_WAREHOUSE OPT(struct stock_options, warehouse, 'w', TEXT, "WAREHOUSE", "which warehouse")

/* stock_change.c */
extern const struct cmd stock_receive_cmd, stock_announce_cmd, stock_adjust_cmd, stock_count_cmd, stock_transfer_cmd, stock_edit_cmd,
	stock_import_cmd;

/* stock_reallocate.c */
extern const struct cmd stock_reallocate_cmd;

#endif
