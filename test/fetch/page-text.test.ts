import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { pageText, startOfPage } from '../../src/fetch/page-text.ts';

const TYPE = 'text/html';
const ENOUGH = 1000;
const menu = '<li><a href="/a.html">政务公开与依申请公开指南</a></li>\n'.repeat(200);
const content =
  `<!-- 正文 --><p class="x">本机关2023年主动公开信息&nbsp;12条，<b>受理</b>申请0件。</p>\n`.repeat(900);
const script = `<script>var a = "<p>${'没有'.repeat(12_000)}</p>";</script>`;
const page = (inner: string, head = ''): string =>
  `<!doctype html><html><head><title>年报</title>${head}</head><body>${inner}</body></html>`;

const CHARSETS = ['utf-8', 'gb18030', 'big5'];
for (const [name, html, charsets] of [
  ['menu and content', page(menu + content), [...CHARSETS, 'utf-16le']],
  ['a long head', page(menu + content, `<style>${'.a{color:red}\n'.repeat(3000)}</style>`), CHARSETS],
  ['a comment that ends behind the start', page(`${menu}<!-- ${menu.repeat(3)} -->${content}`), CHARSETS],
] as const)
  for (const charset of charsets)
    test(`of a page with ${name} in ${charset} the start shows what the whole shows first`, () => {
      const body = iconv.encode(html, charset, { addBOM: true });
      const start = startOfPage(body, `${TYPE}; charset=${charset}`, ENOUGH);
      const whole = pageText(body, `${TYPE}; charset=${charset}`);
      assert.ok(start !== null && whole !== null);
      assert.ok(start.html.length < whole.html.length);
      assert.ok(whole.visible.startsWith(start.visible.slice(0, ENOUGH)));
    });

test('where the start does not show enough, the page is to be read whole', () => {
  for (const html of [
    page(menu),
    page(script + menu + content),
    page(`<!-- ${menu.repeat(5)} -->${content}`),
    page(`<div>${'\n'.repeat(60_000)}</div>${content}`),
  ])
    assert.equal(startOfPage(Buffer.from(html), TYPE, ENOUGH), null);
});

test('what is no page has no start either', () => {
  const data = `{"rows": ["${'正文'.repeat(60_000)}"]}`;
  assert.equal(startOfPage(Buffer.from(data), 'application/json', ENOUGH), null);
  assert.equal(pageText(Buffer.from(data), 'application/json'), null);
});
