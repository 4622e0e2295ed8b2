/* Faults on a real disk: calls are counted, and the one that is to fail does. */
#include <sqlite3.h>
#include <string.h>

#include "faulty_vfs.h"

/* What is to fail: `left` calls before it, 0: nothing. */
static struct {
	int left, code, failed, calls;
	bool lasts;
} faults[SHIM_CALLS];

/* The code that this call fails with; SQLITE_OK: it works. */
static int fault(const struct shim_event *event)
{
	enum shim_call call = event->call;
	faults[call].calls++;
	if (!faults[call].left || --faults[call].left)
		return SQLITE_OK;
	faults[call].left = faults[call].lasts ? 1 : 0;
	faults[call].failed++;
	return faults[call].code;
}

void faulty_register(void)
{
	shim_register(fault);
}

void faulty_fail(enum shim_call call, int nth, int code, bool lasts)
{
	faults[call].left = nth;
	faults[call].code = code;
	faults[call].lasts = lasts;
}

int faulty_mend(void)
{
	int failed = 0;
	for (int call = 0; call < SHIM_CALLS; call++)
		failed += faults[call].failed;
	memset(faults, 0, sizeof faults);
	return failed;
}

int faulty_calls(enum shim_call call)
{
	return faults[call].calls;
}
