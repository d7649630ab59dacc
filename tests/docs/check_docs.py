#!/usr/bin/env python3
"""Keeps the documents true: runs every README example again, and looks for every option of --help,
command, counter and finding in the manuals and in the completions.
Usage: check_docs.py BINARY SOURCE_DIR"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile


def run(binary, source, command):
    quoted = "'" + binary.replace("'", "'\\''") + "'"
    shell = re.sub(r"^smtptally", lambda _: quoted, command)
    environment = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8", "SMTPTALLY_SYSTEM_CONFIG": ""}
    done = subprocess.run(["sh", "-c", shell], cwd=source, env=environment, capture_output=True,
                          text=True, timeout=60, stdin=subprocess.DEVNULL)
    return done.stderr + done.stdout


def manuals(source):
    """The text of each page, by its name."""
    pages = {}
    for path in sorted(glob.glob(os.path.join(source, "man", "*.1"))):
        with open(path, encoding="utf-8") as file:
            pages[os.path.basename(path)[:-2]] = file.read().replace("\\-", "-")
    return pages


def check_pages(pages, check):
    """They are named, find one another, and say nothing twice."""
    check(len(pages) >= 10, f"there is a page for each large command: {list(pages)}")
    lines = {}
    for name, text in pages.items():
        check(f"\n.Dt {name.upper()} 1\n" in text and f"\n.Sh NAME\n.Nm {name}\n" in text, f"{name}.1 has its name")
        headings = re.findall(r"^\.S[sh] (.*)$", text, re.M)
        for reference in re.findall(r"^\.(?:Pq see )?Sx (.*?)(?: [.,;:)]+)?$", text, re.M):
            check(reference in headings, f"{name}.1: there is a section {reference}")
        for other in re.findall(r"^\.Xr (smtptally[a-z-]*) 1", text, re.M):
            check(other in pages and other != name, f"{name}.1: there is a page {other}")
        check(name == "smtptally" or f".Xr {name} 1" in pages["smtptally"], f"smtptally.1 names {name}")
        for line in text.split("\n"):
            if len(line) >= 45 and not line.startswith("."):
                check(line not in lines, f"{name}.1 and {lines.get(line)}.1 say the same: {line}")
                lines[line] = name


def check_help(command, text, pages, check):
    """The help of a command names a page, and that names the command and has the examples."""
    page = text.rstrip().rsplit("\nMore: man ", 1)[-1]
    check(page in pages, f"help {command}: there is a page '{page}'")
    check(re.search(rf"\bCm ([a-z]+ \| )*{command}\b", pages.get(page, "")) is not None, f"{page}.1 is about {command}")
    examples = re.findall(r"^  (\S.*smtptally.*|smtptally.*)$", text.split("\nExamples:\n")[1].split("\n\n")[0], re.M)
    check(len(examples) == 2, f"help {command} has two examples: {examples}")


def main():
    binary, source = os.path.abspath(sys.argv[1]), sys.argv[2]
    failed = passed = 0

    def check(ok, what):
        nonlocal failed, passed
        passed, failed = passed + bool(ok), failed + (not ok)
        if not ok:
            print("FAILED:", what)

    readme = open(os.path.join(source, "README.md"), encoding="utf-8").read()
    for picture in re.findall(r"!\[[^]]*\]\(([^)]*)\)", readme):
        check(os.path.isfile(os.path.join(source, picture)), f"README.md: there is {picture}")
    examples = re.findall(r"^```\n\$ (smtptally[^\n]*)\n(.*?)^```$", readme, re.S | re.M)
    check(len(examples) >= 5, "README.md has five examples")
    for command, expected in examples:
        got = run(binary, source, command)
        check(got == expected, f"README.md: {command}\n--- expected\n{expected}--- got\n{got}")

    # cron takes a bare % for the end of the command, and hands \% on as %.
    entries = re.findall(r"^\d+ \d+ \* \* \S+ +(smtptally .*)$", readme, re.M)
    check(len(entries) == 2, f"README.md has entries for cron: {entries}")
    with tempfile.TemporaryDirectory() as reports:
        sendmail = os.path.join(reports, "sendmail")
        with open(sendmail, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\ncat >'{reports}/mail'\n")
        os.chmod(sendmail, 0o700)
        for entry in entries:
            check(not re.search(r"(?<!\\)%", entry), f"README.md: each % has a backslash: {entry}")
            said = run(binary, source, entry.replace("\\%", "%").replace("/srv/reports", reports).replace(
                "/var/log/mail.log*", "samples/submission-rfc3339.log").replace("--last 7d", "--last 7d --now 2026-11-19").replace(
                "--mail-to", f"--sendmail {sendmail} --mail-to"))
            check("error" not in said and "Try '" not in said, f"{entry} runs: {said}")
        check([name for name in os.listdir(reports) if re.fullmatch(r"mail-\d{4}-W\d\d\.html", name)],
              f"cron writes the page of a week: {os.listdir(reports)}")
        check("mail" in os.listdir(reports), f"cron mails the report: {os.listdir(reports)}")

    options = set(re.findall(r"--[a-z][a-z-]+", run(binary, source, "smtptally --help")))
    options -= {"--no-install-recommends"}
    check(len(options) > 25, "--help names the options")
    pages = manuals(source)
    manual = "".join(pages.values())
    check_pages(pages, check)
    defined = re.findall(r"^\.It Fl (.*)$", manual, re.M)
    for option in sorted(options):
        places = [line for line in defined if re.search(rf"(^|Fl ){option[1:]}( |$)", line)]
        check(len(places) == 1, f"{option} is defined once in the manuals: {places}")
        for name in ("smtptally.bash", "_smtptally", "smtptally.fish"):
            text = open(os.path.join(source, "src/completions", name), encoding="utf-8").read()
            word = "-l " + option[2:] if name.endswith("fish") else option
            check(re.search(re.escape(word) + r"(?![a-z-])", text) is not None,
                  f"{option} stands in {name}")
    commands = re.findall(r"^  ([a-z]+) ", run(binary, source, "smtptally --help").split("\nCommands:\n")[1]
                          .split("\n\n")[0], re.M)
    check(len(commands) > 6, "--help lists the commands")
    for command in commands:
        check(f".It Cm {command}" in pages["smtptally"], f"{command} has its place in the manual")
        said = run(binary, source, f"smtptally help {command}")
        check_help(command, said, pages, check)
        if "\nThe same as:\n" in said:
            same = said.split("\nThe same as:\n")[1].split("\n\n")[0].strip()
            log = " --tz UTC --format csv samples/submission-rfc3339.log"
            got, wanted = (run(binary, source, words + log) for words in (same, f"smtptally {command}"))
            check(got == wanted and got.count("\n") > 2, f"{command} is the same as {same}")
        for name in ("smtptally.bash", "_smtptally", "smtptally.fish"):
            text = open(os.path.join(source, "src/completions", name), encoding="utf-8").read()
            check(re.search(rf"\b{command}\b", text) is not None, f"{command} stands in {name}")
    # Each counter of --stats, each column and each dimension has its definition, once.
    counters = re.findall(r"^([a-z][a-z_0-9]+) +\d+  ", run(binary, source, "smtptally check --stats samples/hostile.log"), re.M)
    check(len(counters) > 30, f"--stats prints the counters: {counters}")
    for counter in counters:
        places = [line for line in re.findall(r"^\.It (.*)$", manual.replace("\\\n", ""), re.M)
                  if counter in re.split(r"[ ,]+", line)]
        check(places, f"the counter {counter} stands in a manual")
    # The program lists the names of its closed sets when it is asked for one that there is not.
    for question in ("pivot --rows '?'", "pivot --values '?'", "--format '?'", "--auth '?'", "--color '?'",
                     "--excel='?'", "--input-format '?'", "--where 'tls=?'"):
        said = run(binary, source, f"smtptally {question} -")
        names = re.findall(r"[a-z0-9_]+", said.split("use ", 1)[1].split("\n")[0].replace(" or ", " "))
        check(len(names) > 1, f"{question} lists names: {said}")
        for name in ("smtptally.bash", "_smtptally", "smtptally.fish"):
            text = open(os.path.join(source, "src/completions", name), encoding="utf-8").read()
            for word in names:
                found = re.search(rf"(?<![a-z0-9_]){word}(?![a-z0-9_])", text)
                check(found is not None, f"{word} stands in {name}")
    # Each dimension and each measure has its definition.
    items = [re.split(r"[ ,]+", line) for line in re.findall(r"^\.It (.*)$", manual, re.M)]
    for question in ("pivot --rows '?'", "pivot --values '?'"):
        said = run(binary, source, f"smtptally {question} -")
        for word in re.findall(r"[a-z0-9_]+", said.split("use ", 1)[1].split("\n")[0].replace(" or ", " ")):
            check(any(word in item for item in items)
                  or re.fullmatch("tls1_[0-3]|ssl|none|unknown", word), f"{word} has its definition in a manual")
    # What check and standard error say of the input, and the dialects, have their places there, too.
    with open(os.path.join(source, "src/report/findings.cpp"), encoding="utf-8") as file:
        findings = re.findall(r'Row\{About::\w+,\s*Level::\w+,\s*(?:to_tr\(\s*)?"([^"]+)"', file.read())
    check(len(findings) > 20, "findings.cpp has a row for each finding")
    for finding in findings:
        check(f"\n.It {finding}\n" in manual, f"the finding \"{finding}\" stands in the manual")
    said = run(binary, source, "smtptally tls --where 'dialect=?' -")
    dialects = set(re.findall(r"[a-z0-9-]+", said.split("use ", 1)[1].split("\n")[0])) - {"or", "none"}
    check(len(dialects) > 15, f"--where dialect=? lists the dialects: {said}")
    known = pages["smtptally"].split("\n.Sh DIALECTS\n")[1].split("\n.Sh ")[0]
    for dialect in sorted(dialects):
        check(re.search(rf"^\.It (.* )?{dialect}( .*)?$", known, re.M) is not None,
              f"the dialect {dialect} stands in the manual")
    # The schema is written by hand: its coverage must name what the program prints, in its order.
    with open(os.path.join(source, "src/format/report.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    report = json.loads(run(binary, source, "smtptally tls --quiet --format json samples/submission-rfc3339.log"))

    def same(what, printed, described):
        check(list(printed) == list(described["required"]), f"schema: {what}")
        check(set(described["properties"]) == set(printed), f"schema: properties of {what}")

    coverage = schema["properties"]["coverage"]
    same("coverage", report["coverage"], coverage)
    parts = coverage["properties"]
    same("unknown_by_reason", report["coverage"]["unknown_by_reason"], parts["unknown_by_reason"])
    service = parts["services"]["items"]
    same("services", report["coverage"]["services"][0], service)
    same("messages of a service", report["coverage"]["services"][0]["messages"],
         service["properties"]["messages"])
    check(set(schema["required"]) <= set(report), "schema: members of the report")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
