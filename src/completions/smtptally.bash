# bash completion for smtptally(1)
_smtptally() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local dimensions="sender account envelope_sender domain day hour week month weekday client
    network tls cipher mechanism service host dialect kind reason_class reason"
  local values="messages percent recipients bytes senders clients first last failures"
  case $prev in
    --sender) COMPREPLY=($(compgen -W "account envelope" -- "$cur")); return ;;
    --auth) COMPREPLY=($(compgen -W "only none any" -- "$cur")); return ;;
    --format) COMPREPLY=($(compgen -W "table csv tsv json ndjson" -- "$cur")); return ;;
    --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
    --input-format) COMPREPLY=($(compgen -W "auto postfix exchange" -- "$cur")); return ;;
    --rows|--columns) COMPREPLY=($(compgen -W "$dimensions" -- "$cur")); return ;;
    --values) COMPREPLY=($(compgen -W "$values" -- "$cur")); return ;;
    --sort) COMPREPLY=($(compgen -W "$dimensions $values" -- "$cur")); return ;;
    -S|--since|-U|--until|--now) COMPREPLY=($(compgen -W "today yesterday now -7d" -- "$cur"))
      return ;;
    --last) COMPREPLY=($(compgen -W "24h 7d 4w" -- "$cur")); return ;;
    --tz|--log-tz|--year|--domain|--where|--top|--client-connector|--join-limit|-j|--jobs) return ;;
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "--since --until --last --now --tz --log-tz --year --domain --where
      --sender --auth --fold-case --rows --columns --values --sort --top --format --output --color
      --spreadsheet-safe --input-format --failures --no-estimates --count-probes
      --client-connector --join-limit --journal --no-seek --jobs --stats --strict --quiet
      --no-progress --help --version" -- "$cur"))
    return
  fi
  COMPREPLY=($(compgen -f -- "$cur"))
  [[ $COMP_CWORD == 1 ]] &&
    COMPREPLY+=($(compgen -W "summary volume tls events pivot check compare" -- "$cur"))
}
complete -o filenames -F _smtptally smtptally
