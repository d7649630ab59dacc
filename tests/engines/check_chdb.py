#!/usr/bin/env python3
"""samples/clickhouse with the current engine, npm's chdb: check_chdb.py SMTPTALLY FOLDER

FOLDER has the npm packages. Every number equals the command line's; repeated, killed and late loads change none."""
import os
import subprocess
import sys
import tempfile

import clickhouse_checks
import tables


def main():
    binary, packages = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    checks = tables.Checks()
    with tempfile.TemporaryDirectory() as folder:
        # What killed loads leave goes with it.
        os.environ["TMPDIR"] = folder
        os.environ.update(ENGINES_FOLDER=packages, CHDB_FOLDER=os.path.join(folder, "data"))
        client = f"node {os.path.join(clickhouse_checks.HERE, 'chdb_client.mjs')}"

        def run(*arguments, text=""):
            ran = subprocess.run([*client.split(), *arguments], input=text, capture_output=True, text=True, timeout=300)
            checks.that(ran.returncode == 0, f"the engine runs {arguments}: {ran.stderr}")
            return ran.stdout

        def ask(names, since, until, zone):
            files = [word for name in names for word in ("--queries-file", os.path.join(clickhouse_checks.SAMPLE, name + ".sql"))]
            answers = run("--database", "smtptally", "--param_since", since, "--param_until", until, "--param_zone", zone,
                          *files).split("\f\n")[:-1]
            checks.that(len(answers) == len(names), "each query has an answer")
            return answers

        with open(os.path.join(clickhouse_checks.SAMPLE, "schema.sql")) as file:
            run("--multiquery", text=file.read())
        print("chdb", run("--query", "SELECT version() AS version").split()[1])
        clickhouse_checks.Clickhouse(checks, binary, ask, {"mx1": client, "mx-2.example": client}, folder).run()
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
