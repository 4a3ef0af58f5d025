import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { Archive } from '../archive/archive.ts';
import { isPostgres } from '../archive/open.ts';
import { withoutPassword } from '../archive/postgres/connection.ts';
import { findBrowser } from '../fetch/find-browser.ts';
import { FIELDS } from '../reports/catalogue.ts';
import { loadConfiguration } from '../sites/load.ts';
import { type CommonOptions, withCommonOptions } from './common.ts';
import { EXIT } from './exit.ts';
import { paint, say, sayJson } from './output.ts';

type State = 'ok' | 'optional' | 'broken';

interface Finding {
  readonly part: string;
  readonly state: State;
  readonly detail: string;
  /** What mends it: a command, or words. */
  readonly mend: string | null;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .option('--network', 'also ask the name server for each configured host', false)
    .action(run);
}

async function run(options: CommonOptions & { network: boolean }): Promise<void> {
  const findings = [
    checkNode(),
    checkConfiguration(options.config),
    checkDatabase(options.db),
    checkBrowser(options.config),
    await checkPdf(),
    await checkOcr(),
    checkDisk(options.db),
    checkClock(),
    await checkNetwork(options),
  ];
  if (options.json) sayJson({ ok: findings.every((f) => f.state !== 'broken'), findings });
  else
    for (const { part, state, detail, mend } of findings) {
      if (options.quiet && state !== 'broken') continue;
      const mark = { ok: paint('green', '✓'), optional: paint('yellow', '○'), broken: paint('red', '✗') }[
        state
      ];
      say(`${mark} ${part.padEnd(14)} ${detail}`);
      if (mend !== null) say(`  ${' '.repeat(14)} → ${mend}`);
    }
  if (findings.some((f) => f.state === 'broken')) process.exitCode = EXIT.attention;
}

const fine = (part: string, detail: string): Finding => ({ part, state: 'ok', detail, mend: null });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function checkNode(): Finding {
  return fine('Node', `${process.versions.node} (${process.execPath})`);
}

function checkConfiguration(config: string): Finding {
  try {
    const { sites } = loadConfiguration(config);
    return fine('configuration', `${config}: ${sites.length} sites`);
  } catch (error) {
    return {
      part: 'configuration',
      state: 'broken',
      detail: messageOf(error),
      mend: 'correct the lines named above',
    };
  }
}

function checkDatabase(db: string): Finding {
  try {
    if (isPostgres(db)) {
      Archive.open({ file: db, fields: FIELDS, mode: 'read' }).close();
      return fine('PostgreSQL', `${withoutPassword(db)} opens`);
    }
    if (!existsSync(db)) {
      Archive.open({ file: ':memory:', fields: FIELDS, mode: 'write' }).close();
      return fine('SQLite', `works; ${db} is made by the first crawl`);
    }
    Archive.open({ file: db, fields: FIELDS, mode: 'read' }).close();
    return fine('SQLite', `${db} opens`);
  } catch (error) {
    return {
      part: isPostgres(db) ? 'PostgreSQL' : 'SQLite',
      state: 'broken',
      detail: messageOf(error),
      mend: 'npm ci (or name another database with --db)',
    };
  }
}

function checkBrowser(config: string): Finding {
  let path: string | null = null;
  let needed: string[] = [];
  try {
    const { settings, sites } = loadConfiguration(config);
    needed = sites.filter((s) => s.browser).map((s) => s.id);
    path = findBrowser(settings.browser);
  } catch {
    // The configuration's own fault is told above; a browser can be looked for without it.
    path = findBrowser({ path: null });
  }
  if (path !== null) return fine('browser', path);
  return {
    part: 'browser',
    state: needed.length > 0 ? 'broken' : 'optional',
    detail:
      needed.length > 0
        ? `none found, and needed by ${needed.join(', ')}`
        : 'none found; no configured site needs one',
    mend: 'apt-get install chromium-headless-shell, or npx playwright install chromium-headless-shell',
  };
}

async function checkPdf(): Promise<Finding> {
  try {
    await import('../documents/pdf.ts');
    return fine('PDF', 'text and tables are read');
  } catch (error) {
    return { part: 'PDF', state: 'broken', detail: messageOf(error), mend: 'npm ci' };
  }
}

/** Uses what is installed: a package of the wrong platform is there and does not load. */
async function checkOcr(): Promise<Finding> {
  const { INSTALL, missingPackages } = await import('../documents/ocr/packages.ts');
  try {
    const { recognise } = await import('../documents/ocr/recognise.ts');
    const { loadSharp } = await import('../documents/ocr/packages.ts');
    await loadSharp();
    const blank = { width: 64, height: 64, data: new Uint8Array(64 * 64).fill(255) };
    await recognise(blank, { number: 1, scale: 1, points: null });
    return fine('OCR', 'scans and pictures are read');
  } catch (error) {
    const missing = missingPackages();
    return {
      part: 'OCR',
      state: 'optional',
      detail: `scans stay unread: ${missing.length > 0 ? `without ${missing.join(', ')}` : messageOf(error)}`,
      mend: INSTALL,
    };
  }
}

/** Below this a crawl soon has to stop. */
const LEAST_DISK = 1024 ** 3;

function checkDisk(db: string): Finding {
  const folder = !isPostgres(db) && existsSync(dirname(db)) ? dirname(db) : '.';
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GiB free in ${folder}`;
  return free >= LEAST_DISK
    ? fine('disk', detail)
    : { part: 'disk', state: 'broken', detail, mend: 'free some space' };
}

function checkClock(): Finding {
  const now = new Date();
  const plausible = now.getUTCFullYear() >= 2026 && now.getUTCFullYear() < 2100;
  const detail = `${now.toISOString()} (UTC)`;
  return plausible
    ? fine('clock', detail)
    : { part: 'clock', state: 'broken', detail, mend: 'set the clock: captures are dated by it' };
}

async function checkNetwork({ network, config }: CommonOptions & { network: boolean }): Promise<Finding> {
  if (!network) return fine('network', 'not tried; --network asks the name server for each host');
  try {
    const { lookup } = await import('node:dns/promises');
    const { sites } = loadConfiguration(config);
    const hosts = [...new Set(sites.flatMap((s) => s.hosts))];
    const lost: string[] = [];
    for (const host of hosts) await lookup(host).catch(() => lost.push(host));
    if (lost.length === 0) return fine('network', `${hosts.length} hosts resolve`);
    return {
      part: 'network',
      state: 'broken',
      detail: `no address for ${lost.join(', ')}`,
      mend: 'check the network and the hosts in the site files',
    };
  } catch (error) {
    return { part: 'network', state: 'broken', detail: messageOf(error), mend: null };
  }
}
