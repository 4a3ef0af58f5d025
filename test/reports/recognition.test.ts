import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseReports } from '../../src/reports/parse.ts';
import { DAMAGES } from './generate/damage.ts';
import { LAYOUTS } from './generate/layouts.ts';
import { makeOther, OTHERS } from './generate/others.ts';
import { Random } from './generate/random.ts';
import { generate } from './generate/run.ts';
import { documentOf } from './support.ts';

test('of 500 documents that are no reports none is taken for one', async () => {
  const taken: string[] = [];
  const kinds = Object.keys(OTHERS);
  for (let seed = 0; seed < 500; seed++) {
    const kind = kinds[seed % kinds.length] ?? '';
    const [report] = parseReports(await documentOf(makeOther(kind, new Random(seed)), 'html'));
    if (report?.status !== 'not_a_report') taken.push(`${kind} #${seed}: ${report?.status} ${report?.title}`);
  }
  assert.deepEqual(taken, []);
});

test('of 500 reports, in every layout and with every damage, none is missed', async () => {
  const missed: string[] = [];
  const cases = LAYOUTS.flatMap((layout) =>
    DAMAGES.filter((d) => d.fits?.(layout) ?? true).map((damage) => ({ layout, damage })),
  );
  for (const [n, { layout, damage }] of cases.slice(0, 520).entries()) {
    const { source } = generate(layout, damage, 1000 + n);
    const reports = parseReports(await documentOf(source, layout.type));
    if (reports.length !== 1 || reports[0]?.status === 'not_a_report')
      missed.push(`${layout.name} × ${damage.name}: ${reports.map((r) => r.status).join(', ')}`);
  }
  assert.ok(cases.length >= 500, `${cases.length} reports`);
  assert.deepEqual(missed, []);
});

test('the notice that prescribes the form, with its empty tables, is no report', async () => {
  const page =
    '<h1>关于印发《政府信息公开工作年度报告格式》的通知</h1><p>现予印发，请遵照执行。</p><table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政处罚</td><td></td></tr><tr><td>行政强制</td><td></td></tr></table><table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td></td><td></td><td></td></tr></table>';
  const chapters = '<p>一、总体情况</p><p>二、主动公开政府信息情况</p>';
  const [report] = parseReports(await documentOf(page.replace('<table>', `${chapters}<table>`), 'html'));
  assert.equal(report?.status, 'not_a_report');
});
