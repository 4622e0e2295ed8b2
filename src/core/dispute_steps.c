/* Opening a dispute and resolving it. Whose fault a reason is stands here, since these reasons are those that customers give for not paying, not the
 * company's own list; whoever opens one may know better. What a credit settles is the credit note itself, so that it can be followed. */
#include <string.h>

#include "ordr/dispute.h"
#include "ordr/event.h"
#include "ordr/invoice.h"
#include "ordr/near.h"
#include "ordr/speak.h"
#include "payment_parts.h"

static const char *fault_of(const char *reason)
{
	static const char *const faults[][2] = { { "damage", "carrier" }, { "late", "supply" } };
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (!strcmp(faults[i][0], reason))
			return faults[i][1];
	return "internal"; /* a price, a quantity or an order that was taken wrongly */
}

static int dispute_subject(struct core *core, struct dispute_id id)
{
	char text[ID_SIZE];
	return err_subject(core->err, "%s", dispute_id_text(id, text));
}

static void put_text(struct str *what, const char *name, const char *text)
{
	str_printf(what, ",\"%s\":", name);
	str_put_json(what, text);
}

/* The event of a step three times: of the dispute itself, of its invoice, and of its order; `what` begins with a comma, and is consumed. */
static int write_events(struct core *core, const struct dispute *dispute, struct str *what)
{
	char id[ID_SIZE];
	char order[ID_SIZE];
	struct str of[3] = { { .failed = what->failed }, { .failed = what->failed }, { .failed = what->failed } };
	const char *members = what->text ? what->text : "";
	dispute_id_text(dispute->id, id);
	order_id_text(dispute->order, order);
	if (dispute->order.number)
		str_printf(&of[0], "\"invoice\":\"%s\",\"order\":\"%s\"%s", dispute->invoice, order, members);
	else
		str_printf(&of[0], "\"invoice\":\"%s\"%s", dispute->invoice, members);
	str_printf(&of[1], "\"dispute\":\"%s\"%s", id, members);
	str_printf(&of[2], "\"dispute\":\"%s\",\"invoice\":\"%s\"%s", id, dispute->invoice, members);
	str_release(what);
	int first = event_subject(core, &of[0], "%s", id);
	int second = first ? -1 : event_subject(core, &of[1], "%s", dispute->invoice);
	if (!dispute->order.number) /* an invoice of many, contested as a whole */
		str_release(&of[2]);
	int third = second ? -1 : dispute->order.number ? event_order(core, dispute->order, &of[2]) : 0;
	for (size_t i = 0; third && i < 3; i++)
		str_release(&of[i]);
	return third;
}

/* --- open --------------------------------------------------------------------------------------------------------------------- */

/* The line as it is billed; NULL without one. */
static int find_line(struct core *core, const struct invoice *invoice, int64_t number, const struct invoice_line **line)
{
	const struct invoice_line *lines = invoice->lines.items;
	*line = NULL;
	for (size_t i = 0; number != NONE && i < invoice->lines.count && !*line; i++)
		*line = lines[i].line == number ? &lines[i] : NULL;
	if (number == NONE || *line)
		return 0;
	err_set(core->err, ERR_NOT_FOUND, "there is no line %lld", (long long)number);
	return err_hint(core->err, "ordr invoice show %s shows its lines", invoice->id);
}

/* What is contested when nobody says: what the line costs with its VAT, or all that is open, and of what is paid all that it was. */
static int usual_amount(struct core *core, const struct invoice *invoice, const struct invoice_line *line, struct money left, struct money *amount)
{
	struct money tax;
	*amount = invoice->open.minor > 0 ? invoice->open : left;
	if (!line)
		return 0;
	if (money_percent(line->net, line->tax_rate, &tax) || money_add(line->net, tax, amount))
		return err_set(core->err, ERR_INVALID, "what line %lld costs is more than can be counted", (long long)line->line);
	if (amount->minor > left.minor)
		*amount = left;
	if (amount->minor > 0)
		return 0;
	err_set(core->err, ERR_INVALID, "line %lld costs nothing that could be contested", (long long)line->line);
	return err_hint(core->err, "give --amount AMOUNT");
}

static int read_amount(struct core *core, const struct invoice *invoice, const struct invoice_line *line, const char *text, struct money *amount)
{
	char given[MONEY_SIZE];
	char most[MONEY_SIZE];
	struct money left = money_make(invoice->gross.minor - invoice->credited.minor, invoice->currency);
	if (strcmp(invoice->type, "invoice") || left.minor <= 0) {
		err_set(core->err, ERR_CONFLICT, invoice->corrects ? TO_TRANSLATE("is a credit note, which asks for no money")
							     : TO_TRANSLATE("is credited: nothing of it is asked for"));
		return invoice->corrects ? err_hint(core->err, "the invoice that it corrects is %s", invoice->corrects) : -1;
	}
	if (!text)
		return usual_amount(core, invoice, line, left, amount);
	if (payment_amount(core, text, invoice->currency, "leave it out for all that is open", amount))
		return -1;
	if (amount->minor <= left.minor)
		return 0;
	err_set(core->err, ERR_REFUSED, "%s %s is more than the %s that the invoice is", money_text(*amount, given), invoice->currency,
		money_text(left, most));
	return err_hint(core->err, "give --amount %s at most", most);
}

/* The same invoice and line are contested once at a time. */
static int check_open(struct core *core, const struct invoice *invoice, int64_t line, struct dispute_id *id)
{
	char text[ID_SIZE];
	int found = db_integer(core->db, &id->number,
			       "SELECT d.id FROM invoice i JOIN dispute d ON d.invoice_id = i.id WHERE i.number = $1 AND d.outcome IS NULL"
			       " AND coalesce(d.line, 0) = coalesce($2, 0)",
			       A(invoice->id), A(line));
	if (!found)
		return 0;
	if (found < 0)
		return -1;
	err_already(core->err, "is disputed already, by %s", dispute_id_text(*id, text));
	return err_hint(core->err, "ordr dispute show %s", text);
}

static int open_event(struct core *core, const struct dispute *dispute)
{
	char text[MONEY_SIZE];
	struct str what = { 0 };
	put_text(&what, "reason", dispute->reason);
	put_text(&what, "fault", dispute->fault);
	if (dispute->line != NONE)
		str_printf(&what, ",\"line\":%lld", (long long)dispute->line);
	str_printf(&what, ",\"amount\":%s,\"currency\":\"%s\"", money_text(dispute->amount, text), dispute->currency);
	put_text(&what, "note", dispute->note);
	return write_events(core, dispute, &what);
}

static int check_reason(struct core *core, const char *reason)
{
	for (const char *const *known = dispute_reasons; reason && *known; known++)
		if (!strcmp(*known, reason))
			return 0;
	if (reason)
		err_set(core->err, ERR_INVALID, "no reason \"%.40s\" of a dispute", reason);
	else
		err_set(core->err, ERR_INVALID, "a reason is needed");
	return near_hint(core->err, reason ? reason : "", dispute_reasons);
}

static int open_claim(struct core *core, const struct invoice *invoice, const struct dispute_claim *claim, struct dispute_id *id)
{
	const struct invoice_line *line;
	struct dispute dispute = { .invoice = invoice->id, .order = invoice->order, .currency = invoice->currency, .line = claim->line,
				   .reason = claim->reason, .note = claim->note };
	if (check_reason(core, claim->reason) || find_line(core, invoice, claim->line, &line) ||
	    read_amount(core, invoice, line, claim->amount, &dispute.amount) || check_open(core, invoice, claim->line, id))
		return -1;
	dispute.fault = claim->fault ? claim->fault : fault_of(claim->reason);
	if (line)
		dispute.order = line->order;
	if (db_run(core->db,
		   "INSERT INTO dispute (invoice_id, line, reason, fault, amount, note, opened_at, opened_by)"
		   " SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM invoice WHERE number = $1",
		   A(invoice->id), A(claim->line), A(claim->reason), A(dispute.fault), A(dispute.amount), A(claim->note), A(core->now), A(core->actor)))
		return -1;
	id->number = dispute.id.number = db_last_id(core->db);
	return open_event(core, &dispute);
}

int dispute_open(struct core *core, const struct dispute_claim *claim, struct dispute_id *id)
{
	struct invoice invoice;
	if (invoice_load(core, claim->invoice, &invoice))
		return -1;
	return open_claim(core, &invoice, claim, id) ? err_subject(core->err, "%s", invoice.id) : 0;
}

/* --- resolve ------------------------------------------------------------------------------------------------------------------ */

/* Writes the credit note of what is contested; of a line, at the rate of that. */
static int write_credit(struct core *core, const struct dispute *dispute, const char *reason)
{
	const char *number;
	const struct credit_request request = { .number = dispute->invoice, .qty = { NONE }, .gross = dispute->amount, .reason = reason,
						.order = dispute->order, .order_line = dispute->order_line == NONE ? 0 : dispute->order_line };
	return invoice_credit_part(core, &request, &number);
}

/* The credit note that settles it: *row and its number. */
static int find_credit(struct core *core, const struct dispute *dispute, const char *named, int64_t *row, const char **number)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT n.id, n.number FROM invoice i JOIN invoice n ON n.corrects = i.number WHERE i.number = $1"
		     " AND CASE WHEN $2 IS NULL THEN n.issued_at >= $3 AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = i.id AND d.credit_id = n.id)"
		     " ELSE n.number = $2 END ORDER BY n.id DESC LIMIT 1",
		     A(dispute->invoice), A(named), A(dispute->opened_at)))
		return -1;
	int found = db_next(&rows);
	if (found == 1) {
		*row = db_column_integer(&rows, 0);
		*number = arena_strdup(core->arena, db_column_text(&rows, 1));
		db_finish(&rows);
		return *number ? 0 : err_memory(core->err);
	}
	if (found < 0)
		return -1;
	if (named) {
		err_set(core->err, ERR_NOT_FOUND, "%s is no credit note of %s", named, dispute->invoice);
		return !dispute->order.number
			       ? -1
			       : err_hint(core->err, "ordr invoice list --order %lld shows them", (long long)dispute->order.number);
	}
	err_set(core->err, ERR_REFUSED, "no credit note of %s since it was opened", dispute->invoice);
	return err_hint(core->err, "--reason CODE writes one of the amount; of another: ordr invoice credit %s first", dispute->invoice);
}

static int check_paid(struct core *core, const struct dispute *dispute)
{
	char text[MONEY_SIZE];
	struct invoice invoice;
	if (invoice_load(core, dispute->invoice, &invoice))
		return -1;
	if (invoice.open.minor < dispute->amount.minor)
		return 0;
	err_set(core->err, ERR_REFUSED, "the %s %s that are contested were not paid", money_text(dispute->amount, text), dispute->currency);
	return err_hint(core->err, "ordr pay %s; --outcome withdrawn or rejected when it is to be paid still", dispute->invoice);
}

static int resolved_event(struct core *core, const struct dispute *dispute, const struct dispute_end *end, const char *credit_note)
{
	char text[MONEY_SIZE];
	struct str what = { 0 };
	put_text(&what, "outcome", end->outcome);
	put_text(&what, "reason", dispute->reason);
	put_text(&what, "fault", dispute->fault);
	str_printf(&what, ",\"amount\":%s,\"currency\":\"%s\"", money_text(dispute->amount, text), dispute->currency);
	if (credit_note)
		put_text(&what, "credit_note", credit_note);
	put_text(&what, "note", end->note);
	return write_events(core, dispute, &what);
}

static int resolve(struct core *core, const struct dispute *dispute, const struct dispute_end *end)
{
	int64_t credit = NONE;
	const char *credit_note = NULL;
	bool credited = !strcmp(end->outcome, "credit");
	if (dispute->outcome)
		return err_already(core->err, "is resolved already");
	if ((end->credit_note || end->reason) && !credited) {
		err_set(core->err, ERR_USAGE, "only --outcome credit has a credit note");
		return err_hint(core->err, "leave --credit-note and --reason out");
	}
	if (end->credit_note && end->reason) {
		err_set(core->err, ERR_USAGE, "--credit-note and --reason exclude each other");
		return err_hint(core->err, "--credit-note names one that is written, --reason writes one");
	}
	if (end->reason && write_credit(core, dispute, end->reason))
		return -1;
	if ((credited && find_credit(core, dispute, end->credit_note, &credit, &credit_note)) ||
	    (!strcmp(end->outcome, "paid") && check_paid(core, dispute)))
		return -1;
	if (db_run(core->db,
		   "UPDATE dispute SET resolved_at = $2, resolved_by = $3, outcome = $4, credit_id = $5, resolution = $6 WHERE id = $1",
		   A(dispute->id.number), A(core->now), A(core->actor), A(end->outcome), A(credit), A(end->note)))
		return -1;
	return resolved_event(core, dispute, end, credit_note);
}

int dispute_resolve(struct core *core, struct dispute_id id, const struct dispute_end *end)
{
	struct dispute dispute;
	if (dispute_load(core, id, &dispute))
		return -1;
	if (!resolve(core, &dispute, end))
		return 0;
	return *core->err->subject ? -1 : dispute_subject(core, id);
}
