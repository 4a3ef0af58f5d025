import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse, serialize } from 'parse5';
import { adapter as treeAdapter } from 'parse5-htmlparser2-tree-adapter';
import { parsePage } from '../../src/documents/html-feed.ts';
import { generator, pick } from '../bench/random.ts';

type Node = DefaultTreeAdapterMap['node'];

/** Everything of a tree, as text. */
function shown(node: Node): string {
  const own =
    'tagName' in node
      ? `<${node.tagName} ${node.namespaceURI} ${JSON.stringify(node.attrs)}>`
      : 'value' in node
        ? JSON.stringify(node.value)
        : `${node.nodeName} ${'data' in node ? JSON.stringify(node.data) : ''}`;
  const within = 'content' in node ? [node.content] : 'childNodes' in node ? node.childNodes : [];
  return `${own}(${within.map(shown).join('')})`;
}

function assertSame(html: string): void {
  assert.equal(shown(parsePage(html, defaultTreeAdapter)), shown(parse(html)), JSON.stringify(html));
  const [own, theirs] = [parsePage(html, treeAdapter), parse(html, { treeAdapter })];
  assert.equal(serialize(own, { treeAdapter }), serialize(theirs, { treeAdapter }), JSON.stringify(html));
}

const PIECES = [
  ...'div p td tr table tbody th caption span a b pre textarea title select option form button li ul h1 body html head frameset'
    .split(' ')
    .flatMap((name) => [`<${name}>`, `</${name}>`]),
  ...'br img input hr meta link base script style template svg math plaintext xmp noscript iframe o:p st1:chsdate foreignObject'
    .split(' ')
    .flatMap((name) => [`<${name}>`, `</${name}>`]),
  '<td colspan="2" rowspan=3>',
  '<a href=\'x?a=1&amp;b=2\' title="年报">',
  '<a href=x class="a" class="b">',
  '<DIV Class=X>',
  '<p\nstyle="a"\n>',
  '<p hidden>',
  '<html lang=zh>',
  '<body class=a id=b>',
  '<br/>',
  '<td colspan = "2">',
  '<a href=x/y>',
  '<a href="x>y">',
  '<input type=hidden value="1 < 2">',
  ...[
    '<p',
    '<',
    '</',
    '</>',
    '< p>',
    '<!',
    '<!-->',
    '<!-- a > b -->',
    '<!doctype html>',
    '<?xml?>',
    '-->',
    '>',
  ],
  ...[
    '<![CDATA[x]]>',
    '&amp;',
    '&nbsp',
    '&nbsp;',
    '&nbsp; &nbsp;',
    'a &lt;p&gt; b',
    '&amp;nbsp;',
    '&ampx;',
    '&&quot;',
    '&#x4e00;',
    '&copy=',
    '&',
    '\0',
    '\r',
    '\r\n',
    '\n',
    '\t',
    ' ',
    '  \n',
  ],
  ...['收到申请', '12', 'a b', '。', '\u{20000}', '\ud800', '"', "'", '=', '/', ' x="1"'],
];

test('a page is the same tree as by the tokenizer alone, however it is written', () => {
  const random = generator(1);
  for (let page = 0; page < 3000; page++) {
    const count = 1 + random(40);
    assertSame(Array.from({ length: count }, () => pick(PIECES, random)).join(''));
  }
});

test('pieces that end in the middle of something stay text where the standard says so', () => {
  for (const html of [
    '',
    '<',
    'a<',
    '<p',
    '<p title="',
    '<p title="x">y',
    '<!--',
    'x</',
    '<textarea>\n<p>x',
    '<pre>\n\n x',
  ])
    assertSame(html);
});
