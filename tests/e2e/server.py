"""A private Postfix: own directories, own ports on 127.0.0.1, own passwords; everything it accepts
is discarded."""
import os
import signal
import socket
import subprocess
import time

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
multi_instance_name =
maillog_file = {folder}/logs/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.org
mydomain = example.org
myorigin = example.org
mydestination =
mynetworks = 127.0.0.2/32
alias_maps =
local_recipient_maps =
disable_dns_lookups = yes
smtpd_peername_lookup = no
default_transport = discard:e2e
relay_transport = discard:e2e
default_process_limit = 60
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_timeout = 110s
smtpd_hard_error_limit = 50
smtpd_soft_error_limit = 50
smtpd_recipient_limit = 40
message_size_limit = 100000
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_protocols = >=TLSv1
smtpd_tls_mandatory_protocols = >=TLSv1
smtpd_tls_ciphers = low
smtpd_tls_mandatory_ciphers = low
tls_low_cipherlist = ALL:@SECLEVEL=0
tls_medium_cipherlist = ALL:@SECLEVEL=0
tls_high_cipherlist = ALL:@SECLEVEL=0
import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ OPENSSL_CONF={folder}/openssl.cnf
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = {folder}/config/sasl
smtpd_sasl_auth_enable = yes
smtpd_sasl_local_domain =
smtpd_relay_restrictions = permit_sasl_authenticated, permit_mynetworks, reject
smtpd_recipient_restrictions =
  check_recipient_access inline:{{ {{hold@far.example = HOLD e2e}} {{discard@far.example = DISCARD e2e}}
    {{reject@far.example = REJECT e2e}} }}
header_checks = regexp:{folder}/header_checks
enable_long_queue_ids = no
"""

# name, syslog name, further settings; {name} in a setting is the port of that service.
SERVICES = [
    ("smtp", "postfix", ["smtpd_sasl_auth_enable=no"]),
    ("submission", "postfix/submission", []),
    ("submissions", "postfix/submissions", ["smtpd_tls_wrappermode=yes"]),
    ("plain", "postfix/plain", ["smtpd_tls_security_level=none"]),
    ("quiet", "postfix/quiet", ["smtpd_tls_loglevel=0"]),
    ("proxied", "postfix/proxied", ["smtpd_proxy_filter=127.0.0.1:{reinject}"]),
    ("filtered", "postfix/filtered", ["content_filter=scan:[127.0.0.1]:{reinject}"]),
    ("xclient", "postfix/xclient", ["smtpd_authorized_xclient_hosts=127.0.0.1"]),
    ("reinject", "postfix/reinject",
     ["smtpd_sasl_auth_enable=no", "smtpd_authorized_xforward_hosts=127.0.0.0/8",
      "mynetworks=127.0.0.0/8", "smtpd_tls_security_level=none", "smtpd_recipient_restrictions=",
      "receive_override_options=no_header_body_checks"]),
]

MASTER = """
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
scan unix - - n - - smtp
  -o smtp_send_xforward_command=yes
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class ServerHung(Exception):
    """Postfix waits for itself: when many lines come while its log daemon is started anew, its master
    blocks in the write to the daemon that it has to start. Seen once in some dozen runs."""


class Postfix:
    def __init__(self, folder, users):
        self.folder = folder
        self.config = os.path.join(folder, "config")
        self.log = os.path.join(folder, "logs/mail.log")
        self.ports = dict(zip((s[0] for s in SERVICES), free_ports(len(SERVICES))))
        os.chmod(folder, 0o755)
        for name in ("config", "config/sasl", "queue", "data", "logs"):
            os.mkdir(os.path.join(folder, name), 0o755)
        subprocess.run(["chown", "postfix", os.path.join(folder, "data")], check=True)
        self.write("config/main.cf", MAIN.format(folder=folder))
        self.write("config/master.cf", self.master())
        self.write("header_checks", "/^Subject:.*\\[hold\\]/ HOLD e2e\n"
                   "/^Subject:.*\\[discard\\]/ DISCARD e2e\n/^Subject:.*\\[reject\\]/ REJECT e2e\n")
        self.write("config/sasl/smtpd.conf", "pwcheck_method: auxprop\nauxprop_plugin: sasldb\n"
                   f"mech_list: PLAIN LOGIN\nsasldb_path: {folder}/sasldb2\n")
        for user in users:
            name, _, realm = user.rpartition("@") if "@" in user else (user, "", "mail.example.org")
            self.command(["saslpasswd2", "-p", "-c", "-f", f"{folder}/sasldb2", "-u", realm, name],
                         input="secret")
        os.chmod(f"{folder}/sasldb2", 0o644)
        self.command(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                      "-subj", "/CN=mail.example.org", "-keyout", f"{folder}/key.pem",
                      "-out", f"{folder}/cert.pem"])

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def master(self):
        text = MASTER
        for name, syslog_name, settings in SERVICES:
            text += f"127.0.0.1:{self.ports[name]} inet n - n - - smtpd\n"
            text += f"  -o syslog_name={syslog_name}\n"
            text += "".join(f"  -o {s.format(**self.ports)}\n" for s in settings)
        return text

    @staticmethod
    def command(words, **options):
        options.setdefault("timeout", 60)
        done = subprocess.run(words, capture_output=True, text=True, **options)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout

    def postfix(self, *words):
        try:
            return self.command(["postfix", "-c", self.config, *words], timeout=20)
        except subprocess.TimeoutExpired as expired:
            raise ServerHung(f"postfix {' '.join(words)} does not return") from expired

    def start(self):
        self.postfix("start")
        for port in self.ports.values():
            self.wait_for(lambda p=port: self.answers(p), f"port {port} to answer")

    @staticmethod
    def answers(port):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return True
        except OSError:
            return False

    @staticmethod
    def wait_for(condition, what, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise RuntimeError(f"waited {seconds} s for {what}")
            time.sleep(0.02)

    def log_text(self):
        with open(self.log, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()

    def reload(self, **settings):
        for name, value in settings.items():
            self.command(["postconf", "-c", self.config, "-e", f"{name}={value}"])
        self.postfix("reload")
        self.wait_for(lambda: "reload -- version" in self.log_text(), "the reload in the log")

    def rotate(self, name):
        """As `postfix logrotate` does: rename, then tell master."""
        os.rename(self.log, os.path.join(self.folder, "logs", name))
        self.postfix("reload")
        # The log daemon opens the new file with the next line; a visitor makes one.
        self.wait_for(lambda: self.answers(self.ports["smtp"]) and os.path.exists(self.log),
                      "the new log file")

    def drained(self, unfinished=0):
        """Whether the queue holds no more than the `unfinished` transactions of open sessions."""
        waiting = ("incoming", "active", "maildrop")
        return sum(len(files) for q in waiting
                   for _, _, files in os.walk(os.path.join(self.folder, "queue", q))) <= unfinished

    def stop(self):
        try:
            self.postfix("stop")
        except (ServerHung, RuntimeError):
            pass  # It hangs, or never ran.
        self.kill()

    def kill(self):
        """Ends what is left, which has this configuration in its environment."""
        mark = f"MAIL_CONFIG={self.config}".encode()
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as environ:
                    if mark in environ.read().split(b"\0"):
                        os.kill(int(pid), signal.SIGKILL)
            except OSError:
                pass  # It ended meanwhile.
