#!/usr/bin/python3
"""The figures of every report, recomputed from the tables by this test's own SQL and arithmetic, and compared; what is not is printed at the end.

    recompute.py ORDR DIRECTORY [FILE | --orders N]

Makes a company of N orders (20,000) in DIRECTORY (company.py), or takes FILE. Lists are compared row by row, as long as the report gives them.
"""
import decimal
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from books import Books, Scope  # noqa: E402
from compare import Comparison  # noqa: E402
from delays import delays  # noqa: E402
from goods import sales, stock  # noqa: E402
from money import cash, customers  # noqa: E402
from orders import backlog, sla, urgent  # noqa: E402
from quality import quality  # noqa: E402

NOW, LATER = "2026-11-19T15:00:00Z", "2026-11-19T15:00:01Z"  # an hour before the company closes
FROM, TO = "2026-11-01", "2026-11-15"
WITHOUT_PERIOD = ("urgent", "backlog")
ALL = 100000  # rows: more than there are


class Recompute(Comparison):
    def __init__(self, ordr, file):
        super().__init__()
        self.ordr, self.file = ordr, file
        self.every = Books(file, NOW)
        self.books = self.every.of_period(FROM, TO)

    def report(self, name, *options):
        answer = subprocess.run([self.ordr, "report", name, "--json", *options, "--db", self.file, *([] if "--now" in options else ["--now", NOW])],
                                capture_output=True, text=True, check=False)
        if answer.returncode:
            sys.exit(f"report {name}: exit {answer.returncode}: {answer.stderr}")
        return json.loads(answer.stdout, parse_float=decimal.Decimal)

    def check(self, name, expected, *options, period=(FROM, TO)):
        """All that the report says; `basis` alone is a sentence."""
        asked = [*(["--from", period[0], "--to", period[1]] if period == (FROM, TO) and name not in WITHOUT_PERIOD else []), *options]
        said = self.report(name, *asked)
        if not said.pop("basis"):
            sys.exit(f"report {name} does not say how it counts")
        head = {"schema": f"ordr.report-{name}/1", "as_of": NOW, **({} if name in WITHOUT_PERIOD else {"from": period[0], "to": period[1]})}
        self.asked = f" ({' '.join(options)})" if options else ""
        self.compare(name, said, {**head, **expected})
        self.asked = ""

    def check_scopes(self, name, figures, *scopes, **other):
        """The report of each of these scopes, the first of all."""
        for chosen in ({}, *scopes):
            scope = Scope(self.books, **chosen)
            self.check(name, figures(self.books, scope, **other), *scope.options)

    def sla(self):
        whole = Scope(self.books)
        self.check_scopes("sla", sla, {"customer": "C-003"}, {"tier": "preferred", "channel": "edi"}, {"priority": "urgent"})
        for by in ("tier", "priority", "customer"):
            self.check("sla", sla(self.books, whole, limit=1000, by=by), "--by", by, "--limit", "1000")
        to_date = self.every.of_period("2026-11-01", "2026-11-19")  # when no period is asked for
        self.check("sla", sla(to_date, Scope(to_date)), period=("2026-11-01", "2026-11-19"))

    def urgent(self):
        self.check("urgent", urgent(self.books, Scope(self.books), ALL), "--explain", "--limit", str(ALL))

    def backlog(self):
        self.check_scopes("backlog", backlog, {"customer": "C-003"})

    def delays(self):
        self.check("delays", delays(self.books, Scope(self.books), ALL), "--limit", str(ALL))
        self.check_scopes("delays", delays, {"customer": "C-003"}, {"tier": "strategic"}, limit=50)

    def cash(self):
        self.check_scopes("cash", cash, {"customer": "C-004"}, {"tier": "strategic"}, limit=20)

    def customers(self):
        self.check("customers", customers(self.books, Scope(self.books), ALL), "--limit", str(ALL))
        self.check_scopes("customers", customers, {"customer": "C-004"}, {"tier": "strategic"}, {"channel": "web"}, limit=50)

    def quality(self):
        whole = Scope(self.books)
        self.check_scopes("quality", quality, {"customer": "C-004"}, {"tier": "strategic"}, {"channel": "web"})
        for by in ("channel", "confirmer", "product", "fault"):
            self.check("quality", quality(self.books, whole, by=by, limit=ALL), "--by", by, "--limit", str(ALL))

    def stock(self):
        self.check("stock", stock(self.books))
        self.check("stock", stock(self.books, "P-03"), "--sku", "P-03")
        self.check("stock", stock(self.books, limit=ALL), "--limit", str(ALL))
        before = self.every.of_period("2026-08-22", "2026-11-19")  # ninety days, when no period is asked for
        self.check("stock", stock(before), period=("2026-08-22", "2026-11-19"))

    def sales(self):
        self.check_scopes("sales", sales, {"customer": "C-003"}, {"tier": "strategic"}, limit=20)

    def dashboard(self):
        """Each part is what its own report says, cut to five rows a list."""
        self.proving = False
        whole = self.report("dashboard")
        for name in ("urgent", "backlog", "sla", "delays", "stock", "customers", "quality", "cash", "sales"):
            alone = self.report(name, *([] if name == "backlog" else ["--limit", "5"]))
            del alone["schema"]
            self.compare(f"dashboard.{name}", whole[name], alone)

    def past(self):
        """As it stood a second ago, worked out by the past's own ways, is what it is now, but for what is not kept."""
        self.proving = False
        lost = {"backlog": {"places": []}, "sales": {"substitutes": []}, "stock": {"reorder": []}, "delays": dict(next=[], next_orders=None, next_sales=None, sales_at_risk=None)}
        for name in ("sla", "urgent", "backlog", "delays", "cash", "customers", "quality", "stock", "sales"):
            now = {**self.report(name), **lost.get(name, {})}
            for row in now["list"] if name == "stock" else ():
                row["incoming"] = None
            self.compare(f"{name} as of a second ago", self.report(name, "--as-of", NOW, "--now", LATER), now)


def make_company(ordr, directory, arguments):
    """Thousands of commits, of which each would wait for the disk: made in memory where that may be, and then moved to the directory."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else directory) as work:
        try:
            subprocess.run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "company.py"), ordr, os.path.join(work, "company.db"), *arguments], check=True)
        finally:
            for name in os.listdir(work):
                shutil.copy(os.path.join(work, name), directory)


def main():
    ordr, directory = os.path.abspath(sys.argv[1]), sys.argv[2]
    os.makedirs(directory, exist_ok=True)
    made = len(sys.argv) <= 3 or sys.argv[3] == "--orders"
    file = os.path.join(directory, "company.db") if made else sys.argv[3]
    if made:
        make_company(ordr, directory, sys.argv[4:])
    test = Recompute(ordr, file)
    for name in ("sla", "urgent", "backlog", "delays", "cash", "customers", "quality", "stock", "sales", "dashboard", "past"):
        before = test.compared
        getattr(test, name)()
        print(f"{name:10} {test.compared - before:7} figures")
    print("not recomputed:", " ".join(sorted(test.left)) or "nothing")
    print("never more than nothing:", " ".join(test.nothing()) or "none")
    print(f"{test.wrong} of {test.compared} differ")
    sys.exit(1 if test.wrong or test.left else 0)


main()
