-- Messages, recipients and bytes per sender: smtptally volume.
SELECT sender, domain, count() AS messages, sum(messages.recipients) AS recipients, sum(messages.bytes) AS bytes
FROM messages
WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
  AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
GROUP BY sender, domain
ORDER BY messages DESC, sender;
