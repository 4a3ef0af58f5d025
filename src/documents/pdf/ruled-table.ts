import type { Box } from '../document.ts';
import { cluster, TOLERANCE } from '../geometry.ts';
import { firstOf } from '../union.ts';
import { type Area, withoutFrames } from './frames.ts';
import { linesOfGlyphs } from './glyph-lines.ts';
import type { Glyph, PdfPage } from './pdfium.ts';
import type { Segment } from './strokes.ts';

/** A cell of a ruled table; rows and columns count from 0, ends inclusive. */
export interface RuledCell extends Box {
  readonly r0: number;
  readonly r1: number;
  readonly c0: number;
  readonly c1: number;
  readonly text: string;
  readonly page: number;
  /** True where the text was recognised in a picture, and not surely. */
  readonly doubt?: boolean;
}

/** A table found by its ruling lines. */
export interface RuledTable {
  readonly page: number;
  /** Positions of the column lines, left to right. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: readonly RuledCell[];
}

type LinedPage = Pick<PdfPage, 'number' | 'glyphs' | 'segments'>;

const MOST_SEGMENTS = 10_000;

interface Rule {
  readonly horizontal: boolean;
  /** Position across, and extent along. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Every table on a page that has at least one row and two columns of ruled cells. */
export function ruledTables(page: LinedPage): RuledTable[] {
  const rules = page.segments.flatMap(ruleOf);
  if (rules.length > MOST_SEGMENTS) return [];
  return connected(rules)
    .flatMap((group) => tablesOf(group, page))
    .sort((a, b) => (a.ys[0] ?? 0) - (b.ys[0] ?? 0));
}

function ruleOf(s: Segment): Rule[] {
  const width = s.x1 - s.x0;
  const height = s.y1 - s.y0;
  if (height <= 1.5 && width >= 4) return [{ horizontal: true, at: (s.y0 + s.y1) / 2, from: s.x0, to: s.x1 }];
  if (width <= 1.5 && height >= 4)
    return [{ horizontal: false, at: (s.x0 + s.x1) / 2, from: s.y0, to: s.y1 }];
  return [];
}

/** Rules that touch each other belong to one table. */
function connected(rules: readonly Rule[]): Rule[][] {
  const parent = rules.map((_, i) => i);
  const root = (i: number): number => firstOf(parent, i);
  const join = (a: number, b: number): void => {
    parent[root(a)] = root(b);
  };
  const horizontal = rules.map((r, i) => ({ r, i })).filter(({ r }) => r.horizontal);
  const vertical = rules.map((r, i) => ({ r, i })).filter(({ r }) => !r.horizontal);
  for (const h of horizontal)
    for (const v of vertical)
      if (
        v.r.at >= h.r.from - TOLERANCE &&
        v.r.at <= h.r.to + TOLERANCE &&
        h.r.at >= v.r.from - TOLERANCE &&
        h.r.at <= v.r.to + TOLERANCE
      )
        join(h.i, v.i);
  // A rule drawn in pieces: the middle pieces of a wide cell meet no rule that crosses them.
  for (const direction of [horizontal, vertical]) {
    const lines = cluster(direction.map(({ r }) => r.at));
    const byLine = lines.map((at) => direction.filter(({ r }) => Math.abs(r.at - at) <= TOLERANCE));
    for (const pieces of byLine) {
      pieces.sort((a, b) => a.r.from - b.r.from);
      for (const [k, piece] of pieces.entries()) {
        const before = pieces[k - 1];
        if (before !== undefined && piece.r.from <= before.r.to + TOLERANCE) join(piece.i, before.i);
      }
    }
  }
  const groups = new Map<number, Rule[]>();
  for (const [i, rule] of rules.entries()) {
    const group = groups.get(root(i));
    if (group === undefined) groups.set(root(i), [rule]);
    else group.push(rule);
  }
  return [...groups.values()];
}

/** Column lines that go on past the table's last line by less than this are drawn a little too long. */
const OVERSHOOT = 6;

/**
 * Where a page ends in the middle of a table, its last line may be missing, above or below: the column lines then show
 * where the table ends.
 * @param side -1 for above, 1 for below.
 */
function openEnd(rules: readonly Rule[], edge: number, side: -1 | 1): number[] {
  const ends = rules
    .filter((r) => !r.horizontal)
    .map((r) => (side === 1 ? r.to : r.from))
    .filter((end) => (end - edge) * side > OVERSHOOT)
    .sort((a, b) => a - b);
  const middle = ends[ends.length >> 1];
  return ends.length >= 2 && middle !== undefined ? [middle] : [];
}

function tablesOf(rules: readonly Rule[], page: LinedPage): RuledTable[] {
  const crossed = cluster(rules.filter((r) => r.horizontal).map((r) => r.at));
  const ys = [...openEnd(rules, crossed[0] ?? 0, -1), ...crossed, ...openEnd(rules, crossed.at(-1) ?? 0, 1)];
  const xs = cluster(rules.filter((r) => !r.horizontal).map((r) => r.at));
  const rows = ys.length - 1;
  const columns = xs.length - 1;
  if (rows < 1 || columns < 2 || rows * columns > 50_000) return [];
  const drawn = (horizontal: boolean, at: number, middle: number): boolean =>
    rules.some(
      (r) =>
        r.horizontal === horizontal &&
        Math.abs(r.at - at) <= TOLERANCE &&
        r.from - TOLERANCE <= middle &&
        r.to + TOLERANCE >= middle,
    );
  // A missing rule between two places makes them one cell.
  const owner = Array.from({ length: rows * columns }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (owner[at] !== at) at = owner[at] ?? at;
    return at;
  };
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const x = ((xs[c] ?? 0) + (xs[c + 1] ?? 0)) / 2;
      const y = ((ys[r] ?? 0) + (ys[r + 1] ?? 0)) / 2;
      if (c + 1 < columns && !drawn(false, xs[c + 1] ?? 0, y))
        owner[find(r * columns + c + 1)] = find(r * columns + c);
      if (r + 1 < rows && !drawn(true, ys[r + 1] ?? 0, x))
        owner[find((r + 1) * columns + c)] = find(r * columns + c);
    }
  const areas = new Map<number, Area & { readonly glyphs: Glyph[] }>();
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const key = find(r * columns + c);
      const area = areas.get(key) ?? { r0: r, r1: r, c0: c, c1: c, places: 0, glyphs: [] };
      areas.set(key, {
        ...area,
        r0: Math.min(area.r0, r),
        r1: Math.max(area.r1, r),
        c0: Math.min(area.c0, c),
        c1: Math.max(area.c1, c),
        places: area.places + 1,
      });
    }
  for (const glyph of page.glyphs) {
    const x = (glyph.x0 + glyph.x1) / 2;
    const y = (glyph.y0 + glyph.y1) / 2;
    const c = xs.findLastIndex((v) => v <= x);
    const r = ys.findLastIndex((v) => v <= y);
    if (c < 0 || r < 0 || c >= columns || r >= rows) continue;
    areas.get(find(r * columns + c))?.glyphs.push(glyph);
  }
  const all = [...areas.values()];
  // Of a picture only the lines are known: there is no text that a frame could be told by.
  const parts = page.glyphs.length === 0 ? [all] : withoutFrames(all, xs);
  return parts.flatMap((part) => tableOf(part, xs, ys, page.number) ?? []);
}

/** Cells as a table of their own; null when they are none. */
function tableOf(
  areas: readonly Area[],
  allXs: readonly number[],
  allYs: readonly number[],
  page: number,
): RuledTable | null {
  const used = (edges: readonly number[]): number[] => [...new Set(edges)].sort((a, b) => a - b);
  const columns = used(areas.flatMap((a) => [a.c0, a.c1 + 1]));
  const rows = used(areas.flatMap((a) => [a.r0, a.r1 + 1]));
  if (columns.length < 3) return null;
  const xs = columns.map((c) => allXs[c] ?? 0);
  const ys = rows.map((r) => allYs[r] ?? 0);
  const cells = areas.map((a) => {
    const [c0, c1] = [columns.indexOf(a.c0), columns.indexOf(a.c1 + 1) - 1];
    const [r0, r1] = [rows.indexOf(a.r0), rows.indexOf(a.r1 + 1) - 1];
    const text = linesOfGlyphs(a.glyphs)
      .map((l) => l.text)
      .join('\n');
    return {
      r0,
      r1,
      c0,
      c1,
      text,
      page,
      x0: xs[c0] ?? 0,
      x1: xs[c1 + 1] ?? 0,
      y0: ys[r0] ?? 0,
      y1: ys[r1 + 1] ?? 0,
    };
  });
  return { page, xs, ys, cells };
}
