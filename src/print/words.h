/* What an invoice says, in the languages it can say it in. */
#ifndef ORDR_PRINT_WORDS_H
#define ORDR_PRINT_WORDS_H

enum language { GERMAN, ENGLISH, LANGUAGES };

/* %1, %2, … stand for what is filled in. */
enum word {
	W_INVOICE, W_REPLACEMENT, W_CREDIT_NOTE, W_DEPOSIT, W_PARTIAL, W_FINAL, W_COLLECTIVE,
	W_CORRECTS, W_CORRECTS_UNDATED, W_REPLACES,
	W_NUMBER, W_ISSUED, W_SUPPLIED, W_PERIOD, W_DUE, W_CUSTOMER, W_ORDER_REF, W_REFERENCE, W_ORDER, W_SHIPMENT, W_BUYER_VAT_ID,
	W_CONTACT, W_PHONE, W_EMAIL, W_TO,
	W_LINES, W_POSITION, W_NAME, W_QTY, W_PRICE, W_DISCOUNT, W_TAX_RATE, W_NET, W_SKU, W_LINE_SUPPLIED, W_LINE_PERIOD, W_LINE_ORDER, W_LINE_ORDER_REF, W_TIMES, W_LINE_DISCOUNT, W_LINE_TAX,
	W_TOTALS, W_TOTAL_NET, W_TAX, W_NO_TAX, W_TOTAL, W_TOTAL_CREDITED,
	W_TAX_AE, W_TAX_K, W_TAX_G, W_TAX_O, W_TAX_E, W_TAX_Z,
	W_DELIVERY, W_TERMS, W_PAY_BY, W_PAY_NOW, W_CASH_DISCOUNT, W_TRANSFER, W_DEBIT, W_DEBIT_ACCOUNT, W_DEBIT_MANDATE, W_CARD, W_CASH,
	W_HOLDER, W_IBAN, W_BIC, W_REMITTANCE, W_GIROCODE, W_GIROCODE_HELP, W_NOTES,
	W_VAT_ID, W_TAX_NUMBER, W_PAGE, W_PAGE_OF,
	W_REMINDER, W_REMINDER_NEXT, W_REMINDER_FINAL, W_REMINDER_HELLO, W_REMINDER_BODY, W_REMINDER_OPEN, W_REMINDER_FEES, W_REMINDER_LUMP_SUM,
	W_REMINDER_INTEREST, W_REMINDER_TOTAL, W_REMINDER_PAY, W_REMINDER_CROSSED, W_REMINDER_REGARDS,
	WORDS
};

/* The language of a tag as the invoice has it: German for "de" and "de-AT", else English. */
enum language language_of(const char *tag);
const char *language_tag(enum language language);
const char *word(enum language language, enum word which);

/* The name of a unit (UN/ECE Recommendation 20), of one or of many; a code that is not in the table stands for itself. */
const char *unit_name(enum language language, const char *code, int one);
/* The name of a country (ISO 3166-1); a code that is not in the table stands for itself. */
const char *country_name(enum language language, const char *code);
/* "Jan", months from 1. In English alone: Germans write numbers. */
const char *month_name(int month);

#endif
