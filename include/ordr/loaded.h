/* Shared libraries that are loaded by the command that needs them, since each one that the program is linked with costs every start: about 100 µs for
 * libsmartcols, 1,100 µs for libxml2. */
#ifndef ORDR_LOADED_H
#define ORDR_LOADED_H

#include <stddef.h>

/* A function of the library, and where its address goes in the structure that is loaded. */
struct loaded_function {
	const char *name;
	size_t offset;
};

/* A library and what is used of it. */
struct loaded_library {
	const char *const *files;                /* names that it goes by, the best first; NULL ends them */
	const struct loaded_function *functions; /* a NULL name ends them */
};

enum loaded { LOADED, LOADED_NOT, LOADED_LACKS }; /* all of it; not installed; a function is not in it */

/* Puts the addresses of the library's functions into *table. It is never closed again: the process ends soon, and what the library keeps for
 * itself is its own. *missing is, unless all is there, the file or function that is not. */
enum loaded loaded_open(const struct loaded_library *library, void *table, const char **missing);

#endif
