#!/usr/bin/python3
"""Holds the bookings of `ordr export --journal` against what ordr itself says is owed.

    journal.py ORDR

Plays a year of invoices at two rates, payments with and without cash discount, credit notes, refunds and a debit that was returned. In all formats each
booking must come to zero, the accounts to the same sums, and that of receivables to `ordr report cash`. hledger and bean-check read their files where
they are installed.
"""
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from decimal import Decimal

ordr = os.path.abspath(sys.argv[1])
errors = []
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("ORDR_", "LC_", "LANG"))} | {"USER": "ann", "ORDR_HOOKS": ""}


def run(*args, status=0):
    done = subprocess.run([ordr, *args], capture_output=True, env=ENVIRONMENT | {"ORDR_NOW": now})
    if done.returncode != status:
        errors.append(f"ordr {' '.join(args)}: exit {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def wanted(holds, what):
    if not holds:
        errors.append(what)


def hledger(text):
    """Sums by account, and of each booking."""
    sums, bookings = defaultdict(Decimal), []
    for line in text.splitlines():
        if re.match(r"\d{4}-", line):
            bookings.append(Decimal(0))
        found = re.match(r"  (\S+)  (-?[\d.]+) EUR$", line)
        if found:
            sums[found[1].split(":")[1]] += Decimal(found[2])
            bookings[-1] += Decimal(found[2])
    return sums, bookings


def datev(data):
    """Sums by account, gross; that the file is one for DATEV is proved by datev.py."""
    text = data.decode("cp1252")
    wanted(all(line.endswith("\r") for line in text.split("\n")[:-1]), "datev: lines end with CR LF")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    wanted(rows[0][:5] == ["EXTF", "700", "21", "Buchungsstapel", "13"] and len(rows[0]) == 31, f"datev: header {rows[0]}")
    sums = defaultdict(Decimal)
    for row in rows[2:]:
        wanted(len(row) == 125, f"datev: {row}")
        amount = Decimal(row[0].replace(",", ".")) * (1 if row[1] == "S" else -1)
        sums[row[6]] += amount
        sums[row[7]] -= amount
    return sums


directory = tempfile.mkdtemp(prefix="journal.")
os.chdir(directory)
now = "2026-11-02T09:00:00Z"
for line in """init
config set company.name Nordlicht
config set company.vat_id DE812345673
config set company.iban DE02120300000000202051
config set invoice.discount_percent 3
config set accounts.datev_consultant 1001
config set accounts.datev_client 1
product add --sku HAM --name Hammer --price 13.99
product add --sku BOK --name Book --price 24.95 --tax-rate 7
customer add --code C-1 --name Müller"Söhne;Łódź|AG
customer add --code C-2 --name Werft
stock receive HAM:100 BOK:100
place -c C-1 -l HAM:3 -l BOK:7
place -c C-2 -l HAM:1
place -c C-1 -l BOK:2
place -c C-2 -l HAM:7 -l BOK:1
place -c C-1 -l HAM:2
confirm 1 2 3 4 5
pick 1 2 3 4 5
pack 1 2 3 4 5
ship 1 2 3 4 5
invoice 1 2 3 4 5""".splitlines():
    run(*line.split(" "))
invoices = {i["id"]: i for i in map(json.loads, run("invoice", "list", "--jsonl").decode().splitlines())}
numbers = sorted(invoices)
now = "2026-11-05T09:00:00Z"
gross = Decimal(str(invoices[numbers[0]]["gross"]))
run("pay", numbers[0], str(gross - (gross * 3 / 100).quantize(Decimal("0.01"))))  # with cash discount, of two rates
run("pay", numbers[1], "--method", "cash")
run("pay", numbers[2], "10.01")
run("pay", numbers[3])
now = "2026-11-20T09:00:00Z"
run("invoice", "credit", numbers[0], "--line", "2", "--qty", "3", "--reason", "damaged")  # a part of the discount falls away
run("pay", "refund", numbers[0])
run("pay", "refund", numbers[3], "--reopen")
run("invoice", "credit", numbers[4], "--reason", "mistake")
now = "2026-11-26T09:00:00Z"

text = run("export", "--journal", "hledger").decode()
sums, bookings = hledger(text)
wanted(len(bookings) == 14, f"{len(bookings)} bookings")
wanted(not any(bookings), "a booking does not come to zero")
cash = json.loads(run("report", "cash", "--from", "2026-01-01", "--json"))
wanted(sums["1400"] == Decimal(str(cash["receivables"])), f"receivables are {sums['1400']} in the journal and {cash['receivables']} in report cash")
sales = -sum(amount for account, amount in sums.items() if account.startswith(("84", "83")))
invoiced = sum(Decimal(str(i["gross"])) * (1 if i["type"] == "invoice" else -1) for i in map(json.loads, run("invoice", "list", "--jsonl").decode().splitlines()))
wanted(invoiced == Decimal(str(cash["sales"])), "sales")
kept = [line for line in text.split("\n\n") if "| invoice\n" in line or "| credit note\n" in line]
wanted(hledger("\n\n".join(kept))[0]["1400"] == invoiced, "invoices and credit notes do not come to the sales of report cash")
paid = sum(Decimal(str(p["amount"])) for p in map(json.loads, run("pay", "list", "--jsonl").decode().splitlines()))
wanted(sums["1200"] + sums["1000"] == paid, "money that came in")
wanted(sums["8731"] > 0 and sums["8736"] > 0, "the discount is divided by rate")

gross_sums = datev(run("export", "--journal", "datev"))
wanted(gross_sums["1400"] == sums["1400"] and gross_sums["1200"] == sums["1200"], "datev: other sums than hledger")
wanted(-sum(a for k, a in gross_sums.items() if k[:2] in ("84", "83", "87")) == -sum(a for k, a in sums.items() if k[:2] in ("84", "83", "87", "17")),
       "datev: gross sums of groups")

beancount = run("export", "--journal", "beancount").decode()
wanted(hledger("\n".join(line for line in beancount.splitlines() if " open " not in line and "customer:" not in line))[0] == sums, "beancount: other sums")

for program, name, content in (("hledger", "books.journal", text), ("bean-check", "books.beancount", beancount)):
    if not shutil.which(program):
        print(f"{program} is not installed: its own check is left out")
        continue
    with open(name, "w", encoding="utf-8") as file:
        file.write(content)
    arguments = ["hledger", "-f", name, "check", "--strict"] if program == "hledger" else ["bean-check", name]
    done = subprocess.run(arguments, capture_output=True, text=True, env=ENVIRONMENT | {"LANG": "C.UTF-8"})
    wanted(done.returncode == 0, f"{program}: {done.stdout}{done.stderr}")

# A part of the days is a part of the bookings; two years are two files for DATEV.
wanted(len(hledger(run("export", "--journal", "hledger", "--to", "2026-11-02").decode())[1]) == 5, "bookings of one day")
run("export", "--journal", "datev", "--from", "2025-12-31", status=6)
run("config", "set", "accounts.revenue", "S19:8400")
run("export", "--journal", "hledger", status=6)
run("config", "set", "accounts.revenue", "")

# Books that do not add up are not booked.
database = sqlite3.connect("ordr.db")
for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'invoice_tax'").fetchall():
    database.execute(f"DROP TRIGGER {name}")
database.execute("UPDATE invoice_tax SET net = net + 1 WHERE invoice_id = 1 AND rate = 1900")
database.commit()
database.close()
run("export", "--journal", "hledger", status=11)

os.chdir("/")
shutil.rmtree(directory)
print(f"{len(bookings)} bookings, {len(errors)} errors")
for error in errors:
    print("ERROR:", error)
sys.exit(1 if errors else 0)
