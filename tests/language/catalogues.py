#!/usr/bin/env python3
"""Reads catalogues of gettext, and says what is wrong in one: catalogues.py TEMPLATE.pot CATALOGUE.po"""
import re
import subprocess
import sys
import unicodedata


COMMANDS = ("summary|tls|volume|old|days|hours|domains|clients|mechanisms|sender|client|events|pivot|unusual|"
            "check|compare|report|config|help")


class Entry:
    def __init__(self):
        self.flags, self.obsolete = set(), False
        self.fields = {}  # "msgctxt", "msgid", "msgid_plural", "msgstr", "msgstr[0]", …

    @property
    def key(self):
        return self.fields.get("msgctxt"), self.fields.get("msgid", ""), self.fields.get("msgid_plural")

    @property
    def translations(self):
        return [text for name, text in sorted(self.fields.items()) if name.startswith("msgstr")]


def unquoted(text):
    return re.sub(r'\\(.)', lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)


def read(path):
    """Its entries, in order; the first one is the head."""
    entries, entry, field = [], Entry(), None
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n") + [""]:
            if not line.strip():
                if entry.fields:
                    entries.append(entry)
                entry, field = Entry(), None
                continue
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            if line.startswith("#~"):
                entry.obsolete, line = True, line[2:].strip()
            if line.startswith("#"):
                continue
            named = re.fullmatch(r'([a-z_]+(?:\[\d\])?) "(.*)"', line)
            if named:
                field = named[1]
                entry.fields[field] = unquoted(named[2])
            else:
                entry.fields[field] += unquoted(re.fullmatch(r'"(.*)"', line)[1])
    return entries


def holes(text):
    """The arguments that a text of fmt takes, with their formats: {"0": "", "1": ":.1f"}."""
    found, following = {}, 0
    for name, layout in re.findall(r"\{(\w*)(:[^{}]*)?\}", text.replace("{{", "").replace("}}", "")):
        if not name:
            name, following = str(following), following + 1
        found[name] = layout
    return found


def typed_names(text):
    """What users type, and what must stay as it is: options and commands."""
    return set(re.findall(rf"--[a-z][a-z-]*|smtptally (?:{COMMANDS})\b", text))


def width(text):
    """Columns of a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def plural_count(head):
    return int(re.search(r"nplurals=(\d)", head.fields["msgstr"])[1])


def mistakes(template, catalogue):
    """Sentences about a catalogue that should have what the template has."""
    head, *entries = catalogue
    by_key = {entry.key: entry for entry in entries if not entry.obsolete}
    for entry in entries:
        if entry.obsolete or entry.key not in {wanted.key for wanted in template}:
            yield f"it is in no source: {entry.key}"
        if "fuzzy" in entry.flags:
            yield f"fuzzy: {entry.key}"
    for wanted in template[1:]:
        entry = by_key.get(wanted.key)
        if entry is None or not all(entry.translations):
            yield f"not translated: {wanted.key}"
            continue
        _, one, many = wanted.key
        if many and len(entry.translations) != plural_count(head):
            yield f"{len(entry.translations)} plural forms: {wanted.key}"
        for text in entry.translations:
            yield from mistakes_of(one, many, text)


def mistakes_of(one, many, text):
    if holes(text) not in (holes(one), holes(many or one)):
        yield f"other arguments: '{one}' is '{text}'"
    if typed_names(text) != typed_names(many or one):
        yield f"other names of options or commands: '{one}' is '{text}'"
    for blanks in (r"^\s*", r"\s*$"):
        if re.search(blanks, text)[0].count("\n") != re.search(blanks, one)[0].count("\n"):
            yield f"other newlines around it: '{one}' is '{text}'"


def extracted(source, path):
    """The template as the sources have it; None where gettext is not installed."""
    try:
        subprocess.run(["sh", f"{source}/src/po/update.sh", "--pot", path], check=True, timeout=120)
    except subprocess.CalledProcessError:
        return None
    with open(path, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    found = list(mistakes(read(sys.argv[1]), read(sys.argv[2])))
    print("\n".join(found) or "nothing is wrong")
    sys.exit(bool(found))
