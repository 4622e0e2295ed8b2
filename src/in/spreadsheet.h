/* Cells as spreadsheets write them. Private to src/in. */
#ifndef ORDR_IN_SPREADSHEET_H
#define ORDR_IN_SPREADSHEET_H

#include "ordr/err.h"
#include "ordr/field.h"

#define SPREADSHEET_SIZE 64

/* A cell's text as field_parse reads it: numbers with a decimal comma and with groups of thousands, percent signs, days as 24.11.2026, truth as a
 * German or an English table has it. The text itself where there is nothing to change; else `buffer`. NULL: the number may mean two things, and err says
 * so, without the field's name and place. `separator`: of the file's cells; who writes decimal commas does not separate by them. */
const char *spreadsheet_value(const struct field *field, char separator, const char *text, char buffer[SPREADSHEET_SIZE], struct err *err);

#endif
