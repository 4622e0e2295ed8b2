/* German as companies use it: Auftrag, Lieferschein, Rechnung. A format has the same arguments in the same order in both languages; the test of the
 * catalogue checks it. */
#include <string.h>

#include "ordr/speak.h"

static const struct {
	const char *english, *german;
} catalogue[] = {
	/* the packing slip */
	{ "PACKING SLIP", "LIEFERSCHEIN" },
	{ "Ship to", "Lieferanschrift" },
	{ "Shipment", "Lieferung" },
	{ "Order", "Auftrag" },
	{ "Your order", "Ihr Zeichen" },
	{ "From", "Ab Lager" },
	{ "Packed", "Gepackt" },
	{ "Shipped", "Versandt" },
	{ "Carrier", "Spediteur" },
	{ "SKU", "ARTIKEL" },
	{ "NAME", "BEZEICHNUNG" },
	{ "QTY", "MENGE" },
	{ "UNIT", "EINH" },
	{ "pcs", "Stk" },
	{ "Package %lld of %zu", "Packstück %lld von %zu" },
	{ ", tracking %s", ", Sendungsnr. %s" },
	{ "Not packed yet", "Noch nicht gepackt" },
	{ "Still to come", "Wird nachgeliefert" },
};

#define PAIRS (sizeof catalogue / sizeof *catalogue)

bool speaks_german(const char *language)
{
	return language && !strcmp(language, "de");
}

const char *speak(const char *language, const char *text)
{
	for (size_t i = 0; speaks_german(language) && i < PAIRS; i++)
		if (!strcmp(catalogue[i].english, text))
			return catalogue[i].german;
	return text;
}

bool speak_pair(size_t index, const char **english, const char **german)
{
	if (index >= PAIRS)
		return false;
	*english = catalogue[index].english;
	*german = catalogue[index].german;
	return true;
}
