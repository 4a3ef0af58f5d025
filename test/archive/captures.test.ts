import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { sha256 } from '../../src/archive/payloads.ts';
import { crawlReport, fetched, openArchive, rows, temporaryFile } from './support.ts';

const URL_1 = 'https://www.ruzhou.gov.cn/1.html';

test('bytes come back as they were, compressed or not', (t) => {
  const archive = openArchive(t);
  const bodies = [
    new TextEncoder().encode('年报'.repeat(5000)),
    Uint8Array.from(randomBytes(20_000)),
    new Uint8Array(0),
    Uint8Array.of(0),
  ];
  for (const [index, body] of bodies.entries()) {
    const recorded = archive.captures.record(
      'ruzhou',
      fetched(`${URL_1}?${index}`, null, { body }),
      { kind: 'report' },
      null,
    );
    assert.equal(recorded.payloadSha256, sha256(body));
    assert.deepEqual(Uint8Array.from(archive.captures.payload(sha256(body)) ?? [9, 9]), body);
  }
  assert.deepEqual(rows(archive, 'SELECT size, encoding, length(bytes) < size AS smaller FROM payloads'), [
    { size: 30_000, encoding: 'br', smaller: 1 },
    { size: 20_000, encoding: 'identity', smaller: 0 },
    { size: 0, encoding: 'identity', smaller: 0 },
    { size: 1, encoding: 'identity', smaller: 0 },
  ]);
  assert.equal(archive.captures.payload('0'.repeat(64)), null);
});

test('the same bytes are stored once, each fetch of them is kept', (t) => {
  const archive = openArchive(t);
  const first = archive.captures.record('ruzhou', fetched(URL_1, 'same'), { kind: 'report' }, null);
  const again = archive.captures.record('ruzhou', fetched(URL_1, 'same'), { kind: 'report' }, null);
  const elsewhere = archive.captures.record(
    'jinshui',
    fetched('https://www.jinshui.gov.cn/', 'same'),
    { kind: 'list' },
    null,
  );
  assert.deepEqual(
    [first, again, elsewhere].map(({ isNewPayload }) => isNewPayload),
    [true, false, false],
  );
  assert.equal(first.resourceId, again.resourceId);
  assert.notEqual(first.captureId, again.captureId);
  assert.deepEqual(
    rows(archive, 'SELECT (SELECT count(*) FROM payloads) p, (SELECT count(*) FROM captures) c'),
    [{ p: 1, c: 3 }],
  );
});

test('an address may be of any length', (t) => {
  const archive = openArchive(t);
  // Nothing in it that could be compressed.
  const long = `https://www.ruzhou.gov.cn/${randomBytes(6000).toString('hex')}`;
  const other = `${long.slice(0, -1)}x`;
  const [first, again] = [crawlReport(archive, long, 3), crawlReport(archive, long, 3)];
  const elsewhere = crawlReport(archive, other, 3);
  crawlReport(archive, other, 3);
  assert.equal(first.resourceId, again.resourceId);
  assert.notEqual(first.resourceId, elsewhere.resourceId);
  assert.equal(archive.captures.lastGood('ruzhou', long)?.captureId, again.captureId);
  assert.deepEqual(rows(archive, 'SELECT url FROM report_aliases'), [{ url: other }]);
});

test('a capture keeps all that the fetch said', (t) => {
  const archive = openArchive(t);
  const runId = archive.runs.start({
    trigger: 'manual',
    startedAt: '2024-02-01T00:00:00.000Z',
    options: {},
    versions: {},
  });
  const hop = { url: URL_1, status: 301, location: '/2.html' };
  const fetch = fetched(URL_1, '<html>', {
    finalUrl: 'https://www.ruzhou.gov.cn/2.html',
    rendered: '<html><p>年报',
    via: 'browser',
    hops: [hop],
    attempts: 2,
    retryAt: '2024-02-02T00:00:00.000Z',
    detail: 'why',
  });
  const { captureId } = archive.captures.record(
    'ruzhou',
    fetch,
    {
      kind: 'report',
      title: '年报',
      publishedOn: '2024-01-20',
      parentUrl: 'https://www.ruzhou.gov.cn/',
      form: { a: 'b' },
    },
    runId,
  );
  const rendered = sha256('<html><p>年报');
  const capture = archive.captures.get(captureId);
  assert.deepEqual(capture, {
    captureId,
    resourceId: capture.resourceId,
    siteId: 'ruzhou',
    url: URL_1,
    finalUrl: 'https://www.ruzhou.gov.cn/2.html',
    fetchedAt: fetch.fetchedAt,
    outcome: 'ok',
    status: 200,
    headers: fetch.headers,
    via: 'browser',
    payloadSha256: sha256('<html>'),
    renderedSha256: rendered,
    readSha256: rendered,
  });
  assert.equal(Buffer.from(archive.captures.payload(rendered) ?? []).toString(), '<html><p>年报');
  assert.deepEqual(
    rows(archive, 'SELECT run_id, detail, form, hops, attempts, duration_ms, retry_at FROM captures'),
    [
      {
        run_id: runId,
        detail: 'why',
        form: '{"a":"b"}',
        hops: JSON.stringify([hop]),
        attempts: 2,
        duration_ms: 13,
        retry_at: '2024-02-02T00:00:00.000Z',
      },
    ],
  );
  assert.throws(() => archive.captures.get(99), { code: 'no_such_row' });
});

test('a bad outcome is kept with its bytes, and does not count as seen', (t) => {
  const archive = openArchive(t);
  const page = () => rows(archive, 'SELECT first_seen_at, last_seen_at FROM resources');
  const blocked = fetched(URL_1, 'challenge', { outcome: 'blocked', status: 412, detail: 'a challenge' });
  const { payloadSha256, captureId } = archive.captures.record('ruzhou', blocked, { kind: 'report' }, null);
  assert.equal(payloadSha256, sha256('challenge'));
  assert.deepEqual(page(), [{ first_seen_at: null, last_seen_at: null }]);
  assert.equal(archive.captures.lastGood('ruzhou', URL_1), null);
  assert.throws(
    () => archive.reports.store({ captureId, parserVersion: '1', reports: [] }),
    /blocked: there is nothing/,
  );

  const good = fetched(URL_1, 'page');
  archive.captures.record('ruzhou', good, { kind: 'report' }, null);
  const again = fetched(URL_1, null, { outcome: 'not_modified', status: 304 });
  archive.captures.record('ruzhou', again, { kind: 'report' }, null);
  archive.captures.record(
    'ruzhou',
    fetched(URL_1, null, { outcome: 'timeout', status: null }),
    { kind: 'report' },
    null,
  );
  assert.deepEqual(page(), [{ first_seen_at: good.fetchedAt, last_seen_at: again.fetchedAt }]);
});

test('a 304 stands on the last good payload', (t) => {
  const archive = openArchive(t);
  const note = { kind: 'report' } as const;
  archive.captures.record('ruzhou', fetched(URL_1, 'old'), note, null);
  const { captureId } = archive.captures.record(
    'ruzhou',
    fetched(URL_1, 'page', { headers: { etag: '"7"', 'last-modified': 'Thu, 01 Feb 2024 00:00:00 GMT' } }),
    note,
    null,
  );
  archive.captures.record(
    'ruzhou',
    fetched(URL_1, 'sorry', { outcome: 'server_error', status: 503 }),
    note,
    null,
  );
  const good = archive.captures.lastGood('ruzhou', URL_1);
  assert.equal(good?.captureId, captureId);
  assert.deepEqual(good?.headers, { etag: '"7"', 'last-modified': 'Thu, 01 Feb 2024 00:00:00 GMT' });

  const unchanged = fetched(URL_1, null, { outcome: 'not_modified', status: 304 });
  const recorded = archive.captures.record('ruzhou', unchanged, note, null);
  assert.equal(recorded.payloadSha256, sha256('page'));
  assert.equal(recorded.isNewPayload, false);
  assert.deepEqual(
    rows(archive, 'SELECT payload_sha256, revalidated_sha256 FROM captures ORDER BY id DESC LIMIT 1'),
    [{ payload_sha256: null, revalidated_sha256: sha256('page') }],
  );

  const unknown = fetched('https://www.ruzhou.gov.cn/2', null, { outcome: 'not_modified', status: 304 });
  const nothing = archive.captures.record('ruzhou', unknown, note, null);
  assert.equal(nothing.payloadSha256, null);
  assert.deepEqual(archive.reports.confirm(nothing.captureId), []);
});

test('the answer to a POST never validates a GET', (t) => {
  const archive = openArchive(t);
  archive.captures.record('ruzhou', fetched(URL_1, 'posted'), { kind: 'list', form: { page: '2' } }, null);
  assert.equal(archive.captures.lastGood('ruzhou', URL_1), null);
});

test('what a listing said stays until it says otherwise; a report that is also a list stays a report', (t) => {
  const archive = openArchive(t);
  const resource = () =>
    rows(archive, 'SELECT kind, title, published_on, listed_body, listed_year FROM resources');
  archive.captures.record('ruzhou', fetched(URL_1, 'a'), { kind: 'list' }, null);
  archive.captures.record(
    'ruzhou',
    fetched(URL_1, 'a'),
    { kind: 'report', title: '年报', publishedOn: '2024-01-20', body: '司法局', year: 2023 },
    null,
  );
  archive.captures.record('ruzhou', fetched(URL_1, 'a'), { kind: 'list', title: null }, null);
  const row = {
    kind: 'report',
    title: '年报',
    published_on: '2024-01-20',
    listed_body: '司法局',
    listed_year: 2023,
  };
  assert.deepEqual(resource(), [row]);
  archive.captures.record('ruzhou', fetched(URL_1, 'a'), { kind: 'report', title: '新年报' }, null);
  assert.deepEqual(resource(), [{ ...row, title: '新年报' }]);
});

test('captures and payloads can be neither changed, deleted nor replaced, by any tool', (t) => {
  const file = temporaryFile(t);
  const archive = openArchive(t, { file });
  archive.captures.record('ruzhou', fetched(URL_1, 'page'), { kind: 'report' }, null);
  const before = rows(archive, 'SELECT * FROM captures JOIN payloads ON sha256 = payload_sha256');
  const db = new Database(file);
  t.after(() => db.close());
  const hash = sha256('page');
  for (const sql of [
    `UPDATE captures SET outcome = 'ok'`,
    'DELETE FROM captures',
    `INSERT OR REPLACE INTO captures SELECT * FROM captures`,
    'UPDATE payloads SET size = 1',
    `UPDATE payloads SET bytes = x'00', encoding = 'br'`,
    'DELETE FROM payloads',
    `INSERT OR REPLACE INTO payloads (sha256, size, encoding, bytes) VALUES ('${hash}', 1, 'identity', x'00')`,
    `INSERT OR REPLACE INTO payloads VALUES (1, '${'0'.repeat(64)}', 1, 'identity', x'00', NULL, NULL)`,
  ]) {
    assert.throws(() => db.exec(sql), /never (updated|deleted|replaced)/, sql);
  }
  db.pragma('foreign_keys = ON');
  assert.throws(() => db.exec('DELETE FROM resources'), /foreign key/i);
  assert.deepEqual(rows(archive, 'SELECT * FROM captures JOIN payloads ON sha256 = payload_sha256'), before);
});

test('a capture that fails half-way leaves nothing behind', (t) => {
  const archive = openArchive(t);
  const broken = fetched(URL_1, 'page', { via: 'pigeon' as 'http' });
  assert.throws(
    () => archive.captures.record('ruzhou', broken, { kind: 'report' }, null),
    /CHECK|check constraint/,
  );
  assert.throws(
    () => archive.captures.record('nowhere', fetched(URL_1, 'x'), { kind: 'report' }, null),
    /foreign key/i,
  );
  assert.deepEqual(rows(archive, 'SELECT id FROM payloads UNION ALL SELECT id FROM resources'), []);
});
