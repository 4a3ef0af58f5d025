import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { sha256 } from '../../src/archive/payloads.ts';
import { placeOf } from '../../src/archive/places/open.ts';
import { pathOf } from '../../src/archive/places/place.ts';
import { KEY, type S3Server, startS3 } from './s3-server.ts';
import {
  crawlReport,
  FIELDS,
  fetched,
  openArchive,
  RUZHOU,
  rows,
  temporaryDatabase,
  temporaryFile,
} from './support.ts';

let server: S3Server;
let buckets = 0;

before(async () => {
  server = await startS3();
  Object.assign(process.env, KEY, { AWS_ENDPOINT_URL: server.endpoint });
});
after(() => server.stop());

const folderFor = (t: TestContext): string => join(dirname(temporaryFile(t)), 'payloads');
const PLACES: readonly (readonly [string, (t: TestContext) => string])[] = [
  ['a folder', folderFor],
  [
    'a bucket',
    () => {
      buckets += 1;
      return `s3://archive/of/test-${buckets}`;
    },
  ],
];

function open(
  t: TestContext,
  file: string,
  payloads: string | null = null,
  mode: 'write' | 'read' = 'write',
): Archive {
  const archive = Archive.open({ file, fields: FIELDS, mode, payloads });
  t.after(() => archive.close());
  return archive;
}

/** Pages of one make, the last few stored with the first, and a file that cannot be compressed. */
function fill(archive: Archive, pages = 4): Uint8Array[] {
  const bodies = Array.from({ length: pages }, (_, i) =>
    Buffer.from(
      Array.from({ length: 200 }, (_, k) => `<p>第${k}项 ${(k * 7919) % 997}</p>`).join('') + `<i>${i}</i>`,
    ),
  );
  bodies.push(Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * i * 31) % 251)));
  for (const [i, body] of bodies.entries())
    archive.captures.record(
      'ruzhou',
      fetched(`https://www.ruzhou.gov.cn/${i}`, null, { body }),
      { kind: 'list' },
      null,
    );
  return bodies;
}

const objects = (archive: Archive): string[] =>
  rows(archive, 'SELECT object_sha256 FROM payloads ORDER BY id').map((row) => String(row['object_sha256']));
const inside = (archive: Archive): number =>
  rows(archive, 'SELECT id FROM payloads WHERE object_sha256 IS NULL').length;

for (const [what, placeFor] of PLACES) {
  test(`payloads in ${what}: the database remembers where, and has none of their bytes`, (t) => {
    const file = temporaryDatabase(t);
    const place = placeFor(t);
    const first = open(t, file, place);
    first.sites.put([RUZHOU]);
    const bodies = fill(first);
    crawlReport(first, 'https://www.ruzhou.gov.cn/a.html', 3);
    assert.deepEqual(rows(first, 'SELECT DISTINCT length(bytes) AS n FROM payloads'), [{ n: 0 }]);
    assert.ok(rows(first, 'SELECT encoding FROM payloads').some(({ encoding }) => encoding === 'zstd'));
    for (const mode of ['write', 'read'] as const) {
      const later = open(t, file, null, mode);
      for (const body of bodies)
        assert.deepEqual(Buffer.from(later.captures.payload(sha256(body)) ?? []), body);
      assert.deepEqual(later.verify(), []);
      assert.equal(later.payloadsAt, first.payloadsAt);
      // What is read of a report needs no bytes from there.
      assert.equal(later.history.find('ruzhou/汝州市司法局/2023').editions.length, 1);
    }
  });

  test(`payloads in ${what}: what is missing or altered there is named, the rest is well`, (t) => {
    const archive = open(t, temporaryDatabase(t), placeFor(t));
    archive.sites.put([RUZHOU]);
    const [first] = fill(archive);
    const [missing = '', altered = ''] = objects(archive);
    const there = placeOf(archive.payloadsAt ?? '');
    there.delete(missing);
    // Only who writes past us puts other bytes under a hash.
    if (what === 'a folder') writeFileSync(join(new URL(there.address).pathname, pathOf(altered)), 'other');
    else there.put(altered, Buffer.from('other'));
    const problems = archive.verify();
    assert.equal(problems.length, 2, problems.join('\n'));
    assert.match(
      problems[0] ?? '',
      new RegExp(
        `object ${missing} of a payload is missing at .*${what === 'a folder' ? 'file' : 's3'}:`,
        'u',
      ),
    );
    assert.match(problems[1] ?? '', new RegExp(`object ${altered} of a payload was altered`, 'u'));
    assert.throws(() => archive.captures.payload(sha256(first ?? '')), { code: 'damaged' });
  });

  test(`payloads in ${what}: what was put there for a row that never came is told, and swept after a day`, (t) => {
    const place = placeFor(t);
    let days = 0;
    const archive = Archive.open({
      ...{ file: temporaryDatabase(t), fields: FIELDS, mode: 'write', payloads: place },
      now: () => new Date(Date.now() + days * 25 * 3_600_000),
    });
    t.after(() => archive.close());
    archive.sites.put([RUZHOU]);
    fill(archive);
    const killed = (): void =>
      archive.transaction(() => {
        archive.captures.record(
          'ruzhou',
          fetched('https://www.ruzhou.gov.cn/x', 'lost'),
          { kind: 'list' },
          null,
        );
        throw new Error('killed');
      });
    assert.throws(killed, /killed/u);
    assert.deepEqual(archive.verify(), []);
    const { objects: all, orphans, missing } = archive.sweep() ?? {};
    assert.deepEqual([all, orphans, missing], [6, 1, 0]);
    assert.equal(archive.sweep({ remove: true })?.removed, 0, 'it may be about to be named');
    days = 1;
    assert.equal(archive.sweep({ remove: true })?.removed, 1);
    assert.equal(archive.sweep()?.orphans, 0);
    assert.deepEqual(archive.verify(), []);
  });
}

test('a copy takes payloads from any place to any other, and leaves them where they are to be', (t) => {
  const source = openArchive(t);
  fill(source, 3);
  crawlReport(source, 'https://www.ruzhou.gov.cn/a.html', 3);
  const [folder, bucket] = [folderFor(t), 's3://archive/copied'];
  let from = source;
  for (const [to, left] of [
    [folder, 0],
    [bucket, 0],
    [null, 0],
    ['database', 5],
    [null, 5],
  ] as const) {
    const target = open(t, temporaryDatabase(t), to);
    from.copyTo(target);
    assert.deepEqual(from.differences(target), []);
    assert.equal(inside(target), left, `to ${to}`);
    assert.deepEqual(target.verify(), []);
    if (to === null) assert.equal(target.payloadsAt, from.payloadsAt);
    const again = from.copyTo(target).find(({ table }) => table === 'payloads');
    assert.equal(again?.written, 0);
    from = target;
  }
  assert.ok(readdirSync(folder).length > 1);
});

test('a place that is not there is told before anything is written, and another that has all serves instead', (t) => {
  const file = temporaryDatabase(t);
  const place = folderFor(t);
  const archive = open(t, file, place);
  archive.sites.put([RUZHOU]);
  const [body = new Uint8Array(0)] = fill(archive);
  const moved = `${place}-moved`;
  renameSync(place, moved);
  assert.throws(() => open(t, file), { code: 'cannot_open', message: /is not there. Mount its disk/u });
  // What needs no bytes is shown all the same.
  assert.equal(open(t, file, null, 'read').alarms.open().length, 0);
  assert.throws(() => open(t, file, null, 'read').captures.payload(sha256(body)), { code: 'cannot_open' });
  const empty = folderFor(t);
  assert.throws(() => open(t, file, empty), /Error: .*not there/u);
  const [problem, ...others] = open(t, file, null, 'read').verify();
  assert.match(problem ?? '', /payloads outside the database were not looked at/u);
  assert.deepEqual(others, []);
  const elsewhere = open(t, file, moved);
  assert.deepEqual(elsewhere.verify(), []);
  assert.throws(
    () => open(t, file),
    /is not there/u,
    'a place that was named is no place that is remembered',
  );
  elsewhere.rememberPayloads();
  assert.deepEqual(open(t, file).verify(), []);
  // The disk is not mounted: a folder of that name, with nothing in it.
  for (const name of readdirSync(moved)) rmSync(join(moved, name), { recursive: true });
  assert.throws(() => open(t, file), /nothing of what .* has stored lies there/u);
});

test('payloads that stood in the database stay there, and later ones go to the place', (t) => {
  const file = temporaryDatabase(t);
  const before = open(t, file);
  before.sites.put([RUZHOU]);
  fill(before, 2);
  const later = open(t, file, folderFor(t));
  crawlReport(later, 'https://www.ruzhou.gov.cn/a.html', 3);
  assert.equal(inside(later), 3);
  assert.equal(later.sweep()?.objects, 1);
  assert.deepEqual(later.verify(), []);
  assert.throws(() => open(t, file, 'database'), /has its payloads at file:/u);
});

test('a bucket that refuses us, or is not there, is told in words', (t) => {
  const refused = (place: string, words: RegExp, env: Record<string, string> = {}): void => {
    const former = { ...process.env };
    Object.assign(process.env, env);
    try {
      const file = temporaryDatabase(t);
      assert.throws(() => open(t, file, place), { code: 'cannot_open', message: words });
    } finally {
      process.env = former;
    }
  };
  refused('s3://archive/x', /refuses our key. Check AWS_ACCESS_KEY_ID/u, { AWS_SECRET_ACCESS_KEY: 'wrong' });
  refused('s3://archive/x', /set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/u, { AWS_ACCESS_KEY_ID: '' });
  refused('s3://nowhere/x', /there is no bucket nowhere. Make it/u);
  refused('s3://archive/x?endpoint=http://127.0.0.1:1', /127\.0\.0\.1:1, does not answer/u);
  refused('s3://archive/x', /is no address such as/u, { AWS_ENDPOINT_URL: 'minio' });
  refused('s3://Archive', /expected s3:\/\/bucket\/prefix/u);
  refused('ftp://archive/x', /expected a folder, file:\/\/\/folder/u);
});

test('a folder has each object under its name only when it is whole', (t) => {
  const folder = folderFor(t);
  const place = placeOf(folder);
  place.check(true);
  const partial = join(folder, 'partial', 'killed');
  const bytes = Buffer.from('whole');
  place.put(sha256(bytes), bytes);
  assert.deepEqual(readdirSync(join(folder, 'partial')), []);
  assert.deepEqual(readFileSync(join(folder, pathOf(sha256(bytes)))), bytes);
  writeFileSync(partial, 'half');
  utimesSync(partial, 0, 0);
  placeOf(folder).put(sha256(bytes), bytes);
  assert.deepEqual(
    readdirSync(join(folder, 'partial')),
    [],
    'what a killed process left two days ago is gone',
  );
  assert.deepEqual(
    [...place.list()].map(({ hash, size }) => [hash, size]),
    [[sha256(bytes), 5]],
  );
  assert.equal(placeOf(`${folder}/`).address, placeOf(new URL(`file://${folder}/`).href).address);
});
