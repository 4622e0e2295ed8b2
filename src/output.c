/* What is printed into a file is there whole or not at all: whoever waits for the file never reads half of it, and nothing that is there
 * already is written over. Only its owner can read it, since it holds what the database holds. */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ordr/file.h"
#include "ordr/str.h"

static int refused(const char *name, struct err *err)
{
	if (errno != EEXIST)
		return err_set(err, ERR_FAILED, "cannot write %s: %s", name, strerror(errno));
	err_set(err, ERR_CONFLICT, "%s exists already", name);
	return err_hint(err, "name another file; ordr overwrites none");
}

int output_open(struct output *output, const char *name, struct err *err)
{
	struct stat about;
	struct str temporary = { 0 };
	if (!lstat(name, &about)) {
		errno = EEXIST;
		return refused(name, err);
	}
	str_printf(&temporary, "%s.XXXXXX", name);
	if (temporary.failed)
		return err_memory(err);
	int file = mkstemp(temporary.text);
	*output = (struct output){ .name = name, .temporary = temporary.text, .stream = file < 0 ? NULL : fdopen(file, "w") };
	if (output->stream)
		return 0;
	refused(name, err);
	if (file >= 0)
		close(file);
	output_drop(output);
	return -1;
}

int output_keep(struct output *output, struct err *err)
{
	char directory[PATH_MAX];
	if (!output->stream)
		return 0;
	int result = fflush(output->stream) || fsync(fileno(output->stream)) || file_rename_new(output->temporary, output->name);
	if (!result)
		result = file_directory(output->name, directory) || file_sync(directory);
	if (result)
		refused(output->name, err);
	output_drop(output);
	return result ? -1 : 0;
}

void output_drop(struct output *output)
{
	if (output->stream)
		fclose(output->stream);
	output->stream = NULL;
	if (output->temporary)
		unlink(output->temporary);
	free(output->temporary);
	output->temporary = NULL;
}
