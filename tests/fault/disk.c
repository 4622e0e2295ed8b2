/* What a disk holds when the power goes: of each file all that was synced, and of what was written since then any part,
 * in any order, down to half a sector. Directory entries survive in the order in which they were changed, up to some
 * point, since file systems journal them; they are synced as SQLite does it: with the first sync of a new journal or
 * log, and by a deletion that asks for it. */
#include "disk.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fault.h"
#include "shim_vfs.h"

#define SECTOR 512
#define NODES  256
#define LINKS  512

/* Something written (or a truncation: no bytes) since the last sync. */
struct piece {
	unsigned char *bytes;
	size_t offset, amount;
};

struct node {
	char name[300];
	unsigned char *bytes; /* synced */
	size_t size;
	struct piece *pieces;
	size_t count;
	bool there, there_synced; /* has it its name? */
	bool syncs_directory;
};

static struct {
	struct node nodes[NODES];
	size_t count;
	struct node *linked[LINKS]; /* whose name was given or taken since the directory was synced */
	bool gives[LINKS];
	size_t links;
	uint64_t seed;
	long left;
	const char *after;
	bool lies;
} disk;

static struct node *node_new(const char *name, bool there_synced)
{
	if (disk.count == NODES)
		fault_fail("too many files");
	struct node *node = &disk.nodes[disk.count++];
	snprintf(node->name, sizeof node->name, "%s", name);
	node->there = true;
	node->there_synced = there_synced;
	return node;
}

static struct node *node_find(const char *name)
{
	for (size_t i = disk.count; i-- > 0;)
		if (disk.nodes[i].there && !strcmp(disk.nodes[i].name, name))
			return &disk.nodes[i];
	return NULL;
}

static void node_resize(struct node *node, size_t size)
{
	node->bytes = realloc(node->bytes, size + 1);
	if (!node->bytes)
		fault_fail("no memory");
	if (size > node->size)
		memset(node->bytes + node->size, 0, size - node->size);
	node->size = size;
}

static void node_put(struct node *node, size_t offset, const unsigned char *bytes, size_t amount)
{
	if (offset + amount > node->size)
		node_resize(node, offset + amount);
	memcpy(node->bytes + offset, bytes, amount);
}

static void node_add(struct node *node, const void *bytes, size_t offset, size_t amount)
{
	node->pieces = realloc(node->pieces, (node->count + 1) * sizeof *node->pieces);
	struct piece piece = { bytes ? malloc(amount) : NULL, offset, amount };
	if (!node->pieces || (bytes && !piece.bytes))
		fault_fail("no memory");
	if (bytes)
		memcpy(piece.bytes, bytes, amount);
	node->pieces[node->count++] = piece;
}

static void link_change(struct node *node, bool gives)
{
	if (disk.links == LINKS)
		fault_fail("too many changes of the directory");
	node->there = gives;
	disk.linked[disk.links] = node;
	disk.gives[disk.links++] = gives;
}

/* The first `count` changes of the directory are on the disk. */
static void link_sync(size_t count)
{
	for (size_t i = 0; i < count; i++)
		disk.linked[i]->there_synced = disk.gives[i];
	disk.links = 0;
}

static void node_sync(struct node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct piece *piece = &node->pieces[i];
		if (piece->bytes)
			node_put(node, piece->offset, piece->bytes, piece->amount);
		else
			node_resize(node, piece->offset);
		free(piece->bytes);
	}
	node->count = 0;
	if (node->syncs_directory)
		link_sync(disk.links);
	node->syncs_directory = false;
}

/* --- the power goes
 * ----------------------------------------------------------------------------------------------------------- */

enum loss { LOSE_ALL, LOSE_NOTHING, LOSE_CALLS, LOSE_SECTORS, LOSE_HALVES, LOSSES };

/* How much of a sector's part of a piece survives. */
static size_t surviving(enum loss loss, size_t amount)
{
	if (loss == LOSE_SECTORS)
		return fault_random(&disk.seed, 2) ? amount : 0;
	uint64_t chance = fault_random(&disk.seed, 3);
	return chance == 0 ? 0 : chance == 1 ? amount / 2 : amount;
}

static void piece_survive(struct node *node, const struct piece *piece, enum loss loss)
{
	if (loss == LOSE_ALL || (loss == LOSE_CALLS && fault_random(&disk.seed, 2)))
		return;
	if (!piece->bytes) {
		node_resize(node, piece->offset);
		return;
	}
	for (size_t at = 0; at < piece->amount;) {
		size_t amount = SECTOR - (piece->offset + at) % SECTOR;
		if (amount > piece->amount - at)
			amount = piece->amount - at;
		size_t kept = loss == LOSE_NOTHING || loss == LOSE_CALLS ? amount : surviving(loss, amount);
		if (kept)
			node_put(node, piece->offset + at, piece->bytes + at, kept);
		at += amount;
	}
}

static void node_survive(struct node *node, enum loss loss)
{
	char path[700];
	const char *slash = strrchr(node->name, '/');
	for (size_t i = 0; i < node->count; i++)
		piece_survive(node, &node->pieces[i], loss);
	snprintf(path, sizeof path, "%s/%s", disk.after, slash + 1);
	FILE *file = fopen(path, "w");
	if (!file || fwrite(node->bytes ? node->bytes : (unsigned char *)"", 1, node->size, file) != node->size ||
	    fclose(file))
		fault_fail("cannot write %s", path);
}

static _Noreturn void crash(void)
{
	enum loss loss = (enum loss)fault_random(&disk.seed, LOSSES);
	link_sync(fault_random(&disk.seed, disk.links + 1));
	for (size_t i = 0; i < disk.count; i++)
		if (disk.nodes[i].there_synced)
			node_survive(&disk.nodes[i], loss);
	_exit(DISK_CRASHED);
}

/* --- what SQLite does
 * --------------------------------------------------------------------------------------------------------- */

static void on_open(const struct shim_event *event)
{
	if (node_find(event->name) || !(event->flags & SQLITE_OPEN_CREATE))
		return;
	struct node *node = node_new(event->name, false);
	node->syncs_directory = event->flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL);
	link_change(node, true);
}

static void on_delete(const struct shim_event *event)
{
	struct node *node = node_find(event->name);
	if (node)
		link_change(node, false);
	if (event->flags && !disk.lies)
		link_sync(disk.links);
}

static void on_change(const struct shim_event *event)
{
	struct node *node = node_find(event->name);
	if (!node)
		fault_fail("%s was written before it was there", event->name);
	if (event->call == SHIM_WRITE)
		node_add(node, event->bytes, (size_t)event->offset, (size_t)event->amount);
	else if (event->call == SHIM_TRUNCATE)
		node_add(node, NULL, (size_t)event->offset, 0);
	else if (!disk.lies)
		node_sync(node);
}

static int on_call(const struct shim_event *event)
{
	bool creates =
		event->call == SHIM_OPEN && event->flags & SQLITE_OPEN_CREATE && event->name && !node_find(event->name);
	bool changes = creates || event->call == SHIM_DELETE || event->call == SHIM_WRITE ||
		       event->call == SHIM_TRUNCATE || event->call == SHIM_SYNC;
	if (!changes || !event->name)
		return SQLITE_OK;
	bool last = !--disk.left;
	if (last && event->call == SHIM_SYNC)
		crash(); /* in the middle of it: any part may have come to the disk */
	if (creates)
		on_open(event);
	else if (event->call == SHIM_DELETE)
		on_delete(event);
	else
		on_change(event);
	if (last)
		crash();
	return SQLITE_OK;
}

void disk_begin(uint64_t seed, long crash_at, const char *after, bool lies)
{
	char here[200], name[300];
	disk.seed = seed;
	disk.left = crash_at;
	disk.after = after;
	disk.lies = lies;
	if (!getcwd(here, sizeof here))
		fault_fail("this directory has too long a name");
	static const char *const files[] = { "ordr.db", "ordr.db-wal", "ordr.db-journal" };
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(name, sizeof name, "%s/%s", here, files[i]);
		if (access(name, F_OK))
			continue;
		struct node *node = node_new(name, true);
		node->bytes = (unsigned char *)fault_content(name, &node->size);
	}
	shim_register(on_call);
}
