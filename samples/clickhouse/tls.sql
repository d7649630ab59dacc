-- Messages and percentages of each TLS class per sender: smtptally tls.
SELECT sender, domain, count() AS messages,
       countIf(tls = 'tls1_0') AS tls1_0, intDiv(20000 * tls1_0 + messages, 2 * messages) / 100 AS tls1_0_pct,
       countIf(tls = 'tls1_1') AS tls1_1, intDiv(20000 * tls1_1 + messages, 2 * messages) / 100 AS tls1_1_pct,
       countIf(tls = 'tls1_2') AS tls1_2, intDiv(20000 * tls1_2 + messages, 2 * messages) / 100 AS tls1_2_pct,
       countIf(tls = 'tls1_3') AS tls1_3, intDiv(20000 * tls1_3 + messages, 2 * messages) / 100 AS tls1_3_pct,
       countIf(tls = 'ssl') AS ssl, intDiv(20000 * ssl + messages, 2 * messages) / 100 AS ssl_pct,
       countIf(tls = 'none') AS none, intDiv(20000 * none + messages, 2 * messages) / 100 AS none_pct,
       countIf(tls = 'unknown') AS unknown, intDiv(20000 * unknown + messages, 2 * messages) / 100 AS unknown_pct
FROM messages
WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
  AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
GROUP BY sender, domain
ORDER BY messages DESC, sender;
