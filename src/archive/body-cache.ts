/** Bodies that were used last, up to so many bytes together. */
export class BodyCache<Key> {
  readonly #limit: number;
  readonly #bodies = new Map<Key, { readonly body: Uint8Array; readonly length: number }>();
  #bytes = 0;

  /** @param limit bytes; a body larger than a quarter of it is not kept. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: Key): Uint8Array | undefined {
    const known = this.#bodies.get(key);
    if (known === undefined) return undefined;
    this.#drop(key, known.length);
    // Whoever was handed it may have moved its memory to another thread.
    if (known.body.length !== known.length) return undefined;
    this.#keep(key, known.body);
    return known.body;
  }

  put(key: Key, body: Uint8Array): void {
    const known = this.#bodies.get(key);
    if (known !== undefined) this.#drop(key, known.length);
    if (body.length > this.#limit / 4) return;
    this.#keep(key, body);
    for (const [oldest, { length }] of this.#bodies) {
      if (this.#bytes <= this.#limit) return;
      this.#drop(oldest, length);
    }
  }

  #keep(key: Key, body: Uint8Array): void {
    this.#bodies.set(key, { body, length: body.length });
    this.#bytes += body.length;
  }

  #drop(key: Key, length: number): void {
    this.#bodies.delete(key);
    this.#bytes -= length;
  }
}
