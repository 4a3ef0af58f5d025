import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { benchFor } from '../pipeline/support.ts';
import { ROOT } from './support.ts';

interface Said {
  readonly code: number;
  readonly before: number;
  readonly after: number;
}

/** Runs a command line, then loads `pg`; says how many modules of PostgreSQL's packages each has loaded. */
const PROGRAM = `
import { registerHooks } from 'node:module';
let loaded = 0;
registerHooks({
  load(url, context, next) {
    if (/node_modules\\/(?:pg|pg-boss|pg-[a-z-]+|postgres-[a-z-]+)\\//u.test(url)) loaded += 1;
    return next(url, context);
  },
});
const { main } = await import('${join(ROOT, 'src/cli/main.ts')}');
const code = await main(JSON.parse(process.argv[1]));
for (const name of ['crawl', 'worker', 'serve', 'copy', 'enqueue']) await import('${ROOT}src/cli/' + name + '.ts');
const before = loaded;
await import('pg');
process.exitCode = 0;
console.error(JSON.stringify({ code, before, after: loaded }));
`;

test('a crawl into an SQLite file loads nothing of the packages for PostgreSQL', async (t) => {
  const { config, db, portals } = await benchFor(t);
  const to = `${portals.address}:${portals.port}`;
  const args = ['crawl', 'zone', '--json', '--db', db, '--config', config, '--connect-to', to];
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, JSON.stringify([...args, '--insecure-tls'])],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child, 'close');
  const said = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Said;
  // 1: years are missing of the replica.
  assert.ok(said.code === 0 || said.code === 1, stderr);
  assert.equal(said.before, 0);
  assert.ok(said.after > 0, 'the look sees them where they are loaded');
});
