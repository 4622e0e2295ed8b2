#!/bin/sh
# Eight processes at once bill 200 orders, one call an order, and most first tries are killed at some moment of their way. However far each had come,
# the numbers are 1 to 200, each once, in the order of issue. Usage: invoices.sh ORDR
set -eu
ordr=$(realpath "$1")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
unset ORDR_DB
export ORDR_NOW=2026-11-26T09:00:00Z

processes=8
orders=200

{
	"$ordr" init
	"$ordr" config set company.name "Nordlicht Werkzeuge GmbH"
	"$ordr" config set workflow.invoice_on order
	"$ordr" customer add --code C-1 --name "Werft AG"
	"$ordr" product add --sku HAM-500 --name "Hammer 500 g" --price 13.90
	n=0
	while [ "$n" -lt "$orders" ]; do
		echo '{"customer":"C-1","lines":[{"sku":"HAM-500","qty":1}]}'
		n=$((n + 1))
	done | "$ordr" place -
	"$ordr" confirm --state placed
} >/dev/null

# Bills the orders of process I; the moments of the kills run through the time that a call takes, whatever the machine.
work() {
	n=$1
	while [ "$n" -le "$orders" ]; do
		timeout -s KILL "0.0$((n * 7 % 60 + 10))" "$ordr" invoice "$n" --wait 60 ||
			"$ordr" invoice "$n" --idempotent --wait 60 || echo "order $n" >>failed
		n=$((n + processes))
	done >/dev/null 2>&1
}

i=1
while [ "$i" -le "$processes" ]; do
	work "$i" 2>/dev/null &
	i=$((i + 1))
done
wait
[ ! -e failed ] || {
	cat failed >&2
	exit 1
}
i=1
while [ "$i" -le "$orders" ]; do
	printf 'RE-2026-%05d\n' "$i"
	i=$((i + 1))
done >expected
"$ordr" invoice list --csv --fields id | tr -d '\r' | tail -n +2 >found
cmp expected found
"$ordr" doctor
