/* The commands of transcripts, run. In this process, one after the other, so that sanitizers and coverage see all of
 * them and a thousand take seconds; or by /bin/sh with the real binary. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shell_words.h"

/* One command of a pipeline. */
struct simple {
	struct words words;
	struct shell_variable *assigned;
	size_t assigned_count;
	const char *in, *out, *err; /* files */
	const char *out_mode, *err_mode;
	bool document;
};

size_t shell_delimiter(const char *text, const char **delimiter)
{
	for (const char *at = text; at && *at; at = scan_past(at)) {
		if (strncmp(at, "<<", 2) != 0)
			continue;
		const char *word = at + 2 + strspn(at + 2, " \t");
		const char *end = *word == '\'' ? strchr(word + 1, '\'') : NULL;
		if (!end)
			return 0;
		*delimiter = word + 1;
		return (size_t)(end - word) - 1;
	}
	return 0;
}

static FILE *stream_with(const char *text, size_t length)
{
	FILE *stream = tmpfile();
	if (!stream || fwrite(text, 1, length, stream) != length)
		abort();
	rewind(stream);
	return stream;
}

static void put_stream(struct str *str, FILE *stream)
{
	char buffer[4096];
	size_t length;
	rewind(stream);
	while ((length = fread(buffer, 1, sizeof buffer, stream)) > 0)
		str_put_bytes(str, buffer, length);
	fclose(stream);
}

static int run_echo(int argc, char **argv, FILE *in, FILE *out, FILE *err)
{
	(void)in;
	(void)err;
	for (int i = 1; i < argc; i++)
		fprintf(out, "%s%s", i > 1 ? " " : "", argv[i]);
	fputc('\n', out);
	return 0;
}

static void copy_stream(FILE *from, FILE *to)
{
	for (int c = getc(from); c != EOF; c = getc(from))
		putc(c, to);
}

static int run_cat(int argc, char **argv, FILE *in, FILE *out, FILE *err)
{
	if (argc == 1)
		copy_stream(in, out);
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "r");
		if (!file) {
			fprintf(err, "cat: %s: %s\n", argv[i], strerror(errno));
			return 1;
		}
		copy_stream(file, out);
		fclose(file);
	}
	return 0;
}

/* The streams of a command: files where it says so, else memory. */
struct streams {
	FILE *in, *out, *err;
	char *out_text, *err_text;
	size_t out_length, err_length;
};

static FILE *open_named(struct scan *scan, const char *name, const char *mode)
{
	FILE *file = fopen(name, mode);
	if (!file)
		err_set(scan->err, ERR_INVALID, "cannot open %s: %s", name, strerror(errno));
	return file;
}

static int streams_open(struct scan *scan, const struct simple *simple, const char *document, const struct str *fed,
			struct streams *streams)
{
	*streams = (struct streams){ 0 };
	if (simple->document)
		streams->in = stream_with(document, strlen(document));
	else if (fed && !simple->in)
		streams->in = stream_with(fed->text ? fed->text : "", fed->length);
	else
		streams->in = open_named(scan, simple->in ? simple->in : "/dev/null", "r");
	streams->out = simple->out ? open_named(scan, simple->out, simple->out_mode)
				   : open_memstream(&streams->out_text, &streams->out_length);
	streams->err = simple->err ? open_named(scan, simple->err, simple->err_mode)
				   : open_memstream(&streams->err_text, &streams->err_length);
	return streams->in && streams->out && streams->err ? 0 : -1;
}

static void streams_close(struct streams *streams, struct str *out, struct str *err)
{
	FILE *const all[] = { streams->in, streams->out, streams->err };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i])
			fclose(all[i]);
	if (streams->out_text)
		str_put_bytes(out, streams->out_text, streams->out_length);
	if (streams->err_text)
		str_put_bytes(err, streams->err_text, streams->err_length);
	free(streams->out_text);
	free(streams->err_text);
}

static int export_words(struct scan *scan, const struct simple *simple)
{
	for (size_t i = 1; i < simple->words.count; i++) {
		char *word = simple->words.word[i];
		size_t length = scan_assignment(word);
		if (!length)
			return err_set(scan->err, ERR_INVALID, "export takes NAME=value, not %s", word);
		word[length] = '\0';
		shell_assign(scan->shell, word, word + length + 1);
	}
	scan->result->status = 0;
	return 0;
}

static int assign_all(struct scan *scan, const struct simple *simple)
{
	for (size_t i = 0; i < simple->assigned_count; i++) {
		const struct shell_variable *variable = &simple->assigned[i];
		if (*variable->name >= 'A' && *variable->name <= 'Z')
			return err_set(scan->err, ERR_INVALID, "a program would not see %s: export %s=…",
				       variable->name, variable->name);
		shell_assign(scan->shell, variable->name, variable->value);
	}
	return 0;
}

/* With the variables before the command, and without them again after it. */
static void call(struct scan *scan, const struct simple *simple, int (*program)(int, char **, FILE *, FILE *, FILE *),
		 struct streams *streams)
{
	struct arena *arena = scan->shell->arena;
	char **argv = arena_array(arena, simple->words.count + 1, sizeof *argv);
	const char **before = arena_array(arena, simple->assigned_count + 1, sizeof *before);
	for (size_t i = 0; i < simple->assigned_count; i++) {
		before[i] = arena_strdup(arena, getenv(simple->assigned[i].name));
		setenv(simple->assigned[i].name, simple->assigned[i].value, 1);
	}
	const char *zone = arena_strdup(arena, getenv("TZ")); /* ordr moves it to the company's */
	memcpy(argv, simple->words.word, simple->words.count * sizeof *argv);
	scan->result->status = program((int)simple->words.count, argv, streams->in, streams->out, streams->err);
	setenv("TZ", zone ? zone : "UTC", 1);
	for (size_t i = simple->assigned_count; i-- > 0;) {
		if (before[i])
			setenv(simple->assigned[i].name, before[i], 1);
		else
			unsetenv(simple->assigned[i].name);
	}
}

static int run_simple(struct scan *scan, const struct simple *simple, const char *document, const struct str *fed,
		      struct str *out)
{
	static const struct {
		const char *name;
		int (*program)(int, char **, FILE *, FILE *, FILE *);
	} programs[] = { { "cat", run_cat }, { "echo", run_echo } };
	const char *name = simple->words.count ? simple->words.word[0] : NULL;
	if (!name)
		return assign_all(scan, simple);
	if (!strcmp(name, "export"))
		return export_words(scan, simple);
	int (*program)(int, char **, FILE *, FILE *, FILE *) = !strcmp(name, "ordr") ? scan->shell->program : NULL;
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if (!strcmp(name, programs[i].name))
			program = programs[i].program;
	if (!program)
		return err_set(scan->err, ERR_INVALID, "%s is no program of a transcript: ordr, cat and echo are",
			       name);
	struct streams streams;
	int result = streams_open(scan, simple, document, fed, &streams);
	if (!result)
		call(scan, simple, program, &streams);
	streams_close(&streams, out, &scan->result->err);
	return result;
}

/* The file after a redirection. */
static int scan_file(struct scan *scan, const char **file)
{
	struct words words = { 0 };
	scan_blanks(scan);
	if (scan_word(scan, &words))
		return -1;
	if (words.count != 1)
		return scan_error(scan, "a redirection takes one file");
	*file = words.word[0];
	return 0;
}

static int scan_redirection(struct scan *scan, struct simple *simple)
{
	const char *delimiter;
	bool of_err = *scan->at == '2';
	scan->at += of_err;
	if (!strncmp(scan->at, "<<", 2)) {
		size_t length = shell_delimiter(scan->at, &delimiter);
		if (!length)
			return scan_error(scan, "a here-document's word stands in quotes: <<'END'");
		simple->document = true;
		scan->at = delimiter + length + 1;
		return 0;
	}
	if (*scan->at == '<') {
		scan->at++;
		return scan_file(scan, &simple->in);
	}
	bool append = scan->at[1] == '>';
	scan->at += append ? 2 : 1;
	*(of_err ? &simple->err_mode : &simple->out_mode) = append ? "a" : "w";
	return scan_file(scan, of_err ? &simple->err : &simple->out);
}

static int scan_assigned(struct scan *scan, struct simple *simple, size_t length)
{
	struct arena *arena = scan->shell->arena;
	struct shell_variable variable = { .name = arena_strndup(arena, scan->at, length) };
	scan->at += length + 1;
	if (scan_value(scan, &variable.value))
		return -1;
	simple->assigned = array_grow(arena, simple->assigned, simple->assigned_count, sizeof *simple->assigned);
	simple->assigned[simple->assigned_count++] = variable;
	return 0;
}

static int scan_simple(struct scan *scan, struct simple *simple)
{
	*simple = (struct simple){ 0 };
	for (scan_blanks(scan); *scan->at && *scan->at != '|'; scan_blanks(scan)) {
		size_t length = simple->words.count ? 0 : scan_assignment(scan->at);
		bool redirects = strchr("<>", *scan->at) || !strncmp(scan->at, "2>", 2);
		int result = length      ? scan_assigned(scan, simple, length)
			     : redirects ? scan_redirection(scan, simple)
					 : scan_word(scan, &simple->words);
		if (result)
			return -1;
	}
	if (!simple->words.count && !simple->assigned_count)
		return scan_error(scan, "no command");
	return 0;
}

static int run_pipeline(struct scan *scan, const char *document, struct str *out)
{
	struct str fed = { 0 };
	bool piped = false;
	int result;
	for (bool more = true; more;) {
		struct simple simple;
		struct str wrote = { 0 };
		result = scan_simple(scan, &simple);
		if (!result)
			result = run_simple(scan, &simple, document, piped ? &fed : NULL, &wrote);
		more = !result && *scan->at == '|';
		scan->at += more;
		piped = true;
		str_release(&fed);
		fed = wrote;
	}
	if (fed.length)
		str_put_bytes(out, fed.text, fed.length);
	str_release(&fed);
	return result;
}

/* The real shell, with its output in files: two pipes could block each other. */
static int run_sh(const char *text, struct str *out, struct shell_result *result)
{
	FILE *out_file = tmpfile();
	FILE *err_file = tmpfile();
	pid_t child = out_file && err_file ? fork() : -1;
	if (child == 0) {
		if (freopen("/dev/null", "r", stdin) && dup2(fileno(out_file), 1) == 1 &&
		    dup2(fileno(err_file), 2) == 2)
			execl("/bin/sh", "sh", "-c", text, (char *)NULL);
		_exit(127);
	}
	int status;
	if (child < 0 || waitpid(child, &status, 0) != child)
		abort();
	put_stream(out, out_file);
	put_stream(&result->err, err_file);
	result->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return 0;
}

int shell_capture(struct scan *scan, const char *text, size_t length, struct str *value)
{
	struct scan inner = *scan;
	const char *command = arena_strndup(scan->shell->arena, text, length);
	struct str wrote = { 0 };
	inner.at = command;
	int result = scan->shell->program ? run_pipeline(&inner, NULL, &wrote) : run_sh(command, &wrote, scan->result);
	while (wrote.length && wrote.text[wrote.length - 1] == '\n')
		wrote.length--;
	if (!result && wrote.length)
		str_put_bytes(value, wrote.text, wrote.length);
	str_release(&wrote);
	return result;
}

/* NAME=value alone, or export: what a shell would forget at its end, so it is done here. */
static bool only_assigns(const char *text)
{
	if (!strncmp(text, "export ", 7))
		return true;
	const char *at = scan_assignment(text) ? text : NULL;
	while (at && *at && *at != ' ')
		at = scan_past(at);
	return at && !*at;
}

int shell_run(struct shell *shell, const struct shell_command *command, struct shell_result *result, struct err *err)
{
	struct scan scan = { shell, command->text, result, err };
	result->status = 0;
	if (shell->program || only_assigns(command->text))
		return run_pipeline(&scan, command->document ? command->document : "", &result->out);
	if (!command->document)
		return run_sh(command->text, &result->out, result);
	return run_sh(arena_printf(shell->arena, "%s\n%s%s\n", command->text, command->document, command->delimiter),
		      &result->out, result);
}
