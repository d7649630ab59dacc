-- The tables: a row is an accepted message, or a refused login or handshake, as `smtptally events` prints it.
--   clickhouse-client --multiquery < schema.sql
-- source is the server that the logs are of, as load.sh was told; host is the host that stands in the log, and is
-- empty in logs of Exim. A partition is a source and a day in UTC: a load replaces it whole, so that the same log
-- loaded twice counts once. So there are no materialized views here: a view would count each load again.
CREATE DATABASE IF NOT EXISTS smtptally;

CREATE TABLE IF NOT EXISTS smtptally.messages
(
    source          LowCardinality(String),
    time            DateTime64(6, 'UTC'),
    at              DateTime('UTC') MATERIALIZED toDateTime(time, 'UTC'),
    day             Date MATERIALIZED toDate(time, 'UTC'),
    host            LowCardinality(String),
    service         LowCardinality(String),
    sender          String,
    domain          LowCardinality(String),
    account         String,
    mechanism       LowCardinality(String),
    envelope_sender String,
    client          String,
    tls             LowCardinality(String),
    cipher          LowCardinality(String),
    recipients      UInt32,
    bytes           UInt64,
    queue_id        String
)
ENGINE = MergeTree PARTITION BY (source, day) ORDER BY (sender, time);

CREATE TABLE IF NOT EXISTS smtptally.refusals
(
    source          LowCardinality(String),
    time            DateTime64(6, 'UTC'),
    at              DateTime('UTC') MATERIALIZED toDateTime(time, 'UTC'),
    day             Date MATERIALIZED toDate(time, 'UTC'),
    kind            LowCardinality(String),
    host            LowCardinality(String),
    service         LowCardinality(String),
    account         String,
    client          String,
    mechanism       LowCardinality(String),
    reason_class    LowCardinality(String),
    reason          LowCardinality(String)
)
ENGINE = MergeTree PARTITION BY (source, day) ORDER BY (client, time);
