#!/bin/sh
# Installs what the tests need (Debian 12), builds with g++ and clang, runs every test: the release
# build with its end-to-end tests, what uses threads under TSan, and everything again under ASan and
# UBSan. Each build compiles a room of src/ as one file, which takes a third of the time.
# --tidy runs clang-tidy over the sources and lintian over the .deb, too (some minutes more).
set -eu
cd "$(dirname "$0")/.."
. samples/packages.sh

# catch2: unit tests. clang, libclang-rt-dev, clang-format, clang-tidy: second compiler, style. python3: golden and
# end-to-end drivers. postfix, sasl2-bin, libsasl2-modules, openssl: end-to-end tests. mandoc: the
# manual. zsh, fish: completions. gzip, xz-utils, zstd, lz4, bzip2: compressed inputs. file, dpkg-dev: the .deb.
# python3-jsonschema: the schema of JSON. cmark-gfm: reads Markdown as GitHub does. lintian takes its minutes to install.
# chromium, chromium-driver, python3-selenium: the HTML page. systemd, systemd-journal-remote: journal files, written and
# read by others.
# Postfix is only wanted as programs: the tests start one of their own.
if [ "$(id -u)" = 0 ] && [ ! -e /etc/postfix ]; then
  echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
fi
install_packages $build_packages catch2 clang libclang-rt-dev clang-format clang-tidy python3 \
  postfix sasl2-bin libsasl2-modules openssl mandoc zsh fish gzip xz-utils zstd lz4 bzip2 file dpkg-dev mawk \
  python3-jsonschema cmark-gfm chromium chromium-driver python3-selenium systemd systemd-journal-remote
[ "${1:-}" != --tidy ] || install_packages lintian

sources() { find include src tests -name '*.cpp' -o -name '*.hpp'; }

step() { printf '\n== %s\n' "$*"; }
# quiet COMMAND...: its output only when it fails.
quiet() {
  "$@" >build/step.log 2>&1 || {
    cat build/step.log
    exit 1
  }
}

mkdir -p build
step 'clang-format'
sources | xargs clang-format --dry-run --Werror
step 'manuals'
mandoc -T lint -W warning man/*.1

step 'release: g++, warnings are errors'
quiet cmake --preset release -DSMTPTALLY_UNITY=ON
quiet cmake --build --preset release
# Three at a time on two cores: many wait for a shell, a server or a browser.
ctest --preset release -j 3

# What uses threads, and gzip with zlib alone.
step 'TSan, without ISA-L'
quiet cmake --preset tsan -DSMTPTALLY_ISAL=OFF \
  '-DSMTPTALLY_UNIT_TESTS=byte_source;gzip;journal_export;journal_file;progress;read_ahead;reading_law'
quiet cmake --build --preset tsan --target smtptally smtptally_tests
build/tsan/tests/smtptally_tests 'read ahead*,reading*,in order*,progress*,gzip*,sources*,inputs*,journal*'
python3 tests/golden/run.py build/tsan/smtptally inputs exchange
python3 tests/process/check_process.py build/tsan/smtptally

step 'clang with ASan and UBSan, warnings are errors'
quiet cmake --preset asan
quiet cmake --build --preset asan
if [ "${1:-}" = --tidy ]; then
  step 'clang-tidy'
  quiet cmake --preset clang -B build/tidy
  find src -name '*.cpp' | xargs -P 2 -n 4 clang-tidy -quiet -p build/tidy
fi
# What these ask was asked of the release: they look at texts and run every golden case again.
ctest --preset asan -j 3 -E '^(schema|formats|package|completions|documents|language|anonymous|page|takeovers)$'
