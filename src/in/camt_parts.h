/* What the files of CAMT share. Private to src/in. */
#ifndef ORDR_IN_CAMT_PARTS_H
#define ORDR_IN_CAMT_PARTS_H

#include <stdbool.h>

#include "camt.h"
#include "ordr/str.h"
#include "xml.h"

/* The texts that are kept: of the statement, of its entry, and of a transaction in that. */
enum camt_slot {
	ACCOUNT,
	REF,
	AMOUNT,
	CURRENCY,
	SIDE,
	REVERSAL,
	STATUS,
	BOOKED,
	VALUED,
	TX_REF,
	TX_END_TO_END,
	TX_AMOUNT,
	TX_CURRENCY,
	TX_OTHER_AMOUNT,
	TX_OTHER_CURRENCY,
	TX_SIDE,
	TX_DEBTOR,
	TX_CREDITOR,
	TX_DEBTOR_IBAN,
	TX_CREDITOR_IBAN,
	TX_TEXT,
	SLOTS
};

struct camt_transaction {
	struct camt_transaction *next;
	const char *slots[SLOTS]; /* those from TX_REF on */
};

/* What was read of an entry; all in an arena of its own until the next. */
struct camt_entry {
	struct arena arena;
	size_t line;
	const char *slots[SLOTS];
	struct camt_transaction *first, *last;
	size_t transactions;
};

/* The entry as records: a list of OBJECTs that are linked by `next`. NULL: memory is exhausted. */
struct node *camt_records(struct camt_entry *entry);

#define CAMT_DEPTH_MAX   32
#define CAMT_TEXT_MAX    (64 * 1024)
#define CAMT_STATEMENT   "/Document/BkToCstmrStmt/Stmt"
#define CAMT_ENTRY       CAMT_STATEMENT "/Ntry"
#define CAMT_TRANSACTION CAMT_ENTRY "/NtryDtls/TxDtls"

struct camt {
	struct xml xml;
	void *reader;
	struct source *source;
	struct str path, text, more;        /* more: the remittance information so far */
	size_t lengths[CAMT_DEPTH_MAX + 1]; /* of the path, by depth */
	int depth;
	bool named, ended;   /* the root was right; nothing more comes */
	const char *account; /* of the statement: in `statement` */
	struct arena statement;
	struct camt_entry entry;
	struct node *records; /* of the last entry, not yet given */
	struct err *err;
	char wrong[200]; /* the first thing that is wrong with the XML, and where */
	long wrong_line;
};

/* Does it stand at that element? */
bool camt_at(const struct camt *camt, const char *path);
/* The currency that the element it stands at has for its attribute, and the text that it had in it: kept where they belong, if they are wanted. */
int camt_keep_currency(struct camt *camt);
int camt_keep_text(struct camt *camt);

#endif
