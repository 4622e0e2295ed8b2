/* The company's settings, kept in the database. The table in core/settings.c is their one source: names, defaults, what they
 * may be, what each does. */
#ifndef ORDR_SETTINGS_H
#define ORDR_SETTINGS_H

#include "ordr/core.h"
#include "ordr/field.h"

struct setting {
	const char *name;
	const char *standard;         /* the value until somebody sets another */
	const char *const *choices;   /* NULL: free text */
	const char *help;             /* one clause */
};

extern const struct setting setting_table[]; /* ends with a NULL name */

/* The value of a setting that exists; NULL only on an error of the database. Lives as long as the run. */
const char *settings_text(struct core *core, const char *name);
/* As a whole number ≥ 0; −1 on error. */
int64_t settings_number(struct core *core, const char *name);
/* As a percentage; −1 on error. */
int settings_percent(struct core *core, const char *name, struct percent *percent);
/* The company's currency; NULL on error. */
const char *settings_currency(struct core *core);
/* Checks and stores one; an empty value restores the default. Writes the event. ERR_NOT_FOUND (suggests), ERR_INVALID. */
int settings_set(struct core *core, const char *name, const char *value);

/* ordr.setting/1 */
struct setting_record {
	const char *name;
	const char *value;
	const char *standard;
	const char *help;
};
extern const struct schema setting_schema;
extern const struct schema setting_form; /* what comes in: name* value */
/* One setting by name; ERR_NOT_FOUND suggests the nearest. */
int setting_load(struct core *core, const char *name, struct setting_record *record);
int settings_each(struct core *core, int (*each)(void *context, const struct setting_record *record), void *context);

#endif
