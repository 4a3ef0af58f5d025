import type { Reading } from '../reading.ts';
import { hasNumber, type Record } from '../record.ts';
import type { Found } from './identify.ts';
import { printed } from './slots.ts';

interface Row {
  readonly id: string;
}

/**
 * A label without any value is a blank row, or one whose values the reader lost: in doubt where it is the only one
 * that has no place for them, and where there are values near it, or in the table, that belong to no row.
 * @param columns most values that a row of the form has.
 */
export function doubtUnplaced(
  found: readonly Found[],
  records: readonly Record[],
  rows: readonly Row[],
  columns: number,
  reading: Reading,
): void {
  const taken = new Set(found.map((f) => f.record));
  const isLoose = (r: Record | undefined): boolean => r !== undefined && hasNumber(r) && !taken.has(r);
  const unplaced = records.some((r) => printed(r.slots).length > columns || isLoose(r));
  const placeless = found.filter((f) => f.record.slots.length === 0);
  for (const { record, row } of found) {
    if (printed(record.slots).length > 0) continue;
    const at = records.indexOf(record);
    const bare = record.slots.length === 0;
    const lone = bare && record.grid !== null && placeless.length === 1;
    if (lone || (bare ? unplaced : isLoose(records[at - 1]) || isLoose(records[at + 1])))
      reading.doubt(
        'values_unplaced',
        `${rows[row]?.id ?? ''}.*`,
        unplaced
          ? 'no value stands beside the label, and some values have no row'
          : 'there is no place for values beside the label, as all other rows have',
      );
  }
}

/**
 * Rows in running text whose values stand beside their label, while the line above or below holds nothing but figures:
 * these may be the rest of figures that were wrapped within their cells, as converters lay narrow columns out.
 */
export function doubtRests(
  found: readonly Found[],
  records: readonly Record[],
  rows: readonly Row[],
  reading: Reading,
): void {
  const taken = new Set(found.map((f) => f.record));
  const isRest = (r: Record | undefined): r is Record =>
    r !== undefined &&
    !r.aligned &&
    !taken.has(r) &&
    r.slots.some((s) => s.kind === 'number' || s.kind === 'unreadable') &&
    (r.labels.length === 0 || r.line > r.labelLine);
  for (const { record, row } of found) {
    if (record.aligned || printed(record.slots).length === 0) continue;
    const at = records.indexOf(record);
    // Values that stand on lines of their own run on from one row to the next: then only those of one run are a rest.
    const flows = record.line > record.labelLine;
    if ([records[at - 1], records[at + 1]].some((r) => isRest(r) && (!flows || r.line === record.line)))
      reading.doubt(
        'figures_broken',
        `${rows[row]?.id ?? ''}.*`,
        'figures without a label stand beside the row: they may be the rest of its own',
      );
  }
}
