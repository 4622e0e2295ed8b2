/* A shim before the real file system of SQLite. Every file is the real one behind a table of methods of ours, that
 * passes all on but what is to fail; so locks, shared memory and the write-ahead log are real. */
#include <sqlite3.h>
#include <string.h>

#include "faulty_vfs.h"

struct faulty_file {
	sqlite3_file base;
	sqlite3_file *real; /* in the same memory, behind this struct */
};

/* What is to fail: `left` calls before it, 0: nothing. */
static struct {
	int left, code, failed;
	bool lasts;
} faults[FAULTY_CALLS];

static sqlite3_vfs shim;

static sqlite3_vfs *real_vfs(void)
{
	return shim.pAppData;
}

static sqlite3_file *real_file(sqlite3_file *file)
{
	return ((struct faulty_file *)file)->real;
}

/* The code that this call fails with; SQLITE_OK: it works. */
static int fault(enum faulty_call call)
{
	if (!faults[call].left || --faults[call].left)
		return SQLITE_OK;
	faults[call].left = faults[call].lasts ? 1 : 0;
	faults[call].failed++;
	return faults[call].code;
}

static int faulty_write(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset)
{
	int code = fault(FAULTY_WRITE);
	return code != SQLITE_OK ? code : real_file(file)->pMethods->xWrite(real_file(file), bytes, amount, offset);
}

static int faulty_sync(sqlite3_file *file, int flags)
{
	int code = fault(FAULTY_SYNC);
	return code != SQLITE_OK ? code : real_file(file)->pMethods->xSync(real_file(file), flags);
}

static int faulty_close(sqlite3_file *file)
{
	return real_file(file)->pMethods->xClose(real_file(file));
}

static int faulty_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
	return real_file(file)->pMethods->xRead(real_file(file), bytes, amount, offset);
}

static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static int faulty_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static int faulty_lock(sqlite3_file *file, int level)
{
	return real_file(file)->pMethods->xLock(real_file(file), level);
}

static int faulty_unlock(sqlite3_file *file, int level)
{
	return real_file(file)->pMethods->xUnlock(real_file(file), level);
}

static int faulty_reserved(sqlite3_file *file, int *reserved)
{
	return real_file(file)->pMethods->xCheckReservedLock(real_file(file), reserved);
}

static int faulty_control(sqlite3_file *file, int what, void *argument)
{
	return real_file(file)->pMethods->xFileControl(real_file(file), what, argument);
}

static int faulty_sector(sqlite3_file *file)
{
	return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static int faulty_device(sqlite3_file *file)
{
	return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static int faulty_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
	return real_file(file)->pMethods->xShmMap(real_file(file), region, size, extend, memory);
}

static int faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return real_file(file)->pMethods->xShmLock(real_file(file), offset, count, flags);
}

static void faulty_shm_barrier(sqlite3_file *file)
{
	real_file(file)->pMethods->xShmBarrier(real_file(file));
}

static int faulty_shm_unmap(sqlite3_file *file, int deletes)
{
	return real_file(file)->pMethods->xShmUnmap(real_file(file), deletes);
}

/* Version 2: memory-mapped reading, which would go around xWrite, is left out. */
static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = faulty_close,
	.xRead = faulty_read,
	.xWrite = faulty_write,
	.xTruncate = faulty_truncate,
	.xSync = faulty_sync,
	.xFileSize = faulty_size,
	.xLock = faulty_lock,
	.xUnlock = faulty_unlock,
	.xCheckReservedLock = faulty_reserved,
	.xFileControl = faulty_control,
	.xSectorSize = faulty_sector,
	.xDeviceCharacteristics = faulty_device,
	.xShmMap = faulty_shm_map,
	.xShmLock = faulty_shm_lock,
	.xShmBarrier = faulty_shm_barrier,
	.xShmUnmap = faulty_shm_unmap,
};

static int faulty_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *opened)
{
	(void)vfs;
	struct faulty_file *faulty = (struct faulty_file *)file;
	faulty->real = (sqlite3_file *)(faulty + 1);
	int code = real_vfs()->xOpen(real_vfs(), name, faulty->real, flags, opened);
	file->pMethods = faulty->real->pMethods ? &methods : NULL;
	return code;
}

void faulty_register(void)
{
	if (shim.zName)
		return;
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);
	shim = *real; /* all but xOpen speaks of names and the system, and is the real one's */
	shim.zName = "faulty";
	shim.pAppData = real;
	shim.szOsFile = (int)sizeof(struct faulty_file) + real->szOsFile;
	shim.xOpen = faulty_open;
	sqlite3_vfs_register(&shim, 1);
}

void faulty_fail(enum faulty_call call, int nth, int code, bool lasts)
{
	faults[call].left = nth;
	faults[call].code = code;
	faults[call].lasts = lasts;
}

int faulty_mend(void)
{
	int failed = 0;
	for (int call = 0; call < FAULTY_CALLS; call++)
		failed += faults[call].failed;
	memset(faults, 0, sizeof faults);
	return failed;
}
