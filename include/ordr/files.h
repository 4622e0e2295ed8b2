/* Many files in one directory, each there whole or not at all: they are written under other names, put on the disk together, and then renamed. */
#ifndef ORDR_FILES_H
#define ORDR_FILES_H

#include <stddef.h>

#include "ordr/err.h"
#include "ordr/str.h"

/* A zeroed struct with a directory is one without files. */
struct files {
	const char *directory;
	struct str waiting; /* of each file not renamed yet its present name and its own, each with its NUL */
	size_t count;       /* … how many those are */
	struct str path;    /* of the last one that was put */
};

/* Writes a file; `path` then says where it will be. One of that name is replaced, with the rights of a new one: only its owner may read it. Bytes of
 * the name that could lead elsewhere are written as %2F and so on, so that two names never become one. ERR_FAILED. */
int files_put(struct files *files, const char *name, const char *suffix, const char *bytes, size_t length, struct err *err);
/* Gives all their names. ERR_FAILED: those that have theirs keep it. */
int files_keep(struct files *files, struct err *err);
/* Removes what has no name yet, and gives back the memory. Safe after files_keep. */
void files_drop(struct files *files);

#endif
