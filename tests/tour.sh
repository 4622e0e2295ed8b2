#!/bin/sh
# Sets up, builds, and takes a small company's orders from their forms to paid invoices, printing each step as an operator types it:
# sh tests/tour.sh. The database is made anew in build/tour, and stays there to be looked at.
. "$(dirname "$0")/setup.sh"
directory=${BUILD:-build}
build "$directory"
PATH=$root/$directory:$PATH
export PATH
mkdir -p "$root/$directory/tour"
cd "$root/$directory/tour"
rm -f ordr.db ordr.db-wal ordr.db-shm
rm -rf data
ln -s "$root/tests/data" data
# The forms ask for dates in December 2026, so the tour has a clock of its own.
unset ORDR_DB ORDR_NOW

say() { # what comes next, for whoever reads
	printf '\n# %s\n' "$*"
}
run() { # prints a command line as it is typed, and runs it
	printf '$ %s\n' "$1"
	eval "$1"
}

say "A new database in $directory/tour, and what the company knows: settings, customers, products, warehouses, service levels, stock"
run 'export ORDR_NOW=2026-11-26T09:00:00+01:00'
run 'ordr init'
run 'ordr config import data/settings.csv | wc -l'
run 'ordr customer import data/customers.csv | wc -l'
run 'ordr product import data/products.csv | wc -l'
run 'ordr warehouse import data/warehouses.csv'
run 'ordr sla import data/sla.csv | wc -l'
run 'ordr stock import data/levels.csv | wc -l'
run 'ordr stock receive data/stock.csv | wc -l'

say "One order by hand, from the telephone to the money"
run 'id=$(ordr place -c C-1001 -l HAM-500:4 -l SCR-5X60:2 --ref 4500000911 --channel phone --requested 2026-12-01); echo $id'
run 'ordr confirm $id && ordr show $id'
run 'ordr pick $id --dry-run'
run 'ordr pick $id && ordr pack $id && ordr ship $id --carrier DHL --tracking 00340434161094000000'
run 'invoice=$(ordr invoice $id) && ordr invoice show $invoice'
run 'export ORDR_NOW=2026-11-27T11:30:00+01:00'
run 'ordr deliver $id --received-by "Lager, Frau Brandt"'
run 'ordr pay $invoice --method transfer && ordr list --fields id,state,fulfilment,billing,gross'

say "Two hundred orders from the web shop in one line; each step prints what the next reads"
run 'ordr place data/orders.jsonl --jsonl | ordr confirm - --jsonl | ordr pick - --jsonl | ordr pack - --jsonl | ordr ship - --carrier DHL --jsonl | ordr invoice - --jsonl >invoices.jsonl'
run 'wc -l <invoices.jsonl'
run 'ordr deliver --customer C-1012 | wc -l'

say "More is ordered than is there: the rest waits, and a receipt serves the most urgent first"
run 'ordr place -c C-1003 -l WRE-TORQUE:3 | ordr confirm -'
run 'ordr place -c C-1017 -l WRE-TORQUE:2 --priority urgent | ordr confirm -'
run 'ordr list --fulfilment backordered --fields id,customer_name,priority,fulfilment'
run 'ordr stock receive WRE-TORQUE:3 --ref WE-2026-0400 --json'
run 'ordr list --sku WRE-TORQUE --state confirmed --fulfilment allocated --fields id,customer_name,priority,fulfilment'

say "A week later most is delivered, some is late"
run 'export ORDR_NOW=2026-12-02T14:00:00+01:00'
run 'ordr deliver --tier strategic --at 2026-11-30T10:00:00+01:00 | wc -l'
run 'ordr deliver --tier standard --at 2026-12-01T16:30:00+01:00 | wc -l'
run 'ordr report urgent --limit 5'
run 'ordr report backlog'
run 'ordr stock low | head -5'
run 'ordr report sla --from 2026-11-01 --to 2026-11-30 | head -40'

say "And the books are proven"
run 'ordr doctor && echo "nothing found"'
