#!/bin/bash
# One report over the logs of many hosts, which are read where they lie:
#
#   bash across_hosts.sh [-f FORMAT] [-o FILE] HOSTS LOGS VIEW [OPTION...]
#   bash across_hosts.sh hosts '/var/log/mail.log*' tls --since 2026-11-01 --until 2026-11-30 --tz UTC
#
# HOSTS is a file with a login of ssh a line, as GNU parallel takes it: mx1.example.org, root@mx2, 'ssh -p 2222 mx3'.
# LOGS are the names of the logs on the hosts, with * and ? if you like. Each host counts its own (smtptally VIEW
# OPTION... --partial), and sends its part, which is small; the parts are merged here. -f and -o are those of the report.
#
# Exit status: 0 done; 3 done, but a host is missing or has damaged logs, which is said; 2 no report.
# SMTPTALLY is the program here, REMOTE_SMTPTALLY that of the hosts: "smtptally" unless set.
# PARTS keeps the parts in this folder. Needs parallel and ssh here, sh and smtptally on the hosts.
set -euo pipefail

die() {
  echo "across_hosts.sh: $1" >&2
  exit 2
}

print=()
while getopts f:o: option; do
  case $option in
    f) print+=(--format "$OPTARG") ;;
    o) print+=(--output "$OPTARG") ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -ge 3 ] || die "usage: across_hosts.sh [-f FORMAT] [-o FILE] HOSTS LOGS VIEW [OPTION...]"
hosts=$1 logs=$2 view=$3
shift 3
# The hosts' shells read it, for the sake of * and ?.
[[ $logs =~ ^[]A-Za-z0-9_./*?,:=@+[:blank:][-]+$ ]] || die "a name of a log has other signs than letters, digits and ._/*?[],:=@+- : $logs"
mapfile -t logins < <(grep -Ev '^[[:blank:]]*(#|$)' "$hosts")
[ ${#logins[@]} -gt 0 ] || die "$hosts names no host"
command -v parallel >/dev/null || die 'GNU parallel is missing: apt-get install parallel'

# quoted WORD...: as any POSIX shell reads them; printf %q is for bash only.
quoted() {
  local word
  for word in "$@"; do
    printf " '%s'" "${word//\'/\'\\\'\'}"
  done
}
# The report goes to a file there first: what is sent is whole.
remote="f=\$(mktemp) && { ${REMOTE_SMTPTALLY:-smtptally}$(quoted "$view" "$@") --no-pager --partial -o \"\$f\" $logs; "
remote+='s=$?; cat "$f"; rm -f "$f"; exit $s; }'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
parts=${PARTS:-$work/parts}
mkdir -p "$parts"
rm -f "$parts"/[0-9]*.part*
# Each host is a group of its own, so that it gets its own job and nobody else's. All are asked at a time.
number=0
for login in "${logins[@]}"; do
  number=$((number + 1))
  printf '@%04d/1/%s\n' $number "$login" >>"$work/logins"
  printf '%04d@%04d\n' $number $number >>"$work/numbers"
done
parallel --will-cite --hostgroups --sshloginfile "$work/logins" --jobs 1 --joblog "$work/joblog" \
  --results "$parts/{}.part" -a "$work/numbers" "sh -c$(quoted "$remote") : {}" >/dev/null 2>"$work/said" || true

# What each host answered: its status, and its part.
status=0
good=()
for ((number = 1; number <= ${#logins[@]}; number++)); do
  login=${logins[number - 1]}
  part=$(printf '%s/%04d.part' "$parts" $number)
  code=$(awk -F '\t' -v n=$number 'NR > 1 && $1 == n { print $7 }' "$work/joblog")
  if [ "${code:-255}" = 0 ] || [ "${code:-255}" = 3 ]; then
    good+=("$part")
    [ "$code" = 0 ] || echo "across_hosts.sh: $login: some of its logs are damaged or unreadable" >&2
  elif [ "${code:-255}" = 255 ]; then
    echo "across_hosts.sh: $login: cannot be reached: the report is without it" >&2
  else
    echo "across_hosts.sh: $login: smtptally ended with $code: the report is without it" >&2
  fi
  [ "${code:-255}" = 0 ] || status=3
  [ ! -s "$part.err" ] || sed "s|^|$login: |" "$part.err" >&2
done
[ ${#good[@]} -gt 0 ] || die 'no host answered'
merged=0
"${SMTPTALLY:-smtptally}" merge "${good[@]}" "$view" "$@" "${print[@]}" || merged=$?
[ $merged = 0 ] || exit $merged
exit $status
