"""What went wrong with orders, and how many were perfect."""
from compare import percent, ratio

KINDS = ("complaints", "returns", "credit_notes", "disputes")
GROUPS = ("channel", "confirmer", "product", "fault")


def problems(books):
    """Complaints, returns that were not refused, credit notes, disputes that were neither rejected nor withdrawn: kind, orders and SKUs, fault."""
    for row in books.all("SELECT k.*, l.sku FROM complaint k LEFT JOIN order_line l ON l.order_id = k.order_id AND l.line = k.line"):
        yield "complaints", [(row["sku"], row["order_id"])], row["fault"]
    for row in books.all("SELECT * FROM rma WHERE state <> 'refused'"):
        lines = books.all("SELECT l.sku, t.reason FROM rma_line t JOIN order_line l ON l.order_id = t.order_id AND l.line = t.line WHERE t.rma_id = ? ORDER BY t.part", row["id"])
        yield "returns", [(line["sku"], row["order_id"]) for line in lines], books.faults[lines[0]["reason"]]
    for row in books.all("SELECT * FROM invoice WHERE type = 'credit_note'"):
        yield "credit_notes", [(line["sku"], row["order_id"] or line["order_id"]) for line in books.all("SELECT sku, order_id FROM invoice_line WHERE invoice_id = ?", row["id"])], None
    for row in books.all("SELECT d.*, i.order_id, l.sku, l.order_id AS of_line FROM dispute d JOIN invoice i ON i.id = d.invoice_id LEFT JOIN invoice_line l ON l.invoice_id = i.id"
                         " AND l.line = d.line WHERE coalesce(d.outcome, '') NOT IN ('rejected', 'withdrawn')"):
        invoice = {"id": row["invoice_id"], "order_id": row["order_id"]}
        yield "disputes", [(row["sku"], order) for order in ([row["of_line"]] if row["of_line"] else books.billed(invoice))], row["fault"]


class Problem:
    """Of what of it the report is about. A document of many orders counts once, as that of the first, and spoils all of them."""
    def __init__(self, kind, parts, fault):
        parts.sort(key=lambda part: (part[0] or "", part[1]))
        self.kind, self.order, self.orders, self.skus, self.fault = kind, parts[0][1], {part[1] for part in parts}, {part[0] for part in parts if part[0]}, fault


def quality(books, scope, limit=20, by=None):
    orders = {order["id"]: order for order in scope.period if order["confirmed_at"] is not None}
    found = [Problem(kind, some, fault) for kind, parts, fault in problems(books) if (some := [part for part in parts if part[1] in orders])]
    count = lambda some: {kind: sum(one.kind == kind for one in some) for kind in KINDS}
    per_100 = lambda part, whole: ratio(part, whole, 100, 3)
    groups = []

    def group(field, value, some, number, base):
        counts = count(some)
        groups.append({"by": field, "value": value, "orders": number, **counts, "per_100": per_100(sum(counts.values()), base)})

    for field, column in (("channel", "channel"), ("confirmer", "confirmed_by")):
        for value in {order[column] for order in orders.values()}:
            number = sum(order[column] == value for order in orders.values())
            group(field, value, [one for one in found if orders[one.order][column] == value], number, number)
    for sku in set().union(*(one.skus for one in found)):
        number = sum(any(line["sku"] == sku for line in books.lines[order]) for order in orders)
        group("product", sku, [one for one in found if sku in one.skus], number, number)
    for fault in {one.fault for one in found if one.fault}:
        group("fault", fault, [one for one in found if one.fault == fault], None, len(orders))
    groups.sort(key=lambda row: (GROUPS.index(row["by"]), -sum(row[kind] for kind in KINDS), -(row["orders"] or 0), row["value"]))
    products = [row for row in groups if row["by"] == "product"][:limit]
    groups = [row for row in groups if by in (None, row["by"]) and (row["by"] != "product" or row in products)]
    otif = []
    for basis in ("requested", "first_promised", "promised"):
        counts = books.otif(orders.values(), basis)
        otif.append({"basis": basis, "judged": sum(counts.values()), **counts, "met_pct": percent(counts["met"], sum(counts.values()))})
    spoiled = set().union(*(one.orders for one in found))
    perfect = sum(books.on_time(order, order["promised"]) == "met" and number not in spoiled for number, order in orders.items())
    return {"orders": len(orders), "judged": otif[2]["judged"], "perfect": perfect, "perfect_pct": percent(perfect, otif[2]["judged"]), "otif": otif,
            "problems": {**count(found), **{f"{kind}_per_100": per_100(count(found)[kind], len(orders)) for kind in KINDS}}, "groups": groups}
