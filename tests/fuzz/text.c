/* The escapings between text from outside and whoever reads it: what a terminal gets holds nothing that it obeys, and JSON comes back as
 * the text that it was. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static void check_visible(const char *text)
{
	struct str once = { 0 };
	struct str twice = { 0 };
	str_put_visible(&once, text);
	if (once.text) {
		fuzz_safe(once.text, once.length, "");
		str_put_visible(&twice, once.text);
		MUST(!strcmp(once.text, twice.text), "%s became %s", once.text, twice.text);
	}
	MUST(!*text == !once.length, "%zu bytes", once.length);
	str_release(&once);
	str_release(&twice);
}

static void check_shown(const char *text)
{
	struct str shown = { 0 };
	str_put_shown(&shown, text);
	if (shown.text)
		fuzz_safe(shown.text, shown.length, "");
	MUST(shown.length <= 41 * 16, "%zu bytes", shown.length);
	str_release(&shown);
}

static void check_json(const char *text)
{
	struct str json = { 0 };
	str_put_json(&json, text);
	fuzz_json(json.text, json.length);
	cJSON *value = cJSON_Parse(json.text);
	MUST(value && cJSON_IsString(value), "no text: %s", json.text);
	if (str_is_utf8(text, strlen(text)))
		MUST(!strcmp(value->valuestring, text), "%s", json.text);
	cJSON_Delete(value);
	str_release(&json);
}

/* The text's halves as two words. */
static void check_distance(char *text)
{
	size_t half = strlen(text) / 2;
	char kept = text[half];
	char *right = strdup(text + half);
	MUST(right, "no memory");
	text[half] = '\0';
	int distance = str_distance(text, right);
	MUST(distance == str_distance(right, text), "%s and %s", text, right);
	MUST(distance || strlen(text) == strlen(right), "%s and %s", text, right);
	text[half] = kept;
	free(right);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = fuzz_text(bytes, size);
	check_visible(text);
	check_shown(text);
	check_json(text);
	check_distance(text);
	MUST(str_points(text) <= strlen(text), "%zu", str_points(text));
	free(text);
	return 0;
}
