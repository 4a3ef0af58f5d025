import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Met } from '../../src/crawlers/met.ts';

test('what was met is known, and counted once', () => {
  const met = new Met();
  const urls = Array.from({ length: 5000 }, (_, i) => `http://www.linhe.gov.cn/xxgk/nb/t2024_${i}.html`);
  for (const [i, url] of urls.entries()) {
    assert.equal(met.has(url), false);
    assert.equal(met.add(url), true);
    assert.equal(met.size, i + 1);
  }
  for (const url of urls) {
    assert.equal(met.has(url), true);
    assert.equal(met.add(url), false);
  }
  assert.equal(met.size, urls.length);
  assert.equal(met.has('http://www.linhe.gov.cn/xxgk/nb/t2024_5000.html'), false);
});

test('texts that differ in one sign, or are empty, are told apart', () => {
  const met = new Met();
  for (const text of ['', ' ', 'a', 'A', '年报', '年報', 'http://a.gov.cn/?id=1', 'http://a.gov.cn/?id=11'])
    assert.equal(met.add(text), true);
  assert.equal(met.size, 8);
});
