/* Temporary directories. */
#ifndef ORDR_TESTS_TREE_H
#define ORDR_TESTS_TREE_H

/* Makes an empty directory below TMPDIR, else /tmp. `path` gets its name as realpath gives it: at most 63 bytes. */
void tree_make(char path[64]);
/* Copies what is in one directory into another. */
void tree_copy(const char *from, const char *to);
void tree_remove(const char *path);

#endif
