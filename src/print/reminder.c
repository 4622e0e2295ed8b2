/* The letter of a reminder. It names what is asked for item by item, since a debtor in default need not pay what cannot be told apart; and it never threatens:
 * what follows is the company's to decide. */
#include "ordr/print.h"

#include "figures.h"

static enum word title(const struct reminder *reminder)
{
	if (reminder->level == 1)
		return W_REMINDER;
	return reminder->final ? W_REMINDER_FINAL : W_REMINDER_NEXT;
}

static void put_amount(struct maker *maker, struct str *str, const char *what, struct money amount)
{
	if (amount.minor > 0)
		str_printf(str, "%s: %s\n", what, figure_money(maker, amount));
}

static void put_amounts(struct maker *maker, struct str *str, const struct reminder *reminder)
{
	put_amount(maker, str, say(maker, W_REMINDER_OPEN), reminder->open);
	put_amount(maker, str, say(maker, W_REMINDER_FEES), reminder->fees);
	put_amount(maker, str, say(maker, W_REMINDER_LUMP_SUM), reminder->lump_sum);
	if (reminder->rate.hundredths != NONE)
		put_amount(maker, str, FILL(maker, W_REMINDER_INTEREST, figure_percent(maker, reminder->rate), figure_date(maker, reminder->dated)), reminder->interest);
	if (reminder->total.minor != reminder->open.minor)
		put_amount(maker, str, say(maker, W_REMINDER_TOTAL), reminder->total);
}

static void put_account(struct maker *maker, struct str *str, const struct reminder *reminder)
{
	str_printf(str, "%s\n", FILL(maker, W_REMINDER_PAY, figure_date(maker, reminder->due)));
	if (!reminder->iban)
		return;
	str_printf(str, "\n%s: %s\n%s: %s\n", say(maker, W_HOLDER), reminder->seller ? reminder->seller : "", say(maker, W_IBAN), figure_iban(maker, reminder->iban, " "));
	if (reminder->bic)
		str_printf(str, "%s: %s\n", say(maker, W_BIC), reminder->bic);
	str_printf(str, "%s: %s\n", say(maker, W_REMITTANCE), reminder->invoice);
}

int print_reminder(struct print *print, struct reminder *reminder)
{
	struct maker maker = { .arena = print->arena, .language = language_of(reminder->language) };
	struct str str = { 0 };
	reminder->language = language_tag(maker.language);
	reminder->subject = FILL(&maker, title(reminder), reminder->invoice);
	str_printf(&str, "%s\n\n%s\n\n", say(&maker, W_REMINDER_HELLO),
		   FILL(&maker, W_REMINDER_BODY, reminder->invoice, figure_date(&maker, reminder->invoice_issued), figure_date(&maker, reminder->invoice_due)));
	put_amounts(&maker, &str, reminder);
	str_put(&str, "\n");
	put_account(&maker, &str, reminder);
	str_printf(&str, "\n%s\n\n%s\n", say(&maker, W_REMINDER_CROSSED), say(&maker, W_REMINDER_REGARDS));
	if (reminder->seller)
		str_printf(&str, "%s\n", reminder->seller);
	reminder->text = str.failed ? NULL : arena_strdup(print->arena, str.text);
	str_release(&str);
	return maker.failed || !reminder->text ? err_memory(print->err) : 0;
}
