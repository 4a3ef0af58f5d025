import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Archive } from '../../src/archive/archive.ts';
import { annualReport, crawlReport, fetched, LAW, openArchive, readDocument, rows } from './support.ts';

const A = 'https://www.ruzhou.gov.cn/a.html';
const B = 'https://www.ruzhou.gov.cn/b.html';

/** Everything derived, without the numbers of rows. */
function derived(archive: Archive): unknown {
  return [
    'SELECT site_id, region_code, body, year, title, published_on, form, status, url FROM reports ORDER BY body, year',
    `SELECT content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at FROM editions
     ORDER BY content_sha256`,
    'SELECT field, value, raw, at, page FROM report_values ORDER BY field, value',
    'SELECT rule, scope, outcome FROM report_checks ORDER BY rule',
    'SELECT code, field, message FROM report_warnings ORDER BY code, message',
    'SELECT section, text FROM report_sections ORDER BY section, text',
    'SELECT url, content_sha256, first_seen_at, last_seen_at FROM report_aliases ORDER BY url',
    'SELECT requests_new_natural_person FROM requests ORDER BY 1',
    `SELECT p.sha256, j.role, j.parser_version, j.status, coalesce(j.content_sha256, e.content_sha256) AS content
     FROM judgements j JOIN payloads p ON p.id = j.payload_id LEFT JOIN editions e ON e.id = j.edition_id ORDER BY 1, 5`,
  ].map((sql) => rows(archive, sql));
}

/** What a pipeline does, with a parser that finds one figure in the page, or none. */
function reread(archive: Archive, version: string): void {
  for (const item of archive.reports.toReread()) {
    const text = Buffer.from(archive.captures.payload(item.readSha256 ?? '') ?? []).toString();
    const found = /<html>(\d+)</.exec(text)?.[1];
    archive.reports.store(
      found === undefined
        ? { captureId: item.captureId, parserVersion: version, reports: [] }
        : readDocument(item.captureId, item.url, Number(found), { version, content: found }),
    );
  }
}

test('what is derived can be dropped and is rebuilt the same', (t) => {
  const archive = openArchive(t);
  const crawl = (url: string, figure: number) =>
    crawlReport(archive, url, figure, { content: String(figure) });
  const note = { kind: 'report', publishedOn: '2024-01-20' } as const;
  crawl(A, 3);
  crawl(B, 3);
  crawl(A, 5);
  crawl(A, 3);
  crawl(B, 9);
  const page = archive.captures.record('ruzhou', fetched('https://www.ruzhou.gov.cn/c', 'news'), note, null);
  archive.reports.store({ captureId: page.captureId, parserVersion: '1', reports: [] });
  const unchanged = fetched(A, null, { outcome: 'not_modified', status: 304 });
  archive.reports.confirm(archive.captures.record('ruzhou', unchanged, note, null).captureId);
  const before = derived(archive);
  const captures = rows(archive, 'SELECT * FROM captures');

  archive.reports.dropDerived();
  for (const table of [
    'reports',
    'editions',
    'readings',
    'report_aliases',
    'edition_checks',
    'judgements',
    'requests',
  ]) {
    assert.deepEqual(rows(archive, `SELECT id FROM ${table}`), [], table);
  }
  assert.deepEqual(archive.verify(), []);
  reread(archive, '1');
  assert.deepEqual(derived(archive), before);
  assert.deepEqual(rows(archive, 'SELECT * FROM captures'), captures);
  assert.deepEqual(archive.verify(), []);
});

test('an address that moved is rebuilt as moved', (t) => {
  const archive = openArchive(t);
  const crawl = (url: string, figure: number) =>
    crawlReport(archive, url, figure, { content: String(figure) });
  crawl(A, 3);
  crawl(B, 3);
  const gone = fetched(A, 'gone', { outcome: 'not_found', status: 404 });
  archive.captures.record('ruzhou', gone, { kind: 'report' }, null);
  crawl(B, 3);
  crawl(B, 4);
  assert.deepEqual(rows(archive, 'SELECT url FROM reports'), [{ url: B }]);
  const before = derived(archive);
  archive.reports.dropDerived();
  reread(archive, '1');
  assert.deepEqual(derived(archive), before);
});

test('each content of each report and attachment is read again once, site by site, oldest first, with what was known of it', (t) => {
  const archive = openArchive(t);
  const first = crawlReport(archive, A, 3, {
    note: { body: '司法局', year: 2023, parentUrl: 'https://list' },
  });
  crawlReport(archive, A, 5);
  crawlReport(archive, A, 3);
  archive.captures.record('ruzhou', fetched('https://www.ruzhou.gov.cn/', 'list'), { kind: 'list' }, null);
  archive.captures.record(
    'ruzhou',
    fetched(B, 'no', { outcome: 'blocked', status: 412 }),
    { kind: 'report' },
    null,
  );
  const file = fetched('https://www.jinshui.gov.cn/x.pdf', '%PDF');
  archive.captures.record(
    'jinshui',
    file,
    { kind: 'attachment', parentUrl: 'https://www.jinshui.gov.cn/x' },
    null,
  );

  const items = [...archive.reports.toReread()];
  assert.deepEqual(
    items.map(({ url, judgements }) => [url, judgements.length]),
    [
      ['https://www.jinshui.gov.cn/x.pdf', 0],
      [A, 1],
      [A, 1],
    ],
  );
  const { captureId, kind, title, publishedOn, parentUrl, body, year, judgements } =
    items[1] ?? assert.fail();
  assert.deepEqual(
    { captureId, kind, title, publishedOn, parentUrl, body, year },
    {
      captureId: first.captureId,
      kind: 'report',
      title: '年度报告',
      publishedOn: '2024-01-20',
      parentUrl: 'https://list',
      body: '司法局',
      year: 2023,
    },
  );
  assert.deepEqual(judgements[0]?.editionId, first.editionId);
  assert.deepEqual(
    [...archive.reports.toReread(['jinshui'])].map(({ siteId }) => siteId),
    ['jinshui'],
  );
});

test('a better parser changes the reading, not the editions, and says what changed', (t) => {
  const archive = openArchive(t);
  const { captureId, editionId } = crawlReport(archive, A, 3);
  const [stored] = archive.reports.store({
    ...readDocument(captureId, A, 3, { report: annualReport(4), version: '2' }),
  });
  assert.deepEqual(stored?.changes, [{ field: 'requests.new.natural_person', before: 3, after: 4 }]);
  assert.deepEqual([stored?.outcome, stored?.editionId], ['unchanged', editionId]);
});

test('a report that a further version reads the same is not looked into: only the version is noted', (t) => {
  const archive = openArchive(t);
  const { captureId, reportId, editionId } = crawlReport(archive, A, 3);
  const versions = (): unknown =>
    rows(archive, 'SELECT g.parser_version AS g, j.parser_version AS j FROM readings g, judgements j');
  const before = rows(archive, 'SELECT * FROM report_values');
  let unfolded = 0;
  const store = (url: string, version: string, publishedOn: string | null) => {
    const document = readDocument(captureId, url, 3, { version });
    const reports = document.reports.map((read) => ({
      ...read,
      publishedOn,
      reading: {
        ...read.reading,
        get report() {
          unfolded += 1;
          return read.reading.report;
        },
      },
    }));
    return archive.reports.store({ ...document, reports });
  };
  const unchanged = [{ outcome: 'unchanged', reportId, editionId, changes: [] }];
  archive.years.settle('ruzhou', [LAW.body], new Map());
  assert.deepEqual(store(A, '1', '2024-01-20'), unchanged);
  assert.deepEqual(archive.years.due(), []);
  assert.deepEqual(store(A, '2', '2024-01-20'), unchanged);
  // Its rules between the years may be others, too.
  assert.deepEqual(archive.years.due(), [{ siteId: 'ruzhou', body: LAW.body }]);
  assert.deepEqual(versions(), [{ g: '2', j: '2' }]);
  // A date that is told only now is taken over, though the figures are the same.
  assert.deepEqual(store(A, '2', '2024-01-25'), unchanged);
  assert.deepEqual(rows(archive, 'SELECT published_on FROM reports'), [{ published_on: '2024-01-25' }]);
  assert.equal(unfolded, 0);
  assert.deepEqual(rows(archive, 'SELECT * FROM report_values'), before);
  // What stands elsewhere now is filed anew.
  store(B, '3', null);
  assert.deepEqual(rows(archive, 'SELECT url FROM reports'), [{ url: B }]);
  assert.deepEqual(versions(), [{ g: '3', j: '3' }]);
});

test('a new way of hashing content makes no new editions', (t) => {
  const archive = openArchive(t);
  const first = crawlReport(archive, A, 3, { content: 'old hash 3', text: 'three' });
  crawlReport(archive, A, 3, { content: 'old hash 3', text: 'three, other frame' });
  const second = crawlReport(archive, A, 5, { content: 'old hash 5', text: 'five' });
  crawlReport(archive, B, 5, { content: 'old hash 5', text: 'five' });
  for (const item of archive.reports.toReread()) {
    const text = Buffer.from(archive.captures.payload(item.readSha256 ?? '') ?? []).toString();
    const figure = text.startsWith('three') ? 3 : 5;
    const deed = { version: '2', content: `new hash ${figure}` };
    const [stored] = archive.reports.store(readDocument(item.captureId, item.url, figure, deed));
    assert.deepEqual([stored?.outcome, stored?.changes], ['unchanged', []]);
  }
  assert.deepEqual(
    rows(archive, 'SELECT id FROM editions ORDER BY id').map(({ id }) => id),
    [first.editionId, second.editionId],
  );
  assert.equal(rows(archive, `SELECT id FROM report_warnings WHERE code = 'duplicate_differs'`).length, 0);
  assert.deepEqual(archive.verify(), []);
});

test('two contents that a new hash finds equal become one edition', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3, { content: 'with a space', text: 'x y' });
  crawlReport(archive, A, 3, { content: 'without', text: 'xy' });
  for (const item of archive.reports.toReread()) {
    archive.reports.store(readDocument(item.captureId, A, 3, { version: '2', content: 'same' }));
  }
  assert.equal(rows(archive, 'SELECT id FROM editions').length, 1);
  assert.deepEqual(archive.verify(), []);
});

test('a report that its bytes no longer yield is dropped; bytes and captures stay', (t) => {
  const archive = openArchive(t);
  const { captureId } = crawlReport(archive, A, 3);
  archive.reports.store({ captureId, parserVersion: '2', reports: [], reason: 'a guide, not a report' });
  for (const table of ['reports', 'editions', 'readings', 'requests', 'report_aliases']) {
    assert.deepEqual(rows(archive, `SELECT id FROM ${table}`), [], table);
  }
  assert.equal(rows(archive, 'SELECT id FROM captures').length, 1);

  // Read as of another body, it is that body's report.
  archive.reports.store(readDocument(captureId, A, 3, { version: '3' }));
  const other = { ...LAW, body: '汝州市财政局' };
  archive.reports.store(readDocument(captureId, A, 3, { version: '4', identity: other }));
  assert.deepEqual(rows(archive, 'SELECT body FROM reports'), [{ body: '汝州市财政局' }]);
  assert.deepEqual(archive.verify(), []);
});

test('an edition that its bytes no longer yield is dropped, the other shows again', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  const { captureId } = crawlReport(archive, A, 5);
  archive.reports.store({ captureId, parserVersion: '2', reports: [] });
  assert.deepEqual(rows(archive, 'SELECT requests_new_natural_person AS n FROM requests'), [{ n: 3 }]);
  assert.deepEqual(archive.verify(), []);
});

test('an address that turns out not to hold the report gives way to the one that does', (t) => {
  const archive = openArchive(t);
  const wrong = crawlReport(archive, A, 3);
  const right = crawlReport(archive, B, 3);
  archive.reports.store({ captureId: wrong.captureId, parserVersion: '2', reports: [] });
  archive.reports.store(readDocument(right.captureId, B, 3, { version: '2' }));
  assert.deepEqual(rows(archive, 'SELECT url FROM reports'), [{ url: B }]);
  assert.deepEqual(archive.verify(), []);
});
