/* One table says which function comes from where. */
#include "library.h"

#include "ordr/loaded.h"

#define AT(member) offsetof(struct library, member)

static const struct loaded_function harfbuzz_functions[] = {
	{ "hb_blob_create_from_file_or_fail", AT(blob_open) },
	{ "hb_blob_get_data", AT(blob_data) },
	{ "hb_blob_destroy", AT(blob_free) },
	{ "hb_face_create", AT(face_new) },
	{ "hb_face_reference_table", AT(face_table) },
	{ "hb_face_reference_blob", AT(face_blob) },
	{ "hb_face_get_upem", AT(face_upem) },
	{ "hb_face_get_glyph_count", AT(face_glyphs) },
	{ "hb_face_destroy", AT(face_free) },
	{ "hb_font_create", AT(font_new) },
	{ "hb_font_set_scale", AT(font_scale) },
	{ "hb_font_get_nominal_glyph", AT(font_glyph) },
	{ "hb_font_get_glyph_h_advance", AT(font_advance) },
	{ "hb_font_destroy", AT(font_free) },
	{ "hb_buffer_create", AT(buffer_new) },
	{ "hb_buffer_reset", AT(buffer_reset) },
	{ "hb_buffer_add_utf8", AT(buffer_add) },
	{ "hb_buffer_set_direction", AT(buffer_direction) },
	{ "hb_buffer_set_language", AT(buffer_language) },
	{ "hb_language_from_string", AT(language) },
	{ "hb_buffer_guess_segment_properties", AT(buffer_guess) },
	{ "hb_buffer_get_glyph_infos", AT(buffer_glyphs) },
	{ "hb_buffer_get_glyph_positions", AT(buffer_places) },
	{ "hb_buffer_destroy", AT(buffer_free) },
	{ "hb_shape", AT(shape) },
	{ "hb_set_add", AT(set_add) },
	{ NULL, 0 },
};

static const struct loaded_function subset_functions[] = {
	{ "hb_subset_input_create_or_fail", AT(subset_new) },
	{ "hb_subset_input_glyph_set", AT(subset_glyphs) },
	{ "hb_subset_input_set", AT(subset_set) },
	{ "hb_subset_input_set_flags", AT(subset_flags) },
	{ "hb_subset_or_fail", AT(subset_face) },
	{ "hb_subset_input_destroy", AT(subset_free) },
	{ NULL, 0 },
};

static const struct loaded_function zlib_functions[] = {
	{ "compress2", AT(deflate) },
	{ "compressBound", AT(deflate_bound) },
	{ NULL, 0 },
};

static const char *const harfbuzz_files[] = { "libharfbuzz.so.0", NULL };
static const char *const subset_files[] = { "libharfbuzz-subset.so.0", NULL };
static const char *const zlib_files[] = { "libz.so.1", NULL };

static const struct {
	struct loaded_library library;
	const char *package;
} parts[] = { { { harfbuzz_files, harfbuzz_functions }, "libharfbuzz0b" },
	      { { subset_files, subset_functions }, "libharfbuzz-subset0" },
	      { { zlib_files, zlib_functions }, "zlib1g" } };

int library_load(struct library *library, struct err *err)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *missing;
		switch (loaded_open(&parts[i].library, library, &missing)) {
		case LOADED:
			break;
		case LOADED_NOT:
			err_set(err, ERR_FAILED, "cannot make a PDF: %s is not installed", missing);
			return err_hint(err, "install it (Debian: %s); --format html needs nothing", parts[i].package);
		default:
			err_set(err, ERR_FAILED, "cannot make a PDF: %s has no %s", *parts[i].library.files, missing);
			return err_hint(err, "install a newer one; --format html needs nothing");
		}
	}
	return 0;
}
