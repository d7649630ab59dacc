# The plain join that an administrator would write: who sent how many messages under which TLS.
#   mawk -f join.awk mail.log        prints: count TAB version TAB user     (BSD stamps only)
# Not exact: a user name is cut at a comma, and an aborted transaction may meet a later queue file.
$5 ~ /smtpd\[/ && $6 == "connect" { tls[$5] = "none" }   # a process has one client at a time
$5 ~ /smtpd\[/ && /TLS connection established from/ { tls[$5] = $12 == "to" ? $14 : $12 }
$5 ~ /smtpd\[/ && $7 ~ /^client=/ {
  delete user[$6]                                         # the queue id came again
  if (match($0, /sasl_username=[^,]+/)) user[$6] = tls[$5] "\t" substr($0, RSTART + 14, RLENGTH - 14)
}
$5 ~ /qmgr\[/ && $7 ~ /^from=</ && ($6 in user) { ++n[user[$6]]; delete user[$6] }
END { for (k in n) print n[k] "\t" k }
