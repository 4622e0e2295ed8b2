/* A statement is read element by element, one entry in memory at a time. It comes from a bank, and by way of a mailbox
 * and a folder: it may be anything. A document type, and with it every entity, is refused, nothing outside the file is
 * ever opened, and depth, texts and transactions have limits. */
#include "camt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "camt_parts.h"
#include "ordr/reader.h"
#include "ordr/speak.h"
#include "place.h"

#define TRANSACTIONS_MAX 100000
#define SPACE            "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
#define LINE_KEPT        65535 /* the largest that libxml2 keeps of an element */

static int refuse_line(struct camt *camt, long line, const char *message, const char *hint)
{
	char shown[SHOWN_SIZE];
	err_set(camt->err, ERR_INVALID, "%s", translate(message));
	err_hint(camt->err, "%s", translate(hint));
	return err_path(camt->err, "%s:%ld", place_shown(camt->source->name, shown), line > 0 ? line : 1);
}

static long line_of(const struct camt *camt)
{
	void *here = camt->xml.here(camt->reader);
	long line = here ? camt->xml.line(here) : 1;
	return line < LINE_KEPT ? line : camt->xml.reached(camt->reader);
}

static int refuse(struct camt *camt, const char *message, const char *hint)
{
	return refuse_line(camt, line_of(camt), message, hint);
}

static int read_bytes(void *context, char *buffer, int length)
{
	struct camt *camt = context;
	struct source *source = camt->source;
	int got = 0;
	for (int c; got < length && (c = source_peek(source)) != SOURCE_END; got++) {
		buffer[got] = (char)c;
		source_take(source);
	}
	source_begin(source);
	return source->trouble == SOURCE_FINE ? got : -1;
}

static void take_error(void *context, const struct xml_error *error)
{
	struct camt *camt = context;
	const char *message = error->message ? error->message : translate("it cannot be read");
	if (*camt->wrong)
		return;
	snprintf(camt->wrong, sizeof camt->wrong, translate("broken XML: %.150s"), message);
	camt->wrong[strcspn(camt->wrong, "\n")] = '\0';
	camt->wrong_line = error->line;
}

int camt_open(struct camt **out, struct source *source, struct err *err)
{
	struct camt *camt = *out = calloc(1, sizeof *camt);
	if (!camt)
		return err_memory(err);
	camt->source = source;
	if (xml_load(&camt->xml, err))
		return -1;
	camt->reader = camt->xml.open(read_bytes, NULL, camt, NULL, NULL, XML_NO_ERROR | XML_NO_WARNING | XML_NO_NETWORK | XML_BIG_LINES);
	if (!camt->reader)
		return err_memory(err);
	camt->xml.tell(camt->reader, take_error, camt);
	return 0;
}

void camt_close(struct camt *camt)
{
	if (!camt)
		return;
	if (camt->reader)
		camt->xml.close(camt->reader);
	str_release(&camt->path);
	str_release(&camt->text);
	str_release(&camt->more);
	arena_release(&camt->statement);
	arena_release(&camt->entry.arena);
	free(camt);
}

/* --- elements
 * ----------------------------------------------------------------------------------------------------------------- */

static int check_root(struct camt *camt)
{
	const char *space = camt->xml.space(camt->reader);
	const char *version = space && !strncmp(space, SPACE, strlen(SPACE)) ? space + strlen(SPACE) : "";
	camt->named = strlen(version) == 2 && *version == '0' && version[1] >= '2' && version[1] <= '8';
	if (camt->named)
		return 0;
	if (*version)
		return refuse(camt, TO_TRANSLATE("a version of CAMT.053 that is not known here"),
			      TO_TRANSLATE("camt.053.001.02 to .08 are: ask the bank for one of them"));
	return refuse(camt, TO_TRANSLATE("no bank statement in CAMT.053"),
		      TO_TRANSLATE("ask the bank for camt.053 (not 052, which is not final, nor 054), or for CSV"));
}

static int begin(struct camt *camt)
{
	if (camt->depth >= CAMT_DEPTH_MAX)
		return refuse(camt, TO_TRANSLATE("elements within elements, deeper than any statement has them"),
			      TO_TRANSLATE("ask the bank for the file again"));
	camt->lengths[camt->depth++] = camt->path.length;
	str_printf(&camt->path, "/%.100s", camt->xml.name(camt->reader));
	str_clear(&camt->text);
	if (camt->path.failed)
		return err_memory(camt->err);
	if (!camt->named && check_root(camt))
		return -1;
	if (camt_at(camt, CAMT_STATEMENT))
		camt->account = NULL;
	if (camt_at(camt, CAMT_ENTRY)) {
		arena_release(&camt->entry.arena);
		camt->entry = (struct camt_entry) { .line = (size_t)line_of(camt) };
	}
	return camt_keep_currency(camt);
}

static int end_transaction(struct camt *camt)
{
	struct camt_entry *entry = &camt->entry;
	struct camt_transaction *transaction = arena_alloc(&entry->arena, sizeof *transaction);
	if (!transaction)
		return err_memory(camt->err);
	if (++entry->transactions > TRANSACTIONS_MAX)
		return refuse(camt, TO_TRANSLATE("an entry of more than 100000 transactions"),
			      TO_TRANSLATE("ask the bank to book them in smaller sums"));
	if (camt->more.length && !(entry->slots[TX_TEXT] = arena_strdup(&entry->arena, camt->more.text)))
		return err_memory(camt->err);
	str_clear(&camt->more);
	for (int slot = TX_REF; slot < SLOTS; slot++) {
		transaction->slots[slot] = entry->slots[slot];
		entry->slots[slot] = NULL;
	}
	if (entry->last)
		entry->last->next = transaction;
	else
		entry->first = transaction;
	entry->last = transaction;
	return 0;
}

static int end(struct camt *camt)
{
	if (!camt->depth)
		return refuse(camt, TO_TRANSLATE("an element ends that never began"), TO_TRANSLATE("ask the bank for the file again"));
	if (camt_keep_text(camt) || (camt_at(camt, CAMT_TRANSACTION) && end_transaction(camt)))
		return -1;
	if (camt_at(camt, CAMT_ENTRY)) {
		camt->entry.slots[ACCOUNT] = camt->account;
		camt->records = camt_records(&camt->entry);
		if (!camt->records)
			return err_memory(camt->err);
	}
	camt->path.length = camt->lengths[--camt->depth];
	camt->path.text[camt->path.length] = '\0';
	str_clear(&camt->text);
	return 0;
}

static int add_text(struct camt *camt)
{
	const char *value = camt->xml.value(camt->reader);
	size_t length = value ? strlen(value) : 0;
	if (length > CAMT_TEXT_MAX - camt->text.length)
		return refuse(camt, TO_TRANSLATE("a text longer than 65536 bytes"),
			      TO_TRANSLATE("no statement has such: ask the bank for the file again"));
	str_put_bytes(&camt->text, value, length);
	return camt->text.failed ? err_memory(camt->err) : 0;
}

/* --- reading
 * ------------------------------------------------------------------------------------------------------------------ */

static int take(struct camt *camt)
{
	switch (camt->xml.kind(camt->reader)) {
	case XML_ELEMENT: {
		bool empty = camt->xml.empty(camt->reader) == 1; /* asked first: at an attribute it is another question */
		return begin(camt) || (empty && end(camt)) ? -1 : 0;
	}
	case XML_END:
		return end(camt);
	case XML_TEXT:
	case XML_CDATA:
		return add_text(camt);
	case XML_DOCTYPE:
	case XML_ENTITY:
		return refuse(camt, TO_TRANSLATE("a document type or an entity, which no statement needs"),
			      TO_TRANSLATE("this is no file of a bank, or somebody changed it"));
	default:
		return 0;
	}
}

static int broken(struct camt *camt)
{
	if (source_check(camt->source, camt->err))
		return -1;
	return refuse_line(camt, *camt->wrong ? camt->wrong_line : camt->xml.reached(camt->reader),
			   *camt->wrong ? camt->wrong : TO_TRANSLATE("the XML ends too soon"),
			   TO_TRANSLATE("the file was cut off or changed: fetch it again"));
}

static int read_entry(struct camt *camt)
{
	while (!camt->records) {
		int found = camt->xml.next(camt->reader);
		if (found < 0 || (!found && (camt->depth || !camt->named)))
			return broken(camt);
		if (!found)
			return 0;
		if (take(camt))
			return -1;
	}
	return 1;
}

/* The record lives until the entry after it begins; what the form takes of it is copied. */
int camt_next(struct camt *camt, struct arena *arena, struct node **node, bool *recoverable, struct err *err)
{
	(void)arena;
	*recoverable = false;
	camt->err = err;
	int found = camt->ended ? 0 : read_entry(camt);
	camt->ended = found <= 0;
	if (found > 0) {
		*node = camt->records;
		camt->records = camt->records->next;
	}
	return found;
}
