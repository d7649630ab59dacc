#!/usr/bin/env python3
"""Deletes lines of real logs and compares what is left with the whole log: losses.py BINARY [ROUNDS]

Lines go by kind, by process, in a stretch or at random. What the whole log tells is the truth: no
class may contradict it but where a process lost both lines between two sessions of one address.
Reads ../shared/corpus; ends with 77 where the folder is missing."""
import collections
import csv
import io
import os
import random
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.abspath(os.path.join(HERE, "..", "..", "..", "shared", "corpus", "postfix"))
LOGS = [["traps-3.7/maillog.20261121-033956", "traps-3.7/maillog"],
        ["lab-postfix-3.7.11.log"],
        ["lab-postfix-3.11.6.log"]]
KINDS = [rb"TLS connection established", rb"disconnect from", rb": connect from", rb": client=", rb"from=<",
         rb"message-id=", rb"warning", rb"lost connection", rb"to=<", rb"removed"]
SMTPD = re.compile(rb"smtpd\[(\d+)\]")


def events(binary, lines):
    done = subprocess.run([binary, "events", "--format", "csv", "--auth", "any", "-"], input=b"".join(lines),
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""},
                          capture_output=True, timeout=60, check=True)
    return list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "surrogateescape"))))


def process(line):
    found = SMTPD.search(line)
    return found[1] if found else None


def lossy(lines, draw):
    way = draw.randrange(4)
    if way == 0:
        kind, share = re.compile(draw.choice(KINDS)), draw.choice([.05, .3, 1.0])
        return [line for line in lines if not kind.search(line) or draw.random() >= share]
    if way == 1:
        every = sorted({process(line) for line in lines} - {None})
        some = set(draw.sample(every, min(len(every), draw.choice([1, 3]))))
        share = draw.choice([.3, .7, 1.0])
        return [line for line in lines if process(line) not in some or draw.random() >= share]
    if way == 2:
        begin = draw.randrange(len(lines))
        return lines[:begin] + lines[begin + draw.choice([1, 5, 50, 500]):]
    share = draw.choice([.01, .05, .3])
    return [line for line in lines if draw.random() >= share]


def main():
    if not os.path.isdir(CORPUS):
        print("skipped: there is no folder ../shared/corpus/postfix")
        return 77
    binary, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40
    score = collections.Counter()
    for names in LOGS:
        lines = []
        for name in names:
            with open(os.path.join(CORPUS, name), "rb") as log:
                lines += log.read().splitlines(keepends=True)
        truth = collections.defaultdict(set)  # A queue id may be of several messages.
        for row in events(binary, lines):
            truth[row["queue_id"]].add(row["tls"])
        for seed in range(rounds):
            for row in events(binary, lossy(lines, random.Random(seed))):
                classes = truth.get(row["queue_id"], set())
                score["messages"] += 1
                score["invented"] += not classes
                score["kept"] += row["tls"] in classes
                wrong = bool(classes) and row["tls"] != "unknown" and not classes & {row["tls"], "unknown"}
                score["wrong"] += wrong
                if wrong:
                    print(f"{names[0]}, seed {seed}: {row['queue_id']} is {row['tls']}, not {classes}")
    share = {name: 100 * score[name] / score["messages"] for name in ("wrong", "invented", "kept")}
    print(f"{score['messages']} messages: {share['wrong']:.3f} % wrong, {share['invented']:.4f} % invented, "
          f"{share['kept']:.1f} % keep their class")
    return 0 if share["wrong"] <= .1 and share["invented"] <= .01 and share["kept"] >= 80 else 1


sys.exit(main())
