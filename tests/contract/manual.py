#!/usr/bin/python3
"""The manual and the program say the same.

    manual.py ORDR SOURCE

Asks the binary ORDR for its commands and options, and looks in SOURCE for what belongs to each command: a manual page that names every
option and no other, with examples and exit statuses, without a warning of mandoc; a transcript; help that needs no database. Then
that ordr(1) names every command, every global option and every exit status.
"""
import os
import re
import subprocess
import sys
import tempfile

PAGES = ["ordr.1", "ordr-json.5", "ordr-workflow.7"]
EXITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20]
errors = []


def run(*arguments):
    return subprocess.run(arguments, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        errors.append(f"{path} is missing")
        return None


def options_in_help(text):
    """The options at the beginnings of lines: "  -c, --customer CODE  help"."""
    options = set()
    for letter, name in re.findall(r"^ +(?:-(\w), )?(?:--([a-z][\w.-]*))", text, re.MULTILINE):
        options |= {"--" + name} | ({"-" + letter} if letter else set())
    return options


def options_in_page(text):
    """What stands after Fl, as it is typed: "Fl -reason" is --reason, "Fl n" is -n."""
    plain = text.replace("\\-", "-").replace("\\&", "")
    lines = [line for line in plain.splitlines() if line.startswith(".") and not line.startswith('.\\"')]
    return {"-" + name for line in lines for name in re.findall(r"\bFl (-?\w[\w.-]*)", line)}


class Command:
    """A word that the user types first, with all of its subcommands."""

    def __init__(self, verb):
        self.verb = verb
        self.paths = []
        self.options = set()


def commands_of(binary):
    listed = run(binary, "__commands")
    if listed.returncode != 0 or not listed.stdout:
        sys.exit(f"ordr __commands: exit {listed.returncode}: {listed.stderr.strip()}")
    commands = {}
    for line in listed.stdout.splitlines():
        path, rest = line.split("\t", 1)
        verb = path.split()[0]
        if verb.startswith("__"):
            continue
        command = commands.setdefault(verb, Command(verb))
        if rest.startswith("--"):
            command.options.add(rest)
        elif path not in command.paths:
            command.paths.append(path)
    return commands


def check_help(binary, command, common):
    """In a directory without a database. Adds the options that only help names: those of a form's fields."""
    for path in command.paths:
        for arguments in (["help", *path.split()], [*path.split(), "--help"]):
            shown = run(binary, *arguments)
            if shown.returncode != 0 or not shown.stdout or shown.stderr:
                errors.append(f"ordr {' '.join(arguments)}: exit {shown.returncode}: {shown.stderr.strip()}")
            command.options |= options_in_help(shown.stdout) - common


def check_lint(path):
    lint = run("mandoc", "-T", "lint", "-W", "warning", path)
    errors.extend((lint.stdout + lint.stderr).splitlines())


def check_page(source, command, common):
    path = os.path.join(source, "man", f"ordr-{command.verb}.1")
    text = read(path)
    if text is None:
        return
    named = options_in_page(text)
    for option in sorted(command.options - named):
        errors.append(f"{path}: does not name {option}")
    for option in sorted(named - command.options - common):
        errors.append(f"{path}: names {option}, which ordr {command.verb} does not have")
    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "EXAMPLES"):
        if not re.search(rf"^\.Sh {section}$", text, re.MULTILINE):
            errors.append(f"{path}: has no section {section}")
    if not re.search(r"^\.Bd -literal.*\n\$ ", text, re.MULTILINE):
        errors.append(f"{path}: has no example that is tested: .Bd -literal that begins with \"$ \"")
    for sub in (path_of for path_of in command.paths if " " in path_of):
        if not re.search(rf"\b{re.escape(sub.split()[1])}\b", text):
            errors.append(f"{path}: does not name ordr {sub}")
    check_lint(path)


def check_transcript(source, command):
    path = os.path.join(source, "tests", "cli", f"{command.verb}.test")
    text = read(path)
    if text is not None and not re.search(rf"^\$ .*\bordr\b.* {re.escape(command.verb)}\b", text, re.MULTILINE):
        errors.append(f"{path}: does not run ordr {command.verb}")


def check_overview(source, commands, common):
    for page in PAGES:
        path = os.path.join(source, "man", page)
        if read(path) is not None:
            check_lint(path)
    path = os.path.join(source, "man", PAGES[0])
    if not os.path.exists(path):
        return
    text = read(path)
    for verb in commands:
        if not re.search(rf"\b(ordr-{verb} 1|{verb})\b", text):
            errors.append(f"{path}: does not name the command {verb}")
    for option in sorted(common - options_in_page(text)):
        errors.append(f"{path}: does not name {option}")
    statuses = text.split(".Sh EXIT STATUS", 1)[-1].split("\n.Sh ", 1)[0]
    for status in EXITS:
        if not re.search(rf"^\.It (Li |Dv |Sy |Cm |No )?{status}\b", statuses, re.MULTILINE):
            errors.append(f"{path}: EXIT STATUS has no .It {status}")


def check_strays(source, commands):
    folder = os.path.join(source, "man")
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        found = re.fullmatch(r"ordr-(.+)\.1", name)
        if found and found[1] not in commands:
            errors.append(f"man/{name}: there is no ordr {found[1]}")


def main():
    binary, source = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        os.environ.pop("ORDR_DB", None)
        commands = commands_of(binary)
        common = options_in_help(run(binary, "help").stdout)
        for command in commands.values():
            check_help(binary, command, common)
        left = os.listdir(directory)
        if left:
            errors.append(f"help made files: {' '.join(left)}")
        os.chdir("/")
    for command in commands.values():
        check_page(source, command, common)
        check_transcript(source, command)
    check_overview(source, commands, common)
    check_strays(source, commands)
    for error in errors:
        print("ERROR:", error)
    print(f"{len(commands)} commands, {len(common)} global options, {len(errors)} errors")
    sys.exit(1 if errors or not common else 0)


if __name__ == "__main__":
    main()
