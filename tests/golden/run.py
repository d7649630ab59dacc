#!/usr/bin/env python3
"""Runs the golden cases: run.py [--fewer] BINARY [GROUP/CASE…]

A case is a directory with `cmd` (what follows `smtptally`, shell quoting), its inputs, and what is
expected: `expout`, `experr`, `status` (0 if absent). Optional: `stdin`; `links` (lines "NAME
TARGET"); `mtimes` (lines "NAME EPOCH", default 2026-11-21 12:00 UTC); `outfile` (a file that the
run writes; its content is compared behind stdout); `nosplit` (why the input is not cut in two).
Each case also runs with --jobs 1 and 4, and with its plain inputs cut in two files at several
places: stdout must stay the same; with --fewer, --jobs 4 and one cut.
UPDATE_GOLDEN=1 rewrites the expectations; review the diff."""
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NOON = 1795262400
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC",
               "SMTPTALLY_SYSTEM_CONFIG": ""}
INPUTS = re.compile("(?m)(^| +)\\d+ files? (?=(?:·|\\|) [\\d,]+ lines?, )".encode())
KEPT = {"cmd", "expout", "experr", "status", "stdin", "links", "mtimes", "outfile", "nosplit"}


def text(path, default=""):
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except FileNotFoundError:
        return default


class Case:
    def __init__(self, name):
        self.name = name
        self.folder = os.path.join(HERE, name)
        self.arguments = shlex.split(text(os.path.join(self.folder, "cmd")))
        self.links = [l.split() for l in text(os.path.join(self.folder, "links")).splitlines()]
        self.times = dict(l.split() for l in text(os.path.join(self.folder, "mtimes")).splitlines())
        self.outfile = text(os.path.join(self.folder, "outfile")).strip()

    def run(self, binary, arguments, files=None):
        """(stdout, stderr, status) in a fresh copy of the folder; `files` are further inputs."""
        with tempfile.TemporaryDirectory() as folder:
            work = os.path.join(folder, "case")
            shutil.copytree(self.folder, work, symlinks=True)
            for name, content in (files or {}).items():
                with open(os.path.join(work, name), "wb") as file:
                    file.write(content)
            for name, target in self.links:
                os.symlink(target, os.path.join(work, name))
            for root, folders, names in os.walk(work):
                for name in names:
                    time = int(self.times.get(name, NOON))
                    os.utime(os.path.join(root, name), (time, time), follow_symlinks=False)
            stdin = os.path.join(work, "stdin")
            with open(stdin if os.path.exists(stdin) else os.devnull, "rb") as source:
                done = subprocess.run([binary, *arguments], cwd=work, env=ENVIRONMENT, stdin=source,
                                      capture_output=True, timeout=60)
            # The inputs that are cut in two are more, and nothing else may change.
            out = INPUTS.sub(lambda m: (b"  " if m[1] else b"") + b"N files ", done.stdout)
            if self.outfile:
                written = os.path.join(work, self.outfile)
                out += open(written, "rb").read() if os.path.exists(written) else b"(no file)\n"
            return out, done.stderr, done.returncode

    def cuts(self, most):
        """The command line with each plain input cut in two, at up to `most` places."""
        if os.path.exists(os.path.join(self.folder, "nosplit")):
            return
        chance = random.Random(self.name)
        for index, word in enumerate(self.arguments):
            path = os.path.join(self.folder, word)
            if word in KEPT or not os.path.isfile(path):
                continue
            content = open(path, "rb").read()
            lines = content.splitlines(keepends=True)
            if len(lines) < 2 or content[:2] in (b"\x1f\x8b", b"BZ", b"\xfd7", b"\x28\xb5"):
                continue
            places = {len(lines) // 2} | {chance.randrange(1, len(lines)) for _ in range(most - 1)}
            for at in sorted(places):
                arguments = list(self.arguments)
                arguments[index:index + 1] = ["part.1", "part.2"]
                yield f"cut before line {at + 1} of {word}", arguments, {
                    "part.1": b"".join(lines[:at]), "part.2": b"".join(lines[at:])}


def ruler(title, content):
    return f"----- {title}\n{content.decode('utf-8', 'backslashreplace')}"


def check(case, binary, fewer):
    """What is wrong with the case; empty when nothing."""
    expected = [open(os.path.join(case.folder, name), "rb").read()
                if os.path.exists(os.path.join(case.folder, name)) else b""
                for name in ("expout", "experr")]
    status = int(text(os.path.join(case.folder, "status"), "0"))
    got = case.run(binary, case.arguments)
    for title, want, have in zip(("stdout", "stderr"), expected, got):
        if want != have:
            return ruler(f"{title} expected", want) + ruler(f"{title} got", have) + "-----\n"
    if got[2] != status:
        return f"status: expected {status}, got {got[2]}\n"
    jobs = ("4",) if fewer else ("1", "4")
    variants = [(f"--jobs {n}", [*case.arguments, "--jobs", n], None) for n in jobs
                if "--jobs" not in case.arguments and "--" not in case.arguments]
    for title, arguments, files in [*variants, *case.cuts(1 if fewer else 2)]:
        have = case.run(binary, arguments, files)
        if have[0] != expected[0]:
            return ruler(f"{title}: expected", expected[0]) + ruler("got", have[0]) + "-----\n"
    return ""


def update(case, binary):
    out, err, status = case.run(binary, case.arguments)
    for name, content in (("expout", out), ("experr", err)):
        path = os.path.join(case.folder, name)
        if content:
            open(path, "wb").write(content)
        elif os.path.exists(path):
            os.remove(path)
    path = os.path.join(case.folder, "status")
    if status:
        open(path, "w").write(f"{status}\n")
    elif os.path.exists(path):
        os.remove(path)


def main():
    fewer = sys.argv[1] == "--fewer"
    binary, *wanted = sys.argv[2 if fewer else 1:]
    binary = os.path.abspath(binary)
    names = sorted(os.path.relpath(root, HERE) for root, _, files in os.walk(HERE) if "cmd" in files)
    failed = passed = 0
    for name in names:
        if wanted and not any(name == w or name.startswith(w + "/") for w in wanted):
            continue
        case = Case(name)
        if os.environ.get("UPDATE_GOLDEN"):
            update(case, binary)
        problem = check(case, binary, fewer)
        if problem:
            print(f"FAILED: {name}: smtptally {' '.join(case.arguments)}\n{problem}")
        failed, passed = failed + bool(problem), passed + (not problem)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
