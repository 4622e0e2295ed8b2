#include <string.h>

#include "books.h"
#include "ordr/event.h"

struct chain {
	int64_t count;
	char last[65];
};

static int follow(void *context, const struct event *event)
{
	struct chain *chain = context;
	char hash[65];
	event_hash(event, hash);
	assert_string_equal(event->hash, hash);
	if (chain->count)
		assert_string_equal(event->previous, chain->last);
	assert_int_equal(event->seq, ++chain->count);
	memcpy(chain->last, event->hash, 65);
	return 0;
}

static void every_event_is_hashed_over_the_one_before(void **state)
{
	struct books *books = *state;
	struct chain chain = { 0 };
	for (int i = 0; i < 50; i++) {
		struct str what = { 0 };
		str_printf(&what, "\"n\":%d", i);
		assert_int_equal(event_subject(&books->core, &what, "thing %d", i % 5), 0);
	}
	assert_int_equal(event_each(&books->core, 0, NULL, NONE, follow, &chain), 0);
	assert_int_equal(chain.count, 50);
}

static int count(void *context, const struct event *event)
{
	assert_string_equal(event->subject, "SO-000003");
	++*(int *)context;
	return 0;
}

static void a_newline_cannot_make_two_events_one(void **state)
{
	(void)state;
	char left[65];
	char right[65];
	struct event event = { .seq = 1, .previous = "0", .actor = "eva\nship", .command = "x", .subject = "s", .what = "{}" };
	event_hash(&event, left);
	event.actor = "eva";
	event.command = "ship\nx";
	event_hash(&event, right);
	assert_string_not_equal(left, right);
	event.at.ms++;
	event_hash(&event, left);
	assert_string_not_equal(left, right);
}

static void the_log_of_one_document_is_its_own(void **state)
{
	struct books *books = *state;
	int found = 0;
	for (int i = 0; i < 10; i++) {
		struct str what = { 0 };
		assert_int_equal(event_order(&books->core, (struct order_id){ i % 5 }, &what), 0);
	}
	assert_int_equal(event_each(&books->core, 0, "SO-000003", NONE, count, &found), 0);
	assert_int_equal(found, 2);
	assert_int_equal(event_each(&books->core, 4, "SO-000003", NONE, count, &found), 0);
	assert_int_equal(found, 3);
}

static void the_log_cannot_be_changed(void **state)
{
	struct books *books = *state;
	struct str what = { 0 };
	assert_int_equal(event_subject(&books->core, &what, "thing"), 0);
	books_refused(books, db_run(books->core.db, "UPDATE event SET actor = 'x'", DB_NONE), ERR_REFUSED, "the log does not change");
	books_refused(books, db_run(books->core.db, "DELETE FROM event", DB_NONE), ERR_REFUSED, "the log does not change");
	books_refused(books,
		      db_run(books->core.db, "INSERT OR REPLACE INTO event (seq, at, actor, command, subject, what, hash)"
					     " VALUES (1, 0, 'x', 'x', 'x', '{}', 'x')", DB_NONE),
		      ERR_REFUSED, "the log is written in order, once");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_event_is_hashed_over_the_one_before, books_setup, books_teardown),
		cmocka_unit_test(a_newline_cannot_make_two_events_one),
		cmocka_unit_test_setup_teardown(the_log_of_one_document_is_its_own, books_setup, books_teardown),
		cmocka_unit_test_setup_teardown(the_log_cannot_be_changed, books_setup, books_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
