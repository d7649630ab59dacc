# What join.awk does, written for the speed of mawk: a regular expression over the line is an
# automaton and costs less than splitting the line into fields, so text comes first.
/smtpd\[/ {
  if (/: connect from/) tls[$5] = "none"                  # a process has one client at a time
  else if (/TLS connection established from/) tls[$5] = $12 == "to" ? $14 : $12
  else if (/: client=/) {
    if (i = index($0, ", sasl_username=")) { user[$6] = substr($0, i + 16); version[$6] = tls[$5] }
    else delete user[$6]                                  # the queue id came again
  }
  next
}
/: from=</ && ($6 in user) { ++n[version[$6] "\t" user[$6]]; delete user[$6] }
END { for (k in n) print n[k] "\t" k }
