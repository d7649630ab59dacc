#!/usr/bin/env python3
"""samples/duckdb with npm's @duckdb/node-api: check_duckdb.py SMTPTALLY FOLDER

FOLDER has the npm packages. Every number equals the command line's; repeated, killed and late loads change none."""
import os
import signal
import subprocess
import sys
import tempfile
import time

import make_logs
import tables

SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples", "duckdb")
FIRST, LAST = "2026-10-26", "2026-11-15"


class Duckdb:
    def __init__(self, checks, binary, folder):
        self.checks, self.binary, self.database = checks, binary, os.path.join(folder, "mail.duckdb")
        self.logs = make_logs.make_logs(folder, ["mx1", "mx-2.example"])
        self.environment = {**os.environ, "SMTPTALLY": f"{binary} --no-config --quiet"}

    def command(self, source, first, last, logs, *options):
        return ["bash", os.path.join(SAMPLE, "load.sh"), *options, self.database, source, first, last, *logs]

    def load(self, *arguments):
        ran = subprocess.run(self.command(*arguments), env=self.environment, capture_output=True, text=True, timeout=300)
        return ran.returncode, ran.stdout + ran.stderr

    def loaded(self, *arguments):
        status, said = self.load(*arguments)
        self.checks.that(status == 0, f"a load of {arguments[0]} ends with 0: {status} {said}")

    def ask(self, queries, since, until, zone):
        """The answers of the macros of these names, as CSV."""
        words = []
        for name in queries:
            words += ["-c", f"SELECT * FROM {name}('{since}', '{until}', '{zone}')", "-c", "SELECT 'end of answer' AS e"]
        ran = subprocess.run(["node", os.path.join(SAMPLE, "query.mjs"), self.database, *words], capture_output=True,
                             text=True, timeout=300)
        self.checks.that(ran.returncode == 0, f"the engine answers: {ran.stderr}")
        return ran.stdout.split("e\nend of answer\n")[:-1]

    def compare(self, what, since=FIRST, until=LAST, zone="UTC", logs=None, queries=tuple(tables.QUERIES)):
        logs = logs or [path for paths in self.logs.values() for path in paths]
        answers = self.ask(queries, since, until, zone)
        self.checks.that(len(answers) == len(queries), f"{what}: each query has an answer")
        for name, answer in zip(queries, answers):
            self.checks.same(tables.expected(self.binary, name, since, until, zone, logs), answer, f"{what}: {name}",
                             name not in tables.GROUPED)

    def run(self):
        self.loaded("mx1", FIRST, LAST, self.logs["mx1"])
        self.compare("one source", logs=self.logs["mx1"])
        for since, until in [("2026-11-02", LAST), (FIRST, "2026-11-01")]:
            self.loaded("mx-2.example", since, until, self.logs["mx-2.example"])
        self.compare("two sources, the oldest week last")
        self.compare("a part, in another zone", "2026-10-28", "2026-11-11", "Asia/Tokyo")
        self.loaded("mx1", FIRST, LAST, self.logs["mx1"])
        self.compare("the same log twice")
        status, said = self.load("mx1", FIRST, LAST, self.logs["mx1"][:2])
        self.checks.that(status == 1 and "2026-11-15" in said and "nothing is changed" in said,
                         f"days that the logs lack are said: {status} {said}")
        status, said = self.load("mx1", FIRST, LAST, [*self.logs["mx1"], "/nonexistent.log"])
        self.checks.that(status == 2 and "--accept-damaged" in said, f"an unreadable log is said: {status} {said}")
        self.killed_loads()
        self.compare("refused and killed loads", queries=("tls", "volume", "days", "summary"))

    def killed_loads(self):
        """A load that would take the first week away is killed: the whole week is there, or none of it."""
        logs, end = self.logs["mx1"][2:], "2026-10-31"
        began = time.monotonic()
        self.loaded("mx1", FIRST, end, logs, "--allow-empty")
        seconds = time.monotonic() - began
        gone = self.ask(["days"], FIRST, end, "UTC")
        self.loaded("mx1", FIRST, end, self.logs["mx1"])
        whole = self.ask(["days"], FIRST, end, "UTC")
        self.checks.that(gone != whole, "a load with --allow-empty takes days away")
        struck = 0
        for part in (0.3, 0.5, 0.7, 0.8, 0.9):
            load = subprocess.Popen(self.command("mx1", FIRST, end, logs, "--allow-empty"), env=self.environment,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(part * seconds)
            struck += load.poll() is None
            if load.poll() is None:
                os.killpg(load.pid, signal.SIGKILL)
            load.wait()
            self.checks.that(self.ask(["days"], FIRST, end, "UTC") in (gone, whole), f"killed at {part}: all or nothing")
        self.checks.that(struck >= 2, f"loads were running when they were killed: {struck} of 5")
        self.loaded("mx1", FIRST, end, self.logs["mx1"])


def main():
    os.environ["DUCKDB_PACKAGES"] = os.path.abspath(sys.argv[2])
    checks = tables.Checks()
    with tempfile.TemporaryDirectory() as folder:
        # What killed loads leave goes with it.
        os.environ["TMPDIR"] = folder
        Duckdb(checks, os.path.abspath(sys.argv[1]), folder).run()
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
