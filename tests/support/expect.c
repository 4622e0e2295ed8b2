/* Expected and real lines, compared. One alignment answers all three questions: whether they agree, how they differ,
 * and which expected lines an update may keep; so a test never passes by another rule than the one by which it is
 * rewritten. */
#include <stdlib.h>
#include <string.h>

#include "expect.h"

/* A change outweighs any number of lines taken by "...", so that "..." never hides a line that was written down. */
#define CHANGE    ((int64_t)1 << 32)
#define TABLE_MAX ((size_t)1 << 24)

static bool is_any(const struct line *line)
{
	return !strcmp(line->text, "...");
}

bool expect_line(const char *wanted, const char *came)
{
	const char *hole = strstr(wanted, "[..]");
	if (!hole)
		return !strcmp(wanted, came);
	size_t before = (size_t)(hole - wanted);
	if (strncmp(wanted, came, before) != 0)
		return false;
	for (const char *rest = came + before;; rest++) {
		if (expect_line(hole + 4, rest))
			return true;
		if (!*rest)
			return false;
	}
}

/* Would the transcript's reader take this line for something else than output? */
static bool is_special(const char *line)
{
	static const char *const begins[] = { "$ ", "# ", "## ", "! ", "? ", "@ ", "now: ", "\\" };
	static const char *const wholes[] = { "...", "!", "@", "setup:" };
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (!strncmp(line, begins[i], strlen(begins[i])))
			return true;
	for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
		if (!strcmp(line, wholes[i]))
			return true;
	return false;
}

static const char *write_line(struct arena *arena, const char *bytes, size_t length, const char *end)
{
	struct str line = { 0 };
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
			str_printf(&line, "\xe2\x90%c", byte == 0x7f ? 0xa1 : 0x80 + byte);
		else
			str_put_char(&line, (char)byte);
	}
	str_put(&line, end);
	const char *text = line.text ? line.text : "";
	const char *written = arena_printf(arena, "%s%s", is_special(text) ? "\\" : "", text);
	str_release(&line);
	return written;
}

void expect_written(struct arena *arena, const char *text, size_t length, struct lines *lines)
{
	size_t before = lines->count;
	for (size_t at = 0; at < length;) {
		const char *newline = memchr(text + at, '\n', length - at);
		size_t size = newline ? (size_t)(newline - text) - at : length - at;
		lines_add(arena, lines, write_line(arena, text + at, size, newline ? "" : "\\c"), 0);
		at += size + 1;
	}
	for (size_t i = lines->count; i > before && !*lines->line[i - 1].text; i--)
		lines->line[i - 1].text = "\\";
}

/* The cost of reaching (i, j): i expected lines and j real ones behind. */
struct table {
	const struct lines *wanted, *came;
	int64_t *cost;
};

static int64_t *cell(const struct table *table, size_t i, size_t j)
{
	return &table->cost[i * (table->came->count + 1) + j];
}

/* The last move on the cheapest way to (i, j), and its cost. */
static enum expect_kind best_move(const struct table *table, size_t i, size_t j, int64_t *cost)
{
	static const int64_t never = INT64_MAX / 2;
	bool any = i && is_any(&table->wanted->line[i - 1]);
	int64_t costs[] = { never, never, never, never, never, never };
	if (any) {
		costs[EXPECT_ANY] = *cell(table, i - 1, j);
		costs[EXPECT_ABSORBED] = j ? *cell(table, i, j - 1) + 1 : never;
	} else if (i) {
		costs[EXPECT_MISSING] = *cell(table, i - 1, j) + CHANGE;
		if (j && expect_line(table->wanted->line[i - 1].text, table->came->line[j - 1].text))
			costs[EXPECT_SAME] = *cell(table, i - 1, j - 1);
		if (j)
			costs[EXPECT_CHANGED] = *cell(table, i - 1, j - 1) + CHANGE;
	}
	if (j)
		costs[EXPECT_EXTRA] = *cell(table, i, j - 1) + CHANGE;
	enum expect_kind best = EXPECT_EXTRA;
	for (enum expect_kind kind = EXPECT_SAME; kind < EXPECT_EXTRA; kind++)
		if (costs[kind] < costs[best])
			best = kind;
	*cost = costs[best];
	return best;
}

static void add_move(struct arena *arena, struct expect *expect, enum expect_kind kind, const struct line *wanted,
		     const char *came)
{
	expect->moves = array_grow(arena, expect->moves, expect->count, sizeof *expect->moves);
	expect->moves[expect->count++] = (struct expect_move){ kind, wanted, came };
	expect->same &= kind < EXPECT_CHANGED;
}

/* Walks back from the end, then turns the moves round. */
static void walk_back(struct arena *arena, const struct table *table, struct expect *expect)
{
	size_t i = table->wanted->count;
	size_t j = table->came->count;
	while (i || j) {
		int64_t cost;
		enum expect_kind kind = best_move(table, i, j, &cost);
		bool takes_wanted = kind != EXPECT_ABSORBED && kind != EXPECT_EXTRA;
		bool takes_came = kind != EXPECT_ANY && kind != EXPECT_MISSING;
		add_move(arena, expect, kind, takes_wanted ? &table->wanted->line[i - 1] : NULL,
			 takes_came ? table->came->line[j - 1].text : NULL);
		i -= takes_wanted;
		j -= takes_came;
	}
	for (size_t low = 0, high = expect->count; low + 1 < high; low++, high--) {
		struct expect_move move = expect->moves[low];
		expect->moves[low] = expect->moves[high - 1];
		expect->moves[high - 1] = move;
	}
}

void expect_align(struct arena *arena, const struct lines *wanted, const struct lines *came, struct expect *expect)
{
	*expect = (struct expect){ .same = true };
	struct table table = { wanted, came, NULL };
	if (came->count < TABLE_MAX / (wanted->count + 1))
		table.cost = calloc((wanted->count + 1) * (came->count + 1), sizeof *table.cost);
	if (!table.cost) { /* too much to compare by pairs */
		for (size_t i = 0; i < wanted->count; i++)
			add_move(arena, expect, EXPECT_MISSING, &wanted->line[i], NULL);
		for (size_t j = 0; j < came->count; j++)
			add_move(arena, expect, EXPECT_EXTRA, NULL, came->line[j].text);
		return;
	}
	for (size_t i = 0; i <= wanted->count; i++)
		for (size_t j = 0; j <= came->count; j++)
			if (i || j)
				best_move(&table, i, j, cell(&table, i, j));
	walk_back(arena, &table, expect);
	free(table.cost);
}

void expect_put(const struct expect *expect, const char *title, struct str *str)
{
	if (expect->same)
		return;
	str_printf(str, "  %s (- expected, + came):\n", title);
	for (size_t i = 0; i < expect->count; i++) {
		const struct expect_move *move = &expect->moves[i];
		if (move->kind == EXPECT_SAME || move->kind == EXPECT_ANY)
			str_printf(str, "      %s\n", move->wanted->text);
		if (move->kind == EXPECT_CHANGED || move->kind == EXPECT_MISSING)
			str_printf(str, "    - %s\n", move->wanted->text);
		if (move->kind == EXPECT_CHANGED || move->kind == EXPECT_EXTRA)
			str_printf(str, "    + %s\n", move->came);
	}
}
