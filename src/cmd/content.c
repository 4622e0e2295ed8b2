/* Contents of packages on the command line. An item with a colon is always a product, since no SKU holds one: so even a product that is called
 * "weight" can be packed. */
#include "content.h"

#include "ordr/speak.h"

#include <string.h>

static int wrong(struct run *run, const char *option, const char *text, const char *what)
{
	struct err *err = run->core->err;
	err_set(err, ERR_USAGE, "%s \"%.60s\" is not %s", option, text, translate(what));
	return -1;
}

int content_read(struct run *run, const char *option, const char *text, struct package_line *line)
{
	const char *mark = strchr(text, ':');
	if (!mark)
		mark = strrchr(text, '=');
	if (!mark || mark == text || quantity_parse(mark + 1, &line->qty)) {
		wrong(run, option, text, "SKU=QTY");
		return err_hint(run->core->err, "such as %s A-1=2", option);
	}
	line->sku = arena_strndup(run->core->keep, text, (size_t)(mark - text));
	return line->sku ? 0 : err_memory(run->core->err);
}

int contents_read(struct run *run, const char *option, const struct list *texts, struct list *lines)
{
	struct package_line *items = arena_array(run->core->keep, texts->count, sizeof *items);
	if (!items)
		return err_memory(run->core->err);
	for (size_t i = 0; i < texts->count; i++)
		if (content_read(run, option, ((const char *const *)texts->items)[i], &items[i]))
			return -1;
	*lines = (struct list){ .items = items, .count = texts->count };
	return 0;
}

static bool begins(const char *text, const char *beginning)
{
	return !strncmp(text, beginning, strlen(beginning));
}

static int read_item(struct run *run, const char *item, struct package *package)
{
	static const char weight[] = "weight=";
	static const char tracking[] = "tracking=";
	if (begins(item, weight)) {
		const char *text = item + strlen(weight);
		if (package->weight.thousandths != NONE || quantity_parse(text, &package->weight) || package->weight.thousandths < 0) {
			wrong(run, "--package", item, TO_TRANSLATE("one weight in kilograms"));
			return err_hint(run->core->err, "such as weight=2.5; one a package");
		}
		return 0;
	}
	if (begins(item, tracking)) {
		if (package->tracking || !item[strlen(tracking)]) {
			wrong(run, "--package", item, TO_TRANSLATE("one tracking number"));
			return err_hint(run->core->err, "such as tracking=00340434161094; one a package");
		}
		package->tracking = item + strlen(tracking);
		return 0;
	}
	struct package_line *lines = package->lines.items;
	return content_read(run, "--package", item, &lines[package->lines.count++]);
}

static int read_package(struct run *run, const char *text, struct package *package)
{
	struct arena *keep = run->core->keep;
	size_t most = 1;
	for (const char *at = text; *at; at++)
		most += *at == ',';
	*package = (struct package){ .weight = { NONE }, .lines = { .items = arena_array(keep, most, sizeof(struct package_line)) } };
	if (!package->lines.items)
		return err_memory(run->core->err);
	for (const char *at = text;; at++) {
		size_t length = strcspn(at, ",");
		const char *item = arena_strndup(keep, at, length);
		if (!item)
			return err_memory(run->core->err);
		if (read_item(run, item, package))
			return -1;
		at += length;
		if (!*at)
			return 0;
	}
}

int packages_read(struct run *run, const struct list *texts, struct list *packages)
{
	struct package *items = arena_array(run->core->keep, texts->count, sizeof *items);
	if (!items)
		return err_memory(run->core->err);
	for (size_t i = 0; i < texts->count; i++)
		if (read_package(run, ((const char *const *)texts->items)[i], &items[i]))
			return -1;
	*packages = (struct list){ .items = items, .count = texts->count };
	return 0;
}
