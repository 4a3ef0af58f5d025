import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Archive } from '../../src/archive/archive.ts';
import { FIELDS, rows, temporaryFile } from './support.ts';

const CHILD = fileURLToPath(new URL('storing.child.ts', import.meta.url));

/** Lets a child open and store until it has said `count` lines, and some milliseconds longer; then kill -9. What it said last. */
async function killed(file: string, count: number, delay: number): Promise<string> {
  const child = spawn(process.execPath, [CHILD, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) setTimeout(() => child.kill('SIGKILL'), delay);
  }
  assert.deepEqual(await exit, [null, 'SIGKILL']);
  return lines.at(-1) ?? '';
}

test('kill -9 at any moment loses nothing that was said to be stored, and breaks nothing', async (t) => {
  const file = temporaryFile(t);
  let runs = 0;
  for (const count of [2, 3, 6, 10, 15]) {
    // Somewhere in the storing of the next one.
    const [captureId, reportId] = (await killed(file, count, (count * 1.7) % 11)).split(' ').map(Number);
    runs += 1;
    const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
    assert.deepEqual(archive.verify(), []);
    assert.deepEqual([...archive.rows('SELECT id FROM captures WHERE id = ?', captureId ?? 0)].length, 1);
    assert.deepEqual([...archive.rows('SELECT id FROM reports WHERE id = ?', reportId ?? 0)].length, 1);
    // At most the document at work lacks its report: it is found by what is not judged.
    const unread = [...archive.reports.toReread()].filter(({ judgements }) => judgements.length === 0);
    assert.ok(unread.length <= runs, `${unread.length} documents without a report after ${runs} kills`);
    assert.equal(rows(archive, 'SELECT id FROM runs WHERE finished_at IS NULL').length, 1);
    archive.close();
  }
});

test('kill -9 while the database is made leaves one that can be opened', async (t) => {
  await Promise.all(
    [0, 4, 8, 12].map(async (delay) => {
      const file = temporaryFile(t);
      await killed(file, 1, delay);
      const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
      assert.deepEqual(archive.verify(), []);
      archive.close();
    }),
  );
});
