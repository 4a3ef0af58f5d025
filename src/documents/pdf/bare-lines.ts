import { asNote } from '../raised.ts';
import { glyphLines, isNote, type TextLine, textLine } from './glyph-lines.ts';
import type { Glyph } from './pdfium.ts';

/** A row of figures in text is a table's from this many on. */
export const FEWEST_FIGURES = 3;
/** Words part at a gap of this share of the type's height. */
const WORD_GAP = 0.6;
/** Figures at a gap of this share may be two, and labels at that, where the columns of other lines say so. */
const PART_GAP = { figures: 0.2, labels: 0.3 };
/** So many labels on a line are those of columns. */
export const FEWEST_LEAVES = 5;
/** So many lines make columns, of those that stand no further off than so many. */
const FEWEST_LINES = 2;
const NEAR = 40;

export const FIGURE = /^(?:[-+]?\d[\d,.]*%?|[-—/]{1,2}|无)$/u;

export interface Column {
  readonly x0: number;
  readonly x1: number;
}

interface Word extends TextLine {
  /** Figures that stand a little apart within it, left to right. */
  readonly parts: readonly TextLine[];
}

/** A line of words, as far as nobody has found a table in it. */
export interface WordLine extends TextLine {
  readonly words: readonly Word[];
  /** Where its figures begin among the words; null where it has too few. */
  readonly figures: number | null;
}

/** The lines of a page, top to bottom, with the words that stand apart. */
export function linesOfWords(glyphs: readonly Glyph[]): WordLine[] {
  const lines = glyphLines(glyphs).map((own) => ({ ...textLine(own), words: wordsOf(own) }));
  return lines.map((line, i): WordLine => {
    const near = lines.slice(Math.max(0, i - NEAR), i + NEAR + 1);
    const parts = line.words.flatMap((word) => word.parts);
    const isHeader = parts.length >= FEWEST_LEAVES && parts.every((p) => isLeaf(p) && p.text.length > 1);
    const words = isHeader
      ? parts.map((part) => ({ ...part, parts: [part] }))
      : line.words.flatMap((word) => parted(word, near));
    const first = words.findLastIndex((w) => !FIGURE.test(w.text)) + 1;
    return { ...line, words, figures: words.length - first >= FEWEST_FIGURES ? first : null };
  });
}

function wordsOf(glyphs: readonly Glyph[]): Word[] {
  const words: Word[] = [];
  for (const glyph of glyphs) {
    const last = words.at(-1);
    const height = glyph.y1 - glyph.y0;
    if (last === undefined || glyph.x0 - last.x1 > height * WORD_GAP) {
      words.push({ ...glyph, parts: [{ ...glyph }] });
      continue;
    }
    const text = isNote(glyph, last) ? asNote(glyph.text) : glyph.text;
    const part = last.parts.at(-1);
    const areFigures = /\d$/u.test(last.text) && /^\d/u.test(text);
    const apart = glyph.x0 - last.x1 > height * (areFigures ? PART_GAP.figures : PART_GAP.labels);
    const parts =
      part === undefined || apart
        ? [...last.parts, { ...glyph, text }]
        : [...last.parts.slice(0, -1), joined(part, { ...glyph, text })];
    words[words.length - 1] = { ...joined(last, { ...glyph, text }), parts };
  }
  return words;
}

const joined = (left: TextLine, next: TextLine): TextLine => ({
  text: left.text + next.text,
  x0: left.x0,
  x1: Math.max(left.x1, next.x1),
  y0: Math.min(left.y0, next.y0),
  y1: Math.max(left.y1, next.y1),
});

/**
 * What stands in neighbouring columns may nearly touch: it is two where other lines have a figure over either part, or one
 * over the right part and their label over the left.
 */
function parted(word: Word, lines: readonly { readonly words: readonly Word[] }[]): Word[] {
  const result: Word[] = [];
  for (const part of word.parts) {
    const last = result.at(-1);
    const isTwo =
      last !== undefined && lines.filter(({ words }) => haveTwo(words, last, part)).length >= FEWEST_LINES;
    if (last === undefined || isTwo) result.push({ ...part, parts: [part] });
    else result[result.length - 1] = { ...joined(last, part), parts: [part] };
  }
  return result;
}

function haveTwo(words: readonly Word[], left: TextLine, right: TextLine): boolean {
  const over = (column: Column): Word | undefined =>
    words.find((w) => w.parts.length === 1 && overlap(w, column));
  const [a, b] = [over(left), over(right)];
  if (a === undefined || b === undefined || !FIGURE.test(b.text)) return false;
  // A figure is parted by figures alone.
  if (FIGURE.test(left.text) && !FIGURE.test(a.text)) return false;
  return a !== b && !overlap(a, right) && !overlap(b, left);
}

export function overlap(a: Column, b: Column): boolean {
  return Math.min(a.x1, b.x1) > Math.max(a.x0, b.x0);
}

/** Whether a word may be the label of one column. */
export const isLeaf = ({ text }: { readonly text: string }): boolean => /^\p{Script=Han}{1,4}$/u.test(text);
