#!/bin/sh
# The check of the layers, checked: each rule must catch a line that breaks it, in a small tree of its own, and pass without it.
set -u
layers=$1/tests/contract/layers.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
status=0
mkdir -p "$tree/src/base" "$tree/src/db" "$tree/src/core" "$tree/src/in" "$tree/src/einvoice" "$tree/src/print" "$tree/include/ordr"
sh "$layers" "$tree" || { echo "an empty tree is refused"; status=1; }
while IFS='|' read -r file line; do
	printf '%s\n' "$line" >"$tree/$file"
	if sh "$layers" "$tree" >/dev/null; then
		echo "not caught in $file: $line"
		status=1
	fi
	rm "$tree/$file"
done <<'LINES'
src/core/x.c|#include <sqlite3.h>
src/db/x.c|#include "sqlite.h"
include/ordr/x.h|#include <sqlite3.h>
src/base/x.c|#include "ordr/core.h"
src/db/x.c|#include "ordr/order.h"
src/core/x.c|#include "ordr/out.h"
src/in/x.c|#include "ordr/db.h"
src/core/x.c|	printf("x");
src/db/x.c|	exit(1);
src/core/x.c|	double price;
src/in/x.c|	run("SELECT 1");
src/core/x.c|#include <cjson/cJSON.h>
src/in/x.c|#include <libsmartcols/libsmartcols.h>
src/einvoice/x.c|#include "ordr/db.h"
src/einvoice/x.c|#include <stdio.h>
src/print/x.c|#include "ordr/core.h"
src/print/x.c|	run("SELECT 1");
LINES
exit $status
