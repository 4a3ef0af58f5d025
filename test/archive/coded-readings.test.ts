import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodedReadings } from '../../src/archive/coded-readings.ts';
import { OUTCOMES } from '../../src/archive/coding.ts';
import { SqliteConnection } from '../../src/archive/connection.ts';
import type { Check } from '../../src/reports/report.ts';
import { annualReport, crawlReport, openArchive, temporaryFile } from './support.ts';

const COLUMNS = 'rule, scope, severity, outcome, expected, actual, detail';

test('checks are told in code as the view tells them, whatever they found', (t) => {
  const found: Pick<Check, 'expected' | 'actual' | 'detail'>[] = [
    { expected: 3, actual: 3, detail: null },
    { expected: 3, actual: 4, detail: null },
    { expected: null, actual: null, detail: null },
    { expected: null, actual: 4.5, detail: null },
    { expected: '2023', actual: 'two words', detail: 'in words' },
  ];
  const checks = found.flatMap((sides, i) =>
    OUTCOMES.map(
      (outcome): Check => ({
        rule: `T3.RULE${i}`,
        scope: i % 2 === 0 ? null : 'total',
        severity: i > 2 ? 'info' : 'error',
        outcome,
        ...sides,
      }),
    ),
  );
  const file = temporaryFile(t);
  const archive = openArchive(t, { file });
  const address = (n: number): string => `https://www.ruzhou.gov.cn/${n}.html`;
  const [first, second, none] = [checks, checks.toReversed(), []].map((list, n) =>
    crawlReport(archive, address(n), n, {
      report: annualReport(n, { checks: list }),
      identity: { body: `汝州市${n}局`, year: 2023, regionCode: '410482' },
    }),
  );
  const connection = new SqliteConnection({ file, mode: 'read', now: () => new Date() });
  t.after(() => connection.close());
  const readings = new CodedReadings(connection);
  for (const [stored, list] of [
    [first, checks],
    [second, checks.toReversed()],
    [none, []],
  ] as const) {
    const read = readings.checks(stored?.editionId ?? 0);
    assert.deepEqual(read, list);
    const view = connection.all<Check>(
      `SELECT ${COLUMNS} FROM edition_checks WHERE edition_id = ? ORDER BY id`,
      stored?.editionId ?? 0,
    );
    assert.deepEqual(
      read,
      view.map((row) => ({ ...row })),
    );
  }
  assert.deepEqual(readings.checks(999), []);
});
