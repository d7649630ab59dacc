// Runs SQL on a DuckDB file, in the order of the options, and prints each answer that has rows as CSV:
//   node query.mjs DATABASE [-v NAME=VALUE | -f FILE.sql | -c SQL]...
// -v sets a variable, which SQL reads as getvariable('NAME'). Needs the npm package @duckdb/node-api, in node_modules
// of this folder or one above it, or in the folder that DUCKDB_PACKAGES names.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const from = process.env.DUCKDB_PACKAGES ? `${process.env.DUCKDB_PACKAGES}/` : import.meta.url;
const { DuckDBInstance } = createRequire(from)('@duckdb/node-api');

const cell = (value) => {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const print = (cells) => process.stdout.write(`${cells.map(cell).join(',')}\n`);

async function run(connection, sql) {
  for (let rest = await connection.extractStatements(sql), i = 0; i < rest.count; i++) {
    const answer = await (await rest.prepare(i)).runAndReadAll();
    if (answer.currentRowCount === 0 || /^(Count|Success)$/.test(answer.columnNames().join())) continue;
    print(answer.columnNames());
    answer.getRows().forEach(print);
  }
}

const [path, ...words] = process.argv.slice(2);
try {
  const database = await DuckDBInstance.create(path);
  const connection = await database.connect();
  while (words.length > 0) {
    const [option, value] = words.splice(0, 2);
    if (option === '-v') {
      const [name, ...text] = value.split('=');
      await connection.run(`SET VARIABLE ${name} = '${text.join('=').replaceAll("'", "''")}'`);
    } else if (option === '-f') await run(connection, readFileSync(value, 'utf8'));
    else if (option === '-c') await run(connection, value);
    else throw new Error(`unknown option ${option}`);
  }
} catch (error) {
  console.error(`query.mjs: ${error.message ?? error}`);
  process.exitCode = 1;
}
