/** Quirks Q39 to Q60: layout and what stands round the tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plantValues } from '../fixtures/values.ts';
import { type Draft, outcomes, print, readDraft, row } from './quirk-support.ts';
import { differences, isWarned, parse } from './support.ts';

// Q57 (the tables only as a picture beside a text version), Q58 (the report only in an attachment) and Q72 (hijacked
// copies) are the crawlers' business: test/crawlers/attachments.test.ts and test/crawlers/selection.test.ts.
// Q59 (an attachment's bytes taken as text) is the readers': test/documents.

const FIGURES = {
  disclosure: { licensing: [373], normative: [4, 1, 9] },
  requests: { new: [5, 1], carried_in: [2], granted: [3, 1], 'unable.not_held': [3], carried_out: [1] },
  review: [1, 0, 2, 0],
};

async function readsAll(draft: Omit<Draft, 'figures'>): Promise<void> {
  const report = await readDraft({ ...draft, figures: FIGURES });
  assert.deepEqual(differences(plantValues('2021', FIGURES), report), []);
}

test('Q39 one value a line', () => readsAll({ layout: 'text-cell-lines' }));

test('Q40 one value and one bar a line', () => readsAll({ layout: 'text-bar-lines' }));

test('Q41 text whose repeated lines were dropped is read with warnings or not at all', async () => {
  const { source, sheet } = print({
    layout: 'text-cell-lines',
    form: '2019',
    figures: { requests: { new: [3] } },
  });
  const seen = new Set<string>();
  const deduplicated = source
    .split('\n')
    .filter((line) => line === '' || (!seen.has(line) && seen.add(line) !== undefined))
    .join('\n');
  const report = await parse(deduplicated);
  const wrong = Object.entries(report.values).filter(
    ([field, value]) => value !== null && value !== sheet.values[field] && !isWarned(report, field),
  );
  assert.deepEqual(wrong, []);
  assert.notEqual(report.status, 'complete');
  assert.ok(isWarned(report, 'requests.new.natural_person'));
});

test('Q42 a table cut in two, the second part one cell wider, is one table', async () => {
  const { source } = print({ layout: 'text-tabs', figures: FIGURES });
  const [before = '', after = ''] = source.split(/(?=\t\t4\.保护第三方)/u);
  const cut = `${before}\n${after.replace(/^(\t\t\d\.|\t（|四、结转)/gmu, '\t$1')}`;
  assert.notEqual(cut, source);
  assert.deepEqual(differences(plantValues('2021', FIGURES), await parse(cut)), []);
});

test('Q43 empty cells before and after that differ by row', () =>
  readsAll({
    layout: 'text-tabs',
    replace: [
      [
        /(本年新收政府信息公开申请数量\t\t\t[\d\t]*\d)\n/u,
        '一、本年新收政府信息公开申请数量\t\t5\t1\t0\t0\t0\t0\t6\t\n',
      ],
      [/(（七）总计\t)\t/u, '（七）总计\t\t\t'],
    ],
  }));

test('Q44 header lines that came out of order keep the order of the form', async () => {
  const report = await readDraft({
    figures: FIGURES,
    replace: [
      [
        /自然人 法人或其他组织 总计\n+商业企业 科研机构 社会公益组织 法律服务机构 其他/u,
        '自然人\n法人或其他组织\n总计\n商业企业 科研机构\n社会公益\n组织\n法律服务\n机构\n其他',
      ],
    ],
  });
  assert.deepEqual(row(report, 'new'), [5, 1, 0, 0, 0, 0, 6]);
  assert.equal(isWarned(report, 'requests.new.total'), false);
});

test('Q45 a header damaged beyond use: the official order, with a warning', async () => {
  const report = await readDraft({
    figures: FIGURES,
    replace: [['商业企业 科研机构 社会公益组织 法律服务机构', '科研 或其他 社会公 组织 法律']],
  });
  assert.deepEqual(row(report, 'new'), [5, 1, 0, 0, 0, 0, 6]);
  assert.ok(report.warnings.some((w) => w.code === 'columns_by_position' && w.field === 'requests.*'));
});

test('Q46 upright text read across is no label and no value', () =>
  readsAll({
    replace: [
      ['（二）部分公开', '度\nか\n（二）部分公开'],
      ['行政复议 行政诉讼', '结 结 其 尚\n果 果 他 未\n行政复议 行政诉讼'],
    ],
  }));

test('Q47 page numbers and running feet may stand inside a table', () =>
  readsAll({
    replace: [
      ['（二）部分公开', 'Page 9 - 2020年报_审计局\nP. 9\n（二）部分公开'],
      ['2.重复申请', '- 10 -\n\n第 3 页 共 5 页\n2.重复申请'],
    ],
  }));

test('Q48 captions and lines with the name of the body over a table', () =>
  readsAll({
    replace: [
      ['第二十条第（一）项', '表1 主动公开政府信息情况\n第二十条第（一）项'],
      ['申请人情况', '单位: 东阳市自然资源和规划局 2023年度\n申请人情况'],
    ],
  }));

test('Q49 other tables near by do not count', () =>
  readsAll({
    layout: 'html-spans',
    replace: [
      [
        '<p>二、主动公开',
        '<table><tr><td>新闻发布会</td><td>电视采访</td></tr><tr><td>3</td><td>4</td></tr></table><p>二、主动公开',
      ],
    ],
  }));

test('Q50 a page that is one layout table with hundreds of empty columns', async () => {
  const { source } = print({ layout: 'html-spans', figures: FIGURES });
  const body = /<body>(.*)<\/body>/su.exec(source)?.[1] ?? '';
  const page = `<table><tr><td>${body}</td>${'<td></td>'.repeat(500)}</tr></table>`;
  assert.deepEqual(differences(plantValues('2021', FIGURES), await parse(page, 'html')), []);
});

test('Q51 a bar at the head of every second line', async () => {
  const { source } = print({ figures: FIGURES });
  const barred = source.replace(/^(\S+) ((?:\d+ ?)+)$/gmu, (_, label: string, values: string) =>
    [label, ...values.trim().split(' ')].map((v) => `|\n${v} |`).join('\n'),
  );
  assert.notEqual(barred, source);
  assert.deepEqual(differences(plantValues('2021', FIGURES), await parse(barred)), []);
});

test('Q52 spaces inside the words of wrapped text are closed up', async () => {
  const report = await readDraft({ replace: [['做好信息公开', '做好信 息公 开']] }).catch(() =>
    readDraft({ replace: [['一、总体情况', '一、总体情况\n做好信 息公 开。']] }),
  );
  assert.match(report.sections['1'] ?? '', /做好信息公开/u);
});

test('Q53 list dashes of a conversion are no part of the text', async () => {
  const report = await readDraft({
    replace: [['五、存在的主要问题及改进情况', '五、存在的主要问题及改进情况\n\n- 1、加强学习培训。']],
  });
  assert.match(report.sections['5'] ?? '', /^1、加强学习培训。/u);
});

test('Q54 page furniture round the report is cut off', async () => {
  const report = await readDraft({
    layout: 'html-spans',
    replace: [
      ['<body>', '<body><p>浏览次数: 442次</p><p>点击收听年报语音朗读</p>'],
      ['</body>', '<p>【打印本页】</p><p>版权所有 临河县政府</p></body>'],
    ],
  });
  assert.doesNotMatch(Object.values(report.sections).join(''), /浏览次数|语音|打印|版权/u);
});

test('Q55 a document shown inside the report does not speak for it', async () => {
  const inside = [
    '索引号\t113708283284223626/2023-05617\t公开方式\t主动公开',
    '成文日期\t2023-03-03\t废止日期\t',
    '发布日期: 2023-03-03 17:09 浏览次数: 442次',
    '一、总体要求',
    '全面贯彻落实上级部署。',
  ].join('\n');
  const report = await readDraft({
    figures: FIGURES,
    replace: [['（三）平台和监督', `${inside}\n\n（三）平台和监督`]],
  });
  assert.equal(report.meta['meta.index_number'], null);
  assert.equal(report.meta['meta.publication_date'], null);
  assert.match(report.sections['1'] ?? '', /平台和监督/u);
  assert.deepEqual(row(report, 'new'), [5, 1, 0, 0, 0, 0, 6]);
});

test('Q56 charts as pictures hold no data', () =>
  readsAll({
    layout: 'html-spans',
    replace: [
      ['<p>二、主动公开', '<p>图1 政府信息主动公开情况表</p><p><img src="1.png"></p><p>二、主动公开'],
    ],
  }));

test('Q60 digits of old revisions beside the new claim nothing and move nothing', async () => {
  const report = await readDraft({
    figures: FIGURES,
    replace: [['（三）平台和监督', '本报告由总体情况等八87部分组成，今年本2015年。\n\n（三）平台和监督']],
  });
  assert.equal(report.year, 2023);
  assert.deepEqual(differences(plantValues('2021', FIGURES), report), []);
  assert.deepEqual(outcomes(report, 'NT.SUMS'), {});
});
