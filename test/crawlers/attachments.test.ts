import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachmentsOf, isDocumentAddress } from '../../src/crawlers/attachments.ts';
import { pageTree } from '../../src/documents/html.ts';

const BASE = 'https://www.x.gov.cn/zwgk/202401/t1.html';
const HOSTS = ['www.x.gov.cn'];
const found = (html: string): [string, string | null, string][] =>
  attachmentsOf(pageTree(html), BASE, HOSTS).map(({ url, name, kind }) => [
    url.replace('https://www.x.gov.cn', ''),
    name,
    kind,
  ]);

test('addresses that give a document', () => {
  for (const path of [
    'a/P020240117380012345678.docx',
    'a/report.PDF?v=1',
    'module/download/downfile.jsp?classid=0&filename=0a1b.pdf',
    'system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=77',
    'group6/M00/0A/1B/xyz.docx',
    'group6/M00/0A/1B/xyz',
    'fileDown?id=12',
    '%C4%EA.pdf',
  ]) {
    assert.equal(isDocumentAddress(`https://www.x.gov.cn/${path}`), true, path);
  }
  for (const path of ['', 'download/', 'a/t1.html', 'group6/M00/0A/a.png', 'downloads.html', 'a.pdf.html']) {
    assert.equal(isDocumentAddress(`https://www.x.gov.cn/${path}`), false, path);
  }
});

test('links, links that only their text tells, frames and viewers; each once, the site’s own only', () => {
  assert.deepEqual(
    found(`<body><div class="logo"><img src="/images/logo.png"></div><p>见附件。</p>
<a href="./P01.pdf">附件：<b>2023年报.pdf</b></a><a href="./P01.pdf#page=2">再次</a>
<a href="/open?id=9">卫健委2023年年报.docx</a><a href="/open?id=10">打开</a>
<a href="http://mirror.example/P02.pdf">P02.pdf</a><a href="javascript:void(0)">x.pdf</a>
<iframe src="/pdfjs/web/viewer.html?file=%2Ffiles%2Fa.pdf"></iframe><embed src="/show/7" type="application/pdf">
<iframe src="/weather.html"></iframe></body>`),
    [
      ['/zwgk/202401/P01.pdf', '附件：2023年报.pdf', 'document'],
      ['/open?id=9', '卫健委2023年年报.docx', 'document'],
      ['/files/a.pdf', null, 'document'],
      ['/show/7', null, 'document'],
    ],
  );
});

test('pictures count only where the page has no table, and never those of its frame', () => {
  const pictures = `<div class="header"><img src="/img/top.jpg"></div><div id="zoom"><h1>某局2023年年报</h1>
<img src="P1.jpg" alt="第一页"><img src="P2.jpg"><img src="/img/icon_pdf.png"><img src="P3.gif" width="16"></div><div class="footer"><img src="dzjg.png"></div>`;
  const text = `<div>${'本报告由某局编制，'.repeat(40)}</div>`;
  const table = `<table>${'<tr><td>规章</td><td>1</td><td>2</td></tr>'.repeat(4)}</table>`;
  for (const page of [pictures, pictures + text])
    assert.deepEqual(found(page), [
      ['/zwgk/202401/P1.jpg', '第一页', 'image'],
      ['/zwgk/202401/P2.jpg', null, 'image'],
    ]);
  assert.deepEqual(found(pictures + text + table), []);
});
