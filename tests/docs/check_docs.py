#!/usr/bin/env python3
"""Keeps the documents true: runs every README example again, and looks for every option of --help
in the manual and in the completions.  Usage: check_docs.py BINARY SOURCE_DIR"""
import json
import os
import re
import subprocess
import sys


def run(binary, source, command):
    quoted = "'" + binary.replace("'", "'\\''") + "'"
    shell = re.sub(r"^smtptally", lambda _: quoted, command)
    environment = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8", "SMTPTALLY_SYSTEM_CONFIG": ""}
    done = subprocess.run(["sh", "-c", shell], cwd=source, env=environment, capture_output=True,
                          text=True, timeout=60, stdin=subprocess.DEVNULL)
    return done.stderr + done.stdout


def main():
    binary, source = os.path.abspath(sys.argv[1]), sys.argv[2]
    failed = passed = 0

    def check(ok, what):
        nonlocal failed, passed
        passed, failed = passed + ok, failed + (not ok)
        if not ok:
            print("FAILED:", what)

    readme = open(os.path.join(source, "README.md"), encoding="utf-8").read()
    examples = re.findall(r"^```\n\$ (smtptally[^\n]*)\n(.*?)^```$", readme, re.S | re.M)
    check(len(examples) >= 5, "README.md has five examples")
    for command, expected in examples:
        got = run(binary, source, command)
        check(got == expected, f"README.md: {command}\n--- expected\n{expected}--- got\n{got}")

    options = set(re.findall(r"--[a-z][a-z-]+", run(binary, source, "smtptally --help")))
    options -= {"--no-install-recommends"}
    check(len(options) > 25, "--help names the options")
    manual = ""
    for page in ("smtptally.1", "smtptally-unusual.1"):
        manual += open(os.path.join(source, "man", page), encoding="utf-8").read()
    manual = manual.replace("\\-", "-")
    for option in sorted(options):
        check("Fl " + option[1:] in manual, f"{option} stands in the manual")
        for name in ("smtptally.bash", "_smtptally", "smtptally.fish"):
            text = open(os.path.join(source, "src/completions", name), encoding="utf-8").read()
            word = "-l " + option[2:] if name.endswith("fish") else option
            check(re.search(re.escape(word) + r"(?![a-z-])", text) is not None,
                  f"{option} stands in {name}")
    commands = re.findall(r"^  ([a-z]+) ", run(binary, source, "smtptally --help").split("\nCommands:\n")[1]
                          .split("\n\n")[0], re.M)
    check(len(commands) > 6, "--help lists the commands")
    for command in commands:
        check(f".It Cm {command}" in manual, f"{command} has its place in the manual")
        for name in ("smtptally.bash", "_smtptally", "smtptally.fish"):
            text = open(os.path.join(source, "src/completions", name), encoding="utf-8").read()
            check(re.search(rf"\b{command}\b", text) is not None, f"{command} stands in {name}")
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
    # What check and standard error say of the input, and the dialects, have their places there, too.
    with open(os.path.join(source, "src/report/findings.cpp"), encoding="utf-8") as file:
        findings = re.findall(r'Row\{About::\w+,\s*Level::\w+,\s*"([^"]+)"', file.read())
    check(len(findings) > 20, "findings.cpp has a row for each finding")
    for finding in findings:
        check(f"\n.It {finding}\n" in manual, f"the finding \"{finding}\" stands in the manual")
    said = run(binary, source, "smtptally tls --where 'dialect=?' -")
    dialects = set(re.findall(r"[a-z0-9-]+", said.split("use ", 1)[1].split("\n")[0])) - {"or", "none"}
    check(len(dialects) > 15, f"--where dialect=? lists the dialects: {said}")
    known = manual.split("\n.Sh DIALECTS\n")[1].split("\n.Sh ")[0]
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
