#!/usr/bin/env python3
"""samples/clickhouse on two servers as shards, Debian's clickhouse-server: check_shards.py SMTPTALLY

Each server holds one source; a query asks both. Ends with 77 where the server is not installed."""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import clickhouse_checks
import tables

CONFIG = """<yandex>
  <logger><level>warning</level><log>{folder}/log</log><errorlog>{folder}/errors</errorlog></logger>
  <tcp_port>{port}</tcp_port> <listen_host>127.0.0.1</listen_host> <mark_cache_size>100000000</mark_cache_size>
  <path>{folder}/data/</path> <tmp_path>{folder}/tmp/</tmp_path> <users_config>{folder}/users.xml</users_config>
  <default_profile>default</default_profile> <default_database>default</default_database>
  <remote_servers><mail>{shards}</mail></remote_servers>
</yandex>
"""
SHARD = "<shard><replica><host>127.0.0.1</host><port>{}</port></replica></shard>"
USERS = """<yandex><profiles><default/></profiles><quotas><default/></quotas><users><default><password></password>
<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users></yandex>
"""


def free_ports(number):
    sockets = [socket.socket() for _ in range(number)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start(folder, port, ports):
    os.makedirs(os.path.join(folder, "data"))
    os.makedirs(os.path.join(folder, "tmp"))
    with open(os.path.join(folder, "users.xml"), "w") as file:
        file.write(USERS)
    with open(os.path.join(folder, "config.xml"), "w") as file:
        file.write(CONFIG.format(folder=folder, port=port, shards="".join(SHARD.format(one) for one in ports)))
    with open(os.path.join(folder, "out"), "w") as out:
        return subprocess.Popen(["clickhouse-server", f"--config-file={folder}/config.xml"], stdout=out, stderr=out,
                                cwd=folder)


def with_values(sql, since, until, zone):
    """The query with its values, which this old server takes as text only: what samples/clickhouse/README.md shows."""
    sql = re.sub(r"\{since:Date\}", f"toDate('{since}')", re.sub(r"\{until:Date\}", f"toDate('{until}')", sql))
    return re.sub(r"\{zone:String\}", f"'{zone}'", sql).rstrip().rstrip(";")


def check(binary, folder, ports, checks):
    client = "clickhouse-client --host 127.0.0.1 --port {}"

    def run(port, *arguments, text=""):
        ran = subprocess.run([*client.format(port).split(), *arguments], input=text, capture_output=True, text=True,
                             timeout=300)
        checks.that(ran.returncode == 0, f"the server runs {arguments}: {ran.stderr}")
        return ran.stdout

    def ask(names, since, until, zone):
        answers = []
        for name in names:
            with open(os.path.join(clickhouse_checks.SAMPLE, name + ".sql")) as file:
                sql = with_values(file.read(), since, until, zone)
            answers.append(run(ports[0], "--database", "smtptally_all", "--format", "CSVWithNames", "--query", sql))
        return answers

    sample = clickhouse_checks.SAMPLE
    schema = subprocess.run(["sed", "-f", os.path.join(sample, "debian12.sed"), os.path.join(sample, "schema.sql")],
                            capture_output=True, text=True, check=True).stdout
    for port in ports:
        run(port, "--multiquery", text=schema)
        with open(os.path.join(sample, "shards.sql")) as file:
            run(port, "--multiquery", text=file.read())
    print("clickhouse-server", run(ports[0], "--query", "SELECT version()").strip())
    clients = {"mx1": client.format(ports[0]), "mx-2.example": client.format(ports[1])}
    clickhouse_checks.Clickhouse(checks, binary, ask, clients, folder).run()
    for port in ports:
        sources = run(port, "--query", "SELECT DISTINCT source FROM smtptally.messages").split()
        checks.that(len(sources) == 1, f"each server holds one source: {sources}")


def main():
    if not shutil.which("clickhouse-server") or not shutil.which("clickhouse-client"):
        print("skipped: clickhouse-server is not installed")
        return 77
    checks, servers = tables.Checks(), []
    with tempfile.TemporaryDirectory() as folder:
        # What killed loads leave goes with it.
        os.environ["TMPDIR"] = folder
        ports = free_ports(2)
        try:
            for number, port in enumerate(ports):
                servers.append(start(os.path.join(folder, f"server{number}"), port, ports))
            for port in ports:
                for _ in range(100):
                    with socket.socket() as one:
                        if one.connect_ex(("127.0.0.1", port)) == 0:
                            break
                    time.sleep(0.2)
            check(os.path.abspath(sys.argv[1]), folder, ports, checks)
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait(60)
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
