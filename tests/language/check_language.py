#!/usr/bin/env python3
"""The languages: complete catalogues, and the program in each of them.
Usage: check_language.py BINARY SOURCE_DIR"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import catalogues  # noqa: E402

LOG = "samples/submission-rfc3339.log"
# A word of the summary of LOG.
WORDS = {"de": "Absender", "fr": "expéditeurs", "sv": "avsändare", "ja": "送信者", "ko": "보낸 사람"}
# Each format for programs, and what people get beside it.
COMMANDS = ("summary", "tls", "days", "check", "unusual", "events", "sender scanner@example.org",
            "pivot --rows weekday,hour --columns tls", "report")
MACHINE = ("csv", "tsv", "json", "ndjson")


class Program:
    def __init__(self, binary, source):
        self.binary, self.source = binary, source

    def run(self, words, **variables):
        """(standard output, standard error, exit status), with nothing else in the environment."""
        environment = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": "", **variables}
        done = subprocess.run([self.binary, *words.split()], cwd=self.source, env=environment, timeout=60,
                              capture_output=True, stdin=subprocess.DEVNULL)
        return done.stdout.decode(), done.stderr.decode(), done.returncode


def check_choice(program, check):
    """Which variable or option chooses the language."""
    german = program.run(f"--lang de --ascii {LOG}")[0]
    english = program.run(f"--ascii {LOG}")[0]
    check(WORDS["de"] in german and WORDS["de"] not in english, f"--lang de: {german}")
    for variables in ({"LANG": "de_DE.UTF-8"}, {"LANG": "de"}, {"LC_ALL": "de_AT.utf8"}, {"LC_MESSAGES": "de_DE"},
                      {"LANGUAGE": "de"}, {"LANGUAGE": "eo:de:fr", "LANG": "en_US.UTF-8"}, {"SMTPTALLY_LANG": "de"},
                      {"LANG": "fr_FR.UTF-8", "LC_ALL": "de_DE.UTF-8"}):
        said = program.run(f"--ascii {LOG}", **variables)[0]
        check(said == german, f"{variables}: {said}")
    for variables in ({"LC_ALL": "C", "LANGUAGE": "de"}, {"LANG": "de_DE.ISO-8859-1"}, {"LANG": "eo.UTF-8"},
                      {"LANG": "POSIX", "LANGUAGE": "de"}, {"LANG": "de_DE", "SMTPTALLY_LANG": "en"}):
        said = program.run(f"--ascii {LOG}", **variables)[0]
        check(said == english, f"{variables}: {said}")
    check(program.run(f"--lang en {LOG}", LANG="de_DE.UTF-8")[0] == program.run(LOG, LANG="en_US.UTF-8")[0],
          "--lang en is stronger than the locale")
    said = program.run(f"--lang xx {LOG}")
    check(said[1].startswith("smtptally: --lang: there is no language 'xx'") and said[2] == 2, f"--lang xx: {said}")


def check_machine(program, language, check):
    """Formats for programs, and exit statuses, are the same everywhere."""
    for command in COMMANDS:
        for form in MACHINE:
            words = f"{command} --format {form} {LOG}"
            wanted, got = program.run(words), program.run(words, LANG=f"{language}.UTF-8")
            check(got[0] == wanted[0] and got[2] == wanted[2], f"{language}: {words} has other bytes")
            check(bool(got[1]) == bool(wanted[1]), f"{language}: {words}: {got[1]}")
    for words in ("--nothing", "/nowhere/mail.log", "help help", f"--on 2031-01-01 --strict {LOG}"):
        wanted, got = program.run(words), program.run(words, LANG=f"{language}.UTF-8")
        check(got[2] == wanted[2], f"{language}: {words} ends with {got[2]}, not {wanted[2]}")


def check_page(program, language, check):
    """The words that the script of a page says: each once, numbers in both forms."""
    page = program.run(f"report --format html {LOG}", LANG=f"{language}.UTF-8")[0]
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S).group(1)
    pairs = []
    words = json.loads(data, object_pairs_hook=lambda found: pairs.append(found) or dict(found))["words"]
    of_words = next(found for found in pairs if dict(found) == words)
    check(len(of_words) == len(words), f"{language}: the page has a word twice: {of_words}")
    for english in ("Sender", "{} sender", "{} senders", "{} row", "{} rows", "{} message", "{} messages", "no TLS"):
        check(words.get(english), f"{language}: the page does not translate {english}: {words}")
    check(words["{} sender"] != "{} sender" and (words["{} row"] != words["{} rows"]) == (language in ("de", "fr", "sv")),
          f"{language}: {words}")
    check(language != "de" or (words["{} row"], words["{} rows"]) == ("{} Zeile", "{} Zeilen"), f"numbers: {words}")
    check('"words"' not in program.run(f"report --format html {LOG}")[0], "the English page has words")


def check_screens(program, language, check):
    """They fit, whatever their letters take."""
    for command in COMMANDS:
        for columns in (80, 120):
            said = program.run(f"{command} --width {columns} {LOG}", LANG=f"{language}.UTF-8")[0]
            for line in said.split("\n"):
                check(catalogues.width(line) <= columns, f"{language}: {command} at {columns}: {line}")
    short = program.run("-h", LANG=f"{language}.UTF-8")[0].rstrip("\n").split("\n")
    check(len(short) <= 24, f"{language}: -h has {len(short)} lines")
    for line in short:
        check(catalogues.width(line) <= 80, f"{language}: -h: {line}")
    english = program.run("--help")[0]
    said = program.run("--help", LANG=f"{language}.UTF-8")[0]
    check(set(re.findall(r"^ +(?:-., )?(--[a-z-]+)", english, re.M)) ==
          set(re.findall(r"^ +(?:-., )?(--[a-z-]+)", said, re.M)), f"{language}: --help has other options")


def main():
    binary, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    program = Program(binary, source)
    failed = passed = 0

    def check(fine, what):
        nonlocal failed, passed
        passed, failed = passed + bool(fine), failed + (not fine)
        if not fine:
            print("FAILED:", what)

    po = os.path.join(source, "src/po")
    template = os.path.join(po, "smtptally.pot")
    with tempfile.TemporaryDirectory() as folder:
        made = catalogues.extracted(source, os.path.join(folder, "made.pot"))
        with open(template, encoding="utf-8") as file:
            check(made is None or made == file.read(), "smtptally.pot is that of the sources: run src/po/update.sh")
    with open(os.path.join(po, "LINGUAS"), encoding="utf-8") as file:
        languages = re.findall(r"^[a-z]+$", file.read(), re.M)
    check(sorted(languages) == sorted(WORDS), f"the languages: {languages}")
    wanted = catalogues.read(template)
    check(len(wanted) > 500, f"smtptally.pot has {len(wanted)} entries")
    for language in languages:
        for mistake in catalogues.mistakes(wanted, catalogues.read(os.path.join(po, f"{language}.po"))):
            check(False, f"{language}.po: {mistake}")
        said = program.run(LOG, LANG=f"{language}.UTF-8")[0]
        check(WORDS[language] in said, f"{language}: the summary has '{WORDS[language]}': {said}")
        check_machine(program, language, check)
        check_page(program, language, check)
        check_screens(program, language, check)
    check_choice(program, check)

    with open(os.path.join(source, "src/format/page.js"), encoding="utf-8") as file:
        script = file.read()
    with open(os.path.join(source, "src/format/page_words.cpp"), encoding="utf-8") as file:
        words = file.read()
    texts = re.findall(r"say\((?:[^'()]*\? )?'([^']*)'", script)
    check(len(texts) > 10, f"page.js says {texts}")
    for text in texts:
        check(f'"{text}"' in words or text == "{} ", f"page_words.cpp has '{text}' of page.js")
    print(f"{passed} passed, {failed} failed")
    return bool(failed)


sys.exit(main())
