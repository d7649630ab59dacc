// The peer of `smtptally volume` on message tracking logs: DuckDB's read_csv with two threads, the
// same filter and grouping.   node tracking.mjs FOLDER
// Not exact: no second copies, no probes; but it reads the same bytes and keeps the same rows.
import { DuckDBInstance } from '@duckdb/node-api';

const names = ('date_time,client_ip,client_hostname,server_ip,server_hostname,source_context,'
  + 'connector_id,source,event_id,internal_message_id,message_id,network_message_id,'
  + 'recipient_address,recipient_status,total_bytes,recipient_count,related_recipient_address,'
  + 'reference,message_subject,sender_address,return_path,message_info,directionality,tenant_id,'
  + 'original_client_ip,original_server_ip,custom_data,transport_traffic_type,log_id,'
  + 'schema_version').split(',');
const columns = names.map((name) => `'${name}': 'VARCHAR'`).join(', ');
const sql = `
  SELECT return_path, count(*) AS messages, sum(CAST(recipient_count AS BIGINT)) AS recipients,
         sum(CAST(total_bytes AS BIGINT)) AS bytes
  FROM read_csv('${process.argv[2]}/MSGTRK*.LOG', columns = {${columns}}, header = false,
                auto_detect = false, comment = '#', delim = ',', quote = '"', escape = '"')
  WHERE event_id = 'RECEIVE' AND source = 'SMTP' AND substr(message_info, 3, 1) = 'I'
    AND substr(message_info, 1, 2) IN ('06', '07', '0a', '0b', '00')
  GROUP BY return_path ORDER BY messages DESC, return_path`;
const database = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await database.connect();
const result = await connection.runAndReadAll(sql);
console.log('sender,messages,recipients,bytes');
for (const row of result.getRows()) console.log(row.map(String).join(','));
