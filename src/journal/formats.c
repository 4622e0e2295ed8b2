/* The table of formats. */
#include "parts.h"

#include <stddef.h>

const struct journal_format journal_formats[] = {
	{ "hledger", NULL, NULL, journal_begin_hledger, journal_put_hledger },
	{ "beancount", NULL, NULL, journal_begin_beancount, journal_put_beancount },
	{ "datev", journal_check_datev, journal_count_datev, journal_begin_datev, journal_put_datev },
	{ NULL, NULL, NULL, NULL, NULL },
};

const char *const journal_format_names[] = { "hledger", "beancount", "datev", NULL };
