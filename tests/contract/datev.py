#!/usr/bin/python3
"""Holds `ordr export --journal datev` against the DATEV-Format, field by field.

    datev.py ORDR

The rules are those of DATEV's description of the format (developer.datev.de: DATEV-Format, Header and Buchungsstapel): header 700, category 21,
version 13. They are written here anew, not taken from the program. Books with names, numbers and amounts of all kinds are exported and checked; a file
in which one rule is broken must be found out, for each rule.
"""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import date

NOTHING, QUOTES = r"", r'""'
HEADER = (  # expression by field, from 1
    r'"EXTF"', r"700", r"21", r'"Buchungsstapel"', r"13", r"20\d{15}", NOTHING, r'"\w{0,2}"', r'"\w{0,25}"', r'"\w{0,25}"', r"\d{4,7}", r"\d{1,5}",
    r"20\d{6}", r"[4-8]", r"20\d{6}", r"20\d{6}", r'"[\w./ -]{0,30}"', r'"([A-Z]{2}){0,2}"', r"[12]", r"(0|30|40|50|64)", r"[01]", r'"EUR"', NOTHING,
    QUOTES, NOTHING, NOTHING, r'"(\d{2}){0,2}"', r"\d{0,4}", NOTHING, QUOTES, r'"[^"]{0,16}"')
AMOUNT = r"(?!0+,00)\d{1,10},\d{2}"


def field_table():
    """(name, expression) of the 125 fields of a row."""
    def text(length):
        return rf'"([^"\x00-\x1f]|""){{0,{length}}}"'
    day, flag, number = r"(\d{8})?", r"[01]?", r"\d*"
    table = [("Umsatz (ohne Soll/Haben-Kz)", AMOUNT), ("Soll/Haben-Kennzeichen", r'"[SH]"'), ("WKZ Umsatz", r'"([A-Z]{3})?"'), ("Kurs", r"([1-9]\d{0,3},\d{2,6})?"),
             ("Basis-Umsatz", rf"({AMOUNT})?"), ("WKZ Basis-Umsatz", r'"([A-Z]{3})?"'), ("Konto", r"[1-9]\d{3,8}"), ("Gegenkonto (ohne BU-Schlüssel)", r"[1-9]\d{3,8}"),
             ("BU-Schlüssel", r'"(\d{0,4})"'), ("Belegdatum", r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])"), ("Belegfeld 1", r'"[\w$&%*+/-]{0,36}"'),
             ("Belegfeld 2", r'"[\w$&%*+/-]{0,12}"'), ("Skonto", rf"({AMOUNT})?"), ("Buchungstext", text(60)), ("Postensperre", flag),
             ("Diverse Adressnummer", text(9)), ("Geschäftspartnerbank", number), ("Sachverhalt", number), ("Zinssperre", flag), ("Beleglink", text(210))]
    for place in range(1, 9):
        table += [(f"Beleginfo - Art {place}", text(20)), (f"Beleginfo - Inhalt {place}", text(210))]
    table += [("KOST1 - Kostenstelle", text(36)), ("KOST2 - Kostenstelle", text(36)), ("Kost-Menge", number), ("EU-Land u. UStID (Bestimmung)", text(15)),
              ("EU-Steuersatz (Bestimmung)", number), ("Abw. Versteuerungsart", text(1)), ("Sachverhalt L+L", number), ("Funktionsergänzung L+L", number),
              ("BU 49 Hauptfunktionstyp", number), ("BU 49 Hauptfunktionsnummer", number), ("BU 49 Funktionsergänzung", number)]
    for place in range(1, 21):
        table += [(f"Zusatzinformation - Art {place}", text(20)), (f"Zusatzinformation- Inhalt {place}", text(210))]
    table += [("Stück", number), ("Gewicht", number), ("Zahlweise", number), ("Forderungsart", text(10)), ("Veranlagungsjahr", number),
              ("Zugeordnete Fälligkeit", day), ("Skontotyp", number), ("Auftragsnummer", text(30)), ("Buchungstyp", text(2)),
              ("USt-Schlüssel (Anzahlungen)", number), ("EU-Land (Anzahlungen)", text(2)), ("Sachverhalt L+L (Anzahlungen)", number),
              ("EU-Steuersatz (Anzahlungen)", number), ("Erlöskonto (Anzahlungen)", number), ("Herkunft-Kz", text(2)), ("Buchungs GUID", text(36)),
              ("KOST-Datum", day), ("SEPA-Mandatsreferenz", text(35)), ("Skontosperre", flag), ("Gesellschaftername", text(76)), ("Beteiligtennummer", number),
              ("Identifikationsnummer", text(11)), ("Zeichnernummer", text(20)), ("Postensperre bis", day), ("Bezeichnung SoBil-Sachverhalt", text(30)),
              ("Kennzeichen SoBil-Buchung", number), ("Festschreibung", r"[01]"), ("Leistungsdatum", day), ("Datum Zuord. Steuerperiode", day),
              ("Fälligkeit", day), ("Generalumkehr (GU)", text(1)), ("Steuersatz", number), ("Land", text(2)), ("Abrechnungsreferenz", text(30)),
              ("BVV-Position", number), ("EU-Land u. UStID (Ursprung)", text(15)), ("EU-Steuersatz (Ursprung)", number), ("Abw. Skontokonto", number)]
    assert len(table) == 125
    return table


FIELDS = field_table()


def split(line):
    """The fields as they are written, quotes and all."""
    return re.findall(r'(?:^|;)((?:"(?:[^"]|"")*"|[^;"]*)(?=;|$))', line)


def day_of(text):
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def check_header(line):
    fields = split(line)
    if len(fields) != len(HEADER):
        return [f"the header has {len(fields)} fields, not {len(HEADER)}"]
    found = [f"field {place} of the header is {field}" for place, (field, rule) in enumerate(zip(fields, HEADER), 1) if not re.fullmatch(rule, field)]
    if found:
        return found
    if not 1001 <= int(fields[10]) <= 9999999 or not 1 <= int(fields[11]) <= 99999:
        found.append(f"consultant {fields[10]}, client {fields[11]}")
    begin, first, last = (day_of(fields[place]) for place in (12, 14, 15))
    try:
        end = begin.replace(year=begin.year + 1)
    except ValueError:
        end = begin
    if not begin <= first <= last < end:
        found.append(f"the days {first} to {last} are not of the business year from {begin}")
    hour, minute, second = (int(fields[5][at:at + 2]) for at in (8, 10, 12))
    if hour > 23 or minute > 59 or second > 59:
        found.append(f"made at {fields[5]}")
    return found


def check_row(line, header):
    fields = split(line)
    if len(fields) != len(FIELDS):
        return [f"{len(fields)} fields, not 125: {line[:80]}"]
    found = [f"{name} is {field}" for field, (name, rule) in zip(fields, FIELDS) if not re.fullmatch(rule, field)]
    if found:
        return found
    if any(len(fields[place]) != int(header[13]) for place in (6, 7)):
        found.append(f"accounts {fields[6]} and {fields[7]} are not of {header[13]} digits")
    begin, first, last = (day_of(header[place]) for place in (12, 14, 15))
    try:
        day = date(begin.year, int(fields[9][2:]), int(fields[9][:2]))
    except ValueError:
        return [f"no such day: {fields[9]}"]
    if not first <= day <= last:
        found.append(f"{day} is not from {first} to {last}")
    if fields[2] == '""' and header[21] != '"EUR"':
        found.append("no currency")
    return found


def check(data):
    """What is wrong with the file; nothing when DATEV would take it."""
    if data[:3] == b"\xef\xbb\xbf":
        return ["it begins with a byte order mark"]
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return ["it is not Windows-1252"]
    if not text.endswith("\r\n"):
        return ["the last line has no end"]
    lines = text[:-2].split("\r\n")
    if any("\r" in line or "\n" in line for line in lines):
        return ["a line ends with less or more than CR LF"]
    if len(lines) < 2:
        return ["no headings"]
    found = check_header(lines[0])
    if lines[1].split(";") != [name for name, _ in FIELDS]:
        found.append("the headings are others")
    if len(lines) - 2 > 99999:
        found.append(f"{len(lines) - 2} rows")
    header = split(lines[0])
    for number, line in enumerate(lines[2:], 3):
        if found:
            break
        found = [f"line {number}: {what}" for what in check_row(line, header)]
    return found


ordr = os.path.abspath(sys.argv[1])
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("ORDR_", "LC_", "LANG"))} | {"USER": "ann", "ORDR_HOOKS": ""}
errors = []


def run(*arguments, now="2026-11-26T09:00:00Z", status=0):
    done = subprocess.run([ordr, *arguments], capture_output=True, env=ENVIRONMENT | {"ORDR_NOW": now}, check=False)
    if done.returncode != status:
        errors.append(f"ordr {' '.join(arguments)}: exit {done.returncode}: {done.stderr.decode()}")
    return done.stderr if status else done.stdout


NAMES = ('Müller "Söhne" & Co; Łódź|AG', "北京齿轮有限公司 €", "Café 😀 Ångström – ÀÉÎ", "'=cmd()", "Zeile\tTab", "x" * 61 + "ß")


def make_books():
    """Invoices, credit notes, payments, refunds and cash discounts at two rates, on days in three months."""
    begin = "2026-01-02T09:00:00Z"
    for line in ("init", "config set company.name Nordlicht", "config set company.vat_id DE812345673", "config set company.iban DE02120300000000202051",
                 "config set invoice.discount_percent 3", "config set accounts.datev_consultant 1001", "config set accounts.datev_client 99999",
                 "config set invoice.series {yy}/R{n:7}", "product add --sku HAM --name Hammer --price 13.99",
                 "product add --sku BOK --name Book --price 0.01 --tax-rate 7", "product add --sku DEAR --name Dear --price 99999999.99", "stock receive HAM:100 BOK:100 DEAR:10"):
        run(*line.split(" "), now=begin)
    for place, name in enumerate(NAMES, 1):
        run("customer", "add", "--code", f"C-{place}", "--name", name, now=begin)
        run("place", "-c", f"C-{place}", "-l", "HAM:3", "-l", "BOK:7", *(("-l", "DEAR:1") if place == 1 else ()), now=begin)
        for step in ("confirm", "pick", "pack", "ship"):
            run(step, str(place), now=begin)
        run("invoice", str(place), now=f"2026-{place:02}-{28 if place == 2 else 30}T22:59:00Z")
    if errors:
        sys.exit("\n".join(errors))
    numbers = [line for line in run("invoice", "list", "--csv", "--fields", "id", now="2026-12-31T23:00:00Z").decode().splitlines()[1:]]
    later = "2026-12-31T22:00:00Z"
    run("pay", numbers[1], "1.00", now=later)
    run("pay", numbers[2], now=later)
    run("pay", "refund", numbers[2], "--reopen", now=later)
    run("pay", numbers[3], "--method", "cash", now=later)
    run("invoice", "credit", numbers[4], "--reason", "mistake", now=later)


def mutations(data):
    """Files in each of which one thing is wrong."""
    lines = data.decode("cp1252").split("\r\n")

    def changed(line, field, text):
        fields = split(lines[line])
        fields[field - 1] = text
        return "\r\n".join(lines[:line] + [";".join(fields)] + lines[line + 1:]).encode("cp1252")
    for field, text in ((1, '"DTVX"'), (1, "EXTF"), (2, "510"), (3, "20"), (4, '"Posten"'), (5, "12"), (6, "20261126"), (6, "20261126250000000"), (7, '""'), (11, "1000"), (11, "12345678"),
                        (12, "0"), (12, ""), (13, "20250101"), (13, "20270101"), (14, "9"), (14, "5"), (15, "20261231x"), (16, "20251231"), (16, "20260103"), (17, '"a;b"'), (19, ""), (20, "1"), (21, ""),
                        (22, "EUR"), (24, ""), (31, ";")):
        yield f"field {field} of the header {text}", changed(0, field, text)
    for field, text in ((1, "1.00"), (1, "-1,00"), (1, "0,00"), (1, "1,0"), (1, "12345678901,00"), (1, '"1,00"'), (2, "S"), (2, '"D"'), (7, "140"), (7, "14000"), (7, '"1400"'), (8, ""),
                        (10, "0113"), (10, "3002"), (10, "20261126"), (10, '"2611"'), (11, '"a b"'), (11, '"ä;"'), (11, '"' + "x" * 37 + '"'), (14, "text"), (14, '"' + "x" * 61 + '"'),
                        (14, '"a\tb"'), (15, '""'), (20, ""), (114, ""), (114, "2"), (115, "2611"), (125, '""')):
        yield f"field {field} of a row {text}", changed(2, field, text)
    yield "a field less", ("\r\n".join(lines[:2] + [lines[2].rsplit(";", 1)[0]] + lines[3:])).encode("cp1252")
    yield "another heading", data.replace(b"Belegfeld 1", b"Belegfeld1")
    yield "LF alone", data.replace(b"\r\n", b"\n")
    yield "UTF-8", data.decode("cp1252").encode("utf-8-sig")
    yield "a cut end", data[:-2]
    yield "too many rows", data + data.split(b"\r\n")[2] .join([b"", b"\r\n"]) * 100000


directory = tempfile.mkdtemp(prefix="datev.")
os.chdir(directory)
make_books()
whole = run("export", "--journal", "datev", now="2026-12-31T22:30:00Z")
errors += [f"the year: {what}" for what in check(whole)]
rows = whole.decode("cp1252").split("\r\n")[2:-1]
if len(rows) < 18 or not any('"H"' in row for row in rows) or not any(split(row)[0].startswith("119") for row in rows):
    errors.append(f"{len(rows)} rows are too few to prove anything")
for name in NAMES[:4]:
    shown = name.encode("cp1252", "replace").decode("cp1252").replace('"', " ")
    if f'"{shown}"' not in whole.decode("cp1252"):
        errors.append(f"{shown} is in no row")
errors += [f"a part: {what}" for what in check(run("export", "--journal", "datev", "--from", "2026-03-01", "--to", "2026-04-30"))]
errors += [f"no row: {what}" for what in check(run("export", "--journal", "datev", "--from", "2026-01-01", "--to", "2026-01-02"))]
run("export", "--journal", "datev", "EXTF_2026.csv", now="2026-12-31T22:30:00Z")
with open("EXTF_2026.csv", "rb") as file:
    if file.read() != whole:
        errors.append("a file has other bytes than standard output")
tried = 0
for what, broken in mutations(whole):
    tried += 1
    if broken == whole or not check(broken):
        errors.append(f"not found out: {what}")

# What DATEV would not take is refused before the first byte.
run("config", "set", "accounts.bank", "12000")
if run("export", "--journal", "datev", status=6).decode().find("one length") < 0:
    errors.append("accounts of two lengths")
for setting in ("receivables", "bank", "cash"):
    run("config", "set", f"accounts.{setting}", {"receivables": "14000000", "bank": "12000000", "cash": "10000000"}[setting])
for setting, accounts in (("revenue", "S19:84000000 S7:83000000"), ("discount", "S19:87360000 S7:87310000"), ("tax", "S19:17760000 S7:17710000")):
    run("config", "set", f"accounts.{setting}", accounts)
errors += [f"eight digits: {what}" for what in check(run("export", "--journal", "datev", now="2026-12-31T22:30:00Z"))]
run("config", "set", "accounts.datev_client", "100000", status=7)
run("config", "set", "accounts.datev_consultant", "1000", status=7)
books = sqlite3.connect("ordr.db")
for (trigger,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'payment'").fetchall():
    books.execute(f"DROP TRIGGER {trigger}")
columns = [row[1] for row in books.execute("PRAGMA table_info(payment)") if row[1] != "id"]
books.execute(f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) INSERT INTO payment ({', '.join(columns)})"
              f" SELECT {', '.join('p.' + column for column in columns)} FROM payment p, n WHERE p.id = 1")
books.commit()
books.close()
said = run("export", "--journal", "datev", "many.csv", now="2026-12-31T22:30:00Z", status=6).decode()
if "99999 rows" not in said or os.path.exists("many.csv"):
    errors.append(f"more rows than a file may have: {said}")

os.chdir("/")
shutil.rmtree(directory)
print(f"{len(rows)} rows, {tried} broken files, {len(errors)} errors")
for error in errors:
    print("ERROR:", error)
sys.exit(1 if errors else 0)
