import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../src/reports/line.ts';
import { findHeadings, findStructure, splitInlineHeadings } from '../../src/reports/structure.ts';
import { documentOf } from './support.ts';

const linesIn = async (text: string) => splitInlineHeadings(linesOf(await documentOf(text, 'text')));
const headings = async (text: string): Promise<number[][]> => [...findHeadings(await linesIn(text))];

test('the six chapters are found in the wordings that reports use', async () => {
  for (const names of [
    ['一、总体情况', '二、主动公开政府信息情况', '三、收到和处理政府信息公开申请情况'],
    ['一、工作概述', '二、行政机关主动公开政府信息情况', '三、收到和处理政府信息公开申请的情况'],
    ['一、2023年政务公开总体情况', '二、主动公开政府政府情况', '三、依申请公开情况'],
    ['一、总体情况、', '二、主動公開政府信息情況', '三、收到和處理政府信息公開申請情況'],
    ['总体情况', '主动公开政府信息情况', '收到和处理政府信息公开申请情况'],
  ])
    assert.deepEqual(
      (await headings(names.join('\n'))).map(([chapter]) => chapter),
      [1, 2, 3],
      names.join(' '),
    );
  const later =
    '四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n五、存在的主要问题和改进措施\n六、其它需要报告的事项';
  assert.deepEqual(
    (await headings(later)).map(([chapter]) => chapter),
    [4, 5, 6],
  );
});

test('rows numbered like chapters and sections named like them are no chapters', async () => {
  const text =
    '一、总体情况\n（一）主动公开情况\n（二）依申请公开情况\n二、主动公开政府信息情况\n四、结转下年度继续办理\n五、存在的主要问题及改进情况';
  assert.deepEqual(await headings(text), [
    [1, 0],
    [2, 3],
    [5, 5],
  ]);
});

test('a sentence that names a chapter is no heading', async () =>
  assert.deepEqual(await headings('本报告包括总体情况、存在的主要问题及改进情况。'), []));

test('a heading and its text on one line become two lines', async () => {
  const lines = await linesIn('六、其他需要报告的事项：无');
  assert.deepEqual(
    lines.map((l) => l.text),
    ['六、其他需要报告的事项', '无'],
  );
});

test('tables are found by their labels where the headings are lost', async () => {
  const text = [
    '某局2023年政府信息公开工作年度报告',
    '信息内容 本年制发件数 本年废止件数 现行有效件数',
    '规章 0 0 0',
    '行政规范性文件 0 0 0',
    '一、本年新收政府信息公开申请数量 0 0 0 0 0 0 0',
    '二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0',
    '结果维持 结果纠正 其他结果 尚未审结 总计',
    '未经复议直接起诉 复议后起诉',
  ].join('\n');
  const { disclosure, requests, litigation } = findStructure(await linesIn(text));
  assert.equal(disclosure?.from, 1);
  assert.equal(requests?.from, 4);
  assert.equal(litigation?.from, 6);
});

test('table four is known by one legible label under its heading', async () => {
  const lines = linesOf(
    await documentOf(
      [
        '四、政府信息公开行政复议、行政诉讼情况',
        '未经复议直接起诉 复议后起诉',
        '0 0 0',
        '五、存在的主要问题及改进情况',
      ].join('\n\n'),
      'text',
    ),
  );
  assert.deepEqual(findStructure(lines).litigation, { from: 1, to: 3 });
});

test('a document without labels of the form has no tables', async () => {
  const { disclosure, requests, litigation } = findStructure(await linesIn('今天天气好。\n明天下雨。'));
  assert.deepEqual([disclosure, requests, litigation], [null, null, null]);
});
