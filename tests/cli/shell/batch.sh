#!/bin/sh
# A batch of 1,000 orders whose 700th is wrong, through the real binary: it is named and nothing is changed, or with
# --keep-going all others are placed. usage: batch.sh ORDR
set -u
ordr=$(realpath "$1")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory" || exit 1
unset ORDR_DB ORDR_KEY
export ORDR_NOW=2026-11-26T09:00:00Z LOGNAME=ann LC_ALL=C.UTF-8

fail() {
	echo "$1" >&2
	exit 1
}

# status COMMAND...: runs it, output in out and err; prints its exit status.
status() {
	"$@" >out 2>err
	echo $?
}

expect() {
	[ "$2" = "$3" ] || fail "$1: expected \"$3\", came \"$2\""
}

for words in init 'customer add --code C-1 --name One' 'product add --sku A-1 --name Hammer --price 10'; do
	# shellcheck disable=SC2086 # words of a command
	"$ordr" $words >/dev/null || fail "no books"
done
seq 1000 | sed 's/.*/{"customer":"C-1","ref":"R-&","lines":[{"sku":"A-1","qty":&},{"sku":"A-1","qty":1}]}/' >good.jsonl
sed '700s/"A-1","qty":1}/"A-2","qty":1}/' good.jsonl >orders.jsonl
before=$("$ordr" log --head)

expect "the exit status" "$(status "$ordr" place orders.jsonl)" 7
expect "standard output" "$(cat out)" ""
expect "standard error" "$(cat err)" 'ordr: orders.jsonl:700 /lines/1/sku: no product A-2
hint: did you mean A-1?
ordr: 1 of 1000 orders failed, so nothing was changed
hint: mend it, or take each for itself with --keep-going'
expect "the log" "$("$ordr" log --head)" "$before"
expect "the orders" "$("$ordr" list --jsonl)" ""

expect "the exit status with --keep-going" "$(status "$ordr" place orders.jsonl --keep-going)" 3
expect "the orders placed" "$(wc -l <out | tr -d ' ')" 999
expect "standard error with --keep-going" "$(cat err)" 'ordr: orders.jsonl:700 /lines/1/sku: no product A-2
hint: did you mean A-1?
ordr: 1 of 1000 failed'
expect "the orders kept" "$("$ordr" list --jsonl --fields ref | wc -l | tr -d ' ')" 999
expect "the order before the wrong one" "$("$ordr" show 699 --fields ref,net --jsonl)" '{"schema":"ordr.order/1","ref":"R-699","net":7000.00}'
expect "the order behind the wrong one" "$("$ordr" show 700 --fields ref --jsonl)" '{"schema":"ordr.order/1","ref":"R-701"}'

# Handed in again as a whole, all 999 are refused by their references, and one that is mended goes through.
expect "the exit status of the whole again" "$(status "$ordr" place good.jsonl --keep-going)" 3
expect "what was missing" "$(cat out)" SO-001000
expect "the errors of the whole again" "$(grep -c '^ordr: good.jsonl:.* /ref: ref .* is SO-.* already$' err)" 999

# More errors than anybody reads are counted.
sed 's/"C-1"/"C-9"/' good.jsonl >bad.jsonl
expect "the exit status of a batch without a good one" "$(status "$ordr" place bad.jsonl)" 7
expect "the errors told" "$(grep -c '^ordr: bad.jsonl:' err)" 200
expect "the errors not told" "$(grep -c '^ordr: .*1000 of 1000 orders failed' err)" 1
expect "the doctor" "$(status "$ordr" doctor)" 0
