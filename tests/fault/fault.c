/* The common ground of the tests of faults. */
#include "fault.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sha2.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "ordr/cmd.h"

void fault_fail(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fflush(stdout);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	_exit(1);
}

void fault_told(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
}

static long number_of(const char *text)
{
	char *end;
	long number = text ? strtol(text, &end, 10) : -1;
	if (number < 0 || *end)
		fault_fail("\"%s\" is not a number", text ? text : "");
	return number;
}

void fault_options(int argc, char **argv, long count, struct fault_options *options)
{
	*options = (struct fault_options) { .count = count, .seed = (uint64_t)time(NULL) };
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--count"))
			options->count = number_of(argv[++i]);
		else if (!strcmp(argv[i], "--nth"))
			options->nth = number_of(argv[++i]);
		else if (!strcmp(argv[i], "--seed"))
			options->seed = (uint64_t)number_of(argv[++i]);
		else if (!strcmp(argv[i], "--ordr") && argv[i + 1]) {
			char path[PATH_MAX];
			if (!realpath(argv[++i], path) || strlen(path) >= sizeof options->ordr)
				fault_fail("there is no program %s", argv[i]);
			strcpy(options->ordr, path);
		} else {
			options->word = argv[i];
		}
	}
	printf("seed %llu\n", (unsigned long long)options->seed);
	fflush(stdout);
}

/* splitmix64 */
uint64_t fault_random(uint64_t *seed, uint64_t limit)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % limit;
}

int64_t fault_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void fault_enter(char directory[64])
{
	static const char *const unset[] = { "ORDR_DB", "NO_COLOR", "COLUMNS", "LANG", "ORDR_NOW" };
	tree_make(directory);
	if (chdir(directory))
		fault_fail("cannot go to %s", directory);
	for (size_t i = 0; i < sizeof unset / sizeof *unset; i++)
		unsetenv(unset[i]);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	setenv("LOGNAME", "ann", 1);
}

void fault_leave(const char *directory)
{
	if (chdir("/"))
		fault_fail("cannot leave %s", directory);
	tree_remove(directory);
}

int fault_split(char *text, char *words[FAULT_WORDS])
{
	int count = 0;
	for (char *word = strtok(text, " "); word && count < FAULT_WORDS - 1; word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
	return count;
}

void fault_run(const char *text, struct fault_result *result)
{
	char copy[1024] = "ordr ";
	char *words[FAULT_WORDS];
	size_t out_length, err_length;
	strncat(copy, text, sizeof copy - 8);
	int count = fault_split(copy, words);
	FILE *in = fopen("/dev/null", "r");
	FILE *out = open_memstream(&result->out, &out_length);
	FILE *err = open_memstream(&result->err, &err_length);
	if (!in || !out || !err)
		fault_fail("no streams");
	result->status = ordr_main(count, words, in, out, err);
	fclose(in);
	fclose(out);
	fclose(err);
}

void fault_forget(struct fault_result *result)
{
	free(result->out);
	free(result->err);
	*result = (struct fault_result) { 0 };
}

void fault_must(const char *format, ...)
{
	char text[1024];
	struct fault_result result;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	fault_run(text, &result);
	if (result.status)
		fault_fail("ordr %s: exit %d: %s", text, result.status, result.err);
	fault_forget(&result);
}

void fault_company(void)
{
	static const char *const steps[] = {
		"init",
		"config set company.name Werkzeuge",
		"customer add --code C-1 --name Kunde --tier preferred",
		"product add --sku P-1 --name Hammer --price 11.90",
		"product add --sku P-2 --name Zange --price 7.35",
		"sla add --code ALL --confirm 8 --ship 16 --deliver 40",
		"stock receive P-1:100000 P-2:100000",
	};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		fault_must("%s", steps[i]);
}

void fault_sound(const char *when, int others)
{
	struct fault_result result;
	fault_run("doctor", &result);
	if (result.status || *result.out)
		fault_fail("%s: doctor: exit %d\n%s%s", when, result.status, result.out, result.err);
	fault_forget(&result);
	if (fault_files() != 1 + others)
		fault_fail("%s: ordr.db is not one file: %d files lie there", when, fault_files() - others);
}

static sqlite3 *open_plainly(const char *file)
{
	sqlite3 *handle;
	if (sqlite3_open_v2(file, &handle, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		fault_fail("%s: %s", file, sqlite3_errmsg(handle));
	sqlite3_busy_timeout(handle, 10000);
	return handle;
}

static sqlite3_stmt *prepare(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) != SQLITE_OK)
		fault_fail("%s: %s", sql, sqlite3_errmsg(handle));
	return statement;
}

static void hash_table(sqlite3 *handle, const char *table, SHA2_CTX *hash)
{
	char sql[200];
	snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1, 2", table);
	sqlite3_stmt *rows = prepare(handle, sql);
	SHA256Update(hash, (const uint8_t *)table, strlen(table) + 1);
	int code;
	while ((code = sqlite3_step(rows)) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(rows); i++) {
			const char *text = (const char *)sqlite3_column_text(rows, i);
			text = text ? text : "\1";
			SHA256Update(hash, (const uint8_t *)text, strlen(text) + 1);
		}
	if (code != SQLITE_DONE)
		fault_fail("%s: %s", sql, sqlite3_errmsg(handle));
	sqlite3_finalize(rows);
}

void fault_digest(const char *file, char hex[65])
{
	SHA2_CTX hash;
	strcpy(hex, "none");
	if (access(file, F_OK))
		return;
	sqlite3 *handle = open_plainly(file);
	sqlite3_stmt *tables = prepare(handle, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
	SHA256Init(&hash);
	while (sqlite3_step(tables) == SQLITE_ROW)
		hash_table(handle, (const char *)sqlite3_column_text(tables, 0), &hash);
	sqlite3_finalize(tables);
	sqlite3_close(handle);
	SHA256End(&hash, hex);
}

int64_t fault_integer(const char *file, const char *sql)
{
	sqlite3 *handle = open_plainly(file);
	sqlite3_stmt *query = prepare(handle, sql);
	if (sqlite3_step(query) != SQLITE_ROW)
		fault_fail("%s: %s", sql, sqlite3_errmsg(handle));
	int64_t value = sqlite3_column_int64(query, 0);
	sqlite3_finalize(query);
	sqlite3_close(handle);
	return value;
}

int fault_files(void)
{
	int count = 0;
	DIR *directory = opendir(".");
	if (!directory)
		fault_fail("cannot read this directory");
	for (const struct dirent *entry; (entry = readdir(directory));)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(directory);
	return count;
}

char *fault_content(const char *file, size_t *length)
{
	struct stat about;
	int in = open(file, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return NULL;
	if (fstat(in, &about))
		fault_fail("%s: cannot be looked at", file);
	char *bytes = malloc((size_t)about.st_size + 1);
	*length = (size_t)about.st_size;
	if (!bytes || read(in, bytes, *length) != (ssize_t)*length)
		fault_fail("%s: cannot be read", file);
	bytes[*length] = '\0';
	close(in);
	return bytes;
}

void fault_copy(const char *from, const char *to)
{
	size_t length;
	char *bytes = fault_content(from, &length);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (!bytes || out < 0 || write(out, bytes, length) != (ssize_t)length)
		fault_fail("cannot copy %s to %s", from, to);
	close(out);
	free(bytes);
}
