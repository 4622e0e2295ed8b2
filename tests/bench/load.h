/* The load of the benchmarks, the same for ordr and for the floors: so many customers and products, which of them an order names, and how far
 * the orders of a generated database have come. Multiplying by odd constants spreads orders over the products as real orders are, without
 * a random generator that has to be shared. */
#ifndef ORDR_BENCH_LOAD_H
#define ORDR_BENCH_LOAD_H

#define LOAD_CUSTOMERS 500
#define LOAD_PRODUCTS  1000 /* in stock; one more, LOAD_SHORT, is not */
#define LOAD_SHORT     (LOAD_PRODUCTS + 1)
#define LOAD_STOCK     100000000 /* units of each product: enough for every order that a benchmark places */
#define LOAD_LINES     5
#define LOAD_OPEN      3000 /* open orders of a generated database, at most */

/* Every clock of the benchmarks stands here, and generated databases end here: a Tuesday. */
#define LOAD_NOW "2026-11-24T09:00:00Z"
#define LOAD_REQUESTED "2026-12-08"

/* Row numbers from 1. Lines of an order name different products. */
static inline long load_customer(long order)
{
	return 1 + (long)((unsigned long)order * 2654435761u % LOAD_CUSTOMERS);
}

static inline long load_product(long order, long line)
{
	return 1 + (long)(((unsigned long)order * 2246822519u + (unsigned long)line * 97) % LOAD_PRODUCTS);
}

/* Whole units. */
static inline long load_quantity(long order, long line)
{
	return 1 + (order + line * 3) % 7;
}

/* A generated database: completed and paid orders first, then the open ones, of which the last third is placed and no more. The same number is
 * open in all that are large enough, so that they differ in what was ordered alone. */
static inline long load_open(long orders)
{
	return orders / 2 < LOAD_OPEN ? orders / 2 : LOAD_OPEN;
}

static inline long load_placed(long orders)
{
	return load_open(orders) / 3;
}

#endif
