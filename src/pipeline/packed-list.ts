import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { withoutEngine, withoutSlack } from '../documents/inflated.ts';

/** Items that are packed together, and unpacked together by who goes through them. */
const TOGETHER = 64;

/**
 * A long list that is gone through once in a while: as compressed JSON an item takes a tenth of the memory, and none that
 * the collector would have to look through again and again. The lists of all sites at work are kept for hours.
 * @template Item anything that JSON can hold
 */
export class PackedList<Item> implements Iterable<Item> {
  readonly #packed: Uint8Array[] = [];
  /** Not packed yet; each as JSON, lest it keep the page that it was cut out of. */
  #last: string[] = [];

  get length(): number {
    return this.#packed.length * TOGETHER + this.#last.length;
  }

  push(item: Item): void {
    this.#last.push(JSON.stringify(item));
    if (this.#last.length < TOGETHER) return;
    const packed = withoutEngine(zstdCompressSync(arrayOf(this.#last), { info: true }));
    this.#packed.push(withoutSlack(packed));
    this.#last = [];
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const packed of this.#packed)
      yield* JSON.parse(withoutEngine(zstdDecompressSync(packed, { info: true })).toString()) as Item[];
    yield* JSON.parse(arrayOf(this.#last)) as Item[];
  }
}

const arrayOf = (items: readonly string[]): string => `[${items.join()}]`;
