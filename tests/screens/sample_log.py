"""28 days of a small Postfix server, the same bytes each time: senders with old TLS and without TLS,
one that leaves TLS 1.1 during the month, long names, IPv6, refused logins and handshakes."""
import datetime
import random

SMTPD = "postfix/submission/smtpd"
CIPHERS = {"TLSv1": "ECDHE-RSA-AES256-SHA", "TLSv1.1": "ECDHE-RSA-AES256-SHA",
           "TLSv1.2": "ECDHE-RSA-AES256-GCM-SHA384", "TLSv1.3": "TLS_AES_256_GCM_SHA384"}
# Account, client, TLS version, mechanism, messages on a working day.
SENDERS = [
    ("newsletter@shop.example", "192.0.2.10", "TLSv1.3", "PLAIN", 9),
    ("erp@shop.example", "192.0.2.60", "changes", "PLAIN", 5),
    ("scanner@example.org", "2001:db8:20:1:250:56ff:fe8f:3a17", "TLSv1", "LOGIN", 2),
    ("copier-2nd-floor.building-west@example.org", "192.0.2.31", "TLSv1", "LOGIN", 1),
    ("copier-3rd-floor.building-west@example.org", "192.0.2.32", "TLSv1.2", "LOGIN", 1),
    ("ups-monitoring@infra.example", "192.0.2.40", "TLSv1", "PLAIN", 1),
    ("anna@example.org", "198.51.100.8", "TLSv1.2", "PLAIN", 2),
    ("carla@shop.example", "198.51.100.9", "TLSv1.3", "PLAIN", 2),
    ("backup", "192.0.2.50", None, "PLAIN", 1),
]


def message(account, client, tls, mechanism, number, chance):
    """(second, text) of each line of one session."""
    queue_id = "4f%08X" % (number * 7919)
    size, recipients = chance.randrange(2000, 900000), chance.randrange(1, 4)
    sender = account if "@" in account else "root@backup.example"
    yield 0, f"smtpd: connect from unknown[{client}]"
    if tls:
        yield 0, (f"smtpd: Anonymous TLS connection established from unknown[{client}]: {tls} with "
                  f"cipher {CIPHERS[tls]} (256/256 bits)")
    yield 1, (f"smtpd: {queue_id}: client=unknown[{client}], sasl_method={mechanism}, "
              f"sasl_username={account}")
    yield 1, f"postfix/cleanup[900]: {queue_id}: message-id=<{number}@mail.example>"
    yield 1, (f"postfix/qmgr[901]: {queue_id}: from=<{sender}>, size={size}, nrcpt={recipients} "
              "(queue active)")
    yield 2, f"postfix/qmgr[901]: {queue_id}: removed"
    yield 2, (f"smtpd: disconnect from unknown[{client}] ehlo=1{' starttls=1' if tls else ''} auth=1 "
              f"mail=1 rcpt={recipients} data=1 quit=1 commands={5 + recipients + bool(tls)}")


def refused_login():
    yield 0, "smtpd: connect from unknown[203.0.113.5]"
    yield 1, ("smtpd: warning: unknown[203.0.113.5]: SASL LOGIN authentication failed: "
              "UGFzc3dvcmQ6, sasl_username=carla@shop.example")
    yield 2, "smtpd: disconnect from unknown[203.0.113.5] ehlo=1 auth=0/1 quit=1 commands=2/3"


def refused_handshake():
    client = "unknown[192.0.2.31]"
    yield 0, f"smtpd: connect from {client}"
    yield 0, f"smtpd: SSL_accept error from {client}: -1"
    yield 0, ("smtpd: warning: TLS library problem: error:0A000102:SSL routines::unsupported "
              "protocol:../ssl/statem/statem_srvr.c:1657:")
    yield 0, f"smtpd: lost connection after STARTTLS from {client}"
    yield 0, f"smtpd: disconnect from {client} ehlo=1 starttls=0/1 commands=1/2"


def messages_of(account, usual, day, weekday):
    if account.startswith("ups"):
        return int(day % 3 == 0)
    if account == "backup":
        return int(day % 4 == 1)
    if account.startswith("copier"):
        return int(day % 2 == 0 and weekday < 5)
    return usual if weekday < 5 else usual // 3


def sessions():
    """(time, lines) of each session."""
    chance = random.Random(11)
    number = 0
    for day in range(28):
        midnight = datetime.datetime(2026, 11, 1) + datetime.timedelta(days=day)
        for account, client, version, mechanism, usual in SENDERS:
            for _ in range(messages_of(account, usual, day, midnight.weekday())):
                number += 1
                second = chance.randrange(6 * 3600, 20 * 3600)
                tls = version
                if version == "changes":
                    tls = "TLSv1.1" if chance.random() > (day - 8) / 18 else "TLSv1.2"
                yield (midnight + datetime.timedelta(seconds=second),
                       list(message(account, client, tls, mechanism, number, chance)))
        if day % 5 == 2:
            for minute in range(2):
                yield midnight + datetime.timedelta(hours=3, minutes=minute), list(refused_login())
        if day >= 26:
            yield midnight + datetime.timedelta(hours=9), list(refused_handshake())


def sample_log():
    lines = []
    for process, (time, texts) in enumerate(sessions(), 2000):
        for second, text in texts:
            tagged = text.replace("smtpd: ", f"{SMTPD}[{process}]: ", 1) if text.startswith(
                "smtpd: ") else text
            lines.append((time + datetime.timedelta(seconds=second), len(lines), tagged))
    return "".join(f"{time:%b %e %H:%M:%S} mail {text}\n" for time, _, text in sorted(lines))
