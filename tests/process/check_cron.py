#!/usr/bin/env python3
"""Runs the entries of samples/cron as cron does: check_cron.py BINARY

With the environment that the crontab sets and nothing else, by /bin/sh, at a time of its own."""
import email
import email.policy
import os
import re
import subprocess
import sys
import tempfile

BINARY = os.path.abspath(sys.argv[1])
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(SOURCE, "tests", "screens"))
import sample_log

problems = checks = 0


def check(name, good, told=""):
    global problems, checks
    checks, problems = checks + 1, problems + (not good)
    if not good:
        print(f"FAILED: {name}: {told}")


def read_crontab(path):
    """(variables, commands): crontab(5), the form of /etc/cron.d."""
    variables, commands = {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            setting = re.fullmatch(r"(\w+)=(.*)", line)
            if setting:
                variables[setting[1]] = setting[2]
                continue
            entry = re.fullmatch(r"\S+ \S+ \S+ \S+ \S+ +(\w+) +(.*)", line)
            check(f"an entry has five times, a user and a command: {line}", entry)
            check(f"each % has a backslash: {line}", not re.search(r"(?<!\\)%", entry[2]))
            commands.append(entry[2].replace("\\%", "%"))
    return variables, commands


def main():
    variables, commands = read_crontab(os.path.join(SOURCE, "samples", "cron", "smtptally"))
    with tempfile.TemporaryDirectory() as folder:
        def script(name, text):
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\n" + text)
            os.chmod(path, 0o700)
        # The program under its own name, and a clock that stands in the sample.
        script("smtptally", f"exec '{BINARY}' --no-config --now \"${{NOW:-2026-11-28 06:25}}\" \"$@\"\n")
        script("sendmail", f"cat >'{folder}/mail'\n")
        script("date", "exec /usr/bin/date -d '2026-11-27 06:25' \"+%F\"\n")
        with open(os.path.join(folder, "mail.log"), "w", encoding="utf-8") as file:
            file.write(sample_log.sample_log())
        environment = {**variables, "HOME": "/", "LOGNAME": "root", "LOG": os.path.join(folder, "mail.log"),
                       "PATH": folder + ":/usr/bin:/bin"}
        for command in commands:
            command = command.replace("/var/lib/smtptally", folder).replace("--mail-to", f"--sendmail {folder}/sendmail --mail-to")
            done = subprocess.run(["/usr/bin/env", "-i", *(f"{k}={v}" for k, v in environment.items()), "/bin/sh", "-c", command],
                                  cwd="/", capture_output=True, timeout=120)
            check(f"it runs: {command}", done.returncode == 0, done)
            check(f"it is silent, so that cron mails nothing: {command}", not done.stdout and not done.stderr, done)
        alarm = next(c for c in commands if "unusual" in c)
        taken = subprocess.run(["/usr/bin/env", "-i", *(f"{k}={v}" for k, v in environment.items()),
                                f"LOG={SOURCE}/samples/takeover.log.gz", "NOW=2026-11-19", "/bin/sh", "-c", alarm],
                               cwd="/", capture_output=True, text=True, timeout=120)
        check("the alarm says who was taken over", "!! anna@example.org" in taken.stdout, taken)
        written = [name for name in os.listdir(folder) if re.fullmatch(r"tls-2026-11-27\.csv", name)]
        check("the CSV of the day", written, os.listdir(folder))
        if written:
            with open(os.path.join(folder, written[0]), encoding="utf-8") as file:
                check("it has the senders of the day", file.readline().startswith("sender,domain,messages,tls1_0,") and
                      "scanner@example.org" in file.read())
        with open(os.path.join(folder, "mail"), "rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        check("the mail of the week", message["Subject"].endswith("2026-11-21 to 2026-11-28"), message["Subject"])
        check("its files", len(list(message.iter_attachments())) == 2)
    print(f"{checks} checks, {problems} failed")
    return 1 if problems or len(commands) < 2 else 0


sys.exit(main())
