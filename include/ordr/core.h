/* What every core function is given: the open database inside a transaction, the memory of the run, who acts, and what
 * time it is. */
#ifndef ORDR_CORE_H
#define ORDR_CORE_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/date.h"
#include "ordr/db.h"
#include "ordr/err.h"

struct settings;

struct core {
	struct db *db;
	struct arena *arena; /* reset after each record of a batch */
	struct arena *keep;  /* lives as long as the run: settings, calendar */
	struct err *err;
	struct instant now;
	bool past; /* now lies before the present: what was recorded after it is not counted (past.h); only reports look back */
	const char *actor;
	const char *command; /* "stock receive": recorded on every event */
	struct settings *settings; /* loaded on first use: settings_get */
	struct calendar *calendar; /* loaded on first use: calendar_get */
};

#endif
