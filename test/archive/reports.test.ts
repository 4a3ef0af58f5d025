import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { Archive } from '../../src/archive/archive.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { readingOf } from '../fixtures/reading.ts';
import {
  annualReport,
  contentHash,
  crawlReport,
  FIELDS,
  fetched,
  LAW,
  openArchive,
  readDocument,
  rows,
  temporaryFile,
} from './support.ts';

const A = 'https://www.ruzhou.gov.cn/a.html';
const FIGURE = 'requests.new.natural_person';

const report = (archive: Archive) => rows(archive, 'SELECT id, url, status, edition_id FROM reports');
const figure = (archive: Archive) => rows(archive, 'SELECT requests_new_natural_person AS n FROM requests');

test('a report is stored with its values, evidence, checks, warnings and sections', (t) => {
  const archive = openArchive(t);
  const { outcome, reportId, changes, editionId } = crawlReport(archive, A, 3);
  assert.deepEqual([outcome, changes], ['new', []]);
  const columns = `id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id,
    withdrawn_since, withdrawn_as`;
  assert.deepEqual(rows(archive, `SELECT ${columns} FROM reports`), [
    {
      id: reportId,
      site_id: 'ruzhou',
      region_code: '410482',
      body: '汝州市司法局',
      year: 2023,
      title: '汝州市司法局2023年政府信息公开工作年度报告',
      published_on: '2024-01-20',
      form: '2021',
      status: 'complete',
      url: A,
      edition_id: editionId,
      withdrawn_since: null,
      withdrawn_as: null,
    },
  ]);
  const value = (field: string, value: unknown, raw: unknown, at: unknown, page: unknown) => ({
    report_id: reportId,
    field,
    value,
    raw,
    at,
    page,
  });
  assert.deepEqual(rows(archive, 'SELECT * FROM report_values ORDER BY field'), [
    value('disclosure.rules.made', 0, '零', 'table 1 row 2 col 2', 1),
    value('fees.info_processing.amount', 12.5, '12.50', 'table 1 row 9 col 2', null),
    value('litigation.review.total', 4, null, null, null),
    value('local.extra', 7, null, null, null),
    value('requests.granted.total', null, '', 'table 2 row 6 col 10', null),
    value(FIGURE, 3, '3', 'table 2 row 4 col 4', 2),
  ]);
  assert.deepEqual(rows(archive, 'SELECT * FROM report_meta ORDER BY field'), [
    value('meta.date', null, null, null, null),
    value('meta.index_number', 'X-1', '索引号:X-1', 'line 3', null),
  ]);
  assert.deepEqual(rows(archive, 'SELECT * FROM disclosure'), [
    { id: reportId, report_id: reportId, disclosure_rules_made: 0, fees_info_processing_amount: 12.5 },
  ]);
  assert.deepEqual(rows(archive, 'SELECT * FROM requests'), [
    { id: reportId, report_id: reportId, requests_new_natural_person: 3, requests_granted_total: null },
  ]);
  assert.deepEqual(
    rows(
      archive,
      'SELECT report_id, rule, scope, outcome, expected, actual, severity, detail FROM report_checks',
    ),
    [
      {
        report_id: reportId,
        rule: 'T3.FLOW',
        scope: 'total',
        outcome: 'fail',
        expected: 3,
        actual: 3,
        severity: 'error',
        detail: 'in words',
      },
      {
        report_id: reportId,
        rule: 'HD.YEAR',
        scope: 'total',
        outcome: 'pass',
        expected: '2023',
        actual: '2023',
        severity: 'error',
        detail: 'in words',
      },
    ],
  );
  // A whole number stays whole for whoever opens the file: 3, not 3.0.
  assert.deepEqual(
    rows(archive, `SELECT CAST(expected AS TEXT) AS printed FROM report_checks WHERE rule = 'T3.FLOW'`),
    [{ printed: '3' }],
  );
  assert.deepEqual(rows(archive, 'SELECT report_id, code, field, message FROM report_warnings'), [
    { report_id: reportId, code: 'from_prose', field: 'requests.granted.*', message: 'read from prose' },
  ]);
  assert.deepEqual(
    rows(archive, 'SELECT report_id, section, text FROM report_sections ORDER BY id LIMIT 1'),
    [{ report_id: reportId, section: '1', text: '总体情况' }],
  );
  assert.deepEqual(archive.verify(), []);
});

test('a figure that is not whole is kept as printed', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3.5);
  assert.deepEqual(figure(archive), [{ n: 3.5 }]);
  assert.deepEqual(archive.verify(), []);
});

test('the same content in other bytes is the same edition', (t) => {
  const archive = openArchive(t);
  const first = crawlReport(archive, A, 3, { text: '<p>3</p> read 1 time' });
  const again = crawlReport(archive, A, 3, { text: '<p>3</p> read 2 times' });
  assert.deepEqual([again.outcome, again.changes, again.editionId], ['unchanged', [], first.editionId]);
  assert.deepEqual(rows(archive, 'SELECT first_capture_id AS f, last_capture_id AS l FROM editions'), [
    { f: first.captureId, l: again.captureId },
  ]);
});

test('an amended report has two editions, and shows the later', (t) => {
  const archive = openArchive(t);
  const first = crawlReport(archive, A, 3);
  const second = crawlReport(archive, A, 5);
  assert.equal(second.outcome, 'changed');
  assert.equal(second.reportId, first.reportId);
  assert.deepEqual(second.changes, [{ field: FIGURE, before: 3, after: 5 }]);
  assert.deepEqual(figure(archive), [{ n: 5 }]);
  assert.equal(rows(archive, 'SELECT id FROM editions').length, 2);
  assert.equal(rows(archive, 'SELECT id FROM report_checks').length, 2);
  assert.equal(rows(archive, 'SELECT id FROM edition_checks').length, 4);

  // The publisher takes the amendment back.
  const back = crawlReport(archive, A, 3);
  assert.deepEqual([back.outcome, back.editionId], ['changed', first.editionId]);
  assert.deepEqual(figure(archive), [{ n: 3 }]);
  assert.deepEqual(archive.verify(), []);
});

test('bytes that were judged are confirmed, not read again', (t) => {
  const archive = openArchive(t);
  const { reportId, editionId } = crawlReport(archive, A, 3);
  const later = fetched(A, null, { outcome: 'not_modified', status: 304 });
  const { captureId } = archive.captures.record('ruzhou', later, { kind: 'report' }, null);
  assert.deepEqual(archive.reports.confirm(captureId), [
    { role: 'content', parserVersion: '1', status: 'complete', reason: null, reportId, editionId },
  ]);
  assert.deepEqual(rows(archive, 'SELECT last_seen_at, last_capture_id FROM editions'), [
    { last_seen_at: later.fetchedAt, last_capture_id: captureId },
  ]);
  const fresh = archive.captures.record('ruzhou', fetched(A, 'other bytes'), { kind: 'report' }, null);
  assert.deepEqual(archive.reports.confirm(fresh.captureId), []);
});

test('bytes of an earlier edition that come back make it the current one again', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  crawlReport(archive, A, 5);
  const back = archive.captures.record('ruzhou', fetched(A, '<html>3</html>'), { kind: 'report' }, null);
  assert.equal(archive.reports.confirm(back.captureId).length, 1);
  assert.deepEqual(figure(archive), [{ n: 3 }]);
  assert.deepEqual(archive.verify(), []);
});

test('a page that only its scripts fill is told by what they made of it', (t) => {
  const archive = openArchive(t);
  const browser = (dom: string) => ({ rendered: dom, via: 'browser' as const });
  crawlReport(archive, A, 3, { text: '<script>', fetch: browser('<p>3') });
  const same = archive.captures.record(
    'ruzhou',
    fetched(A, '<script>', browser('<p>3')),
    { kind: 'report' },
    null,
  );
  assert.equal(archive.reports.confirm(same.captureId).length, 1);
  const other = archive.captures.record(
    'ruzhou',
    fetched(A, '<script>', browser('<p>5')),
    { kind: 'report' },
    null,
  );
  assert.deepEqual(archive.reports.confirm(other.captureId), []);
  const read = [...archive.reports.toReread()].map(({ readSha256 }) => readSha256);
  assert.deepEqual(read, [sha256('<p>3'), sha256('<p>5')]);
});

test('one document may hold two reports', (t) => {
  const archive = openArchive(t);
  const { captureId } = archive.captures.record('ruzhou', fetched(A, 'two'), { kind: 'report' }, null);
  const second = { body: '汝州市财政局', year: 2023, regionCode: '410482' };
  const one = readDocument(captureId, A, 3);
  const two = readDocument(captureId, A, 4, { identity: second });
  const results = archive.reports.store({ ...one, reports: [...one.reports, ...two.reports] });
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['new', 'new'],
  );
  assert.equal(archive.reports.confirm(captureId).length, 2);
  assert.throws(
    () =>
      archive.reports.store(
        readDocument(captureId, A, 0, { report: annualReport(0, { status: 'not_a_report' }) }),
      ),
    /cannot be stored/,
  );
  // What failed has changed nothing.
  assert.equal(archive.reports.confirm(captureId).length, 2);
});

test('the same address with the report of another year is another report', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  assert.equal(crawlReport(archive, A, 4, { identity: { ...LAW, year: 2024 } }).outcome, 'new');
  assert.equal(report(archive).length, 2);
  // The first one's bytes are still in the archive, and so is the report.
  assert.equal(rows(archive, 'SELECT id FROM editions').length, 2);
});

test('sites share nothing: the same body and year may stand on two', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  assert.equal(crawlReport(archive, A, 3, { siteId: 'jinshui' }).outcome, 'new');
});

test('a stored reading can be replaced, and says what changed', (t) => {
  const archive = openArchive(t);
  const { editionId, captureId } = crawlReport(archive, A, 3);
  assert.ok(editionId !== null);
  assert.deepEqual(
    archive.reports.replaceReading(editionId, readingOf(annualReport(3, { checks: [] })), '2'),
    [],
  );
  assert.equal(rows(archive, 'SELECT id FROM report_checks').length, 0);
  assert.deepEqual(archive.reports.replaceReading(editionId, readingOf(annualReport(8)), '3'), [
    { field: FIGURE, before: 3, after: 8 },
  ]);
  assert.deepEqual(figure(archive), [{ n: 8 }]);
  assert.deepEqual(rows(archive, 'SELECT parser_version AS v, capture_id AS c FROM readings'), [
    { v: '3', c: captureId },
  ]);
  assert.throws(() => archive.reports.replaceReading(99, readingOf(annualReport(1)), '1'), {
    code: 'no_such_row',
  });
});

test('a report that has lost its current edition gets it again when it is read as before', (t) => {
  const file = temporaryFile(t);
  const archive = Archive.open({ file, fields: FIELDS, mode: 'write' });
  t.after(() => archive.close());
  archive.sites.put([{ id: 'ruzhou', name: '汝州市', regionCode: '410482', crawler: 'siteserver' }]);
  const { captureId } = crawlReport(archive, A, 3);
  const before = [report(archive), figure(archive)];
  const hand = new Database(file);
  hand.exec('UPDATE reports SET edition_id = NULL; DELETE FROM requests');
  hand.close();
  archive.reports.store(readDocument(captureId, A, 3));
  assert.deepEqual([report(archive), figure(archive)], before);
});

test('the wide tables follow the catalogue', (t) => {
  const file = temporaryFile(t);
  const first = Archive.open({ file, fields: FIELDS.slice(0, 3), mode: 'write' });
  first.sites.put([{ id: 'ruzhou', name: '汝州市', regionCode: '410482', crawler: 'siteserver' }]);
  crawlReport(first, A, 3);
  first.close();
  const legacy = { id: 'local.extra', column: 'local_extra', table: 'legacy', type: 'integer' } as const;
  const newer = [...FIELDS, legacy];
  const reader = Archive.open({ file, fields: newer, mode: 'read' });
  assert.deepEqual(reader.verify(), []);
  reader.close();
  const second = Archive.open({ file, fields: newer, mode: 'write' });
  t.after(() => second.close());
  assert.deepEqual(rows(second, 'SELECT litigation_review_total AS n FROM litigation'), [{ n: 4 }]);
  assert.deepEqual(rows(second, 'SELECT local_extra AS n FROM legacy'), [{ n: 7 }]);
  assert.deepEqual(second.verify(), []);
  for (const field of [
    { ...legacy, table: 'captures' },
    { ...legacy, column: 'x) --' },
    { ...legacy, column: 'id' },
  ]) {
    assert.throws(() => Archive.open({ file, fields: [field], mode: 'write' }), /local\.extra/);
  }
});

test('the content hash is the one that was handed in', (t) => {
  const archive = openArchive(t);
  crawlReport(archive, A, 3);
  assert.deepEqual(rows(archive, 'SELECT content_sha256 AS c, url FROM editions'), [
    { c: contentHash('figure 3'), url: A },
  ]);
});
