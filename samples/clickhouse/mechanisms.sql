-- Messages, senders and TLS classes per SASL mechanism: smtptally mechanisms.
SELECT mechanism, count() AS messages, uniqExact(sender) AS senders, countIf(tls IN ('tls1_0', 'tls1_1', 'ssl')) AS old,
       intDiv(20000 * old + messages, 2 * messages) / 100 AS old_pct,
       countIf(tls = 'tls1_0') AS tls1_0,
       countIf(tls = 'tls1_1') AS tls1_1,
       countIf(tls = 'tls1_2') AS tls1_2,
       countIf(tls = 'tls1_3') AS tls1_3,
       countIf(tls = 'ssl') AS ssl,
       countIf(tls = 'none') AS none,
       countIf(tls = 'unknown') AS unknown
FROM messages
WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
  AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
GROUP BY mechanism
ORDER BY messages DESC, mechanism;
