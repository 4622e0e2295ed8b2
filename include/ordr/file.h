/* Files that appear whole or not at all: what ordr writes gets its name by a rename, when it is on the disk. All give 0, or −1 with errno. */
#ifndef ORDR_FILE_H
#define ORDR_FILE_H

#include <limits.h>

/* The directory that a file is in, absolute, links followed: of the directory, not of the file, which need not be there. */
int file_directory(const char *file, char directory[PATH_MAX]);
/* Puts a file, or the names in a directory, on the disk. */
int file_sync(const char *path);
/* Renames, and takes nobody's place: EEXIST. */
int file_rename_new(const char *from, const char *to);

#endif
