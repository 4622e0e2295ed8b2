#!/usr/bin/python3
"""Every text that people read has a German one.

    german.py STRINGS SOURCE [--missing]

Texts are what xgettext finds in SOURCE/src by the keywords, and what the program STRINGS reads off the tables. Fails for each without an entry in
SOURCE/src/lang/de/*.po, for each entry whose text is no longer there, for an entry that says two things, and for whatever msgfmt does not like, such as a
format with other arguments than its English. --missing prints what has no entry, to be filled in, and nothing else.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

KEYWORDS = ["speak:2", "speak_in:2c,3", "translate:1", "translate_in:1c,2", "TO_TRANSLATE:1", "TO_TRANSLATE_IN:1c,2",
            "err_set:3", "err_already:2", "err_hint:2",
            "SAY:1", "DIFFER:1"]
FORMATS = ["err_set:3:c-format", "err_already:2:c-format", "err_hint:2:c-format"]
HEAD = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'


def run(*arguments, **more):
    return subprocess.run(arguments, capture_output=True, text=True, check=False, encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8"}, **more)


def made(*arguments, **more):
    answer = run(*arguments, **more)
    if answer.returncode:
        sys.exit(f"{arguments[0]}: {answer.stderr.strip()}")
    return answer.stdout


def extracted(source, *more):
    """The .pot of what xgettext finds."""
    files = [*sorted(glob.glob("src/**/*.[ch]", root_dir=source, recursive=True)), *more]
    return made("xgettext", "--language=C", "--from-code=UTF-8", "--no-wrap", "--output=-", "--keyword", *(f"--keyword={word}" for word in KEYWORDS),
                *(f"--flag={flag}" for flag in FORMATS), *files, cwd=source)


TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"((?:\\.|[^"\\\n])*)"|\'(?:\\.|[^\'])+\'|(\w+)|(\S)', re.DOTALL)


def branches(source):
    """C that says again what stands behind the first text of `condition ? "a" : "b"`, which is all that xgettext sees of such an argument."""
    places = {word.split(":")[0]: int(re.search(r"(\d+)$", word).group()) for word in KEYWORDS if "c," not in word}
    again = []
    for name in glob.glob("src/**/*.c", root_dir=source, recursive=True):
        with open(os.path.join(source, name), encoding="utf-8") as file:
            tokens = [match.groups() for match in TOKEN.finditer(file.read()) if match.group(1) is not None or match.group(2) or match.group(3)]
        for at, (_, word, _) in enumerate(tokens):
            if word not in places or tokens[at + 1][2] != "(":
                continue
            depth, place, texts, joined = 0, 1, [], False
            for text, _, mark in tokens[at + 1:]:
                depth += (mark in "([{") - (mark in ")]}") if mark else 0
                if depth == 0:
                    break
                place += mark == "," and depth == 1
                if text is not None and depth == 1 and place == places[word]:
                    texts[len(texts) - joined:] = [texts[-1] + text if joined else text]
                joined = text is not None
            again += [f'{word}({"x, " * (places[word] - 1)}"{text}");' for text in texts[1:]]
    return "\n".join(again)


def main():
    strings, source, *mode = sys.argv[1:]
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(source, "src/lang"))
    import compile as catalogues
    names = sorted(glob.glob(os.path.join(source, "src/lang/de/*.po")))
    built = open(os.path.join(source, "meson.build"), encoding="utf-8").read()
    errors = [f"meson.build does not build {os.path.relpath(name, source)}" for name in names if os.path.relpath(name, source) not in built]
    with tempfile.TemporaryDirectory() as tree:
        def file(name, text):
            path = os.path.join(tree, name)
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            return path
        found = [file("source.pot", extracted(source, file("branches.c", branches(source))).replace("charset=CHARSET", "charset=UTF-8")), file("tables.pot", HEAD + made(strings))]
        # The tables name a text as often as they hold it.
        found[1] = file("once.pot", made("msguniq", "--no-wrap", "--use-first", found[1]))
        wanted = file("wanted.pot", made("msgcat", "--no-wrap", "--use-first", *found))
        german = file("german.po", made("msgcat", "--no-wrap", "--use-first", *names))
        merged = file("merged.po", made("msgmerge", "--quiet", "--no-wrap", "--no-fuzzy-matching", german, wanted))
        missing = made("msgattrib", "--no-wrap", "--untranslated", merged)
        if mode == ["--missing"]:
            print(missing, end="")
            return
        for context, english, text in catalogues.entries(missing.splitlines()):
            if english:
                errors.append(f"no German: {context and context + ': '}{english!r}")
        for context, english, text in catalogues.entries(made("msgattrib", "--no-wrap", "--only-obsolete", "--clear-obsolete", merged).splitlines()):
            if english:
                errors.append(f"no longer said: {context and context + ': '}{english!r}")
        errors += [f"{name} has fuzzy entries" for name in names if made("msgattrib", "--only-fuzzy", name)]
        checked = run("msgfmt", "--check", "--output-file=/dev/null", merged)
        errors += checked.stderr.splitlines() if checked.returncode else []
    catalogues.read(names)
    print(*errors, sep="\n", end="\n" if errors else "")
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
