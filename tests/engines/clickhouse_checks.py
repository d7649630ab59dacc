"""What holds for samples/clickhouse in any engine: its numbers are those of the command line."""
import os
import signal
import subprocess
import time

import make_logs
import tables

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "..", "..", "samples", "clickhouse")
FIRST, LAST = "2026-10-26", "2026-11-15"


def load(client, binary, source, first, last, logs, *options):
    """The loader's exit status and what it said."""
    ran = subprocess.run(["bash", os.path.join(SAMPLE, "load.sh"), *options, source, first, last, *logs],
                         env={**os.environ, "CLICKHOUSE": client, "SMTPTALLY": f"{binary} --no-config --quiet"},
                         capture_output=True, text=True, timeout=300)
    return ran.returncode, ran.stdout + ran.stderr


def killed_load(client, binary, source, first, last, logs, seconds):
    """Starts a load and kills it, and all that it started, after so many seconds. Whether it was still running."""
    ran = subprocess.Popen(["bash", os.path.join(SAMPLE, "load.sh"), source, first, last, *logs],
                           env={**os.environ, "CLICKHOUSE": client, "SMTPTALLY": f"{binary} --no-config --quiet"},
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(seconds)
    alive = ran.poll() is None
    if alive:
        os.killpg(ran.pid, signal.SIGKILL)
    ran.wait()
    return alive


class Clickhouse:
    """The checks of one set of servers. ask(names, since, until, zone) is CSV with a header for each query;
    client_of[source] is the client's command of the server that this source is loaded into."""

    def __init__(self, checks, binary, ask, client_of, folder):
        self.checks, self.binary, self.ask, self.client_of = checks, binary, ask, client_of
        self.logs = make_logs.make_logs(folder, list(client_of))
        self.loaded = {source: [] for source in client_of}

    def load(self, source, first, last, logs, *options):
        status, said = load(self.client_of[source], self.binary, source, first, last, logs, *options)
        self.checks.that(status == 0, f"a load of {source} ends with 0: {status} {said}")

    def compare(self, what, since=FIRST, until=LAST, zone="UTC", logs=None, queries=tuple(tables.QUERIES)):
        logs = logs or [path for paths in self.logs.values() for path in paths]
        for name, answer in zip(queries, self.ask(queries, since, until, zone)):
            self.checks.same(tables.expected(self.binary, name, since, until, zone, logs), answer, f"{what}: {name}",
                             name not in tables.GROUPED)

    def run(self):
        first, second = self.client_of
        self.load(first, FIRST, LAST, self.logs[first])
        self.compare("one source", logs=self.logs[first])
        # Day by day, with the newest first: the log of the oldest day comes late.
        weeks = [("2026-11-09", LAST), ("2026-11-02", "2026-11-08"), (FIRST, "2026-11-01")]
        for since, until in weeks:
            self.load(second, since, until, self.logs[second])
        self.compare("two sources, the oldest week last")
        self.compare("a part, in another zone", "2026-10-28", "2026-11-11", "Asia/Tokyo")
        self.load(first, FIRST, LAST, self.logs[first])
        self.compare("the same log twice", queries=("tls", "volume", "days", "summary"))
        self.refused_loads(second)
        self.killed_loads(second)

    def refused_loads(self, source):
        """Loads that would lose days, or are of damaged logs, change nothing."""
        status, said = load(self.client_of[source], self.binary, source, FIRST, LAST, self.logs[source][:2])
        self.checks.that(status == 2 and "2026-11-15" in said and "nothing is changed" in said,
                         f"days that the logs lack are said: {status} {said}")
        status, said = load(self.client_of[source], self.binary, source, FIRST, LAST, ["/nonexistent.log"])
        self.checks.that(status == 2 and "nothing is changed" in said, f"a missing log is said: {status} {said}")
        status, said = load(self.client_of[source], self.binary, source, FIRST, LAST,
                            [*self.logs[source], "/nonexistent.log"])
        self.checks.that(status == 2 and "--accept-damaged" in said, f"an unreadable log is said: {status} {said}")
        self.compare("refused loads", queries=("tls", "summary"))

    def killed_loads(self, source):
        """A load is killed at several moments: whole days are as before or as loaded. The logs are the same, so every
        number stands; and what a load took away that saw fewer sessions comes back."""
        began = time.monotonic()
        self.load(source, "2026-10-26", "2026-11-01", self.fewer(source), "--allow-empty")
        seconds = time.monotonic() - began
        fewer = {*tables.smtptally(self.binary, "days", "--tz", "UTC", "--since", FIRST, "--until", "2026-11-01",
                                   *self.fewer(source), *self.other(source)).splitlines()}
        whole = {*tables.smtptally(self.binary, "days", "--tz", "UTC", "--since", FIRST, "--until", "2026-11-01",
                                   *self.logs[source], *self.other(source)).splitlines()}
        self.checks.that(len(fewer - whole) == 7, "fewer sessions make other days")
        rows = {str(tables.table(line)) for line in fewer | whole}
        struck = 0
        for part in (0.2, 0.4, 0.6, 0.75, 0.9):
            struck += killed_load(self.client_of[source], self.binary, source, FIRST, "2026-11-01", self.logs[source],
                                  part * seconds)
            answer = self.ask(["days"], FIRST, "2026-11-01", "UTC")[0].splitlines()[1:]
            self.checks.that(len(answer) == 7 and all(str(tables.table(line)) in rows for line in answer),
                             f"killed at {part}: each day is the old or the new one: {answer}")
        self.checks.that(struck >= 2, f"loads were running when they were killed: {struck} of 5")
        self.load(source, FIRST, "2026-11-01", self.logs[source])
        self.compare("again after killed loads")

    def other(self, source):
        return [path for name, paths in self.logs.items() if name != source for path in paths]

    def fewer(self, source):
        """The same logs without the sessions of some devices."""
        paths = []
        for path in self.logs[source]:
            paths.append(path + ".fewer")
            with open(path, "rb") as log, open(paths[-1], "wb") as file:
                file.writelines(line for line in log if b"3]: " not in line)
        return paths
