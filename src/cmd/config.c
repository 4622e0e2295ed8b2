/* ordr config: the company's settings, in the database, since scripts must not depend on who runs them. */
#include "ordr/cmd.h"
#include "ordr/settings.h"
#include "ordr/user.h"

static int print_setting(void *context, const struct setting_record *record)
{
	return out_record(context, record);
}

static int run_list(struct run *run)
{
	if (out_begin(run->out, &setting_schema, OUT_LIST) || settings_each(run->core, print_setting, run->out))
		return -1;
	return out_end(run->out);
}

static const struct cmd config_list = {
	.name = "list",
	.synopsis = "",
	.summary = "all settings with what they do",
	.access = ACCESS_READ,
	.run = run_list,
};

/* For people and scripts the bare value, for machines the record. */
static int run_get(struct run *run)
{
	struct setting_record record;
	for (int i = 0; i < run->count; i++) {
		if (setting_load(run->core, run->operands[i], &record))
			return -1;
		if (!i && out_begin(run->out, &setting_schema, OUT_LIST))
			return -1;
		bool bare = out_format(run->out) == OUT_TABLE && !out_fields(run->out);
		if (bare ? out_line(run->out, record.value) : out_record(run->out, &record))
			return -1;
	}
	return out_end(run->out);
}

static const struct cmd config_get = {
	.name = "get",
	.synopsis = "NAME...",
	.summary = "the value of settings",
	.operand = OPERAND_SETTING,
	.min = 1,
	.max = -1,
	.access = ACCESS_READ,
	.run = run_get,
};

static int run_set(struct run *run)
{
	if (document_begin(run, DOCUMENT_SETTING) || settings_set(run->core, run->operands[0], run->operands[1]) ||
	    document_changed(run, DOCUMENT_SETTING, run->operands[0]))
		return -1;
	return document_end(run);
}

static const struct cmd config_set = {
	.name = "set",
	.synopsis = "NAME VALUE",
	.summary = "change a setting; an empty value restores the default",
	.done = "set",
	.operand = OPERAND_SETTING,
	.min = 2,
	.max = 2,
	.access = ACCESS_WRITE,
	.roles = ROLE_ADMIN,
	.run = run_set,
};

static int import_setting(struct run *run, const struct node *node, void *context)
{
	struct setting_record record;
	(void)context;
	if (batch_load(run, &setting_form, node, false, &record) ||
	    settings_set(run->core, record.name, record.value ? record.value : ""))
		return -1;
	return document_changed(run, DOCUMENT_SETTING, record.name);
}

static int run_import(struct run *run)
{
	if (document_begin(run, DOCUMENT_SETTING) || batch_forms(run, &setting_form, "setting", import_setting, NULL))
		return -1;
	return document_end(run);
}

static const struct cmd config_import = {
	.name = "import",
	.synopsis = "FILE",
	.summary = "change settings from JSON, JSON Lines or CSV: name, value",
	.done = "set",
	.options = form_option_table,
	.options_size = sizeof(struct file_options),
	.operand = OPERAND_FILE,
	.min = 1,
	.max = 1,
	.access = ACCESS_WRITE,
	.roles = ROLE_ADMIN,
	.run = run_import,
};

static const struct cmd *const subcommands[] = { &config_list, &config_get, &config_set, &config_import, NULL };

const struct cmd cmd_config = {
	.name = "config",
	.group = "set up",
	.synopsis = "",
	.summary = "the company's settings",
	.sub = subcommands,
	.implied = &config_list,
};
