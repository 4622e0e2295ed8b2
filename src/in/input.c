/*
 * One input that can be read twice. A command reads its input to the end before its transaction begins, may run again
 * when the database is busy, and hashes the content for its key; so what cannot be rewound (a pipe, a terminal) is
 * copied: into memory first, and into an unlinked temporary file once it passes a mebibyte.
 */
#include "ordr/input.h"
#include "ordr/speak.h"

#include <errno.h>
#include <sha2.h>
#include <string.h>
#include <sys/stat.h>

#define SPOOL_MEMORY (1024 * 1024)
#define CHUNK        (64 * 1024)

static int system_fail(struct err *err, const char *name, const char *hint)
{
	err_set(err, ERR_FAILED, "cannot read %s: %s", name, err_system(errno));
	err_hint(err, "%s", translate(hint));
	return err_subject(err, "%s", name);
}

static int spool_fail(struct err *err)
{
	err_set(err, ERR_FAILED, "cannot keep the input in a temporary file: %s", err_system(errno));
	return err_hint(err, "check that /tmp is writable and has room");
}

/* Copies the rest of `from` behind what is in `to`. */
static int spool_rest(struct input *input, FILE *from, FILE *to, struct err *err)
{
	char chunk[CHUNK];
	size_t got;

	while ((got = fread(chunk, 1, sizeof chunk, from)) > 0) {
		if (fwrite(chunk, 1, got, to) != got) {
			return spool_fail(err);
		}
	}
	if (ferror(from)) {
		return system_fail(err, input->name, TO_TRANSLATE("check what writes to it"));
	}
	return 0;
}

/* A stream of its own memory that holds what `from` gives, up to SPOOL_MEMORY bytes. One byte more than the content: a
 * stream over no memory at all cannot be opened. */
static FILE *spool_memory(struct input *input, FILE *from, struct err *err)
{
	FILE *memory = fmemopen(NULL, SPOOL_MEMORY + 1, "w+");
	char chunk[CHUNK];
	size_t total = 0, got = 1;

	if (!memory) {
		err_memory(err);
		return NULL;
	}
	while (total < SPOOL_MEMORY && got > 0) {
		got = fread(chunk, 1, sizeof chunk, from);
		if (fwrite(chunk, 1, got, memory) != got) {
			err_memory(err);
			goto failed;
		}
		total += got;
	}
	if (ferror(from)) {
		system_fail(err, input->name, TO_TRANSLATE("check what writes to it"));
		goto failed;
	}
	if (fflush(memory) != 0) {
		err_memory(err);
		goto failed;
	}
	rewind(memory);
	return memory;
failed:
	fclose(memory);
	return NULL;
}

static int spool(struct input *input, FILE *from, struct err *err)
{
	FILE *memory = spool_memory(input, from, err), *file;

	if (!memory) {
		return -1;
	}
	if (feof(from)) {
		input->stream = memory;
		input->owned = true;
		return 0;
	}
	file = tmpfile();
	if (!file) {
		spool_fail(err);
		goto failed;
	}
	if (spool_rest(input, memory, file, err) != 0 || spool_rest(input, from, file, err) != 0) {
		goto failed;
	}
	if (fflush(file) != 0 || fseeko(file, 0, SEEK_SET) != 0) {
		spool_fail(err);
		goto failed;
	}
	fclose(memory);
	input->stream = file;
	input->owned = true;
	return 0;
failed:
	if (file) {
		fclose(file);
	}
	fclose(memory);
	return -1;
}

static int open_file(struct input *input, struct err *err)
{
	struct stat status;
	FILE *file = fopen(input->name, "re");
	int result;

	if (!file && (errno == ENOENT || errno == ENOTDIR)) {
		err_set(err, ERR_NOT_FOUND, "there is no file %s", input->name);
		err_hint(err, "check the name and the directory; - reads standard input");
		return err_subject(err, "%s", input->name);
	}
	if (!file || fstat(fileno(file), &status) != 0) {
		result = system_fail(err, input->name, TO_TRANSLATE("check its permissions"));
		goto failed;
	}
	if (S_ISDIR(status.st_mode)) {
		errno = EISDIR;
		result = system_fail(err, input->name, TO_TRANSLATE("name a file in it"));
		goto failed;
	}
	if (S_ISREG(status.st_mode)) {
		input->stream = file;
		input->owned = true;
		return 0;
	}
	result = spool(input, file, err);
failed:
	if (file) {
		fclose(file);
	}
	return result;
}

int input_open(struct input *input, const char *name, FILE *standard_input, struct err *err)
{
	*input = (struct input) { .name = name };
	if (strcmp(name, "-") == 0) {
		input->name = translate("standard input");
		return spool(input, standard_input, err);
	}
	return open_file(input, err);
}

int input_rewind(struct input *input, struct err *err)
{
	clearerr(input->stream);
	if (fseeko(input->stream, 0, SEEK_SET) != 0) {
		return system_fail(err, input->name, TO_TRANSLATE("copy it to a file first"));
	}
	return 0;
}

int input_hash(struct input *input, char hex[65], struct err *err)
{
	unsigned char chunk[CHUNK];
	SHA2_CTX hash;
	size_t got;

	if (input_rewind(input, err) != 0) {
		return -1;
	}
	SHA256Init(&hash);
	while ((got = fread(chunk, 1, sizeof chunk, input->stream)) > 0) {
		SHA256Update(&hash, chunk, got);
	}
	if (ferror(input->stream)) {
		return system_fail(err, input->name, TO_TRANSLATE("check the disk"));
	}
	SHA256End(&hash, hex);
	return input_rewind(input, err);
}

void input_release(struct input *input)
{
	if (input->owned && input->stream) {
		fclose(input->stream);
	}
	*input = (struct input) { .name = NULL };
}
