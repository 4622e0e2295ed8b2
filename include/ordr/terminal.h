/* The terminal, key by key: its line discipline is set aside between terminal_open and terminal_close and given back whatever happens, a signal
 * that ends the program included. What is drawn here is talk with a person, never data. */
#ifndef ORDR_TERMINAL_H
#define ORDR_TERMINAL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <termios.h>

#include "ordr/err.h"

enum key {
	KEY_TEXT, /* struct key_press.text: one code point, or what was pasted */
	KEY_ENTER,
	KEY_TAB,
	KEY_BACK_TAB,
	KEY_LEAVE, /* Escape, Ctrl-C, Ctrl-D, or the terminal went away */
	KEY_BACKSPACE,
	KEY_DELETE,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_UP,
	KEY_DOWN,
	KEY_HOME,
	KEY_END,
	KEY_ERASE_WORD, /* Ctrl-W */
	KEY_ERASE_LINE, /* Ctrl-U */
	KEY_ERASE_REST, /* Ctrl-K */
	KEY_REDRAW,     /* Ctrl-L; or the size changed, or the program was stopped and goes on */
	KEY_NOTHING     /* one that means nothing here */
};

#define KEY_TEXT_MAX 1024

struct key_press {
	enum key key;
	char text[KEY_TEXT_MAX + 1]; /* UTF-8, without controls */
};

struct terminal {
	FILE *stream; /* what is drawn on */
	int in, signals;
	struct termios before;
	sigset_t mask; /* … before */
	int columns, rows;
	unsigned char bytes[256]; /* typed and not yet understood */
	size_t begin, end;
	bool pasting;
};

/* Are both terminals? */
bool terminal_is(FILE *in, FILE *out);
/* Takes over the terminal. ERR_FAILED. */
int terminal_open(struct terminal *terminal, FILE *in, FILE *out, struct err *err);
/* Gives it back as it was. */
void terminal_close(struct terminal *terminal);
/* Waits for the next key. A signal that ends programs ends this one here, after the terminal was given back. */
void terminal_key(struct terminal *terminal, struct key_press *press);
/* Is something typed already? Then what the last key asked for need not be looked up. */
bool terminal_waiting(const struct terminal *terminal);

#endif
