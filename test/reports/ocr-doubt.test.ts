import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block, Document } from '../../src/documents/document.ts';
import { readDocument } from '../../src/documents/read.ts';
import { parseReports } from '../../src/reports/parse.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { ZONE_ARTICLES } from '../portals/data/zone.ts';

const [article] = ZONE_ARTICLES;
assert.ok(article !== undefined);
const html = Buffer.from(`<html><body>${renderReport(makeReport(article.report), 'print')}</body></html>`);
const clean = await readDocument(html);
const withDoubt = (change: (block: Block) => Block): Document => ({
  ...clean,
  blocks: clean.blocks.map(change),
});

test('a cell that is not surely legible warns of its field, and of no other', () => {
  const document = withDoubt((block) =>
    block.kind !== 'grid' || block.index !== 1
      ? block
      : {
          ...block,
          cells: block.cells.map((c) => (c.row === 3 && c.column === 2 ? { ...c, doubt: true } : c)),
        },
  );
  const [report] = parseReports(document);
  const doubts = report?.warnings.filter((w) => w.code === 'ocr_doubt') ?? [];
  assert.deepEqual(
    doubts.map((w) => w.field),
    ['disclosure.regulations.made'],
  );
});

test('a blank in which ink is left unread warns too', () => {
  const document = withDoubt((block) =>
    block.kind !== 'grid' || block.index !== 1
      ? block
      : {
          ...block,
          cells: block.cells.map((c) =>
            c.row === 3 && c.column === 3 ? { ...c, text: '', doubt: true } : c,
          ),
        },
  );
  const [report] = parseReports(document);
  const [warning] = report?.warnings.filter((w) => w.code === 'ocr_doubt') ?? [];
  assert.ok(warning?.field !== null && warning?.field !== undefined);
  assert.equal(report?.values[warning.field], null);
});

test('a title that is not surely legible warns of the year', () => {
  const document = withDoubt((block) =>
    block.kind === 'paragraph' && /年度报告$/u.test(block.text) ? { ...block, doubt: true } : block,
  );
  const [report] = parseReports(document);
  assert.ok(report?.warnings.some((w) => w.code === 'ocr_doubt' && w.field === 'meta.year'));
});
