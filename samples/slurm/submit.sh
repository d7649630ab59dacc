#!/bin/bash
# One report over many logs, counted by an array job of Slurm and merged by a job behind it:
#
#   bash submit.sh LIST FOLDER VIEW [OPTION...]
#   bash submit.sh lists.txt /shared/report tls --since 2026-11-01 --until 2026-11-30 --tz UTC
#
# Each line of LIST is a task: the logs of one host, oldest first, * and ? allowed. The hosts may stand in any order, and a
# host in two lines where its older logs stand in the upper one. FOLDER, which all nodes see, gets the parts, the
# report (report.csv) and what the tasks said (*.said). SBATCH_OPTIONS is added to both jobs: a partition, an account.
# SMTPTALLY is the program on the nodes, "smtptally" unless set.
set -euo pipefail

if [ $# -lt 3 ]; then
  echo 'usage: submit.sh LIST FOLDER VIEW [OPTION...]' >&2
  exit 2
fi
list=$(realpath -- "$1")
folder=$(realpath -m -- "$2")
shift 2
tasks=$(grep -c '' "$list")
here=$(dirname -- "$(realpath -- "$0")")
mkdir -p "$folder"
rm -f "$folder"/*.part "$folder"/*.part.* "$folder/report.csv"
read -r -a more <<<"${SBATCH_OPTIONS:-}"
export SMTPTALLY=${SMTPTALLY:-smtptally}

# The merge runs also behind a task that failed: it says what is missing.
array=$(sbatch --parsable "${more[@]}" --job-name=smtptally-parts --array="1-$tasks" --output="$folder/%a.said" \
  "$here/part.sbatch" "$list" "$folder" "$@")
merge=$(sbatch --parsable "${more[@]}" --job-name=smtptally-merge --dependency="afterany:${array%%;*}" \
  --output="$folder/merge.said" "$here/merge.sbatch" "$tasks" "$folder" "$@")
echo "parts: job ${array%%;*}, merge: job ${merge%%;*}, report: $folder/report.csv"
