"""Postfix logs of several servers over some weeks, with every TLS class, refused logins and refused handshakes."""
import datetime
import os
import random

FIRST = datetime.datetime(2026, 10, 26, tzinfo=datetime.timezone.utc)  # a Monday
DAYS = 21
PROTOCOLS = {"tls1_0": "TLSv1", "tls1_1": "TLSv1.1", "tls1_2": "TLSv1.2", "tls1_3": "TLSv1.3", "ssl": "SSLv3"}
# Names as clients may send them: what an engine could take for a quote, an escape, a number, a date, no value, or a byte
# that is no text.
NAMES = ["{}@example.org", "{}@shop.example", "{}@xn--bcher-kva.example", "{}", "o'{}@example.org",
         "{},x\"y@example.net", "a\\n{}@Example.ORG", "\u00fc{}\u65e5@b\u00fccher.example", "\udcff{}@example.org",
         "'; DROP TABLE messages; --{}", "=1+{}@shop.example", "{}@a@B.example", "1e{}", "NULL", "\\N", "2026-11-01"]


class Server:
    """One host's log: sessions one behind another, so that its stamps rise."""

    def __init__(self, host, seed):
        self.host, self.random, self.lines, self.number = host, random.Random(seed), [], 0

    def line(self, time, tag, text):
        self.lines.append((time, f"{time.strftime('%Y-%m-%dT%H:%M:%S.%f')}+00:00 {self.host} {tag}: {text}"))

    def session(self, time, day):
        rng, self.number = self.random, self.number + 1
        which = rng.randrange(60)
        account = NAMES[which % len(NAMES)].format(f"user{which}")
        client = f"device{which}.example.org[192.0.2.{which + 100 * rng.randrange(2)}]"
        if which % 11 == 4:
            client = f"unknown[2001:db8::{which:x}]"
        kind = ["tls1_3", "tls1_2", "tls1_0", "none", "tls1_1", "tls1_2", "ssl", "unknown"][which % 8]
        # Some devices are changed in the second or third week, and some go back.
        if kind in ("tls1_0", "tls1_1") and day // 7 >= 1 + which % 3 and which % 5:
            kind = "tls1_2"
        smtpd, step = f"postfix/submission/smtpd[{2000 + self.number % 700}]", datetime.timedelta(milliseconds=130)
        if kind == "unknown":
            smtpd = smtpd.replace("submission", "old")
        messages = rng.choice([1, 1, 1, 2, 5])
        self.line(time, smtpd, f"connect from {client}")
        if kind in PROTOCOLS:
            time += step
            self.line(time, smtpd, f"Anonymous TLS connection established from {client}: {PROTOCOLS[kind]} with cipher "
                      f"ECDHE-RSA-AES{rng.choice([128, 256])}-SHA (256/256 bits)")
        if rng.randrange(30) == 0:
            time += step
            self.line(time, smtpd, f"warning: {client}: SASL LOGIN authentication failed: authentication failure, "
                      f"sasl_username={account}")
        for _ in range(messages):
            time += step
            self.number += 1
            queue_id = f"{rng.randrange(1 << 20):05X}{self.number:06X}"
            method = rng.choice(["PLAIN", "LOGIN"])
            self.line(time, smtpd, f"{queue_id}: client={client}, sasl_method={method}, sasl_username={account}")
            time += step
            # Of a message that is held or discarded, the queue manager says nothing.
            if rng.randrange(20) == 0:
                continue
            self.line(time, "postfix/cleanup[901]", f"{queue_id}: message-id=<{self.number}@{self.host}>")
            self.line(time, "postfix/qmgr[902]", f"{queue_id}: from=<mail{which}@example.org>, size="
                      f"{rng.randrange(500, 3000000)}, nrcpt={rng.choice([1, 1, 3, 30])} (queue active)")
            self.line(time + step, "postfix/qmgr[902]", f"{queue_id}: removed")
        time += step
        ehlo = "ehlo=2 starttls=1" if kind in PROTOCOLS or kind == "unknown" else "ehlo=1"
        self.line(time, smtpd, f"disconnect from {client} {ehlo} auth=1 mail={messages} rcpt={messages} data={messages} "
                  f"quit=1 commands={4 + 3 * messages}")

    def refused(self, time):
        smtpd, reason = "postfix/submission/smtpd[77]", self.random.choice(["unsupported protocol", "no shared cipher"])
        client = f"unknown[198.51.100.{self.random.randrange(9)}]"
        self.line(time, smtpd, f"connect from {client}")
        self.line(time, smtpd, f"SSL_accept error from {client}: -1")
        self.line(time, smtpd, f"warning: TLS library problem: error:0A000102:SSL routines::{reason}:"
                  "../ssl/statem/statem_srvr.c:1657:")
        self.line(time, smtpd, f"lost connection after STARTTLS from {client}")
        self.line(time, smtpd, f"disconnect from {client} ehlo=1 starttls=0/1 commands=1/2")


def make_logs(folder, hosts, sessions_a_day=40):
    """{host: [paths]}: a log of each week and host, in order; a week is cut at 06:25, as logrotate does."""
    os.makedirs(folder, exist_ok=True)
    logs = {}
    for seed, host in enumerate(hosts):
        server = Server(host, seed)
        for day in range(DAYS):
            begin = FIRST + datetime.timedelta(days=day)
            # The first and the last hour of each day have mail: the log covers it whole.
            for second in sorted([5, 86380] + [server.random.randrange(90, 86300) for _ in range(sessions_a_day)]):
                time = begin + datetime.timedelta(seconds=second, microseconds=server.random.randrange(1000000))
                if server.random.randrange(25) == 0:
                    server.refused(time)
                server.session(time, day)
        server.lines.sort(key=lambda line: line[0])
        logs[host] = []
        for week in range(4):
            begin, end = (FIRST + datetime.timedelta(days=7 * (week + more), hours=6, minutes=25) for more in (-1, 0))
            path = os.path.join(folder, f"{host}.log.{4 - week}")
            with open(path, "w", errors="surrogateescape") as file:
                file.writelines(text + "\n" for time, text in server.lines if begin <= time < end)
            logs[host].append(path)
    return logs
