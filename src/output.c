/* What is printed into a file is there whole or not at all: whoever waits for the file, or looks at the one before it, never reads half. A new
 * one only its owner can read, since it holds what the database holds. */
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
		return err_set(err, ERR_FAILED, "cannot write %s: %s", name, err_system(errno));
	err_set(err, ERR_CONFLICT, "%s exists already", name);
	return err_hint(err, "name another file; ordr overwrites none");
}

/* May the name be taken? What is replaced keeps who may read it: *mode, else only its owner may. */
static int look_at_place(const char *name, bool replace, mode_t *mode, struct err *err)
{
	struct stat about;
	*mode = S_IRUSR | S_IWUSR;
	if (lstat(name, &about))
		return 0;
	errno = EEXIST;
	if (!replace)
		return refused(name, err);
	*mode = about.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
	if (S_ISREG(about.st_mode))
		return 0;
	err_set(err, ERR_CONFLICT, "%s is no plain file", name);
	return err_hint(err, "name the file itself, not a link to it, a directory or a device");
}

int output_open(struct output *output, const char *name, bool replace, struct err *err)
{
	struct str temporary = { 0 };
	mode_t mode;
	if (look_at_place(name, replace, &mode, err))
		return -1;
	str_printf(&temporary, "%s.XXXXXX", name);
	if (temporary.failed)
		return err_memory(err);
	int file = mkstemp(temporary.text);
	bool made = file >= 0 && !fchmod(file, mode);
	*output = (struct output){ .name = name, .temporary = temporary.text, .stream = made ? fdopen(file, "w") : NULL, .replace = replace };
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
	int result = fflush(output->stream) || fsync(fileno(output->stream)) ||
		     (output->replace ? rename(output->temporary, output->name) : file_rename_new(output->temporary, output->name));
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
