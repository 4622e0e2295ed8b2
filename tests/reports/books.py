"""The books read a second time: SQL and arithmetic of this test's own, to recompute what reports say."""
import copy
import datetime
import sqlite3
import zoneinfo

from compare import percent

DAY_MS = 86_400_000
EPOCH = datetime.date(1970, 1, 1)
TARGETS = ("confirm", "ship", "deliver")
TIERS = ("strategic", "preferred", "standard")
PRIORITIES = ("low", "normal", "high", "urgent")
HOLDS = {"allocate": 1, "ship": 2, "invoice": 4}
FAULTS = ("customer", "supply", "carrier", "internal")
SETTINGS = {"calendar.time_zone": "UTC", "calendar.holidays": "", "workflow.pack": "required", "workflow.four_eyes": "off", "workflow.invoice_on": "shipment",
            "shipping.lead_days": "10", "shipping.transit_days": "1"}  # what they are when nobody set them


class Books:
    def __init__(self, path, now):
        self.now = int(datetime.datetime.fromisoformat(now).timestamp() * 1000)
        self.sql = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        self.sql.row_factory = sqlite3.Row
        self.settings = {**SETTINGS, **dict(self.all("SELECT name, value FROM setting"))}
        self.zone = zoneinfo.ZoneInfo(self.settings["calendar.time_zone"])
        self.holidays = {datetime.date.fromisoformat(day) for day in self.settings["calendar.holidays"].split()}
        self.days, self.minutes = {}, {}
        self.sql.create_function("local_day", 1, lambda ms: None if ms is None else self.day(ms), deterministic=True)
        self.opening, self.closing, self.weekdays = 8 * 60, 17 * 60, range(5)
        self.today = self.day(self.now)
        self.customers = {row["id"]: dict(row) for row in self.all("SELECT * FROM customer")}
        self.products = {row["id"]: dict(row) for row in self.all("SELECT * FROM product")}
        self.orders = {row["id"]: dict(row) for row in self.all(
            "SELECT o.*, c.code, c.name AS customer_name, c.tier FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.placed_at <= ?", self.now)}
        self.lines = {number: [] for number in self.orders}
        for row in self.all("SELECT * FROM order_line ORDER BY order_id, line"):
            self.lines[row["order_id"]].append(dict(row, active=row["ordered"] - row["cancelled"]))
        self.waits = {}  # product: orders and how much of it they wait for
        for row in self.all("SELECT * FROM order_line WHERE backordered > 0"):
            self.waits.setdefault(row["product_id"], []).append((row["order_id"], row["backordered"]))
        self.levels = self.all("SELECT * FROM stock")
        self.announced, self.holds, self.bills = {}, {}, {}
        for row in self.all("SELECT * FROM announcement WHERE received < quantity"):
            self.announced.setdefault(row["product_id"], []).append(row)
        for row in self.all("SELECT order_id, blocks FROM hold WHERE released_at IS NULL"):
            self.holds[row["order_id"]] = self.holds.get(row["order_id"], 0) | row["blocks"]
        for invoice in self.invoices():
            for order in self.billed(invoice):
                self.bills.setdefault(order, []).append(invoice)
        self.faults = {"customer-request": "customer", "duplicate": "customer", "unpaid": "customer", "expired": "customer", "credit": "customer", "price": "internal",
                       "stock-out": "supply", "supplier-late": "supply", "damaged": "internal", "lost": "internal", "found": "internal", "counted": "internal",
                       "mistake": "internal", "carrier-late": "carrier", "carrier-damage": "carrier", "other": "internal"}
        self.cut = {row[0] for row in self.all("SELECT DISTINCT order_id, reason FROM cancellation UNION SELECT id, reason FROM orders WHERE state = 'cancelled'")
                    if self.faults[row[1]] in ("supply", "internal")}

    def of_period(self, first, last):
        other = copy.copy(self)
        other.first, other.last = ((datetime.date.fromisoformat(day) - EPOCH).days for day in (first, last))
        return other

    def all(self, query, *values):
        return self.sql.execute(query, values).fetchall()

    def one(self, query, *values):
        return self.sql.execute(query, values).fetchone()[0]

    def opened(self):
        return [order for order in self.orders.values() if order["state"] in ("placed", "confirmed")]

    def placed(self, first, last):
        """Orders placed on local days, both included."""
        return [order for order in self.orders.values() if first <= self.day(order["placed_at"]) <= last]

    # --- the calendar --------------------------------------------------------------------------------------------------

    def day(self, ms):
        """Days from the epoch to the company's local day."""
        return (datetime.datetime.fromtimestamp(ms // 1000, self.zone).date() - EPOCH).days

    @staticmethod
    def text(day):
        return None if day is None else str(EPOCH + datetime.timedelta(days=day))

    def moment(self, day, minute):
        """A minute of a local day."""
        if (day, minute) not in self.minutes:
            local = datetime.datetime.combine(EPOCH + datetime.timedelta(days=day), datetime.time(), self.zone) + datetime.timedelta(minutes=minute)
            self.minutes[(day, minute)] = int(local.timestamp() * 1000)
        return self.minutes[(day, minute)]

    def works(self, day):
        if day not in self.days:
            date = EPOCH + datetime.timedelta(days=day)
            self.days[day] = date.weekday() in self.weekdays and date not in self.holidays
        return self.days[day]

    def close(self, day):
        return self.moment(day, self.closing)

    def work_day(self, day):
        """The first day that is worked, from this one on."""
        while not self.works(day):
            day += 1
        return day

    def work_days(self, day, count):
        """So many worked days after a day, or before it."""
        for _ in range(abs(count)):
            day += 1 if count > 0 else -1
            while not self.works(day):
                day += 1 if count > 0 else -1
        return day

    def worked(self, start, end):
        """Whole working minutes from one moment to another; below zero when it lies before."""
        if end < start:
            return -self.worked(end, start)
        sum_ms = 0
        for day in range(self.day(start), self.day(end) + 1):
            if self.works(day):
                sum_ms += max(0, min(end, self.close(day)) - max(start, self.moment(day, self.opening)))
        return sum_ms // 60_000

    # --- orders judged -------------------------------------------------------------------------------------------------

    @staticmethod
    def done(order, target):
        return order[{"confirm": "confirmed_at", "ship": "shipped_at", "deliver": "delivered_at"}[target]]

    def judged_at(self, order):
        """While a hold of the customer's stops its clock, what is open is judged at the moment it stopped."""
        return self.now if order["stopped_at"] is None else order["stopped_at"]

    def status(self, order, target):
        due, done, risk = order[f"{target}_due"], self.done(order, target), order[f"{target}_risk"]
        if due is None or order["state"] in ("rejected", "cancelled"):
            return None
        if done is not None:
            return "met" if done <= due else "breached"
        judged = self.judged_at(order)
        return "overdue" if judged > due else "at_risk" if risk is not None and judged >= risk else "open"

    def figures(self, orders, target):
        counts = dict.fromkeys(("met", "breached", "open", "at_risk", "overdue"), 0)
        for order in orders:
            status = self.status(order, target)
            if status:
                counts[status] += 1
        counts["met_pct"] = percent(counts["met"], counts["met"] + counts["breached"] + counts["overdue"])
        return counts

    def on_time(self, order, day):
        """None, met, late or short."""
        if order["confirmed_at"] is None or day is None or order["state"] == "rejected":
            return None
        if order["state"] == "cancelled":
            return "short" if order["id"] in self.cut else None
        if order["delivered_at"] is None:
            return "late" if self.today > day else None
        if self.day(order["delivered_at"]) > day:
            return "late"
        return "short" if order["id"] in self.cut else "met"

    def otif(self, orders, column):
        counts = {"met": 0, "late": 0, "short": 0}
        for order in orders:
            judged = self.on_time(order, order[column])
            if judged:
                counts[judged] += 1
        return counts

    def why_late(self, order, step):
        """The last reason that was given before the step was done: with a hold that kept the order from it, with a promise that was moved, or (of a
        delivery) with an attempt that failed; else that it waited for stock, unless it is only to be confirmed."""
        until = self.done(order, step) or self.now
        given = [(row["at"], row["reason"]) for row in self.all("SELECT * FROM hold WHERE order_id = ?", order["id"])
                 if row["blocks"] & HOLDS["allocate"] or step != "confirm" and row["blocks"] & HOLDS["ship"]]
        if step != "confirm":
            given += [(row["at"], row["reason"]) for row in self.all("SELECT * FROM promise_change WHERE order_id = ?", order["id"])]
        if step == "deliver":
            given += [tuple(row) for row in self.all("SELECT a.at, a.reason FROM delivery_attempt a JOIN shipment s ON s.id = a.shipment_id WHERE s.order_id = ?", order["id"])]
        given = [one for one in given if one[0] <= until]
        if given:
            last = max(at for at, _ in given)
            return min(reason for at, reason in given if at == last)
        if step == "confirm":
            return None
        waits = any(line["backordered"] for line in self.lines[order["id"]])
        waited = self.one("SELECT count(*) FROM past WHERE order_id = ? AND fact = 'backordered' AND value > 0", order["id"])
        return "stock-out" if order["confirmed_at"] is not None and (waits or waited) else None

    # --- money ---------------------------------------------------------------------------------------------------------

    def billed(self, invoice):
        """The orders that a document bills, or takes back what was billed of: one, or those that its lines name."""
        if invoice["order_id"]:
            return [invoice["order_id"]]
        return [row[0] for row in self.all("SELECT DISTINCT order_id FROM invoice_line WHERE invoice_id = ? AND order_id IS NOT NULL ORDER BY 1", invoice["id"])]

    def invoices(self):
        """Each invoice with what is open of it, and when it was paid last."""
        return [dict(row) for row in self.all(
            "SELECT i.*, i.gross - coalesce((SELECT sum(amount + discount) FROM payment p WHERE p.invoice_id = i.id), 0)"
            " - coalesce((SELECT sum(abs(gross)) FROM invoice k WHERE k.corrects = i.number), 0) AS open,"
            " (SELECT max(at) FROM payment p WHERE p.invoice_id = i.id) AS paid_at, s.shipped_at"
            " FROM invoice i LEFT JOIN shipment s ON s.id = i.shipment_id WHERE i.type = 'invoice'")]


class Scope:
    """The orders and customers that a report is asked for, and the options that ask for them."""
    def __init__(self, books, **chosen):
        self.books, self.chosen = books, chosen
        self.options = [word for name, value in chosen.items() for word in (f"--{name}", value)]
        self.period = self.of(books.placed(books.first, books.last))
        self.before = self.of(books.placed(2 * books.first - books.last - 1, books.first - 1))
        self.opened = self.of(books.opened())

    def of(self, orders):
        return [order for order in orders if self.has(order)]

    def has(self, order):
        return self.customer(order["customer_id"]) and self.chosen.get("channel") in (None, order["channel"]) and \
            self.chosen.get("priority") in (None, PRIORITIES[order["priority"]])

    def customer(self, number):
        customer = self.books.customers[number]
        return self.chosen.get("customer") in (None, customer["code"]) and self.chosen.get("tier") in (None, customer["tier"])
