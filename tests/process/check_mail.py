#!/usr/bin/env python3
"""Mails reports and reads them back: check_mail.py BINARY

With sendmails of its own: one that keeps the message, some that fail, hang or are not there."""
import email
import email.policy
import os
import re
import stat
import subprocess
import sys
import tempfile
import time

BINARY = os.path.abspath(sys.argv[1])
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(SOURCE, "tests", "screens"))
import sample_log

HOSTILE = """\
Nov 20 10:00:00 mail postfix/smtpd[9]: connect from unknown[192.0.2.9]
Nov 20 10:00:00 mail postfix/smtpd[9]: Anonymous TLS connection established from unknown[192.0.2.9]: TLSv1 with cipher AES128-SHA (128/128 bits)
Nov 20 10:00:01 mail postfix/smtpd[9]: 5F1C02A9: client=unknown[192.0.2.9], sasl_method=PLAIN, sasl_username={account}
Nov 20 10:00:01 mail postfix/qmgr[1]: 5F1C02A9: from=<x@example.org>, size=700, nrcpt=1 (queue active)
Nov 20 10:00:02 mail postfix/smtpd[9]: disconnect from unknown[192.0.2.9] ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8
"""
failures = passed = 0


def check(name, good, told=""):
    global failures, passed
    passed, failures = passed + bool(good), failures + (not good)
    if not good:
        print(f"FAILED: {name}: {told}")


def run(folder, *arguments, log="mail.log", environment=None):
    started = time.monotonic()
    done = subprocess.run(
        [BINARY, "--no-config", "report", "--now", "2026-11-29 06:25", "--tz", "UTC", "--log-tz", "UTC", *arguments, log],
        cwd=folder, capture_output=True, timeout=120,
        env=environment or {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SMTPTALLY_SYSTEM_CONFIG": ""})
    return done, time.monotonic() - started


def script(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n" + text)
    os.chmod(path, stat.S_IRWXU)
    return path


def read_back(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def check_form(name, raw):
    """What every message must be: RFC 5322, RFC 2045."""
    message = read_back(raw)
    check(f"{name}: ASCII", all(byte < 128 for byte in raw))
    check(f"{name}: no control characters", not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", raw))
    longest = max(map(len, raw.split(b"\n")))
    check(f"{name}: lines of at most 78", longest <= 78, longest)
    for part in message.walk():
        check(f"{name}: no defect in {part.get_content_type()}", not part.defects, part.defects)
    for header in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted"):
        check(f"{name}: one {header}", len(message.get_all(header, [])) == 1)
    check(f"{name}: auto-generated", message["Auto-Submitted"] == "auto-generated")
    return message


def check_parts(folder, keep):
    text = "Jürgen Österberg <anna@example.org>, \"Berg, B\" <b@example.org>,root"
    done, _ = run(folder, "--mail-to", text, "--mail-from", "Postmästare <pm@example.org>",
                  "--subject", "Büro: alte TLS-Versionen 日本語", "--sendmail", keep)
    check("kept: status", done.returncode == 0 and not done.stdout, done)
    with open(os.path.join(folder, "kept"), "rb") as file:
        raw = file.read()
    with open(os.path.join(folder, "arguments"), encoding="utf-8") as file:
        check("kept: sendmail -t -i", file.read().split() == ["-t", "-i"])
    message = check_form("kept", raw)
    check("kept: to", str(message["To"]) == 'Jürgen Österberg <anna@example.org>, "Berg, B" <b@example.org>, root', message["To"])
    check("kept: from", str(message["From"]) == "Postmästare <pm@example.org>", message["From"])
    check("kept: subject", str(message["Subject"]) == "Büro: alte TLS-Versionen 日本語", message["Subject"])
    check("kept: date", message["Date"].datetime.isoformat() == "2026-11-29T06:25:00+00:00", message["Date"])
    types = [p.get_content_type() for p in message.walk()]
    check("kept: parts", types == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/html", "text/csv"], types)
    plain, html = list(message.iter_parts())[0].iter_parts()
    page, csv = list(message.iter_attachments())
    check("kept: names", [page.get_filename(), csv.get_filename()] ==
          ["Büro- alte TLS-Versionen 日本語.html", "Büro- alte TLS-Versionen 日本語.csv"], [page.get_filename(), csv.get_filename()])
    wide = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SMTPTALLY_SYSTEM_CONFIG": ""}
    for form, part, options in (("html", page, []), ("csv", csv, ["--spreadsheet-safe"]), ("table", plain, [])):
        alone, _ = run(folder, "--format", form, *options, environment=wide)
        got = part.get_payload(decode=True)
        check(f"kept: the {form} is that of a run of its own", got.rstrip(b"\n") == alone.stdout.rstrip(b"\n"))
    shown = html.get_content()
    check("kept: HTML of tables alone", "<table" in shown and not re.search(r"<style|<script|<svg|style=|class=", shown))
    check("kept: HTML names who is old", "scanner@example.org" in shown)
    check("kept: HTML has the sums of all rows", re.search(r">\(total\)</td><td[^>]*>469</td><td[^>]*>100.0<", shown), shown)
    titles = re.findall(r"<h3>(.*?)</h3>", shown)
    lines = [line.strip() for line in plain.get_content().split("\n")]
    check("kept: HTML has the sections of the text", "TLS by sender" in titles and set(titles) <= set(lines), titles)
    again, _ = run(folder, "--mail-to", "a@example.org", "--mail-dry-run")
    twice, _ = run(folder, "--mail-to", "a@example.org", "--mail-dry-run")
    check("dry run: the same run makes the same message", again.stdout == twice.stdout and again.returncode == 0)
    said = str(check_form("dry run", again.stdout)["Subject"])
    check("dry run: the subject is the verdict", said == "mail: 4 of 9 senders with old TLS, 2026-11-01 to 2026-11-28", said)


def check_hostile(folder):
    for number, account in enumerate(("evil<script>alert(1)</script>@example.org", "=HYPERLINK(0)@example.org",
                                      "x\\r\\nBcc:y@example.org", "a\x1b[31m@example.org", "\u202etxt@example.org")):
        name = f"hostile{number}.log"
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(HOSTILE.format(account=account))
        done, _ = run(folder, "--mail-to", "a@example.org", "--mail-dry-run", log=name)
        message = check_form(f"hostile {account!r}", done.stdout)
        check(f"hostile {account!r}: no Bcc", message["Bcc"] is None)
        html = list(list(message.iter_parts())[0].iter_parts())[1].get_content()
        check(f"hostile {account!r}: no script", "<script" not in html)
        csv = list(message.iter_attachments())[1].get_payload(decode=True).decode()
        check(f"hostile {account!r}: no formula", not re.search(r"(?m)^=", csv), csv)
    for option, value in (("--mail-to", "a@example.org\nBcc: b@example.org"), ("--mail-to", "a@example.org, "),
                          ("--mail-from", "a@example.org\r\nX: y"), ("--mail-from", "a@example.org,b@example.org"),
                          ("--subject", "x\nBcc: b@example.org"), ("--subject", "\udcff")):
        arguments = [option, value] if option == "--mail-to" else ["--mail-to", "a@example.org", option, value]
        done, _ = run(folder, *arguments, "--mail-dry-run")
        check(f"{option} {value!r}: refused", done.returncode == 2 and not done.stdout and option.encode() in done.stderr, done)


def check_failing(folder):
    fails = script(folder, "fails", "cat >/dev/null\necho 'mail system is down' >&2\nexit 75\n")
    done, _ = run(folder, "--mail-to", "a@example.org", "--sendmail", fails)
    check("fails: its words", done.returncode == 2 and b"ended with 75: mail system is down" in done.stderr, done)
    deaf = script(folder, "deaf", "exit 0\n")
    done, _ = run(folder, "--mail-to", "a@example.org", "--sendmail", deaf)
    check("a sendmail that reads nothing cannot stop the run", done.returncode == 0, done)
    hangs = script(folder, "hangs", "exec sleep 60\n")
    done, took = run(folder, "--mail-to", "a@example.org", "--sendmail", hangs, "--mail-timeout", "1")
    check("hangs: it is ended in time", done.returncode == 2 and b"did not take it in 1 s" in done.stderr and took < 20, (done, took))
    stubborn = script(folder, "stubborn", "trap '' TERM\nwhile :; do sleep 1; done\n")
    done, took = run(folder, "--mail-to", "a@example.org", "--sendmail", stubborn, "--mail-timeout", "1")
    check("hangs: it is killed", done.returncode == 2 and took < 30, (done, took))
    done, _ = run(folder, "--mail-to", "a@example.org", "--sendmail", os.path.join(folder, "missing"))
    check("missing: it is named", done.returncode == 2 and b"missing could not be run" in done.stderr and b"--sendmail" in done.stderr, done)
    keep = os.path.join(folder, "kept")
    os.path.exists(keep) and os.remove(keep)
    done, _ = run(folder, "--mail-to", "a@example.org", "--sendmail", os.path.join(folder, "keep"), log="nothing.log")
    check("nothing read: nothing is mailed", done.returncode == 2 and not os.path.exists(keep), done)


def check_usage(folder):
    for arguments in (["--mail-to", "a@example.org", "--format", "csv"], ["--mail-to", "a@example.org", "-o", "x.html"],
                      ["--subject", "x"], ["--mail-dry-run"], ["--mail-to", "a@example.org", "--mail-timeout", "0"]):
        done, _ = run(folder, *arguments)
        check(f"{arguments}: usage", done.returncode == 2 and b"--mail" in done.stderr or b"--subject" in done.stderr, done)
    done = subprocess.run([BINARY, "--no-config", "tls", "--mail-to", "a@example.org", "mail.log"], cwd=folder, capture_output=True)
    with open(os.path.join(folder, "site.toml"), "w", encoding="utf-8") as file:
        file.write('[defaults]\ntz = "UTC"\nsubject = "from the file"\n')
    for arguments, status in ((["tls"], 0), (["report"], 0), (["report", "--subject", "typed"], 2)):
        set_up = subprocess.run([BINARY, "--config", "site.toml", *arguments, "mail.log"], cwd=folder, capture_output=True, timeout=60)
        check(f"subject in a config file, {arguments}", set_up.returncode == status, set_up)
    check("tls --mail-to: usage", done.returncode == 2 and b"belongs to the command report" in done.stderr, done)


def main():
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "mail.log"), "w", encoding="utf-8") as file:
            file.write(sample_log.sample_log())
        keep = script(folder, "keep", f"cat >'{folder}/kept'\necho \"$@\" >'{folder}/arguments'\n")
        check_parts(folder, keep)
        check_hostile(folder)
        check_failing(folder)
        check_usage(folder)
    print(f"{passed} passed, {failures} failed")
    return 1 if failures else 0


sys.exit(main())
