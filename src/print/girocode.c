/* libqrencode is loaded here alone, when a code is drawn: no other command pays for it, and without it only the code is missing. */
#include "girocode.h"

#include <string.h>

#include "ordr/loaded.h"
#include "ordr/speak.h"
#include "ordr/str.h"

#define NAME_POINTS 70	   /* characters of the payee's name */
#define AMOUNT_MOST INT64_C(99999999999) /* cents: 999999999.99 */
#define PAYLOAD_MOST 331   /* bytes, so that version 13 holds it */

/* One line of the payload: no line break in it, at most so many characters. */
static void put_line(struct str *str, const char *text, size_t points)
{
	size_t put = 0;
	for (; *text; text++) {
		put += ((unsigned char)*text & 0xc0) != 0x80;
		if (put > points)
			break;
		str_put_char(str, (unsigned char)*text < ' ' ? ' ' : *text);
	}
}

static bool is_paid_by_it(const struct invoice *invoice)
{
	bool transfer = !invoice->payment_means || !strcmp(invoice->payment_means, "transfer");
	bool payable = invoice->gross.minor > 0 && invoice->gross.minor <= AMOUNT_MOST;
	return transfer && payable && !strcmp(invoice->gross.currency, "EUR") && invoice->seller.iban && invoice->seller.name && invoice->id;
}

const char *girocode_payload(struct maker *maker, const struct invoice *invoice)
{
	char amount[MONEY_SIZE];
	struct str str = { 0 };
	if (!is_paid_by_it(invoice))
		return NULL;
	/* Service tag, version (2: the BIC may be left out), character set (1: UTF-8), SEPA credit transfer. */
	str_printf(&str, "BCD\n002\n1\nSCT\n%s\n", invoice->seller.bic ? invoice->seller.bic : "");
	put_line(&str, invoice->seller.name, NAME_POINTS);
	str_put_char(&str, '\n');
	for (const char *c = invoice->seller.iban; *c; c++)
		if (*c != ' ')
			str_put_char(&str, *c);
	/* Amount; no purpose, no structured reference; the text. */
	str_printf(&str, "\nEUR%s\n\n\n%s", money_text(invoice->gross, amount), invoice->id);
	bool fits = str.length <= PAYLOAD_MOST;
	const char *text = !fits || str.failed ? NULL : arena_strdup(maker->arena, str.text);
	maker->failed |= str.failed || (fits && !text);
	str_release(&str);
	return text;
}

/* What is used of libqrencode's interface, which has been this since 3.0. */
struct qr_drawn {
	int version, width;
	unsigned char *data; /* bit 0: dark */
};

struct qr_library {
	struct qr_drawn *(*encode)(const char *text, int version, int level);
	void (*free)(struct qr_drawn *drawn);
};

#define LEVEL_M 1 /* EPC069-12 asks for this level of error correction */

static int copy(struct print *print, const struct qr_drawn *drawn, struct qr *qr)
{
	size_t count = (size_t)drawn->width * (size_t)drawn->width;
	unsigned char *dark = arena_alloc(print->arena, count);
	for (size_t i = 0; dark && i < count; i++)
		dark[i] = drawn->data[i] & 1;
	*qr = (struct qr){ drawn->width, dark };
	return dark ? 1 : err_memory(print->err);
}

static const char *const files[] = { "libqrencode.so.4", NULL };
static const struct loaded_function functions[] = {
	{ "QRcode_encodeString8bit", offsetof(struct qr_library, encode) },
	{ "QRcode_free", offsetof(struct qr_library, free) },
	{ NULL, 0 },
};

int qr_make(struct print *print, const char *payload, struct qr *qr)
{
	const struct loaded_library needed = { files, functions };
	struct qr_library library;
	const char *missing;
	struct qr_drawn *drawn = loaded_open(&needed, &library, &missing) == LOADED ? library.encode(payload, 0, LEVEL_M) : NULL;
	if (!drawn) {
		print->note = TO_TRANSLATE("made without a GiroCode: libqrencode.so.4 is not installed");
		return 0;
	}
	int made = copy(print, drawn, qr);
	library.free(drawn);
	return made;
}
