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

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof ConfigurationError) return EXIT.usage;
  if (error instanceof ArchiveError) return ARCHIVE_EXIT[error.code] ?? EXIT.usage;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  return EXIT.attention;
}
