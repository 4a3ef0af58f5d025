import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'parse5';
import { type HtmlContent, readHtml, readTree } from '../../src/documents/html.ts';
import { slimHtml, slimUtf8 } from '../../src/documents/html-slim.ts';
import { renderReport, type Style } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { seeded } from './random.ts';

const facts = ({ blocks, title, meta, links, images, pictures }: HtmlContent) => ({
  blocks,
  title,
  meta: [...meta],
  links,
  images,
  pictures,
});
const asIs = (html: string) => facts(readTree(parse(html)));

const CASES: readonly [what: string, html: string, slim: string][] = [
  [
    'attributes go, spans stay',
    '<td class="a>b" id=c colspan=2 style=\'x\' ROWSPAN="3">1',
    '<td colspan=2 ROWSPAN="3">1',
  ],
  [
    'what is not shown says so',
    '<tr style="color:red; DISPLAY : none"><td hidden>1<td style="display:block">2<span style=display:none>3',
    '<tr hidden><td hidden>1<td>2<span hidden>3',
  ],
  [
    'links and meta tags stay',
    '<a id=1 href = "/a?b=1&c">x</a><meta name=n content=c>',
    '<a href = "/a?b=1&c">x</a><meta name=n content=c>',
  ],
  [
    'pictures stay, with their size and names',
    '<p>a<img width=1 src="/a.png">b<IMG alt=x SRC = \'data:image/png;base64,AA==\'>',
    '<p>a<img width=1 src="/a.png">b<IMG alt=x SRC = \'data:image/png;base64,AA==\'>',
  ],
  [
    'what tells the files of a page stays',
    '<base id=b href="/d/"><div class="page-header" id=h><a class=x download="报告" href="/f">f</a></div><iframe id=i src="/a.pdf" name=n>x</iframe>',
    '<base href="/d/"><div class="page-header"><a download="报告" href="/f">f</a></div><iframe src="/a.pdf"></iframe>',
  ],
  ['comments are emptied', 'a<!-- <table> -->b<!-->c<!--->d<!-- --!>e', 'a<!-->b<!-->c<!-->d<!-->e'],
  ['a comment that never ends takes the rest', 'a<!-- b', 'a<!-->'],
  [
    'scripts and styles are emptied',
    '<script src=x>"</p>"</script><STYLE>p{}</STYLE>x',
    '<script></script><STYLE></STYLE>x',
  ],
  ['what stands round a comment stays apart', '<<!-- -->p>', '<<!-->p>'],
  ['titles keep their text', '<title lang=zh>a<b>c</title>', '<title>a<b>c</title>'],
  ['a quote in a name is part of it', `<p a"b='>' c>1`, '<p>1'],
  ['an equals sign in front begins a name', '<td =colspan=3 colspan=2>', '<td colspan=2>'],
  ['slashes between attributes', '<br/><td/colspan=2 />', '<br><td colspan=2>'],
  ['signs that are no tags', '1 < 2 <3 <= </ > <', '1 < 2 <3 <= </ > <'],
  ['a tag that never ends leaves the rest alone', 'a<p class="b <td x=1>', 'a<p class="b <td x=1>'],
  ['foreign elements leave the rest alone', '<p x=1><svg a=1><style><p x=1>', '<p><svg><style><p x=1>'],
  [
    'a wide space behind its name makes no end tag',
    '<style>p{}</style\u3000><p x=1></style><p x=1>年',
    '<style></style><p>年',
  ],
  [
    'a style is read as text, whatever its bytes are',
    '<p style="font-family:堠top:-3px;display:none">1<span style="font-family:堠top:-3px">2',
    '<p hidden>1<span>2',
  ],
  [
    'a script hidden in a script leaves the rest alone',
    '<script>/*<!--<script>*/</script><p x=1>',
    '<script>/*<!--<script>*/</script><p x=1>',
  ],
];

for (const [what, html, slim] of CASES)
  test(what, () => {
    assert.equal(slimHtml(html), slim);
    assert.equal(slimUtf8(Buffer.from(html)), slim);
    assert.deepEqual(facts(readHtml(html)), asIs(html));
  });

const STYLES: readonly Style[] = ['plain', 'word', 'spans', 'layout'];
const SCRAPS =
  '< > </ <!-- --> <!--> " \' = / <script> </script> <script><!-- <style> </style> <title> </title> <textarea> <iframe> <noscript> </noscript> <table> </table> <td colspan=2 <a href="x > <p\tx\fy=\'1 <td/rowspan=3 <svg> </svg> <math> <select> <b> </b> <form> <input type=hidden> <input> <!DOCTYPE x> <?php ?> <![CDATA[ ]]> &lt; \0 \r\n'.split(
    ' ',
  );

test('damaged pages read the same with and without what is left out', () => {
  const random = seeded(1);
  const report = makeReport({ body: '某县某局', year: 2023 });
  const pages = STYLES.map(
    (style) => `<head><meta charset=utf-8><title>年报</title></head>${renderReport(report, style)}`,
  );
  for (let round = 0; round < 150; round++) {
    let html = pages[round % pages.length] ?? '';
    const from = Math.floor(random() * html.length);
    html = html.slice(0, 400) + html.slice(from, from + 3000);
    for (let n = 0; n < 6; n++) {
      const at = Math.floor(random() * html.length);
      const cut = random() < 0.3 ? Math.floor(random() * 30) : 0;
      html = html.slice(0, at) + (SCRAPS[Math.floor(random() * SCRAPS.length)] ?? '') + html.slice(at + cut);
    }
    assert.equal(slimUtf8(Buffer.from(html)), slimHtml(html), `round ${round}: ${html}`);
    assert.deepEqual(facts(readHtml(html)), asIs(html), `round ${round}: ${html}`);
  }
});
