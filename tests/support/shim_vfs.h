/* SQLite's file system with a hook before each call: what tests of failing disks, lost power and slow ones stand on. */
#ifndef ORDR_TESTS_SHIM_VFS_H
#define ORDR_TESTS_SHIM_VFS_H

enum shim_call {
	SHIM_OPEN,
	SHIM_DELETE,
	SHIM_ACCESS,
	SHIM_READ,
	SHIM_WRITE,
	SHIM_TRUNCATE,
	SHIM_SYNC,
	SHIM_SIZE,
	SHIM_LOCK,
	SHIM_SHM_MAP,
	SHIM_SHM_LOCK,
	SHIM_UNFETCH, /* where a checkpoint finds that others have written */
	SHIM_CALLS
};

struct shim_event {
	enum shim_call call;
	const char *name; /* the whole path; NULL of a temporary file */
	int flags;        /* of xOpen (SQLITE_OPEN_…), also of later calls on that file; of xDelete: whether to sync the directory */
	const void *bytes;
	long long offset; /* of xTruncate: the size; of xShmLock: the first lock */
	int amount;
	int lock; /* xLock: the level; xShmLock: its flags */
};

/* Puts itself before the default file system, for all databases opened from here on, and calls the hook before each call of it. What the
 * hook gives is a result code of SQLite: other than SQLITE_OK, the call fails with it and does nothing. Safe to call again: the last hook
 * counts. */
void shim_register(int (*hook)(const struct shim_event *event));
/* Checkpoints come after so many pages (at most 9999), whatever the program asks for; 0: as it asks. */
void shim_checkpoint_after(int pages);

#endif
