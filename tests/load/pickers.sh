#!/bin/sh
# Two pickers at once take the same orders, one call an order: each order goes to one of them, and the other is told that it is picked. Then one
# unpicks and packs what the other does, all at once. Usage: pickers.sh ORDR
set -eu
ordr=$(realpath "$1")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
unset ORDR_DB
export ORDR_NOW=2026-11-26T09:00:00Z

orders=40

fail() {
	echo "pickers: $*" >&2
	exit 1
}

{
	"$ordr" init -q
	"$ordr" customer add --code C-1 --name "Werft AG"
	"$ordr" product add --sku HAM-500 --name "Hammer 500 g" --price 13.90
	"$ordr" warehouse add --code SOUTH --name South --rank 2
	"$ordr" stock receive HAM-500:60
	"$ordr" stock receive HAM-500:60 --warehouse SOUTH
	n=0
	while [ "$n" -lt "$orders" ]; do
		echo '{"customer":"C-1","lines":[{"sku":"HAM-500","qty":3}]}'
		n=$((n + 1))
	done | "$ordr" place -
	"$ordr" confirm --state placed
} >/dev/null

# The exit statuses of `ordr STEP… N` for all orders: work NAME STEP…
work() {
	name=$1
	shift
	n=1
	while [ "$n" -le "$orders" ]; do
		status=0
		"$ordr" "$@" "$n" >>"$name.out" 2>>"$name.err" || status=$?
		echo "$status"
		n=$((n + 1))
	done >"$name.status"
}

# How many calls ended so: ended STATUS NAME…
ended() {
	status=$1
	shift
	for name in "$@"; do
		cat "$name.status"
	done | grep -cx "$status" || true
}

work ann pick &
work bob pick &
wait
[ "$(ended 0 ann bob)" -eq "$orders" ] || fail "$(ended 0 ann bob) of $orders orders were picked"
[ "$(ended 5 ann bob)" -eq "$orders" ] || fail "$(ended 5 ann bob) calls ended with a conflict, not $orders"
sort ann.out bob.out | uniq -d | grep . && fail "an order was picked twice"
grep -v 'is picked already' ann.err bob.err && fail "a refusal that says something else"
shipments=$("$ordr" list --jsonl --fields shipments | grep -o 'SH-' | wc -l)
[ "$shipments" -eq "$orders" ] || fail "$shipments shipments of $orders orders"
"$ordr" doctor

# One lays back what the other packs: whoever is first has it.
work ann pack &
work bob unpick &
wait
[ "$(ended 0 ann bob)" -eq "$orders" ] || fail "$(ended 0 ann bob) of $orders orders were packed or laid back"
[ "$(ended 5 ann bob)" -eq "$orders" ] || fail "$(ended 5 ann bob) calls ended with a conflict, not $orders"
"$ordr" doctor

# Both find the same shelf short: it is short once for each order that tells it.
"$ordr" pick --next "$orders" >/dev/null
work ann unpack
missing=$("$ordr" stock moves HAM-500 --csv --fields kind | grep -c adjustment || true)
[ "$missing" -eq 0 ] || fail "something is missing before anything was"
work ann pick --short HAM-500=1 --reason lost &
work bob pick --short HAM-500=1 --reason lost &
wait
short=$(ended 0 ann bob)
missing=$("$ordr" stock moves HAM-500 --csv --fields kind | grep -c adjustment || true)
[ "$short" -gt 0 ] && [ "$missing" -eq "$short" ] || fail "$short calls found something missing, and the ledger $missing times"
"$ordr" doctor
echo "pickers: $orders orders by two pickers, each picked once, $short units missing"
