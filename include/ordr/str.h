/* A growing byte string. A failed allocation marks it (`failed`) and later calls do nothing, so that a writer
 * checks once, at its end. */
#ifndef ORDR_STR_H
#define ORDR_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	char *text; /* NUL-terminated once something was put; NULL before */
	size_t length;
	size_t size;
	bool failed;
};

/* A zeroed struct str is an empty one. The text is on the heap: str_release gives it back. */
void str_release(struct str *str);
void str_clear(struct str *str); /* empties it, keeps the memory */
/* Room for so many more bytes, so that putting them cannot fail. False: there is no memory, and it is marked. */
bool str_reserve(struct str *str, size_t more);
void str_put(struct str *str, const char *text);
void str_put_bytes(struct str *str, const char *bytes, size_t length);
void str_put_char(struct str *str, char c);
void str_printf(struct str *str, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts text as a JSON string with its quotes (RFC 8259 §7): quote and backslash escaped, and all that str_put_visible makes visible,
 * since JSON is looked at on terminals too; bytes that are not UTF-8 become U+FFFD. NULL puts null. */
void str_put_json(struct str *str, const char *text);
/* Puts JSON that ordr once wrote on one line, as it is; but whatever got into it since, nothing that a terminal obeys. */
void str_put_raw_json(struct str *str, const char *json);

/* Puts text so that a terminal shows it and obeys none of it: C0 and C1 controls, DEL, bidirectional controls
 * (U+061C, U+200E–200F, U+202A–202E, U+2066–2069) and bytes that are not UTF-8 appear as \xHH or \u{HHHH}; newline as \n,
 * tab as \t. */
void str_put_visible(struct str *str, const char *text);
/* Puts text for a message: visible, and when it is longer than 40 characters only those, and an ellipsis. */
void str_put_shown(struct str *str, const char *text);

/* Puts text as it is searched by: capitals and small letters, accented and plain ones are the same ("MÜLLER" is "muller", "ß" is "ss"). */
void str_put_folded(struct str *str, const char *text);

/* True when the bytes are UTF-8 without a NUL. */
bool str_is_utf8(const char *bytes, size_t length);
/* Is there a C0 or C1 control or a DEL in the UTF-8 text, other than those in `but`? */
bool str_has_control(const char *text, const char *but);
/* The number of code points of a UTF-8 text. */
size_t str_points(const char *text);
/* The distance between two words for "did you mean": Damerau–Levenshtein, optimal string alignment; capitals and
 * small letters of ASCII are the same, since names are often typed so. */
int str_distance(const char *left, const char *right);

#endif
