#!/bin/sh
# Speed and memory on a journal of a million entries, next to journalctl, libsystemd and text.
#
#   journal.sh [--rounds N] [--entries N] [BINARY]
#
# The journal is written by systemd-journal-remote from a generated Postfix log, with the fields that
# journald adds, and kept in ${SMTPTALLY_BENCH_DIR:-/tmp/smtptally-bench}/journal. Medians of N rounds
# (3), one after the other. Exit status: 1 when a count differs from the truth of the generator.
# Needs systemd-journal-remote, libsystemd-dev, python3 and GNU time.
set -eu
export LC_ALL=C XDG_CONFIG_HOME=/nonexistent SMTPTALLY_SYSTEM_CONFIG=

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=${SMTPTALLY_BENCH_DIR:-/tmp/smtptally-bench}/journal
binary=$here/../../build/release/smtptally
rounds=3
entries=1000000

while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?--rounds needs a number}; shift ;;
    --entries) entries=${2:?--entries needs a number}; shift ;;
    --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) binary=$1 ;;
  esac
  shift
done

mkdir -p "$work"
if [ "$(cat "$work/key" 2>/dev/null)" != "$entries" ]; then
  rm -rf "${work:?}"/*
  "${CXX:-g++}" -std=c++20 -O2 -o "$work/gen_postfix" "$here"/gen_postfix.cpp "$here"/gen/*.cpp
  # Only what has a process goes to the journal, and so to the text beside it.
  "$work/gen_postfix" --lines "$entries" --days 14 --stamps rfc3339 --out - --truth "$work/truth.csv" |
    grep -a '^[^ ]* [^ ]* [^ []*\[[0-9]*\]: ' >"$work/mail.log"
  mkdir "$work/files"
  python3 "$here/journal_export.py" <"$work/mail.log" |
    /lib/systemd/systemd-journal-remote -o "$work/files/remote.journal" - 2>/dev/null
  "${CC:-gcc}" -O2 -o "$work/journal_fields" "$here/journal_fields.c" -lsystemd
  echo "$entries" >"$work/key"
fi
log=$work/mail.log
files=$work/files
set -- "$files"/*
lines=$(wc -l <"$log")
echo "$lines entries, $# journal files, $(cat "$@" | wc -c) bytes; as text $(wc -c <"$log") bytes"

# median COMMAND: seconds of `sh -c COMMAND`, and its peak memory in MiB for the first process.
median() {
  for _ in $(seq "$rounds"); do
    begin=$(date +%s%N)
    sh -c "$1" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
    echo $(($(date +%s%N) - begin))
  done | sort -n | awk '{ a[NR] = $1 } END { printf "%.3f", a[int((NR + 1) / 2)] / 1e9 }'
}
row() { printf '%-58s %9s s  %s\n' "$1" "$2" "$3"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

cat "$@" "$log" >/dev/null  # Into the page cache.
tally="'$binary' tls --format csv --no-progress --quiet"
for jobs in 1 2; do
  for input in "$files" "$log"; do
    sh -c "$tally --jobs $jobs '$input'" >"$work/out"
    cmp "$work/out" "$work/truth.csv" || { echo "journal.sh: wrong counts, $jobs jobs: $input" >&2; exit 1; }
  done
done
echo 'exact: journal and text, one and two jobs'

one=$(median "$tally --jobs 1 '$files'")
row 'smtptally --jobs 1, journal files' "$one" ''
two=$(median "$tally --jobs 2 '$files'")
row 'smtptally --jobs 2, journal files' "$two" "$(ratio "$one" "$two") times as fast (bar 1.5)"
text=$(median "$tally --jobs 1 '$log'")
row 'smtptally --jobs 1, the same as text' "$text" "the journal takes $(ratio "$one" "$text") times that (bar 1.5)"
day=$(median "$tally --jobs 1 --on 2026-11-08 '$files'")
row 'smtptally --jobs 1, one day of 14' "$day" "$(ratio "$day" "$one") of the whole (bar 0.15)"
library=$(median "'$work/journal_fields' '$files'/*")
row 'libsystemd, four fields' "$library" "smtptally is $(ratio "$library" "$one") times as fast (bar 3)"
short=$(median "journalctl -D '$files' -o short-iso-precise | cat")
row 'journalctl -o short-iso-precise | cat' "$short" "smtptally is $(ratio "$short" "$one") times as fast (bar 12)"
export_=$(median "journalctl -D '$files' -o export | $tally -")
row 'journalctl -o export | smtptally -' "$export_" "smtptally is $(ratio "$export_" "$one") times as fast"
json=$(median "journalctl -D '$files' -o json --all | $tally -")
row 'journalctl -o json --all | smtptally -' "$json" "smtptally is $(ratio "$json" "$one") times as fast (bar 60)"
for jobs in 1 2; do
  /usr/bin/time -f %M sh -c "exec $tally --jobs $jobs '$files'" 2>"$work/err" >/dev/null
  echo "memory, $jobs jobs: $(($(tail -1 "$work/err") / 1024)) MiB (bar 64)"
done
