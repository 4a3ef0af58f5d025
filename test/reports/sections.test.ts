import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../src/reports/line.ts';
import { readProse, tidyProse, withoutSignature } from '../../src/reports/sections.ts';
import { findStructure } from '../../src/reports/structure.ts';
import { documentOf } from './support.ts';

async function sectionsOf(text: string): Promise<ReturnType<typeof readProse>> {
  const lines = linesOf(await documentOf(text, 'text'));
  return readProse(lines, findStructure(lines), [], { text: null, lines: [] });
}

test('conversion dashes and spaces inside Chinese words are no part of the text', () => {
  assert.equal(tidyProse('- 1、加强学习培训。'), '1、加强学习培训。');
  assert.equal(tidyProse('习近平 新时代 中国'), '习近平新时代中国');
  assert.equal(tidyProse('OFD  reader 和 PDF'), 'OFD reader 和 PDF');
});

test('sections end at the next chapter and at the furniture of the page', async () => {
  const { sections } = await sectionsOf(
    '一、总体情况\n第一段。\n第二段。\n五、存在的主要问题及改进情况\n问题。\n六、其他需要报告的事项\n无。\n【打印本页】\n关闭窗口',
  );
  assert.deepEqual(sections, { '1': '第一段。\n第二段。', '5': '问题。', '6': '无。' });
});

test('lines broken at a fixed width are joined, paragraphs are not', async () => {
  const wide = '我委坚持以公开为常态不公开为例外的原则及时主动准确公开政府信息深入推进各项政务公';
  const { sections } = await sectionsOf(
    `一、总体情况\n${wide}\n开工作。\n下一段。\n二、主动公开政府信息情况`,
  );
  assert.equal(sections['1'], `${wide}开工作。\n下一段。`);
});

test('the signature under the last chapter is parted from it', async () => {
  const prose = await sectionsOf(
    '一、总体情况\n好。\n六、其他需要报告的事项\n无其他事项。\n临河县水利局\n2024年1月8日',
  );
  assert.equal(prose.sections['6'], '无其他事项。');
  assert.equal(prose.signedOn, '2024年1月8日');
});

test('text before chapter one is the preamble', async () => {
  const { preamble } = await sectionsOf('本报告按条例编制。\n一、总体情况\n好。');
  assert.equal(preamble, '本报告按条例编制。');
});

test('what stands outside chapters 1, 5 and 6 is kept beside them, without what the portal prints anew every time', async () => {
  const { asides } = await sectionsOf(
    [
      '发布时间：2024-01-20 浏览次数：1532',
      '根据《中华人民共和国政府信息公开条例》，现公布本机关年度报告。',
      '今天是2026年11月22日，星期日，欢迎您。',
      '一、总体情况\n好。',
      '二、主动公开政府信息情况\n以下数据不含派出机构，由办公室统计。\n规章 | 1 | 2',
      '五、存在的主要问题及改进情况\n问题。',
    ].join('\n'),
  );
  assert.deepEqual(asides, {
    '0': '根据《中华人民共和国政府信息公开条例》，现公布本机关年度报告。',
    '2': '以下数据不含派出机构，由办公室统计。',
  });
});

test('a counter at the foot of the last chapter is no part of it, a sentence about visits is', async () => {
  const { sections } = await sectionsOf(
    '六、其他需要报告的事项\n全年网站访问量：一百二十万次，比上年增长一成，其中移动端占七成，政策解读栏目最受群众关注。\n阅读次数：77',
  );
  assert.equal(
    sections['6'],
    '全年网站访问量：一百二十万次，比上年增长一成，其中移动端占七成，政策解读栏目最受群众关注。',
  );
});

test('a signature without a date, on one line with it, or below it', () => {
  const date = '2024年1月20日';
  for (const [paragraphs, signedOn] of [
    [['无。', '临河县水利局'], null],
    [['无。', `临河县水利局 ${date}`], date],
    [['无。', date, '临河县水利局'], date],
  ] as const)
    assert.deepEqual(withoutSignature(paragraphs), {
      paragraphs: ['无。'],
      date: signedOn,
      signer: '临河县水利局',
    });
  assert.equal(withoutSignature(['无。', '没有其他事项，特此报告各委办局']).signer, null);
});
