import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { annualReport, crawlReport, FIELDS, LAW, openArchive, temporaryFile } from './support.ts';

const SENTENCE = '本年度制作行政规范性文件七件，均已主动公开，并按时完成清理';
const PAGES = 60;
const KB = 1024;

const page = (number: number, size: number): string =>
  `<html>${number}<p>${SENTENCE}</p>${`<i>${number}</i>`.repeat(size / 9)}</html>`;

for (const [what, size] of [
  ['large', 200 * KB],
  // Their memory is shared with whatever else is small.
  ['small', 4 * KB],
] as const)
  test(`texts of many ${what} pages are read one after another without keeping the pages`, (t) => {
    const file = temporaryFile(t);
    const archive = openArchive(t, { file });
    const pages = Array.from({ length: PAGES }, (_, number) => page(number, size));
    for (const [number, text] of pages.entries()) {
      const report = annualReport(number, { sections: { '1': SENTENCE } });
      const identity = { ...LAW, body: `第${number}水利局` };
      crawlReport(archive, `https://reports.example/${number}.html`, number, { text, report, identity });
    }
    archive.close();
    const again = Archive.open({ file, fields: FIELDS, mode: 'read' });
    t.after(() => again.close());
    const editions = [
      ...again.rows<{ id: number; hash: string }>(
        'SELECT g.edition_id AS id, c.payload_sha256 AS hash FROM readings g JOIN captures c ON c.id = g.capture_id',
      ),
    ];
    assert.equal(editions.length, PAGES);
    const before = process.memoryUsage().arrayBuffers;
    for (const { id } of editions) assert.equal(new Map(again.history.texts(id).sections).get('1'), SENTENCE);
    const grown = process.memoryUsage().arrayBuffers - before;
    assert.ok(grown < PAGES * 30 * KB, `${grown} bytes after ${PAGES} pages of ${size}`);
    // Nothing that others have was given back with them.
    for (const { hash } of editions) {
      const body = again.captures.payload(hash) ?? assert.fail();
      assert.ok(pages.includes(Buffer.from(body).toString()));
    }
    for (const { id } of editions) assert.equal(new Map(again.history.texts(id).sections).get('1'), SENTENCE);
  });
