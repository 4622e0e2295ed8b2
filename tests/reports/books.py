"""The books read a second time: SQL and arithmetic of this test's own, to recompute what reports say."""
import datetime
import decimal
import sqlite3
import zoneinfo

DAY_MS = 86_400_000
EPOCH = datetime.date(1970, 1, 1)
TARGETS = ("confirm", "ship", "deliver")


def decimal_half_up(value, digits):
    """Half away from zero, as a Decimal with so many digits at most."""
    value = decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator) if hasattr(value, "numerator") and not isinstance(value, int) else decimal.Decimal(value)
    return value.quantize(decimal.Decimal(1).scaleb(-digits), rounding=decimal.ROUND_HALF_UP)


def ratio(part, whole, times=1, digits=3):
    """part ÷ whole × times, rounded; None of nothing."""
    if not whole:
        return None
    with decimal.localcontext(prec=60):
        return decimal_half_up(decimal.Decimal(part) * times / decimal.Decimal(whole), digits)


def percent(part, whole):
    return ratio(part, whole, 100, 2) if whole > 0 else None


def nearest_rank(values, p):
    """The ⌈p·n÷100⌉-th smallest."""
    values = sorted(values)
    return values[-(-len(values) * p // 100) - 1] if values else None


class Books:
    def __init__(self, path, now):
        self.now = now
        self.sql = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        self.sql.row_factory = sqlite3.Row
        settings = dict(self.all("SELECT name, value FROM setting"))
        self.zone = zoneinfo.ZoneInfo(settings.get("calendar.time_zone", "UTC"))
        self.holidays = {datetime.date.fromisoformat(day) for day in settings.get("calendar.holidays", "").split()}
        self.sql.create_function("local_day", 1, lambda ms: None if ms is None else self.day(ms), deterministic=True)
        self.opening, self.closing, self.weekdays = 8 * 60, 17 * 60, range(5)
        self.today = self.day(now)
        self.orders = {row["id"]: dict(row) for row in self.all(
            "SELECT o.*, c.code, c.name AS customer_name, c.tier FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.placed_at <= ?", now)}
        self.faults = {"customer-request": "customer", "duplicate": "customer", "unpaid": "customer", "expired": "customer", "credit": "customer", "price": "internal",
                       "stock-out": "supply", "supplier-late": "supply", "damaged": "internal", "lost": "internal", "found": "internal", "counted": "internal",
                       "mistake": "internal", "carrier-late": "carrier", "carrier-damage": "carrier", "other": "internal"}
        self.cut = {row[0] for row in self.all("SELECT DISTINCT order_id, reason FROM cancellation UNION SELECT id, reason FROM orders WHERE state = 'cancelled'")
                    if self.faults[row[1]] in ("supply", "internal")}

    def all(self, query, *values):
        return self.sql.execute(query, values).fetchall()

    def one(self, query, *values):
        return self.sql.execute(query, values).fetchone()[0]

    def day(self, ms):
        """Days from the epoch to the company's local day."""
        return (datetime.datetime.fromtimestamp(ms // 1000, self.zone).date() - EPOCH).days

    @staticmethod
    def text(day):
        return None if day is None else str(EPOCH + datetime.timedelta(days=day))

    def placed(self, first, last):
        """Orders placed on local days, both included."""
        return [order for order in self.orders.values() if first <= self.day(order["placed_at"]) <= last]

    def moment(self, day, minute):
        date = EPOCH + datetime.timedelta(days=day)
        local = datetime.datetime.combine(date, datetime.time(), self.zone) + datetime.timedelta(minutes=minute)
        return int(local.replace(tzinfo=self.zone).timestamp() * 1000)

    def works(self, day):
        date = EPOCH + datetime.timedelta(days=day)
        return date.weekday() in self.weekdays and date not in self.holidays

    def worked(self, start, end):
        """Whole working minutes from one moment to another; below zero when it lies before."""
        if end < start:
            return -self.worked(end, start)
        sum_ms = 0
        for day in range(self.day(start), self.day(end) + 1):
            if self.works(day):
                sum_ms += max(0, min(end, self.moment(day, self.closing)) - max(start, self.moment(day, self.opening)))
        return sum_ms // 60_000

    # --- orders judged -------------------------------------------------------------------------------------------------

    @staticmethod
    def done(order, target):
        return order[{"confirm": "confirmed_at", "ship": "shipped_at", "deliver": "delivered_at"}[target]]

    def status(self, order, target):
        due, done, risk = order[f"{target}_due"], self.done(order, target), order[f"{target}_risk"]
        if due is None or order["state"] in ("rejected", "cancelled"):
            return None
        if done is not None:
            return "met" if done <= due else "breached"
        judged = self.now if order["stopped_at"] is None else order["stopped_at"]
        return "overdue" if judged > due else "at_risk" if risk is not None and judged >= risk else "open"

    def figures(self, orders, target):
        counts = dict.fromkeys(("met", "breached", "open", "at_risk", "overdue"), 0)
        for order in orders:
            status = self.status(order, target)
            if status:
                counts[status] += 1
        counts["met_pct"] = percent(counts["met"], counts["met"] + counts["breached"] + counts["overdue"])
        return counts

    def judged(self, order, day):
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

    # --- money ---------------------------------------------------------------------------------------------------------

    def invoices(self):
        """Each invoice with what is open of it, and when it was paid last."""
        return [dict(row) for row in self.all(
            "SELECT i.*, i.gross - coalesce((SELECT sum(amount) FROM payment p WHERE p.invoice_id = i.id), 0)"
            " - coalesce((SELECT sum(abs(gross)) FROM invoice k WHERE k.corrects = i.number), 0) AS open,"
            " (SELECT max(at) FROM payment p WHERE p.invoice_id = i.id) AS paid_at, o.placed_at, coalesce(s.shipped_at, o.confirmed_at) AS shipped_at"
            " FROM invoice i JOIN orders o ON o.id = i.order_id LEFT JOIN shipment s ON s.id = i.shipment_id WHERE i.type = 'invoice'")]

    def sales(self, column, first, last, by=None):
        return [tuple(row) for row in self.all(
            f"SELECT {by or '0'}, sum(CASE type WHEN 'invoice' THEN {column} ELSE -abs({column}) END) FROM invoice WHERE issued BETWEEN ? AND ? GROUP BY 1", first, last)]
