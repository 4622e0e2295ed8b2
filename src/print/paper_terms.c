/* How and until when it is paid. Nothing here says what was paid since: that is not frozen. */
#include <string.h>

#include "girocode.h"
#include "paper.h"

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static void put_due(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	if (invoice->due.days == NONE || invoice->due.days == invoice->issued.days)
		texts_add(maker, &paper->terms, say(maker, W_PAY_NOW));
	else
		texts_add(maker, &paper->terms, FILL(maker, W_PAY_BY, figure_date(maker, invoice->due)));
}

/* What may be deducted until when (§14 (4) 7 UStG wants it said), with the amounts, so that nobody has to reckon. */
static void put_cash_discount(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	struct money off;
	struct money rest;
	if (invoice->discount_until.days == NONE || invoice->discount_percent.hundredths == NONE || !invoice->discount_percent.hundredths)
		return;
	if (money_percent(invoice->gross, invoice->discount_percent, &off) || money_subtract(invoice->gross, off, &rest))
		return;
	texts_add(maker, &paper->terms, FILL(maker, W_CASH_DISCOUNT, figure_date(maker, invoice->discount_until), figure_percent(maker, invoice->discount_percent),
					     figure_money(maker, off), figure_money(maker, rest)));
}

static void put_transfer(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	const struct party *seller = &invoice->seller;
	put_cash_discount(paper, invoice);
	put_due(paper, invoice);
	if (!seller->iban)
		return;
	texts_add(maker, &paper->terms, say(maker, W_TRANSFER));
	facts_add(&paper->account, say(maker, W_HOLDER), seller->name);
	facts_add(&paper->account, say(maker, W_IBAN), figure_iban(maker, seller->iban, NO_BREAK));
	facts_add(&paper->account, say(maker, W_BIC), seller->bic);
	facts_add(&paper->account, say(maker, W_REMITTANCE), invoice->id);
	paper->girocode = girocode_payload(maker, invoice);
}

/* The payer must be told amount and day in advance (SEPA Direct Debit Core Rulebook, pre-notification). */
static void put_debit(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	struct date day = invoice->due.days == NONE ? invoice->issued : invoice->due;
	texts_add(maker, &paper->terms, FILL(maker, W_DEBIT, figure_money(maker, invoice->gross), figure_date(maker, day)));
	if (invoice->buyer.iban)
		texts_add(maker, &paper->terms, FILL(maker, W_DEBIT_ACCOUNT, figure_iban(maker, invoice->buyer.iban, NO_BREAK)));
	if (invoice->buyer.mandate && invoice->seller.creditor_id)
		texts_add(maker, &paper->terms, FILL(maker, W_DEBIT_MANDATE, invoice->buyer.mandate, invoice->seller.creditor_id));
}

void paper_put_terms(struct paper *paper, const struct invoice *invoice)
{
	struct maker *maker = &paper->maker;
	if (same(invoice->type, "credit_note") || invoice->gross.minor <= 0)
		return;
	if (same(invoice->payment_means, "direct_debit"))
		put_debit(paper, invoice);
	else if (same(invoice->payment_means, "card"))
		texts_add(maker, &paper->terms, say(maker, W_CARD));
	else if (same(invoice->payment_means, "cash"))
		texts_add(maker, &paper->terms, say(maker, W_CASH));
	else
		put_transfer(paper, invoice);
}
