#!/usr/bin/env python3
"""Every counter of --stats is read where it is not zero: check_counters.py BINARY

A row names a counter, its value, and what is run: a golden case with the words of its own command,
or lines that are written for the row. A counter without a row fails."""
import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "..", "golden")
# How far back the join of Exchange reaches is no option; tests/unit/exchange_test.cpp reads this one.
ELSEWHERE = {"join_limit_reached"}

CONNECT = "Nov 20 10:00:01 mail postfix/smtps/smtpd[11]: connect from unknown[192.0.2.9]"
TLS = ("Nov 20 10:00:01 mail postfix/smtps/smtpd[11]: Anonymous TLS connection established from unknown[192.0.2.9]: "
       "{} with cipher ECDHE-RSA-AES256-SHA (256/256 bits)")
CLIENT = ("Nov 20 10:00:0{} mail postfix/smtps/smtpd[11]: {}: client=unknown[192.0.2.9], sasl_method=PLAIN, "
          "sasl_username=anna@example.org")
ACTIVE = "Nov 20 10:00:0{} mail postfix/qmgr[7]: {}: from=<a@example.org>, size=900, nrcpt=1 (queue active)"
DISCONNECT = "Nov 20 10:00:05 mail postfix/smtps/smtpd[11]: disconnect from unknown[192.0.2.9] {}"
FIRST, SECOND = "0CB33A9E394", "1E4B3A9E395"

# A session that shows that the service logs TLS.
SHOWN = [line.replace("[11]", "[99]") for line in (
    CONNECT, TLS.format("TLSv1.2"), CLIENT.format(1, "2E4B3A9E396"), ACTIVE.format(1, "2E4B3A9E396"),
    DISCONNECT.format("ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8"))]
ONE_MESSAGE = [CLIENT.format(2, FIRST), ACTIVE.format(2, FIRST)]
LOGS = {
    "session_end_missing": SHOWN + [CONNECT, *ONE_MESSAGE],
    "statistics_differ": SHOWN + [
        CONNECT, TLS.format("TLSv1.2"), *ONE_MESSAGE, CLIENT.format(3, SECOND), ACTIVE.format(3, SECOND),
        DISCONNECT.format("ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=6")],
    "contradictory": [CONNECT, TLS.format("TLSv9"), *ONE_MESSAGE,
                      DISCONNECT.format("ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8")],
    "given_again": [CONNECT, *ONE_MESSAGE, CLIENT.format(4, FIRST), ACTIVE.format(4, FIRST),
                    DISCONNECT.format("ehlo=1 auth=1 mail=2 rcpt=2 data=2 quit=1 commands=8")],
    # More than is read whole where a range is asked for.
    "two_days": [f"2026-11-{day} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02} ".replace(" ", "T", 1)
                 .replace(" ", "+00:00 ") + "mail postfix/smtpd[1]: warning: a line to be left out"
                 for day in (18, 19) for second in range(30000)],
}

# Counter, value, golden case or log, further words of the command (a case: instead of its own).
ROWS = [
    ("lines", 10, "counting/bdat"),
    ("bytes", 4664, "views/sort"),
    ("bytes_skipped", None, "two_days", "--since 2026-11-19T08:00:00"),
    ("lines_understood", 8, "counting/bdat"),
    ("lines_irrelevant", 2, "counting/bdat"),
    ("lines_malformed", 2, "hostile/nul_hole_and_binary"),
    ("lines_outside_range", 18, "views/range_last"),
    ("lines_repeated", 2, "counting/message_repeated"),
    ("messages_accepted", 6, "views/sort"),
    ("messages_counted", 6, "views/sort"),
    ("unknown_plain", 5, "counting/statistics_alone"),
    ("unknown_session_start_missing", 1, "counting/session_start_missing"),
    ("unknown_version_not_logged", 1, "counting/wrapper_without_tls_line"),
    ("unknown_proxied", 1, "counting/xclient"),
    ("unknown_session_end_missing", 1, "session_end_missing"),
    ("unknown_statistics_differ", 1, "statistics_differ"),
    ("unknown_contradictory", 1, "contradictory"),
    ("unknown_hub_log_missing", 2, "exchange/tracking_alone"),
    ("unknown_frontend_log_missing", 2, "exchange/hub_without_frontend"),
    ("unknown_ambiguous", 1, "exchange/estimated_ambiguous"),
    ("unknown_not_stated", 1, "exchange/exchange_2010"),
    ("unknown_rows_missing", 2, "exchange/rows_missing"),
    ("unknown_message_info_differs", 1, "exchange/message_info_differs"),
    ("unknown_selector_missing", 1, "exim/mainlog"),
    ("unknown_two_readings", 7, "exim/hostile"),
    ("ambiguous_lines", 7, "exim/hostile"),
    ("invented_ids", 1, "exim/hostile"),
    ("messages_outside_range", 3, "views/range_last"),
    ("messages_out_of_scope", 7, "views/nobody_logged_in"),
    ("messages_filtered", 5, "views/domain"),
    ("messages_estimated", 2, "exchange/estimated"),
    ("messages_reinjected", 1, "counting/content_filter"),
    ("server_hops", 2, "exchange/never_counted"),
    ("probes", 2, "exchange/never_counted"),
    ("messages_not_accepted", 2, "counting/proxy_filter"),
    ("messages_left_open", 2, "counting/rset_between"),
    ("messages_by_statistics", 1, "counting/statistics_alone"),
    ("messages_without_size", 2, "exchange/exchange_2007"),
    ("sessions", 6, "views/sort"),
    ("sessions_cut", 1, "counting/session_start_missing"),
    ("sessions_left_open", 2, "exchange/rows_in_syslog"),
    ("sessions_handed_over", 2, "exchange/frontend_only"),
    ("duplicate_lines", 3, "counting/every_line_twice"),
    ("duplicate_messages", 2, "exchange/never_counted"),
    ("queue_ids_reused", 1, "given_again"),
    ("auth_failures", 5, "failures/empty_reason"),
    ("handshake_failures", 5, "exchange/refused_handshakes"),
    ("blob_lines", 1, "hostile/h10_blob_qmgr_line"),
    ("loss_markers", 1, "counting/disconnect_of_another_client"),
    ("lines_lost", 12, "counting/disconnect_of_another_client"),
    ("expired_by_age", 2, "years/log_in_front_of_one_with_years"),
]


def counters(binary, folder, words):
    done = subprocess.run([binary, *words, "--stats"], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "SMTPTALLY_SYSTEM_CONFIG": ""}, timeout=60)
    lines = re.finditer(r"^([a-z][a-z_0-9]+) +(\d+)  ", done.stderr.decode("utf-8", "replace"), re.M)
    return {line[1]: int(line[2]) for line in lines}


def main():
    binary = os.path.abspath(sys.argv[1])
    failed, printed = 0, set()
    with tempfile.TemporaryDirectory() as logs:
        for name, lines in LOGS.items():
            with open(os.path.join(logs, name), "w", encoding="ascii") as log:
                log.write("".join(line + "\n" for line in lines))
        for counter, value, source, *words in ROWS:
            if source in LOGS:
                folder, command = logs, f"tls --now 2026-11-21T12:00:00Z {' '.join(words)} {source}"
            else:
                folder = os.path.join(GOLDEN, source)
                with open(os.path.join(folder, "cmd"), encoding="utf-8") as file:
                    command = file.read()
            got = counters(binary, folder, shlex.split(command))
            printed |= set(got)
            # None: more than zero; how much depends on the size of a look.
            if got.get(counter, 0) != value if value is not None else got.get(counter, 0) == 0:
                failed += 1
                print(f"FAILED: {source}: {counter} is {got.get(counter)}, not {value}")
    missing = printed - {row[0] for row in ROWS} - ELSEWHERE
    if missing or not printed:
        failed += 1
        print("FAILED: no row reads", ", ".join(sorted(missing)) or "anything")
    print(f"{len(ROWS)} rows, {failed} failed")
    return failed != 0


sys.exit(main())
