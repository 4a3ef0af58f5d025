import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { DiskSync } from '../../src/archive/disk-sync.ts';

test('what no further transaction takes to the disk is there a second later', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-sync-'));
  t.after(() => rmSync(folder, { recursive: true }));
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const file = join(folder, 'x.sqlite');
  const db = new Database(file);
  t.after(() => db.close());
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE t (n INTEGER)');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const sync = new DiskSync(db);
  const level = (): unknown => db.pragma('synchronous', { simple: true });
  const store = (n: number): void => {
    sync.begin();
    db.prepare('INSERT INTO t VALUES (?)').run(n);
  };
  /** What the database's own file holds, without what is still in the WAL. */
  const settled = (): unknown => {
    copyFileSync(file, join(folder, 'copy.sqlite'));
    const copy = new Database(join(folder, 'copy.sqlite'));
    const { n } = copy.prepare('SELECT count(*) AS n FROM t').get() as { n: number };
    copy.close();
    rmSync(join(folder, 'copy.sqlite'));
    return n;
  };
  sync.set('second');
  store(1);
  assert.equal(level(), 2, 'the first waits');
  store(2);
  assert.equal(level(), 1, 'the next within a second does not');
  assert.equal(settled(), 0);
  t.mock.timers.tick(1000);
  assert.equal(settled(), 2);
  sync.set('each');
  assert.equal(level(), 2);
});
