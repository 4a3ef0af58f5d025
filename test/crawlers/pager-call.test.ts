import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagerCalls } from '../../src/crawlers/pager-call.ts';

const call = (
  pages: number | null,
  current: number,
  base: string,
  ending: string,
  entries: number | null,
) => ({
  pages,
  current,
  base,
  ending,
  entries,
});

test('calls of both products, with literals and with variables of the page', () => {
  for (const [text, expected] of [
    ['createPageHTML(3, 0, "index", "htm");', call(3, 0, 'index', 'htm', null)],
    ["createPageHTML(3,1,'index','.shtml');", call(3, 1, 'index', 'shtml', null)],
    ["createPageHTML('page_div',5, 1,'list','shtml',89);", call(5, 1, 'list', 'shtml', 89)],
    [
      'var currentPage = 0;\nvar countPage = 12 //共多少页\ncreatePageHTML(countPage, currentPage, "index", "html");',
      call(12, 0, 'index', 'html', null),
    ],
    ['createPage(2, 0, "t20240116_7794230", "shtml")', call(2, 0, 't20240116_7794230', 'shtml', null)],
    ['createPageHTML(total(1), 0, "index", "htm")', call(null, 0, 'index', 'htm', null)],
  ] as const) {
    assert.deepEqual(pagerCalls(`<script>${text}</script>`), [expected], text);
  }
});

test('neither the definition, nor a comment, nor nonsense is a call', () => {
  for (const text of [
    'function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ if(_nPageCount<2) return; }',
    '// createPageHTML(3, 0, "index", "htm");',
    '<!-- createPageHTML(3, 0, "index", "htm"); -->',
    'createPageHTML(3, 0, "../../etc/passwd", "htm");',
    'createPageHTML(3, 0, "index", "exe");',
    'createPageHTML(3, "x", "index", "htm");',
    'createPageHTML();',
  ]) {
    assert.deepEqual(pagerCalls(text), [], text);
  }
  assert.equal(pagerCalls('createPageHTML(99999999, 0, "index", "htm")')[0]?.pages, null);
});
