#!/usr/bin/env python3
"""See merge.sh."""
import argparse
import datetime
import os
import statistics
import subprocess
import sys
import tempfile
import time

START = datetime.date(2026, 1, 1)
ROUNDS = 9
HOURS = 24


def measured(command, environment):
    """Seconds on the clock, seconds of processor time, and the most memory in MiB of a command that ends well."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit('%s ended with status %d' % (command, child.returncode))
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def hours_of(stream, most):
    """The lines of each hour of a log whose lines begin with RFC 3339 stamps."""
    hour, lines, count = b'', [], 0
    for line in stream:
        if line[:13] != hour:
            if lines:
                yield b''.join(lines)
                count += 1
                if count == most:
                    return
            hour, lines = line[:13], []
        lines.append(line)
    if lines:
        yield b''.join(lines)


class Bench:
    def __init__(self, arguments, folder):
        self.binary, self.view = arguments.binary, arguments.view.split()
        self.folder = folder
        self.environment = dict(os.environ, TZ='UTC', LC_ALL='C', SMTPTALLY_SYSTEM_CONFIG='', XDG_CONFIG_HOME='/nonexistent')

    def path(self, name):
        return os.path.join(self.folder, name)

    def partial(self, log, part):
        command = [self.binary, *self.view, '--partial', '-o', part, log]
        return measured(command, self.environment)[1]

    def report(self, *inputs):
        command = [self.binary, *inputs, '--format', 'csv']
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def merge(self, title, parts, rounds):
        command = [self.binary, 'merge', *parts, *self.view]
        runs = [measured(command, self.environment) for _ in range(rounds)]
        wall, used = (statistics.median(run[i] for run in runs) for i in (0, 1))
        print('%s: %.1f ms, %.1f ms of processor time (median of %d), %.0f MiB'
              % (title, 1000 * wall, 1000 * used, rounds, max(run[2] for run in runs)), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--parts', type=int, default=1000)
    parser.add_argument('--day-bytes', type=int, default=70_000_000)
    parser.add_argument('--senders', type=int, default=20_000)
    parser.add_argument('--view', default='tls')
    parser.add_argument('binary')
    parser.add_argument('generator')
    arguments = parser.parse_args()
    days = -(-arguments.parts // HOURS)
    with tempfile.TemporaryDirectory(prefix='smtptally-merge-') as folder:
        bench = Bench(arguments, folder)
        generator = subprocess.Popen(
            [arguments.generator, '--days', str(days), '--bytes', str(days * arguments.day_bytes), '--senders',
             str(arguments.senders), '--start', START.isoformat(), '--stamps', 'rfc3339', '--long-ids', '--out', '-'],
            stdout=subprocess.PIPE)
        parts, read, seconds = [], 0, 0.0
        log, day = bench.path('hour.log'), bench.path('day.log')
        for number, lines in enumerate(hours_of(generator.stdout, arguments.parts)):
            with open(log, 'wb') as file:
                file.write(lines)
            with open(day, 'ab') as file:
                if number < HOURS:
                    file.write(lines)
            parts.append(bench.path('%04d.part' % number))
            read += len(lines)
            seconds += bench.partial(log, parts[-1])
        generator.stdout.close()
        generator.wait()
        whole = bench.path('day.part')
        took = bench.partial(day, whole)
        print('a day: %.1f MB of log in %.2f s of processor time, a part of %.2f MB'
              % (os.path.getsize(day) / 1e6, took, os.path.getsize(whole) / 1e6))
        print('%d hours: %.1f MB of log in %.2f s of processor time, parts of %.3f MB each'
              % (len(parts), read / 1e6, seconds, sum(map(os.path.getsize, parts)) / 1e6 / len(parts)))
        bench.merge('merge of the day', [whole], ROUNDS)
        bench.merge('merge of its hours', parts[:HOURS], ROUNDS)
        bench.merge('merge of %d hours' % len(parts), parts, 3)
        exact = (bench.report('merge', *parts[:HOURS], *bench.view) == bench.report(*bench.view, day)
                 == bench.report('merge', whole, *bench.view))
        print('the counts of the day %s' % ('are the same' if exact else 'DIFFER'))
        return 0 if exact else 1


if __name__ == '__main__':
    sys.exit(main())
