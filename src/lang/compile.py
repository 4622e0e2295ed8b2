#!/usr/bin/env python3
"""Turns catalogues of gettext into one sorted C table of bytes, for what must speak without a file or a locale beside it: gettext's own run time translates
nothing in the C locale, which is cron's, and nothing for a language whose locale the machine has not made. compile.py FILE..."""
import re
import sys

KINDS = {"msgctxt": 0, "msgid": 1, "msgstr": 2}
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def unquote(text):
    return re.sub(r"\\(.)", lambda match: ESCAPES[match.group(1)], text)


def entries(lines):
    """(context, English, German), of what is not obsolete."""
    entry, kind = ["", "", ""], None
    for line in [*lines, "msgid \"\""]:
        found = re.fullmatch(r'\s*(msgctxt|msgid|msgstr)?\s*"(.*)"\s*', line)
        if not found:
            continue
        word = KINDS.get(found.group(1), kind)
        if kind == 2 and word != 2:
            yield tuple(entry)
            entry = ["", "", ""]
        kind = word
        entry[kind] += unquote(found.group(2))


def read(names):
    """{key: German}; two files may say the same, but not two things."""
    table, wrong = {}, []
    for name in names:
        with open(name, encoding="utf-8") as file:
            for context, english, german in entries(file):
                key = context + "\4" + english if context else english
                if table.setdefault(key, german) != german:
                    wrong.append(f"{name}: two translations of {english!r}: {table[key]!r} and {german!r}")
    table.pop("", None)
    if wrong:
        sys.exit("\n".join(wrong))
    return {key: german for key, german in table.items() if german}


def main():
    table = read(sys.argv[1:])
    text, rows = bytearray(), []
    for key in sorted(table, key=lambda key: key.encode()):
        places = []
        for part in (key, table[key]):
            places.append(len(text))
            text += part.encode() + b"\0"
        rows.append("	{ %d, %d }," % tuple(places))
    print("static const unsigned char catalogue_text[] = {")
    for at in range(0, len(text), 24):
        print("	" + ",".join(str(byte) for byte in text[at:at + 24]) + ",")
    print("};\nstatic const struct {\n	unsigned english, german; /* where they begin */\n} catalogue[] = {", *rows, "};", sep="\n")


if __name__ == "__main__":
    main()
