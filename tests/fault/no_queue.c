/* The queue of writers switched off, for race.c alone: linked in place of src/db/queue.c. */
#include "../../src/db/engine.h"

int queue_open(struct queue *queue, const char *path, struct err *err)
{
	(void)path;
	(void)err;
	queue->entered = false;
	return 0;
}

int queue_enter(struct queue *queue, int64_t wait_ms, struct err *err)
{
	(void)wait_ms;
	(void)err;
	queue->entered = true;
	return 0;
}

int queue_take(struct queue *queue, const char *path, int64_t wait_ms, struct err *err)
{
	(void)path;
	return queue_enter(queue, wait_ms, err);
}

int queue_shut(struct queue *queue, int64_t wait_ms, struct err *err)
{
	return queue_enter(queue, wait_ms, err);
}

int queue_share(struct queue *queue, const char *path, int64_t wait_ms, struct err *err)
{
	(void)path;
	return queue_enter(queue, wait_ms, err);
}

void queue_leave(struct queue *queue)
{
	queue->entered = false;
}

void queue_close(struct queue *queue)
{
	queue->entered = false;
}
