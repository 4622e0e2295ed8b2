/* Which texts of a statement are kept, by where they stand. Versions differ in little: a name moved into an element of its own, a status got a code.
 */
#include <string.h>

#include "camt_parts.h"

#define NONE_YET SLOTS

static const struct {
	const char *path;
	enum camt_slot slot, currency; /* the latter of its attribute Ccy */
	bool more;                     /* each is added to the last */
} texts[] = {
	{ CAMT_STATEMENT "/Acct/Id/IBAN", ACCOUNT, NONE_YET, false },
	{ CAMT_STATEMENT "/Acct/Id/Othr/Id", ACCOUNT, NONE_YET, false },
	{ CAMT_ENTRY "/AcctSvcrRef", REF, NONE_YET, false },
	{ CAMT_ENTRY "/Amt", AMOUNT, CURRENCY, false },
	{ CAMT_ENTRY "/CdtDbtInd", SIDE, NONE_YET, false },
	{ CAMT_ENTRY "/RvslInd", REVERSAL, NONE_YET, false },
	{ CAMT_ENTRY "/Sts", STATUS, NONE_YET, false },
	{ CAMT_ENTRY "/Sts/Cd", STATUS, NONE_YET, false },
	{ CAMT_ENTRY "/BookgDt/Dt", BOOKED, NONE_YET, false },
	{ CAMT_ENTRY "/BookgDt/DtTm", BOOKED, NONE_YET, false },
	{ CAMT_ENTRY "/ValDt/Dt", VALUED, NONE_YET, false },
	{ CAMT_ENTRY "/ValDt/DtTm", VALUED, NONE_YET, false },
	{ CAMT_TRANSACTION "/Refs/AcctSvcrRef", TX_REF, NONE_YET, false },
	{ CAMT_TRANSACTION "/Refs/EndToEndId", TX_END_TO_END, NONE_YET, false },
	{ CAMT_TRANSACTION "/Amt", TX_AMOUNT, TX_CURRENCY, false },
	{ CAMT_TRANSACTION "/AmtDtls/TxAmt/Amt", TX_OTHER_AMOUNT, TX_OTHER_CURRENCY, false },
	{ CAMT_TRANSACTION "/CdtDbtInd", TX_SIDE, NONE_YET, false },
	{ CAMT_TRANSACTION "/RltdPties/Dbtr/Nm", TX_DEBTOR, NONE_YET, false },
	{ CAMT_TRANSACTION "/RltdPties/Dbtr/Pty/Nm", TX_DEBTOR, NONE_YET, false },
	{ CAMT_TRANSACTION "/RltdPties/Cdtr/Nm", TX_CREDITOR, NONE_YET, false },
	{ CAMT_TRANSACTION "/RltdPties/Cdtr/Pty/Nm", TX_CREDITOR, NONE_YET, false },
	{ CAMT_TRANSACTION "/RltdPties/DbtrAcct/Id/IBAN", TX_DEBTOR_IBAN, NONE_YET, false },
	{ CAMT_TRANSACTION "/RltdPties/CdtrAcct/Id/IBAN", TX_CREDITOR_IBAN, NONE_YET, false },
	{ CAMT_TRANSACTION "/RmtInf/Ustrd", TX_TEXT, NONE_YET, true },
	{ CAMT_TRANSACTION "/RmtInf/Strd/CdtrRefInf/Ref", TX_TEXT, NONE_YET, true },
	{ CAMT_TRANSACTION "/RmtInf/Strd/RfrdDocInf/Nb", TX_TEXT, NONE_YET, true },
	{ CAMT_TRANSACTION "/RmtInf/Strd/AddtlRmtInf", TX_TEXT, NONE_YET, true },
};

bool camt_at(const struct camt *camt, const char *path)
{
	return camt->path.length && !strcmp(camt->path.text, path);
}

int camt_keep_currency(struct camt *camt)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char **slot = &camt->entry.slots[texts[i].currency];
		if (texts[i].currency == NONE_YET || !camt_at(camt, texts[i].path) || *slot || camt->xml.attribute(camt->reader, "Ccy") != 1)
			continue;
		const char *value = camt->xml.value(camt->reader);
		*slot = arena_strndup(&camt->entry.arena, value ? value : "", strnlen(value ? value : "", CAMT_TEXT_MAX));
		camt->xml.element(camt->reader);
		if (!*slot)
			return err_memory(camt->err);
	}
	return 0;
}

/* Remittance information comes in as many pieces as there are. What is beyond the limit names no invoice that anybody would pay with it. */
static int keep(struct camt *camt, enum camt_slot slot, bool more)
{
	bool account = slot == ACCOUNT;
	const char **kept = account ? &camt->account : &camt->entry.slots[slot];
	if (more) {
		if (camt->more.length + camt->text.length < CAMT_TEXT_MAX)
			str_printf(&camt->more, "%s%s", camt->more.length ? "\n" : "", camt->text.text);
		return camt->more.failed ? err_memory(camt->err) : 0;
	}
	if (!*kept)
		*kept = arena_strdup(account ? &camt->statement : &camt->entry.arena, camt->text.text);
	return *kept ? 0 : err_memory(camt->err);
}

int camt_keep_text(struct camt *camt)
{
	for (size_t i = 0; camt->text.length && i < sizeof texts / sizeof *texts; i++)
		if (camt_at(camt, texts[i].path))
			return keep(camt, texts[i].slot, texts[i].more);
	return 0;
}
