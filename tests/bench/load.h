/* The load of the benchmarks, the same for ordr and for the floors: so many customers and products, and which of them an order names.
 * Multiplying by odd constants spreads orders over the products as real orders are, without a random generator that has to be shared. */
#ifndef ORDR_BENCH_LOAD_H
#define ORDR_BENCH_LOAD_H

#define LOAD_CUSTOMERS 500
#define LOAD_PRODUCTS  1000
#define LOAD_LINES     5

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

#endif
