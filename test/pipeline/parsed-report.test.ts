import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseDocument } from '../../src/pipeline/parse-document.ts';
import { Folder, Unfolder } from '../../src/pipeline/parsed-report.ts';
import type { ParsedDocument } from '../../src/pipeline/parser-pool.ts';
import type { AnnualReport } from '../../src/reports/report.ts';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';
import { generate, pairs } from '../reports/generate/run.ts';
import { distinct, legacyPage, NATIONAL_TABLE } from '../reports/legacy/printed.ts';

const HINTS = { url: null, body: null, year: null, title: null };

const read = (source: string | Uint8Array): Promise<ParsedDocument> =>
  parseDocument({ bytes: Buffer.from(source as string), contentType: undefined, hints: HINTS });

const page = (received: number): string => {
  const figures = { requests: { new: [received], granted: [received] } };
  return renderReport(makeReport({ body: '东山县水利局', year: 2022, figures }), 'plain');
};

/** With the order of everything: it is that of the form. */
const written = ({ values, meta, evidence, checks, ...rest }: AnnualReport): string =>
  JSON.stringify([values, meta, Object.entries(evidence), checks, Object.entries(rest).sort()]);

test('a report crosses from a thread with all that it says, whatever came before it', async () => {
  const documents: ParsedDocument[] = [];
  for (const { layout, damage } of pairs()) {
    const { source } = generate(layout, damage, documents.length);
    documents.push(await read(source));
  }
  // Places on the page, several reports, chapters of an older form, nothing at all.
  for (const name of ['health-2022', 'committee-2023'])
    documents.push(await read(readFileSync(new URL(`../fixtures/pdf/${name}.pdf`, import.meta.url))));
  documents.push(
    await read(legacyPage(NATIONAL_TABLE, [['统计数', distinct]])),
    await read(''),
    await read('<p>通知公告'),
  );
  assert.ok(
    documents.some(({ reports }) => reports.some((r) => Object.values(r.evidence).some((e) => e.box))),
  );
  const [folder, now, later] = [new Folder(), new Unfolder(false), new Unfolder(true)];
  const folded = [...documents, ...documents].map((document) => folder.fold(document));
  const unfolded = folded.map((each) => now.unfold(each));
  const opened = folded.map((each) => later.unfold(each));
  for (const [i, document] of [...documents, ...documents].entries()) {
    const alone = new Unfolder(false).unfold(new Folder().fold(document));
    for (const { reports, ...rest } of [unfolded[i], opened[i], alone].map((each) => each ?? assert.fail())) {
      assert.deepEqual(
        reports.map(({ report }) => written(report)),
        document.reports.map(written),
      );
      assert.deepEqual(
        reports.map(({ digest, contentSha256 }) => [digest, contentSha256]),
        alone.reports.map(({ digest, contentSha256 }) => [digest, contentSha256]),
      );
      assert.deepEqual({ ...rest, reports: document.reports }, document);
    }
  }
});

test('reports of one shape cross with what is in them alone, and each has a digest of its own', async () => {
  const folder = new Folder();
  const [first, second, again] = [await read(page(5)), await read(page(6)), await read(page(5))].map(
    (document) => folder.fold(document),
  );
  assert.equal(typeof first?.reports[0]?.outline, 'string');
  assert.equal(second?.reports[0]?.outline, null);
  assert.ok((second?.reports[0]?.filling.length ?? 0) * 2 < (first?.reports[0]?.outline?.length ?? 0));
  const unfolder = new Unfolder(false);
  const digests = [first, second, again].map(
    (folded) => unfolder.unfold(folded ?? assert.fail()).reports[0]?.digest,
  );
  assert.notEqual(digests[0], digests[1]);
  assert.equal(digests[0], digests[2]);
});

test('a figure that stands elsewhere makes another digest', async () => {
  const [here, elsewhere] = [
    await read(page(5)),
    await read(`<p>通知</p><table><tr><td>一</td><td>二</td></tr></table>${page(5)}`),
  ];
  const digests = [here, elsewhere].map(
    (document) => new Unfolder(false).unfold(new Folder().fold(document)).reports[0]?.digest,
  );
  assert.deepEqual(here.reports[0]?.values, elsewhere.reports[0]?.values);
  assert.notEqual(digests[0], digests[1]);
});
