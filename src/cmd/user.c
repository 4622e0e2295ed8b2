/* ordr user: who may do what. */
#include "master.h"

MASTER_COMMAND(user, USER, "users", "who may do what; until one is kept everybody may do everything", ROLE_ADMIN);
