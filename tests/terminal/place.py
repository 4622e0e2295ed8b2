"""ordr place -i on a pseudo-terminal: asked, answered, answered wrongly, and left at every question."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from screen import Failure, Session, run_tests  # noqa: E402

ORDR = os.path.abspath(sys.argv[1])
TREE = tempfile.TemporaryDirectory(prefix="ordr-terminal-")
ENVIRONMENT = {
    "PATH": os.environ["PATH"], "HOME": TREE.name, "LOGNAME": "ada", "TERM": "xterm-256color", "ORDR_HOOKS": "",
    "ORDR_DB": os.path.join(TREE.name, "ordr.db"), "ORDR_NOW": "2026-11-26T09:00:00Z",
}
ENTER, BACK_TAB, DOWN, UP, LEFT, ERASE = "\r", "\033[Z", "\033[B", "\033OA", "\033[D", "\x15"
LEAVING = {"Ctrl-C": "\x03", "Ctrl-D": "\x04", "Escape": "\033"}


def ordr(*arguments, status=0, **options):
    """Runs ordr off the terminal."""
    done = subprocess.run([ORDR, *arguments], env=ENVIRONMENT, capture_output=True, text=True, **options)
    if done.returncode != status:
        raise Failure(f"ordr {' '.join(arguments)}: exit {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr if status else done.stdout


def prepare():
    """A company with names of all kinds."""
    ordr("init")
    for code, name, city in (("C-1", "Tischlerei Müller & Söhne", "Lüneburg"), ("C-2", "北京齿轮有限公司", "北京"),
                             ("C-3", "Café 😀 Ångström", "Århus"), ("C-4", "Evil \u202eltd\u0009", "Nowhere")):
        ordr("customer", "add", "--code", code, "--name", name.replace("\t", " "), "--city", city)
    ordr("product", "add", "--sku", "HAM-500", "--name", "Hammer 500 g", "--price", "13.90", "--lead-days", "4")
    ordr("product", "add", "--sku", "NAI-60", "--name", "Nägel 60 mm", "--price", "3.45", "--unit", "KGM", "--decimals", "3")
    ordr("product", "add", "--sku", "CAL", "--name", "Calibration", "--price", "68", "--kind", "service", "--capacity", "10")
    ordr("stock", "receive", "HAM-500:10")
    ordr("stock", "announce", "HAM-500:20", "--expected", "2026-12-03")


def begin(*arguments, **options):
    """ordr place -i, at its first question."""
    return Session([ORDR, "place", "-i", *arguments], environment=ENVIRONMENT, **options)


def answer(session, keys, then):
    """Types keys and waits for what they bring."""
    session.type(keys)
    return session.expect(then)


# Each question, and the answer that leads to the next.
WALK = (("Customer", "mull" + ENTER), ("Product", "ham" + ENTER), ("Quantity", "2" + ENTER), ("Discount", ENTER), ("the next one", "cal" + ENTER),
        ("Quantity   such", "3" + ENTER), ("Discount   10%", ENTER), ("Day", ENTER), ("the next one", ENTER), ("Requested", ENTER),
        ("Priority", ENTER), ("Reference", ENTER), ("Note", ENTER), ("Place it?", ENTER))


def orders():
    return json.loads(ordr("list", "--json"))


def test_whole_order():
    session = begin()
    shown = session.expect("C-4")
    assert "C-1  Tischlerei Müller & Söhne  Lüneburg" in shown, shown
    answer(session, "sohn", "> C-1")
    answer(session, ENTER, "Product")
    shown = answer(session, "5", "> HAM-500")
    assert "13.90 EUR  10 now" in shown and "by 2026-11-" in shown, shown
    answer(session, ENTER, "Quantity")
    shown = answer(session, "12", "12 could be there on 2026-12-")
    assert "166.80 EUR net" in shown, shown
    answer(session, ENTER, "Discount")
    answer(session, "10%" + ENTER, "the next one")
    answer(session, "nagel" + ENTER, "Quantity   such")
    answer(session, "2.5@3" + ENTER, "Discount   10% or")
    answer(session, ENTER, "the next one")
    answer(session, ENTER, "Requested")
    answer(session, "2026-12-24" + ENTER, "Priority")
    answer(session, UP, "> low")
    answer(session, DOWN + DOWN + ENTER, "Reference")
    answer(session, "Z 1" + LEFT * 2 + "\x7fÄ" + ENTER, "Note")
    shown = answer(session, "bitte 😀 läuten" + ENTER, "Place it?")
    assert "net 157.62, tax 29.95, gross 187.57 EUR" in shown and "could be promised for 2026-12-24: 2 of HAM-500 short" in shown, shown
    assert not orders()
    shown = answer(session, ENTER, "SO-000001 placed")
    assert session.wait() == 0
    order = json.loads(ordr("show", "1", "--json"))[0]
    wanted = {"customer": "C-1", "priority": "high", "ref": "Ä 1", "requested": "2026-12-24", "note": "bitte 😀 läuten", "gross": 187.57}
    assert {name: order[name] for name in wanted} == wanted, order
    lines = [(line["sku"], line["ordered"], line["price"], line["discount"]) for line in order["lines"]]
    assert lines == [("HAM-500", 12, 13.9, 16.68), ("NAI-60", 2.5, 3, 0)], lines


def test_left_at_each_question():
    before = ordr("log", "--head")
    for stop in range(len(WALK)):
        for key, keys in list(LEAVING.items())[:1] + list(LEAVING.items())[1 + stop % 2:2 + stop % 2]:
            session = begin()
            for question, typed in WALK[:stop]:
                session.expect(question)
                session.type(typed)
            session.expect(WALK[stop][0])
            session.type("x" + keys if stop % 2 else keys)
            session.expect("nothing was placed")
            status = session.wait()
            assert status == 130, f"{key} at {WALK[stop][0]}: exit {status}"
    assert ordr("log", "--head") == before
    session = begin()
    for question, typed in WALK[:-1]:
        session.expect(question)
        session.type(typed)
    session.expect("> yes")
    session.type("no" + ENTER)
    assert session.wait() == 130 and ordr("log", "--head") == before


def test_wrong_answers():
    session = begin()
    session.expect("Customer")
    answer(session, ENTER, "! an order needs a customer")
    answer(session, "zzz" + ENTER, "! nothing fits")
    answer(session, ERASE + "C-1", "> C-1")
    answer(session, ENTER, "Product")
    answer(session, ENTER, "! an order needs at least one line")
    answer(session, "HAM-500" + ENTER, "Quantity")
    answer(session, ENTER, "! a line needs a quantity")
    for wrong, said in (("zwei", 'qty "zwei" is not a number'), ("0", 'qty "0" is not above zero'), ("1.5", "more decimals than HAM-500 is sold in"),
                        ("5@", ""), ("5@x", 'price "x" is not a number'), ("99999999999999", "more than")):
        if said:
            answer(session, ERASE + wrong + ENTER, "! " + said if said.startswith(("qty", "price")) else said)
    answer(session, ERASE + "2" + ENTER, "Discount")
    answer(session, "101%" + ENTER, "cannot be taken off the line")
    answer(session, ERASE + "99" + ENTER, "more than the line")
    answer(session, ERASE + ENTER, "the next one")
    answer(session, "cal" + ENTER, "Quantity   such")
    answer(session, "1" + ENTER, "Discount   10%")
    answer(session, ENTER, "Day")
    answer(session, "2026-11-25" + ENTER, "is past already")
    answer(session, ERASE + "2026-02-30" + ENTER, "2026-02-30")
    answer(session, ERASE + ENTER, "the next one")
    answer(session, ENTER, "Requested")
    answer(session, "tomorrow" + ENTER, "! requested")
    answer(session, ERASE + "2026-11-01" + ENTER, "requested 2026-11-01 is past already")
    answer(session, ERASE + ENTER, "Priority")
    answer(session, "x" + ENTER, "! nothing fits")
    answer(session, ERASE + ENTER, "Reference")
    answer(session, "Ä 1" + ENTER, "is SO-000001 already")
    session.type("\033")
    assert session.wait() == 130


def test_back():
    session = begin("-c", "C-2")
    answer(session, "ham" + ENTER, "Quantity")
    answer(session, BACK_TAB, "Product    HAM-500\n")
    answer(session, ERASE + "nai" + ENTER, "Nägel 60 mm\nQuantity")
    answer(session, "1" + ENTER, "Discount")
    answer(session, ENTER, "the next one")
    answer(session, BACK_TAB, "Discount   10%")
    answer(session, BACK_TAB, "Quantity   1\n")
    answer(session, "2" + ENTER + ENTER, "the next one")
    answer(session, ENTER * 5, "Place it?")
    answer(session, DOWN + ENTER, "Note       Enter")
    shown = answer(session, "later" + ENTER, "Place it?")
    assert "12  NAI-60" in shown, shown
    session.type(ENTER)
    assert session.wait() == 0
    assert orders()[-1]["customer"] == "C-2" and orders()[-1]["note"] == "later"


def test_signals():
    before = ordr("log", "--head")
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        session = begin()
        session.expect("C-4")
        os.kill(session.pid, number)
        status = session.wait()
        assert status == -number, f"signal {number}: {status}"
    session = begin()
    session.expect("C-4")
    os.kill(session.pid, signal.SIGTSTP)
    time.sleep(0.2)
    os.kill(session.pid, signal.SIGCONT)
    answer(session, "mul" + ENTER, "Product")
    session.type("\x03")
    assert session.wait() == 130 and ordr("log", "--head") == before


def test_narrow():
    for columns, rows in ((40, 24), (20, 6), (200, 50)):
        session = begin(columns=columns, rows=rows)
        for question, typed in WALK[:-1]:
            session.expect(question[:9])
            session.type(typed)
        session.expect("> yes")
        assert session.screen.widest < columns and not session.screen.wrapped, f"a line of {session.screen.widest} in {columns} columns"
        session.type("\x03")
        assert session.wait() == 130


def test_resized():
    session = begin(columns=100)
    session.expect("C-4")
    session.screen.lines, session.screen.row, session.screen.widest = [[]], 0, 0
    session.resize(40, 20)
    answer(session, "mul", "> C-1")
    answer(session, ENTER, "Product")
    assert session.screen.widest < 40, session.screen.text()
    session.type("\x04")
    assert session.wait() == 130


def test_hostile_names():
    session = begin()
    shown = session.expect("C-4")
    assert "\\u{202E}ltd" in shown, shown
    answer(session, "北", "> C-2  北京齿轮有限公司  北京")
    answer(session, ERASE + "ang", "> C-3  Café 😀 Ångström")
    answer(session, "\033[200~str\n\x1b[31m\033[201~", "Customer   angstr")
    session.type("\x03")
    assert session.wait() == 130


def test_no_lock_is_held():
    session = begin()
    session.expect("C-4")
    held = [os.readlink(f"/proc/{session.pid}/fd/{name}") for name in os.listdir(f"/proc/{session.pid}/fd")]
    assert not [name for name in held if "ordr.db" in name], held
    ordr("stock", "receive", "HAM-500:1", "--wait", "0")
    answer(session, "C-1" + ENTER, "Product")
    answer(session, "HAM-500", "11 now")
    session.type("\x03")
    assert session.wait() == 130


def test_german():
    """Each text of the way, the answers of the end, and leaving it; the words that are kept stay as they are."""
    before = ordr("log", "--head")
    session = begin("--lang", "de", columns=80)
    session.expect("Kunde      ein Teil von Code, Name oder Ort")
    session.expect("Lüneburg  Standard")
    answer(session, ENTER, "! ein Auftrag braucht einen Kunden (einen Teil des Namens tippen oder mit den")
    answer(session, "zzz" + ENTER, "! nichts passt (weniger tippen, oder Strg-U, um neu zu beginnen)")
    answer(session, ERASE + "sohn" + ENTER, "Artikel    ein Teil von Artikelnummer oder Name")
    answer(session, "ham", "13.90 EUR")
    session.expect("sofort")
    session.expect("bis 2026-")
    answer(session, ENTER, "Menge      etwa 5, oder 5@3.20 für einen anderen Preis")
    session.expect("EUR je Einheit")
    answer(session, ENTER, "! eine Position braucht eine Menge")
    answer(session, "2", "27.80 EUR netto")
    session.expect("2 könnten am 2026-")
    answer(session, ENTER, "Rabatt     10% oder ein Betrag; Enter: keiner")
    answer(session, ENTER, "Artikel    der nächste; Enter: keiner mehr")
    answer(session, "cal" + ENTER, "Menge")
    answer(session, "1" + ENTER, "Rabatt     10%")
    answer(session, ENTER, "2026-12-24; Enter: der erste freie")
    answer(session, ENTER, "der nächste")
    answer(session, ENTER, "Wunschtag  der gewünschte Tag; Enter: so bald wie möglich")
    answer(session, "morgen" + ENTER, "Datum")
    answer(session, ERASE + ENTER, "Priorität  Enter: normal")
    shown = session.expect("dringend")
    assert "> normal" in shown and "urgent  dringend" in shown and "low     niedrig" in shown, shown
    answer(session, "hoc" + ENTER, "Referenz   die eigene Nummer des Kunden; Enter: keine")
    answer(session, ENTER, "Notiz      Enter: keine")
    answer(session, ENTER, "> ja      erfassen")
    shown = session.expect("nein    nichts erfassen")
    for part in ("netto 95.80, USt 18.20, brutto 114.00 EUR", "zugesagt werden", "Erfassen?", "zurück  zur vorigen Frage, wie Umschalt-Tab",
                 "nein    nichts erfassen"):
        assert part in shown, f"{part!r} is missing:\n{shown}"
    session.type("\x03")
    session.expect("ordr: es wurde nichts erfasst")
    assert session.wait() == 130 and ordr("log", "--head") == before
    assert not session.screen.wrapped, session.screen.text()
    session = begin("--lang", "de", "-c", "C-1", "-l", "HAM-500:1")
    answer(session, ENTER * 2, "Priorität")
    answer(session, "drin" + ENTER, "Referenz")
    answer(session, ENTER * 2, "> ja")
    answer(session, "j" + ENTER, " erfasst: Tischlerei Müller & Söhne")
    assert session.wait() == 0
    assert orders()[-1]["priority"] == "urgent"


def test_refused_at_the_end():
    session = begin("-c", "C-3", "-l", "HAM-500:1", "--priority", "low")
    answer(session, ENTER * 2, "Reference")
    answer(session, "R-1" + ENTER, "Note")
    ordr("place", "-c", "C-3", "-l", "HAM-500:1", "--ref", "R-1")
    shown = answer(session, ENTER, "> back")
    assert "! ref R-1 of this customer is" in shown and "yes" not in shown, shown
    answer(session, BACK_TAB, "Note       Enter")
    answer(session, BACK_TAB, "Reference  R-1")
    answer(session, "2" + ENTER + ENTER, "> yes")
    session.type(ENTER)
    assert session.wait() == 0
    assert orders()[-1]["ref"] == "R-12" and orders()[-1]["priority"] == "low"


def test_dry_run_and_key():
    before = ordr("log", "--head")
    session = begin("-n", "-c", "C-1", "-l", "HAM-500:1")
    answer(session, ENTER * 5, "Place it?")
    answer(session, ENTER, "dry run: nothing was changed")
    assert session.wait() == 0 and ordr("log", "--head") == before
    for replayed in (False, True):
        session = begin("--key", "k-1", "-c", "C-1", "-l", "HAM-500:1")
        shown = answer(session, ENTER * 5, "Place it?")
        assert ("placed before under this key" in shown) == replayed, shown
        session.type(ENTER)
        assert session.wait() == 0


def test_given_wrongly():
    for arguments, said, status in ((("-c", "C-9"), "no customer C-9", 7), (("-l", "HAM-500:x"), "qty", 7), (("form.json",), "not both", 2),
                                    (("--requested", "2020-01-01"), "is past already", 7)):
        if arguments == ("form.json",):
            open(os.path.join(TREE.name, "form.json"), "w", encoding="utf-8").close()
        session = begin(*arguments, directory=TREE.name)
        session.expect(said)
        assert session.wait() == status, arguments


def test_no_terminal():
    said = ordr("place", "-i", status=2, stdin=subprocess.DEVNULL)
    assert "standard input is none" in said and "hint: " in said, said
    master, slave = os.openpty()
    assert "standard output is none" in ordr("place", "-i", status=2, stdin=slave)
    os.close(master)
    os.close(slave)


def test_denied():
    ordr("user", "add", "--name", "ada", "--role", "admin")
    ordr("user", "add", "--name", "walt", "--role", "warehouse")
    session = begin("--as", "walt")
    session.expect("walt")
    assert session.wait() == 8


def test_without_database():
    session = Session([ORDR, "place", "-i", "--db", os.path.join(TREE.name, "none.db")], environment=ENVIRONMENT)
    session.expect("no database")
    assert session.wait() == 9


prepare()
sys.exit(run_tests(globals()))
