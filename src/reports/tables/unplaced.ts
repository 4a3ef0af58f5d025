import type { Piece } from '../line.ts';
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
  const taken = new Set(found.map(recordOf));
  let unplaced = false;
  for (const record of records) unplaced ||= printed(record.slots).length > columns || isLoose(record, taken);
  const placeless = found.filter(isPlaceless);
  for (const { record, row } of found) {
    if (printed(record.slots).length > 0) continue;
    const at = records.indexOf(record);
    const bare = record.slots.length === 0;
    const lone = bare && record.grid !== null && placeless.length === 1;
    if (lone || (bare ? unplaced : isLoose(records[at - 1], taken) || isLoose(records[at + 1], taken)))
      reading.doubt(
        'values_unplaced',
        `${rows[row]?.id ?? ''}.*`,
        unplaced
          ? 'no value stands beside the label, and some values have no row'
          : 'there is no place for values beside the label, as all other rows have',
      );
  }
}

const recordOf = (found: Found): Record => found.record;
const isPlaceless = ({ record }: Found): boolean => record.slots.length === 0;

/** Whether a record has figures and is no row of the form. */
const isLoose = (record: Record | undefined, taken: ReadonlySet<Record>): boolean =>
  record !== undefined && hasNumber(record) && !taken.has(record);

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
  const taken = new Set(found.map(recordOf));
  for (const { record, row } of found) {
    if (record.aligned || printed(record.slots).length === 0) continue;
    const at = records.indexOf(record);
    // Values that stand on lines of their own run on from one row to the next: then only those of one run are a rest.
    const flows = record.line > record.labelLine;
    if (
      [records[at - 1], records[at + 1]].some((r) => isRest(r, taken) && (!flows || r.line === record.line))
    )
      reading.doubt(
        'figures_broken',
        `${rows[row]?.id ?? ''}.*`,
        'figures without a label stand beside the row: they may be the rest of its own',
      );
  }
}

/** Whether a record in running text is figures without a label, and no row of the form. */
const isRest = (record: Record | undefined, taken: ReadonlySet<Record>): record is Record =>
  record !== undefined &&
  !record.aligned &&
  !taken.has(record) &&
  record.slots.some(isFigure) &&
  (record.labels.length === 0 || record.line > record.labelLine);

const isFigure = ({ kind }: Piece): boolean => kind === 'number' || kind === 'unreadable';
