/* An entry becomes one record, or, where the bank booked several transactions in one sum and says what each was, one
 * for each. When their amounts do not make up that sum (fees, another currency), the entry stays one, and names all
 * that its transactions name. */
#include <string.h>

#include "camt_parts.h"
#include "ordr/quantity.h"

#define FRACTION 5 /* digits that ISO 20022 allows in any amount */

static const char *either(const char *one, const char *other)
{
	return one ? one : other;
}

static bool same(const char *one, const char *other)
{
	return one && other && !strcmp(one, other);
}

static const char *amount_of(const struct camt_entry *entry, const struct camt_transaction *transaction)
{
	const char *const *slots = transaction->slots;
	if (slots[TX_SIDE] && !same(slots[TX_SIDE], entry->slots[SIDE]))
		return NULL;
	if (slots[TX_AMOUNT] && same(slots[TX_CURRENCY], entry->slots[CURRENCY]))
		return slots[TX_AMOUNT];
	return same(slots[TX_OTHER_CURRENCY], entry->slots[CURRENCY]) ? slots[TX_OTHER_AMOUNT] : NULL;
}

/* Do the transactions say exactly how the entry divides? */
static bool divides(const struct camt_entry *entry)
{
	int64_t whole, part, sum = 0;
	if (entry->transactions < 2 || !entry->slots[AMOUNT] || decimal_parse(entry->slots[AMOUNT], FRACTION, &whole))
		return false;
	for (const struct camt_transaction *each = entry->first; each; each = each->next) {
		const char *text = amount_of(entry, each);
		if (!text || decimal_parse(text, FRACTION, &part) || part < 0 || __builtin_add_overflow(sum, part, &sum))
			return false;
	}
	return sum == whole;
}

/* Adds a member unless there is nothing in it; remembers in *failed. */
static void put(struct camt_entry *entry, struct node *record, const char *name, const char *text, bool *failed)
{
	struct node *node = text && *text ? node_add(&entry->arena, record, NODE_LOOSE, name, text) : NULL;
	if (node)
		node->line = entry->line;
	*failed |= text && *text && !node;
}

/* A day, or its beginning in a time or with a zone. */
static const char *day(struct camt_entry *entry, bool *failed)
{
	const char *text = either(entry->slots[BOOKED], entry->slots[VALUED]);
	const char *copy = text ? arena_strndup(&entry->arena, text, strnlen(text, strlen("2026-11-24"))) : NULL;
	*failed |= text && !copy;
	return copy;
}

static struct node *make(struct camt_entry *entry, const struct camt_transaction *of, const char *amount, const char *text)
{
	struct node *record = arena_alloc(&entry->arena, sizeof *record);
	bool out = same(entry->slots[SIDE], "DBIT");
	bool reversal = same(entry->slots[REVERSAL], "true") || same(entry->slots[REVERSAL], "1");
	bool failed = false;
	if (!record)
		return NULL;
	record->kind = NODE_OBJECT;
	record->line = entry->line;
	put(entry, record, "booked", day(entry, &failed), &failed);
	put(entry, record, "amount", amount, &failed);
	put(entry, record, "direction", either(entry->slots[SIDE], "?"), &failed);
	put(entry, record, "currency", entry->slots[CURRENCY], &failed);
	put(entry, record, "account", entry->slots[ACCOUNT], &failed);
	put(entry, record, "pending", same(entry->slots[STATUS], "BOOK") ? NULL : "true", &failed);
	put(entry, record, "reversal", reversal ? "true" : NULL, &failed);
	put(entry, record, "entry", either(of ? of->slots[TX_REF] : NULL, entry->slots[REF]), &failed);
	put(entry, record, "reference", text, &failed);
	if (of) {
		put(entry, record, "payer", either(of->slots[out ? TX_CREDITOR : TX_DEBTOR], of->slots[out ? TX_DEBTOR : TX_CREDITOR]), &failed);
		put(entry, record, "iban",
		    either(of->slots[out ? TX_CREDITOR_IBAN : TX_DEBTOR_IBAN], of->slots[out ? TX_DEBTOR_IBAN : TX_CREDITOR_IBAN]), &failed);
		put(entry, record, "end_to_end", of->slots[TX_END_TO_END], &failed);
	}
	return failed ? NULL : record;
}

/* What all of its transactions say. */
static struct node *make_whole(struct camt_entry *entry)
{
	struct str all = { 0 };
	for (const struct camt_transaction *each = entry->first; each; each = each->next)
		for (enum camt_slot slot = TX_TEXT; slot; slot = slot == TX_TEXT ? TX_END_TO_END : 0)
			if (each->slots[slot])
				str_printf(&all, "%s%s", all.length ? "\n" : "", each->slots[slot]);
	const char *text = all.length ? arena_strdup(&entry->arena, all.text) : NULL;
	bool failed = all.failed || (all.length && !text);
	str_release(&all);
	return failed ? NULL : make(entry, NULL, entry->slots[AMOUNT], text);
}

struct node *camt_records(struct camt_entry *entry)
{
	struct node *first = NULL, *last = NULL;
	if (entry->transactions < 2)
		return make(entry, entry->first, entry->slots[AMOUNT], entry->first ? entry->first->slots[TX_TEXT] : NULL);
	if (!divides(entry))
		return make_whole(entry);
	for (const struct camt_transaction *each = entry->first; each; each = each->next) {
		struct node *record = make(entry, each, amount_of(entry, each), each->slots[TX_TEXT]);
		if (!record)
			return NULL;
		if (last)
			last->next = record;
		else
			first = record;
		last = record;
	}
	return first;
}
