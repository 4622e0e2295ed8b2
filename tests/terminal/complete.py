"""Completion in the real shells: a Tab is typed into bash, zsh and fish, each on a pseudo-terminal, over a small company."""
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from screen import Failure, Session, run_tests  # noqa: E402

ORDR = os.path.abspath(sys.argv[1])
SCRIPTS = os.path.join(os.path.abspath(sys.argv[2]), "completions")
TREE = tempfile.TemporaryDirectory(prefix="ordr-complete-")
BIN = os.path.join(TREE.name, "bin")
os.mkdir(BIN)
os.symlink(ORDR, os.path.join(BIN, "ordr"))
ENVIRONMENT = {
    "PATH": BIN + ":" + os.environ["PATH"], "HOME": TREE.name, "LOGNAME": "ada", "TERM": "xterm-256color", "ORDR_HOOKS": "", "LANG": "C.UTF-8",
    "ORDR_DB": os.path.join(TREE.name, "ordr.db"), "ORDR_NOW": "2026-11-26T09:00:00Z",
}
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], [f". {SCRIPTS}/ordr.bash", "bind 'set bell-style none'; bind 'set show-all-if-ambiguous on'", "bind 'set page-completions off'"]),
    "zsh": (["zsh", "-f", "-i"], [f"fpath=({SCRIPTS} $fpath); autoload -Uz compinit; compinit -D -u; setopt nobeep"]),
    "fish": (["fish", "--no-config", "--private", "-i"], [f"source {SCRIPTS}/ordr.fish"]),
}
# What is typed, Tabs and all; and what then stands on the screen.
CASES = (
    ("ordr ship SO\t", "ordr ship SO-000001 "),  # the only one that is packed
    ("ordr pick S\t", "ordr pick SO-000002 "),  # the only one that is allocated
    ("ordr show --fields=custo\t", "customer"),
    ("ordr place -c C-2\t", "ordr place -c C-2"),
    ("ordr cancel SO-000003 --reason=dupl\t", "duplicate"),
    ("ordr place -l HAM\t", "HAM-500:"),
    ("ordr stock show NAI\t", "ordr stock show NAI-60 "),
)
LISTED = ("ordr confirm SO-\t\t", ("SO-000003", "SO-000004"))


def ordr(*arguments):
    subprocess.run([ORDR, *arguments], env=ENVIRONMENT, check=True, capture_output=True)


def prepare():
    ordr("init")
    for code, name in (("C-1001", "Tischlerei Müller"), ("C-2001", "Evil $(touch oops) `id`")):
        ordr("customer", "add", "--code", code, "--name", name)
    for sku in ("HAM-500", "NAI-60"):
        ordr("product", "add", "--sku", sku, "--name", "Ware " + sku, "--price", "1")
    ordr("stock", "receive", "HAM-500:10")
    for _ in range(4):
        ordr("place", "-c", "C-1001", "-l", "HAM-500:1")
    for step in ("confirm", "pick", "pack"):
        ordr(step, "1")
    ordr("confirm", "2")


def open_shell(name):
    arguments, setup = SHELLS[name]
    session = Session(arguments, columns=120, rows=40, environment=ENVIRONMENT, directory=TREE.name, plain=True)
    session.lines = 10
    for number, line in enumerate(setup):
        session.type(line + "; echo ready" + "'-'" + str(number) + "\r")
        session.expect(f"ready-{number}")
        session.settle()
    return session


def complete(session, typed, wanted):
    """Types it on an empty line, and takes the line away again; the shell is ready when it has answered."""
    session.raw = b""
    session.type(typed)
    for text in wanted:
        session.expect(text)
    session.lines += 1
    session.type("\x15\x15echo ready'-'" + str(session.lines) + "\r")
    session.expect(f"ready-{session.lines}")
    session.settle()


def check(name):
    if not shutil.which(name):
        missing.append(name)
        return
    session = open_shell(name)
    for typed, wanted in CASES:
        complete(session, typed, (wanted,))
    complete(session, *LISTED)
    if name != "bash":  # which shows words alone
        complete(session, "ordr confirm SO-\t\t", ("placed, Tischlerei Müller",))
    session.type("\r\x15exit\r")
    session.wait_quietly()
    assert not os.path.exists(os.path.join(TREE.name, "oops"))


def test_bash():
    check("bash")


def test_zsh():
    check("zsh")


def test_fish():
    check("fish")


missing = []
prepare()
status = run_tests(globals())
if missing and not status:
    print(f"not installed: {', '.join(missing)}")
    status = 77
sys.exit(status)
