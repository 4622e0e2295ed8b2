#!/bin/sh
# Turns files into a C table, for what the program must have without a file beside it: the demo company, the completion scripts. A text becomes
# an array of characters, since C promises strings of 4,095 characters only. embed.sh TABLE FILE…
set -eu
name_of_table=$1
shift
table=
for file in "$@"; do
	name=$(basename "$file")
	symbol=${name_of_table}_$(echo "$name" | tr '.-' '__')
	echo "static const char ${symbol}[] = {"
	od -An -v -tx1 "$file" | sed -e 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' -e 's/0x[89a-f]/(char)&/g'
	echo '0 };'
	table="$table	{ \"$name\", $symbol, sizeof $symbol - 1 },
"
done
echo '#include "ordr/embedded.h"'
printf 'static const struct embedded_file %s[] = {\n%s	{ NULL, NULL, 0 },\n};\n' "$name_of_table" "$table"
