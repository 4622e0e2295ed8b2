#!/bin/sh
# The layer rules of the house, checked in its text: who may know what.
set -u
cd "$1" || exit 1
status=0
refuse() { # TITLE PATTERN PATH…: no line of these files may match
	title=$1 pattern=$2
	shift 2
	# Judged by what is found: grep's own status speaks of files that are not there, too.
	found=$(grep -rnE "$pattern" "$@" 2>/dev/null)
	if [ -n "$found" ]; then
		printf 'layers: %s\n%s\n' "$title" "$found"
		status=1
	fi
}
refuse 'only src/db/sqlite.c and its sqlite_file.c know SQLite' '#include (<sqlite3|"sqlite)\.h[>"]' $(find src include -name '*.[ch]' ! -path 'src/db/sqlite*.[ch]')
refuse 'the base knows nothing above it' '#include "ordr/(db|core|cmd|out|opt|sink|reader|form|node|input|select)\.h"' src/base
refuse 'the database knows nothing of orders' '#include "ordr/(core|order|stock|cmd|out|opt|reader|form|node)\.h"' src/db
refuse 'core knows neither commands nor output nor input' '#include "ordr/(cmd|out|opt|sink|reader|form|node|input|select)\.h"' src/core
refuse 'core, db and base never print or leave' '(^|[^a-z_])(printf|puts|fputs|exit|abort) ?\(' src/core src/db src/base
refuse 'money and quantities are never floating point' '(^|[^a-z_])(double|float) ' src include
refuse 'SQL stands in core and db alone' '"(SELECT|INSERT|UPDATE|DELETE) ' src/cmd src/out src/in src/print src/main.c src/app.c
refuse 'cJSON stands in the JSON files of in and out alone' '#include <cjson/' $(find src include -name '*.[ch]' ! -path src/in/json.c ! -path src/out/json.c ! -path src/out/schema.c)
refuse 'libsmartcols stands in src/out/table.c alone' '#include <libsmartcols' $(find src include -name '*.[ch]' ! -path src/out/table.c)
refuse 'input and output know no SQL and no core' '#include "ordr/(db|core)\.h"' src/in src/out
refuse 'e-invoices are made of base and records alone, whole and in memory' '#include ("ordr/(db|core|cmd|out|opt|sink|reader|form|node|input|select)\.h"|<stdio\.h>|<stdlib\.h>)' src/einvoice
refuse 'journals are made of records alone, whole and in memory' '#include ("ordr/(db|core|cmd|out|opt|sink|reader|form|node|input|select|settings)\.h"|<stdio\.h>|<stdlib\.h>)' src/journal
refuse 'what is printed knows records alone' '#include "ordr/(db|core|cmd|out|opt|sink|reader|form|node|input|select|settings)\.h"' src/print
exit $status
