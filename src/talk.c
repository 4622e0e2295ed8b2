/* Errors are told in memory that was taken before there was need of it: what failed may be memory. */
#include "talk.h"

#include "ordr/cmd.h"
#include "ordr/out.h"

#define ROOM (8 * sizeof(struct err)) /* an error with all of it escaped */

/* What is said when there was no memory from the start. */
#define FREE_MEMORY    "end other programs, then run the command again"
#define NO_MEMORY      "ordr: out of memory\nhint: " FREE_MEMORY "\n"
#define NO_MEMORY_JSON "{\"error\":\"failed\",\"exit\":1,\"message\":\"out of memory\",\"hint\":\"" FREE_MEMORY "\"}\n"

void talk_init(struct talk *talk, FILE *stream)
{
	*talk = (struct talk) { .stream = stream };
	str_reserve(&talk->text, ROOM);
}

static void tell(struct talk *talk, const struct err *err, bool json)
{
	str_clear(&talk->text);
	out_error(&talk->text, err, json);
	fputs(!talk->text.failed ? talk->text.text : json ? NO_MEMORY_JSON : NO_MEMORY, talk->stream);
}

void talk_errors(struct talk *talk, const struct err *first, bool json)
{
	size_t kept = 0;
	const struct err *err = first;
	do {
		tell(talk, err, json);
		err = err->more;
		kept++;
	} while (err);
	if (first->count <= kept)
		return;
	struct err rest = { 0 };
	err_set(&rest, first->code, "and %zu more errors", first->count - kept);
	tell(talk, &rest, json);
}

void run_note(struct run *run, const char *path, const char *message)
{
	progress_clear(&run->progress);
	struct str text = { 0 };
	if (run->json_errors) {
		str_put(&text, "{\"error\":null,\"exit\":0,\"message\":");
		str_put_json(&text, message);
		str_put(&text, ",\"hint\":null,\"subject\":null,\"path\":");
		str_put_json(&text, path);
		str_put(&text, "}\n");
	} else {
		str_put(&text, "ordr: ");
		str_put_visible(&text, path ? path : "");
		str_put(&text, path ? ": " : "");
		str_put_visible(&text, message);
		str_put(&text, "\n");
	}
	if (!text.failed)
		fputs(text.text, run->talk);
	str_release(&text);
}

void talk_release(struct talk *talk)
{
	fflush(talk->stream);
	str_release(&talk->text);
}
