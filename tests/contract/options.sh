#!/bin/sh
# The offsets of option tables are checked: a member of another type than the option stores must not compile.
set -u
cd "$1" || exit 1
status=0
compiles() { # MEMBER-TYPE ENTRY
	printf '#include "ordr/opt.h"\nextern const char *const words[];\nstruct o { %s a; };\nextern const struct opt t[];\nconst struct opt t[] = { %s, OPT_END };\n' \
		"$1" "$2" | ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -x c - 2>/dev/null
}
types='FLAG|bool
TEXT|const char *
TEXTS|struct list
INTEGER|int64_t
DATE|struct date
INSTANT|const char *
COUNT|int'
old=$IFS
IFS='
'
for right in $types; do
	for type in $types 'X|double' 'X|char *'; do
		want=refused got=refused
		[ "${type#*|}" = "${right#*|}" ] && want=taken
		compiles "${type#*|}" "OPT(struct o, a, 'a', ${right%%|*}, \"A\", \"help\")" && got=taken
		if [ $got != $want ]; then
			echo "OPT_${right%%|*} with a member of type ${type#*|} is $got"
			status=1
		fi
	done
done
IFS=$old
compiles 'const char *' "OPT_ONE_OF(struct o, a, 0, words, \"A\", \"help\")" || { echo "OPT_ONE_OF does not take a text"; status=1; }
compiles 'int' "OPT_ONE_OF(struct o, a, 0, words, \"A\", \"help\")" && { echo "OPT_ONE_OF takes an int"; status=1; }
compiles 'const char *' "OPT(struct o, a, 0, CHOICE, \"A\", \"help\")" && { echo "a CHOICE without choices compiles"; status=1; }
compiles 'const char *' "OPT_AS(\"dry-run\", struct o, a, 'n', TEXT, \"A\", \"help\")" || { echo "OPT_AS does not compile"; status=1; }
exit $status
