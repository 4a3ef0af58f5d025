import type { Check } from '../reports/report.ts';
import {
  type CheckPlace,
  type CodedChecks,
  type CodedEntries,
  type Entry,
  type EntryPlace,
  findingOf,
  foundChecks,
  isPlainPass,
  lettersByPlace,
  listedCheck,
  NOT_HERE,
  Palette,
  placeLetter,
  type Value,
  valueFor,
  valueLetter,
} from './coding.ts';

/**
 * Reports of one shape mostly say the same in most places, or what follows from another place, or from the year. A row of
 * `usual_readings` has that, once for all of them; a reading then has only what it says otherwise. How it is found out:
 * usual-learning.ts. Plain SQL can read it: the views do (schema/usual.ts), and this is the same in code.
 */

/** What usually stands in a place: the value, or the value and its print. Texts may hold marks of years. */
export type UsualEntry = Value | readonly [value: Value, raw: Value];

/** One side of a check: itself; the value in this place of the report; the report's year and so many more; its body as printed. */
export type Side = Value | readonly [place: number] | readonly [years: number, 0] | typeof BODY;
export const BODY = ['body'] as const;

/** What the sides of a check may be told by. */
interface Known {
  readonly entries: readonly Pick<Entry, 'value'>[];
  readonly body: string | null;
}

/** What a check that passed usually finds; null: it does not usually pass. */
export type UsualCheck = readonly [expected: Side, actual: Side] | null;

export interface Usual {
  readonly entries: readonly UsualEntry[];
  readonly checks: readonly UsualCheck[];
}

/** Letters that stand for the report's year, the one after and the one before, in this order. */
const MARKS = ['\u0001', '\u0002', '\u0003'] as const;
export const YEARS = [0, 1, -1] as const;
const ANY_MARK = new RegExp(`[${MARKS.join('')}]`, 'u');
const EACH_MARK = new RegExp(ANY_MARK, 'gu');

/** A text with marks in the place of years; null where it cannot be told by marks. */
export function marked(text: string, year: number | null): string | null {
  if (ANY_MARK.test(text)) return null;
  if (year === null || !/\d{4}/u.test(text)) return text;
  return text.replace(/\d{4}/gu, (digits) => {
    const at = YEARS.findIndex((more) => String(year + more) === digits);
    return MARKS[at] ?? digits;
  });
}

/** The opposite of `marked`; undefined where there is no year to put in the place of a mark. */
function unmarked(value: Value, year: number | null): Value | undefined {
  if (typeof value !== 'string' || !ANY_MARK.test(value)) return value;
  if (year === null) return undefined;
  return value.replace(EACH_MARK, (mark) => String(year + (YEARS[MARKS.join('').indexOf(mark)] ?? 0)));
}

/** What it comes to in a report of one year: with the years in place. */
export class UsualOfYear {
  readonly #values: readonly (Value | undefined)[];
  readonly #raws: readonly (Value | undefined)[];
  readonly #sides: readonly (readonly [SideOfYear, SideOfYear] | null)[];

  constructor({ entries, checks }: Usual, year: number | null) {
    const pairs = entries.map((entry): readonly [Value, Value] => (isPair(entry) ? entry : [entry, null]));
    this.#values = pairs.map(([value]) => unmarked(value, year));
    this.#raws = pairs.map(([, raw]) => unmarked(raw, year));
    this.#sides = checks.map((check) => check && [sideOf(check[0], year), sideOf(check[1], year)]);
  }

  /** The codes and values of entries of this layout. */
  codeEntries(entries: readonly Entry[]): Pick<CodedEntries, 'codes' | 'values'> {
    const palette = new Palette();
    let codes = '';
    for (const [place, { value, raw }] of entries.entries())
      if (!this.hasEntry(place, value, raw))
        codes +=
          placeLetter(place) +
          valueLetter(palette.number(JSON.stringify(raw === null ? value : [value, raw])));
    return { codes, values: palette.json };
  }

  /** @param known of the same report */
  codeChecks(checks: readonly Check[], known: Known): Pick<CodedChecks, 'codes' | 'values' | 'others'> {
    const palette = new Palette();
    const others: Value[][] = [];
    let codes = '';
    for (const [place, check] of checks.entries()) {
      const sides = this.#sides[place] ?? null;
      if (!isPlainPass(check)) {
        others.push(listedCheck(place, check));
        if (sides !== null) codes += placeLetter(place) + NOT_HERE;
      } else if (!this.hasCheck(place, [check.expected, check.actual], known))
        codes += placeLetter(place) + valueLetter(palette.number(findingOf(check)));
    }
    return { codes, values: palette.json, others: others.length === 0 ? null : JSON.stringify(others) };
  }

  /** Whether just this stands in a place that codes do not name. */
  hasEntry(place: number, value: Value, raw: Value): boolean {
    return value === this.#values[place] && raw === this.#raws[place];
  }

  /** Whether just this was found by a check that codes do not name. @param wanted null: it did not simply pass */
  hasCheck(place: number, wanted: readonly [expected: Value, actual: Value] | null, known: Known): boolean {
    const sides = this.#sides[place] ?? null;
    if (sides === null || wanted === null) return sides === wanted;
    return found(sides[0], known) === wanted[0] && found(sides[1], known) === wanted[1];
  }

  /** The opposite of `codeEntries`. */
  decodeEntries(
    layout: readonly EntryPlace[],
    { codes, values }: Pick<CodedEntries, 'codes' | 'values'>,
  ): Entry[] {
    const palette: (Value | [Value, string])[] = JSON.parse(values);
    const letters = lettersByPlace(codes, 0);
    return layout.map(([field, at = null, page = null, meta], place) => {
      const letter = letters.get(place);
      const coded =
        letter === undefined
          ? ([this.#values[place] ?? null, this.#raws[place] ?? null] as const)
          : valueFor(palette, letter);
      const [value, raw] = Array.isArray(coded) ? coded : [coded, null];
      return { field, value, at, page, raw: raw === null ? null : String(raw), isMeta: meta === 1 };
    });
  }

  /** The opposite of `codeChecks`. */
  decodeChecks(
    layout: readonly CheckPlace[],
    coded: Pick<CodedChecks, 'codes' | 'values' | 'others'>,
    known: Known,
  ): Check[] {
    const letters = lettersByPlace(coded.codes, 0);
    return foundChecks(layout, coded, (place) => {
      const sides = this.#sides[place] ?? null;
      const usual = sides && ([found(sides[0], known) ?? null, found(sides[1], known) ?? null] as const);
      return letters.get(place) ?? usual ?? NOT_HERE;
    });
  }
}

/** A value, the place that has it, or null: the body as printed. */
type SideOfYear = { readonly value: Value | undefined } | { readonly place: number } | null;

function sideOf(side: Side, year: number | null): SideOfYear {
  if (side === null || typeof side !== 'object') return { value: unmarked(side, year) };
  const [first] = side;
  if (first === 'body') return null;
  if (side.length === 1) return { place: first };
  return { value: year === null ? undefined : year + first };
}

function found(side: SideOfYear, { entries, body }: Known): Value | undefined {
  if (side === null) return body;
  return 'place' in side ? entries[side.place]?.value : side.value;
}

function isPair(entry: UsualEntry): entry is readonly [Value, Value] {
  return Array.isArray(entry);
}
