import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { turn, turnQuarters } from '../../../src/documents/ocr/gray.ts';
import { judgeFigure, judgeText } from '../../../src/documents/ocr/judge.ts';
import type { Recognised } from '../../../src/documents/ocr/recogniser.ts';
import { skewOf } from '../../../src/documents/ocr/skew.ts';
import { readDocument } from '../../../src/documents/read.ts';
import { parseReports } from '../../../src/reports/parse.ts';
import { makeReport } from '../../fixtures/report.ts';
import { ZONE_ARTICLES } from '../../portals/data/zone.ts';
import { gridsOf, paragraphsOf } from '../blocks.ts';
import { writePdf } from '../pdf-writer.ts';
import { scan, scannedPdf } from './scanner.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/pdf/${name}`, import.meta.url));
const committee = ZONE_ARTICLES.find((a) => a.fixture === 'committee-2023.pdf');
assert.ok(committee !== undefined);

test('a scanned PDF, askew, noisy and faded, with a table over two pages: every value', async () => {
  const pdf = await scannedPdf(fixture(committee.fixture), {
    dpi: 150,
    skew: 0.8,
    blur: 1,
    noise: 20,
    fade: 0.25,
  });
  const document = await readDocument(pdf);
  const [report] = parseReports(document);
  assert.equal(report?.status, 'complete');
  assert.deepEqual({ ...report?.values }, { ...makeReport(committee.report).values });
  assert.deepEqual([report?.body, report?.year], ['东港新区管理委员会', 2023]);
  for (const grid of gridsOf(document))
    for (const { box, page } of grid.cells)
      assert.ok(page !== null && box !== null && box.x0 >= 0 && box.x1 <= 597 && box.y1 <= 844);
});

test('a picture lying on its side is turned; cells keep their places in the file', async () => {
  const [page] = await scan(fixture('health-2022.pdf'), { dpi: 150, blur: 1 });
  assert.ok(page !== undefined);
  const upright = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 1 } })
    .png()
    .toBuffer();
  const side = turnQuarters(page, 1);
  const turned = await sharp(side.data, { raw: { width: side.width, height: side.height, channels: 1 } })
    .webp({ lossless: true })
    .toBuffer();
  const [expected, found] = [await readDocument(upright), await readDocument(turned)];
  assert.equal(found.type, 'image');
  assert.ok(paragraphsOf(expected).includes('二、主动公开政府信息情况'));
  const cell = (document: typeof found) =>
    gridsOf(document)[0]?.cells.find((c) => c.text === '行政规范性文件');
  const [a, b] = [cell(expected)?.box, cell(found)?.box];
  assert.ok(a !== null && a !== undefined && b !== null && b !== undefined);
  // Turned against the clock, left is below and the upper edge left.
  const wanted = { x0: a.y0, x1: a.y1, y0: page.width - a.x1, y1: page.width - a.x0 };
  for (const key of ['x0', 'x1', 'y0', 'y1'] as const) assert.ok(Math.abs(b[key] - wanted[key]) < 6);
});

test('by how much a page lies askew', async () => {
  const [page] = await scan(fixture('finance-2020.pdf'), { dpi: 100 });
  assert.ok(page !== undefined);
  for (const angle of [0, 0.4, -1.3, 3]) assert.ok(Math.abs(skewOf(turn(page, angle)) + angle) < 0.06);
});

const seen = (figure: string, figureConfidence: number): Recognised => ({
  text: figure,
  confidence: figureConfidence,
  mean: figureConfidence,
  digitConfidence: figureConfidence,
  figure,
  figureConfidence,
});

test('a figure is sure when two views agree, each with confidence, and no ink is left over', () => {
  assert.deepEqual(judgeFigure(seen('12', 0.99), seen('12', 0.95), 2), { text: '12', doubt: false });
  assert.deepEqual(judgeFigure(seen('1', 0.99), seen('7', 0.97), 1), { text: '1', doubt: true });
  assert.deepEqual(judgeFigure(seen('12', 0.99), seen('12', 0.6), 2), { text: '12', doubt: true });
  assert.deepEqual(judgeFigure(seen('1', 0.99), seen('1', 0.99), 2), { text: '1', doubt: true });
  assert.deepEqual(judgeFigure(seen('', 0), seen('', 0), 1), { text: '', doubt: true });
  assert.deepEqual(judgeFigure(seen('/', 0.99), seen('/', 0.99), 1), { text: '/', doubt: false });
});

test('figures within words are doubtful when they are not plain', () => {
  assert.equal(judgeText({ ...seen('2022年', 0.5), digitConfidence: 0.99 }).doubt, false);
  assert.equal(judgeText({ ...seen('2022年', 0.5), digitConfidence: 0.6 }).doubt, true);
});

test('a picture without text, a tiny one and one that is damaged say so', async () => {
  const blank = sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff' } });
  assert.match((await readDocument(await blank.png().toBuffer())).problem ?? '', /no text is recognised/u);
  const png = await blank.png().toBuffer();
  assert.match((await readDocument(png.subarray(0, 30))).problem ?? '', /damaged/u);
});

test('a picture that claims to be enormous is refused', async () => {
  const huge = await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  assert.match((await readDocument(huge)).problem ?? '', /pixel limit/u);
});

test('without the optional packages a scan says what is missing and how to install it, all else is read', () => {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (/^(?:onnxruntime-node|sharp)$/.test(name)) throw new Error('Cannot find package ' + name);
      return next(name, context);
    } });
    const { readDocument } = await import('./src/documents/read.ts');
    const { readFileSync } = await import('node:fs');
    const read = async (bytes) => (await readDocument(bytes)).problem;
    const scan = readFileSync(0);
    console.log(JSON.stringify([await read(scan), await read(Buffer.from('\\x89PNG\\r\\n', 'latin1')),
      await read(readFileSync('test/fixtures/pdf/health-2022.pdf'))]));`;
  const image = { width: 40, height: 40, pixels: new Uint8Array(1600).fill(200) };
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    input: writePdf([{ image }]),
    encoding: 'utf8',
  });
  const [pdf, png, text] = JSON.parse(child.stdout) as (string | null)[];
  for (const problem of [pdf, png]) assert.match(problem ?? '', /^a scan:.*Cannot find package.*npm ci/u);
  assert.equal(text, null);
});
