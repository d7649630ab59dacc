-- The clients that were refused for their TLS version; times in UTC:
-- the last list of smtptally summary.
SELECT client, count() AS refused, max(time) AS last
FROM refusals
WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
  AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
  AND kind = 'handshake' AND reason_class = 'protocol'
GROUP BY client
ORDER BY refused DESC, client;
