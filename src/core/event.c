/* The log. Each event is hashed over the one before it, so that a change of the past shows; it is also the feed for other
 * programs. */
#include <stdarg.h>
#include <stdio.h>
#include <sha2.h>
#include <string.h>

#include "ordr/event.h"

static const struct field event_fields[] = {
	F(struct event, seq, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the event, from 1 without gaps"),
	F(struct event, at, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "when"),
	F(struct event, actor, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "who"),
	F(struct event, command, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "by which command"),
	F(struct event, subject, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "what it happened to"),
	F(struct event, what, RAW, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "what changed, an object"),
	F(struct event, previous, TEXT, FIELD_REQUIRED, "hash of the event before, 64 zeros before the first"),
	F(struct event, hash, TEXT, FIELD_REQUIRED, "SHA-256 over this event and the hash before"),
	FIELD_END,
};

const struct schema event_schema = { .name = "ordr.event/1",
				     .title = "Something that happened, as the log keeps it.",
				     .fields = event_fields,
				     .size = sizeof(struct event) };

#define NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

static void add_number(SHA2_CTX *context, int64_t number, char end)
{
	char text[24];
	char *at = text + sizeof text;
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	*--at = end;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		*--at = '-';
	SHA256Update(context, (const uint8_t *)at, (size_t)(text + sizeof text - at));
}

/* The length comes first, so that no text can pass for the end of one part and the start of the next. */
static void add_text(SHA2_CTX *context, const char *text)
{
	size_t size = strlen(text);
	add_number(context, (int64_t)size, ':');
	SHA256Update(context, (const uint8_t *)text, size);
	SHA256Update(context, (const uint8_t *)"\n", 1);
}

void event_hash(const struct event *event, char hex[65])
{
	SHA2_CTX context;
	SHA256Init(&context);
	add_text(&context, event->previous);
	add_number(&context, event->seq, ' ');
	add_number(&context, event->at.ms, '\n');
	add_text(&context, event->actor);
	add_text(&context, event->command);
	add_text(&context, event->subject);
	add_text(&context, event->what);
	SHA256End(&context, hex);
}

/* The last event's number and hash. */
static int last_event(struct core *core, int64_t *seq, char hash[65])
{
	struct db_rows rows;
	*seq = 0;
	memcpy(hash, NO_HASH, 65);
	if (db_query(core->db, &rows, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", DB_NONE))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*seq = db_column_integer(&rows, 0);
	const char *text = db_column_text(&rows, 1);
	bool whole = text && strlen(text) == 64;
	if (whole)
		memcpy(hash, text, 65);
	db_finish(&rows);
	return whole ? 0 : err_set(core->err, ERR_DAMAGED, "the last event has no hash");
}

int event_write(struct core *core, const char *subject, const char *what)
{
	char previous[65];
	char hash[65];
	struct event event = { .at = core->now, .actor = core->actor, .command = core->command, .subject = subject, .what = what };
	if (last_event(core, &event.seq, previous))
		return -1;
	if (event.seq < 0 || event.seq == INT64_MAX)
		return err_set(core->err, ERR_DAMAGED, "the last event has the number %lld", (long long)event.seq);
	event.seq++;
	event.previous = previous;
	event_hash(&event, hash);
	const char *text = hash;
	return db_run(core->db,
		      "INSERT INTO event (seq, at, actor, command, subject, what, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		      A(event.seq), A(event.at), A(event.actor), A(event.command), A(subject), A(what), A(text));
}

static int write_members(struct core *core, const char *subject, struct str *members)
{
	struct str what = { 0 };
	str_put_char(&what, '{');
	str_put_bytes(&what, members->text ? members->text : "", members->length);
	str_put_char(&what, '}');
	int result = what.failed || members->failed ? err_memory(core->err) : event_write(core, subject, what.text);
	str_release(&what);
	str_release(members);
	return result;
}

int event_order(struct core *core, struct order_id id, struct str *members)
{
	char text[ID_SIZE];
	return write_members(core, order_id_text(id, text), members);
}

int event_subject(struct core *core, struct str *members, const char *format, ...)
{
	char subject[600]; /* two keys of FIELD_KEY_MAX characters, at four bytes each, and a word */
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(subject, sizeof subject, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= sizeof subject) {
		str_release(members);
		return err_set(core->err, ERR_FAILED, "the subject of an event is too long: %.60s", subject);
	}
	return write_members(core, subject, members);
}

int event_find(struct core *core, int64_t seq, struct event *event)
{
	return db_one(core->db, core->arena, &event_schema, event,
		      "SELECT seq, at, actor, command, subject, what, hash,"
		      " coalesce((SELECT p.hash FROM event p WHERE p.seq = e.seq - 1), '" NO_HASH "') AS previous FROM event e WHERE seq = $1",
		      A(seq));
}

int event_last(struct core *core, struct event *event)
{
	int64_t seq = 0;
	int found = db_integer(core->db, &seq, "SELECT max(seq) FROM event", DB_NONE);
	return found < 0 ? -1 : seq == NONE ? 0 : event_find(core, seq, event);
}

#define EVENTS_AFTER "SELECT seq, at, actor, command, subject, what, hash FROM event WHERE seq > $1"
static const char all_events[] = EVENTS_AFTER " AND $2 IS NULL ORDER BY seq LIMIT $3";
static const char subject_events[] = EVENTS_AFTER " AND subject = $2 ORDER BY seq LIMIT $3";

/* The event that was read last: the next one mostly follows it, and then its hash need not be looked up. */
struct last {
	int64_t seq;
	char hash[65];
};

static int find_previous(struct core *core, const struct last *last, struct event *event)
{
	struct db_rows rows;
	event->previous = NO_HASH;
	if (event->seq <= 1)
		return 0;
	if (last->seq == event->seq - 1) {
		event->previous = last->hash;
		return 0;
	}
	if (db_query(core->db, &rows, "SELECT hash FROM event WHERE seq = $1", A(event->seq - 1)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	event->previous = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	return event->previous ? 0 : err_memory(core->err);
}

static void keep_last(struct last *last, const struct event *event)
{
	const size_t length = strlen(event->hash);
	last->seq = length < sizeof last->hash ? event->seq : NONE;
	if (length < sizeof last->hash)
		memcpy(last->hash, event->hash, length + 1);
}

static int take_event(struct core *core, struct db_rows *rows, struct last *last, int (*each)(void *context, const struct event *event),
		      void *context)
{
	struct event event;
	field_clear(event_fields, &event);
	if (db_load(rows, core->arena, event_fields, &event) || find_previous(core, last, &event) || each(context, &event))
		return -1;
	keep_last(last, &event);
	return 0;
}

int event_each(struct core *core, int64_t after, const char *subject, int64_t limit,
	       int (*each)(void *context, const struct event *event), void *context)
{
	struct db_rows rows;
	struct last last = { .seq = NONE };
	int64_t most = limit == NONE ? INT64_MAX : limit;
	if (db_query(core->db, &rows, subject ? subject_events : all_events, A(after), A(subject), A(most)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		int result = take_event(core, &rows, &last, each, context);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}
