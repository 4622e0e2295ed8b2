/* dlopen and dlsym, in one place. */
#include "ordr/loaded.h"

#include <dlfcn.h>
#include <string.h>

enum loaded loaded_open(const struct loaded_library *library, void *table, const char **missing)
{
	void *handle = NULL;
	for (const char *const *file = library->files; *file && !handle; file++)
		handle = dlopen(*file, RTLD_NOW | RTLD_LOCAL);
	*missing = *library->files;
	if (!handle)
		return LOADED_NOT;
	for (const struct loaded_function *function = library->functions; function->name; function++) {
		void *address = dlsym(handle, function->name);
		*missing = function->name;
		if (!address)
			return LOADED_LACKS;
		/* POSIX: a function's address is had as an object's. */
		memcpy((char *)table + function->offset, &address, sizeof address);
	}
	return LOADED;
}
