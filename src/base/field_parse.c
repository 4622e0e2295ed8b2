/* Text into a field: what a form, a CSV cell or an option holds. Says what is wrong with the value and what would be right; which field it
 * was, the caller says. */
#include <string.h>

#include "ordr/field.h"
#include "ordr/near.h"
#include "ordr/speak.h"

static int wrong(struct err *err, const char *text, const char *what, const char *hint)
{
	struct str shown = { 0 };
	str_put_shown(&shown, text);
	err_set(err, ERR_INVALID, "\"%s\" %s", shown.text ? shown.text : "", translate(what));
	str_release(&shown);
	return err_hint(err, "%s", translate(hint));
}

/* A key stands in lists of ids, in SKU:QTY and in the subjects of the log, so nothing in it may look like what stands around it. */
static int check_key(const char *text, struct err *err)
{
	if (!text[strcspn(text, " \t\n:,@\"")] && *text != '-')
		return 0;
	return wrong(err, text, TO_TRANSLATE("cannot be a code"),
		     TO_TRANSLATE("letters, digits and marks, without blanks, colons, commas, @ or quotes, not beginning with -"));
}

static int parse_text(const struct field *field, const char **member, const char *text, struct arena *arena, struct err *err)
{
	bool key = field->flags & FIELD_KEY;
	size_t most = field->max ? field->max : key ? FIELD_KEY_MAX : FIELD_TEXT_MAX;
	if (!str_is_utf8(text, strlen(text)))
		return wrong(err, text, TO_TRANSLATE("is not UTF-8"), TO_TRANSLATE("save the file as UTF-8"));
	if (str_points(text) > most) {
		err_set(err, ERR_INVALID, "longer than %zu characters", most);
		return err_hint(err, "shorten it");
	}
	if (str_has_control(text, "\n\t"))
		return wrong(err, text, TO_TRANSLATE("holds a control character"), TO_TRANSLATE("write plain text"));
	if (key && check_key(text, err))
		return -1;
	*member = arena_strdup(arena, text);
	return *member ? 0 : err_memory(err);
}

static int parse_choice(const struct field *field, const char **member, const char *text, struct err *err)
{
	for (const char *const *choice = field->choices; *choice; choice++)
		if (!strcmp(*choice, text)) {
			*member = *choice;
			return 0;
		}
	wrong(err, text, TO_TRANSLATE("is not known here"), "");
	return near_hint(err, text, field->choices);
}

static int parse_bool(bool *member, const char *text, struct err *err)
{
	static const char *const words[] = { "false", "true", "no", "yes", "0", "1", "off", "on" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i], text)) {
			*member = i % 2 == 1;
			return 0;
		}
	return wrong(err, text, TO_TRANSLATE("is neither true nor false"), TO_TRANSLATE("true or false"));
}

static int check_sign(const struct field *field, int64_t value, const char *text, struct err *err)
{
	if (field->flags & FIELD_POSITIVE && value <= 0)
		return wrong(err, text, TO_TRANSLATE("is not above zero"), TO_TRANSLATE("a number above zero"));
	if (field->flags & FIELD_NOT_NEGATIVE && value < 0)
		return wrong(err, text, TO_TRANSLATE("is below zero"), TO_TRANSLATE("zero or more"));
	return 0;
}

/* Why a decimal was not taken: not a number at all, or one with too many decimals or digits. */
static int wrong_number(const char *text, struct err *err, const char *hint)
{
	size_t digits = strspn(text + (*text == '-'), "0123456789.");
	bool decimal = digits && !text[digits + (*text == '-')];
	return wrong(err, text, decimal ? TO_TRANSLATE("has more digits than can be kept") : TO_TRANSLATE("is not a number"), hint);
}

/* An amount, or a price, which may have more decimals. */
static int parse_money(const struct field *field, void *member, const char *text, const char *currency, struct err *err)
{
	bool price = field->type == FIELD_PRICE;
	struct money *money = member;
	struct price *unit = member;
	int digits = currency_digits(currency);
	int64_t value;
	if (digits < 0)
		return wrong(err, currency, TO_TRANSLATE("is not a currency"), TO_TRANSLATE("an ISO 4217 code such as EUR"));
	if (decimal_parse(text, price ? digits + PRICE_DIGITS : digits, &value)) {
		wrong_number(text, err, TO_TRANSLATE("an amount such as 1190 or 1190.00, with the decimals of its currency"));
		return price ? err_hint(err, "a price such as 12.50 or 0.1234, at most %d decimals", digits + PRICE_DIGITS) : -1;
	}
	if (check_sign(field, value, text, err))
		return -1;
	if (price)
		*unit = price_make(value, currency);
	else
		*money = money_make(value, currency);
	return 0;
}

static int parse_number(const struct field *field, int64_t *member, const char *text, struct err *err)
{
	static const char *const hints[] = { [FIELD_INTEGER] = TO_TRANSLATE("a whole number such as 5"),
					     [FIELD_QUANTITY] = TO_TRANSLATE("a number such as 5 or 2.5, at most three decimals"),
					     [FIELD_PERCENT] = TO_TRANSLATE("a percentage such as 19 or 2.5") };
	int64_t value;
	int digits = field->type == FIELD_INTEGER ? 0 : field->type == FIELD_QUANTITY ? 3 : 2;
	if (decimal_parse(text, digits, &value))
		return wrong_number(text, err, hints[field->type]);
	if (check_sign(field, value, text, err))
		return -1;
	*member = value;
	return 0;
}

int field_parse(const struct field *field, void *record, const char *text, const char *currency, struct arena *arena,
		struct err *err)
{
	void *member = (char *)record + field->offset;
	if (!*text) {
		struct field alone[2] = { *field, FIELD_END };
		field_clear(alone, record);
		return 0;
	}
	switch (field->type) {
	case FIELD_TEXT:
		return parse_text(field, member, text, arena, err);
	case FIELD_CHOICE:
		return parse_choice(field, member, text, err);
	case FIELD_BOOL:
		return parse_bool(member, text, err);
	case FIELD_MONEY:
	case FIELD_PRICE:
		return parse_money(field, member, text, currency, err);
	case FIELD_INTEGER:
	case FIELD_QUANTITY:
	case FIELD_PERCENT:
		return parse_number(field, member, text, err);
	case FIELD_INSTANT:
		return instant_parse(text, member) ? wrong(err, text, TO_TRANSLATE("is not a time"),
							   TO_TRANSLATE("a time is written 2026-11-24T08:00:00Z, or a date alone"))
						   : 0;
	case FIELD_DATE:
		return date_parse(text, member) ? wrong(err, text, TO_TRANSLATE("is not a date"), TO_TRANSLATE("a date is written 2026-11-24")) : 0;
	case FIELD_ORDER:
		return order_id_parse(text, member) ? wrong(err, text, TO_TRANSLATE("is not an order"), TO_TRANSLATE("SO-000123, or just 123")) : 0;
	case FIELD_SHIPMENT:
		return shipment_id_parse(text, member) ? wrong(err, text, TO_TRANSLATE("is not a shipment"), "SH-000123") : 0;
	case FIELD_RETURN:
		return return_id_parse(text, member) ? wrong(err, text, TO_TRANSLATE("is not a return"), "RT-000123") : 0;
	case FIELD_COMPLAINT:
		return complaint_id_parse(text, member) ? wrong(err, text, TO_TRANSLATE("is not a complaint"), "CP-000123") : 0;
	case FIELD_DISPUTE:
		return dispute_id_parse(text, member) ? wrong(err, text, TO_TRANSLATE("is not a dispute"), "DP-000123") : 0;
	case FIELD_RAW:
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_TEXTS:
		break;
	}
	return err_set(err, ERR_FAILED, "the field %s takes no text", field->name);
}
