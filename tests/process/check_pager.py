#!/usr/bin/env python3
"""When a pager is asked, and what it is given, on a terminal of 24 lines: check_pager.py BINARY"""
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time

failed = passed = 0


def check(ok, what):
    global failed, passed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAILED:", what)


def log_of(senders):
    lines = []
    for n in range(senders):
        head, pid, queue = f"Nov 21 10:{n // 60:02}:{n % 60:02} mail postfix/", 1000 + n, f"4abcd{n:05X}"
        lines += [f"{head}smtpd[{pid}]: connect from c.example[192.0.2.7]",
                  f"{head}smtpd[{pid}]: {queue}: client=c.example[192.0.2.7], sasl_method=PLAIN, "
                  f"sasl_username=user{n}@a.example",
                  f"{head}qmgr[1]: {queue}: from=<user{n}@a.example>, size=100, nrcpt=1 (queue active)",
                  f"{head}qmgr[1]: {queue}: removed",
                  f"{head}smtpd[{pid}]: disconnect from c.example[192.0.2.7] ehlo=1 auth=1 mail=1 rcpt=1 "
                  f"data=1 quit=1 commands=6"]
    return "\n".join(lines) + "\n"


def on_terminal(command, variables, folder):
    """(what the terminal of 24 lines and 80 columns got, status)."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm", "LINES": "",
                   "SMTPTALLY_SYSTEM_CONFIG": ""} | variables
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=subprocess.DEVNULL, cwd=folder,
                               env=environment, start_new_session=True)
    os.close(slave)
    shown = b""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([master], [], [], 0.1)[0]:
            try:
                part = os.read(master, 65536)
            except OSError:  # The last one that had the terminal open is gone.
                break
            if not part:
                break
            shown += part
        elif process.poll() is not None:
            break
    try:
        status = process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        status = process.wait()
    os.close(master)
    return shown.replace(b"\r\n", b"\n").decode(), status


def main():
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        for name, senders in (("long.log", 60), ("short.log", 2), ("much.log", 3000)):
            with open(os.path.join(folder, name), "w", encoding="ascii") as file:
                file.write(log_of(senders))
        paged = os.path.join(folder, "paged")

        def run(*arguments, log="long.log", **variables):
            """(terminal, what the pager got or None, status)."""
            if os.path.exists(paged):
                os.remove(paged)
            shown, status = on_terminal([binary, *arguments, log, "--year", "2026", "--color", "never"],
                                        variables, folder)
            got = open(paged, encoding="utf-8").read() if os.path.exists(paged) else None
            return shown, got, status

        keep = "cat >paged"
        shown, plain, status = run("tls", "--no-pager", PAGER=keep)
        check(status == 0 and plain is None and "user59@a.example" in shown, "--no-pager shows it at once")
        whole = shown
        shown, got, status = run("tls", PAGER=keep)
        check(status == 0 and got == whole and shown == "", "a long page goes to $PAGER, whole")
        shown, got, status = run("tls", SMTPTALLY_PAGER=keep, PAGER="false")
        check(status == 0 and got == whole, "$SMTPTALLY_PAGER is stronger")
        shown, got, status = run("tls", SMTPTALLY_PAGER="", PAGER=keep)
        check(status == 0 and got is None and shown == whole, "an empty $SMTPTALLY_PAGER means none")
        shown, got, status = run("tls", PAGER="cat")
        check(status == 0 and shown == whole, "cat shows all")
        shown, got, status = run("tls", log="short.log", PAGER=keep)
        check(status == 0 and got is None and "user1@a.example" in shown, "a short page needs none")
        shown, got, status = run("tls", PAGER="/nonexistent/pager")
        check(status == 0 and shown == whole, "where the pager is missing, the page is shown all the same")
        shown, got, status = run("tls", PAGER="head -n 1")
        check(status == 0 and shown == whole.split("\n")[0] + "\n", "a pager that ends early is no failure")
        shown, got, status = run("tls", log="much.log", PAGER="head -n 1")
        check(status == 0 and shown.count("\n") == 1, "nor is one that leaves more than a pipe holds")
        shown, got, status = run("tls", PAGER="exit 3")
        check(status == 0, "nor is one that fails")
        shown, got, status = run("tls", PAGER=keep, TERM="dumb")
        check(status == 0 and got is None and shown == whole, "a dumb terminal has none")
        for form in ("csv", "json", "ndjson", "markdown"):
            shown, got, status = run("tls", "--format", form, PAGER=keep)
            check(status == 0 and got is None and "user59@a.example" in shown, f"{form} has none")
        shown, got, status = run("tls", "-o", "written.txt", PAGER=keep)
        written = open(os.path.join(folder, "written.txt"), encoding="utf-8").read()
        check(status == 0 and got is None and shown == "" and "user59@a.example" in written, "-o has none")
        piped = subprocess.run([binary, "tls", "long.log", "--year", "2026"], cwd=folder, capture_output=True,
                               env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PAGER": keep,
                                    "SMTPTALLY_SYSTEM_CONFIG": ""}, stdin=subprocess.DEVNULL, timeout=60)
        check(piped.returncode == 0 and b"user59@a.example" in piped.stdout and not os.path.exists(paged),
              "a pipe has none")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
