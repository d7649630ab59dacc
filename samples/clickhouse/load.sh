#!/bin/bash
# Loads the messages and refused logins of some days of one server's logs into ClickHouse:
#
#   bash load.sh [--accept-damaged] [--allow-empty] SOURCE FIRST-DAY LAST-DAY LOG...
#   bash load.sh mx1 2026-11-01 2026-11-30 /var/log/mail.log*
#
# SOURCE is a name for the server. The days are days in UTC, and the logs must hold all that the server logged on them:
# what the table has of these days and this source is replaced. So a load may be repeated, also one that was killed: a
# day is replaced at once, and is the old or the new one at any time.
#
# Nothing is changed where a log is damaged (--accept-damaged takes what can be read), or where a day that has messages
# in the table has none in the logs (--allow-empty believes the logs).
# CLICKHOUSE is the client's command, "clickhouse-client" unless set, SMTPTALLY the program's. Options of smtptally such
# as --log-tz are given as variables: SMTPTALLY_LOG_TZ=Europe/Berlin. Two loads of one source must not run at a time.
set -euo pipefail
export LC_ALL=C

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
[ $# -ge 4 ] || die 'usage: load.sh [--accept-damaged] [--allow-empty] SOURCE FIRST-DAY LAST-DAY LOG...'
source=$1 first=$2 last=$3
shift 3
# It becomes a part of names and SQL texts.
[[ $source =~ ^[A-Za-z0-9_.-]+$ ]] || die "a source has letters, digits, and _ . - only: $source"
for day in "$first" "$last"; do
  [[ $day =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] && date -u -d "$day" >/dev/null 2>&1 || die "no day: $day"
done
[[ ! $first > $last ]] || die "$first is behind $last"

read -r -a client <<<"${CLICKHOUSE:-clickhouse-client}"
read -r -a smtptally <<<"${SMTPTALLY:-smtptally}"
database=smtptally
# Names of tables have no dots and hyphens.
staging=staging_${source//[^A-Za-z0-9]/_}_$(printf %s "$source" | cksum | cut -d' ' -f1)

sql() { "${client[@]}" --query "$1"; }

# fill TABLE OPTION...: what the logs hold of these days, into the staging table of TABLE.
fill() {
  local table=$1 status
  shift
  sql "DROP TABLE IF EXISTS $database.${staging}_$table"
  sql "CREATE TABLE $database.${staging}_$table AS $database.$table"
  set +e
  "${smtptally[@]}" events "$@" --format ndjson --tz UTC --since "$first" --until "$last" "${logs[@]}" |
    sed "s/^{/{\"source\":\"$source\",/" |
    "${client[@]}" --date_time_input_format best_effort --query \
      "INSERT INTO $database.${staging}_$table FORMAT JSONEachRow"
  status=("${PIPESTATUS[@]}")
  set -e
  case ${status[0]} in
    0) ;;
    3) [ $damaged = yes ] || die 'a log is damaged: nothing is changed (--accept-damaged takes what can be read)' ;;
    *) die "smtptally ended with ${status[0]}: nothing is changed" ;;
  esac
  [ "${status[1]}${status[2]}" = 00 ] || die 'ClickHouse did not take the rows: nothing is changed'
}

# days TABLE: the days that it has of this source in the range.
days() {
  sql "SELECT DISTINCT toString(day) FROM $database.$1
       WHERE source = '$source' AND day >= toDate('$first') AND day <= toDate('$last') FORMAT TSV" | sort
}

# replacement TABLE: the statements that bring the staged days of TABLE into it.
replacement() {
  local day
  while read -r day; do
    echo "ALTER TABLE $database.$1 REPLACE PARTITION ('$source', '$day') FROM $database.${staging}_$1;"
  done <"$work/$1.staged"
  while read -r day; do
    echo "ALTER TABLE $database.$1 DROP PARTITION ('$source', '$day');"
  done <"$work/$1.gone"
  echo "DROP TABLE $database.${staging}_$1;"
}

logs=("$@")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fill messages
fill refusals --failures
for table in messages refusals; do
  days "${staging}_$table" >"$work/$table.staged"
  days $table >"$work/$table.old"
  comm -13 "$work/$table.staged" "$work/$table.old" >"$work/$table.gone"
done
if [ $empty = no ] && [ -s "$work/messages.gone" ]; then
  die "the logs have no message of $(paste -sd' ' "$work/messages.gone"), the table has: nothing is changed (--allow-empty)"
fi
{
  replacement messages
  replacement refusals
} | "${client[@]}" --multiquery
