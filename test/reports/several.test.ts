import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinDocuments } from '../../src/documents/join.ts';
import { readDocument } from '../../src/documents/read.ts';
import { parseReports } from '../../src/reports/parse.ts';
import { plantValues } from '../fixtures/values.ts';
import { distinct, expected, legacyPage, NATIONAL_TABLE } from './legacy/printed.ts';
import { outcomes, print, readDraft } from './quirk-support.ts';
import { differences, documentOf } from './support.ts';

const ONE = { requests: { new: [5, 1], granted: [5, 1] } };
const OTHER = { requests: { new: [0, 2], carried_out: [0, 2] } };
const SECOND = [[/临河县水利局2023年/gu, '临河县教育局2022年']] as const;

const bodyOf = (html: string): string => /<body>(.*)<\/body>/su.exec(html)?.[1] ?? html;

for (const layout of ['text-spaces', 'html-spans'])
  test(`Q99 two reports in one document are two (${layout})`, async () => {
    const one = print({ layout, figures: ONE }).source;
    const other = print({ layout, figures: OTHER, replace: SECOND }).source;
    const source = layout.startsWith('html')
      ? `<html><body>${bodyOf(one)}${bodyOf(other)}</body></html>`
      : `${one}\n${other}`;
    const reports = parseReports(await documentOf(source));
    assert.deepEqual(
      reports.map((r) => [r.body, r.year, r.status]),
      [
        ['临河县水利局', 2023, 'complete'],
        ['临河县教育局', 2022, 'complete'],
      ],
    );
    for (const [i, figures] of [ONE, OTHER].entries()) {
      const report = reports[i];
      assert.ok(report !== undefined);
      assert.deepEqual(differences(plantValues('2021', figures), report), []);
      assert.deepEqual(outcomes(report, 'ST.ONE'), { '-': 'pass' });
    }
  });

test('Q99 a report printed twice on its page is one', async () => {
  const { source } = print({ layout: 'html-spans', figures: ONE });
  const page = `<html><body>${bodyOf(source)}${bodyOf(source)}</body></html>`;
  assert.equal(parseReports(await documentOf(page)).length, 1);
});

test('titles of other reports below an article make no second one', async () => {
  const { source } = print({ layout: 'html-spans', figures: ONE });
  const links =
    '<p>临河县教育局2022年政府信息公开工作年度报告</p><p>临河县水利局2021年政府信息公开工作年度报告</p>';
  const page = `<html><body>${bodyOf(source)}${links}</body></html>`;
  const reports = parseReports(await documentOf(page));
  assert.deepEqual(
    reports.map((r) => [r.body, r.year]),
    [['临河县水利局', 2023]],
  );
});

test('a report of today and one of the years before 2019 in one document', async () => {
  const modern = bodyOf(print({ layout: 'html-spans', figures: ONE }).source);
  const old = bodyOf(legacyPage(NATIONAL_TABLE, [['统计数', distinct]]));
  const [first, second] = parseReports(await documentOf(`<html><body>${old}${modern}</body></html>`));
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(differences(expected(NATIONAL_TABLE, distinct), first), []);
  assert.deepEqual(differences(plantValues('2021', ONE), second), []);
});

test('two tables three under one title are a fault of our reading', async () => {
  const { source } = print({ figures: ONE });
  const three = /三、收到和处理[\s\S]*?(?=四、政府信息公开行政)/u.exec(source)?.[0] ?? '';
  const report = await readDraft({
    figures: ONE,
    replace: [['四、政府信息公开行政', `${three}\n四、政府信息公开行政`]],
  });
  assert.deepEqual(outcomes(report, 'ST.ONE'), { '-': 'fail' });
});

test('a report over two documents is read as one, without what both pages print round it', async () => {
  const { source } = print({ layout: 'html-spans', figures: ONE });
  const body = bodyOf(source);
  const at = body.search(/<p[^>]*>四、政府信息公开行政/u);
  assert.ok(at > 0);
  const page = (part: string): string =>
    `<html><body><div><p>首页 > 政务公开</p></div><div>${part}</div><div><p>主办单位：临河县人民政府</p></div></body></html>`;
  const parts = [page(body.slice(0, at)), page(body.slice(at))];
  const documents = await Promise.all(parts.map((p) => readDocument(new TextEncoder().encode(p), {})));
  const [report, ...more] = parseReports(joinDocuments(documents));
  assert.ok(report !== undefined);
  assert.deepEqual(more, []);
  assert.equal(report.status, 'complete');
  assert.deepEqual(differences(plantValues('2021', ONE), report), []);
  assert.deepEqual(Object.keys(report.sections), ['1', '5', '6']);
  assert.ok(!Object.values(report.sections).join('').includes('主办单位'));
});
