/* What the commands of `ordr dun` share. */
#ifndef ORDR_CMD_DUN_COMMANDS_H
#define ORDR_CMD_DUN_COMMANDS_H

#include "ordr/cmd.h"

extern const struct cmd dun_send;

/* Is there a customer of this code? NULL: none was given, which is fine. ERR_NOT_FOUND. */
int dun_check_customer(struct run *run, const char *code);

#endif
