import { hash } from 'node:crypto';

/** Texts that the smallest table has room for. */
const LEAST_ROOM = 32;

/**
 * What a walk has met already: addresses of lists with thousands of rows, of all sites that are read at a time. Each is
 * kept as 64 bits of its SHA-256, a quarter of what it takes as a text: of a million, two are taken for one with a probability
 * of one in forty million.
 */
export class Met {
  /** Two numbers a place, twice as many places as there is room for; two zeros stand for an empty one. */
  #table = new Uint32Array(4 * LEAST_ROOM);
  #size = 0;

  /** How many different texts. */
  get size(): number {
    return this.#size;
  }

  has(text: string): boolean {
    const [high, low] = digestOf(text);
    const at = this.#find(high, low);
    return !this.#isEmpty(at);
  }

  /** @returns whether it was not met before. */
  add(text: string): boolean {
    const [high, low] = digestOf(text);
    const at = this.#find(high, low);
    if (!this.#isEmpty(at)) return false;
    this.#put(at, high, low);
    this.#size += 1;
    if (this.#size * 4 > this.#table.length) this.#grow();
    return true;
  }

  /** The place of a digest, or the empty one where it belongs. */
  #find(high: number, low: number): number {
    const table = this.#table;
    let at = (2 * low) % table.length;
    while (!this.#isEmpty(at) && !(table[at] === high && table[at + 1] === low)) at = (at + 2) % table.length;
    return at;
  }

  #isEmpty(at: number): boolean {
    return this.#table[at] === 0 && this.#table[at + 1] === 0;
  }

  #put(at: number, high: number, low: number): void {
    this.#table[at] = high;
    this.#table[at + 1] = low;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Uint32Array(2 * before.length);
    for (let at = 0; at < before.length; at += 2) {
      const [high = 0, low = 0] = before.subarray(at, at + 2);
      if (high !== 0 || low !== 0) this.#put(this.#find(high, low), high, low);
    }
  }
}

/** Never two zeros: those would be one hash in 2^64. */
function digestOf(text: string): readonly [high: number, low: number] {
  const digest = hash('sha256', text, 'buffer');
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
}
