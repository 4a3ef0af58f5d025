import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodedReadings } from '../../src/archive/coded-readings.ts';
import { openConnection } from '../../src/archive/open.ts';
import type { AnnualReport, Check } from '../../src/reports/report.ts';
import { annualReport, crawlReport, openArchive, rows, temporaryDatabase } from './support.ts';

const check = (
  rule: string,
  expected: Check['expected'],
  actual: Check['actual'],
  change: Partial<Check> = {},
): Check => ({
  rule,
  scope: rule.length > 8 ? null : 'total',
  severity: 'error',
  outcome: 'pass',
  detail: null,
  expected,
  actual,
  ...change,
});

/** Of one shape, each with figures, a body and a year of its own; every fifth is odd in one more way. */
function variant(i: number): AnnualReport {
  const year: number | null = i % 11 === 10 ? null : 2019 + (i % 4);
  const said = year ?? 2023;
  const body = i % 7 === 6 ? null : `汝州市第${i}局`;
  const figure = (i * 13) % 9;
  const odd = i % 5 === 4;
  return annualReport(figure, {
    year,
    body,
    title:
      i % 3 === 0
        ? `关于印发${body}${said}年政府信息公开工作年度报告的通知#${i}`
        : `${body}${said}年政府信息公开工作年度报告`,
    meta: {
      'meta.index_number': odd ? `号\u0001${i}` : `X-${said}`,
      'meta.date': odd ? null : `${said + 1}-01-20`,
    },
    values: {
      'disclosure.rules.made': 0,
      'fees.info_processing.amount': odd ? 0.5 : 12.5,
      'requests.new.natural_person': figure,
      'requests.granted.total': odd ? null : figure * 2,
      'litigation.review.total': odd ? 3 : 0,
      'local.extra': 7,
    },
    checks: [
      check('T3.FLOW', figure, figure),
      check('T3.SUM', odd ? null : figure * 2, odd ? 1 : figure * 2),
      check('HD.YEAR', String(said), said),
      check('HD.PERIOD', 'a calendar year', `${said}-01-01/${said}-12-31`),
      check('HD.LAST', said - 1, `before ${said + 1}-01-01`),
      check('HD.BODY', body, odd ? null : body),
      check('T2.RANGE', 'at least 0', 0),
      check('T2.ODD', 1, odd ? 2 : 1, odd ? { outcome: 'fail', detail: `第${i}份` } : {}),
      check('T2.NEVER', null, null, { outcome: odd ? 'pass' : 'unassessable' }),
      check('T2.MARK', odd ? 'a\u0002b' : '12019', `x${i % 2}`),
    ],
  });
}

test('reports that mostly say the same are told, in SQL and in code, as each of them was', (t) => {
  const file = temporaryDatabase(t);
  const archive = openArchive(t, { file });
  const reports = Array.from({ length: 40 }, (_, i) => variant(i));
  const stored = reports.map((report, i) =>
    crawlReport(archive, `https://www.ruzhou.gov.cn/${i}.html`, i, {
      report,
      identity: { body: `汝州市第${i}局`, year: 2019 + (i % 4), regionCode: '410482' },
    }),
  );
  assert.deepEqual(
    rows(archive, 'SELECT id FROM readings WHERE usual_id IS NULL').length,
    11,
    'until it is known',
  );
  const [{ n } = { n: 0 }] = rows(archive, 'SELECT count(*) AS n FROM usual_readings');
  assert.ok(n === 1 || n === 2, `${n} rows for all of them`);
  assert.ok(
    rows(archive, `SELECT id FROM readings WHERE check_codes = ''`).length > 8,
    'some have nothing of their own',
  );

  const connection = openConnection({ file, mode: 'read', now: () => new Date() });
  t.after(() => connection.close());
  const readings = new CodedReadings(connection);
  for (const [i, report] of reports.entries()) {
    const { editionId, reportId } = stored[i] ?? { editionId: 0, reportId: 0 };
    assert.deepEqual(readings.checks(editionId ?? 0), report.checks);
    assert.deepEqual(
      connection
        .all<Check>(
          `SELECT rule, scope, severity, outcome, expected, actual, detail FROM report_checks WHERE report_id = ${reportId} ORDER BY id`,
        )
        .map((row) => ({ ...row })),
      report.checks,
    );
    const values = rows(archive, `SELECT field, value FROM report_values WHERE report_id = ${reportId}`);
    assert.deepEqual(Object.fromEntries(values.map(({ field, value }) => [field, value])), report.values);
    const meta = rows(archive, `SELECT field, value FROM report_meta WHERE report_id = ${reportId}`);
    assert.deepEqual(Object.fromEntries(meta.map(({ field, value }) => [field, value])), report.meta);
  }
  const titles = rows(archive, 'SELECT title FROM reports ORDER BY id').map(({ title }) => title);
  assert.deepEqual(
    titles,
    reports.map(({ title }) => title),
  );
  const raw = rows(
    archive,
    `SELECT DISTINCT raw FROM report_values WHERE field = 'fees.info_processing.amount'`,
  );
  assert.deepEqual(raw, [{ raw: '12.50' }]);
  assert.deepEqual(archive.verify(), []);
});

test('what is usual is known to the next process, and survives a transaction that came to nothing', (t) => {
  const file = temporaryDatabase(t);
  const address = (n: number): string => `https://www.ruzhou.gov.cn/${n}.html`;
  const add = (archive: ReturnType<typeof openArchive>, i: number): void => {
    crawlReport(archive, address(i), i, {
      report: variant(i),
      identity: { body: `汝州市第${i}局`, year: 2023, regionCode: '410482' },
    });
  };
  const first = openArchive(t, { file });
  for (let i = 0; i < 11; i += 1) add(first, i);
  assert.throws(() =>
    first.transaction(() => {
      add(first, 11);
      throw new Error('power failure');
    }),
  );
  assert.deepEqual(rows(first, 'SELECT id FROM usual_readings'), []);
  for (let i = 11; i < 24; i += 1) add(first, i);
  const known = rows(first, 'SELECT id FROM usual_readings');
  assert.equal(known.length, 1);
  const second = openArchive(t, { file });
  add(second, 24);
  const [last] = rows(second, 'SELECT usual_id FROM readings ORDER BY edition_id DESC LIMIT 1');
  assert.equal(last?.usual_id, known[0]?.id);
  assert.deepEqual(second.verify(), []);
});
