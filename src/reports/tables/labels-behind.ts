import { isOwnNumber, isOwnText, isText, type Line } from '../line.ts';
import { hasNumber, type Record } from '../record.ts';
import { isExact, labelScores, type RowKeys } from './row-match.ts';
import { printed } from './slots.ts';

/** What is said of every value of a table that was read so. */
export const LABELS_BEHIND = 'the labels of the rows stand behind their values';

/** Fewer lines are a slip, not the way the table is laid out. */
const FEWEST = 3;
/** Of which so many have several values: a number alone before a label is the label's. */
const FEWEST_FULL = 2;

/** The lines with labels in front, where most rows have them to the right of their values; null where they have not. */
export function withLabelsInFront(lines: readonly Line[]): readonly Line[] | null {
  let [behind, full, before] = [0, 0, 0];
  for (const line of lines) {
    const side = sideOf(line);
    if (side === 'before') before += 1;
    else if (side !== null) {
      behind += 1;
      if (side > 1) full += 1;
    }
  }
  if (behind < FEWEST || full < FEWEST_FULL || behind <= 2 * before) return null;
  return lines.map((line) => {
    const side = sideOf(line);
    if (side === null || side === 'before') return line;
    const isLabel = line.pieces.map(isText);
    return {
      ...line,
      pieces: [...line.pieces.filter((_, i) => isLabel[i]), ...line.pieces.filter((_, i) => !isLabel[i])],
    };
  });
}

/** How many numbers a line has in front of all its words; `before` where words stand in front; null where it lacks either. */
function sideOf({ pieces }: Line): number | 'before' | null {
  const text = pieces.findIndex(isOwnText);
  const first = pieces.findIndex(isOwnNumber);
  if (text === -1 || first === -1) return null;
  const last = pieces.findLastIndex(isOwnNumber);
  return last < text ? pieces.filter(isOwnNumber).length : 'before';
}

/** Whether the record's label is plainly that of a row. */
export function isLabelled(record: Record, rows: readonly RowKeys[]): boolean {
  return record.labels.length > 0 && labelScores(record.labels, rows).some(isExact);
}

/** What only headers say. */
const HEADER = /自然人|商业企业|信息内容/u;

/**
 * In running text of one cell a line: each label with the values in front of it, where the first row's values follow
 * the header and the last row's label has none behind it; null where labels stand in front.
 */
export function labelsBehind(
  records: readonly Record[],
  isRow: (record: Record) => boolean,
): readonly Record[] | null {
  // The header has no values of its own: only where it seems to, more is looked at.
  const header = records[firstBehind(records, isRow) - 1];
  // The last column of a header may be called as a row is: 其他.
  if (header === undefined || (isRow(header) && !header.labels.some((p) => HEADER.test(p.text)))) return null;
  const last = records.findLast(isRow);
  if (last === undefined || printed(last.slots).length > 0) return null;
  return records.map((record, i) => {
    const { slots, line } = records[i - 1] ?? { slots: [], line: record.line };
    return { ...record, slots, line };
  });
}

/** The first row whose values may stand behind the label before it; -1 where there is none. */
function firstBehind(records: readonly Record[], isRow: (record: Record) => boolean): number {
  let before: Record | undefined;
  for (const [i, record] of records.entries()) {
    if (before !== undefined && runsOn(before) && isRow(record)) return i;
    before = record;
  }
  return -1;
}

/** Whether a label has values in running text on a line below its own. */
const runsOn = (r: Record): boolean =>
  r.grid === null && r.labels.length > 0 && r.line > r.labelLine && hasNumber(r);
