import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { isPostgres } from '../archive/open.ts';
import { isLoopback, PortTaken, type Serving, serve } from '../web/server.ts';
import { type CommonOptions, withCommonOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { beFrugal } from './frugal.ts';
import { say, sayJson, tell } from './output.ts';

interface Options extends CommonOptions {
  readonly host: string;
  readonly port: number;
  readonly public: boolean;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .option('--port <number>', 'port; 0 takes any that is free', parsePort, 8420)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--public', 'allow an address that other machines can reach', false)
    .addHelpText(
      'after',
      `
Shows the database in a browser, and changes nothing in it. A crawl may run meanwhile. It keeps an index for searching
beside the database (…-viewer.sqlite), which can be deleted at any time. Ctrl-C ends it.`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  beFrugal();
  const { host, port, db } = options;
  if (!isLoopback(host) && !options.public)
    throw new UsageError(
      `--host ${host} can be reached from other machines, and the viewer asks nobody for a password: ` +
        'add --public if that is what you want, or leave --host away',
    );
  if (isPostgres(db))
    throw new UsageError(
      'the viewer reads SQLite files: `nianbao copy postgres://… FILE` makes one, and brings it up to date when run again',
    );
  if (!existsSync(db))
    throw new UsageError(
      `there is no database ${db} yet: run \`nianbao crawl\` first, or give another with --db`,
    );
  const serving = await started(options);
  if (options.json) sayJson({ url: serving.url, database: db });
  else if (!options.quiet) say(`${serving.url}  (${db}; Ctrl-C ends it)`);
  if (port !== 0 && options.verbose) tell(`listening on ${host}, port ${port}`);
  await untilSignalled();
  await serving.close();
  process.exitCode = EXIT.ok;
}

async function started({ host, port, db, verbose }: Options): Promise<Serving> {
  try {
    return await serve({
      file: db,
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
