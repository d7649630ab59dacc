-- Messages, senders and TLS classes per calendar day of the zone, days without mail, too: smtptally days.
SELECT d AS day, sum(n) AS messages, sum(s) AS senders, sum(o) AS old,
       if(messages = 0, NULL, intDiv(20000 * old + messages, 2 * greatest(messages, 1)) / 100) AS old_pct,
       sum(tls1_0) AS tls1_0, sum(tls1_1) AS tls1_1, sum(tls1_2) AS tls1_2, sum(tls1_3) AS tls1_3,
       sum(ssl) AS ssl, sum(none) AS none, sum(unknown) AS unknown
FROM
(
    SELECT toDate(at, {zone:String}) AS d, count() AS n, uniqExact(sender) AS s,
           countIf(tls IN ('tls1_0', 'tls1_1', 'ssl')) AS o,
           countIf(tls = 'tls1_0') AS tls1_0, countIf(tls = 'tls1_1') AS tls1_1, countIf(tls = 'tls1_2') AS tls1_2,
           countIf(tls = 'tls1_3') AS tls1_3, countIf(tls = 'ssl') AS ssl, countIf(tls = 'none') AS none,
           countIf(tls = 'unknown') AS unknown
    FROM messages
    WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
      AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
    GROUP BY d
    UNION ALL
    SELECT {since:Date} + arrayJoin(range(toUInt64({until:Date} - {since:Date} + 1))) AS d,
           toUInt64(0) AS n, toUInt64(0) AS s, toUInt64(0) AS o,
           toUInt64(0) AS tls1_0, toUInt64(0) AS tls1_1, toUInt64(0) AS tls1_2, toUInt64(0) AS tls1_3,
           toUInt64(0) AS ssl, toUInt64(0) AS none, toUInt64(0) AS unknown
)
GROUP BY d
ORDER BY d;
