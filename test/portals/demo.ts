/**
 * `npm run demo`: the main job end to end without internet. Starts the replica portals, crawls all five through
 * their site files, shows what came of it, and crawls once more to show that nothing is fetched or stored twice.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Archive } from '../../src/archive/archive.ts';
import { paint } from '../../src/cli/output.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { demoConfig } from './config.ts';
import { startPortals } from './server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'storage', 'demo');
const database = join(folder, 'nianbao.sqlite');
const common = ['--config', relative(root, join(folder, 'config')), '--db', relative(root, database)];

/** Runs a command as a user would, showing it first. Resolves with its exit code. */
function nianbao(...args: string[]): Promise<number> {
  const shown = args.filter((a) => !common.includes(a)).join(' ');
  console.log(`\n${paint('bold', `$ nianbao ${shown}`)}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['src/cli/nianbao.js', ...args], { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const BROKEN = `SELECT count(DISTINCT report_id) AS n FROM report_checks WHERE outcome = 'fail' AND severity = 'error'`;
const CONTRADICTED = `SELECT count(DISTINCT report_id) AS n FROM report_checks
  WHERE outcome = 'fail' AND rule LIKE 'NT.%' AND severity = 'warning'`;

/** What is in the database now, in two lines. */
function inShort(): string {
  const archive = Archive.open({ file: database, fields: FIELDS, mode: 'read' });
  try {
    const count = (sql: string): number => [...archive.rows<{ n: number }>(sql)][0]?.n ?? 0;
    const values = count('SELECT count(*) AS n FROM report_values');
    const printed = count('SELECT count(*) AS n FROM report_values WHERE at IS NOT NULL');
    return (
      `In short: ${count('SELECT count(*) AS n FROM reports')} reports, ${values.toLocaleString('en')} fields; ` +
      `${printed.toLocaleString('en')} hold a figure, each with its place in the document, the rest are blank and stay so.\n` +
      `Reports that do not add up: ${count(BROKEN)}; reports whose text contradicts their table: ${count(CONTRADICTED)}.`
    );
  } finally {
    archive.close();
  }
}

rmSync(folder, { recursive: true, force: true });
demoConfig(join(folder, 'config'));
const portals = await startPortals();
try {
  console.log(
    'Five county portals, as replicas on this machine: 50 annual reports among noise, mirrors and traps.',
  );
  const crawl = ['--connect-to', `127.0.0.1:${portals.port}`, '--insecure-tls', ...common];
  const first = await nianbao('crawl', '--all', ...crawl);
  const requests = portals.requests.length;
  await nianbao('status', ...common);
  await nianbao('status', '--findings', ...common);
  await nianbao('crawl', '--all', ...crawl);
  const again = portals.requests.slice(requests);
  const unchanged = again.filter((r) => r.status === 304).length;
  console.log(`(${again.length} requests, ${unchanged} of them answered 304: not changed)`);
  const clean = await nianbao('verify', ...common);
  console.log(`
${inShort()}

The database is ${relative(root, database)}: open it with any SQLite tool, for example
  SELECT body, year, requests_new_total FROM reports JOIN requests ON report_id = reports.id ORDER BY 3 DESC;
Look further with
  npx nianbao serve ${common.join(' ')}
  npx nianbao status ruzhou ${common.join(' ')}
  npx nianbao export storage/demo/export ${common.join(' ')}
A real crawl is \`npx nianbao crawl ruzhou\`.`);
  process.exitCode = first === 0 && clean === 0 ? 0 : 1;
} finally {
  await portals.close();
}
