import { keyOf, type Piece } from '../line.ts';
import type { Record } from '../record.ts';
import { isRowLabel, LONGEST_LABEL } from './row-match.ts';
import { printed } from './slots.ts';

/** In flowing text a row whose label was lost runs on from the row before it: fourteen values are two rows. */
export function splitRuns(records: readonly Record[], columns: number): Record[] {
  const all: Record[] = [];
  for (const record of records) {
    const { grid, labels, slots } = record;
    if (grid !== null || slots.length <= columns || slots.length % columns !== 0) all.push(record);
    else
      for (let from = 0; from < slots.length; from += columns)
        all.push({
          ...record,
          labels: from === 0 ? labels : [],
          slots: slots.slice(from, from + columns),
        });
  }
  return all;
}

/** In flowing text a row without values runs on into the next label: each label of a row is a record of its own. */
export function splitLabels(records: readonly Record[]): readonly Record[] {
  const all: Record[] = [];
  for (const record of records) {
    // What stands on the label's own line belongs to its row.
    if (areOnOneLine(record.labels)) all.push(record);
    else all.push(...labelsApart(record));
  }
  return all.length === records.length ? records : all;
}

function areOnOneLine(labels: readonly Piece[]): boolean {
  const [first] = labels;
  if (first === undefined || labels.length < 2) return true;
  for (const { row } of labels) if (row !== first.row) return false;
  return true;
}

const rowOf = (piece: Piece): string => piece.row;

function labelsApart(record: Record): Record[] {
  const lines = record.labels.map(rowOf);
  const keys = record.labels.map(keyOf);
  const parts: Record[] = [];
  let from = 0;
  for (let end = 1; end < keys.length; end++) {
    // A label that spans rows is that of each of them.
    if (lines[end] === lines[end - 1] || record.labels[end - 1]?.continued === true) continue;
    if (!endsInRowLabel(keys.slice(from, end))) continue;
    // Printed twice, or its variant is only its beginning: the label goes on.
    if (isRowLabel(keys.slice(from, end + 1).join('')) || keys[end] === keys[end - 1]) continue;
    parts.push({ ...record, labels: record.labels.slice(from, end), slots: [] });
    from = end;
  }
  parts.push({ ...record, labels: record.labels.slice(from) });
  return parts;
}

/** Whether the last pieces of a text are together the label of a row. */
function endsInRowLabel(keys: readonly string[]): boolean {
  for (let start = keys.length - 1; start >= Math.max(0, keys.length - LONGEST_LABEL); start--)
    if (isRowLabel(keys.slice(start).join(''))) return true;
  return false;
}

/** From this many rows on a rising sequence is no chance. */
const LEAST_SERIALS = 8;

/**
 * Rows of a table that somebody numbered (行次): the numbers rise by one from row to row, before the row's values or,
 * in flowing text, at the end of the row before. They are no values.
 */
export function withoutSerials(records: readonly Record[]): Record[] {
  const serials = new Set([...serialsAt(records, 0), ...serialsAt(records, -1)]);
  if (serials.size === 0) return [...records];
  return records.map((record) => ({ ...record, slots: record.slots.filter((s) => !serials.has(s)) }));
}

/** The longest run of numbers that rise by one each, at that place among the values of their rows. */
function serialsAt(records: readonly Record[], place: 0 | -1): readonly Piece[] {
  const numbered: Piece[] = [];
  for (const { slots } of records) {
    const values = printed(slots);
    const piece = values.length > 1 ? values.at(place) : undefined;
    if (piece?.kind === 'number') numbered.push(piece);
  }
  let best: readonly Piece[] = [];
  for (let i = 0; i < numbered.length; ) {
    let j = i;
    while (j + 1 < numbered.length && numbered[j + 1]?.value === (numbered[j]?.value ?? 0) + 1) j += 1;
    if (j - i + 1 > best.length) best = numbered.slice(i, j + 1);
    i = j + 1;
  }
  return best.length >= LEAST_SERIALS ? best : [];
}
