#!/bin/sh
# Turns the numbered .sql files into a C table. Comments, indentation and empty lines go: SQLite keeps the text of a schema and parses it
# at every start. The text becomes an array of characters, since C promises strings of 4,095 characters only.
set -eu
table=
for file in "$@"; do
	name=$(basename "$file" .sql)
	echo "static const char migration_$name[] = {"
	sed -e 's/^[[:space:]]*//' -e '/^--/d' -e '/^$/d' "$file" | od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
	echo '0 };'
	table="$table	{ \"$name\", migration_$name },
"
done
echo 'static const struct migration {'
echo '	const char *name;'
echo '	const char *sql;'
printf '} migrations[] = {\n%s};\n' "$table"
