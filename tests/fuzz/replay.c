/* In place of libFuzzer: calls the target once with each file that is named, or that lies in a directory that is named. So what was ever
 * found stays found, in every build and without clang. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

#ifdef FUZZ_INITIALIZE
#define INITIALIZE(argc, argv) LLVMFuzzerInitialize(argc, argv)
#else
#define INITIALIZE(argc, argv) ((void)(argc), (void)(argv))
#endif

static size_t replay_file(const char *path)
{
	struct stat about;
	FILE *file = fopen(path, "r");
	MUST(file && !fstat(fileno(file), &about), "cannot read %s", path);
	size_t size = (size_t)about.st_size;
	uint8_t *bytes = malloc(size ? size : 1);
	MUST(bytes && fread(bytes, 1, size, file) == size, "cannot read %s", path);
	fclose(file);
	fprintf(stderr, "%s\n", path); /* the last one named is the one that failed */
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
	return 1;
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

static size_t replay(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, by_name);
	if (count < 0)
		return replay_file(path);
	size_t replayed = 0;
	for (int i = 0; i < count; i++) {
		char file[PATH_MAX];
		snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
		replayed += *entries[i]->d_name == '.' ? 0 : replay_file(file);
		free(entries[i]);
	}
	free(entries);
	return replayed;
}

int main(int argc, char **argv)
{
	size_t replayed = 0;
	INITIALIZE(&argc, &argv);
	for (int i = 1; i < argc; i++)
		replayed += replay(argv[i]);
	printf("%zu inputs\n", replayed);
	return replayed ? 0 : 1;
}
