import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { readDocument } from '../../src/documents/read.ts';
import { parseReports } from '../../src/reports/parse.ts';
import { renderDocx } from '../fixtures/docx.ts';
import { makeReport } from '../fixtures/report.ts';
import { gridsOf } from './blocks.ts';

const report = makeReport({
  body: '东山县水利局',
  year: 2022,
  figures: {
    disclosure: { normative: [1, 2, 33], penalty: [12] },
    requests: { new: [5, 1, 0, 2], carried_in: [1], granted: [3, 1], 'refused.law_prohibits': [1, 0, 0, 1] },
    review: [1, 0, 2],
    after: [0, 1],
  },
});

test('a Word report: three tables with their spans, every value', async () => {
  const document = await readDocument(renderDocx(report));
  assert.deepEqual([document.type, document.problem], ['docx', null]);
  assert.deepEqual(
    gridsOf(document).map((g) => [g.rows, g.columns, g.aligned]),
    [
      [14, 4, true],
      [28, 10, true],
      [4, 15, true],
    ],
  );
  const [read] = parseReports(document);
  assert.equal(read?.status, 'complete');
  assert.deepEqual({ ...read?.values }, { ...report.values });
});

test('a damaged Word file says so', async () => {
  const bytes = renderDocx(report);
  const damaged = Buffer.from(bytes);
  damaged.fill(0xff, 1200, 1400);
  for (const file of [bytes.subarray(0, 900), damaged]) {
    const document = await readDocument(file, { type: 'docx' });
    assert.match(document.problem ?? '', /damaged or protected/u);
    assert.deepEqual(document.blocks, []);
  }
});

test('entities that multiply are not expanded', async () => {
  const files = unzipSync(renderDocx(report));
  const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  files['word/document.xml'] = strToU8(
    `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${lol}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>`,
  );
  const document = await readDocument(Buffer.from(zipSync(files)));
  assert.ok(JSON.stringify(document.blocks).length < 1000);
});

test('a Word file whose elements do not end as they began is refused before long repairs; quotes and comments are no tags', async () => {
  const members = unzipSync(renderDocx(makeReport({ body: '东山县水利局', year: 2022 })));
  const xml = Buffer.from(members['word/document.xml'] ?? []).toString('utf8');
  const problemOf = async (changed: string): Promise<string | null> =>
    (await readDocument(zipSync({ ...members, 'word/document.xml': Buffer.from(changed) }))).problem;
  assert.equal(await problemOf(xml.replace('<w:body>', '<!-- <w:b> --><w:body w:note="1 > 0">')), null);
  assert.match((await problemOf(xml.replace('</w:t>', ''))) ?? '', /document\.xml is no XML/u);
  assert.match((await problemOf(`${xml}<w:p>`)) ?? '', /document\.xml is no XML/u);
  assert.match((await problemOf(xml.slice(0, -20))) ?? '', /document\.xml is no XML/u);
});

test('a note lifted by its position is no digit of the figure before it; slightly moved text is text', async () => {
  const read = async (height: number) => {
    const members = unzipSync(renderDocx(report));
    const xml = Buffer.from(members['word/document.xml'] ?? []).toString();
    const lifted = `<w:r><w:rPr><w:position w:val="${height}"/></w:rPr><w:t>1</w:t></w:r>`;
    const changed = xml.replace(/(<w:t[^>]*>33<\/w:t><\/w:r>)/u, `$1${lifted}`);
    assert.notEqual(changed, xml);
    members['word/document.xml'] = strToU8(changed);
    return parseReports(await readDocument(zipSync(members)))[0];
  };
  const note = await read(8);
  assert.equal(note?.values['disclosure.normative.valid'], null);
  assert.ok(note?.warnings.some((w) => w.field === 'disclosure.normative.valid'));
  assert.equal((await read(2))?.values['disclosure.normative.valid'], 331);
});
