import { type Column, FEWEST_FIGURES, FIGURE, overlap, type WordLine } from './bare-lines.ts';
import type { TextLine } from './glyph-lines.ts';

/** Lines of labels between two rows of figures, at most. */
const MOST_BETWEEN = 8;
/** So many rows under a header are a table's, however few figures they have. */
const FEWEST_HEADED = 2;

/** Lines that are rows of a table, by their numbers. */
export interface Region {
  readonly from: number;
  readonly to: number;
  readonly columns: readonly Column[];
}

/** Stretches of lines whose figures stand in the same columns, top to bottom. */
export function regionsOf(lines: readonly WordLine[], before: readonly Column[] | null): Region[] {
  const regions = fullRegions(lines, before);
  return [...regions, ...headedRegions(lines, regions)].sort((a, b) => a.from - b.from);
}

/** Rows with so many figures that they need no header. */
function fullRegions(lines: readonly WordLine[], before: readonly Column[] | null): Region[] {
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

/** Rows of few figures, all of them in the columns that the line above names. */
function headedRegions(lines: readonly WordLine[], regions: readonly Region[]): Region[] {
  return lines.flatMap((header, i): Region[] => {
    const columns = header.words.slice(1);
    if (columns.length < FEWEST_FIGURES || header.words.some((w) => FIGURE.test(w.text))) return [];
    const isRow = (line: WordLine | undefined): boolean =>
      line !== undefined && line.figures === null && fewFigures(line, columns) !== null;
    let to = i;
    while (isRow(lines[to + 1])) to += 1;
    const isKnown = regions.some((r) => r.from <= to + 1 && r.to >= i);
    return isKnown || to - i < FEWEST_HEADED ? [] : [{ from: i + 1, to, columns }];
  });
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

/**
 * Where the figures begin in a row with fewer than make a table, if all stand in its columns; null where they do not.
 * @param isInside between rows of the table: the label may stand on lines above and below
 */
export function fewFigures({ words }: WordLine, columns: readonly Column[], isInside = false): number | null {
  const first = words.findLastIndex((w) => !FIGURE.test(w.text)) + 1;
  const figures = words.slice(first);
  const fit = figures.every((w) => columns.filter((c) => overlap(c, w)).length === 1);
  return figures.length > 0 && (first > 0 || isInside) && fit ? first : null;
}

/** Rows of few figures right above the others are the table's first. */
export function firstRow(lines: readonly WordLine[], { from, columns }: Region, done: number): number {
  let first = from;
  while (first > done) {
    const line = lines[first - 1];
    if (line === undefined || line.figures !== null || fewFigures(line, columns) === null) break;
    first -= 1;
  }
  return first;
}

/** Rows of few figures right below the others are the table's last. */
export function lastRow(lines: readonly WordLine[], { to }: Region, columns: readonly Column[]): number {
  let last = to;
  while (last + 1 < lines.length) {
    const line = lines[last + 1];
    if (line === undefined || line.figures !== null || fewFigures(line, columns) === null) break;
    last += 1;
  }
  return last;
}
