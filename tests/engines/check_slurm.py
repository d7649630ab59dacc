#!/usr/bin/env python3
"""samples/slurm on a slurmctld and slurmd of this machine, with a munged of its own: check_slurm.py SMTPTALLY

The report is that of one run over all logs; a task without logs is said. Ends with 77 where Slurm is missing or can not
be started, or smtptally has no merge."""
import os
import socket
import subprocess
import sys
import tempfile
import time

import make_logs
import tables

SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples", "slurm", "submit.sh")
RANGE = ["--since", "2026-10-28", "--until", "2026-11-11", "--tz", "UTC"]
CONFIG = """ClusterName=smtptally
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CryptoType=crypto/munge
SlurmctldPort={controller}
SlurmdPort={node}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
MinJobAge=300
MailProg=/bin/true
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=500 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP MaxTime=10
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Slurm:
    """munged, slurmctld and slurmd in the foreground, with all their files in a folder."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        host = socket.gethostname().split(".")[0]
        for name in ("state", "spool"):
            os.mkdir(os.path.join(folder, name))
        with open(os.path.join(folder, "munge.key"), "wb") as file:
            file.write(os.urandom(1024))
        os.chmod(os.path.join(folder, "munge.key"), 0o400)
        config = os.path.join(folder, "slurm.conf")
        with open(config, "w") as file:
            file.write(CONFIG.format(folder=folder, host=host, controller=free_port(), node=free_port()))
        self.environment = {**os.environ, "SLURM_CONF": config}
        self.start("munged", "--foreground", "--force", f"--socket={folder}/munge.socket",
                   f"--key-file={folder}/munge.key", f"--pid-file={folder}/munge.pid", f"--log-file={folder}/munge.log",
                   f"--seed-file={folder}/munge.seed")
        self.start("slurmctld", "-D", "-f", config)
        self.start("slurmd", "-D", "-f", config, "-N", host)

    def start(self, program, *options):
        with open(os.path.join(self.folder, program + ".out"), "w") as out:
            self.processes.append(subprocess.Popen(["/usr/sbin/" + program, *options], stdout=out, stderr=out,
                                                   env=self.environment))
        time.sleep(0.5)

    def ask(self, *command):
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60)
        return ran.stdout

    def is_up(self):
        for _ in range(60):
            if self.ask("sinfo", "--noheader", "--format=%T").strip() == "idle":
                return True
            time.sleep(0.5)
        return False

    def said(self):
        for name in sorted(os.listdir(self.folder)):
            if name.endswith((".out", ".log")):
                with open(os.path.join(self.folder, name), errors="replace") as file:
                    print(name, *file.readlines()[-4:], sep=" | ")

    def end(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def check(binary, folder, slurm, checks):
    logs = make_logs.make_logs(folder, ["mx1", "mx2", "mx3"])
    everything = [path for paths in logs.values() for path in paths]
    output = os.path.join(folder, "report")

    def report(lines, *view):
        """The report's CSV, and the merge's state and words."""
        with open(os.path.join(folder, "list"), "w") as file:
            file.writelines(line + "\n" for line in lines)
        ran = subprocess.run(["bash", SAMPLE, os.path.join(folder, "list"), output, *view, *RANGE], text=True,
                             env={**slurm.environment, "SMTPTALLY": binary, "SMTPTALLY_SYSTEM_CONFIG": "",
                                  "XDG_CONFIG_HOME": "/nonexistent"}, cwd=folder, capture_output=True, timeout=60)
        if not checks.that(ran.returncode == 0, f"the jobs are sent: {ran.stdout} {ran.stderr}"):
            return "", "", ""
        job = ran.stdout.split("merge: job ")[1].split(",")[0]
        for _ in range(240):
            fields = slurm.ask("scontrol", "show", "job", job)
            if any(f"JobState={state}" in fields for state in ("COMPLETED", "FAILED", "CANCELLED", "TIMEOUT")):
                break
            time.sleep(0.25)
        code = fields.split("ExitCode=")[1].split(":")[0]
        texts = []
        for name in ("report.csv", "merge.said"):
            path = os.path.join(output, name)
            texts.append(open(path).read() if os.path.exists(path) else "")
        return texts[0], code, texts[1]

    # mx1 in two lines, the older logs in the upper one.
    lines = [" ".join(logs["mx1"][:2]), os.path.join(folder, "mx2.log.?"), " ".join(logs["mx1"][2:]), " ".join(logs["mx3"])]
    # The pattern sorts the newest first, which smtptally puts in order.
    for view in ("tls", "days", "summary"):
        said, code, words = report(lines, view)
        checks.that(code == "0", f"{view}: the merge ends with 0: {code} {words}")
        checks.same(tables.smtptally(binary, view, *RANGE, *everything), said, f"{view} of an array job")
    said, code, words = report([*lines, "/nonexistent.log"], "tls")
    checks.that(code == "3" and "the part of line 5 is missing" in words, f"a missing part is said: {code} {words}")
    checks.same(tables.smtptally(binary, "tls", *RANGE, *everything), said, "the other parts are counted")


def main():
    binary = os.path.abspath(sys.argv[1])
    for program in ("/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged"):
        if not os.path.exists(program):
            print(f"skipped: {program} is not installed")
            return 77
    if os.getuid() != 0:
        print("skipped: slurmd must run as root")
        return 77
    if "--partial" not in subprocess.run([binary, "--help"], capture_output=True, text=True, timeout=60).stdout:
        print("skipped: this smtptally has no merge")
        return 77
    checks = tables.Checks()
    with tempfile.TemporaryDirectory() as folder:
        # munged wants a way to its socket that everybody may go.
        os.chmod(folder, 0o755)
        slurm = Slurm(folder)
        try:
            if not slurm.is_up():
                slurm.said()
                print("skipped: Slurm does not start here")
                return 77
            check(binary, folder, slurm, checks)
        finally:
            slurm.end()
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
