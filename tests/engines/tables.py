"""Compares what an engine answers with what the command line counts, cell by cell."""
import csv
import datetime
import decimal
import io
import subprocess


def cell(text):
    """A cell as a value: no value, a number, an instant or a text."""
    if text in ("", "\\N", "NULL"):
        return None
    try:
        return decimal.Decimal(text).normalize()
    except decimal.InvalidOperation:
        pass
    try:
        time = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) == 10:
        return text
    return time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)


def table(text):
    return [[cell(value) for value in row] for row in csv.reader(io.StringIO(text))]


class Checks:
    """Counts what held; says what did not."""

    def __init__(self):
        self.passed = self.failed = 0

    def that(self, fine, what):
        self.passed, self.failed = self.passed + bool(fine), self.failed + (not fine)
        if not fine:
            print("FAILED:", what, flush=True)
        return fine

    def same(self, ours, theirs, what, ordered=True):
        """Equal tables, their rows in the same order, too."""
        ours, theirs = table(ours), table(theirs)
        if not ordered:
            ours, theirs = (rows[:1] + sorted(rows[1:], key=str) for rows in (ours, theirs))
        if not self.that(len(ours) > 1 and ours == theirs, f"{what}: {len(ours)} and {len(theirs)} rows"):
            for left, right in [pair for pair in zip(ours, theirs) if pair[0] != pair[1]][:3]:
                print("  command line:", *left, "\n  engine:      ", *right)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def smtptally(binary, *arguments):
    """Its CSV, in the environment that the tests give."""
    ran = subprocess.run([binary, *arguments, "--no-config", "--quiet", "--format", "csv"], capture_output=True,
                         text=True, timeout=300)
    if ran.returncode != 0:
        raise RuntimeError(f"smtptally {arguments} ended with {ran.returncode}: {ran.stderr}")
    return ran.stdout


# The file of a query: the command line that it answers as.
QUERIES = {"tls": ["tls"], "volume": ["volume"], "old": ["old"], "days": ["days"], "weeks": ["weeks"],
           "domains": ["domains"], "clients": ["clients"], "mechanisms": ["mechanisms"], "summary": ["summary"],
           "refused": ["pivot", "--failures"],
           "refused_clients": ["pivot", "--failures", "--rows", "client", "--values", "failures,last", "--where",
                               "kind=handshake", "--where", "reason_class=protocol"]}

# The command line orders these by the sums of the first column's values, the queries row by row.
GROUPED = {"clients", "refused"}


def expected(binary, query, since, until, zone, logs):
    """The command line's table of a query; days are days in zone, until included."""
    text = smtptally(binary, *QUERIES[query], "--since", since, "--until", until, "--tz", zone, *logs)
    return text.replace("client,failures,last", "client,refused,last", 1) if query == "refused_clients" else text
