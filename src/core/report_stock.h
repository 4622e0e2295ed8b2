/* What gathering (report_stock_gather.c) and the record (report_stock.c) share. */
#ifndef ORDR_CORE_REPORT_STOCK_H
#define ORDR_CORE_REPORT_STOCK_H

#include "ordr/id_table.h"
#include "ordr/past.h"
#include "ordr/report_stock.h"

/* Beyond 64 bits, for products of quantities. */
__extension__ typedef __int128 wide;

/* Of one product, in thousandths of its unit. */
struct stocked {
	int64_t number; /* of the product */
	int64_t on_hand, allocated, backordered, incoming;
	int64_t opening, closing, shipped;   /* on hand at the ends of the period, and shipped in it */
	int64_t demand;
	wide squares;                    /* of the demand of each day */
	int64_t wanted, missed;              /* units of orders confirmed, and those that were not there at once */
	int64_t last_shipped, last_received; /* moments; 0: never */
};

struct stock_pass {
	struct core *core;
	const struct report_request *request;
	struct date today, from, to;
	struct instant first, after;
	struct id_table table;
	int64_t orders, filled_orders, lines, filled_lines, wanted, missed;
};

int stock_gather(struct stock_pass *pass);

#endif
