/* The line editor of questions, and the questions themselves: at every key the line changes, what it stands for is looked up, and all of it is drawn
 * anew. While more keys wait nothing is looked up, so that typing is never slower than the look-ups. */
#include "ordr/ask.h"

#include <string.h>

#include "ordr/speak.h"
#include "ordr/width.h"

#include "ask_draw.h"

int ask_open(struct ask *ask, FILE *in, FILE *out, bool color, size_t label_width, struct err *err)
{
	*ask = (struct ask){ .color = color, .label_width = label_width };
	return terminal_open(&ask->terminal, in, out, err);
}

void ask_close(struct ask *ask)
{
	terminal_close(&ask->terminal);
	arena_release(&ask->view.arena);
	str_release(&ask->line);
}

/* --- the line ----------------------------------------------------------------------------------------------------------------- */

static const char *line_text(const struct ask *ask)
{
	return ask->line.text ? ask->line.text : "";
}

static void set_line(struct ask *ask, const char *text)
{
	str_clear(&ask->line);
	str_put(&ask->line, text);
	ask->at = ask->line.length;
}

static void erase(struct ask *ask, size_t from, size_t to)
{
	struct str *line = &ask->line;
	if (from >= to)
		return;
	memmove(line->text + from, line->text + to, line->length - to + 1);
	line->length -= to - from;
	ask->at = from;
}

static void insert(struct ask *ask, const char *text)
{
	struct str *line = &ask->line;
	size_t length = strlen(text);
	if (line->length + length > KEY_TEXT_MAX || !str_reserve(line, length))
		return;
	if (!line->text[0] && !line->length)
		line->text[0] = '\0';
	memmove(line->text + ask->at + length, line->text + ask->at, line->length - ask->at + 1);
	memcpy(line->text + ask->at, text, length);
	line->length += length;
	ask->at += length;
}

static size_t word_before(const struct ask *ask)
{
	const char *text = line_text(ask);
	size_t at = ask->at;
	while (at && text[at - 1] == ' ')
		at--;
	while (at && text[at - 1] != ' ')
		at--;
	return at;
}

/* Keys that change the line or move in it; true: it changed. */
static bool edit(struct ask *ask, const struct key_press *press)
{
	size_t columns;
	size_t length = ask->line.length;
	size_t before = ask->at ? width_last(line_text(ask), ask->at) : 0;
	size_t after = width_character(line_text(ask) + ask->at, &columns);
	switch (press->key) {
	case KEY_TEXT: insert(ask, press->text); return true;
	case KEY_BACKSPACE: erase(ask, ask->at - before, ask->at); return true;
	case KEY_DELETE: erase(ask, ask->at, ask->at + after); return true;
	case KEY_ERASE_WORD: erase(ask, word_before(ask), ask->at); return true;
	case KEY_ERASE_LINE: erase(ask, 0, ask->at); return true;
	case KEY_ERASE_REST: erase(ask, ask->at, length); return true;
	case KEY_LEFT: ask->at -= before; return false;
	case KEY_RIGHT: ask->at += after; return false;
	case KEY_HOME: ask->at = 0; return false;
	case KEY_END: ask->at = length; return false;
	default: return false;
	}
}

/* --- the question ------------------------------------------------------------------------------------------------------------- */

static int look(struct ask *ask, const struct ask_question *question)
{
	struct ask_view *view = &ask->view;
	arena_release(&view->arena);
	*view = (struct ask_view){ .selected = question->choose ? 0 : -1 };
	if (question->look && question->look(question->context, line_text(ask), view))
		return -1;
	if (view->selected >= (int)view->count)
		view->selected = (int)view->count - 1;
	return 0;
}

static void move_choice(struct ask_view *view, int by)
{
	int count = (int)view->count;
	if (count)
		view->selected = view->selected < 0 ? (by > 0 ? 0 : count - 1) : (view->selected + by + count) % count;
}

/* Enter. 1 it is an answer, and the line is it; 0 it is none, the view says why; −1. */
static int accept(struct ask *ask, const struct ask_question *question)
{
	struct ask_view *view = &ask->view;
	view->error = view->hint = NULL;
	if (view->selected >= 0) {
		set_line(ask, view->choices[view->selected].answer);
	} else if (question->choose && ask->line.length) {
		view->error = translate("nothing fits");
		view->hint = translate("type less of it, or Ctrl-U to begin anew");
		return 0;
	}
	if (question->check && question->check(question->context, line_text(ask), view))
		return -1;
	return !view->error;
}

/* What was typed in one go is looked up once. */
static int look_when_quiet(struct ask *ask, const struct ask_question *question, bool *stale)
{
	if (!*stale || terminal_waiting(&ask->terminal))
		return 0;
	*stale = false;
	return look(ask, question);
}

static int take(struct ask *ask, const struct ask_question *question, const struct key_press *press, bool *stale, bool *answered)
{
	struct ask_view *view = &ask->view;
	int result = 0;
	bool decides = press->key == KEY_ENTER || press->key == KEY_TAB || press->key == KEY_UP || press->key == KEY_DOWN;
	/* A choice is made among what fits the line as it is, not as it was. */
	if (*stale && decides) {
		*stale = false;
		if (look(ask, question))
			return -1;
	}
	if (press->key == KEY_ENTER) {
		result = accept(ask, question);
		*answered = result == 1;
		return result < 0 ? -1 : 0;
	}
	if (press->key == KEY_UP || press->key == KEY_DOWN)
		move_choice(view, press->key == KEY_UP ? -1 : 1);
	else if (press->key == KEY_TAB && view->count)
		set_line(ask, view->choices[view->selected < 0 ? 0 : view->selected].answer);
	*stale |= edit(ask, press) || (press->key == KEY_TAB && view->count);
	return 0;
}

int ask_one(struct ask *ask, const struct ask_question *question, enum ask_end *end, const char **answer)
{
	struct key_press press;
	bool stale = true;
	bool answered = false;
	set_line(ask, question->text ? question->text : "");
	ask->cursor = 0;
	*end = ASK_ANSWERED;
	while (!ask->line.failed) {
		if (look_when_quiet(ask, question, &stale))
			return -1;
		ask_draw(ask, question);
		terminal_key(&ask->terminal, &press);
		if (press.key == KEY_LEAVE || press.key == KEY_BACK_TAB) {
			*end = press.key == KEY_LEAVE ? ASK_LEFT : ASK_BACK;
			ask_draw_left(ask, question);
			return 0;
		}
		if (take(ask, question, &press, &stale, &answered))
			return -1;
		if (answered) {
			ask_draw_answered(ask, question);
			*answer = line_text(ask);
			return 0;
		}
	}
	return -1;
}
