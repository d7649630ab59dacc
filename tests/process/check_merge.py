#!/usr/bin/env python3
"""Parts and merge, end to end: check_merge.py BINARY GOLDEN_DIR [CASES]

For the command lines of the golden cases, `VIEW LOGS` and `merge PARTS VIEW` print the same bytes to
standard output and standard error, and end with the same status: with one part of all logs, with a
part for each log, with parts of parts, and whatever the order in which they are named. Then logs
that are cut at any byte, and every kind of damage to a small part."""
import glob
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile

BINARY = os.path.abspath(sys.argv[1])
GOLDEN = os.path.abspath(sys.argv[2])
ONLY = sys.argv[3:]
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC",
               "SMTPTALLY_SYSTEM_CONFIG": ""}
NOON = 1795262400
VIEWS = {"summary", "tls", "volume", "old", "days", "hours", "weeks", "domains", "clients", "mechanisms", "events",
         "pivot", "sender", "client", "check", "compare", "unusual", "report"}
WITH_SUBJECT = {"sender", "client"}
FORBIDDEN = ("--db", "--journal", "--anonymize", "-o", "--output", "--mail-to", "--mail-dry-run", "--partial",
             "--help", "-h", "--version", "-V", "--config", "--no-config", "--against")
failed = []
done = {}


def run(arguments, folder, stdin=None):
    with open(stdin or os.devnull, "rb") as source:
        ran = subprocess.run([BINARY, *arguments], cwd=folder, env=ENVIRONMENT, stdin=source,
                             capture_output=True, timeout=120)
    return ran.stdout, ran.stderr, ran.returncode


def check(name, expected, got, what):
    done[what] = done.get(what, 0) + 1
    if expected == got:
        return True
    failed.append(name)
    print(f"FAILED {name}: {what}")
    for label, a, b in zip(("stdout", "stderr", "status"), expected, got):
        if a != b:
            print(f"  {label} of one run:  {a!r:.1500}\n  {label} of the merge: {b!r:.1500}")
    return False


def logs_in(words, folder):
    """(options and view words, logs) of a command line, as smtptally takes it apart."""
    words = list(words)
    view = []
    if words and words[0] in VIEWS:
        view.append(words.pop(0))
        if view[0] in WITH_SUBJECT and words:
            view.append(words.pop(0))
        elif view[0] == "compare" and words and "--with" not in words:
            view.append(words.pop(0))
    logs, options, is_value = [], [], False
    for word in words:
        if not is_value and (word == "-" or not word.startswith("-")) and (word == "-" or os.path.exists(os.path.join(folder, word)) or "." in word):
            logs.append(word)
        else:
            options.append(word)
        is_value = word.startswith("-") and "=" not in word and word in TAKE_VALUE
    return view, options, logs


TAKE_VALUE = set("""-S --since -U --until --last --on --with --now --tz --log-tz --year --domain --where --filter
--sender --auth --rows --columns --values --sort --top --format --color --lang --width --input-format --join-limit
--client-connector --fail-on --except --alarms-per-week --baseline-days --least --times --minute-limit
--recipient-limit -j --jobs""".split())


def case_folder(case, into):
    work = os.path.join(into, "case")
    shutil.copytree(case, work, symlinks=True)
    times = {}
    if os.path.exists(os.path.join(case, "mtimes")):
        times = dict(line.split() for line in open(os.path.join(case, "mtimes"), encoding="utf-8"))
    if os.path.exists(os.path.join(case, "links")):
        for line in open(os.path.join(case, "links"), encoding="utf-8"):
            name, target = line.split()
            os.symlink(target, os.path.join(work, name))
    for root, _, names in os.walk(work):
        for name in names:
            time = int(times.get(name, NOON))
            os.utime(os.path.join(root, name), (time, time), follow_symlinks=False)
    return work


def one_case(case):
    words = shlex.split(open(os.path.join(case, "cmd"), encoding="utf-8", errors="surrogateescape").read())
    if any(word.split("=")[0] in FORBIDDEN for word in words) or not words:
        return
    with tempfile.TemporaryDirectory() as folder:
        work = case_folder(case, folder)
        view, options, logs = logs_in(words, work)
        stdin = os.path.join(work, "stdin")
        stdin = stdin if os.path.exists(stdin) else None
        if not logs and not stdin:
            return
        view = view or ["summary"]
        name = os.path.relpath(case, GOLDEN)
        # Parts are of whole logs: what a range leaves out is read, too.
        expected = run([*view, *options, "--no-seek", *(logs or ["-"])], work, stdin)
        one = run([*view, *options, "--partial", "-o", "all.part", *(logs or ["-"])], work, stdin)
        if one[2] == 2:
            check(name, 2, expected[2], "nothing to read")
            return
        check(name, expected, run(["merge", "all.part", *view, *options], work), "one part")
        if os.path.exists(os.path.join(work, "other")):
            return
        parts = []
        for index, log in enumerate(logs):
            part = f"{index}.part"
            if run([*view, *options, "--partial", "-o", part, log], work)[2] == 2:
                return  # No log: a run over all of them says so, a part can not.
            parts.append(part)
        if len(parts) < 2 or os.path.exists(os.path.join(case, "nosplit")):
            return
        got = run(["merge", *parts, *view, *options], work)
        if b"both hold lines" in got[1]:
            done["overlap refused"] = done.get("overlap refused", 0) + 1
            return
        check(name, expected, got, "a part for each log")
        parts.reverse()
        check(name, expected, run(["merge", *view, *options, *parts], work), "parts in the reverse order")
        run(["merge", *parts[:2], "--partial", "-o", "two.part"], work)
        check(name, expected, run(["merge", "two.part", *parts[2:], *view, *options], work), "parts of parts")


def golden_cases():
    for cmd in sorted(glob.glob(os.path.join(GOLDEN, "*", "*", "cmd"))):
        case = os.path.dirname(cmd)
        group = os.path.basename(os.path.dirname(case))
        if group in ("usage", "help", "config", "history", "merge", "anonymous"):
            continue
        if ONLY and not any(os.path.relpath(case, GOLDEN).startswith(only) for only in ONLY):
            continue
        one_case(case)


def cut_logs(effort):
    """A log that is cut at any byte, into parts: everything that is counted stays the same."""
    chance = random.Random(27)
    logs = [log for log in sorted(glob.glob(os.path.join(GOLDEN, "*", "*", "mail.log")))
            if 2_000 < os.path.getsize(log) < 60_000
            and not os.path.exists(os.path.join(os.path.dirname(log), "nosplit"))]
    for view in ("tls", "summary", "events", "report", "unusual", "clients"):
        for log in chance.sample(logs, min(effort, len(logs))):
            content = open(log, "rb").read()
            options = ["--year", "2026", "--auth", "any", "--format", "csv"]
            with tempfile.TemporaryDirectory() as work:
                open(os.path.join(work, "whole.log"), "wb").write(content)
                os.utime(os.path.join(work, "whole.log"), (NOON, NOON))
                expected = run([view, *options, "whole.log"], work)
                if expected[2] != 0:
                    continue
                cuts = sorted(chance.sample(range(600, len(content) - 600), chance.randint(1, 2)))
                if any(b - a < 600 for a, b in zip(cuts, cuts[1:])):
                    continue
                parts, refused = [], False
                for index, (begin, end) in enumerate(zip([0, *cuts], [*cuts, len(content)])):
                    path = os.path.join(work, f"{index}.log")
                    open(path, "wb").write(content[begin:end])
                    os.utime(path, (NOON, NOON))
                    ran = run([view, *options, "--partial", "-o", f"{index}.part", f"{index}.log"], work)
                    refused = refused or ran[2] != 0
                    parts.append(f"{index}.part")
                if refused:
                    continue
                got = run(["merge", *parts, view, *options], work)
                if b"both hold lines" in got[1]:
                    continue
                check(f"{log} cut at {cuts} for {view}", expected[0::2], got[0::2], "cut at any byte")


def damage(effort):
    log = sorted(glob.glob(os.path.join(GOLDEN, "counting", "*", "mail.log")), key=os.path.getsize)[0]
    with tempfile.TemporaryDirectory() as work:
        shutil.copy(log, os.path.join(work, "mail.log"))
        first = run(["tls", "--year", "2026", "--auth", "any", "--partial", "-o", "a.part", "mail.log"], work)
        if first[2] != 0:
            return check("damage", 0, first, "a small part")
        part = open(os.path.join(work, "a.part"), "rb").read()
        again = run(["tls", "--year", "2026", "--auth", "any", "--partial", "-o", "b.part", "mail.log"], work)
        check("canonical", (part, 0), (open(os.path.join(work, "b.part"), "rb").read(), again[2]), "same bytes")
        chance = random.Random(1)
        places = range(len(part)) if effort > 1 else sorted(
            set(range(64)) | set(range(len(part) - 32, len(part))) | set(chance.sample(range(len(part)), 60)))
        for at in places:
            flipped = part[:at] + bytes([part[at] ^ (1 << chance.randrange(8))]) + part[at + 1:]
            grown = part[:at] + bytes([chance.randrange(256)]) + part[at:]
            for what, content in (("flipped", flipped), ("cut", part[:at]), ("grown", grown)):
                if content == part:
                    continue
                open(os.path.join(work, "bad.part"), "wb").write(content)
                out, err, status = run(["merge", "a.part", "bad.part", "tls"], work)
                good = (out, status) == (b"", 2) and err.startswith(b"smtptally: error: bad.part: ")
                check(f"{what} at {at}: {err!r}", True, good, "damage is refused")


def main():
    effort = int(os.environ.get("SMTPTALLY_EFFORT", "1"))
    golden_cases()
    if not ONLY:
        cut_logs(12 * effort)
        damage(effort)
    for what, count in sorted(done.items()):
        print(f"{count:6} {what}")
    print(f"{sum(done.values())} checks, {len(failed)} failed")
    return bool(failed) or not done


sys.exit(main())
