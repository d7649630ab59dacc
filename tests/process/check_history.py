#!/usr/bin/env python3
"""A history in place of logs: every command prints the same bytes of both; a run is whole or not at
all, whoever else holds the file. Usage: check_history.py BINARY GEN_POSTFIX GEN_EXCHANGE"""
import gzip
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
SAMPLES = os.path.join(ROOT, "samples")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""}
NOW = "2026-11-30 00:00:00"

VIEWS = [
    "summary", "tls", "volume", "old", "days", "hours", "weeks", "domains", "clients", "mechanisms",
    "tls --wide --chart", "volume --sender envelope --auth any", "tls --auth none --domain shop.example",
    "pivot --rows sender,client,mechanism --columns tls --values messages,recipients,bytes,first,last,clients",
    "pivot --rows host,service,cipher,dialect,week --values messages,senders,percent,old_pct,last_old --auth any",
    "pivot --rows sender,client,domain,tls --columns hour --sender envelope --auth none",
    "pivot --rows weekday,network --where tls1_0>0", "pivot --failures", "pivot --failures --rows client,account,hour",
    "unusual", "report", "report --format html", "check", "sender scanner@example.org", "client 192.0.2.40",
    "compare --with previous",
]
FORMATS = {"tls": ("csv", "tsv", "ndjson", "markdown", "json"), "summary": ("json", "csv"), "report": ("json",),
           "clients": ("csv",), "pivot": ("csv",), "unusual": ("json",)}

passed = failed = 0


def check(ok, what):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAILED:", what)


class Place:
    """A folder with logs and a history."""

    def __init__(self, binary):
        self.binary = binary
        self.folder = tempfile.mkdtemp()
        self.db = os.path.join(self.folder, "history.db")

    def run(self, *arguments, **more):
        return subprocess.run([self.binary, *arguments], env=ENVIRONMENT, cwd=self.folder, capture_output=True,
                              timeout=120, stdin=subprocess.DEVNULL, **more)

    def collect(self, *arguments):
        return self.run("collect", "--db", self.db, "--now", NOW, *arguments)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content)
        os.utime(self.path(name), (1796000000, 1796000000))


def without_inputs(text):
    """JSON without what is of files: which they are, and how much of them was read."""
    page = json.loads(text)
    for key in ("inputs", "coverage"):
        page.pop(key, None)
    return page


def same_views(place, logs, title, ranges=((), ("--since", "2026-11-10", "--until", "2026-11-17 12:00"))):
    for view in VIEWS:
        words = view.split()
        for form in ("", *FORMATS.get(words[0], ())):
            for span in ranges:
                # Its range leaves counters of lines out that a history does not keep by the hour.
                if words[0] in ("unusual", "check") and span:
                    continue
                if "--with" in words and not span:
                    continue
                if form and (words[0] != "tls" and span or "--format" in words):
                    continue
                arguments = [*words, "--now", NOW, *span, *(["--format", form] if form else [])]
                # All that the history has.
                whole = () if span or words[0] in ("unusual", "check") else ("--since", "2020-01-01")
                of_logs = place.run(*arguments, *whole, *logs)
                of_history = place.run(*arguments, *whole, "--db", place.db)
                title_here = f"{title}: {' '.join(arguments)}"
                check(of_logs.returncode != 2, f"{title_here}: {of_logs.stderr}")
                check(of_logs.returncode == of_history.returncode,
                      f"{title_here}: status {of_logs.returncode}, {of_history.returncode}: {of_history.stderr}")
                a, b = of_logs.stdout, of_history.stdout
                if form == "json" and a and b:
                    a, b = without_inputs(a), without_inputs(b)
                if words[0] == "check":
                    check(b"\nHistory\n" in b and b"\nLast runs\n" in b, "check says what the history is")
                    b = re.sub(rb"History\n.*?\n\n(Inputs\n)", rb"\1", b, flags=re.S)
                check(a == b, f"{title_here}:\n{a}\n--- history\n{b}")
                check(of_logs.stderr == of_history.stderr,
                      f"{title_here}:\n{of_logs.stderr}\n--- history\n{of_history.stderr}")


def check_views(binary, generators):
    place = Place(binary)
    with open(os.path.join(SAMPLES, "submission-rfc3339.log"), "rb") as file:
        lines = file.read().splitlines(keepends=True)
    # In three runs, with a rotation and an open session at each end.
    place.write("mail.log", b"".join(lines[:100]) + lines[100][:30])
    check(place.collect("mail.log").returncode == 0, "the first run")
    place.write("mail.log.1", b"".join(lines[:200]))
    place.write("mail.log", b"".join(lines[200:250]))
    check(place.collect("mail.log.1", "mail.log").returncode == 0, "the second run")
    os.rename(place.path("mail.log.1"), place.path("mail.log.2"))
    with open(place.path("mail.log.2.gz"), "wb") as file:
        file.write(gzip.compress(b"".join(lines[:200])))
    os.remove(place.path("mail.log.2"))
    place.write("mail.log", b"".join(lines[200:]))
    done = place.collect("mail.log.2.gz", "mail.log")
    check(done.returncode == 0 and done.stderr == b"", f"the third run: {done.stderr}")
    check(place.collect("--stats", "mail.log.2.gz", "mail.log").stderr.startswith(b"smtptally: 0 logs, 0 bytes"),
          "nothing is new in the fourth run")
    same_views(place, ["mail.log.2.gz", "mail.log"], "samples")
    shutil.rmtree(place.folder)


def check_exchange(binary):
    """Tables go on behind their names of columns, and sessions behind a run."""
    place = Place(binary)
    source = os.path.join(SAMPLES, "exchange")
    whole = {}
    for folder, _, found in os.walk(source):
        for name in found:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                whole[os.path.relpath(path, source).replace(os.sep, "_")] = file.read().splitlines(keepends=True)
    names = sorted(whole)
    for step in range(1, 5):
        for name, lines in whole.items():
            place.write(name, b"".join(lines[:len(lines) * step // 4]) + (b"" if step == 4 else lines[len(lines) * step // 4][:20]))
        done = place.collect(*names)
        check(done.returncode == 0, f"run {step}: {done.stderr}")
    for view in ("tls", "volume --auth any", "clients", "pivot --failures", "pivot --rows host,service,hour --columns tls --auth any"):
        arguments = [*view.split(), "--now", NOW, "--format", "csv", "--since", "2026-11-01"]
        of_logs, of_history = place.run(*arguments, *names), place.run(*arguments, "--db", place.db)
        check(of_logs.stdout == of_history.stdout and of_logs.returncode == 0,
              f"Exchange: {view}:\n{of_logs.stdout}\n--- history\n{of_history.stdout}")
    check(place.collect("--stats", *names).stderr.startswith(b"smtptally: 0 logs, 0 bytes"), "nothing is new")
    shutil.rmtree(place.folder)


def check_refusals(binary):
    place = Place(binary)
    place.write("a.log", b"")
    for arguments, said in (
            (["collect", "a.log"], b"collect needs --db"), (["collect", "--db", "h.db"], b"collect needs log files"),
            (["tls", "--db", "h.db", "a.log"], b"give no files"), (["events", "--db", "h.db"], b"events needs each message"),
            (["tls", "--keep", "90d", "a.log"], b"--keep belongs to the command collect"),
            (["tls", "--db", "none.db"], b"could not be opened"), (["check", "--against", "a.log"], b"--against belongs"),
            (["collect", "--db", "h.db", "-"], b"collect reads files")):
        done = place.run(*arguments)
        check(done.returncode == 2 and said in done.stderr and done.stdout == b"", f"{arguments}: {done}")
    check(not os.path.exists(place.path("h.db")), "a run that is refused makes no history")
    place.write("other.db", b"")
    sqlite3.connect(place.path("other.db")).executescript("CREATE TABLE t (x);")
    with open(os.path.join(SAMPLES, "submission-rfc3339.log"), "rb") as file:
        place.write("a.log", file.read())
    for command in (["collect", "--db", "other.db", "a.log"], ["tls", "--db", "other.db"]):
        done = place.run(*command)
        check(done.returncode == 2 and b"history" in done.stderr, f"{command}: {done}")
    place.write("text.db", b"no database at all, but long enough to be looked at" * 20)
    for command in (["collect", "--db", "text.db", "a.log"], ["tls", "--db", "text.db"]):
        done = place.run(*command)
        check(done.returncode == 2 and b"text.db" in done.stderr, f"{command}: {done}")
    shutil.rmtree(place.folder)


def counted(place, logs):
    """Whether the history counts what the logs hold."""
    a = place.run("tls", "--auth", "any", "--format", "csv", "--now", NOW, *logs).stdout
    b = place.run("tls", "--auth", "any", "--format", "csv", "--now", NOW, "--since", "2020-01-01", "--db", place.db).stdout
    return a == b and a.count(b"\n") > 1


def check_others(binary, gen_postfix):
    """Who waits, who is killed, who may only read."""
    place = Place(binary)
    subprocess.run([gen_postfix, "--days", "2", "--bytes", "8000000", "--seed", "7", "--out", place.path("mail.log")],
                   check=True, capture_output=True)
    check(place.collect("mail.log").returncode == 0, "a run")
    check(counted(place, ["mail.log"]), "it counts what the log holds")

    held = sqlite3.connect(place.db, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    before = time.monotonic()
    done = place.collect("--db-wait", "1", "mail.log")
    check(done.returncode == 2 and b"another run held it for 1 seconds; nothing was changed" in done.stderr
          and time.monotonic() - before >= 1, f"a run waits and gives up: {done}")
    check(counted(place, ["mail.log"]), "readers do not wait")
    held.execute("COMMIT")
    held.close()

    # Two runs at once.
    with open(place.path("mail.log"), "rb") as file:
        content = file.read()
    for name in ("history.db", "history.db-wal", "history.db-shm"):
        os.path.exists(place.path(name)) and os.remove(place.path(name))
    runs = [subprocess.Popen([binary, "collect", "--db", place.db, "--now", NOW, "mail.log"], env=ENVIRONMENT,
                             cwd=place.folder) for _ in range(3)]
    check([run.wait() for run in runs] == [0, 0, 0] and counted(place, ["mail.log"]), "three runs at once count once")

    # kill -9 at any time.
    lines = content.splitlines(keepends=True)
    for name in ("history.db", "history.db-wal", "history.db-shm"):
        os.path.exists(place.path(name)) and os.remove(place.path(name))
    for step in range(1, 13):
        with open(place.path("mail.log"), "wb") as file:
            file.write(b"".join(lines[:len(lines) * step // 12]))
        run = subprocess.Popen([binary, "collect", "--db", place.db, "--now", NOW, "mail.log"], env=ENVIRONMENT, cwd=place.folder)
        time.sleep(0.013 * step)
        run.kill()
        run.wait()
    check(place.collect("mail.log").returncode == 0 and counted(place, ["mail.log"]), "after kill -9 nothing counts twice")

    # A member of the group who may not write, after a clean end and after kill -9.
    if os.geteuid() == 0 and shutil.which("setpriv"):
        os.chmod(place.folder, 0o750)
        os.chown(place.folder, 0, 65534)
        for name in os.listdir(place.folder):
            os.chown(place.path(name), 0, 65534)
            os.chmod(place.path(name), 0o640)
        as_reader = ["setpriv", "--reuid=12345", "--regid=65534", "--clear-groups"]

        def reads():
            command = [*as_reader, os.path.basename(binary), "tls", "--since", "2020-01-01", "--db", place.db, "--format", "csv"]
            environment = dict(ENVIRONMENT, PATH="/usr/bin:/bin:" + place.folder)
            return subprocess.run(command, env=environment, capture_output=True, cwd="/")

        shutil.copy(binary, place.path(os.path.basename(binary)))
        os.chmod(place.path(os.path.basename(binary)), 0o755)
        got = reads()
        check(got.returncode == 0 and got.stdout.count(b"\n") > 2, f"a reader of the group reads after a clean end: {got.stderr}")
        with open(place.path("mail.log"), "ab") as file:
            file.write(b"".join(lines[:50]).replace(b"2026-", b"2027-"))
        run = subprocess.Popen([binary, "collect", "--db", place.db, "mail.log"], env=ENVIRONMENT, cwd=place.folder)
        time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
        run.wait()
        got = reads()
        if b"a run was killed as it began to write; collect once more" in got.stderr:
            # One moment of a run that SQLite lets only those read past who may write.
            check(got.returncode == 2 and not got.stdout, "that moment is told")
            check(place.collect("mail.log").returncode == 0, "the next run goes on")
            got = reads()
        check(got.returncode == 0 and got.stdout.count(b"\n") > 2, f"a reader of the group reads after kill -9: {got.stderr}")
    shutil.rmtree(place.folder)


def check_shrunk(path, gone):
    with sqlite3.connect(path) as history:
        free, pages = history.execute("SELECT * FROM pragma_freelist_count, pragma_page_count").fetchone()
    check(free == 0 and pages > 0, f"{gone} went, and the file keeps {free} of {pages} pages for them")


def check_keeping(binary, gen_postfix):
    """Hours become days, and days go; what is damaged, missing or different is said."""
    place = Place(binary)
    subprocess.run([gen_postfix, "--days", "8", "--bytes", "4000000", "--seed", "3", "--start", "2026-11-01", "--stamps",
                    "rfc3339", "--out", place.path("mail.log")], check=True, capture_output=True)
    check(place.collect("mail.log").returncode == 0, "a run")
    done = place.run("check", "--db", place.db, "--against", "mail.log")
    check(done.returncode == 0 and b"the history and the logs agree on " in done.stderr, f"they agree: {done.stderr}")
    days = ["days", "--auth", "any", "--format", "csv", "--now", NOW, "--since", "2026-11-01"]
    of_logs = place.run(*days, "mail.log").stdout
    done = place.collect("--keep", "24d", "mail.log")
    check(done.returncode == 0 and place.run(*days, "--db", place.db).stdout == of_logs and of_logs.count(b"\n") >= 9,
          f"days are the same of days and hours: {done.stderr}")
    check_shrunk(place.db, "hours")
    with sqlite3.connect(place.db) as history:
        starts = history.execute("SELECT (SELECT count(DISTINCT start) FROM days), (SELECT min(start) FROM hours)").fetchone()
    check(starts == (5, 1793923200), f"five days of which hours are not kept: {starts}")
    done = place.run("tls", "--since", "2026-11-02 06:00", "--format", "csv", "--db", place.db)
    check(b"taken as 2026-11-02T00:00:00+00:00 to" in done.stderr, f"a range within a day is said: {done.stderr}")
    check(done.stdout == place.run("tls", "--since", "2026-11-02", "--format", "csv", "mail.log").stdout, "and counted")
    done = place.collect("--keep-days", "26d", "mail.log")
    check(done.returncode == 0 and place.run(*days, "--db", place.db).stdout.split(b"\n")[-6:] == of_logs.split(b"\n")[-6:],
          f"days go: {done.stderr}")
    check_shrunk(place.db, "days")
    with sqlite3.connect(place.db) as history:
        history.execute("UPDATE hours SET messages = messages + 1 WHERE start = (SELECT max(start) - 7200 FROM hours)")
    done = place.run("check", "--db", place.db, "--against", "mail.log")
    check(done.returncode == 3 and b" differ from the logs" in done.stderr, f"what differs is said: {done.stderr}")
    with open(place.path("mail.log"), "rb") as file:
        late = [line.replace(b"2026-11-0", b"2026-11-2") for line in file.read().splitlines(keepends=True)[:2000]]
    place.write("late.log", b"".join(late))
    check(place.collect("late.log").returncode == 0, "a log that begins weeks later")
    done = place.run("check", "--db", place.db)
    check(b"was a rotated log not collected?" in done.stderr, f"a gap is said: {done.stderr}")
    place.write("twice.log", b"".join(late[500:1500]))
    done = place.collect("twice.log")
    check(done.returncode == 3 and b"another log of the same host was collected" in done.stderr, f"lines of two logs: {done.stderr}")
    shutil.rmtree(place.folder)


MAIL = """2026-11-10T1{at}:00:00+00:00 mail postfix/submission/smtpd[2152]: connect from unknown[192.0.2.41]
2026-11-10T1{at}:00:01+00:00 mail postfix/submission/smtpd[2152]: 64B6A09E32{at}: client=unknown[192.0.2.41], sasl_method=PLAIN, sasl_username={name}
2026-11-10T1{at}:00:02+00:00 mail postfix/qmgr[1203]: 64B6A09E32{at}: from=<a@example.org>, size=1000, nrcpt=1 (queue active)
2026-11-10T1{at}:00:03+00:00 mail postfix/submission/smtpd[2152]: disconnect from unknown[192.0.2.41] ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=6
2026-11-10T1{at}:00:04+00:00 mail postfix/qmgr[1203]: 64B6A09E32{at}: removed
"""


def check_latest_name(binary):
    """A sender that came with the run before, and is the last of its names, is the same one again."""
    place = Place(binary)
    log = ""
    for at, name in enumerate(("anna", "bert", "bert", "anna")):
        log += MAIL.format(at=at, name=name)
        place.write("mail.log", log.encode())
        done = place.collect("mail.log")
        check(done.returncode == 0 and counted(place, ["mail.log"]), f"run {at}: {done.stderr}")
    for column in ("account", "means"):
        change = f"UPDATE ways SET {column} = {column} + "
        with sqlite3.connect(place.db) as history:
            history.execute(change + "4294967296")
        done = place.run("tls", "--since", "2026-11-10", "--db", place.db)
        check(done.returncode == 2 and not done.stdout, f"an id of 33 bits is no other one: {column}: {done}")
        with sqlite3.connect(place.db) as history:
            history.execute(change + "-4294967296")
    shutil.rmtree(place.folder)


REFUSED = """2026-11-10T10:{at}:00+00:00 mail postfix/smtpd[{at}]: connect from unknown[192.0.2.41]
2026-11-10T10:{at}:01+00:00 mail postfix/smtpd[{at}]: warning: unknown[192.0.2.41]: SASL PLAIN authentication failed: x, sasl_username=anna
2026-11-10T10:{at}:02+00:00 mail postfix/smtpd[{at}]: SSL_accept error from unknown[192.0.2.41]: -1
2026-11-10T10:{at}:03+00:00 mail postfix/smtpd[{at}]: disconnect from unknown[192.0.2.41] ehlo=1 auth=0/1 commands=1/2
"""


def check_refused(binary):
    """Refusals of one kind within an hour keep their times, whatever the report needs of messages."""
    place = Place(binary)
    place.write("mail.log", "".join(REFUSED.format(at=at) for at in (11, 27, 48)).encode())
    check(place.collect("mail.log").returncode == 0, "a run")
    command = ["pivot", "--failures", "--rows", "kind", "--values", "failures,first,last", "--format", "csv", "--now", NOW,
               "--since", "2026-11-10"]
    of_log, of_history = place.run(*command, "mail.log").stdout, place.run(*command, "--db", place.db).stdout
    check(of_log == of_history and of_log.count(b",3,2026-11-10T10:11:0") == 2 and of_log.count(b"10:48:0") == 2,
          f"{of_log} {of_history}")
    shutil.rmtree(place.folder)


def check_full_disk(binary):
    if os.geteuid() != 0:
        return
    place = Place(binary)
    disk = place.path("disk")
    os.mkdir(disk)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], capture_output=True).returncode != 0:
        return
    try:
        place.db = os.path.join(disk, "history.db")
        with open(os.path.join(SAMPLES, "submission-rfc3339.log"), "rb") as file:
            sample = file.read()
        place.write("a.log", sample)
        for i in range(2, 30):
            place.write(f"{i}.log", sample.replace(b" mail ", b" mail%d " % i).replace(b"example", b"example%d" % i))
        check(place.collect("a.log").returncode == 0 and counted(place, ["a.log"]), "a run on a small disk")
        done = place.collect(*[f"{i}.log" for i in range(2, 30)])
        check(done.returncode == 2 and b"the disk is full" in done.stderr, f"a run on a full disk: {done}")
        check(counted(place, ["a.log"]), "what was there before is there")
    finally:
        subprocess.run(["umount", disk], check=False)
        shutil.rmtree(place.folder)


def step_of_schema(number):
    with open(os.path.join(ROOT, "src", "history", "schema.cpp")) as file:
        return re.findall(r'R"sql\((.*?)\)sql"', file.read(), flags=re.S)[number]


def as_version_1(path):
    """Makes the history what the first schema would hold: messages without login are rows."""
    new = sqlite3.connect(path)
    tables = {}
    for (name,) in new.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"):
        if name not in ("unauthenticated", "journals"):
            tables[name] = new.execute(f"SELECT * FROM {name}").fetchall()
    packed = new.execute("SELECT start, means, messages, recipients, bytes, first, last FROM unauthenticated").fetchall()
    new.close()
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.remove(path + end)
    old = sqlite3.connect(path)
    old.execute("PRAGMA auto_vacuum = INCREMENTAL")
    old.execute("PRAGMA journal_mode = WAL")
    old.executescript(step_of_schema(0))
    for name, rows in tables.items():
        for row in rows:
            old.execute(f"INSERT INTO {name} VALUES ({','.join('?' * len(row))})", row)
    (empty,) = old.execute("SELECT id FROM texts WHERE text = ''").fetchone()
    for start, means, messages, recipients, size, first, last in packed:
        parts = (means, empty, empty, empty)
        old.execute("INSERT OR IGNORE INTO ways (means, account, client, envelope) VALUES (?, ?, ?, ?)", parts)
        (way,) = old.execute("SELECT id FROM ways WHERE means = ? AND account = ? AND client = ? AND envelope = ?",
                             parts).fetchone()
        old.execute("INSERT INTO hours VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                    (start, way, messages, recipients, size, recipients, first, last))
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()


def check_schemas(binary):
    """A history of an earlier schema goes on after the next run of collect."""
    place = Place(binary)
    with open(os.path.join(SAMPLES, "submission-rfc3339.log"), "rb") as file:
        place.write("mail.log", file.read())
    check(place.collect("mail.log").returncode == 0, "a history to make older")
    everything = ("--since", "2020-01-01", "--now", NOW, "--db", place.db, "--format", "csv")
    views = [("tls",), ("pivot", "--auth", "any", "--rows", "host,service,tls,day,cipher", "--values", "messages,bytes")]
    before = [place.run(*view, *everything).stdout for view in views]
    database = sqlite3.connect(place.db)
    (packed,) = database.execute("SELECT sum(messages) FROM unauthenticated").fetchone()
    (in_view,) = database.execute("SELECT sum(messages) FROM messages WHERE account = ''").fetchone()
    rows = database.execute("SELECT sum(messages) FROM messages").fetchone()
    database.close()
    check(packed and packed == in_view, f"the view holds the packed messages: {packed}, {in_view}")
    database = sqlite3.connect(place.db)
    database.execute("DROP TABLE journals")  # The second schema had none.
    database.execute("PRAGMA user_version = 2")
    database.commit()
    database.close()
    check(place.collect("mail.log").returncode == 0, "collect changes the second schema")
    check([place.run(*view, *everything).stdout for view in views] == before, "reports are as with the second schema")
    database = sqlite3.connect(place.db)
    check(database.execute("SELECT count(*) FROM journals").fetchone() == (0,), "it has the new table")
    database.close()
    as_version_1(place.db)
    refused = place.run("tls", *everything)
    check(refused.returncode == 2 and b"its schema is older: run collect once" in refused.stderr,
          f"an older schema is told: {refused.stderr}")
    check(place.collect("mail.log").returncode == 0, "collect changes the schema")
    check([place.run(*view, *everything).stdout for view in views] == before, "reports are as before")
    database = sqlite3.connect(place.db)
    check(database.execute("PRAGMA user_version").fetchone() == (3,), "it has the new version")
    check(database.execute("SELECT sum(messages) FROM messages").fetchone() == rows, "the view counts as before")
    database.close()
    shutil.rmtree(place.folder)


def main():
    binary, gen_postfix, gen_exchange = (os.path.abspath(path) for path in sys.argv[1:4])
    check_views(binary, (gen_postfix, gen_exchange))
    check_exchange(binary)
    check_refusals(binary)
    check_others(binary, gen_postfix)
    check_keeping(binary, gen_postfix)
    check_latest_name(binary)
    check_refused(binary)
    check_full_disk(binary)
    check_schemas(binary)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
