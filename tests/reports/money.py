"""What is owed and who orders: cash, customers."""
from books import DAY_MS, TARGETS, TIERS
from compare import money, nearest_rank, percent, ratio
from orders import by_customer

AGES = ((0, "not due"), (30, "1-30"), (60, "31-60"), (90, "61-90"), (10 ** 6, "over 90"))


def sales(books, scope, column):
    """Invoices less credit notes of the period, by customer."""
    sums = {}
    for row in books.all(f"SELECT id, customer_id, order_id, type, {column} AS amount FROM invoice WHERE issued BETWEEN ? AND ?", books.first, books.last):
        if billed(books, scope, row):
            sums[row["customer_id"]] = sums.get(row["customer_id"], 0) + (row["amount"] if row["type"] == "invoice" else -abs(row["amount"]))
    return sums


def billed(books, scope, row):
    """Was it the bill of such an order?"""
    return any(scope.has(books.orders[order]) for order in books.billed(row))


def left_before(books, order, invoice):
    """When a shipment of the order last left before it was billed."""
    return books.one("SELECT max(shipped_at) FROM shipment WHERE order_id = ? AND shipped_at <= ?", order["id"], invoice["issued_at"])


def legs(books, scope):
    """An invoice follows its shipment, else the last one before it, else the confirmation; one of many orders counts for each of them."""
    took = {"confirm": [], "ship": [], "invoice": [], "pay": [], "all": []}
    take = lambda leg, start, end: start is not None and end is not None and took[leg].append(max(end - start, 0))
    for order in scope.period:
        take("confirm", order["placed_at"], order["confirmed_at"])
        take("ship", order["confirmed_at"], order["shipped_at"])
        for invoice in books.bills.get(order["id"], []):
            paid = invoice["paid_at"] if invoice["open"] <= 0 else None
            take("invoice", invoice["shipped_at"] or left_before(books, order, invoice) or order["confirmed_at"], invoice["issued_at"])
            take("pay", invoice["issued_at"], paid)
            take("all", order["placed_at"], paid)
    in_days = lambda values, p: ratio(nearest_rank(values, p), DAY_MS) if values else None
    return [{"leg": leg, "count": len(some), "median_days": in_days(some, 50), "p90_days": in_days(some, 90)} for leg, some in took.items()]


def cash(books, scope, limit):
    unpaid = [invoice for invoice in books.invoices() if invoice["open"] > 0 and scope.customer(invoice["customer_id"])]
    ages = {name: [] for _, name in AGES}
    for invoice in unpaid:
        ages[next(name for most, name in AGES if books.today - invoice["due"] <= most)].append(invoice["open"])
    late = lambda invoice: invoice["open"] if invoice["due"] < books.today else 0
    receivables, overdue = sum(invoice["open"] for invoice in unpaid), sum(map(late, unpaid))
    invoiced = sum(sales(books, scope, "gross").values())
    disputes = [row for row in books.all("SELECT d.invoice_id, d.amount, i.customer_id FROM dispute d JOIN invoice i ON i.id = d.invoice_id WHERE d.outcome IS NULL")
                if scope.customer(row["customer_id"])]
    contested = {}
    for row in disputes:
        contested[row["invoice_id"]] = contested.get(row["invoice_id"], 0) + row["amount"]
    disputed = lambda invoice: min(contested.get(invoice["id"], 0), invoice["open"])
    owing = {}
    for invoice in unpaid:
        owing.setdefault(invoice["customer_id"], []).append(invoice)
    debtors = [{"customer": books.customers[number]["code"], "customer_name": books.customers[number]["name"], "invoices": len(some), "open": money(sum(one["open"] for one in some)),
                "overdue": money(sum(map(late, some))), "disputed": money(sum(map(disputed, some))), "oldest_due": books.text(min(one["due"] for one in some))}
               for number, some in sorted(owing.items(), key=lambda item: (-sum(one["open"] for one in item[1]), item[0]))]
    issued = [row for row in books.all("SELECT customer_id, order_id FROM invoice WHERE type = 'invoice' AND issued BETWEEN ? AND ?", books.first, books.last) if scope.customer(row["customer_id"])]
    return {"invoices": len(issued), "sales": money(invoiced), "receivables": money(receivables), "overdue": money(overdue), "overdue_pct": percent(overdue, receivables),
            "disputes": len(disputes), "disputed": money(sum(map(disputed, unpaid))), "dso_days": ratio(receivables * (books.last - books.first + 1), invoiced),
            "aging": [{"age": age, "invoices": len(some), "open": money(sum(some))} for age, some in ages.items()], "debtors": debtors[:limit], "legs": legs(books, scope)}


# --- customers -------------------------------------------------------------------------------------------------------


def sla_met(books, orders):
    figures = [books.figures(orders, target) for target in TARGETS]
    met = sum(figure["met"] for figure in figures)
    return percent(met, met + sum(figure["breached"] + figure["overdue"] for figure in figures))


def otif_met(books, orders):
    counts = books.otif(orders, "promised")
    return percent(counts["met"], sum(counts.values()))


def customers(books, scope, limit):
    now, before, opened = by_customer(scope.period), by_customer(scope.before), by_customer(scope.opened)
    sold, owed, complaints = sales(books, scope, "net"), {}, {}
    for row in books.all("SELECT order_id FROM complaint WHERE local_day(opened_at) BETWEEN ? AND ?", books.first, books.last):
        if scope.has(order := books.orders[row["order_id"]]):
            complaints[order["customer_id"]] = complaints.get(order["customer_id"], 0) + 1
    for invoice in books.invoices():
        if billed(books, scope, invoice):
            owed[invoice["customer_id"]] = owed.get(invoice["customer_id"], 0) + max(invoice["open"], 0)
    last = {number: max(books.day(order["placed_at"]) for order in some) for number, some in by_customer(scope.before + scope.period).items()}
    everybody = set(now) | set(before) | set(opened) | set(sold) | set(complaints) | {number for number, amount in owed.items() if amount}
    who = lambda number: books.customers[number]
    rows = []
    for number in sorted(everybody, key=lambda n: (TIERS.index(who(n)["tier"]), -sold.get(n, 0), -len(now.get(n, [])), n))[:limit]:
        orders, earlier = now.get(number, []), len(before.get(number, []))
        rows.append({"customer": who(number)["code"], "customer_name": who(number)["name"], "tier": who(number)["tier"], "orders": len(orders), "orders_before": earlier,
                     "trend_pct": percent(len(orders) - earlier, earlier), "sales": money(sold.get(number, 0)), "otif_pct": otif_met(books, orders), "sla_met_pct": sla_met(books, orders),
                     "open_orders": len(opened.get(number, [])), "complaints": complaints.get(number, 0), "receivables": money(owed.get(number, 0)),
                     "credit_limit": money(who(number)["credit_limit"]), "last_order": books.text(last.get(number))})
    return {"customers": len(now), "orders": len(scope.period), "open_orders": len(scope.opened), "complaints": sum(complaints.values()), "sales": money(sum(sold.values())),
            "otif_pct": otif_met(books, scope.period), "sla_met_pct": sla_met(books, scope.period), "list": rows, "quiet": quiet(books, scope)[:limit]}


def rhythms(books, scope):
    """Customer, number of orders, last day, usual days between them, mean net of an order: of those with three orders or more."""
    for number, orders in by_customer(scope.of(order for order in books.orders.values() if order["state"] != "rejected")).items():
        days = sorted(books.day(order["placed_at"]) for order in orders)
        if len(days) >= 3:
            yield books.customers[number], len(days), days[-1], nearest_rank([b - a for a, b in zip(days, days[1:])], 50), int(ratio(sum(order["net"] for order in orders), len(days), 1, 0))


def quiet(books, scope):
    """Their usual days are over by half as long again, and by no more than a year."""
    rows = []
    for customer, count, last, usual, _ in rhythms(books, scope):
        since = books.today - last
        if since * 2 > usual * 3 and since <= usual + 365:
            rows.append({"customer": customer["code"], "customer_name": customer["name"], "tier": customer["tier"], "orders": count, "last_order": books.text(last), "usual_days": usual, "quiet_days": since})
    return sorted(rows, key=lambda row: (TIERS.index(row["tier"]), -row["orders"], row["customer"]))
