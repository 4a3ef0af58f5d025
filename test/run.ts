/**
 * Runs every test: `npm test`, or `npm test -- archive fetch/http` for the files whose path contains one of the words.
 * Finds a browser first, or installs one, since some pages say nothing without their scripts.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../src/fetch/find-browser.ts';
import { makeTemplate } from './postgres/database.ts';
import { findPostgres, SHARED, startPostgres, type TestServer } from './postgres/server.ts';

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
const { status } = spawnSync(
  process.execPath,
  // Every file is a process of its own: compiled code is kept between them. One more than the cores of a small machine: portals,
  // browsers and databases keep some of them waiting.
  ['--test', '--test-concurrency=3', '--test-timeout=180000', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'nianbao-tests'), ...process.env, ...shared },
  },
);
server?.stop();
process.exit(status ?? 1);
