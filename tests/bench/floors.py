#!/usr/bin/python3
"""The floors of the reports reckon the same and not less: each figure that floor_report prints is that of `ordr report NAME --json`.

    floors.py ORDR GENERATE FLOOR_REPORT DIRECTORY

On a database of the benchmark's generator. A name ends in :N when the books hold N for one; parts, with + before them, are added up.
"""
import datetime
import decimal
import json
import os
import subprocess
import sys

ordr, generate, floor, directory = sys.argv[1:]
NOW = "2026-11-24T09:00:00Z"
PERIODS = (("2024-11-01", "2024-12-31"), ("2026-11-01", "2026-11-23"))  # where the generator puts complete orders, and open ones
# So many figures at least: a query that gives no row must not pass.
LEAST = {"sla": 32, "backlog": 240, "delays": 10, "cash": 200, "customers": 1500, "stock": 800, "sales": 300, "quality": 28}
environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORDR_", "LC_", "LANG"))} | {"ORDR_NOW": NOW}
file = os.path.join(directory, "floors.db")
os.makedirs(directory, exist_ok=True)
for old in (file, f"{file}-wal", f"{file}-shm"):  # of a run that was cut off
    if os.path.exists(old):
        os.remove(old)


def output(*words):
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout


def figures(name, first, last):
    found = {}
    for line in output(floor, file, name, first, last).splitlines():
        path, value = line.split(" ", 1)
        if path.startswith("+"):
            found[path[1:]] = found.get(path[1:], 0) + (0 if value == "null" else int(value))
        elif "(" not in path:
            found[path] = value
    return found


def number(said):
    """What a report says, as the books hold it."""
    if said is None:
        return "null"
    if isinstance(said, str) and said.startswith("SO-"):
        return decimal.Decimal(said[3:])
    try:
        return decimal.Decimal((datetime.date.fromisoformat(said) - datetime.date(1970, 1, 1)).days) if isinstance(said, str) else decimal.Decimal(str(said))
    except ValueError:
        return said


def same(said, value, scale):
    if isinstance(said, str):
        return said == str(value)
    if value == "null":
        return False
    digits = max(0, -said.as_tuple().exponent)
    mine = decimal.Decimal(value) / scale
    return said == mine or (scale not in (1, 100) and abs(said - mine) <= decimal.Decimal("0.001")) or (digits == 2 and scale == 1 and abs(said - mine) <= decimal.Decimal("0.01"))


os.makedirs(directory, exist_ok=True)
if os.path.exists(file):
    os.unlink(file)
output(generate, "2000", file)
wrong = 0


def complain(text):
    global wrong
    wrong += 1
    if wrong <= 40:
        print(text)


def compare(name, first, last):
    """How many figures were compared."""
    period = [] if name == "backlog" else ["--from", first, "--to", last]
    report = json.loads(output(ordr, "report", name, *period, "--json", "--db", file), parse_float=decimal.Decimal)
    found = figures(name, first, last)
    for path, value in found.items():
        said, (words, _, scale) = report, path.partition(":")
        try:
            for word in words.split("."):
                said = said[int(word)] if isinstance(said, list) else said[word]
        except (IndexError, KeyError):
            said = "nothing"
        if not same(number(said), value, int(scale or 1)):
            complain(f"{name} {path}, from {first}: the report says {said}, the floor {value}")
    for words in ("list", "late", "debtors", "quiet", "due", "pairs", "places", "trend"):
        rows = {path.split(".")[1] for path in found if path.startswith(f"{words}.")}
        if rows and len(rows) != len(report[words]):
            complain(f"{name} {words}, from {first}: the report has {len(report[words])} rows, the floor {len(rows)}")
    return len(found)


for name, least in LEAST.items():
    count = sum(compare(name, *period) for period in PERIODS)
    print(f"{name}: {count} figures")
    if count < least:
        complain(f"{name}: no fewer than {least} should be compared")
sys.exit(1 if wrong else 0)
