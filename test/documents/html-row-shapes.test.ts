import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, serialize } from 'parse5';
import { attachmentsOf } from '../../src/crawlers/attachments.ts';
import { pageTree, readHtml, readTree } from '../../src/documents/html.ts';
import type { Node } from '../../src/documents/html-dom.ts';
import { slimHtml } from '../../src/documents/html-slim.ts';
import { PageTable } from '../../src/documents/html-table.ts';
import { pick } from '../bench/random.ts';
import { renderReport, type Style } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { seeded } from './random.ts';

/** How many tables of a page were not parsed, as their rows are known. */
function countKnown(html: string): number {
  const countIn = (node: Node): number => {
    if (node instanceof PageTable && node.knownRows !== null) return 1;
    return 'childNodes' in node ? node.childNodes.reduce((sum, child) => sum + countIn(child), 0) : 0;
  };
  return countIn(pageTree(html));
}

/** The page reads as it does where nothing is known, or left out. */
function assertReadsAsParsed(html: string): void {
  const own = readHtml(html);
  const parsed = readTree(parse(html));
  assert.deepEqual(own.blocks, parsed.blocks, html);
  assert.deepEqual(
    [own.links, own.images, own.pictures],
    [parsed.links, parsed.images, parsed.pictures],
    html,
  );
}

for (const style of ['plain', 'word', 'spans', 'layout'] satisfies Style[])
  test(`the tables of reports in the markup “${style}” are known when they come again, whatever their numbers`, () => {
    for (let i = 0; i < 4; i++) {
      const report = makeReport({
        body: `临河县第${i}水利局`,
        year: 2021 + i,
        figures: {
          requests: { new: [10 + i, 1234567 + i], granted: [10 + i, 1234567 + i] },
          review: [20 + i],
        },
      });
      const html = renderReport(report, style);
      // Of the first page that depends on what was read before.
      if (i > 0) assert.equal(countKnown(html), 3, `page ${i}`);
      assertReadsAsParsed(html);
    }
  });

/** What a row may be made of; `#` stands for a number. */
const SCRAPS = [
  ...'<td> </td> <th> </th> </tr> <tr> <p> </p> <b> </b> <span> </span> <div> </div> <sup> </sup> <o:p></o:p> <br> <!-- # --> <s> </s> <tbody> </tbody> <col> <table> </table> <a> <select><option> </select> <input> <caption> <li> <h1> <script>#</script> <svg> <template> </body> <form> # ## #,# -# #.# > # "#"> &#; &#160; &frac#; &lt;# &nbsp; &amp;#160; &lt &quot 规章 （#） １２ \0 \r\n'.split(
    ' ',
  ),
  '<td colspan="2">',
  '<td colspan=3 rowspan=2>',
  '<td hidden>#</td>',
  '<td class="head>#">',
  '<td title="a > #">',
  '<span style="display:none">#</span>',
  "<td style='vertical-align:super'>",
  '<tr class="#">',
  '<td\n>',
  '<TD>#</TD>',
  ' # ',
];

test('rows of anything are read with the numbers that they hold, however often they came', () => {
  const random = seeded(7);
  const below = (limit: number): number => Math.floor(random() * limit);
  const number = (): string => String(below(10 ** (1 + below(9))));
  let known = 0;
  for (let round = 0; round < 1500; round++) {
    const row = (scraps: number): string =>
      `<tr><td>规章</td><td>#</td>${Array.from({ length: scraps }, () => pick(SCRAPS, below)).join('')}<td><p>第#号</p></td></tr>\n`;
    const rows = Array.from({ length: 2 + below(3) }, () => row(below(3) * below(3)));
    const page = `<p>#<table border=#>${below(4) === 0 ? '<tbody>' : ''}${rows.join('')}</table>#`;
    for (let time = 0; time < 4; time++) {
      const html = page.replaceAll('#', number);
      if (time === 3) known += countKnown(html);
      assertReadsAsParsed(html);
    }
  }
  assert.ok(known > 300, `only ${known} tables were known`);
});

test('references to characters are no numbers of a row', () => {
  const page = (inner: string): string =>
    `<table><tr><td>a</td><td>${inner}</td></tr><tr><td>b</td><td>7</td></tr></table>`;
  for (const inner of [
    '&#49;&#50;',
    '&#51;&#52;',
    '&#53;&#54;',
    '&frac12;',
    '&frac34;',
    '&frac12;',
    '&#8203;5',
  ])
    assertReadsAsParsed(page(inner));
});

test('who asks for the children of a known table gets them', () => {
  const page = (n: number): string =>
    `<div><table class=x><thead><tr><td colspan=2>年<b>度</b></thead><tr><td>规章<td>${n}</table></div>`;
  for (const n of [1, 22, 333])
    assert.equal(serialize(pageTree(page(n))), serialize(parse(slimHtml(page(n)))));
  assert.equal(countKnown(page(4444)), 1);
});

test('a page of few words has the same files when its table is known', () => {
  const page = (rows: number, n: number): string =>
    `<h1>年报</h1><div><table>${`<tr><td>规章<td>${n}<td>${n}`.repeat(rows)}</table></div><img src="/a/scan1.jpg">`;
  const files = (html: string): string[] =>
    attachmentsOf(pageTree(html), 'http://www.lh.gov.cn/a/1.html', ['www.lh.gov.cn']).map(({ url }) => url);
  for (const n of [1, 20, 300, 4000]) {
    assert.deepEqual(files(page(2, n)), ['http://www.lh.gov.cn/a/scan1.jpg']);
    assert.deepEqual(files(page(60, n)), []);
  }
  assert.equal(countKnown(page(60, 5)), 1);
});
