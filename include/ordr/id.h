/* Document numbers as types of their own, so that the compiler refuses to mix them. Written SO-000123, SH-000045, RT-000006, CP-000007 and DP-000008. */
#ifndef ORDR_ID_H
#define ORDR_ID_H

#include <stdint.h>

struct order_id {
	int64_t number;
};

struct shipment_id {
	int64_t number;
};

struct return_id {
	int64_t number;
};

struct complaint_id {
	int64_t number;
};

struct dispute_id {
	int64_t number;
};

#define ORDER_PREFIX "SO-"
#define SHIPMENT_PREFIX "SH-"
#define RETURN_PREFIX "RT-"
#define COMPLAINT_PREFIX "CP-"
#define DISPUTE_PREFIX "DP-"
#define ID_SIZE 24

/* Writes prefix and at least six digits into out; returns out. */
const char *order_id_text(struct order_id id, char out[ID_SIZE]);
const char *shipment_id_text(struct shipment_id id, char out[ID_SIZE]);
const char *return_id_text(struct return_id id, char out[ID_SIZE]);
const char *complaint_id_text(struct complaint_id id, char out[ID_SIZE]);
const char *dispute_id_text(struct dispute_id id, char out[ID_SIZE]);
/* Reads "SO-000123", "so-123" or "123" (digits only, 1 … 10^15); 0, or −1 when it is none. */
int order_id_parse(const char *text, struct order_id *id);
int shipment_id_parse(const char *text, struct shipment_id *id); /* the prefix is needed here: 123 alone is an order */
int return_id_parse(const char *text, struct return_id *id);       /* here too */
int complaint_id_parse(const char *text, struct complaint_id *id); /* and here */
int dispute_id_parse(const char *text, struct dispute_id *id);
/* The number that is likely to be meant by a text that is none, such as so000123, "SO 123" or S0-000123: into out. NULL: it is not like one. */
const char *id_meant(const char *text, char out[ID_SIZE]);

#endif
