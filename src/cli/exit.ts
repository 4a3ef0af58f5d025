import { CommanderError } from 'commander';
import { ArchiveError, type ArchiveErrorCode } from '../archive/errors.ts';
import { ConfigurationError } from '../settings/problems.ts';

/** The exit codes that scripts and cron jobs rely on. */
export const EXIT = {
  ok: 0,
  /** The work was done, but something needs a person. */
  attention: 1,
  /** Usage or configuration error: nothing was done. */
  usage: 2,
  /** Another crawl holds the lock. */
  locked: 3,
  /** Stopped for lack of disk or by the deadline; resumable. */
  stopped: 4,
  /** Interrupted; resumable. */
  interrupted: 130,
} as const;

/** What the person typed cannot be meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const ARCHIVE_EXIT: Partial<Record<ArchiveErrorCode, number>> = {
  locked: EXIT.locked,
  disk_full: EXIT.stopped,
  lock_lost: EXIT.attention,
  busy: EXIT.attention,
  damaged: EXIT.attention,
};

/** What the operating system says of a file, with what a person can do. */
const SYSTEM: Readonly<Record<string, { readonly exit: number; readonly say: string }>> = {
  ENOSPC: { exit: EXIT.stopped, say: 'the disk is full: free some space and run the command again' },
  EDQUOT: { exit: EXIT.stopped, say: 'your quota is used up: free some space and run the command again' },
  EACCES: {
    exit: EXIT.usage,
    say: 'it may not be read or written: check the rights of the file and its folder',
  },
  EPERM: { exit: EXIT.usage, say: 'the system forbids it: check the rights of the file and its folder' },
  EROFS: { exit: EXIT.usage, say: 'the disk can only be read: name a place on another' },
  ENOENT: { exit: EXIT.usage, say: 'there is no such file or folder' },
  ENOTDIR: { exit: EXIT.usage, say: 'a part of the path is a file, not a folder' },
  EISDIR: { exit: EXIT.usage, say: 'a folder is where a file was expected' },
};

function systemFault(error: unknown): { readonly exit: number; readonly message: string } | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null;
  const meaning = SYSTEM[String(error.code)];
  if (meaning === undefined) return null;
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return { exit: meaning.exit, message: `${path}${meaning.say} (${error.message})` };
}

/** What to tell a person of an error. */
export function messageOf(error: unknown): string {
  return systemFault(error)?.message ?? (error instanceof Error ? error.message : String(error));
}

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof ConfigurationError) return EXIT.usage;
  if (error instanceof ArchiveError) return ARCHIVE_EXIT[error.code] ?? EXIT.usage;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  return systemFault(error)?.exit ?? EXIT.attention;
}
