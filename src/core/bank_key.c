/* Each entry that was taken is kept under a key made of what the bank says of it, beside the keys of commands: a
 * statement that is read again, or overlaps with the last one, pays nothing twice, even when a debit was returned
 * meanwhile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank_parts.h"
#include "ordr/hash.h"
#include "ordr/idempotency.h"

static void put(struct str *str, const char *text)
{
	str_put_json(str, text ? text : "");
}

int bank_key(struct bank *bank, const struct bank_entry *entry, const struct bank_result *result, const char **key)
{
	struct core *core = bank->core;
	struct str all = { 0 };
	char hash[65];
	str_printf(&all, "%lld %lld ", (long long)result->booked.days, (long long)result->amount.minor);
	put(&all, result->currency);
	put(&all, entry->account);
	put(&all, result->entry);
	put(&all, result->end_to_end);
	put(&all, result->reference);
	put(&all, result->payer);
	put(&all, result->iban);
	if (!all.failed)
		hash_bytes(all.text, all.length, hash);
	str_release(&all);
	if (all.failed)
		return err_memory(core->err);
	char first[16];
	snprintf(first, sizeof first, "%.15s", hash);
	int64_t *seen = id_table_get(&bank->seen, strtoll(first, NULL, 16) | 1);
	if (!seen)
		return err_memory(core->err);
	seen[1]++;
	*key = arena_printf(core->arena, "bank-%s-%lld", hash, (long long)seen[1]);
	return *key ? 0 : err_memory(core->err);
}

/* "invoice RE-2026-00001 RE-2026-00002" */
static int read_documents(struct core *core, const char *documents, struct list *invoices)
{
	const char **names = arena_array(core->arena, strlen(documents) / 2 + 1, sizeof *names);
	size_t count = 0;
	for (const char *at = documents + strcspn(documents, " "); names && *at; at += strcspn(at, " ")) {
		at++;
		names[count] = arena_strndup(core->arena, at, strcspn(at, " "));
		if (!names[count++])
			return err_memory(core->err);
	}
	*invoices = (struct list) { .items = names, .count = count };
	return names ? 0 : err_memory(core->err);
}

int bank_known(struct core *core, const char *key, struct list *invoices)
{
	const char *documents;
	int known = idempotency_find(core, key, key, &documents);
	return known > 0 && read_documents(core, documents, invoices) ? -1 : known;
}

int bank_keep(struct core *core, const char *key, const struct list *invoices)
{
	struct str documents = { 0 };
	str_put(&documents, "invoice");
	for (size_t i = 0; i < invoices->count; i++)
		str_printf(&documents, " %s", ((const char *const *)invoices->items)[i]);
	int result = documents.failed ? err_memory(core->err) : idempotency_store(core, key, key, documents.text);
	str_release(&documents);
	return result;
}
