import { questionParts } from './words.ts';

/** A stretch of text; `hit` where it is what was asked for. */
export interface ExcerptPart {
  readonly text: string;
  readonly hit: boolean;
}

/** Characters before the first hit. */
const AROUND = 60;
const LONGEST = 2 * AROUND;
/** Most of a text has one form only: the common Han characters, their punctuation, figures. */
const WITH_FORMS = /[^\u4e00-\u9fff0-9 \u3001\u3002]/gu;

/**
 * Where a text says what was asked for, with the words marked; its beginning where it does not say it in one piece.
 * @param question as it was typed
 */
export function excerpt(text: string, question: string): ExcerptPart[] {
  const flat = flattened(text);
  const plain = flat.replace(WITH_FORMS, folded);
  const parts = questionParts(question);
  const hits = parts.map((part) => plain.indexOf(part)).filter((at) => at !== -1);
  const first = hits.length === 0 ? 0 : Math.min(...hits);
  const from = wholeBefore(flat, Math.max(0, first - AROUND));
  const to = wholeBefore(flat, Math.min(flat.length, first + LONGEST));
  const found: ExcerptPart[] = [];
  const add = (a: number, b: number, hit: boolean): void => {
    if (b > a) found.push({ text: flat.slice(a, b), hit });
  };
  if (from > 0) found.push({ text: '…', hit: false });
  let at = from;
  for (const [a, b] of mergedSpans(parts.flatMap((part) => occurrences(plain, part, first, to)))) {
    add(at, a, false);
    add(a, Math.min(b, to), true);
    at = Math.min(b, to);
  }
  add(at, to, false);
  if (to < flat.length) found.push({ text: '…', hit: false });
  return found;
}

/** So much of a text's beginning that its excerpt without a question is that of the whole text. */
export function openingOf(text: string): string {
  const flat = flattened(text);
  return flat.slice(0, wholeBefore(flat, Math.min(flat.length, LONGEST + 2)));
}

const flattened = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** The same place, or the one before it where a character would be cut in two. */
function wholeBefore(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

/** As the words of a question are folded, but with every character in its place. */
function folded(character: string): string {
  const form = character.normalize('NFKC').toLowerCase();
  return form.length === character.length ? form : character;
}

/** Where a part stands from one place on, beginning before another. */
function occurrences(text: string, part: string, from: number, to: number): [number, number][] {
  const found: [number, number][] = [];
  for (let at = text.indexOf(part, from); at !== -1 && at < to; at = text.indexOf(part, at + 1))
    found.push([at, at + part.length]);
  return found;
}

function mergedSpans(spans: readonly [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [a, b] of [...spans].sort((x, y) => x[0] - y[0])) {
    const last = merged.at(-1);
    if (last !== undefined && a <= last[1]) last[1] = Math.max(last[1], b);
    else merged.push([a, b]);
  }
  return merged;
}
