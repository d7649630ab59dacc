#!/usr/bin/env python3
"""What a run does to files, and when the system gives it less than it asks for: check_files.py BINARY

A report never goes to an input, keeps the owner, group and mode of the file that it replaces, and
leaves nothing when it can not be written. Too little memory, a closed descriptor, a log that is cut
while it is read: one line, and the right status."""
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""}
PATIENCE = 120
failed = passed = 0


def check(ok, what):
    global failed, passed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAILED:", what)


def log(messages, first=0, user="u"):
    lines = []
    for n in range(first, first + messages):
        stamp = f"2026-11-{1 + n // 86400 % 28:02}T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}+00:00 mx"
        lines.append(f"{stamp} postfix/submission/smtpd[{n % 900 + 100}]: {n + 0x1000000000:X}: "
                     f"client=c[192.0.2.1], sasl_method=PLAIN, sasl_username={user}{n % 50}@example.org\n"
                     f"{stamp} postfix/qmgr[99]: {n + 0x1000000000:X}: from=<u@example.org>, size=1000, "
                     f"nrcpt=1 (queue active)\n")
    return "".join(lines).encode()


class Folder(tempfile.TemporaryDirectory):
    def __enter__(self):
        return self

    def write(self, name, data):
        path = os.path.join(self.name, name)
        with open(path, "wb") as file:
            file.write(data)
        return path


def run(binary, *arguments, limits=(), environment=None, **options):
    def set_limits():
        for what, value in limits:
            resource.setrlimit(what, (value, value))
    return subprocess.run([binary, *arguments], env=environment or ENVIRONMENT, capture_output=True,
                          timeout=PATIENCE, preexec_fn=set_limits,
                          **({"stdin": subprocess.DEVNULL} | options))


def one_line(done, *texts):
    lines = done.stderr.decode().splitlines()
    return len(lines) == 1 and all(text in lines[0] for text in texts)


def output_is_no_input(binary):
    with Folder() as folder:
        name = folder.name
        data = log(20)
        path = folder.write("mail.log", data)
        folder.write("mail.log.1", log(5, 100))
        os.link(path, os.path.join(name, "hard"))
        os.symlink("mail.log", os.path.join(name, "soft"))
        os.mkdir(os.path.join(name, "sub"))
        os.symlink("..", os.path.join(name, "sub", "up"))
        before = sorted(os.listdir(name))
        for output, *inputs in (["mail.log", "mail.log"], ["hard", "mail.log"], ["soft", "mail.log"],
                                ["mail.log", "hard"], ["./sub/up/mail.log", "soft"], ["mail.log", "."],
                                ["mail.log", "mail.log.1"]):  # -o mail.log*
            done = run(binary, "volume", "--format", "csv", "-o", output, *inputs, cwd=name)
            check(done.returncode == 2 and one_line(done, "-o " + output, "name another file"),
                  f"-o {output} {inputs}: {done}")
            check(open(path, "rb").read() == data, f"-o {output} {inputs}: the log is untouched")
            check(sorted(os.listdir(name)) == before, f"-o {output} {inputs}: left {os.listdir(name)}")
        # An older report beside the logs is none of them.
        for form in ("csv", "tsv", "json", "ndjson", "table"):
            for command in ("events", "tls", "check"):
                for _ in range(2):
                    done = run(binary, command, "--quiet", "--format", form, "-o", "report", ".", cwd=name)
                    check(done.returncode == 0, f"{command} {form} twice: {done}")


def output_keeps(binary):
    with Folder() as folder:
        name = folder.name
        source = folder.write("mail.log", log(5))
        report = folder.write("report.csv", b"old\n")
        os.chmod(report, 0o640)
        if os.getuid() == 0:
            os.chown(report, 1234, 4321)
        run(binary, "volume", "--quiet", "-o", report, source)
        now = os.stat(report)
        check(stat.S_IMODE(now.st_mode) == 0o640, f"the mode is kept: {now}")
        if os.getuid() == 0:
            check((now.st_uid, now.st_gid) == (1234, 4321), f"owner and group are kept: {now}")
            # Somebody else may write into the folder, but not give files away.
            os.chmod(name, 0o777)
            os.chown(report, 0, 4321)
            os.chmod(report, 0o644)
            done = run(binary, "volume", "--quiet", "-o", report, source, user=1234, group=1234)
            check(done.returncode == 0 and one_line(done, "note", "it belonged to user 0 and group 4321"),
                  f"what can not be kept is said: {done}")
        link = os.path.join(name, "link.csv")
        os.symlink("not/yet.csv", link)
        done = run(binary, "volume", "--quiet", "-o", link, source)
        check(done.returncode == 2 and os.path.islink(link), f"the folder of a link's target is missing: {done}")
        os.mkdir(os.path.join(name, "not"))
        done = run(binary, "volume", "--quiet", "--format", "csv", "-o", link, source)
        check(done.returncode == 0 and os.path.islink(link) and
              open(os.path.join(name, "not", "yet.csv")).read().startswith("sender,"),
              f"a link to nothing: its target is written: {done}")


def signals(binary):
    """While the report is written: SIGHUP and SIGQUIT leave no trace, and neither does a report that
    is longer than the limit of the size of files."""
    with Folder() as folder:
        name = folder.name
        source = folder.write("mail.log", log(60_000))
        for number, status in ((signal.SIGHUP, 129), (signal.SIGQUIT, 131)):
            caught = False
            for _ in range(5):
                process = subprocess.Popen([binary, "events", "--quiet", "-o", "report", source], cwd=name,
                                           env=ENVIRONMENT, stderr=subprocess.PIPE)
                while process.poll() is None and len(os.listdir(name)) == 1:
                    pass
                process.send_signal(number)
                process.communicate(timeout=PATIENCE)
                caught = process.returncode == status
                check(caught or process.returncode == 0, f"signal {number}: {process.returncode}")
                if caught:
                    check(os.listdir(name) == ["mail.log"], f"signal {number} left {os.listdir(name)}")
                    break
                os.remove(os.path.join(name, "report"))
            check(caught, f"signal {number} came while the report was written")
        done = run(binary, "events", "--quiet", "-o", "report", source, cwd=name,
                   limits=[(resource.RLIMIT_FSIZE, 100_000)])
        check(done.returncode == 2 and one_line(done, "File too large"), f"SIGXFSZ: {done}")
        check(os.listdir(name) == ["mail.log"], f"SIGXFSZ left {os.listdir(name)}")


def closed(binary):
    done = subprocess.run(["sh", "-c", '"$0" volume - <&-', binary], env=ENVIRONMENT, capture_output=True,
                          timeout=PATIENCE)
    check(done.returncode == 2 and done.stdout == b"" and one_line(done, "standard input is closed"),
          f"closed input: {done}")
    with Folder() as folder:
        name = folder.name
        source = folder.write("mail.log", log(5))
        script = '"$0" volume --quiet "$1" >&-'
        done = subprocess.run(["sh", "-c", script, binary, source], env=ENVIRONMENT, capture_output=True,
                              timeout=PATIENCE)
        check(done.returncode == 2 and one_line(done, "could not be written"), f"closed output: {done}")
        # No file becomes one of the three: the report is not written into a log.
        script = '"$0" volume --quiet -o "$2" "$1" <&- >&- 2>&-'
        report = os.path.join(name, "report")
        done = subprocess.run(["sh", "-c", script, binary, source, report], env=ENVIRONMENT, timeout=PATIENCE)
        check(done.returncode == 0 and open(source, "rb").read() == log(5), f"all closed: {done}")


def memory(binary):
    with Folder() as folder:
        name = folder.name
        source = folder.write("mail.log", log(20_000))
        want = run(binary, "volume", "--format", "csv", "-j", "1", source).stdout
        for megabytes in (300, 600):
            done = run(binary, "volume", "--format", "csv", "-j", "1024", source,
                       limits=[(resource.RLIMIT_AS, megabytes << 20)])
            check(done.returncode == 0 and done.stdout == want, f"{megabytes} MB: {done.returncode} {done.stderr}")
        # Far more senders than there is room for.
        folder.write("many.log", b"".join(
            f"2026-11-20T10:00:00Z mx postfix/smtpd[7]: {n:012X}: client=c[192.0.2.1], sasl_method=PLAIN, "
            f"sasl_username={n:0200}@example.org\n2026-11-20T10:00:00Z mx postfix/qmgr[9]: {n:012X}: "
            f"from=<u>, size=1, nrcpt=1 (queue active)\n".encode() for n in range(150_000)))
        for jobs in ("1", "4"):
            done = run(binary, "volume", "-j", jobs, "many.log", cwd=name,
                       limits=[(resource.RLIMIT_AS, 60 << 20)])
            check(done.returncode == 2 and one_line(done, "not enough memory"), f"-j {jobs}: {done.returncode} {done.stderr}")
        if shutil.which("zstd"):
            with open(os.path.join(name, "long.zst"), "wb") as file:
                subprocess.run(["zstd", "-q", "--long=31", "-c"], input=log(100), stdout=file, check=True)
            done = run(binary, "volume", "long.zst", cwd=name, limits=[(resource.RLIMIT_AS, 600 << 20)])
            check(b"damaged" not in done.stderr and (done.returncode == 0 or one_line(done, "needs 21", "MB")),
                  f"--long=31: {done}")


def cut_meanwhile(binary):
    """copytruncate: the log is empty when half of it is read. The run waits for a fifo, which is read
    before the log is."""
    with Folder() as folder:
        name = folder.name
        size = len(log(200, 100))
        os.mkfifo(os.path.join(name, "fifo"))
        for jobs in ("1", "4"):
            folder.write("mail.log", log(200, 100))
            process = subprocess.Popen([binary, "volume", "--format", "csv", "-j", jobs, "mail.log", "fifo"],
                                       cwd=name, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            with open(os.path.join(name, "fifo"), "wb") as fifo:
                fifo.write(log(2))
                fifo.flush()
                time.sleep(0.2)
                os.truncate(os.path.join(name, "mail.log"), 1000)
            out, err = process.communicate(timeout=PATIENCE)
            check(process.returncode == 3 and b"it was %d bytes long and ended after 1000" % size in err,
                  f"-j {jobs}: cut meanwhile: {process.returncode} {err}")


def packed(binary):
    with Folder() as folder:
        name = folder.name
        text = log(2000)
        folder.write("mail.log", text)
        want = run(binary, "volume", "--format", "csv", "mail.log", cwd=name).stdout
        if shutil.which("pzstd"):
            subprocess.run(["pzstd", "-q", "-k", "mail.log", "-o", "p.zst"], cwd=name, check=True)
            done = run(binary, "volume", "--format", "csv", "p.zst", cwd=name)
            check(done.stdout == want and done.returncode == 0, f"pzstd: {done}")
        if shutil.which("zstd"):
            plain = subprocess.run(["zstd", "-q", "-c", "mail.log"], cwd=name, capture_output=True, check=True).stdout
            folder.write("skip.zst", b"\x5f\x2a\x4d\x18\x03\0\0\0abc" + plain + b"\x50\x2a\x4d\x18\0\0\0\0")
            done = run(binary, "volume", "--format", "csv", "skip.zst", cwd=name)
            check(done.stdout == want and done.returncode == 0, f"skippable frames: {done}")
        if shutil.which("lz4"):
            packed_bytes = subprocess.run(["lz4", "-q", "-c", "mail.log"], cwd=name, capture_output=True,
                                          check=True).stdout
            folder.write("mail.log.lz4", packed_bytes)
            done = run(binary, "volume", "--format", "csv", "mail.log.lz4", cwd=name)
            read = done.stdout == want and done.returncode == 0
            check(read or (done.returncode == 2 and b"lz4 -d" in done.stderr), f"lz4: {done}")
            folder.write("cut.lz4", packed_bytes[:len(packed_bytes) // 2])
            done = run(binary, "volume", "--format", "csv", "cut.lz4", cwd=name)
            check(done.returncode == (3 if read else 2) and b"lz4" in done.stderr, f"half of it: {done}")


def journal(binary):
    """A journalctl of our own."""
    with Folder() as folder:
        name = folder.name
        environment = ENVIRONMENT | {"PATH": name + ":" + ENVIRONMENT["PATH"]}
        program = folder.write("journalctl", b"#!/bin/sh\n"
                               b"echo 'Hint: You are currently not seeing messages from other users.' >&2\n"
                               b"echo '      Pass -q to turn off this notice.' >&2\n")
        os.chmod(program, 0o755)
        done = run(binary, "volume", "--journal", environment=environment)
        check(done.returncode in (0, 2) and b"note: journalctl: Hint: You are currently not seeing messages from other users. Pass -q" in done.stderr, f"the hint: {done}")
        pid = os.path.join(name, "pid")
        folder.write("journalctl", b"#!/bin/sh\necho $$ >" + pid.encode() + b".new; mv " + pid.encode() +
                     b".new " + pid.encode() + b"\nexec sleep 1000\n")
        for number, status in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            process = subprocess.Popen([binary, "volume", "--journal"], env=environment,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            end = time.monotonic() + PATIENCE
            while not os.path.exists(pid) and time.monotonic() < end:
                time.sleep(0.01)
            child = int(open(pid).read())
            os.remove(pid)
            process.send_signal(number)
            process.communicate(timeout=PATIENCE)
            check(process.returncode == status, f"--journal, signal {number}: {process.returncode}")

            def gone():
                try:
                    with open(f"/proc/{child}/stat", encoding="ascii") as file:
                        return file.read().split()[2] == "Z"  # Nobody reaps it in a container.
                except FileNotFoundError:
                    return True

            end = time.monotonic() + 5
            while not gone() and time.monotonic() < end:
                time.sleep(0.01)
            check(gone(), f"journalctl ends with us, signal {number}")
            if not gone():
                os.kill(child, signal.SIGKILL)


def many_alike(binary):
    """Files that agree in their first 4 KiB are not compared two and two."""
    times = []
    with Folder() as folder:
        name = folder.name
        head = log(20)
        made = 0
        for count in (250, 1000):
            for n in range(made, count):
                folder.write(f"{n:05}.log", head + log(1, 1000 + n))
            made = count
            began = time.monotonic()
            done = run(binary, "volume", "--quiet", "--format", "csv", ".", cwd=name)
            times.append(time.monotonic() - began)
            check(done.returncode == 0, f"{count} files: {done.stderr[:300]}")
        check(times[1] < 10 * times[0] + 1, f"four times the files took {times}")


def main():
    binary = os.path.abspath(sys.argv[1])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for test in (output_is_no_input, output_keeps, signals, closed, memory, cut_meanwhile, packed, journal,
                 many_alike):
        if len(sys.argv) > 2 and test.__name__ not in sys.argv[2:]:
            continue
        began = time.monotonic()
        test(binary)
        if os.environ.get("VERBOSE"):
            print(f"{test.__name__}: {time.monotonic() - began:.1f} s")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
