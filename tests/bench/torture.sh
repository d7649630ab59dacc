#!/bin/sh
# Rounds of collect on a log that is written, rotated, packed and copied by the real programs, with
# runs that are killed, run out of disk, or run at once. Prints what was lost and what counted twice.
# Usage: torture.sh [--rounds N] [--seed N] BINARY GEN_POSTFIX   (root: the full disk is a tmpfs)
exec python3 "$(dirname "$0")/torture.py" "$@"
