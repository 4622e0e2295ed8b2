"""What ordr looks like on a terminal: the day at a glance, tables at several widths, colour, the pager, and progress."""
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from screen import Failure, Session, run_tests, width  # noqa: E402

ORDR = os.path.abspath(sys.argv[1])
TREE = tempfile.TemporaryDirectory(prefix="ordr-screens-")
ENVIRONMENT = {
    "PATH": os.environ["PATH"], "HOME": TREE.name, "LOGNAME": "ada", "TERM": "xterm-256color", "ORDR_HOOKS": "", "ORDR_PAGER": "cat",
    "ORDR_DB": os.path.join(TREE.name, "ordr.db"), "ORDR_NOW": "2026-11-26T09:00:00Z",
}
NAMES = ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH", "北京齿轮有限公司 北京齿轮有限公司", "Café 😀 Ångström",
         "e\u0301cole", "Kurz")


REPORTS = ("sla", "urgent", "backlog", "delays", "cash", "customers", "stock", "sales", "quality", "dashboard")


def ordr(*arguments, given=None):
    done = subprocess.run([ORDR, *arguments], env=ENVIRONMENT, capture_output=True, text=True, input=given)
    if done.returncode:
        raise Failure(f"ordr {' '.join(arguments)}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def prepare():
    ordr("init")
    for number, name in enumerate(NAMES):
        ordr("customer", "add", "--code", f"C-{number}", "--name", name, "--city", "Lüneburg")
    ordr("product", "add", "--sku", "HAM-500", "--name", NAMES[0], "--price", "10")
    ordr("stock", "receive", "HAM-500:3")
    ordr("sla", "add", "--code", "ALL", "--confirm", "8", "--ship", "27", "--deliver", "45")
    ordr("stock", "import", "-", given="sku,reorder_point\nHAM-500,5\n")
    for number in range(len(NAMES)):
        ordr("place", "-c", f"C-{number}", "-l", "HAM-500:1", "--requested", "2026-12-01", "--now", "2026-11-20T09:00:00Z")
    for step in ("confirm", "pick", "pack"):
        ordr(step, "2", "--now", "2026-11-20T09:00:00Z")


def run(*arguments, columns=80, rows=60, **changes):
    """Runs ordr on a terminal to its end; gives the session."""
    session = Session([ORDR, *arguments], columns=columns, rows=rows, environment={**ENVIRONMENT, **changes})
    status = session.wait()
    assert status == 0, f"exit {status}: {session.screen.text()}"
    return session


def test_today():
    session = run()
    shown = session.screen.text()
    for part in ("Open      5", "Urgent", "overdue", "To ship", "SO-000002", "Low stock", "HAM-500", "Next      ordr "):
        assert part in shown, f"{part!r} is missing:\n{shown}"
    assert not session.screen.wrapped, shown
    run(columns=200)
    assert "usage: ordr" in ordr("--db", os.path.join(TREE.name, "none.db"))


def test_today_of_nothing():
    ordr("init", "--db", os.path.join(TREE.name, "empty.db"))
    path = os.path.join(TREE.name, "empty.db")
    assert "no products and no customers yet: ordr product import FILE" in run("--db", path).screen.text()
    ordr("--db", path, "product", "add", "--sku", "A-1", "--name", "Nail", "--price", "1")
    assert "no customers yet: ordr customer add" in run("--db", path).screen.text()
    ordr("--db", path, "customer", "add", "--code", "C-1", "--name", "Ada")
    assert "Nothing is open" in run("--db", path).screen.text()


def column_of(line, word):
    """The column where a word begins, as a terminal counts."""
    before = unicodedata.normalize("NFC", line[:line.index(word)])
    return sum(width(character) for character in before)


def test_tables_fit():
    for arguments in ((), ("list",), ("customer", "list"), ("stock", "list"), ("show", "2"), ("report", "urgent"), ("stock", "show", "HAM-500")):
        for columns in (80, 200):
            session = run(*arguments, columns=columns)
            assert not session.screen.wrapped, f"ordr {' '.join(arguments)} in {columns} columns:\n{session.screen.text()}"
            assert "\ufffd" not in session.screen.text()
    for language in ("en", "de"):
        for words in ("events", "doctor -v", "help -a", "dun", "product list", "invoice list", "sla list", "stock moves", *(f"report {name}" for name in REPORTS)):
            session = run("--lang", language, *words.split())
            assert not session.screen.wrapped, f"ordr --lang {language} {words}:\n{session.screen.text()}"
    shown = run("--lang", "de", "report", "urgent").screen.text()
    assert "NÄCHSTER TERMIN" in shown and "überfällig" in shown and "SPIELRAUM (MIN)" not in shown, shown
    lines = run("customer", "list").screen.text().splitlines()
    places = {column_of(line, "standard") for line in lines[1:] if line}
    assert len(places) == 1, "\n".join(lines)


def test_columns_asked_for_are_there():
    shown = run("list", "--fields", "id,customer_name,tier,priority,promised,currency,gross,billing,fulfilment,state").screen.text()
    for cell in ("SO-000002", "北京", "standard", "normal", "2026-12-01", "EUR", "11.90", "none", "packed", "confirmed"):
        assert cell in shown.replace("\n", ""), f"{cell} is missing:\n{shown}"


def test_command_is_never_cut():
    """What is to be typed stands whole, whatever gives way for it."""
    for language in ("en", "de"):
        for columns in (60, 80, 90):
            session = run("--lang", language, "invoice", "check", "2", columns=columns)
            shown = session.screen.text()
            for command in ("ordr config set company.street …", "ordr config set company.vat_id …"):
                assert command in shown and not session.screen.wrapped, f"{command} at {columns}:\n{shown}"


def test_german():
    """Sentences of work done stand on terminals alone; the C locale mangles no umlaut, and each is as wide as it looks."""
    for changes in ({"LC_ALL": "C"}, {"LANG": "de_DE.UTF-8"}):
        shown = run("--lang", "de", "place", "-c", "C-2", "-l", "HAM-500:1", "-n", **changes).screen.text()
        assert re.search(r"SO-\d+ erfasst: Café", shown) and "Probelauf: nichts wurde geändert" in shown, shown
    session = run("--lang", "de")
    shown = session.screen.text()
    for part in ("Überfällig", "NÄCHSTER TERMIN", "überfällig", "Zu versenden", "MELDEBESTAND", "Nächstes"):
        assert part in shown, f"{part!r} is missing:\n{shown}"
    assert not session.screen.wrapped, shown
    for arguments in (("list",), ("show", "2"), ("stock", "list"), ("report", "sla"), ("help", "ship")):
        session = run("--lang", "de", *arguments)
        assert not session.screen.wrapped, session.screen.text()


def test_colour_is_never_alone():
    shown = run("report", "urgent")
    assert b"\033[31m" in shown.raw and "overdue" in shown.screen.text()
    for arguments, changes in ((("--color", "never"), {}), ((), {"NO_COLOR": "1"})):
        plain = run("report", "urgent", *arguments, **changes)
        assert b"\033[3" not in plain.raw and plain.screen.text() == shown.screen.text()


def test_pager():
    paged = {"ORDR_PAGER": "sed 's/^/> /'"}
    assert "> " not in run("customer", "list", **paged).screen.text()
    assert run("customer", "list", rows=5, **paged).screen.text().startswith("> CODE")
    assert "> " not in run("customer", "list", "--no-pager", rows=5, **paged).screen.text()
    assert "> " not in run("customer", "list", rows=5, ORDR_PAGER="").screen.text()
    assert run("help", rows=5, **paged).screen.text().startswith("> usage")
    assert "> " not in subprocess.run([ORDR, "help"], env={**ENVIRONMENT, **paged}, capture_output=True, text=True, check=True).stdout
    # Help that nobody asked for stands above the prompt, its end in sight
    shown = run("--db", os.path.join(TREE.name, "none.db"), rows=5, **paged).screen.text()
    assert "> " not in shown and "ordr init makes one" in shown, shown
    plain = {name: value for name, value in ENVIRONMENT.items() if name != "ORDR_PAGER"}
    session = Session([ORDR, "help"], rows=5, environment={**plain, "PAGER": "sed 's/^/] /'"})
    assert session.wait() == 0 and session.screen.text().startswith("] usage")
    # Whoever leaves early, and a pager that is not there
    run("help", rows=5, ORDR_PAGER="head -n 1")
    shown = run("help", rows=5, ORDR_PAGER="/no/such/pager").screen.text()
    assert "the pager /no/such/pager cannot be run" in shown and "usage: ordr" in shown, shown


def test_pager_reads_no_snapshot():
    """While somebody reads, the database is closed."""
    session = Session([ORDR, "customer", "list"], rows=5, environment={**ENVIRONMENT, "ORDR_PAGER": "sh -c 'cat; read answer </dev/tty'"})
    session.expect("Kurz")
    held = [os.readlink(f"/proc/{session.pid}/fd/{name}") for name in os.listdir(f"/proc/{session.pid}/fd")]
    assert not [name for name in held if "ordr.db" in name], held
    session.type("\r")
    assert session.wait() == 0


def test_progress():
    path = os.path.join(TREE.name, "many.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("ref,customer,sku,qty\n" + "".join(f"R-{number},C-0,HAM-500,1\n" for number in range(15000)))
    for language, block in (("C", "#"), ("C.UTF-8", "█")):
        session = Session([ORDR, "place", path, "-n"], environment={**ENVIRONMENT, "LANG": language}, plain=True)
        while not session.gone():
            session.read(0.05)
        session.drain()
        drawn = session.raw.decode()
        assert re.search(block + r".* %  records: \d+", drawn), f"no progress in {language}: {drawn[:300]!r}"
        session.close()
    quiet = Session([ORDR, "place", path, "-n", "-q"], environment=ENVIRONMENT, plain=True)
    while not quiet.gone():
        quiet.read(0.05)
    quiet.drain()
    assert " %  " not in quiet.raw.decode()
    quiet.close()


prepare()
sys.exit(run_tests(globals()))
