import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { plant } from '../web/support.ts';
import { folderFor, said, start } from './support.ts';

/** Starts `nianbao serve` on a free port; resolves when it has said where it listens. */
async function serveAt(file: string, ...more: string[]) {
  const { child, result } = start(['serve', '--db', file, '--port', '0', '--json', ...more]);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data) => resolve(String(data)));
    child.once('close', () => reject(new Error('it ended')));
  });
  const { url } = JSON.parse(line) as { url: string };
  return { child, result, url };
}

test('serve shows the database until it is interrupted, and ends cleanly', async (t) => {
  const { file } = await plant(t);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const { child, result, url } = await serveAt(file);
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/u);
    const answer = await fetch(url);
    assert.equal(answer.status, 200);
    await answer.text();
    child.kill(signal);
    const { code, stderr } = await result;
    assert.equal(code, 0);
    assert.equal(stderr, '');
  }
});

test('serve says what is wrong, and what to do', async (t) => {
  const folder = folderFor(t);
  const missing = await said(['serve', '--db', join(folder, 'none.sqlite')]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /there is no database .*nianbao crawl/u);

  const { file } = await plant(t);
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  t.after(() => blocker.close());
  const address = blocker.address();
  assert.ok(typeof address === 'object' && address !== null);
  const taken = await said(['serve', '--db', file, '--port', String(address.port)]);
  assert.equal(taken.code, 2);
  assert.match(taken.stderr, /port \d+ of 127\.0\.0\.1 is taken.*--port/u);

  const open = await said(['serve', '--db', file, '--host', '0.0.0.0', '--port', '0']);
  assert.equal(open.code, 2);
  assert.match(open.stderr, /--host 0\.0\.0\.0 can be reached from other machines.*--public/u);

  const words = await said(['serve', '--db', file, '--port', 'http']);
  assert.equal(words.code, 2);
  assert.match(words.stderr, /port number from 0 to 65535/u);
});
