import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHtml } from '../../src/documents/html.ts';
import { gridsOf, paragraphsOf, rowsOf } from './blocks.ts';

const grid = (html: string): string[][] => rowsOf(gridsOf(readHtml(html))[0]);

test('rows and columns that a cell spans are its own', () => {
  assert.deepEqual(
    grid(
      '<table><tr><td rowspan=3>a</td><td colspan=2>b</td></tr><tr><td>c</td><td rowspan=2>d</td></tr><tr><td>e</td></tr></table>',
    ),
    [
      ['a', 'b', '<'],
      ['^', 'c', 'd'],
      ['^', 'e', '^'],
    ],
  );
});

test('rowspan 0 reaches to the end, a span beyond the table is cut, a senseless one counts 1', () => {
  assert.deepEqual(
    grid('<table><tr><td rowspan=0>a<td rowspan=99>b<td colspan=-2>c<td rowspan=x>d<tr><td>e</table>'),
    [
      ['a', 'b', 'c', 'd'],
      ['^', '^', 'e', '·'],
    ],
  );
});

test('cells, rows and paragraphs that are never closed', () => {
  assert.deepEqual(grid('<table><tr><td><p>一<td>1<tr><td><p>二<p>下<td><p>2</table>'), [
    ['一', '1'],
    ['二\n下', '2'],
  ]);
});

test('thead, tbody and tfoot are one table, th is a cell', () => {
  assert.deepEqual(
    grid(
      '<table><thead><tr><th>h<th>i</thead><tfoot><tr><td>f<td>g</tfoot><tbody><tr><td>b<td>c</tbody></table>',
    ),
    [
      ['h', 'i'],
      ['f', 'g'],
      ['b', 'c'],
    ],
  );
});

test('a table inside layout tables is the grid, the layout is none', () => {
  const page = readHtml(
    '<table><tr><td width=10><td><table><tr><td>前言<table><tr><td>a<td>1</table>结尾</table><td></table>',
  );
  assert.deepEqual(gridsOf(page).map(rowsOf), [[['a', '1']]]);
  assert.deepEqual(paragraphsOf(page), ['前言', '结尾']);
});

test('one layout table with hundreds of empty columns is walked, and found text stays text', () => {
  const page = readHtml(
    `<table><tr><td>某局2022年年报${'<td></td>'.repeat(500)}</tr><tr><td>${'一、总体情况。'.repeat(100)}<table><tr><td>规章<td>0</table></td></tr></table>`,
  );
  assert.deepEqual(gridsOf(page).map(rowsOf), [[['规章', '0']]]);
  assert.equal(paragraphsOf(page)[0], '某局2022年年报');
});

test('a data table with hundreds of empty columns keeps its cells and their places', () => {
  const [row] = grid(`<table><tr><td>规章<td>0${'<td></td>'.repeat(500)}</table>`);
  assert.deepEqual([row?.length, row?.[0], row?.[1], row?.[501]], [502, '规章', '0', '']);
});

test('more than a thousand columns are cut', () => {
  const [table] = gridsOf(readHtml(`<table><tr>${'<td>1'.repeat(3000)}<tr><td colspan=5000>2</table>`));
  assert.equal(table?.columns, 1000);
});

test('a table of one cell and a cell full of prose are layout', () => {
  assert.equal(gridsOf(readHtml('<table><tr><td>a</table>')).length, 0);
  assert.equal(gridsOf(readHtml(`<table><tr><td>a<td>${'长'.repeat(500)}</table>`)).length, 0);
});

const line = (tag: string, ...cells: string[]): string =>
  `<div class=row>${cells.map((c) => `<${tag}>${c}</${tag}>`).join('')}</div>`;

test('rows made of blocks are a grid, blank places kept', () => {
  const page = readHtml(
    `<div><p>标题</p><div>${line('div', '信息内容', '制发', '废止')}${line('div', '规章', '0', '')}${line('div', '<a href=x>文件</a>', '', '12')}</div>尾</div>`,
  );
  const [table] = gridsOf(page);
  assert.deepEqual(rowsOf(table), [
    ['信息内容', '制发', '废止'],
    ['规章', '0', ''],
    ['文件', '', '12'],
  ]);
  assert.equal(table?.aligned, true);
  assert.deepEqual(paragraphsOf(page), ['标题', '尾']);
  assert.equal(page.links.length, 1);
});

test('rows of blocks with different numbers of places are a grid that is not aligned', () => {
  const page = readHtml(
    `<div>${line('span', '信息', '甲', '乙')}${line('span', '规章', '0', '1')}${line('span', '许可', '10')}${line('span', '文件', '3', '2')}</div>`,
  );
  assert.deepEqual([gridsOf(page)[0]?.aligned, gridsOf(page)[0]?.rows], [false, 4]);
});

test('menus, lists with dates and paragraphs of spans are no grids', () => {
  for (const html of [
    `<ul>${'<li><a>首页</a><a>公开</a><a>服务</a></li>'.repeat(5)}</ul>`,
    `<ul>${'<li><i>·</i><a>某局2023年年报</a><span>2024-01-20</span></li>'.repeat(5)}</ul>`,
    `<div>${'<p>全年<b>收到</b>申请<b>3</b>件<b>。</b></p>'.repeat(5)}</div>`,
    `<div>${'<p><span>一是</span><span>加强</span><span>培训</span></p>'.repeat(5)}</div>`,
  ])
    assert.equal(gridsOf(readHtml(html)).length, 0, html);
});

test('br, hr and blocks end a paragraph, inline elements do not', () => {
  const page = readHtml('<p>一<b>、总</b><span>体</span><br>情况<p>下<div>x<hr>y</div>z');
  assert.deepEqual(paragraphsOf(page), ['一、总体', '情况', '下', 'x', 'y', 'z']);
});

test('scopes are equal for equal containers and tell others apart', () => {
  const page = readHtml('<div id=a><p>1</p><p>2</p></div><div id=b>3<table><tr><td>4<td>5</table></div>');
  const [one, two, three, table] = page.blocks.map((b) => b.scope);
  assert.deepEqual(one?.slice(0, -1), two?.slice(0, -1));
  assert.notDeepEqual(one, two);
  assert.deepEqual(three, table);
  assert.notEqual(one?.[2], three?.[2]);
});

test('scripts, styles, forms and comments are no text; entities are characters', () => {
  const page = readHtml(
    '<script>var 年报 = "<p>x</p>"</script><style>p{}</style><select><option>2023</select><textarea>t</textarea><!-- c --><p>&lt;1&gt;&nbsp;&#x4e00;&#20108;&amp;&unknown;\u200b</p>',
  );
  assert.deepEqual(paragraphsOf(page), ['<1> 一二&&unknown;']);
});

test('spaces of all kinds collapse, in cells too', () => {
  const page = readHtml(
    '<p>　　规&nbsp;&nbsp;章\n\t </p><table><tr><td>\u3000 规 \n章 <td>&nbsp;0&nbsp;</table>',
  );
  assert.deepEqual(paragraphsOf(page), ['规 章']);
  assert.deepEqual(gridsOf(page).map(rowsOf), [[['规 章', '0']]]);
});

test('title, meta tags, links and pictures', () => {
  const page = readHtml(
    `<head><title> 年报 </title><meta name="ArticleTitle" content=" 某局年报 "><meta property="og:type" content="x"><meta name="empty" content="">
     <body><a href="/a.pdf" title="全文下载">下载</a><a name=x>no</a><img src=1><table><tr><td><a href="b.doc">附件</a><img><td>1</table>`,
  );
  assert.equal(page.title, '年报');
  assert.deepEqual(
    [...page.meta],
    [
      ['articletitle', '某局年报'],
      ['og:type', 'x'],
    ],
  );
  assert.deepEqual(page.links, [
    { href: '/a.pdf', text: '全文下载' },
    { href: 'b.doc', text: '附件' },
  ]);
  assert.equal(page.images, 2);
});

test('links and text of a layout table are counted once', () => {
  const page = readHtml(
    '<table><tr><td><a href=a>甲</a><td><table><tr><td><a href=b>乙</a><td>1</table></table>',
  );
  assert.deepEqual(
    page.links.map((l) => l.href),
    ['a', 'b'],
  );
});

test('a page whose report is pictures counts them', () => {
  const page = readHtml('<p>某局年报</p><p><img src=1.jpg></p><p><a href=2.jpg><img src=2.jpg></a></p>');
  assert.deepEqual([page.images, paragraphsOf(page)], [2, ['某局年报']]);
});

test('deep nesting keeps its text; nesting without end is refused', () => {
  const page = readHtml(`${'<div>'.repeat(1000)}深`);
  assert.deepEqual(paragraphsOf(page), ['深']);
  assert.throws(() => readHtml('<div>'.repeat(1_000_000)), /nested more than 4000 deep/u);
});

test('100,000 cells are read, more than 200,000 cells become text', () => {
  const row = `<tr>${'<td>1</td>'.repeat(10)}</tr>`;
  assert.equal(gridsOf(readHtml(`<table>${row.repeat(10_000)}</table>`))[0]?.cells.length, 100_000);
  assert.equal(gridsOf(readHtml(`<table>${row.repeat(20_001)}</table>`)).length, 0);
});

test('spans that overlap and multiply do not swell the grid', () => {
  const [table] = gridsOf(
    readHtml(`<table>${'<tr><td colspan=1000 rowspan=65534>1<td>2'.repeat(2000)}</table>`),
  );
  assert.equal(table?.columns, 1000);
  assert.ok((table?.cells.length ?? 0) <= 4000);
});

test('a cell holds what is seen in it: no struck or hidden text, what a field holds, a note apart from its figure', () => {
  const row = (...cells: string[]): string => `<tr>${cells.map((c) => `<td>${c}`).join('')}`;
  const [table] = gridsOf(
    readHtml(
      `<table>${row('甲', '3<sup>1</sup>', '<s>3</s>5', '<span style="display: none">7</span>3')}
<tr style="display:none"><td>旧<td>9<td>9<td>9
<tr><td>乙<td style="display:none">8<td><input value="4"><td><input type=hidden value=6><td>${'<del>2</del>'}</table>`,
    ),
  );
  assert.deepEqual(
    table?.cells.map((c) => `${c.row}.${c.column} ${c.text}`),
    ['1.1 甲', '1.2 3(1)', '1.3 5', '1.4 3', '2.1 乙', '2.2 4', '2.3 ', '2.4 '],
  );
  assert.deepEqual(paragraphsOf(readHtml('<p>共3<sup>2</sup>件，10 m<sup>2</sup>')), ['共3(2)件，10 m2']);
});

test('a cell with nothing but a picture is not empty; a spacer is no picture', () => {
  assert.deepEqual(
    grid(
      '<table><tr><td>规章</td><td><img src=3.png alt=3></td><td><img src=s.gif width=1></td></tr></table>',
    ),
    [['规章', '\ufffc', '']],
  );
});

test('of a list to choose from the cell holds what is chosen', () => {
  assert.deepEqual(
    grid(
      '<table><tr><td><select><option>0<option selected>7</select></td><td><select><option>4<option>5</select></td></tr></table>',
    ),
    [['7', '4']],
  );
});

test('figures without size, invisible or off the page are none; what holds blocks may be shown later', () => {
  for (const style of ['font-size:0', 'opacity: 0', 'position:absolute;left:-9999px'])
    assert.deepEqual(
      grid(`<table><tr><td>规章</td><td><span style="${style}">99</span>3</td></tr></table>`),
      [['规章', '3']],
      style,
    );
  for (const style of ['font-size:0.9em', 'opacity:0.5', 'margin-left:-9px'])
    assert.deepEqual(
      grid(`<table><tr><td>规章</td><td><span style="${style}">9</span></td></tr></table>`),
      [['规章', '9']],
      style,
    );
  assert.deepEqual(
    grid('<table><tr style="opacity:0"><td>规章</td><td style="font-size:0"><p>3</p></td></tr></table>'),
    [['规章', '3']],
  );
});

test('a small number behind a figure is a note', () => {
  assert.deepEqual(grid('<table><tr><td>34<small>1</small></td><td>34<small>件</small></td></tr></table>'), [
    ['34(1)', '34件'],
  ]);
});
