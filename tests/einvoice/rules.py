"""rules.py ORDR SOURCE: breaks each rule that `ordr invoice check` knows, one at a time in a company that otherwise lacks nothing; the rule must be named
with its field, the command that it names is run as it stands, its gap filled, and then the rule must be silent. The rules in the source and those in
the table below must be the same, so that no rule comes without its proof."""
import csv
import io
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

SELLER = {
    "company.name": "Nordlicht GmbH", "company.street": "Billbrookdeich 187", "company.postcode": "22113", "company.city": "Hamburg",
    "company.country": "DE", "company.vat_id": "DE136695976", "company.tax_number": "27/123/45678", "company.iban": "DE89370400440532013000",
    "company.contact": "Rechnungsstelle", "company.phone": "+49 40 5550100", "company.email": "rechnung@nordlicht.example",
    "company.electronic_address": "rechnung@nordlicht.example", "company.creditor_id": "DE98ZZZ09999999999", "company.register_id": "HRB 12345",
    "invoice.exempt_reason": "Steuerfrei", "workflow.invoice_on": "shipment", "invoice.einvoice": "always",
}
BUYER = {
    "street": "Am Hafen 1", "city": "Hafen", "postcode": "20457", "country": "DE", "vat-id": "DE136695976", "buyer-reference": "04011000-1234512345-06",
    "electronic-address": "ap@kunde.example", "iban": "DE02120300000000202051", "mandate": "M-1",
}
SHIP_TO = {"ship-to.name": "Baustelle", "ship-to.street": "Kai 2", "ship-to.city": "Bremen", "ship-to.postcode": "28195", "ship-to.country": "NL"}
PRODUCTS = ["S", "Z", "E", "AE", "K"]  # named as their VAT category; a customer of category AE or K has a VAT id


def seller(*names, **more):
    return {"seller": {**{name: "" for name in names}, **{key.replace("__", "."): value for key, value in more.items()}}}


def buyer(*names, **more):
    return {"buyer": {**{name: "" for name in names}, **{key.replace("_", "-"): value for key, value in more.items()}}}


def ship_to(*names):
    return {"ship_to": {name: value for name, value in SHIP_TO.items() if name not in names}}


PAPER = {"invoice.einvoice": "never"}
NO_NUMBER = {"company.vat_id": "", "company.tax_number": ""}
PEPPOL = {"invoice.profile": "peppol"}
ORDERED = {"workflow.invoice_on": "order"}
K, G, AE, O = ({"tax-category": category} for category in ("K", "G", "AE", "O"))
DEBIT = {"payment-means": "direct_debit"}
# rule, field, what breaks it (settings of the seller, fields of the buyer, the delivery address, the product), what fills the gap of the command
TABLE = [
    ("BR-06", "BT-27", seller("company.name"), "Nordlicht GmbH"),
    ("BR-09", "BT-40", seller("company.country"), "DE"),
    ("BR-11", "BT-55", buyer("country"), "DE"),
    ("BR-CO-26", "BT-31", seller("company.vat_id", "company.register_id"), "DE136695976"),
    ("BR-CO-26", "BT-30", {**buyer(**O), **seller("company.register_id")}, "HRB 12345"),
    ("BR-S-02", "BT-31", {"seller": NO_NUMBER}, "DE136695976"),
    ("BR-Z-02", "BT-31", {"seller": NO_NUMBER, "product": "Z"}, "DE136695976"),
    ("BR-E-02", "BT-31", {"seller": NO_NUMBER, "product": "E"}, "DE136695976"),
    ("BR-AE-02", "BT-31", {"seller": NO_NUMBER, **buyer(**AE)}, "DE136695976"),
    ("BR-IC-02", "BT-31", {**seller("company.vat_id"), **buyer(**K)}, "DE136695976"),
    ("BR-G-02", "BT-31", {**seller("company.vat_id"), **buyer(**G)}, "DE136695976"),
    ("BR-AE-02", "BT-48", {**buyer("vat-id"), "product": "AE"}, "DE136695976"),
    ("BR-AE-02", "BT-48", {"seller": PAPER, **buyer("vat-id"), "product": "AE"}, "DE136695976"),
    ("BR-IC-02", "BT-48", {**buyer("vat-id"), "product": "K"}, "NL004495445B01"),
    ("BR-IC-02", "BT-48", {"seller": PAPER, **buyer("vat-id"), "product": "K"}, "NL004495445B01"),
    ("BR-IC-11", "BT-72", {"seller": ORDERED, **buyer(**K)}, None),
    ("BR-IC-11", "BT-72", {"seller": {"invoice.einvoice": "auto"}, **buyer(**K, prepayment="yes")}, None),
    ("BR-IC-11", "BT-72", buyer("electronic-address", **K, prepayment="yes"), None),
    ("BR-IC-12", "BT-80", buyer("country", **K), "NL"),
    ("BR-IC-12", "BT-80", {**buyer(**K), **ship_to("ship-to.country")}, "NL"),
    ("BR-E-10", "BT-120", {**seller("invoice.exempt_reason"), "product": "E"}, "Steuerfrei"),
    ("BR-57", "BT-80", ship_to("ship-to.country"), "NL"),
    ("BR-61", "BT-84", seller("company.iban"), "DE89370400440532013000"),
    ("BR-DE-30", "BT-90", {**seller("company.creditor_id"), **buyer(**DEBIT)}, "DE98ZZZ09999999999"),
    ("BR-DE-3", "BT-37", seller("company.city"), "Hamburg"),
    ("BR-DE-4", "BT-38", seller("company.postcode"), "22113"),
    ("BR-DE-5", "BT-41", seller("company.contact"), "Rechnungsstelle"),
    ("BR-DE-6", "BT-42", seller("company.phone"), "+49 40 5550100"),
    ("BR-DE-7", "BT-43", seller("company.email"), "rechnung@nordlicht.example"),
    ("BR-DE-8", "BT-52", buyer("city"), "Hafen"),
    ("BR-DE-9", "BT-53", buyer("postcode"), "20457"),
    ("BR-DE-10", "BT-77", ship_to("ship-to.city"), "Bremen"),
    ("BR-DE-11", "BT-78", ship_to("ship-to.postcode"), "28195"),
    ("BR-DE-15", "BT-10", buyer("buyer-reference"), "04011000-1234512345-06"),
    ("BR-DE-16", "BT-31", {"seller": NO_NUMBER}, "DE136695976"),
    ("BR-DE-16", "BT-32", {**seller("company.tax_number"), **buyer(**O)}, "27/123/45678"),
    ("PEPPOL-EN16931-R003", "BT-10", {"seller": PEPPOL, **buyer("buyer-reference")}, "PO-1"),
    ("PEPPOL-EN16931-R010", "BT-49", buyer("electronic-address"), "ap@kunde.example"),
    ("PEPPOL-EN16931-R020", "BT-34", seller("company.electronic_address"), "rechnung@nordlicht.example"),
    ("\u00a714 (4) no. 1 UStG", "BT-35", {"seller": {**PAPER, "company.street": ""}}, "Billbrookdeich 187"),
    ("\u00a714 (4) no. 1 UStG", "BT-37", {"seller": {**PAPER, "company.city": ""}}, "Hamburg"),
    ("\u00a714 (4) no. 1 UStG", "BT-50", {"seller": PAPER, **buyer("street")}, "Am Hafen 1"),
    ("\u00a714 (4) no. 1 UStG", "BT-52", {"seller": PAPER, **buyer("city")}, "Hafen"),
    ("\u00a714 (4) no. 2 UStG", "BT-31", {"seller": {**PAPER, **NO_NUMBER}}, "DE136695976"),
]


class Company:
    """One database; `how`: how far its orders are when the rule is asked."""

    def __init__(self, ordr, how):
        self.ordr, self.how = ordr, how

    def run(self, *arguments):
        done = subprocess.run([self.ordr, *arguments], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"ordr {' '.join(arguments)}: exit {done.returncode}: {done.stderr}")
        return done.stdout

    def found(self):
        self.run("init")
        for name, value in SELLER.items():
            self.run("config", "set", name, value)
        for sku in PRODUCTS:
            self.run("product", "add", "--sku", sku, "--name", sku, "--price", "10", "--tax-category", sku)
        self.run("stock", "receive", *(f"{sku}:9" for sku in PRODUCTS))

    def breach(self, broken):
        """An order that breaks the rule."""
        for name, value in broken.get("seller", {}).items():
            self.run("config", "set", name, value)
        fields = {"code": "C-1", "name": "Kunde", **BUYER, **broken.get("buyer", {})}
        self.run("customer", "add", *(word for name, value in fields.items() if value for word in (f"--{name}", value)))
        address = [word for name, value in broken.get("ship_to", {}).items() for word in (f"--{name}", value)]
        order = self.run("place", "-c", "C-1", "-l", broken.get("product", "S") + ":1", *address).strip()
        self.run("confirm", order)
        for step in self.how:
            self.run(step, order)
        return order

    def lacks(self, order):
        return list(csv.DictReader(io.StringIO(self.run("invoice", "check", order, "--csv"))))


def prove(company, rule, field, broken, value):
    order = company.breach(broken)
    named = [lack for lack in company.lacks(order) if (lack["rule"], lack["field"]) == (rule, field)]
    if len(named) != 1:
        return f"is named {len(named)} times when it is broken"
    words = [word.replace("\u2026", value or "") for word in shlex.split(named[0]["command"])]
    if words[0] != "ordr" or ("\u2026" in named[0]["command"]) != (value is not None):
        return f"names no command that can be run: {named[0]['command']}"
    company.run(*words[1:])
    if [lack for lack in company.lacks(order) if (lack["rule"], lack["field"]) == (rule, field)]:
        return f"is not silent after {shlex.join(words)}"
    return None


def early(broken):
    """What is billed before it ships breaks no rule afterwards."""
    return "prepayment" in broken.get("buyer", {}) or broken.get("seller", {}).get("workflow.invoice_on") == "order"


def main():
    ordr, source = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]) / "src/core/invoice_check.c"
    for name in [name for name in os.environ if name.startswith(("ORDR_", "LC_", "LANG"))]:
        del os.environ[name]
    os.environ["ORDR_NOW"] = "2026-11-26T09:00:00Z"
    known = set(re.findall(r'\{ [A-Z0-9 |]+, "([^"]+)", "(BT-\d+)",', source.read_text(encoding="utf-8")))
    tested = {(rule, field) for rule, field, _, _ in TABLE}
    faults = [f"{rule} ({field}) is not proven here" for rule, field in sorted(known - tested)]
    faults += [f"{rule} ({field}) is no rule of the source" for rule, field in sorted(tested - known)]
    with tempfile.TemporaryDirectory() as home:
        os.chdir(home)
        Company(ordr, []).found()
        for row in TABLE:
            for how in ([], ["pick", "pack", "ship"], ["pick", "pack", "ship", "deliver"]):
                if how and early(row[2]):
                    continue
                place = pathlib.Path(home, "one")
                place.mkdir()
                shutil.copy("ordr.db", place)
                os.chdir(place)
                fault = prove(Company(ordr, how), *row)
                os.chdir(home)
                shutil.rmtree(place)
                if fault:
                    faults.append(f"{row[0]} ({row[1]}) {how[-1] if how else 'confirm'}: {fault}")
    print("\n".join(faults) or f"{len(TABLE)} rules, each broken, named and mended")
    return 1 if faults or not known else 0


sys.exit(main())
