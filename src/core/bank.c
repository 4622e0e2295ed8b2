/* An entry of the bank becomes a payment when it can be of nothing else. */
#include <stdlib.h>
#include <string.h>

#include "bank_parts.h"
#include "ordr/calendar.h"
#include "ordr/speak.h"
#include "payment_parts.h"

/* --- what it says
 * ------------------------------------------------------------------------------------------------------------- */

static int no_amount(struct core *core, const char *message, const char *hint)
{
	err_set(core->err, ERR_INVALID, "%s", translate(message));
	err_hint(core->err, "%s", translate(hint));
	return err_path(core->err, "/amount");
}

static bool went_out(const char *direction)
{
	return direction && strchr("SD", *direction);
}

/* One signed amount of what stands in one column or in two. */
static int read_amount(struct core *core, const struct bank_entry *entry, struct money *amount)
{
	bool credit = entry->credit.minor != NONE && entry->credit.minor != 0;
	bool debit = entry->debit.minor != NONE && entry->debit.minor != 0;
	*amount = entry->amount;
	if (credit + debit + (amount->minor != NONE) > 1)
		return no_amount(core, TO_TRANSLATE("the amount is given twice"), TO_TRANSLATE("one of amount, credit and debit"));
	if (credit)
		*amount = money_make(llabs(entry->credit.minor), entry->credit.currency);
	if (debit)
		*amount = money_make(-llabs(entry->debit.minor), entry->debit.currency);
	if (amount->minor == NONE)
		return no_amount(core, TO_TRANSLATE("the amount is missing"),
				 TO_TRANSLATE("amount, or one of credit and debit; --map THEIRS=amount says which column it is"));
	if (amount->minor > 0 && went_out(entry->direction))
		amount->minor = -amount->minor;
	return 0;
}

static int fill(struct core *core, const struct bank_entry *entry, struct bank_result *result)
{
	field_clear(bank_result_schema.fields, result);
	if (read_amount(core, entry, &result->amount))
		return -1;
	result->booked = entry->booked;
	result->currency = entry->currency ? entry->currency : arena_strdup(core->arena, result->amount.currency);
	result->payer = entry->payer;
	result->iban = entry->iban;
	result->reference = entry->reference;
	/* The scheme's word for none. */
	result->end_to_end = entry->end_to_end && strcmp(entry->end_to_end, "NOTPROVIDED") ? entry->end_to_end : NULL;
	result->entry = entry->entry && strcmp(entry->entry, "NONREF") ? entry->entry : NULL;
	return result->currency ? 0 : err_memory(core->err);
}

/* --- what it pays
 * ------------------------------------------------------------------------------------------------------------- */

/* One invoice that an entry names and that something is open of. */
struct owed {
	const char *number, *means;
	struct money open, less; /* less: with the cash discount of that day */
	int64_t late;            /* … if its time were not over */
	struct date until;       /* of the discount; NONE: none */
};

struct claim {
	struct owed *owed;
	size_t count;
	struct money open, less; /* of all */
	struct instant at;
	const char *other; /* an invoice in another currency */
};

static int add_owed(struct core *core, struct claim *claim, const struct invoice *invoice)
{
	bool in = false;
	struct money most;
	struct owed *owed = &claim->owed[claim->count++];
	if (payment_offered(core, invoice, &most) || (most.minor > 0 && payment_in_time(core, invoice, claim->at, &in)))
		return -1;
	*owed = (struct owed) { .number = invoice->id, .means = invoice->payment_means, .open = invoice->open, .less = invoice->open };
	owed->until.days = most.minor > 0 ? invoice->discount_until.days : NONE;
	owed->late = owed->open.minor - most.minor;
	if (in && owed->late > 0)
		owed->less.minor = owed->late;
	if (money_add(claim->open, owed->open, &claim->open) || money_add(claim->less, owed->less, &claim->less))
		return err_set(core->err, ERR_INVALID, "what is open of its invoices is more than can be counted");
	return 0;
}

static int load_claim(struct core *core, const struct bank_result *result, struct claim *claim)
{
	const char *const *numbers = result->invoices.items;
	claim->owed = arena_array(core->arena, result->invoices.count + 1, sizeof *claim->owed);
	claim->open = claim->less = money_make(0, result->currency);
	if (!claim->owed)
		return err_memory(core->err);
	for (size_t i = 0; i < result->invoices.count; i++) {
		struct invoice invoice;
		if (invoice_load(core, numbers[i], &invoice))
			return -1;
		if (invoice.open.minor <= 0)
			continue;
		if (strcmp(invoice.currency, result->currency) != 0)
			claim->other = invoice.currency;
		else if (add_owed(core, claim, &invoice))
			return -1;
	}
	return 0;
}

static int pay(struct core *core, const struct claim *claim, bool less, struct bank_result *result)
{
	const char **paid = arena_array(core->arena, claim->count, sizeof *paid);
	if (!paid)
		return err_memory(core->err);
	for (size_t i = 0; i < claim->count; i++) {
		const struct owed *owed = &claim->owed[i];
		char text[MONEY_SIZE];
		const struct payment_given given = { .amount = money_text(less ? owed->less : owed->open, text),
						     .method = owed->means && !strcmp(owed->means, "direct_debit") ? owed->means : "transfer",
						     .ref = result->entry ? result->entry : result->end_to_end,
						     .at = claim->at };
		if (payment_record(core, owed->number, &given))
			return -1;
		paid[i] = owed->number;
	}
	result->invoices = (struct list) { .items = paid, .count = claim->count };
	result->status = "paid";
	return 0;
}

/* --- why it pays nothing
 * ------------------------------------------------------------------------------------------------------ */

static int leave(struct core *core, struct bank_result *result, const char *reason, const char *detail, const char *command)
{
	result->status = "open";
	result->reason = reason;
	result->detail = detail;
	result->command = command;
	return detail ? 0 : err_memory(core->err);
}

/* The amount as the commands take it. */
static const char *typed(const struct bank_result *result, char text[MONEY_SIZE])
{
	return money_text(money_make(llabs(result->amount.minor), result->amount.currency), text);
}

static int leave_debit(struct core *core, struct bank_result *result)
{
	char text[MONEY_SIZE];
	const char *const *numbers = result->invoices.items;
	if (result->invoices.count != 1)
		return leave(core, result, "debit", translate("it went out"), NULL);
	return leave(core, result, "debit", translate("it went out: a payment taken back, or a refund"),
		     arena_printf(core->arena, "ordr pay refund %s %s --reopen", numbers[0], typed(result, text)));
}

static int leave_amount(struct core *core, const struct claim *claim, struct bank_result *result)
{
	char given[MONEY_SIZE], open[MONEY_SIZE], until[DATE_SIZE];
	const struct owed *owed = claim->owed;
	size_t fit = 0, which = 0;
	for (size_t i = 0; i < claim->count; i++)
		if (result->amount.minor == owed[i].open.minor || result->amount.minor == owed[i].less.minor) {
			which = i;
			fit++;
		}
	typed(result, given);
	money_text(claim->open, open);
	if (fit > 1)
		return leave(core, result, "ambiguous", arena_printf(core->arena, translate("%zu invoices of that amount are named"), fit), NULL);
	if (fit == 1)
		return leave(core, result, "amount",
			     arena_printf(core->arena, translate("%zu invoices are named, %s open together"), claim->count, open),
			     arena_printf(core->arena, "ordr pay %s %s", owed[which].number, given));
	if (claim->count > 1)
		return leave(core, result, "amount",
			     arena_printf(core->arena, translate("%zu invoices are named, %s open together"), claim->count, open), NULL);
	bool more = result->amount.minor > owed->open.minor;
	if (more || owed->until.days == NONE)
		return leave(core, result, "amount", arena_printf(core->arena, translate("%s is open"), open),
			     arena_printf(core->arena, "ordr pay %s %s%s", owed->number, given, more ? " --over" : ""));
	return leave(core, result, "amount",
		     arena_printf(core->arena, translate("%s is open; a cash discount was offered until %s"), open, date_text(owed->until, until)),
		     arena_printf(core->arena, "ordr pay %s %s%s", owed->number, given, result->amount.minor == owed->late ? " --discount" : ""));
}

/* What is wrong with the entry itself, whatever it names. 1 when something is. */
static int judge_entry(struct core *core, const struct bank_entry *entry, const struct claim *claim, struct bank_result *result)
{
	if (result->amount.minor < 0)
		return leave_debit(core, result) ? -1 : 1;
	if (entry->reversal)
		return leave(core, result, "reversal", translate("the bank takes a debit back"), NULL) ? -1 : 1;
	if (entry->pending || !result->amount.minor)
		return leave(core, result, "pending", translate("it is not booked yet"), NULL) ? -1 : 1;
	if (claim->at.ms > core->now.ms)
		return leave(core, result, "future", translate("it is of a day to come"), NULL) ? -1 : 1;
	if (currency_digits(result->currency) < 0)
		return leave(core, result, "currency", translate("nobody knows its currency"), NULL) ? -1 : 1;
	if (!result->invoices.count)
		return leave(core, result, "no_reference", translate("it names no invoice"), NULL) ? -1 : 1;
	return 0;
}

static int judge(struct core *core, const struct bank_entry *entry, struct bank_result *result)
{
	char given[MONEY_SIZE];
	const char *const *numbers = result->invoices.items;
	if (calendar_zone(core))
		return -1;
	struct claim claim = { .at = date_instant(result->booked, 0) };
	int wrong = judge_entry(core, entry, &claim, result);
	if (wrong)
		return wrong < 0 ? -1 : 0;
	if (load_claim(core, result, &claim))
		return -1;
	if (claim.other)
		return leave(core, result, "currency", arena_printf(core->arena, translate("%s are owed"), claim.other), NULL);
	if (!claim.count)
		return leave(core, result, "settled", translate("nothing is open any more"),
			     result->invoices.count > 1 ? NULL
							: arena_printf(core->arena, "ordr pay %s %s --over", numbers[0], typed(result, given)));
	if (result->amount.minor == claim.open.minor)
		return pay(core, &claim, false, result);
	if (result->amount.minor == claim.less.minor)
		return pay(core, &claim, true, result);
	return leave_amount(core, &claim, result);
}

static int find_invoices(struct bank *bank, struct bank_result *result)
{
	const char *text =
		arena_printf(bank->core->arena, "%s\n%s", result->reference ? result->reference : "", result->end_to_end ? result->end_to_end : "");
	return text ? bank_names(bank, text, &result->invoices) : err_memory(bank->core->err);
}

int bank_take(struct bank *bank, const struct bank_entry *entry, struct bank_result *result)
{
	struct core *core = bank->core;
	const char *key;
	if (fill(core, entry, result) || bank_key(bank, entry, result, &key))
		return -1;
	int known = bank_known(core, key, &result->invoices);
	if (known < 0)
		return -1;
	if (known) {
		bank->known++;
		result->status = "known";
		return 0;
	}
	if (find_invoices(bank, result) || judge(core, entry, result))
		return -1;
	bool paid = !strcmp(result->status, "paid");
	bank->paid += paid;
	bank->open += !paid;
	return paid ? bank_keep(core, key, &result->invoices) : 0;
}
