"""Stock against demand, and whom to call: stock, sales."""
import decimal

from books import DAY_MS, TARGETS, TIERS
from compare import money, order_id, percent, ratio, units
from money import rhythms


class Demand:
    """What the orders of the period wanted of each product, and what was not there when they were confirmed."""
    def __init__(self, books, only):
        self.by_day, self.wanted, self.missed, self.filled = {}, {}, {}, {}
        for order in books.placed(books.first, books.last):
            if order["state"] == "rejected":
                continue
            for line in books.lines[order["id"]]:
                if line["kind"] == "goods" and only in (None, line["sku"]):
                    by_day = self.by_day.setdefault(line["product_id"], {})
                    day = order["placed_at"] // DAY_MS
                    by_day[day] = by_day.get(day, 0) + line["ordered"]
                    if order["confirmed_at"] is not None:
                        self.fill(books, order, line)

    def fill(self, books, order, line):
        """What the customer called off was not wanted; what was called off for want of goods, or by the company's own fault, was not there."""
        then = books.all("SELECT value FROM past WHERE order_id = ? AND part = ? AND fact = 'backordered' AND until > ? ORDER BY until LIMIT 1",
                         order["id"], line["line"], order["confirmed_at"])
        off = {True: 0, False: 0}
        for reason, quantity in books.all("SELECT reason, quantity FROM cancellation WHERE order_id = ? AND line = ?", order["id"], line["line"]):
            off[books.faults[reason] in ("supply", "internal")] += quantity
        want, product = line["ordered"] - off[False], line["product_id"]
        if want > 0:
            miss = min((then[0][0] if then else line["backordered"]) + off[True], want)
            self.wanted[product] = self.wanted.get(product, 0) + want
            self.missed[product] = self.missed.get(product, 0) + miss
            self.filled.setdefault(order["id"], []).append(not miss)


def stock(books, only=None, limit=50):
    days, demand, rows = books.last - books.first + 1, Demand(books, only), []
    moves = {}
    for move in books.all("SELECT product_id, local_day(at) AS day, at, kind, quantity FROM stock_move"):
        moves.setdefault(move["product_id"], []).append(move)
    for number, product in books.products.items():
        levels = [row for row in books.levels if row["product_id"] == number]
        on_hand, allocated = (sum(row[name] for row in levels) for name in ("on_hand", "allocated"))
        waits = sum(count for _, count in books.waits.get(number, []))
        by_day = demand.by_day.get(number, {})
        sold = sum(by_day.values())
        if not on_hand and not sold and not waits or only not in (None, product["sku"]):
            continue
        own = moves.get(number, [])
        opening, closing = (sum(move["quantity"] for move in own if move["day"] < day) for day in (books.first, books.last + 1))
        shipped = -sum(move["quantity"] for move in own if move["kind"] == "shipment" and books.first <= move["day"] <= books.last)
        wanted, missed = demand.wanted.get(number, 0), demand.missed.get(number, 0)
        said = {"sku": product["sku"], "name": product["name"], "unit": product["unit"], "on_hand": units(on_hand), "available": units(on_hand - allocated), "backordered": units(waits),
                "incoming": units(sum(row["quantity"] - row["received"] for row in books.announced.get(number, []))), "demand": units(sold),
                "cover_days": ratio((on_hand - allocated) * days, sold) if sold else None, "turnover": ratio(shipped * 2 * 365, (opening + closing) * days),
                "fill_rate_pct": percent(wanted - missed, wanted)}
        rows.append((said, product, by_day, own))
    by_sku = sorted(rows, key=lambda row: row[0]["sku"])
    rows.sort(key=lambda row: (row[0]["cover_days"] is None, row[0]["cover_days"] or 0, row[0]["sku"]))
    flags = [flag for order in demand.filled.values() for flag in order]
    return {"products": len(rows), "short_products": sum(row[0]["backordered"] > 0 for row in rows), "orders": len(demand.filled), "lines": len(flags),
            "fill_rate_order_pct": percent(sum(map(all, demand.filled.values())), len(demand.filled)), "fill_rate_line_pct": percent(sum(flags), len(flags)),
            "fill_rate_unit_pct": percent(sum(demand.wanted.values()) - sum(demand.missed.values()), sum(demand.wanted.values())),
            "list": [row[0] for row in rows[:limit]], "reorder": [one for row in by_sku if (one := reorder(books, row, days))], "dead": [one for row in by_sku if (one := dead(books, row))]}


def reorder(books, row, days):
    """King's safety stock. The square root is taken with sixty digits and cut; quantities go up to what the product is counted in."""
    said, product, by_day, _ = row
    step = 10 ** (3 - product["decimals"])
    whole = lambda thousandths: units(-(-thousandths // step) * step)
    lead_days = int(books.settings["shipping.lead_days"]) if product["lead_days"] is None else product["lead_days"]
    lead, sold = -(-lead_days * 7 // 5), sum(by_day.values())
    with decimal.localcontext(prec=60):
        spread = days * sum(decimal.Decimal(value) ** 2 for value in by_day.values()) - decimal.Decimal(sold) ** 2
        safety = int((spread * decimal.Decimal("2.7225") * lead).sqrt() / days)
    point = -(-sold * lead // days) + safety
    position = int((said["available"] + said["incoming"] - said["backordered"]) * 1000)
    quantity = whole(point - (-sold * 30 // days) - position)
    if not (sold or said["backordered"]) or position > point or quantity <= 0:
        return None
    return {"sku": product["sku"], "name": product["name"], "unit": product["unit"], "position": units(position), "reorder_point": whole(point), "safety_stock": whole(safety), "lead_days": lead,
            "quantity": quantity}


def dead(books, row):
    """On hand, and for 180 days neither shipped nor received."""
    said, product, _, own = row
    since = books.now - 180 * DAY_MS
    if said["on_hand"] <= 0 or any(move["kind"] in ("shipment", "receipt") and move["at"] >= since for move in own):
        return None
    return {"sku": product["sku"], "name": product["name"], "unit": product["unit"], "on_hand": said["on_hand"],
            "last_shipped": books.text(max((move["day"] for move in own if move["kind"] == "shipment"), default=None))}


# --- sales -----------------------------------------------------------------------------------------------------------


def sales(books, scope, limit):
    due = []
    for customer, count, last, usual, mean in rhythms(books, scope):
        if last + usual <= books.today + 7 and (books.today - last) * 2 <= usual * 3:
            due.append((TIERS.index(customer["tier"]), -mean, {"customer": customer["code"], "customer_name": customer["name"], "tier": customer["tier"], "orders": count, "usual_days": usual,
                                                               "last_order": books.text(last), "expected": books.text(last + usual), "order_value": money(mean)}))
    due.sort(key=lambda row: (row[0], row[1], row[2]["customer"]))
    steps = [step(books, scope, index) for index in range(len(TARGETS))]
    freed = [one["freed_hours"] for one in steps if one["freed_hours"] is not None]
    return {"customers_due": len(due), "value_due": money(-sum(row[1] for row in due)), "due": [row[2] for row in due[:limit]], "steps": steps,
            "freed_hours": sum(freed) if freed else None, "pairs": pairs(books, scope)[:limit], "substitutes": substitutes(books, scope)[:limit]}


def step(books, scope, index):
    """Working hours of the step now and in as many days before, and what it freed."""
    minutes = []
    for orders in (scope.period, scope.before):
        took = []
        for order in orders:
            times = [order["placed_at"]] + [books.done(order, one) for one in TARGETS[:index + 1]]
            if None not in times:
                took.append(max(books.worked(times[-2], times[-1]), 0))
        minutes.append(took)
    now, before = minutes
    freed = ratio(int(ratio(sum(before) * len(now), len(before), 1, 0)) - sum(now), 60) if now and before else None
    return {"step": TARGETS[index], "orders": len(now), "orders_before": len(before), "mean_hours": ratio(sum(now), len(now) * 60), "mean_hours_before": ratio(sum(before), len(before) * 60),
            "freed_hours": freed}


def pairs(books, scope):
    """Of the ten pairs that most orders of the period hold, at least three: who bought the one in it, and never the other."""
    held, together, ever = {}, {}, {}
    for order in books.orders.values():
        goods = sorted({line["product_id"] for line in books.lines[order["id"]] if line["kind"] == "goods"})
        for product in goods:
            ever.setdefault(product, set()).add(order["customer_id"])
        if order["state"] not in ("rejected", "cancelled") and books.first <= books.day(order["placed_at"]) <= books.last:
            held[order["id"]] = goods
    for goods in held.values():
        for index, one in enumerate(goods):
            for other in goods[index + 1:]:
                together[(one, other)] = together.get((one, other), 0) + 1
    rows = {}
    for count, one, other in sorted((-count, one, other) for (one, other), count in together.items() if count >= 3)[:10]:
        for bought, missing in ((one, other), (other, one)):
            for number in (books.orders[order]["customer_id"] for order, goods in held.items() if bought in goods):
                if scope.customer(number) and number not in ever[missing]:
                    customer, product, with_product = books.customers[number], books.products[bought], books.products[missing]
                    rows[(count, product["sku"], with_product["sku"], customer["code"])] = {
                        "customer": customer["code"], "customer_name": customer["name"], "sku": product["sku"], "name": product["name"],
                        "with_sku": with_product["sku"], "with_name": with_product["name"], "orders": -count}
    return [row for _, row in sorted(rows.items())]


def substitutes(books, scope):
    rows = []
    for order in scope.opened:
        for line in books.lines[order["id"]]:
            other = next((product for product in books.products.values() if product["sku"] == books.products[line["product_id"]]["substitute"]), None)
            free = other and sum(row["on_hand"] - row["allocated"] for row in books.levels if row["product_id"] == other["id"])
            if line["backordered"] and other and free >= line["backordered"]:
                rows.append({"id": order_id(order["id"]), "customer": order["code"], "customer_name": order["customer_name"], "sku": line["sku"], "backordered": units(line["backordered"]),
                             "substitute": other["sku"], "substitute_name": other["name"], "available": units(free)})
    return rows
