/* The reasons are a setting, since each company has its own; what they mean for the figures is their fault, of which there are four. */
#include "ordr/reason.h"

#include <string.h>

#include "ordr/near.h"
#include "ordr/settings.h"

int reason_list(struct core *core, const char *const **codes, const char *const **faults)
{
	const char *reasons = settings_text(core, "reasons");
	if (!reasons)
		return -1;
	size_t most = strlen(reasons) / 2 + 2; /* a letter and a blank each, at least */
	const char **code = arena_array(core->arena, most, sizeof *code);
	const char **fault = arena_array(core->arena, most, sizeof *fault);
	if (!code || !fault)
		return err_memory(core->err);
	*codes = code;
	*faults = fault;
	for (const char *at = reasons; *at; at += strspn(at, " ")) {
		size_t length = strcspn(at, ":");
		size_t whole = strcspn(at, " ");
		*code = arena_strndup(core->arena, at, length);
		*fault = arena_strndup(core->arena, at + length + 1, whole - length - 1);
		if (!*code++ || !*fault++)
			return err_memory(core->err);
		at += whole;
	}
	*code = *fault = NULL;
	return 0;
}

static int unknown(struct core *core, const char *code, const char *const *codes)
{
	if (code)
		err_set(core->err, ERR_INVALID, "no reason code \"%s\"", code);
	else
		err_set(core->err, ERR_INVALID, "a reason is needed");
	return *codes ? near_hint(core->err, code ? code : "", codes) : err_hint(core->err, "there are none yet: ordr config set reasons");
}

const char *reason_fault(struct core *core, const char *code)
{
	const char *const *codes;
	const char *const *faults;
	if (reason_list(core, &codes, &faults))
		return NULL;
	for (size_t i = 0; code && codes[i]; i++)
		if (!strcmp(codes[i], code))
			return faults[i];
	unknown(core, code, codes);
	return NULL;
}

int reason_check(struct core *core, const char *code)
{
	return reason_fault(core, code) ? 0 : -1;
}
