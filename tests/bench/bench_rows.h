/* The table of the benchmark: what is measured, what it is held against, and the bar between them. */
#ifndef ORDR_BENCH_BENCH_ROWS_H
#define ORDR_BENCH_BENCH_ROWS_H

#include "bench.h"
#include "load.h"

enum measure { TIME, SYNCS, MEMORY, FIRST_BYTE, A_MINUTE };
enum takes { NO_ORDERS, ORDERS, WAITING_ORDERS }; /* the file orders.jsonl that a side's calls read */
enum { NEEDS_STATIC = 1, NEEDS_SQLITE3 = 2 }; /* bits of row.needs */

struct side {
	struct calls calls;
	struct calls before; /* what must be done first, and is not measured */
	enum measure measure;
	enum table table;
	bool fresh; /* a new copy before each run */
	/* Orders that the calls work on, so that times are for each: a part of the batch, at most so many. Neither: one. */
	long part, most;
	enum takes takes;
	bool confirms; /* it uses one placed order up */
};

struct row {
	const char *work, *below;
	struct side sides[2];
	int times;  /* so many runs for each that is asked for: short work varies more. 0: one run */
	double bar; /* the ratio that quality asks for; 0: none */
	unsigned needs;
};

extern const struct row rows[]; /* ends with one without work */

#endif
