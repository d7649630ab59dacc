-- The numbers of one screen: smtptally summary.
SELECT tupleElement(line, 2) AS metric, tupleElement(line, 3) AS value,
       if(tupleElement(line, 4) = 0, NULL,
          intDiv(20000 * value + tupleElement(line, 4), 2 * greatest(tupleElement(line, 4), 1)) / 100) AS percent
FROM
(
    SELECT arrayJoin([
               tuple(1, 'senders', senders, toUInt64(0)),
               tuple(2, 'senders_old_tls', senders_old_tls, senders),
               tuple(3, 'messages', messages, messages),
               tuple(4, 'messages_old_tls', tls1_0 + tls1_1 + ssl, messages),
               tuple(5, 'tls1_0', tls1_0, messages), tuple(6, 'tls1_1', tls1_1, messages), tuple(7, 'tls1_2', tls1_2, messages),
               tuple(8, 'tls1_3', tls1_3, messages), tuple(9, 'ssl', ssl, messages), tuple(10, 'none', none, messages),
               tuple(11, 'unknown', unknown, messages)]) AS line
    FROM
    (
        SELECT count() AS messages, uniqExact(sender) AS senders,
               uniqExactIf(sender, tls IN ('tls1_0', 'tls1_1', 'ssl')) AS senders_old_tls,
               countIf(tls = 'tls1_0') AS tls1_0, countIf(tls = 'tls1_1') AS tls1_1, countIf(tls = 'tls1_2') AS tls1_2,
               countIf(tls = 'tls1_3') AS tls1_3, countIf(tls = 'ssl') AS ssl, countIf(tls = 'none') AS none,
               countIf(tls = 'unknown') AS unknown
        FROM messages
        WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
          AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
    )
    UNION ALL
    SELECT arrayJoin([tuple(12, 'refused_logins', logins, toUInt64(0)),
                      tuple(13, 'refused_handshakes', handshakes, toUInt64(0))]) AS line
    FROM
    (
        SELECT countIf(kind = 'login') AS logins, countIf(kind = 'handshake') AS handshakes
        FROM refusals
        WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
          AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
    )
)
ORDER BY tupleElement(line, 1);
