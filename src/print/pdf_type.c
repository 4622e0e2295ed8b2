/* A line of text becomes runs of one font and one direction, in the order they are seen; each is shaped. The order follows the bidirectional algorithm
 * (Unicode, UAX #9) for what stands on one line without explicit controls, which have been made visible before. */
#include "pdf_type.h"

#include <string.h>
#include <utf8proc.h>

#include "ordr/width.h"
#include "ordr/speak.h"

struct piece { /* a character as people see it, later a run of them */
	size_t start, length;
	struct font *font;
	int class, level;
};

struct pieces {
	struct piece *items;
	size_t count;
};

/* --- fonts -------------------------------------------------------------------------------------------------------------------- */

/* Joiners and selectors: they choose a glyph, and have none that is seen. */
static bool is_unseen(utf8proc_int32_t point)
{
	return (point >= 0x200b && point <= 0x200d) || (point >= 0xfe00 && point <= 0xfe0f) || point == 0xad || point == 0x2060;
}

static bool has_all(struct type *type, const struct font *font, const char *text, size_t length)
{
	utf8proc_int32_t point;
	uint32_t glyph;
	for (size_t at = 0; at < length;) {
		utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(length - at), &point);
		if (taken <= 0 || (!type->library.font_glyph(font->font, (uint32_t)point, &glyph) && !is_unseen(point)))
			return false;
		at += (size_t)taken;
	}
	return true;
}

static struct font *font_for(struct type *type, enum weight weight, const char *text, size_t length)
{
	struct font *first = NULL;
	for (size_t i = 0; i < FAMILIES; i++) {
		struct font *font = type_font(type, weight, i);
		if (!font->face)
			continue;
		first = first ? first : font;
		if (has_all(type, font, text, length))
			return font;
	}
	type->print->note = TO_TRANSLATE("a character is in none of the fonts that are installed: a question mark stands for it");
	return first;
}

/* --- order -------------------------------------------------------------------------------------------------------------------- */

enum { LEFT = 1, RIGHT, NUMBER, NEUTRAL };

static int class_of(const char *text, size_t length)
{
	utf8proc_int32_t point;
	if (utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &point) <= 0)
		return NEUTRAL;
	switch (utf8proc_get_property(point)->bidi_class) {
	case UTF8PROC_BIDI_CLASS_L:
		return LEFT;
	case UTF8PROC_BIDI_CLASS_R:
	case UTF8PROC_BIDI_CLASS_AL:
		return RIGHT;
	case UTF8PROC_BIDI_CLASS_EN:
	case UTF8PROC_BIDI_CLASS_AN:
		return NUMBER;
	default:
		return NEUTRAL;
	}
}

/* The direction of what stands before (step −1) or behind (1) a place: a number goes with the writing before it; at the ends, the base. */
static int side(const struct pieces *pieces, size_t at, int step, int base)
{
	for (size_t i = at + (size_t)step; i < pieces->count; i += (size_t)step) {
		if (pieces->items[i].class == LEFT || pieces->items[i].class == RIGHT)
			return pieces->items[i].class;
		if (pieces->items[i].class == NUMBER)
			return pieces->items[i].level == 2 ? RIGHT : LEFT;
	}
	return base;
}

static void set_levels(struct pieces *pieces)
{
	int base = LEFT;
	bool any = false;
	for (size_t i = 0; i < pieces->count; i++) {
		if (!any && (pieces->items[i].class == LEFT || pieces->items[i].class == RIGHT)) {
			base = pieces->items[i].class;
			any = true;
		}
	}
	int even = base == RIGHT ? 2 : 0;
	int strong = base;
	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->items[i];
		strong = piece->class == LEFT || piece->class == RIGHT ? piece->class : strong;
		piece->level = piece->class == LEFT ? even : piece->class == RIGHT ? 1 : piece->class == NUMBER && strong == RIGHT ? 2 : even;
	}
	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->items[i];
		if (piece->class != NEUTRAL)
			continue;
		int before = side(pieces, i, -1, base);
		int direction = before == side(pieces, i, 1, base) ? before : base;
		piece->level = direction == RIGHT ? 1 : even;
	}
}

/* Rule L2: what is at a level or above is turned around, from the highest level down. */
static void reorder(struct pieces *pieces)
{
	for (int level = 2; level >= 1; level--) {
		for (size_t i = 0; i < pieces->count; i++) {
			size_t end = i;
			while (end < pieces->count && pieces->items[end].level >= level)
				end++;
			for (size_t a = i, b = end; a + 1 < b; a++, b--) {
				struct piece swap = pieces->items[a];
				pieces->items[a] = pieces->items[b - 1];
				pieces->items[b - 1] = swap;
			}
			i = end;
		}
	}
}

static struct pieces split(struct type *type, enum weight weight, const char *text, size_t length)
{
	struct pieces all = { .items = arena_array(type->print->arena, length + 1, sizeof *all.items) };
	struct pieces runs = { .items = all.items };
	size_t columns;
	for (size_t at = 0; all.items && at < length;) {
		size_t taken = width_character(text + at, &columns);
		taken = taken > length - at ? length - at : taken;
		all.items[all.count++] = (struct piece){ at, taken, font_for(type, weight, text + at, taken), class_of(text + at, taken), 0 };
		at += taken;
	}
	set_levels(&all);
	for (size_t i = 0; i < all.count; i++) {
		struct piece *last = runs.count ? &runs.items[runs.count - 1] : NULL;
		if (last && last->font == all.items[i].font && last->level == all.items[i].level)
			last->length += all.items[i].length;
		else
			runs.items[runs.count++] = all.items[i];
	}
	reorder(&runs);
	return runs;
}

/* --- glyphs ------------------------------------------------------------------------------------------------------------------- */

/* What a glyph stands for: the text from its cluster to the next one's. Of glyphs of one cluster the first says all of it. */
static const char *text_of(struct type *type, const char *text, const struct piece *run, const struct hb_glyph *glyphs, unsigned count, unsigned at)
{
	size_t end = run->start + run->length;
	for (unsigned i = 0; i < count; i++) {
		if (i < at && glyphs[i].cluster == glyphs[at].cluster)
			return "";
		if (glyphs[i].cluster > glyphs[at].cluster && glyphs[i].cluster < end)
			end = glyphs[i].cluster;
	}
	return arena_strndup(&type->kept, text + glyphs[at].cluster, end - glyphs[at].cluster);
}

/* In a PDF for archives nothing may refer to the glyph for what is missing (ISO 19005-3, 6.2.11.8). */
static uint32_t glyph_of(struct type *type, const struct font *font, uint32_t glyph)
{
	if (!glyph && !type->library.font_glyph(font->font, '?', &glyph))
		return 0;
	return glyph;
}

static void put_number(struct str *content, int64_t thousandths)
{
	char text[QUANTITY_SIZE];
	str_put(content, decimal_text(thousandths, 3, 0, text));
}

static void put_glyphs(struct type *type, const char *text, const struct piece *run, int64_t size, const struct hb_glyph *glyphs, const struct hb_place *places,
		       unsigned count, struct str *content)
{
	struct font *font = run->font;
	str_put(content, "[");
	for (unsigned i = 0; i < count; i++) {
		uint32_t id = glyph_of(type, font, glyphs[i].id);
		int64_t plain = type->library.font_advance(font->font, id);
		int64_t advance = glyphs[i].id ? places[i].x_advance : plain;
		if (id < font->glyphs && !font->texts[id])
			font->texts[id] = glyphs[i].id ? text_of(type, text, run, glyphs, count, i) : "?";
		if (places[i].y_offset) {
			str_put(content, "] TJ ");
			put_number(content, places[i].y_offset * size / 1000);
			str_put(content, " Ts [");
		}
		if (places[i].x_offset)
			str_printf(content, "%d ", -places[i].x_offset);
		str_printf(content, "<%04X>", id);
		if (plain - advance + places[i].x_offset)
			str_printf(content, "%lld ", (long long)(plain - advance + places[i].x_offset));
		if (places[i].y_offset)
			str_put(content, "] TJ 0 Ts [");
	}
	str_put(content, "] TJ ");
}

static int64_t shape(struct type *type, const char *text, size_t length, const struct piece *run, int64_t size, struct str *content)
{
	struct library *library = &type->library;
	unsigned count;
	int64_t width = 0;
	library->buffer_reset(type->buffer);
	library->buffer_add(type->buffer, text, (int)length, (unsigned)run->start, (int)run->length);
	library->buffer_direction(type->buffer, run->level & 1 ? HB_RIGHT_TO_LEFT : HB_LEFT_TO_RIGHT);
	library->buffer_language(type->buffer, type->language);
	library->buffer_guess(type->buffer);
	library->shape(run->font->font, type->buffer, NULL, 0);
	const struct hb_glyph *glyphs = library->buffer_glyphs(type->buffer, &count);
	const struct hb_place *places = library->buffer_places(type->buffer, &count);
	for (unsigned i = 0; i < count; i++)
		width += glyphs[i].id ? places[i].x_advance : library->font_advance(run->font->font, glyph_of(type, run->font, 0));
	if (content) {
		run->font->used = true;
		put_glyphs(type, text, run, size, glyphs, places, count, content);
	}
	return width;
}

int64_t type_width(struct type *type, enum weight weight, int64_t size, const char *text, size_t length)
{
	struct arena_mark mark = arena_mark(type->print->arena);
	struct pieces runs = split(type, weight, text, length);
	int64_t width = 0;
	for (size_t i = 0; i < runs.count; i++)
		width += shape(type, text, length, &runs.items[i], size, NULL);
	arena_reset(type->print->arena, mark);
	return width * size / 1000;
}

void type_put(struct type *type, enum weight weight, int64_t size, const char *text, int64_t x, int64_t y, struct str *content)
{
	size_t length = strlen(text);
	struct pieces runs = split(type, weight, text, length);
	str_put(content, "BT 1 0 0 1 ");
	put_number(content, x);
	str_put_char(content, ' ');
	put_number(content, y);
	str_put(content, " Tm ");
	for (size_t i = 0; i < runs.count; i++) {
		str_printf(content, "/%s ", runs.items[i].font->resource);
		put_number(content, size);
		str_put(content, " Tf ");
		shape(type, text, length, &runs.items[i], size, content);
	}
	str_put(content, "ET\n");
}
