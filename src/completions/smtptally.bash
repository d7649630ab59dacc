# bash completion for smtptally(1)

# The words that begin with what is typed; in a list, behind its last comma.
_smtptally_words() {
  local list=$1 words=$2 cur=$3 before=
  if [[ $list == list && $cur == *,* ]]; then
    before=${cur%,*},
    cur=${cur##*,}
  fi
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "$cur")
  [[ $list == list ]] && compopt -o nospace 2>/dev/null
  return 0
}

_smtptally() {
  local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}
  local commands="summary tls volume old days hours weeks domains clients mechanisms events pivot sender client unusual check compare report collect merge config help"
  local dimensions="sender account envelope_sender domain day hour week month weekday client
    network tls cipher mechanism service host dialect kind reason_class reason"
  local values="messages percent recipients bytes senders clients first last failures old old_pct last_old old_senders
    old_new old_gone tls1_0 tls1_1 tls1_2 tls1_3 ssl none unknown"
  local classes="tls1_0 tls1_1 tls1_2 tls1_3 ssl none unknown"
  local class percentages=
  for class in $classes; do percentages+=" ${class}_pct"; done
  # "--format=j" and "--sort bytes:a" are three words each where "=" and ":" break words.
  if [[ $cur == "=" ]]; then
    cur=
  elif [[ $option == "=" && $COMP_CWORD -ge 2 ]]; then
    option=${COMP_WORDS[COMP_CWORD-2]}
  fi
  if [[ $cur == ":" || $option == ":" ]]; then
    _smtptally_words word "asc desc" "${cur#:}"
    return
  fi
  case $option in
    --sender) _smtptally_words word "account envelope" "$cur"; return ;;
    --auth) _smtptally_words word "only none any" "$cur"; return ;;
    --format) _smtptally_words word "table csv tsv json ndjson markdown html" "$cur"; return ;;
    --excel)  # Behind a blank stands a file.
      if [[ $option != "${COMP_WORDS[COMP_CWORD-1]}" || ${COMP_WORDS[COMP_CWORD]} == "=" ]]; then
        _smtptally_words word "comma semicolon" "$cur"
        return
      fi ;;
    --fail-on) _smtptally_words word "high low" "$cur"; return ;;
    --color) _smtptally_words word "auto always never" "$cur"; return ;;
    --lang) _smtptally_words word "en de fr sv ja ko" "$cur"; return ;;
    --input-format) _smtptally_words word "auto postfix exim exchange" "$cur"; return ;;
    --rows|--columns) _smtptally_words list "$dimensions" "$cur"; return ;;
    --values) _smtptally_words list "$values" "$cur"; return ;;
    --sort) _smtptally_words word "$dimensions $values $percentages time queue_id" "$cur"
      return ;;
    --where) _smtptally_words list "$dimensions $values $percentages" "$cur"
      return ;;
    -S|--since|-U|--until|--now) _smtptally_words word "today yesterday now -7d" "$cur"; return ;;
    --on) _smtptally_words word "today yesterday" "$cur"; return ;;
    --last) _smtptally_words word "24h 7d 4w" "$cur"; return ;;
    --with) _smtptally_words word "previous 7d" "$cur"; return ;;
    --tz|--log-tz|--keep|--keep-days|--db-wait|--year|--domain|--filter|--top|--width|--mail-to|--mail-from|--subject|--mail-timeout|--client-connector|--join-limit|-j|--jobs|\
    --alarms-per-week|--baseline-days|--least|--times|--minute-limit|--recipient-limit)
      compopt +o default +o bashdefault 2>/dev/null
      return ;;
  esac
  if [[ $cur == -* ]]; then
    _smtptally_words word "--since --until --on --last --with --now --tz --log-tz --year --domain --where
      --filter --sender --auth --fold-case --rows --columns --values --sort --top --format --output --color
      --chart --wide --width --lang --ascii --no-pager
      --anonymize --spreadsheet-safe --excel --mail-to --mail-from --subject --sendmail --mail-timeout --mail-dry-run
      --input-format --failures --no-estimates --count-probes
      --fail-on --except --alarms-per-week --baseline-days --least --times --minute-limit --recipient-limit
      --client-connector --join-limit --journal --db --keep --keep-days --db-wait --against --partial --no-seek --jobs --stats --strict --quiet
      --no-progress --config --no-config --help --version" "$cur"
    return
  fi
  # Nothing from here means file names, which bash completes and quotes by itself.
  COMPREPLY=()
  # Behind sender and client stands a name, which no file has.
  case ${COMP_WORDS[1]} in
    sender|client) [[ $COMP_CWORD == 2 ]] && compopt +o default +o bashdefault 2>/dev/null ;;
  esac
  if [[ ${COMP_WORDS[1]} == help && $COMP_CWORD -ge 2 ]]; then
    compopt +o default +o bashdefault 2>/dev/null
    [[ $COMP_CWORD == 2 ]] && _smtptally_words word "$commands" "$cur"
  fi
  [[ $COMP_CWORD == 1 ]] && _smtptally_words word "$commands" "$cur"
  return 0
}
complete -o bashdefault -o default -F _smtptally smtptally
