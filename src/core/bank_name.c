/* Invoice numbers in what payers write, and users type. RE-2026-00001 comes as "RE 2026 00001", "re2026/00001", "RF18RE202600001", or
 * broken where the bank's line ends. Found is what has all parts of a number, whole: never a number that merely begins
 * or ends like it. */
#include <ctype.h>
#include <string.h>

#include "invoice_parts.h"
#include "ordr/bank.h"

#define NAMES_MAX 500 /* invoices that one entry may name */

static const struct field series_fields[] = { { .name = "pattern", .type = FIELD_TEXT, .offset = offsetof(struct series, pattern) }, FIELD_END };
static const struct schema series_schema = { .name = "series", .fields = series_fields, .size = sizeof(struct series) };

int bank_begin(struct bank *bank, struct core *core)
{
	*bank = (struct bank) { .core = core, .seen = { .arena = core->keep, .item = 2 * sizeof(int64_t) } };
	if (db_all(core->db, core->keep, &series_schema, &bank->series,
		   "WITH RECURSIVE each (series) AS (SELECT min(series) FROM invoice UNION ALL SELECT (SELECT "
		   "min(series) FROM invoice"
		   " WHERE series > each.series) FROM each WHERE each.series IS NOT NULL) SELECT series AS pattern "
		   "FROM each WHERE series IS NOT NULL",
		   DB_NONE))
		return -1;
	struct series *series = bank->series.items;
	for (size_t i = 0; i < bank->series.count; i++)
		if (series_parse(core, series[i].pattern, &series[i]))
			return -1;
	return 0;
}

/* What sets the parts of a number apart, or stands there without need. */
static bool sets_apart(char c)
{
	return c && strchr(" \t\n-/._:", c);
}

static const char *skip_apart(const char *at)
{
	while (sets_apart(*at))
		at++;
	return at;
}

/* The letters and digits of a pattern's text, whatever stands between them. NULL: they are not there. */
static const char *match_text(const struct series_part *part, const char *at)
{
	for (size_t i = 0; i < part->length; i++) {
		char c = part->text[i];
		if (sets_apart(c))
			continue;
		at = skip_apart(at);
		if (toupper((unsigned char)*at) != toupper((unsigned char)c))
			return NULL;
		at++;
	}
	return at;
}

/* So many digits; where a line was broken, with blanks between them. */
static const char *match_digits(const char *at, int count, bool broken, int64_t *value)
{
	at = skip_apart(at);
	*value = 0;
	for (int i = 0; i < count; i++) {
		while (broken && i && (*at == ' ' || *at == '\n'))
			at++;
		if (!isdigit((unsigned char)*at))
			return NULL;
		*value = *value * 10 + (*at++ - '0');
	}
	return at;
}

/* How strictly a number is read. */
enum reading {
	WHOLE,
	BROKEN, /* a line may end within it */
	LOOSE   /* its zeros may be missing, or too many */
};

/* A running number is as long as it is written: with its zeros, and no more of them. */
static const char *match_running(const struct series_part *part, const char *at, enum reading reading, int64_t *value)
{
	bool broken = reading == BROKEN;
	at = skip_apart(at);
	int length = (int)strspn(at, "0123456789");
	if (broken)
		length = part->width;
	else if (reading == LOOSE && length > 0 && length <= 15)
		return match_digits(at, length, broken, value);
	else if (length < part->width || length > 15 || (length > part->width && *at == '0'))
		return NULL;
	at = match_digits(at, length, broken, value);
	return at && isdigit((unsigned char)*at) ? NULL : at;
}

struct sequence {
	int64_t year, number;
};

/* Behind a number of the series, if one begins here; else NULL. */
static const char *match(const struct series *series, const char *at, enum reading reading, struct sequence *sequence)
{
	bool digits = false;
	sequence->year = 0;
	for (size_t i = 0; at && i < series->count; i++) {
		const struct series_part *part = &series->parts[i];
		digits = part->kind == SERIES_YEAR || part->kind == SERIES_YY;
		if (part->kind == SERIES_TEXT)
			at = match_text(part, at);
		else if (part->kind == SERIES_N)
			at = match_running(part, at, reading, &sequence->number);
		else
			at = match_digits(at, part->kind == SERIES_YEAR ? 4 : 2, reading == BROKEN, &sequence->year);
	}
	return digits && at && isdigit((unsigned char)*at) ? NULL : at;
}

/* Letters before letters, or digits before digits, belong together: of "WARE-2026-00001" no invoice RE is meant. */
static bool may_begin(const char *text, size_t at)
{
	unsigned char before = at ? (unsigned char)text[at - 1] : ' ';
	unsigned char here = (unsigned char)text[at];
	return isalnum(here) && !(isalpha(here) ? isalpha(before) || before >= 0x80 : isdigit(before) || isalpha(before));
}

static bool is_named(const char *const *names, size_t count, const char *number)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(names[i], number))
			return true;
	return false;
}

/* The invoice of that number, or that its credit note corrects, or that bills it anew: 1, 0 when there is none, −1. */
static int look_up(struct core *core, const struct series *series, const struct sequence *sequence, const char **number)
{
	char text[INVOICE_NUMBER_SIZE];
	struct db_rows rows;
	if (series_write(series, sequence->year, sequence->number, text))
		return 0;
	if (db_query(core->db, &rows, "SELECT coalesce(corrects, number) FROM invoice WHERE number = $1", A((const char *)text)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	const char *by;
	*number = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	if (!*number)
		return err_memory(core->err);
	if (invoice_replaced_by(core, *number, &by))
		return -1;
	*number = by ? by : *number;
	return 1;
}

static int find_at(struct bank *bank, const char *at, enum reading reading, const char **names, size_t *count)
{
	const struct series *series = bank->series.items;
	for (size_t i = 0; i < bank->series.count && *count < NAMES_MAX; i++) {
		struct sequence sequence;
		const char *number;
		int found = match(&series[i], at, reading, &sequence) ? look_up(bank->core, &series[i], &sequence, &number) : 0;
		if (found < 0)
			return -1;
		if (found && !is_named(names, *count, number))
			names[(*count)++] = number;
	}
	return 0;
}

static int find(struct bank *bank, const char *text, enum reading reading, const char **names, size_t *count)
{
	for (size_t at = 0; text[at]; at++)
		if (may_begin(text, at) && find_at(bank, text + at, reading, names, count))
			return -1;
	return 0;
}

int bank_names(struct bank *bank, const char *text, struct list *numbers)
{
	const char **names = arena_array(bank->core->arena, NAMES_MAX, sizeof *names);
	size_t count = 0;
	if (!names)
		return err_memory(bank->core->err);
	if (find(bank, text, WHOLE, names, &count) || (!count && find(bank, text, BROKEN, names, &count)))
		return -1;
	*numbers = (struct list) { .items = names, .count = count };
	return 0;
}

/* An order's number in place of its invoice's. */
static int last_of_order(struct core *core, struct order_id order, const char **number)
{
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT number FROM invoice WHERE order_id = $1 AND corrects IS NULL ORDER BY id DESC LIMIT 1",
		     A(order.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*number = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	return *number ? 0 : err_memory(core->err);
}

int invoice_meant(struct core *core, const char *typed, const char **meant)
{
	struct bank bank;
	*meant = NULL;
	struct order_id order;
	if (!order_id_parse(typed, &order))
		return last_of_order(core, order, meant);
	if (bank_begin(&bank, core))
		return -1;
	const struct series *series = bank.series.items;
	for (size_t i = 0; i < bank.series.count; i++) {
		struct sequence sequence;
		char text[INVOICE_NUMBER_SIZE];
		int64_t one;
		const char *end = match(&series[i], typed, LOOSE, &sequence);
		if (!end || *end || series_write(&series[i], sequence.year, sequence.number, text))
			continue;
		int found = db_integer(core->db, &one, "SELECT 1 FROM invoice WHERE number = $1", A((const char *)text));
		if (found > 0)
			*meant = arena_strdup(core->arena, text);
		if (found)
			return found < 0 ? -1 : *meant ? 0 : err_memory(core->err);
	}
	return 0;
}
