"""issued.py ORDR DIRECTORY: issues invoices of every kind as a company does, from its own commands, and looks at the e-invoices that come of them as
matrix.py looks at those made by hand: every VAT category, partial, deposit and final invoices, credit notes, discounts, freight, fine prices, services,
direct debit, cash and card. Where ORDR_EINVOICE_CHECK names a program that validates the files it is given, every document must pass it as well."""
import os
import pathlib
import subprocess
import sys
import tempfile

import matrix

SELLER = {
    "company.name": "Nordlicht Werkzeuge GmbH", "company.street": "Billbrookdeich 187", "company.postcode": "22113", "company.city": "Hamburg",
    "company.country": "DE", "company.vat_id": "DE136695976", "company.tax_number": "27/123/45678", "company.iban": "DE89370400440532013000",
    "company.bic": "COBADEFFXXX", "company.contact": "Rechnungsstelle", "company.phone": "+49 40 5550100", "company.email": "rechnung@nordlicht.example",
    "company.electronic_address": "rechnung@nordlicht.example", "company.creditor_id": "DE98ZZZ09999999999", "company.register_id": "HRB 12345",
    "invoice.exempt_reason": "Steuerfrei nach \u00a7 4 Nr. 21 UStG", "invoice.discount_percent": "2",
}
CUSTOMERS = {
    "DE": ["--country", "DE"],
    "NL": ["--country", "NL", "--vat-id", "NL004495445B01", "--tax-category", "K"],
    "RC": ["--country", "DE", "--vat-id", "DE136695976", "--tax-category", "AE"],
    "CH": ["--country", "CH", "--tax-category", "G", "--language", "en"],
    "OM": ["--country", "OM", "--tax-category", "O", "--language", "en"],
    "DD": ["--country", "DE", "--payment-means", "direct_debit", "--iban", "DE02120300000000202051", "--mandate", "M-1"],
    "CA": ["--country", "DE", "--payment-means", "cash"],
    "KK": ["--country", "DE", "--payment-means", "card"],
}
PRODUCTS = {
    "HAM": ["--price", "13.90"],
    "BOK": ["--price", "24.95", "--tax-rate", "7"],
    "WIR": ["--price", "0.1234", "--unit", "MTR", "--decimals", "3"],
    "CRS": ["--price", "100", "--tax-category", "E"],
    "NIL": ["--price", "10", "--tax-category", "Z"],
    "FRT": ["--price", "12", "--kind", "charge"],
    "FIT": ["--price", "68", "--kind", "service", "--unit", "HUR", "--decimals", "1", "--capacity", "4"],
}


class Company:
    def __init__(self, ordr):
        self.ordr = ordr

    def run(self, *arguments):
        done = subprocess.run([self.ordr, *arguments], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"ordr {' '.join(arguments)}: exit {done.returncode}: {done.stderr}")
        return done.stdout.split()

    def found(self):
        self.run("init")
        for name, value in SELLER.items():
            self.run("config", "set", name, value)
        for code, options in CUSTOMERS.items():
            self.run("customer", "add", "--code", code, "--name", f"{code} & <S\u00f6hne>", "--street", "Am Hafen 1", "--city", "Hafen", "--postcode", "20457",
                     "--buyer-reference", "04011000-1234512345-06", "--electronic-address", "ap@kunde.example", *options)
        for sku, options in PRODUCTS.items():
            self.run("product", "add", "--sku", sku, "--name", f"{sku} 1\u2044\u2082\u2033 <gro\u00df>", *options)
        self.run("stock", "receive", "HAM:100", "BOK:100", "WIR:100", "CRS:10", "NIL:10")

    def order(self, customer, *lines):
        (order,) = self.run("place", "-c", customer, *(word for line in lines for word in ("-l", line)))
        self.run("confirm", order)
        return order

    def ship(self, order):
        for step in ("pick", "pack", "ship"):
            self.run(step, order)

    def bill(self, customer, *lines):
        order = self.order(customer, *lines)
        self.ship(order)
        return self.run("invoice", order)[0]


def issue(company):
    many = company.bill("DE", "HAM:3", "BOK:2", "WIR:12.345", "FRT:1")
    for customer in CUSTOMERS:
        company.bill(customer, "HAM:3", "BOK:1")
    company.bill("DE", "CRS:1", "HAM:1")
    company.bill("DE", "NIL:1")
    company.bill("DE", "HAM:3@0")
    paid_before = company.order("DE", "HAM:10", "BOK:10")
    company.run("invoice", paid_before, "--deposit", "33.3%")
    company.ship(paid_before)
    (final,) = company.run("invoice", paid_before)
    fitted = company.order("DE", "FIT:2.5")
    company.run("deliver", fitted)
    company.run("invoice", fitted)
    company.run("stock", "count", "HAM:4", "--reason", "counted")
    parts = company.order("DE", "HAM:7@1.005")
    for _ in range(2):
        company.ship(parts)
        company.run("invoice", parts)
        company.run("stock", "receive", "HAM:100")
    company.run("invoice", "credit", many, "--line", "1", "--qty", "2", "--reason", "price")
    company.run("invoice", "credit", many, "--amount", "5", "--reason", "price")
    company.run("invoice", "credit", "RE-2026-00003", "--reason", "mistake")
    many = [company.order(customer, *lines) for customer, *lines in (("DE", "HAM:3", "BOK:2", "FRT:1"), ("DE", "WIR:7.5", "CRS:1"), ("NL", "HAM:1"), ("NL", "BOK:3"))]
    for order in many:
        company.ship(order)
    several = company.order("DE", "FIT:11")
    for customer in ("DE", "NL"):
        (collected,) = company.run("invoice", "--collect", "--customer", customer)
        company.run("invoice", "credit", collected, "--line", "1", "--qty", "1", "--reason", "price")
        company.run("invoice", "credit", collected, "--amount", "1.11", "--reason", "price")
        company.run("invoice", "credit", collected, "--reason", "mistake")
    back = company.order("DE", "HAM:3@19.99", "BOK:2")
    company.ship(back)
    company.run("deliver", back)
    company.run("invoice", back)
    (rma,) = company.run("return", "open", back, "--line", "1:2", "--line", "2:1", "--reason", "damaged")
    company.run("return", "receive", rma)
    company.run("return", "inspect", rma, "--condition", "damaged", "--disposition", "refund")
    company.run("invoice", "credit", "--return", rma)
    (unhappy,) = company.run("complaint", "open", back, "--reason", "price", "--amount", "9.99")
    company.run("complaint", "resolve", unhappy, "--outcome", "credit")
    company.run("invoice", "credit", "--complaint", unhappy)
    more = [company.order("DE", *lines) for lines in (("HAM:3", "WIR:7.5"), ("BOK:2", "FRT:1"))]
    for order in more:
        company.ship(order)
    company.run("customer", "edit", "DE", "--street", "Am Kai 2")
    for number in (final, company.bill("NL", "HAM:1"), company.bill("CH", "HAM:1"), company.bill("OM", "HAM:1"),
                   *company.run("invoice", "--collect", "--customer", "DE")):
        company.run("invoice", "credit", number, "--replace", "--reason", "mistake")
    for step in (("deliver", several), ("invoice", several)):  # performed on three days
        company.run(*step, "--now", "2026-12-03T09:00:00Z")


def main():
    ordr, directory = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    matrix.empty(directory)
    for name in [name for name in os.environ if name.startswith(("ORDR_", "LC_", "LANG"))]:
        del os.environ[name]
    os.environ["ORDR_NOW"] = "2026-11-26T09:00:00Z"
    with tempfile.TemporaryDirectory() as home:
        os.chdir(home)
        company = Company(ordr)
        company.found()
        issue(company)
        if company.run("doctor"):
            sys.exit("the doctor finds something")
        numbers = company.run("invoice", "list", "--csv", "--fields", "id")[1:]
        for number in numbers:
            for syntax in ("ubl", "cii"):
                company.run("invoice", "show", number, "--format", syntax, "-o", str(directory / f"{number}.{syntax}.xml"))
    return matrix.look(directory, 40)


sys.exit(main())
