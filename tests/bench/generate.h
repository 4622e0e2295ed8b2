/* The two halves of the generator: orders that the library takes through all steps, and copies of them. */
#ifndef ORDR_BENCH_GENERATE_H
#define ORDR_BENCH_GENERATE_H

/* Copies orders 1 … `orders` of the database, with all that belongs to them, as the `orders` numbers after the last one, `weeks` later, and so
 * on until there are `copies`. All of them must be complete, so that their stock is gone. Leaves with 1 when it fails. */
void clone_orders(const char *file, long orders, long copies, long weeks);

#endif
