# Sourced by quickstart.sh and tests/run.sh: installs Debian packages that are missing.

# Everything that the release build needs.
build_packages="g++ cmake ninja-build pkg-config gettext libcli11-dev libfmt-dev
  libhowardhinnant-date-dev robin-map-dev libsimdjson-dev zlib1g-dev libisal-dev liblzma-dev
  libzstd-dev libbz2-dev liblz4-dev libtomlplusplus-dev libboost-dev
  libsqlitecpp-dev libsqlite3-dev libxxhash-dev libunistring-dev tzdata"

# install_packages NAME...: installs those that are not there, as root or with sudo.
install_packages() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
  else
    echo "These packages are missing; install them as root and start again:" >&2
    echo "  apt-get install --no-install-recommends$missing" >&2
    exit 2
  fi
  echo "Installing:$missing"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
      --no-install-recommends $missing >/dev/null
}
