#!/usr/bin/python3
"""The figures of every report, recomputed from the tables by this test's own SQL and arithmetic, and compared; what is not is printed at the end.

    recompute.py ORDR DIRECTORY [FILE | --orders N]

Makes a company of N orders (20,000) in DIRECTORY (company.py), or takes FILE. Lists are compared row by row, as long as the report gives them.
"""
import datetime
import decimal
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from books import DAY_MS, TARGETS, Books, nearest_rank, percent, ratio  # noqa: E402

NOW = "2026-11-21T12:00:00Z"
NOW_MS = 1795262400000
FROM, TO = "2026-11-01", "2026-11-15"
WORDS = {"schema", "as_of", "from", "to", "basis", "customer_name", "name", "unit", "with_name", "substitute_name"}  # not figures
left = set()  # what is said and not recomputed here: printed, so that nobody takes it for proved
wrong = 0
compared = 0


def compare(path, said, expected):
    """Numbers as exact decimals; lists and objects part by part."""
    global wrong, compared
    if isinstance(expected, dict):
        left.update(re.sub(r"\[\d+\]", "", f"{path}.{name}") for name in set(said) - set(expected) - WORDS)
        for name, value in expected.items():
            compare(f"{path}.{name}", said.get(name, "nothing"), value)
        return
    if isinstance(expected, list):
        compare(f"{path} (length)", len(said), len(expected))
        for index, (one, other) in enumerate(zip(said, expected)):
            compare(f"{path}[{index}]", one, other)
        return
    compared += 1
    if isinstance(expected, float):
        raise TypeError(path)
    same = said == expected if said is None or expected is None or isinstance(expected, (str, bool)) else decimal.Decimal(str(said)) == decimal.Decimal(expected)
    if not same:
        wrong += 1
        if wrong <= 40:
            print(f"{path}: the report says {said}, the books {expected}")


def money(minor):
    return None if minor is None else decimal.Decimal(minor) / 100


def units(thousandths):
    return None if thousandths is None else decimal.Decimal(thousandths) / 1000


def instant(ms):
    return None if ms is None else f"{datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


PRIORITIES = ("low", "normal", "high", "urgent")


class Recompute:
    def __init__(self, ordr, file):
        self.ordr, self.file = ordr, file
        self.books = Books(file, NOW_MS)
        self.first, self.last = (self.days(FROM), self.days(TO))
        self.period = self.books.placed(self.first, self.last)
        self.before = self.books.placed(2 * self.first - self.last - 1, self.first - 1)

    @staticmethod
    def days(text):
        import datetime
        return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days

    def report(self, name, *options):
        answer = subprocess.run([self.ordr, "report", name, "--json", "--now", NOW, "--db", self.file, *options], capture_output=True, text=True, check=False)
        if answer.returncode:
            sys.exit(f"report {name}: exit {answer.returncode}: {answer.stderr}")
        return json.loads(answer.stdout, parse_float=decimal.Decimal)

    # --- sla -----------------------------------------------------------------------------------------------------------

    def sla(self):
        books, orders = self.books, self.period
        group = lambda by, value, some: {"by": by, "value": value, "orders": len(some), **{target: books.figures(some, target) for target in TARGETS}}
        missed = lambda order: sum(books.status(order, target) in ("breached", "overdue") for target in TARGETS)
        groups = [group("tier", tier, some) for tier in ("strategic", "preferred", "standard") if (some := [o for o in orders if o["tier"] == tier])]
        groups += [group("priority", word, some) for rank, word in ((3, "urgent"), (2, "high"), (1, "normal"), (0, "low")) if (some := [o for o in orders if o["priority"] == rank])]
        customers = {}
        for order in orders:
            customers.setdefault(order["customer_id"], []).append(order)
        worst = sorted(customers.items(), key=lambda item: (-sum(map(missed, item[1])), -len(item[1]), item[0]))[:10]
        groups += [group("customer", some[0]["code"], some) for _, some in worst if sum(map(missed, some))]
        steps = []
        for target, start in zip(TARGETS, ("placed_at", "confirmed_at", "shipped_at")):
            took = [books.worked(order[start], books.done(order, target)) for order in orders if books.done(order, target) is not None and order[start] is not None]
            steps.append({"step": target, "orders": len(took), "median_hours": ratio(nearest_rank(took, 50) or 0, 60) if took else None,
                          "p90_hours": ratio(nearest_rank(took, 90) or 0, 60) if took else None})
        misses = []
        for order in orders:
            for target in TARGETS:
                status = books.status(order, target)
                if status in ("breached", "overdue"):
                    until = books.done(order, target) if status == "breached" else order["stopped_at"] or books.now
                    misses.append((-books.worked(order[f"{target}_due"], until), order[f"{target}_due"], order["id"], TARGETS.index(target), status))
        named = [{"id": f"SO-{number:06}", "tier": books.orders[number]["tier"], "step": TARGETS[step], "late_minutes": -late, "status": status, "customer": books.orders[number]["code"],
                  "priority": PRIORITIES[books.orders[number]["priority"]], "due": instant(due), "done": instant(books.done(books.orders[number], TARGETS[step]))}
                 for late, due, number, step, status in sorted(misses)[:100]]
        expected = {"orders": len(orders), **{target: books.figures(orders, target) for target in TARGETS}, "steps": steps, "groups": groups, "misses": named}
        compare("sla", self.report("sla", "--from", FROM, "--to", TO), expected)

    # --- what is open --------------------------------------------------------------------------------------------------

    def open_orders(self):
        return [order for order in self.books.orders.values() if order["state"] in ("placed", "confirmed")]

    def urgent(self):
        books = self.books
        rank = {"strategic": 0, "preferred": 1, "standard": 2}
        due = lambda order: order["next_due"]
        judged = lambda order: books.now if order["stopped_at"] is None else order["stopped_at"]
        orders = self.open_orders()
        overdue = [order for order in orders if due(order) is not None and judged(order) > due(order)]
        risky = lambda order: any(order[f"{target}_due"] == due(order) and order[f"{target}_risk"] <= judged(order) for target in TARGETS if due(order) is not None)
        status = lambda order: "overdue" if order in overdue else "at_risk" if risky(order) else "open"
        running = sorted((order for order in orders if order["stopped_at"] is None),
                         key=lambda o: (due(o) is None, due(o) or 0, rank[o["tier"]], -o["priority"], o["placed_at"], o["id"]))
        rows = [{"id": f"SO-{order['id']:06}", "customer": order["code"], "tier": order["tier"], "state": order["state"],
                 "slack_minutes": books.worked(books.now, due(order)), "priority": PRIORITIES[order["priority"]], "next_due": instant(due(order)),
                 "placed_at": instant(order["placed_at"]), "stopped_at": None, "status": status(order)} for order in running[:50]]
        said = self.report("urgent", "--limit", "50", "--explain")
        compare("urgent", said, {"open": len(orders), "overdue": len(overdue), "at_risk": sum(order not in overdue and risky(order) for order in orders), "orders": rows})
        keys = lambda o: (("slack", due(o)), ("tier", o["tier"]), ("priority", o["priority"]), ("age", o["placed_at"]), ("number", o["id"]))
        terms = [{"id": rows[i]["id"], "clock": "runs", "slack_minutes": rows[i]["slack_minutes"], "tier": order["tier"],
                  "decided_by": None if not i else next(a[0] for a, b in zip(keys(running[i - 1]), keys(order)) if a[1] != b[1])}
                 for i, order in enumerate(running[:50])]
        compare("urgent.terms", said["terms"], terms)

    def backlog(self):
        books = self.books
        orders = self.open_orders()
        held = books.one("SELECT count(DISTINCT h.order_id) FROM hold h JOIN orders o ON o.id = h.order_id WHERE h.released_at IS NULL AND o.state IN ('placed', 'confirmed')")
        lines = [dict(row) for row in books.all("SELECT l.*, o.state FROM order_line l JOIN orders o ON o.id = l.order_id WHERE o.state IN ('placed', 'confirmed')")]
        goods = lambda line: line["kind"] == "goods" and line["state"] == "confirmed"
        left = {"confirm": lambda l: l["ordered"] - l["cancelled"] if l["state"] == "placed" else 0,
                "stock": lambda l: l["backordered"] if goods(l) else 0, "pick": lambda l: l["allocated"] if goods(l) else 0,
                "pack": lambda l: l["picked"] - l["packed"] if goods(l) else 0, "ship": lambda l: l["packed"] - l["shipped"] if goods(l) else 0}
        steps = []
        for name, count in left.items():
            waiting = [line for line in lines if count(line) > 0]
            of = {line["order_id"] for line in waiting}
            late = sum(1 for number in of if (o := books.orders[number])["next_due"] is not None and o["next_due"] < (o["stopped_at"] or books.now))
            steps.append({"step": name, "orders": len(of), "lines": len(waiting), "units": units(sum(map(count, waiting))), "overdue": late})
        to_ship = dict.fromkeys(("late", "today", "tomorrow", "later", "none"), 0)
        unshipped = {line["order_id"] for line in lines if goods(line) and line["shipped"] < line["ordered"] - line["cancelled"]}
        for number in unshipped:
            by = books.orders[number]["ship_by"]
            day = None if by is None else books.day(by)
            to_ship["none" if by is None else "late" if by < books.now else "today" if day <= books.today else "tomorrow" if day == books.today + 1 else "later"] += 1
        said = self.report("backlog")
        compare("backlog", said, {"orders": len(orders), "held": held, "to_ship": [{"when": when, "orders": count} for when, count in to_ship.items()]})
        compare("backlog.steps", [step for step in said["steps"] if step["step"] in left], steps)
        age = lambda line: next((name for most, name in ((0, "today"), (3, "1-3"), (7, "4-7"), (14, "8-14"), (30, "15-30"))
                                 if books.today - books.day(books.orders[line["order_id"]]["placed_at"]) <= most), "over 30")
        ages = []
        for name in ("today", "1-3", "4-7", "8-14", "15-30", "over 30"):
            for step, count in left.items():
                if waiting := [line for line in lines if count(line) > 0 and age(line) == name]:
                    ages.append({"age": name, "step": step, "orders": len({line["order_id"] for line in waiting}), "lines": len(waiting), "units": units(sum(map(count, waiting)))})
        compare("backlog.ages", [one for one in said["ages"] if one["step"] in left], ages)
        codes = [row[0] for row in books.all("SELECT code FROM warehouse ORDER BY rank, id")] + [None]
        where = {}
        for step, rows in (("confirm", books.all("SELECT w.code, l.order_id, l.line, l.ordered - l.cancelled FROM order_line l JOIN orders o ON o.id = l.order_id AND o.state = 'placed' LEFT JOIN warehouse w ON w.id = o.warehouse_id WHERE l.ordered > l.cancelled")),
                           ("stock", books.all("SELECT w.code, l.order_id, l.line, l.backordered FROM order_line l JOIN orders o ON o.id = l.order_id LEFT JOIN warehouse w ON w.id = o.warehouse_id WHERE l.backordered > 0")),
                           ("pick", books.all("SELECT w.code, a.order_id, a.line, a.quantity FROM allocation a JOIN warehouse w ON w.id = a.warehouse_id")),
                           ("pack", books.all("SELECT w.code, l.order_id, l.line, l.quantity FROM shipment_line l JOIN shipment s ON s.id = l.shipment_id AND s.state = 'picking' JOIN warehouse w ON w.id = s.warehouse_id")),
                           ("ship", books.all("SELECT w.code, l.order_id, l.line, l.quantity FROM shipment_line l JOIN shipment s ON s.id = l.shipment_id AND s.state = 'packed' JOIN warehouse w ON w.id = s.warehouse_id"))):
            for row in rows:
                where.setdefault((codes.index(row[0]), list(left).index(step)), []).append(row)
        compare("backlog.places", [one for one in said["places"] if one["step"] in left],
                [{"warehouse": codes[at], "step": list(left)[step], "orders": len({row[1] for row in rows}), "lines": len({(row[1], row[2]) for row in rows}), "units": units(sum(row[3] for row in rows))}
                 for (at, step), rows in sorted(where.items())])
        placed = [(books.day(row[0]), None if row[1] is None else books.day(row[1])) for row in books.all("SELECT placed_at, closed_at FROM orders")]
        compare("backlog.trend", [one["orders"] for one in said["trend"]],
                [sum(1 for first, last in placed if first <= day and (last is None or last > day)) for day in range(books.today - 29, books.today + 1)])

    # --- delays and cash -----------------------------------------------------------------------------------------------

    def delays(self):
        books = self.books
        late = [order for order in self.open_orders() if order["state"] == "confirmed" and order["promised"] is not None and order["promised"] < books.today]
        changes = books.all("SELECT reason FROM promise_change WHERE local_day(at) BETWEEN ? AND ?", self.first, self.last)
        cancelled = books.all("SELECT k.reason, l.net, k.quantity, l.ordered FROM cancellation k JOIN order_line l ON l.order_id = k.order_id AND l.line = k.line"
                              " WHERE local_day(k.at) BETWEEN ? AND ?", self.first, self.last)
        lost = lambda row: int(ratio(row[1] * row[2], row[3], 1, 0))
        faults = []
        for fault in ("customer", "supply", "carrier", "internal"):
            rows = [row for row in cancelled if books.faults[row[0]] == fault]
            faults.append({"fault": fault, "promises_changed": sum(books.faults[row[0]] == fault for row in changes), "cancellations": len(rows), "lost_sales": money(sum(map(lost, rows)))})
        delayed = [row for row in cancelled if books.faults[row[0]] in ("supply", "carrier")]
        faults.append({"fault": "unknown", "promises_changed": 0, "cancellations": 0, "lost_sales": money(0)})
        said = self.report("delays", "--from", FROM, "--to", TO, "--limit", "200")
        compare("delays.faults, all late orders", sum(fault["late_orders"] for fault in said["faults"]), len(late))
        compare("delays", said, {"late_orders": len(late), "late_sales": money(sum(order["net"] for order in late)), "promises_changed": len(changes),
                                 "cancellations": len(delayed), "lost_sales": money(sum(map(lost, delayed))), "faults": faults,
                                 "late": [{"id": f"SO-{o['id']:06}", "days": books.today - o["promised"], "sales": money(o["net"]), "customer": o["code"], "tier": o["tier"],
                                           "promised": books.text(o["promised"])}
                                          for o in sorted(late, key=lambda o: (o["promised"], o["id"]))[:200]]})
        compare("delays.sales_at_risk", said["sales_at_risk"], decimal.Decimal(said["late_sales"]) + decimal.Decimal(said["next_sales"]))

    def cash(self):
        books = self.books
        unpaid = [invoice for invoice in books.invoices() if invoice["open"] > 0]
        ages = {"not due": [], "1-30": [], "31-60": [], "61-90": [], "over 90": []}
        for invoice in unpaid:
            days = books.today - invoice["due"]
            ages["not due" if days <= 0 else "1-30" if days <= 30 else "31-60" if days <= 60 else "61-90" if days <= 90 else "over 90"].append(invoice["open"])
        receivables = sum(invoice["open"] for invoice in unpaid)
        overdue = sum(invoice["open"] for invoice in unpaid if invoice["due"] < books.today)
        sales = sum(amount or 0 for _, amount in books.sales("gross", self.first, self.last))
        legs = {"confirm": [], "ship": [], "invoice": [], "pay": [], "all": []}
        take = lambda leg, start, end: start is not None and end is not None and legs[leg].append(max(end - start, 0))
        placed = {order["id"] for order in self.period}
        for order in self.period:
            take("confirm", order["placed_at"], order["confirmed_at"])
            take("ship", order["confirmed_at"], order["shipped_at"])
        for invoice in books.invoices():
            if invoice["order_id"] in placed:
                paid = invoice["paid_at"] if invoice["open"] <= 0 else None
                take("invoice", invoice["shipped_at"], invoice["issued_at"])
                take("pay", invoice["issued_at"], paid)
                take("all", invoice["placed_at"], paid)
        disputes = books.all("SELECT invoice_id, amount FROM dispute WHERE outcome IS NULL")
        contested = {}
        for number, amount in disputes:
            contested[number] = contested.get(number, 0) + amount
        debtors = {}
        for invoice in unpaid:
            debtor = debtors.setdefault(invoice["customer_id"], [0, 0, 0, 0, invoice["due"]])
            debtor[0] += 1
            debtor[1] += invoice["open"]
            debtor[2] += invoice["open"] if invoice["due"] < books.today else 0
            debtor[4] = min(debtor[4], invoice["due"])
            debtor[3] += min(contested.get(invoice["id"], 0), invoice["open"])
        codes = dict(books.all("SELECT id, code FROM customer"))
        rows = [{"customer": codes[number], "invoices": count, "open": money(owed), "overdue": money(late), "disputed": money(disputed), "oldest_due": books.text(oldest)}
                for number, (count, owed, late, disputed, oldest) in sorted(debtors.items(), key=lambda item: (-item[1][1], item[0]))[:20]]
        in_days = lambda values, p: ratio(nearest_rank(values, p), DAY_MS) if values else None
        expected = {"invoices": books.one("SELECT count(*) FROM invoice WHERE type = 'invoice' AND issued BETWEEN ? AND ?", self.first, self.last), "sales": money(sales),
                    "receivables": money(receivables), "overdue": money(overdue), "overdue_pct": percent(overdue, receivables),
                    "disputes": len(disputes), "disputed": money(sum(min(contested.get(invoice["id"], 0), invoice["open"]) for invoice in unpaid)),
                    "dso_days": ratio(receivables * (self.last - self.first + 1), sales),
                    "aging": [{"age": age, "invoices": len(some), "open": money(sum(some))} for age, some in ages.items()], "debtors": rows,
                    "legs": [{"leg": leg, "count": len(some), "median_days": in_days(some, 50), "p90_days": in_days(some, 90)} for leg, some in legs.items()]}
        compare("cash", self.report("cash", "--from", FROM, "--to", TO), expected)

    # --- customers and quality -----------------------------------------------------------------------------------------

    def otif(self, orders, column):
        counts = {"met": 0, "late": 0, "short": 0}
        for order in orders:
            judged = self.books.judged(order, order[column])
            if judged:
                counts[judged] += 1
        return counts

    def sla_met(self, orders):
        figures = [self.books.figures(orders, target) for target in TARGETS]
        met = sum(figure["met"] for figure in figures)
        return percent(met, met + sum(figure["breached"] + figure["overdue"] for figure in figures))

    def by_customer(self, orders):
        groups = {}
        for order in orders:
            groups.setdefault(order["customer_id"], []).append(order)
        return groups

    def customers(self):
        books = self.books
        now, before, opened = self.by_customer(self.period), self.by_customer(self.before), self.by_customer(self.open_orders())
        sales = dict(books.sales("net", self.first, self.last, "customer_id"))
        owed, complaints = {}, dict(books.all("SELECT o.customer_id, count(*) FROM complaint k JOIN orders o ON o.id = k.order_id"
                                              " WHERE local_day(k.opened_at) BETWEEN ? AND ? GROUP BY 1", self.first, self.last))
        for invoice in books.invoices():
            owed[invoice["customer_id"]] = owed.get(invoice["customer_id"], 0) + max(invoice["open"], 0)
        who = {row["id"]: row for row in books.all("SELECT id, code, tier, credit_limit FROM customer")}
        last = {number: max(books.day(order["placed_at"]) for order in some) for number, some in self.by_customer(self.before + self.period).items()}
        rank = {"strategic": 0, "preferred": 1, "standard": 2}
        everybody = set(now) | set(before) | set(opened) | set(sales) | set(complaints) | {number for number, sum_ in owed.items() if sum_}
        order_of = sorted(everybody, key=lambda n: (rank[who[n]["tier"]], -(sales.get(n) or 0), -len(now.get(n, [])), n))[:50]
        rows = []
        for number in order_of:
            counts = self.otif(now.get(number, []), "promised")
            rows.append({"customer": who[number]["code"], "tier": who[number]["tier"], "orders": len(now.get(number, [])), "orders_before": len(before.get(number, [])),
                         "trend_pct": percent(len(now.get(number, [])) - len(before.get(number, [])), len(before.get(number, []))), "sales": money(sales.get(number) or 0),
                         "otif_pct": percent(counts["met"], sum(counts.values())), "sla_met_pct": self.sla_met(now.get(number, [])), "open_orders": len(opened.get(number, [])),
                         "complaints": complaints.get(number, 0), "receivables": money(owed.get(number, 0)),
                         "credit_limit": money(who[number]["credit_limit"]), "last_order": books.text(last.get(number))})
        counts = self.otif(self.period, "promised")
        compare("customers", self.report("customers", "--from", FROM, "--to", TO),
                {"customers": len(now), "orders": len(self.period), "open_orders": len(self.open_orders()), "complaints": sum(complaints.values()),
                 "sales": money(sum(value or 0 for value in sales.values())), "otif_pct": percent(counts["met"], sum(counts.values())), "sla_met_pct": self.sla_met(self.period),
                 "list": rows, "quiet": self.quiet(who, rank)})

    def rhythms(self):
        """Customer, orders, last day, usual days, mean net of an order."""
        for number, orders in self.by_customer([o for o in self.books.orders.values() if o["state"] != "rejected"]).items():
            orders.sort(key=lambda order: (order["placed_at"], order["id"]))
            days = [self.books.day(order["placed_at"]) for order in orders]
            if len(days) >= 3:
                net = sum(order["net"] for order in orders)
                yield number, len(days), days[-1], nearest_rank([b - a for a, b in zip(days, days[1:])], 50), (net + len(days) // 2) // len(days)

    def quiet(self, who, rank):
        rows = []
        for number, count, last, usual, _ in self.rhythms():
            since = self.books.today - last
            if since * 2 > usual * 3 and since <= usual + 365:
                rows.append((rank[who[number]["tier"]], -count, who[number]["code"], {"customer": who[number]["code"], "orders": count, "last_order": self.books.text(last), "usual_days": usual, "quiet_days": since, "tier": who[number]["tier"]}))
        return [row[3] for row in sorted(rows, key=lambda row: row[:3])[:50]]

    def quality(self):
        books = self.books
        orders = {order["id"]: order for order in self.period if order["confirmed_at"] is not None}
        documents = [("complaints", row["id"], row["order_id"], [row["sku"]] if row["sku"] else [], row["fault"]) for row in books.all(
            "SELECT k.*, l.sku FROM complaint k LEFT JOIN order_line l ON l.order_id = k.order_id AND l.line = k.line")]
        for row in books.all("SELECT * FROM rma WHERE state <> 'refused'"):
            lines = books.all("SELECT l.sku, t.reason FROM rma_line t JOIN order_line l ON l.order_id = t.order_id AND l.line = t.line WHERE t.rma_id = ? ORDER BY l.sku, t.reason", row["id"])
            documents.append(("returns", row["id"], row["order_id"], sorted({line[0] for line in lines}), books.faults[lines[0][1]]))
        for row in books.all("SELECT * FROM invoice WHERE type = 'credit_note'"):
            documents.append(("credit_notes", row["id"], row["order_id"], [line[0] for line in books.all("SELECT DISTINCT sku FROM invoice_line WHERE invoice_id = ?", row["id"])], None))
        for row in books.all("SELECT * FROM dispute WHERE coalesce(outcome, '') NOT IN ('rejected', 'withdrawn')"):
            sku = None if row["line"] is None else books.one("SELECT sku FROM invoice_line WHERE invoice_id = ? AND line = ?", row["invoice_id"], row["line"])
            documents.append(("disputes", row["id"], books.one("SELECT order_id FROM invoice WHERE id = ?", row["invoice_id"]), [sku] if sku else [], row["fault"]))
        documents = [document for document in documents if document[2] in orders]
        spoiled = {document[2] for document in documents}
        kinds = ("complaints", "returns", "credit_notes", "disputes")
        count = lambda some: {kind: sum(document[0] == kind for document in some) for kind in kinds}
        per_100 = lambda part, whole: ratio(part, whole, 100, 3)
        groups = []

        def group(by, value, some, number, base):
            counts = count(some)
            groups.append((kinds_by.index(by), -sum(counts.values()), -(number or 0), value,
                           {"by": by, "value": value, "orders": number, **counts, "per_100": per_100(sum(counts.values()), base)}))

        kinds_by = ("channel", "confirmer", "product", "fault")
        for by, column in (("channel", "channel"), ("confirmer", "confirmed_by")):
            for value in {order[column] for order in orders.values()}:
                number = sum(order[column] == value for order in orders.values())
                group(by, value, [document for document in documents if orders[document[2]][column] == value], number, number)
        for sku in {sku for document in documents for sku in document[3]}:
            number = len({row[0] for row in books.all("SELECT order_id FROM order_line WHERE sku = ?", sku)} & set(orders))
            group("product", sku, [document for document in documents if sku in document[3]], number, number)
        for fault in {document[4] for document in documents if document[4]}:
            group("fault", fault, [document for document in documents if document[4] == fault], None, len(orders))
        groups.sort(key=lambda row: row[:4])
        products = 0
        rows = []
        for row in groups:
            products += row[4]["by"] == "product"
            if row[4]["by"] != "product" or products <= 20:
                rows.append(row[4])
        judged = self.otif(orders.values(), "promised")
        perfect = sum(books.judged(order, order["promised"]) == "met" and number not in spoiled for number, order in orders.items())
        otif = []
        for basis in ("requested", "first_promised", "promised"):
            counts = self.otif(orders.values(), basis)
            otif.append({"basis": basis, "judged": sum(counts.values()), **counts, "met_pct": percent(counts["met"], sum(counts.values()))})
        compare("quality", self.report("quality", "--from", FROM, "--to", TO),
                {"orders": len(orders), "judged": sum(judged.values()), "perfect": perfect, "perfect_pct": percent(perfect, sum(judged.values())), "otif": otif,
                 "problems": {**count(documents), **{f"{kind}_per_100": per_100(count(documents)[kind], len(orders)) for kind in kinds}}, "groups": rows})

    # --- stock and sales -----------------------------------------------------------------------------------------------

    def stock(self):
        books, days = self.books, self.last - self.first + 1
        level = {row[0]: (row[1], row[2]) for row in books.all("SELECT product_id, sum(on_hand), sum(allocated) FROM stock GROUP BY 1")}
        waiting = dict(books.all("SELECT product_id, sum(backordered) FROM order_line WHERE backordered > 0 GROUP BY 1"))
        coming = dict(books.all("SELECT product_id, sum(quantity - received) FROM announcement GROUP BY 1"))
        moves = [dict(row) for row in books.all("SELECT product_id, local_day(at) AS day, kind, quantity, at FROM stock_move")]
        wanted, demand, missed, filled = {}, {}, {}, {}
        for order in self.period:
            if order["state"] == "rejected":
                continue
            for line in books.all("SELECT * FROM order_line WHERE order_id = ? AND kind = 'goods'", order["id"]):
                by_day = demand.setdefault(line["product_id"], {})
                by_day[order["placed_at"] // DAY_MS] = by_day.get(order["placed_at"] // DAY_MS, 0) + line["ordered"]
                if order["confirmed_at"] is None:
                    continue
                first = books.all("SELECT value FROM past WHERE order_id = ? AND part = ? AND fact = 'backordered' AND until > ? ORDER BY until", order["id"], line["line"], order["confirmed_at"])
                off = {True: 0, False: 0}
                for reason, quantity in books.all("SELECT reason, quantity FROM cancellation WHERE order_id = ? AND line = ?", order["id"], line["line"]):
                    off[books.faults[reason] in ("supply", "internal")] += quantity
                want = line["ordered"] - off[False]
                if want > 0:
                    miss = min((first[0][0] if first else line["backordered"]) + off[True], want)
                    wanted[line["product_id"]] = wanted.get(line["product_id"], 0) + want
                    missed[line["product_id"]] = missed.get(line["product_id"], 0) + miss
                    filled.setdefault(order["id"], []).append(not miss)
        rows = []
        for product in books.all("SELECT * FROM product"):
            number = product["id"]
            on_hand, allocated = level.get(number, (0, 0))
            sold = sum(demand.get(number, {}).values())
            if not on_hand and not sold and not waiting.get(number, 0):
                continue
            own = [move for move in moves if move["product_id"] == number]
            opening, closing = (sum(m["quantity"] for m in own if m["day"] < day) for day in (self.first, self.last + 1))
            shipped = -sum(m["quantity"] for m in own if m["kind"] == "shipment" and self.first <= m["day"] <= self.last)
            cover = ratio((on_hand - allocated) * days, sold) if sold else None
            rows.append((cover is None, cover or 0, product["sku"],
                         {"sku": product["sku"], "on_hand": units(on_hand), "available": units(on_hand - allocated), "backordered": units(waiting.get(number, 0)),
                          "incoming": units(coming.get(number, 0)), "demand": units(sold), "cover_days": cover, "turnover": ratio(shipped * 2 * 365, (opening + closing) * days),
                          "fill_rate_pct": percent(wanted.get(number, 0) - missed.get(number, 0), wanted.get(number, 0))}, product, demand.get(number, {})))
        rows.sort(key=lambda row: row[:3])
        flags = [flag for order in filled.values() for flag in order]
        last = {}
        for move in moves:
            if move["kind"] in ("shipment", "receipt"):
                last[(move["product_id"], move["kind"])] = max(last.get((move["product_id"], move["kind"]), 0), move["at"])
        limit = books.now - 180 * DAY_MS
        dead = sorted(row[3]["sku"] for row in rows if row[3]["on_hand"] > 0 and last.get((row[4]["id"], "shipment"), 0) < limit and last.get((row[4]["id"], "receipt"), 0) < limit)
        said = self.report("stock", "--from", FROM, "--to", TO)
        compare("stock", said, {"products": len(rows), "short_products": sum(row[3]["backordered"] > 0 for row in rows), "orders": len(filled), "lines": len(flags),
                                "fill_rate_order_pct": percent(sum(map(all, filled.values())), len(filled)), "fill_rate_line_pct": percent(sum(flags), len(flags)),
                                "fill_rate_unit_pct": percent(sum(wanted.values()) - sum(missed.values()), sum(wanted.values())), "list": [row[3] for row in rows[:50]]})
        compare("stock.dead", [row["sku"] for row in said["dead"]], dead)
        self.reorder(said["reorder"], rows, days)

    def reorder(self, said, rows, days):
        """Pieces alone are sold here, so quantities are whole. The square root is taken with forty digits and cut."""
        expected = []
        with decimal.localcontext(prec=60):
            for row in sorted(rows, key=lambda row: row[2]):
                product, by_day = row[4], [decimal.Decimal(value) for value in row[5].values()]
                lead = -(-(product["lead_days"] or 0) * 7 // 5)
                sold = sum(by_day)
                spread = days * sum(value * value for value in by_day) - sold * sold
                safety = int((spread * decimal.Decimal(27225) * lead / 10000).sqrt() / days)
                point = -(-int(sold) * lead // days) + safety
                position = int((row[3]["available"] + row[3]["incoming"] - row[3]["backordered"]) * 1000)
                if (not sold and not row[3]["backordered"]) or position > point:
                    continue
                whole = lambda thousandths: -(-thousandths // 1000)
                quantity = whole(point - (-int(sold) * 30 // days) - position)
                if quantity > 0:
                    expected.append({"sku": product["sku"], "position": units(position), "reorder_point": whole(point), "safety_stock": whole(safety), "lead_days": lead, "quantity": quantity})
        compare("stock.reorder", said, expected)

    def sales(self):
        books = self.books
        who = {row["id"]: row for row in books.all("SELECT id, code, tier, credit_limit FROM customer")}
        rank = {"strategic": 0, "preferred": 1, "standard": 2}
        due = []
        for number, count, last, usual, mean in self.rhythms():
            if last + usual <= books.today + 7 and (books.today - last) * 2 <= usual * 3:
                due.append((rank[who[number]["tier"]], -mean, who[number]["code"], {"customer": who[number]["code"], "orders": count, "usual_days": usual,
                            "last_order": books.text(last), "expected": books.text(last + usual), "order_value": money(mean), "tier": who[number]["tier"]}))
        due.sort(key=lambda row: row[:3])
        steps, freed = [], []
        for index, target in enumerate(TARGETS):
            minutes = []
            for orders in (self.period, self.before):
                took = []
                for order in orders:
                    times = [order["placed_at"]] + [books.done(order, one) for one in TARGETS[:index + 1]]
                    if None not in times:
                        took.append(max(books.worked(times[-2], times[-1]), 0))
                minutes.append(took)
            now, before = minutes
            hours = None
            if now and before:
                hours = ratio(int(ratio(sum(before) * len(now), len(before), 1, 0)) - sum(now), 60)
                freed.append(hours)
            steps.append({"step": target, "orders": len(now), "orders_before": len(before), "mean_hours": ratio(sum(now), len(now) * 60), "mean_hours_before": ratio(sum(before), len(before) * 60), "freed_hours": hours})
        said = self.report("sales", "--from", FROM, "--to", TO)
        compare("sales", said, {"customers_due": len(due), "value_due": money(-sum(row[1] for row in due)), "due": [row[3] for row in due[:20]], "steps": steps,
                                "freed_hours": sum(freed) if freed else None, "pairs": self.pairs(), "substitutes": self.substitutes()})

    def pairs(self):
        books, held, together = self.books, {}, {}
        for order in self.period:
            if order["state"] in ("rejected", "cancelled"):
                continue
            held[order["id"]] = sorted({row[0] for row in books.all("SELECT product_id FROM order_line WHERE order_id = ? AND kind = 'goods'", order["id"])})
            for one in held[order["id"]]:
                for other in held[order["id"]]:
                    if one < other:
                        together[(one, other)] = together.get((one, other), 0) + 1
        best = sorted(((-count, one, other) for (one, other), count in together.items() if count >= 3))[:10]
        sku = dict(books.all("SELECT id, sku FROM product"))
        ever = {}
        for customer, product in books.all("SELECT o.customer_id, l.product_id FROM orders o JOIN order_line l ON l.order_id = o.id"):
            ever.setdefault(product, set()).add(customer)
        rows = set()
        for count, one, other in best:
            for bought, missing in ((one, other), (other, one)):
                for number, products in held.items():
                    customer = books.orders[number]["customer_id"]
                    if bought in products and customer not in ever[missing]:
                        rows.add((count, sku[bought], sku[missing], books.orders[number]["code"]))
        return [{"customer": code, "sku": bought, "with_sku": missing, "orders": -count} for count, bought, missing, code in sorted(rows)[:20]]

    def substitutes(self):
        books = self.books
        free = dict(books.all("SELECT p.sku, coalesce(sum(s.on_hand - s.allocated), 0) FROM product p LEFT JOIN stock s ON s.product_id = p.id GROUP BY p.id"))
        rows = [row for row in books.all("SELECT l.order_id, l.line, l.sku, l.backordered, p.substitute FROM order_line l JOIN product p ON p.id = l.product_id"
                                         " WHERE l.backordered > 0 AND p.substitute IS NOT NULL ORDER BY 1, 2") if free.get(row[4], 0) >= row[3]]
        return [{"id": f"SO-{row[0]:06}", "sku": row[2], "backordered": units(row[3]), "substitute": row[4], "available": units(free[row[4]])} for row in rows[:20]]

    def dashboard(self):
        """Each part is what its own report says, cut to five rows a list."""
        whole = self.report("dashboard", "--from", FROM, "--to", TO)
        for name in ("urgent", "backlog", "sla", "delays", "stock", "customers", "quality", "cash", "sales"):
            period = [] if name in ("urgent", "backlog") else ["--from", FROM, "--to", TO]
            alone = self.report(name, *period, *([] if name == "backlog" else ["--limit", "5"]))
            del alone["schema"]
            compare(f"dashboard.{name}", whole[name], alone)

    def past(self):
        """As it stood a second ago, worked out by the past's own ways, is what it is now."""
        for name in ("sla", "urgent", "backlog", "cash", "customers", "quality", "sales"):
            now = self.report(name)
            answer = subprocess.run([self.ordr, "report", name, "--json", "--as-of", NOW, "--now", NOW.replace("00Z", "01Z"), "--db", self.file], capture_output=True, text=True, check=False)
            then = json.loads(answer.stdout, parse_float=decimal.Decimal)
            if name == "backlog":  # what was allocated where is not kept
                now["places"] = []
            compare(f"{name} as of a second ago", then, now)


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
        before = compared
        getattr(test, name)()
        print(f"{name:10} {compared - before:6} figures")
    print("not recomputed:", " ".join(sorted(left)) or "nothing")
    print(f"{wrong} of {compared} differ")
    sys.exit(1 if wrong else 0)


main()
