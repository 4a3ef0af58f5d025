import { asNote } from '../raised.ts';
import { LINE_GAP, labelsOf } from './bare-labels.ts';
import { isNote, linesOfGlyphs, type TextLine } from './glyph-lines.ts';
import type { Glyph, PdfPage } from './pdfium.ts';
import type { RuledCell, RuledTable } from './ruled-table.ts';

/** A row of figures in text is a table's from this many on. */
const FEWEST_FIGURES = 3;
/** A row that is the only one, from this many on. */
const FEWEST_ALONE = 6;
/** Lines of labels between two rows of figures, at most. */
const MOST_BETWEEN = 8;
/** Lines of a table's header, at most. */
const MOST_HEADER = 12;
/** Words part at a gap of this share of the type's height. */
const WORD_GAP = 0.6;
/** Figures at a gap of this share may be two, where the columns of other lines say so. */
const PART_GAP = 0.2;
/** So many lines make columns. */
const FEWEST_LINES = 2;

const FIGURE = /^(?:[-+]?\d[\d,.]*%?|[-—/]{1,2}|无)$/u;
const PROSE = /[。；]|^[一二三四五六七]、|^（[一二三四五六七]）/u;

interface Column {
  readonly x0: number;
  readonly x1: number;
}

interface Word extends TextLine {
  /** Figures that stand a little apart within it, left to right. */
  readonly parts: readonly TextLine[];
}

interface WordLine extends TextLine {
  readonly words: readonly Word[];
  /** Where its figures begin among the words; null where it has too few. */
  readonly figures: number | null;
}

interface Row {
  readonly cells: Omit<RuledCell, 'r0' | 'r1'>[];
  readonly y0: number;
  readonly y1: number;
}

interface Region {
  readonly from: number;
  readonly to: number;
  readonly columns: readonly Column[];
}

/**
 * Tables without ruling lines: rows of figures that stand in columns, with the labels left of them and the header above.
 * Blanks keep their places, which text alone would lose.
 * @param before the columns in which the page before ended: a table that goes on has the same, even where some are blank.
 */
export function bareTables(
  page: PdfPage,
  glyphs: readonly Glyph[],
  before: readonly Column[] | null,
): { readonly tables: readonly RuledTable[]; readonly columns: readonly Column[] | null } {
  const lines = linesOfWords(glyphs);
  const tables: RuledTable[] = [];
  let columns: readonly Column[] | null = null;
  let done = 0;
  for (const found of regionsOf(lines, before)) {
    const region = { ...found, from: firstRow(lines, found, done) };
    const table = tableOf(lines, region, done, page.number);
    columns = region.columns;
    done = region.to + 1;
    if (table !== null) tables.push(table);
  }
  return { tables, columns };
}

function linesOfWords(glyphs: readonly Glyph[]): WordLine[] {
  const lines = linesOfGlyphs(glyphs).map((line) => {
    const own = glyphs.filter((g) => {
      const middle = (g.y0 + g.y1) / 2;
      return middle > line.y0 && middle < line.y1 && g.x0 >= line.x0 - 0.1 && g.x1 <= line.x1 + 0.1;
    });
    return { ...line, words: wordsOf(own.sort((a, b) => a.x0 - b.x0)) };
  });
  return lines.map((line): WordLine => {
    const words = line.words.flatMap((word) => parted(word, lines));
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
    const apart = glyph.x0 - last.x1 > height * PART_GAP && /\d$/u.test(last.text) && /^\d/u.test(text);
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

/** Figures of neighbouring columns may nearly touch: they are two where other lines have a figure over either of them. */
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

function haveTwo(words: readonly Word[], left: Column, right: Column): boolean {
  const over = (column: Column): Word | undefined =>
    words.find((w) => w.parts.length === 1 && FIGURE.test(w.text) && overlap(w, column));
  const [a, b] = [over(left), over(right)];
  return a !== undefined && b !== undefined && a !== b && !overlap(a, right) && !overlap(b, left);
}

/** Stretches of lines whose figures stand in the same columns. */
function regionsOf(lines: readonly WordLine[], before: readonly Column[] | null): Region[] {
  const regions: Region[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.figures === null) continue;
    const words = line.words.slice(line.figures);
    const last = regions.at(-1);
    const earlier = last === undefined ? before : i - last.to <= MOST_BETWEEN ? last.columns : null;
    const common = earlier === null ? null : widened(earlier, words, earlier === before);
    if (common === null) regions.push({ from: i, to: i, columns: words.map(({ x0, x1 }) => ({ x0, x1 })) });
    else if (last === undefined) regions.push({ from: i, to: i, columns: common });
    else regions[regions.length - 1] = { from: last.from, to: i, columns: common };
  }
  return regions;
}

/** The columns with a row's figures taken in; null when a figure belongs to two columns, or two to one. */
function widened(columns: readonly Column[], words: readonly TextLine[], known: boolean): Column[] | null {
  const result: Column[] = columns.map((c) => ({ ...c }));
  const taken = new Set<number>();
  let met = 0;
  for (const word of words) {
    const over = result.flatMap((c, k) => (overlap(c, word) ? [k] : []));
    const [k] = over;
    if (over.length > 1 || (k !== undefined && taken.has(k))) return null;
    if (k === undefined) {
      if (known) return null;
      result.push({ x0: word.x0, x1: word.x1 });
      taken.add(result.length - 1);
      continue;
    }
    met += 1;
    taken.add(k);
    const c = result[k];
    if (c !== undefined) result[k] = { x0: Math.min(c.x0, word.x0), x1: Math.max(c.x1, word.x1) };
  }
  return met * 2 >= words.length ? result.sort((a, b) => a.x0 - b.x0) : null;
}

function overlap(a: Column, b: Column): boolean {
  return Math.min(a.x1, b.x1) > Math.max(a.x0, b.x0);
}

function tableOf(lines: readonly WordLine[], region: Region, done: number, page: number): RuledTable | null {
  if (region.to === region.from && (lines[region.from]?.words.length ?? 0) < FEWEST_ALONE) return null;
  const header = headerFrom(lines, region, done);
  const columns = withHeaderColumns(lines.slice(header, region.from), region.columns);
  const left = columns[0]?.x0 ?? 0;
  const rows: Row[] = [];
  const cell = (text: string, c0: number, c1: number, at: TextLine) => ({
    text,
    c0,
    c1,
    page,
    x0: at.x0,
    y0: at.y0,
    x1: at.x1,
    y1: at.y1,
  });
  rows.push(...headerRows(lines.slice(header, region.from), columns, cell));
  const last = lastRow(lines, region, columns);
  const body = bodyRows(lines.slice(region.from, last + 1), columns, cell);
  if (body === null) return null;
  rows.push(...body);
  const edges = columns.map((c, k) => ((columns[k - 1]?.x1 ?? c.x0) + c.x0) / 2);
  const printed = lines.slice(header, last + 1);
  return {
    page,
    xs: [
      Math.min(left, ...printed.map((l) => l.x0)),
      ...edges,
      Math.max(columns.at(-1)?.x1 ?? 0, ...printed.map((l) => l.x1)),
    ],
    ys: [...rows.map((r) => r.y0), Math.max(...rows.map((r) => r.y1))],
    cells: rows.flatMap((row, r) => row.cells.map((c) => ({ ...c, r0: r, r1: r }))),
  };
}

/** Rows of figures with their labels, and what stands between them; null where it cannot be a table's. */
function bodyRows(lines: readonly WordLine[], columns: readonly Column[], cell: MakeCell): Row[] | null {
  const left = columns[0]?.x0 ?? 0;
  const whole = (at: TextLine): Row => ({
    cells: [cell(at.text, 0, columns.length, at)],
    y0: at.y0,
    y1: at.y1,
  });
  const words: TextLine[] = [];
  const figures: Row[] = [];
  const others: Row[] = [];
  for (const line of lines) {
    const first = line.figures ?? fewFigures(line, columns);
    const labels = line.words.slice(0, first ?? line.words.length);
    if (labels.every((w) => w.x1 <= left)) words.push(...labels);
    else if (first === null) others.push(whole(line));
    else return null;
    if (first === null) continue;
    const row = figureRow(line.words.slice(first), line, columns, cell);
    if (row === null) return null;
    figures.push(row);
  }
  const labels = labelsOf(words, figures);
  const rows = figures.map((row, r): Row => {
    const label = labels.ofRow[r] ?? { text: '', x0: left, x1: left, y0: row.y0, y1: row.y1 };
    return {
      cells: [cell(label.text, 0, 0, label), ...row.cells],
      y0: Math.min(row.y0, label.y0),
      y1: Math.max(row.y1, label.y1),
    };
  });
  return [...labels.ofGroups.map(whole), ...others, ...rows].sort((a, b) => a.y0 + a.y1 - b.y0 - b.y1);
}

/** The cells of a row's figures; null where they do not stand in the columns. */
function figureRow(
  figures: readonly TextLine[],
  line: TextLine,
  columns: readonly Column[],
  cell: MakeCell,
): Row | null {
  const cells: Row['cells'] = [];
  for (const [k, column] of columns.entries()) {
    const [word, other] = figures.filter((w) => overlap(w, column));
    if (other !== undefined) return null;
    cells.push(cell(word?.text ?? '', k + 1, k + 1, word ?? { ...line, ...column }));
  }
  if (cells.filter((c) => c.text !== '').length !== figures.length) return null;
  return {
    cells,
    y0: Math.min(...figures.map((w) => w.y0)),
    y1: Math.max(...figures.map((w) => w.y1)),
  };
}

/** Where the figures begin in a row with fewer than make a table, if all stand in its columns; null where they do not. */
function fewFigures({ words }: WordLine, columns: readonly Column[]): number | null {
  const first = words.findLastIndex((w) => !FIGURE.test(w.text)) + 1;
  const figures = words.slice(first);
  const fit = figures.every((w) => columns.filter((c) => overlap(c, w)).length === 1);
  return figures.length > 0 && first > 0 && fit ? first : null;
}

/** Rows of few figures right above the others are the table's first. */
function firstRow(lines: readonly WordLine[], { from, columns }: Region, done: number): number {
  let first = from;
  while (first > done) {
    const line = lines[first - 1];
    if (line === undefined || line.figures !== null || fewFigures(line, columns) === null) break;
    first -= 1;
  }
  return first;
}

/** Rows of few figures right below the others are the table's last. */
function lastRow(lines: readonly WordLine[], { to }: Region, columns: readonly Column[]): number {
  let last = to;
  while (last + 1 < lines.length) {
    const line = lines[last + 1];
    if (line === undefined || line.figures !== null || fewFigures(line, columns) === null) break;
    last += 1;
  }
  return last;
}

/** The first line of a table's header: what stands above its figures in pieces, down from a heading or prose. */
function headerFrom(lines: readonly WordLine[], { from, columns }: Region, done: number): number {
  const narrow = Math.max(...columns.map((c) => c.x1 - c.x0), 20);
  let first = from;
  while (first > Math.max(done, from - MOST_HEADER)) {
    const line = lines[first - 1];
    if (line === undefined || line.figures !== null) break;
    const [word, second] = line.words;
    if (
      word === undefined ||
      (second === undefined && (PROSE.test(word.text) || word.x1 - word.x0 > narrow * 8))
    )
      break;
    first -= 1;
  }
  return first;
}

/** A column without any figure shows in the header alone. */
function withHeaderColumns(header: readonly WordLine[], columns: readonly Column[]): Column[] {
  const result = [...columns];
  const [first, last] = [columns[0], columns.at(-1)];
  for (const { words } of header)
    for (const word of words) {
      const inside =
        first !== undefined && last !== undefined && word.x0 > first.x1 && word.x1 < last.x1 + 80;
      if (inside && word.text.length <= 4 && !result.some((c) => overlap(c, word)))
        result.push({ x0: word.x0, x1: word.x1 });
    }
  return result.sort((a, b) => a.x0 - b.x0);
}

/** The width that each column has to itself, up to half way to its neighbours. */
function slotsOf(columns: readonly Column[]): Column[] {
  const edges = columns.slice(1).map((c, k) => ((columns[k]?.x1 ?? c.x0) + c.x0) / 2);
  return columns.map((c, k) => {
    const [left, right] = [edges[k - 1], edges[k]];
    return {
      x0: left ?? c.x0 - ((right ?? c.x1) - c.x1),
      x1: right ?? c.x1 + (c.x0 - (left ?? c.x0)),
    };
  });
}

function covers(word: TextLine, slot: Column): boolean {
  const shared = Math.min(word.x1, slot.x1) - Math.max(word.x0, slot.x0);
  return shared > 0.3 * Math.min(slot.x1 - slot.x0, word.x1 - word.x0);
}

type MakeCell = (text: string, c0: number, c1: number, at: TextLine) => Omit<RuledCell, 'r0' | 'r1'>;

/** Words above one column are its label, line by line; those above several are a row of their own. */
function headerRows(header: readonly WordLine[], columns: readonly Column[], cell: MakeCell): Row[] {
  const rows: Row[] = [];
  const labels = new Map<number, TextLine>();
  const slots = slotsOf(columns);
  for (const line of header) {
    const wide: Omit<RuledCell, 'r0' | 'r1'>[] = [];
    for (const word of line.words) {
      const over = slots.flatMap((slot, k) => (covers(word, slot) ? [k] : []));
      const [first, last] = [over[0], over.at(-1)];
      if (first !== undefined && last !== undefined && last > first) {
        wide.push(cell(word.text, first + 1, last + 1, word));
        continue;
      }
      const key = first === undefined ? 0 : first + 1;
      const above = labels.get(key);
      // What stands further above is the heading of several columns, set over the middle of them.
      const near = above !== undefined && word.y0 - above.y1 < (word.y1 - word.y0) * LINE_GAP;
      if (above !== undefined && !near && key > 0) wide.push(cell(above.text, key, key, above));
      const text = near || key === 0 ? (above?.text ?? '') + word.text : word.text;
      labels.set(key, { ...word, text, y0: above?.y0 ?? word.y0 });
    }
    if (wide.length > 0) rows.push({ cells: wide, y0: line.y0, y1: line.y1 });
  }
  const last = header.at(-1);
  if (last !== undefined && labels.size > 0)
    rows.push({
      cells: [...labels].map(([k, word]) => cell(word.text, k, k, word)).sort((a, b) => a.c0 - b.c0),
      y0: last.y0,
      y1: last.y1,
    });
  return rows;
}
