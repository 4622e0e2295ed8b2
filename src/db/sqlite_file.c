/* The files of a database as SQLite keeps them: how one is opened, copied and brought to rest. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ordr/str.h"
#include "sqlite.h"

/* An absolute path as a URI with a parameter. */
static int open_uri(const char *path, const char *parameter, int flags, sqlite3 **handle)
{
	struct str uri = { 0 };
	str_put(&uri, "file:");
	for (; *path; path++) {
		if (strchr("?#%", *path))
			str_printf(&uri, "%%%02X", (unsigned)*path);
		else
			str_put_char(&uri, *path);
	}
	str_printf(&uri, "?%s", parameter);
	int code = uri.failed ? SQLITE_NOMEM : sqlite3_open_v2(uri.text, handle, flags | SQLITE_OPEN_URI, NULL);
	str_release(&uri);
	return code;
}

/* Where all may be done, a file is opened for writing even to read: only so can a reader, when it is the last one, leave one file. */
int sqlite_open_file(const char *path, enum reach reach, sqlite3 **handle)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	*handle = NULL;
	if (reach == REACH_ALL)
		return sqlite3_open_v2(path, handle, flags | SQLITE_OPEN_READWRITE, NULL);
	return open_uri(path, reach == REACH_FILE ? "immutable=1" : "readonly_shm=1", flags | SQLITE_OPEN_READONLY, handle);
}

#define STEPS_BETWEEN 200000 /* of the engine's program: a few milliseconds */
#define PAGES_BETWEEN 2000

static int tick(void *context)
{
	const struct db_telling *telling = context;
	telling->tick(telling->context, 0, 0);
	return 0;
}

void sqlite_tell(void *connection, const struct db_telling *telling)
{
	sqlite3_progress_handler(connection, STEPS_BETWEEN, telling->tick ? tick : NULL, (void *)(uintptr_t)telling);
}

/* All in one step, unless somebody wants to know. The transaction that is open holds the snapshot all the while. */
static int copy_pages(sqlite3_backup *backup, const struct db_telling *telling)
{
	if (!telling->tick)
		return sqlite3_backup_step(backup, -1);
	int stepped;
	while ((stepped = sqlite3_backup_step(backup, PAGES_BETWEEN)) == SQLITE_OK) {
		const int64_t whole = sqlite3_backup_pagecount(backup);
		telling->tick(telling->context, whole - sqlite3_backup_remaining(backup), whole);
	}
	return stepped;
}

/* The copy has its directory for itself and is written once: it needs neither locks nor a journal. SQLite syncs it at its end. */
int sqlite_copy(void *connection, const char *path, const struct db_telling *telling, struct err *err)
{
	sqlite3 *copy = NULL;
	int code = open_uri(path, "nolock=1", SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE, &copy);
	if (code == SQLITE_OK)
		code = sqlite3_exec(copy, "PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL", NULL, NULL, NULL);
	sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(copy, "main", connection, "main") : NULL;
	if (backup) {
		int stepped = copy_pages(backup, telling);
		code = sqlite3_backup_finish(backup);
		if (code == SQLITE_OK && stepped != SQLITE_DONE)
			code = stepped;
	} else if (code == SQLITE_OK) {
		code = sqlite3_errcode(copy);
	}
	if (code != SQLITE_OK)
		sqlite_explain_code(code, copy ? sqlite3_errmsg(copy) : sqlite3_errstr(code), false, err);
	sqlite3_close_v2(copy);
	return code == SQLITE_OK ? 0 : -1;
}

/* Leaving the write-ahead log means that all of it is in the file, that nobody else has it open, and that nothing is left beside it. */
int sqlite_settle(const char *path, struct err *err)
{
	sqlite3 *handle;
	int code = sqlite_open_file(path, REACH_ALL, &handle);
	if (code == SQLITE_OK)
		code = sqlite3_exec(handle, "PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		sqlite_explain_code(code, handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code), false, err);
	sqlite3_close_v2(handle);
	return code == SQLITE_OK ? 0 : -1;
}

int sqlite_is_ours(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	unsigned char header[72];
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = file < 0 ? -1 : read(file, header, sizeof header);
	if (file >= 0)
		close(file);
	if (length < 0)
		return -1;
	uint32_t id = (uint32_t)header[68] << 24 | (uint32_t)header[69] << 16 | (uint32_t)header[70] << 8 | header[71];
	return (size_t)length == sizeof header && !memcmp(header, magic, sizeof magic) && id == SQLITE_APPLICATION_ID;
}
