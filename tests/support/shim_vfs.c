/* A shim before the real file system of SQLite. Every file is the real one behind a table of methods of ours, that
 * passes all on but what the hook forbids; so locks, shared memory and the write-ahead log are real. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "shim_vfs.h"

struct shim_file {
	sqlite3_file base;
	const char *name;
	int flags;
	sqlite3_file *real; /* in the same memory, behind this struct */
};

static sqlite3_vfs shim;
static int (*shim_hook)(const struct shim_event *event);
static int checkpoint_pages;

static sqlite3_vfs *real_vfs(void)
{
	return shim.pAppData;
}

static sqlite3_file *real_file(sqlite3_file *file)
{
	return ((struct shim_file *)file)->real;
}

static const sqlite3_io_methods *real_methods(sqlite3_file *file)
{
	return real_file(file)->pMethods;
}

static int hook(sqlite3_file *file, struct shim_event event)
{
	event.name = ((struct shim_file *)file)->name;
	event.flags = ((struct shim_file *)file)->flags;
	return shim_hook(&event);
}

static int shim_close(sqlite3_file *file)
{
	return real_methods(file)->xClose(real_file(file));
}

static int shim_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
	int code = hook(file, (struct shim_event) { .call = SHIM_READ, .offset = offset, .amount = amount });
	return code != SQLITE_OK ? code : real_methods(file)->xRead(real_file(file), bytes, amount, offset);
}

static int shim_write(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset)
{
	int code = hook(file,
			(struct shim_event) { .call = SHIM_WRITE, .bytes = bytes, .offset = offset, .amount = amount });
	return code != SQLITE_OK ? code : real_methods(file)->xWrite(real_file(file), bytes, amount, offset);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int code = hook(file, (struct shim_event) { .call = SHIM_TRUNCATE, .offset = size });
	return code != SQLITE_OK ? code : real_methods(file)->xTruncate(real_file(file), size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
	int code = hook(file, (struct shim_event) { .call = SHIM_SYNC });
	return code != SQLITE_OK ? code : real_methods(file)->xSync(real_file(file), flags);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
	int code = hook(file, (struct shim_event) { .call = SHIM_SIZE });
	return code != SQLITE_OK ? code : real_methods(file)->xFileSize(real_file(file), size);
}

static int shim_lock(sqlite3_file *file, int level)
{
	int code = hook(file, (struct shim_event) { .call = SHIM_LOCK, .lock = level });
	return code != SQLITE_OK ? code : real_methods(file)->xLock(real_file(file), level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
	return real_methods(file)->xUnlock(real_file(file), level);
}

static int shim_reserved(sqlite3_file *file, int *reserved)
{
	return real_methods(file)->xCheckReservedLock(real_file(file), reserved);
}

/* A PRAGMA passes here before it is obeyed, with its value as text: the only way to it from outside. */
static void replace_checkpoint(char **pragma)
{
	if (checkpoint_pages && pragma[1] && pragma[2] && !strcmp(pragma[1], "wal_autocheckpoint") &&
	    strlen(pragma[2]) == 4)
		snprintf(pragma[2], 5, "%04d", checkpoint_pages);
}

static int shim_control(sqlite3_file *file, int what, void *argument)
{
	if (what == SQLITE_FCNTL_PRAGMA)
		replace_checkpoint(argument);
	return real_methods(file)->xFileControl(real_file(file), what, argument);
}

static int shim_sector(sqlite3_file *file)
{
	return real_methods(file)->xSectorSize(real_file(file));
}

static int shim_device(sqlite3_file *file)
{
	return real_methods(file)->xDeviceCharacteristics(real_file(file));
}

static int shim_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
	int code = hook(file, (struct shim_event) { .call = SHIM_SHM_MAP, .offset = region, .amount = size });
	return code != SQLITE_OK ? code : real_methods(file)->xShmMap(real_file(file), region, size, extend, memory);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	/* Giving back cannot fail. */
	int code =
		flags & SQLITE_SHM_UNLOCK
			? SQLITE_OK
			: hook(file, (struct shim_event) {
					     .call = SHIM_SHM_LOCK, .offset = offset, .amount = count, .lock = flags });
	return code != SQLITE_OK ? code : real_methods(file)->xShmLock(real_file(file), offset, count, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
	real_methods(file)->xShmBarrier(real_file(file));
}

static int shim_shm_unmap(sqlite3_file *file, int deletes)
{
	return real_methods(file)->xShmUnmap(real_file(file), deletes);
}

/* Memory-mapped reading, which would go around xRead, is never given. */
static int shim_fetch(sqlite3_file *file, sqlite3_int64 offset, int amount, void **memory)
{
	(void)file;
	(void)offset;
	(void)amount;
	*memory = NULL;
	return SQLITE_OK;
}

static int shim_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *memory)
{
	(void)memory;
	hook(file, (struct shim_event) { .call = SHIM_UNFETCH, .offset = offset });
	return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
	.iVersion = 3,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_device,
	.xShmMap = shim_shm_map,
	.xShmLock = shim_shm_lock,
	.xShmBarrier = shim_shm_barrier,
	.xShmUnmap = shim_shm_unmap,
	.xFetch = shim_fetch,
	.xUnfetch = shim_unfetch,
};

static int shim_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *opened)
{
	(void)vfs;
	struct shim_file *mine = (struct shim_file *)file;
	mine->name = name;
	mine->flags = flags;
	mine->real = (sqlite3_file *)(mine + 1);
	file->pMethods = NULL;
	int code = hook(file, (struct shim_event) { .call = SHIM_OPEN });
	if (code != SQLITE_OK)
		return code;
	code = real_vfs()->xOpen(real_vfs(), name, mine->real, flags, opened);
	file->pMethods = mine->real->pMethods ? &methods : NULL;
	return code;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	int code = shim_hook(&(struct shim_event) { .call = SHIM_DELETE, .name = name, .flags = sync });
	return code != SQLITE_OK ? code : real_vfs()->xDelete(real_vfs(), name, sync);
}

static int shim_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
	(void)vfs;
	int code = shim_hook(&(struct shim_event) { .call = SHIM_ACCESS, .name = name, .flags = flags });
	return code != SQLITE_OK ? code : real_vfs()->xAccess(real_vfs(), name, flags, result);
}

void shim_register(int (*new_hook)(const struct shim_event *event))
{
	shim_hook = new_hook;
	if (shim.zName)
		return;
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);
	shim = *real; /* what is not named here is the real one's */
	shim.zName = "shim";
	shim.pAppData = real;
	shim.szOsFile = (int)sizeof(struct shim_file) + real->szOsFile;
	shim.xOpen = shim_open;
	shim.xDelete = shim_delete;
	shim.xAccess = shim_access;
	sqlite3_vfs_register(&shim, 1);
}

void shim_checkpoint_after(int pages)
{
	checkpoint_pages = pages;
}
