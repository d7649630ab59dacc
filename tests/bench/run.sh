#!/bin/sh
# Speed, memory and exactness of smtptally on generated Postfix and Exchange logs, next to its peers.
#
#   run.sh [--rounds N] [--lines N] [--no-pflogsumm] [BINARY]     the whole comparison
#   run.sh --exchange [--rounds N] [BINARY]                       the part of Exchange alone
#   run.sh --exim [--rounds N] [--bytes N] [BINARY]               the part of Exim alone
#   run.sh --cores [--rounds N] [--no-pflogsumm] [BINARY]         two jobs, packed logs, ranges, growth
#   run.sh --small [BINARY]                                       exactness on 20 MB logs only
#
# The peer for message tracking is DuckDB with two threads: it needs node and npm, and is installed
# into the work directory (npm package @duckdb/node-api); without npm its rows are left out.
#
# The peer for Exim is eximstats of the package exim4-base, which is unpacked into the work directory
# and not installed; where that cannot be, its row is left out.
#
# BINARY is build/release/smtptally of this tree unless named. Logs are kept for the next run in
# ${SMTPTALLY_BENCH_DIR:-/tmp/smtptally-bench} (15 GB; remove it when you are done).
# Exit status: 1 when a count differs from the truth of the generator; a speed never fails.
set -eu
export LC_ALL=C
# No config file of whoever runs this.
export XDG_CONFIG_HOME=/nonexistent SMTPTALLY_SYSTEM_CONFIG=

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=${SMTPTALLY_BENCH_DIR:-/tmp/smtptally-bench}
binary=$here/../../build/release/smtptally
rounds=5
jobs=1
lines=5000000
exim_bytes=800000000
small=no
parts=all
pflogsumm=yes

while [ $# -gt 0 ]; do
  case $1 in
    --small) small=yes ;;
    --exchange) parts=exchange ;;
    --exim) parts=exim ;;
    --bytes) exim_bytes=${2:?--bytes needs a number}; shift ;;
    --cores) parts=cores ;;
    --no-pflogsumm) pflogsumm=no ;;
    --rounds) rounds=${2:?--rounds needs a number}; shift ;;
    --lines) lines=${2:?--lines needs a number}; shift ;;
    --help) sed -n '2,19s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "run.sh: unknown option $1 (see --help)" >&2; exit 2 ;;
    *) binary=$1 ;;
  esac
  shift
done

have() { command -v "$1" >/dev/null 2>&1; }

# need PROGRAM PACKAGE...: says what to install and stops.
need() {
  have "$1" && return
  echo "run.sh: $1 is missing: apt-get install $2" >&2
  exit 2
}

# build NAME SOURCE...: compiles into the work directory unless that was done from these sources, or
# takes the program from the folder $SMTPTALLY_BENCH_PROGRAMS.
build() {
  name=$1
  shift
  built=${SMTPTALLY_BENCH_PROGRAMS:-/nonexistent}/$name
  if [ -x "$built" ]; then
    cp "$built" "$work/$name"
    cksum <"$built" >"$work/$name.key"
    return
  fi
  key=$(cat "$@" "$here"/*.hpp "$here"/gen/*.hpp "$here"/gen_exchange/*.hpp | cksum)
  if [ -x "$work/$name" ] && [ "$(cat "$work/$name.key" 2>/dev/null)" = "$key" ]; then return; fi
  "${CXX:-g++}" -std=c++20 -O2 -o "$work/$name.$$" "$@"
  mv -f "$work/$name.$$" "$work/$name"
  echo "$key" >"$work/$name.key"
}

# generate NAME OPTION...: NAME.log and NAME.csv, unless they are there from the same generator.
generate() {
  name=$1
  shift
  key="$(cat "$work/gen_postfix.key") $*"
  if [ "$(cat "$work/$name.key" 2>/dev/null)" = "$key" ]; then return; fi
  rm -f "$work/$name.key"
  "$work/gen_postfix" "$@" --out "$work/$name.log" --truth "$work/$name.csv"
  echo "$key" >"$work/$name.key"
}

# generate_exchange NAME OPTION...: the folder NAME with its logs, NAME.csv, and links to the
# tracking logs alone in NAME-tracking.
generate_exchange() {
  name=$1
  shift
  key="$(cat "$work/gen_exchange.key") $*"
  if [ "$(cat "$work/$name.key" 2>/dev/null)" = "$key" ]; then return; fi
  rm -rf "${work:?}/$name" "$work/$name-tracking" "$work/$name.key"
  mkdir -p "$work/$name" "$work/$name-tracking"
  "$work/gen_exchange" "$@" --out "$work/$name" --truth "$work/$name.csv"
  ln -s "$work/$name"/MSGTRK* "$work/$name-tracking/"
  echo "$key" >"$work/$name.key"
}

# generate_exim NAME OPTION...: as generate.
generate_exim() {
  name=$1
  shift
  key="$(cat "$work/gen_exim.key") $*"
  if [ "$(cat "$work/$name.key" 2>/dev/null)" = "$key" ]; then return; fi
  rm -f "$work/$name.key"
  "$work/gen_exim" "$@" --out "$work/$name.log" --truth "$work/$name.csv"
  echo "$key" >"$work/$name.key"
}

# exact_exchange NAME LIMIT: all three logs, the two protocol logs without tracking, and all three
# while the join may hold LIMIT rows: more than come from one file before its partners are read.
exact_exchange() {
  for way in "$work/$1" "$work/$1/FrontEnd $work/$1/Hub" "--join-limit $2 $work/$1"; do
    for jobs in 1 2; do
      # shellcheck disable=SC2086 # several words
      tally --quiet $way >"$work/$1.out" || { echo "run.sh: smtptally failed on $way" >&2; exit 1; }
      if ! cmp "$work/$1.out" "$work/$1.csv" >&2; then
        echo "run.sh: $way, $jobs jobs: wrong counts; see diff $work/$1.csv $work/$1.out" >&2
        exit 1
      fi
    done
  done
  jobs=1
  rm -f "$work/$1.out"
  echo "exact: $1 ($(($(wc -l <"$work/$1.csv") - 1)) senders, $(bytes_of "$work/$1") bytes)"
}

# bytes_of FOLDER: the sum over its logs.
bytes_of() { find -L "$1" -name '*.LOG' -exec cat {} + | wc -c; }

tally() { "$binary" tls --format csv --jobs "$jobs" --no-progress "$@"; }

# exact NAME: compares with the truth, byte for byte.
exact() {
  for jobs in 1 2; do
    tally "$work/$1.log" >"$work/$1.out" || { echo "run.sh: smtptally failed on $1" >&2; exit 1; }
    if ! cmp "$work/$1.out" "$work/$1.csv" >&2; then
      echo "run.sh: $1, $jobs jobs: wrong counts; see diff $work/$1.csv $work/$1.out" >&2
      exit 1
    fi
  done
  jobs=1
  rm -f "$work/$1.out"
  echo "exact: $1 ($(($(wc -l <"$work/$1.csv") - 1)) senders, $(wc -c <"$work/$1.log") bytes)"
}

# warm COMMAND...: brings the program, what it is linked with, and the logs among its words into the
# page cache. Some machines drop within seconds what nobody reads.
warm() {
  program=$(command -v "$1")
  # shellcheck disable=SC2046 # several files
  cat "$program" $(ldd "$program" 2>/dev/null | grep -o '/[^ ]*') >/dev/null
  for word in "$@"; do
    case $word in "$work"/*) find -L "$word" -type f -exec cat {} + >/dev/null ;; esac
  done
}

# once LABEL COMMAND...: one measured run; appends "nanoseconds KiB" to the times of LABEL.
once() {
  label=$1
  shift
  warm "$@"
  "$work/measure" "$@" >>"$work/times.$label" 2>/dev/null
}

once_tally() {
  log=$2
  once "$1" "$binary" tls --format csv --jobs 1 --no-progress "$work/$log.log"
}

# column LABEL FIELD: the median of a field over the runs of LABEL.
column() {
  awk -v f="$2" '{ print $f }' "$work/times.$1" | sort -n |
    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# row LABEL BYTES TEXT: a line of the table.
row() {
  awk -v t="$(column "$1" 1)" -v k="$(column "$1" 2)" -v b="$2" -v own="$own" -v text="$3" 'BEGIN {
    printf "%-34s %9.3f %9.0f %10.2f %9.1f\n", text, t / 1e9, b / (t / 1e3), t / own, k / 1024 }'
}

# table_head ABOUT: what was measured, and the head of the table.
table_head() {
  echo
  echo "$1, page cache, median of $rounds"
  printf '%-34s %9s %9s %10s %9s\n' command seconds MB/s 'own = 1' 'peak MiB'
}

# peer_rows: who else reads bsd.log.
peer_rows() {
  row rg "$bytes" 'rg -c sasl_username='
  row mawk "$bytes" 'mawk -f join.awk'
  row tuned "$bytes" 'mawk -f join_tuned.awk'
  if [ "$pflogsumm" = yes ]; then row pflogsumm "$bytes" pflogsumm; fi
}

# measure_joins: mawk over bsd.log, as one writes it and as it is fastest.
measure_joins() {
  once mawk mawk -f "$here/join.awk" "$work/bsd.log"
  once tuned mawk -f "$here/join_tuned.awk" "$work/bsd.log"
}

measure_pflogsumm() {
  if [ "$pflogsumm" = yes ]; then once pflogsumm pflogsumm "$work/bsd.log"; fi
}

# join_bars TIMES: the bar against the plain one, and what it is against the other.
join_bars() {
  bar "at least $1 times the mawk join" "$(ratio "$(column mawk 1)" "$own")" "$1" atleast '%8.2f x   '
  awk -v v="$(ratio "$(column tuned 1)" "$own")" 'BEGIN {
    printf "%-62s %8.2f x\n", "the same join tuned for mawk", v }'
}

# bar TEXT VALUE LIMIT DIRECTION FORMAT: PASS when the value is on the right side of the limit.
bar() {
  awk -v text="$1" -v v="$2" -v limit="$3" -v way="$4" -v format="$5" 'BEGIN {
    good = way == "atleast" ? v >= limit : v <= limit
    printf "%-62s " format "  %s\n", text, v, good ? "PASS" : "below" }'
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { print a / b }'; }

run_small() {
  generate small-bsd --bytes 20000000 --days 1
  generate small-rfc3339 --bytes 20000000 --days 1 --seed 2 --stamps rfc3339
  generate small-long-ids --bytes 20000000 --days 1 --seed 3 --long-ids --senders 300
  generate small-new-year --bytes 20000000 --days 1 --seed 4 --start 2026-12-31 --senders 50
  # Many sessions at once, and short queue ids that come again soon.
  generate small-busy --bytes 20000000 --hours 1 --seed 5
  for name in small-bsd small-rfc3339 small-long-ids small-new-year small-busy; do exact "$name"; done
  generate_exim small-exim --bytes 20000000 --days 1
  generate_exim small-cpanel --bytes 20000000 --days 3 --seed 2 --cpanel
  exact small-exim
  exact small-cpanel
  generate_exchange small-exchange --messages 2000 --days 3
  exact_exchange small-exchange 1000
}

measure_all() {
  rm -f "$work"/times.*
  round=0
  while [ "$round" -lt "$rounds" ]; do
    once_tally own bsd
    once wc wc -l "$work/bsd.log"
    once rg rg -c sasl_username= "$work/bsd.log"
    measure_joins
    measure_pflogsumm
    once_tally rfc3339 rfc3339
    round=$((round + 1))
  done
  once_tally long long
}

print_table() {
  bytes=$(wc -c <"$work/bsd.log")
  own=$(column own 1)
  table_head "$(wc -l <"$work/bsd.log") lines, $bytes bytes, one thread"
  row own "$bytes" 'smtptally tls'
  row wc "$bytes" 'wc -l'
  peer_rows
  row rfc3339 "$(wc -c <"$work/rfc3339.log")" 'smtptally tls, RFC 3339 stamps'
  row long "$(wc -c <"$work/long.log")" 'smtptally tls, 4 times longer'
}

print_bars() {
  peak=$(column own 2)
  growth=$(awk -v a="$peak" -v b="$(column long 2)" 'BEGIN { print (b / a - 1) * 100 }')
  rfc=$(ratio "$(wc -c <"$work/rfc3339.log")" "$(column rfc3339 1)")
  speed=$(ratio "$bytes" "$own")
  echo
  bar 'at least 500 MB/s' "$(ratio "$bytes" "$((own / 1000))")" 500 atleast '%8.0f MB/s'
  join_bars 4
  bar 'peak memory under 64 MiB' "$(ratio "$peak" 1024)" 64 atmost '%8.1f MiB '
  bar 'peak memory on a 4 times longer log grows at most 10 %' "$growth" 10 atmost '%8.1f %%   '
  awk -v a="$rfc" -v b="$speed" 'BEGIN {
    printf "%-62s %8.2f x\n", "speed per byte with RFC 3339 stamps, against BSD", a / b }'
}

measure_exchange() {
  rm -f "$work"/times.*
  round=0
  while [ "$round" -lt "$rounds" ]; do
    once tracking "$binary" volume --quiet --format csv --jobs 1 --no-progress \
      "$work/exchange-tracking"
    if [ "$duckdb" = yes ]; then
      once duckdb node "$work/duckdb/tracking.mjs" "$work/exchange-tracking"
    fi
    once join "$binary" tls --quiet --format csv --jobs 1 --no-progress "$work/exchange"
    once tracking2 "$binary" volume --quiet --format csv --jobs 2 --no-progress \
      "$work/exchange-tracking"
    once join2 "$binary" tls --quiet --format csv --jobs 2 --no-progress "$work/exchange"
    round=$((round + 1))
  done
}

run_exchange() {
  duckdb=no
  if have npm && have node; then
    duckdb=yes
    mkdir -p "$work/duckdb"
    cp "$here/tracking.mjs" "$work/duckdb/"
    [ -d "$work/duckdb/node_modules" ] ||
      (cd "$work/duckdb" && npm install --silent --no-fund --no-audit @duckdb/node-api) >&2 ||
      duckdb=no
  fi
  generate_exchange exchange --messages 95000 --days 2
  exact_exchange exchange 50000
  measure_exchange
  tracking_bytes=$(bytes_of "$work/exchange-tracking")
  all_bytes=$(bytes_of "$work/exchange")
  own=$(column tracking 1)
  table_head "Exchange: $all_bytes bytes, tracking $tracking_bytes"
  row tracking "$tracking_bytes" 'smtptally volume, tracking'
  if [ "$duckdb" = yes ]; then row duckdb "$tracking_bytes" 'DuckDB read_csv, 2 threads'; fi
  row join "$all_bytes" 'smtptally tls, all three logs'
  row tracking2 "$tracking_bytes" 'the same two with two jobs'
  row join2 "$all_bytes" ''
  echo
  bar 'tracking at least 600 MB/s' "$(ratio "$tracking_bytes" "$((own / 1000))")" 600 atleast '%8.0f MB/s'
  if [ "$duckdb" = yes ]; then
    bar 'tracking at least 1.5 times DuckDB with two threads' \
      "$(ratio "$(column duckdb 1)" "$own")" 1.5 atleast '%8.2f x   '
  fi
  bar 'three-way join at least 400 MB/s' \
    "$(ratio "$all_bytes" "$(($(column join 1) / 1000))")" 400 atleast '%8.0f MB/s'
  if [ "$duckdb" = yes ]; then
    bar 'two jobs: tracking at least 3 times DuckDB with two threads' \
      "$(ratio "$(column duckdb 1)" "$(column tracking2 1)")" 3 atleast '%8.2f x   '
  fi
  bar 'two jobs: three-way join at least 1200 MB/s' \
    "$(ratio "$all_bytes" "$(($(column join2 1) / 1000))")" 1200 atleast '%8.0f MB/s'
  bar 'two jobs: peak memory of the join under 300 MiB' "$(ratio "$(column join2 2)" 1024)" 300 \
    atmost '%8.1f MiB '
  bar 'three-way join: peak memory under 300 MiB' "$(ratio "$(column join 2)" 1024)" 300 atmost \
    '%8.1f MiB '
}

# unpack_eximstats: the peer of Exim, without installing it.
unpack_eximstats() {
  [ -f "$work/exim4-base/usr/sbin/eximstats" ] && return
  have apt-get && have dpkg && have perl || return 1
  mkdir -p "$work/exim4-base"
  (cd "$work/exim4-base" && apt-get download exim4-base >/dev/null 2>&1 &&
    dpkg -x exim4-base_*.deb .) || return 1
}

run_exim() {
  eximstats=no
  if unpack_eximstats; then eximstats=yes; fi
  generate_exim exim --bytes "$exim_bytes"
  generate_exim cpanel --bytes "$exim_bytes" --cpanel --seed 2
  exact exim
  exact cpanel
  generate bsd --lines "$lines" --days 2
  rm -f "$work"/times.*
  round=0
  while [ "$round" -lt "$rounds" ]; do
    once_tally own exim
    once_tally cpanel cpanel
    once_tally postfix bsd
    round=$((round + 1))
  done
  if [ "$eximstats" = yes ]; then
    once eximstats perl "$work/exim4-base/usr/sbin/eximstats" "$work/exim.log"
  fi
  bytes=$(wc -c <"$work/exim.log")
  own=$(column own 1)
  table_head "Exim: $(wc -l <"$work/exim.log") lines, $bytes bytes, one thread"
  row own "$bytes" 'smtptally tls, mainlog'
  row cpanel "$(wc -c <"$work/cpanel.log")" 'smtptally tls, exim_mainlog of cPanel'
  row postfix "$(wc -c <"$work/bsd.log")" 'smtptally tls, Postfix'
  if [ "$eximstats" = yes ]; then row eximstats "$bytes" 'eximstats, once'; fi
  echo
  speed=$(ratio "$bytes" "$own")
  bar 'at least as fast per byte as Postfix' \
    "$(ratio "$speed" "$(ratio "$(wc -c <"$work/bsd.log")" "$(column postfix 1)")")" 1 atleast \
    '%8.2f x   '
  bar 'peak memory under 64 MiB' "$(ratio "$(column own 2)" 1024)" 64 atmost '%8.1f MiB '
}

need "${CXX:-g++}" g++
[ -x "$binary" ] || { echo "run.sh: no program $binary; build it or name it" >&2; exit 2; }
mkdir -p "$work"
build gen_postfix "$here"/gen_postfix.cpp "$here"/gen/*.cpp
build gen_exchange "$here"/gen_exchange.cpp "$here"/gen_exchange/*.cpp "$here"/gen/truth.cpp
build gen_exim "$here"/gen_exim.cpp "$here"/gen/truth.cpp
if [ "$small" = yes ]; then
  run_small
  exit 0
fi
build measure "$here/measure.cpp"
. "$here/cores.sh"
if [ "$parts" = exchange ]; then
  run_exchange
  exit 0
fi
if [ "$parts" = exim ]; then
  run_exim
  exit 0
fi
need mawk mawk
need rg ripgrep
if [ "$pflogsumm" = yes ]; then need pflogsumm 'pflogsumm (or give --no-pflogsumm)'; fi
generate bsd --lines "$lines" --days 2
generate rfc3339 --lines "$lines" --days 2 --stamps rfc3339
if [ "$parts" = all ]; then
  generate long --lines "$((lines * 4))" --days 8
  for name in bsd rfc3339 long; do exact "$name"; done
  measure_all
  print_table
  print_bars
  run_exchange
fi
run_cores
