#!/usr/bin/env python3
"""Plants takeovers in generated logs of four weeks, and looks whether `unusual` finds exactly these
as high: check_takeovers.py BINARY GEN_POSTFIX GEN_EXCHANGE"""
import csv
import datetime
import io
import os
import subprocess
import sys
import tempfile

BINARY, GEN_POSTFIX, GEN_EXCHANGE = (os.path.abspath(path) for path in sys.argv[1:4])
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""}
# In a second world nobody is taken over, and nobody may be high.
WORLDS = [("7", 4), ("8", 8), ("9", 0)]
failed = passed = 0


def check(fine, what):
    global failed, passed
    passed, failed = passed + bool(fine), failed + (not fine)
    if not fine:
        print("FAILED:", what)


def unusual(*arguments):
    done = subprocess.run([BINARY, "unusual", "--year", "2026", "--quiet", *arguments], env=ENVIRONMENT,
                          capture_output=True, text=True, timeout=300, check=False)
    return done.stdout, done.returncode


def planted(path):
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8", newline="") as file:
        return {row["account"]: row for row in csv.DictReader(file)}


def high_of(text):
    """The times of the findings of each account that is high."""
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        if row["level"] == "high":
            since = datetime.datetime.fromisoformat(row["since"]).timestamp()
            found.setdefault(row["sender"], []).append(since)
    return found


def look(name, inputs, truth):
    out, status = unusual("--format", "csv", "--fail-on", "high", *inputs)
    found = high_of(out)
    check(status == (4 if truth else 0), f"{name}: exit status {status}")
    check(set(found) == set(truth), f"{name}: missed {sorted(set(truth) - set(found))}, "
          f"and wrong {sorted(set(found) - set(truth))}\n{out}")
    for account, since in found.items():
        if account in truth:
            late = [time - int(truth[account]["start"]) for time in since]
            # Guesses come first, and a slow one needs a day; before noon, the owner sent on that day.
            check(all(-24 * 3600 <= seconds <= 48 * 3600 for seconds in late),
                  f"{name}: {account} since {late} s after its start")
    for jobs in ("1", "4"):
        check(unusual("--format", "csv", "--jobs", jobs, *inputs)[0] == out, f"{name}: --jobs {jobs}")
    return out


def generate(folder, generator, size, name, seed, count):
    """(log, truth) of a world with `count` takeovers."""
    log, truth = os.path.join(folder, name), os.path.join(folder, "truth.csv")
    plant = ["--takeover", str(count), "--takeover-truth", truth] if count else []
    subprocess.run([generator, *size, "--days", "28", "--senders", "60", "--seed", seed, "--out", log, *plant],
                   check=True, capture_output=True)
    return log, truth


def main():
    for seed, count in WORLDS:
        with tempfile.TemporaryDirectory() as folder:
            log, truth = generate(folder, GEN_POSTFIX, ["--lines", "300000"], "mail.log", seed, count)
            out = look(f"postfix, seed {seed}", [log], planted(truth))
            with open(log, "rb") as file:
                lines = file.readlines()
            parts = []
            for index in range(3):
                parts.append(os.path.join(folder, f"part.{index}"))
                begin, end = len(lines) * index // 3, len(lines) * (index + 1) // 3
                with open(parts[-1], "wb") as file:
                    file.writelines(lines[begin:end])
            check(unusual("--format", "csv", *parts)[0] == out, f"postfix, seed {seed}: in three files")
        with tempfile.TemporaryDirectory() as folder:
            logs, truth = generate(folder, GEN_EXCHANGE, ["--messages", "8000"], "logs", seed, count)
            look(f"exchange, seed {seed}", [logs], planted(truth))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
