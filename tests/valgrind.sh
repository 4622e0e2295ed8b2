#!/bin/sh
# The transcripts under valgrind: sh tests/valgrind.sh [FILE.test...]. They run in one process each, so that everything ordr_main does is seen; no error, and
# nothing lost at the end. Takes minutes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
more_packages="valgrind"
. "$here/setup.sh"
build "${BUILD:-build-valgrind}" -Dbuildtype=debugoptimized
build=$root/${BUILD:-build-valgrind}
[ $# -gt 0 ] || set -- "$root"/tests/cli/*.test
logs=$build/valgrind
rm -rf "$logs"
mkdir -p "$logs"
export build logs root
status=0
# The log is kept when something is wrong; a transcript that differs is the business of meson test.
printf '%s\n' "$@" | xargs -P "$(nproc)" -I FILE sh -c '
	name=$(basename FILE .test)
	valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible \
		--errors-for-leak-kinds=definite,indirect,possible --log-file="$logs/$name.log" \
		"$build/runner" --data "$root/tests/data" FILE >"$logs/$name.out" 2>&1
	came=$?
	[ -s "$logs/$name.log" ] || rm -f "$logs/$name.log"
	case $came in
	0) echo "ok: $name" ;;
	99) echo "WRONG: $name" ;;
	*) echo "ok, but it differs: $name" ;;
	esac' || status=$?
for log in "$logs"/*.log; do
	[ -f "$log" ] || continue
	status=1
	echo "--- ${log##*/}"
	head -40 "$log"
done
exit "$status"
