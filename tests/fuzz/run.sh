#!/bin/sh
# Builds the fuzz targets with clang, ASan and UBSan, runs them, and says what they found:
#   sh tests/fuzz/run.sh [--seconds N | --runs N] [--jobs N] [TARGET...]
# Each TARGET of corpus/, or all of them, runs for N seconds (60 unless told) or N executions, so many
# targets at a time as --jobs says (1 unless told). It begins with its committed corpus and with what
# earlier runs found worth keeping in build/fuzz/corpus/TARGET, which is then reduced to inputs that
# each reach something of their own. A finding lies in build/fuzz/findings/TARGET, with a smaller one
# beside it, and is tried again by the next run until it passes. Status 1: there are findings.
set -eu
cd "$(dirname "$0")/../.."

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "tests/fuzz/run.sh" >&2
  exit 2
}

# The option has a number behind it.
need_number() {
  case ${2:-} in
  '' | *[!0-9]*)
    echo "$1 needs a number" >&2
    usage
    ;;
  esac
}

# What one target does; the script calls itself with it, so that several can run at a time.
run_target() {
  target=$1
  program=build/fuzz/tests/fuzz/${target}_fuzzer
  committed=tests/fuzz/corpus/$target
  corpus=build/fuzz/corpus/$target
  findings=build/fuzz/findings/$target
  log=build/fuzz/logs/$target.log
  mkdir -p "$corpus" "$findings" build/fuzz/logs
  # Short texts have short inputs, of which there can be more.
  case $target in
  time_spec) longest=48 ;;
  csv_row) longest=128 ;;
  postfix_text) longest=256 ;;
  *) longest=8192 ;;
  esac
  # So long takes a loop without an end, and no run that others keep from the processor.
  limits="-timeout=120 -max_len=$longest"
  # What fails again while corpora and findings are minimised is no new finding.
  again="-artifact_prefix=build/fuzz/logs/$target."

  # Mended since, or still there?
  for finding in "$findings"/*; do
    [ -f "$finding" ] || continue
    if "$program" $limits "$again" "$finding" >"$log" 2>&1; then rm "$finding"; fi
  done

  # Without the weights by rare features (entropic) and the names of functions, which take half the time.
  "$program" $limits $FUZZ_LIMIT -entropic=0 -print_funcs=0 -print_final_stats=1 "-artifact_prefix=$findings/" \
    "$corpus" "$committed" >"$log" 2>&1 || true
  for finding in "$findings"/crash-*; do
    case $finding in
    *.min | *'*') continue ;;
    esac
    [ -e "$finding.min" ] ||
      "$program" $limits "$again" -minimize_crash=1 -max_total_time=30 "-exact_artifact_path=$finding.min" \
        "$finding" >"$log.minimise" 2>&1 || true
  done

  # Only what reaches something that the committed corpus and the others do not.
  rm -rf "$corpus.less"
  mkdir "$corpus.less"
  cp "$committed"/* "$corpus.less"
  if "$program" $limits "$again" -merge=1 "$corpus.less" "$corpus" >"$log.merge" 2>&1; then
    for file in "$committed"/*; do rm "$corpus.less/${file##*/}"; done
    rm -r "$corpus"
    mv "$corpus.less" "$corpus"
  else
    rm -r "$corpus.less" # Something in it fails: it is a finding.
  fi

  awk -v target="$target" -v kept="$(find "$corpus" -type f | wc -l)" \
    -v findings="$(find "$findings" -type f ! -name '*.min' ! -name 'slow-unit-*' | wc -l)" '
    /^stat::number_of_executed_units/ { runs = $2 }
    /^stat::average_exec_per_sec/ { speed = $2 }
    /^stat::new_units_added/ { added = $2 }
    / cov: / {
      for (i = 1; i < NF; ++i) {
        if ($i == "cov:") edges = $(i + 1)
        if ($i == "ft:") features = $(i + 1)
      }
    }
    END {
      printf "%-14s %12d %9d %7d %9d %6d %6d %9d\n", target, runs, speed, edges, features, added, kept, findings
    }' "$log" >"build/fuzz/logs/$target.row"
}

if [ "${1:-}" = --one ]; then
  run_target "$2"
  exit 0
fi

FUZZ_LIMIT=-max_total_time=60
jobs=1
targets=
while [ $# -gt 0 ]; do
  case $1 in
  --seconds | --runs | --jobs)
    need_number "$@"
    case $1 in
    --seconds) FUZZ_LIMIT=-max_total_time=$2 ;;
    --runs) FUZZ_LIMIT=-runs=$2 ;;
    --jobs) jobs=$2 ;;
    esac
    shift
    ;;
  -*) usage ;;
  *)
    [ -d "tests/fuzz/corpus/$1" ] || {
      echo "no target $1; there are:" tests/fuzz/corpus/* | sed 's:tests/fuzz/corpus/::g' >&2
      exit 2
    }
    targets="$targets $1"
    ;;
  esac
  shift
done
export FUZZ_LIMIT
# Memory that is freed is used again sooner, while it is still in the processor's cache; stacks of
# allocations are short.
export ASAN_OPTIONS="quarantine_size_mb=4:malloc_context_size=5${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
[ -n "$targets" ] || targets=$(ls tests/fuzz/corpus)

. samples/packages.sh
install_packages $build_packages catch2 clang libclang-rt-dev

mkdir -p build
{
  cmake --preset fuzz
  cmake --build --preset fuzz --target $(printf '%s_fuzzer ' $targets)
} >build/fuzz.log 2>&1 || {
  cat build/fuzz.log
  exit 2
}

printf '%s\n' $targets | xargs -n 1 -P "$jobs" sh tests/fuzz/run.sh --one

printf '%-14s %12s %9s %7s %9s %6s %6s %9s\n' target executions per/s edges features new kept findings
for target in $targets; do cat "build/fuzz/logs/$target.row"; done
found=0
for target in $targets; do
  for finding in "build/fuzz/findings/$target"/*; do
    case $finding in
    *'*' | */slow-unit-*) continue ;;
    esac
    found=1
    echo "again: build/fuzz/tests/fuzz/${target}_fuzzer $finding"
  done
done
exit $found
