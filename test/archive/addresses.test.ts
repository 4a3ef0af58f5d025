import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Archive } from '../../src/archive/archive.ts';
import { annualReport, crawlReport, fetched, openArchive, readDocument, rows } from './support.ts';

const A = 'https://www.ruzhou.gov.cn/a.html';
const B = 'http://ruzhou.gov.cn/b.html';

const report = (archive: Archive) => rows(archive, 'SELECT id, url, status, edition_id FROM reports');
const figure = (archive: Archive) => rows(archive, 'SELECT requests_new_natural_person AS n FROM requests');
const aliases = (archive: Archive) =>
  rows(archive, 'SELECT url FROM report_aliases ORDER BY url').map(({ url }) => url);
const differing = (archive: Archive) =>
  rows(archive, `SELECT message FROM report_warnings WHERE code = 'duplicate_differs'`).length;

test('another address of a report is an alias, never a second row', (t) => {
  const archive = openArchive(t);
  const first = crawlReport(archive, A, 3);
  const other = crawlReport(archive, B, 3, { fetch: { finalUrl: 'https://ruzhou.gov.cn/b2.html' } });
  assert.deepEqual([other.outcome, other.reportId, other.editionId], ['unchanged', first.reportId, null]);
  assert.equal(report(archive)[0]?.url, A);
  assert.deepEqual(aliases(archive), [B, 'https://ruzhou.gov.cn/b2.html']);
  assert.equal(differing(archive), 0);
});

test('different content at another address is a warning, and never flips the editions', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  for (let turn = 0; turn < 2; turn += 1) {
    assert.equal(crawlReport(archive, B, 9).outcome, 'unchanged');
    assert.equal(crawlReport(archive, A, 3).outcome, 'unchanged');
  }
  assert.equal(rows(archive, 'SELECT id FROM editions').length, 1);
  assert.deepEqual(figure(archive), [{ n: 3 }]);
  assert.match(
    String(rows(archive, `SELECT message FROM report_warnings WHERE code = 'duplicate_differs'`)[0]?.message),
    /b\.html/,
  );
  // The mirror catches up.
  crawlReport(archive, B, 3);
  assert.equal(differing(archive), 0);
  assert.deepEqual(archive.verify(), []);
});

test('when the first address is gone, another takes its place', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  const moved = crawlReport(archive, B, 3);
  const gone = fetched(A, 'no such page', { outcome: 'not_found', status: 404 });
  archive.captures.record('ruzhou', gone, { kind: 'report' }, null);
  assert.equal(report(archive)[0]?.url, A);
  // Bytes that were judged while A was there must be judged again.
  const again = archive.captures.record('ruzhou', fetched(B, '<html>3</html>'), { kind: 'report' }, null);
  assert.deepEqual(archive.reports.confirm(again.captureId), []);
  assert.equal(crawlReport(archive, B, 3).outcome, 'unchanged');
  assert.equal(report(archive)[0]?.url, B);
  assert.deepEqual(aliases(archive), [A]);
  assert.deepEqual(crawlReport(archive, B, 4).outcome, 'changed');
  assert.deepEqual(figure(archive), [{ n: 4 }]);
  assert.equal(report(archive)[0]?.id, moved.reportId);
  assert.deepEqual(archive.verify(), []);
});

test('a time-out of the first address moves nothing', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  archive.captures.record(
    'ruzhou',
    fetched(A, null, { outcome: 'timeout', status: null }),
    { kind: 'report' },
    null,
  );
  assert.equal(crawlReport(archive, B, 9).outcome, 'unchanged');
  assert.equal(report(archive)[0]?.url, A);
});

test('a scan that nobody can read gives way to a version that can be read', (t) => {
  const archive = openArchive(t);
  const scan = {
    report: annualReport(null, { status: 'unreadable', values: {}, evidence: {} }),
    content: 'scan',
  };
  crawlReport(archive, A, 0, scan);
  const text = crawlReport(archive, B, 3);
  assert.equal(text.outcome, 'changed');
  assert.deepEqual(report(archive), [
    { id: text.reportId, url: B, status: 'complete', edition_id: text.editionId },
  ]);
  // Seen again, the scan neither comes back nor counts as different.
  const again = archive.captures.record('ruzhou', fetched(A, '<html>scan</html>'), { kind: 'report' }, null);
  assert.equal(archive.reports.confirm(again.captureId).length, 1);
  assert.equal(crawlReport(archive, A, 0, scan).outcome, 'unchanged');
  assert.deepEqual(figure(archive), [{ n: 3 }]);
  assert.equal(differing(archive), 0);
  assert.deepEqual(archive.verify(), []);
});

test('the article of an attachment is the address, the attachment an alias', (t) => {
  const archive = openArchive(t);
  const pdf = 'https://www.ruzhou.gov.cn/a.pdf';
  const page = archive.captures.record('ruzhou', fetched(A, '<a href=a.pdf>'), { kind: 'report' }, null);
  archive.reports.store({
    captureId: page.captureId,
    parserVersion: '1',
    reports: [],
    reason: 'only a link',
  });
  assert.deepEqual(
    archive.reports.confirm(page.captureId).map(({ status, reason }) => [status, reason]),
    [['not_a_report', 'only a link']],
  );
  const file = archive.captures.record(
    'ruzhou',
    fetched(pdf, '%PDF 3'),
    { kind: 'attachment', parentUrl: A },
    null,
  );
  archive.reports.store({ ...readDocument(file.captureId, A, 3), otherCaptureIds: [page.captureId] });
  assert.equal(report(archive)[0]?.url, A);
  assert.deepEqual(aliases(archive), [pdf]);
  assert.deepEqual(
    archive.reports.confirm(page.captureId).map(({ role, status }) => [role, status]),
    [['part', 'complete']],
  );

  // The publisher exchanges the file; the page stays.
  const amended = archive.captures.record('ruzhou', fetched(pdf, '%PDF 5'), { kind: 'attachment' }, null);
  const [stored] = archive.reports.store({
    ...readDocument(amended.captureId, A, 5),
    otherCaptureIds: [page.captureId],
  });
  assert.equal(stored?.outcome, 'changed');
  assert.equal(rows(archive, 'SELECT id FROM editions').length, 2);
  assert.deepEqual(archive.verify(), []);
});
