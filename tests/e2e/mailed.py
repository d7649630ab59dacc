"""Mails a report through a real Postfix and reads what was delivered: mailed.py BINARY FOLDER"""
import email
import email.policy
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "screens"))
import sample_log
from server import Postfix

KEEP = """
keep unix - n n - - pipe
  flags=q user=nobody argv=/usr/bin/dd of={box}/mail status=none
"""
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""}


def start(folder):
    server = Postfix(folder, ["anna@example.org"])
    box = os.path.join(folder, "box")
    os.mkdir(box)
    os.chmod(box, 0o777)
    with open(os.path.join(server.config, "master.cf"), "a", encoding="utf-8") as file:
        file.write(KEEP.format(box=box))
    for setting in ("default_transport=keep:", "relay_transport=keep:", "message_size_limit=10240000"):
        server.command(["postconf", "-c", server.config, "-e", setting])
    server.start()
    return server, os.path.join(box, "mail")


def main():
    binary, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.chmod(folder, 0o755)
    log = os.path.join(folder, "sample.log")
    with open(log, "w", encoding="utf-8") as file:
        file.write(sample_log.sample_log())
    report = [binary, "--no-config", "report", "--now", "2026-11-29 06:25", log]
    wrong = []
    server, mail = None, ""
    try:
        server, mail = start(folder)
        sendmail = os.path.join(folder, "sendmail")
        with open(sendmail, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\nexec /usr/sbin/sendmail -C '{server.config}' \"$@\"\n")
        os.chmod(sendmail, 0o755)
        asked = ["--mail-to", "Åsa Berg <asa@far.example>", "--mail-from", "root@example.org", "--subject", "Woche 48: größte Sender"]
        done = subprocess.run([*report, *asked, "--sendmail", sendmail], capture_output=True, env=ENVIRONMENT, timeout=60)
        if done.returncode or done.stdout or done.stderr:
            wrong.append(f"mailing: {done}")
        server.wait_for(lambda: os.path.exists(mail) and server.drained(), "the mail")
    finally:
        if server:
            server.stop()
    with open(mail, "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    for name, want in (("To", "Åsa Berg <asa@far.example>"), ("From", "root@example.org"), ("Subject", "Woche 48: größte Sender"),
                       ("Auto-Submitted", "auto-generated")):
        if str(message[name]) != want:
            wrong.append(f"{name}: {message[name]}")
    wrong += [f"defect: {part.defects}" for part in message.walk() if part.defects]
    for part, options in zip(message.iter_attachments(), (["--format", "html"], ["--format", "csv", "--spreadsheet-safe"])):
        alone = subprocess.run([*report, *options], capture_output=True, env=ENVIRONMENT, timeout=60).stdout
        if part.get_payload(decode=True) != alone or not alone:
            wrong.append(f"{part.get_filename()} is not what {' '.join(options)} writes")
    if wrong:
        print(server.log_text())
    print("\n".join(wrong))
    print(f"mailed: {len(list(message.iter_attachments()))} attachments: {'equal' if not wrong else f'{len(wrong)} differences'}")
    return 1 if wrong or len(list(message.iter_attachments())) != 2 else 0


if __name__ == "__main__":
    sys.exit(main())
