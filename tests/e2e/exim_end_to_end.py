"""End-to-end test with a real Exim: exim_end_to_end.py BINARY
Clients that know what they did send to a private Exim; smtptally must count from its logs what they
know. Exit status 77 says that it cannot run here, and why.
Debian packages: openssl python3 util-linux; Exim is fetched with apt-get download, not installed."""
import collections
import concurrent.futures
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from drive import CLASSES, differences, expected_counts, output_of, printed_name, run
from exim_scenarios import EximScenarios, offered
from exim_server import PORTS, Cannot, Exim, fetch
from scenarios import OLD_DEVICE, USERS

ACCOUNTS = USERS[:8] + ["plus+tag@example.org", "o'brien@example.org", "com,ma@shop.example",
                        "e=q@example.org", "jürgen@example.org", "backup"]
DEBIAN = "log_selector = +smtp_protocol_error +smtp_syntax_error +tls_certificate_verified +tls_peerdn"
# Stamps without a zone, far from UTC: the ids tell how far.
FAR = "timezone = XXX-5:30\n" + DEBIAN
RICH = """timezone = UTC
log_timezone = true
log_selector = +incoming_port +incoming_interface +pid +millisec +subject +received_recipients \
  +received_sender +smtp_connection +smtp_no_mail +smtp_protocol_error +smtp_syntax_error +pipelining \
  +tls_sni +tls_resumption +deliver_time +delivery_size
"""
LIBRARY = """openssl_conf = main
[main]
ssl_conf = ssl
[ssl]
system_default = defaults
[defaults]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
"""


def sessions(world, dice, versions):
    """What one round plays, in an order that the dice give."""
    tasks = []
    for service in ("submission", "submissions"):
        for tls in versions + ([None] if service == "submission" else []):
            for mechanism in ("PLAIN", "LOGIN"):
                tasks.append((world.ordinary, service, tls, dice.choice(ACCOUNTS), dice.randint(2, 4),
                              mechanism))
            for play in (world.aborted, world.judged, world.chunked, world.refused):
                tasks.append((play, service, tls, dice.choice(USERS[:8])))
    for i, user in enumerate(ACCOUNTS):
        tls = versions[i % len(versions)]
        tasks.append((world.ordinary, "submission", tls, user, dice.randint(1, 3)))
        tasks.append((world.failed_logins, user, f"127.0.0.{20 + i}", dice.choice([tls, None])))
    for tls in versions:
        user, other = dice.sample(USERS[:8], 2)
        tasks += [(world.two_users, user, other, tls), (world.without_login, tls),
                  (world.forgotten, user, tls), (world.onward, user, tls), (world.hostile, other)]
    tasks.append((world.without_login, None))
    if "tls1_1" in versions:
        tasks.append((world.pipelined, USERS[3]))
    dice.shuffle(tasks)
    return tasks


def play(server, world, versions):
    """As Debian logs it; then after a rotation with more in each line; then without the old versions."""
    dice = random.Random(28)
    broken = ("cipher", "certificate_tls1_2", "certificate_tls1_3", "text", "closed")
    old = [v for v in versions if v in ("tls1_0", "tls1_1")]
    for settings, oldest, taken in ((FAR, "1.0", versions), (RICH, "1.0", versions),
                                    (RICH, "1.2", [v for v in versions if v not in old])):
        server.start(settings, oldest)
        tasks = sessions(world, dice, taken)[::1 if settings == FAR else 2]
        for how in (*broken, *(old if taken != versions else ())):
            for service in ("submission", "submissions"):
                tasks.append((world.broken_handshake, service, how, OLD_DEVICE))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(*task) for task in tasks]:
                done.result()
        server.stop()
        if settings == FAR:
            server.rotate("mainlog.1")


def compare(binary, folder, world, begin, end):
    logs = [f"{folder}/logs/{name}" for name in ("mainlog.1", "mainlog", "rejectlog")]
    expected = expected_counts(world.truth)
    wrong = []
    for jobs in ("1", "2"):
        def table(*words):
            return run(binary, [*words, "--jobs", jobs, "--format", "csv", *logs])
        got = {(row["sender"], c): int(row[c]) for row in table("tls") for c in CLASSES if int(row[c])}
        wrong += differences(f"tls, {jobs} jobs", expected, got)
        got = {(row["account"], row["tls"]): int(row["messages"])
               for row in table("pivot", "--rows", "account,tls")}
        wrong += differences(f"pivot, {jobs} jobs", expected, got)
        got = {(row["envelope_sender"], row["tls"]): int(row["messages"])
               for row in table("pivot", "--rows", "envelope_sender,tls", "--auth", "none")}
        wrong += differences(f"without login, {jobs} jobs", sent_by_strangers(world), got)
        wrong += compare_failures(table("events", "--failures"), world)
        outside = [row for row in table("events", "--tz", "UTC", "--auth", "any")
                   if not begin <= row["time"][:19] <= end]
        wrong += [f"not between {begin} and {end}: {row}" for row in outside]
    first, second = (open(path, "rb").read() for path in logs[:2])
    piped, named = (output_of(binary, ["tls", "--format", "csv", *files], input=text)
                    for files, text in ((["-"], first + second), (logs, None)))
    return wrong + (["a pipe is counted differently"] if piped != named else [])


def sent_by_strangers(world):
    return {(printed_name(sender), tls): count for (sender, tls), count in world.open_mail.items()}


def compare_failures(rows, world):
    logins = collections.Counter((r["account"], r["client"]) for r in rows if r["kind"] == "login")
    expected = collections.Counter()
    for (user, source), count in world.failed.items():
        expected[printed_name(user), source] += count
    wrong = list(differences("refused logins", expected, logins))
    expected = collections.Counter()
    for (source, _, reason), count in world.truth.handshakes.items():
        expected[source, reason] += count
    got = collections.Counter((r["client"], r["reason_class"]) for r in rows if r["kind"] == "handshake")
    return wrong + list(differences("handshakes", expected, got))


def inside(binary, folder):
    """Runs in the namespaces."""
    server, world = Exim(folder, ACCOUNTS), EximScenarios(PORTS)
    stamp = lambda: time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    begin = stamp()
    play(server, world, offered())
    wrong = compare(binary, folder, world, begin, stamp())
    truth = world.truth
    messages, users = sum(truth.accepted.values()), {user for user, _, _ in truth.accepted if user}
    if messages < 300 or len(users) < 10:
        wrong.append("too little mail")
    for line in wrong[:40]:
        print(line)
    print(f"exim: {messages} messages by {len(users)} accounts, "
          f"{sum(world.open_mail.values())} without login, {truth.refused} aborted or refused, {sum(world.failed.values())} refused logins, "
          f"{sum(truth.handshakes.values())} broken handshakes: "
          f"{f'{len(wrong)} differences' if wrong else 'equal'}")
    return 1 if wrong else 0


def outside(binary):
    """Fetches Exim and enters namespaces; their first process takes all others with it."""
    if os.geteuid() != 0:
        raise Cannot("namespaces and a user for Exim need root")
    for name in ("apt-get", "dpkg-deb", "unshare", "mount", "openssl"):
        if not shutil.which(name):
            raise Cannot(f"there is no {name}")
    enter = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child", "--mount-proc"]
    if subprocess.run([*enter, "true"], capture_output=True, check=False).returncode != 0:
        raise Cannot("this system gives no namespaces (unshare)")
    with tempfile.TemporaryDirectory(prefix="smtptally-exim.", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        fetch(f"{folder}/root")
        with open(f"{folder}/openssl.cnf", "w", encoding="utf-8") as file:
            file.write(LIBRARY)
        environment = os.environ | {"OPENSSL_CONF": f"{folder}/openssl.cnf"}
        return subprocess.run([*enter, sys.executable, os.path.abspath(__file__), binary, folder],
                              env=environment, timeout=170, check=False).returncode


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    binary = os.path.abspath(sys.argv[1])
    try:
        return inside(binary, sys.argv[2]) if len(sys.argv) > 2 else outside(binary)
    except Cannot as cannot:
        print(f"skipped: {cannot}")
        return 77


if __name__ == "__main__":
    sys.exit(main())
