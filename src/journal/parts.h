/* What the files of journals share. Private to src/journal. */
#ifndef ORDR_JOURNAL_PARTS_H
#define ORDR_JOURNAL_PARTS_H

#include "ordr/journal.h"

void journal_begin_hledger(const struct journal *journal, struct str *str);
void journal_put_hledger(const struct journal *journal, const struct journal_entry *entry, struct str *str);
void journal_begin_beancount(const struct journal *journal, struct str *str);
void journal_put_beancount(const struct journal *journal, const struct journal_entry *entry, struct str *str);
int journal_check_datev(const struct journal *journal, struct err *err);
int journal_count_datev(const struct journal_entry *entry, int64_t *rows, struct err *err);
void journal_begin_datev(const struct journal *journal, struct str *str);
void journal_put_datev(const struct journal *journal, const struct journal_entry *entry, struct str *str);

#endif
