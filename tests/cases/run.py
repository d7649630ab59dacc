#!/usr/bin/env python3
"""Runs the cases of ../shared/cases, where that folder exists: run.py BINARY [NAME...]

Each row of a file rows_*.py beside this one is Case(name, arguments, …): what is run, and what must
be printed. Arguments are relative to the folder of cases. Ends with 77 where the folder is missing."""
import glob
import os
import runpy
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.abspath(os.path.join(HERE, "..", "..", "..", "shared", "cases"))
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""}


class Case:
    """`out`: lines that stdout holds, whole; `holds`: texts that stdout holds; `not_out`, `err`, `not_err`: texts that stdout or stderr
    must not, or must, hold; `only`: all lines of stdout."""

    def __init__(self, name, command, out=(), not_out=(), err=(), not_err=(), only=None, status=0,
                 holds=()):
        self.name, self.command = name, command
        self.out, self.not_out, self.err, self.not_err = out, not_out, err, not_err
        self.only, self.status, self.holds = only, status, holds

    def problems(self, binary):
        done = subprocess.run([binary, *shlex.split(self.command)], cwd=CASES, env=ENVIRONMENT,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        out = done.stdout.decode("utf-8", "backslashreplace")
        err = done.stderr.decode("utf-8", "backslashreplace")
        lines = out.splitlines()
        found = [f"stdout lacks the line {line!r}" for line in self.out if line not in lines]
        found += [f"stdout lacks {text!r}" for text in self.holds if text not in out]
        found += [f"stdout holds {text!r}" for text in self.not_out if text in out]
        found += [f"stderr lacks {text!r}" for text in self.err if text not in err]
        found += [f"stderr holds {text!r}" for text in self.not_err if text in err]
        if self.only is not None and lines != list(self.only):
            found.append(f"stdout is not {list(self.only)!r}")
        if done.returncode != self.status:
            found.append(f"status {done.returncode} instead of {self.status}")
        return found + ([f"stdout:\n{out}stderr:\n{err}"] if found else [])


def main():
    if not os.path.isdir(CASES):
        print("skipped: there is no folder ../shared/cases")
        return 77
    binary, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    passed = failed = 0
    for path in sorted(glob.glob(os.path.join(HERE, "rows_*.py"))):
        for case in runpy.run_path(path, {"Case": Case})["CASES"]:
            if wanted and not any(text in case.name for text in wanted):
                continue
            problems = case.problems(binary)
            if problems:
                print(f"FAILED: {case.name}: smtptally {case.command}\n  " + "\n  ".join(problems))
            failed, passed = failed + bool(problems), passed + (not problems)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
