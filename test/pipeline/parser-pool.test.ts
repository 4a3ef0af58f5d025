import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ParseInput, ParserPool } from '../../src/pipeline/parser-pool.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';

const HINTS = { url: null, body: null, year: null, title: null };
const report = makeReport({ body: '东山县水利局', year: 2022, figures: { requests: { new: [5, 1] } } });
const html = `<html><body><a href="/a.pdf">附件</a>${renderReport(report, 'print')}</body></html>`;

const input = (text: string | Uint8Array): ParseInput => ({
  bytes: Buffer.from(text as string),
  contentType: undefined,
  hints: HINTS,
});
/** Takes the reader far longer than any patience here. */
const endless = input('<html><b>'.repeat(3000) + '<p><i>x</i></p>'.repeat(3_000_000));
/** Needs far more memory than allowed here. */
const greedy = input(`<html>${'<p>x'.repeat(2_000_000)}`);

async function withPool<T>(
  options: ConstructorParameters<typeof ParserPool>[0],
  use: (pool: ParserPool) => Promise<T>,
): Promise<T> {
  const pool = new ParserPool(options);
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

test('reads and parses on other threads, several at a time, each answer to its question', async () => {
  await withPool({ size: 2 }, async (pool) => {
    const bytes = Buffer.from(html);
    const answers = await Promise.all([
      pool.parse({ ...input(html), bytes }),
      pool.parse(input('<p>通知公告')),
      pool.parse(input('')),
      pool.parse({ ...input('<p>空'), rendered: html }),
    ]);
    assert.deepEqual(
      answers.map((a) => a.reports.map((r) => r.status)),
      [['complete'], ['not_a_report'], ['unreadable'], ['complete']],
    );
    assert.deepEqual({ ...answers[0]?.reports[0]?.report.values }, { ...report.values });
    assert.deepEqual(answers[0]?.document, { type: 'html', mime: 'text/html', charset: 'utf-8' });
    assert.equal(bytes.toString(), html, 'the bytes stay the caller’s');
  });
});

test('hints and an overruled type reach the parser', async () => {
  await withPool({ size: 1 }, async (pool) => {
    const parsed = await pool.parse({ ...input(html), type: 'text' });
    assert.equal(parsed.document.type, 'text');
  });
});

test('a document that takes too long is unreadable for that reason, and the next one is read', async () => {
  await withPool({ size: 1, timeoutMs: 1500 }, async (pool) => {
    const [late, next] = await Promise.all([pool.parse(endless), pool.parse(input(html))]);
    assert.deepEqual([late.document.type, late.reports.length], ['html', 1]);
    assert.equal(late.reports[0]?.status, 'unreadable');
    assert.match(late.reports[0]?.reason ?? '', /longer than 1\.5 seconds/u);
    assert.equal(next.reports[0]?.status, 'complete');
  });
});

test('a document that takes too much memory likewise, and the program lives', async () => {
  await withPool({ size: 1, memoryMb: 40 }, async (pool) => {
    const [large, next] = await Promise.all([pool.parse(greedy), pool.parse(input(html))]);
    assert.equal(large.reports[0]?.status, 'unreadable');
    assert.match(large.reports[0]?.reason ?? '', /more than 40 MiB/u);
    assert.equal(next.reports[0]?.status, 'complete');
  });
});

test('ready waits while many documents wait', async () => {
  await withPool({ size: 1 }, async (pool) => {
    await pool.ready();
    const done: number[] = [];
    for (let i = 0; i < 12; i++) {
      await pool.ready();
      void pool.parse(input('<p>x')).then(() => done.push(i));
      assert.ok(i - done.length <= 3, `${i - done.length} documents wait`);
    }
  });
});

test('close lets what was given come to its end, and nothing keeps the program alive', async () => {
  const pool = new ParserPool({ size: 1 });
  const given = [pool.parse(input(html)), pool.parse(input(html))];
  await pool.close();
  assert.equal((await Promise.all(given)).length, 2);
});

test('what lies ready behind a document that takes long is read by the other thread, and by its successor', async () => {
  // Small enough to have others behind it, and takes some seconds.
  const slow = input('<b>'.repeat(3900) + '<p><i>x</i></p>'.repeat(65_000));
  for (const { size, timeoutMs, reason, giverIsBusy = false } of [
    { size: 1, timeoutMs: 1000, reason: /longer than 1 second/u },
    // Another thread is started only when one has taken long: the document may take what it takes.
    { size: 2, timeoutMs: 120_000, reason: /neither tables nor chapters/u },
    // One that is begun while all threads take long is not kept waiting either.
    { size: 2, timeoutMs: 120_000, reason: /neither tables nor chapters/u, giverIsBusy: true },
  ])
    await withPool({ size, timeoutMs, giverIsBusy }, async (pool) => {
      let isRead = false;
      const first = pool.parse(slow).then(({ reports }) => {
        isRead = true;
        return reports[0]?.reason;
      });
      const others = Array.from({ length: 8 }, async () => {
        const { reports } = await pool.parse(input(html));
        return [reports[0]?.status, isRead];
      });
      assert.deepEqual(await Promise.all(others), Array(8).fill(['complete', size === 1]));
      if (size > 1) await pool.parse(input(html));
      assert.equal(isRead, size === 1);
      assert.match((await first) ?? '', reason);
    });
});
