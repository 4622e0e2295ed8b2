"""matrix.py MATRIX DIRECTORY: has MATRIX write e-invoices of every kind into the directory and looks at them with arithmetic of its own: each is
well-formed, holds no empty element, its sums are those of EN 16931 (BR-CO-10 to BR-CO-17) to the cent, and UBL and CII say the same amounts.
Where ORDR_EINVOICE_CHECK names a program that validates the files it is given, every document must pass it as well."""
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
RSM = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}"
UDT = "{urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100}"


def rounded(value):
    return value.quantize(CENT, ROUND_HALF_UP)  # away from zero at half, for negatives too


def number(element, path):
    found = element.find(path)
    return Decimal(0) if found is None else Decimal(found.text)


def signed(charge, amount):
    return amount if charge == "true" else -amount


def read_ubl(root):
    """Lines, extras of the document, VAT groups and totals, as numbers."""

    def category(element, name):
        return element.findtext(f"{CAC}{name}/{CBC}ID"), number(element, f"{CAC}{name}/{CBC}Percent")

    def extras(element):
        return [(signed(x.findtext(f"{CBC}ChargeIndicator"), number(x, f"{CBC}Amount")), category(x, "TaxCategory")) for x in element.findall(f"{CAC}AllowanceCharge")]

    lines = []
    for line in root.findall(f"{CAC}InvoiceLine") + root.findall(f"{CAC}CreditNoteLine"):
        quantity = number(line, f"{CBC}InvoicedQuantity") + number(line, f"{CBC}CreditedQuantity")
        lines.append((quantity, number(line, f"{CAC}Price/{CBC}PriceAmount"), sum((x[0] for x in extras(line)), Decimal(0)),
                      number(line, f"{CBC}LineExtensionAmount"), category(line.find(f"{CAC}Item"), "ClassifiedTaxCategory")))
    total = root.find(f"{CAC}LegalMonetaryTotal")
    names = ["LineExtensionAmount", "AllowanceTotalAmount", "ChargeTotalAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"]
    groups = {category(x, "TaxCategory"): (number(x, f"{CBC}TaxableAmount"), number(x, f"{CBC}TaxAmount")) for x in root.iter(f"{CAC}TaxSubtotal")}
    return lines, extras(root), groups, number(root, f"{CAC}TaxTotal/{CBC}TaxAmount"), [number(total, CBC + name) for name in names]


def read_cii(root):
    def category(element, name):
        return element.findtext(f"{RAM}{name}/{RAM}CategoryCode"), number(element, f"{RAM}{name}/{RAM}RateApplicablePercent")

    def extras(element):
        return [(signed(x.findtext(f"{RAM}ChargeIndicator/{UDT}Indicator"), number(x, f"{RAM}ActualAmount")), category(x, "CategoryTradeTax"))
                for x in element.findall(f"{RAM}SpecifiedTradeAllowanceCharge")]

    lines = []
    for line in root.iter(f"{RAM}IncludedSupplyChainTradeLineItem"):
        settled = line.find(f"{RAM}SpecifiedLineTradeSettlement")
        lines.append((number(line, f"{RAM}SpecifiedLineTradeDelivery/{RAM}BilledQuantity"),
                      number(line, f"{RAM}SpecifiedLineTradeAgreement/{RAM}NetPriceProductTradePrice/{RAM}ChargeAmount"),
                      sum((x[0] for x in extras(settled)), Decimal(0)),
                      number(settled, f"{RAM}SpecifiedTradeSettlementLineMonetarySummation/{RAM}LineTotalAmount"), category(settled, "ApplicableTradeTax")))
    settled = root.find(f"{RSM}SupplyChainTradeTransaction/{RAM}ApplicableHeaderTradeSettlement")
    total = settled.find(f"{RAM}SpecifiedTradeSettlementHeaderMonetarySummation")
    groups = {(x.findtext(f"{RAM}CategoryCode"), number(x, f"{RAM}RateApplicablePercent")): (number(x, f"{RAM}BasisAmount"), number(x, f"{RAM}CalculatedAmount"))
              for x in settled.findall(f"{RAM}ApplicableTradeTax")}
    names = ["LineTotalAmount", "AllowanceTotalAmount", "ChargeTotalAmount", "TaxBasisTotalAmount", "GrandTotalAmount", "DuePayableAmount"]
    return lines, extras(settled), groups, number(total, f"{RAM}TaxTotalAmount"), [number(total, RAM + name) for name in names]


def faults(read):
    lines, extras, groups, tax, (line_sum, allowances, charges, net, gross, payable) = read
    if not lines:
        yield "has no line"
    for place, (quantity, price, extra, line_net, _) in enumerate(lines, 1):
        if rounded(quantity * price) + extra != line_net:
            yield f"line {place}: {quantity} x {price} + {extra} is not {line_net}"
        if price < 0:
            yield f"line {place}: the price is below zero"
    bases = {}
    for amount, group in [(x[3], x[4]) for x in lines] + extras:
        bases[group] = bases.get(group, Decimal(0)) + amount
    expected = {group: (base, rounded(base * group[1] / 100)) for group, base in bases.items()}
    if groups != expected:
        yield f"VAT groups {groups} are not {expected}"
    wanted_net = sum(x[3] for x in lines) - allowances + charges
    wanted = [sum(x[3] for x in lines), sum((-x[0] for x in extras if x[0] < 0), Decimal(0)), sum((x[0] for x in extras if x[0] > 0), Decimal(0)),
              wanted_net, wanted_net + tax, wanted_net + tax]
    if [line_sum, allowances, charges, net, gross, payable] != wanted:
        yield f"totals {[line_sum, allowances, charges, net, gross, payable]} are not {wanted}"
    if tax != sum(x[1] for x in groups.values()):
        yield "the VAT is not that of its groups"


def look(directory, least):
    """Looks at all files of the directory, NAME.ubl.xml beside NAME.cii.xml; 0 when all are sound and there are as many as that."""
    files = sorted(directory.glob("*.xml"))
    read, failed = {}, len(files) < least
    for file in files:
        root = ElementTree.parse(file).getroot()
        stem, syntax = file.name[:-len(".xml")].rsplit(".", 1)
        read.setdefault(stem, {})[syntax] = (read_ubl if syntax == "ubl" else read_cii)(root)
        found = list(faults(read[stem][syntax]))
        found += [f"{x.tag} is empty" for x in root.iter() if not len(x) and not (x.text or "").strip()]
        for fault in found:
            failed = True
            print(f"{file.name}: {fault}")
    for stem, both in read.items():
        if both["ubl"] != both["cii"]:
            failed = True
            print(f"{stem}: UBL and CII say different amounts")
    check = os.environ.get("ORDR_EINVOICE_CHECK")
    if check and subprocess.run([check, "-s", *map(str, files)]).returncode:
        failed = True
    print(f"{len(files)} e-invoices, {'validated' if check else 'not validated: ORDR_EINVOICE_CHECK is not set'}")
    return 1 if failed else 0


def empty(directory):
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.xml"):
        old.unlink()


def main():
    matrix, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    empty(directory)
    subprocess.run([matrix, str(directory)], check=True)
    return look(directory, 150)


if __name__ == "__main__":
    sys.exit(main())
