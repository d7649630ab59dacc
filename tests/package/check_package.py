#!/usr/bin/env python3
"""Makes the .deb of a build and looks at it: check_package.py BUILD_DIR SOURCE_DIR

Asks lintian, too, where it is installed. Ends with 77 where Debian's tools are missing."""
import email
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile


def output(*command):
    return subprocess.run(command, capture_output=True, check=True, timeout=600).stdout


def main():
    build, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    for tool in ("cpack", "dpkg-deb", "dpkg-shlibdeps"):
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed")
            return 77
    failed = passed = 0

    def check(fine, what):
        nonlocal failed, passed
        passed, failed = passed + bool(fine), failed + (not fine)
        if not fine:
            print("FAILED:", what)

    def sources(name):
        with open(os.path.join(source, name), "rb") as file:
            return file.read()

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["cpack", "-G", "DEB", "-B", folder], cwd=build, check=True, timeout=600,
                       stdout=subprocess.DEVNULL)
        packages = [name for name in os.listdir(folder) if name.endswith(".deb")]
        check(len(packages) == 1, f"there is one package: {packages}")
        package = os.path.join(folder, packages[0])
        version = re.fullmatch(r"smtptally_(.+)_[a-z0-9]+\.deb", packages[0]).group(1)

        control = email.message_from_bytes(output("dpkg-deb", "--field", package))
        check(control["Version"] == version, f"the version is that of the name: {control['Version']}")
        depends = re.split(r"[ ,]+", control["Depends"])
        for needed in ("tzdata", "libc6", "libstdc++6", "zlib1g"):
            check(needed in depends, f"it depends on {needed}")
        check(len(control["Description"].splitlines()) > 3, "it has a long description")

        root = os.path.join(folder, "root")
        output("dpkg-deb", "--extract", package, root)

        def installed(path):
            try:
                with open(os.path.join(root, path), "rb") as file:
                    return file.read()
            except FileNotFoundError:
                return b""

        manuals = [name for name in sorted(os.listdir(os.path.join(source, "man"))) if name.endswith(".1")]
        check(len(manuals) >= 10, f"there are manuals: {manuals}")
        for path, name in [("usr/share/doc/smtptally/changelog.gz", "CHANGELOG.md")] + [
                (f"usr/share/man/man1/{name}.gz", f"man/{name}") for name in manuals]:
            packed = installed(path)
            check(packed and gzip.decompress(packed) == sources(name), f"{path} is {name}")
            # No name (flags), no time.
            check(packed[3:8] == bytes(5), f"{path} is packed without name and time")
        log = gzip.decompress(installed("usr/share/doc/smtptally/changelog.Debian.gz")).decode()
        check(log.startswith(f"smtptally ({version}) "), f"the changelog begins with the version: {log}")
        for path, name in (("usr/share/doc/smtptally/copyright", "LICENSE"),
                           ("usr/share/doc/smtptally/README.md", "README.md"),
                           ("usr/share/smtptally/report.schema.json", "src/format/report.schema.json"),
                           ("usr/share/bash-completion/completions/smtptally", "src/completions/smtptally.bash"),
                           ("usr/share/zsh/vendor-completions/_smtptally", "src/completions/_smtptally"),
                           ("usr/share/fish/vendor_completions.d/smtptally.fish", "src/completions/smtptally.fish"),
                           ("usr/lib/systemd/system/smtptally-collect.service", "samples/systemd/smtptally-collect.service"),
                           ("usr/lib/systemd/system/smtptally-collect.timer", "samples/systemd/smtptally-collect.timer"),
                           ("usr/lib/systemd/system/smtptally-report.service", "samples/systemd/smtptally-report.service"),
                           ("usr/lib/systemd/system/smtptally-report.timer", "samples/systemd/smtptally-report.timer"),
                           ("usr/lib/sysusers.d/smtptally.conf", "samples/systemd/smtptally.conf"),
                           ("usr/share/doc/smtptally/samples/clickhouse/load.sh", "samples/clickhouse/load.sh"),
                           ("usr/share/doc/smtptally/samples/clickhouse/tls.sql", "samples/clickhouse/tls.sql"),
                           ("usr/share/doc/smtptally/samples/duckdb/query.mjs", "samples/duckdb/query.mjs"),
                           ("usr/share/doc/smtptally/samples/parallel/across_hosts.sh", "samples/parallel/across_hosts.sh"),
                           ("usr/share/doc/smtptally/samples/slurm/part.sbatch", "samples/slurm/part.sbatch"),
                           ("usr/share/doc/smtptally/samples/logrotate/smtptally", "samples/logrotate/smtptally")):
            check(installed(path) == sources(name), f"{path} is {name}")
        wanted = [name for _, folders, _ in os.walk(root) for name in folders if name.endswith(".wants")]
        check(not wanted, f"no unit is enabled: {wanted}")
        with open(os.path.join(source, "src/po/LINGUAS"), encoding="utf-8") as file:
            languages = re.findall(r"^[a-z]+$", file.read(), re.M)
        for language in languages if shutil.which("msgfmt") else ():
            catalogue = installed(f"usr/share/locale/{language}/LC_MESSAGES/smtptally.mo")
            check(catalogue[:4] == b"\xde\x12\x04\x95", f"there is a catalogue of {language}")
            said = output("env", "-i", f"LANG={language}.UTF-8", os.path.join(root, "usr/bin/smtptally"),
                          "--version").decode()
            check("reads gzip" not in said, f"the installed program finds that of {language}: {said}")
        said = output("env", "LC_ALL=C", os.path.join(root, "usr/bin/smtptally"), "--version").decode()
        check(said.split()[:2] == ["smtptally", version.split("-")[0]], f"the program in it runs: {said}")

        if shutil.which("lintian"):
            done = subprocess.run(["lintian", "--allow-root", package], capture_output=True, text=True,
                                  timeout=600, check=False)
            check(done.returncode == 0 and not done.stdout, f"lintian says:\n{done.stdout}{done.stderr}")
        else:
            print("lintian is not installed: it was not asked")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
