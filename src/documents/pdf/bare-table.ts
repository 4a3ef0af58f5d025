import { boxOf, LINE_GAP, labelsOf, stacksOf } from './bare-labels.ts';
import { type Column, FEWEST_LEAVES, isLeaf, linesOfWords, overlap, type WordLine } from './bare-lines.ts';
import { fewFigures, firstRow, lastRow, type Region, regionsOf } from './bare-regions.ts';
import type { TextLine } from './glyph-lines.ts';
import type { Glyph, PdfPage } from './pdfium.ts';
import type { RuledCell, RuledTable } from './ruled-table.ts';

/** A row that is the only one, from this many on. */
const FEWEST_ALONE = 6;
/** Lines of a table's header, at most. */
const MOST_HEADER = 12;
const PAGE_NUMBER = /^[\s\d—-]+$/u;
const PROSE = /[。；]|^[一二三四五六七]、|^（[一二三四五六七]）/u;

interface Row {
  readonly cells: Omit<RuledCell, 'r0' | 'r1'>[];
  readonly y0: number;
  readonly y1: number;
}

/** How a page ends: the table that goes on on the next has the same columns, even where some are blank. */
export interface PageEnd {
  readonly columns: readonly Column[] | null;
  /** Labels of columns whose rows, or further labels, stand on the next page. */
  readonly leaves: readonly TextLine[];
}

/**
 * Tables without ruling lines: rows of figures that stand in columns, with the labels left of them and the header above.
 * Blanks keep their places, which text alone would lose.
 * @param before how the page before ended; null for the first
 */
export function bareTables(
  page: PdfPage,
  glyphs: readonly Glyph[],
  before: PageEnd | null,
): { readonly tables: readonly RuledTable[]; readonly end: PageEnd } {
  const lines = linesOfWords(glyphs);
  const tables: RuledTable[] = [];
  let columns: readonly Column[] | null = null;
  let done = 0;
  for (const found of regionsOf(lines, before?.columns ?? null)) {
    const region = { ...found, from: firstRow(lines, found, done) };
    const table = tableOf(lines, region, done, page.number, before?.leaves ?? []);
    columns = region.columns;
    done = region.to + 1;
    if (table !== null) tables.push(table);
  }
  const header = headerAtEnd(lines.slice(done));
  const ofHeader = header.every(({ words }) => words.every(isLeaf)) ? columnsOf(header) : [];
  return {
    tables,
    end: { columns: ofHeader.length < FEWEST_ALONE ? columns : ofHeader, leaves: leavesOf(header) },
  };
}

/** The labels of columns with which a page ends, line by line. */
function headerAtEnd(lines: readonly WordLine[]): readonly WordLine[] {
  const last = lines.at(-1);
  const above = last !== undefined && PAGE_NUMBER.test(last.text) ? lines.slice(0, -1) : lines;
  const first = above.findLastIndex(({ words }) => words.filter(isLeaf).length < FEWEST_LEAVES) + 1;
  return above.slice(first);
}

/** Leaf by leaf from below, as wider labels stand above them. */
function columnsOf(header: readonly WordLine[]): readonly Column[] {
  const columns: Column[] = [];
  for (const { words } of header.toReversed())
    for (const { x0, x1 } of words) {
      const k = columns.findIndex((c) => overlap(c, { x0, x1 }));
      const known = columns[k];
      if (known === undefined) columns.push({ x0, x1 });
      else columns[k] = { x0: Math.min(known.x0, x0), x1: Math.max(known.x1, x1) };
    }
  return columns.sort((a, b) => a.x0 - b.x0);
}

function tableOf(
  lines: readonly WordLine[],
  region: Region,
  done: number,
  page: number,
  before: readonly TextLine[],
): RuledTable | null {
  const header = headerFrom(lines, region, done);
  const isLabelled = lines.slice(region.from, region.to + 1).some(({ figures }) => figures !== 0);
  // What the page before ended with belongs to what this one begins with.
  const leaves = [...leavesOf(lines.slice(header, region.from)), ...(header === 0 ? before : [])];
  const columns = withHeaderColumns(leaves, region.columns, isLabelled);
  const last = lastRow(lines, region, columns);
  if (last === region.from && (lines[last]?.words.length ?? 0) < FEWEST_ALONE) return null;
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
  const body = bodyRows(lines.slice(region.from, last + 1), columns, cell);
  if (body === null) return null;
  rows.push(...body);
  const printed = lines.slice(header, last + 1);
  const cells = rows.flatMap((row, r) => row.cells.map((c) => ({ ...c, r0: r, r1: r })));
  // Where no labels stand left of the figures the table begins with these.
  const labels = cells.some((c) => c.c0 === 0) ? 1 : 0;
  const edges = columns.map((c, k) => ((columns[k - 1]?.x1 ?? c.x0) + c.x0) / 2);
  return {
    page,
    xs: [
      Math.min(left, ...printed.map((l) => l.x0)),
      ...edges.slice(1 - labels),
      Math.max(columns.at(-1)?.x1 ?? 0, ...printed.map((l) => l.x1)),
    ],
    ys: [...rows.map((r) => r.y0), Math.max(...rows.map((r) => r.y1))],
    cells: cells.map((c) => ({ ...c, c0: c.c0 - 1 + labels, c1: c.c1 - 1 + labels })),
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
    const first = line.figures ?? fewFigures(line, columns, true);
    const labels = line.words.slice(0, first ?? line.words.length);
    if (labels.every((w) => w.x1 <= left)) words.push(...labels);
    else if (first === null) others.push(whole(line));
    else return null;
    if (first === null) continue;
    const row = figureRow(line.words.slice(first), line, columns, cell);
    if (row === null) return null;
    figures.push(row);
  }
  if (words.length === 0) return [...others, ...figures].sort(byMiddle);
  const labels = labelsOf(words, figures);
  const rows = figures.map((row, r): Row => {
    const label = labels.ofRow[r] ?? { text: '', x0: left, x1: left, y0: row.y0, y1: row.y1 };
    return {
      cells: [cell(label.text, 0, 0, label), ...row.cells],
      y0: Math.min(row.y0, label.y0),
      y1: Math.max(row.y1, label.y1),
    };
  });
  return [...labels.ofGroups.map(whole), ...others, ...rows].sort(byMiddle);
}

const byMiddle = (a: Row, b: Row): number => a.y0 + a.y1 - b.y0 - b.y1;

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

/** A column without any figure shows in the header alone; left of the others only where no labels stand there. */
function withHeaderColumns(
  leaves: readonly TextLine[],
  columns: readonly Column[],
  isLabelled: boolean,
): Column[] {
  const result = [...columns];
  const [first, last] = [columns[0], columns.at(-1)];
  // What stands over several columns overlaps them.
  for (const label of leaves) {
    const inside =
      first !== undefined &&
      last !== undefined &&
      (!isLabelled || label.x0 > first.x1) &&
      label.x1 < last.x1 + 80;
    if (inside && !result.some((c) => overlap(c, label))) result.push({ x0: label.x0, x1: label.x1 });
  }
  return result.sort((a, b) => a.x0 - b.x0);
}

/** Labels of single columns, lines of one taken together as far as they are no longer than one is. */
function leavesOf(header: readonly WordLine[]): TextLine[] {
  return stacksOf(header.flatMap(({ words }) => words).filter(isLeaf)).map((stack) => {
    const [first, ...others] = stack.toReversed();
    let leaf = first ?? stack[0];
    for (const word of others) {
      const longer: TextLine = { ...boxOf([word, leaf]), text: word.text + leaf.text };
      if (isLeaf(longer)) leaf = longer;
      else break;
    }
    return leaf;
  });
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
