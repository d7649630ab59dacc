-- The tables: a row is an accepted message, or a refused login or handshake, as `smtptally events` prints it.
-- source is the server that the logs are of, as load.sh was told; host is the host that stands in the log, and is
-- empty in logs of Exim. Times and days are in UTC. A load replaces days of a source.
CREATE TABLE IF NOT EXISTS messages (
    source VARCHAR, time TIMESTAMP, host VARCHAR, service VARCHAR, sender VARCHAR, domain VARCHAR, account VARCHAR,
    mechanism VARCHAR, envelope_sender VARCHAR, client VARCHAR, tls VARCHAR, cipher VARCHAR, recipients UINTEGER,
    bytes UBIGINT, queue_id VARCHAR
);
CREATE TABLE IF NOT EXISTS refusals (
    source VARCHAR, time TIMESTAMP, kind VARCHAR, host VARCHAR, service VARCHAR, account VARCHAR, client VARCHAR,
    mechanism VARCHAR, reason_class VARCHAR, reason VARCHAR
);
