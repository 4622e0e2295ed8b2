#!/usr/bin/python3
"""A company with all of an order's fates in it, made through ordr itself, day by day, the same each time.

    company.py ORDR FILE [ORDERS [DAYS]]

Orders (20,000) are placed on DAYS (30) days up to 2026-11-19 and confirmed, rejected, held, amended, cancelled whole and in part, waited for,
picked, packed, shipped in parts, delivered late or not at all, billed, one by one and collected, credited, paid, with and without a discount, complained of,
contested, sent back and replaced; a few were long before. On the way it looks at each report as it
stood on 1 November, and at the end, after tens of thousands of further steps, once more: nothing may have changed.
"""
import datetime
import json
import os
import random
import subprocess
import sys

LAST = datetime.date(2026, 11, 19)
TIERS = ["standard"] * 6 + ["preferred"] * 3 + ["strategic"]
CHANNELS = ["web", "edi", "mail", "phone"]
WAREHOUSES = ["MAIN", "WEST"]
SKUS = [f"P-{number:02}" for number in range(30)]
SERVICES = ["S-INSTALL", "S-TRAIN"]
CUSTOMERS = [f"C-{number:03}" for number in range(150)]
PREPAID = ["C-001", "C-020"]
COLLECTED = "C-004"  # gets one invoice a week
NEVER_PAY = ("C-010", "C-011")
LONG_BEFORE = (330, 118, 83, 47)  # days, of some orders each


class Company:
    def __init__(self, ordr, file):
        self.ordr, self.random, self.now = ordr, random.Random(20261120), None
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORDR_", "LC_", "LANG"))}
        self.environment |= {"ORDR_DB": file, "ORDR_HOOKS": ""}

    def run(self, *arguments, given=None, may=(0,)):
        """The lines that ordr prints. Batches may leave out what cannot be done (exit 3)."""
        answer = subprocess.run([self.ordr, *arguments, "--now", self.now], input=given, capture_output=True, text=True, env=self.environment, check=False)
        if answer.returncode not in may:
            sys.exit(f"ordr {' '.join(arguments)} --now {self.now}: exit {answer.returncode}: {answer.stderr[:500]}")
        return answer.stdout.split()

    def step(self, words, ids):
        """One step of many orders; those that cannot take it are left out."""
        return self.run(*words.split(), "-", "--keep-going", given="".join(f"{one}\n" for one in ids), may=(0, 3)) if ids else []

    def some(self, ids, percent):
        return [one for one in ids if self.random.random() * 100 < percent]

    def at(self, day, hour, minute=0):
        self.now = f"{day}T{hour:02}:{minute:02}:00Z"

    def found(self):
        self.at(LAST - datetime.timedelta(days=400), 6)
        self.run("init")
        settings = {"company.name": "Nordlicht Werkzeuge GmbH", "calendar.time_zone": "Europe/Berlin", "calendar.holidays": "2026-11-02", "workflow.pack": "skipped", "expire.unpaid_days": "6", "invoice.discount_percent": "2"}
        self.set_all(settings)
        self.run("warehouse", "add", "--code", "WEST", "--name", "West")
        for code, tier, priority, confirm, ship, deliver in (("ALL", None, None, 8, 27, 45), ("TOP", "strategic", None, 4, 18, 36), ("NOW", None, "urgent", 2, 9, 18)):
            chosen = [f"--{name}={value}" for name, value in (("tier", tier), ("priority", priority)) if value]
            self.run("sla", "add", "--code", code, *chosen, "--confirm", str(confirm), "--ship", str(ship), "--deliver", str(deliver))
        rows = ["code,name,tier,payment_days,country,prepayment,credit_limit"]
        rows += [f"{code},Kunde {code},{self.random.choice(TIERS)},{self.random.choice([7, 14, 30])},DE,{'true' if code in PREPAID else ''},{self.random.choice(['', '', 9000000])}"
                 for code in CUSTOMERS]
        self.run("customer", "import", "-", given="\n".join(rows) + "\n")
        rows = ["sku,name,kind,unit,decimals,price,tax_rate,lead_days,capacity,substitute"]
        rows += [f"{sku},Produkt {sku},goods,C62,0,{self.random.randint(100, 20000) / 100:.2f},{self.random.choice([7, 19])},{self.random.randint(2, 12)},,"
                 f"{SKUS[-1 - number] if number % 5 == 0 else ''}" for number, sku in enumerate(SKUS)]
        rows += [f"{sku},{sku},service,HUR,0,80.00,19,,400," for sku in SERVICES] + ["FREIGHT,Fracht,charge,C62,0,9.90,19,,,", "OLD,Ladenhüter,goods,C62,0,5.00,19,3,,"]
        rows += ["SLOW,Auslaufmodell,goods,C62,0,7.00,19,3,,", "WIRE,Draht,goods,KGM,2,12.50,19,,,"]  # WIRE has no lead days of its own
        self.run("product", "import", "-", given="\n".join(rows) + "\n")
        self.run("stock", "receive", "OLD:12", "SLOW:40", "WIRE:40")

    def long_before(self, numbers):
        """Orders of which some are open, owed or contested to this day; and the last of what nobody wants any more."""
        for before in LONG_BEFORE:
            day = LAST - datetime.timedelta(days=before)
            if before == LONG_BEFORE[0]:
                self.at(day, 6)
                self.step("deliver", self.step("ship", self.step("pick", self.step("confirm", self.run("place", "-c", "C-012", "-l", "SLOW:3")))))
            self.day(day, 40, numbers)

    def set_all(self, settings):
        for name, value in settings.items():
            self.run("config", "set", name, value)

    def receive(self, day, count):
        """A little less than what so many orders want, and not of what they want most."""
        for sku in SKUS:
            if self.random.random() < 0.5:
                self.run("stock", "receive", f"{sku}:{self.random.randint(2 + count // 4, 3 + count * 5 // 4)}", "--warehouse", self.random.choice(WAREHOUSES))
        if day.weekday() == 0:
            for sku in self.random.sample(SKUS, 5):
                self.run("stock", "announce", f"{sku}:{self.random.randint(50, 200)}", "--expected", str(day + datetime.timedelta(days=self.random.randint(2, 20))))

    def form(self, day, number):
        pick = self.random
        customer = CUSTOMERS[min(pick.randrange(150), pick.randrange(150))]
        lines = [{"sku": SKUS[min(pick.randrange(30), pick.randrange(30))], "qty": pick.randint(1, 9)} for _ in range(pick.choice([1, 1, 2, 2, 3, 4]))]
        if pick.random() < 0.08:
            lines.append({"sku": pick.choice(SERVICES), "qty": pick.randint(1, 4)})
        if pick.random() < 0.2:
            lines.append({"sku": "FREIGHT", "qty": 1})
        if pick.random() < 0.05:
            lines.append({"sku": "WIRE", "qty": pick.randint(1, 300) / 100})
        form = {"customer": customer, "ref": f"B-{number}", "channel": pick.choice(CHANNELS), "priority": pick.choice(["low", "normal", "normal", "normal", "high", "urgent"]), "lines": lines}
        if pick.random() < 0.3:
            form["requested"] = str(day + datetime.timedelta(days=pick.randint(1, 15)))
        if pick.random() < 0.04:
            form["warehouse"] = pick.choice(WAREHOUSES)
        if pick.random() < 0.04:
            form["delivery"] = "complete"
        return json.dumps(form)

    def day(self, day, count, numbers):
        self.at(day, 6, 30)
        self.receive(day, count)
        self.at(day, 7)
        placed = self.run("place", "-", given="\n".join(self.form(day, next(numbers)) for _ in range(count)))
        self.at(day, 9)
        self.step("reject --reason price", self.some(placed, 3))
        self.step("cancel --reason customer-request", self.some(placed, 2))
        self.step("confirm --as bea", self.some(placed, 60))
        self.at(day, 12)
        late = self.run("list", "--state", "placed", "--fields", "id", "--csv")[1:]
        self.step("confirm --as carl", self.some(late, 70))
        self.afternoon(day)

    def afternoon(self, day):
        listed = lambda *words: [one.strip() for one in self.run("list", *words, "--fields", "id", "--csv")[1:]]
        allocated, waiting = listed("--fulfilment", "allocated"), listed("--fulfilment", "backordered")
        self.step("hold --reason customer-request", self.some(allocated, 1))
        self.step("hold --reason price --block ship", self.some(allocated, 1))
        self.step("hold --reason credit", self.some(listed("--state", "placed"), 10))
        self.step("release", self.some(listed("--held"), 40))
        self.step("cancel --reason customer-request", self.some(allocated, 1))
        self.step("cancel --reason stock-out", self.some(waiting, 3))
        self.step("cancel --line 1 --reason stock-out", self.some(waiting, 3))
        self.step("cancel --line 1 --qty 1 --reason customer-request", self.some(waiting + allocated, 1))
        self.step(f"amend --promised {day + datetime.timedelta(days=9)} --reason supplier-late", self.some(waiting, 8))
        for reason in ("customer-request", "carrier-late", "mistake"):
            self.step(f"amend --promised {day + datetime.timedelta(days=2)} --reason {reason}", self.some(waiting + allocated, 1))
        self.step("amend --add P-03:2", self.some(allocated, 1))
        self.step("amend --priority urgent", self.some(waiting, 1))
        self.step(f"amend --requested {day + datetime.timedelta(days=12)}", self.some(waiting + allocated, 1))
        for code in PREPAID:  # billed before anything leaves; what stays unpaid is called off and credited
            self.step("invoice", listed("--customer", code, "--state", "confirmed", "--fulfilment", "allocated"))
        self.run("expire")
        self.at(day, 12, 40)
        self.step("pick", self.some(allocated, 80) + self.some(waiting, 20))
        if day == LAST:  # the flow as others have it, so that there is something at each of its steps
            self.set_all({"workflow.pack": "required", "workflow.four_eyes": "on"})
            self.step("amend --add P-03:1", self.some(allocated, 2))
            self.run("customer", "edit", "C-002", "--name", "Anders", "--tier", "strategic", "--credit-limit", "77777")
            self.run("product", "edit", "P-02", "--name", "Anderes")
            self.step("pack", self.some(listed("--fulfilment", "picking"), 60))
        self.step("ship --carrier DHL", self.some(listed("--fulfilment", "picking") + listed("--fulfilment", "packed"), 90))
        self.at(day, 13, 20)
        shipped = listed("--fulfilment", "shipped") + listed("--fulfilment", "partial")
        self.step("deliver --failed --reason carrier-late", self.some(shipped, 2))
        done = self.step("deliver --early", self.some(shipped, 45))
        collected = set(listed("--customer", COLLECTED))
        self.step("invoice", self.some([one for one in done if one not in collected], 90))
        if day.weekday() == 4:
            bill = self.run("invoice", "--collect", "--customer", COLLECTED, may=(0, 5))
            self.step("dispute open --reason quantity", self.some(bill, 40))
            self.step("invoice credit --reason price", self.some(bill, 40))
        self.at(day, 14)
        old = listed("--fulfilment", "delivered", "--since", str(day - datetime.timedelta(days=25)))
        self.step("complaint open --line 1 --reason damaged", self.some(old, 0.4))
        self.step("complaint open --reason carrier-damage", self.some(old, 0.3))
        self.step("return open --reason customer-request", self.some(old, 0.4))
        self.returns()
        self.cash()
        if day == LAST:  # too late to be confirmed today
            self.at(day, 14, 30)
            self.run("place", "-", given="\n".join(self.form(day, f"late-{number}") for number in range(10)))

    def returns(self):
        in_state = lambda state: [one.strip() for one in self.run("return", "list", "--state", state, "--fields", "id", "--csv")[1:]]
        self.step("return refuse --reason mistake", self.some(in_state("requested"), 3))
        self.step("return receive", self.some(in_state("requested"), 20))
        received = in_state("received")
        for words, percent in (("good --disposition restock --credit", 20), ("damaged --disposition scrap", 10), ("defective --disposition replace", 5)):
            chosen = self.some(received, percent)
            self.step(f"return inspect --condition {words}", chosen)
            received = [one for one in received if one not in chosen]
        self.step("return close", self.some(in_state("inspected"), 30))

    def cash(self):
        willing = lambda status: [one.split(",")[0] for one in self.run("invoice", "list", "--status", status, "--fields", "id,customer", "--csv")[1:]
                                  if one.split(",")[1] not in NEVER_PAY]
        invoices, overdue = willing("open"), willing("overdue")
        self.step("pay", self.some(invoices, 8))
        self.step(f"pay --at {(datetime.date.fromisoformat(self.now[:10]) - datetime.timedelta(days=1))}T09:00:00Z", self.some(invoices, 2))
        self.step("pay", self.some(overdue, 15))
        self.disputes(invoices, overdue)

    def disputes(self, invoices, overdue):
        self.step("dispute open --line 1 --reason price", self.some(invoices, 1))
        self.step("dispute open --reason damage --amount 3", self.some(overdue, 4))
        self.step("dispute open --reason late --fault customer", self.some(overdue, 2))
        contested = [one.split(",") for one in self.run("dispute", "list", "--state", "open", "--fields", "id,invoice,line", "--csv")[1:]]
        right = self.some([one for one in contested if one[2]], 15)
        self.step("invoice credit --line 1 --reason price", [one[1] for one in right])
        self.step("dispute resolve --outcome credit", [one[0] for one in right])
        wrong = [one[0] for one in contested if one not in right]
        self.step("dispute resolve --outcome withdrawn", self.some(wrong, 4))
        self.step("dispute resolve --outcome rejected", self.some(wrong, 4))
        self.step("dispute resolve --outcome paid", self.some(wrong, 8))


AS_OF = datetime.date(2026, 11, 1)
REPORTS = ("sla", "urgent", "backlog", "delays", "cash", "customers", "quality", "stock", "sales", "dashboard")


def look_back(company, file):
    """What each report says of the last month as it stood on 1 November: kept the first time, and compared, to the byte, from then on. The steps taken so far."""
    differing = 0
    for name in REPORTS:
        period = [] if name in ("urgent", "backlog") else ["--from", "2026-10-01", "--to", "2026-10-31"]
        said = subprocess.run([company.ordr, "report", name, *period, "--as-of", str(AS_OF), "--json", "--now", company.now], capture_output=True, env=company.environment,
                              check=True).stdout
        kept = f"{file}.{name}.json"
        if company.now.startswith(str(AS_OF + datetime.timedelta(days=1))):
            with open(kept, "wb") as out:
                out.write(said)
        else:
            with open(kept, "rb") as before:
                if before.read() != said:
                    differing += 1
                    print(f"report {name} --as-of {AS_OF} is another at {company.now}: {kept}", file=sys.stderr)
                    with open(f"{kept}.now", "wb") as out:
                        out.write(said)
    if differing:
        sys.exit(1)
    return int(company.run("log", "--head")[0].split(":")[0])


def main():
    file = os.path.abspath(sys.argv[2])
    orders, days = int(sys.argv[3]) if len(sys.argv) > 3 else 20000, int(sys.argv[4]) if len(sys.argv) > 4 else 30
    for old in (file, f"{file}-wal", f"{file}-shm"):
        if os.path.exists(old):
            os.remove(old)
    company = Company(os.path.abspath(sys.argv[1]), file)
    company.found()
    numbers = iter(range(1, 2 * orders + 1000))
    company.long_before(numbers)
    before = 0
    for number in range(days):
        day = LAST - datetime.timedelta(days=days - 1 - number)
        if day == AS_OF + datetime.timedelta(days=1):
            company.at(day, 5)
            before = look_back(company, file)
        company.day(day, orders // days, numbers)
    if days > (LAST - AS_OF).days:
        print(f"each report as of {AS_OF} is the same, to the byte, after {look_back(company, file) - before} more steps")


if __name__ == "__main__":
    main()
