import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { checkBetweenYears } from '../../src/pipeline/between-years.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { annualReport, crawlReport, RUZHOU, rows, temporaryFile } from '../archive/support.ts';
import { plantValues } from '../fixtures/values.ts';

type Planted = readonly [
  year: number,
  figures: Readonly<Record<string, number>>,
  more?: { body?: string; content?: string; url?: string },
];

function store(archive: Archive, [year, figures, more = {}]: Planted): void {
  const body = more.body ?? '汝州市司法局';
  crawlReport(archive, more.url ?? `https://www.ruzhou.gov.cn/${year}.html`, year, {
    identity: { body, year, regionCode: '410482' },
    report: annualReport(0, { body, year, values: { ...plantValues('2021', {}), ...figures } }),
    content: more.content ?? `${body} ${year} ${JSON.stringify(figures)}`,
  });
}

const OUT = 'requests.carried_out.total';
const IN = 'requests.carried_in.total';
const SERIES: readonly Planted[] = [
  [2021, { [OUT]: 1 }],
  [2022, { [IN]: 1, [OUT]: 4 }],
  [2023, { [IN]: 3 }],
  [2025, {}],
];

/** Verdicts in an order that does not depend on when they were stored. */
const verdicts = (archive: Archive) =>
  rows(
    archive,
    `SELECT r.body, r.year, c.rule, c.scope, c.outcome, c.expected, c.actual, c.detail FROM report_checks c
     JOIN reports r ON r.id = c.report_id WHERE c.id < 0 ORDER BY r.body, r.year, c.rule, c.scope, c.detail`,
  );
const broken = (archive: Archive, rule: string) =>
  verdicts(archive)
    .filter((v) => v.rule === rule && v.outcome === 'fail')
    .map((v) => [v.year, v.scope, v.expected, v.actual]);

function open(t: Parameters<typeof temporaryFile>[0]): Archive {
  const archive = Archive.open({ file: temporaryFile(t), fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  archive.sites.put([RUZHOU]);
  return archive;
}

test('verdicts do not depend on the order in which the years arrive, nor on when they are tried', async (t) => {
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
  ];
  const results: Archive[] = [];
  for (const [n, order] of orders.entries()) {
    const archive = open(t);
    for (const i of order) {
      const planted = SERIES[i];
      if (planted !== undefined) store(archive, planted);
      if (n !== 1) await checkBetweenYears(archive, 'ruzhou');
    }
    await checkBetweenYears(archive);
    assert.deepEqual(archive.years.due(), []);
    assert.deepEqual(archive.verify(), []);
    results.push(archive);
  }
  const [first, ...others] = results;
  assert.ok(first !== undefined);
  for (const other of others) assert.deepEqual(verdicts(other), verdicts(first));
  assert.deepEqual(broken(first, 'XY.CARRY'), [[2023, 'total', 4, 3]]);
  assert.deepEqual(broken(first, 'XY.GAP'), [[2025, null, 2024, 2023]]);
});

test('an amended year is held against its neighbours anew; findings show it', async (t) => {
  const archive = open(t);
  for (const planted of SERIES.slice(0, 3)) store(archive, planted);
  await checkBetweenYears(archive);
  assert.deepEqual(broken(archive, 'XY.CARRY'), [[2023, 'total', 4, 3]]);
  assert.ok(archive.status.findings().some((f) => f.rule === 'XY.CARRY' && f.year === 2023));
  store(archive, [2022, { [IN]: 1, [OUT]: 3 }]);
  assert.deepEqual(archive.years.due('ruzhou'), [{ siteId: 'ruzhou', body: '汝州市司法局' }]);
  await checkBetweenYears(archive);
  assert.deepEqual(broken(archive, 'XY.CARRY'), []);
  store(archive, [2024, { [IN]: 7 }]);
  await checkBetweenYears(archive);
  assert.deepEqual(broken(archive, 'XY.CARRY'), [[2024, 'total', 0, 7]]);
});

test('a body that writes its name in short one year is the same body; two reports of a year are said', async (t) => {
  const archive = open(t);
  store(archive, [2022, { [OUT]: 2 }, { body: '汝州市卫生健康委员会' }]);
  store(archive, [2023, { [IN]: 1 }, { body: '汝州市卫健委' }]);
  store(archive, [2023, { [IN]: 2 }, { body: '卫健委', url: 'https://www.ruzhou.gov.cn/other.html' }]);
  store(archive, [2023, { [IN]: 5 }, { body: '汝州市水利局', url: 'https://www.ruzhou.gov.cn/water.html' }]);
  await checkBetweenYears(archive);
  assert.deepEqual(
    verdicts(archive)
      .filter((v) => v.outcome === 'fail')
      .map((v) => [v.body, v.rule, v.scope]),
    [
      ['卫健委', 'HD.DUP', null],
      ['汝州市卫健委', 'HD.DUP', null],
      ['汝州市卫健委', 'XY.CARRY', 'total'],
    ],
  );
});

test('another address with other content is a second report of the year', async (t) => {
  const archive = open(t);
  store(archive, [2023, {}]);
  await checkBetweenYears(archive);
  assert.deepEqual(broken(archive, 'HD.DUP'), []);
  store(archive, [2023, { [IN]: 1 }, { url: 'https://www.ruzhou.gov.cn/picture.html' }]);
  await checkBetweenYears(archive);
  assert.deepEqual(broken(archive, 'HD.DUP'), [[2023, null, 0, 1]]);
});

test('with the last report of a body its verdicts go', async (t) => {
  const archive = open(t);
  for (const planted of SERIES) store(archive, planted);
  await checkBetweenYears(archive);
  archive.reports.dropDerived();
  await checkBetweenYears(archive);
  assert.deepEqual(verdicts(archive), []);
  assert.deepEqual(archive.years.due(), []);
});
