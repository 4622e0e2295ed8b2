/* Every text of the tables that people see and that is translated where it is shown, as entries of a .pot: what
 * xgettext finds in the source by a keyword is not here. Tables are walked as help, cards and pages walk them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cell.h"
#include "ordr/cmd.h"
#include "ordr/today.h"
#include "schema.h"

static void put(const char *where, const char *context, const char *text)
{
	if (!text || !*text || !strpbrk(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		return;
	printf("\n#: %s\n", where);
	if (context)
		printf("msgctxt \"%s\"\n", context);
	printf("msgid \"");
	for (const char *c = text; *c; c++)
		printf(strchr("\"\\", *c) ? "\\%c" : "%c", *c);
	printf("\"\nmsgstr \"\"\n");
}

static void put_words(const char *where, const char *const *words)
{
	for (; words && *words; words++)
		put(where, "word", *words);
}

static void put_options(const char *where, const struct opt *option)
{
	for (; option && option->name; option++) {
		put(where, NULL, option->help);
		put_words(where, option->choices);
	}
}

/* `helped`: the clauses of the fields are shown too, as help of the options that a form's fields are. */
static void put_fields(const char *where, const struct field *field, bool form)
{
	for (; field && field->name; field++) {
		struct str label = { 0 };
		cell_put_label(field, &label);
		if (!form)
			put(where, NULL, label.text);
		str_release(&label);
		if (form || field->type == FIELD_LIST || field->type == FIELD_OBJECT)
			put(where, NULL, field->help);
		put_words(where, field->choices);
		if (field->fields && (!form || field->type == FIELD_OBJECT))
			put_fields(where, field->fields, form);
	}
}

static void put_command(const struct cmd *cmd, const char *above)
{
	char path[200];
	snprintf(path, sizeof path, "%s %s", above, cmd->name);
	put(path, NULL, cmd->summary);
	put(path, "done", cmd->done);
	put_options(path, cmd->options);
	for (const struct cmd *const *sub = cmd->sub; sub && *sub; sub++)
		put_command(*sub, path);
}

/* What the system says of files and disks; what else it may say stays English. */
static void put_system(void)
{
	static const int numbers[] = { EACCES, EAGAIN, EBADF,	EBUSY,	EDQUOT, EEXIST,	 EFBIG,	 EINVAL, EIO,	EISDIR,
				       ELOOP,  EMFILE, ENAMETOOLONG, ENFILE, ENODEV, ENOENT, ENOEXEC, ENOLCK, ENOMEM, ENOSPC,
				       ENOTDIR, ENOTTY, ENXIO,	EPERM,	EPIPE,	EROFS,	 ESPIPE, ETXTBSY, EXDEV };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		put("errno", NULL, strerror(numbers[i]));
}

int main(void)
{
	bool form;
	const struct schema *schema;
	for (const char *const *group = command_groups; *group; group++)
		put("src/commands.c", NULL, *group);
	put_options("src/globals.c", global_options);
	put_system();
	for (const struct cmd *const *cmd = commands; *cmd; cmd++)
		put_command(*cmd, "ordr");
	put_fields(today_schema.name, today_schema.fields, false);
	for (size_t i = 0; (schema = schema_at(i, &form)) != NULL; i++) {
		put(schema->name, NULL, schema->title);
		put_fields(schema->name, schema->fields, form);
	}
	return 0;
}
