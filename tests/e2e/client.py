"""An SMTP client that does what it is told, the wrong things too, and forces one TLS version."""
import base64
import socket
import ssl

VERSIONS = {"tls1_0": ssl.TLSVersion.TLSv1, "tls1_1": ssl.TLSVersion.TLSv1_1,
            "tls1_2": ssl.TLSVersion.TLSv1_2, "tls1_3": ssl.TLSVersion.TLSv1_3}


def context_for(version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = VERSIONS[version]
    return context


def refused_context(how):
    """What offers or takes too little: an old version only, no cipher of an RSA certificate, or no
    certificate that nobody vouches for."""
    if how in ("tls1_0", "tls1_1"):
        return context_for(how)
    if how == "cipher":
        context = context_for("tls1_2")
        context.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256:@SECLEVEL=0")
        return context
    context = context_for(how.removeprefix("certificate_"))
    context.verify_mode = ssl.CERT_REQUIRED
    return context


class Client:
    def __init__(self, port, source="127.0.0.1", wrapper=None, helo="client.example", silent=False):
        self.socket = socket.create_connection(("127.0.0.1", port), 30, (source, 0))
        self.tls = "none"
        if silent:
            return
        if wrapper:
            self.wrap(wrapper)
        self.buffer = b""
        self.reply()
        self.ehlo(helo)

    def wrap(self, version):
        self.socket = context_for(version).wrap_socket(self.socket)
        names = {"TLSv1": "tls1_0", "TLSv1.1": "tls1_1", "TLSv1.2": "tls1_2", "TLSv1.3": "tls1_3"}
        self.tls = names[self.socket.version()]
        assert self.tls == version

    def break_off(self, how):
        """Begins a handshake that must fail. Whether it did; the connection is over in any case."""
        try:
            if how == "text":
                self.send("EHLO again, and not a word of TLS\r\n" * 20)
            elif how != "closed":
                refused_context(how).wrap_socket(self.socket).close()
                return False
            if how == "text":
                self.socket.recv(4096)
        except OSError:  # ssl.SSLError is one.
            pass
        self.socket.close()
        return True

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def reply(self):
        """The code of the next reply."""
        while True:
            while b"\n" not in self.buffer:
                more = self.socket.recv(4096)
                if not more:
                    return 0
                self.buffer += more
            line, self.buffer = self.buffer.split(b"\n", 1)
            if line[3:4] != b"-":
                return int(line[:3])

    def say(self, line):
        self.send(line + "\r\n")
        return self.reply()

    def ehlo(self, name="client.example"):
        return self.say("EHLO " + name)

    def starttls(self, version):
        assert self.say("STARTTLS") == 220
        self.wrap(version)
        self.ehlo()

    def auth(self, user, password="secret", mechanism="PLAIN"):
        encode = lambda text: base64.b64encode(text.encode()).decode()
        if mechanism == "PLAIN":
            return self.say("AUTH PLAIN " + encode(f"\0{user}\0{password}"))
        self.say("AUTH LOGIN")
        self.say(encode(user))
        return self.say(encode(password))

    def envelope(self, sender, recipients, options=""):
        """How many recipients the server took."""
        if self.say(f"MAIL FROM:<{sender}>{options}") != 250:
            return 0
        return sum(self.say(f"RCPT TO:<{r}>") == 250 for r in recipients)

    def data(self, subject="hello", headers=""):
        if self.say("DATA") != 354:
            return False
        return self.say(f"Subject: {subject}\r\n{headers}\r\nbody\r\n.") == 250

    def bdat(self, chunks):
        for i, chunk in enumerate(chunks):
            last = " LAST" if i + 1 == len(chunks) else ""
            self.send(f"BDAT {len(chunk)}{last}\r\n{chunk}")
            code = self.reply()
        return code == 250

    def quit(self):
        self.say("QUIT")
        self.socket.close()

    def drop(self):
        self.socket.close()
