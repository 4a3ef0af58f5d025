import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isNoRoom } from '../disk.ts';
import { ArchiveError, type ArchiveErrorCode } from '../errors.ts';
import { hashOf, type PayloadPlace, type PlacedObject, pathOf } from './place.ts';

/** Files under way; a killed process leaves them. */
const PARTIAL = 'partial';
/** A file that has been under way for so long is nobody's any more, milliseconds. */
const LONG_MS = 24 * 3_600_000;

/** A folder: each object a file, there under its name only when it is whole and on the disk. */
export class DirectoryPlace implements PayloadPlace {
  readonly address: string;
  readonly #folder: string;
  /** Folders that are there, for good. */
  readonly #made = new Set<string>();
  #written = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.address = pathToFileURL(folder).href;
  }

  /** @throws ArchiveError `cannot_open` for a file address that names another machine. */
  static of(name: string): DirectoryPlace {
    if (!name.startsWith('file:')) return new DirectoryPlace(resolve(name));
    try {
      return new DirectoryPlace(fileURLToPath(name).replace(/(?<=.)\/+$/u, ''));
    } catch (error) {
      throw new ArchiveError(
        'cannot_open',
        `--payloads ${name}: expected file:///folder/on/this/machine (${error instanceof Error ? error.message : ''})`,
        { cause: error },
      );
    }
  }

  check(isNew: boolean): void {
    this.#explain(() => {
      if (isNew) mkdirSync(this.#folder, { recursive: true });
      if (statSync(this.#folder, { throwIfNoEntry: false })?.isDirectory() !== true)
        throw new ArchiveError(
          'cannot_open',
          `${this.#folder}: the database has its payloads in this folder, and it is not there. Mount its disk, or say with --payloads where it is now`,
        );
      accessSync(this.#folder, constants.R_OK | constants.X_OK);
    });
  }

  put(hash: string, bytes: Uint8Array): void {
    const file = this.#file(hash);
    this.#written += 1;
    const partial = join(this.#folder, PARTIAL, `${process.pid}-${this.#written}-${hash}`);
    this.#explain(() => {
      if (this.#written === 1) this.#beginPartials();
      this.#make(dirname(file));
      try {
        // A file that is there may be damaged: it is put there anew.
        writeFileSync(partial, bytes, { flag: 'w' });
        sync(partial);
        renameSync(partial, file);
      } catch (error) {
        rmSync(partial, { force: true });
        throw error;
      }
      sync(dirname(file));
    });
  }

  get(hash: string): Uint8Array | null {
    return this.#explain(() => {
      try {
        return readFileSync(this.#file(hash));
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
        // A folder that is gone as a whole is another fault than one object that is missing.
        if (statSync(this.#folder, { throwIfNoEntry: false }) === undefined) this.check(false);
        return null;
      }
    });
  }

  has(hash: string): boolean {
    return this.#explain(() => statSync(this.#file(hash), { throwIfNoEntry: false })?.isFile() === true);
  }

  delete(hash: string): void {
    this.#explain(() => rmSync(this.#file(hash), { force: true }));
  }

  *list(): Generator<PlacedObject, void> {
    const names = (folder: string): string[] =>
      this.#explain(() => readdirSync(join(this.#folder, folder)).sort());
    for (const first of names('').filter((name) => /^[0-9a-f]{2}$/u.test(name)))
      for (const second of names(first))
        for (const name of names(`${first}/${second}`)) {
          const hash = hashOf(`${first}/${second}/${name}`);
          if (hash === null) continue;
          const stat = this.#explain(() => statSync(this.#file(hash), { throwIfNoEntry: false }));
          if (stat !== undefined) yield { hash, size: stat.size, at: stat.mtimeMs };
        }
  }

  #beginPartials(): void {
    const folder = join(this.#folder, PARTIAL);
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const stat = statSync(join(folder, name), { throwIfNoEntry: false });
      if (stat !== undefined && Date.now() - stat.mtimeMs > LONG_MS)
        rmSync(join(folder, name), { force: true });
    }
  }

  #file(hash: string): string {
    return join(this.#folder, pathOf(hash));
  }

  /** A folder of the place, with its name on the disk. */
  #make(folder: string): void {
    if (this.#made.has(folder)) return;
    if (folder !== this.#folder) {
      this.#make(dirname(folder));
      mkdirSync(folder, { recursive: true });
      sync(dirname(folder));
    }
    this.#made.add(folder);
  }

  #explain<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explained(error, this.#folder);
    }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

function explained(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof ArchiveError) return error;
  const told = (code: ArchiveErrorCode, say: string): ArchiveError =>
    new ArchiveError(code, `${folder}: ${say} (${error.message})`, { cause: error });
  if (isNoRoom(error))
    return told(
      'disk_full',
      'the disk with the payloads is full. Free some space and run the command again; everything stored so far is safe',
    );
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return told('read_only', 'payloads cannot be read or written here. Check the rights of the folder');
  if (code === 'EIO')
    return told('damaged', 'the disk with the payloads does not answer as it should. Check the disk');
  return told('cannot_open', 'payloads cannot be kept here. Give another folder with --payloads');
}

/** To the disk itself. */
function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
