#!/usr/bin/python3
"""Validates what ordr prints against what `ordr schema` promises.

    validate.py ORDR DATA

Plays SCENARIO with the binary ORDR in a temporary directory. Each object that comes out must name its schema, fit it, and have no member
that the schema does not describe. Then the forms in DATA must fit the schemas of forms. What is covered is the table SCENARIO: a command
of the binary that is neither there nor in NO_RECORDS is an error.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator, FormatChecker

# The command, how it is typed, and the schema of what comes out; commands that only read are run with --json too.
READS, WRITES = "reads", "writes"
SCENARIO = [
    # command             typed after it                                              schema                 access
    ("init",              "",                                                         "ordr.database/1",     WRITES),
    ("config set",        "company.name Nordlicht",                                   "ordr.setting/1",      WRITES),
    ("config set",        "workflow.invoice_on order",                                "ordr.setting/1",      WRITES),
    ("config get",        "company.name",                                             "ordr.setting/1",      READS),
    ("config list",       "",                                                         "ordr.setting/1",      READS),
    ("config import",     "settings.csv",                                             "ordr.setting/1",      WRITES),
    ("customer add",      "--code C-1 --name Anker --tier strategic --payment-days 30", "ordr.customer/1",   WRITES),
    ("customer edit",     "C-1 --city Kiel",                                          "ordr.customer/1",     WRITES),
    ("customer import",   "customers.csv",                                            "ordr.customer/1",     WRITES),
    ("customer list",     "",                                                         "ordr.customer/1",     READS),
    ("customer show",     "C-1",                                                      "ordr.customer/1",     READS),
    ("product add",       "--sku HAM --name Hammer --price 11.90 --tax-rate 19",      "ordr.product/1",      WRITES),
    ("product edit",      "HAM --price 12.90",                                        "ordr.product/1",      WRITES),
    ("product import",    "products.csv",                                             "ordr.product/1",      WRITES),
    ("product list",      "",                                                         "ordr.product/1",      READS),
    ("product show",      "HAM",                                                      "ordr.product/1",      READS),
    ("warehouse add",     "--code SOUTH --name South --rank 2",                       "ordr.warehouse/1",    WRITES),
    ("warehouse edit",    "SOUTH --city Augsburg",                                    "ordr.warehouse/1",    WRITES),
    ("warehouse import",  "warehouses.csv",                                           "ordr.warehouse/1",    WRITES),
    ("warehouse list",    "",                                                         "ordr.warehouse/1",    READS),
    ("warehouse show",    "SOUTH",                                                    "ordr.warehouse/1",    READS),
    ("sla add",           "--code ALL --confirm 8 --ship 24 --deliver 40",            "ordr.sla/1",          WRITES),
    ("sla edit",          "ALL --ship 20",                                            "ordr.sla/1",          WRITES),
    ("sla import",        "sla.csv",                                                  "ordr.sla/1",          WRITES),
    ("sla list",          "",                                                         "ordr.sla/1",          READS),
    ("sla show",          "ALL",                                                      "ordr.sla/1",          READS),
    ("stock receive",     "HAM:10 --warehouse MAIN --ref L-1",                        "ordr.stock/1",        WRITES),
    ("stock announce",    "SAW:20 --expected 2026-12-04",                             "ordr.stock/1",        WRITES),
    ("stock import",      "levels.csv",                                               "ordr.stock/1",        WRITES),
    ("stock edit",        "HAM --reorder-point 3 --reorder-quantity 10",              "ordr.stock/1",        WRITES),
    ("stock adjust",      "HAM:-1 --reason damaged",                                  "ordr.stock/1",        WRITES),
    ("stock count",       "HAM:9",                                                    "ordr.stock/1",        WRITES),
    ("stock transfer",    "HAM:2 --to SOUTH",                                         "ordr.stock/1",        WRITES),
    ("place",             "-c C-1 -l HAM:2 --ref P-1 --priority high",                "ordr.order/1",        WRITES),
    ("place",             "-c C-1 -l HAM:1 -l SAW:3",                                 "ordr.order/1",        WRITES),
    ("place",             "orders.jsonl",                                             "ordr.order/1",        WRITES),
    ("confirm",           "1 2 -n",                                                   "ordr.check/1",        WRITES),
    ("confirm",           "1 2",                                                      "ordr.order/1",        WRITES),
    ("reject",            "3 --reason other --note late",                             "ordr.order/1",        WRITES),
    ("cancel",            "4 --reason duplicate",                                     "ordr.order/1",        WRITES),
    ("place",             "-c C-1 -l SAW:30 --dry-run",                               "ordr.order/1",        READS),
    ("amend",             "1 -a HAM:3 --quantity 1:1 --reason other --priority low",  "ordr.order/1",        WRITES),
    ("amend",             "changes.jsonl",                                            "ordr.order/1",        WRITES),
    ("amend",             "2 --promised 2026-12-11 --reason supplier-late",           "ordr.order/1",        WRITES),
    ("cancel",            "2 --line 2 --qty 1 --reason other --note less",            "ordr.order/1",        WRITES),
    ("hold",              "1 --reason credit",                                        "ordr.order/1",        WRITES),
    ("release",           "1",                                                        "ordr.order/1",        WRITES),
    ("hold",              "2 --reason price --block invoice",                         "ordr.order/1",        WRITES),
    ("why",               "1 2",                                                      "ordr.why/1",          READS),
    ("expire",            "",                                                         None,                  WRITES),
    ("stock list",        "",                                                         "ordr.stock/1",        READS),
    ("stock show",        "HAM",                                                      "ordr.stock/1",        READS),
    ("stock low",         "",                                                         "ordr.stock/1",        READS),
    ("stock moves",       "HAM",                                                      "ordr.stock-move/1",   READS),
    ("report urgent",     "",                                                         "ordr.report-urgent/1", READS),
    ("pick",              "1",                                                        "ordr.order/1",        WRITES),
    ("pick",              "2 --list",                                                 "ordr.pick-list/1",    WRITES),
    ("unpick",            "2",                                                        "ordr.order/1",        WRITES),
    ("pack",              "1",                                                        "ordr.order/1",        WRITES),
    ("unpack",            "SH-000001",                                                "ordr.shipment/1",     WRITES),
    ("pack",              "SH-000001 --package HAM=1,weight=0.7 --package tracking=X", "ordr.shipment/1",    WRITES),
    ("ship",              "1 --carrier DHL --tracking 00340",                         "ordr.order/1",        WRITES),
    ("show",              "SH-000001",                                                "ordr.shipment/1",     READS),
    ("deliver",           "SH-000001 --failed --reason carrier-late",                 "ordr.shipment/1",     WRITES),
    ("show",              "SH-000001",                                                "ordr.shipment/1",     READS),
    ("deliver",           "1 --received-by Meier",                                    "ordr.order/1",        WRITES),
    ("invoice issue",     "1",                                                        "ordr.invoice/1",      WRITES),
    ("invoice check",     "1 2",                                                      "ordr.invoice-check/1", READS),
    ("invoice list",      "",                                                         "ordr.invoice/1",      READS),
    ("invoice show",      "RE-2026-00001",                                            "ordr.invoice/1",      READS),
    ("dun list",          "--now 2027-01-31",                                         "ordr.dunning/1",      READS),
    ("dun list",          "--send-list --now 2027-01-31",                             "ordr.reminder/1",     READS),
    ("dun send",          "--now 2027-01-31",                                         "ordr.reminder/1",     WRITES),
    ("dun sent",          "",                                                         "ordr.reminder/1",     READS),
    ("pay record",        "RE-2026-00001 5.00 --method transfer --ref K-1",           "ordr.invoice/1",      WRITES),
    ("pay record",        "RE-2026-00001",                                            "ordr.invoice/1",      WRITES),
    ("pay record",        "RE-2026-00001 1 --over",                                   "ordr.invoice/1",      WRITES),
    ("pay import",        "statement.csv",                                            "ordr.bank-entry/1",   WRITES),
    ("pay refund",        "RE-2026-00001 --method transfer",                          "ordr.invoice/1",      WRITES),
    ("pay list",          "",                                                         "ordr.payment/1",      READS),
    ("invoice credit",    "RE-2026-00001 --amount 1 --reason price",                  "ordr.invoice/1",      WRITES),
    ("dispute open",      "RE-2026-00001 --line 1 --reason price --amount 1",         "ordr.dispute/1",      WRITES),
    ("dispute resolve",   "DP-000001 --outcome credit --reason price",                "ordr.dispute/1",      WRITES),
    ("dispute list",      "",                                                         "ordr.dispute/1",      READS),
    ("dispute show",      "DP-000001",                                                "ordr.dispute/1",      READS),
    ("return open",       "1 --reason mistake",                                       "ordr.return/1",       WRITES),
    ("return refuse",     "RT-000001 --reason customer-request",                      "ordr.return/1",       WRITES),
    ("return open",       "1 --line 2:2 --reason damaged",                            "ordr.return/1",       WRITES),
    ("return receive",    "RT-000002",                                                "ordr.return/1",       WRITES),
    ("return inspect",    "RT-000002 --line 2:1 --condition good --disposition restock --credit", "ordr.return/1", WRITES),
    ("return inspect",    "RT-000002 --condition damaged --disposition replace",      "ordr.return/1",       WRITES),
    ("invoice credit",    "--return RT-000002",                                       "ordr.invoice/1",      WRITES),
    ("return close",      "RT-000002",                                                "ordr.return/1",       WRITES),
    ("return list",       "",                                                         "ordr.return/1",       READS),
    ("return show",       "RT-000002",                                                "ordr.return/1",       READS),
    ("complaint open",    "2 --reason carrier-late --amount 5",                       "ordr.complaint/1",    WRITES),
    ("complaint open",    "1 --line 1 --reason mistake",                              "ordr.complaint/1",    WRITES),
    ("complaint resolve", "CP-000001 --outcome credit",                               "ordr.complaint/1",    WRITES),
    ("complaint resolve", "CP-000002 --outcome replacement --line 1:1",               "ordr.complaint/1",    WRITES),
    ("complaint list",    "",                                                         "ordr.complaint/1",    READS),
    ("complaint show",    "CP-000001",                                                "ordr.complaint/1",    READS),
    ("place",             "fitting.json",                                             "ordr.order/1",        WRITES),
    ("confirm",           "--state placed --reschedule",                              "ordr.order/1",        WRITES),
    ("stock show",        "FIT",                                                      "ordr.stock/1",        READS),
    ("deliver",           "7 --early",                                                "ordr.order/1",        WRITES),
    ("show",              "1 2",                                                      "ordr.order/1",        READS),
    ("list",              "",                                                         "ordr.order/1",        READS),
    ("log",               "1",                                                        "ordr.event/1",        READS),
    ("log",               "",                                                         "ordr.event/1",        READS),
    ("events",            "--after 3",                                                "ordr.event/1",        READS),
    ("report sla",        "--from 2026-11-01 --to 2026-11-30",                        "ordr.report-sla/1",   READS),
    ("report backlog",    "",                                                         "ordr.report-backlog/1", READS),
    ("report delays",     "",                                                         "ordr.report-delays/1", READS),
    ("report cash",       "",                                                         "ordr.report-cash/1", READS),
    ("report customers",  "",                                                         "ordr.report-customers/1", READS),
    ("report quality",    "",                                                         "ordr.report-quality/1", READS),
    ("report stock",      "",                                                         "ordr.report-stock/1", READS),
    ("report sales",      "",                                                         "ordr.report-sales/1", READS),
    ("report dashboard",  "",                                                         "ordr.report-dashboard/1", READS),
    ("place",             "-c C-1 -l HAM:99",                                         "ordr.order/1",        WRITES),
    ("place",             "-c C-1 -l HAM:1",                                          "ordr.order/1",        WRITES),
    ("confirm",           "8 9",                                                      "ordr.order/1",        WRITES),
    ("stock reallocate",  "HAM --from 8 --to 9 --reason other",                       "ordr.stock/1",        WRITES),
    ("pick",              "--list",                                                   None,                  WRITES),
    ("place",             "-c C-2 -l FIT:1",                                          "ordr.order/1",        WRITES),
    ("place",             "-c C-2 -l FIT:2",                                          "ordr.order/1",        WRITES),
    ("confirm",           "10 11",                                                    "ordr.order/1",        WRITES),
    ("deliver",           "10 11 --early",                                            "ordr.order/1",        WRITES),
    ("invoice issue",     "--collect --customer C-2",                                 "ordr.invoice/1",      WRITES),
    ("invoice credit",    "RE-2026-00005 --replace --reason mistake",                 "ordr.invoice/1",      WRITES),
    ("user add",          "--name ann --role admin",                                  "ordr.user/1",         WRITES),
    ("user import",       "users.csv",                                                "ordr.user/1",         WRITES),
    ("user edit",         "bob --role billing",                                       "ordr.user/1",         WRITES),
    ("user list",         "",                                                         "ordr.user/1",         READS),
    ("user show",         "ann",                                                      "ordr.user/1",         READS),
    ("doctor",            "",                                                         None,                  READS),
    ("backup",            "copy.db",                                                  "ordr.backup/1",       WRITES),
    ("restore",           "copy.db --confirm",                                        "ordr.restore/1",      WRITES),
    ("export",            "",                                                         "ordr.export/1",       READS),
    ("export",            "books.jsonl",                                              None,                  WRITES),
    ("import",            "books.jsonl --db books.db",                                "ordr.database/1",     WRITES),
    ("schema",            "",                                                         "ordr.schema/1",       READS),
    ("version",           "",                                                         "ordr.version/1",      READS),
]
# What prints no records: text, or nothing.
NO_RECORDS = {"completion", "form", "help"}

FILES = {
    "settings.csv": "name,value\ncompany.city,Hamburg\n",
    "customers.csv": "code,name,tier,country\nC-2,Boje,standard,DE\nC-3,Citrus,preferred,FR\n",
    "products.csv": "sku,name,price,tax_rate,lead_days,kind,capacity\nSAW,Saw,9.50,19,3,,\nOIL,Oil,4.00,7,,,\n"
                    "FIT,Fitting,50,19,,service,8\nFRT,Freight,12,19,,charge,\n",
    "warehouses.csv": "code,name,rank\nNORTH,North,3\n",
    "sla.csv": "code,tier,priority,confirm,ship,deliver\nVIP,strategic,,4,8,16\n",
    "levels.csv": "sku,warehouse,reorder_point,reorder_quantity,location\nSAW,MAIN,5,20,A-01\n",
    "fitting.json": '{"customer":"C-2","lines":[{"sku":"FIT","qty":20,"date":"2026-11-28"},{"sku":"FRT","qty":1}]}',
    "users.csv": "name,role\nbob,sales\n",
    "statement.csv": "booked,amount,reference\n2026-11-25,5.00,nobody knows\n",
    "orders.jsonl": '{"customer":"C-2","ref":"X-1","lines":[{"sku":"SAW","qty":2,"discount":"10%"}]}\n'
                    '{"customer":"C-3","lines":[{"sku":"OIL","qty":1,"price":3.5}],'
                    '"ship_to":{"name":"Citrus","city":"Lyon","country":"FR"}}\n',
}

FILES["changes.jsonl"] = ('{"order":"SO-000001","lines":[{"sku":"SAW","qty":1,"discount":"5%"}],"changes":[{"line":2,"qty":4,"price":9}],'
                          '"ship_to":{"city":"Lyon"},"note":null}\n')

# Which form the files in DATA are, by how their names begin.
FORMS = {"orders": "ordr.order-form/1", "customers": "ordr.customer-form/1", "products": "ordr.product-form/1",
         "warehouses": "ordr.warehouse-form/1", "users": "ordr.user-form/1", "sla": "ordr.sla-form/1", "stock": "ordr.stock-receipt/1",
         "levels": "ordr.stock-level/1"}

formats = FormatChecker()


@formats.checks("date-time")
def is_instant(value):
    return not isinstance(value, str) or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value) is not None


def only_described(schema):
    """The schema, but with every object closed: fields are only ever added, and each that is printed must have been."""
    if isinstance(schema, list):
        return [only_described(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: only_described(value) for name, value in schema.items()}
    if isinstance(schema.get("properties"), dict):
        closed["additionalProperties"] = False
    return closed


class Check:
    def __init__(self, binary):
        self.binary = binary
        self.errors = 0
        self.validators = {}
        self.environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "LOGNAME": "ann", "USER": "ann",
                            "ORDR_NOW": "2026-11-26T09:00:00Z"}
        self.environment |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}

    def error(self, text):
        print("ERROR:", text)
        self.errors += 1

    def run(self, arguments):
        return subprocess.run([self.binary, *arguments], capture_output=True, text=True, env=self.environment, check=False,
                              stdin=subprocess.DEVNULL)

    def validator(self, name):
        if name not in self.validators:
            self.validators[name] = None
            printed = self.run(["schema", name])
            if printed.returncode != 0:
                self.error(f"ordr schema {name}: exit {printed.returncode}: {printed.stderr.strip()}")
                return None
            schema = json.loads(printed.stdout)
            Draft202012Validator.check_schema(schema)
            self.validators[name] = Draft202012Validator(only_described(schema), format_checker=formats)
        return self.validators[name]

    def record(self, where, record, expected):
        name = record.get("schema") if isinstance(record, dict) else None
        if not isinstance(name, str):
            return self.error(f"{where}: an object without a schema: {json.dumps(record)[:200]}")
        if next(iter(record)) != "schema":
            self.error(f"{where}: schema is not the first member")
        if expected and name != expected:
            self.error(f"{where}: came {name}, not {expected}")
        return self.fits(where, record, name)

    def fits(self, where, record, name):
        validator = self.validator(name)
        for error in validator.iter_errors(record) if validator else ():
            self.error(f"{where}: {name} /{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")

    def step(self, path, typed, expected, access):
        """One row of the scenario. The number of records that came."""
        arguments = [*path.split(), *typed.split()]
        where = "ordr " + " ".join(arguments)
        lines = self.run([*arguments, "--jsonl"])
        if lines.returncode != 0:
            self.error(f"{where} --jsonl: exit {lines.returncode}: {lines.stderr.strip()}")
            return 0
        records = [json.loads(line) for line in lines.stdout.splitlines()]
        for record in records:
            self.record(where, record, expected)
        if not records and expected:
            self.error(f"{where}: no record came")
        if access == READS:
            document = json.loads(self.run([*arguments, "--json"]).stdout)
            if records != (document if isinstance(document, list) else [document]):
                self.error(f"{where}: --json and --jsonl differ")
            for output in ("--json", "--csv"):
                if self.run([*arguments, output]).stdout != self.run([*arguments, output, "--lang", "de"]).stdout:
                    self.error(f"{where}: {output} is translated")
        return len(records)

    def books(self, language, known):
        """What the scenario leaves in the books when people of that language run it, and what it told them."""
        told = ""
        with tempfile.TemporaryDirectory() as directory:
            os.chdir(directory)
            write_files()
            for path, typed, _, _ in SCENARIO:
                if path in known:
                    done = self.run([*path.split(), *typed.split(), "--lang", language])
                    told += done.stdout + done.stderr
                    if done.returncode != 0:
                        self.error(f"ordr {path} {typed} --lang {language}: exit {done.returncode}: {done.stderr.strip()}")
            books = self.run(["export"]).stdout
            os.chdir("/")
        return books, told

    def languages(self, known):
        """What is kept is never translated, what is told is."""
        english, told = self.books("en", known)
        german, told_german = self.books("de", known)
        if not english or english != german:
            self.error("the language of who runs ordr gets into the books")
        if told == told_german:
            self.error("nothing is told in German")

    def failure(self):
        """An error, asked for as JSON."""
        failed = self.run(["show", "999999", "--json"])
        members = ["error", "exit", "message", "hint", "subject", "path"]
        error = json.loads(failed.stderr)
        if list(error) != members or (error["error"], error["exit"], failed.returncode) != ("not-found", 4, 4):
            self.error(f"ordr show 999999 --json: {failed.stderr.strip()}")

    def forms(self, directory):
        count = 0
        for name in sorted(os.listdir(directory)):
            form = FORMS.get(re.split(r"[-_.]", name)[0])
            if not name.endswith(".jsonl") or not form:
                continue
            with open(os.path.join(directory, name), encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    self.fits(f"{name}:{number}", json.loads(line), form)
                    count += 1
            print(f"{name:<24} {form}")
        if not count:
            self.error(f"no form in {directory}")


def commands_of(check):
    """The commands that can be typed: those without subcommands."""
    listed = check.run(["__commands"])
    if listed.returncode != 0 or not listed.stdout:
        sys.exit(f"ordr __commands: {listed.stderr.strip()}")
    paths = {line.split("\t")[0] for line in listed.stdout.splitlines()} - {""}  # without one: the global options
    return {path for path in paths if not any(other.startswith(path + " ") for other in paths)}


def write_files():
    for name, text in FILES.items():
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)


def main():
    check = Check(os.path.realpath(sys.argv[1]))
    data = os.path.realpath(sys.argv[2])
    known = commands_of(check)
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        write_files()
        for path, typed, expected, access in SCENARIO:
            if path in known:
                print(f"{path:<18} {check.step(path, typed, expected, access):>3}  {expected or ''}")
            else:
                print(f"{path:<18}   -  not in this ordr")
        check.failure()
        check.forms(data)
        os.chdir("/")
    check.languages(known)
    for path in sorted(known - {row[0] for row in SCENARIO} - NO_RECORDS):
        check.error(f"ordr {path} stands neither in SCENARIO nor in NO_RECORDS")
    print(f"{len(check.validators)} schemas, {check.errors} errors")
    sys.exit(1 if check.errors else 0)


if __name__ == "__main__":
    main()
