-- Replaces days of a source by what two files of `smtptally events --format ndjson --tz UTC` hold: load.sh calls it.
-- It is one transaction: all of it, or nothing.
BEGIN;
CREATE TEMP TABLE new_messages AS
    SELECT * FROM read_ndjson(getvariable('messages'), columns = {
        time: 'TIMESTAMP', host: 'VARCHAR', service: 'VARCHAR', sender: 'VARCHAR', domain: 'VARCHAR',
        account: 'VARCHAR', mechanism: 'VARCHAR', envelope_sender: 'VARCHAR', client: 'VARCHAR', tls: 'VARCHAR',
        cipher: 'VARCHAR', recipients: 'UINTEGER', bytes: 'UBIGINT', queue_id: 'VARCHAR'});
SELECT error('the logs have no message of ' || string_agg(DISTINCT time::DATE, ' ' ORDER BY time::DATE)
             || ', the table has: nothing is changed (--allow-empty)')
FROM messages
WHERE source = getvariable('source')
  AND time >= getvariable('first')::DATE AND time < getvariable('last')::DATE + 1
  AND time::DATE NOT IN (SELECT time::DATE FROM new_messages)
  AND getvariable('allow_empty') = 'no'
HAVING count(*) > 0;
DELETE FROM messages
WHERE source = getvariable('source')
  AND time >= getvariable('first')::DATE AND time < getvariable('last')::DATE + 1;
DELETE FROM refusals
WHERE source = getvariable('source')
  AND time >= getvariable('first')::DATE AND time < getvariable('last')::DATE + 1;
INSERT INTO messages BY NAME
    SELECT getvariable('source') AS source, * REPLACE (coalesce(recipients, 0) AS recipients, coalesce(bytes, 0) AS bytes)
    FROM new_messages;
INSERT INTO refusals BY NAME
    SELECT getvariable('source') AS source, * FROM read_ndjson(getvariable('refusals'), columns = {
        time: 'TIMESTAMP', kind: 'VARCHAR', host: 'VARCHAR', service: 'VARCHAR', account: 'VARCHAR',
        client: 'VARCHAR', mechanism: 'VARCHAR', reason_class: 'VARCHAR', reason: 'VARCHAR'});
DROP TABLE new_messages;
COMMIT;
