import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readPages } from '../../../src/documents/pdf/pdfium.ts';
import { readDocument } from '../../../src/documents/read.ts';
import { parseReports } from '../../../src/reports/parse.ts';
import { makeReport } from '../../fixtures/report.ts';
import { ZONE_ARTICLES } from '../../portals/data/zone.ts';
import { isWarned } from '../../reports/support.ts';
import { paragraphsOf } from '../blocks.ts';
import { garble } from '../pdf-garble.ts';
import { writePdf } from '../pdf-writer.ts';
import { scan } from './scanner.ts';

/** What the report’s second page holds: tables three and four. */
const TABLES = /^(?:requests|review|litigation)\./u;

const article = ZONE_ARTICLES.find((a) => a.fixture === 'health-2022.pdf');
assert.ok(article !== undefined);
const sound = readFileSync(new URL(`../../fixtures/pdf/${article.fixture}`, import.meta.url));
const report = makeReport(article.report);
const images = await scan(sound, { dpi: 150 });

/** The scan of a report with what some other program recognised in it beneath: a 1 for every 0. */
async function withForeignText(imageOnTop: boolean): Promise<Buffer> {
  const { pages } = await readPages(sound, (page) => page);
  return writePdf(
    pages.map(({ width, height, glyphs }, i) => {
      const image = images[i];
      assert.ok(image !== undefined);
      return {
        width,
        height,
        imageOnTop,
        image: { width: image.width, height: image.height, pixels: image.data },
        texts: glyphs.map((g) => ({
          x: g.x0,
          y: height - g.y1 + 2,
          text: g.text === '0' ? '1' : g.text,
          size: (g.y1 - g.y0) * 0.8,
          mode: imageOnTop ? 0 : 3,
        })),
      };
    }),
  );
}

/** Of three pages the second alone. */
function secondPage(pdf: Buffer): Buffer {
  const one = pdf
    .toString('latin1')
    .replace(/\/Kids\s*\[\s*\d+ 0 R\s+(\d+ 0 R)[^\]]*\]/u, '/Kids [$1]')
    .replace(/\/Count 3/u, '/Count 1');
  return Buffer.from(one.replace(/startxref\s+\d+/u, 'startxref\n0'), 'latin1');
}

const tables = (values: Readonly<Record<string, number | null>> = {}): Record<string, number | null> =>
  Object.fromEntries(Object.entries(values).filter(([field]) => TABLES.test(field)));

/** Reads without the optional packages, in a process of its own. */
function parseWithoutOcr(bytes: Uint8Array): ReturnType<typeof parseReports>[number] {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (/^(?:onnxruntime-node|sharp)$/.test(name)) throw new Error('Cannot find package ' + name);
      return next(name, context);
    } });
    const { readDocument } = await import('./src/documents/read.ts');
    const { parseReports } = await import('./src/reports/parse.ts');
    const { readFileSync } = await import('node:fs');
    const [report] = parseReports(await readDocument(readFileSync(0)));
    console.log(JSON.stringify(report));`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    input: bytes,
    encoding: 'utf8',
  });
  return JSON.parse(child.stdout) as ReturnType<typeof parseReports>[number];
}

test('a scan with another program’s text beneath or behind it: what is read is what is seen', async () => {
  const scanned = await withForeignText(false);
  const [read] = parseReports(await readDocument(secondPage(scanned)));
  assert.deepEqual(tables(read?.values), tables(report.values));
  // Text that a picture covers is as good as invisible; without recognition it is given, and nothing of it trusted.
  const blind = parseWithoutOcr(await withForeignText(true));
  assert.equal(blind.status, 'complete');
  assert.equal(blind.values['requests.granted.research'], 1);
  for (const field of Object.keys(blind.values)) assert.ok(isWarned(blind, field), field);
  assert.ok(isWarned(blind, 'meta.year'));
  const reason = blind.warnings.find((w) => w.code === 'foreign_text')?.message ?? '';
  assert.match(reason, /pages 1, 2, 3 .*another program.*npm ci/u);
});

test('a PDF whose font names its characters wrongly is read as it looks; without recognition it is unreadable', async () => {
  const wrong = garble(sound, (code) => (code > 0x3000 ? 0x4e00 + ((code * 7919) % 20_000) : code + 1));
  const [read] = parseReports(await readDocument(secondPage(wrong)));
  assert.deepEqual(tables(read?.values), tables(report.values));
  const nameless = parseWithoutOcr(garble(sound, (code) => 0xe000 + (code % 0x1000)));
  assert.equal(nameless.status, 'unreadable');
  assert.match(nameless.reason ?? '', /only be read as a picture.*npm ci/u);
  assert.ok(Object.values(nameless.values).every((value) => value === null));
});

test('the same file, its characters named as they were, is read without looking at it', async () => {
  const [read] = parseReports(await readDocument(garble(sound, (code) => code)));
  assert.deepEqual({ ...read?.values }, { ...report.values });
  assert.deepEqual(read?.warnings, []);
});

test('what nobody sees is no text: invisible, white on paper, off the page; white on a dark ground is', async () => {
  const seen = [...'主动公开政府信息情况'].map((text, i) => ({ x: 100 + i * 12, y: 700, text }));
  const pdf = writePdf([
    {
      texts: [
        ...seen,
        { x: 100, y: 650, text: '12', mode: 3 },
        { x: 100, y: 620, text: '34', gray: 1 },
        { x: 700, y: 590, text: '56' },
        { x: 100, y: 560, text: '78', gray: 1 },
      ],
      areas: [[90, 550, 200, 580, 0.2]],
    },
  ]);
  assert.deepEqual(paragraphsOf(await readDocument(pdf)), ['主动公开政府信息情况', '78']);
});

test('of a scan with more pages than are read the first are, and the rest is said to be missing', async () => {
  const paper = {
    width: 24,
    height: 32,
    image: { width: 24, height: 32, pixels: new Uint8Array(24 * 32).fill(240) },
  };
  const first = { width: 200, height: 200, texts: [{ x: 10, y: 100, text: '一、总体情况' }] };
  let looked = 0;
  const document = await readDocument(writePdf([first, ...Array.from({ length: 62 }, () => paper)]), {
    onPage: () => {
      looked += 1;
    },
  });
  assert.equal(document.problem, null);
  assert.match(document.unread ?? '', /2 scanned pages from page 62 on were not read/u);
  assert.equal(looked, 60);
  assert.deepEqual(paragraphsOf(document), ['一、总体情况']);
});
