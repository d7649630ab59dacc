-- The reports as table macros of three arguments: the first and the last day, and the zone of days.
--   SELECT * FROM tls('2026-11-01', '2026-11-30', 'Europe/Berlin');
-- Numbers are defined in smtptally(1). Times are in UTC.

-- 100 * part / whole, rounded half up to two decimals; no value where whole is 0.
CREATE OR REPLACE MACRO share(part, whole) AS
    (20000 * part + whole) // (2 * nullif(whole, 0)) / 100;

CREATE OR REPLACE MACRO local_day(instant, zone) AS timezone(zone, instant AT TIME ZONE 'UTC')::DATE;

CREATE OR REPLACE MACRO messages_of(since, until, zone) AS TABLE
    SELECT *, local_day(time, zone) AS local_day, tls IN ('tls1_0', 'tls1_1', 'ssl') AS is_old
    FROM messages
    WHERE time >= since::DATE - 1 AND time < until::DATE + 2
      AND local_day(time, zone) BETWEEN since::DATE AND until::DATE;

CREATE OR REPLACE MACRO refusals_of(since, until, zone) AS TABLE
    SELECT * FROM refusals
    WHERE time >= since::DATE - 1 AND time < until::DATE + 2
      AND local_day(time, zone) BETWEEN since::DATE AND until::DATE;

CREATE OR REPLACE MACRO tls(since, until, zone) AS TABLE
    SELECT sender, domain, count(*) AS messages,
           count(*) FILTER (tls = 'tls1_0') AS tls1_0, share(tls1_0, messages) AS tls1_0_pct,
           count(*) FILTER (tls = 'tls1_1') AS tls1_1, share(tls1_1, messages) AS tls1_1_pct,
           count(*) FILTER (tls = 'tls1_2') AS tls1_2, share(tls1_2, messages) AS tls1_2_pct,
           count(*) FILTER (tls = 'tls1_3') AS tls1_3, share(tls1_3, messages) AS tls1_3_pct,
           count(*) FILTER (tls = 'ssl') AS ssl, share(ssl, messages) AS ssl_pct,
           count(*) FILTER (tls = 'none') AS none, share(none, messages) AS none_pct,
           count(*) FILTER (tls = 'unknown') AS unknown, share(unknown, messages) AS unknown_pct
    FROM messages_of(since, until, zone) AS m
    GROUP BY sender, domain
    ORDER BY messages DESC, sender;

CREATE OR REPLACE MACRO volume(since, until, zone) AS TABLE
    SELECT sender, domain, count(*) AS messages, sum(recipients) AS recipients, sum(bytes) AS bytes
    FROM messages_of(since, until, zone)
    GROUP BY sender, domain
    ORDER BY messages DESC, sender;

CREATE OR REPLACE MACRO old(since, until, zone) AS TABLE
    SELECT sender, domain, count(*) AS messages, count(*) FILTER (is_old) AS old, share(old, messages) AS old_pct,
           count(*) FILTER (tls = 'tls1_0') AS tls1_0,
           count(*) FILTER (tls = 'tls1_1') AS tls1_1,
           count(*) FILTER (tls = 'ssl') AS ssl,
           count(DISTINCT client) AS clients, max(time) FILTER (is_old) AS last_old
    FROM messages_of(since, until, zone)
    GROUP BY sender, domain
    HAVING count(*) FILTER (is_old) > 0
    ORDER BY old DESC, sender;

CREATE OR REPLACE MACRO clients(since, until, zone) AS TABLE
    SELECT client, account, mechanism, count(*) AS messages, count(*) FILTER (is_old) AS old,
           count(*) FILTER (tls = 'tls1_0') AS tls1_0, count(*) FILTER (tls = 'tls1_1') AS tls1_1,
           count(*) FILTER (tls = 'tls1_2') AS tls1_2, count(*) FILTER (tls = 'tls1_3') AS tls1_3,
           count(*) FILTER (tls = 'ssl') AS ssl, count(*) FILTER (tls = 'none') AS none,
           count(*) FILTER (tls = 'unknown') AS unknown,
           min(time) AS first, max(time) AS last
    FROM messages_of(since, until, zone)
    GROUP BY client, account, mechanism
    ORDER BY messages DESC, client, account, mechanism;

CREATE OR REPLACE MACRO domains(since, until, zone) AS TABLE
    SELECT domain, count(*) AS messages, count(DISTINCT sender) AS senders, count(*) FILTER (is_old) AS old,
           share(old, messages) AS old_pct,
           count(*) FILTER (tls = 'tls1_0') AS tls1_0, count(*) FILTER (tls = 'tls1_1') AS tls1_1,
           count(*) FILTER (tls = 'tls1_2') AS tls1_2, count(*) FILTER (tls = 'tls1_3') AS tls1_3,
           count(*) FILTER (tls = 'ssl') AS ssl, count(*) FILTER (tls = 'none') AS none,
           count(*) FILTER (tls = 'unknown') AS unknown
    FROM messages_of(since, until, zone)
    GROUP BY domain
    ORDER BY messages DESC, domain;

CREATE OR REPLACE MACRO mechanisms(since, until, zone) AS TABLE
    SELECT mechanism, count(*) AS messages, count(DISTINCT sender) AS senders, count(*) FILTER (is_old) AS old,
           share(old, messages) AS old_pct,
           count(*) FILTER (tls = 'tls1_0') AS tls1_0, count(*) FILTER (tls = 'tls1_1') AS tls1_1,
           count(*) FILTER (tls = 'tls1_2') AS tls1_2, count(*) FILTER (tls = 'tls1_3') AS tls1_3,
           count(*) FILTER (tls = 'ssl') AS ssl, count(*) FILTER (tls = 'none') AS none,
           count(*) FILTER (tls = 'unknown') AS unknown
    FROM messages_of(since, until, zone)
    GROUP BY mechanism
    ORDER BY messages DESC, mechanism;

-- Days without mail, too.
CREATE OR REPLACE MACRO days(since, until, zone) AS TABLE
    SELECT step::DATE AS day, count(m.time) AS messages, count(DISTINCT sender) AS senders, count(*) FILTER (is_old) AS old,
           share(old, messages) AS old_pct,
           count(*) FILTER (tls = 'tls1_0') AS tls1_0, count(*) FILTER (tls = 'tls1_1') AS tls1_1,
           count(*) FILTER (tls = 'tls1_2') AS tls1_2, count(*) FILTER (tls = 'tls1_3') AS tls1_3,
           count(*) FILTER (tls = 'ssl') AS ssl, count(*) FILTER (tls = 'none') AS none,
           count(*) FILTER (tls = 'unknown') AS unknown
    FROM generate_series(since::TIMESTAMP, until::TIMESTAMP, INTERVAL 1 DAY) AS steps(step)
    LEFT JOIN messages_of(since, until, zone) AS m ON m.local_day = step::DATE
    GROUP BY step
    ORDER BY step;

-- ISO weeks, and how many senders of old TLS are left, new and gone. A week of which a day, or a day of the week before,
-- is outside of the range has neither old_new nor old_gone.
CREATE OR REPLACE MACRO weeks(since, until, zone) AS TABLE
    WITH per_week AS (
        SELECT step::DATE AS monday, count(m.time) AS messages, count(DISTINCT sender) AS senders, count(*) FILTER (is_old) AS old,
               count(*) FILTER (tls = 'tls1_0') AS tls1_0, count(*) FILTER (tls = 'tls1_1') AS tls1_1,
               count(*) FILTER (tls = 'tls1_2') AS tls1_2, count(*) FILTER (tls = 'tls1_3') AS tls1_3,
               count(*) FILTER (tls = 'ssl') AS ssl, count(*) FILTER (tls = 'none') AS none,
               count(*) FILTER (tls = 'unknown') AS unknown,
               coalesce(list(DISTINCT sender) FILTER (is_old), []) AS olds
        FROM generate_series(date_trunc('week', since::TIMESTAMP), until::TIMESTAMP, INTERVAL 7 DAY) AS steps(step)
        LEFT JOIN messages_of(since, until, zone) AS m ON date_trunc('week', m.local_day) = step
        GROUP BY step
    )
    SELECT strftime(monday, '%G-W%V') AS week, messages, senders, old, share(old, messages) AS old_pct,
           tls1_0, tls1_1, tls1_2, tls1_3, ssl, none, unknown, len(olds) AS old_senders,
           CASE WHEN monday - 7 >= since::DATE AND monday + 6 <= until::DATE
                THEN len(olds) - len(list_intersect(olds, lag(olds) OVER steps)) END AS old_new,
           CASE WHEN monday - 7 >= since::DATE AND monday + 6 <= until::DATE
                THEN len(lag(olds) OVER steps) - len(list_intersect(olds, lag(olds) OVER steps)) END AS old_gone
    FROM per_week
    WINDOW steps AS (ORDER BY monday)
    ORDER BY monday;

CREATE OR REPLACE MACRO summary(since, until, zone) AS TABLE
    WITH sums AS (
        SELECT count(*) AS messages, count(DISTINCT sender) AS senders, count(*) FILTER (is_old) AS old,
               count(DISTINCT sender) FILTER (is_old) AS old_senders,
               count(*) FILTER (tls = 'tls1_0') AS tls1_0, count(*) FILTER (tls = 'tls1_1') AS tls1_1,
               count(*) FILTER (tls = 'tls1_2') AS tls1_2, count(*) FILTER (tls = 'tls1_3') AS tls1_3,
               count(*) FILTER (tls = 'ssl') AS ssl, count(*) FILTER (tls = 'none') AS none,
               count(*) FILTER (tls = 'unknown') AS unknown
        FROM messages_of(since, until, zone)
    ),
    refused AS (
        SELECT count(*) FILTER (kind = 'login') AS logins, count(*) FILTER (kind = 'handshake') AS handshakes
        FROM refusals_of(since, until, zone)
    )
    SELECT unnest(['senders', 'senders_old_tls', 'messages', 'messages_old_tls', 'tls1_0', 'tls1_1', 'tls1_2', 'tls1_3',
                   'ssl', 'none', 'unknown', 'refused_logins', 'refused_handshakes']) AS metric,
           unnest([senders, old_senders, messages, old, tls1_0, tls1_1, tls1_2, tls1_3, ssl, none, unknown,
                   logins, handshakes]) AS value,
           unnest([NULL, share(old_senders, senders), share(messages, messages), share(old, messages),
                   share(tls1_0, messages), share(tls1_1, messages), share(tls1_2, messages), share(tls1_3, messages),
                   share(ssl, messages), share(none, messages), share(unknown, messages), NULL, NULL]) AS percent
    FROM sums, refused;

-- smtptally pivot --failures
CREATE OR REPLACE MACRO refused(since, until, zone) AS TABLE
    SELECT kind, reason_class, count(*) AS failures
    FROM refusals_of(since, until, zone)
    GROUP BY kind, reason_class
    ORDER BY failures DESC, kind, reason_class;

-- The clients that were refused for their TLS version.
CREATE OR REPLACE MACRO refused_clients(since, until, zone) AS TABLE
    SELECT client, count(*) AS refused, max(time) AS last
    FROM refusals_of(since, until, zone)
    WHERE kind = 'handshake' AND reason_class = 'protocol'
    GROUP BY client
    ORDER BY refused DESC, client;
