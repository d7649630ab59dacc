#!/usr/bin/env python3
"""The units of samples/systemd: check_units.py BINARY

systemd-analyze reads them and rates their settings; their commands run; and where this is root with
unshare and setpriv, they run within the mounts, groups and capabilities that the units set, as far as
these are that: seccomp filters are systemd's own. Ends with 77 where systemd-analyze is missing."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

BINARY = os.path.abspath(sys.argv[1])
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
UNITS = os.path.join(SOURCE, "samples", "systemd")
NAMES = ["smtptally-collect.service", "smtptally-collect.timer", "smtptally-report.service", "smtptally-report.timer"]
# Tenths of systemd's exposure, 0 to 100.
MOST_EXPOSED = {"smtptally-collect.service": 10, "smtptally-report.service": 60}
# systemd.exec(5): each of these may imply NoNewPrivileges=, and then setgid means nothing.
NO_NEW_PRIVILEGES = ["NoNewPrivileges", "DynamicUser", "LockPersonality", "MemoryDenyWriteExecute", "PrivateDevices", "ProtectClock",
                     "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "RestrictAddressFamilies",
                     "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "SystemCallArchitectures", "SystemCallFilter",
                     "SystemCallLog"]
sys.path.insert(0, os.path.join(SOURCE, "tests", "screens"))
import sample_log

problems = checks = 0


def check(name, good, told=""):
    global problems, checks
    checks, problems = checks + 1, problems + (not good)
    if not good:
        print(f"FAILED: {name}: {told}")


def unit(name):
    with open(os.path.join(UNITS, name), encoding="utf-8") as file:
        return file.read()


def settings(text):
    return re.findall(r"^([A-Za-z]+)=(.*)$", text, re.M)


def command_of(name):
    return dict(settings(unit(name)))["ExecStart"]


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL, **more)


def analyzed(folder):
    """The units with the program of this build, which is where they look for it."""
    for name in NAMES:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(unit(name).replace("/usr/bin/smtptally ", f"{BINARY} "))
    paths = [os.path.join(folder, name) for name in NAMES]
    done = run(["systemd-analyze", "verify", "--man=no", *paths])
    check("systemd-analyze verify says nothing", done.returncode == 0 and not done.stdout + done.stderr, done)
    for name, most in MOST_EXPOSED.items():
        done = run(["systemd-analyze", "security", "--offline=true", f"--threshold={most}", "--no-pager", os.path.join(folder, name)])
        rating = re.search(r"Overall exposure level for .*: (.*)", done.stdout)
        check(f"{name} is at most {most / 10} exposed", done.returncode == 0 and rating, done.stdout[-300:] + done.stderr)
        print(f"{name}: {rating[1] if rating else '?'}")


def settings_fit():
    collect, report = settings(unit("smtptally-collect.service")), settings(unit("smtptally-report.service"))
    check("collect gets no privileges", ("NoNewPrivileges", "yes") in collect and ("CapabilityBoundingSet", "") in collect)
    check("and no network", ("PrivateNetwork", "yes") in collect and ("RestrictAddressFamilies", "none") in collect)
    check("it may read logs", any(key == "SupplementaryGroups" and "adm" in value.split() for key, value in collect))
    for key, _ in report:
        check(f"report may start what is setgid: {key}", key not in NO_NEW_PRIVILEGES)
    for name, text in (("collect", collect), ("report", report)):
        check(f"{name} writes where it may", ("ProtectSystem", "strict") in text and ("StateDirectory", "smtptally") in text)
        check(f"{name} is of the user of sysusers", ("User", "smtptally") in text)
    check("sysusers has that user", re.search(r"^u smtptally - ", unit("smtptally.conf"), re.M))


def commands_run(folder):
    """Returns the commands with the places of this test."""
    log = os.path.join(folder, "mail.log")
    for name in (log, log + ".1"):  # An empty one is a log, too.
        with open(name, "w", encoding="utf-8") as file:
            file.write(sample_log.sample_log() if name == log else "")
    sendmail = os.path.join(folder, "sendmail")
    with open(sendmail, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n{folder}/group >{folder}/state/group\ncat >{folder}/state/mail\n")
    os.chmod(sendmail, 0o755)
    shutil.copy(BINARY, os.path.join(folder, "smtptally"))  # Where each user can reach it.
    made = {}
    for name in ("collect", "report"):
        command = command_of(f"smtptally-{name}.service").replace("/usr/bin/smtptally", f"{folder}/smtptally", 1)
        command = command.replace("/var/lib/smtptally", f"{folder}/state").replace("/var/log/mail.log", log)
        made[name] = command.replace(" report ", f" report --now 2026-11-29 --sendmail {sendmail} ")
    return made


def within(folder, text, command):
    """The command as the unit has it run: mounts, groups, capabilities, privileges."""
    keys = dict(settings(text))
    private = ["mount -t tmpfs -o mode=1777 tmpfs /tmp"] if keys.get("PrivateTmp") == "yes" else []
    mounts = [*private, f"mount --bind {folder} {folder}", "mount -o remount,bind,ro /", f"mount -o remount,bind,ro {folder}",
              f"mount --bind {folder}/state {folder}/state", f"mount -o remount,bind,rw {folder}/state"]
    groups = f"--groups={GROUP}" if "SupplementaryGroups" in keys else "--clear-groups"
    bound = "--bounding-set=-all --inh-caps=-all" if keys.get("CapabilityBoundingSet") == "" else ""
    privileges = "--no-new-privs" if keys.get("NoNewPrivileges") == "yes" else ""
    script = " && ".join([*mounts, f"umask {keys['UMask']}",
                          f"exec env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME={folder}/state setpriv --reuid={USER} --regid={USER} {groups} {bound} {privileges} -- {command}"])
    network = ["--net"] if keys.get("PrivateNetwork") == "yes" else []
    return run(["unshare", "--mount", *network, "--propagation", "private", "/bin/sh", "-c", script])


USER, GROUP, SETGID = 61234, 61235, 61236


def run_confined(folder, commands):
    """What root can make of the settings without systemd; false where it can not."""
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("setpriv"):
        return False
    if run(["unshare", "--mount", "--net", "--propagation", "private", "mount", "-o", "remount,bind,ro", "/"]).returncode != 0:
        return False
    os.chmod(folder, 0o755)
    os.chown(os.path.join(folder, "state"), USER, USER)
    for name in ("mail.log", "mail.log.1"):
        os.chown(os.path.join(folder, name), 0, GROUP)
        os.chmod(os.path.join(folder, name), 0o640)
    # As postdrop is: setgid, of a group that its user is not of.
    shutil.copy("/usr/bin/id", os.path.join(folder, "group"))
    os.chown(os.path.join(folder, "group"), 0, SETGID)
    os.chmod(os.path.join(folder, "group"), 0o2755)
    done = within(folder, unit("smtptally-collect.service"), commands["collect"])
    check("collect runs within its settings", done.returncode == 0 and not done.stdout + done.stderr, done)
    done = within(folder, unit("smtptally-collect.service"), f"touch {folder}/mail.log")
    check("and can write no log", done.returncode != 0, done)
    done = within(folder, unit("smtptally-report.service"), commands["report"])
    check("report runs within its settings", done.returncode == 0 and not done.stdout + done.stderr, done)
    with open(os.path.join(folder, "state", "group"), encoding="utf-8") as file:
        text = file.read()
    check("its sendmail may start what is setgid", f"egid={SETGID}" in text, text)
    confined = unit("smtptally-report.service").replace("[Service]", "[Service]\nNoNewPrivileges=yes")
    within(folder, confined, commands["report"])
    with open(os.path.join(folder, "state", "group"), encoding="utf-8") as file:
        text = file.read()
    check("which NoNewPrivileges=yes would not let it", f"egid={SETGID}" not in text, text)
    return True


def main():
    if not shutil.which("systemd-analyze"):
        print("skipped: systemd-analyze is not installed")
        return 77
    settings_fit()
    # Not below /tmp, which the units have for themselves.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        analyzed(folder)
        os.mkdir(os.path.join(folder, "state"))
        commands = commands_run(folder)
        if not run_confined(folder, commands):
            print("not root, or no unshare and setpriv: the commands run without the settings")
            with open(os.path.join(folder, "group"), "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\n")
            os.chmod(os.path.join(folder, "group"), 0o755)
            for name, command in commands.items():
                done = run(["/bin/sh", "-c", command])
                check(f"{name} runs", done.returncode == 0 and not done.stdout + done.stderr, done)
        with open(os.path.join(folder, "state", "mail"), encoding="utf-8") as file:
            check("a mail was sent", re.search(r"^To: postmaster$", file.read(), re.M))
    print(f"{checks} checks, {problems} failed")
    return 1 if problems else 0


sys.exit(main())
