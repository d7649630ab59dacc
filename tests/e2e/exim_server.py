"""A private Exim: Debian's package unpacked into a folder, never installed, with paths, ports and
passwords of its own. It runs in namespaces of its own, so nothing of it outlives the test."""
import fcntl
import glob
import os
import shutil
import socket
import struct
import subprocess
import time

from client import Client

PACKAGE = "exim4-daemon-heavy"
USER = "Debian-exim"
PORTS = {"smtp": 2525, "submission": 2587, "submissions": 2465}

MAIN = """
exim_path = {exim}
exim_user = {user}
exim_group = {user}
keep_environment = LD_LIBRARY_PATH
deliver_drop_privilege = true
never_users =
primary_hostname = mail.example.org
qualify_domain = example.org
spool_directory = {folder}/spool
log_file_path = {folder}/logs/%slog
pid_file_path = {folder}/spool/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {ports[smtp]} : {ports[submission]} : {ports[submissions]}
tls_on_connect_ports = {ports[submissions]}
tls_advertise_hosts = *
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
tls_require_ciphers = {priority}
tls_dhparam = none
host_lookup =
dns_again_means_nonexist = *
smtp_accept_max = 60
smtp_accept_queue_per_connection = 0
recipients_max = 40
message_size_limit = 100000
{settings}
acl_smtp_mail = check_sender
acl_smtp_rcpt = check_recipient
acl_smtp_data = check_content
chunking_advertise_hosts = *

begin acl
check_sender:
  deny senders = refused@example.org
  accept
check_recipient:
  deny !authenticated = *
       condition = ${{if !eq{{$received_port}}{{{ports[smtp]}}}}}
  deny local_parts = reject
  defer local_parts = later
  discard local_parts = discard
  warn local_parts = hold
       control = freeze
  warn local_parts = pretend
       control = fakereject/550 not today
  accept
check_content:
  deny condition = ${{if match{{$h_Subject:}}{{\\N\\[reject\\]\\N}}}}
  discard condition = ${{if match{{$h_Subject:}}{{\\N\\[discard\\]\\N}}}}
  warn condition = ${{if match{{$h_Subject:}}{{\\N\\[hold\\]\\N}}}}
       control = freeze
  accept

begin routers
onward:
  driver = manualroute
  local_parts = onward
  condition = ${{if !eq{{$received_port}}{{{ports[smtp]}}}}}
  route_list = * 127.0.0.1
  self = send
  transport = onward
gone:
  driver = redirect
  data = :blackhole:

begin transports
onward:
  driver = smtp
  port = {ports[smtp]}
  allow_localhost

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{$auth3}}{{${{lookup{{$auth2}}lsearch{{{folder}/passwords}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = ${{if eq{{$auth2}}{{${{lookup{{$auth1}}lsearch{{{folder}/passwords}}}}}}}}
  server_set_id = $auth1
"""


class Cannot(Exception):
    """It cannot run here, and why."""


def words_of(command, **options):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **options)
    except subprocess.TimeoutExpired as expired:
        raise Cannot(f"{command[0]} takes more than a minute") from expired
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no word why"]
        raise Cannot(f"{' '.join(command[:2])} fails: {lines[-1]}")
    return done.stdout


def library_path(root):
    return ":".join(sorted({os.path.dirname(f) for f in glob.glob(f"{root}/**/*.so.*", recursive=True)}))


def is_installed(package):
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True,
                          text=True, check=False)
    return "ok installed" in done.stdout


def fetch(root):
    """The path of an Exim below `root`, with the libraries that this host does not have."""
    exim = f"{root}/usr/sbin/exim4"
    wanted, seen = {PACKAGE}, set()
    while wanted:
        seen |= wanted
        folder = f"{root}/packages"
        os.makedirs(folder)
        words_of(["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", *sorted(wanted)], cwd=folder)
        needs = ""
        for package in glob.glob(f"{folder}/*.deb"):
            words_of(["dpkg-deb", "-x", package, root])
            needs += words_of(["dpkg-deb", "-f", package, "Depends"]) + ","
        shutil.rmtree(folder)
        names = {need.split("|")[0].split("(")[0].split(":")[0].strip() for need in needs.split(",")}
        wanted = {n for n in names - seen if n.startswith("lib") and not is_installed(n)}
    os.chmod(exim, 0o755)  # Not setuid: such a program would not look into `library_path`.
    return exim


def raise_loopback():
    """`ip link set lo up`: SIOCSIFFLAGS with IFF_UP and IFF_RUNNING."""
    with socket.socket() as s:
        fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x41))


class Exim:
    """Made inside the namespaces."""

    def __init__(self, folder, users):
        self.folder, self.process = folder, None
        self.exim = f"{folder}/root/usr/sbin/exim4"
        self.environment = {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": library_path(f"{folder}/root")}
        raise_loopback()
        self.add_user()
        for name in ("spool", "logs"):
            os.mkdir(f"{folder}/{name}")
            shutil.chown(f"{folder}/{name}", USER, USER)
        self.write("passwords", "".join(f"\"{u}\": secret\n" for u in users))
        words_of(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                  "/CN=mail.example.org", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"])
        shutil.chown(f"{folder}/key.pem", USER)

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)

    def add_user(self):
        """Debian's Exim insists on its user. Only this mount namespace sees it."""
        for path, line in (("/etc/passwd", f"{USER}:x:64999:64999::/nowhere:/usr/sbin/nologin\n"),
                           ("/etc/group", f"{USER}:x:64999:\n")):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if f"\n{USER}:" not in text:
                own = os.path.basename(path)
                self.write(own, text + line)
                words_of(["mount", "--bind", f"{self.folder}/{own}", path])

    def start(self, settings, oldest="1.0"):
        versions = [v for v in ("1.0", "1.1", "1.2", "1.3") if v >= oldest]
        priority = "NORMAL:-VERS-ALL" + "".join(f":+VERS-TLS{v}" for v in versions)
        self.write("exim.conf", MAIN.format(
            folder=self.folder, exim=self.exim, user=USER, ports=PORTS, settings=settings,
            priority=priority + ":+SIGN-RSA-SHA1:%COMPAT"))
        with open(f"{self.folder}/output", "wb") as output:
            self.process = subprocess.Popen([self.exim, "-C", f"{self.folder}/exim.conf", "-bdf"],
                                            env=self.environment, stdin=subprocess.DEVNULL,
                                            stdout=output, stderr=output)
        self.wait_for(lambda: self.process.poll() is not None or self.answers(), "Exim to answer")
        if self.process.poll() is not None:
            with open(f"{self.folder}/output", encoding="utf-8", errors="replace") as output:
                raise Cannot(f"Exim does not start: {output.read().strip()[-300:]}")

    @staticmethod
    def answers():
        try:
            with socket.create_connection(("127.0.0.1", PORTS["smtp"]), 1):
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

    def processes(self):
        """How many of Exim there are: the namespace has a /proc of its own."""
        count = 0
        for link in glob.glob("/proc/[0-9]*/exe"):
            try:
                count += os.readlink(link) == self.exim
            except OSError:
                pass  # It ended meanwhile.
        return count

    def stop(self):
        """When every session and delivery is over, and so all is logged."""
        for name, port in PORTS.items():  # Whoever came before was let in before.
            Client(port, wrapper="tls1_3" if name == "submissions" else None).quit()
        self.wait_for(lambda: self.processes() <= 1, "sessions and deliveries to end")
        self.process.terminate()
        self.process.wait(20)
        # A child that removes the pid file still holds the listening sockets.
        self.wait_for(lambda: self.processes() == 0, "Exim to end")

    def rotate(self, name):
        os.rename(f"{self.folder}/logs/mainlog", f"{self.folder}/logs/{name}")
