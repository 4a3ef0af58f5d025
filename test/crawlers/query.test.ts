import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'cheerio';
import { queryable, queryablePiece } from '../../src/crawlers/query.ts';

test('a page gets the tree that cheerio itself would make of it, broken markup and scripts included', () => {
  for (const html of [
    '',
    '<p>年报<p>二<table><tr><td>1<td>2</table><noscript><a href="/x">x</a></noscript>',
    '<!DOCTYPE html><html><head><title>a</title><script>var a = "<ul>";</script></head><body class=x><ul><li>一<li>二</ul></body></html>',
    '<frameset><frame src="a.html"></frameset>',
    '<table><a href="/b">b</a><tr><td>&nbsp;&copy;</td></tr></table><textarea><p></textarea>',
  ]) {
    const [own, whole] = [queryable(html), load(html)];
    for (const ask of [
      ($) => $('*').length,
      ($) => $.root().text(),
      ($) =>
        $('a')
          .map((_, a) => $(a).attr('href'))
          .get()
          .join(),
    ] as readonly (($: typeof own) => unknown)[])
      assert.deepEqual(ask(own), ask(whole), html);
  }
});

test('a piece of a page gets no frame round it', () => {
  assert.equal(queryablePiece('<li><a href="/a">年报</a></li>').html(), '<li><a href="/a">年报</a></li>');
});
