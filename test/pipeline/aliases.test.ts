import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { renderDocx } from '../fixtures/docx.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { sampleReport } from '../portals/shelf.ts';
import { benchFor } from './support.ts';

const PORTAL = 'www.dongshan.gov.cn';
const UNIT = 'wsj.dongshan.gov.cn';
const SITE = `id: dongshan
name: 东山县
region_code: "350626"
crawler: generic
hosts: [${PORTAL}, dongshan.gov.cn, ${UNIT}]
columns:
  - url: http://${PORTAL}/zfxxgk/nb/index.html
  - url: http://${UNIT}/zfxxgknb/index.html
    body: 东山县卫生健康局
since: 2023
evidence: inferred
`;

const health = makeReport(sampleReport('东山县卫生健康局', 2023));
const school = makeReport(sampleReport('东山县教育局', 2023));
const finance = makeReport(sampleReport('东山县财政局', 2023));

const page = (title: string, inner: string): string =>
  `<html><head><meta charset="utf-8"><title>${title}</title></head><body>${inner}</body></html>`;
const row = (href: string, title: string): string =>
  `<li><a href="${href}">${title}</a><span>2024-01-18</span></li>`;
const article = (title: string, inner: string): string =>
  page(title, `<h1>${title}</h1><p>发布时间：2024-01-18</p><div class="content">${inner}</div>`);

/** What a portal has besides reports: each is listed in the column of annual reports. */
const LOOKALIKES = [
  '东山县2023年法治政府建设年度报告',
  '东山县政府网站工作年度报表（2023年度）',
  '东山县政府信息公开指南（2023年版）',
  '东山县事业单位2023年度报告',
  '2023年东山县政府工作报告',
  '东山县住房公积金2023年年度报告',
  '东山县2023年国民经济和社会发展统计公报',
  '一图读懂东山县2023年政府信息公开工作年度报告',
];

const PAGES: Readonly<Record<string, string | Buffer>> = {
  [`${PORTAL}/zfxxgk/nb/index.html`]: page(
    '政府信息公开年报',
    `<ul>${row('/art/202401/a1000001.html', health.title)}
${row(`https://dongshan.gov.cn/art/202401/a1000001.html`, health.title)}
${row(`http://dongshan.gov.cn/art/202401/a1000001.html`, health.title)}
${row('/art/202401/a1000002.html', school.title)}
${row('/art/202401/a1000003.html', finance.title)}
${LOOKALIKES.map((title, index) => row(`/art/202401/b200000${index}.html`, title)).join('\n')}
${row('http://www-dongshan-gov-cn.mirror.example/art/202401/a1000009.html', '东山县公安局2023年政府信息公开工作年度报告')}</ul>`,
  ),
  // The unit's own site shows the same report under another address, imported later.
  [`${UNIT}/zfxxgknb/index.html`]: page('年报', `<ul>${row('/xx/202403/c3000001.html', '2023年度')}</ul>`),
  [`${UNIT}/xx/202403/c3000001.html`]: article(health.title, renderReport(health, 'plain')),
  ...Object.fromEntries(
    [PORTAL, 'dongshan.gov.cn'].map((host) => [
      `${host}/art/202401/a1000001.html`,
      article(
        health.title,
        // The whole text, the same as a Word file, and a leaflet on it.
        `${renderReport(health, 'word')}<p>附件：<a href="/files/health.docx">${health.title}.docx</a> <a href="/files/leaflet.docx">图解.docx</a></p>`,
      ),
    ]),
  ),
  // A summary on the page, the report in the second of three files.
  [`${PORTAL}/art/202401/a1000002.html`]: article(
    school.title,
    '<p>现将年度报告予以公布，全文见附件。</p><p><a href="/files/form.docx">申请表.docx</a> <a href="/files/school.docx">年度报告.docx</a> <a href="/files/leaflet.docx">图解.docx</a></p>',
  ),
  [`${PORTAL}/art/202401/a1000003.html`]: article(finance.title, renderReport(finance, 'layout')),
  ...Object.fromEntries(
    LOOKALIKES.map((title, index) => [
      `${PORTAL}/art/202401/b200000${index}.html`,
      article(title, '<p>全年各项工作有序推进。</p>'),
    ]),
  ),
  [`${PORTAL}/files/health.docx`]: renderDocx(health),
  [`${PORTAL}/files/school.docx`]: renderDocx(school),
  [`dongshan.gov.cn/files/health.docx`]: renderDocx(health),
};

async function portal(t: TestContext): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const leaflet = Buffer.from('{\\rtf1 Leaflet on the work of the year}');
  const server = createServer((request, response) => {
    const address = `${request.headers.host?.replace(/:\d+$/, '')}${request.url}`;
    asked.push(address);
    const found = PAGES[address] ?? (/\/files\/(leaflet|form)\.docx$/.test(address) ? leaflet : undefined);
    const type =
      typeof found === 'string' || found === undefined
        ? 'text/html; charset=utf-8'
        : 'application/octet-stream';
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': type });
    response.end(found ?? '<html>404</html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

test('a report at many addresses is one report; its files are kept, look-alikes and mirrors left alone', async (t) => {
  const bench = await benchFor(t);
  writeFileSync(join(bench.config, 'sites', 'dongshan.yaml'), SITE);
  const { port, asked } = await portal(t);
  const summary = await bench.crawl({ only: ['dongshan'], connectTo: { host: '127.0.0.1', port } });
  assert.equal(summary.sites[0]?.message, null);
  const archive = bench.open();
  const reports = [
    ...archive.rows<{ body: string; year: number; url: string; status: string }>(
      'SELECT body, year, url, status FROM reports ORDER BY body',
    ),
  ];
  assert.deepEqual(reports, [
    {
      body: '东山县卫生健康局',
      year: 2023,
      url: `http://${PORTAL}/art/202401/a1000001.html`,
      status: 'complete',
    },
    { body: '东山县教育局', year: 2023, url: `http://${PORTAL}/files/school.docx`, status: 'complete' },
    {
      body: '东山县财政局',
      year: 2023,
      url: `http://${PORTAL}/art/202401/a1000003.html`,
      status: 'complete',
    },
  ]);
  const aliases = [
    ...archive.rows<{ url: string }>(
      `SELECT a.url FROM report_aliases a JOIN reports r ON r.id = a.report_id
       WHERE r.body = '东山县卫生健康局' ORDER BY a.url`,
    ),
  ].map(({ url }) => url);
  for (const url of [
    `http://${PORTAL}/art/202401/a1000001.html`,
    `http://${UNIT}/xx/202403/c3000001.html`,
    `http://${PORTAL}/files/health.docx`,
  ]) {
    assert.ok(
      aliases.includes(url) || reports[0]?.url === url,
      `${url} is no address of the report: ${aliases}`,
    );
  }
  for (const url of ['leaflet', 'form', 'school', 'health'].map(
    (name) => `http://${PORTAL}/files/${name}.docx`,
  )) {
    assert.ok(archive.captures.lastGood('dongshan', url) !== null, `${url} was not kept`);
  }
  assert.deepEqual(
    asked.filter((address) => /b200000|mirror/.test(address)),
    [],
    'look-alikes and mirrors are not asked for',
  );
  const editions = [...archive.rows<{ n: number }>('SELECT count(*) AS n FROM editions')][0]?.n;
  assert.equal(editions, 3, 'a twin is no edition');
});
