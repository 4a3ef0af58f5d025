import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { isPostgres } from '../archive/open.ts';
import { withoutPassword } from '../archive/postgres/connection.ts';
import { keepHeapLean } from '../pipeline/lean-heap.ts';
import { Mirror } from '../web/mirror.ts';
import { isLoopback, PortTaken, type Serving, serve } from '../web/server.ts';
import { type CommonOptions, makeFolder, withCommonOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { ProgressLine, say, sayJson, tell } from './output.ts';

interface Options extends CommonOptions {
  readonly host: string;
  readonly port: number;
  readonly public: boolean;
  readonly mirror: string;
}

/** Between two looks at a PostgreSQL database, milliseconds. */
const MIRROR_EVERY_MS = 60_000;

export function define(command: Command): void {
  withCommonOptions(command)
    .option('--port <number>', 'port; 0 takes any that is free', parsePort, 8420)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--public', 'allow an address that other machines can reach', false)
    .option(
      '--mirror <file>',
      'with a PostgreSQL database: the SQLite file that is kept like it, and shown',
      'storage/mirror.sqlite',
    )
    .addHelpText(
      'after',
      `
Shows the database in a browser, and changes nothing in it. A crawl may run meanwhile. It keeps an index for searching
beside the database (…-viewer.sqlite), which can be deleted at any time. Ctrl-C ends it.
A PostgreSQL database (--db postgres://…) is shown from an SQLite file on this machine, as large as the archive, which
is brought up to date every minute (--mirror); the first time takes as long as \`nianbao copy\`.`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  keepHeapLean();
  const { host, port, db } = options;
  if (!isLoopback(host) && !options.public)
    throw new UsageError(
      `--host ${host} can be reached from other machines, and the viewer asks nobody for a password: ` +
        'add --public if that is what you want, or leave --host away',
    );
  if (!isPostgres(db) && !existsSync(db))
    throw new UsageError(
      `there is no database ${db} yet: run \`nianbao crawl\` first, or give another with --db`,
    );
  const mirror = isPostgres(db) ? await mirrored(options) : null;
  try {
    const serving = await started(options, mirror === null ? db : options.mirror);
    const shown = withoutPassword(db);
    if (options.json) sayJson({ url: serving.url, database: shown });
    else if (!options.quiet) say(`${serving.url}  (${shown}; Ctrl-C ends it)`);
    if (port !== 0 && options.verbose) tell(`listening on ${host}, port ${port}`);
    await untilSignalled();
    await serving.close();
  } finally {
    await mirror?.close();
  }
  process.exitCode = EXIT.ok;
}

/** A PostgreSQL database as a file on this machine. */
async function mirrored({ db, payloads, mirror, json, quiet }: Options): Promise<Mirror> {
  makeFolder(dirname(mirror));
  const line = new ProgressLine(!quiet && !json);
  try {
    return await Mirror.start({
      source: db,
      payloads: payloads ?? null,
      file: mirror,
      everyMs: MIRROR_EVERY_MS,
      onProgress: (table, rows) => line.show(`copying ${table}: ${rows.toLocaleString('en')} rows`),
      onTrouble: (message) => tell(`${mirror} is not up to date: ${message}`),
    });
  } finally {
    line.clear();
  }
}

async function started({ host, port, verbose, payloads }: Options, file: string): Promise<Serving> {
  try {
    return await serve({
      file,
      payloads: payloads ?? null,
      host,
      port,
      onError: (error, address) =>
        tell(`${address}: ${verbose && error instanceof Error ? error.stack : String(error)}`),
    });
  } catch (error) {
    if (error instanceof PortTaken)
      throw new UsageError(`${error.message}: end that one, or give another port with --port`);
    throw error;
  }
}

function untilSignalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/u.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('expected a port number from 0 to 65535');
  return Number(text);
}
