/**
 * Runs every test: `npm test`, or `npm test -- archive fetch/http` for the files whose path contains one of the words.
 * Finds a browser first, or installs one, since some pages say nothing without their scripts.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { findBrowser } from '../src/fetch/find-browser.ts';
import { makeTemplate } from './postgres/database.ts';
import { findPostgres, SHARED, startPostgres, type TestServer } from './postgres/server.ts';
import { TOGETHER } from './together.ts';

const root = new URL('..', import.meta.url).pathname;

/** Looks for a browser; else playwright's own download; else Debian's package. */
function ensureBrowser(): void {
  if (findBrowser({ path: null }) !== null) return;
  const attempts: readonly (readonly [string, readonly string[]])[] = [
    [process.execPath, ['node_modules/playwright/cli.js', 'install', '--only-shell', 'chromium']],
    ...(process.platform === 'linux' && process.getuid?.() === 0
      ? ([
          ['apt-get', ['update', '-qq']],
          ['apt-get', ['install', '-y', '-qq', 'chromium-headless-shell', 'fonts-wqy-microhei']],
        ] as const)
      : []),
  ];
  for (const [command, args] of attempts) {
    console.log(`No browser yet: ${command.split('/').at(-1)} ${args.join(' ')}`);
    spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
    if (findBrowser({ path: null }) !== null) return;
  }
  console.log('No browser could be installed: the tests that need one say so and are skipped.');
}

/** Looks for PostgreSQL; else Debian's package. It is started by the tests themselves, as a user that is not root. */
function ensurePostgres(): void {
  if (findPostgres() !== null) return;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'postgresql-15'],
    ]) {
      console.log(`No PostgreSQL yet: apt-get ${args.join(' ')}`);
      spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
    }
  }
  if (findPostgres() === null)
    console.log('No PostgreSQL could be installed: the tests that need one say so and are skipped.');
}

/** Longest first, so that none is left over at the end; before them many short ones, since what is told waits for the first file. */
const FIRST = [
  'together',
  'postgres/archive',
  'web/browser',
  'cli/at-once',
  'faults/faults',
  'pipeline/editions',
  'pipeline/add-site',
  'cli/cli',
  'documents/hostile',
  'pipeline/crawl',
  'fetch/browser',
  'postgres/',
];

/** Folders and files whose tests need no process of their own, and are short: they share one. */
const SHARING = [
  ...['crawlers/', 'documents/', 'reports/', 'settings/', 'sites/', 'export/csv', 'corrections/load'],
  ...['archive/', 'fetch/', 'web/form', 'web/measures', 'web/picture'],
  ...['pipeline/between-years', 'pipeline/identity', 'pipeline/verdict', 'pipeline/site-queue'],
];

/** Not these of them: they are long, or end or limit processes and threads, or make something ready for a whole file. */
const ALONE = [
  ...['crawlers/families', 'documents/hostile', 'documents/limits', 'documents/ocr', 'documents/office'],
  ...['documents/rtf', 'reports/accuracy', 'reports/planted', 'reports/recognition'],
  ...['fetch/browser', 'fetch/hostile', 'archive/backup', 'archive/commit-group', 'archive/compact'],
  ...['archive/disk-sync', 'archive/kill', 'archive/places', 'archive/salvage', 'archive/waiting-thread'],
];

const among = (names: readonly string[], file: string): number =>
  names.findIndex((name) => file.startsWith(`test/${name}`));

/** The files as processes: some share one. */
function inOrder(all: readonly string[]): readonly string[] {
  const short = all.filter((file) => among(SHARING, file) >= 0 && among(ALONE, file) < 0);
  const sharing = short.length > 1 ? short : [];
  process.env[TOGETHER] = JSON.stringify(sharing);
  const rest = all.filter((file) => !sharing.includes(file));
  const rank = (file: string): number => {
    const place = among(FIRST, file);
    return place < 0 ? FIRST.length : place;
  };
  return (sharing.length > 0 ? [...rest, 'test/together.ts'] : rest).toSorted((a, b) => rank(a) - rank(b));
}

const words = process.argv.slice(2);
const files = globSync('test/**/*.test.ts', { cwd: root })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) {
  console.error(`No test file's path contains ${words.join(' or ')}.`);
  process.exit(2);
}
ensureBrowser();
let server: TestServer | null = null;
if (files.some((file) => file.includes('postgres'))) {
  ensurePostgres();
  // One for all files: each of them makes its own databases on it.
  if (findPostgres() !== null) server = await startPostgres();
}
const shared =
  server === null ? {} : { [SHARED.url]: server.url, [SHARED.template]: makeTemplate(server.url) };
Object.assign(process.env, shared);
// Compiled code is kept between the processes.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'nianbao-tests');
run({
  files: inOrder(files).map((file) => join(root, file)),
  cwd: root,
  // One more than the cores of a small machine: portals, browsers and databases keep some of them waiting.
  concurrency: 3,
  timeout: 180_000,
})
  .on('test:summary', ({ success, file }) => {
    if (file !== undefined) return;
    server?.stop();
    if (!success) process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
