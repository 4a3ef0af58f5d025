/** Shorter texts say the same every year. */
const SHORTEST_TEXT = 200;
/** Characters of a run. */
const RUN = 5;
/** Two places for each run, so that few meet. */
const ROOM = 2;
/** Another one in each process, whatever comes out is the same: nobody can write a text whose runs all meet in one place. */
const SEED = Math.floor(Math.random() * 2 ** 31);
const FACTOR = 0x9e3779b1;

/** Share of runs of five characters that two texts have in common, 0 to 1; years of the calendar do not count. */
export function textLikeness(a: string, b: string): number {
  const [one, two] = [bare(a), bare(b)];
  if (Math.min(one.length, two.length) < SHORTEST_TEXT) return 0;
  if (Math.min(one.length, two.length) < Math.max(one.length, two.length) * 0.9) return 0;
  const runs = new Runs(one);
  let shared = 0;
  const codes = codesOf(two);
  for (let i = 0; i + RUN <= codes.length; i++) if (runs.take(codes, i)) shared += 1;
  return (2 * shared) / (one.length + two.length - 2 * (RUN - 1));
}

const bare = (text: string): string => text.replace(/\s+/gu, '').replace(/20[0-4]\d/gu, '');

function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  for (let i = 0; i < codes.length; i++) codes[i] = text.charCodeAt(i);
  return codes;
}

/**
 * How often each run stands in a text. A map by strings takes nearly three times as long: texts have thousands of runs, and every report
 * is compared with that of the year before.
 */
class Runs {
  readonly #codes: Uint16Array;
  /** By place: where a run stands first, counted from 1; 0: none is kept here. */
  readonly #first: Int32Array;
  readonly #left: Int32Array;
  readonly #mask: number;

  constructor(text: string) {
    this.#codes = codesOf(text);
    const places = 2 ** Math.ceil(Math.log2(ROOM * text.length));
    this.#mask = places - 1;
    this.#first = new Int32Array(places);
    this.#left = new Int32Array(places);
    for (let i = 0; i + RUN <= text.length; i++) {
      const place = this.#placeOf(this.#codes, i);
      if (this.#first[place] === 0) this.#first[place] = i + 1;
      this.#left[place] = (this.#left[place] ?? 0) + 1;
    }
  }

  /** Takes one of the runs that are like that at `at`; false where none is left. */
  take(codes: Uint16Array, at: number): boolean {
    const place = this.#placeOf(codes, at);
    const left = this.#left[place] ?? 0;
    if (left === 0) return false;
    this.#left[place] = left - 1;
    return true;
  }

  #placeOf(codes: Uint16Array, at: number): number {
    let mixed = SEED;
    for (let i = at; i < at + RUN; i++) {
      mixed = Math.imul(mixed ^ (codes[i] ?? 0), FACTOR);
      mixed ^= mixed >>> 15;
    }
    for (let place = mixed & this.#mask; ; place = (place + 1) & this.#mask) {
      const first = this.#first[place] ?? 0;
      if (first === 0 || this.#isAlike(first - 1, codes, at)) return place;
    }
  }

  #isAlike(first: number, codes: Uint16Array, at: number): boolean {
    for (let i = 0; i < RUN; i++) if (this.#codes[first + i] !== codes[at + i]) return false;
    return true;
  }
}
