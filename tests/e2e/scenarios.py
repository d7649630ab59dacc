"""What clients do, and what they know of it: the truth."""
import collections
import threading
import time

from client import Client

VERSIONS = ("tls1_0", "tls1_1", "tls1_2", "tls1_3")
OLD_DEVICE = "127.0.0.9"
HANDSHAKES = ("tls1_0", "tls1_1", "cipher", "certificate_tls1_2", "certificate_tls1_3", "text", "closed")
FORGED = "client=evil[1.2.3.4], sasl_method=PLAIN, sasl_username=ceo@example.org"

USERS = [f"{name}@{domain}" for domain in ("example.org", "Shop.Example")
         for name in ("anna", "bert", "carla", "dora", "emil", "fritz", "gerd", "Heidi")]
ODD_USERS = ["plus+tag@example.org", "o'brien@example.org", "sp ace@example.org",
             "com,ma@shop.example", "e=q@example.org", "jürgen@example.org", "backup"]


class Truth:
    def __init__(self):
        self.accepted = collections.Counter()    # (user, service, TLS of the session)
        self.recipients = collections.Counter()  # user
        self.without_size = set()                # users whose recipients the log cannot tell
        self.refused = 0
        self.handshakes = collections.Counter()  # (address, service, class) of those broken off
        self.lock = threading.Lock()

    def note(self, ok, user, service, tls, recipients=1):
        with self.lock:
            if not ok:
                self.refused += 1
                return
            self.accepted[user, service, tls] += 1
            self.recipients[user] += recipients
            if service == "proxied":
                self.without_size.add(user)


class Scenarios:
    def __init__(self, ports):
        self.ports = ports
        self.truth = Truth()

    def open(self, service, tls=None, user=None, mechanism="PLAIN", **options):
        wrapper = tls if service == "submissions" else None
        client = Client(self.ports[service], wrapper=wrapper, **options)
        if tls and not wrapper:
            client.starttls(tls)
        if user:
            assert client.auth(user, mechanism=mechanism) == 235, (service, user)
        return client

    def mail(self, client, service, user, recipients=("r@far.example",), subject="hello", **more):
        plain = user in USERS  # Odd names are no addresses.
        taken = client.envelope(user if plain else "x@example.org", recipients)
        ok = taken > 0 and client.data(subject, **more)
        self.truth.note(ok, user, service, client.tls, taken)
        return ok

    def ordinary(self, service, tls, user, count, mechanism="PLAIN"):
        client = self.open(service, tls, user, mechanism)
        for i in range(count):
            recipients = [f"r{n}@far.example" for n in range(1 + i % 3)]
            assert self.mail(client, service, user, recipients), (service, tls, user)
        client.quit()

    def aborted(self, service, tls, user):
        """Everything that leaves a client= line and no mail."""
        client = self.open(service, tls, user)
        client.envelope(user, ["r@far.example"])
        client.say("RSET")
        assert self.mail(client, service, user)
        client.envelope(user, ["r@far.example"])
        client.drop()
        self.truth.refused += 2
        client = self.open(service, tls, user)
        client.envelope(user, ["r@far.example"])
        client.say("DATA")
        client.send("Subject: half\r\n\r\nno end")
        client.drop()
        self.truth.refused += 1

    def judged(self, service, tls, user):
        """Hold, discard and reject by header checks and access maps; partly rejected recipients."""
        client = self.open(service, tls, user)
        for subject, wanted in (("[hold] a", True), ("[discard] b", True), ("[reject] c", False)):
            assert self.mail(client, service, user, subject=subject) == wanted
        for name, wanted in (("hold", True), ("discard", True), ("reject", False)):
            assert self.mail(client, service, user, [f"{name}@far.example"]) == wanted
            client.say("RSET")
        assert self.mail(client, service, user, ["r@far.example", "reject@far.example"])
        assert self.mail(client, service, user, [f"r{i}@far.example" for i in range(45)])
        client.envelope(user, ["r@far.example"])
        self.truth.note(client.data(headers="X: " + "x" * 900 + "\r\n" + ("y" * 900 + "\r\n ") * 130),
                        user, service, client.tls)
        client.quit()

    def chunked(self, service, tls, user):
        client = self.open(service, tls, user)
        for chunks in (["Subject: a\r\n\r\nbody\r\n"], ["Subject: b\r\n", "\r\nbo", "dy\r\n"]):
            taken = client.envelope(user, ["r@far.example"])
            self.truth.note(client.bdat(chunks), user, service, client.tls, taken)
        client.envelope(user, ["r@far.example"])
        client.send("BDAT 100\r\nonly a part")
        client.drop()
        self.truth.refused += 1

    def two_users(self, first, second, tls):
        """Mail in the clear, then STARTTLS and another login in the same session."""
        client = self.open("submission", None, first)
        assert self.mail(client, "submission", first)
        assert self.mail(client, "submission", first)
        client.starttls(tls)
        assert client.auth(second) == 235
        assert self.mail(client, "submission", second)
        client.quit()

    def failed_logins(self, user):
        client = self.open("submission", "tls1_2")
        assert client.auth(user, "wrong") == 535
        assert client.auth("ceo@example.org, sasl_username=" + user, "x", "LOGIN") == 535
        assert client.auth(user) == 235
        assert self.mail(client, "submission", user)
        client.quit()
        client = self.open("submission", "tls1_0", user)
        client.quit()

    def old_device(self, user):
        """Sends with what is switched off later."""
        client = self.open("submission", "tls1_0", user, source=OLD_DEVICE)
        assert self.mail(client, "submission", user)
        client.quit()

    def broken_handshake(self, service, how, source):
        """One that fails. Right behind a reload, a process of before may still take the old versions."""
        for _ in range(100):
            wrapper = service == "submissions"
            client = Client(self.ports[service], source=source, silent=wrapper)
            if not wrapper:
                assert client.say("STARTTLS") == 220
            if client.break_off(how):
                break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{service} takes {how}")
        reason = how.split("_")[0]
        reason = {"tls1": "protocol", "text": "protocol"}.get(reason, reason)
        with self.truth.lock:
            self.truth.handshakes[source, service, reason] += 1

    def hostile(self, user):
        """Strangers without login forge; nothing of it may count, the real mail must."""
        client = Client(self.ports["smtp"], source="127.0.0.2", helo="x,sasl_username=ceo")
        for options in (" AUTH=x,sasl_username=ceo@example.org", ""):
            client.envelope('"a>, size=1, nrcpt=9 (queue active) from=<ceo"@example.org',
                            ["r@far.example"], options)
            assert client.data(FORGED, f"Message-ID: <x> ABCDEF12345: {FORGED}\r\n")
        client.say(f"MAIL FROM:<Anonymous TLS connection established from x[1.2.3.4]: TLSv1 with "
                   "cipher AES128-SHA (128/128 bits)>")
        client.send("GET A1B2C3D4E5: " + FORGED + "\r\n")  # The server hangs up.
        client.drop()
        client = self.open("submission", "tls1_3", user)
        taken = client.envelope(user, ["r@far.example"], " AUTH=x,sasl_username=ceo@example.org")
        self.truth.note(client.data(FORGED), user, "submission", client.tls, taken)
        client.quit()

    def xclient(self, user):
        client = Client(self.ports["xclient"])
        client.starttls("tls1_2")
        assert client.say(f"XCLIENT NAME=pc.example ADDR=192.0.2.77 LOGIN={user}") == 220
        client.ehlo()
        taken = client.envelope(user, ["r@far.example"])
        self.truth.note(client.data(), user, "xclient", "unknown", taken)
        client.quit()

    def pipelined(self, user):
        client = self.open("submission", "tls1_1", user)
        client.send(f"MAIL FROM:<{user}>\r\nRCPT TO:<a@far.example>\r\nRCPT TO:<b@far.example>\r\nDATA\r\n")
        codes = [client.reply() for _ in range(4)]
        assert codes == [250, 250, 250, 354], codes
        client.send("Subject: x\r\n\r\nbody\r\n.\r\nQUIT\r\n")
        self.truth.note(client.reply() == 250, user, "submission", client.tls, 2)
        client.drop()
