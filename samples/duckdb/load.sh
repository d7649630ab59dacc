#!/bin/bash
# Loads the messages and refused logins of some days of one server's logs into a DuckDB file:
#
#   bash load.sh [--accept-damaged] [--allow-empty] DATABASE SOURCE FIRST-DAY LAST-DAY LOG...
#   bash load.sh mail.duckdb mx1 2026-11-01 2026-11-30 /var/log/mail.log*
#
# SOURCE is a name for the server. The days are days in UTC, and the logs must hold all that the server logged on them:
# what the file has of these days and this source is replaced, in one transaction. So a load may be repeated, also one
# that was killed.
#
# Nothing is changed where a log is damaged (--accept-damaged takes what can be read), or where a day that has messages
# in the file has none in the logs (--allow-empty believes the logs).
# SMTPTALLY is the program's command, "smtptally" unless set. Options of smtptally such as --log-tz are given as
# variables: SMTPTALLY_LOG_TZ=Europe/Berlin.
set -euo pipefail

die() {
  echo "load.sh: $1" >&2
  exit 2
}

damaged=no
empty=no
while [[ ${1:-} == --* ]]; do
  case $1 in
    --accept-damaged) damaged=yes ;;
    --allow-empty) empty=yes ;;
    *) die "unknown option $1" ;;
  esac
  shift
done
[ $# -ge 5 ] || die 'usage: load.sh [--accept-damaged] [--allow-empty] DATABASE SOURCE FIRST-DAY LAST-DAY LOG...'
database=$1 source=$2 first=$3 last=$4
shift 4
for day in "$first" "$last"; do
  [[ $day =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] && date -u -d "$day" >/dev/null 2>&1 || die "no day: $day"
done
[[ ! $first > $last ]] || die "$first is behind $last"

read -r -a smtptally <<<"${SMTPTALLY:-smtptally}"
here=$(dirname -- "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# rows FILE OPTION... LOG...: what the logs hold of these days.
rows() {
  local status=0
  "${smtptally[@]}" events "${@:2}" --tz UTC --since "$first" --until "$last" -o "$work/$1" || status=$?
  case $status in
    0) ;;
    3) [ $damaged = yes ] || die 'a log is damaged: nothing is changed (--accept-damaged takes what can be read)' ;;
    *) die "smtptally ended with $status: nothing is changed" ;;
  esac
}

rows messages.ndjson "$@"
rows refusals.ndjson --failures "$@"
node "$here/query.mjs" "$database" -f "$here/schema.sql" -f "$here/reports.sql" \
  -v source="$source" -v first="$first" -v last="$last" -v allow_empty=$empty \
  -v messages="$work/messages.ndjson" -v refusals="$work/refusals.ndjson" -f "$here/load.sql"
