#!/usr/bin/env python3
"""Journal files read directly, next to `journalctl -o export` on the same files: check_journal.py BINARY TOOL [SEED [ROUNDS]]

Random journals, entry by entry and field by field: compact or not, each compression, sealed, open for
writing, of several machines and boots, texts as bytes, fields that stand twice, processes without
SYSLOG_PID; damaged at random bytes and cut, where nothing may be invented. And the program itself:
the same reports for a file, for the output of journalctl and for any number of jobs.
Exit status 77: systemd-journal-remote or journalctl is not installed."""
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile

REMOTE = "/lib/systemd/systemd-journal-remote"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""}
START = 1795000000 * 10**6
PROGRAMS = ["postfix/smtpd", "postfix/submission/smtpd", "postfix/qmgr", "postfix/cleanup", "postfix/smtp"]
failed = passed = 0


def check(ok, what):
    global failed, passed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAILED:", what)


def mail(dice, count, start=START, host="mx1"):
    """Entries of one mail server and of other programs: (time, fields)."""
    entries, time, number = [], start, dice.randrange(1 << 20)
    boot = b"%032x" % dice.getrandbits(128)
    while len(entries) < count:
        pid, client = dice.randrange(100, 140), f"c{dice.randrange(9)}.example[192.0.2.{dice.randrange(9)}]"
        number += 1
        queue, user = f"{number:X}ABCDEF", f"user{dice.randrange(5)}@example.com"
        tls = dice.choice(["TLSv1", "TLSv1.2", "TLSv1.3"])
        session = [
            ("postfix/submission/smtpd", pid, f"connect from {client}"),
            ("postfix/submission/smtpd", pid, f"Anonymous TLS connection established from {client}: {tls} with cipher X (256/256 bits)"),
            ("postfix/submission/smtpd", pid, f"{queue}: client={client}, sasl_method=PLAIN, sasl_username={user}"),
            ("postfix/cleanup", 7, f"{queue}: message-id=<{number}@example.com>" + "x" * dice.choice([0, 0, 0, 900])),
            ("postfix/qmgr", 8, f"{queue}: from=<{user}>, size={dice.randrange(9999)}, nrcpt=1 (queue active)"),
            ("postfix/qmgr", 8, f"{queue}: removed"),
            ("postfix/submission/smtpd", pid, f"disconnect from {client} ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8"),
            ("cron", 9, "(root) CMD (true)"),
        ]
        for program, process, text in session:
            time += dice.choice([0, 1, 1000, 10**6, 10**7])
            fields = [(b"_BOOT_ID", boot), (b"_HOSTNAME", host.encode()), (b"PRIORITY", b"6"),
                      (b"SYSLOG_IDENTIFIER", program.encode()), (b"SYSLOG_PID", b"%d" % process),
                      (b"_PID", b"%d" % process), (b"MESSAGE", text.encode())]
            if program != "cron":
                fields.append((b"SYSLOG_FACILITY", b"2"))
            entries.append((time, fields))
    return entries


def spoil(dice, entries):
    """Makes some entries unusual."""
    out = []
    for time, fields in entries:
        fields = list(fields)
        kind = dice.randrange(40)
        names = [name for name, _ in fields]
        if kind == 0:
            fields = [f for f in fields if f[0] != b"SYSLOG_PID"]
        elif kind == 1:
            fields.append((b"SYSLOG_PID", dice.choice([b"77", b"", b"x7", b"99999999999"])))
        elif kind == 2:
            fields.append((b"MESSAGE", b"a second message"))
        elif kind == 3:
            fields = [f for f in fields if f[0] != dice.choice(names)]
        elif kind == 4:
            fields = [(n, bytes(dice.randrange(256) for _ in range(50)) if n == b"MESSAGE" else v) for n, v in fields]
        elif kind == 5:
            fields = [(n, v + b"\nof several lines\n" if n == b"MESSAGE" else v) for n, v in fields]
        elif kind == 6:
            fields = [f for f in fields if f[0] != b"SYSLOG_FACILITY"]
        elif kind == 7:
            fields = [(n, dice.choice([b"daemon", b""]) if n == b"SYSLOG_IDENTIFIER" else v) for n, v in fields]
        elif kind == 8:
            fields.append((b"SYSLOG_IDENTIFIER", b"another"))
        elif kind == 9:
            fields.append((b"COREDUMP", bytes(dice.randrange(256) for _ in range(3000))))
        elif kind == 10:
            fields.append((b"_HOSTNAME", b"mx9"))
        dice.shuffle(fields)
        out.append((time, fields))
    return out


def export(entries):
    """As journalctl -o export."""
    out = []
    for time, fields in entries:
        out.append(b"__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n" % (time, time - START + 1))
        for name, value in fields:
            if any(c < 32 and c != 9 for c in value):
                out.append(name + b"\n" + struct.pack("<Q", len(value)) + value + b"\n")
            else:
                out.append(name + b"=" + value + b"\n")
        out.append(b"\n")
    return b"".join(out)


def write_remote(path, entries, compact, compress):
    environment = ENVIRONMENT | {"SYSTEMD_JOURNAL_COMPACT": str(int(compact))}
    done = subprocess.run([REMOTE, f"--compress={'yes' if compress else 'no'}", "-o", path, "-"],
                          input=export(entries), env=environment, capture_output=True)
    return done.returncode == 0


def write_ours(tool, path, entries, words):
    lines = []
    for time, fields in entries:
        lines.append(f"TIME {time}\n")
        lines += [f"{name.decode()} {value.hex()}\n" for name, value in fields]
        lines.append("\n")
    done = subprocess.run([tool, "write", *words], input="".join(lines).encode(), capture_output=True)
    with open(path, "wb") as file:
        file.write(done.stdout)
    return done.returncode == 0


def journalctl(path):
    return subprocess.run(["journalctl", "--file", path, "-o", "export", "--all"], env=ENVIRONMENT, capture_output=True).stdout


def parse_export(text):
    """The entries of an export: lists of (name, value)."""
    entries, fields, at = [], [], 0
    while at < len(text):
        end = text.index(b"\n", at)
        line = text[at:end]
        at = end + 1
        if not line:
            entries.append(fields)
            fields = []
        elif b"=" in line:
            fields.append(tuple(line.split(b"=", 1)))
        else:
            size = struct.unpack("<Q", text[at:at + 8])[0]
            fields.append((line, text[at + 8:at + 8 + size]))
            at += 8 + size + 1
    return entries


def line_of(fields):
    """What `journal_tool dump` prints for an entry; None for one without an identifier. Only of mail the text counts."""
    value = dict(fields)  # The last counts.
    tag = value.get(b"SYSLOG_IDENTIFIER", b"")
    of_mail = (b"SYSLOG_FACILITY", b"2") in fields or tag.decode(errors="replace") in PROGRAMS
    if not tag:
        return None
    pid = value.get(b"SYSLOG_PID", b"") or value.get(b"_PID", b"")
    pid = pid.decode() if pid.isdigit() and int(pid) < 1 << 32 else "-"
    text = value.get(b"MESSAGE", b"") if of_mail else b""
    return " ".join([value[b"__REALTIME_TIMESTAMP"].decode(), value.get(b"_HOSTNAME", b"").hex() or "-", tag.hex(),
                     pid, text.hex() or "-"])


def dump(tool, path, *step):
    done = subprocess.run([tool, "dump", path, *step], capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def same_as_journalctl(tool, path, what):
    truth = [line for line in map(line_of, parse_export(journalctl(path))) if line]
    for step in ((), ("1000",), ("37",)) if os.path.getsize(path) < 1 << 20 else ((), ("4096",)):
        status, lines, said = dump(tool, path, *step)
        different = [(a, b) for a, b in zip(lines, truth) if a != b][:1]
        check(status == 0 and lines == truth and truth,
              f"{what} {step}: status {status}, {len(lines)} lines for {len(truth)}, first {different}; {said}")
    check("malformed 0 places 0" in said, f"{what}: it is whole: {said}")
    return truth


def differential(tool, folder, dice):
    for number, words in enumerate([[], ["compact"], ["compact", "zstd"], ["xz", "sealed"], ["compact", "lz4", "unknown"],
                                    ["xz", "compact", "online"], ["zstd", "unknown", "sealed"], ["lz4"]]):
        path = os.path.join(folder, f"ours{number}.journal")
        check(write_ours(tool, path, spoil(dice, mail(dice, dice.randrange(1, 300))), words), f"written: {words}")
        same_as_journalctl(tool, path, f"ours {words}")
        damaged(tool, path, dice, words)
    for compact in (0, 1):
        for compress in (0, 1):
            path = os.path.join(folder, f"remote{compact}{compress}.journal")
            entries = spoil(dice, mail(dice, dice.randrange(100, 900)) +
                            mail(dice, 100, START + 10**10, "mx2"))  # Another machine, another boot.
            write_remote(path, entries, compact, compress)
            same_as_journalctl(tool, path, f"systemd's, compact {compact}, compressed {compress}")
            damaged(tool, path, dice, ["remote", compact, compress])


def damaged(tool, path, dice, what):
    """Whatever is damaged: nothing is invented that is not in the file, and what is whole is read."""
    with open(path, "rb") as file:
        whole = file.read()
    used = struct.unpack("<Q", whole[136:144])[0]
    truth = [line for line in map(line_of, parse_export(journalctl(path))) if line]
    for round_ in range(6):
        bytes_ = bytearray(whole)
        if round_ < 2:
            bytes_ = bytes_[:dice.randrange(300, used)]
        else:
            for _ in range(dice.choice([1, 1, 3, 30])):
                bytes_[dice.randrange(272, used)] = dice.randrange(256)
        broken = path + "~"
        with open(broken, "wb") as file:
            file.write(bytes_)
        status, lines, said = dump(tool, broken)
        shown = [line for line in map(line_of, parse_export(journalctl(broken))) if line]
        known = set(truth) | set(shown)
        if round_ < 2:
            check(lines == truth[:len(lines)] and status == 0, f"{what}, cut: a beginning: {said}")
            check(len(lines) == len(truth) or "places 0" not in said, f"{what}, cut: it is said: {said}")
        else:
            # Damage inside a text is no damage of the file: both show it.
            # What an object that many entries share holds by now, both may show differently.
            times = {line.split()[0] for line in lines}
            lost = [line for line in shown if line.split()[0] not in times]
            said_lost = int(said.split()[5]) + int(said.split()[3])
            check(status == 0 and len(lost) <= said_lost, f"{what}, damaged: {len(lost)} entries that journalctl shows are lost: {said}")
            strange = [line for line in lines if line not in known and not like_any(line, known)]
            check(not strange, f"{what}, damaged: invented {strange[:1]}: {said}")
        os.remove(broken)


def like_any(line, known):
    """Whether an entry has the time and the text, or all but those, of one that is there: single fields of it may be lost."""
    part = line.split()
    return any(sum(a == b for a, b in zip(part, other.split())) >= 3 for other in known)


def program(binary, folder, dice):
    """The reports of the program."""
    entries = mail(dice, 20000)
    places = os.path.join(folder, "machine")
    os.mkdir(places)
    # Rotated journals that follow each other, one of a user beside them, and one that overlaps.
    for number in range(4):
        write_remote(os.path.join(places, f"system@{number}.journal"), entries[number * 5000:(number + 1) * 5000], number % 2, 1)
    write_remote(os.path.join(places, "user-1000.journal"),
                 [(time, [(b"_HOSTNAME", b"mx1"), (b"MESSAGE", b"hello"), (b"SYSLOG_IDENTIFIER", b"gnome"), (b"_BOOT_ID", b"1" * 32)])
                  for time, _ in entries[::100]], 1, 1)
    files = sorted(os.path.join(places, name) for name in os.listdir(places) if name.startswith("system"))
    text = b"".join(journalctl(path) for path in files)

    def run(*words, **more):
        return subprocess.run([binary, *words], env=ENVIRONMENT, capture_output=True, timeout=300, **more)

    reports = [["tls", "--format", "csv"], ["events", "--format", "csv"], ["days", "--format", "json"]]
    middle = entries[len(entries) // 2][0] // 10**6
    for words in reports + [[*report, "--since", f"@{middle}", "--until", f"@{middle + 900}"] for report in reports[:2]]:
        want = run(*words, "-", input=text)
        check(want.returncode == 0 and len(want.stdout) > 200, f"{words}: the truth: {want.stderr}")
        for jobs in "1", "3":
            for inputs in ([*files], [places], [f"--journal={places}"], list(reversed(files))):
                done = run(*words, *inputs, "--jobs", jobs)
                same = done.stdout == want.stdout or words[-1] == "json" and same_rows(done.stdout, want.stdout)
                check(same and done.returncode == 0, f"{words} {inputs[:1]} {jobs}: {done.returncode} {done.stderr.decode()[:500]}")
    whole = run("tls", "--format", "csv", files[0]).stdout
    copy = os.path.join(folder, "copy.journal")
    shutil.copy(files[0], copy)
    done = run("tls", "--format", "csv", files[0], copy)
    check(done.stdout == whole and b"counts once" in done.stderr, f"a copy counts once: {done.stderr}")
    # Two journals of one period, each with every other entry; the seconds tell the order.
    apart = [(START + number * 10**6, fields) for number, (_, fields) in enumerate(entries[:2000])]
    paths = [os.path.join(folder, name + ".journal") for name in ("odd", "even", "both")]
    for path, part in zip(paths, (apart[1::2], apart[::2], apart)):
        write_remote(path, part, len(part) % 2, 1)
    done = run("events", "--format", "csv", *paths[:2])
    check(done.stdout == run("events", "--format", "csv", paths[2]).stdout and done.returncode == 0,
          "journals of one period are merged by time")
    with open(copy, "r+b") as file:
        used = struct.unpack("<Q", file.read(144)[136:])[0]
        file.seek(used - used % 8 - 100000)
        file.write(b"\xff" * 4000)
    done = run("tls", "--format", "csv", copy)
    check(done.returncode == 3 and b"is damaged in" in done.stderr, f"damage gives 3: {done.returncode} {done.stderr}")
    # A feature that nobody knows yet: journalctl reads the file, here one that does.
    with open(copy, "wb") as file:
        head = bytearray(open(files[0], "rb").read())
        head[13] |= 1
        file.write(head)
    done = run("tls", "--format", "csv", copy)
    check(done.returncode != 0 and b"features that smtptally does not know" in done.stderr, f"an unknown feature: {done.stderr}")
    wrapper = os.path.join(folder, "journalctl")
    with open(wrapper, "w", encoding="ascii") as file:
        file.write(f"#!/bin/sh\ncase \"$*\" in *--output-fields=*--file={copy}*) exec /usr/bin/journalctl -o export --file={files[0]};; esac\nexit 9\n")
    os.chmod(wrapper, 0o755)
    done = subprocess.run([binary, "tls", "--format", "csv", copy], env=ENVIRONMENT | {"PATH": folder + ":/usr/bin:/bin"}, capture_output=True)
    check(done.stdout == whole and done.returncode == 0 and b"through journalctl" in done.stderr, f"read through journalctl: {done.stderr}")


def same_rows(a, b):
    import json
    a, b = json.loads(a), json.loads(b)
    return a["rows"] == b["rows"] and a["totals"] == b["totals"]


def main():
    binary, tool = sys.argv[1:3]
    if not os.path.exists(REMOTE) or not shutil.which("journalctl"):
        print("skipped: needs systemd-journal-remote and journalctl")
        return 77
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for round_ in range(int(sys.argv[4]) if len(sys.argv) > 4 else 1):
        dice = random.Random(seed + round_)
        with tempfile.TemporaryDirectory() as folder:
            differential(tool, folder, dice)
            if binary != "-":
                program(binary, folder, dice)
    print(f"{passed} passed, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
