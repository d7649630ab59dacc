-- All shards as one: run on each server behind schema.sql. 'mail' is the name of the cluster in <remote_servers> of the
-- servers' configuration. A source is always loaded into the same server; the queries run in this database:
--   clickhouse-client --database smtptally_all --param_zone=UTC ... --queries-file tls.sql
CREATE DATABASE IF NOT EXISTS smtptally_all;
CREATE TABLE IF NOT EXISTS smtptally_all.messages AS smtptally.messages
ENGINE = Distributed('mail', 'smtptally', 'messages');
CREATE TABLE IF NOT EXISTS smtptally_all.refusals AS smtptally.refusals
ENGINE = Distributed('mail', 'smtptally', 'refusals');
