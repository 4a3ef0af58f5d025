import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Archive } from '../../src/archive/archive.ts';
import { ORIGIN_SITE, type VolatileOrigin, volatileOrigin } from './origin.ts';
import { type Bench, benchFor } from './support.ts';

async function originBench(t: TestContext, count: number): Promise<{ bench: Bench; origin: VolatileOrigin }> {
  const bench = await benchFor(t);
  const origin = await volatileOrigin(count);
  t.after(() => origin.close());
  mkdirSync(join(bench.config, 'sites'), { recursive: true });
  writeFileSync(join(bench.config, 'sites', 'origin.yaml'), ORIGIN_SITE);
  return { bench, origin };
}

const counts = (archive: Archive) => [
  ...archive.rows(
    'SELECT (SELECT count(*) FROM reports) AS reports, (SELECT count(*) FROM editions) AS editions',
  ),
];

test('one changed cell in one of 500 reports, among 500 pages whose bytes all changed, is one new edition', async (t) => {
  const { bench, origin } = await originBench(t, 500);
  const connectTo = { host: '127.0.0.1', port: origin.port };
  const first = await bench.crawl({ only: ['origin'], connectTo });
  assert.equal(first.sites[0]?.message, null);
  const archive = bench.open();
  assert.deepEqual(counts(archive), [{ reports: 500, editions: 500 }]);

  origin.amended.set(137, 9);
  const second = await bench.crawl({ only: ['origin'], connectTo });
  assert.deepEqual([second.sites[0]?.new, second.sites[0]?.changed, second.sites[0]?.unchanged], [0, 1, 499]);
  const [{ pages } = { pages: 0 }] = archive.rows<{ pages: number }>(
    `SELECT count(DISTINCT payload_sha256) AS pages FROM captures c JOIN resources s ON s.id = c.resource_id
     WHERE s.kind = 'report'`,
  );
  assert.equal(pages, 1000, 'the bytes of every page changed');
  assert.deepEqual(counts(archive), [{ reports: 500, editions: 501 }]);
  const [amended] = archive.status.amendments();
  assert.equal(amended?.body, '东山县第137局');
  const report = archive.history.find('origin/东山县第137局/2023');
  const [before, after] = report.editions;
  assert.ok(before && after);
  assert.deepEqual(
    archive.history
      .compare(before, after)
      .values.map((v) => [v.field, v.before.value, v.after.value])
      .at(0),
    ['requests.new.natural_person', 4, 9],
  );
  assert.deepEqual(archive.history.compare(before, after).texts, []);
});

test('what a better parser reads otherwise is no amendment, even when the bytes changed meanwhile', async (t) => {
  const { bench, origin } = await originBench(t, 3);
  const connectTo = { host: '127.0.0.1', port: origin.port };
  await bench.crawl({ only: ['origin'], connectTo });
  const archive = bench.open();
  // As an earlier version would have left it: another hash of the same content, by another parser.
  archive.transaction(() => {
    for (const sql of [
      `UPDATE edition_rows SET content = unhex(printf('%064d', id))`,
      `UPDATE readings SET parser_version = '0'`,
      `UPDATE judgements SET parser_version = '0' WHERE report_id IS NOT NULL`,
    ])
      [...archive.rows(`${sql} RETURNING id`)];
  });
  const again = await bench.crawl({ only: ['origin'], connectTo });
  assert.deepEqual([again.sites[0]?.changed, again.sites[0]?.unchanged], [0, 3]);
  assert.deepEqual(counts(archive), [{ reports: 3, editions: 3 }]);
});

test('a report taken down is recorded as withdrawn, keeps its edition, and is back when the portal shows it again', async (t) => {
  const { bench, origin } = await originBench(t, 12);
  const connectTo = { host: '127.0.0.1', port: origin.port };
  const crawl = () => bench.crawl({ only: ['origin'], connectTo });
  const archive = bench.open();
  const withdrawn = () => archive.history.withdrawn().map((r) => [r.body, r.withdrawnAs]);
  await crawl();
  origin.unlisted.add(3).add(5);
  origin.gone.add(3);
  const second = await crawl();
  assert.deepEqual(withdrawn().sort(), [
    ['东山县第3局', 'gone'],
    ['东山县第5局', 'unlisted'],
  ]);
  assert.equal(second.sites[0]?.outcome, 'unchanged', 'a report that is gone is no failure of the crawl');
  const told = second.sites[0]?.alarms.filter((a) => a.cause.startsWith('withdrawn:')) ?? [];
  assert.match(told.map((a) => a.message).join('\n'), /第3局 for 2023 is no longer shown at any/u);
  assert.match(told.map((a) => a.message).join('\n'), /第5局 for 2023 is no longer on the list/u);
  assert.deepEqual(counts(archive), [{ reports: 12, editions: 12 }]);

  const third = await crawl();
  assert.ok(
    third.sites[0]?.alarms.every((a) => !a.isNew),
    'told once',
  );
  origin.unlisted.clear();
  origin.gone.clear();
  const fourth = await crawl();
  assert.deepEqual(withdrawn(), []);
  assert.equal(fourth.sites[0]?.healed.filter((a) => a.cause.startsWith('withdrawn:')).length, 2);
  assert.deepEqual(archive.verify(), []);
});

test('a crawl that could not see the whole list takes nothing for withdrawn', async (t) => {
  const { bench, origin } = await originBench(t, 12);
  const connectTo = { host: '127.0.0.1', port: origin.port };
  await bench.crawl({ only: ['origin'], connectTo });
  const archive = bench.open();
  // More than half of the list is gone: that is a broken list, not a purge.
  for (let i = 0; i < 8; i += 1) origin.unlisted.add(i);
  const broken = await bench.crawl({ only: ['origin'], connectTo });
  assert.equal(broken.sites[0]?.outcome, 'broken');
  assert.deepEqual(archive.history.withdrawn(), []);
});
