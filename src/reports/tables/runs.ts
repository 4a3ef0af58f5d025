import { labelKey } from '../label.ts';
import type { Record } from '../record.ts';
import { isRowLabel, LONGEST_LABEL } from './row-match.ts';

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
    const keys = record.labels.map((p) => labelKey(p.text));
    const lines = record.labels.map((p) => p.at.replace(/ col \d+$/u, ''));
    const parts: Record[] = [];
    let from = 0;
    for (let end = 1; end < keys.length; end++) {
      // What stands on the label's own line belongs to its row.
      if (lines[end] === lines[end - 1]) continue;
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
  const atStart = serialsAt(records, (slots) => slots[0]);
  const atEnd = serialsAt(records, (slots) => slots.at(-1));
  return records.map((record, i) => {
    if (!atStart.has(i) && !atEnd.has(i)) return record;
    return { ...record, slots: atStart.has(i) ? record.slots.slice(1) : record.slots.slice(0, -1) };
  });
}

/** Indexes of the records in the longest run whose numbers at that place rise by one each. */
function serialsAt(
  records: readonly Record[],
  place: (slots: Record['slots']) => Record['slots'][number] | undefined,
): ReadonlySet<number> {
  const numbered = records.flatMap((r, index) => {
    const piece = r.slots.length > 1 ? place(r.slots) : undefined;
    return piece?.kind === 'number' && piece.value !== null ? [{ index, value: piece.value }] : [];
  });
  let best: number[] = [];
  for (let i = 0; i < numbered.length; ) {
    let j = i;
    while (j + 1 < numbered.length && numbered[j + 1]?.value === (numbered[j]?.value ?? 0) + 1) j += 1;
    if (j - i + 1 > best.length) best = numbered.slice(i, j + 1).map((n) => n.index);
    i = j + 1;
  }
  return new Set(best.length >= LEAST_SERIALS ? best : []);
}
