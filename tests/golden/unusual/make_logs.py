#!/usr/bin/env python3
"""Writes the logs of the cases in this folder: make_logs.py

Eighteen days of three senders, of which the last week is looked at. One is taken over, one begins,
and one is seldom seen. The names of the hostile case try to forge what a report says."""
import datetime
import gzip
import os

HERE = os.path.dirname(os.path.abspath(__file__))
START = datetime.datetime(2026, 11, 5)
HOSTILE = "=cmd|'/c calc'!A1\u202e,\"x\"\x1b[31m@example.org"


class Log:
    def __init__(self):
        self.lines = []
        self.number = 0

    def say(self, time, tag, text):
        self.lines.append((time, f"{time.isoformat()}+00:00 mail {tag}: {text}\n"))

    def send(self, time, account, client, address=None, recipients=1, tls="TLSv1.3", mechanism="PLAIN"):
        self.number += 1
        process, queue = 1000 + self.number, f"{self.number + 0xA1B2C3D000:X}"
        peer = f"unknown[{client}]"
        smtpd = f"postfix/submission/smtpd[{process}]"
        later = lambda ms: time + datetime.timedelta(milliseconds=ms)
        self.say(later(0), smtpd, f"connect from {peer}")
        if tls:
            self.say(later(50), smtpd, f"Anonymous TLS connection established from {peer}: {tls} with cipher "
                     "TLS_AES_256_GCM_SHA384 (256/256 bits)")
        self.say(later(100), smtpd, f"{queue}: client={peer}, sasl_method={mechanism}, sasl_username={account}")
        self.say(later(200), "postfix/qmgr[900]", f"{queue}: from=<{address or account}>, size=900, "
                 f"nrcpt={recipients} (queue active)")
        starttls = " starttls=1" if tls else ""
        self.say(later(300), smtpd, f"disconnect from {peer} ehlo=2{starttls} auth=1 mail=1 rcpt={recipients} data=1 "
                 f"quit=1 commands={7 + recipients - bool(not tls)}")

    def refuse(self, time, account, client):
        self.say(time, "postfix/submission/smtpd[999]", f"warning: unknown[{client}]: SASL LOGIN authentication "
                 f"failed: UGFzc3dvcmQ6, sasl_username={account}")

    def text(self):
        return "".join(line for _, line in sorted(self.lines, key=lambda line: line[0]))


def at(day, hour, minute=0, second=0):
    return START + datetime.timedelta(days=day, hours=hour, minutes=minute, seconds=second)


def live(log, account, client, hour):
    for day in range(18):
        log.send(at(day, hour, day), account, client)


def world(victim="anna@example.org"):
    log = Log()
    live(log, victim, "192.0.2.1", 8)
    live(log, "erp@example.org", "198.51.100.7", 9)
    live(log, "scanner7", "198.51.100.8", 10)
    log.send(at(2, 11), "seldom@example.org", "192.0.2.9")
    log.send(at(14, 11), "seldom@example.org", "192.0.2.9")
    for second in range(25):
        log.refuse(at(13, 1, 40, second * 10), victim, "203.0.113.5")
    for second in range(4):
        log.refuse(at(14, 3, 0, second), "erp@example.org", "198.18.7.7")
        log.refuse(at(14, 3, 1, second), "nobody@example.org", "198.18.7.7")
    for number in range(40):
        log.send(at(13, 1, 50, 3 * number), victim, f"203.0.113.{5 + number % 3}" if number % 2 else "198.18.44.9",
                 address=f"ceo{number % 7}@bank.example", mechanism="LOGIN")
    return log


def short():
    log = Log()
    for day in range(9):
        log.send(at(day, 8), "anna@example.org", "192.0.2.1")
    for number in range(31):
        log.send(at(8, 9, 30, number), "anna@example.org", "198.18.44.9")
    return log


def write(case, text, packed):
    os.makedirs(os.path.join(HERE, case), exist_ok=True)
    path = os.path.join(HERE, case, "mail.log")
    if packed:
        with open(path + ".gz", "wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as out:
            out.write(text.encode("utf-8"))
    else:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def main():
    write("takeover", world().text(), False)
    for case in ("ascii", "csv", "json", "ndjson", "markdown", "wide", "narrow", "excepted", "limits", "range", "summary",
                 "report", "domain"):
        write(case, world().text(), True)
    other = world("bob@example.org").text().replace("+00:00 mail ", "+00:00 mx2 ")
    write("top", "".join(sorted(world().text().splitlines(True) + other.splitlines(True))), True)
    write("hostile", world(HOSTILE).text(), True)
    write("hostile-csv", world(HOSTILE).text(), True)
    write("no-baseline", short().text(), False)


main()
