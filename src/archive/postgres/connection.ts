import type { ColumnDeclaration, Connection, ConnectionOptions, Param, Sync } from '../store.ts';
import { withoutNul } from '../texts.ts';
import { Bridge } from './bridge.ts';
import { translateScript } from './ddl.ts';
import { type Translated, translate } from './dialect.ts';
import { explainedPostgres, PostgresError } from './errors.ts';
import type { Request, Rows } from './protocol.ts';
import { columnsOf, danglingReferences, ensureSchema, requireKnown } from './schema.ts';

/** How long a server that is gone (a restart) is waited for, milliseconds. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 250;
/** Attempts where another transaction was in the way. */
const MOST_ATTEMPTS = 5;
/** Serialisation failure, deadlock, and a row that another process put there first: begun anew, the work sees it. */
const IN_THE_WAY = new Set(['40001', '40P01', '23505']);
/** Any number that no other program locks: the letters "nian". */
const SCHEMA_LOCK = 0x6e69616e;

interface Prepared extends Translated {
  readonly name: string;
}

/**
 * A PostgreSQL database behind the interface of the archive. Whole transactions are begun anew when the server goes
 * away in their midst and comes back: nothing is lost, and nothing done twice, as the server is asked what became of
 * a commit that it did not confirm.
 */
export class PostgresConnection implements Connection {
  readonly kind = 'postgres';
  readonly file: string;
  readonly readOnly: boolean;
  readonly #now: () => Date;
  readonly #bridge = new Bridge();
  readonly #url: string;
  readonly #prepared = new Map<string, Prepared>();
  #inTransaction = false;
  #isReady = false;
  #isOlder = false;
  #rollbacks = 0;
  #sync: Sync = 'each';
  #cursors = 0;

  /** @throws ArchiveError */
  constructor({ file, mode, olderToo = false, now }: ConnectionOptions) {
    this.file = withoutPassword(file);
    this.readOnly = mode === 'read';
    this.#now = now;
    this.#url = file;
    try {
      this.#connect();
      this.#isOlder = ensureSchema(this, SCHEMA_LOCK, olderToo);
      this.#isReady = true;
    } catch (error) {
      this.close();
      throw explainedPostgres(error, this.file);
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#bridge.ask({ kind: 'end' });
  }

  now(): string {
    return this.#now().toISOString();
  }

  get<Row>(sql: string, ...params: Param[]): Row | undefined {
    return this.all<Row>(sql, ...params)[0];
  }

  all<Row>(sql: string, ...params: Param[]): Row[] {
    return objects<Row>(this.#patiently(() => this.#query(this.#statement(sql, false), params)));
  }

  *iterate<Row>(sql: string, ...params: Param[]): Generator<Row, void> {
    this.#cursors += 1;
    const cursor = this.#cursors;
    const { text } = translate(sql);
    const ask = (request: Request): Rows => this.#explain(() => this.#ask(request));
    this.#patiently(() =>
      this.#ask({
        kind: 'open',
        cursor,
        within: this.#inTransaction,
        sql: text,
        params: params.map(storable),
      }),
    );
    try {
      for (;;) {
        const rows = objects<Row>(ask({ kind: 'fetch', cursor }));
        if (rows.length === 0) return;
        yield* rows;
      }
    } finally {
      ask({ kind: 'close', cursor });
    }
  }

  run(sql: string, ...params: Param[]): { readonly changes: number; readonly id: number } {
    const statement = this.#statement(sql, true);
    const work = () => this.#query(statement, params);
    const { rows, count } = this.#inTransaction ? this.#explain(work) : this.write(work);
    return { changes: count, id: Number(rows[0]?.[0] ?? 0) };
  }

  exec(sql: string): void {
    this.script(translateScript(sql).join(';\n'));
  }

  /** Runs several statements in PostgreSQL's own words. */
  script(sql: string): void {
    this.#explain(() => this.#ask({ kind: 'script', sql }));
  }

  /** Begun anew where the server goes away in its midst, or another transaction is in the way: `work` must bear that. */
  write<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    const until = performance.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt += 1) {
      let transaction: string | null = null;
      let done: { readonly result: T } | null = null;
      try {
        transaction = this.#begin();
        done = { result: work() };
        this.#ask({ kind: 'script', sql: 'COMMIT' });
        this.#inTransaction = false;
        return done.result;
      } catch (error) {
        this.#rollbacks += 1;
        this.#inTransaction = false;
        const cause = postgresCauseOf(error);
        if (cause?.lost === true) {
          this.#reconnect(until, cause);
          if (done !== null && transaction !== null && this.#wasCommitted(transaction)) return done.result;
          continue;
        }
        this.#rollBack();
        if (cause === null || !IN_THE_WAY.has(cause.code ?? '') || attempt === MOST_ATTEMPTS)
          throw explainedPostgres(error, this.file);
      }
    }
  }

  get isOlder(): boolean {
    return this.#isOlder;
  }

  get rollbacks(): number {
    return this.#rollbacks;
  }

  /** The server itself writes what did not wait within a second: `wal_writer_delay` is a fifth of one. */
  setSync(sync: Sync): void {
    this.#sync = sync;
    this.#waitForDisk(sync);
  }

  settle<T>(work: () => T): T {
    if (this.#inTransaction || this.#sync === 'each') return this.write(work);
    this.#waitForDisk('each');
    try {
      return this.write(work);
    } finally {
      this.#waitForDisk(this.#sync);
    }
  }

  #waitForDisk(sync: Sync): void {
    this.script(`SET synchronous_commit = ${sync === 'each' ? 'on' : 'off'}`);
  }

  snapshot<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    this.#patiently(() =>
      this.#ask({ kind: 'script', sql: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' }),
    );
    this.#inTransaction = true;
    try {
      return work();
    } finally {
      this.#inTransaction = false;
      this.#rollBack();
    }
  }

  columns(table: string): ColumnDeclaration[] {
    return columnsOf(this, table);
  }

  workersAtWork(): string | null {
    this.all(`SELECT pg_advisory_xact_lock(hashtext('nianbao lock'))`);
    const leases = this.all<{ site: string; holder: string }>(
      'SELECT site_id AS site, holder FROM site_leases WHERE until > clock_timestamp() ORDER BY 1',
    );
    const [first] = leases;
    if (first === undefined) return null;
    return `${leases.length} sites are being crawled by workers, such as ${first.site} by ${first.holder}`;
  }

  integrity(): string[] {
    return [];
  }

  danglingReferences(): string[] {
    return danglingReferences(this);
  }

  #connect(): void {
    this.#ask({ kind: 'connect', url: this.#url, readOnly: this.readOnly });
  }

  /** An upgrade waits until the transactions under way have ended, and those that begin after it see it. */
  #begin(): string {
    const { rows } = this.#ask({
      kind: 'script',
      sql: this.#isReady
        ? `BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock_shared(${SCHEMA_LOCK});
           SELECT pg_current_xact_id()::text, (SELECT version FROM nianbao)`
        : 'BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_current_xact_id()::text',
    });
    this.#inTransaction = true;
    if (this.#isReady) requireKnown(Number(rows[0]?.[1]), this.file);
    return String(rows[0]?.[0]);
  }

  /** What became of a transaction whose commit was not confirmed. */
  #wasCommitted(transaction: string): boolean {
    for (;;) {
      const { rows } = this.#ask({
        kind: 'query',
        sql: 'SELECT pg_xact_status($1::text::xid8)',
        name: null,
        params: [transaction],
      });
      if (rows[0]?.[0] !== 'in progress') return rows[0]?.[0] === 'committed';
      pause();
    }
  }

  #rollBack(): void {
    this.#inTransaction = false;
    try {
      this.#ask({ kind: 'script', sql: 'ROLLBACK' });
    } catch (error) {
      // A transaction ends with its connection, too.
      if (postgresCauseOf(error)?.lost !== true) throw error;
    }
  }

  /** Outside a transaction a question can be asked again. */
  #patiently<T>(work: () => T): T {
    if (this.#inTransaction) return this.#explain(work);
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return work();
      } catch (error) {
        const cause = postgresCauseOf(error);
        if (cause?.lost !== true) throw explainedPostgres(error, this.file);
        this.#reconnect(until, cause);
      }
    }
  }

  /** @throws the failure, where the server does not come back in time. */
  #reconnect(until: number, failure: PostgresError): void {
    for (;;) {
      if (performance.now() > until) throw explainedPostgres(failure, this.file);
      try {
        this.#connect();
        return;
      } catch (error) {
        if (postgresCauseOf(error)?.lost !== true) throw explainedPostgres(error, this.file);
        pause();
      }
    }
  }

  #query({ text, name, jsonParameters }: Prepared, params: readonly Param[]): Rows {
    return this.#ask({
      kind: 'query',
      sql: text,
      name,
      params: params.map((param, i) => (jsonParameters.includes(i) ? asJson(param) : storable(param))),
    });
  }

  #ask(request: Request): Rows {
    const response = this.#bridge.ask(request);
    if (response.kind === 'failure') throw new PostgresError(response);
    return response;
  }

  #explain<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explainedPostgres(error, this.file);
    }
  }

  #statement(sql: string, wantsId: boolean): Prepared {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = { ...translate(sql, wantsId), name: `s${this.#prepared.size}` };
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

function objects<Row>({ columns, rows }: Rows): Row[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])) as Row);
}

function postgresCauseOf(error: unknown): PostgresError | null {
  if (error instanceof PostgresError) return error;
  return error instanceof Error && error.cause instanceof PostgresError ? error.cause : null;
}

/** PostgreSQL keeps no NUL character, in a text or in JSON: U+FFFD says that there was one. */
function storable(param: Param): Param {
  if (typeof param === 'bigint') return String(param);
  return typeof param === 'string' ? withoutNul(param.replaceAll('\0', '\uFFFD')) : param;
}

function asJson(param: Param): Param {
  if (param === null) return null;
  return typeof param === 'string' ? JSON.stringify(storable(param)) : String(param);
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}

/** The address as it may be shown. */
export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return url;
  const address = new URL(url);
  if (address.password !== '') address.password = '***';
  return address.href;
}
