/* What tests of backups and restores stand on: a closed database with one event, "first", alone in a directory. It is opened and closed by
 * each step, as commands do. */
#ifndef ORDR_TESTS_SAFE_H
#define ORDR_TESTS_SAFE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sys/types.h>

#include "ordr/backup.h"

struct safe {
	char directory[64];
	char file[128], copy[128];
	struct arena arena;
	struct err err;
	struct core core;
};

int safe_setup(void **state);
int safe_teardown(void **state);
void safe_now(struct safe *safe, const char *instant);
/* Opens core.db and begins; it must succeed. */
void safe_open(struct safe *safe, const char *file, enum db_access access);
void safe_close(struct safe *safe);
/* Another event, so that the head is another. */
void safe_write(struct safe *safe, const char *subject);
/* The subject of the last event, "-" when there is none. */
const char *safe_last(struct safe *safe, const char *file);
/* How many files of any kind there are: what is left over shows. */
int safe_files(const char *directory);
mode_t safe_mode(const char *file);
/* A name in the directory, in the arena. */
const char *safe_in(struct safe *safe, const char *name);
int safe_backup(struct safe *safe, const char *place, int64_t keep, struct backup *made);
int safe_restore(struct safe *safe, const char *from, bool confirmed, int64_t wait_ms);
void safe_refused(struct safe *safe, int result, enum err_code code, const char *part);
void safe_succeed(struct safe *safe, int result);

#endif
