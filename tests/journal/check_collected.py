#!/usr/bin/env python3
"""collect of journal files that systemd-journal-remote writes: check_collected.py BINARY [SEED [ROUNDS]]

Files grow between runs, are renamed (rotated), copied, restored, vacuumed, cut and changed; runs are killed. After
each step the history must say the same as one reading of all entries: nothing lost, nothing twice.
Exit status 77: systemd-journal-remote is not installed."""
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_journal import ENVIRONMENT, REMOTE, START, mail, write_remote  # noqa: E402

NOW = "2027-01-01"
passed = failed = 0


def check(ok, what):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAILED:", what)


class Place:
    def __init__(self, binary):
        self.binary, self.folder = binary, tempfile.mkdtemp()
        self.journal, self.db = self.path("journal"), self.path("history.db")
        os.mkdir(self.journal)
        self.parts = []  # Of entries: what every file would hold.

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *words):
        return subprocess.run([self.binary, *words], env=ENVIRONMENT, cwd=self.folder, capture_output=True, timeout=120)

    def collect(self, *words):
        return self.run("collect", "--db", self.db, "--now", NOW, *(words or (f"--journal={self.journal}",)))

    def write(self, entries, name="system.journal", compact=False, compress=False):
        """Adds entries to a journal file."""
        check(write_remote(os.path.join(self.journal, name), entries, compact, compress), f"{name} is written")
        self.parts.append(entries)

    def rename(self, old, new):
        os.rename(os.path.join(self.journal, old), os.path.join(self.journal, new))

    def tables(self, *source):
        """Counts of the senders, and of all mail and refusals by hour and client."""
        views = (["tls", "--format", "csv"],
                 ["pivot", "--auth", "any", "--rows", "sender,client,host,hour", "--columns", "tls", "--values",
                  "messages,recipients,bytes,first,last", "--format", "csv"],
                 ["pivot", "--failures", "--rows", "account,hour", "--format", "csv"])
        out = []
        for view in views:
            done = self.run(*view, "--since", "2020-01-01", "--now", NOW, *source)
            check(done.returncode in (0, 3), f"{view}: {done.stderr}")
            out.append(done.stdout)
        return out

    def same(self, what, parts=None):
        """The history next to all entries in one file."""
        whole = self.path("whole.journal")
        if os.path.exists(whole):
            os.remove(whole)
        check(write_remote(whole, sum(self.parts if parts is None else parts, []), False, False), "a file of all")
        of_logs, of_history = self.tables(whole), self.tables("--db", self.db)
        check(any(len(table.splitlines()) > 3 for table in of_logs), f"{what}: there is something to compare")
        check(of_logs == of_history, f"{what}:\n{of_logs[0].decode()}\n--- history\n{of_history[0].decode()}")

    def close(self):
        shutil.rmtree(self.folder)


def renumber(path, by, series):
    """Makes the entries of a file those of another one's series, as journald numbers them when it rotates."""
    with open(path, "r+b") as file:
        data = bytearray(file.read())
        at, tail = struct.unpack_from("<Q", data, 88)[0], struct.unpack_from("<Q", data, 136)[0]
        while at <= tail:
            kind, size = data[at], struct.unpack_from("<Q", data, at + 8)[0]
            if kind == 3:
                struct.pack_into("<Q", data, at + 16, struct.unpack_from("<Q", data, at + 16)[0] + by)
            at = (at + size + 7) & ~7
        for place in (160, 168):
            struct.pack_into("<Q", data, place, struct.unpack_from("<Q", data, place)[0] + by)
        data[72:88] = series
        file.seek(0)
        file.write(data)


def series_of(path):
    with open(path, "rb") as file:
        head = file.read(240)
    return head[72:88], struct.unpack_from("<Q", head, 160)[0]


def used_part(data):
    """Without the room that is allocated behind the last object."""
    tail = struct.unpack_from("<Q", data, 136)[0]
    return data[:(tail + struct.unpack_from("<Q", data, tail + 8)[0] + 7) & ~7]


def without_list(data):
    """The first list of entries leads to no other."""
    data, first = bytearray(data), struct.unpack_from("<Q", data, 176)[0]
    struct.pack_into("<Q", data, first + 16, 8)
    return bytes(data)


def one_after_another(dice, number):
    """Entries of `number` files, cut in the midst of sessions."""
    entries = mail(dice, 60 * number)
    cuts = sorted(dice.sample(range(1, len(entries)), number - 1))
    return [entries[a:b] for a, b in zip([0, *cuts], [*cuts, len(entries)])]


def check_growth(binary, dice, compact, compress):
    """A file that grows between runs, and one that is copied, restored and renamed."""
    place = Place(binary)
    steps = one_after_another(dice, 8)
    path = os.path.join(place.journal, "system.journal")
    for number, step in enumerate(steps):
        place.write(step, compact=compact, compress=compress)
        done = place.collect()
        check(done.returncode == 0 and not done.stderr, f"run {number} of a growing file: {done.stderr}")
        place.same(f"run {number} of a growing file")
        if number == 3:
            shutil.copy(path, place.path("backup.journal"))
        if number == 4:
            again = place.run("collect", "--stats", "--db", place.db, "--now", NOW, path)
            check(again.stderr.startswith(b"smtptally: 0 logs, 0 bytes"), f"nothing is new: {again.stderr}")
    done = place.collect(place.path("backup.journal"))
    check(done.returncode == 0 and b"older copy" in done.stderr, f"an older copy: {done.stderr}")
    place.rename("system.journal", "system@1-2.journal")
    done = place.collect()
    check(done.returncode == 0 and not done.stderr, f"a renamed file: {done.stderr}")
    place.same("an older copy and a new name")
    names = [row[0] for row in sqlite3.connect(place.db).execute("SELECT path FROM logs")]
    check(len(names) == 1 and names[0].endswith("system@1-2.journal"), f"one log, with its new name: {names}")
    # A copy that went on otherwise.
    other = place.path("backup.journal")
    check(write_remote(other, [(t + 5, f) for t, f in sum(steps[4:], [])] + mail(dice, 30, steps[-1][-1][0] + 10**6),
                       compact, compress), "the backup goes on otherwise")
    done = place.collect(other)
    check(done.returncode == 3 and b"but not its entries" in done.stderr, f"another file of the same id: {done.stderr}")
    place.same("another file of the same id")
    place.close()


def check_rotation(binary, dice):
    """Rotated before a run, vacuumed before a run (a gap is said once, and by check), and a file of no mail."""
    place = Place(binary)
    files = one_after_another(dice, 5)
    path = os.path.join(place.journal, "system.journal")
    at, series = 0, None
    for number, entries in enumerate(files):
        if number:
            place.rename("system.journal", f"system@{number}.journal")
        place.write(entries)
        if series is None:
            series, at = series_of(path)
        else:
            renumber(path, at, series)
            at = series_of(path)[1]
        if number == 2:
            continue  # Two files are new in the next run.
        if number == 4:
            os.remove(os.path.join(place.journal, "system@4.journal"))
            continue
        done = place.collect()
        check(done.returncode == 0 and not done.stderr, f"run {number} of rotated files: {done.stderr}")
        place.same(f"run {number} of rotated files")
    # The fourth file was read before it was vacuumed: nothing is lost.
    done = place.collect()
    check(done.returncode == 0 and not done.stderr, f"vacuumed after it was read: {done.stderr}")
    place.same("vacuumed after it was read")
    place.rename("system.journal", "system@5.journal")
    rest = mail(dice, 60, files[-1][-1][0] + 10**6)
    place.parts.append(rest[:20])
    lost, kept = rest[20:40], rest[40:]
    check(write_remote(os.path.join(place.journal, "gone.journal"), lost, False, False), "a file that is vacuumed")
    os.remove(os.path.join(place.journal, "gone.journal"))
    place.parts.pop()
    place.write(kept)
    renumber(path, at + 20, series)
    done = place.collect()
    said = b"no journal file has the entries %d to %d of the journal" % (at + 1, at + 20)
    check(done.returncode == 0 and said in done.stderr, f"a gap is said: {done.stderr}, {said}")
    done = place.collect()
    check(done.returncode == 0 and not done.stderr, f"a gap is said once: {done.stderr}")
    done = place.run("check", "--db", place.db, "--now", NOW)
    check(said in done.stdout + done.stderr, f"check --db says the gap: {done.stderr}")
    place.close()


def check_other_files(binary, dice):
    """Text logs of the same host and time, pipes, damaged files, and an older schema."""
    place = Place(binary)
    place.write(mail(dice, 80))
    check(place.collect().returncode == 0, "a journal")
    text = subprocess.run(["journalctl", "--file", os.path.join(place.journal, "system.journal"), "-o", "short-iso-precise"],
                          env=ENVIRONMENT, capture_output=True).stdout
    with open(place.path("mail.log"), "wb") as file:
        file.write(text)
    done = place.collect(place.path("mail.log"))
    check(done.returncode == 3 and b"would count twice" in done.stderr, f"the same time as text: {done.stderr}")
    place.same("a text log of the same time")
    with open(place.path("cut.journal"), "wb") as file:
        file.write(b"LPKSHHRH" + bytes(40))
    done = place.collect(place.path("cut.journal"))
    check(done.returncode == 3, f"a damaged header: {done.stderr}")
    # A file that was cut, and one whose list of entries is damaged: what is whole counts once.
    for title, spoil in (("cut", lambda data: data[:len(data) * 6 // 10]), ("list", without_list)):
        other = Place(binary)
        other.write(mail(dice, 800))
        path = os.path.join(other.journal, "system.journal")
        with open(path, "rb") as file:
            data = spoil(used_part(file.read()))
        with open(path, "wb") as file:
            file.write(data)
        first = other.collect()
        # Without its list a file is read as well: entries follow one another.
        check(first.returncode == (3 if title == "cut" else 0), f"{title}: damage is said: {first.stderr}")
        counted = other.tables("--db", other.db)
        check(counted == other.tables(path), f"{title}: the history counts what a report does")
        for _ in range(2):
            again = other.collect()
            said = b"its list of entries is damaged" if title == "list" else b""
            check(said in again.stderr, f"{title}: what cannot be read is said: {again.stderr}")
            check(other.tables("--db", other.db) == counted, f"{title}: nothing counts twice")
        other.close()
    piped = subprocess.run(["sh", "-c", f"cat journal/system.journal | {binary} collect --db {place.db} -"], cwd=place.folder,
                           env=ENVIRONMENT, capture_output=True)
    check(piped.returncode == 2 and b"a pipe has no such place" in piped.stderr, f"a pipe: {piped.stderr}")
    place.close()


def check_sequences(binary, dice, steps):
    """Random steps: files grow, are rotated, copied and vacuumed; runs end, or are killed."""
    place = Place(binary)
    path = os.path.join(place.journal, "system.journal")
    entries, at, rotated = mail(dice, 12 * steps), 0, 0
    series, numbered, collected = None, 0, False
    for step in range(steps):
        kind = dice.choice(["grow", "grow", "grow", "rotate", "copy", "vacuum", "run", "run", "kill"])
        if kind == "rotate" and os.path.exists(path):
            series, numbered = series_of(path)
            rotated += 1
            place.rename("system.journal", f"system@{rotated}.journal")
        if kind == "grow":
            begins = not os.path.exists(path)
            count = dice.randrange(1, 24)
            if at < len(entries):
                place.write(entries[at:at + count])
                at += count
                collected = False
                if begins and series:
                    renumber(path, numbered, series)
        if kind == "copy" and os.path.exists(path):
            shutil.copy(path, os.path.join(place.journal, "copy.journal"))
        if kind == "vacuum" and collected:
            for name in sorted(os.listdir(place.journal)):
                if name.startswith("system@"):
                    os.remove(os.path.join(place.journal, name))
                    break
        if kind == "kill":
            run = subprocess.Popen([binary, "collect", "--db", place.db, "--now", NOW, f"--journal={place.journal}"],
                                   env=ENVIRONMENT, stderr=subprocess.DEVNULL)
            time.sleep(dice.random() * 0.02)
            run.kill()
            run.wait()
        if kind == "run" and at > 80:
            done = place.collect()
            check(done.returncode == 0 and b"vacuumed" not in done.stderr, f"step {step}: {done.stderr}")
            place.same(f"step {step} of random ones")
            collected = True
    place.close()


def check_kills(binary, dice, rounds):
    """Killed at random moments, and collected again."""
    place = Place(binary)
    steps = one_after_another(dice, rounds)
    for step in steps:
        place.write(step)
        run = subprocess.Popen([binary, "collect", "--db", place.db, "--now", NOW, f"--journal={place.journal}"],
                               env=ENVIRONMENT, stderr=subprocess.DEVNULL)
        time.sleep(dice.random() * 0.03)
        run.send_signal(signal.SIGKILL)
        run.wait()
    done = place.collect()
    check(done.returncode == 0, f"the run behind {rounds} killed ones: {done.stderr}")
    place.same(f"{rounds} runs killed")
    place.close()


def main():
    binary = os.path.abspath(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    if not os.path.exists(REMOTE) or not shutil.which("journalctl"):
        print("systemd-journal-remote or journalctl is not installed: skipped")
        return 77
    for number in range(seed, seed + rounds):
        dice = random.Random(number)
        for compact in (False, True):
            check_growth(binary, dice, compact, dice.random() < 0.5)
        check_rotation(binary, dice)
        check_other_files(binary, dice)
        check_kills(binary, dice, 12)
        check_sequences(binary, dice, 60)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
