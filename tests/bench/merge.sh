#!/bin/sh
# Parts and their merge: the size of the part of a day of one large host, the time to merge it, and the time and the
# memory of a merge of a thousand hourly parts of that host. Their counts are compared with those of one run.
# Usage: merge.sh [--parts N] [--day-bytes N] [--senders N] [--view VIEW] BINARY GEN_POSTFIX
exec python3 "$(dirname "$0")/merge.py" "$@"
