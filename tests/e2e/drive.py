"""Starts the server, plays the scenarios, compares smtptally's tallies with the clients' truth.
Usage: drive.py BINARY FOLDER"""
import collections
import concurrent.futures
import csv
import io
import itertools
import json
import os
import re
import signal
import subprocess
import sys

from scenarios import HANDSHAKES, ODD_USERS, OLD_DEVICE, USERS, VERSIONS, Scenarios
from server import Postfix, ServerHung

CLASSES = ("tls1_0", "tls1_1", "tls1_2", "tls1_3", "ssl", "none", "unknown")
# These services write no TLS line: what they took is unknown, in the clear or not.
SILENT = {"plain", "quiet"}


def switch_off(server, world):
    """TLS 1.0 and 1.1 in mid-run; then every handshake that fails, several at a time."""
    world.old_device(USERS[2])
    server.reload(smtpd_tls_protocols=">=TLSv1.2", smtpd_tls_mandatory_protocols=">=TLSv1.2")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        tasks = [pool.submit(world.broken_handshake, service, how, source)
                 for source in (OLD_DEVICE, "127.0.0.10")
                 for service in ("submission", "submissions", "quiet") for how in HANDSHAKES]
        for done in tasks:
            done.result()
    # The client is gone before the server has said why: what it has not logged yet, a stop would take away.
    logged = re.compile(r"SSL_accept error from [^ ]*\[(?!127\.0\.0\.1\])")
    wanted = sum(world.truth.handshakes.values())
    server.wait_for(lambda: len(logged.findall(server.log_text())) >= wanted, "the refused handshakes in the log")


def play(server, world):
    """Two rounds with a rotation between: short queue ids, then long ones."""
    kept = world.open("submission", "tls1_1", USERS[0])
    assert world.mail(kept, "submission", USERS[0])
    half = world.open("submissions", "tls1_3", USERS[1])
    half.envelope(USERS[1], ["r@far.example"])
    for turn in range(2):
        tasks = []
        services = ("submission", "submissions", "quiet", "proxied", "filtered")
        for i, (service, tls) in enumerate(itertools.product(services, VERSIONS)):
            for k in range(2):
                user = USERS[(3 * i + 5 * k + turn) % len(USERS)]
                tasks.append((world.ordinary, service, tls, user, 2 + k, ("PLAIN", "LOGIN")[k]))
        for i, service in enumerate(("submission", "plain", "filtered", "proxied", "quiet")):
            tasks.append((world.ordinary, service, None, USERS[i + turn], 3))
        for i, tls in enumerate((*VERSIONS, None)):
            tasks.append((world.aborted, "submission", tls, USERS[i]))
            tasks.append((world.chunked, "submission", tls, USERS[i + 6]))
            tasks.append((world.judged, "submission", tls, USERS[i + 9]))
        tasks.append((world.aborted, "proxied", "tls1_2", USERS[4]))
        for i, user in enumerate(ODD_USERS):
            tasks.append((world.ordinary, "submission", VERSIONS[i % 4], user, 2))
        for user, tls in zip(USERS, VERSIONS):
            tasks.append((world.two_users, user, USERS[7], tls))
            tasks += [(world.failed_logins, user), (world.hostile, user), (world.xclient, user),
                      (world.pipelined, user)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for done in [pool.submit(*task) for task in tasks]:
                done.result()
        if turn == 0:
            server.wait_for(lambda: server.drained(unfinished=1), "an empty queue")
            server.reload()
            assert world.mail(kept, "submission", USERS[0])
            server.rotate("mail.log.1")
            server.reload(enable_long_queue_ids="yes")
    assert world.mail(kept, "submission", USERS[0])
    kept.quit()
    world.truth.note(half.data(), USERS[1], "submissions", half.tls)
    half.quit()
    switch_off(server, world)


def printed_name(user):
    local, at, domain = user.rpartition("@")
    return local + at + domain.lower() if at else user


def expected_counts(truth):
    counts = collections.Counter()
    for (user, service, tls), count in truth.accepted.items():
        hidden = service in SILENT
        counts[printed_name(user), "unknown" if hidden else tls] += count
    return counts


def output_of(binary, arguments, **options):
    environment = {"PATH": "/usr/bin:/bin", "TZ": os.environ.get("TZ", "UTC"), "LC_ALL": "C.UTF-8",
                   "SMTPTALLY_SYSTEM_CONFIG": ""}
    done = subprocess.run([binary, *arguments], capture_output=True, env=environment, timeout=60,
                          check=False, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: status {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")


def run(binary, arguments, **options):
    return list(csv.DictReader(io.StringIO(output_of(binary, arguments, **options), newline="")))


def differences(title, expected, got):
    for key in sorted(set(expected) | set(got), key=str):
        if expected.get(key, 0) != got.get(key, 0):
            yield f"{title}: {key}: expected {expected.get(key, 0)}, got {got.get(key, 0)}"


def compare_handshakes(binary, files, truth):
    rows = run(binary, ["events", "--failures", "--where", "kind=handshake", "--format", "csv", *files])
    got = collections.Counter((row["client"], row["service"].split("/")[1], row["reason_class"])
                              for row in rows)
    # The harness knocks at the ports to see whether they answer.
    knocks = {key: got.pop(key) for key in list(got) if key == ("127.0.0.1", "submissions", "closed")}
    wrong = list(differences("handshakes", truth.handshakes, got))
    rows = run(binary, ["pivot", "--failures", "--rows", "reason_class", "--format", "csv", *files])
    expected = collections.Counter()
    for (_, _, reason), count in (truth.handshakes + collections.Counter(knocks)).items():
        expected[reason] += count
    got = {row["reason_class"]: int(row["failures"]) for row in rows if row["reason_class"]}
    wrong += differences("pivot of handshakes", expected, got)
    report = json.loads(output_of(binary, ["summary", "--format", "json", *files]))
    old = sum(count for (address, _, reason), count in truth.handshakes.items()
              if address == OLD_DEVICE and reason == "protocol")
    found = [(row["refused"], row["seen_as"]) for row in report["refused_tls_version"]
             if row["client"] == OLD_DEVICE]
    if found != [(old, printed_name(USERS[2]))]:
        wrong.append(f"the old device is told as {found}, not {old} times {USERS[2]}")
    return wrong


def compare(binary, server, truth):
    old, new = server.log + ".1", server.log
    joined = b"".join(open(path, "rb").read() for path in (old, new))
    expected = expected_counts(truth)
    wrong = []
    for title, files, stdin in (("old new", [old, new], None), ("new old", [new, old], None),
                                ("pipe", ["-"], joined)):
        rows = run(binary, ["tls", "--format", "csv", *files], input=stdin)
        got = {(row["sender"], c): int(row[c]) for row in rows for c in CLASSES if int(row[c])}
        wrong += differences(f"tls, {title}", expected, got)
    wrong += compare_handshakes(binary, [old, new], truth)
    rows = run(binary, ["volume", "--format", "csv", old, new])
    known = {printed_name(u): n for u, n in truth.recipients.items() if u not in truth.without_size}
    wrong += differences("recipients", known, {row["sender"]: int(row["recipients"]) for row in rows
                                               if row["sender"] in known})
    return wrong


def main():
    binary, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.chmod(folder, 0o755)
    for attempt in range(3):
        own = os.path.join(folder, str(attempt))
        os.mkdir(own)
        server = Postfix(own, USERS + ODD_USERS)
        world = Scenarios(server.ports)
        try:
            server.start()
            play(server, world)
            server.wait_for(server.drained, "an empty queue")
            break
        except ServerHung as hung:
            print(f"e2e: {hung}: once more")
        finally:
            server.stop()
    else:
        return 1
    wrong = compare(binary, server, world.truth)
    for line in wrong[:40]:
        print(line)
    truth = world.truth
    messages = sum(truth.accepted.values())
    users = len({user for user, _, _ in truth.accepted})
    services = len({service for _, service, _ in truth.accepted})
    if messages < 300 or users < 20:
        wrong.append("too little mail")
    print(f"e2e: {messages} messages by {users} users, {truth.refused} aborted or refused, "
          f"{sum(truth.handshakes.values())} broken handshakes, {services} services: {'equal' if not wrong else f'{len(wrong)} differences'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
