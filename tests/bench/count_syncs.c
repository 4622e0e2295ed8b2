/* Loaded before a program, counts how often it makes the disk keep what was written, and says so at its end in the file that ORDR_BENCH_SYNCS
 * names. */
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_long syncs;

static int call(const char *name, int file)
{
	int (*real)(int);
	*(void **)&real = dlsym(RTLD_NEXT, name);
	atomic_fetch_add(&syncs, 1);
	return real(file);
}

int fsync(int file)
{
	return call("fsync", file);
}

int fdatasync(int file)
{
	return call("fdatasync", file);
}

__attribute__((destructor)) static void tell(void)
{
	const char *name = getenv("ORDR_BENCH_SYNCS");
	FILE *file = name ? fopen(name, "w") : NULL;
	if (file) {
		fprintf(file, "%ld\n", atomic_load(&syncs));
		fclose(file);
	}
}
