/* Document numbers as people write them. */
#include <ctype.h>
#include <stdio.h>
#include <strings.h>
#include <string.h>

#include "ordr/id.h"
#include "ordr/quantity.h"

#define NUMBER_MAX INT64_C(1000000000000000)

static const char *id_text(const char *prefix, int64_t number, char out[ID_SIZE])
{
	snprintf(out, ID_SIZE, "%s%06lld", prefix, (long long)number);
	return out;
}

const char *order_id_text(struct order_id id, char out[ID_SIZE])
{
	return id_text(ORDER_PREFIX, id.number, out);
}

const char *shipment_id_text(struct shipment_id id, char out[ID_SIZE])
{
	return id_text(SHIPMENT_PREFIX, id.number, out);
}

const char *return_id_text(struct return_id id, char out[ID_SIZE])
{
	return id_text(RETURN_PREFIX, id.number, out);
}

const char *complaint_id_text(struct complaint_id id, char out[ID_SIZE])
{
	return id_text(COMPLAINT_PREFIX, id.number, out);
}

const char *dispute_id_text(struct dispute_id id, char out[ID_SIZE])
{
	return id_text(DISPUTE_PREFIX, id.number, out);
}

static int parse(const char *text, const char *prefix, int needed, int64_t *number)
{
	size_t length = strlen(prefix);
	if (!strncasecmp(text, prefix, length))
		text += length;
	else if (needed)
		return -1;
	size_t digits = strspn(text, "0123456789");
	int64_t value;
	if (!digits || text[digits] || decimal_parse(text, 0, &value) || value < 1 || value > NUMBER_MAX)
		return -1;
	*number = value;
	return 0;
}

int order_id_parse(const char *text, struct order_id *id)
{
	return parse(text, ORDER_PREFIX, 0, &id->number);
}

int shipment_id_parse(const char *text, struct shipment_id *id)
{
	return parse(text, SHIPMENT_PREFIX, 1, &id->number);
}

int return_id_parse(const char *text, struct return_id *id)
{
	return parse(text, RETURN_PREFIX, 1, &id->number);
}

int complaint_id_parse(const char *text, struct complaint_id *id)
{
	return parse(text, COMPLAINT_PREFIX, 1, &id->number);
}

int dispute_id_parse(const char *text, struct dispute_id *id)
{
	return parse(text, DISPUTE_PREFIX, 1, &id->number);
}

/* Two letters, whatever stands between them and the digits, and zeros and ones that were typed as letters or the other way round. */
const char *id_meant(const char *text, char out[ID_SIZE])
{
	static const char *const prefixes[] = { ORDER_PREFIX, SHIPMENT_PREFIX, RETURN_PREFIX, COMPLAINT_PREFIX, DISPUTE_PREFIX };
	char plain[ID_SIZE];
	size_t length = 0;
	for (; *text && length < sizeof plain - 1; text++)
		if (!strchr(" -_./#", *text))
			plain[length++] = (char)toupper((unsigned char)*text);
	plain[length] = '\0';
	if (*text || length < 3)
		return NULL;
	plain[1] = plain[1] == '0' ? 'O' : plain[1];
	for (size_t i = 2; i < length; i++)
		plain[i] = plain[i] == 'O' ? '0' : plain[i] == 'I' || plain[i] == 'L' ? '1' : plain[i];
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		int64_t number;
		if (!strncmp(plain, prefixes[i], 2) && !parse(plain + 2, "", 0, &number))
			return id_text(prefixes[i], number, out);
	}
	return NULL;
}
