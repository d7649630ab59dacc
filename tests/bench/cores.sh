# shellcheck shell=sh disable=SC2154
# The part of run.sh about all cores, packed logs, ranges, growth and start-up. Sourced by run.sh,
# whose functions and variables it uses.

# two LABEL COMMAND WORDS...: smtptally with two jobs.
two() {
  label=$1
  shift
  once "$label" "$binary" "$@" --quiet --format csv --jobs 2 --no-progress
}

# exact_two NAME FILE...: two jobs must count what the generator says, too.
exact_two() {
  name=$1
  shift
  "$binary" tls --quiet --format csv --jobs 2 --no-progress "$@" >"$work/two.out"
  if ! cmp "$work/two.out" "$work/$name.csv" >&2; then
    echo "run.sh: $name with two jobs: wrong counts" >&2
    exit 1
  fi
  rm -f "$work/two.out"
}

# pack: eight rotated files of a hundred megabytes each, with the times that logrotate would leave.
pack() {
  key="$(cat "$work/bsd.key") 8"
  if [ "$(cat "$work/rotated.key" 2>/dev/null)" = "$key" ]; then return; fi
  rm -rf "$work/rotated" "$work/rotated.key"
  mkdir -p "$work/rotated"
  split -n l/8 -d -a 1 "$work/bsd.log" "$work/rotated/part"
  for part in 0 1 2 3 4 5 6 7; do
    file=$work/rotated/part$part
    stamp=$(tail -n 1 "$file" | cut -c 1-15)
    gzip -c "$file" >"$work/rotated/mail.log.$((8 - part)).gz"
    touch -d "$stamp UTC 2026" "$work/rotated/mail.log.$((8 - part)).gz"
  done
  rm -f "$work"/rotated/part*
  head -c 200000000 "$work/bsd.log" | sed '$d' >"$work/piece.log"
  zstd -q -f "$work/piece.log" -o "$work/piece.zst"
  xz -T1 -1 -c "$work/piece.log" >"$work/piece.xz"
  echo "$key" >"$work/rotated.key"
}

# million: a message each of a million senders, and the truth about them.
million() {
  if [ "$(cat "$work/million.key" 2>/dev/null)" = 1 ]; then return; fi
  mawk 'BEGIN {
    for (i = 0; i < 1000000; ++i) {
      at = sprintf("Nov %2d %02d:%02d:%02d mx1 postfix/", 1 + i / 86400, i / 3600 % 24, i / 60 % 60, i % 60)
      smtpd = at "submission/smtpd[" 1000 + i % 50 "]: "
      client = "client.example[192.0.2." i % 250 "]"
      id = sprintf("%05X%06X", i % 1000000, i)
      print smtpd "connect from " client
      print smtpd "Anonymous TLS connection established from " client ": TLSv1.2 with cipher X (256/256 bits)"
      print smtpd id ": client=" client ", sasl_method=PLAIN, sasl_username=user" i "@example.com"
      print at "qmgr[9]: " id ": from=<user" i "@example.com>, size=1000, nrcpt=1 (queue active)"
      print smtpd "disconnect from " client " ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8"
      print at "qmgr[9]: " id ": removed"
    }
  }' >"$work/million.log"
  tally "$work/million.log" >"$work/million.csv"
  [ "$(mawk -F, 'NR > 1 && $3 == 1 && $8 == 1' "$work/million.csv" | wc -l)" -eq 1000000 ] ||
    { echo 'run.sh: not a million senders with a message each' >&2; exit 1; }
  echo 1 >"$work/million.key"
}

# undecided MEGABYTES: what is left of a log when only lines of smtpd were kept. The end of 99 of
# 100 sessions does not tell whether the server took their message (BDAT).
undecided() {
  name=undecided$1
  if [ "$(cat "$work/$name.key" 2>/dev/null)" = 1 ]; then return; fi
  mawk -v most="$1" 'BEGIN {
    for (i = 0; bytes < most * 1000000; ++i) {
      s = int(i / 20)
      smtpd = sprintf("Nov %2d %02d:%02d:%02d mx1 postfix/submission/smtpd[%d]: ", 1 + s / 86400,
                      s / 3600 % 24, s / 60 % 60, s % 60, 1000 + i % 5000)
      client = "client.example[192.0.2." i % 250 "]"
      text = smtpd "connect from " client "\n" \
        smtpd "Anonymous TLS connection established from " client ": TLSv1.2 with cipher X (256/256 bits)\n" \
        smtpd sprintf("%05X%06X", i % 1000000, i) ": client=" client ", sasl_method=PLAIN, sasl_username=user\n" \
        smtpd "disconnect from " client " ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 " \
        (i % 100 == 0 ? "data" : "bdat") "=1 quit=1 commands=8\n"
      printf "%s", text
      bytes += length(text)
      taken += i % 100 == 0
    }
    print taken >"/dev/stderr"
  }' >"$work/$name.log" 2>"$work/$name.taken"
  two_counts=$("$binary" tls --quiet --format csv --jobs 2 --no-progress "$work/$name.log" |
    mawk -F, 'NR == 2 { print $3 }')
  [ "$two_counts" = "$(cat "$work/$name.taken")" ] ||
    { echo "run.sh: $name: $two_counts messages of $(cat "$work/$name.taken")" >&2; exit 1; }
  echo 1 >"$work/$name.key"
}

# measure_short: what takes some milliseconds says little when it ran once in a round.
measure_short() {
  for _ in 1 2 3; do
    two zst tls "$work/piece.zst"
    once zstd sh -c "zstd -dc $work/piece.zst | cat"
    two fortnight tls --tz UTC "$work/fortnight.log"
    two day tls --tz UTC --since 2026-11-07 --until 2026-11-07 "$work/fortnight.log"
    once version "$binary" --version
    once tiny "$binary" tls --quiet "$work/tiny.log"
  done
}

measure_growth() {
  for size in 100 400 1000 4000; do two "grow$size" tls "$work/grow$size.log"; done
  for size in 100 1000; do two "undecided$size" tls "$work/undecided$size.log"; done
}

# Smtptally runs between its slow peers, too: a busy machine is another one in each of their minutes.
measure_cores() {
  rm -f "$work"/times.*
  round=0
  while [ "$round" -lt "$rounds" ]; do
    two own tls "$work/bsd.log"
    once rg rg -c sasl_username= "$work/bsd.log"
    two own tls "$work/bsd.log"
    measure_joins
    two own tls "$work/bsd.log"
    once rg rg -c sasl_username= "$work/bsd.log"
    measure_pflogsumm
    two own tls "$work/bsd.log"
    once_tally one bsd
    two rfc3339 tls "$work/rfc3339.log"
    once rg rg -c sasl_username= "$work/bsd.log"
    once_tally one bsd
    two rfc3339 tls "$work/rfc3339.log"
    two packed tls "$work/rotated"
    once zcat sh -c "zcat $work/rotated/*.gz | wc -l"
    two xz tls "$work/piece.xz"
    once unxz sh -c "xz -dc $work/piece.xz | cat"
    measure_short
    two million tls "$work/million.log"
    measure_growth
    round=$((round + 1))
  done
}

print_cores() {
  bytes=$(wc -c <"$work/bsd.log")
  own=$(column own 1)
  piece=$(wc -c <"$work/piece.log")
  table_head "$bytes bytes, two jobs"
  row own "$bytes" 'smtptally tls, two jobs'
  row one "$bytes" 'smtptally tls, one job'
  peer_rows
  row rfc3339 "$(wc -c <"$work/rfc3339.log")" 'smtptally tls, RFC 3339 stamps'
  row packed "$bytes" 'smtptally tls, 8 rotated .gz'
  row zcat "$bytes" 'zcat *.gz | wc -l'
  row zst "$piece" 'smtptally tls, zstd'
  row zstd "$piece" 'zstd -dc | cat'
  row xz "$piece" 'smtptally tls, xz'
  row unxz "$piece" 'xz -dc | cat'
  row fortnight "$(wc -c <"$work/fortnight.log")" 'smtptally tls, 14 days'
  row day "$(wc -c <"$work/fortnight.log")" 'smtptally tls, one day of them'
  row version 0 'smtptally --version'
  row tiny "$(wc -c <"$work/tiny.log")" 'smtptally tls, 1 KB'
  row million "$(wc -c <"$work/million.log")" 'smtptally tls, 1 million senders'
  echo
  bar 'at most 3.0 times the time of rg -c' "$(ratio "$own" "$(column rg 1)")" 3 atmost '%8.2f x   '
  join_bars 9
  if [ "$pflogsumm" = yes ]; then
    bar 'at least 120 times pflogsumm' "$(ratio "$(column pflogsumm 1)" "$own")" 120 atleast \
      '%8.1f x   '
  fi
  bar 'RFC 3339 stamps no slower per byte' "$(awk -v a="$(wc -c <"$work/rfc3339.log")" \
    -v b="$(column rfc3339 1)" -v c="$bytes" -v d="$own" 'BEGIN { print a / b / (c / d) }')" 1 \
    atleast '%8.2f x   '
  bar 'one job at most 1.75 times the time of two' "$(ratio "$(column one 1)" "$own")" 1.75 atmost \
    '%8.2f x   '
  bar 'eight .gz at least 2.5 times zcat | wc -l' \
    "$(ratio "$(column zcat 1)" "$(column packed 1)")" 2.5 atleast '%8.2f x   '
  bar 'zstd at the speed of its tool' "$(ratio "$(column zstd 1)" "$(column zst 1)")" 1 atleast \
    '%8.2f x   '
  bar 'xz at the speed of its tool' "$(ratio "$(column unxz 1)" "$(column xz 1)")" 1 atleast \
    '%8.2f x   '
  bar 'one day of 14 at most 15 % of the whole' \
    "$(awk -v a="$(column day 1)" -v b="$(column fortnight 1)" 'BEGIN { print a / b * 100 }')" 15 \
    atmost '%8.1f %%   '
  bar 'start-up: --version under 10 ms' "$(ratio "$(column version 1)" 1000000)" 10 atmost \
    '%8.1f ms  '
  bar 'start-up: a log of 1 KB under 10 ms' "$(ratio "$(column tiny 1)" 1000000)" 10 atmost \
    '%8.1f ms  '
  keys=$(($(wc -l <"$work/bsd.csv") - 1))
  bar 'two jobs: peak memory under 64 MiB and 300 bytes a key' \
    "$(ratio "$(column own 2)" 1024)" "$(awk -v k="$keys" 'BEGIN { print 64 + k * 300 / 1048576 }')" \
    atmost '%8.1f MiB '
  bar "peak memory with $(($(wc -l <"$work/million.csv") - 1)) senders under 400 MiB" \
    "$(ratio "$(column million 2)" 1024)" 400 atmost '%8.1f MiB '
  print_growth
}

print_growth() {
  echo
  echo 'growth, two jobs'
  printf '%12s %9s %9s %9s\n' bytes seconds MB/s 'peak MiB'
  for name in grow100 grow400 grow1000 grow4000 undecided100 undecided1000; do
    awk -v b="$(wc -c <"$work/$name.log")" -v t="$(column "$name" 1)" \
      -v k="$(column "$name" 2)" -v name="$name" 'BEGIN {
        printf "%12.0f %9.3f %9.0f %9.1f%s\n", b, t / 1e9, b / (t / 1e3), k / 1024,
          name ~ /^undecided/ ? "  smtpd alone" : "" }'
  done
  bar '10 times the input takes at most 10.5 times the time' \
    "$(ratio "$(column grow1000 1)" "$(column grow100 1)")" 10.5 atmost '%8.2f x   '
  bar '10 times the input: peak memory grows at most 10 %' \
    "$(awk -v a="$(column grow400 2)" -v b="$(column grow4000 2)" \
      'BEGIN { print (b / a - 1) * 100 }')" 10 atmost '%8.1f %%   '
  bar '10 times smtpd alone takes at most 10.5 times the time' \
    "$(ratio "$(column undecided1000 1)" "$(column undecided100 1)")" 10.5 atmost '%8.2f x   '
  bar '10 times smtpd alone: peak memory grows at most 10 %' \
    "$(awk -v a="$(column undecided100 2)" -v b="$(column undecided1000 2)" \
      'BEGIN { print (b / a - 1) * 100 }')" 10 atmost '%8.1f %%   '
}

run_cores() {
  need zstd zstd
  need xz xz-utils
  generate fortnight --bytes 500000000 --days 14 --senders 500
  million
  for size in 100 400 1000 4000; do
    generate "grow$size" --bytes "${size}000000" --days "$((size / 50))" --senders 1000
  done
  undecided 100
  undecided 1000
  head -n 7 "$work/bsd.log" >"$work/tiny.log"
  pack
  exact_two bsd "$work/bsd.log"
  exact_two rfc3339 "$work/rfc3339.log"
  exact_two bsd "$work/rotated"
  exact_two fortnight "$work/fortnight.log"
  exact_two million "$work/million.log"
  echo 'exact: two jobs on bsd, rfc3339, rotated, fortnight, million'
  measure_cores
  print_cores
}
