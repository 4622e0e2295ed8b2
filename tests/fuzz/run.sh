#!/bin/sh
# Fuzzes: sh tests/fuzz/run.sh [SECONDS [TARGET...]]. Each target runs for SECONDS (30), as many at once as there are processors (or AT_ONCE), on its seeds and on
# what earlier runs found worth keeping (in the build directory); fails when one breaks, and keeps the input in its directory `broken`. An input that
# found something belongs into seeds/TARGET, and into a unit test.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
more_packages="clang libclang-rt-14-dev"
. "$here/../setup.sh"
root=$(cd "$here/../.." && pwd)
seconds=${1:-30}
[ $# -eq 0 ] || shift
targets=${*:-bank books command forms options print select text values}
directory=${BUILD:-build-fuzz}
export CC=clang
build "$directory" -Dfuzz=true -Dtests=false -Db_lundef=false -Dbuildtype=debugoptimized
work=$root/$directory/fuzz
mkdir -p "$work/broken"
TMPDIR=$(mktemp -d "${FUZZ_TMP:-/tmp}/fuzz.XXXXXX") # the databases, also of a target that broke
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
export UBSAN_OPTIONS=print_stacktrace=1
# A company has a zone of its own, which setenv keeps for as long as the process lives.
export ASAN_OPTIONS=detect_leaks=1

# Every word that the commands know, each as an argument.
"$root/$directory/ordr" __commands | grep -oE -e '--[a-z][a-z-]*|^[a-z]+( [a-z]+)?' | sort -u | sed 's/ /\\x00/; s/.*/"&\\x00"/' >"$work/words.dict"
cat "$here/dict/arguments.dict" >>"$work/words.dict"

dictionary() {
	case $1 in
	command | options) echo "$work/words.dict" ;;
	forms | select) echo "$here/dict/json.dict" ;;
	bank) echo "$here/dict/camt.dict" ;;
	values) echo "$here/dict/values.dict" ;;
	*) echo "$here/dict/text.dict" ;;
	esac
}

fuzz() { # TARGET
	mkdir -p "$work/corpus/$1"
	log=$work/$1.log
	result=ok
	"$root/$directory/tests/fuzz/fuzz_$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
		-dict="$(dictionary "$1")" -artifact_prefix="$work/broken/$1-" -verbosity=1 \
		"$work/corpus/$1" "$here/seeds/$1" >"$log" 2>&1 || result=broken
	awk -v target="$1" -v result="$result" '
		/ cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "ft:") ft = $(i + 1); if ($i == "corp:") corpus = $(i + 1) } }
		/number_of_executed_units/ { done = $2 }
		END { printf "%-10s %12s %10s %10s %8s%s\n", target, done, cov, ft, corpus, result == "ok" ? "" : "  BROKEN" }' "$log"
	[ "$result" != ok ] || return 0
	touch "$TMPDIR/broke"
	grep -aE "does not hold|ERROR|runtime error|(/src|/tests/fuzz)/.*\.c:|Test unit written" "$log" | cut -c1-300 | head -20
}
printf '%-10s %12s %10s %10s %8s\n' target executions covered features corpus
at_once=${AT_ONCE:-$(nproc)}
running=0
for target in $targets; do
	fuzz "$target" &
	running=$((running + 1))
	if [ "$running" -eq "$at_once" ]; then
		wait
		running=0
	fi
done
wait
[ ! -e "$TMPDIR/broke" ]
