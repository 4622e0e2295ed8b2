/* From the snapshot to what is read: the head of the document and its foot. Of the snapshot only what is frozen is used. */
#include "paper.h"

#include <string.h>

void texts_add(struct maker *maker, struct texts *texts, const char *text)
{
	if (!text || !*text)
		return;
	if (texts->count == texts->size) {
		size_t size = texts->size ? 2 * texts->size : 8;
		const char **items = arena_array(maker->arena, size, sizeof *items);
		if (!items) {
			maker->failed = true;
			return;
		}
		if (texts->count)
			memcpy(items, texts->items, texts->count * sizeof *items);
		texts->items = items;
		texts->size = size;
	}
	texts->items[texts->count++] = text;
}

void texts_add_lines(struct maker *maker, struct texts *texts, const char *text)
{
	while (text && *text) {
		size_t length = strcspn(text, "\r\n");
		texts_add(maker, texts, made(maker, arena_strndup(maker->arena, text, length)));
		text += length + (text[length] != '\0');
	}
}

void facts_add(struct facts *facts, const char *label, const char *value)
{
	if (value && *value && facts->count < FACTS_MOST)
		facts->items[facts->count++] = (struct fact){ label, value };
}

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* "20457 Hamburg": what there is of both. */
static const char *town(struct maker *maker, const char *postcode, const char *city)
{
	if (!postcode || !city)
		return postcode ? postcode : city;
	return made(maker, arena_printf(maker->arena, "%s %s", postcode, city));
}

/* A country is named where it is not the seller's own. */
static const char *abroad(struct maker *maker, const char *country, const char *own)
{
	return !country || same(country, own) ? NULL : country_name(maker->language, country);
}

static const char *joined(struct maker *maker, const struct texts *texts, const char *between)
{
	const char *all = texts->count ? texts->items[0] : "";
	for (size_t i = 1; i < texts->count; i++)
		all = made(maker, arena_printf(maker->arena, "%s%s%s", all, between, texts->items[i]));
	return all;
}

static void put_address(struct maker *maker, struct texts *texts, const struct address *address, const char *own_country)
{
	texts_add_lines(maker, texts, address->name);
	texts_add_lines(maker, texts, address->street);
	texts_add(maker, texts, town(maker, address->postcode, address->city));
	texts_add(maker, texts, abroad(maker, address->country, own_country));
}

static struct address address_of(const struct party *party)
{
	return (struct address){ .name = party->name, .street = party->street, .city = party->city, .postcode = party->postcode, .country = party->country };
}

static enum word title_of(const struct invoice *invoice)
{
	if (same(invoice->type, "credit_note"))
		return W_CREDIT_NOTE;
	if (invoice->replaces)
		return W_REPLACEMENT;
	return same(invoice->kind, "deposit") ? W_DEPOSIT : same(invoice->kind, "partial") ? W_PARTIAL : same(invoice->kind, "final") ? W_FINAL : same(invoice->kind, "collective") ? W_COLLECTIVE : W_INVOICE;
}

static void put_title(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	paper->id = invoice->id ? invoice->id : "";
	paper->title = made(maker, arena_printf(maker->arena, "%s %s", say(maker, title_of(invoice)), paper->id));
	if (invoice->corrects && invoice->corrects_issued.days != NONE)
		paper->subtitle = FILL(maker, W_CORRECTS, invoice->corrects, figure_date(maker, invoice->corrects_issued));
	else if (invoice->corrects)
		paper->subtitle = FILL(maker, W_CORRECTS_UNDATED, invoice->corrects);
	else if (invoice->replaces)
		paper->subtitle = FILL(maker, W_REPLACES, invoice->replaces, figure_date(maker, invoice->replaces_issued));
}

static void put_supply(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	if (invoice->supplied.days == NONE)
		return;
	const char *from = figure_date(maker, invoice->supplied);
	if (invoice->supplied_until.days == NONE || invoice->supplied_until.days == invoice->supplied.days)
		facts_add(&paper->facts, say(maker, W_SUPPLIED), from);
	else
		facts_add(&paper->facts, say(maker, W_PERIOD),
			  made(maker, arena_printf(maker->arena, "%s – %s", from, figure_date(maker, invoice->supplied_until))));
}

static void put_facts(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	struct facts *facts = &paper->facts;
	char id[ID_SIZE];
	facts_add(facts, say(maker, W_NUMBER), paper->id);
	facts_add(facts, say(maker, W_ISSUED), figure_date(maker, invoice->issued));
	put_supply(paper, invoice);
	if (invoice->due.days != NONE && !same(invoice->type, "credit_note"))
		facts_add(facts, say(maker, W_DUE), figure_date(maker, invoice->due));
	facts_add(facts, say(maker, W_CUSTOMER), invoice->customer);
	facts_add(facts, say(maker, W_BUYER_VAT_ID), invoice->buyer.vat_id);
	facts_add(facts, say(maker, W_REFERENCE), invoice->buyer.reference);
	facts_add(facts, say(maker, W_ORDER_REF), invoice->order_ref);
	if (invoice->order.number > 0)
		facts_add(facts, say(maker, W_ORDER), made(maker, arena_strdup(maker->arena, order_id_text(invoice->order, id))));
	if (invoice->shipment.number > 0)
		facts_add(facts, say(maker, W_SHIPMENT), made(maker, arena_strdup(maker->arena, shipment_id_text(invoice->shipment, id))));
	facts_add(facts, say(maker, W_CONTACT), invoice->seller.contact);
	facts_add(facts, say(maker, W_PHONE), invoice->seller.phone);
	facts_add(facts, say(maker, W_EMAIL), invoice->seller.email);
}

static void put_addresses(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	struct texts back = { 0 };
	struct address seller = address_of(&invoice->seller);
	struct address buyer = address_of(&invoice->buyer);
	paper->seller = seller.name ? seller.name : "";
	put_address(maker, &back, &seller, seller.country);
	paper->return_line = joined(maker, &back, " · ");
	put_address(maker, &paper->recipient, &buyer, seller.country);
}

static void put_remarks(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	struct texts delivery = { 0 };
	if (invoice->ship_to.name) {
		put_address(maker, &delivery, &invoice->ship_to, invoice->seller.country);
		texts_add(maker, &paper->remarks, FILL(maker, W_DELIVERY, joined(maker, &delivery, ", ")));
	}
	texts_add_lines(maker, &paper->remarks, invoice->note);
}

static void put_footer(struct paper *paper, const struct party *seller)
{
	struct maker *maker = &paper->maker;
	struct texts *footer = paper->footer;
	struct address address = address_of(seller);
	put_address(maker, &footer[0], &address, NULL);
	texts_add(maker, &footer[1], seller->phone);
	texts_add(maker, &footer[1], seller->email);
	texts_add(maker, &footer[2], seller->vat_id ? FILL(maker, W_VAT_ID, seller->vat_id) : NULL);
	texts_add(maker, &footer[2], seller->tax_number ? FILL(maker, W_TAX_NUMBER, seller->tax_number) : NULL);
	texts_add(maker, &footer[2], seller->register_id);
	texts_add_lines(maker, &footer[2], seller->legal);
	if (seller->iban)
		texts_add(maker, &footer[3], made(maker, arena_printf(maker->arena, "%s %s", say(maker, W_IBAN), figure_iban(maker, seller->iban, NO_BREAK))));
	if (seller->bic)
		texts_add(maker, &footer[3], made(maker, arena_printf(maker->arena, "%s %s", say(maker, W_BIC), seller->bic)));
}

int paper_make(struct print *print, const struct invoice *invoice, struct paper *paper)
{
	*paper = (struct paper){ .maker = { .arena = print->arena, .language = language_of(invoice->language) }, .issued = invoice->issued };
	put_title(paper, invoice);
	put_addresses(paper, invoice);
	put_facts(paper, invoice);
	paper_put_lines(paper, invoice);
	paper_put_totals(paper, invoice);
	put_remarks(paper, invoice);
	paper_put_terms(paper, invoice);
	put_footer(paper, &invoice->seller);
	return paper->maker.failed ? err_memory(print->err) : 0;
}
