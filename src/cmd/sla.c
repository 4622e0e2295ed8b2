/* ordr sla: promises of service. */
#include "master.h"

MASTER_COMMAND(sla, SLA, "SLA policies", "within how many working hours orders are confirmed, shipped, delivered", ROLE_SALES);
