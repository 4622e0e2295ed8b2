/* Money that goes back: what was paid and is no longer owed, after a credit note or when too much came in; and what a bank takes back. */
#include <string.h>

#include "ordr/credit.h"
#include "ordr/speak.h"
#include "payment_parts.h"

/* What is still in hand of the invoice, and what of that its customer has to get back. */
struct claim {
	struct money paid, due;
};

static int refuse_nothing(struct core *core, const struct invoice *invoice, const struct claim *claim)
{
	if (invoice->refunded.minor > 0 && !claim->due.minor) {
		err_already(core->err, "is paid back already: nothing more of it is the customer's");
		return -1;
	}
	err_set(core->err, ERR_CONFLICT,
		claim->paid.minor ? TO_TRANSLATE("nothing is to be paid back: it is owed what was paid") : TO_TRANSLATE("nothing of it was paid"));
	if (claim->paid.minor)
		err_hint(core->err, "credit it first: ordr invoice credit %s; --reopen when the bank took the payment back", invoice->id);
	return -1;
}

static int refuse_more(struct core *core, const struct invoice *invoice, struct money amount, const struct claim *claim, bool reopen)
{
	char given[MONEY_SIZE];
	char most[MONEY_SIZE];
	struct money limit = reopen ? claim->paid : claim->due;
	err_set(core->err, ERR_REFUSED,
		reopen ? TO_TRANSLATE("%s %s is more than the %s that was paid of it")
		       : TO_TRANSLATE("%s %s is more than the %s that is to be paid back"),
		money_text(amount, given), invoice->currency, money_text(limit, most));
	if (reopen || amount.minor > claim->paid.minor)
		return err_hint(core->err, "at most %s", most);
	return err_hint(core->err, "at most %s; --reopen when the bank took the payment back", most);
}

static int refund(struct core *core, const struct invoice *invoice, const struct payment_given *given, bool reopen)
{
	struct claim claim = { .paid = money_make(invoice->paid.minor - invoice->refunded.minor, invoice->currency),
			       .due = money_make(invoice->open.minor < 0 ? -invoice->open.minor : 0, invoice->currency) };
	struct payment_row row = { .discount = money_make(0, invoice->currency), .credit = NONE, .method = given->method, .ref = given->ref };
	struct money amount = reopen ? claim.paid : claim.due;
	row.at = given->at.ms == NONE ? core->now : given->at;
	if (!amount.minor)
		return refuse_nothing(core, invoice, &claim);
	if (given->amount &&
	    payment_amount(core, given->amount, invoice->currency, TO_TRANSLATE("leave it out to pay back all that is to be paid back"), &amount))
		return -1;
	if (amount.minor > (reopen ? claim.paid.minor : claim.due.minor))
		return refuse_more(core, invoice, amount, &claim, reopen);
	row.amount = money_make(-amount.minor, invoice->currency);
	/* What is open again was not paid in time. */
	if (amount.minor > claim.due.minor && invoice->cash_discount.minor) {
		row.discount.minor = -invoice->cash_discount.minor;
		if (payment_last_credit(core, invoice, &row.credit))
			return -1;
	}
	return payment_check_at(core, row.at) ? -1 : payment_write(core, invoice, &row);
}

int payment_refund(struct core *core, const char *number, const struct payment_given *given, bool reopen, const char **of)
{
	struct invoice invoice;
	if (invoice_load(core, number, &invoice) || (invoice.corrects && invoice_load(core, invoice.corrects, &invoice)))
		return -1;
	*of = invoice.id;
	return refund(core, &invoice, given, reopen) ? err_subject(core->err, "%s", invoice.id) : 0;
}

int payment_credited(struct core *core, const char *number, int64_t credit)
{
	struct invoice invoice;
	int64_t gross, kept;
	if (invoice_load(core, number, &invoice) ||
	    db_integer(core->db, &gross, "SELECT gross FROM invoice WHERE id = $1", A(credit)) < 0)
		return -1;
	int64_t left = invoice.gross.minor - invoice.credited.minor;
	if (invoice.cash_discount.minor <= 0 || left + gross <= 0)
		return 0;
	/* What is left of the invoice keeps its share of the discount. */
	if (integer_scale(invoice.cash_discount.minor, left, left + gross, &kept))
		return err_set(core->err, ERR_INVALID, "the cash discount is more than can be counted");
	struct money discount = money_make(kept - invoice.cash_discount.minor, invoice.currency);
	if (!discount.minor)
		return 0;
	if (db_run(core->db,
		   "INSERT INTO payment (invoice_id, amount, discount, credit_id, at, actor) SELECT id, 0, $2, $3, $4, $5 FROM invoice WHERE number = $1",
		   A(number), A(discount), A(credit), A(core->now), A(core->actor)))
		return -1;
	return credit_owe(core, number, money_make(-discount.minor, invoice.currency));
}
