/* Stock against demand: how long it lasts, how well it served, what to order, what lies dead. */
#ifndef ORDR_REPORT_STOCK_H
#define ORDR_REPORT_STOCK_H

#include "ordr/report.h"

struct stock_row {
	const char *sku, *name, *unit;
	struct quantity on_hand, available, backordered, incoming; /* incoming: absent of the past */
	struct quantity demand;     /* units ordered in the period */
	struct quantity cover_days; /* available ÷ demand × days of the period; absent without demand */
	struct quantity turnover;   /* times a year; absent when there was none on hand */
	struct percent fill_rate_pct;
};
struct stock_proposal {
	const char *sku, *name, *unit;
	struct quantity position, reorder_point, safety_stock;
	int64_t lead_days;
	struct quantity quantity;
};
struct stock_dead {
	const char *sku, *name, *unit;
	struct quantity on_hand;
	struct date last_shipped; /* absent: never */
};
/* ordr.report-stock/1 */
struct report_stock {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t products, short_products;
	int64_t orders, lines;
	struct percent fill_rate_order_pct, fill_rate_line_pct, fill_rate_unit_pct;
	struct list list;    /* struct stock_row */
	struct list reorder; /* struct stock_proposal */
	struct list dead;    /* struct stock_dead */
};

#endif
