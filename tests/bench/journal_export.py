#!/usr/bin/env python3
"""A Postfix log (RFC 3339 stamps) as the export of the journal that journald would have made of it: journal_export.py <LOG >EXPORT

With the fields that journald adds, of which each process has its own."""
import datetime
import re
import sys

LINE = re.compile(rb"(\S+) (\S+) ([^\[: ]+)\[(\d+)\]: (.*)\n")


def main():
    out, times, serial = sys.stdout.buffer, {}, 0
    start = None
    for line in sys.stdin.buffer:
        found = LINE.match(line)
        if not found:
            continue
        stamp, host, tag, pid, text = found.groups()
        second = times.get(stamp[:19])
        if second is None:
            times.clear()
            moment = datetime.datetime.fromisoformat(stamp.decode().replace("Z", "+00:00"))
            second = times[stamp[:19]] = int(moment.replace(microsecond=0).timestamp()) * 1000000
        digits = re.match(rb"\.(\d+)", stamp[19:])
        micros = second + (int(digits[1].ljust(6, b"0")[:6]) if digits else 0)
        serial += 1
        start = start or micros
        program = tag.rpartition(b"/")[2]
        out.write(b"__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n_BOOT_ID=4e1b1c0a2f3d4c5b8a9b0c1d2e3f4a5b\n"
                  b"_TRANSPORT=syslog\n_MACHINE_ID=0123456789abcdef0123456789abcdef\n_HOSTNAME=%s\nPRIORITY=6\nSYSLOG_FACILITY=2\n"
                  b"SYSLOG_IDENTIFIER=%s\nSYSLOG_PID=%s\n_PID=%s\n_UID=102\n_GID=103\n_COMM=%s\n_EXE=/usr/lib/postfix/sbin/%s\n"
                  b"_SYSTEMD_CGROUP=/system.slice/system-postfix.slice/postfix@-.service\n_SYSTEMD_UNIT=postfix@-.service\n"
                  b"_SYSTEMD_SLICE=system-postfix.slice\n_SOURCE_REALTIME_TIMESTAMP=%d\nMESSAGE=%s\n\n"
                  % (micros, micros - start + 1, host, tag, pid, pid, program, program, micros, text))


if __name__ == "__main__":
    main()
