#!/usr/bin/env python3
"""Compares people's screens with those that were looked at: run.py BINARY

expected/COMMAND-WIDTH[-ascii|-color].txt holds each. UPDATE_SCREENS=1 rewrites them; look at each
change. No line may be wider than its screen, with and without colour the letters are the same, and
ASCII screens hold nothing else."""
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

from sample_log import sample_log

HERE = os.path.dirname(os.path.abspath(__file__))
COMMANDS = [
    "summary", "tls", "volume", "old", "days", "weeks", "domains", "clients", "mechanisms", "events --top 12",
    "events --failures", "check", "pivot --rows sender,weekday --columns tls --top 3",
    "pivot --rows client --values messages,bytes,first,last", "pivot --rows sender --chart",
    "hours --on 2026-11-04", "tls --top 4", "tls --wide --top 4", "sender erp@shop.example",
    "client 192.0.2.31",
    "summary --since 2026-11-22 --until 2026-11-28",
    "compare --with previous --since 2026-11-22 --until 2026-11-28",
    "compare --with 2026-11-01..2026-11-03 --on 2026-11-28 --top 3",
]
IPV6 = "2001:db8:20:1:250:56ff:fe8f:3a17"  # Of the sample.
WIDTHS = [60, 80, 100, 120, 200]


def name_of(command, width, mode):
    words = re.sub(r"[^a-z0-9]+", "-", command)
    return f"{words}-{width}{'-' + mode if mode else ''}.txt"


def width_of(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


def run(binary, folder, command, width, mode):
    arguments = [binary, *command.split(), "--width", str(width), "--now", "2026-11-29T08:00:00Z"]
    if mode == "ascii":
        arguments.append("--ascii")
    if mode == "color":
        arguments += ["--color", "always"]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run([*arguments, "mail.log"], cwd=folder, env=environment, capture_output=True,
                          timeout=60)
    return done.stdout.decode(), done.stderr.decode(), done.returncode


def check(binary, folder, command, width):
    """What is wrong, as sentences."""
    plain, errors, status = run(binary, folder, command, width, "")
    wrong = []
    if status != 0 or "error" in errors:
        wrong.append(f"status {status}: {errors}")
    if "--wide" not in command:
        wrong += [f"too wide: {line}" for line in plain.splitlines() if width_of(line) > width]
    wrong += [f"a client is cut: {line}" for line in plain.splitlines()
              if "2001:" in line and IPV6 not in line]
    wrong += [f"a sum's label is cut: {line}" for line in plain.splitlines()
              if re.match(r"[0-9,]+ [a-z ]*…", line)]
    colored, _, _ = run(binary, folder, command, width, "color")
    if re.sub(r"\x1b\[[0-9]*m", "", colored) != plain:
        wrong.append("colour changes the letters")
    ascii_only, _, _ = run(binary, folder, command, width, "ascii")
    if not ascii_only.isascii():
        wrong.append("ASCII screens hold other characters")
    if "--wide" not in command and any(width_of(l) > width for l in ascii_only.splitlines()):
        wrong.append("too wide in ASCII")
    texts = {"": plain}
    if width == 80:
        texts |= {"ascii": ascii_only, "color": colored}
    for mode, text in texts.items():
        path = os.path.join(HERE, "expected", name_of(command, width, mode))
        if os.environ.get("UPDATE_SCREENS"):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        elif not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
            wrong.append(f"{os.path.basename(path)} is not what was looked at:\n{text}")
    return wrong


def main():
    binary = os.path.abspath(sys.argv[1])
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "mail.log"), "w", encoding="utf-8") as file:
            file.write(sample_log())
        for command in COMMANDS:
            for width in WIDTHS:
                for sentence in check(binary, folder, command, width):
                    failed += 1
                    print(f"FAILED: {command} at {width}: {sentence}")
    print(f"{len(COMMANDS) * len(WIDTHS)} screens, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
