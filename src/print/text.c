/* The document for a terminal: 80 columns, figures aligned by what they take on the screen. Where long amounts leave no room for a name beside them, a line's
 * figures stand below its name. */
#include <string.h>

#include "ordr/width.h"

#include "paper.h"

#define COLUMNS	  80
#define LEFT_MOST  40 /* columns of the address, which the facts stand beside */
#define LEFT_LEAST 26
#define GAP	  2
#define NAME_LEAST 24 /* columns that a name needs beside its figures */

/* --- lines ---------------------------------------------------------------------------------------------------------------------- */

/* So that a terminal obeys nothing of it. */
static const char *shown(struct maker *maker, const char *text)
{
	struct str str = { 0 };
	str_put_visible(&str, text);
	const char *visible = str.failed ? NULL : arena_strdup(maker->arena, str.text ? str.text : "");
	str_release(&str);
	return made(maker, visible);
}

/* Puts so many bytes; blanks that no line was broken at are blanks now. Figures come here without `shown`: whatever got into them, no controls leave. */
static void put_bytes(struct str *str, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool blank = i + 1 < length && !strncmp(text + i, NO_BREAK, 2);
		bool control = (unsigned char)text[i] < ' ' || text[i] == 0x7f || (text[i] == '\xc2' && (unsigned char)text[i + 1] < 0xa0);
		str_put_char(str, blank ? ' ' : control ? '?' : text[i]);
		i += blank || (control && text[i] == '\xc2');
	}
}

static void pad(struct str *str, size_t columns)
{
	while (columns--)
		str_put_char(str, ' ');
}

/* The bytes of `text` that go on one line: up to its last blank that fits, else what fits. */
static size_t line_length(const char *text, size_t columns)
{
	size_t fits = width_fitting(text, columns);
	size_t length = fits;
	if (!text[fits])
		return fits;
	while (length && text[length] != ' ')
		length--;
	if (length)
		return length;
	return fits ? fits : width_character(text, &(size_t){ 0 }); /* never nothing, or it would not end */
}

static const char *next_line(const char *text, size_t length)
{
	text += length;
	return text + strspn(text, " ");
}

static void put_wrapped(struct maker *maker, struct str *str, const char *text, size_t indent, size_t columns)
{
	for (const char *at = shown(maker, text); *at;) {
		size_t length = line_length(at, columns);
		pad(str, indent);
		put_bytes(str, at, length);
		str_put_char(str, '\n');
		at = next_line(at, length);
	}
}

static void put_texts(struct maker *maker, struct str *str, const struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		put_wrapped(maker, str, texts->items[i], 0, COLUMNS);
	str_put(str, texts->count ? "\n" : "");
}

static void put_right(struct str *str, const char *text, size_t columns)
{
	size_t taken = width_text(text);
	pad(str, taken < columns ? columns - taken : 0);
	put_bytes(str, text, strlen(text));
}

/* --- head --------------------------------------------------------------------------------------------------------------------- */

/* Lines of at most so many columns, each made visible. */
static void split(struct maker *maker, struct texts *lines, const char *text, size_t columns)
{
	for (const char *at = shown(maker, text); *at;) {
		size_t length = line_length(at, columns);
		texts_add(maker, lines, made(maker, arena_strndup(maker->arena, at, length)));
		at = next_line(at, length);
	}
}

static size_t label_width(const struct facts *facts)
{
	size_t most = 0;
	for (size_t i = 0; i < facts->count; i++)
		most = width_text(facts->items[i].label) > most ? width_text(facts->items[i].label) : most;
	return most;
}

static void split_facts(struct maker *maker, struct texts *lines, const struct facts *facts, size_t columns)
{
	size_t labels = label_width(facts) + GAP;
	for (size_t i = 0; i < facts->count; i++) {
		struct texts values = { 0 };
		split(maker, &values, facts->items[i].value, columns - labels);
		for (size_t j = 0; j < values.count; j++) {
			struct str line = { 0 };
			const char *label = j ? "" : facts->items[i].label;
			str_put(&line, label);
			pad(&line, labels - width_text(label));
			str_put(&line, values.items[j]);
			texts_add(maker, lines, made(maker, line.failed ? NULL : arena_strdup(maker->arena, line.text)));
			str_release(&line);
		}
	}
}

/* The address, and beside it the facts, which get what it leaves. */
static void put_beside(struct paper *paper, struct str *str)
{
	struct texts left = { 0 };
	struct texts right = { 0 };
	size_t wide = LEFT_LEAST;
	for (size_t i = 0; i < paper->recipient.count; i++)
		split(&paper->maker, &left, paper->recipient.items[i], LEFT_MOST);
	for (size_t i = 0; i < left.count; i++)
		wide = width_text(left.items[i]) > wide ? width_text(left.items[i]) : wide;
	split_facts(&paper->maker, &right, &paper->facts, COLUMNS - wide - GAP);
	for (size_t i = 0; i < left.count || i < right.count; i++) {
		const char *text = i < left.count ? left.items[i] : "";
		put_bytes(str, text, strlen(text));
		if (i < right.count) {
			pad(str, wide + GAP - width_text(text));
			put_bytes(str, right.items[i], strlen(right.items[i]));
		}
		str_put_char(str, '\n');
	}
	str_put_char(str, '\n');
}

static void put_head(struct paper *paper, struct str *str)
{
	struct maker *maker = &paper->maker;
	put_wrapped(maker, str, paper->return_line, 0, COLUMNS);
	str_put_char(str, '\n');
	put_beside(paper, str);
	put_wrapped(maker, str, paper->title, 0, COLUMNS);
	if (paper->subtitle)
		put_wrapped(maker, str, paper->subtitle, 0, COLUMNS);
	str_put_char(str, '\n');
}

/* --- lines of the bill -------------------------------------------------------------------------------------------------------- */

enum column { POSITION, NAME, QTY, PRICE, DISCOUNT, RATE, NET, ALL };

static const char *cell(const struct row *row, enum column column)
{
	const char *const cells[ALL] = { row->position, row->name, row->qty, row->price, row->discount, row->rate, row->net };
	return cells[column];
}

static const char *head(struct maker *maker, enum column column)
{
	static const enum word words[ALL] = { W_POSITION, W_NAME, W_QTY, W_PRICE, W_DISCOUNT, W_TAX_RATE, W_NET };
	return say(maker, words[column]);
}

/* What each column takes; the name gets what the others leave. False: too little. */
static bool measure(struct paper *paper, size_t widths[ALL])
{
	size_t used = 0;
	for (enum column column = POSITION; column < ALL; column++) {
		widths[column] = column == NAME || (column == DISCOUNT && !paper->discounts) ? 0 : width_text(head(&paper->maker, column));
		for (size_t i = 0; widths[column] && i < paper->row_count; i++) {
			size_t wide = width_text(cell(&paper->rows[i], column));
			widths[column] = wide > widths[column] ? wide : widths[column];
		}
		used += widths[column] ? widths[column] + GAP : 0;
	}
	widths[NAME] = used < COLUMNS ? COLUMNS - used : 0;
	return widths[NAME] >= NAME_LEAST;
}

/* One row of the table, its cells given by `of`; numbers stand to the right, the name is wrapped. */
static void put_row(struct maker *maker, struct str *str, const char *const cells[ALL], const size_t widths[ALL])
{
	const char *name = shown(maker, cells[NAME]);
	size_t length = line_length(name, widths[NAME]);
	put_right(str, cells[POSITION], widths[POSITION]);
	pad(str, GAP);
	put_bytes(str, name, length);
	size_t padding = widths[NAME] - width_text(made(maker, arena_strndup(maker->arena, name, length)));
	for (enum column column = QTY; column < ALL; column++) {
		if (!widths[column])
			continue;
		pad(str, padding + GAP);
		padding = 0;
		put_right(str, cells[column], widths[column]);
	}
	str_put_char(str, '\n');
	name = next_line(name, length);
	if (*name)
		put_wrapped(maker, str, name, widths[POSITION] + GAP, widths[NAME]);
}

static void put_details(struct maker *maker, struct str *str, const struct row *row, size_t indent, size_t columns)
{
	for (size_t i = 0; i < row->details.count; i++)
		put_wrapped(maker, str, row->details.items[i], indent, columns);
}

static void put_rule(struct str *str)
{
	for (int i = 0; i < COLUMNS; i++)
		str_put(str, "─");
	str_put_char(str, '\n');
}

/* The order that the rows below are of. */
static void put_order(struct maker *maker, struct str *str, const struct row *row, bool apart)
{
	if (apart)
		str_put_char(str, '\n');
	put_wrapped(maker, str, row->name, 0, COLUMNS);
}

static void put_table(struct paper *paper, struct str *str, const size_t widths[ALL])
{
	struct maker *maker = &paper->maker;
	const char *cells[ALL];
	for (enum column column = POSITION; column < ALL; column++)
		cells[column] = head(maker, column);
	put_row(maker, str, cells, widths);
	put_rule(str);
	for (size_t i = 0; i < paper->row_count; i++) {
		if (paper->rows[i].order) {
			put_order(maker, str, &paper->rows[i], i > 0);
			continue;
		}
		for (enum column column = POSITION; column < ALL; column++)
			cells[column] = cell(&paper->rows[i], column);
		put_row(maker, str, cells, widths);
		put_details(maker, str, &paper->rows[i], widths[POSITION] + GAP, widths[NAME]);
	}
}

/* "5 Stück × 13,90 €, Rabatt −1,39 €, USt 19 %" below the name, the net to the right of it or below. */
static void put_figures(struct paper *paper, struct str *str, const struct row *row, size_t indent)
{
	struct maker *maker = &paper->maker;
	struct str all = { 0 };
	size_t net = width_text(row->net);
	str_put(&all, *row->qty ? FILL(maker, W_TIMES, row->qty, row->price) : "");
	if (*row->discount)
		str_printf(&all, "%s%s", all.length ? ", " : "", FILL(maker, W_LINE_DISCOUNT, row->discount));
	if (row->taxed)
		str_printf(&all, "%s%s", all.length ? ", " : "", FILL(maker, W_LINE_TAX, row->rate));
	const char *text = made(maker, all.failed ? NULL : arena_strdup(maker->arena, all.text ? all.text : ""));
	str_release(&all);
	while (*text && width_text(text) + indent + GAP + net > COLUMNS) {
		size_t length = line_length(text, COLUMNS - indent);
		pad(str, indent);
		put_bytes(str, text, length);
		str_put_char(str, '\n');
		text = next_line(text, length);
	}
	pad(str, *text ? indent : 0);
	put_bytes(str, text, strlen(text));
	put_right(str, row->net, COLUMNS - (*text ? indent + width_text(text) : 0));
	str_put_char(str, '\n');
}

static void put_stacked(struct paper *paper, struct str *str)
{
	struct maker *maker = &paper->maker;
	size_t indent = width_text(say(maker, W_POSITION)) + GAP;
	put_rule(str);
	for (size_t i = 0; i < paper->row_count; i++) {
		const struct row *row = &paper->rows[i];
		const char *name = shown(maker, row->name);
		size_t length = line_length(name, COLUMNS - indent);
		put_right(str, row->position, indent - GAP);
		pad(str, GAP);
		put_bytes(str, name, length);
		str_put_char(str, '\n');
		put_wrapped(maker, str, next_line(name, length), indent, COLUMNS - indent);
		put_details(maker, str, row, indent, COLUMNS - indent);
		put_figures(paper, str, row, indent);
	}
}

/* --- the rest ----------------------------------------------------------------------------------------------------------------- */

static void put_total(struct str *str, const struct fact *fact, size_t labels, size_t figures)
{
	size_t indent = labels + GAP + figures < COLUMNS ? COLUMNS - labels - GAP - figures : 0;
	pad(str, indent);
	put_bytes(str, fact->label, strlen(fact->label));
	put_right(str, fact->value, labels - width_text(fact->label) + GAP + figures);
	str_put_char(str, '\n');
}

static void widen(const struct fact *fact, size_t *labels, size_t *figures)
{
	*labels = width_text(fact->label) > *labels ? width_text(fact->label) : *labels;
	*figures = width_text(fact->value) > *figures ? width_text(fact->value) : *figures;
}

static void put_totals(struct paper *paper, struct str *str)
{
	size_t labels = 0;
	size_t figures = 0;
	widen(&paper->net, &labels, &figures);
	widen(&paper->total, &labels, &figures);
	for (size_t i = 0; i < paper->tax_count; i++)
		widen(&paper->taxes[i], &labels, &figures);
	put_rule(str);
	put_total(str, &paper->net, labels, figures);
	for (size_t i = 0; i < paper->tax_count; i++)
		put_total(str, &paper->taxes[i], labels, figures);
	put_total(str, &paper->total, labels, figures);
	str_put_char(str, '\n');
}

static void put_account(struct paper *paper, struct str *str)
{
	struct texts lines = { 0 };
	split_facts(&paper->maker, &lines, &paper->account, COLUMNS - GAP);
	for (size_t i = 0; i < lines.count; i++) {
		pad(str, GAP);
		put_bytes(str, lines.items[i], strlen(lines.items[i]));
		str_put_char(str, '\n');
	}
	str_put(str, lines.count ? "\n" : "");
}

/* Tax ids and the like: all that the foot of the page has, but for address and account, which are above. */
static void put_foot(struct paper *paper, struct str *str)
{
	struct maker *maker = &paper->maker;
	const struct texts *ids = &paper->footer[2];
	const char *all = "";
	for (size_t i = 0; i < ids->count; i++)
		all = made(maker, arena_printf(maker->arena, "%s%s%s", all, i ? " · " : "", ids->items[i]));
	put_rule(str);
	put_wrapped(maker, str, all, 0, COLUMNS);
}

int print_text(struct print *print, const struct invoice *invoice, struct str *str)
{
	struct paper paper;
	size_t widths[ALL];
	if (paper_make(print, invoice, &paper))
		return -1;
	for (size_t i = 0; i < paper.row_count; i++)
		paper.rows[i].qty = shown(&paper.maker, paper.rows[i].qty); /* a unit may be any text */
	put_head(&paper, str);
	if (measure(&paper, widths))
		put_table(&paper, str, widths);
	else
		put_stacked(&paper, str);
	put_totals(&paper, str);
	put_texts(&paper.maker, str, &paper.remarks);
	put_texts(&paper.maker, str, &paper.terms);
	put_account(&paper, str);
	put_foot(&paper, str);
	return paper.maker.failed || str->failed ? err_memory(print->err) : 0;
}
