/* The value of an option: looked at, and stored by its offset. Who types a command line has it before them, so each error names the
 * option and shows how it is written right. */
#include <stdio.h>
#include <string.h>

#include "ordr/money.h"
#include "ordr/near.h"
#include "ordr/quantity.h"
#include "ordr/speak.h"

#include "opt_value.h"

const char *opt_usage(const struct opt *opt, char out[OPT_NAME_SIZE * 2])
{
	char name[OPT_NAME_SIZE];
	snprintf(out, OPT_NAME_SIZE * 2, "%s %s", opt_name(opt, name), opt->argument ? opt->argument : "VALUE");
	return out;
}

static void *place_of(const struct opt *opt, void *record)
{
	return (char *)record + opt->offset;
}

void opt_init(const struct opt *own, void *options)
{
	for (const struct opt *opt = own; opt && opt->name; opt++) {
		void *place = place_of(opt, options);
		switch (opt->type) {
		case OPT_FLAG:
			*(bool *)place = false;
			break;
		case OPT_TEXT:
		case OPT_CHOICE:
		case OPT_INSTANT:
			*(const char **)place = NULL;
			break;
		case OPT_TEXTS:
			*(struct list *)place = (struct list){ 0 };
			break;
		case OPT_INTEGER:
			*(int64_t *)place = NONE;
			break;
		case OPT_DATE:
			((struct date *)place)->days = NONE;
			break;
		case OPT_COUNT:
			*(int *)place = 0;
		}
	}
}

/* Does the place hold a value that another would overwrite? */
static bool is_given(const struct opt *opt, void *place)
{
	switch (opt->type) {
	case OPT_TEXT:
	case OPT_CHOICE:
	case OPT_INSTANT:
		return *(const char **)place;
	case OPT_INTEGER:
		return *(int64_t *)place != NONE;
	case OPT_DATE:
		return ((struct date *)place)->days != NONE;
	default:
		return false;
	}
}

static int wrong(const struct opt *opt, const char *value, const char *what, struct err *err)
{
	struct str shown = { 0 };
	char name[OPT_NAME_SIZE];
	str_put_shown(&shown, value);
	err_set(err, ERR_USAGE, "%s \"%s\" %s", opt_name(opt, name), shown.text ? shown.text : "", translate(what));
	str_release(&shown);
	return -1;
}

static int store_choice(const struct opt *opt, const char **place, const char *value, struct err *err)
{
	for (const char *const *choice = opt->choices; *choice; choice++)
		if (!strcmp(*choice, value)) {
			*place = *choice;
			return 0;
		}
	wrong(opt, value, TO_TRANSLATE("is not one of its choices"), err);
	return near_hint(err, value, opt->choices);
}

static int store_integer(const struct opt *opt, int64_t *place, const char *value, struct err *err)
{
	char name[OPT_NAME_SIZE];
	bool digits = !value[strspn(value, "0123456789")];
	int64_t number = 0;
	if (digits && !decimal_parse(value, 0, &number) && number > 0) {
		*place = number;
		return 0;
	}
	wrong(opt, value, !digits || !value[strspn(value, "0")] ? TO_TRANSLATE("is not a whole number above zero") : TO_TRANSLATE("is too large"),
	      err);
	return err_hint(err, "a whole number: %s 5", opt_name(opt, name));
}

static int store_date(const struct opt *opt, struct date *place, const char *value, struct err *err)
{
	static const char pattern[] = "dddd-dd-dd";
	char name[OPT_NAME_SIZE];
	size_t at = 0;
	if (!date_parse(value, place))
		return 0;
	while (pattern[at] && (pattern[at] == 'd' ? value[at] >= '0' && value[at] <= '9' : value[at] == pattern[at]))
		at++;
	wrong(opt, value, pattern[at] || value[at] ? TO_TRANSLATE("is not a date") : TO_TRANSLATE("is a day that does not exist"), err);
	return err_hint(err, "a date is written %s 2026-11-24", opt_name(opt, name));
}

/* Only its form is looked at: which moment it is depends on the zone in use later. */
static int store_instant(const struct opt *opt, const char **place, const char *value, struct err *err)
{
	struct instant instant;
	char name[OPT_NAME_SIZE];
	if (!instant_parse(value, &instant)) {
		*place = value;
		return 0;
	}
	wrong(opt, value, TO_TRANSLATE("is not a time"), err);
	return err_hint(err, "a time is written %s 2026-11-24T08:00:00Z, or a date alone", opt_name(opt, name));
}

/* The array doubles whenever its count is a power of two. */
static int append(struct list *list, const char *value, struct arena *arena, struct err *err)
{
	if (!(list->count & (list->count - 1))) {
		const char **items = arena_array(arena, list->count ? list->count * 2 : 1, sizeof *items);
		if (!items)
			return err_memory(err);
		if (list->count)
			memcpy(items, list->items, list->count * sizeof *items);
		list->items = items;
	}
	((const char **)list->items)[list->count++] = value;
	return 0;
}

static int check_text(const struct opt *opt, const char *value, struct err *err)
{
	char name[OPT_NAME_SIZE];
	if (!str_is_utf8(value, strlen(value))) {
		wrong(opt, value, TO_TRANSLATE("is not UTF-8"), err);
		return err_hint(err, "write the value of %s in UTF-8", opt_name(opt, name));
	}
	if (!str_has_control(value, "\n\t"))
		return 0;
	wrong(opt, value, TO_TRANSLATE("holds a control character"), err);
	return err_hint(err, "write the value of %s as plain text", opt_name(opt, name));
}

static int refuse_twice(const struct opt *opt, struct err *err)
{
	char name[OPT_NAME_SIZE], usage[OPT_NAME_SIZE * 2];
	err_set(err, ERR_USAGE, "%s is given twice", opt_name(opt, name));
	return err_hint(err, "write %s once", opt_usage(opt, usage));
}

static int check_value(const struct opt *opt, void *place, const char *value, struct err *err)
{
	char name[OPT_NAME_SIZE], usage[OPT_NAME_SIZE * 2];
	if (is_given(opt, place))
		return refuse_twice(opt, err);
	if (!*value) {
		err_set(err, ERR_USAGE, "the value of %s is empty", opt_name(opt, name));
		return err_hint(err, "write %s, or leave it out", opt_usage(opt, usage));
	}
	return check_text(opt, value, err);
}

int opt_store(const struct opt *opt, void *record, const char *value, struct arena *arena, struct err *err)
{
	void *place = place_of(opt, record);
	if (opt_takes_value(opt) && check_value(opt, place, value, err))
		return -1;
	switch (opt->type) {
	case OPT_FLAG:
		*(bool *)place = true;
		return 0;
	case OPT_COUNT:
		++*(int *)place;
		return 0;
	case OPT_TEXT:
		*(const char **)place = value;
		return 0;
	case OPT_TEXTS:
		return append(place, value, arena, err);
	case OPT_CHOICE:
		return store_choice(opt, place, value, err);
	case OPT_INTEGER:
		return store_integer(opt, place, value, err);
	case OPT_DATE:
		return store_date(opt, place, value, err);
	case OPT_INSTANT:
		return store_instant(opt, place, value, err);
	}
	return err_set(err, ERR_FAILED, "the option %s is of no known type", opt->name);
}

int opt_store_given(const struct opt *opt, struct node *given, const char *value, struct arena *arena, struct err *err)
{
	if (node_member(given, opt->name))
		return refuse_twice(opt, err);
	if (check_text(opt, value, err))
		return -1;
	return node_add(arena, given, NODE_LOOSE, opt->name, value) ? 0 : err_memory(err);
}
