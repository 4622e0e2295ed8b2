#!/bin/sh
# Eight processes at once confirm 60 orders of one hour each of a service that has ten hours a day. Those that ask for one day get its ten hours
# and not one more; those that take any get all of six days. Usage: last_hours.sh ORDR
set -eu
ordr=$(realpath "$1")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
unset ORDR_DB
export ORDR_NOW=2026-11-26T09:00:00Z

processes=8
capacity=10
orders=60

fail() {
	echo "last_hours: $*" >&2
	exit 1
}

# The exit statuses of `ordr confirm N` for the orders of process I, a line each.
work() {
	n=$1
	while [ "$n" -le "$orders" ]; do
		status=0
		"$ordr" confirm "$n" >/dev/null 2>>"$1.err" || status=$?
		echo "$status"
		n=$((n + processes))
	done >"$1.status"
}

# A company, its orders each with the members $1, and all processes at once.
confirm_all() {
	rm -f ordr.db* ./*.status ./*.err
	"$ordr" init -q
	"$ordr" customer add --code C-1 --name "Werft AG"
	"$ordr" product add --sku INS --name "Installation" --kind service --unit HUR --price 68 --capacity "$capacity"
	n=0
	while [ "$n" -lt "$orders" ]; do
		echo "{\"customer\":\"C-1\",\"lines\":[{\"sku\":\"INS\",\"qty\":1$1}]}"
		n=$((n + 1))
	done | "$ordr" place - >/dev/null
	i=1
	while [ "$i" -le "$processes" ]; do
		work "$i" &
		i=$((i + 1))
	done
	wait
	[ "$(cat ./*.status | wc -l)" -eq "$orders" ] || fail "a process did not come to its end"
}

# How many calls ended so: ended STATUS COUNT
ended() {
	count=$(cat ./*.status | grep -cx "$1" || true)
	[ "$count" -eq "$2" ] || fail "$count calls and not $2 ended with $1: $(sort ./*.err | uniq -c | sort -rn | head -3)"
}

# Orders booked on a day: booked DAY COUNT
booked() {
	count=$("$ordr" list --state confirmed --jsonl --fields lines | grep -c "\"date\":\"$1\",\"days\"" || true)
	[ "$count" -eq "$2" ] || fail "$count and not $2 are booked on $1"
}

confirm_all ',"date":"2026-12-01"' >/dev/null
ended 0 "$capacity"
ended 6 $((orders - capacity))
booked 2026-12-01 "$capacity"
"$ordr" doctor

confirm_all '' >/dev/null
ended 0 "$orders"
for day in 2026-11-26 2026-11-27 2026-11-30 2026-12-01 2026-12-02 2026-12-03; do
	booked "$day" "$capacity"
done
"$ordr" doctor
echo "last_hours: $capacity hours a day to $orders orders by $processes processes, and no day beyond it"
