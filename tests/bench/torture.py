#!/usr/bin/env python3
"""See torture.sh."""
import argparse
import csv
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""}
NOW = "2026-11-30"


class Writer(threading.Thread):
    """Writes lines to mail.log as a syslog daemon does: it keeps the file open until told otherwise."""

    def __init__(self, path, lines):
        super().__init__(daemon=True)
        self.path, self.lines, self.next, self.goal = path, lines, 0, 0
        self.lock, self.file = threading.Lock(), open(path, "ab", buffering=0)
        self.reopen_at = None

    def run(self):
        chance = random.Random(1)
        while self.next < len(self.lines):
            if self.next >= self.goal:
                time.sleep(0.0005)
                continue
            with self.lock:
                burst = self.lines[self.next:min(self.goal, self.next + chance.randrange(1, 80))]
                text = b"".join(burst)
                cut = chance.randrange(len(text))
                self.file.write(text[:cut])  # A reader may see half a line.
                self.file.write(text[cut:])
                self.next += len(burst)

    def reopen(self):
        with self.lock:
            self.file.close()
            self.file = open(self.path, "ab", buffering=0)

    def write(self, count):
        self.goal = min(len(self.lines), self.goal + count)

    def wait(self):
        while self.next < self.goal:
            time.sleep(0.001)


class Torture:
    def __init__(self, options):
        self.options, self.chance = options, random.Random(options.seed)
        self.folder = tempfile.mkdtemp()
        self.logs = os.path.join(self.folder, "log")
        os.mkdir(self.logs)
        self.disk = os.path.join(self.folder, "disk")
        os.mkdir(self.disk)
        self.mounted = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", self.disk], capture_output=True).returncode == 0
        self.db = os.path.join(self.disk, "history.db")
        self.log = os.path.join(self.logs, "mail.log")
        whole = os.path.join(self.folder, "whole.log")
        subprocess.run([options.generator, "--bytes", str(options.rounds * 20_000), "--days", "14", "--start", "2026-11-10",
                        "--stamps", "rfc3339", "--seed", str(options.seed), "--out", whole], check=True, capture_output=True)
        with open(whole, "rb") as file:
            self.lines = file.read().splitlines(keepends=True)
        self.whole = whole
        self.writer = Writer(self.log, self.lines)
        self.counts = {}

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def command(self):
        return [self.options.binary, "collect", "--db", self.db, "--now", NOW, self.logs]

    def collect(self, expected=(0,)):
        done = subprocess.run(self.command(), env=ENVIRONMENT, capture_output=True, timeout=120)
        self.count(f"runs that end with {done.returncode}")
        if done.returncode not in expected:
            print(f"collect: {done.returncode}: {done.stderr.decode()}")

    def rotate(self, how):
        config = os.path.join(self.folder, "logrotate.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"{self.log} {{\n rotate 400\n size 1\n missingok\n nocreate\n {how}\n}}\n")
        os.chmod(config, 0o644)
        subprocess.run(["logrotate", "--force", "--state", os.path.join(self.folder, "state"), config], env=ENVIRONMENT,
                       check=True, capture_output=True)
        self.count(f"logrotate {how.split(chr(10))[0]}")

    def pack_one(self):
        plain = [n for n in os.listdir(self.logs) if n != "mail.log" and not n.endswith(".gz")]
        if plain:
            subprocess.run(["gzip", os.path.join(self.logs, self.chance.choice(plain))], check=False, capture_output=True)
            self.count("gzip")

    def killed(self):
        run = subprocess.Popen(self.command(), env=ENVIRONMENT, stderr=subprocess.DEVNULL)
        time.sleep(self.chance.random() * 0.04)
        run.kill()
        self.count("kill -9" if run.wait() < 0 else "kill -9 that came too late")

    def full_disk(self):
        if not self.mounted:
            return
        filler = os.path.join(self.disk, "filler")
        try:
            with open(filler, "wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 65536)
        except OSError:
            pass
        self.collect(expected=(0, 2))
        self.count("full disk")
        os.remove(filler)

    def at_once(self):
        runs = [subprocess.Popen(self.command(), env=ENVIRONMENT) for _ in range(2)]
        if any(run.wait() for run in runs):
            print("two runs at once: one of them failed")
        self.count("two runs at once")

    def round(self):
        self.writer.write(self.chance.randrange(20, 200))
        what = self.chance.randrange(12)
        if what == 0:
            self.rotate("nocompress")
            self.writer.write(15)  # Still to the old file.
            time.sleep(0.002)
            if self.chance.random() < 0.5:
                self.collect()
            self.writer.reopen()
        elif what == 1:
            self.writer.wait()  # copytruncate loses what is written meanwhile.
            self.rotate("copytruncate" + ("\n compress" if self.chance.random() < 0.3 else ""))
        elif what == 2:
            self.pack_one()
        elif what == 3:
            self.killed()
        elif what == 4:
            self.full_disk()
        elif what == 5:
            self.at_once()
        else:
            self.collect()
        for name in sorted(os.listdir(self.logs)):
            # What was read long ago is deleted, as logrotate does at last.
            number = name.split(".")[2:3]
            if number and number[0].isdigit() and int(number[0]) > 25:
                os.remove(os.path.join(self.logs, name))

    def sums(self, *arguments):
        done = subprocess.run([self.options.binary, "pivot", "--rows", "host,service,account,client,hour", "--columns", "tls", "--auth", "any",
                               "--values", "messages", "--format", "csv", "--now", NOW, *arguments], env=ENVIRONMENT, capture_output=True, check=True)
        rows = list(csv.reader(io.StringIO(done.stdout.decode())))
        return {(*row[:5], name): int(value or 0) for row in rows[1:] for name, value in zip(rows[0][5:], row[5:])}

    def run(self):
        self.writer.start()
        for _ in range(self.options.rounds):
            self.round()
        self.writer.write(len(self.lines))
        self.writer.wait()
        self.collect()
        of_logs, of_history = self.sums(self.whole), self.sums("--since", "2026-01-01", "--db", self.db)
        lost = twice = 0
        for key in of_logs.keys() | of_history.keys():
            difference = of_history.get(key, 0) - of_logs.get(key, 0)
            lost, twice = lost + max(0, -difference), twice + max(0, difference)
        for what in sorted(self.counts):
            print(f"{self.counts[what]:6}  {what}")
        print(f"{self.options.rounds} rounds, {len(self.lines)} lines, {sum(of_logs.values())} messages: {lost} lost, {twice} twice")
        return lost + twice > 0

    def clean(self):
        if self.mounted:
            subprocess.run(["umount", self.disk], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("generator", type=os.path.abspath)
    torture = Torture(parser.parse_args())
    try:
        return torture.run()
    finally:
        torture.clean()


sys.exit(main())
