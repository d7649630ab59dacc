# fish completion for smtptally(1)
function __smtptally_dimensions
    string split ' ' 'sender account envelope_sender domain day hour week month weekday client network tls cipher mechanism service host dialect kind reason_class reason'
end
function __smtptally_values
    string split ' ' 'messages percent recipients bytes senders clients first last failures old old_pct last_old old_senders old_new old_gone tls1_0 tls1_1 tls1_2 tls1_3 ssl none unknown'
end
function __smtptally_classes
    for class in tls1_0 tls1_1 tls1_2 tls1_3 ssl none unknown
        echo {$class}_pct
    end
end
# One of the words behind the last comma of what is typed.
function __smtptally_list
    set -l typed (commandline -ct | string replace -r '^--[a-z-]+=' '')
    set -l before (string match -r '^.*,' -- "$typed")
    for word in $argv
        echo -- $before$word
    end
end
function __smtptally_commands
    string split ' ' 'summary tls volume old days hours weeks domains clients mechanisms events pivot sender client unusual check compare report collect merge config help'
end
complete -c smtptally -n __fish_use_subcommand -a "(__smtptally_commands)"
function __smtptally_behind_help
    set -l words (commandline -opc)
    test "$words[2]" = help
end
complete -c smtptally -n __smtptally_behind_help -f
complete -c smtptally -n "__smtptally_behind_help; and test (count (commandline -opc)) -eq 2" -a "(__smtptally_commands)"
complete -c smtptally -s S -l since -x -a "today yesterday -7d" -d "from this time on"
complete -c smtptally -s U -l until -x -a "today yesterday" -d "before this time"
complete -c smtptally -l on -x -a "today yesterday" -d "that day"
complete -c smtptally -l last -x -a "24h 7d 4w" -d "the span that ends now"
complete -c smtptally -l with -x -a "previous 7d" -d "compare with this period"
complete -c smtptally -l now -x -d "the current time of this run"
complete -c smtptally -l tz -x -d "zone of the output"
complete -c smtptally -l log-tz -x -d "zone of stamps without one"
complete -c smtptally -l year -x -d "year of the first stamp without one"
complete -c smtptally -l domain -x -d "only senders of this domain"
complete -c smtptally -l where -x -a "(__smtptally_dimensions; __smtptally_values; __smtptally_classes)" -d "a condition"
complete -c smtptally -l filter -x -d "saved conditions of the config file"
complete -c smtptally -l sender -x -a "account envelope" -d "what names a sender"
complete -c smtptally -l auth -x -a "only none any" -d "which mail"
complete -c smtptally -l fold-case -d "fold the case of the local part"
complete -c smtptally -l rows -x -a "(__smtptally_list (__smtptally_dimensions))" -d "row dimensions"
complete -c smtptally -l columns -x -a "(__smtptally_list (__smtptally_dimensions))" -d "column dimensions"
complete -c smtptally -l values -x -a "(__smtptally_list (__smtptally_values))" -d values
complete -c smtptally -l sort -x -a "(__smtptally_dimensions; __smtptally_values; __smtptally_classes; echo time; echo queue_id)" -d "order by a column"
complete -c smtptally -l top -x -d "only the first N"
complete -c smtptally -l format -x -a "table csv tsv json ndjson markdown html" -d "form of the report"
complete -c smtptally -l mail-to -x -d "mail the report to these addresses"
complete -c smtptally -l mail-from -x -d "who sends the mail"
complete -c smtptally -l subject -x -d "subject of the mail"
complete -c smtptally -l sendmail -r -d "program that takes the mail"
complete -c smtptally -l mail-timeout -x -d "seconds that it may take"
complete -c smtptally -l mail-dry-run -d "print the mail instead"
complete -c smtptally -s o -l output -r -d "write a file"
complete -c smtptally -l chart -d "draw a bar or a sparkline beside each row"
complete -c smtptally -l wide -d "every column on the screen"
complete -c smtptally -l width -x -d "columns of the screen"
complete -c smtptally -l lang -x -a "en de fr sv ja ko" -d "language of screens, pages, warnings and help"
complete -c smtptally -l ascii -d "draw with ASCII alone"
complete -c smtptally -l no-pager -d "no pager"
complete -c smtptally -l color -x -a "auto always never" -d "when to colour"
complete -c smtptally -l spreadsheet-safe -d "guard formulas"
complete -c smtptally -l anonymize -d "Pseudonyms for names"
complete -c smtptally -l excel -a "comma semicolon" -d "CSV as Excel opens it"
complete -c smtptally -l input-format -x -a "auto postfix exim exchange" -d "kind of log"
complete -c smtptally -l failures -d "refused logins and TLS handshakes instead of messages"
complete -c smtptally -l no-estimates -d "no TLS by client address and time"
complete -c smtptally -l count-probes -d "count mail of monitoring"
complete -c smtptally -l join-limit -x -d "rows and sessions to hold"
complete -c smtptally -l client-connector -x -d "connectors of clients"
complete -c smtptally -l fail-on -x -a "high low" -d "exit 4 if somebody is unusual"
complete -c smtptally -l except -r -d "accounts and networks that are known"
complete -c smtptally -l alarms-per-week -x -d "chance alarms to expect"
complete -c smtptally -l baseline-days -x -d "days that are compared with"
complete -c smtptally -l least -x -d "fewer are never unusual"
complete -c smtptally -l times -x -d "how often its own maximum is exceeded"
complete -c smtptally -l minute-limit -x -d "messages in a minute without a baseline"
complete -c smtptally -l recipient-limit -x -d "recipients in a day without a baseline"
complete -c smtptally -l journal -d "the journal instead of files"
complete -c smtptally -l db -r -d "file of the history"
complete -c smtptally -l keep -x -d "how long hours are kept"
complete -c smtptally -l keep-days -x -d "how long days are kept"
complete -c smtptally -l db-wait -x -d "seconds to wait for another run"
complete -c smtptally -l against -d "check --db: count the logs anew"
complete -c smtptally -l partial -d "write a part for merge in place of the report"
complete -c smtptally -l no-seek -d "read files whole"
complete -c smtptally -s j -l jobs -x -d "worker threads"
complete -c smtptally -l stats -d "print what was read"
complete -c smtptally -l strict -d "exit 3 on what was not understood"
complete -c smtptally -s q -l quiet -d "no warnings"
complete -c smtptally -l no-progress -d "no progress line"
complete -c smtptally -l config -r -d "defaults, filters and presets"
complete -c smtptally -l no-config -d "read no config file"
complete -c smtptally -s h -l help -d help
complete -c smtptally -s V -l version -d version
