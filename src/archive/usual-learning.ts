import type { AnnualReport } from '../reports/report.ts';
import { type Entry, isPlainPass, type Value } from './coding.ts';
import {
  BODY,
  marked,
  type Side,
  type Usual,
  type UsualCheck,
  type UsualEntry,
  UsualOfYear,
  YEARS,
} from './usual.ts';

/** What is kept of a report to learn from. */
export interface Sample {
  readonly year: number | null;
  /** As printed. */
  readonly body: string | null;
  /** By place: value and print. */
  readonly entries: readonly (readonly [value: Value, raw: Value])[];
  /** By place: what was expected and found; null where it did not simply pass. */
  readonly checks: readonly (readonly [expected: Value, actual: Value] | null)[];
}

export function sampleOf(
  entries: readonly Entry[],
  { checks, year, body }: Pick<AnnualReport, 'checks' | 'year' | 'body'>,
): Sample {
  return {
    year,
    body,
    entries: entries.map(({ value, raw }) => [value, raw]),
    checks: checks.map((check) => (isPlainPass(check) ? [check.expected, check.actual] : null)),
  };
}

/**
 * What most of these reports have in each place, and what each side of a check is mostly equal to.
 * @param samples of one layout and one list of checks; at least one
 */
export function learn(samples: readonly Sample[]): Usual {
  const [first] = samples;
  // Many checks have a side in common.
  const sides = new Map<string, Side>();
  return {
    entries: (first?.entries ?? []).map((_, place) => usualEntry(samples, place)),
    checks: (first?.checks ?? []).map((_, place) => usualCheck(samples, place, sides)),
  };
}

/** How many of these reports have a place, or a check, otherwise: each of them is a few bytes in a reading. */
export function missesOf(usual: Usual, samples: readonly Sample[]): number {
  const years = new Map<number | null, UsualOfYear>();
  let misses = 0;
  for (const { year, body, entries, checks } of samples) {
    const here = years.get(year) ?? new UsualOfYear(usual, year);
    years.set(year, here);
    const known = { entries: entries.map(([value]) => ({ value })), body };
    for (const [place, [value, raw]] of entries.entries()) if (!here.hasEntry(place, value, raw)) misses += 1;
    for (const [place, sides] of checks.entries()) if (!here.hasCheck(place, sides, known)) misses += 1;
  }
  return misses;
}

/** Counts, and tells what was met most often; the first of several. */
class Votes<T> {
  readonly #met = new Map<string, { readonly what: T; count: number }>();

  add(key: string, what: T): void {
    const met = this.#met.get(key);
    if (met === undefined) this.#met.set(key, { what, count: 1 });
    else met.count += 1;
  }

  get best(): { readonly what: T; readonly count: number } | null {
    let best: { readonly what: T; readonly count: number } | null = null;
    for (const met of this.#met.values()) if (best === null || met.count > best.count) best = met;
    return best;
  }
}

/** With marks for years; undefined where that cannot be. */
function general(value: Value, year: number | null): Value | undefined {
  return typeof value === 'string' ? (marked(value, year) ?? undefined) : value;
}

function usualEntry(samples: readonly Sample[], place: number): UsualEntry {
  const [value = null, raw = null] = samples[0]?.entries[place] ?? [];
  if (
    typeof value !== 'string' &&
    raw === null &&
    samples.every(({ entries }) => entries[place]?.[0] === value && entries[place]?.[1] === null)
  )
    return value;
  const votes = new Votes<UsualEntry>();
  for (const { entries, year } of samples) {
    const [value, raw] = (entries[place] ?? [null, null]).map((each) => general(each, year));
    if (value === undefined || raw === undefined) continue;
    votes.add(JSON.stringify([value, raw]), raw === null ? value : [value, raw]);
  }
  return votes.best?.what ?? null;
}

function usualCheck(samples: readonly Sample[], place: number, sides: Map<string, Side>): UsualCheck {
  const passed = samples.filter(({ checks }) => checks[place] != null);
  if (passed.length * 2 <= samples.length) return null;
  const side = (which: 0 | 1): Side => {
    const wanted = passed.map(({ checks }) => checks[place]?.[which] ?? null);
    const key = JSON.stringify([wanted, passed.length === samples.length ? null : place]);
    const known = sides.get(key);
    if (known !== undefined) return known;
    const found = usualSide(passed, wanted);
    sides.set(key, found);
    return found;
  };
  return [side(0), side(1)];
}

/** A value that is always the same comes before one that only follows from others. */
function usualSide(samples: readonly Sample[], wanted: readonly Value[]): Side {
  const [first = null] = wanted;
  if (typeof first !== 'string' && wanted.every((value) => value === first)) return first;
  const votes = new Votes<Value>();
  for (const [i, value] of wanted.entries()) {
    const said = general(value, samples[i]?.year ?? null);
    if (said !== undefined) votes.add(JSON.stringify(said), said);
  }
  let best: Side = votes.best?.what ?? null;
  let most = votes.best?.count ?? 0;
  const consider = (side: Side, of: (sample: Sample) => Value | undefined): void => {
    let left = samples.length;
    let count = 0;
    for (const [i, sample] of samples.entries()) {
      if (count + left <= most) return;
      if (of(sample) === wanted[i]) count += 1;
      left -= 1;
    }
    if (count > most) [best, most] = [side, count];
  };
  for (const more of YEARS) consider([more, 0], ({ year }) => (year === null ? undefined : year + more));
  consider(BODY, ({ body }) => body ?? undefined);
  for (let place = 0; place < (samples[0]?.entries.length ?? 0); place += 1)
    consider([place], ({ entries }) => entries[place]?.[0]);
  return best;
}
