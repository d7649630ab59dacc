#!/bin/sh
# A history of a year, week by week: its size, the time of collect against tls, and of reports from it.
# Its counts are compared with the truth of the generator.
# Usage: history.sh [--weeks N] [--week-bytes N] [--senders N] [--keep SPAN] BINARY GEN_POSTFIX
exec python3 "$(dirname "$0")/history.py" "$@"
