-- Messages and TLS classes per client address, account and mechanism; times in UTC: smtptally clients.
SELECT client, account, mechanism, count() AS messages, countIf(tls IN ('tls1_0', 'tls1_1', 'ssl')) AS old,
       countIf(tls = 'tls1_0') AS tls1_0,
       countIf(tls = 'tls1_1') AS tls1_1,
       countIf(tls = 'tls1_2') AS tls1_2,
       countIf(tls = 'tls1_3') AS tls1_3,
       countIf(tls = 'ssl') AS ssl,
       countIf(tls = 'none') AS none,
       countIf(tls = 'unknown') AS unknown,
       min(time) AS first, max(time) AS last
FROM messages
WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
  AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
GROUP BY client, account, mechanism
ORDER BY messages DESC, client, account, mechanism;
