import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zzPublic } from '../../src/crawlers/zz-public.ts';
import { discover } from './context.ts';

const BASE = 'https://public.x.gov.cn';
const HOSTS = ['public.x.gov.cn', 'www.x.gov.cn'];

const article = (node: string, id: number, title: string, date: string): string =>
  `<a href="/${node}/${id}.jhtml" target="_blank"><span>${title}</span><em>${date}</em></a>`;

const PAGES = {
  [`${BASE}/?a=info`]:
    '<div class="left"><a href="?a=info">指南</a><a href="?a=dir&h=1&p=D1901">财政信息</a></div>',
  [`${BASE}/?a=dir&h=1&p=D41`]: `<ul class="common-list">${article('D41X', 900, '某区人民政府2023年政府信息公开工作年度报告', '2024-03-20')}</ul>`,
  [`${BASE}/?a=dir&h=1&p=D42`]:
    '<div class="dept"><a href="?a=path&d=19&p=D42Y">区卫生健康委员会</a><a href="?a=path&d=20&p=D42Y">南阳路街道办事处</a><a href="?a=path&d=20&p=D68">南阳路街道办事处</a></div>',
  [`${BASE}/?a=path&d=19&p=D42Y`]: `<ul class="common-list">${article('D42Y', 3, '某区卫生健康委员会2023年政府信息公开工作年度报告', '2024-01-12')}${article('D42Y', 2, '某区卫健委政府信息公开指南', '2023-02-01')}</ul>
<div class="page-tile"><a href="?a=path&d=19&p=D42Y&page=1">1</a><a href="?a=path&d=19&p=D42Y&page=2">2</a><a href="?a=path&d=19&p=D42Y&page=2">下一页</a></div>`,
  [`${BASE}/?a=path&d=19&p=D42Y&page=2`]: `<ul class="common-list">${article('D42Y', 1, '某区卫生健康委员会2020年政府信息公开工作年度报告', '2021-01-05')}</ul>
<div class="page-tile"><a href="?a=path&d=19&p=D42Y&page=1">1</a><a href="?p=D42Y&a=path&d=19&page=2">2</a><a href="?a=path&d=19&p=D42Y&page=2">下一页</a></div>`,
  [`${BASE}/?a=path&d=20&p=D42Y`]: `<div class="page-list"><a href="/D42Y/8.jhtml"><span>2022年政府信息公开工作年度报告</span> 2023-01-09</a><a href="http://www.mirror.example/D42Y/9.jhtml"><span>南阳路街道2021年政府信息公开工作年度报告</span></a></div>`,
};

test('from the root to the government and every department, with dates, bodies and pages', async () => {
  const found = await discover(zzPublic, `${BASE}/?a=info`, { hosts: HOSTS, pages: PAGES });
  assert.equal(found.error, null);
  assert.deepEqual(
    found.references.map(({ url, publishedOn, body, year }) => [url, publishedOn, body, year]),
    [
      [`${BASE}/D41X/900.jhtml`, '2024-03-20', null, 2023],
      [`${BASE}/D42Y/3.jhtml`, '2024-01-12', '区卫生健康委员会', 2023],
      [`${BASE}/D42Y/1.jhtml`, '2021-01-05', '区卫生健康委员会', 2020],
      [`${BASE}/D42Y/8.jhtml`, '2023-01-09', '南阳路街道办事处', 2022],
    ],
  );
  assert.equal(found.references[0]?.title, '某区人民政府2023年政府信息公开工作年度报告');
  assert.equal(found.references[3]?.title, '2022年政府信息公开工作年度报告');
  assert.deepEqual(found.announced, [{ listUrl: `${BASE}/?a=path&d=19&p=D42Y`, total: 2, seen: 2 }]);
  assert.match(found.notes.join(), /mirror\.example/);
  assert.equal(found.requested.length, Object.keys(PAGES).length);
});

test('a directory as entry needs no root; pages follow by number where there is no next link', async () => {
  const tile = (number: number): string =>
    `<div class="page-tile">${[1, 2, 3].map((n) => (n === number ? `<span>${n}</span>` : `<a href="?a=path&p=D42Y&page=${n}">${n}</a>`)).join('')}<a>3</a><a>GO</a></div>`;
  const rows = (number: number): string =>
    `<ul class="common-list">${article('D42Y', number, `第${number}办事处2023年政府信息公开工作年度报告`, '2024-01-02')}</ul>${tile(number)}`;
  const found = await discover(zzPublic, `${BASE}/?a=path&p=D42Y`, {
    hosts: HOSTS,
    pages: {
      [`${BASE}/?a=path&p=D42Y`]: rows(1),
      [`${BASE}/?a=path&p=D42Y&page=2`]: rows(2),
      [`${BASE}/?a=path&p=D42Y&page=3`]: rows(3),
    },
  });
  assert.equal(found.references.length, 3);
  assert.deepEqual(found.announced, [{ listUrl: `${BASE}/?a=path&p=D42Y`, total: 3, seen: 3 }]);
});

test('a node that nobody promised may be absent', async () => {
  const { [`${BASE}/?a=dir&h=1&p=D41`]: _absent, ...pages } = PAGES;
  const found = await discover(zzPublic, `${BASE}/?a=info`, { hosts: HOSTS, pages });
  assert.equal(found.error, null);
  assert.equal(found.references.length, 3);
  assert.match(found.notes.join(), /p=D41/);
});
