import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { said } from '../cli/support.ts';
import { ORIGIN_HOST, ORIGIN_SITE, volatileOrigin } from '../pipeline/origin.ts';
import { benchFor } from '../pipeline/support.ts';

const FIELD = 'requests.new.natural_person';

async function originFor(t: TestContext) {
  const bench = await benchFor(t);
  const origin = await volatileOrigin(4);
  t.after(() => origin.close());
  writeFileSync(join(bench.config, 'sites', 'origin.yaml'), ORIGIN_SITE);
  mkdirSync(join(bench.config, 'corrections'));
  const archive = bench.open();
  return {
    ...bench,
    origin,
    correct: (text: string) => writeFileSync(join(bench.config, 'corrections', 'origin.yaml'), text),
    withdraw: () => rmSync(join(bench.config, 'corrections', 'origin.yaml')),
    crawl: () =>
      bench.crawl({
        archive,
        only: ['origin'],
        allowPrivate: true,
        connectTo: { host: '127.0.0.1', port: origin.port },
      }),
    rows: (sql: string) => [...archive.rows<Record<string, unknown>>(sql)],
    command: (...args: string[]) => said([...args, '--config', bench.config, '--db', bench.db, '--json']),
  };
}

const VALUE = `- site: origin
  body: 东山县第3局
  year: 2023
  field: ${FIELD}
  was: 3
  value: 8
  author: 李梅
  date: 2026-11-26
  reason: 印的是 8
`;

const EFFECT = `SELECT v.value, v.read_value, v.corrected_by, v.correction_reason FROM corrected_values v
  JOIN reports r ON r.id = v.report_id WHERE r.body = '东山县第3局' AND v.field = '${FIELD}'`;
const READ = `SELECT v.value, q.requests_new_natural_person AS wide FROM report_values v
  JOIN reports r ON r.id = v.report_id JOIN requests q ON q.report_id = r.id
  WHERE r.body = '东山县第3局' AND v.field = '${FIELD}'`;
const STATE = 'SELECT state FROM report_corrections';

test('a corrected figure stands beside what was read, while that is still so', async (t) => {
  const { crawl, correct, withdraw, origin, rows, command, folder } = await originFor(t);
  correct(VALUE);
  await crawl();
  const signed = { corrected_by: '李梅', correction_reason: '印的是 8' };
  assert.deepEqual(rows(EFFECT), [{ value: 8, read_value: 3, ...signed }]);
  assert.deepEqual(rows(READ), [{ value: 3, wide: 3 }]);
  assert.deepEqual(rows(STATE), [{ state: 'applied' }]);

  await command('export', join(folder, 'out'));
  const [header = '', ...lines] = readFileSync(join(folder, 'out', 'values.csv'), 'utf8').split('\n');
  const line = lines.find((l) => l.includes('东山县第3局') && l.includes(FIELD)) ?? '';
  const cells = new Map(
    header
      .replace('\ufeff', '')
      .trim()
      .split(',')
      .map((name, i) => [name, line.trim().split(',')[i]]),
  );
  assert.deepEqual(
    ['value', 'corrected_value', 'corrected_by', 'corrected_on', 'correction_reason'].map((n) =>
      cells.get(n),
    ),
    ['3', '8', '李梅', '2026-11-26', '印的是 8'],
  );
  assert.match(
    readFileSync(join(folder, 'out', 'corrections.csv'), 'utf8'),
    /东山县第3局,2023,.*李梅.*applied/,
  );

  // Its publisher amends the figure: the correction is not applied to what it was not made for.
  origin.amended.set(3, 5);
  const { sites } = await crawl();
  assert.deepEqual(rows(EFFECT), [{ value: 5, read_value: 5, corrected_by: null, correction_reason: null }]);
  assert.deepEqual(rows(STATE), [{ state: 'stale' }]);
  const [alarm] = sites[0]?.alarms.filter((a) => a.cause.startsWith('correction:')) ?? [];
  assert.match(
    alarm?.message ?? '',
    /origin\.yaml:1, 李梅.*3 was expected and 5 is read.*look at the document again/,
  );
  const reparsed = await command('reparse', 'origin');
  assert.equal(reparsed.code, 1, reparsed.stderr);
  assert.equal(JSON.parse(reparsed.stdout).corrections_to_review[0].state, 'stale');
  const status = JSON.parse((await command('status')).stdout);
  assert.deepEqual([status.corrections[0].state, status.corrections[0].author], ['stale', '李梅']);

  // The amended figure is the corrected one: there is nothing left to correct.
  origin.amended.set(3, 8);
  assert.equal((await crawl()).sites[0]?.healed[0]?.cause, alarm?.cause);
  assert.deepEqual(rows(STATE), [{ state: 'agrees' }]);

  withdraw();
  await crawl();
  assert.deepEqual(rows(STATE), []);
});

test('a correction of what the parser left out, or of no report', async (t) => {
  const { crawl, correct, rows } = await originFor(t);
  const absent = FIELDS.find((f) => !f.forms.includes('2021'))?.id ?? '';
  correct(VALUE.replace('was: 3', 'was: null').replace(FIELD, absent) + VALUE.replace('第3局', '第9局'));
  const { sites } = await crawl();
  assert.deepEqual(rows(`${STATE} ORDER BY state`), [{ state: 'applied' }, { state: 'unmatched' }]);
  assert.deepEqual(rows(`SELECT value, read_value, at FROM corrected_values WHERE field = '${absent}'`), [
    { value: 8, read_value: null, at: null },
  ]);
  assert.ok(sites[0]?.alarms.some((a) => /there is no such report/.test(a.message)));
});

const URL_2 = `http://${ORIGIN_HOST}/art/2024/1/20/art_2.html`;
const IDENTITY = `- site: origin
  url: ${URL_2}
  was: {body: 东山县第2局, year: 2023}
  is: {body: 东山县 第二局, year: 2022}
  author: 李梅
  date: 2026-11-26
  reason: 标题有误
`;
const FILED = `SELECT body, year, url FROM reports WHERE url = '${URL_2}'`;

test('a corrected identity files the report elsewhere, and back when it is withdrawn', async (t) => {
  const { crawl, correct, withdraw, rows, open, command } = await originFor(t);
  await crawl();
  assert.deepEqual(rows(FILED), [{ body: '东山县第2局', year: 2023, url: URL_2 }]);
  correct(IDENTITY);
  await crawl();
  assert.deepEqual(rows(FILED), [{ body: '东山县第二局', year: 2022, url: URL_2 }]);
  assert.equal(rows('SELECT id FROM reports').length, 4);
  // What was read stays as it is.
  assert.deepEqual(
    rows(`SELECT g.printed_body, g.printed_year FROM readings g JOIN reports r ON r.edition_id = g.edition_id
      WHERE r.url = '${URL_2}'`),
    [{ printed_body: '东山县第2局', printed_year: 2023 }],
  );
  assert.deepEqual(rows(STATE), [{ state: 'applied' }]);
  await crawl();
  assert.equal(rows('SELECT id FROM reports').length, 4);
  assert.equal((await command('reparse', 'origin')).code, 0);
  assert.deepEqual(rows(FILED), [{ body: '东山县第二局', year: 2022, url: URL_2 }]);

  correct(IDENTITY.replace('was: {body: 东山县第2局', 'was: {body: 东山县第5局'));
  await crawl();
  assert.deepEqual(rows(STATE), [{ state: 'stale' }]);
  assert.deepEqual(rows(FILED), [{ body: '东山县第2局', year: 2023, url: URL_2 }]);

  correct(IDENTITY);
  await crawl();
  withdraw();
  await crawl();
  assert.deepEqual(rows(FILED), [{ body: '东山县第2局', year: 2023, url: URL_2 }]);
  assert.equal(rows('SELECT id FROM reports').length, 4);
  assert.deepEqual(open().verify(), []);
});
