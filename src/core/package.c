/* Packages: what a shipment travels in. Whatever is picked is in exactly one of them, so what the packer says is checked against the shipment
 * before anything is written. */
#include <string.h>

#include "package_parts.h"

#include "ordr/speak.h"

/* Weighs so much of a line; NONE when the product has no weight, or what was weighed before had none: a part would pass for the whole. */
static void weigh(const struct moved *line, int64_t qty, struct quantity *weight)
{
	struct quantity part;
	if (weight->thousandths == NONE)
		return;
	if (line->weight.thousandths == NONE || integer_scale(line->weight.thousandths, qty, 1000, &part.thousandths) ||
	    quantity_add(*weight, part, weight))
		weight->thousandths = NONE;
}

static int insert_package(struct core *core, struct shipment_id shipment, int64_t number, struct quantity weight, const char *tracking)
{
	return db_run(core->db, "INSERT INTO package (shipment_id, package, weight, tracking) VALUES ($1, $2, $3, $4)", A(shipment.number),
		      A(number), A(weight), A(tracking));
}

int package_whole(struct core *core, const struct list *lines)
{
	const struct moved *line = lines->items;
	for (size_t i = 0, end; i < lines->count; i = end) {
		struct quantity weight = { 0 };
		for (end = i; end < lines->count && line[end].shipment.number == line[i].shipment.number; end++)
			weigh(&line[end], line[end].qty.thousandths, &weight);
		if (insert_package(core, line[i].shipment, 1, weight, NULL) ||
		    db_run(core->db,
			   "INSERT INTO package_line (shipment_id, package, line, quantity)"
			   " SELECT shipment_id, 1, line, quantity FROM shipment_line WHERE shipment_id = $1",
			   A(line[i].shipment.number)))
			return -1;
	}
	return 0;
}

/* --- as the packer says --------------------------------------------------------------------------------------------------------- */

struct packing {
	const struct moved *lines;
	size_t count;
	const struct package *packages;
	size_t packages_count;
	int64_t *left;  /* of each line, in no package yet */
	int64_t *parts; /* of each package and line */
};

static int hint_lines(struct core *core, const struct packing *packing)
{
	char text[QUANTITY_SIZE];
	struct str names = { 0 };
	for (size_t i = 0; i < packing->count; i++)
		str_printf(&names, "%s%s=%s", i ? ", " : "", packing->lines[i].sku, quantity_text(packing->lines[i].qty, text));
	err_hint(core->err, "what was picked: %s", names.text ? names.text : "");
	str_release(&names);
	return -1;
}

static int check_content(struct core *core, const struct packing *packing, size_t package, const struct package_line *content)
{
	const struct moved *line = packing->lines;
	const struct moved *end = line + packing->count;
	while (line < end && strcmp(line->sku, content->sku))
		line++;
	if (line == end) {
		err_set(core->err, ERR_INVALID, "package %zu: %.60s was not picked for it", package + 1, content->sku);
		return hint_lines(core, packing);
	}
	return moved_check(core, line, content->qty);
}

/* Takes what a package holds of a product off the lines that have it, in their order. */
static int put_content(struct core *core, const struct packing *packing, size_t package, const struct package_line *content)
{
	char text[QUANTITY_SIZE];
	char there[QUANTITY_SIZE];
	int64_t wanted = content->qty.thousandths;
	if (check_content(core, packing, package, content))
		return -1;
	for (size_t i = 0; i < packing->count && wanted; i++) {
		if (strcmp(packing->lines[i].sku, content->sku))
			continue;
		int64_t taken = packing->left[i] < wanted ? packing->left[i] : wanted;
		packing->parts[package * packing->count + i] += taken;
		packing->left[i] -= taken;
		wanted -= taken;
	}
	if (!wanted)
		return 0;
	err_set(core->err, ERR_INVALID, "package %zu: %s of %.60s, and only %s are left for it", package + 1, quantity_text(content->qty, text),
		content->sku, quantity_text((struct quantity){ content->qty.thousandths - wanted }, there));
	return hint_lines(core, packing);
}

/* A package without contents takes what is left. */
static int put_rest(struct core *core, const struct packing *packing, size_t package)
{
	bool any = false;
	for (size_t i = 0; i < packing->count; i++) {
		any |= packing->left[i] > 0;
		packing->parts[package * packing->count + i] = packing->left[i];
		packing->left[i] = 0;
	}
	if (any)
		return 0;
	err_set(core->err, ERR_INVALID, "package %zu is empty", package + 1);
	return err_hint(core->err, "leave it out");
}

static int divide(struct core *core, const struct packing *packing)
{
	char text[QUANTITY_SIZE];
	for (size_t i = 0; i < packing->packages_count; i++) {
		const struct list *contents = &packing->packages[i].lines;
		for (size_t k = 0; k < contents->count; k++)
			if (put_content(core, packing, i, (const struct package_line *)contents->items + k))
				return -1;
	}
	for (size_t i = 0; i < packing->packages_count; i++)
		if (!packing->packages[i].lines.count && put_rest(core, packing, i))
			return -1;
	for (size_t i = 0; i < packing->count; i++) {
		if (!packing->left[i])
			continue;
		quantity_text((struct quantity){ packing->left[i] }, text);
		err_set(core->err, ERR_INVALID,
			strcmp(text, "1") ? TO_TRANSLATE("%s of %.60s are in no package") : TO_TRANSLATE("%s of %.60s is in no package"), text,
			packing->lines[i].sku);
		return err_hint(core->err, "--package %.60s=%s, or one without contents, which takes what is left", packing->lines[i].sku, text);
	}
	return 0;
}

static int write_lines(struct core *core, const struct packing *packing, size_t package, struct str *what)
{
	char text[QUANTITY_SIZE];
	const int64_t *parts = packing->parts + package * packing->count;
	const char *comma = "";
	for (size_t i = 0; i < packing->count; i++) {
		const struct moved *line = &packing->lines[i];
		if (!parts[i])
			continue;
		if (db_run(core->db, "INSERT INTO package_line (shipment_id, package, line, quantity) VALUES ($1, $2, $3, $4)",
			   A(line->shipment.number), A((int64_t)package + 1), A(line->line), A(parts[i])))
			return -1;
		str_printf(what, "%s{\"line\":%lld,\"sku\":", comma, (long long)line->line);
		str_put_json(what, line->sku);
		str_printf(what, ",\"qty\":%s}", quantity_text((struct quantity){ parts[i] }, text));
		comma = ",";
	}
	return 0;
}

static int write_package(struct core *core, const struct packing *packing, size_t package, struct str *what)
{
	char text[QUANTITY_SIZE];
	const char *tracking = packing->packages[package].tracking;
	struct quantity weight = packing->packages[package].weight;
	if (weight.thousandths == NONE) {
		weight.thousandths = 0;
		for (size_t i = 0; i < packing->count; i++)
			if (packing->parts[package * packing->count + i])
				weigh(&packing->lines[i], packing->parts[package * packing->count + i], &weight);
	}
	str_printf(what, "%s{\"package\":%zu,\"weight\":%s,\"tracking\":", package ? "," : "", package + 1,
		   weight.thousandths == NONE ? "null" : quantity_text(weight, text));
	str_put_json(what, tracking);
	str_put(what, ",\"lines\":[");
	if (insert_package(core, packing->lines->shipment, (int64_t)package + 1, weight, tracking) ||
	    write_lines(core, packing, package, what))
		return -1;
	str_put(what, "]}");
	return 0;
}

int package_split(struct core *core, const struct list *lines, const struct list *packages, struct str *what)
{
	struct packing packing = { .lines = lines->items,
				   .count = lines->count,
				   .packages = packages->items,
				   .packages_count = packages->count,
				   .left = arena_array(core->arena, lines->count, sizeof(int64_t)),
				   .parts = arena_array(core->arena, lines->count * packages->count, sizeof(int64_t)) };
	if (!packing.left || !packing.parts)
		return err_memory(core->err);
	for (size_t i = 0; i < lines->count; i++)
		packing.left[i] = packing.lines[i].qty.thousandths;
	if (divide(core, &packing))
		return -1;
	str_put(what, ",\"packages\":[");
	for (size_t i = 0; i < packages->count; i++)
		if (write_package(core, &packing, i, what))
			return -1;
	str_put_char(what, ']');
	return 0;
}

/* --- tracking -------------------------------------------------------------------------------------------------------------------- */

struct untracked {
	int64_t shipment, package;
};

static const struct field untracked_fields[] = {
	F(struct untracked, shipment, INTEGER, 0, NULL),
	F(struct untracked, package, INTEGER, 0, NULL),
	FIELD_END,
};
static const struct schema untracked_schema = { .fields = untracked_fields, .size = sizeof(struct untracked) };

static int refuse_numbers(struct core *core, const struct consignment *of, size_t packages, size_t numbers)
{
	if (!packages) {
		err_set(core->err, ERR_CONFLICT, "every package has its tracking number already");
		consignment_subject(core, of);
		return err_hint(core->err, "leave --tracking out");
	}
	err_set(core->err, ERR_INVALID,
		packages == 1 ? TO_TRANSLATE("%zu tracking numbers for %zu package") : TO_TRANSLATE("%zu tracking numbers for %zu packages"), numbers,
		packages);
	consignment_subject(core, of);
	return err_hint(core->err, "give --tracking once for all packages, or once for each of those that have none yet, in their order");
}

int package_track(struct core *core, const struct consignment *of, const struct list *tracking)
{
	struct list packages;
	if (!tracking->count)
		return 0;
	if (db_all(core->db, core->arena, &untracked_schema, &packages,
		   "SELECT p.shipment_id AS shipment, p.package FROM shipment s JOIN package p ON p.shipment_id = s.id"
		   " WHERE s.order_id = $1 AND s.state = 'packed' AND ($2 IS NULL OR s.id = $2) AND p.tracking IS NULL"
		   " ORDER BY p.shipment_id, p.package",
		   A(of->order.number), A(consignment_only(of))))
		return -1;
	if (!packages.count || (tracking->count > 1 && tracking->count != packages.count))
		return refuse_numbers(core, of, packages.count, tracking->count);
	const struct untracked *package = packages.items;
	const char *const *numbers = tracking->items;
	for (size_t i = 0; i < packages.count; i++)
		if (db_run(core->db, "UPDATE package SET tracking = $3 WHERE shipment_id = $1 AND package = $2", A(package[i].shipment),
			   A(package[i].package), A(numbers[tracking->count > 1 ? i : 0])))
			return -1;
	return 0;
}
