import { questionParts } from './words.ts';

/** A stretch of text; `hit` where it is what was asked for. */
export interface ExcerptPart {
  readonly text: string;
  readonly hit: boolean;
}

/** Characters round the first hit. */
const AROUND = 60;

/**
 * Where a text says what was asked for, with the words marked; its beginning where it does not say it in one piece.
 * @param question as it was typed
 */
export function excerpt(text: string, question: string): ExcerptPart[] {
  const flat = text.replace(/\s+/gu, ' ').trim();
  // Case folding of single characters keeps their places; compatibility forms of several characters would not.
  const plain = [...flat].map((character) => folded(character));
  const parts = questionParts(question)
    .map((part) => [...part])
    .filter((part) => part.length > 0);
  const spans = mergedSpans(parts.flatMap((part) => occurrences(plain, part)));
  const characters = [...flat];
  const first = spans[0]?.[0] ?? 0;
  const from = Math.max(0, first - AROUND);
  const to = Math.min(characters.length, Math.max(first, from) + 2 * AROUND);
  const found: ExcerptPart[] = [];
  const add = (a: number, b: number, hit: boolean): void => {
    if (b > a) found.push({ text: characters.slice(a, b).join(''), hit });
  };
  if (from > 0) found.push({ text: '…', hit: false });
  let at = from;
  for (const [a, b] of spans) {
    if (a >= to) break;
    add(at, a, false);
    add(a, Math.min(b, to), true);
    at = Math.min(b, to);
  }
  add(at, to, false);
  if (to < characters.length) found.push({ text: '…', hit: false });
  return found;
}

function folded(character: string): string {
  // Most of the text: the common Han characters have one form only.
  if (character >= '\u4e00' && character <= '\u9fff') return character;
  const form = character.normalize('NFKC').toLowerCase();
  return [...form].length === 1 ? form : character;
}

function occurrences(text: readonly string[], part: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i + part.length <= text.length; i += 1)
    if (part.every((character, k) => text[i + k] === character)) found.push([i, i + part.length]);
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
