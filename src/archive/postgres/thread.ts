import type { Client, ClientConfig, CustomTypesConfig } from 'pg';
import { answerEach } from '../waiting-thread.ts';
import { codeOf, isLost } from './lost.ts';
import type { Addressed, Failure, Request, Response, Rows } from './protocol.ts';

/**
 * The thread that talks to PostgreSQL: it takes one request at a time and says when its answer lies at the port. The
 * packages for PostgreSQL are loaded here, and only when such a database is opened.
 */

/** Rows that a cursor brings at a time. */
const PORTION = 500;
/** https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const TYPE = { bool: 16, int8: 20, numeric: 1700, jsonb: 3802 } as const;

/** One open database. */
interface Connected {
  client: Client | null;
  lost: boolean;
  url: string;
  readOnly: boolean;
  readonly cursors: Map<number, { readonly client: Client; readonly own: boolean }>;
  /** What cursors had for themselves: the next ones need not connect anew. */
  readonly spare: Client[];
}
const connections = new Map<number, Connected>();

async function configuration(
  url: string,
): Promise<{ readonly Client: typeof Client; readonly config: ClientConfig }> {
  const { default: pg } = await import('pg');
  const parsers = new Map<number, (text: string) => unknown>([
    [TYPE.bool, (text) => (text === 't' ? 1 : 0)],
    [TYPE.int8, Number],
    [TYPE.numeric, Number],
    [TYPE.jsonb, (text) => JSON.parse(text)],
  ]);
  // The package's own declaration knows only its enumeration of types, not a plain number.
  const types: CustomTypesConfig = {
    getTypeParser: ((oid: number, format?: 'text') =>
      parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
  };
  return {
    Client: pg.Client,
    config: {
      connectionString: url,
      types,
      application_name: 'nianbao',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    },
  };
}

async function connected(connection: Connected): Promise<Client> {
  const { Client, config } = await configuration(connection.url);
  const made = new Client(config);
  // Said once more by the query under way, or by the next one.
  made.on('error', () => {
    if (made === connection.client) connection.lost = true;
  });
  await made.connect();
  await made.query(
    `SET client_min_messages = warning; SET extra_float_digits = 1;${connection.readOnly ? ' SET default_transaction_read_only = on;' : ''}`,
  );
  return made;
}

async function quit(old: Client | null): Promise<void> {
  try {
    await old?.end();
  } catch {
    // It was gone already, which is what is wanted.
  }
}

function clientOf({ client, lost }: Connected): Client {
  if (client === null || lost) throw Object.assign(new Error('the connection is gone'), { code: '08006' });
  return client;
}

async function answer(connection: Connected, request: Request): Promise<Response> {
  const { cursors } = connection;
  switch (request.kind) {
    case 'connect':
      await quit(connection.client);
      for (const idle of connection.spare.splice(0)) await quit(idle);
      connection.client = null;
      connection.url = request.url;
      connection.readOnly = request.readOnly;
      connection.client = await connected(connection);
      connection.lost = false;
      return NOTHING;
    case 'script': {
      const results = await clientOf(connection).query<unknown[]>({ text: request.sql, rowMode: 'array' });
      const last: unknown = Array.isArray(results) ? results.at(-1) : results;
      return rowsOf(last);
    }
    case 'query':
      return rowsOf(await clientOf(connection).query(queryOf(request)));
    case 'open': {
      const own = !request.within;
      const used = own ? (connection.spare.pop() ?? (await connected(connection))) : clientOf(connection);
      cursors.set(request.cursor, { client: used, own });
      if (own) await used.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const sql = `DECLARE cursor_${request.cursor} NO SCROLL CURSOR FOR ${request.sql}`;
      await used.query(queryOf({ sql, name: null, params: request.params }));
      return NOTHING;
    }
    case 'fetch': {
      const cursor = cursors.get(request.cursor);
      if (cursor === undefined) throw new Error(`there is no cursor ${request.cursor}`);
      const sql = `FETCH ${PORTION} FROM cursor_${request.cursor}`;
      return rowsOf(await cursor.client.query({ text: sql, rowMode: 'array' }));
    }
    case 'close': {
      const cursor = cursors.get(request.cursor);
      cursors.delete(request.cursor);
      if (cursor?.own === true) {
        await cursor.client.query('ROLLBACK');
        connection.spare.push(cursor.client);
      } else if (cursor !== undefined) await cursor.client.query(`CLOSE cursor_${request.cursor}`);
      return NOTHING;
    }
    case 'end':
      for (const { client: used, own } of cursors.values()) if (own) await quit(used);
      for (const idle of connection.spare) await quit(idle);
      await quit(connection.client);
      return NOTHING;
  }
}

const NOTHING: Rows = { kind: 'rows', columns: [], rows: [], count: 0 };

function queryOf({
  sql,
  name,
  params,
}: {
  sql: string;
  name: string | null;
  params: Extract<Request, { kind: 'query' }>['params'];
}) {
  return {
    text: sql,
    values: params.map((param) => (param instanceof Uint8Array ? Buffer.from(param) : param)),
    rowMode: 'array' as const,
    ...(name === null ? {} : { name }),
  };
}

function rowsOf(result: unknown): Rows {
  if (typeof result !== 'object' || result === null) return NOTHING;
  const { fields, rows, rowCount } = result as {
    fields?: readonly { readonly name: string }[];
    rows?: readonly (readonly unknown[])[];
    rowCount?: number | null;
  };
  return {
    kind: 'rows',
    columns: (fields ?? []).map(({ name }) => name),
    rows: rows ?? [],
    count: rowCount ?? 0,
  };
}

function failureOf(error: unknown, lost: boolean): Failure {
  if (!(error instanceof Error)) return { kind: 'failure', message: String(error), code: null, lost: false };
  const inner = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  return { kind: 'failure', message: inner.message, code: codeOf(inner), lost: lost || isLost(inner) };
}

answerEach(async ({ connection: id, request }: Addressed): Promise<Response> => {
  const connection = connections.get(id) ?? {
    client: null,
    lost: false,
    url: '',
    readOnly: false,
    cursors: new Map(),
    spare: [],
  };
  connections.set(id, connection);
  let response: Response;
  try {
    response = await answer(connection, request);
  } catch (error) {
    response = failureOf(error, connection.lost);
  }
  if (request.kind === 'end') connections.delete(id);
  return response;
});
