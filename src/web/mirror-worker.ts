import { parentPort, workerData } from 'node:worker_threads';
import { Archive } from '../archive/archive.ts';
import { ArchiveError, type ArchiveErrorCode } from '../archive/errors.ts';
import { FIELDS } from '../reports/catalogue.ts';

/** What the worker is started with. */
export interface MirrorWorkerData {
  /** Address of the database that is mirrored. */
  readonly source: string;
  /** Where its payloads are kept, if not where it says. */
  readonly payloads: string | null;
  readonly file: string;
  /** The file is read meanwhile: whoever reads it sees what it was, until all of it is as it is now. */
  readonly atOnce: boolean;
}

export type MirrorMessage =
  | { readonly kind: 'progress'; readonly table: string; readonly rows: number }
  | { readonly kind: 'done'; readonly written: number }
  | { readonly kind: 'failed'; readonly code: ArchiveErrorCode | null; readonly message: string };

const say = (message: MirrorMessage): void => parentPort?.postMessage(message);

const { source, payloads, file, atOnce } = workerData as MirrorWorkerData;
/** @returns rows written or removed. */
function pass(): number {
  const from = Archive.open({ file: source, fields: FIELDS, mode: 'read', payloads });
  try {
    const to = Archive.open({ file, fields: FIELDS, mode: 'write', payloads: from.payloadsAt });
    try {
      const copy = () =>
        from.copyTo(to, { onProgress: (table, rows) => say({ kind: 'progress', table, rows }) });
      const copied = atOnce ? to.transaction(copy) : copy();
      return copied.reduce((sum, { written, removed }) => sum + written + removed, 0);
    } finally {
      to.close();
    }
  } finally {
    from.close();
  }
}

try {
  const written = pass();
  // Only now: the file is whole when it is closed.
  say({ kind: 'done', written });
} catch (error) {
  say({
    kind: 'failed',
    code: error instanceof ArchiveError ? error.code : null,
    message: error instanceof Error ? error.message : String(error),
  });
}
