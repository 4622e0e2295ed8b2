/* The subcommands of invoice that have files of their own. */
#ifndef ORDR_CMD_INVOICE_COMMANDS_H
#define ORDR_CMD_INVOICE_COMMANDS_H

#include "ordr/cmd.h"

extern const struct cmd invoice_check_cmd, invoice_credit_cmd, invoice_show_cmd;

#endif
