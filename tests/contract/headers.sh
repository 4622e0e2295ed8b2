#!/bin/sh
# Every header compiles alone, so that it can be read and included alone.
set -u
cd "$1" || exit 1
status=0
for header in include/ordr/*.h; do
	echo "#include \"ordr/${header##*/}\"
typedef int something;" | ${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Iinclude -fsyntax-only -x c - || status=1
done
exit $status
