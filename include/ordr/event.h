/* The log: every change writes an event in its own transaction, each hashed over the one before it. */
#ifndef ORDR_EVENT_H
#define ORDR_EVENT_H

#include "ordr/core.h"
#include "ordr/field.h"

/* ordr.event/1 */
struct event {
	int64_t seq;
	struct instant at;
	const char *actor;
	const char *command;
	const char *subject; /* "SO-000001", "customer C-1001", "stock A-1 MAIN" */
	const char *what;    /* JSON object */
	const char *previous;
	const char *hash;
};
extern const struct schema event_schema;

/* Writes an event; `what` is a JSON object's text, "{}" at least. */
int event_write(struct core *core, const char *subject, const char *what);
/* The same for an order, shipment …: what = "{…members}" built in str; consumes and releases the str. */
int event_order(struct core *core, struct order_id id, struct str *members);
int event_subject(struct core *core, struct str *members, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The hash of an event, hex SHA-256 of, in this order: previous hash; seq and at (ms) as "SEQ AT" and a newline; actor, command,
 * subject, what. Each text is written as its length in bytes, a colon, the text, a newline. */
void event_hash(const struct event *event, char hex[65]);

/* The event of a number; the last one. 1, 0 when there is none, −1. */
int event_find(struct core *core, int64_t seq, struct event *event);
int event_last(struct core *core, struct event *event);

/* Calls back for events after `after`, of one subject when it is not NULL, at most `limit` (NONE: all), in order. */
int event_each(struct core *core, int64_t after, const char *subject, int64_t limit,
	       int (*each)(void *context, const struct event *event), void *context);

#endif
