/* One table says which function comes from where. */
#include "library.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

enum file { HARFBUZZ, SUBSET, ZLIB, FILES };

static const struct {
	const char *name, *package;
} files[FILES] = { { "libharfbuzz.so.0", "libharfbuzz0b" }, { "libharfbuzz-subset.so.0", "libharfbuzz-subset0" }, { "libz.so.1", "zlib1g" } };

#define AT(member) offsetof(struct library, member)

static const struct {
	enum file file;
	const char *name;
	size_t offset;
} functions[] = {
	{ HARFBUZZ, "hb_blob_create_from_file_or_fail", AT(blob_open) },
	{ HARFBUZZ, "hb_blob_get_data", AT(blob_data) },
	{ HARFBUZZ, "hb_blob_destroy", AT(blob_free) },
	{ HARFBUZZ, "hb_face_create", AT(face_new) },
	{ HARFBUZZ, "hb_face_reference_table", AT(face_table) },
	{ HARFBUZZ, "hb_face_reference_blob", AT(face_blob) },
	{ HARFBUZZ, "hb_face_get_upem", AT(face_upem) },
	{ HARFBUZZ, "hb_face_get_glyph_count", AT(face_glyphs) },
	{ HARFBUZZ, "hb_face_destroy", AT(face_free) },
	{ HARFBUZZ, "hb_font_create", AT(font_new) },
	{ HARFBUZZ, "hb_font_set_scale", AT(font_scale) },
	{ HARFBUZZ, "hb_font_get_nominal_glyph", AT(font_glyph) },
	{ HARFBUZZ, "hb_font_get_glyph_h_advance", AT(font_advance) },
	{ HARFBUZZ, "hb_font_destroy", AT(font_free) },
	{ HARFBUZZ, "hb_buffer_create", AT(buffer_new) },
	{ HARFBUZZ, "hb_buffer_reset", AT(buffer_reset) },
	{ HARFBUZZ, "hb_buffer_add_utf8", AT(buffer_add) },
	{ HARFBUZZ, "hb_buffer_set_direction", AT(buffer_direction) },
	{ HARFBUZZ, "hb_buffer_set_language", AT(buffer_language) },
	{ HARFBUZZ, "hb_language_from_string", AT(language) },
	{ HARFBUZZ, "hb_buffer_guess_segment_properties", AT(buffer_guess) },
	{ HARFBUZZ, "hb_buffer_get_glyph_infos", AT(buffer_glyphs) },
	{ HARFBUZZ, "hb_buffer_get_glyph_positions", AT(buffer_places) },
	{ HARFBUZZ, "hb_buffer_destroy", AT(buffer_free) },
	{ HARFBUZZ, "hb_shape", AT(shape) },
	{ HARFBUZZ, "hb_set_add", AT(set_add) },
	{ SUBSET, "hb_subset_input_create_or_fail", AT(subset_new) },
	{ SUBSET, "hb_subset_input_glyph_set", AT(subset_glyphs) },
	{ SUBSET, "hb_subset_input_set", AT(subset_set) },
	{ SUBSET, "hb_subset_input_set_flags", AT(subset_flags) },
	{ SUBSET, "hb_subset_or_fail", AT(subset_face) },
	{ SUBSET, "hb_subset_input_destroy", AT(subset_free) },
	{ ZLIB, "compress2", AT(deflate) },
	{ ZLIB, "compressBound", AT(deflate_bound) },
};

/* Never closed again: the process ends soon, and what they keep for themselves is theirs. */
int library_load(struct library *library, struct err *err)
{
	void *handles[FILES];
	for (enum file file = HARFBUZZ; file < FILES; file++) {
		handles[file] = dlopen(files[file].name, RTLD_NOW | RTLD_LOCAL);
		if (!handles[file]) {
			err_set(err, ERR_FAILED, "cannot make a PDF: %s is not installed", files[file].name);
			return err_hint(err, "install it (Debian: %s); --format html needs nothing", files[file].package);
		}
	}
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		void *function = dlsym(handles[functions[i].file], functions[i].name);
		if (!function)
			return err_set(err, ERR_FAILED, "cannot make a PDF: %s has no %s", files[functions[i].file].name, functions[i].name);
		/* POSIX: a function's address is had as an object's. */
		memcpy((char *)library + functions[i].offset, &function, sizeof function);
	}
	return 0;
}
