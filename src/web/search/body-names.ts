const BETWEEN = '\n';

/** The distinct names of bodies, numbered, and the rows of each. */
export class BodyNames {
  readonly count: number;
  /** All names in one text: it is searched in a fraction of the time that asking each of them takes. */
  readonly #text: string;
  /** Where each name begins in it. */
  readonly #starts: Int32Array;
  /** The rows, body by body, and where each body's begin. */
  readonly #rows: Int32Array;
  readonly #firsts: Int32Array;

  /** @param bodyOf the number of each row's body; -1 where it is not known */
  constructor(names: readonly string[], bodyOf: Int32Array) {
    this.count = names.length;
    this.#text = names.join(BETWEEN);
    this.#starts = new Int32Array(names.length);
    let at = 0;
    for (const [i, name] of names.entries()) {
      this.#starts[i] = at;
      at += name.length + BETWEEN.length;
    }
    this.#firsts = new Int32Array(names.length + 1);
    for (const body of bodyOf) if (body >= 0) this.#firsts[body + 1] = (this.#firsts[body + 1] ?? 0) + 1;
    for (let i = 1; i <= names.length; i += 1)
      this.#firsts[i] = (this.#firsts[i] ?? 0) + (this.#firsts[i - 1] ?? 0);
    this.#rows = new Int32Array(this.#firsts[names.length] ?? 0);
    const next = this.#firsts.slice();
    for (const [row, body] of bodyOf.entries())
      if (body >= 0) {
        const place = next[body] ?? 0;
        this.#rows[place] = row;
        next[body] = place + 1;
      }
  }

  /** The numbers of the names that have a part, ascending. @param part not empty */
  like(part: string): number[] {
    const found: number[] = [];
    if (part.includes(BETWEEN)) return found;
    for (let at = this.#text.indexOf(part); at !== -1; ) {
      const name = this.#nameAt(at);
      found.push(name);
      // On with the next name: one may have the part twice.
      at = this.#text.indexOf(part, this.#starts[name + 1] ?? this.#text.length);
    }
    return found;
  }

  /** The rows of some bodies, ascending; null where they are more than `most`. */
  rowsOf(bodies: readonly number[], most: number): number[] | null {
    let count = 0;
    for (const body of bodies) count += (this.#firsts[body + 1] ?? 0) - (this.#firsts[body] ?? 0);
    if (count > most) return null;
    return bodies
      .flatMap((body) => [...this.#rows.subarray(this.#firsts[body], this.#firsts[body + 1])])
      .sort((a, b) => a - b);
  }

  #nameAt(at: number): number {
    let [low, high] = [0, this.count];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low;
  }
}
