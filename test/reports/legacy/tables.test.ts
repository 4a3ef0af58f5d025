import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIELDS } from '../../../src/reports/catalogue.ts';
import { differences, isWarned, parse } from '../support.ts';
import {
  distinct,
  expected,
  LOCAL_TABLE,
  legacyLines,
  legacyPage,
  NATIONAL_TABLE,
  type Prints,
} from './printed.ts';

const NATIONAL_IDS = FIELDS.filter(
  (f) => f.id.startsWith('legacy.') && !f.id.startsWith('legacy.local.'),
).map((f) => f.id);
const blanks = Object.fromEntries(NATIONAL_IDS.map((id) => [id, null]));

test('the catalogue has the 58 indicators of the national table and 22 of local ones', () => {
  assert.equal(NATIONAL_IDS.length, 58);
  assert.equal(FIELDS.filter((f) => f.id.startsWith('legacy.local.')).length, 22);
  const printed = NATIONAL_TABLE.flatMap((row) => (row[2] === null ? [] : [`legacy.${row[2]}`]));
  assert.deepEqual(NATIONAL_IDS, printed);
});

test('the national table of 2014 in HTML: every cell, none doubted', async () => {
  const report = await parse(legacyPage(NATIONAL_TABLE, [['统计数', distinct]]));
  assert.deepEqual(report.forms, {
    disclosure: null,
    requests: null,
    litigation: null,
    legacy: '2014-national',
  });
  assert.equal(report.status, 'complete');
  assert.deepEqual(differences(expected(NATIONAL_TABLE, distinct), report), []);
  assert.deepEqual(report.warnings, []);
  assert.match(report.evidence['legacy.review.corrected']?.at ?? '', /^table 1 row \d+ col 3$/u);
  assert.equal(report.year, 2016);
  assert.equal(report.body, '临河县水利局');
});

for (const [name, between] of [
  ['a row a line', ' '],
  ['a cell a line', '\n'],
] as const)
  test(`the national table as text, ${name}`, async () => {
    const report = await parse(legacyLines(NATIONAL_TABLE, distinct, between));
    assert.equal(report.forms.legacy, '2014-national');
    assert.deepEqual(differences(expected(NATIONAL_TABLE, distinct), report), []);
    assert.deepEqual(report.warnings, []);
    assert.equal(report.status, 'complete');
  });

test('blanks and placeholders are null, a printed 0 is 0', async () => {
  const prints: Prints = (row, i) =>
    row[2] === 'channel.weibo'
      ? null
      : row[2] === 'requests.fax'
        ? '/'
        : i % 3 === 0
          ? '0'
          : distinct(row, i);
  const asNull: Prints = (row, i) => (row[2] === 'requests.fax' ? null : prints(row, i));
  for (const source of [
    legacyPage(NATIONAL_TABLE, [['数量', prints]]),
    legacyLines(NATIONAL_TABLE, prints, '\n'),
    legacyLines(NATIONAL_TABLE, prints, ' '),
  ]) {
    const report = await parse(source);
    assert.deepEqual(differences(expected(NATIONAL_TABLE, asNull), report), []);
    assert.equal(report.status, 'complete');
    assert.ok('legacy.channel.weibo' in report.values);
  }
});

test('a row left out is null and said, and the rows after it stay where they are', async () => {
  const rows = NATIONAL_TABLE.filter((r) => r[2] !== 'review.upheld' && r[2] !== 'requests.extended');
  const report = await parse(legacyPage(rows, [['统计数', distinct]]));
  assert.deepEqual(differences({ ...blanks, ...expected(rows, distinct) }, report), []);
  assert.equal(report.status, 'partial');
  assert.ok(isWarned(report, 'legacy.review.upheld'));
  assert.match(report.reason ?? '', /延期办结数/u);
});

test('a damaged label is read with a warning; one that fits nothing is left out', async () => {
  const rows = NATIONAL_TABLE.map((r): typeof r =>
    r[2] === 'replies.not_exist' ? ['6.申请信息不存任数', r[1], r[2]] : r,
  );
  const report = await parse(legacyPage(rows, [['统计数', distinct]]));
  assert.deepEqual(differences(expected(rows, distinct), report), []);
  assert.ok(isWarned(report, 'legacy.replies.not_exist'));
  const lost = NATIONAL_TABLE.map((r): typeof r =>
    r[2] === 'replies.not_exist' ? ['6.（字迹不清的一行）内容', r[1], r[2]] : r,
  );
  const second = await parse(legacyPage(lost, [['统计数', distinct]]));
  assert.equal(second.values['legacy.replies.not_exist'], null);
  assert.equal(second.status, 'partial');
});

test('traditional characters, serial numbers before the labels, units in other money', async () => {
  const page = legacyPage(NATIONAL_TABLE, [['统计数', distinct]])
    .replace('主动公开规范性文件数', '主動公開規範性文件數')
    .replaceAll('万元', '元');
  const report = await parse(page);
  const figures = expected(NATIONAL_TABLE, distinct);
  assert.equal(
    report.values['legacy.proactive.normative_disclosed'],
    figures['legacy.proactive.normative_disclosed'],
  );
  assert.equal(report.values['legacy.fees.on_request'], Number(figures['legacy.fees.on_request']) / 10_000);
});

test('a local table: the figure of the year, not the running total; only the local fields that are there', async () => {
  const total: Prints = (_, i) => String(90_000 + i);
  const report = await parse(
    legacyPage(
      LOCAL_TABLE,
      [
        ['2009年度', distinct],
        ['历年累计', total],
      ],
      { title: '临河县水利局2009年度政府信息公开工作年度报告' },
    ),
  );
  assert.equal(report.forms.legacy, '2008-local');
  assert.deepEqual(differences({ ...blanks, ...expected(LOCAL_TABLE, distinct) }, report), []);
  assert.deepEqual(report.warnings, []);
  assert.equal(report.status, 'complete');
  const few = await parse(legacyPage(LOCAL_TABLE.slice(0, 12), [['本年度', distinct]]));
  assert.ok(!('legacy.local.appeals' in few.values));
  assert.ok('legacy.litigation.total' in few.values);
});

test('two columns of figures: by their heads wherever they stand; without heads the first, doubted', async () => {
  const total: Prints = (_, i) => String(90_000 + i);
  const turned = await parse(
    legacyPage(LOCAL_TABLE, [
      ['历年累计', total],
      ['本年度', distinct],
    ]),
  );
  assert.deepEqual(differences({ ...blanks, ...expected(LOCAL_TABLE, distinct) }, turned), []);
  const bare = await parse(
    legacyPage(LOCAL_TABLE, [
      ['', distinct],
      ['', total],
    ]),
  );
  assert.equal(
    bare.values['legacy.local.visitors'],
    expected(LOCAL_TABLE, distinct)['legacy.local.visitors'],
  );
  assert.ok(isWarned(bare, 'legacy.local.visitors'));
  const cumulative = await parse(legacyPage(LOCAL_TABLE, [['历年累计', total]]));
  assert.equal(cumulative.values['legacy.local.visitors'], null);
});

test('an old table in a later year, and tables of a later form in an old year', async () => {
  const late = await parse(
    legacyPage(NATIONAL_TABLE, [['统计数', distinct]], {
      title: '临河县水利局2020年政府信息公开工作年度报告',
    }),
  );
  assert.equal(late.forms.legacy, '2014-national');
  assert.equal(late.checks.find((c) => c.rule === 'HD.FORM')?.outcome, 'fail');
  assert.deepEqual(differences(expected(NATIONAL_TABLE, distinct), late), []);
});
