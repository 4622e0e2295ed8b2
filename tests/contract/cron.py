#!/usr/bin/python3
"""The crontab of ordr-cron(7) works as pasted: each line is run by sh as cron would, with a clock of the test's own.

    cron.py ORDR SOURCE

Paths below /srv/ordr become a directory of the test. On a company where all is well nothing may be said and every job ends well; where orders are
overdue the jobs that watch for it must say so in one line, with exit status 20.
"""
import os
import re
import subprocess
import sys
import tempfile

ORDR, SOURCE = os.path.abspath(sys.argv[1]), sys.argv[2]
WELL, LATE = "2026-11-24T09:00:00Z", "2026-11-27T17:00:00Z"
# The machine's date by the same clock.
DATE = """#!/bin/sh
[ "$1" != -d ] || { when=$2; shift 2; }
exec /usr/bin/date -u -d "${ORDR_NOW%T*} ${when:-}" "$@"
"""
failed = 0


def jobs():
    """(schedule, command) of the page's crontab, its lines joined and its percent signs as cron hands them on."""
    with open(os.path.join(SOURCE, "man/ordr-cron.7"), encoding="utf-8") as page:
        table = page.read().split(".Ss Crontab\n.Bd -literal\n")[1].split("\n.Ed")[0]
    table = table.replace("\\e\n", "").replace("\\e", "\\")
    lines = [line for line in table.splitlines() if line and not line.startswith("#") and not re.match(r"^[A-Z_]+=", line)]
    return [(" ".join(words[:5]), words[5].replace("\\%", "%")) for line in lines for words in [line.split(None, 5)]]


def check(what, said, expected):
    global failed
    if said != expected:
        failed += 1
        print(f"{what}: {said!r}, expected {expected!r}")


def run(command, directory, now):
    # No terminal, no locale, no home: what cron gives.
    environment = {"PATH": f"{directory}/bin:/usr/bin:/bin", "ORDR_DB": f"{directory}/ordr.db", "ORDR_NOW": now, "LOGNAME": "cron", "ORDR_HOOKS": ""}
    return subprocess.run(["sh", "-c", command.replace("/srv/ordr", directory)], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/", check=False)


def company(directory):
    os.makedirs(f"{directory}/bin")
    os.makedirs(f"{directory}/backup")
    os.symlink(ORDR, f"{directory}/bin/ordr")
    with open(os.open(f"{directory}/bin/date", os.O_CREAT | os.O_WRONLY, 0o755), "w", encoding="utf-8") as file:
        file.write(DATE)
    for words in ("init", "config set company.name Nordlicht", "sla add --code ALL --confirm 8 --ship 27 --deliver 45", "customer add --code C-1 --name Werft",
                  "product add --sku HAM --name Hammer --price 10", "stock receive HAM:10", "place -c C-1 -l HAM:2"):
        answer = run(f"ordr {words}", directory, WELL)
        check(words, (answer.returncode, answer.stderr), (0, ""))


found = jobs()
check("jobs of the page", len(found) >= 10, True)
with tempfile.TemporaryDirectory() as directory:
    company(directory)
    for schedule, command in found:
        check(f"schedule of {command}", bool(re.fullmatch(r"([\d*/,-]+ ){4}[\d*/,-]+", schedule)), True)
        answer = run(command, directory, WELL)
        worklist = "--skip-empty" in command
        no_data = "sla --check" in command
        check(f"all is well: {command}", (answer.returncode, answer.stderr, bool(answer.stdout)), (0, "", worklist) if not no_data or not answer.stderr else (20, answer.stderr, False))
    for name in ("dashboard.html", "heads", "backup"):
        check(f"{name} is there", os.path.exists(f"{directory}/{name}"), True)
    for schedule, command in found:
        if "report urgent --check" in command or "report sla --check" in command:
            answer = run(command, directory, LATE)
            check(f"overdue: {command}", (answer.returncode, answer.stderr.count("\n"), answer.stdout), (20, 1, ""))
sys.exit(1 if failed else 0)
