import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'cheerio';
import { dateIn, linksOf, linkTitle, pageKey, resolveLink, rowDate } from '../../src/crawlers/links.ts';

test('dates of lists', () => {
  const dates: readonly [string, string | null][] = [
    ['2024-01-17', '2024-01-17'],
    ['2024/1/17 10:20', '2024-01-17'],
    ['[2024年1月7日]', '2024-01-07'],
    ['发布时间：2024.01.17', '2024-01-17'],
    ['17 2024-01', '2024-01-17'],
    ['[01-17]', null],
    ['2024-02-31', null],
    ['12024-01-17', null],
    ['2023年政府信息公开', null],
    ['', null],
  ];
  for (const [text, date] of dates) assert.equal(dateIn(text), date, text);
});

test('addresses are made absolute and tidy', () => {
  const base = 'https://www.x.gov.cn/channels/7.html';
  assert.equal(resolveLink(' ./../contents/1/2.html#top ', base), 'https://www.x.gov.cn/contents/1/2.html');
  assert.equal(resolveLink('//www.x.gov.cn:443/a', base), 'https://www.x.gov.cn/a');
  assert.equal(resolveLink('?a=path&page=2', 'https://p.cn/?a=info'), 'https://p.cn/?a=path&page=2');
  for (const href of [undefined, '', '#', '#top', 'javascript:void(0)', 'mailto:a@b.cn', 'http://']) {
    assert.equal(resolveLink(href, base), null, String(href));
  }
  assert.equal(pageKey('http://www.x.gov.cn/?b=2&a=1'), pageKey('https://x.gov.cn/?a=1&b=2'));
  assert.notEqual(pageKey('https://x.gov.cn/a_1.html'), pageKey('https://x.gov.cn/a_2.html'));
});

test('titles and dates of rows', () => {
  const rows: readonly [string, string, string | null][] = [
    [
      '<li><a href="1" title="甲局2023年政府信息公开工作年度报告">甲局2023年政府信息…</a><span>2024-01-17</span></li>',
      '甲局2023年政府信息公开工作年度报告',
      '2024-01-17',
    ],
    ['<li><a href="1" title="点击查看">甲局2023年年报</a></li>', '甲局2023年年报', null],
    ['<a href="1"><span>甲局年报</span><em>2021-01-05</em></a>', '甲局年报', '2021-01-05'],
    ['<tr><td><a href="1">甲局年报</a></td><td>2021年1月5日</td></tr>', '甲局年报', '2021-01-05'],
    ['<a href="1">甲局年报[01-17]</a>', '甲局年报', null],
    ['<p><a href="1">甲</a> 2021-01-05 <a href="2">乙</a> 2022-02-06</p>', '甲', '2021-01-05'],
    ['<a href="1"><img alt="政府信息公开" src="a.png"></a>', '政府信息公开', null],
    ['<li><a href="1"> 关于\n 2021-01-01 前后 的年报 </a></li>', '关于 2021-01-01 前后 的年报', null],
  ];
  for (const [html, title, date] of rows) {
    const $ = load(html.startsWith('<tr') ? `<table>${html}</table>` : html);
    const link = linksOf($).first();
    assert.equal(linkTitle(link), title, html);
    assert.equal(rowDate($, link), date, html);
  }
});
