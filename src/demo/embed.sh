#!/bin/sh
# Turns the files of the demo company into a C table, so that `ordr init --demo` needs nothing beside the program. A text becomes an array of
# characters, since C promises strings of 4,095 characters only.
#
# steps.csv says how far each order of orders.jsonl has come, in order of time: so many working days ago, at a local time, never after now.
# `detail` is for place the working days from then to the date wanted; for reject and cancel the reason; for ship the carrier; for deliver who
# received it; for pay the method.
set -eu
table=
for file in "$@"; do
	name=$(basename "$file")
	symbol=demo_$(echo "$name" | tr '.-' '__')
	echo "static const char ${symbol}[] = {"
	od -An -v -tx1 "$file" | sed -e 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' -e 's/0x[89a-f]/(char)&/g'
	echo '0 };'
	table="$table	{ \"$name\", $symbol, sizeof $symbol - 1 },
"
done
echo '/* A file of the demo company; the text ends with a NUL that is not counted. */'
echo 'static const struct demo_file {'
echo '	const char *name;'
echo '	const char *text;'
echo '	size_t length;'
printf '} demo_files[] = {\n%s};\n' "$table"
