#!/usr/bin/env python3
"""See history.sh."""
import argparse
import datetime
import os
import resource
import statistics
import subprocess
import sys
import tempfile

START = datetime.date(2026, 1, 1)
ROUNDS = 5


def seconds(command, environment):
    """The processor time of a command, which must end well."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def week_of(line):
    return (datetime.date.fromisoformat(line[:10].decode()) - START).days // 7


def weeks_of(stream, folder):
    """Splits a log whose lines begin with a date into files of seven days."""
    number, week, rest = 0, open(os.path.join(folder, 'mail-00.log'), 'wb'), b''
    while block := stream.read(1 << 22):
        lines, newline, rest = (rest + block).rpartition(b'\n')
        lines += newline
        if week_of(lines[lines.rfind(b'\n', 0, -1) + 1:]) == number:
            week.write(lines)
            continue
        for line in lines.splitlines(keepends=True):
            if week_of(line) > number:
                week.close()
                yield number, week.name
                number = week_of(line)
                week = open(os.path.join(folder, 'mail-%02d.log' % number), 'wb')
            week.write(line)
    week.close()
    yield number, week.name


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--weeks', type=int, default=52)
    parser.add_argument('--week-bytes', type=int, default=500_000_000)
    parser.add_argument('--senders', type=int, default=20_000)
    parser.add_argument('--keep', default='90d')
    parser.add_argument('binary')
    parser.add_argument('generator')
    arguments = parser.parse_args()
    environment = dict(os.environ, TZ='UTC', LC_ALL='C', SMTPTALLY_SYSTEM_CONFIG='', XDG_CONFIG_HOME='/nonexistent')
    with tempfile.TemporaryDirectory(prefix='smtptally-history-') as folder:
        history, truth = os.path.join(folder, 'history.db'), os.path.join(folder, 'truth.csv')
        generator = subprocess.Popen(
            [arguments.generator, '--days', str(7 * arguments.weeks), '--bytes', str(arguments.weeks * arguments.week_bytes),
             '--senders', str(arguments.senders), '--start', START.isoformat(), '--stamps', 'rfc3339', '--long-ids',
             '--out', '-', '--truth', truth], stdout=subprocess.PIPE)
        ratios = []
        collect = None
        for number, log in weeks_of(generator.stdout, folder):
            now = (START + datetime.timedelta(days=7 * (number + 1))).isoformat()
            collect = [arguments.binary, 'collect', '--quiet', '--db', history, '--keep', arguments.keep, '--now', now, log]
            tls = seconds([arguments.binary, 'tls', '--jobs', '1', '--format', 'csv', log], environment)
            collected = seconds(collect, environment)
            ratios.append(collected / tls)
            size = os.path.getsize(history) / 1e6
            print('week %2d: tls %.2f s, collect %.2f s, history %.0f MB' % (number + 1, tls, collected, size), flush=True)
            if number > 0:
                os.unlink(last)  # The generator may end some weeks early.
            last, now_last = log, now
        generator.wait()
        print('collect against tls, median of %d: %.1f' % (len(ratios), statistics.median(ratios)))
        for name, command in [
                ('nothing new', collect),
                ('summary, 7 days', [arguments.binary, 'summary', '--last', '7d', '--now', now_last, '--db', history]),
                ('days, 90 days', [arguments.binary, 'days', '--last', '90d', '--now', now_last, '--db', history]),
                ('tls, all', [arguments.binary, 'tls', '--since', START.isoformat(), '--now', now_last, '--db', history])]:
            times = sorted(seconds(command, environment) for _ in range(ROUNDS))
            print('%s: %.3f s (median of %d, processor time)' % (name, times[ROUNDS // 2], ROUNDS), flush=True)
        report = subprocess.run([arguments.binary, 'tls', '--format', 'csv', '--since', START.isoformat(), '--now', now_last, '--db', history],
                                env=environment, check=True, capture_output=True, text=True).stdout
        exact = sorted(report.splitlines()) == sorted(open(truth).read().splitlines())
        print('the counts %s those of the generator' % ('are' if exact else 'DIFFER from'))
        return 0 if exact else 1


if __name__ == '__main__':
    sys.exit(main())
