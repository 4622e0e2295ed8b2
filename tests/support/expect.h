/* What came out beside what was expected, line by line. Both are in the form in which a transcript writes them: see
 * transcript.h. */
#ifndef ORDR_TESTS_EXPECT_H
#define ORDR_TESTS_EXPECT_H

#include <stdbool.h>

#include "lines.h"
#include "ordr/str.h"

enum expect_kind {
	EXPECT_SAME,     /* wanted fits what came */
	EXPECT_ANY,      /* a line "..." */
	EXPECT_ABSORBED, /* came, and stands for by the "..." before it */
	EXPECT_CHANGED,  /* another came in its place */
	EXPECT_MISSING,  /* wanted, did not come */
	EXPECT_EXTRA     /* came, not wanted */
};

struct expect_move {
	enum expect_kind kind;
	const struct line *wanted; /* SAME, ANY, CHANGED, MISSING */
	const char *came;          /* SAME, ABSORBED, CHANGED, EXTRA */
};

struct expect {
	struct expect_move *moves; /* from the first line to the last */
	size_t count;
	bool same;
};

/* Adds what a program wrote to `lines`, as a transcript writes it: control characters as their pictures (U+2400), a
 * backslash before a line that would be read as something else, "\" for an empty line at the end, "\c" where the last
 * newline is missing. */
void expect_written(struct arena *arena, const char *text, size_t length, struct lines *lines);
/* Does the line fit? "[..]" in it stands for any text. */
bool expect_line(const char *wanted, const char *came);
/* The way from one to the other with the fewest changes; "..." takes as few lines as that allows. */
void expect_align(struct arena *arena, const struct lines *wanted, const struct lines *came, struct expect *expect);
/* Adds the differences under a title: "- " expected, "+ " came. Nothing when there are none. */
void expect_put(const struct expect *expect, const char *title, struct str *str);

#endif
