-- Refused logins and TLS handshakes by reason: smtptally pivot --failures.
SELECT kind, reason_class, count() AS failures
FROM refusals
WHERE day >= {since:Date} - 1 AND day <= {until:Date} + 1
  AND toDate(at, {zone:String}) >= {since:Date} AND toDate(at, {zone:String}) <= {until:Date}
GROUP BY kind, reason_class
ORDER BY failures DESC, kind, reason_class;
