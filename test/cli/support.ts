import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Result {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly result: Promise<Result>;
}

/** Starts the program as a user's shell would, without a terminal. */
export function start(args: readonly string[], input?: string | Buffer): Running {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/nianbao.js'), ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const result = new Promise<Result>((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return { child, result };
}

export function nianbao(args: readonly string[], input?: string | Buffer): Promise<Result> {
  return start(args, input).result;
}

let shell: ChildProcess | null = null;
let last: Promise<unknown> = Promise.resolve();

/**
 * What a command says and would end with, in a process that runs all such commands of a test file one after the other,
 * since most of what a command takes is the start of the program. Each command has a test that starts it by itself, too.
 */
export function said(args: readonly string[]): Promise<Result> {
  const result = last.then(() => ask(args));
  last = result.catch(() => undefined);
  return result;
}

/** The same of several commands. */
export async function inRow(...commands: readonly (readonly string[])[]): Promise<Result[]> {
  return Promise.all(commands.map(said));
}

async function ask(args: readonly string[]): Promise<Result> {
  shell ??= fork(join(ROOT, 'test/cli/row.child.ts'), {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const child = shell;
  child.ref();
  child.channel?.ref();
  try {
    return await new Promise((resolve, reject) => {
      child.once('message', (result) => resolve(result as Result));
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`nianbao ${args.join(' ')} ended its process: ${code}`)));
      child.send(args);
    });
  } finally {
    child.removeAllListeners();
    // It ends with this process.
    child.unref();
    child.channel?.unref();
  }
}

/** A folder that is gone after the test. */
export function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-cli-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A folder that cannot be written to, with copies of some files. Rights do not bind root: for it the folder is mounted
 * read-only; null, and a word in the log, where it may not mount.
 */
export function readOnlyFolder(t: TestContext, ...files: readonly string[]): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-read-only-'));
  for (const file of files) copyFileSync(file, join(folder, basename(file)));
  const mount = (...args: string[]): boolean => spawnSync('mount', args).status === 0;
  const isRoot = process.getuid?.() === 0;
  const mounted = isRoot && mount('--bind', folder, folder);
  t.after(() => {
    if (mounted) spawnSync('umount', [folder]);
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true, force: true });
  });
  chmodSync(folder, 0o555);
  if (!isRoot || (mounted && mount('-o', 'remount,bind,ro', folder))) return folder;
  t.diagnostic('not tried in a read-only folder: root may write everywhere, and may not mount here');
  return null;
}
