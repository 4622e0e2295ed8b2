#!/bin/sh
# Measures the bars of speed: sh tests/bench/run.sh [--all] [-d CACHE] [OPTION OF bench]... Without --all small, in seconds, to see that it runs. With
# --all as they are meant: databases of 10,000, 100,000 and 1,000,000 orders, which are made once and kept in CACHE (4 GB, some minutes),
# batches of 100,000 orders, medians of five and more; that takes half an hour. Builds without what debugging needs, and once more with
# static libraries where there are some, in CACHE too.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cache=${TMPDIR:-/tmp}/ordr-bench
all=
while [ $# -gt 0 ]; do
	case $1 in
	--all) all=yes ;;
	-d) cache=$2 && shift ;;
	*) break ;;
	esac
	shift
done
mkdir -p "$cache"

build() { # DIRECTORY OPTION…: ordr and the benchmarks in it
	directory=$cache/$1
	shift
	[ -f "$directory/build.ninja" ] || meson setup "$@" "$directory" "$root" >"$directory.log" 2>&1 || { cat "$directory.log" && return 1; }
	ninja -C "$directory" >"$directory.log" 2>&1 || { cat "$directory.log" && return 1; }
}

echo "Building" >&2
build build --buildtype=release
# What has no static library is linked as it is: on Debian SQLite, libmd and utf8proc are static then.
if (build static --buildtype=release -Dtests=false -Dprefer_static=true) >/dev/null; then
	set -- -s "$cache/static/ordr" "$@"
else
	echo "run.sh: without the rows of static libraries: they do not build here" >&2
fi
[ -z "$all" ] || set -- -n 5 -o 100000 -t 10000,100000,1000000 -d "$cache" "$@"

# Tables of another schema, or of another generator, are of no use any more.
sum=$(cat "$root"/src/db/schema/sqlite/*.sql "$root"/tests/bench/generate*.c "$root/tests/bench/load.h" | cksum | cut -d ' ' -f 1)
[ -d "$cache/tables-$sum" ] || rm -rf "$cache"/tables-*
mkdir -p "$cache/tables-$sum"
exec "$cache/build/bench" -c "$cache/tables-$sum" "$@" "$cache/build/ordr"
