/* The sample record and a writer that prints into memory. */
#include <stdlib.h>
#include <string.h>

#include "sample.h"

static const char *const states[] = { "open", "overdue", "met", NULL };

static const struct field target_fields[] = {
	F(struct sample_target, due, INSTANT, 0, "the latest moment"),
	F(struct sample_target, status, TEXT, FIELD_SHOWN, "how it stands"),
	FIELD_END,
};

static const struct field sla_fields[] = {
	{ .name = "ship", .type = FIELD_OBJECT, .offset = 0, .flags = FIELD_SHOWN, .fields = target_fields },
	{ .name = "deliver", .type = FIELD_OBJECT, .offset = sizeof(struct sample_target), .fields = target_fields },
	FIELD_END,
};

static const struct field ship_to_fields[] = {
	{ .name = "name", .type = FIELD_TEXT, .offset = 0, .help = "who receives" },
	{ .name = "city", .type = FIELD_TEXT, .offset = sizeof(char *), .help = "where" },
	FIELD_END,
};

static const struct field line_fields[] = {
	F(struct sample_line, line, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "its number"),
	F(struct sample_line, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "product"),
	F(struct sample_line, name, TEXT, FIELD_SHOWN | FIELD_WIDE, "product's name"),
	F(struct sample_line, qty, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_POSITIVE, "how many"),
	F(struct sample_line, price, PRICE, FIELD_SHOWN | FIELD_NOT_NEGATIVE, "for one"),
	F(struct sample_line, discount, MONEY, FIELD_SHOWN | FIELD_LATE, "taken off"),
	FIELD_END,
};

static const struct field sample_fields[] = {
	F(struct sample, id, ORDER, FIELD_REQUIRED | FIELD_SHOWN, "the order's number"),
	F(struct sample, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_KEY, "who ordered"),
	F_CHOICE(struct sample, state, states, FIELD_REQUIRED | FIELD_SHOWN, "where it stands"),
	F(struct sample, replayed, BOOL, 0, "answered before"),
	F(struct sample, promised, DATE, FIELD_SHOWN | FIELD_LATE, "the day"),
	F_OBJECT(struct sample, sla, sla_fields, FIELD_SHOWN, "targets"),
	F(struct sample, slack_minutes, INTEGER, 0, "time left"),
	F(struct sample, gross, MONEY, FIELD_SHOWN, "to pay"),
	F(struct sample, share, PERCENT, FIELD_NOT_NEGATIVE, "of all"),
	F_OBJECT(struct sample, ship_to, ship_to_fields, 0, "address"),
	F(struct sample, what, RAW, 0, "what changed"),
	F(struct sample, note, TEXT, FIELD_NUMBER_TOO, "free text"),
	F_LIST(struct sample, lines, struct sample_line, line_fields, FIELD_REQUIRED, "what was ordered"),
	F(struct sample, shipments, TEXTS, 0, "ids"),
	FIELD_END,
};

const struct schema sample_schema = { .name = "ordr.sample/1",
				      .title = "One of everything.",
				      .fields = sample_fields,
				      .size = sizeof(struct sample) };

void sample_clear(struct sample *sample)
{
	field_clear(sample_fields, sample);
	sample->id = (struct order_id){ 7 };
	sample->customer = "ACME";
	sample->state = "open";
}

void sample_fill(struct sample *sample)
{
	static const char *ids[] = { "SH-000001", "SH-000002" };
	static struct sample_line lines[2];
	lines[0] = (struct sample_line){ 1, "A-1", "Bolt", { 2500 }, price_make(119000 * PRICE_UNITS, "EUR"), money_make(NONE, "EUR") };
	lines[1] = (struct sample_line){ 2, "A-2", "Nut", { 10000 }, price_make(5 * PRICE_UNITS, "EUR"), money_make(NONE, "EUR") };
	sample_clear(sample);
	sample->replayed = true;
	sample->promised = date_make(2026, 11, 24);
	instant_parse("2026-11-24T08:00:00Z", &sample->sla.ship.due);
	sample->sla.ship.status = "overdue";
	sample->slack_minutes = -30;
	sample->gross = money_make(-119000, "EUR");
	sample->share = (struct percent){ 1250 };
	sample->ship_to.name = "Zoë";
	sample->ship_to.city = "Köln";
	sample->what = "{\"a\":1}";
	sample->note = "a, \"b\"";
	sample->lines = (struct list){ lines, 2 };
	sample->shipments = (struct list){ ids, 2 };
}

void printer_init(struct printer *printer, struct out_options options)
{
	memset(printer, 0, sizeof *printer);
	printer->stream = open_memstream(&printer->text, &printer->length);
	assert_non_null(printer->stream);
	sink_init(&printer->sink, printer->stream, false, &printer->err);
	printer->out = out_new(&printer->arena, &printer->sink, &options, &printer->err);
	assert_non_null(printer->out);
}

void printer_release(struct printer *printer)
{
	out_release(printer->out);
	sink_release(&printer->sink);
	fclose(printer->stream);
	free(printer->text);
	arena_release(&printer->arena);
}

void printer_expect(struct printer *printer, const char *text)
{
	assert_int_equal(sink_flush(&printer->sink), 0);
	assert_string_equal(printer->text, text);
	printer_release(printer);
}

void expect_print(struct out_options options, enum out_shape shape, const struct sample *samples, size_t count, const char *text)
{
	struct printer printer;
	printer_init(&printer, options);
	assert_int_equal(out_begin(printer.out, &sample_schema, shape), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(out_record(printer.out, &samples[i]), 0);
	assert_int_equal(out_end(printer.out), 0);
	printer_expect(&printer, text);
}
