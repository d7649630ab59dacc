#!/bin/sh
# The samples for many hosts, with the real engines: ClickHouse, DuckDB, GNU parallel over sshd, Slurm.
#   sh tests/engines.sh [SMTPTALLY]
# Installs what they need: Debian packages, and npm packages into build/engines (some 600 MB). Builds smtptally, as
# tests/run.sh leaves it in build/release, where it is missing. Where a package can not be had, the test is skipped, which
# is said; a wrong number fails.
set -eu
export PYTHONDONTWRITEBYTECODE=1
cd "$(dirname "$0")/.."
. samples/packages.sh

step() { printf '\n== %s\n' "$*"; }

packages=$PWD/build/engines
mkdir -p "$packages"

binary=${1:-build/release/smtptally}
if [ ! -x "$binary" ] && [ $# = 0 ]; then
  step 'release'
  install_packages $build_packages
  cmake --preset release -DSMTPTALLY_UNITY=ON -DSMTPTALLY_TESTS=OFF >build/engines/build.log 2>&1 &&
    cmake --build --preset release --target smtptally >>build/engines/build.log 2>&1 || {
    cat build/engines/build.log
    exit 1
  }
fi

# Each on its own: one that can not be had must not keep the others away.
step 'packages'
# The tests start services of their own: those of the packages stay off.
if [ "$(id -u)" = 0 ] && [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
# need PROGRAM PACKAGE...: each on its own, so that one that can not be had does not keep the others away.
need() {
  PATH=$PATH:/usr/sbin command -v "$1" >/dev/null && return
  shift
  (install_packages "$@") || echo "not installed, so its tests are skipped: $*"
}
need python3 python3
need npm nodejs npm
need clickhouse-server clickhouse-server clickhouse-client
need sshd openssh-server openssh-client
need parallel parallel
need slurmctld slurm-wlm munge
if ! (cd "$packages" && npm install --no-save --no-fund --no-audit --silent chdb@3.4.0 @duckdb/node-api@1.5.6-r.1); then
  echo 'not installed, so their tests are skipped: the npm packages chdb and @duckdb/node-api'
fi

failed=0
# try NAME PACKAGE ARGUMENT...: a test; PACKAGE is the folder of the npm package that it needs, or -.
try() {
  name=$1
  step "$name"
  if [ "$2" != - ] && [ ! -d "$packages/node_modules/$2" ]; then
    echo "skipped: the npm package $2 is not installed"
    return
  fi
  shift 2
  status=0
  python3 "tests/engines/$name.py" "$binary" "$@" || status=$?
  case $status in
    0 | 77) ;;
    *) failed=$((failed + 1)) ;;
  esac
}
try check_chdb chdb "$packages"
try check_shards -
try check_duckdb @duckdb/node-api "$packages"
try check_parallel -
try check_slurm -
[ $failed = 0 ] || {
  echo "engines: $failed failed"
  exit 1
}
