import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { Archive } from '../archive/archive.ts';
import { isPostgres } from '../archive/open.ts';
import type { Endpoint } from '../fetch/connector.ts';
import { FIELDS } from '../reports/catalogue.ts';
import type { Site } from '../sites/site.ts';
import { UsageError } from './exit.ts';

/** The options that every command takes. */
export interface CommonOptions {
  readonly config: string;
  readonly db: string;
  readonly payloads?: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Adds the options that every command takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--config <dir>', 'configuration directory', 'config')
    .option('--db <file>', 'database: an SQLite file, or postgres://user@host/name', 'storage/nianbao.sqlite')
    .option(
      '--payloads <place>',
      'where the bytes of what is fetched are kept: a folder, or s3://bucket/prefix; the database remembers it (default: in the database)',
    )
    .option('--json', 'machine-readable output on stdout', false)
    .option('--quiet', 'say only what needs a person', false)
    .option('--verbose', 'say more; show where an error came from', false);
}

/** The options of commands that contact portals. */
export interface ConnectionOptions extends CommonOptions {
  readonly connectTo?: Endpoint;
  readonly allowPrivate: boolean;
  readonly insecureTls: boolean;
}

/** Adds the options of commands that contact portals. */
export function withConnectionOptions(command: Command): Command {
  return command
    .option('--connect-to <host:port>', 'send every connection there, whatever the host of the URL', endpoint)
    .option('--allow-private', 'allow private and loopback addresses (tests, demos)', false)
    .option('--insecure-tls', 'accept any certificate (tests, demos)', false);
}

/**
 * Makes a folder and those above it, where they are missing. One by one: where the system denies that the parent
 * exists (/proc, a disk mounted read-only), Node's own recursive way tries for ever or names the wrong fault.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error(`ENOTDIR: ${path} is a file, not a folder`);
    return;
  }
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** What `--db` and `--payloads` say. */
interface NamedDatabase {
  readonly db: string;
  readonly payloads?: string | null;
}

/**
 * Opens the database for reading; says what to do where there is none.
 * @param olderToo also one that this version would first have to upgrade.
 */
export function openForReading({ db: file, payloads = null }: NamedDatabase, olderToo = false): Archive {
  if (!isPostgres(file) && !existsSync(file))
    throw new UsageError(
      `there is no database ${file} yet: run \`nianbao crawl\` first, or give another with --db`,
    );
  return Archive.open({ file, fields: FIELDS, mode: 'read', olderToo, payloads });
}

/** Opens the database for writing, making it and its folder where they are missing. */
export function openForWriting({ db: file, payloads = null }: NamedDatabase): Archive {
  if (isPostgres(file)) return Archive.open({ file, fields: FIELDS, mode: 'write', payloads });
  try {
    makeFolder(dirname(file));
  } catch (error) {
    throw new UsageError(
      `the folder of the database ${file} cannot be made (${error instanceof Error ? error.message : String(error)}): give another with --db`,
    );
  }
  return Archive.open({ file, fields: FIELDS, mode: 'write', payloads });
}

/** @throws UsageError naming the unknown site and the sites there are. */
export function checkSiteNames(names: readonly string[], sites: readonly Site[]): void {
  const unknown = names.filter((name) => !sites.some((site) => site.id === name));
  if (unknown.length === 0) return;
  const known = sites.map((site) => site.id);
  const shown =
    known.length > 12 ? `${known.slice(0, 12).join(', ')} … (${known.length} in all)` : known.join(', ');
  throw new UsageError(`there is no site ${unknown.join(', ')}. Configured are: ${shown || 'none'}`);
}

/** `2023`, `2020-2024`, or several with commas, as years. For commander. */
export function parseYears(text: string): number[] {
  const years = text.split(',').flatMap((part) => {
    const match = /^\s*(\d{4})(?:\s*-\s*(\d{4}))?\s*$/u.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (match === null || from > to || from < 2008 || to > 2100)
      throw new InvalidArgumentError('expected a report year such as 2023, or a range such as 2020-2024');
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return [...new Set(years)];
}

function endpoint(text: string): Endpoint {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/u.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65_535)
    throw new InvalidArgumentError('expected HOST:PORT, such as 127.0.0.1:8080');
  return { host, port };
}
