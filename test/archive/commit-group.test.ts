import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { SqliteConnection } from '../../src/archive/connection.ts';

/** A database whose transactions share commits, and what another process sees of it. */
function open(t: TestContext) {
  // The clock that commits does not run by itself.
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-group-'));
  const file = join(folder, 'x.sqlite');
  const connection = new SqliteConnection({ file, mode: 'write', now: () => new Date() });
  const other = new Database(file);
  t.after(() => {
    other.close();
    rmSync(folder, { recursive: true });
  });
  connection.setSync('second');
  const add = (year: number): void => {
    connection.write(() => {
      connection.run(`INSERT INTO fields (field) VALUES (?)`, `a${year}`);
      connection.run(`INSERT INTO fields (field) VALUES (?)`, `b${year}`);
    });
  };
  const seen = (): unknown => other.prepare('SELECT count(*) FROM fields').pluck().get();
  /** Breaks a rule that SQLite looks at when it commits. */
  const addWhatCannotBe = (): void => {
    connection.run(
      `INSERT INTO sites (id, name, region_code, crawler, status) VALUES ('s', '', '', '', 'active')`,
    );
    connection.run(
      `INSERT INTO reports (site_id, region_code, body, year, url, edition_id) VALUES ('s', '', '', 2020, '', 99)`,
    );
  };
  return { connection, other, add, seen, addWhatCannotBe };
}

test('transactions of some milliseconds share a commit, and other processes see all of them or none', (t) => {
  const { connection, other, add, seen } = open(t);
  add(1);
  add(2);
  assert.equal(seen(), 0);
  t.mock.timers.tick(1000);
  assert.equal(seen(), 4);
  // Nothing holds the database any more.
  other.exec(`PRAGMA busy_timeout = 0; INSERT INTO fields (field) VALUES ('other')`);
  connection.close();
});

test('one that fails is taken back alone', (t) => {
  const { connection, add, seen } = open(t);
  add(1);
  const before = connection.rollbacks;
  assert.throws(() => add(1), /UNIQUE/u);
  assert.equal(connection.rollbacks, before + 1);
  add(2);
  connection.write(() => {
    connection.run(`INSERT INTO fields (field) VALUES ('outer')`);
    assert.throws(() => connection.write(() => add(2)), /UNIQUE/u);
  });
  connection.close();
  assert.equal(seen(), 5);
});

test('what settles, reads row by row or ends the sharing commits all before it', (t) => {
  const { connection, add, seen } = open(t);
  add(1);
  connection.settle(() => add(2));
  assert.equal(seen(), 4);
  add(3);
  assert.equal([...connection.iterate('SELECT 1 FROM fields')].length, 6);
  assert.equal(seen(), 6);
  add(4);
  connection.setSync('each');
  assert.equal(seen(), 8);
  add(5);
  assert.equal(seen(), 10);
  connection.close();
});

test('many transactions do not wait for the clock', (t) => {
  const { connection, add, seen } = open(t);
  for (let n = 0; n < 100; n++) add(n);
  assert.ok(Number(seen()) > 0);
  connection.close();
  assert.equal(seen(), 200);
});

test('after a commit that failed nobody stores anything, or says that something is done, as if nothing were lost', (t) => {
  const { connection, add, seen, addWhatCannotBe } = open(t);
  const before = connection.rollbacks;
  add(1);
  connection.write(addWhatCannotBe);
  t.mock.timers.tick(1000);
  assert.equal(connection.rollbacks, before + 1);
  assert.throws(() => add(2), /FOREIGN KEY/u);
  assert.throws(() => connection.settle(() => add(2)), /FOREIGN KEY/u);
  // Those who waited have been told.
  connection.setSync('each');
  add(3);
  assert.equal(seen(), 2);
  connection.close();
});

test('a commit that fails with nobody to tell is told at the end', (t) => {
  const { connection, seen, addWhatCannotBe } = open(t);
  connection.write(addWhatCannotBe);
  assert.throws(() => connection.setSync('each'), /FOREIGN KEY/u);
  assert.equal(seen(), 0);
  connection.close();
});
