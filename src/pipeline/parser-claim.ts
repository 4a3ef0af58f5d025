/**
 * Claims a document that lies ready in a thread: it is read by who claims it first, that thread or the pool, which gives
 * it to another.
 * @param cell one number in memory that both share, 0 at first.
 * @returns false where it is claimed already.
 */
export function claim(cell: Int32Array): boolean {
  return Atomics.compareExchange(cell, 0, 0, 1) === 0;
}
