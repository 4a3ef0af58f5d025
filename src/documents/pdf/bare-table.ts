import { asNote } from '../raised.ts';
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

/** Lines of one label stand closer than this share of their height. */
const LINE_GAP = 0.7;

const FIGURE = /^(?:[-+]?\d[\d,.]*%?|[-—/]{1,2}|无)$/u;
const PROSE = /[。；]|^[一二三四五六七]、|^（[一二三四五六七]）/u;

interface Column {
  readonly x0: number;
  readonly x1: number;
}

interface WordLine extends TextLine {
  readonly words: readonly TextLine[];
  /** Where its figures begin among the words; null where it has too few. */
  readonly figures: number | null;
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
  for (const region of regionsOf(lines, before)) {
    const table = tableOf(lines, region, done, page.number);
    columns = region.columns;
    done = region.to + 1;
    if (table !== null) tables.push(table);
  }
  return { tables, columns };
}

function linesOfWords(glyphs: readonly Glyph[]): WordLine[] {
  return linesOfGlyphs(glyphs).map((line) => {
    const own = glyphs
      .filter((g) => {
        const middle = (g.y0 + g.y1) / 2;
        return middle > line.y0 && middle < line.y1 && g.x0 >= line.x0 - 0.1 && g.x1 <= line.x1 + 0.1;
      })
      .sort((a, b) => a.x0 - b.x0);
    const words: TextLine[] = [];
    for (const glyph of own) {
      const last = words.at(-1);
      if (last === undefined || glyph.x0 - last.x1 > (glyph.y1 - glyph.y0) * WORD_GAP)
        words.push({ ...glyph });
      else
        words[words.length - 1] = {
          text: last.text + (isNote(glyph, last) ? asNote(glyph.text) : glyph.text),
          x0: last.x0,
          x1: Math.max(last.x1, glyph.x1),
          y0: Math.min(last.y0, glyph.y0),
          y1: Math.max(last.y1, glyph.y1),
        };
    }
    const first = words.findLastIndex((w) => !FIGURE.test(w.text)) + 1;
    const figures = words.length - first >= FEWEST_FIGURES ? first : null;
    return { ...line, words, figures };
  });
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
  const rows: { cells: Omit<RuledCell, 'r0' | 'r1'>[]; y0: number; y1: number }[] = [];
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
  for (const line of lines.slice(region.from, last + 1)) {
    const { y0, y1 } = line;
    const first = line.figures ?? fewFigures(line, columns);
    if (first === null) {
      rows.push({ cells: [cell(line.text, 0, columns.length, line)], y0, y1 });
      continue;
    }
    const labels = line.words.slice(0, first);
    if (labels.some((w) => w.x1 > left)) return null;
    const figures = line.words.slice(first);
    const cells = [cell(labels.map((w) => w.text).join(' '), 0, 0, line)];
    for (const [k, column] of columns.entries()) {
      const [word, other] = figures.filter((w) => overlap(w, column));
      if (other !== undefined) return null;
      cells.push(cell(word?.text ?? '', k + 1, k + 1, word ?? { ...line, ...column }));
    }
    if (cells.filter((c) => c.text !== '').length - (cells[0]?.text === '' ? 0 : 1) !== figures.length)
      return null;
    rows.push({ cells, y0, y1 });
  }
  const edges = columns.map((c, k) => ((columns[k - 1]?.x1 ?? c.x0) + c.x0) / 2);
  return {
    page,
    xs: [
      Math.min(left, ...lines.slice(header, last + 1).map((l) => l.x0)),
      ...edges,
      columns.at(-1)?.x1 ?? 0,
    ],
    ys: [...rows.map((r) => r.y0), rows.at(-1)?.y1 ?? 0],
    cells: rows.flatMap((row, r) => row.cells.map((c) => ({ ...c, r0: r, r1: r }))),
  };
}

/** Where the figures begin in a row with fewer than make a table, if all stand in its columns; null where they do not. */
function fewFigures({ words }: WordLine, columns: readonly Column[]): number | null {
  const first = words.findLastIndex((w) => !FIGURE.test(w.text)) + 1;
  const figures = words.slice(first);
  const fit = figures.every((w) => columns.filter((c) => overlap(c, w)).length === 1);
  return figures.length > 0 && first > 0 && fit ? first : null;
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
function headerRows(
  header: readonly WordLine[],
  columns: readonly Column[],
  cell: MakeCell,
): { cells: Omit<RuledCell, 'r0' | 'r1'>[]; y0: number; y1: number }[] {
  const rows: { cells: Omit<RuledCell, 'r0' | 'r1'>[]; y0: number; y1: number }[] = [];
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
