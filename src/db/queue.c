/* Writers queue in the order in which they came. Left to itself SQLite lets a waiting writer sleep and try again, which starves
 * some under load; and a passive checkpoint of one process beside a commit of another has corrupted databases in the SQLite
 * versions up to 3.51.2, so the lock also covers the automatic checkpoint that follows a commit.
 *
 * The queue is made of open-file-description locks on bytes of the database file far beyond its data: the kernel gives them back
 * when a process dies, and no second file lies beside the database. The descriptor is opened before SQLite opens the file and closed
 * after it, because closing any descriptor of a file drops the POSIX locks that SQLite holds on it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "engine.h"

/* SQLite locks 512 bytes at 2^30, some of them as long as a connection lasts; its files end at 2^47. */
#define SQLITE_BYTES  ((off_t)1 << 30)
#define SQLITE_LENGTH ((off_t)512)
#define BYTE_DOOR    ((off_t)1 << 60)
#define BYTE_WRITER  (BYTE_DOOR + 1)
#define BYTE_TICKETS (BYTE_DOOR + 2)

static int64_t milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct flock lock_of(short type, off_t start, off_t length)
{
	struct flock lock;
	memset(&lock, 0, sizeof lock);
	lock.l_type = type;
	lock.l_whence = SEEK_SET;
	lock.l_start = start;
	lock.l_len = length;
	return lock;
}

static void unlock(const struct queue *queue, off_t byte)
{
	struct flock lock = lock_of(F_UNLCK, byte, 1);
	(void)fcntl(queue->file, F_OFD_SETLK, &lock);
}

static void wake(int signal_number)
{
	(void)signal_number;
}

/* Blocks until the bytes are ours. A repeating timer interrupts the wait, so that a signal that comes just before the call
 * blocks is not the last one. 0; −1 with errno EAGAIN when the deadline passed. */
static int lock_until(const struct queue *queue, short type, off_t start, off_t length, int64_t deadline)
{
	struct flock lock = lock_of(type, start, length);
	if (!fcntl(queue->file, F_OFD_SETLK, &lock))
		return 0;
	struct sigaction action, before;
	memset(&action, 0, sizeof action);
	action.sa_handler = wake;
	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, &before);
	struct itimerval tick = { .it_interval = { .tv_usec = 20000 }, .it_value = { .tv_usec = 20000 } };
	struct itimerval timer_before;
	setitimer(ITIMER_REAL, &tick, &timer_before);
	int result = -1;
	int reason = EAGAIN;
	while (milliseconds() < deadline) {
		result = fcntl(queue->file, F_OFD_SETLKW, &lock);
		if (!result)
			break;
		if (errno != EINTR) {
			reason = errno;
			break;
		}
	}
	setitimer(ITIMER_REAL, &timer_before, NULL);
	sigaction(SIGALRM, &before, NULL);
	errno = reason;
	return result;
}

/* The last ticket that somebody else holds, or 0. Only called by whoever holds the door. */
static off_t last_ticket(const struct queue *queue)
{
	off_t last = 0;
	for (off_t from = BYTE_TICKETS;;) {
		struct flock lock = lock_of(F_WRLCK, from, 0);
		if (fcntl(queue->file, F_OFD_GETLK, &lock) || lock.l_type == F_UNLCK)
			return last;
		last = lock.l_start + lock.l_len - 1;
		from = last + 1;
	}
}

int queue_open(struct queue *queue, const char *path, struct err *err)
{
	queue->entered = false;
	queue->file = open(path, O_RDWR | O_CLOEXEC);
	if (queue->file < 0) {
		err_set(err, ERR_FAILED, "cannot write to %s: %s", path, err_system(errno));
		return err_hint(err, "check the permissions of the file and its directory");
	}
	return 0;
}

static int failed(int64_t wait_ms, struct err *err)
{
	if (errno != EAGAIN) {
		err_set(err, ERR_FAILED, "cannot lock the database: %s", err_system(errno));
		return err_hint(err, "keep it on a file system with locks: a disk of this machine");
	}
	err_set(err, ERR_BUSY, "other writers held the database for %lld.%03lld seconds", (long long)(wait_ms / 1000),
		(long long)(wait_ms % 1000));
	return err_hint(err, "try again, or wait longer with --wait SECONDS");
}

int queue_enter(struct queue *queue, int64_t wait_ms, struct err *err)
{
	int64_t deadline = milliseconds() + wait_ms;
	if (lock_until(queue, F_WRLCK, BYTE_DOOR, 1, deadline))
		return failed(wait_ms, err);
	off_t before = last_ticket(queue);
	off_t mine = before ? before + 1 : BYTE_TICKETS;
	struct flock ticket = lock_of(F_WRLCK, mine, 1);
	int result = fcntl(queue->file, F_OFD_SETLK, &ticket);
	unlock(queue, BYTE_DOOR);
	if (result)
		return failed(wait_ms, err);
	if (before) {
		result = lock_until(queue, F_WRLCK, before, 1, deadline);
		if (!result)
			unlock(queue, before);
	}
	if (!result)
		result = lock_until(queue, F_WRLCK, BYTE_WRITER, 1, deadline);
	int reason = errno;
	unlock(queue, mine);
	errno = reason;
	if (result)
		return failed(wait_ms, err);
	queue->entered = true;
	return 0;
}

/* Readers of this kind need no ticket: they come seldom, and keep one another from nothing. */
int queue_share(struct queue *queue, const char *path, int64_t wait_ms, struct err *err)
{
	queue->file = open(path, O_RDONLY | O_CLOEXEC);
	if (queue->file < 0) {
		err_set(err, ERR_FAILED, "cannot read %s: %s", path, err_system(errno));
		return err_hint(err, "check the permissions of the file and its directory");
	}
	if (lock_until(queue, F_RDLCK, BYTE_WRITER, 1, milliseconds() + wait_ms))
		return failed(wait_ms, err);
	queue->entered = true;
	return 0;
}

/* Has the path still the file that we have open? */
static bool is_named(const struct queue *queue, const char *path)
{
	struct stat ours, named;
	return !fstat(queue->file, &ours) && !stat(path, &named) && ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

int queue_take(struct queue *queue, const char *path, int64_t wait_ms, struct err *err)
{
	for (;;) {
		if (queue_open(queue, path, err) || queue_enter(queue, wait_ms, err))
			return -1;
		if (is_named(queue, path))
			return 0;
		queue_leave(queue);
		queue_close(queue);
	}
}

int queue_shut(struct queue *queue, int64_t wait_ms, struct err *err)
{
	if (!lock_until(queue, F_WRLCK, SQLITE_BYTES, SQLITE_LENGTH, milliseconds() + wait_ms))
		return 0;
	if (errno != EAGAIN)
		return err_set(err, ERR_FAILED, "cannot lock the database: %s", err_system(errno));
	return err_set(err, ERR_BUSY, "another program has the database open");
}

void queue_leave(struct queue *queue)
{
	if (queue->entered)
		unlock(queue, BYTE_WRITER);
	queue->entered = false;
}

void queue_close(struct queue *queue)
{
	if (queue->file >= 0)
		close(queue->file);
	queue->file = -1;
	queue->entered = false;
}
