// Stands in for clickhouse-client, with the engine of npm's chdb on the data folder CHDB_FOLDER:
//   node chdb_client.mjs [--database D] [--date_time_input_format F] [--param_NAME VALUE]...
//                        (--query SQL | --queries-file FILE... | --multiquery)
// Behind the answer of each file stands a form feed, as a line.
// Rows of an INSERT and statements of --multiquery are standard input, as with clickhouse-client.
import { createWriteStream, readFileSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createRequire } from 'node:module';

const { Session } = createRequire(`${process.env.ENGINES_FOLDER}/`)('chdb');
const session = new Session(process.env.CHDB_FOLDER);
const run = (sql) => process.stdout.write(session.query(sql, 'CSVWithNames') ?? '');
const rows = `${process.env.CHDB_FOLDER}.rows.${process.pid}`;
const insert = /^(INSERT INTO \S+) FORMAT/;

// The engine in this process does not read a pipe to its end, so that the rows go through a file.
async function run_with_input(sql) {
  if (!insert.test(sql)) return run(sql);
  await pipeline(process.stdin, createWriteStream(rows));
  return run(sql.replace(insert, `$1 FROM INFILE '${rows}' FORMAT`));
}

const statements = [];
const words = process.argv.slice(2);
while (words.length > 0) {
  const [option, value] = words.splice(0, words[0] === '--multiquery' ? 1 : 2);
  if (option === '--database') run(`USE ${value}`);
  else if (option === '--query') statements.push(value);
  else if (option === '--queries-file') statements.push(`${readFileSync(value, 'utf8')}`, '\f');
  else if (option === '--multiquery') statements.push(...readFileSync(0, 'utf8').split(/;[ ]*\n/));
  else run(`SET ${option.slice(2)} = '${value}'`);
}
try {
  for (const text of statements) {
    if (text === '\f') process.stdout.write('\f\n');
    const sql = text.replace(/^--.*$/gm, '').trim().replace(/;$/, '');
    if (sql !== '') await run_with_input(sql);
  }
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
rmSync(rows, { force: true });
session.close();
