import type { TestContext } from 'node:test';
import { Bridge } from '../../src/archive/postgres/bridge.ts';
import { PostgresConnection } from '../../src/archive/postgres/connection.ts';
import { PostgresError } from '../../src/archive/postgres/errors.ts';
import { SHARED } from './server.ts';

/** Where the tests of the archive find the PostgreSQL that they are to run on; null: they run on SQLite. */
export function postgresForTests(): string | null {
  return process.env['NIANBAO_TEST_POSTGRES'] ?? null;
}

/** A server outlives the processes of many test files, and their numbers may come again. */
const STARTED = Date.now();
let made = 0;
const templates = new Map<string, string>();

/**
 * The address of a database of its own for a test, with the schema in it.
 * @param options empty: without the schema
 */
export function temporaryPostgres(
  _t: TestContext,
  server = postgresForTests(),
  options: { readonly empty?: boolean } = {},
): string {
  if (server === null) throw new Error('there is no PostgreSQL for this test');
  return makeDatabase(server, options);
}

/** The same outside a test. */
export function makeDatabase(server: string, options: { readonly empty?: boolean } = {}): string {
  if (options.empty === true) return create(server, null);
  // Copying a database is quicker than making the schema in it.
  let template = templates.get(server);
  if (template === undefined) {
    const shared = process.env[SHARED.url] === server ? process.env[SHARED.template] : undefined;
    template = shared ?? makeTemplate(server);
    templates.set(server, template);
  }
  return create(server, template);
}

/** Makes a database with the schema, for others to be copied from. @returns its name */
export function makeTemplate(server: string): string {
  const url = create(server, null);
  new PostgresConnection({ file: url, mode: 'write', now: () => new Date() }).close();
  return new URL(url).pathname.slice(1);
}

/** It goes with its server. */
function create(server: string, template: string | null): string {
  made += 1;
  const name = `test_${process.pid}_${STARTED}_${made}`;
  execute(
    server,
    `CREATE DATABASE ${name} ${template === null ? '' : `TEMPLATE ${template} STRATEGY file_copy`}`,
  );
  const address = new URL(server);
  address.pathname = `/${name}`;
  return address.href;
}

/** Runs a script on a connection of its own. */
export function execute(url: string, sql: string): void {
  const bridge = new Bridge();
  try {
    for (const request of [
      { kind: 'connect', url, readOnly: false },
      { kind: 'script', sql },
    ] as const) {
      const response = bridge.ask(request);
      if (response.kind === 'failure') throw new PostgresError(response);
    }
  } finally {
    bridge.ask({ kind: 'end' });
  }
}
