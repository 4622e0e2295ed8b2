"""What is late, what will be, and whose fault it is."""
from books import FAULTS
from compare import money, order_id, ratio
from orders import to_ship


def ready(books, order, line, today):
    """When a line of goods could leave: what is there, today; what waits, when announced receipts cover all who wait for it, else after its lead days."""
    if not line["backordered"]:
        return today
    here = lambda warehouse: order["warehouse_id"] in (None, warehouse)
    number = line["product_id"]
    there = sum(row["on_hand"] - row["allocated"] for row in books.levels if row["product_id"] == number and here(row["warehouse_id"]))
    coming = sorted((row["expected"], row["quantity"] - row["received"]) for row in books.announced.get(number, []) if here(row["warehouse_id"]))
    missing = -there
    for other, count in books.waits.get(number, []):
        if order["warehouse_id"] is None or books.orders[other]["warehouse_id"] in (None, order["warehouse_id"]):
            missing += count
    if missing <= 0:
        return today
    for day, count in coming:
        missing -= count
        if missing <= 0:
            return books.work_day(max(day, today))
    lead = books.products[number]["lead_days"]
    return books.work_days(today, int(books.settings["shipping.lead_days"]) if lead is None else lead)


def expected(books, order):
    """The day that what is left of it could be there, by ordr-workflow(7), Promises; None when nothing is left."""
    today = books.work_day(books.today + (books.now >= books.close(books.today)))
    goods, services = [], []
    for line in books.lines[order["id"]]:
        if line["kind"] == "goods" and line["shipped"] < line["active"]:
            goods.append(ready(books, order, line, today))
        elif line["kind"] == "service" and line["delivered"] < line["active"]:
            booked = books.one("SELECT max(day) FROM booking WHERE order_id = ? AND line = ?", order["id"], line["line"])
            services.append(max(today, booked or line["date"] or today))
    days = services + ([books.work_days(max(goods), int(books.settings["shipping.transit_days"]))] if goods else [])
    return max(days + [order["requested"] or 0]) if days else None


def delays(books, scope, limit):
    late, later = [], []
    faults = {fault: {"fault": fault, "promises_changed": 0, "late_orders": 0, "late_sales": 0, "cancellations": 0, "lost_sales": 0} for fault in FAULTS + ("unknown",)}
    of = lambda reason: faults[books.faults.get(reason, "unknown")]
    who = lambda order: {"id": order_id(order["id"]), "customer": order["code"], "customer_name": order["customer_name"], "tier": order["tier"], "promised": books.text(order["promised"])}
    for order in sorted(scope.opened, key=lambda one: (one["promised"] or 0, one["id"])):
        if order["state"] != "confirmed" or order["promised"] is None:
            continue
        if order["promised"] < books.today:
            reason = books.why_late(order, "deliver")
            of(reason)["late_orders"] += 1
            of(reason)["late_sales"] += order["net"]
            late.append({**who(order), "days": books.today - order["promised"], "sales": order["net"], "reason": reason, "fault": books.faults.get(reason)})
            continue
        waits = [line["sku"] for line in books.lines[order["id"]] if line["backordered"]]
        overdue = order["ship_by"] is not None and order["ship_by"] < books.now and to_ship(books, order)
        if waits or overdue:
            day = expected(books, order)
            if day is not None and day > order["promised"]:
                later.append({**who(order), "expected": books.text(day), "days": day - order["promised"], "sales": order["net"], "sku": waits[0] if waits else None})
    changes = [row["reason"] for row in books.all("SELECT * FROM promise_change WHERE local_day(at) BETWEEN ? AND ?", books.first, books.last) if scope.has(books.orders[row["order_id"]])]
    for reason in changes:
        of(reason)["promises_changed"] += 1
    delayed = [0, 0]
    for row in books.all("SELECT k.order_id, k.reason, l.net, k.quantity, l.ordered FROM cancellation k JOIN order_line l ON l.order_id = k.order_id AND l.line = k.line"
                         " WHERE local_day(k.at) BETWEEN ? AND ?", books.first, books.last):
        if scope.has(books.orders[row["order_id"]]):
            lost = int(ratio(row["net"] * row["quantity"], row["ordered"], 1, 0))
            of(row["reason"])["cancellations"] += 1
            of(row["reason"])["lost_sales"] += lost
            if books.faults[row["reason"]] in ("supply", "carrier"):
                delayed = [delayed[0] + 1, delayed[1] + lost]
    late_sales, next_sales = (sum(row["sales"] for row in rows) for rows in (late, later))
    in_money = lambda row, *names: {**row, **{name: money(row[name]) for name in names}}
    return {"late_orders": len(late), "late_sales": money(late_sales), "next_orders": len(later), "next_sales": money(next_sales), "sales_at_risk": money(late_sales + next_sales),
            "promises_changed": len(changes), "cancellations": delayed[0], "lost_sales": money(delayed[1]), "faults": [in_money(row, "late_sales", "lost_sales") for row in faults.values()],
            "late": [in_money(row, "sales") for row in late[:limit]], "next": [in_money(row, "sales") for row in later[:limit]]}
