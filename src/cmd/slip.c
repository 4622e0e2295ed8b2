/* The packing slip: a text of 80 columns for the terminal and the printer, to go with the goods. It names what is in which package and what is still
 * to come, and no prices: who unpacks need not be who pays. */
#include "slip.h"

#include <string.h>

#include "ordr/master.h"
#include "ordr/settings.h"
#include "ordr/speak.h"

#define WIDTH 80
#define LEFT  42 /* the address's half of the head */

struct slip {
	struct run *run;
	const struct shipment *shipment;
	const struct order *order;
	struct str text;
	size_t sku; /* width of the column */
	const char *language; /* the customer's */
};

/* Units as people write them; others as their code. */
static const char *unit_word(const char *unit, const char *language)
{
	static const char *const words[][2] = { { "C62", TO_TRANSLATE_IN("slip", "pcs") }, { "KGM", "kg" }, { "LTR", "l" }, { "MTR", "m" }, { "GRM", "g" } };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i][0], unit))
			return speak_in(language, "slip", words[i][1]);
	return unit;
}

static void put_blanks(struct str *str, size_t count)
{
	str_printf(str, "%*s", (int)count, "");
}

/* Bytes of the first `points` code points. */
static size_t bytes_of(const char *text, size_t points)
{
	size_t length = 0;
	while (text[length] && (((unsigned char)text[length] & 0xc0) == 0x80 || points-- > 0))
		length++;
	return length;
}

/* Puts as much of the text as fits, broken at a blank if there is one, filled up to the width; *text becomes the rest. */
static void put_part(struct str *str, const char **text, size_t width)
{
	size_t fits = bytes_of(*text, width);
	size_t length = fits;
	if ((*text)[fits]) {
		while (length && (*text)[length] != ' ')
			length--;
		length = length ? length : fits;
	}
	struct str part = { 0 };
	str_put_bytes(&part, *text, length);
	str_put(str, part.text ? part.text : "");
	put_blanks(str, width - (part.text ? str_points(part.text) : 0));
	str->failed |= part.failed;
	str_release(&part);
	*text += length + strspn(*text + length, " ");
}

static void end_line(struct str *str)
{
	while (str->length && str->text[str->length - 1] == ' ')
		str->text[--str->length] = '\0';
	str_put_char(str, '\n');
}

/* What a customer or a product is called may hold anything; made visible it is safe to print. */
static const char *visible(struct slip *slip, const char *text)
{
	struct str str = { 0 };
	str_put_visible(&str, text ? text : "");
	const char *kept = str.failed ? NULL : arena_strdup(slip->run->core->arena, str.text ? str.text : "");
	str_release(&str);
	slip->text.failed |= !kept;
	return kept ? kept : "";
}

/* --- head ------------------------------------------------------------------------------------------------------------------------ */

#define HEAD_LINES 8

struct head {
	const char *left[HEAD_LINES], *names[HEAD_LINES], *values[HEAD_LINES];
	size_t lefts, rights;
};

static void add_left(struct slip *slip, struct head *head, const char *text)
{
	if (text && *text)
		head->left[head->lefts++] = visible(slip, text);
}

static void add_right(struct slip *slip, struct head *head, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	head->names[head->rights] = speak_in(slip->language, "slip", name);
	head->values[head->rights++] = visible(slip, value);
}

static const char *day_text(const struct slip *slip, struct instant at)
{
	struct arena *arena = slip->run->core->arena;
	char text[DATE_SIZE];
	int year, month, day;
	if (at.ms == NONE)
		return NULL;
	date_parts(instant_date(at, NULL), &year, &month, &day);
	return speaks_german(slip->language) ? arena_printf(arena, "%02d.%02d.%04d", day, month, year)
					     : arena_strdup(arena, date_text(instant_date(at, NULL), text));
}

static void collect_head(struct slip *slip, struct head *head)
{
	char id[ID_SIZE];
	struct arena *arena = slip->run->core->arena;
	const struct shipment *shipment = slip->shipment;
	const struct address *to = &shipment->ship_to;
	add_left(slip, head, to->name);
	add_left(slip, head, to->street);
	add_left(slip, head, arena_printf(arena, "%s%s%s", to->postcode ? to->postcode : "", to->postcode && to->city ? " " : "",
					  to->city ? to->city : ""));
	add_left(slip, head, to->country);
	add_right(slip, head, TO_TRANSLATE_IN("slip", "Shipment"), shipment_id_text(shipment->id, id));
	add_right(slip, head, TO_TRANSLATE_IN("slip", "Order"), order_id_text(shipment->order, id));
	add_right(slip, head, TO_TRANSLATE_IN("slip", "Your order"), slip->order->ref);
	add_right(slip, head, TO_TRANSLATE_IN("slip", "From"), shipment->warehouse);
	add_right(slip, head, TO_TRANSLATE_IN("slip", "Packed"), day_text(slip, shipment->packed_at));
	add_right(slip, head, TO_TRANSLATE_IN("slip", "Shipped"), day_text(slip, shipment->shipped_at));
	add_right(slip, head, TO_TRANSLATE_IN("slip", "Carrier"), shipment->carrier);
}

static void put_head(struct slip *slip)
{
	struct str *text = &slip->text;
	struct head head = { 0 };
	collect_head(slip, &head);
	const char *left = speak_in(slip->language, "slip", "Ship to");
	const char *right = "";
	for (size_t l = 0, r = 0; *left || *right || l < head.lefts || r < head.rights;) {
		bool named = !*right && r < head.rights;
		if (!*left && l < head.lefts)
			left = head.left[l++];
		put_part(text, &left, LEFT - 2);
		put_blanks(text, 2);
		if (named)
			right = head.values[r];
		str_printf(text, "%-12s", named ? head.names[r++] : "");
		put_part(text, &right, WIDTH - LEFT - 12);
		end_line(text);
	}
}

static int put_seller(struct slip *slip)
{
	static const char *const parts[] = { "company.street", "company.postcode", "company.city", "company.country" };
	struct core *core = slip->run->core;
	const char *title = speak_in(slip->language, "slip", "PACKING SLIP");
	const char *name = settings_text(core, "company.name");
	struct str address = { 0 };
	if (!name)
		return -1;
	const char *shown = visible(slip, name);
	put_part(&slip->text, &shown, WIDTH - strlen(title) - 2);
	str_printf(&slip->text, "  %s\n", title);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *part = settings_text(core, parts[i]);
		if (part && *part)
			str_printf(&address, "%s%s", !address.length ? "" : i == 2 ? " " : ", ", part);
	}
	shown = visible(slip, address.text ? address.text : "");
	while (*shown) {
		put_part(&slip->text, &shown, WIDTH);
		end_line(&slip->text);
	}
	slip->text.failed |= address.failed;
	str_release(&address);
	str_put_char(&slip->text, '\n');
	return 0;
}

/* --- contents --------------------------------------------------------------------------------------------------------------------- */

#define QTY_WIDTH  12
#define UNIT_WIDTH 4
#define SKU_MOST   24

static void put_row(struct slip *slip, const char *sku, const char *name, const char *qty, const char *unit)
{
	size_t width = WIDTH - 2 - slip->sku - 2 - 2 - QTY_WIDTH - 2 - UNIT_WIDTH;
	sku = visible(slip, sku);
	name = visible(slip, name);
	for (bool first = true; first || *sku || *name; first = false) {
		put_blanks(&slip->text, 2);
		put_part(&slip->text, &sku, slip->sku);
		put_blanks(&slip->text, 2);
		put_part(&slip->text, &name, width);
		if (first)
			str_printf(&slip->text, "  %*s  %s", QTY_WIDTH, qty, unit);
		end_line(&slip->text);
	}
}

static void put_heading(struct slip *slip)
{
	const char *language = slip->language;
	put_row(slip, speak_in(language, "slip", "SKU"), speak_in(language, "slip", "NAME"), speak_in(language, "slip", "QTY"), speak_in(language, "slip", "UNIT"));
}

/* As the customer writes numbers. */
static const char *units(const struct slip *slip, struct quantity quantity, char text[QUANTITY_SIZE])
{
	quantity_text(quantity, text);
	char *point = speaks_german(slip->language) ? strchr(text, '.') : NULL;
	if (point)
		*point = ',';
	return text;
}

static void put_goods(struct slip *slip, const char *sku, struct quantity qty)
{
	char text[QUANTITY_SIZE];
	const struct order_line *line = slip->order->lines.items;
	const struct order_line *end = line + slip->order->lines.count;
	while (line < end && strcmp(line->sku, sku))
		line++;
	put_row(slip, sku, line < end ? line->name : "", units(slip, qty, text), line < end ? unit_word(line->unit, slip->language) : "");
}

static void put_package(struct slip *slip, const struct package *package)
{
	char text[QUANTITY_SIZE];
	const struct package_line *line = package->lines.items;
	str_put_char(&slip->text, '\n');
	str_printf(&slip->text, speak_in(slip->language, "slip", "Package %lld of %zu"), (long long)package->package, slip->shipment->packages.count);
	if (package->weight.thousandths != NONE)
		str_printf(&slip->text, ", %s kg", units(slip, package->weight, text));
	if (package->tracking)
		str_printf(&slip->text, speak_in(slip->language, "slip", ", tracking %s"), visible(slip, package->tracking));
	str_put_char(&slip->text, '\n');
	put_heading(slip);
	for (size_t i = 0; i < package->lines.count; i++)
		put_goods(slip, line[i].sku, line[i].qty);
}

static void put_contents(struct slip *slip)
{
	const struct package *package = slip->shipment->packages.items;
	const struct shipment_line *line = slip->shipment->lines.items;
	for (size_t i = 0; i < slip->shipment->packages.count; i++)
		put_package(slip, &package[i]);
	if (slip->shipment->packages.count)
		return;
	str_printf(&slip->text, "\n%s\n", speak_in(slip->language, "slip", "Not packed yet"));
	put_heading(slip);
	for (size_t i = 0; i < slip->shipment->lines.count; i++)
		put_goods(slip, line[i].sku, line[i].qty);
}

/* What no shipment has taken yet. */
static void put_rest(struct slip *slip)
{
	const struct order_line *line = slip->order->lines.items;
	bool any = false;
	for (size_t i = 0; i < slip->order->lines.count; i++) {
		struct quantity rest = { line[i].ordered.thousandths - line[i].cancelled.thousandths - line[i].picked.thousandths };
		if (strcmp(line[i].kind, "goods") || rest.thousandths <= 0)
			continue;
		if (!any) {
			str_printf(&slip->text, "\n%s\n", speak_in(slip->language, "slip", "Still to come"));
			put_heading(slip);
		}
		any = true;
		put_goods(slip, line[i].sku, rest);
	}
}

static size_t sku_width(const struct order *order, const char *language)
{
	const struct order_line *line = order->lines.items;
	size_t widest = strlen(speak_in(language, "slip", "SKU"));
	for (size_t i = 0; i < order->lines.count; i++) {
		size_t points = str_points(line[i].sku);
		widest = points > widest ? points : widest;
	}
	return widest < SKU_MOST ? widest : SKU_MOST;
}

/* --- printing --------------------------------------------------------------------------------------------------------------------- */

static int print(struct run *run, const struct shipment *shipment, const struct order *order, size_t *pages)
{
	struct customer customer;
	if (master_load(run->core, &master_customer, order->customer, &customer))
		return -1;
	struct slip slip = { .run = run, .shipment = shipment, .order = order, .language = customer.language };
	slip.sku = sku_width(order, slip.language);
	if ((*pages)++)
		str_put(&slip.text, "\f");
	int result = put_seller(&slip);
	if (!result) {
		put_head(&slip);
		put_contents(&slip);
		put_rest(&slip);
		result = slip.text.failed ? err_memory(run->core->err) : out_text(run->out, slip.text.text);
	}
	str_release(&slip.text);
	return result;
}

static int print_one(struct run *run, const char *id, const struct order *order, bool named, size_t *pages)
{
	struct shipment_id number;
	struct shipment shipment;
	if (shipment_id_parse(id, &number) || shipment_load(run->core, number, &shipment))
		return -1;
	if (strcmp(shipment.state, "cancelled"))
		return print(run, &shipment, order, pages);
	if (!named)
		return 0;
	err_set(run->core->err, ERR_CONFLICT, "was cancelled and holds nothing");
	err_subject(run->core->err, "%s", id);
	return err_hint(run->core->err, "ordr show %s", id);
}

int slip_check(struct run *run)
{
	if (out_format(run->out) == OUT_TABLE && !out_fields(run->out))
		return 0;
	err_set(run->core->err, ERR_USAGE, "%s: a packing slip is plain text", run->path);
	return err_hint(run->core->err, "without it, all that it says is in the records of shipments: ordr show SH-000123 --json");
}

int slip_print(struct run *run, const struct consignment *of, size_t *pages)
{
	char text[ID_SIZE];
	struct core *core = run->core;
	struct order order;
	size_t before = *pages;
	if (order_load(core, of->order, &order))
		return -1;
	if (of->shipment.number)
		return print_one(run, shipment_id_text(of->shipment, text), &order, true, pages);
	const char *const *ids = order.shipments.items;
	for (size_t i = 0; i < order.shipments.count; i++)
		if (print_one(run, ids[i], &order, false, pages))
			return -1;
	if (*pages > before)
		return 0;
	err_set(core->err, ERR_CONFLICT, "nothing of it is picked");
	err_subject(core->err, "%s", order_id_text(of->order, text));
	return err_hint(core->err, "ordr pick %s", text);
}
