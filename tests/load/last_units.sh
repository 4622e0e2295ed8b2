#!/bin/sh
# Eight processes at once fight for the last 100 units of one product with 160 orders of one unit each, one call an order; then they bill
# what shipped, again all at once. Usage: last_units.sh ORDR
set -eu
ordr=$(realpath "$1")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
unset ORDR_DB
export ORDR_NOW=2026-11-26T09:00:00Z

processes=8

fail() {
	echo "last_units: $*" >&2
	exit 1
}

# What `ordr ARGUMENTS` prints is EXPECTED: expect EXPECTED ARGUMENTS
expect() {
	expected=$1
	shift
	found=$("$ordr" "$@")
	[ "$found" = "$expected" ] || fail "ordr $*: $found, and not $expected"
}

# The exit statuses of `ordr STEP N` for the orders of process I, a line each.
work() {
	n=$2
	while [ "$n" -le "$orders" ]; do
		status=0
		"$ordr" "$1" "$n" >>"$1.$2.out" 2>>"$1.$2.err" || status=$?
		echo "$status"
		n=$((n + processes))
	done >"$1.$2.status"
}

# All processes at once: at_once STEP
at_once() {
	rm -f "$1".*
	i=1
	while [ "$i" -le "$processes" ]; do
		work "$1" "$i" &
		i=$((i + 1))
	done
	wait
	[ "$(cat "$1".*.status | wc -l)" -eq "$orders" ] || fail "$1: a process did not come to its end"
}

# How many calls of a step ended so: ended STEP STATUS COUNT
ended() {
	count=$(cat "$1".*.status | grep -cx "$2" || true)
	[ "$count" -eq "$3" ] || fail "$1: $count calls and not $3 ended with $2: $(cat "$1".*.err | sort | uniq -c | sort -rn | head -3)"
}

# A company whose workflow.shortage is $1, with $2 units and $3 orders of one: make SHORTAGE UNITS ORDERS
make() {
	units=$2
	orders=$3
	rm -f ordr.db*
	"$ordr" init -q
	"$ordr" config set company.name "Nordlicht Werkzeuge GmbH"
	"$ordr" config set workflow.shortage "$1"
	"$ordr" customer add --code C-1 --name "Werft AG"
	"$ordr" product add --sku HAM-500 --name "Hammer 500 g" --price 13.90
	"$ordr" stock receive "HAM-500:$units"
	n=0
	while [ "$n" -lt "$orders" ]; do
		echo '{"customer":"C-1","lines":[{"sku":"HAM-500","qty":1}]}'
		n=$((n + 1))
	done | "$ordr" place -
} >/dev/null

csv() {
	printf '%s\r\n' "$@"
}

# Who comes too late is refused, and nobody is told to come again.
make refuse 25 40
at_once confirm
ended confirm 0 "$units"
ended confirm 6 $((orders - units))
expect "$(csv on_hand,allocated,available "$units,$units,0")" stock list HAM-500 --csv --fields on_hand,allocated,available
"$ordr" doctor

# Who comes too late waits.
make backorder 100 160
at_once confirm
ended confirm 0 "$orders"
expect "$(csv on_hand,allocated,available,backordered "$units,$units,0,$((orders - units))")" \
	stock list HAM-500 --csv --fields on_hand,allocated,available,backordered
"$ordr" doctor

"$ordr" pick --next "$orders" | "$ordr" pack - | "$ordr" ship - >/dev/null
at_once invoice
ended invoice 0 "$units"
ended invoice 5 $((orders - units))
n=1
while [ "$n" -le "$units" ]; do
	printf 'RE-2026-%05d\n' "$n"
	n=$((n + 1))
done >numbers
cat invoice.*.out | sort | diff numbers - || fail "invoice numbers have a gap, or one was given twice"
"$ordr" doctor
echo "last_units: $units units to $orders orders by $processes processes, and $units invoices without a gap"
