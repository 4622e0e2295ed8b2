"""pdf.py DRAW: what the PDFs of tests/support/bill.h must be, told by programs that are not ordr: whole files, with every font in them and every figure to be
read out, the same bytes each time, for archives (PDF/A-3b) as far as structure shows it, and with the e-invoice in them byte by byte (ZUGFeRD)."""
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

DRAW = sys.argv[1]
failures = []


def check(what, holds):
    if not holds:
        failures.append(what)


def run(*command):
    done = subprocess.run(command, capture_output=True)
    check(f"{' '.join(command)}: {done.stderr.decode()}", done.returncode == 0)
    return done.stdout


def draw(name, form):
    return run(DRAW, name, form)


def words(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def looks(name, pdf, path):
    """Fonts, text, pages."""
    run("qpdf", "--check", path)
    fonts = run("pdffonts", path).decode().splitlines()[2:]
    check(f"{name}: fonts are embedded, cut down and mapped: {fonts}", fonts and all(re.search(r"[A-Z]{6}\+.* yes yes yes ", font) for font in fonts))
    text = run("pdftotext", "-layout", path, "-").decode().replace("\u00a0", " ")
    check(f"{name}: an IBAN stands in one line", "DE02" in text and text.count("DE02") == text.count("DE02 1203 0000 0000 2020 51"))
    text = words(text)
    for figure in set(re.findall(r"[−+]?(?:€|CHF )?\d[\d.,]*[.,]\d\d(?: €)?", words(draw(name, "text").decode()))):
        check(f"{name}: {figure} is to be read", figure in text)
    pages = text.count("Seite ") or text.count("Page ")
    check(f"{name}: the last page says so", re.search(rf"(Seite {pages} von {pages}|Page {pages} of {pages})\b", text))
    return text


def metadata_of(pdf):
    start = pdf.index(b"<?xpacket begin")
    return ElementTree.fromstring(pdf[pdf.index(b"<x:xmpmeta", start):pdf.index(b"<?xpacket end", start)])


def is_for_archives(name, pdf):
    packet = metadata_of(pdf)
    values = {element.tag.split("}")[1]: element.text for element in packet.iter() if element.text and element.text.strip()}
    check(f"{name}: says that it is PDF/A-3b", values.get("part") == "3" and values.get("conformance") == "B")
    check(f"{name}: is dated by the invoice", values.get("CreateDate") == "2026-11-26T00:00:00Z" and b"/CreationDate(D:20261126000000Z)" in pdf)
    check(f"{name}: says what its colours mean", b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1" in pdf and b"/DestOutputProfile" in pdf)
    check(f"{name}: has an ID", re.search(rb"/ID\[<([0-9a-f]{32})><\1>\]", pdf))
    for never in (b"/Encrypt", b"/JavaScript", b"/Group", b"/SMask", b"/LZWDecode"):
        check(f"{name}: has no {never.decode()}", never not in pdf)
    return values


def is_hybrid(directory):
    pdf = draw("plain", "zugferd")
    path = f"{directory}/zugferd.pdf"
    with open(path, "wb") as file:
        file.write(pdf)
    run("qpdf", "--check", path)
    values = is_for_archives("zugferd", pdf)
    check("zugferd: describes what is in it", (values.get("DocumentFileName"), values.get("DocumentType"), values.get("ConformanceLevel"), values.get("Version")) ==
          ("factur-x.xml", "INVOICE", "EN 16931", "1.0"))
    check("zugferd: the e-invoice is the alternative", b"/AFRelationship/Alternative" in pdf and b"/AF[" in pdf)
    run("pdfdetach", "-savefile", "factur-x.xml", "-o", f"{directory}/out.xml", path)
    with open(f"{directory}/out.xml", "rb") as file:
        check("zugferd: gives the e-invoice back", file.read() == draw("plain", "cii"))
    check("zugferd: is the same each time", draw("plain", "zugferd") == pdf)


with tempfile.TemporaryDirectory() as directory:
    for name in ("plain", "long", "names", "english", "final", "scripts"):
        pdf = draw(name, "pdf")
        path = f"{directory}/{name}.pdf"
        with open(path, "wb") as file:
            file.write(pdf)
        text = looks(name, pdf, path)
        is_for_archives(name, pdf)
        check(f"{name}: is the same each time", draw(name, "pdf") == pdf)
        if name == "long":
            check("long: the heading is on each page of lines", text.count("Bezeichnung") >= 3)
        if name == "scripts":
            for writing in ("Ελληνικά Εργαλεία", "Молоток слесарный", "Łódź, Dvořák", "Україна"):
                check(f"scripts: {writing} is to be read", writing in text)
    is_hybrid(directory)
for failure in failures:
    print(failure)
sys.exit(bool(failures))
