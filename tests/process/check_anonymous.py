#!/usr/bin/env python3
"""No name of a log is left in any byte of a report with --anonymize, and no number is another one:
check_anonymous.py BINARY

A log whose names are words that stand nowhere else, in every command and format; then every golden
case again, whose accounts, domains and addresses are taken from its inputs."""
import base64
import csv
import email
import email.policy
import gzip
import io
import json
import os
import re
import stat
import subprocess
import sys
import tempfile

BINARY = os.path.abspath(sys.argv[1])
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden")
sys.path.insert(0, GOLDEN)
import run as golden  # pylint: disable=wrong-import-position

FORMATS = ["table", "csv", "tsv", "json", "ndjson", "markdown", "html"]
NAMES = ["wilma", "brontosaur", "platypus", "fagott", "okapi", "zebrafish", "axolotl", "quokkapost", "mx7", "198.51.100.",
         "203.0.113.", "2001:db8:77", "192.0.2."]
RANGE = ["--since", "2026-11-22", "--until", "2026-11-28"]
COMMANDS = [
    ["summary"], ["summary", *RANGE], ["tls"], ["tls", "--wide"], ["volume", "--sender", "envelope", "--auth", "any"], ["old"],
    ["days"], ["hours", "--on", "2026-11-04"], ["weeks"], ["domains"], ["clients"], ["mechanisms"], ["events"],
    ["events", "--failures"], ["check"], ["check", "--stats"], ["report"], ["unusual"],
    ["compare", "--with", "previous", *RANGE], ["pivot", "--failures", "--rows", "account,client,reason,host"],
    ["pivot", "--rows", "sender,envelope_sender,network,host,service", "--columns", "tls"],
    ["pivot", "--rows", "tls", "--columns", "domain,client", "--auth", "any"],
    ["pivot", "--rows", "sender", "--where", "sender=Wilma.Brontosaur@zebrafish.example"],
    ["tls", "--where", "client^=198.51.100."], ["tls", "--domain", "axolotl.example"],
    ["tls", "--where", "sender=nobody@axolotl.example"], ["sender", "Wilma.Brontosaur@zebrafish.example"],
    ["sender", "wilma.brontosaur@zebrafish.exampel"], ["client", "198.51.100.23"], ["client", "2001:db8:77:1::9"],
    ["unusual", "--except", "known"],
]

failed = passed = 0


def check(fine, what, told=""):
    global failed, passed
    passed, failed = passed + bool(fine), failed + (not fine)
    if not fine and failed < 30:
        print(f"FAILED: {what}: {told}"[:600])


def sample():
    """Four weeks and a day, with a take-over in the last one."""
    lines, number = [], 0

    def at(day, minute, second):
        return f"2026-11-{day:02}T{minute // 60:02}:{minute % 60:02}:{second:02}+00:00 mx7.quokkapost.example postfix/"

    def mail(day, minute, client, account, sender, version="TLSv1.3"):
        nonlocal number
        number += 1
        queue, smtpd = f"F{number:05X}A9", f"submission/smtpd[{100 + number}]: "
        put = lambda second, text: lines.append(at(day, minute, second) + text)
        put(0, f"{smtpd}connect from unknown[{client}]")
        if version:
            put(1, f"{smtpd}Anonymous TLS connection established from unknown[{client}]: {version} with cipher AES (256/256 bits)")
        put(2, f"{smtpd}{queue}: client=unknown[{client}], sasl_method=PLAIN, sasl_username={account}")
        put(3, f"qmgr[7]: {queue}: from=<{sender}>, size={800 + number}, nrcpt={1 + number % 3} (queue active)")
        put(4, f"qmgr[7]: {queue}: removed")
        put(5, f"{smtpd}disconnect from unknown[{client}] ehlo=2 {'starttls=1 ' if version else ''}auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8")

    def refused(day, minute, client, text):
        nonlocal number
        number += 1
        smtpd = f"submission/smtpd[{100 + number}]: "
        lines.append(at(day, minute, 1) + f"{smtpd}connect from unknown[{client}]")
        lines.append(at(day, minute, 2) + smtpd + text.format(client=f"unknown[{client}]"))
        lines.append(at(day, minute, 3) + f"{smtpd}disconnect from unknown[{client}] ehlo=1 auth=0/1 commands=1/2")

    for day in range(1, 30):
        mail(day, 10, "198.51.100.23", "Wilma.Brontosaur@Zebrafish.example", "Wilma.Brontosaur@zebrafish.example")
        mail(day, 20, "198.51.100.24", "wilma.brontosaur@zebrafish.example", "wilma.brontosaur@zebrafish.example", "TLSv1.1")
        mail(day, 30, "203.0.113.77", "platypus", "fagott@axolotl.example", "TLSv1")
        mail(day, 40, "2001:db8:77:1::9", "okapi@axolotl.example", "okapi@axolotl.example", "" if day % 2 else "TLSv1.2")
        mail(day, 50, "2001:db8:77:2::9", "okapi@axolotl.example", "okapi@axolotl.example")
    for minute in range(100, 150):
        mail(27, minute, "192.0.2.66", "okapi@axolotl.example", f"fagott{minute % 7}@zebrafish.example")
    challenge = base64.b64encode(b"<17.42@mx7.quokkapost.example>").decode()
    for minute in range(60, 90):
        refused(27, minute, "192.0.2.66", "warning: {client}: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=okapi@axolotl.example")
    refused(27, 91, "192.0.2.67", "warning: {client}: SASL CRAM-MD5 authentication failed: " + challenge)
    refused(27, 92, "192.0.2.67", "warning: {client}: SASL PLAIN authentication failed: no user platypus at mx7.quokkapost.example")
    refused(27, 93, "192.0.2.68", "SSL_accept error from {client}: -1")
    lines.sort(key=lambda line: line[:19])
    return "\n".join(lines) + "\n"


def run(folder, arguments, *, environment=None):
    done = subprocess.run([BINARY, "--no-config", "--tz", "UTC", "--now", "2026-11-30", *arguments], cwd=folder, timeout=60,
                          capture_output=True, stdin=subprocess.DEVNULL,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SMTPTALLY_SYSTEM_CONFIG": "", **(environment or {})})
    return done.stdout, done.stderr, done.returncode


def left_of(names, data):
    """The names that stand in the bytes, whatever their case."""
    text = data.decode("utf-8", "replace").lower()
    return [name for name in names if name in text]


def numbers_of(document):
    """All numbers and times of a JSON report, by section, rows in any order."""
    def leaves(node):
        if isinstance(node, dict):
            return [leaf for value in node.values() for leaf in leaves(value)]
        if isinstance(node, list):
            return [leaf for value in node for leaf in leaves(value)]
        time = isinstance(node, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", node)
        return [str(node)] if not isinstance(node, str) or time else ["text"]
    return {name: sorted(sorted(leaves(row)) for row in part) if isinstance(part, list) else sorted(leaves(part))
            for name, part in document.items()}


def every_command(folder):
    log = "mx7.quokkapost.example/mail.log"
    for command in COMMANDS:
        for form in FORMATS:
            words = [*command, "--format", form, log]
            out, err, status = run(folder, ["--anonymize=key", *words])
            plain = run(folder, words)
            check(status == plain[2], f"{words}: the status is that without pseudonyms", f"{status} {plain[2]} {err}")
            check(not left_of(NAMES, out), f"{words}: no name is left", left_of(NAMES, out))
            check(not left_of(NAMES, err), f"{words}: none in {err}", left_of(NAMES, err))
            if form == "json" and status == 0:
                check(numbers_of(json.loads(out)) == numbers_of(json.loads(plain[0])), f"{words}: the numbers are the same")
            if form == "csv":
                check(out.count(b"\n") == plain[0].count(b"\n"), f"{words}: there are as many rows")
                check(out != plain[0] or command[0] in ("days", "hours", "weeks", "mechanisms", "summary", "check") or out.count(b"\n") <= 1,
                      f"{words}: it has pseudonyms")


def rows_of(out):
    return list(csv.DictReader(io.StringIO(out.decode())))


def structure(folder):
    log = "mx7.quokkapost.example/mail.log"
    rows = rows_of(run(folder, ["--anonymize=key", "pivot", "--rows", "sender,client,network", "--format", "csv", log])[0])
    plain = rows_of(run(folder, ["pivot", "--rows", "sender,client,network", "--format", "csv", log])[0])
    check(sorted(row["messages"] for row in rows) == sorted(row["messages"] for row in plain), "the same rows", rows)
    senders = {row["sender"] for row in rows}
    check(len(senders) == 4 and len({sender.lower() for sender in senders}) == 3, "case alone tells two apart", senders)
    check(len({sender.rpartition("@")[2] for sender in senders}) == 3, "two domains, and none", senders)
    networks = {row["client"]: row["network"] for row in rows}
    check(len(networks) == 6 and len(set(networks.values())) == 4, "clients of one network stay so", networks)
    for client, network in networks.items():
        check(client.startswith(network.split("/")[0].rstrip("0").rstrip(":.")), f"{client} is in {network}")
    ties = rows_of(run(folder, ["--anonymize=key", "volume", "--format", "csv", log])[0])
    order = [(-int(row["messages"]), row["sender"]) for row in ties]
    check(order == sorted(order), "equals are in the order of pseudonyms", order)
    again = run(folder, ["--anonymize=key", "tls", "--format", "csv", log])[0]
    check(again == run(folder, ["--anonymize=key", "tls", "--format", "csv", "--jobs", "4", log])[0], "any --jobs makes the same")
    other = run(folder, ["--anonymize=other", "tls", "--format", "csv", log])[0]
    check({row["sender"] for row in rows_of(again)}.isdisjoint(row["sender"] for row in rows_of(other)), "another key, other names")


def keys(folder):
    log = "mx7.quokkapost.example/mail.log"
    state = os.path.join(folder, "state")
    out, err, status = run(folder, ["--anonymize", "tls", "--format", "csv", log], environment={"XDG_STATE_HOME": state})
    path = os.path.join(state, "smtptally", "anonymize.key")
    check(status == 0 and b"a new key was made" in err, "a key is made, and said", err)
    check(stat.S_IMODE(os.stat(path).st_mode) == 0o600, "for its owner alone", oct(os.stat(path).st_mode))
    check(re.fullmatch(r"[0-9a-f]{64}\n", open(path, encoding="ascii").read()), "of 32 bytes")
    check(os.listdir(os.path.dirname(path)) == ["anonymize.key"], "nothing stays beside it")
    again = run(folder, ["--anonymize", "tls", "--format", "csv", log], environment={"XDG_STATE_HOME": state})
    check(again[0] == out and not again[1], "and is taken again", again[1])
    home = run(folder, ["--anonymize", "tls", "--quiet", log], environment={"HOME": os.path.join(folder, "home")})
    check(home[2] == 0 and os.path.exists(os.path.join(folder, "home/.local/state/smtptally/anonymize.key")), "in a home", home[1])
    for name, words, told in (
            ("no home", ["--anonymize", "tls", log], b"name the key"),
            ("a short key", ["--anonymize=short", "tls", log], b"a key has 16 to"),
            ("a key that is a folder", ["--anonymize=state", "tls", log], b"--anonymize: state: "),
            ("collect", ["--anonymize=key", "collect", "--db", "h.db", log], b"--anonymize is for reports"),
            ("mail", ["--anonymize=key", "report", "--mail-to", "a@b.example", "--mail-dry-run", log], b"give --mail-from")):
        out, err, status = run(folder, words)
        check(status == 2 and told in err and not out, f"{name} is refused", err)
    os.chmod(os.path.join(folder, "key"), 0o644)
    check(b"others can read this key" in run(folder, ["--anonymize=key", "tls", log])[1], "a key of mode 644 is warned of")
    os.chmod(os.path.join(folder, "key"), 0o600)


def other_places(folder):
    log = "mx7.quokkapost.example/mail.log"
    out, err, _ = run(folder, ["--anonymize=key", "report", "--mail-to", "a@b.example", "--mail-from", "c@b.example", "--mail-dry-run", log])
    message = email.message_from_bytes(out, policy=email.policy.default)
    parts = [part.get_payload(decode=True) or b"" for part in message.walk()]
    parts = [gzip.decompress(part) if part[:2] == b"\x1f\x8b" else part for part in parts]
    check(len(parts) > 4, "the mail has its parts", len(parts))
    for part in (out, str(message["Subject"]).encode(), err, *parts):
        check(not left_of(NAMES, part), "no name in a mail", left_of(NAMES, part))
    check(message["Message-ID"].endswith("@anonymous.invalid>"), "nor the machine's", message["Message-ID"])
    made = run(folder, ["collect", "--db", "h.db", log])
    check(made[2] == 0, "collect", made)
    for command in (["tls"], ["clients"], ["check"], ["unusual"], ["report"], ["old", "--last", "30d"]):
        for form in ("table", "json"):
            out, err, status = run(folder, [*command, "--db", "h.db", "--anonymize=key", "--format", form])
            check(status == 0 and not left_of(NAMES, out + err), f"{command} --db: no name", (status, left_of(NAMES, out + err)))
    from_log = run(folder, ["tls", "--last", "30d", "--anonymize=key", "--format", "csv", log])[0]
    check(from_log == run(folder, ["tls", "--last", "30d", "--db", "h.db", "--anonymize=key", "--format", "csv"])[0], "--db has the same pseudonyms")
    with open(os.path.join(folder, "export.csv"), "w", encoding="utf-8") as file:
        file.write("Sender address,TLS1.0%,TLS1.1%,TLS1.2%,Message count\nwilma.brontosaur@ZEBRAFISH.example,0% (0),100% (5),0% (0),5\nokapi@axolotl.example,0% (0),0% (0),0% (0),3\n")
    for form in FORMATS:
        out, err, _ = run(folder, ["--anonymize=key", "compare", "export.csv", log, "--format", form])
        check(out and not left_of(NAMES, out + err), f"compare {form}: no name", left_of(NAMES, out + err))
    plain = run(folder, ["compare", "export.csv", log, "--format", "json"])[0]
    out = run(folder, ["--anonymize=key", "compare", "export.csv", log, "--format", "json"])[0]
    check(numbers_of(json.loads(plain)) == numbers_of(json.loads(out)), "compare finds the same")
    for words in (["tls", "mx7.quokkapost.example/no.log"], ["tls", "mx7.quokkapost.example"], ["check", "mx7.quokkapost.example/mail.log", "bad.platypus"]):
        out, err, _ = run(folder, ["--anonymize=key", *words])
        check(not left_of(NAMES, out + err), f"{words}: no name of a file", err)


def golden_cases():
    """(case, names) of what has inputs that can be searched for names."""
    for root, _, files in sorted(os.walk(GOLDEN)):
        if "cmd" not in files:
            continue
        case = golden.Case(os.path.relpath(root, GOLDEN))
        if os.path.relpath(root, GOLDEN).split(os.sep)[0] == "merge":
            continue  # Parts hold names, and do not go with --anonymize.
        names = set()
        for folder, _, inside in os.walk(root):
            for name in inside:
                if name in golden.KEPT - {"stdin"}:
                    continue
                with open(os.path.join(folder, name), "rb") as file:
                    text = file.read().replace(b"\0", b"").decode("utf-8", "replace")
                names |= set(re.findall(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z0-9]", text))
                names |= set(re.findall(r"\[(\d+\.\d+\.\d+\.\d+|[0-9a-f]+:[0-9a-f:]+)\]", text))
                names |= set(re.findall(r"sasl_username=([A-Za-z0-9._-]{5,})(?=[,\s]|$)", text))
        names -= {"client", "messages"}  # Senders with the names of columns.
        names |= {name.rpartition("@")[2] for name in names if "@" in name}
        yield case, sorted(name.lower() for name in names)


def every_golden_case():
    seen = 0
    for case, names in golden_cases():
        plain = case.run(BINARY, case.arguments)
        words = case.arguments
        if plain[2] not in (0, 3, 4) or not names or "--" in words or any(w in ("help", "config", "collect", "--help", "--mail-to") for w in words):
            continue
        seen += 1
        out, err, status = case.run(BINARY, ["--anonymize=thekey", *words], {"thekey": b"0123456789abcdef0123456789abcdef\n"})
        check(status == plain[2], f"{case.name}: the status", (status, err))
        check(not left_of(names, out + err), f"{case.name}: no name is left", left_of(names, out + err))
    check(seen > 200, "many golden cases are run again", seen)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "mx7.quokkapost.example"))
        for name, text in (("mx7.quokkapost.example/mail.log", sample()), ("key", "a key that nobody would guess\n"), ("other", "another key that nobody would guess\n"),
                           ("short", "too short\n"), ("known", "okapi@axolotl.example\n203.0.113.0/24\nfagott@zebrafish.example # gone\n"),
                           ("bad.platypus", "no log at all\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        os.chmod(os.path.join(folder, "key"), 0o600)
        os.chmod(os.path.join(folder, "other"), 0o600)
        every_command(folder)
        structure(folder)
        keys(folder)
        other_places(folder)
    every_golden_case()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
