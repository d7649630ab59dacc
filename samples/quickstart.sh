#!/bin/sh
# Installs the build packages (Debian 12), builds the release and shows the main job on the samples.
set -eu
cd "$(dirname "$0")/.."
. samples/packages.sh

install_packages $build_packages
cmake --preset release -DSMTPTALLY_TESTS=OFF -DSMTPTALLY_UNITY=ON -DSMTPTALLY_WERROR=OFF -B build/quickstart >build-quickstart.log 2>&1 || {
  cat build-quickstart.log
  exit 1
}
rm -f build-quickstart.log
cmake --build build/quickstart
binary=build/quickstart/smtptally

show() {
  printf '\n$ smtptally %s\n' "$*"
  "$binary" "$@"
}
show summary --tz UTC samples/submission-rfc3339.log
show tls --tz UTC samples/submission-rfc3339.log
show volume --tz UTC --format csv samples/submission-rfc3339.log
show tls --tz UTC samples/exchange
printf '\nThe program is %s; "cmake --install build/quickstart" installs it.\n' "$binary"
