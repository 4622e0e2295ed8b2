/* Every text of the tables that people see and that is translated where it is shown, as entries of a .pot: what
 * xgettext finds in the source by a keyword is not here. Tables are walked as help, cards and pages walk them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cell.h"
#include "ordr/cmd.h"
#include "ordr/doctor.h"
#include "ordr/settings.h"
#include "ordr/today.h"
#include "schema.h"

#define SMALL "abcdefghijklmnopqrstuvwxyz"

static void put(const char *where, const char *context, const char *text)
{
	if (!text || !*text)
		return;
	printf("\n#: %s\n", where);
	if (context)
		printf("msgctxt \"%s\"\n", context);
	printf("msgid \"");
	for (const char *c = text; *c; c++)
		printf(strchr("\"\\", *c) ? "\\%c" : "%c", *c);
	printf("\"\nmsgstr \"\"\n");
}

/* The words that a field may hold are those of that field: one word is not the same everywhere. */
static void put_words(const char *where, const struct field *field)
{
	for (const char *const *word = field->choices; word && *word; word++)
		if (strpbrk(*word, SMALL)) /* else it is a code */
			put(where, field->name, *word);
}

static void put_options(const char *where, const struct opt *option)
{
	for (; option && option->name; option++)
		put(where, NULL, option->help);
}

/* Of a form: what its fields, which are options too, say as help. Of a record: what they are called, what they may hold, and what a page says above tables. */
static void put_fields(const char *where, const struct field *field, bool form)
{
	bool paged = !strncmp(where, "ordr.report-", strlen("ordr.report-"));
	for (; field && field->name; field++) {
		struct str label = { 0 };
		cell_put_label(field, &label);
		if (!form)
			put(where, NULL, label.text);
		str_release(&label);
		if (form || (paged && (field->type == FIELD_LIST || field->type == FIELD_OBJECT)))
			put(where, NULL, field->help);
		if (!form)
			put_words(where, field);
		if (field->fields)
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
		if ((*cmd)->group)
			put_command(*cmd, "ordr");
	for (const struct doctor_check *check = doctor_checks; check->name; check++)
		put(check->name, NULL, check->title);
	for (const struct setting *setting = setting_table; setting->name; setting++)
		put(setting->name, NULL, setting->help);
	put_fields(today_schema.name, today_schema.fields, false);
	for (size_t i = 0; (schema = schema_at(i, &form)) != NULL; i++) {
		put(schema->name, NULL, schema->title);
		put_fields(schema->name, schema->fields, form);
	}
	return 0;
}
