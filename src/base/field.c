/* Records by their tables: finding a field, making it absent, writing it as JSON and as text. */
#include <string.h>

#include "ordr/field.h"
#include "ordr/speak.h"

const struct field *field_find(const struct field *fields, const char *name, const void **record)
{
	size_t length = strcspn(name, ".");
	for (const struct field *field = fields; field->name; field++) {
		if (strncmp(field->name, name, length) || field->name[length])
			continue;
		if (!name[length])
			return field;
		if (field->type != FIELD_OBJECT)
			return NULL;
		if (record)
			*record = (const char *)*record + field->offset;
		return field_find(field->fields, name + length + 1, record);
	}
	return NULL;
}

size_t field_count(const struct field *fields)
{
	size_t count = 0;
	while (fields[count].name)
		count++;
	return count;
}

void field_clear(const struct field *fields, void *record)
{
	for (const struct field *field = fields; field->name; field++) {
		void *member = (char *)record + field->offset;
		switch (field->type) {
		case FIELD_TEXT:
		case FIELD_CHOICE:
		case FIELD_RAW:
			*(const char **)member = NULL;
			break;
		case FIELD_BOOL:
			*(bool *)member = false;
			break;
		case FIELD_ORDER:
		case FIELD_SHIPMENT:
		case FIELD_RETURN:
		case FIELD_COMPLAINT:
		case FIELD_DISPUTE:
			*(int64_t *)member = 0;
			break;
		case FIELD_MONEY:
			*(struct money *)member = money_make(NONE, "");
			break;
		case FIELD_PRICE:
			*(struct price *)member = price_make(NONE, "");
			break;
		case FIELD_OBJECT:
			field_clear(field->fields, member);
			break;
		case FIELD_LIST:
		case FIELD_TEXTS:
			*(struct list *)member = (struct list){ 0 };
			break;
		default:
			*(int64_t *)member = NONE;
		}
	}
}

bool field_absent(const struct field *field, const void *record)
{
	const void *member = (const char *)record + field->offset;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CHOICE:
	case FIELD_RAW:
		return !*(const char *const *)member;
	case FIELD_BOOL:
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_TEXTS:
		return false;
	case FIELD_ORDER:
	case FIELD_SHIPMENT:
	case FIELD_RETURN:
	case FIELD_COMPLAINT:
	case FIELD_DISPUTE:
		return *(const int64_t *)member == 0;
	default: /* the integer kinds hold their number first */
		return *(const int64_t *)member == NONE;
	}
}

/* A plain value that is there, without quotes; false when the field is not plain. */
static bool put_plain(const struct field *field, const void *member, bool local, struct str *str)
{
	char text[MONEY_SIZE];
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CHOICE:
		str_put(str, *(const char *const *)member);
		return true;
	case FIELD_RAW:
		str_put_raw_json(str, *(const char *const *)member);
		return true;
	case FIELD_INTEGER:
		str_printf(str, "%lld", (long long)*(const int64_t *)member);
		return true;
	case FIELD_BOOL:
		str_put(str, *(const bool *)member ? (local ? translate("yes") : "true") : (local ? "" : "false"));
		return true;
	case FIELD_MONEY:
		str_put(str, money_text(*(const struct money *)member, text));
		return true;
	case FIELD_PRICE:
		str_put(str, price_text(*(const struct price *)member, text));
		return true;
	case FIELD_QUANTITY:
		str_put(str, quantity_text(*(const struct quantity *)member, text));
		return true;
	case FIELD_PERCENT:
		str_put(str, percent_text(*(const struct percent *)member, text));
		return true;
	case FIELD_INSTANT:
		str_put(str, local ? instant_local_text(*(const struct instant *)member, text)
				   : instant_text(*(const struct instant *)member, text));
		return true;
	case FIELD_DATE:
		str_put(str, date_text(*(const struct date *)member, text));
		return true;
	case FIELD_ORDER:
		str_put(str, order_id_text(*(const struct order_id *)member, text));
		return true;
	case FIELD_SHIPMENT:
		str_put(str, shipment_id_text(*(const struct shipment_id *)member, text));
		return true;
	case FIELD_RETURN:
		str_put(str, return_id_text(*(const struct return_id *)member, text));
		return true;
	case FIELD_COMPLAINT:
		str_put(str, complaint_id_text(*(const struct complaint_id *)member, text));
		return true;
	case FIELD_DISPUTE:
		str_put(str, dispute_id_text(*(const struct dispute_id *)member, text));
		return true;
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_TEXTS:
		break;
	}
	return false;
}

static void put_list(const struct field *field, const struct list *list, struct str *str)
{
	str_put_char(str, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			str_put_char(str, ',');
		if (field->type == FIELD_TEXTS) {
			str_put_json(str, ((const char *const *)list->items)[i]);
			continue;
		}
		str_put_char(str, '{');
		field_put_members(field->fields, (const char *)list->items + i * field->size, str);
		str_put_char(str, '}');
	}
	str_put_char(str, ']');
}

void field_put_json(const struct field *field, const void *record, struct str *str)
{
	const void *member = (const char *)record + field->offset;
	if (field_absent(field, record)) {
		str_put(str, "null");
		return;
	}
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CHOICE:
		str_put_json(str, *(const char *const *)member);
		break;
	case FIELD_INSTANT:
	case FIELD_DATE:
	case FIELD_ORDER:
	case FIELD_SHIPMENT:
	case FIELD_RETURN:
	case FIELD_COMPLAINT:
	case FIELD_DISPUTE:
		str_put_char(str, '"');
		put_plain(field, member, false, str);
		str_put_char(str, '"');
		break;
	case FIELD_OBJECT:
		str_put_char(str, '{');
		field_put_members(field->fields, member, str);
		str_put_char(str, '}');
		break;
	case FIELD_LIST:
	case FIELD_TEXTS:
		put_list(field, member, str);
		break;
	default:
		put_plain(field, member, false, str);
	}
}

void field_put_members(const struct field *fields, const void *record, struct str *str)
{
	for (const struct field *field = fields; field->name; field++) {
		if (field != fields)
			str_put_char(str, ',');
		str_printf(str, "\"%s\":", field->name);
		field_put_json(field, record, str);
	}
}

void field_put_text(const struct field *field, const void *record, enum field_style style, struct str *str)
{
	const void *member = (const char *)record + field->offset;
	if (field_absent(field, record))
		return;
	if (field->type == FIELD_TEXTS) {
		const struct list *list = member;
		for (size_t i = 0; i < list->count; i++)
			str_printf(str, "%s%s", i ? " " : "", ((const char *const *)list->items)[i]);
	} else if (!put_plain(field, member, style == FIELD_LOCAL, str)) {
		field_put_json(field, record, str);
	}
}
