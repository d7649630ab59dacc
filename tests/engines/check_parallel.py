#!/usr/bin/env python3
"""samples/parallel with two real sshd on loopback: check_parallel.py SMTPTALLY

The numbers are those of one run over all logs; a host that is not there is said, and the status is 3. Keys, ports and
settings are the test's own. Ends with 77 where sshd or parallel is missing, or smtptally has no merge."""
import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import make_logs
import tables

SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples", "parallel", "across_hosts.sh")
# In the folder in which the server of a host begins.
LOGS = "mail.log.?"
RANGE = ["--since", "2026-10-28", "--until", "2026-11-11", "--tz", "UTC"]
SERVER = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/hostkey
PidFile {folder}/sshd{port}.pid
AuthorizedKeysFile {folder}/key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
PermitUserEnvironment no
MaxStartups 100
ForceCommand cd {folder}/{name} && exec sh -c "$SSH_ORIGINAL_COMMAND"
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Hosts:
    """sshd processes on loopback, each with a port; the key that opens them."""

    def __init__(self, folder, names):
        self.folder, self.servers, self.ports = folder, [], [free_port() for _ in names]
        for name in ("key", "hostkey"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", os.path.join(folder, name)], check=True)
        # As root it wants this folder.
        self.made = os.getuid() == 0 and not os.path.exists("/run/sshd")
        if self.made:
            os.makedirs("/run/sshd")
        for port, name in zip(self.ports, names):
            os.mkdir(os.path.join(folder, name))
            path = os.path.join(folder, f"sshd{port}.conf")
            with open(path, "w") as file:
                file.write(SERVER.format(port=port, folder=folder, name=name))
            self.servers.append(subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", path],
                                                 stderr=subprocess.DEVNULL))
        for port in self.ports:
            for _ in range(50):
                with socket.socket() as one:
                    if one.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)

    def login(self, port):
        return (f"ssh -F none -i {self.folder}/key -o IdentitiesOnly=yes -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "
                f"-o StrictHostKeyChecking=no -o ConnectTimeout=5 -p {port} {getpass.getuser()}@127.0.0.1")

    def end(self):
        for server in self.servers:
            server.terminate()
        for server in self.servers:
            server.wait(30)
        if self.made:
            os.rmdir("/run/sshd")


def check(binary, folder, hosts, checks):
    logs = make_logs.make_logs(folder, ["mx1", "mx2"])
    for name, paths in logs.items():
        for path in paths:
            shutil.copy(path, os.path.join(folder, name, "mail" + path[-6:]))
    everything = [path for paths in logs.values() for path in paths]

    def report(ports, *arguments):
        path = os.path.join(folder, "hosts")
        with open(path, "w") as file:
            file.write("# The servers\n" + "".join(hosts.login(port) + "\n" for port in ports))
        ran = subprocess.run(["bash", SAMPLE, "-f", "csv", path, *arguments], capture_output=True, text=True, timeout=120,
                             env={**os.environ, "SMTPTALLY": binary, "REMOTE_SMTPTALLY": f"{binary} --no-config", "SMTPTALLY_SYSTEM_CONFIG": "",
                                  "XDG_CONFIG_HOME": "/nonexistent", "PARALLEL_HOME": os.path.join(folder, "parallel")})
        return ran.returncode, ran.stdout, ran.stderr

    # The last has quotes for the hosts' shells.
    for view in (["tls"], ["volume"], ["days"], ["clients"], ["summary"], ["old"],
                 ["tls", "--where", "sender~\u65e5", "--where", "sender!='; exit 9 $HOME \"`\\"]):
        status, said, errors = report(hosts.ports, LOGS, *view, *RANGE)
        checks.that(status == 0, f"{view} ends with 0: {status} {errors}")
        checks.same(tables.smtptally(binary, *view, *RANGE, *everything), said, f"two hosts: {view}")
    closed = free_port()
    status, said, errors = report([hosts.ports[0], closed, hosts.ports[1]], LOGS, "tls", *RANGE)
    checks.that(status == 3 and f"-p {closed}" in errors and "cannot be reached" in errors,
                f"a host that is not there is said: {status} {errors}")
    checks.same(tables.smtptally(binary, "tls", *RANGE, *everything), said, "the other hosts are counted")
    status, said, errors = report([closed], LOGS, "tls", *RANGE)
    checks.that(status == 2 and said == "", f"no host, no report: {status} {said}")


def main():
    binary = os.path.abspath(sys.argv[1])
    for program in ("parallel", "ssh-keygen", "sshd"):
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin"):
            print(f"skipped: {program} is not installed")
            return 77
    if "--partial" not in subprocess.run([binary, "--help"], capture_output=True, text=True, timeout=60).stdout:
        print("skipped: this smtptally has no merge")
        return 77
    checks = tables.Checks()
    with tempfile.TemporaryDirectory() as folder:
        hosts = Hosts(folder, ["mx1", "mx2"])
        try:
            check(binary, folder, hosts, checks)
        finally:
            hosts.end()
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
