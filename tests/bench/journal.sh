#!/bin/sh
# Speed and memory on a journal of a million entries, next to journalctl, libsystemd and text.
#
#   journal.sh [--rounds N] [--entries N] [BINARY]
#
# The journal is written by systemd-journal-remote from a generated Postfix log, with the fields that
# journald adds, and kept in ${SMTPTALLY_BENCH_DIR:-/tmp/smtptally-bench}/journal. Medians of N rounds
# (3), the commands in turn. Exit status: 1 when a count differs from the truth of the generator.
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

tally="'$binary' tls --format csv --no-progress --quiet"
command_of() {
  case $1 in
    one) echo "$tally --jobs 1 '$files'" ;;
    two) echo "$tally --jobs 2 '$files'" ;;
    text) echo "$tally --jobs 1 '$log'" ;;
    day) echo "$tally --jobs 1 --on 2026-11-08 '$files'" ;;
    library) echo "'$work/journal_fields' '$files'/*" ;;
    short) echo "journalctl -D '$files' -o short-iso-precise | cat" ;;
    export) echo "journalctl -D '$files' -o export | $tally -" ;;
    json) echo "journalctl -D '$files' -o json --all | $tally -" ;;
  esac
}
# time_of NAME: runs the command and adds its seconds to a list.
time_of() {
  begin=$(date +%s%N)
  sh -c "$(command_of "$1")" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
  echo $(($(date +%s%N) - begin)) >>"$work/times.$1"
}
median_of() { sort -n "$work/times.$1" | awk '{ a[NR] = $1 } END { printf "%.3f", a[int((NR + 1) / 2)] / 1e9 }'; }
row() { printf '%-58s %9s s  %s\n' "$1" "$2" "$3"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

cat "$@" "$log" >/dev/null  # Into the page cache.
for jobs in 1 2; do
  for input in "$files" "$log"; do
    sh -c "$tally --jobs $jobs '$input'" >"$work/out"
    cmp "$work/out" "$work/truth.csv" || { echo "journal.sh: wrong counts, $jobs jobs: $input" >&2; exit 1; }
  done
done
echo 'exact: journal and text, one and two jobs'

# In turn, because the load of the machine changes. What takes long, once.
rm -f "$work"/times.*
for _ in $(seq "$rounds"); do
  for name in one text two day library short; do time_of "$name"; done
done
for name in export json; do time_of "$name"; done

one=$(median_of one) two=$(median_of two) text=$(median_of text) day=$(median_of day)
library=$(median_of library) short=$(median_of short) export_=$(median_of export) json=$(median_of json)
row 'smtptally --jobs 1, journal files' "$one" ''
row 'smtptally --jobs 2, journal files' "$two" "$(ratio "$one" "$two") times as fast (bar 1.5)"
row 'smtptally --jobs 1, the same as text' "$text" "the journal takes $(ratio "$one" "$text") times that (bar 1.5)"
row 'smtptally --jobs 1, one day of 14' "$day" "$(ratio "$day" "$one") of the whole (bar 0.15)"
row 'libsystemd, four fields' "$library" "smtptally is $(ratio "$library" "$one") times as fast (bar 3)"
row 'journalctl -o short-iso-precise | cat' "$short" "smtptally is $(ratio "$short" "$one") times as fast (bar 12)"
row 'journalctl -o export | smtptally -, one round' "$export_" "smtptally is $(ratio "$export_" "$one") times as fast"
row 'journalctl -o json --all | smtptally -, one round' "$json" "smtptally is $(ratio "$json" "$one") times as fast (bar 60)"
for jobs in 1 2; do
  /usr/bin/time -f %M sh -c "exec $tally --jobs $jobs '$files'" 2>"$work/err" >/dev/null
  echo "memory, $jobs jobs: $(($(tail -1 "$work/err") / 1024)) MiB (bar 64)"
done
