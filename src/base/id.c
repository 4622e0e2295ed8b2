/* Document numbers as people write them. */
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
