-- The same per ISO week, and how many senders of old TLS are left, new and gone: smtptally weeks.
-- A week of which a day, or a day of the week before, is outside of the range has neither old_new nor old_gone.
SELECT concat(toString(toISOYear(w)), '-W', if(toISOWeek(w) < 10, '0', ''), toString(toISOWeek(w))) AS week,
       sum(n) AS messages, sum(s) AS senders, sum(o) AS old,
       if(messages = 0, NULL, intDiv(20000 * old + messages, 2 * greatest(messages, 1)) / 100) AS old_pct,
       sum(tls1_0) AS tls1_0, sum(tls1_1) AS tls1_1, sum(tls1_2) AS tls1_2, sum(tls1_3) AS tls1_3,
       sum(ssl) AS ssl, sum(none) AS none, sum(unknown) AS unknown,
       sum(os) AS old_senders,
       if(w - 7 >= {since:Date} AND w + 6 <= {until:Date}, sum(came), NULL) AS old_new,
       if(w - 7 >= {since:Date} AND w + 6 <= {until:Date}, sum(went), NULL) AS old_gone
FROM
(
    SELECT toMonday(toDate(at, {zone:String})) AS w, count() AS n, uniqExact(sender) AS s,
           countIf(tls IN ('tls1_0', 'tls1_1', 'ssl')) AS o,
           countIf(tls = 'tls1_0') AS tls1_0, countIf(tls = 'tls1_1') AS tls1_1, countIf(tls = 'tls1_2') AS tls1_2,
           countIf(tls = 'tls1_3') AS tls1_3, countIf(tls = 'ssl') AS ssl, countIf(tls = 'none') AS none,
           countIf(tls = 'unknown') AS unknown,
           toUInt64(0) AS os, toUInt64(0) AS came, toUInt64(0) AS went
    FROM messages
    WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
      AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
    GROUP BY w
    UNION ALL
    SELECT tupleElement(step, 1) AS w, toUInt64(0) AS n, toUInt64(0) AS s, toUInt64(0) AS o,
           toUInt64(0) AS tls1_0, toUInt64(0) AS tls1_1, toUInt64(0) AS tls1_2, toUInt64(0) AS tls1_3,
           toUInt64(0) AS ssl, toUInt64(0) AS none, toUInt64(0) AS unknown,
           toUInt64(tupleElement(step, 2)) AS os, toUInt64(tupleElement(step, 3)) AS came,
           toUInt64(tupleElement(step, 4)) AS went
    FROM
    (
        -- A sender's weeks with old TLS, each as a step of its own and of the week behind it.
        SELECT arrayJoin(arrayConcat(
                   arrayMap(x -> tuple(x, 1, has(seen, x - 7) ? 0 : 1, 0), seen),
                   arrayMap(x -> tuple(x + 7, 0, 0, has(seen, x + 7) ? 0 : 1), seen))) AS step
        FROM
        (
            SELECT sender, groupUniqArray(toMonday(toDate(at, {zone:String}))) AS seen
            FROM messages
            WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
              AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
              AND tls IN ('tls1_0', 'tls1_1', 'ssl')
            GROUP BY sender
        )
    )
    UNION ALL
    SELECT toMonday({since:Date}) + 7 * arrayJoin(range(toUInt64(intDiv({until:Date} - {since:Date}, 7) + 2))) AS w,
           toUInt64(0) AS n, toUInt64(0) AS s, toUInt64(0) AS o,
           toUInt64(0) AS tls1_0, toUInt64(0) AS tls1_1, toUInt64(0) AS tls1_2, toUInt64(0) AS tls1_3,
           toUInt64(0) AS ssl, toUInt64(0) AS none, toUInt64(0) AS unknown,
           toUInt64(0) AS os, toUInt64(0) AS came, toUInt64(0) AS went
)
GROUP BY w
HAVING w <= {until:Date}
ORDER BY w;
