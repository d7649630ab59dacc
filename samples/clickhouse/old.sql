-- The senders that still use old TLS, and when they last did (UTC): smtptally old.
SELECT sender, domain, count() AS messages, countIf(tls IN ('tls1_0', 'tls1_1', 'ssl')) AS old,
       intDiv(20000 * old + messages, 2 * messages) / 100 AS old_pct,
       countIf(tls = 'tls1_0') AS tls1_0, countIf(tls = 'tls1_1') AS tls1_1, countIf(tls = 'ssl') AS ssl,
       uniqExact(client) AS clients,
       maxIf(time, tls IN ('tls1_0', 'tls1_1', 'ssl')) AS last_old
FROM messages
WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
  AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
GROUP BY sender, domain
HAVING old > 0
ORDER BY old DESC, sender;
