/* The environment that a transcript's commands see: the same on every machine, and nothing of whoever runs the tests.
 */
#include <stdlib.h>
#include <string.h>

#include "shell.h"

extern char **environ;

void shell_assign(struct shell *shell, const char *name, const char *value)
{
	setenv(name, value, 1);
	shell->variables = array_grow(shell->arena, shell->variables, shell->variables_count, sizeof *shell->variables);
	shell->variables[shell->variables_count++] =
		(struct shell_variable){ arena_strdup(shell->arena, name), arena_strdup(shell->arena, value) };
}

void shell_forget(struct shell *shell)
{
	for (size_t i = 0; i < shell->variables_count; i++)
		unsetenv(shell->variables[i].name);
}

static void unset_own(void)
{
	for (char **at = environ; *at;) {
		char name[80];
		size_t length = strcspn(*at, "=");
		if (strncmp(*at, "ORDR_", 5) != 0 || length >= sizeof name) {
			at++;
			continue;
		}
		memcpy(name, *at, length);
		name[length] = '\0';
		unsetenv(name); /* closes the gap: the next one stands here now */
	}
}

void shell_environment(const struct shell *shell, const char *directory)
{
	static const char *const unset[] = { "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "PAGER",
					     "EDITOR",   "VISUAL",         "LANG",    "LANGUAGE", "LC_MESSAGES" };
	static const struct shell_variable set[] = {
		{ "LC_ALL", "C.UTF-8" }, { "TZ", "UTC" }, { "LOGNAME", "ann" }, { "USER", "ann" },
		{ "ORDR_NOW", "2026-11-26T09:00:00Z" },
	};
	unset_own();
	for (size_t i = 0; i < sizeof unset / sizeof *unset; i++)
		unsetenv(unset[i]);
	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		setenv(set[i].name, set[i].value, 1);
	setenv("HOME", directory, 1);
	setenv("PWD", directory, 1);
	const char *path = getenv("PATH");
	size_t length = shell->path ? strlen(shell->path) : 0;
	if (length && (!path || strncmp(path, shell->path, length) != 0 || path[length] != ':'))
		setenv("PATH", arena_printf(shell->arena, "%s:%s", shell->path, path ? path : "/usr/bin:/bin"), 1);
	for (size_t i = 0; i < shell->variables_count; i++)
		setenv(shell->variables[i].name, shell->variables[i].value, 1);
}
