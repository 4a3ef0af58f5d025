import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../src/documents/read.ts';
import { parseReports } from '../../src/reports/parse.ts';
import { escapeHtml, renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { gridsOf, paragraphsOf } from './blocks.ts';

const report = makeReport({
  body: '某县某局',
  year: 2023,
  figures: { requests: { new: [5, 1], granted: [5, 1] } },
});
const body = `<div><p>${report.title}</p>${renderReport(report, 'plain')}</div>`;
const escaped = JSON.stringify(body)
  .replaceAll('<', '\\u003C')
  .replaceAll('>', '\\u003e')
  .replaceAll('/', '\\/');
const page = (inner: string): string =>
  `<html><head><title>${report.title}</title></head><body><div class="nav"><a href="/">首页</a></div>${inner}</body></html>`;

const HIDING: readonly [where: string, html: string][] = [
  ['a configuration object', page(`<script>var config = {"id":12,"content":${escaped},"x":"y"};</script>`)],
  [
    'a string in single quotes',
    page(
      `<script>show('${body.replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('</', '<\\/')}');</script>`,
    ),
  ],
  ['a template literal', page(`<script>const html = \`${body.replaceAll('</', '<\\/')}\`;</script>`)],
  [
    'percent signs',
    page(`<script>document.write(decodeURIComponent("${encodeURIComponent(body)}"))</script>`),
  ],
  ['entities in a string', page(`<script>var c = ${JSON.stringify(escapeHtml(body))};</script>`)],
  ['a template script', page(`<script type="text/template" id="t">${body}</script>`)],
  ['a template element', page(`<template>${body}</template>`)],
  ['a text field', page(`<textarea style="display:none">${escapeHtml(body)}</textarea>`)],
  ['a text field, not escaped', page(`<textarea id="content">${body}</textarea>`)],
  ['a hidden field', page(`<input type="hidden" value="${escapeHtml(body)}">`)],
  ['JSON', `{"code":200,"data":{"title":${JSON.stringify(report.title)},"content":${escaped}}}`],
];

for (const [where, html] of HIDING)
  test(`a body hidden in ${where} is read`, async () => {
    const document = await readDocument(Buffer.from(html));
    const [read] = parseReports(document);
    assert.equal(read?.status, 'complete', read?.reason ?? '');
    assert.deepEqual({ ...read?.values }, { ...report.values });
  });

test('a page that shows its tables is not read twice', async () => {
  const document = await readDocument(Buffer.from(page(`${body}<script>var c = ${escaped};</script>`)));
  assert.equal(gridsOf(document).length, 3);
});

test('hidden markup without a table changes nothing', async () => {
  const html = page(`<p>通知</p><script>var c = "<div>${'提示'.repeat(100)}</div>";</script>`);
  assert.deepEqual(paragraphsOf(await readDocument(Buffer.from(html))), ['首页', '通知']);
});

test('quotes without an end cost no more than a pass', async () => {
  const begun = performance.now();
  await readDocument(Buffer.from(page(`<script>${'"\\"\'`'.repeat(200_000)}</script>`)));
  await readDocument(Buffer.from(`{${'"a'.repeat(500_000)}`));
  assert.ok(performance.now() - begun < 10_000);
});
