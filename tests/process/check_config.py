#!/usr/bin/env python3
"""Which config file is read, by whom, and what is stronger: check_config.py BINARY"""
import os
import re
import subprocess
import sys
import tempfile

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
failed = passed = 0


def check(ok, what):
    global failed, passed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAILED:", what)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def main():
    binary = os.path.abspath(sys.argv[1])

    def run(*arguments, **variables):
        done = subprocess.run([binary, *arguments], env=ENVIRONMENT | variables, timeout=60, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    def jobs(*arguments, **variables):
        """(value, where it comes from, which file was read)."""
        status, out, err = run("config", *arguments, **variables)
        found = re.search(r"^jobs +(.+?)  +(.+)$", out, re.M)
        read = re.search(r"^read: (.+)$", out, re.M)
        check(status == 0 and found and read, f"config {arguments}: {status} {err}")
        return (found[1], found[2], read[1]) if found and read else ("", "", "")

    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)

        xdg, home, system = path("xdg"), path("home"), path("etc/smtptally.toml")
        places = {"XDG_CONFIG_HOME": xdg, "HOME": home, "SMTPTALLY_SYSTEM_CONFIG": system}
        of_xdg = os.path.join(xdg, "smtptally/config.toml")
        of_home = os.path.join(home, ".config/smtptally/config.toml")

        check(jobs(**places) == ("one a core", "default", f"no file; there is none of {of_xdg}, {system}"),
              "no file at all")
        write(system, "[defaults]\njobs = 1\n")
        check(jobs(**places) == ("1", f"{system}:2:1", system), "the file of the system")
        write(of_home, "[defaults]\njobs = 2\n")
        check(jobs(**places)[0] == "1", "HOME does not count beside XDG_CONFIG_HOME")
        check(jobs(**places | {"XDG_CONFIG_HOME": ""}) == ("2", f"{of_home}:2:1", of_home), "the file in HOME")
        check(jobs(**places | {"XDG_CONFIG_HOME": "xdg"})[0] == "2", "a relative XDG_CONFIG_HOME is none")
        write(of_xdg, "# a comment\n[defaults]\n  jobs = 3\n")
        check(jobs(**places) == ("3", f"{of_xdg}:3:3", of_xdg), "the file in XDG_CONFIG_HOME")
        check(jobs("--no-config", **places) == ("one a core", "default", "no file"), "--no-config")
        named = write(path("own.toml"), "[defaults]\njobs = 4\n")
        for words in (["--config", named], [f"--config={named}"]):
            check(jobs(*words, **places) == ("4", f"{named}:2:1", named), words)
        check(jobs(**places, SMTPTALLY_JOBS="5")[:2] == ("5", "SMTPTALLY_JOBS"), "a variable")
        check(jobs("--jobs", "6", **places, SMTPTALLY_JOBS="5")[:2] == ("6", "command line"), "an option")
        check(jobs("--no-config", **places, SMTPTALLY_JOBS="5")[0] == "5", "--no-config leaves variables")

        # A file that is there and can not be read is an error, whatever stands behind it.
        status, out, err = run("tls", "--config", path("none.toml"), "-", **places)
        check(status == 2 and not out and f"{path('none.toml')}: it could not be read: No such" in err, err)
        os.remove(of_xdg)
        os.mkdir(of_xdg)
        status, out, err = run("config", **places)
        check(status == 2 and f"{of_xdg}: it could not be read: Is a directory" in err, err)
        check(run("--help", **places)[0] == 0 and run("--version", **places)[0] == 0, "help all the same")
        os.rmdir(of_xdg)

        write(of_xdg, "[defaults]\njbos = 3\n")
        status, out, err = run("tls", "-", **places)
        check(status == 2 and out == "" and err == f"smtptally: {of_xdg}:2:1: there is no option 'jbos'; did you "
              "mean jobs?\nTry 'smtptally --help'.\n", f"file:line:column: {err}")

        write(of_xdg, "[presets.weekly]\nhelp = 'old \\u001b[31mTLS'\nrows = 'day'\n")
        status, out, err = run("--help", **places)
        check(status == 0 and f"\nYour own commands, of {of_xdg}:\n  weekly " in out and "\x1b" not in out, out)
        write(of_xdg, "[presets.weekly]\nhelp = \"old \\u001b[31mTLS\"\nrows = 'day'\n")
        check("\n  weekly    old \\x1b[31mTLS\n" in run("--help", **places)[1], run("--help", **places)[1][:2000])

        if os.geteuid() == 0:  # Who may give a file away, and whom it must not lead.
            os.chown(of_xdg, 12345, 12345)
            status, out, err = run("config", **places)
            check(status == 2 and "it belongs to user 12345, and this runs as user 0" in err, err)
            check(run("config", "--no-config", **places)[0] == 0, "--no-config reads nothing of it")

    if not os.path.lexists("/etc/smtptally.toml"):
        check(jobs()[2] == "no file; there is none of /etc/smtptally.toml", "the system's is in /etc")
    print(f"{passed} passed, {failed} failed")
    return bool(failed)


sys.exit(main())
