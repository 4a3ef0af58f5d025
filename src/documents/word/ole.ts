/**
 * Streams of an OLE compound file, the container of Word 97 and Excel 97 files ([MS-CFB]).
 */
const HEADER_SECTORS = 109;
const END = 0xfffffffa;
const ENTRY = 128;
const STREAM = 2;
const ROOT = 5;

interface Entry {
  readonly name: string;
  readonly kind: number;
  readonly start: number;
  readonly size: number;
}

export class OleFile {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #sector: number;
  readonly #miniSector: number;
  readonly #cutoff: number;
  readonly #fat: Uint32Array;
  readonly #miniFat: Uint32Array;
  readonly #entries: readonly Entry[];
  readonly #miniStream: Uint8Array;

  /** @throws RangeError when the file is cut or its chains are broken. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#sector = 1 << this.#view.getUint16(30, true);
    this.#miniSector = 1 << this.#view.getUint16(32, true);
    if (![512, 4096].includes(this.#sector) || this.#miniSector !== 64)
      throw new RangeError('the file has no sectors of a known size');
    this.#cutoff = this.#view.getUint32(56, true);
    this.#fat = this.#words(this.#fatSectors());
    this.#miniFat = this.#words(this.#chain(this.#view.getUint32(60, true)));
    this.#entries = this.#directory();
    const root = this.#entries.find((e) => e.kind === ROOT);
    this.#miniStream =
      root === undefined ? new Uint8Array() : this.#join(this.#chain(root.start)).subarray(0, root.size);
  }

  get names(): readonly string[] {
    return this.#entries.filter((e) => e.kind === STREAM).map((e) => e.name);
  }

  /** The bytes of a stream, or null when there is none of this name. */
  stream(name: string): Uint8Array | null {
    const entry = this.#entries.find((e) => e.kind === STREAM && e.name === name);
    if (entry === undefined) return null;
    if (entry.size >= this.#cutoff) return this.#join(this.#chain(entry.start)).subarray(0, entry.size);
    const parts = follow(this.#miniFat, entry.start).map((n) =>
      this.#miniStream.subarray(n * this.#miniSector, (n + 1) * this.#miniSector),
    );
    return Buffer.concat(parts).subarray(0, entry.size);
  }

  /** Numbers of the sectors that hold the allocation table: the first ones in the header, the others in a chain. */
  #fatSectors(): number[] {
    const count = this.#view.getUint32(44, true);
    if (count > this.#bytes.length / this.#sector) throw new RangeError('the allocation table is too long');
    const sectors: number[] = [];
    for (let i = 0; i < Math.min(count, HEADER_SECTORS); i++)
      sectors.push(this.#view.getUint32(76 + i * 4, true));
    const perSector = this.#sector / 4 - 1;
    for (let next = this.#view.getUint32(68, true); sectors.length < count && next < END; ) {
      const at = this.#offset(next);
      for (let i = 0; i < perSector && sectors.length < count; i++)
        sectors.push(this.#view.getUint32(at + i * 4, true));
      next = this.#view.getUint32(at + perSector * 4, true);
    }
    return sectors;
  }

  #directory(): Entry[] {
    const bytes = this.#join(this.#chain(this.#view.getUint32(48, true)));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entries: Entry[] = [];
    for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY) {
      const length = Math.min(Math.max(view.getUint16(at + 64, true) - 2, 0), 62);
      entries.push({
        name: new TextDecoder('utf-16le').decode(bytes.subarray(at, at + length)),
        kind: view.getUint8(at + 66),
        start: view.getUint32(at + 116, true),
        size: view.getUint32(at + 120, true),
      });
    }
    return entries;
  }

  #chain(start: number): number[] {
    return follow(this.#fat, start);
  }

  #offset(sector: number): number {
    return (sector + 1) * this.#sector;
  }

  /** The last sector of a file may be cut short. */
  #join(sectors: readonly number[]): Uint8Array {
    return Buffer.concat(
      sectors.map((n) => this.#bytes.subarray(this.#offset(n), this.#offset(n) + this.#sector)),
    );
  }

  #words(sectors: readonly number[]): Uint32Array {
    const bytes = this.#join(sectors);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(i * 4, true));
  }
}

function follow(table: Uint32Array, start: number): number[] {
  const sectors: number[] = [];
  for (let next = start; next < END; next = table[next] ?? END) {
    if (sectors.length > table.length) throw new RangeError('a chain of sectors runs in a circle');
    sectors.push(next);
  }
  return sectors;
}
