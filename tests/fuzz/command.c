/* The whole program. The bytes are its arguments, each ended by NUL, up to a byte 0x1C; what follows that is its standard input. It runs on a
 * small company's database in a directory of its own, which is put back after each run; no program of another is found there. What must
 * hold: a known exit status, nothing raw on either stream, JSON where JSON was asked for, nothing written by a run that failed, and books
 * that add up after each that did something. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "ordr/cmd.h"

#define ARGUMENTS_MAX 40
#define INPUT_BEGINS  0x1c
#define DATABASE      "ordr.db"

static char directory[64];
static uint8_t *sound; /* the database as each run finds it */
static size_t sound_size;
static struct stat about_sound;

struct told {
	char *text;
	size_t length;
};

static int run(int argc, char **argv, const uint8_t *input, size_t size, struct told *out, struct told *talk)
{
	FILE *streams[] = { fuzz_stream(input, size), open_memstream(&out->text, &out->length),
			    open_memstream(&talk->text, &talk->length) };
	MUST(streams[1] && streams[2], "no streams");
	setenv("TZ", "UTC0", 1);
	int status = ordr_main(argc, argv, streams[0], streams[1], streams[2]);
	for (size_t i = 0; i < 3; i++)
		fclose(streams[i]);
	return status;
}

static void forget(struct told *out, struct told *talk)
{
	free(out->text);
	free(talk->text);
}

static void comes_to(int status, char **argv)
{
	struct told out = { 0 };
	struct told talk = { 0 };
	int argc = 0;
	while (argv[argc])
		argc++;
	int came = run(argc, argv, NULL, 0, &out, &talk);
	MUST(came == status, "%s %s: exit %d: %s%s", argv[0], argv[1], came, talk.text, out.text);
	forget(&out, &talk);
}

static uint8_t *content(size_t *size)
{
	FILE *file = fopen(DATABASE, "r");
	MUST(file && !fseek(file, 0, SEEK_END), "no %s", DATABASE);
	*size = (size_t)ftell(file);
	uint8_t *bytes = malloc(*size + 1);
	rewind(file);
	MUST(bytes && fread(bytes, 1, *size, file) == *size, "cannot read %s", DATABASE);
	fclose(file);
	return bytes;
}

static void write_sound(void)
{
	unlink(DATABASE);
	int file = open(DATABASE, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	MUST(file >= 0 && write(file, sound, sound_size) == (ssize_t)sound_size && !fstat(file, &about_sound), "%s", strerror(errno));
	close(file);
}

static bool is_untouched(void)
{
	struct stat about;
	return !stat(DATABASE, &about) && about.st_ino == about_sound.st_ino && about.st_size == about_sound.st_size &&
	       about.st_mtim.tv_sec == about_sound.st_mtim.tv_sec && about.st_mtim.tv_nsec == about_sound.st_mtim.tv_nsec;
}

/* Nothing is left behind in a directory of ordr's but the database. */
static void clear(bool all)
{
	DIR *entries = opendir(".");
	struct dirent *entry;
	MUST(entries, "%s", strerror(errno));
	while ((entry = readdir(entries)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && (all || strcmp(entry->d_name, DATABASE)))
			MUST(!remove(entry->d_name), "%s: %s", entry->d_name, strerror(errno));
	closedir(entries);
}

static void leave(void)
{
	clear(true);
	MUST(!chdir("/") && !rmdir(directory), "%s: %s", directory, strerror(errno));
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char *const init[] = { "ordr", "init", "--demo", NULL };
	const char *below = getenv("TMPDIR");
	(void)argc;
	(void)argv;
	snprintf(directory, sizeof directory, "%.40s/ordr-fuzz-XXXXXX", below ? below : "/tmp");
	MUST(mkdtemp(directory) && !chdir(directory), "%s: %s", directory, strerror(errno));
	atexit(leave);
	clearenv();
	setenv("PATH", "/nonexistent", 1); /* an unknown command would run a program */
	setenv("LOGNAME", "fuzz", 1);
	setenv("ORDR_NOW", "2026-11-26T09:00:00Z", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	comes_to(0, (char **)(uintptr_t)init);
	sound = content(&sound_size);
	write_sound();
	return 0;
}

/* Names stay in this directory, and nothing follows the log for ever. */
static bool is_allowed(char *argument)
{
	bool option = *argument == '-';
	if (!strcmp(argument, "--follow") || (option && argument[1] != '-' && strchr(argument, 'f')))
		return false;
	if (strstr(argument, ".."))
		return false;
	for (char *at = argument; *at; at++)
		if (*at == '/' && (option || at == argument || !strchr("abcdefghijklmnopqrstuvwxyz", at[-1])))
			*at = '_';
	return true;
}

static int split(char *bytes, size_t size, char *argv[ARGUMENTS_MAX + 2])
{
	int argc = 0;
	argv[argc++] = "ordr";
	for (size_t at = 0; at < size && argc <= ARGUMENTS_MAX; at += strlen(bytes + at) + 1) {
		if (!is_allowed(bytes + at))
			return 0;
		argv[argc++] = bytes + at;
	}
	argv[argc] = NULL;
	return argc;
}

/* Takes out the colours that are ordr's own. */
static size_t without_colors(char *text, size_t length)
{
	static const char *const colors[] = { "\033[0m", "\033[1m", "\033[31m", "\033[32m", "\033[33m" };
	size_t kept = 0;
	for (size_t at = 0; at < length;) {
		size_t color = 0;
		for (size_t i = 0; i < sizeof colors / sizeof *colors && !color; i++)
			color = length - at >= strlen(colors[i]) && !memcmp(text + at, colors[i], strlen(colors[i])) ? strlen(colors[i]) : 0;
		if (color)
			at += color;
		else
			text[kept++] = text[at++];
	}
	return kept;
}

static bool has(int argc, char **argv, const char *word)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], word))
			return true;
	return false;
}

static void check_lines(const char *text, size_t length)
{
	for (const char *at = text; at < text + length;) {
		const char *end = memchr(at, '\n', (size_t)(text + length - at));
		MUST(end, "a line without its end: %s", at);
		fuzz_json(at, (size_t)(end - at));
		at = end + 1;
	}
}

static void check_told(int status, int argc, char **argv, struct told *out, struct told *talk)
{
	bool json = has(argc, argv, "--json") && !has(argc, argv, "--");
	bool lines = has(argc, argv, "--jsonl") && !has(argc, argv, "--");
	bool prose = has(argc, argv, "--help") || has(argc, argv, "--version") || has(argc, argv, "help") ||
		     has(argc, argv, "completion") || has(argc, argv, "schema");
	for (int i = 1; i < argc; i++) /* joined letters, the commands that serve the shell */
		prose = prose || (*argv[i] == '-' && argv[i][1] != '-' && strpbrk(argv[i], "hV")) || !strncmp(argv[i], "__", 2);
	prose = prose || !strncmp(out->text, "usage: ", strlen("usage: "));
	bool told = status == 0 || status == 3 || status == 11 || status == 20; /* else what a reader had streamed before may stand there */
	out->length = without_colors(out->text, out->length);
	fuzz_safe(out->text, out->length, "\n\r\t");
	fuzz_safe(talk->text, talk->length, "\n");
	if (json || lines)
		check_lines(talk->text, talk->length);
	if (told && !prose && lines)
		check_lines(out->text, out->length);
	if (told && !prose && json && out->length)
		fuzz_json(out->text, out->length);
}

static void check_books(int status)
{
	static char *const doctor[] = { "ordr", "doctor", NULL };
	if (is_untouched())
		return;
	bool may = status == 0 || status == 3 || status == 12;
	if (!may) {
		size_t size;
		uint8_t *now = content(&size);
		MUST(size == sound_size && !memcmp(now, sound, size), "exit %d, and yet it wrote", status);
		free(now);
	}
	comes_to(0, (char **)(uintptr_t)doctor);
	write_sound();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *argv[ARGUMENTS_MAX + 2], *kept[ARGUMENTS_MAX + 2];
	struct told out = { 0 };
	struct told talk = { 0 };
	const uint8_t *behind = memchr(bytes, INPUT_BEGINS, size);
	size_t length = behind ? (size_t)(behind - bytes) : size;
	char *text = fuzz_text(bytes, length);
	int argc = split(text, length, argv);
	if (argc) {
		memcpy(kept, argv, sizeof kept);
		int status = run(argc, argv, behind ? behind + 1 : NULL, behind ? size - length - 1 : 0, &out, &talk);
		MUST((status >= 0 && status <= 12) || status == 20, "exit %d", status);
		MUST(!status == !talk.length || status == 0, "exit %d without a word", status);
		check_told(status, argc, kept, &out, &talk);
		clear(false);
		check_books(status);
	}
	forget(&out, &talk);
	free(text);
	return 0;
}
