/* The numbers of invoices: a series is a pattern, and its numbers follow one another without a gap in the order of issue. Law asks for a number
 * that is given once (§14 (4) no. 4 UStG) and lets a company keep several series; that none is missing is what an auditor asks about first. */
#include <stdio.h>
#include <string.h>

#include "invoice_parts.h"
#include "ordr/calendar.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

#define PLAIN_PATTERN "-{year}-{n:5}" /* of a series that is only a word */

static int wrong(struct core *core, const char *pattern, const char *hint)
{
	err_set(core->err, ERR_INVALID, "\"%.60s\" cannot make invoice numbers", pattern);
	return err_hint(core->err, "%s", translate(hint));
}

/* What stands between the braces. Width 1: as many digits as it takes. */
static bool part_read(const char *text, size_t length, struct series_part *part)
{
	static const struct {
		const char *word;
		enum series_kind kind;
	} words[] = { { "year", SERIES_YEAR }, { "yy", SERIES_YY }, { "n", SERIES_N } };
	size_t word = strcspn(text, ":}");
	part->width = 1;
	if (word < length) {
		if (word + 2 != length || text[word + 1] < '2' || text[word + 1] > '8')
			return false;
		part->width = text[word + 1] - '0';
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].word) == word && !memcmp(words[i].word, text, word)) {
			part->kind = words[i].kind;
			return part->kind == SERIES_N || part->width == 1;
		}
	return false;
}

static bool series_read(const char *pattern, struct series *series)
{
	static const char literal[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/._";
	int numbers = 0;
	*series = (struct series){ 0 };
	for (const char *at = pattern; *at;) {
		struct series_part *part = &series->parts[series->count++];
		if (series->count == SERIES_PARTS)
			return false;
		*part = (struct series_part){ .text = at, .length = strspn(at, literal) };
		if (*at == '{') {
			part->length = strcspn(at + 1, "}");
			if (!at[part->length + 1] || !part_read(at + 1, part->length, part))
				return false;
			numbers += part->kind == SERIES_N;
			series->yearly |= part->kind != SERIES_N;
			at += part->length + 2;
		} else if (part->length) {
			at += part->length;
		} else {
			return false;
		}
	}
	return numbers == 1;
}

int series_parse(struct core *core, const char *text, struct series *series)
{
	static const char *const taken[] = { "SO-", "SH-", "RT-", "CP-", "DP-", "PM-" };
	bool word = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(text);
	series->pattern = word ? arena_printf(core->arena, "%s" PLAIN_PATTERN, text) : text;
	if (!series->pattern)
		return err_memory(core->err);
	const char *pattern = series->pattern;
	if (strlen(pattern) > 40 || !series_read(pattern, series))
		return wrong(core, text, TO_TRANSLATE("a word of capital letters and digits, or a pattern such as RE-{year}-{n:5} or {yy}/R{n}"));
	series->pattern = pattern;
	if (strspn(text, "0123456789") == strlen(text) || !strpbrk(pattern, "ABCDEFGHIJKLMNOPQRSTUVWXYZ/"))
		return wrong(core, text, TO_TRANSLATE("it needs a capital letter or a slash, or a number of its could be that of an order"));
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (!strncmp(pattern, taken[i], strlen(taken[i])))
			return wrong(core, text, TO_TRANSLATE("SO-, SH-, RT-, CP-, DP- and PM- begin the numbers of other documents"));
	return 0;
}

int series_write(const struct series *series, int64_t year, int64_t sequence, char out[INVOICE_NUMBER_SIZE])
{
	size_t used = 0;
	for (size_t i = 0; i < series->count && used < INVOICE_NUMBER_SIZE; i++) {
		const struct series_part *part = &series->parts[i];
		char *to = out + used;
		size_t left = INVOICE_NUMBER_SIZE - used;
		int length = part->kind == SERIES_TEXT   ? snprintf(to, left, "%.*s", (int)part->length, part->text)
			     : part->kind == SERIES_YEAR ? snprintf(to, left, "%04lld", (long long)year)
			     : part->kind == SERIES_YY   ? snprintf(to, left, "%02lld", (long long)(year % 100))
							 : snprintf(to, left, "%0*lld", part->width, (long long)sequence);
		used += (size_t)length;
	}
	return used < INVOICE_NUMBER_SIZE ? 0 : -1;
}

/* Invoices are numbered in the order of issue, so none may be dated before the last one of its series: the clock has gone back, or was ahead. */
static int check_order(struct core *core, const struct invoice_number *number)
{
	char last_text[DATE_SIZE], text[DATE_SIZE];
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT number, issued FROM invoice WHERE series = $1 ORDER BY year DESC, sequence DESC LIMIT 1",
		     A(number->series)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	struct date last = { db_column_integer(&rows, 1) };
	if (last.days > number->issued.days) {
		err_set(core->err, ERR_REFUSED, "an invoice of %s cannot follow %s, which is dated %s: they are numbered by date",
			date_text(number->issued, text), db_column_text(&rows, 0), date_text(last, last_text));
		err_hint(core->err, "set the clock right, or give --now %s", last_text);
	}
	db_finish(&rows);
	return last.days > number->issued.days ? -1 : 0;
}

/* Another series may have made the same number before: RE-{n:5} in its 2026th hundred thousand. */
static int check_new(struct core *core, const struct invoice_number *number)
{
	int64_t other;
	int found = db_integer(core->db, &other, "SELECT 1 FROM invoice WHERE number = $1", A(number->text));
	if (found < 1)
		return found;
	err_set(core->err, ERR_REFUSED, "the next number of the series would be %s, which another series has given already", number->text);
	return err_hint(core->err, "ordr config set invoice.series …: a pattern that no other series can make");
}

int invoice_number_next(struct core *core, const char *setting, struct invoice_number *number)
{
	int year, month, day;
	struct series series;
	char text[INVOICE_NUMBER_SIZE];
	const char *pattern = settings_text(core, setting);
	if (pattern && !*pattern)
		pattern = settings_text(core, "invoice.series");
	if (!pattern || series_parse(core, pattern, &series) || calendar_today(core, &number->issued))
		return -1;
	number->series = series.pattern;
	date_parts(number->issued, &year, &month, &day);
	number->year = series.yearly ? year : 0;
	if (check_order(core, number) ||
	    db_integer(core->db, &number->sequence, "SELECT coalesce(max(sequence), 0) + 1 FROM invoice WHERE series = $1 AND year = $2",
		       A(number->series), A(number->year)) < 0)
		return -1;
	if (series_write(&series, number->year, number->sequence, text))
		return err_set(core->err, ERR_REFUSED, "the numbers of the series %s have become too long", number->series);
	number->text = arena_strdup(core->arena, text);
	return number->text ? check_new(core, number) : err_memory(core->err);
}
