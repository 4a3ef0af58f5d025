import { LITIGATION_COLUMNS, LITIGATION_GROUPS, LITIGATION_IDS } from '../forms.ts';
import { labelKey } from '../label.ts';
import type { Line, Piece } from '../line.ts';
import type { Reading } from '../reading.ts';
import { type Record, recordsOf } from '../record.ts';
import { learnLayout, placeInColumns } from './slots.ts';

export interface LitigationResult {
  readonly found: boolean;
  readonly problems: readonly string[];
}

interface Place {
  readonly key: string;
  readonly column: number;
}

const LEAVES = LITIGATION_COLUMNS.map((c) => ({
  key: c.key,
  labels: [c.label, ...c.variants].map(labelKey),
}));

/**
 * Reads table four (政府信息公开行政复议、行政诉讼情况): one row of fifteen values under a header of three
 * groups of five. Columns go by the header where its cells have positions, else by the official order.
 */
export function readLitigation(lines: readonly Line[], reading: Reading): LitigationResult {
  const records = recordsOf(lines);
  const isHeader = (r: Record): boolean => {
    const text = r.labels.map((p) => labelKey(p.text)).join('');
    return /复议后起诉|未经复议|结果维持|结果纠正|尚未审结/u.test(text);
  };
  const start = records.findIndex(isHeader);
  if (start === -1) return { found: false, problems: [] };
  const candidates = records.slice(start).filter((r) => r.slots.length > 0);
  const record = candidates.find((r) => r.slots.some((s) => s.kind === 'number')) ?? candidates[0];
  reading.expect(LITIGATION_IDS);
  const blankRow = lines.some(
    (l) => l.pieces.length >= LITIGATION_IDS.length && l.pieces.every((p) => p.kind === 'blank'),
  );
  if (record === undefined && blankRow) return { found: true, problems: [] };
  if (record === undefined) {
    reading.doubt(
      'row_missing',
      'review.*',
      'the table of reviews and lawsuits has a header but no row of values',
    );
    reading.doubt(
      'row_missing',
      'litigation.*',
      'the table of reviews and lawsuits has a header but no row of values',
    );
    return { found: true, problems: ['the row of values was not found'] };
  }
  const header = lines
    .flatMap((l) => l.pieces)
    .filter((p) => p.kind === 'text' && !p.continued && p.column > 0);
  const places = record.aligned ? placesOf(header) : [];
  const complete = places.length === LITIGATION_IDS.length;
  const order = complete ? places.map((p) => p.key) : LITIGATION_IDS;
  const layout = learnLayout(
    [],
    order,
    complete ? { columns: places.map((p) => p.column), width: record.columns } : null,
  );
  const placed = placeInColumns(record, 0, layout);
  if (placed.kind === 'ambiguous') {
    for (const id of LITIGATION_IDS) reading.withhold(id, record.slots, placed.message);
    return { found: true, problems: [`the row of values is ambiguous: ${placed.message}`] };
  }
  if (record.aligned && !complete && record.slots.some((s) => s.kind === 'number'))
    for (const group of ['review.*', 'litigation.*'])
      reading.doubt(
        'columns_by_position',
        group,
        'the header of table four is not legible: the official order was taken',
      );
  for (const [id, piece] of placed.slots) reading.take(id, piece);
  for (const { key, pieces, message } of placed.withheld) reading.withhold(key, pieces, message);
  return { found: true, problems: [] };
}

/** The columns of the fifteen leaf labels; empty unless every one is told by its group above it. */
function placesOf(header: readonly Piece[]): Place[] {
  const groups = header.flatMap((piece) => {
    const group = LITIGATION_GROUPS.find((g) => labelKey(g.label) === labelKey(piece.text));
    return group === undefined
      ? []
      : [{ id: group.id, from: piece.column, to: piece.column + piece.columnSpan - 1 }];
  });
  const places = new Map<string, Place>();
  for (const piece of header) {
    const leaf = LEAVES.find((l) => l.labels.includes(labelKey(piece.text)));
    if (leaf === undefined) continue;
    const group = groups.find((g) => piece.column >= g.from && piece.column <= g.to);
    if (group === undefined) return [];
    const key = `${group.id}.${leaf.key}`;
    if (!places.has(key)) places.set(key, { key, column: piece.column });
  }
  return [...places.values()].sort((a, b) => a.column - b.column);
}
