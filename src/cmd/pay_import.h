/* Private to src/cmd. */
#ifndef ORDR_CMD_PAY_IMPORT_H
#define ORDR_CMD_PAY_IMPORT_H

#include "ordr/cmd.h"

extern const struct cmd pay_import;

#endif
