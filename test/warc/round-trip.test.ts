import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { WARCParser } from 'warcio';
import { Archive } from '../../src/archive/archive.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { exportWarc } from '../../src/archive/warc/export.ts';
import type { Fetched } from '../../src/fetch/fetched.ts';
import { importFiles } from '../../src/pipeline/import/import.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import { loadConfiguration } from '../../src/sites/load.ts';
import { benchFor, contentOf } from '../pipeline/support.ts';

/** All that is stored of every capture but the numbers that a database gives. */
const CAPTURES = `SELECT s.site_id, s.url, s.kind, s.title, s.published_on, s.first_seen_at, s.last_seen_at, s.parent_url,
    s.listed_body, s.listed_year, c.fetched_at, c.status, c.outcome, c.detail, c.headers, c.final_url, c.payload_sha256,
    c.rendered_sha256, c.revalidated_sha256, c.form, c.hops, c.attempts, c.duration_ms, c.retry_at, c.tls
  FROM captures c JOIN resources s ON s.id = c.resource_id ORDER BY c.fetched_at, s.site_id, s.url, c.id`;

const EDITIONS = `SELECT r.site_id, r.body, r.year, e.content_sha256, e.url, e.first_seen_at, e.last_seen_at
  FROM editions e JOIN reports r ON r.id = e.report_id ORDER BY 1, 2, 3, 4`;

/** What the replicas do not bring about, once each. */
function oddCaptures(archive: Archive): void {
  const url = 'https://www.ruzhou.gov.cn/odd';
  const plain: Fetched = {
    url,
    finalUrl: url,
    fetchedAt: '2026-11-20T01:02:03.456Z',
    outcome: 'ok',
    detail: null,
    status: 200,
    headers: { 'content-type': 'text/html', 'set-cookie': ['a=1; Path=/', 'b=2, c=3'], 'x-name': '年报' },
    body: Buffer.from('<p>年报</p>'),
    rendered: null,
    via: 'http',
    hops: [],
    attempts: 1,
    durationMs: 5,
    retryAt: null,
  };
  const none = { status: null, headers: {}, body: null };
  const captures: [Partial<Fetched>, Record<string, string>?][] = [
    [
      {
        headers: {
          ...plain.headers,
          'content-encoding': 'gzip',
          'transfer-encoding': 'chunked',
          'content-length': '7',
        },
      },
    ],
    [{ ...none, outcome: 'dns', detail: 'the name has no address' }],
    [
      {
        ...none,
        outcome: 'refused_host',
        finalUrl: 'http://10.0.0.1/',
        hops: [{ url, status: 302, location: 'http://10.0.0.1/' }],
      },
    ],
    [
      {
        outcome: 'blocked',
        status: 412,
        body: Buffer.from('<script>$_ts={}</script>'),
        retryAt: '2026-11-21T00:00:00.000Z',
      },
    ],
    [{ outcome: 'too_large', body: null, detail: 'too much' }],
    [{ outcome: 'truncated', body: Buffer.from('%PDF-1.4 cut'), attempts: 3 }],
    [{ body: Buffer.alloc(0), outcome: 'soft_404' }],
    [{ body: Buffer.from('{"page":2}') }, { page: '2', 名: '值' }],
    [{ via: 'browser', rendered: '<p>年报，脚本之后</p>', tls: 'TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256' }],
  ];
  for (const [i, [given, form]] of captures.entries()) {
    const fetched = { ...plain, ...given, fetchedAt: `2026-11-20T01:02:${10 + i}.000Z` };
    archive.captures.record(
      'ruzhou',
      fetched,
      { kind: 'list', ...(form === undefined ? {} : { form }) },
      null,
    );
  }
}

test('the demo archive, exported and imported into an empty database, is the same again', async (t) => {
  const bench = await benchFor(t);
  await bench.crawl();
  // A second crawl brings answers without a body (304).
  await bench.crawl();
  const archive = bench.open();
  oddCaptures(archive);
  const file = join(bench.folder, 'demo.wacz');
  const { captures } = await exportWarc({ archive, file, siteIds: null, now: new Date(), rollAt: 200_000 });
  const rows = (from: Archive, sql: string) => [...from.rows<Record<string, unknown>>(sql)];
  const stored = rows(archive, CAPTURES);
  assert.equal(captures, stored.length);
  assert.ok(stored.some((c) => c.outcome === 'not_modified'));

  const members = unzipSync(readFileSync(file));
  const text = (name: string) => Buffer.from(members[name] ?? '').toString('utf8');

  await t.test('every digest of the package holds', () => {
    const { hash } = JSON.parse(text('datapackage-digest.json'));
    assert.equal(hash, `sha256:${sha256(text('datapackage.json'))}`);
    const { resources, wacz_version } = JSON.parse(text('datapackage.json'));
    assert.equal(wacz_version, '1.1.1');
    for (const { path, hash, bytes } of resources) {
      assert.equal(members[path]?.length, bytes, path);
      assert.equal(hash, `sha256:${sha256(members[path] ?? new Uint8Array())}`, path);
    }
    assert.ok(resources.filter((r: { path: string }) => r.path.startsWith('archive/')).length > 1);
  });

  await t.test('each line of the index leads to the record it names, in the order of bytes', () => {
    const lines = text('indexes/index.cdx').trimEnd().split('\n');
    assert.deepEqual(
      lines,
      [...lines].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    for (const line of lines) {
      const [, , json] = /^(\S+ \d{14}) (\{.*\})$/.exec(line) ?? [];
      const { url, filename, offset, length, digest } = JSON.parse(json ?? '');
      const member = members[`archive/${filename}`] ?? new Uint8Array();
      const record = gunzipSync(member.subarray(Number(offset), Number(offset) + Number(length))).toString(
        'latin1',
      );
      assert.ok(record.startsWith('WARC/1.1\r\n'));
      assert.ok(record.includes(`\r\nWARC-Target-URI: ${url}\r\n`), url);
      if (digest !== undefined) assert.ok(record.includes(`\r\nWARC-Payload-Digest: ${digest}\r\n`));
    }
  });

  await t.test('another reader finds every body, byte for byte, and headers that agree with it', async () => {
    const found = new Map<string, number>();
    for (const [name, bytes] of Object.entries(members)) {
      if (!name.startsWith('archive/')) continue;
      for await (const record of new WARCParser([bytes])) {
        if (!['response', 'resource'].includes(record.warcType)) continue;
        // As a replaying program does: transfer and content codings taken off as the headers say.
        const body = await record.readFully(true);
        const digest = record.warcPayloadDigest?.replace('sha256:', '');
        if (digest === undefined) continue;
        assert.equal(sha256(body), digest, record.warcTargetURI ?? '');
        found.set(digest, body.length);
      }
    }
    const payloads = rows(archive, 'SELECT sha256, size FROM payloads ORDER BY sha256');
    assert.deepEqual(
      payloads.map((p) => [p.sha256, p.size]),
      [...found].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });

  await t.test('the pages are listed', () => {
    const [head, ...pages] = text('pages/pages.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(head.format, 'json-pages-1.0');
    assert.ok(pages.some((p) => /年度报告/.test(p.title ?? '')) && pages.every((p) => p.url && p.ts));
  });

  const { settings, sites, corrections } = loadConfiguration(bench.config);
  const importInto = async (name: string, ...files: string[]) => {
    const empty = Archive.open({ file: join(bench.folder, name), fields: FIELDS, mode: 'write' });
    t.after(() => empty.close());
    const options = { archive: empty, settings, sites, corrections, only: null, saved: null, note: null };
    const now = () => new Date();
    return { empty, summary: await importFiles({ ...options, files, by: '李梅', now }) };
  };

  await t.test(
    'import reproduces captures, reports, values and editions; a second one adds nothing',
    async () => {
      const { empty, summary } = await importInto('again.sqlite', file, file);
      const [first, second] = summary.files;
      assert.deepEqual([first?.problems, first?.duplicates, first?.captureIds.length], [[], 0, captures]);
      assert.deepEqual([second?.captureIds.length, second?.duplicates], [0, captures]);
      assert.deepEqual(rows(empty, CAPTURES), stored);
      assert.equal(contentOf(empty), contentOf(archive));
      assert.deepEqual(rows(empty, EDITIONS), rows(archive, EDITIONS));
      assert.deepEqual(empty.verify(), []);
      assert.deepEqual(rows(empty, 'SELECT DISTINCT via FROM captures'), [{ via: 'import' }]);
      const origin = rows(empty, 'SELECT origin FROM captures LIMIT 1')[0]?.origin;
      assert.equal(JSON.parse(String(origin)).via, 'http');
      const [brought] = rows(empty, 'SELECT * FROM imports');
      assert.deepEqual([brought?.imported_by, brought?.sha256], ['李梅', sha256(readFileSync(file))]);
    },
  );

  await t.test('so does a plain WARC file, of chosen sites', async () => {
    const warc = join(bench.folder, 'demo.warc.gz');
    await exportWarc({ archive, file: warc, siteIds: ['ruzhou'], now: new Date() });
    const { empty, summary } = await importInto('warc.sqlite', warc);
    assert.deepEqual(summary.files[0]?.problems, []);
    const of = "SELECT body, year, status FROM reports WHERE site_id = 'ruzhou' ORDER BY 1, 2";
    assert.deepEqual(rows(empty, of), rows(archive, of));
    let records = 0;
    for await (const _ of new WARCParser(createReadStream(warc))) records += 1;
    assert.ok(records > rows(empty, 'SELECT id FROM captures').length * 2);
  });
});
