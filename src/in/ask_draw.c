/* A question as it is drawn: the line that is typed, then what is wrong, the choices in columns, and a note. No line is ever as wide as the
 * terminal, since where such a line ends is told differently by each; and no more lines than it has. */
#include "ask_draw.h"

#include <stdlib.h>
#include <string.h>

#include "ordr/width.h"
#include "ordr/speak.h"

#define BOLD    "\033[1m"
#define DIM     "\033[2m"
#define RED     "\033[31m"
#define REVERSE "\033[7m"
#define PLAIN   "\033[0m"
#define GAP     2
#define NAME    1 /* the column that gives way */
#define NAME_LEAST 8

struct page {
	const struct ask *ask;
	struct str text;
	size_t width; /* that a line may have */
	size_t lines, most; /* below the first */
};

static struct page page_begin(const struct ask *ask)
{
	size_t columns = (size_t)ask->terminal.columns;
	return (struct page){ .ask = ask, .width = columns > 1 ? columns - 1 : 1, .most = (size_t)ask->terminal.rows - 1 };
}

static void put_style(struct page *page, const char *style)
{
	if (page->ask->color)
		str_put(&page->text, style);
}

static void put_columns(struct page *page, const char *text, size_t columns, bool right)
{
	size_t length = width_fitting(text, columns);
	bool whole = !text[length];
	if (!whole)
		length = width_fitting(text, columns - 1);
	char *part = strndup(text, length);
	size_t used = part ? width_text(part) + !whole : 0;
	size_t blanks = columns > used ? columns - used : 0;
	str_printf(&page->text, "%*s%s%s%*s", right ? (int)blanks : 0, "", part ? part : "", whole ? "" : "…", right ? 0 : (int)blanks, "");
	page->text.failed |= !part;
	free(part);
}

static bool next_line(struct page *page)
{
	if (page->lines >= page->most)
		return false;
	page->lines++;
	str_put(&page->text, "\r\n");
	return true;
}

/* In as many lines as it takes, broken at blanks where there are any. */
static void put_folded(struct page *page, const char *text, const char *style)
{
	size_t room = page->width > 4 ? page->width - 2 : 2;
	while (*text && next_line(page)) {
		size_t length = width_fitting(text, room);
		size_t end = length;
		while (text[length] && end && text[end] != ' ')
			end--;
		end = end ? end : length;
		if (!end)
			return;
		str_put(&page->text, "  ");
		put_style(page, style);
		str_put_bytes(&page->text, text, end);
		put_style(page, PLAIN);
		text += end + strspn(text + end, " ");
	}
}

static const char *visible(struct page *page, struct arena *arena, const char *text)
{
	struct str shown = { 0 };
	str_put_visible(&shown, text);
	const char *kept = shown.failed ? NULL : arena_strdup(arena, shown.text ? shown.text : "");
	str_release(&shown);
	page->text.failed |= !kept;
	return kept ? kept : "";
}

/* --- the line ----------------------------------------------------------------------------------------------------------------- */

static size_t label_room(const struct page *page)
{
	size_t wanted = page->ask->label_width + GAP;
	return wanted < page->width / 2 ? wanted : page->width / 2;
}

static void put_label(struct page *page, const char *label)
{
	put_style(page, BOLD);
	put_columns(page, label, label_room(page), false);
	put_style(page, PLAIN);
}

/* As much of what is typed as fits, the cursor within. Returns the cursor's column. */
static size_t put_line(struct page *page, const struct ask_question *question)
{
	const struct ask *ask = page->ask;
	const char *text = ask->line.text ? ask->line.text : "";
	size_t begin = label_room(page);
	size_t room = page->width > begin ? page->width - begin : 1;
	size_t from = 0;
	char *before = strndup(text, ask->at);
	size_t columns;
	page->text.failed |= !before;
	while (before && width_text(before + from) >= room)
		from += width_character(before + from, &columns);
	size_t cursor = begin + (before ? width_text(before + from) : 0);
	free(before);
	str_put_bytes(&page->text, text + from, width_fitting(text + from, room));
	if (!*text && question->help) {
		put_style(page, DIM);
		str_put_bytes(&page->text, question->help, width_fitting(question->help, room));
		put_style(page, PLAIN);
	}
	return cursor;
}

/* --- the choices -------------------------------------------------------------------------------------------------------------- */

struct grid {
	const char *cells[ASK_CHOICES][ASK_CELLS];
	size_t widths[ASK_CELLS], columns, rows;
};

static size_t grid_width(const struct grid *grid)
{
	size_t total = GAP;
	for (size_t i = 0; i < grid->columns; i++)
		total += grid->widths[i] + (i ? GAP : 0);
	return total;
}

static void fit_grid(struct grid *grid, size_t room)
{
	size_t name = grid->widths[NAME];
	while (grid->columns > 2 && grid_width(grid) - name + (name < NAME_LEAST ? name : NAME_LEAST) > room)
		grid->columns--;
	size_t over = grid_width(grid) > room ? grid_width(grid) - room : 0;
	size_t given = over < name ? over : name - (name > 0);
	if (grid->columns > NAME)
		grid->widths[NAME] -= given;
	if (grid_width(grid) > room) {
		grid->columns = 1;
		grid->widths[0] = grid->widths[0] < room - GAP ? grid->widths[0] : room - GAP;
	}
}

static void make_grid(struct page *page, struct ask_view *view, struct grid *grid)
{
	*grid = (struct grid){ .rows = view->count };
	for (size_t row = 0; row < view->count; row++)
		for (size_t i = 0; i < ASK_CELLS; i++) {
			const char *cell = view->choices[row].cells[i] ? visible(page, &view->arena, view->choices[row].cells[i]) : "";
			size_t width = width_text(cell);
			grid->cells[row][i] = cell;
			grid->widths[i] = width > grid->widths[i] ? width : grid->widths[i];
			if (width && grid->columns < i + 1)
				grid->columns = i + 1;
		}
	fit_grid(grid, page->width);
}

static void put_choices(struct page *page, struct ask_view *view)
{
	struct grid grid;
	make_grid(page, view, &grid);
	for (size_t row = 0; row < grid.rows && next_line(page); row++) {
		bool selected = view->selected == (int)row;
		if (selected)
			put_style(page, REVERSE);
		str_put(&page->text, selected ? "> " : "  ");
		for (size_t i = 0; i < grid.columns; i++) {
			str_printf(&page->text, "%*s", i ? GAP : 0, "");
			put_columns(page, grid.cells[row][i], grid.widths[i], view->right & 1u << i);
		}
		if (selected)
			put_style(page, PLAIN);
	}
}

/* --- the whole ---------------------------------------------------------------------------------------------------------------- */

static void put_error(struct page *page, struct ask_view *view)
{
	const char *hint = view->hint ? view->hint : "";
	char *text = arena_printf(&view->arena, "! %s%s%s%s", view->error, *hint ? " (" : "", hint, *hint ? ")" : "");
	put_folded(page, text ? visible(page, &view->arena, text) : translate("! out of memory"), RED);
}

/* To the beginning of what was drawn, which may lie in more lines since the terminal became narrower; and all of it away. */
static void put_home(struct page *page)
{
	size_t above = page->ask->cursor / (size_t)page->ask->terminal.columns;
	if (above)
		str_printf(&page->text, "\033[%zuA", above);
	str_put(&page->text, "\r\033[J");
}

static void page_end(struct page *page)
{
	/* Without memory the question is drawn when there is some again. */
	if (!page->text.failed)
		fwrite(page->text.text, 1, page->text.length, page->ask->terminal.stream);
	fflush(page->ask->terminal.stream);
	str_release(&page->text);
}

void ask_draw(struct ask *ask, const struct ask_question *question)
{
	struct page page = page_begin(ask);
	struct ask_view *view = &ask->view;
	put_home(&page);
	put_label(&page, question->label);
	size_t cursor = put_line(&page, question);
	if (view->error)
		put_error(&page, view);
	put_choices(&page, view);
	if (view->note)
		put_folded(&page, visible(&page, &view->arena, view->note), "");
	if (page.lines)
		str_printf(&page.text, "\033[%zuA", page.lines);
	str_printf(&page.text, "\r\033[%zuC", cursor);
	page_end(&page);
	ask->cursor = cursor;
}

void ask_draw_answered(struct ask *ask, const struct ask_question *question)
{
	struct page page = page_begin(ask);
	struct ask_view *view = &ask->view;
	const char *name = question->choose && view->selected >= 0 ? view->choices[view->selected].cells[NAME] : NULL;
	size_t begin = label_room(&page);
	struct str answer = { 0 };
	str_put(&answer, ask->line.length ? visible(&page, &view->arena, ask->line.text) : "");
	if (name)
		str_printf(&answer, "  %s", visible(&page, &view->arena, name));
	put_home(&page);
	/* A question that was passed over leaves nothing behind. */
	if (ask->line.length && !answer.failed) {
		put_label(&page, question->label);
		str_put_bytes(&page.text, answer.text, width_fitting(answer.text, page.width > begin ? page.width - begin : 1));
		str_put(&page.text, "\r\n");
	}
	str_release(&answer);
	page_end(&page);
	ask->cursor = 0;
}

void ask_draw_left(struct ask *ask, const struct ask_question *question)
{
	struct page page = page_begin(ask);
	put_home(&page);
	put_label(&page, question->label);
	put_line(&page, question);
	str_put(&page.text, "\r\n");
	page_end(&page);
	ask->cursor = 0;
}

void ask_say(struct ask *ask, const char *text)
{
	struct page page = page_begin(ask);
	struct arena arena = { 0 };
	const char *rest = visible(&page, &arena, text);
	do {
		size_t length = width_fitting(rest, page.width);
		size_t end = length;
		while (rest[length] && end && rest[end] != ' ')
			end--;
		end = end ? end : length;
		str_put_bytes(&page.text, rest, end);
		str_put(&page.text, "\r\n");
		rest += end;
		rest += end ? strspn(rest, " ") : strlen(rest);
	} while (*rest);
	arena_release(&arena);
	page_end(&page);
}
