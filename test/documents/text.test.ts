import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from '../../src/documents/text.ts';
import { gridsOf, paragraphsOf, rowsOf } from './blocks.ts';

const read = (text: string) => ({ blocks: readText(text) });

test('lines with tabs make a grid whose columns are only separators', () => {
  const document = read('二、主动公开\n规章\t0\t0\t 6 \n行政许可\t10\n三、收到');
  const [grid] = gridsOf(document);
  assert.deepEqual(rowsOf(grid), [
    ['规章', '0', '0', '6'],
    ['行政许可', '10', '·', '·'],
  ]);
  assert.deepEqual([grid?.aligned, grid?.line, grid?.index], [false, 2, 1]);
  assert.deepEqual(paragraphsOf(document), ['二、主动公开', '三、收到']);
});

test('blank cells between tabs keep their places', () => {
  const [grid] = gridsOf(read('\t(三)不予公开\t\t3\t\n'));
  assert.deepEqual(rowsOf(grid), [['', '(三)不予公开', '', '3', '']]);
});

test('a line of nothing but tabs parts two grids and is none', () => {
  assert.equal(gridsOf(read('a\t1\n\t\t\nb\t2')).length, 2);
});

test('bars part cells; outer bars and the rule under a heading are no cells', () => {
  const [grid] = gridsOf(read('| 信息内容 | 数量 |\n|---|:--:|\n| 规章 | 0 |'));
  assert.deepEqual(rowsOf(grid), [
    ['信息内容', '数量'],
    ['规章', '0'],
  ]);
});

test('one bar in a line is punctuation', () => {
  const document = read('首页 | 政务公开');
  assert.deepEqual([gridsOf(document).length, paragraphsOf(document)], [0, ['首页 | 政务公开']]);
});

test('one value and one bar a line: the bars vanish, each value keeps its line', () => {
  const { blocks } = read('规章\n|\n0\n|\n6\n|\n');
  assert.deepEqual(
    blocks.map((b) => [b.kind === 'paragraph' && b.text, b.line]),
    [
      ['规章', 1],
      ['0', 3],
      ['6', 5],
    ],
  );
});

test('form feeds count pages and end a grid', () => {
  const { blocks } = read('a\t1\n\fb\t2\nend');
  assert.deepEqual(
    blocks.map((b) => [b.kind, b.page, b.line]),
    [
      ['grid', 1, 1],
      ['grid', 2, 2],
      ['paragraph', 2, 3],
    ],
  );
});

test('text without form feeds has no pages', () => {
  assert.equal(read('a').blocks[0]?.page, null);
});

test('all three line ends end a line', () => {
  assert.deepEqual(paragraphsOf(read('a\r\nb\rc\nd')), ['a', 'b', 'c', 'd']);
});

test('a line of megabytes is one paragraph, not millions of cells', () => {
  for (const unit of ['a\t', 'a|', 'abc ']) {
    const document = read(unit.repeat(5_000_000));
    assert.deepEqual([document.blocks.length, gridsOf(document).length], [1, 0]);
  }
});

test('more cells than any report has are refused', () => {
  assert.throws(() => readText('1\t2\n'.repeat(300_000)), /more than 500000 table cells/u);
});

test('headings that were wrapped within their columns are joined, and lines keep their numbers', () => {
  const blocks = readText(
    ['   结果维  结果纠  其他结  总计', '   持        正      果', '   0       2       0       2'].join('\n'),
  );
  assert.deepEqual(
    blocks.map((b) => (b.kind === 'paragraph' ? [b.line, b.text] : [])),
    [
      [1, '结果维持  结果纠正  其他结果  总计'],
      [3, '0       2       0       2'],
    ],
  );
  const thrice = paragraphsOf(
    read(['社会公  法律服  商业企', '益组    务      业', '织      机构'].join('\n')),
  );
  assert.deepEqual(thrice, ['社会公益组织  法律服务机构  商业企业']);
});

test('lines are joined only where each piece stands beneath one of its own', () => {
  for (const lines of [
    // Two columns below one heading, a heading of its own, values, placeholders, prose.
    ['自然人  法人或其他组织  总计', '        商业  科研'],
    ['自然人  法人  总计', '商业企业  科研'],
    ['信息内容  制发件数  废止件数', '规章      3         1'],
    ['规章甲  无  无', '规章    无  无'],
    ['信息内容  制发件数  废止件数', '规章'],
    ['政务公开工作', '持续推进'],
  ])
    assert.deepEqual(
      paragraphsOf(read(lines.join('\n'))),
      lines.map((l) => l.trim()),
    );
});
