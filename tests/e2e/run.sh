#!/bin/sh
# End-to-end test: a private Postfix on loopback, driven by clients that know what they did.
# Usage: run.sh BINARY [SCRIPT]      SCRIPT is drive.py or mailed.py. Exit status 77 says that it cannot run here, and why.
# Debian packages: postfix sasl2-bin libsasl2-modules openssl python3
set -u
cannot() {
  echo "skipped: $1"
  exit 77
}
binary=$1
python=python3
[ "$(id -u)" = 0 ] || cannot 'starting Postfix needs root'
[ -x /usr/lib/postfix/sbin/master ] || cannot 'Debian package postfix is not installed'
command -v saslpasswd2 >/dev/null || cannot 'Debian package sasl2-bin is not installed'
command -v openssl >/dev/null || cannot 'Debian package openssl is not installed'
command -v "$python" >/dev/null || cannot 'Debian package python3 is not installed'
ls /usr/lib/*/sasl2/libplain.so >/dev/null 2>&1 || cannot 'package libsasl2-modules is not installed'

folder=$(mktemp -d /tmp/smtptally-e2e.XXXXXX) || exit 1
# The old protocol versions are off in Debian's configuration; both sides get one of their own.
cat >"$folder/openssl.cnf" <<EOF
openssl_conf = main
[main]
ssl_conf = ssl
[ssl]
system_default = defaults
[defaults]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
EOF
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
OPENSSL_CONF="$folder/openssl.cnf" "$python" "$(dirname "$0")/${2:-drive.py}" "$binary" "$folder"
