"""Orders against their targets and at their steps: sla, urgent, backlog."""
from books import HOLDS, PRIORITIES, TARGETS, TIERS
from compare import instant, nearest_rank, order_id, ratio, units

# --- sla -------------------------------------------------------------------------------------------------------------


def sla(books, scope, by=None, limit=100):
    orders = scope.period
    missed = lambda order: sum(books.status(order, target) in ("breached", "overdue") for target in TARGETS)
    group = lambda field, value, some: {"by": field, "value": value, "orders": len(some), **{target: books.figures(some, target) for target in TARGETS}}
    groups = []
    if by in (None, "tier"):
        groups += [group("tier", tier, some) for tier in TIERS if (some := [o for o in orders if o["tier"] == tier])]
    if by in (None, "priority"):
        groups += [group("priority", PRIORITIES[rank], some) for rank in (3, 2, 1, 0) if (some := [o for o in orders if o["priority"] == rank])]
    if by in (None, "customer"):
        worst = sorted(by_customer(orders).items(), key=lambda item: (-sum(map(missed, item[1])), -len(item[1]), item[0]))
        if by is None:  # the ten with the most misses
            worst = [item for item in worst[:10] if sum(map(missed, item[1]))]
        groups += [group("customer", some[0]["code"], some) for _, some in worst]
    return {"orders": len(orders), **{target: books.figures(orders, target) for target in TARGETS}, "steps": sla_steps(books, orders), "groups": groups,
            "misses": sla_misses(books, orders)[:limit]}


def by_customer(orders):
    groups = {}
    for order in orders:
        groups.setdefault(order["customer_id"], []).append(order)
    return groups


def sla_steps(books, orders):
    steps = []
    for target, start in zip(TARGETS, ("placed_at", "confirmed_at", "shipped_at")):
        took = [books.worked(order[start], books.done(order, target)) for order in orders if books.done(order, target) is not None and order[start] is not None]
        steps.append({"step": target, "orders": len(took), "median_hours": ratio(nearest_rank(took, 50), 60) if took else None,
                      "p90_hours": ratio(nearest_rank(took, 90), 60) if took else None})
    return steps


def sla_misses(books, orders):
    """The latest first."""
    misses = []
    for order in orders:
        for step, target in enumerate(TARGETS):
            status = books.status(order, target)
            if status in ("breached", "overdue"):
                done = books.done(order, target)
                misses.append((-books.worked(order[f"{target}_due"], done if status == "breached" else books.judged_at(order)), order[f"{target}_due"], order["id"], step, status, done))
    rows = []
    for late, due, number, step, status, done in sorted(misses, key=lambda miss: miss[:4]):
        order = books.orders[number]
        reason = books.why_late(order, TARGETS[step])
        rows.append({"id": order_id(number), "customer": order["code"], "customer_name": order["customer_name"], "tier": order["tier"], "priority": PRIORITIES[order["priority"]],
                     "step": TARGETS[step], "due": instant(due), "done": instant(done), "late_minutes": -late, "status": status,
                     "reason": reason, "fault": books.faults.get(reason)})
    return rows


# --- urgent ----------------------------------------------------------------------------------------------------------

OWNERS = {"confirm": "sales", "release": "sales", "invoice": "billing", "pay": "billing"}  # else the warehouse


def to_ship(books, order):
    return any(line["kind"] == "goods" and line["shipped"] < line["active"] for line in books.lines[order["id"]])


def next_due(books, order):
    """When the step that it waits for is due, or the next later one that has a target; and what for."""
    dues = []
    if order["state"] == "placed":
        dues.append([(order["confirm_due"], "confirm")])
    if to_ship(books, order):
        dues.append([(order["ship_due"], "ship"), (order["ship_by"], "ship-by")])
    dues.append([(order["deliver_due"], "deliver")])
    if order["promised"] is not None:
        dues.append([(books.close(order["promised"]), "promise")])
    for at_once in dues:
        if known := [one for one in at_once if one[0] is not None]:
            return min(known, key=lambda one: one[0])
    return None, None


def fulfilment(lines):
    """As ordr-workflow(7) has it; charges are not waited for."""
    waited_for = [line for line in lines if line["kind"] != "charge"]
    goods = [line for line in lines if line["kind"] == "goods"]
    reached = lambda name, some=lines: any(line[name] for line in some)
    if reached("delivered") and all(line["delivered"] >= line["active"] for line in waited_for):
        return "returned" if reached("returned") and all(line["returned"] >= line["delivered"] for line in goods) else "delivered"
    if reached("shipped") and all(line["shipped"] >= line["active"] for line in goods):
        return "shipped"
    if reached("shipped") or reached("delivered"):
        return "partial"
    if reached("picked"):
        return "packed" if all(line["packed"] >= line["picked"] and not line["allocated"] and not line["backordered"] for line in goods) else "picking"
    return "backordered" if reached("backordered") else "allocated" if reached("allocated") else "none"


def prepaid_step(books, order):
    """What is to be paid before it ships is billed first, and then waited for."""
    if any(line["invoiced"] < line["active"] for line in books.lines[order["id"]]) or not any(line["invoiced"] for line in books.lines[order["id"]]):
        return "invoice"
    return "pay" if any(invoice["open"] > 0 for invoice in books.bills.get(order["id"], [])) else None


def next_step(books, order):
    lines, holds = books.lines[order["id"]], books.holds.get(order["id"], 0)
    if holds & HOLDS["allocate" if order["state"] == "placed" else "ship"] and order["shipped_at"] is None or order["state"] == "placed" and holds & HOLDS["ship"]:
        return "release"
    if order["state"] == "placed" or books.settings["workflow.four_eyes"] == "on" and order["approved"] is not None and order["revision"] > order["approved"]:
        return "confirm"
    if order["prepaid"] and order["shipped_at"] is None and (step := prepaid_step(books, order)):
        return step
    waits = any(line["backordered"] for line in lines)
    if any(line["allocated"] for line in lines) and not (order["delivery"] == "complete" and waits):
        return "pick"
    if any(line["packed"] < line["picked"] for line in lines):
        return "pack" if books.settings["workflow.pack"] == "required" else "ship"
    if any(line["shipped"] < line["packed"] for line in lines):
        return "ship"
    if any(line["delivered"] < line["shipped"] for line in lines if line["kind"] == "goods"):
        return "deliver"
    return "wait for stock" if waits else "deliver"


def urgent(books, scope, limit):
    rows = []
    for order in scope.opened:
        due, due_for = next_due(books, order)
        judged = books.judged_at(order)
        risk = {"confirm": order["confirm_risk"], "ship": order["ship_risk"], "deliver": order["deliver_risk"]}.get(due_for)  # only a target has a quarter left
        status = "open" if due is None else "overdue" if judged > due else "at_risk" if risk is not None and judged >= risk else "open"
        step = next_step(books, order)
        key = {"clock": (order["stopped_at"] is not None, order["stopped_at"] or 0), "slack": (due is None, due or 0), "tier": TIERS.index(order["tier"]), "priority": -order["priority"],
               "age": order["placed_at"], "number": order["id"]}
        rows.append((key, {"id": order_id(order["id"]), "customer": order["code"], "customer_name": order["customer_name"], "tier": order["tier"], "priority": PRIORITIES[order["priority"]],
                           "state": order["state"], "fulfilment": fulfilment(books.lines[order["id"]]), "step": step, "whose": OWNERS.get(step, "warehouse"),
                           "stopped_at": instant(order["stopped_at"]), "next_due": instant(due), "slack_minutes": None if due is None else books.worked(judged, due),
                           "due_for": due_for, "placed_at": instant(order["placed_at"]), "status": status}))
    rows.sort(key=lambda row: tuple(row[0].values()))
    count = lambda status: sum(row["status"] == status for _, row in rows)
    terms = []
    for index, (key, row) in enumerate(rows[:limit]):
        decided = None if not index else next(name for name in key if key[name] != rows[index - 1][0][name])
        terms.append({"id": row["id"], "clock": "runs" if row["stopped_at"] is None else "stands", "decided_by": decided,
                      **{name: row[name] for name in ("due_for", "slack_minutes", "tier", "priority", "placed_at")}})
    return {"open": len(rows), "overdue": count("overdue"), "at_risk": count("at_risk"), "orders": [row for _, row in rows[:limit]], "terms": terms}


# --- backlog ---------------------------------------------------------------------------------------------------------

STEPS = ("confirm", "stock", "pick", "pack", "ship", "deliver", "invoice")
AGES = ((0, "today"), (3, "1-3"), (7, "4-7"), (14, "8-14"), (30, "15-30"), (10 ** 6, "over 30"))


def billable(books, order, line):
    """What workflow.invoice_on allows; what is paid in advance is billed whole; a charge goes with the first of the rest, or alone."""
    policy = "order" if order["prepaid"] else books.settings["workflow.invoice_on"]
    reached = lambda one: one["active"] if policy == "order" else one["shipped"] if policy == "shipment" and one["kind"] == "goods" else one["delivered"]
    others = [one for one in books.lines[order["id"]] if one["kind"] != "charge"]
    if line["kind"] != "charge" or policy == "order":
        return reached(line)
    return line["active"] if any(map(reached, others)) or not any(one["active"] for one in others) else line["invoiced"]


def waiting(books, order, line):
    """Units of a line at each step."""
    goods, confirmed = line["kind"] == "goods", order["state"] == "confirmed"
    at = {"confirm": line["active"] if order["state"] == "placed" else 0}
    if confirmed and goods:
        at.update(stock=line["backordered"], pick=line["allocated"], pack=line["picked"] - line["packed"], ship=line["packed"] - line["shipped"], deliver=line["shipped"] - line["delivered"])
    elif confirmed and line["kind"] == "service":
        at["deliver"] = line["active"] - line["delivered"]
    if confirmed or order["state"] == "completed":
        at["invoice"] = billable(books, order, line) - line["invoiced"]
    return {step: count for step, count in at.items() if count > 0}


def step_figures(rows):
    return {"orders": len({order["id"] for order, _, _ in rows}), "lines": len({(order["id"], line) for order, line, _ in rows}), "units": units(sum(count for _, _, count in rows))}


def backlog(books, scope):
    at, aged = {step: [] for step in STEPS}, {}
    for order in scope.of(books.orders.values()):
        age = next(name for most, name in AGES if books.today - books.day(order["placed_at"]) <= most)
        for line in books.lines[order["id"]]:
            for step, count in waiting(books, order, line).items():
                at[step].append((order, line["line"], count))
                aged.setdefault((age, step), []).append((order, line["line"], count))
    steps = []
    for step in STEPS:
        orders = {order["id"]: order for order, _, _ in at[step]}.values()
        late = [order for order in orders if order["state"] != "completed" and (due := next_due(books, order)[0]) is not None and due < books.judged_at(order)]
        steps.append({"step": step, **step_figures(at[step]), "overdue": len(late), "oldest": instant(min((order["placed_at"] for order in orders), default=None))})
    ages = [{"age": age, "step": step, **step_figures(aged[(age, step)])} for _, age in AGES for step in STEPS if (age, step) in aged]
    held = sum(order["id"] in books.holds for order in scope.opened)
    return {"orders": len(scope.opened), "held": held, "steps": steps, "to_ship": ship_days(books, scope), "ages": ages, "places": places(books, scope), "trend": trend(books, scope)}


def ship_days(books, scope):
    days = dict.fromkeys(("late", "today", "tomorrow", "later", "none"), 0)
    for order in scope.opened:
        if order["state"] == "confirmed" and to_ship(books, order):
            by = order["ship_by"]
            ahead = None if by is None else books.day(by) - books.today
            days["none" if by is None else "late" if by < books.now else "today" if ahead <= 0 else "tomorrow" if ahead == 1 else "later"] += 1
    return [{"when": when, "orders": count} for when, count in days.items()]


def places(books, scope):
    """Where units are allocated or were picked; before that, and for services, the warehouse that the order names."""
    codes = [row[0] for row in books.all("SELECT code FROM warehouse ORDER BY rank, id")] + [None]
    names = dict(books.all("SELECT id, code FROM warehouse"))
    found = {}
    add = lambda step, warehouse, number, line, count: found.setdefault((codes.index(names.get(warehouse)), STEPS.index(step)), []).append((books.orders[number], line, count))
    opened = {order["id"]: order for order in scope.opened}
    for order in opened.values():
        for line in books.lines[order["id"]]:
            for step, count in waiting(books, order, line).items():
                if step in ("confirm", "stock") or step == "deliver" and line["kind"] == "service":
                    add(step, order["warehouse_id"], order["id"], line["line"], count)
    for row in books.all("SELECT * FROM allocation"):
        if row["order_id"] in opened:
            add("pick", row["warehouse_id"], row["order_id"], row["line"], row["quantity"])
    for row in books.all("SELECT s.state, s.warehouse_id, l.* FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"):
        if row["order_id"] in opened and row["state"] in ("picking", "packed", "shipped"):
            add({"picking": "pack", "packed": "ship", "shipped": "deliver"}[row["state"]], row["warehouse_id"], row["order_id"], row["line"], row["quantity"])
    return [{"warehouse": codes[place], "step": STEPS[step], **step_figures(rows)} for (place, step), rows in sorted(found.items())]


def trend(books, scope):
    """Open at the end of each of the last thirty days, the last of them now."""
    spans = [(books.day(order["placed_at"]), None if order["closed_at"] is None else books.day(order["closed_at"])) for order in scope.of(books.orders.values())]
    return [{"day": books.text(day), "orders": sum(first <= day and (last is None or last > day) for first, last in spans)} for day in range(books.today - 29, books.today + 1)]
