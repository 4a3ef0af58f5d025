/** What was used last, up to a limit; what was not used for longest goes first. */
export class Recent<Key, Value> {
  readonly #most: number;
  readonly #costOf: (value: Value) => number;
  readonly #kept = new Map<Key, { readonly value: Value; readonly cost: number }>();
  #cost = 0;

  /** @param costOf what a value counts against the limit; 1 where it is left away */
  constructor(most: number, costOf: (value: Value) => number = () => 1) {
    this.#most = most;
    this.#costOf = costOf;
  }

  /** What is kept, or else what `make` gives: undefined is not kept. */
  get(key: Key): Value | undefined;
  get(key: Key, make: () => Value): Value;
  get(key: Key, make?: () => Value): Value | undefined {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.value;
    }
    return make === undefined ? undefined : this.put(key, make());
  }

  put(key: Key, value: Value): Value {
    this.delete(key);
    const cost = this.#costOf(value);
    this.#kept.set(key, { value, cost });
    this.#cost += cost;
    for (const [oldest] of this.#kept) {
      if (this.#cost <= this.#most || oldest === key) break;
      this.delete(oldest);
    }
    return value;
  }

  delete(key: Key): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#cost -= kept.cost;
  }
}
