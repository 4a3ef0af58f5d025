import { ArchiveError } from '../errors.ts';
import { DirectoryPlace } from './directory.ts';
import type { PayloadPlace } from './place.ts';
import { S3Place } from './s3.ts';

/** What `--payloads` says for the database itself. */
export const IN_DATABASE = 'database';

/**
 * A place by what `--payloads` says, or by what the database remembers. Nothing is looked at yet.
 * @param name `s3://bucket/prefix`, `file:///folder`, or the path of a folder
 * @throws ArchiveError `cannot_open` where it is none of these.
 */
export function placeOf(name: string): PayloadPlace {
  if (name.startsWith('s3://')) return S3Place.of(name, process.env);
  if (/^[a-z][a-z0-9+.-]+:\/\//iu.test(name) && !name.startsWith('file://'))
    throw new ArchiveError(
      'cannot_open',
      `--payloads ${name}: expected a folder, file:///folder, s3://bucket/prefix, or ${IN_DATABASE}`,
    );
  return DirectoryPlace.of(name);
}
