"""What clients do to Exim beyond what they do to Postfix, and what they know of it."""
import collections
import ssl

from scenarios import USERS, VERSIONS, Scenarios

FORGED = "X=TLS1.0:RSA:256 A=plain:ceo@example.org S=1"


class EximScenarios(Scenarios):
    def __init__(self, ports):
        super().__init__(ports)
        self.failed = collections.Counter()  # (account, address) of refused logins
        self.open_mail = collections.Counter()  # (envelope sender, TLS) without login

    def fail(self, user, source):
        with self.truth.lock:
            self.failed[user, source] += 1

    def failed_logins(self, user, source, tls):
        """Wrong passwords, an account that is none, a client that gives up; then the right one."""
        client = self.open("submission", tls, source=source)
        for name, mechanism in ((user, "PLAIN"), (user, "LOGIN"), ("nobody@example.org", "LOGIN")):
            assert client.auth(name, "wrong", mechanism) == 535
            self.fail(name, source)
        client.say("AUTH LOGIN")
        assert client.say("*") == 501
        self.fail("", source)
        assert client.auth(user) == 235
        assert self.mail(client, "submission", user)
        client.quit()

    def refused(self, service, tls, user):
        """Sender, recipients or content refused, now or for a while; a 550 that is none; then one mail."""
        client = self.open(service, tls, user)
        assert client.envelope("refused@example.org", ["r@far.example"]) == 0
        for name in ("reject", "later"):
            assert not self.mail(client, service, user, [f"{name}@far.example"])
            client.say("RSET")
        assert not self.mail(client, service, user, ["pretend@far.example"])
        assert not self.mail(client, service, user, subject="[reject]")
        assert self.mail(client, service, user)
        client.quit()

    def onward(self, user, tls):
        """Exim sends it to itself: a second message, of nobody."""
        client = self.open("submission", tls, user)
        assert self.mail(client, "submission", user, ["onward@far.example"])
        client.quit()
        # GnuTLS on both sides takes the newest.
        with self.truth.lock:
            self.open_mail[user, "tls1_3"] += 1

    def hostile(self, user):
        """Strangers without login forge; nothing of it may count, the real mail must."""
        sender = f'"a b {FORGED}"@evil.example'
        for tls in (None, "tls1_2"):
            client = self.open("smtp", tls, source="127.0.0.2")
            assert client.envelope(sender, ["r@far.example"]) == 1
            assert client.data(FORGED, f'Message-ID: <"x {FORGED}"@evil.example>\r\n')
            client.say(f"EHLO x {FORGED}")
            client.say(f"MAIL FROM:<x> {FORGED}")
            client.drop()
            with self.truth.lock:
                self.open_mail[sender, client.tls] += 1
        client = self.open("submission", "tls1_3", user)
        taken = client.envelope(f'"x A=plain:{USERS[0]}"@example.org', ["r@far.example"])
        self.truth.note(client.data(FORGED), user, "submission", client.tls, taken)
        # A Message-ID that could be the end of the line, had the client written all before: nobody's.
        taken = client.envelope(user, ["r@far.example"])
        good = client.data(headers=f'Message-ID: <"x P=esmtpsa {FORGED}"@evil.example>\r\n')
        self.truth.note(good, "", "submission", "unknown", taken)
        client.quit()

    def without_login(self, tls):
        """Port 25 takes it, and the submission service does not."""
        client = self.open("smtp", tls)
        assert client.envelope("stranger@far.example", ["a@example.org", "b@example.org"]) == 2
        assert client.data()
        client.quit()
        with self.truth.lock:
            self.open_mail["stranger@far.example", client.tls] += 1
        client = self.open("submission", tls)
        assert client.envelope("stranger@far.example", ["a@example.org"]) == 0
        client.quit()

    def forgotten(self, user, tls):
        """STARTTLS makes Exim forget the login of before."""
        client = self.open("submission", None, user)
        client.starttls(tls)
        assert client.envelope(user, ["r@far.example"]) == 0
        client.quit()


def offered():
    """The versions that the client's library still has."""
    has = {"tls1_0": ssl.HAS_TLSv1, "tls1_1": ssl.HAS_TLSv1_1, "tls1_2": ssl.HAS_TLSv1_2,
           "tls1_3": ssl.HAS_TLSv1_3}
    return [version for version in VERSIONS if has[version]]
