#!/usr/bin/env python3
"""How the program behaves while it runs: check_process.py BINARY

Ctrl-C and SIGTERM end it at once, wherever it waits, and leave nothing behind. On a terminal a long
run shows how far it is, and a short one nothing."""
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

# An interrupt ends the process with its threads running, which TSan would complain about.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC",
               "SMTPTALLY_SYSTEM_CONFIG": "", "TSAN_OPTIONS": "report_thread_leaks=0"}
PROMPTLY = 0.1  # Seconds; the best of a few tries, since the machine may be busy.
PATIENCE = 120  # Seconds until something hangs: a sanitizer on a busy machine takes many.
TRIES = 5
failed = passed = 0


def check(ok, what):
    global failed, passed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAILED:", what)


def log(messages, first=0):
    """Lines of that many accepted messages."""
    lines = []
    for n in range(first, first + messages):
        stamp = f"2026-11-{1 + n // 86400 % 28:02}T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}+00:00 mx"
        tag = f"postfix/submission/smtpd[{n % 900 + 100}]: {n + 0x1000000000:X}"
        queue = f"postfix/qmgr[99]: {n + 0x1000000000:X}"
        lines.append(f"{stamp} {tag}: client=c[192.0.2.1], sasl_method=PLAIN, "
                     f"sasl_username=u{n % 50}@example.org\n"
                     f"{stamp} {queue}: from=<u@example.org>, size=1000, nrcpt=1 (queue active)\n")
    return "".join(lines).encode()


def unread(pipe):
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4), sys.byteorder)


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def start(binary, *arguments, **options):
    return subprocess.Popen([binary, *arguments], env=ENVIRONMENT, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **options)


def interrupt(process, number):
    """(status, seconds until the end, output)."""
    began = time.monotonic()
    process.send_signal(number)
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    return process.returncode, time.monotonic() - began, out + err


def silent_pipe(binary, number, status, *options):
    """A pipe whose writer has fallen silent."""
    best = TRIES
    for _ in range(TRIES):
        reader, writer = os.pipe()
        process = start(binary, "tls", *options, "-", stdin=reader)
        os.close(reader)
        os.write(writer, log(20))
        check(wait_until(lambda: unread(writer) == 0), f"{options}: the pipe is read")
        time.sleep(0.05)
        got, seconds, output = interrupt(process, number)
        os.close(writer)
        check(got == status, f"{options}: signal {number} gives {status}, not {got}")
        check(output == b"", f"{options}: signal {number} is silent, not {output!r}")
        best = min(best, seconds)
    check(best < PROMPTLY, f"{options}: signal {number} took {best:.3f} s")


def endless_pipe(binary, *options):
    """A pipe whose writer never ends."""
    reader, writer = os.pipe()
    process = start(binary, "tls", *options, "-", stdin=reader)
    os.close(reader)
    sent = 0

    def feed():
        nonlocal sent
        try:
            while True:
                os.write(writer, log(200, sent))
                sent += 200
        except BrokenPipeError:
            os.close(writer)

    feeder = threading.Thread(target=feed)
    feeder.start()
    check(wait_until(lambda: sent > 2000), "the endless pipe is read")
    status, seconds, output = interrupt(process, signal.SIGINT)
    feeder.join()
    check(status == 130 and output == b"" and seconds < 2, f"endless: {status}, {seconds:.3f} s")


def nobody_opens(binary, folder):
    """A named pipe that nobody writes to: open() waits."""
    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    process = start(binary, "tls", fifo)
    time.sleep(0.2)
    check(process.poll() is None, "the program waits for a writer")
    check(interrupt(process, signal.SIGINT)[0] == 130, "SIGINT while a named pipe is opened")


def ignored(binary):
    """What the caller ignores (nohup, a background job) stays ignored."""
    reader, writer = os.pipe()
    process = start(binary, "volume", "--quiet", "--format", "csv", "-", stdin=reader,
                    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    os.close(reader)
    os.write(writer, log(1))
    check(wait_until(lambda: unread(writer) == 0), "the pipe is read")
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    os.close(writer)
    out, _ = process.communicate(timeout=PATIENCE)
    check(process.returncode == 0 and b"u0@example.org" in out, "an ignored SIGINT is ignored")


def report_file(binary, folder):
    """While the report is written: no trace of the new file, the old one as it was."""
    source, report = os.path.join(folder, "mail.log"), os.path.join(folder, "report.csv")
    caught = 0
    for messages in (20_000, 60_000, 200_000, 600_000):
        with open(source, "wb") as file:
            file.write(log(messages))
        for _ in range(TRIES):
            with open(report, "w") as file:
                file.write("old\n")
            before = sorted(os.listdir(folder))
            process = start(binary, "events", "--quiet", "-o", report, source)
            while process.poll() is None and sorted(os.listdir(folder)) == before:
                pass
            status = interrupt(process, signal.SIGINT)[0]
            check(status in (0, 130), f"interrupted while writing: {status}")
            check(sorted(os.listdir(folder)) == before, f"left: {os.listdir(folder)}")
            if status == 130:
                caught += 1
                check(open(report).read() == "old\n", "the old report stays")
        if caught >= 3:
            return
    check(False, "the program could be interrupted while it writes")


ERASE = b"\r\x1b[K"


class Terminal:
    """A pseudo terminal for stderr, and what is written to it, with times."""

    def __init__(self, columns=100):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.began = time.monotonic()
        self.seen = []
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        while True:
            try:
                piece = os.read(self.master, 65536)
            except OSError:  # EIO: nobody has the terminal any more.
                return
            self.seen.append((time.monotonic() - self.began, piece))

    def text(self):
        return b"".join(piece for _, piece in self.seen)

    def run(self, binary, *arguments, **options):
        process = subprocess.Popen([binary, *arguments], env=ENVIRONMENT, stdout=subprocess.PIPE,
                                   stderr=self.slave, **options)
        os.close(self.slave)
        return process

    def finish(self):
        self.reader.join(timeout=PATIENCE)
        os.close(self.master)
        return self.text()


def slow_pipe(binary, *options, columns=100, end=None):
    """(terminal, stdout, status) of a run that gets its lines over more than a second."""
    terminal = Terminal(columns)
    reader, writer = os.pipe()
    process = terminal.run(binary, "volume", *options, "-", stdin=reader)
    os.close(reader)
    for n in range(18):
        os.write(writer, log(100, n * 100))
        time.sleep(0.1)
    if end:
        process.send_signal(end)
    os.close(writer)
    out, _ = process.communicate(timeout=PATIENCE)
    terminal.finish()
    return terminal, out, process.returncode


def progress_of_pipe(binary):
    want = slow_pipe(binary, "--no-progress")
    check(b"\x1b" not in want[0].text() and b"\r" not in want[0].text().replace(b"\r\n", b"\n"),
          "--no-progress shows none")
    check(b"\x1b" not in slow_pipe(binary, "--quiet")[0].text(), "--quiet shows none")
    for jobs in ("1", "4"):
        terminal, out, status = slow_pipe(binary, "--jobs", jobs)
        text = terminal.text()
        lines = text.split(ERASE)
        check(status == 0 and out == want[1], "the report does not know of progress")
        check(lines[0] == b"" and len(lines) >= 4, f"a line after a second and several more: {text!r}")
        check(all(re.fullmatch(rb"read [0-9.]+ [kM]B, [0-9.]+ [kM]B/s", line) for line in lines[1:-1]),
              f"bytes and rate: {lines[1:-1]}")
        check(lines[-1] == want[0].text(), f"erased before the notes: {lines[-1]!r}")
        first = next((when for when, _ in terminal.seen), 0)
        check(0.9 < first < 1.8, f"first after a second, not {first:.2f} s")
    narrow = slow_pipe(binary, columns=12)[0].text().split(ERASE)[1:-1]
    check(narrow and all(len(line) == 11 for line in narrow), f"fits a narrow terminal: {narrow}")
    terminal, out, status = slow_pipe(binary, end=signal.SIGINT)
    check(status == 130 and out == b"" and terminal.text().endswith(ERASE), "an interrupt erases it")


def bytes_read_by(pid):
    with open(f"/proc/{pid}/io", encoding="ascii") as file:
        return int(file.readline().removeprefix("rchar: "))


def progress_of_file(binary, folder):
    """A file has a size. The run is stopped for the second that it would not take, when some slices
    of the file are read."""
    path = os.path.join(folder, "mail.log")
    with open(path, "wb") as file:
        for _ in range(15):
            file.write(log(20_000))
    size = os.path.getsize(path) / 1e6
    for _ in range(TRIES):
        terminal = Terminal()
        process = terminal.run(binary, "volume", path)
        end = time.monotonic() + PATIENCE
        while bytes_read_by(process.pid) < 0.6e6 * size and time.monotonic() < end:
            pass
        process.send_signal(signal.SIGSTOP)
        time.sleep(1.1)
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=PATIENCE)
        text = terminal.finish()
        shown = re.search(rb"read ([0-9.]+) MB of ([0-9.]+) MB, ([0-9]+) %, [0-9.]+ MB/s, [0-9]+ s left",
                          text)
        if shown:
            break
    check(shown, f"bytes, total, share, rate and rest: {text!r}")
    if shown:
        check(abs(float(shown[2]) - size) < 0.1, f"the total is {size}: {shown[0]}")
        check(abs(100 * float(shown[1]) / size - int(shown[3])) < 1, f"the share: {shown[0]}")
    terminal = Terminal()
    short = os.path.join(folder, "short.log")
    with open(short, "wb") as file:
        file.write(log(10))
    terminal.run(binary, "volume", short).communicate(timeout=PATIENCE)
    check(b"\x1b" not in terminal.finish(), "a short run shows none")


def unwritable_output(binary, folder):
    """What can not be written to standard output fails; a reader that has gone away does not."""
    path = os.path.join(folder, "mail.log")
    with open(path, "wb") as file:
        file.write(log(20))
    export = os.path.join(folder, "report.csv")
    with open(export, "w", encoding="utf-8") as file:
        file.write("Sender address,Message count\nu1@example.org,1\n")
    commands = [["--help"], ["--version"], ["compare", export, path], ["events", "--failures", path]]
    commands += [[name, path] for name in ("summary", "volume", "tls", "events", "pivot", "check")]
    for command in commands:
        with open("/dev/full", "wb") as full:
            done = subprocess.run([binary, *command], env=ENVIRONMENT, stdout=full,
                                  stderr=subprocess.PIPE, timeout=PATIENCE)
        check(done.returncode == 2, f"{command}: a full output gives 2, not {done.returncode}")
        check(b"No space left" in done.stderr, f"{command}: it says why: {done.stderr!r}")
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([binary, *command], env=ENVIRONMENT, stdout=writer,
                              stderr=subprocess.PIPE, timeout=PATIENCE)
        os.close(writer)
        check(done.returncode == 0, f"{command}: a closed pipe gives 0, not {done.returncode}")
        check(b"error" not in done.stderr, f"{command}: it ends quietly: {done.stderr!r}")
    for option in ("--help", "--version"):
        done = subprocess.run(["sh", "-c", '"$0" "$1" >&-', binary, option], env=ENVIRONMENT,
                              stderr=subprocess.PIPE, timeout=PATIENCE)
        check(done.returncode == 2, f"{option}: a closed output gives 2, not {done.returncode}")


def zone_of_process(binary, folder):
    """TZ may be a rule, and what it is not is no fault of an option."""
    path = os.path.join(folder, "mail.log")
    with open(path, "wb") as file:
        file.write(log(1))

    def run(zone):
        return subprocess.run([binary, "events", "--format", "csv", path], capture_output=True,
                              env={**ENVIRONMENT, "TZ": zone}, timeout=PATIENCE)

    done = run("CET-1CEST,M3.5.0,M10.5.0/3")
    check(b"\n2026-11-01T01:00:00+01:00," in done.stdout, f"TZ with a rule: {done.stdout!r}")
    done = run("UTC+2")  # POSIX, where the user of the process said so.
    check(b"\n2026-10-31T22:00:00-02:00," in done.stdout, f"TZ=UTC+2: {done.stdout!r}")
    done = run("Mars/Base")
    check(done.returncode == 2 and b"TZ, the zone of this process: 'Mars/Base'" in done.stderr,
          f"a TZ that is none: {done.stderr!r}")


def empty_journal(binary, folder):
    """A journal that ends before the range says so."""
    program = os.path.join(folder, "journalctl")
    with open(program, "w", encoding="utf-8") as file:
        file.write("""#!/bin/sh
case "$*" in *--lines=1*)
  echo '{"__REALTIME_TIMESTAMP":"1793872800000000","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"postfix/qmgr","MESSAGE":"x"}' ;;
esac
""")
    os.chmod(program, 0o755)
    for status, options in ((0, []), (3, ["--strict"])):
        done = subprocess.run([binary, "volume", "--journal", "--on", "2026-11-20", *options],
                              env={**ENVIRONMENT, "PATH": folder + ":/usr/bin:/bin"},
                              capture_output=True, timeout=PATIENCE)
        check(done.returncode == status, f"an empty journal gives {status}, not {done.returncode}")
        check(b"warning: the journal has no entry of mail in 2026-11-20; its last one is of "
              b"2026-11-05 10:00" in done.stderr, f"it says where it ends: {done.stderr!r}")


def mistyped_command(binary, folder):
    for word, wanted in (("tsl", b"did you mean tls?"), ("nowhere.log", b"neither a command nor a file")):
        done = subprocess.run([binary, word], cwd=folder, env=ENVIRONMENT, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=PATIENCE)
        check(done.returncode == 2 and wanted in done.stderr, f"{word}: {done.stderr!r}")
    with open(os.path.join(folder, "tsl"), "wb") as file:
        file.write(log(1))
    done = subprocess.run([binary, "tsl"], cwd=folder, env=ENVIRONMENT, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=PATIENCE)
    check(done.returncode == 0, f"a file that is called like a mistake: {done.stderr!r}")


def main():
    binary = os.path.abspath(sys.argv[1])
    # A shell starts background jobs with SIGINT ignored, and that would be handed on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for jobs in ("1", "4"):
        silent_pipe(binary, signal.SIGINT, 130, "--jobs", jobs)
        silent_pipe(binary, signal.SIGTERM, 143, "--jobs", jobs)
        endless_pipe(binary, "--jobs", jobs)
    with tempfile.TemporaryDirectory() as folder:
        nobody_opens(binary, folder)
    ignored(binary)
    with tempfile.TemporaryDirectory() as folder:
        report_file(binary, folder)
    for test in (unwritable_output, zone_of_process, empty_journal, mistyped_command):
        with tempfile.TemporaryDirectory() as folder:
            test(binary, folder)
    progress_of_pipe(binary)
    with tempfile.TemporaryDirectory() as folder:
        progress_of_file(binary, folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
