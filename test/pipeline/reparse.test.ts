import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { reparse } from '../../src/pipeline/reparse.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { PARSER_VERSION } from '../../src/reports/parse.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { annualReport, fetched, rows } from '../archive/support.ts';
import { readingOf } from '../fixtures/reading.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { demoConfig } from '../portals/config.ts';

const BODY = '临河县水利局';

/** An archive with captures of one body's reports, which an older parser read otherwise, or has not read at all. */
function open(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-reparse-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  demoConfig(join(folder, 'config'));
  const { settings, sites } = loadConfiguration(join(folder, 'config'));
  const [site] = sites;
  assert.ok(site !== undefined);
  const file = join(folder, 'x.sqlite');
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  archive.sites.put(sites);
  const capture = (url: string, html: string): number =>
    archive.captures.record(
      site.id,
      fetched(url, html),
      { kind: 'report', title: null, publishedOn: null },
      null,
    ).captureId;
  const read = (
    captureId: number,
    url: string,
    values: Record<string, number | null>,
    year: number,
  ): void => {
    const report = annualReport(0, { body: BODY, year, values });
    const identity = { body: BODY, year, regionCode: site.regionCode };
    archive.reports.store({
      captureId,
      parserVersion: '0',
      reports: [
        {
          reading: readingOf(report),
          identity,
          url,
          publishedOn: null,
          contentSha256: String(captureId).repeat(64).slice(0, 64),
        },
      ],
    });
  };
  const page = (year: number): string => {
    const report = makeReport({ body: BODY, year, figures: { requests: { new: [year - 2018] } } });
    return `<html><head><title>${report.title}</title></head><body><h1>${report.title}</h1><div>${renderReport(report, 'plain')}</div></body></html>`;
  };
  const run = (
    signal = new AbortController().signal,
    onProgress?: (done: number, total: number) => void,
    anew = false,
  ) =>
    reparse({
      archive,
      settings,
      sites,
      corrections: [],
      only: null,
      anew,
      signal,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  return { archive, file, capture, read, page, run };
}

test('a whole archive is read again: what is read otherwise, figure by figure, and from which version', async (t) => {
  const { archive, capture, read, page, run } = open(t);
  const url = 'https://a.example/2023.html';
  read(capture(url, page(2023)), url, { 'requests.new.total': 50, 'requests.granted.total': 0 }, 2023);
  const progress: [number, number][] = [];
  const summary = await run(undefined, (...step) => progress.push(step));
  assert.deepEqual(progress, [[1, 1]]);
  const [changed] = summary.changed;
  assert.deepEqual(changed?.before, ['0']);
  assert.deepEqual(
    changed?.changes.find((c) => c.field === 'requests.new.total'),
    { field: 'requests.new.total', before: 50, after: 5 },
  );
  assert.ok(!changed?.changes.some((c) => c.field === 'requests.granted.total'));
  assert.equal(summary.parserVersion, PARSER_VERSION);
  assert.deepEqual((await run()).changed, []);
  assert.deepEqual(archive.verify(), []);
});

test('reports that are none any more are named, and their years are held against each other anew', async (t) => {
  const { archive, capture, read, page, run } = open(t);
  for (const year of [2021, 2022]) {
    const url = `https://a.example/${year}.html`;
    read(capture(url, year === 2021 ? page(year) : '<p>栏目建设中，敬请期待。</p>'), url, { x: 1 }, year);
  }
  const url = 'https://a.example/2023.html';
  capture(url, page(2023));
  const summary = await run();
  assert.equal(summary.added, 1);
  assert.deepEqual(
    summary.gone.map(({ body, year }) => [body, year]),
    [[BODY, 2022]],
  );
  assert.deepEqual(
    rows(archive, "SELECT outcome, actual FROM report_checks WHERE rule = 'XY.GAP' ORDER BY report_id"),
    [
      { outcome: 'not_applicable', actual: null },
      { outcome: 'fail', actual: 2021 },
    ],
  );
});

test('rows that another hand has altered are named, and written again where that is asked for', async (t) => {
  const { archive, file, capture, page, run } = open(t);
  capture('https://a.example/2023.html', page(2023));
  await run();
  const text = rows(archive, 'SELECT text FROM report_sections ORDER BY section');
  const problems = (): string => archive.verify().join('\n');
  for (const [altered, told] of [
    ['UPDATE requests SET requests_new_total = 99', /requests_new_total is 99 where the reading has 5/],
    ["UPDATE readings SET texts = x'00ff'", /text of a reading is damaged/],
    ["UPDATE readings SET figures = 'x'", /the figures of edition 1 are damaged/],
    ["UPDATE readings SET checks = 'x'", /the checks of edition 1 are damaged/],
  ] as const) {
    const other = new Database(file);
    other.exec(altered);
    other.close();
    assert.match(problems(), told);
    assert.match(problems(), /: run nianbao reparse --anew$/);
    await run(undefined, undefined, true);
    assert.equal(problems(), '');
  }
  assert.deepEqual(rows(archive, 'SELECT text FROM report_sections ORDER BY section'), text);
  assert.deepEqual(rows(archive, 'SELECT requests_new_total AS n FROM requests'), [{ n: 5 }]);
});

test('interrupted, it keeps what it has read and can be run again', async (t) => {
  const { archive, capture, page, run } = open(t);
  for (let i = 0; i < 40; i++)
    capture(`https://a.example/${i}.html`, page(2023).replaceAll(BODY, `临河县第${i}水利局`));
  const stop = new AbortController();
  const summary = await run(stop.signal, (done) => {
    if (done === 3) stop.abort();
  });
  assert.equal(summary.interrupted, true);
  assert.ok(summary.documents >= 3 && summary.documents < 40);
  assert.equal(rows(archive, 'SELECT id FROM reports').length, summary.documents);
  assert.deepEqual(archive.years.due(), []);
  assert.equal((await run()).documents, 40);
  assert.equal(rows(archive, 'SELECT id FROM reports').length, 40);
  assert.deepEqual(rows(archive, 'PRAGMA synchronous'), [{ synchronous: 2 }]);
});
