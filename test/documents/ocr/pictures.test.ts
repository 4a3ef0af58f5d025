import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import { readDocument, readRenderedHtml } from '../../../src/documents/read.ts';
import { parseReports } from '../../../src/reports/parse.ts';
import { renderDocx } from '../../fixtures/docx.ts';
import { renderReport } from '../../fixtures/render.ts';
import { makeReport } from '../../fixtures/report.ts';
import { ZONE_ARTICLES } from '../../portals/data/zone.ts';
import { gridsOf } from '../blocks.ts';
import { tablePictures } from './table-pictures.ts';

const committee = ZONE_ARTICLES.find((a) => a.fixture === 'committee-2023.pdf');
assert.ok(committee !== undefined);
const report = makeReport(committee.report);
const pictures = await tablePictures(
  readFileSync(new URL(`../../fixtures/pdf/${committee.fixture}`, import.meta.url)),
);

/** The article with its tables as pictures: two and three are broken over a page, and two pictures each. */
const groups = [pictures.slice(0, 2), pictures.slice(2, 4), pictures.slice(4)].map((group) =>
  group
    .map((p) => `<p style="x"><img alt=x src="data:image/png;base64,${p.toString('base64')}"></p>`)
    .join(''),
);
const page = `<html><head><meta charset="utf-8"><title>${report.title}</title></head><body><h1>${report.title}</h1>
${renderReport(report, 'plain').replace(/<table.*?<\/table>/gsu, () => groups.shift() ?? '')}</body></html>`;

test('a page whose tables are pictures in it: text from the page, every value from the pictures', async () => {
  for (const document of [await readDocument(Buffer.from(page)), await readRenderedHtml(page)]) {
    assert.deepEqual(
      gridsOf(document).map((g) => g.index),
      [1, 2, 3, 4, 5],
    );
    const [read] = parseReports(document);
    assert.equal(read?.status, 'complete');
    assert.deepEqual({ ...read?.values }, { ...report.values });
    assert.equal(read?.title, report.title);
    assert.match(read?.sections['5'] ?? '', /政策解读偏文字/u);
  }
});

test('a Word file whose tables are pictures is read from them', async () => {
  const members = unzipSync(renderDocx(report));
  const xml = (name: string): string => Buffer.from(members[name] ?? []).toString('utf8');
  const drawing = (id: string): string =>
    `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="${id}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
  const [first, second] = pictures;
  assert.ok(first !== undefined && second !== undefined);
  const tables = [drawing('rId1') + drawing('rId2'), '', ''];
  const bytes = zipSync({
    ...members,
    '[Content_Types].xml': Buffer.from(
      xml('[Content_Types].xml').replace(
        '<Default',
        '<Default Extension="png" ContentType="image/png"/><Default',
      ),
    ),
    'word/document.xml': Buffer.from(
      xml('word/document.xml').replace(/<w:tbl>.*?<\/w:tbl>/gsu, () => tables.shift() ?? ''),
    ),
    'word/_rels/document.xml.rels': Buffer.from(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${['1', '2'].map((n) => `<Relationship Id="rId${n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image${n}.png"/>`).join('')}</Relationships>`,
    ),
    'word/media/image1.png': first,
    'word/media/image2.png': second,
  });
  const [read] = parseReports(await readDocument(bytes));
  const section = (values: Readonly<Record<string, number | null>> = {}): [string, number | null][] =>
    Object.entries(values).filter(([field]) => field.startsWith('disclosure.'));
  assert.deepEqual(section(read?.values), section(report.values));
  assert.ok(section(read?.values).length > 0);
  assert.equal(read?.title, report.title);
});

test('pictures beside a table are not looked at, and icons never', async () => {
  const [first] = pictures;
  const image = `<img src="data:image/png;base64,${first?.toString('base64')}">`;
  const table = `<table>${'<tr><td>a<td>1<td>2'.repeat(4)}</table>`;
  assert.equal(gridsOf(await readDocument(Buffer.from(`<html>${image}${table}`))).length, 1);
  const icon = await readDocument(
    Buffer.from('<html><p>一<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">二'),
  );
  assert.deepEqual(
    icon.blocks.map((b) => (b.kind === 'paragraph' ? b.text : '')),
    ['一二'],
  );
  assert.equal(icon.unread, undefined);
});

test('a damaged picture is said, and the report is partial', async () => {
  const broken = page.replace(/base64,.{400}/u, `base64,${'A'.repeat(400)}`);
  const [read] = parseReports(await readDocument(Buffer.from(broken)));
  assert.equal(read?.status, 'partial');
  assert.match(read.warnings.find((w) => w.code === 'unread')?.message ?? '', /5 pictures in its text/u);
});

test('without the optional packages the text is read, and what is missing is said', () => {
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
    input: page,
    encoding: 'utf8',
  });
  const read = JSON.parse(child.stdout) as ReturnType<typeof parseReports>[number];
  assert.equal(read.status, 'partial');
  assert.equal(read.title, report.title);
  assert.match(read.warnings.find((w) => w.code === 'unread')?.message ?? '', /Cannot find package.*npm ci/u);
  assert.ok(read.warnings.some((w) => w.field === 'requests.*'));
});
