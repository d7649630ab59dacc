#!/bin/sh
# Extracts the texts of the sources to smtptally.pot, and brings them into the catalogues.
# --pot FILE: only extracts, to FILE.
set -eu
cd "$(dirname "$0")/../.."
pot=src/po/smtptally.pot
[ "${1:-}" != --pot ] || pot=$2
find include src -name '*.cpp' -o -name '*.hpp' | LC_ALL=C sort |
  xgettext --files-from=- --language=C++ --from-code=UTF-8 --add-comments=TRANSLATORS \
    --keyword --keyword=tr --keyword=to_tr --keyword=trc:1c,2 --keyword=to_trc:1c,2 --keyword=trc_format:1c,2 --keyword=trn:1,2 --keyword=ntr:1,2 --keyword=trn_count:1,2 \
    --keyword=tr_format --keyword=trn_format:1,2 --keyword=said --keyword=saids:1,1 --keyword=trs_format:1,1 --keyword=to_trs:1,1 \
    --package-name=smtptally --add-location=file --no-wrap --output=- |
  sed -e '/^"POT-Creation-Date/d' -e '/^# /d' -e '/^#$/d' -e '/^#, c-format$/d' >"$pot"
[ "${1:-}" != --pot ] || exit 0
grep '^[a-z]' src/po/LINGUAS | while read -r language; do
  if [ -f "src/po/$language.po" ]; then
    msgmerge --quiet --no-wrap --no-fuzzy-matching --update --backup=none "src/po/$language.po" "$pot"
    msgattrib --no-obsolete --no-wrap --output-file="src/po/$language.po" "src/po/$language.po"
  else
    msginit --no-translator --no-wrap --locale="$language.UTF-8" --input="$pot" --output-file="src/po/$language.po"
    sed -i "s/^\"PO-Revision-Date: YEAR.*/\"PO-Revision-Date: $(date -u +%Y-%m-%d) 00:00+0000\\\\n\"/" "src/po/$language.po"
  fi
done
