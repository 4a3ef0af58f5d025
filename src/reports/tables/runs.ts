import { labelKey } from '../label.ts';
import type { Piece } from '../line.ts';
import type { Record } from '../record.ts';
import { isRowLabel, LONGEST_LABEL } from './row-match.ts';
import { printed } from './slots.ts';

/** In flowing text a row whose label was lost runs on from the row before it: fourteen values are two rows. */
export function splitRuns(records: readonly Record[], columns: number): Record[] {
  return records.flatMap((record) => {
    const count = record.slots.length;
    if (record.grid !== null || count <= columns || count % columns !== 0) return [record];
    return Array.from({ length: count / columns }, (_, i) => ({
      ...record,
      labels: i === 0 ? record.labels : [],
      slots: record.slots.slice(i * columns, (i + 1) * columns),
    }));
  });
}

/** In flowing text a row without values runs on into the next label: each label of a row is a record of its own. */
export function splitLabels(records: readonly Record[]): Record[] {
  return records.flatMap((record) => {
    if (record.labels.length < 2) return [record];
    const lines = record.labels.map((p) => p.at.replace(/ col \d+$/u, ''));
    // What stands on the label's own line belongs to its row.
    if (lines.every((line) => line === lines[0])) return [record];
    const keys = record.labels.map((p) => labelKey(p.text));
    const parts: Record[] = [];
    let from = 0;
    for (let end = 1; end < keys.length; end++) {
      // A label that spans rows is that of each of them.
      if (lines[end] === lines[end - 1] || record.labels[end - 1]?.continued === true) continue;
      const starts = Array.from({ length: Math.min(LONGEST_LABEL, end - from) }, (_, i) => end - 1 - i);
      if (!starts.some((start) => isRowLabel(keys.slice(start, end).join('')))) continue;
      // Printed twice, or its variant is only its beginning: the label goes on.
      if (isRowLabel(keys.slice(from, end + 1).join('')) || keys[end] === keys[end - 1]) continue;
      parts.push({ ...record, labels: record.labels.slice(from, end), slots: [] });
      from = end;
    }
    return [...parts, { ...record, labels: record.labels.slice(from) }];
  });
}

/** From this many rows on a rising sequence is no chance. */
const LEAST_SERIALS = 8;

/**
 * Rows of a table that somebody numbered (行次): the numbers rise by one from row to row, before the row's values or,
 * in flowing text, at the end of the row before. They are no values.
 */
export function withoutSerials(records: readonly Record[]): Record[] {
  const serials = new Set([
    ...serialsAt(records, (slots) => slots[0]),
    ...serialsAt(records, (slots) => slots.at(-1)),
  ]);
  if (serials.size === 0) return [...records];
  return records.map((record) => ({ ...record, slots: record.slots.filter((s) => !serials.has(s)) }));
}

/** The longest run of numbers at that place that rise by one each. */
function serialsAt(
  records: readonly Record[],
  place: (values: readonly Piece[]) => Piece | undefined,
): readonly Piece[] {
  const numbered = records.flatMap((r) => {
    const values = printed(r.slots);
    const piece = values.length > 1 ? place(values) : undefined;
    return piece?.kind === 'number' ? [piece] : [];
  });
  let best: readonly Piece[] = [];
  for (let i = 0; i < numbered.length; ) {
    let j = i;
    while (j + 1 < numbered.length && numbered[j + 1]?.value === (numbered[j]?.value ?? 0) + 1) j += 1;
    if (j - i + 1 > best.length) best = numbered.slice(i, j + 1);
    i = j + 1;
  }
  return best.length >= LEAST_SERIALS ? best : [];
}
