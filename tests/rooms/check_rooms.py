#!/usr/bin/env python3
"""Fails where a room of src/ includes one that stands above it: check_rooms.py SOURCE_DIR

A room may include those that are named for it, itself, and the public headers. src/README.md says
what each is for."""
import os
import re
import sys

GROUND = {"text", "containers", "time", "io"}
MAY_INCLUDE = {
    "text": set(),
    "containers": {"text"},
    "time": {"text"},
    "io": {"text"},
    "parse": {"text", "containers", "time"},
    "pivot": {"text", "containers", "time"},
    # The servers know nothing of each other.
    "postfix": {"text", "containers", "parse", "pivot"},
    "exchange": {"text", "containers", "parse", "pivot"},
    "exim": {"text", "containers", "parse", "pivot"},
    "piece.hpp": {"text", "containers", "parse", "pivot", "postfix", "exchange", "exim"},
    "history": {"text", "parse", "pivot", "piece.hpp"},
    "inputs": GROUND | {"parse", "pivot"},
    "reading": GROUND | {"parse", "pivot", "postfix", "exchange", "inputs", "piece.hpp"},
    "history": GROUND | {"parse", "pivot", "inputs", "reading", "postfix", "exchange", "piece.hpp"},
    "parts": GROUND | {"parse", "pivot", "inputs", "reading", "report", "piece.hpp"},
    "unusual": {"text", "containers", "time", "pivot"},
    "report": GROUND | {"pivot", "unusual"},
    "format": {"text", "report"},
    # The ground floor's gzip, for what is attached.
    "mail": {"text", "io", "report", "format"},
    "cli": GROUND | {"parse", "pivot", "report"},
    "": GROUND | {"parse", "pivot", "unusual", "reading", "history", "parts", "report", "format", "mail", "cli", "piece.hpp",
         "mailed_report.hpp", "anonymous.hpp", "messages.hpp", "named_files.hpp", "report_output.hpp"},
}
# A room of one file, beside main().
PIECE = {"piece.hpp", "piece.cpp", "piece_state.cpp"}


def main():
    source = os.path.join(sys.argv[1], "src")
    problems, includes = [], 0
    for folder, _, names in os.walk(source):
        room = os.path.relpath(folder, source).replace(".", "", 1)
        for name in sorted(names):
            if not name.endswith((".hpp", ".cpp")):
                continue
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    found = re.match(r'#include "([^"]+)"', line)
                    if not found:
                        continue
                    includes += 1
                    other = os.path.dirname(found[1]) or found[1]
                    here = "piece.hpp" if room == "" and name in PIECE else room
                    if other not in {here, "smtptally"} | MAY_INCLUDE.get(here, set()):
                        problems.append(f"{os.path.relpath(path, source)}:{number}: {here or 'src'} includes {found[1]}")
    for problem in problems:
        print(problem)
    print(f"{includes} includes, {len(problems)} that run up")
    return bool(problems) or includes == 0


sys.exit(main())
