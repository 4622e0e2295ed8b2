#!/usr/bin/python3
"""The manual and the program say the same.

    manual.py ORDR SOURCE

Asks the binary ORDR for its commands, options, records and settings, and looks in SOURCE/man for what belongs to each: a page for every
command, which names every option of every subcommand and no other, with its summary, examples and exit statuses; ordr(1) names every
command, every global option and every exit status; ordr-json(5) every field, ordr-form(5) those of an order form; ordr-config(1) every setting. No page has a warning of mandoc
or a line that 80 columns would break. The examples themselves are run by the runner of the transcripts.
Every command has a transcript in SOURCE/tests/cli, too.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

PAGES = ["ordr.1", "ordr-json.5", "ordr-form.5", "ordr-workflow.7", "ordr-extend.7", "ordr-cron.7", "ordr-tutorial.7"]
# Records whose parts are records of their own, which the page describes once.
WHOLES = ["ordr.report-dashboard/1"]
errors = []


def run(*arguments):
    return subprocess.run(arguments, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def asked(*arguments):
    """What ordr says, which must not fail."""
    answer = run(*arguments)
    if answer.returncode != 0 or not answer.stdout or answer.stderr:
        sys.exit(f"{' '.join(arguments)}: exit {answer.returncode}: {answer.stderr.strip()}")
    return answer.stdout


class Page:
    """A page's source; a text in which to look for what it says."""

    def __init__(self, source, name):
        self.name = f"man/{name}"
        self.path = os.path.join(source, "man", name)
        self.text = ""
        try:
            with open(self.path, encoding="utf-8") as file:
                self.text = file.read()
        except FileNotFoundError:
            errors.append(f"{self.name} is missing")

    def section(self, title):
        parts = re.split(r"^\.Sh (.*)\n", self.text, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2])).get(title, "")

    def says(self, what):
        errors.append(f"{self.name}: {what}")


def options_in(text):
    """What stands after Fl, as it is typed: "Fl -reason" and "Fl Fl reason" are --reason, "Fl n" is -n; "Fl -" ends options."""
    plain = text.replace("\\-", "-").replace("\\&", "").replace("Fl Fl ", "Fl -")
    lines = [line for line in plain.splitlines() if line.startswith(".") and not line.startswith('.\\"')]
    return {"-" + name for line in lines for name in re.findall(r"\bFl (-?\w[\w.-]*)", line)}


def items_in(text):
    """The options that have an item of their own: ".It Fl n , -dry-run" is both."""
    items = set()
    for line in re.findall(r"^\.It (Fl .*)$", text, re.MULTILINE):
        letter = re.match(r"Fl (\w) , -(\w[\w.-]*)", line)
        items |= {"-" + letter[1], "--" + letter[2]} if letter else options_in("." + line)
    return items


class Command:
    """A word that the user types first, with the options of each of its subcommands."""

    def __init__(self, verb):
        self.verb = verb
        self.summary = ""
        self.paths = {}

    def options(self):
        return set().union(*self.paths.values())


def commands_of(binary):
    """The commands by their first word; what stands before all of them are the global options."""
    commands, common = {}, set()
    for line in asked(binary, "__commands").splitlines():
        path, *rest = line.split("\t")
        if not path:
            common |= set(rest)
            continue
        verb = path.split()[0]
        command = commands.setdefault(verb, Command(verb))
        options = command.paths.setdefault(path, set())
        if rest[0].startswith("--"):
            options |= set(rest)
        elif path == verb:
            command.summary = rest[0]
    return commands, common


def check_help(binary, command):
    """In a directory without a database."""
    for path in command.paths:
        for arguments in (["help", *path.split()], [*path.split(), "--help"]):
            shown = run(binary, *arguments)
            if shown.returncode != 0 or not shown.stdout or shown.stderr:
                errors.append(f"ordr {' '.join(arguments)}: exit {shown.returncode}: {shown.stderr.strip()}")


def check_form(page):
    """What can be said of every page: mandoc has no doubts, it fits a terminal, and its examples are played."""
    if not page.text:
        return
    lint = run("mandoc", "-T", "lint", "-W", "warning", page.path)
    errors.extend((lint.stdout + lint.stderr).splitlines())
    shown = re.sub(".\b", "", run("mandoc", "-T", "utf8", "-O", "width=78", page.path).stdout)
    for line in shown.splitlines():
        if len(line) > 80:
            page.says(f"{len(line)} columns: {line.strip()}")
    for title in ("NAME", "DESCRIPTION", "EXAMPLES", "SEE ALSO"):
        if not page.section(title):
            page.says(f"has no section {title}")
    if not re.search(r"^\.Bd -literal.*\n\$ ", page.section("EXAMPLES"), re.MULTILINE):
        page.says('has no example that is tested: .Bd -literal that begins with "$ "')


def check_references(source, page):
    for name, section in re.findall(r"\bXr (ordr[\w-]*) (\d)", page.text):
        if not os.path.exists(os.path.join(source, "man", f"{name}.{section}")):
            page.says(f"refers to {name}({section}), which is not there")


def check_items(page, command, common):
    """The OPTIONS of a command; with subcommands each has an .Ss with their paths, separated by commas, after what all of them take."""
    options = page.section("OPTIONS")
    parts = re.split(r"^\.Ss (.*)\n", options, flags=re.MULTILINE)
    listed = {command.verb: parts[0]}
    for paths, text in zip(parts[1::2], parts[2::2]):
        for path in paths.split(", "):
            if path not in command.paths:
                page.says(f"OPTIONS has {path}, which is no command")
            listed[path] = text
    for path, wanted in command.paths.items():
        if wanted and path not in listed:
            page.says(f"OPTIONS has no .Ss {path}")
        shared = path != command.verb and not command.paths.get(command.verb)
        if path == command.verb and not wanted and len(command.paths) > 1:
            continue
        named = items_in((parts[0] if shared else "") + listed.get(path, ""))
        for option in sorted(wanted - named):
            page.says(f"{path} has the option {option}, which has no item")
        for option in sorted(named - wanted):
            page.says(f"{option} has an item, and {path} has no such option")
    for option in sorted(options_in(page.text) - command.options() - common):
        page.says(f"names {option}, which ordr {command.verb} does not have")


def check_command(source, command, common):
    page = Page(source, f"ordr-{command.verb}.1")
    check_form(page)
    check_references(source, page)
    if not page.text:
        return
    check_items(page, command, common)
    for title in ("SYNOPSIS", "OPTIONS", "EXIT STATUS"):
        if not page.section(title):
            page.says(f"has no section {title}")
    if f"\n.Nd {command.summary}\n" not in page.text:
        page.says(f"NAME does not say: {command.summary}")
    for path in command.paths:
        if not re.search(rf"\b{re.escape(path.split()[-1])}\b", page.section("SYNOPSIS")):
            page.says(f"SYNOPSIS does not name ordr {path}")
    statuses(page, exit_codes(source))


def exit_codes(source):
    """The one table of them: { "refused", 6, "..." }."""
    with open(os.path.join(source, "src", "base", "err.c"), encoding="utf-8") as file:
        return {int(code): word for word, code in re.findall(r'\] = \{ "([a-z-]+)", (\d+), ', file.read())}


def statuses(page, codes):
    """The exit statuses that the page has, each by its own word."""
    found = re.findall(r"^\.It (\d+) ([\w-]+)$", page.section("EXIT STATUS"), re.MULTILINE)
    for code, word in found:
        if codes.get(int(code)) != word:
            page.says(f"EXIT STATUS: {code} is not called {word}")
    return {int(code) for code, word in found}


def check_overview(source, commands, common):
    page = Page(source, PAGES[0])
    described = page.section("DESCRIPTION")
    for verb in commands:
        if f"\n.It Xr ordr-{verb} 1\n" not in described:
            page.says(f"does not list the command {verb}")
    named = items_in(page.section("OPTIONS"))
    for option in sorted(common ^ named):
        page.says(f"{option} has {'no item' if option in common else 'an item, and is no global option'}")
    codes = exit_codes(source)
    for code in sorted(set(codes) - statuses(page, codes)):
        page.says(f"EXIT STATUS has no {code} {codes[code]}")


def fields_of(schema, before=""):
    """The names as the page has them: members of an object after a dot, those of a list's items bare."""
    for name, field in schema.get("properties", {}).items():
        if name == "schema" and not before:
            continue
        yield before + name
        if "properties" in field:
            yield from fields_of(field, f"{before}{name}.")
        elif "properties" in field.get("items", {}):
            yield from (inner for inner in fields_of(field["items"], " ") if inner)


def check_records(binary, source):
    page = Page(source, PAGES[1])
    parts = re.split(r"^\.Ss (.*)\n", page.text, flags=re.MULTILINE)
    described = dict(zip(parts[1::2], parts[2::2]))
    names = [json.loads(line)["name"] for line in asked(binary, "schema", "--jsonl").splitlines()]
    for name in names:
        items = set(re.findall(r"^\.It Cm (\S+)$", described.get(name, ""), re.MULTILINE))
        fields = {field.strip() for field in fields_of(json.loads(asked(binary, "schema", name)))}
        if name in WHOLES:
            fields = {field for field in fields if "." not in field} & set(json.loads(asked(binary, "schema", name))["properties"])
        for field in sorted(fields ^ items):
            page.says(f"{name} {'does not name' if field in fields else 'has no field'} {field}")
    for name in sorted(set(re.findall(r"^\.Ss (ordr\.\S+)$", page.text, re.MULTILINE)) - set(names) - {"ordr.schema/1"}):
        page.says(f"there is no record {name}")


def check_order_form(binary, source):
    page = Page(source, "ordr-form.5")
    items = set(re.findall(r"^\.It Cm (\S+)$", page.section("FIELDS"), re.MULTILINE))
    fields = {field.strip() for field in fields_of(json.loads(asked(binary, "schema", "ordr.order-form/1")))}
    for field in sorted(fields ^ items):
        page.says(f"{'does not name' if field in fields else 'has no field'} {field}")


def check_settings(binary, source):
    page = Page(source, "ordr-config.1")
    named = {name for item in re.findall(r"^\.It Cm ([a-z][\w.]*(?: , [a-z][\w.]*)*)$", page.section("DESCRIPTION"), re.MULTILINE)
             for name in item.split(" , ")}
    asked(binary, "init")
    settings = {json.loads(line)["name"] for line in asked(binary, "config", "list", "--jsonl").splitlines()}
    for name in sorted(settings ^ named):
        page.says(f"{'does not name the setting' if name in settings else 'there is no setting'} {name}")


def check_transcripts(source, commands):
    """Every command has a transcript, from the first one on."""
    folder = os.path.join(source, "tests", "cli")
    if not any(name.endswith(".test") for name in os.listdir(folder)):
        return
    for verb in commands:
        path = os.path.join(folder, f"{verb}.test")
        text = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
        if not re.search(rf"^\$ .*\bordr\b.* {re.escape(verb)}\b", text, re.MULTILINE):
            errors.append(f"tests/cli/{verb}.test: does not run ordr {verb}, or is missing")


def check_strays(source, commands):
    for name in sorted(os.listdir(os.path.join(source, "man"))):
        found = re.fullmatch(r"ordr-(.+)\.1", name)
        if (found and found[1] not in commands) or (not found and name not in PAGES):
            errors.append(f"man/{name}: there is no such command")


def main():
    binary, source = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    for name in [name for name in os.environ if name.startswith(("ORDR_", "LC_", "LANG"))]:
        del os.environ[name]
    os.environ["LC_ALL"] = "C.UTF-8"
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        commands, common = commands_of(binary)
        for command in commands.values():
            check_help(binary, command)
        left = os.listdir(directory)
        if left:
            errors.append(f"help made files: {' '.join(left)}")
        check_records(binary, source)
        check_order_form(binary, source)
        check_settings(binary, source)
        os.chdir("/")
    for command in commands.values():
        check_command(source, command, common)
    for name in PAGES:
        page = Page(source, name)
        check_form(page)
        check_references(source, page)
    check_overview(source, commands, common)
    check_strays(source, commands)
    check_transcripts(source, commands)
    for error in errors:
        print("ERROR:", error)
    print(f"{len(commands)} commands, {len(common)} global options, {len(errors)} errors")
    sys.exit(1 if errors or not common else 0)


if __name__ == "__main__":
    main()
