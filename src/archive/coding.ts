import type { Check, CheckOutcome, Severity } from '../reports/report.ts';

/**
 * How a reading is kept small. Reports of one shape share a layout: which fields stand where, or which rules were tried.
 * Beside it a reading has only its distinct values and, as letters of a string, which of them stands in which place of the
 * layout. Plain SQL can read all of it: the views do (schema/compact.ts), and this is the same in code.
 */

/** What stands in one place of a report. */
export interface Entry {
  /** Number in the table `fields`. */
  readonly field: number;
  readonly value: number | string | null;
  readonly at: string | null;
  readonly page: number | null;
  /** Null where it is printed like the value itself, or nothing is. */
  readonly raw: string | null;
  /** Not a figure, but what the report says of itself. */
  readonly isMeta: boolean;
}

export interface CodedEntries {
  /** JSON: by place, field number, `at`, page, 1 for meta data; cut after the last that is not null. */
  readonly layout: string;
  /** The letter of the most frequent value; then, for each place that has another, the place's letter and the value's. */
  readonly codes: string;
  /** JSON: the distinct values; `[value, raw]` where the print differs. */
  readonly values: string;
}

/** Places are the letters from here on. Two bytes of UTF-8 each, none of them a value's. */
const FIRST_PLACE = 256;
/** Values are the letters from `0` on; those that would meet a place's letter are this many letters further. */
export const PLACES = 1792;
const FIRST_VALUE = 48;

export const placeLetter = (place: number): string => String.fromCodePoint(FIRST_PLACE + place);

export function valueLetter(index: number): string {
  const letter = FIRST_VALUE + index;
  return String.fromCodePoint(letter < FIRST_PLACE ? letter : letter + PLACES);
}

const valueIndex = (letter: string): number =>
  ((letter.codePointAt(0) ?? FIRST_VALUE) - FIRST_VALUE) % PLACES;

/** By place, the letter that follows the place's own. @param from where the first of these is */
export function lettersByPlace(codes: string, from: number): Map<number, string> {
  const letters = [...codes];
  const found = new Map<number, string>();
  for (let i = from; i + 1 < letters.length; i += 2)
    found.set((letters[i]?.codePointAt(0) ?? 0) - FIRST_PLACE, letters[i + 1] ?? '');
  return found;
}

/** What a letter stands for. @param values parsed */
export function valueFor<T>(values: readonly T[], letter: string): T | null {
  return values[valueIndex(letter)] ?? null;
}

const trimmed = (parts: (string | number | null)[]): (string | number | null)[] => {
  while (parts.at(-1) === null) parts.pop();
  return parts;
};

/** Numbers each distinct text in the order in which they come. */
export class Palette {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  get json(): string {
    return `[${this.texts.join(',')}]`;
  }
}

export function layoutOfEntries(entries: readonly Entry[]): string {
  return JSON.stringify(entries.map(placeOf));
}

const placeOf = ({ field, at, page, isMeta }: Entry): Value[] =>
  trimmed([field, at, page, isMeta ? 1 : null]);

export function codeEntries(entries: readonly Entry[]): CodedEntries {
  if (entries.length > PLACES)
    throw new Error(`a report of ${entries.length} places: at most ${PLACES} can be stored`);
  const palette = new Palette();
  const indices = entries.map(({ value, raw }) =>
    palette.number(JSON.stringify(raw === null ? value : [value, raw])),
  );
  const counts = new Map<number, number>();
  for (const index of indices) counts.set(index, (counts.get(index) ?? 0) + 1);
  let usual = 0;
  for (const [index, count] of counts) if (count > (counts.get(usual) ?? 0)) usual = index;
  const others = indices.map((index, place) =>
    index === usual ? '' : placeLetter(place) + valueLetter(index),
  );
  return {
    layout: layoutOfEntries(entries),
    codes: entries.length === 0 ? '' : valueLetter(usual) + others.join(''),
    values: palette.json,
  };
}

/** What a layout says of a place. */
export type EntryPlace = readonly [field: number, at?: string | null, page?: number | null, meta?: 1];
export type Value = number | string | null;

/**
 * The opposite of `codeEntries`.
 * @param layout parsed: many readings share it
 */
export function decodeEntries(
  layout: readonly EntryPlace[],
  { codes, values }: Pick<CodedEntries, 'codes' | 'values'>,
): Entry[] {
  const palette: (Value | [Value, string])[] = JSON.parse(values);
  const letters = lettersByPlace(codes, 1);
  const usual = codes.slice(0, 1);
  return layout.map(([field, at = null, page = null, meta], place) => {
    const coded = valueFor(palette, letters.get(place) ?? usual);
    const [value, raw] = Array.isArray(coded) ? coded : [coded, null];
    return { field, value, at, page, raw, isMeta: meta === 1 };
  });
}

export interface CodedChecks {
  /** JSON: by place, rule, scope, severity. */
  readonly layout: string;
  /** By place, the letter of what the check found; `/` for one that is in `others`. */
  readonly codes: string;
  /** JSON: the distinct findings of checks that passed: `[expected, actual]`, or one value that is both. */
  readonly values: string;
  /** JSON: every other check: place, number of its outcome, expected, actual, detail; cut after the last that is not null. Null: none. */
  readonly others: string | null;
  readonly failed: number;
}

export const NOT_HERE = '/';
/** Their numbers are stored: in this order for good. */
export const OUTCOMES: readonly CheckOutcome[] = [
  'pass',
  'pass_blank',
  'fail',
  'unassessable',
  'not_applicable',
];

/** One that `others` need not have. */
export const isPlainPass = ({ outcome, detail }: Check): boolean => outcome === 'pass' && detail === null;

/** As `values` has it. */
export const findingOf = ({ expected, actual }: Check): string =>
  JSON.stringify(expected === actual ? actual : [expected, actual]);

/** As `others` has it. */
export function listedCheck(place: number, { outcome, expected, actual, detail }: Check): Value[] {
  return trimmed([place, OUTCOMES.indexOf(outcome), expected, actual, detail]);
}

export function layoutOfChecks(checks: readonly Check[]): string {
  return JSON.stringify(checks.map(placeOfCheck));
}

const placeOfCheck = ({ rule, scope, severity }: Check): CheckPlace => [rule, scope, severity];

export function countFailed(checks: readonly Check[]): number {
  return checks.filter(isFailed).length;
}

const isFailed = ({ outcome }: Check): boolean => outcome === 'fail';

export function codeChecks(checks: readonly Check[]): CodedChecks {
  const palette = new Palette();
  const others: (string | number | null)[][] = [];
  const letters = checks.map((check, place) => {
    if (isPlainPass(check)) return String.fromCodePoint(FIRST_VALUE + palette.number(findingOf(check)));
    others.push(listedCheck(place, check));
    return NOT_HERE;
  });
  return {
    layout: layoutOfChecks(checks),
    codes: letters.join(''),
    values: palette.json,
    others: others.length === 0 ? null : JSON.stringify(others),
    failed: countFailed(checks),
  };
}

/** What a layout says of a check. */
export type CheckPlace = readonly [rule: string, scope: string | null, severity: Severity];

/**
 * The opposite of `codeChecks`.
 * @param layout parsed: many readings share it
 */
export function decodeChecks(
  layout: readonly CheckPlace[],
  { codes, values, others }: Pick<CodedChecks, 'codes' | 'values' | 'others'>,
): Check[] {
  const letters = [...codes];
  return foundChecks(layout, { values, others }, (place) => letters[place] ?? NOT_HERE);
}

/** @param found by place, the letter of a check, or what it found */
export function foundChecks(
  layout: readonly CheckPlace[],
  { values, others }: Pick<CodedChecks, 'values' | 'others'>,
  found: (place: number) => string | readonly [expected: Value, actual: Value],
): Check[] {
  const palette: (Value | [Value, Value])[] = JSON.parse(values);
  const listed = new Map(
    (JSON.parse(others ?? '[]') as OtherCheck[]).map(([place, ...rest]) => [place, rest] as const),
  );
  return layout.map(([rule, scope, severity], place) => {
    const letter = found(place);
    if (letter !== NOT_HERE) {
      const coded = typeof letter === 'string' ? valueFor(palette, letter) : letter;
      const [expected, actual] = Array.isArray(coded) ? coded : [coded, coded];
      return { rule, scope, severity, outcome: 'pass', expected, actual, detail: null };
    }
    const [number = -1, expected = null, actual = null, detail = null] = listed.get(place) ?? [];
    const outcome = OUTCOMES[number];
    if (outcome === undefined) throw new Error(`check ${rule} ${scope ?? ''} is stored without an outcome`);
    return { rule, scope, severity, outcome, expected, actual, detail };
  });
}

type OtherCheck = [place: number, outcome?: number, expected?: Value, actual?: Value, detail?: string | null];

/** A check as the former tables had it: rule, scope, outcome, severity, expected, actual, detail. */
export type CheckColumns = readonly [
  rule: string,
  scope: string | null,
  outcome: CheckOutcome,
  severity: Severity,
  expected: Value,
  actual: Value,
  detail: string | null,
];

export function checkOf([rule, scope, outcome, severity, expected, actual, detail]: CheckColumns): Check {
  return { rule, scope, outcome, severity, expected, actual, detail };
}
