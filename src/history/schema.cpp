#include "history/schema.hpp"

namespace smtptally {

const std::array<const char*, 3> kSchemaSteps{R"sql(
CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE tls_evidence (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE means (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  evidence INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  host INTEGER NOT NULL,
  service INTEGER NOT NULL,
  mechanism INTEGER NOT NULL,
  cipher INTEGER NOT NULL,
  dialect INTEGER NOT NULL,
  UNIQUE (host, service, mechanism, cipher, dialect, kind, evidence, flags));
CREATE TABLE ways (
  id INTEGER PRIMARY KEY,
  means INTEGER NOT NULL,
  account INTEGER NOT NULL,
  client INTEGER NOT NULL,
  envelope INTEGER NOT NULL,
  UNIQUE (account, client, envelope, means));
CREATE TABLE hours (
  start INTEGER NOT NULL,
  way INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  recipients INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  widest INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER,
  minutes BLOB,
  PRIMARY KEY (start, way)) WITHOUT ROWID;
CREATE TABLE days (
  start INTEGER NOT NULL,
  way INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  recipients INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  widest INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER,
  minutes BLOB,
  PRIMARY KEY (start, way)) WITHOUT ROWID;
CREATE TABLE services (
  host TEXT NOT NULL,
  service TEXT NOT NULL,
  sessions INTEGER NOT NULL,
  tls_lines INTEGER NOT NULL,
  starttls_used INTEGER NOT NULL,
  implicit_tls INTEGER NOT NULL,
  with_statistics INTEGER NOT NULL,
  PRIMARY KEY (host, service)) WITHOUT ROWID;
CREATE TABLE coverage (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE logs (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  dialect TEXT NOT NULL,
  kinds INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  hosts TEXT NOT NULL,
  lines INTEGER NOT NULL,
  malformed INTEGER NOT NULL,
  first INTEGER,
  last INTEGER,
  front INTEGER NOT NULL,
  head_size INTEGER NOT NULL,
  head INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  tail INTEGER NOT NULL,
  points BLOB NOT NULL,
  year INTEGER NOT NULL,
  month INTEGER NOT NULL,
  year_known INTEGER NOT NULL,
  skipping INTEGER NOT NULL,
  run INTEGER NOT NULL);
CREATE INDEX logs_by_front ON logs (front);
CREATE TABLE packed (
  size INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  log INTEGER NOT NULL,
  PRIMARY KEY (size, hash)) WITHOUT ROWID;
CREATE TABLE open_state (id INTEGER PRIMARY KEY CHECK (id = 1), state BLOB NOT NULL);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  version TEXT NOT NULL,
  logs INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  problems TEXT NOT NULL);
CREATE TABLE reads (
  run INTEGER NOT NULL,
  log INTEGER NOT NULL,
  path TEXT NOT NULL,
  begin INTEGER NOT NULL,
  end INTEGER NOT NULL,
  PRIMARY KEY (run, log)) WITHOUT ROWID;

CREATE VIEW cells AS
  SELECT *, 'hour' AS span FROM hours UNION ALL SELECT *, 'day' AS span FROM days;
CREATE VIEW messages AS
  SELECT c.span, datetime(c.start, 'unixepoch') AS start, h.text AS host, s.text AS service,
    a.text AS account, e.text AS envelope_sender, p.text AS client, m.text AS mechanism,
    CASE
      WHEN t.name = 'proven_plain' THEN 'none'
      WHEN t.name = 'plain' AND v.tls_lines > 0 AND v.implicit_tls = 0 THEN 'none'
      WHEN t.name = 'plain_without_statistics' AND v.tls_lines > 0 AND v.implicit_tls = 0
        AND v.with_statistics = 0 THEN 'none'
      WHEN t.name IN ('tls1_0', 'tls1_1', 'tls1_2', 'tls1_3', 'ssl') THEN t.name
      ELSE 'unknown' END AS tls,
    y.text AS cipher, c.messages, c.recipients, c.bytes,
    datetime(c.start + c.first / 1000000, 'unixepoch') AS first,
    datetime(c.start + coalesce(c.last, c.first) / 1000000, 'unixepoch') AS last
  FROM cells c JOIN ways w ON w.id = c.way JOIN means n ON n.id = w.means
    JOIN texts h ON h.id = n.host JOIN texts s ON s.id = n.service
    JOIN texts a ON a.id = w.account JOIN texts e ON e.id = w.envelope
    JOIN texts p ON p.id = w.client JOIN texts m ON m.id = n.mechanism
    JOIN texts y ON y.id = n.cipher JOIN tls_evidence t ON t.id = n.evidence
    LEFT JOIN services v ON v.host = h.text AND v.service = s.text
  WHERE n.kind = 0;
CREATE VIEW refusals AS
  SELECT c.span, datetime(c.start, 'unixepoch') AS start,
    CASE n.kind WHEN 1 THEN 'login' ELSE 'handshake' END AS kind,
    h.text AS host, s.text AS service, a.text AS account, p.text AS client,
    m.text AS mechanism, y.text AS reason_class, e.text AS reason, c.messages AS refused,
    datetime(c.start + c.first / 1000000, 'unixepoch') AS first,
    datetime(c.start + coalesce(c.last, c.first) / 1000000, 'unixepoch') AS last
  FROM cells c JOIN ways w ON w.id = c.way JOIN means n ON n.id = w.means
    JOIN texts h ON h.id = n.host JOIN texts s ON s.id = n.service
    JOIN texts a ON a.id = w.account JOIN texts e ON e.id = w.envelope
    JOIN texts p ON p.id = w.client JOIN texts m ON m.id = n.mechanism
    JOIN texts y ON y.id = n.cipher
  WHERE n.kind > 0;
)sql",
                                              // Messages without login, packed by means and time.
                                              R"sql(
CREATE TABLE unauthenticated (
  id INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  start INTEGER NOT NULL,
  means INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  recipients INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  packed BLOB NOT NULL);
CREATE INDEX unauthenticated_by_start ON unauthenticated (day, start);
CREATE VIEW named_means AS
  SELECT n.id, n.kind, h.text AS host, s.text AS service, m.text AS mechanism,
    CASE
      WHEN t.name = 'proven_plain' THEN 'none'
      WHEN t.name = 'plain' AND v.tls_lines > 0 AND v.implicit_tls = 0 THEN 'none'
      WHEN t.name = 'plain_without_statistics' AND v.tls_lines > 0 AND v.implicit_tls = 0
        AND v.with_statistics = 0 THEN 'none'
      WHEN t.name IN ('tls1_0', 'tls1_1', 'tls1_2', 'tls1_3', 'ssl') THEN t.name
      ELSE 'unknown' END AS tls,
    y.text AS cipher
  FROM means n JOIN texts h ON h.id = n.host JOIN texts s ON s.id = n.service
    JOIN texts m ON m.id = n.mechanism JOIN texts y ON y.id = n.cipher
    JOIN tls_evidence t ON t.id = n.evidence
    LEFT JOIN services v ON v.host = h.text AND v.service = s.text;
DROP VIEW messages;
CREATE VIEW messages AS
  SELECT c.span, datetime(c.start, 'unixepoch') AS start, n.host, n.service, a.text AS account,
    e.text AS envelope_sender, p.text AS client, n.mechanism, n.tls, n.cipher,
    c.messages, c.recipients, c.bytes,
    datetime(c.start + c.first / 1000000, 'unixepoch') AS first,
    datetime(c.start + coalesce(c.last, c.first) / 1000000, 'unixepoch') AS last
  FROM cells c JOIN ways w ON w.id = c.way JOIN named_means n ON n.id = w.means
    JOIN texts a ON a.id = w.account JOIN texts e ON e.id = w.envelope
    JOIN texts p ON p.id = w.client
  WHERE n.kind = 0
  UNION ALL
  SELECT CASE u.day WHEN 1 THEN 'day' ELSE 'hour' END, datetime(u.start, 'unixepoch'), n.host,
    n.service, '', NULL, NULL, n.mechanism, n.tls, n.cipher, u.messages, u.recipients, u.bytes,
    datetime(u.start + u.first / 1000000, 'unixepoch'),
    datetime(u.start + u.last / 1000000, 'unixepoch')
  FROM unauthenticated u JOIN named_means n ON n.id = u.means;
)sql",
                                              // How far journal files were read.
                                              R"sql(
CREATE TABLE journals (
  file TEXT PRIMARY KEY,
  series TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  entry_hash INTEGER NOT NULL,
  log INTEGER NOT NULL) WITHOUT ROWID;
)sql"};

}  // namespace smtptally
