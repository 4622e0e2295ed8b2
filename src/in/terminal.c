/* Taking a terminal over and giving it back. Signals are not handled but read, as keys are: so nothing is interrupted half way, and there is no
 * handler that would need to know where the terminal was left. */
#include "ordr/terminal.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "terminal_key.h"

#define PASTE_ON  "\033[?2004h" /* what is pasted comes in brackets, so that a newline in it is no Enter */
#define PASTE_OFF "\033[?2004l"

static const int ending[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

bool terminal_is(FILE *in, FILE *out)
{
	return isatty(fileno(in)) && isatty(fileno(out));
}

static void measure(struct terminal *terminal)
{
	struct winsize size;
	bool known = !ioctl(fileno(terminal->stream), TIOCGWINSZ, &size) && size.ws_col && size.ws_row;
	terminal->columns = known ? size.ws_col : 80;
	terminal->rows = known ? size.ws_row : 24;
}

static int set_raw(struct terminal *terminal)
{
	struct termios raw = terminal->before;
	raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON | ISTRIP | BRKINT | PARMRK);
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	fputs(PASTE_ON, terminal->stream);
	fflush(terminal->stream);
	return tcsetattr(terminal->in, TCSADRAIN, &raw);
}

static void set_back(struct terminal *terminal)
{
	fputs(PASTE_OFF, terminal->stream);
	fflush(terminal->stream);
	/* In the background, writing settings would stop us. */
	sigset_t quiet, mask;
	sigemptyset(&quiet);
	sigaddset(&quiet, SIGTTOU);
	sigprocmask(SIG_BLOCK, &quiet, &mask);
	tcsetattr(terminal->in, TCSADRAIN, &terminal->before);
	sigprocmask(SIG_SETMASK, &mask, NULL);
}

static void choose_signals(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		sigaddset(set, ending[i]);
	sigaddset(set, SIGTSTP);
	sigaddset(set, SIGWINCH);
}

int terminal_open(struct terminal *terminal, FILE *in, FILE *out, struct err *err)
{
	sigset_t set;
	*terminal = (struct terminal){ .stream = out, .in = fileno(in) };
	choose_signals(&set);
	terminal->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (terminal->signals < 0)
		return err_set(err, ERR_FAILED, "the terminal cannot be used: %s", err_system(errno));
	sigprocmask(SIG_BLOCK, &set, &terminal->mask);
	if (!tcgetattr(terminal->in, &terminal->before) && !set_raw(terminal)) {
		measure(terminal);
		return 0;
	}
	err_set(err, ERR_FAILED, "the terminal cannot be used: %s", err_system(errno));
	sigprocmask(SIG_SETMASK, &terminal->mask, NULL);
	close(terminal->signals);
	return -1;
}

void terminal_close(struct terminal *terminal)
{
	set_back(terminal);
	sigprocmask(SIG_SETMASK, &terminal->mask, NULL);
	close(terminal->signals);
}

/* As if the signal had come at once: a program that it ends is gone when this returns, one that it stops goes on. */
static void obey(struct terminal *terminal, int number)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	struct sigaction before;
	sigset_t set, mask;
	set_back(terminal);
	sigaction(number, &standard, &before);
	sigemptyset(&set);
	sigaddset(&set, number);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &set, &mask);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(number, &before, NULL);
	tcgetattr(terminal->in, &terminal->before); /* the shell may have changed it since */
	set_raw(terminal);
	measure(terminal);
}

/* True: the screen must be drawn anew. */
static bool take_signals(struct terminal *terminal)
{
	struct signalfd_siginfo info;
	bool taken = false;
	while (read(terminal->signals, &info, sizeof info) == (ssize_t)sizeof info) {
		if (info.ssi_signo == SIGWINCH)
			measure(terminal);
		else
			obey(terminal, (int)info.ssi_signo);
		taken = true;
	}
	return taken;
}

/* Reads what is typed. 1 some; 0 nothing within `wait_ms` (−1: for ever), or a signal; −1 the end. */
static int fill(struct terminal *terminal, int wait_ms, bool *redraw)
{
	struct pollfd files[] = { { .fd = terminal->in, .events = POLLIN }, { .fd = terminal->signals, .events = POLLIN } };
	if (poll(files, 2, wait_ms) <= 0)
		return 0;
	*redraw = files[1].revents && take_signals(terminal);
	if (!files[0].revents)
		return 0;
	if (terminal->begin == terminal->end)
		terminal->begin = terminal->end = 0;
	ssize_t got = read(terminal->in, terminal->bytes + terminal->end, sizeof terminal->bytes - terminal->end);
	if (got <= 0)
		return got < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
	terminal->end += (size_t)got;
	return 1;
}

bool terminal_waiting(const struct terminal *terminal)
{
	struct pollfd file = { .fd = terminal->in, .events = POLLIN };
	return terminal->begin < terminal->end || (poll(&file, 1, 0) > 0 && file.revents & POLLIN);
}

#define MOMENT_MS 50 /* within which the rest of a key's bytes follow an Escape */

void terminal_key(struct terminal *terminal, struct key_press *press)
{
	bool redraw = false;
	bool late = false;
	for (;;) {
		size_t length = terminal->end - terminal->begin;
		size_t used = length ? key_read(terminal->bytes + terminal->begin, length, late, &terminal->pasting, press) : 0;
		terminal->begin += used;
		if (used)
			return;
		if (terminal->begin > 0 && length)
			memmove(terminal->bytes, terminal->bytes + terminal->begin, length);
		terminal->begin = 0;
		terminal->end = length;
		int got = fill(terminal, length ? MOMENT_MS : -1, &redraw);
		late = !got && length;
		press->key = got < 0 ? KEY_LEAVE : KEY_REDRAW;
		if (got < 0 || redraw)
			return;
	}
}
