import { squeeze } from '../label.ts';
import type { Line, Piece } from '../line.ts';

/** What the heads of a legacy table say of its columns of figures. */
export interface ValueColumns {
  /** By grid: the column of the year's figures; null where the head only names others (历年累计). */
  readonly ofGrid: ReadonlyMap<number, number | null>;
  /** In text: the place of the year's figure among the columns of figures, and how many there are. */
  readonly inText: { readonly index: number; readonly count: number } | null;
}

/** Heads of columns, the year's first. The other years' and the running totals are never taken for it. */
const HEADS: readonly { readonly rank: number; readonly words: RegExp }[] = [
  { rank: 4, words: /^(?:本年度?|当年|年度|本年数|本年度数)(?:数|合计|统计数?|数量|数值)?$/u },
  { rank: 3, words: /^本年(?:度)?(?:累计|实际|发生)数?$/u },
  { rank: 2, words: /^(?:本期(?:实际|数)?|统计数?|数量|数值|数据|指标值)(?:\(.{1,6}\))?$/u },
  { rank: 0, words: /^(?:历年累计|累计|历年|上年度?|上年数|截至.{0,10}|累计数|总累计)$/u },
];

function rankOf(head: string, year: number | null): number | null {
  const named = /^(20\d\d)年?度?(?:数|累计)?$/u.exec(head)?.[1];
  if (named !== undefined) return year === null || Number(named) === year ? 4 : 0;
  return HEADS.find(({ words }) => words.test(head))?.rank ?? null;
}

/** Reads the heads of all tables among the lines. */
export function valueColumns(lines: readonly Line[], year: number | null): ValueColumns {
  const heads = new Map<number, { rank: number; column: number }[]>();
  let inText: ValueColumns['inText'] = null;
  for (const line of lines) {
    const words = line.grid === null ? line.text.split(/\s+/u) : [];
    const ranks = words.map((w) => rankOf(squeeze(w), year)).filter((r) => r !== null);
    if (inText === null && ranks.length > 1)
      inText = { index: ranks.indexOf(Math.max(...ranks)), count: ranks.length };
    if (line.grid === null) continue;
    const own = heads.get(line.grid) ?? [];
    for (const piece of line.pieces) {
      const rank = piece.continued ? null : rankOf(squeeze(piece.text), year);
      if (rank !== null && !own.some((h) => h.column === piece.column))
        own.push({ rank, column: piece.column });
    }
    heads.set(line.grid, own);
  }
  const ofGrid = new Map<number, number | null>();
  for (const [grid, found] of heads) {
    const best = found.reduce<{ rank: number; column: number } | null>(
      (top, h) => (top === null || h.rank > top.rank ? h : top),
      null,
    );
    if (best !== null) ofGrid.set(grid, best.rank === 0 ? null : best.column);
  }
  return { ofGrid, inText };
}

/**
 * The figure of the year among those of a row.
 * @returns no piece where the row has none; a doubt where only the order of the columns speaks for it.
 */
export function periodColumn(
  slots: readonly Piece[],
  grid: number | null,
  { ofGrid, inText }: ValueColumns,
): { piece: Piece | null; doubt: string | null } {
  const printed = slots.filter((p) => p.kind !== 'blank');
  const column = grid === null ? undefined : ofGrid.get(grid);
  if (column === null) return { piece: null, doubt: null };
  if (column !== undefined) {
    const piece = slots.find((p) => p.column <= column && column < p.column + p.columnSpan);
    if (piece !== undefined) return { piece, doubt: null };
  }
  const [first] = printed;
  if (first === undefined) return { piece: slots[0] ?? null, doubt: null };
  const known = grid === null && inText !== null && printed.length === inText.count;
  if (known) return { piece: printed[inText.index] ?? null, doubt: null };
  if (printed.length === 1 && grid !== null && column === undefined) return { piece: first, doubt: null };
  if (printed.length === 1 && grid === null && inText === null) return { piece: first, doubt: null };
  return {
    piece: first,
    doubt: `the columns of figures have no legible heads: the first of ${printed.map((p) => p.text).join(', ')} is taken`,
  };
}
