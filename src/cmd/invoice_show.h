/* The subcommand of ordr invoice that has a file of its own. */
#ifndef ORDR_CMD_INVOICE_SHOW_H
#define ORDR_CMD_INVOICE_SHOW_H

#include "ordr/cmd.h"

extern const struct cmd cmd_invoice_show;

#endif
