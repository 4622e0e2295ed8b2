/* A record with one of everything, as the tests of output print it: an order, much shortened. */
#ifndef ORDR_TESTS_SAMPLE_H
#define ORDR_TESTS_SAMPLE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "ordr/out.h"

struct sample_target {
	struct instant due;
	const char *status;
};

struct sample_line {
	int64_t line;
	const char *sku, *name;
	struct quantity qty;
	struct price price;
	struct money discount;
};

struct sample {
	struct order_id id;
	const char *customer, *state;
	bool replayed;
	struct date promised;
	struct {
		struct sample_target ship, deliver;
	} sla;
	int64_t slack_minutes;
	struct money gross;
	struct percent share;
	struct {
		const char *name, *city;
	} ship_to;
	const char *what; /* JSON */
	const char *note;
	struct list lines;     /* struct sample_line */
	struct list shipments; /* const char * */
};

extern const struct schema sample_schema;

/* Absent in all but id 7, customer "ACME" and state "open". */
void sample_clear(struct sample *sample);
/* One of everything, and two lines. */
void sample_fill(struct sample *sample);

/* A writer on memory. */
struct printer {
	struct arena arena;
	struct err err;
	struct sink sink;
	char *text;
	size_t length;
	FILE *stream;
	struct out *out;
};

void printer_init(struct printer *printer, struct out_options options);
/* Flushes, compares all that was printed so far, and releases. */
void printer_expect(struct printer *printer, const char *text);
void printer_release(struct printer *printer);
/* Prints `count` records as that shape and expects the text. */
void expect_print(struct out_options options, enum out_shape shape, const struct sample *samples, size_t count, const char *text);

#endif
