import type { Match } from '../align.ts';
import { fieldId } from '../forms.ts';
import { isOwn, type Piece, printedText } from '../line.ts';
import type { Reading } from '../reading.ts';
import { hasNumber, type Record } from '../record.ts';
import { isFigureInPlace } from '../value.ts';
import { EXACT, isExact } from './row-match.ts';
import { type Placement, printed } from './slots.ts';

/** A record without a legible label can only stand for a row by its place in the sequence. */
export const BY_PLACE = 0.12;

interface Row {
  readonly id: string;
  readonly label: string;
}

/** A record that was recognised as a row of the form. */
export interface Found {
  readonly record: Record;
  /** Index of the row in the form. */
  readonly row: number;
  /** Why the row may be another one; null when its label says plainly which it is. */
  readonly doubt: { readonly code: string; readonly message: string } | null;
}

/** Which record is which row, and how sure that is. */
export function identify(
  records: readonly Record[],
  rows: readonly Row[],
  matches: readonly Match[],
  scores: readonly (readonly number[])[],
  reading: Reading,
): Found[] {
  const found: Found[] = [];
  for (const match of matches) {
    const record = records[match.found];
    const row = rows[match.expected];
    if (record === undefined || row === undefined) continue;
    const rowLabel = record.labels.findLast(isOwn)?.text ?? '';
    if (match.score <= BY_PLACE) {
      if (!onlyCandidate(matches, match, records, rows.length)) {
        reading.doubt('label_lost', `${row.id}.*`, `a row without a legible label may be ${row.label}`);
        continue;
      }
      const message = `recognised by its place alone: its label reads “${rowLabel}”`;
      found.push({ record, row: match.expected, doubt: { code: 'label_damaged', message } });
      continue;
    }
    const rival = bestButOne(scores[match.found] ?? [], match.expected);
    // A row without places has only 0.3 of its score, and no value to doubt.
    const plain = record.slots.length === 0 || match.score >= EXACT;
    const placed = match.score >= 0.7 && match.score - rival >= 0.15 && between(matches, match);
    const doubt =
      plain || placed
        ? null
        : {
            code: 'label_damaged',
            message: `its label reads “${rowLabel}”, which is not quite ${row.label}`,
          };
    found.push({ record, row: match.expected, doubt });
  }
  const named = doubtNamesakes(found, scores, records);
  const all = [...named, ...outOfOrder(records, rows, named, scores, reading)];
  doubtRepeated(records, rows, all, scores, reading);
  doubtRivals(records, rows, all, scores, reading);
  const doubted: Found[] = [];
  for (const f of all) doubted.push({ ...f, doubt: f.doubt ?? unplacedAfter(f, all, records) });
  return doubted;
}

/** The best score of all rows but that one. */
function bestButOne(scores: readonly number[], row: number): number {
  let best = 0;
  for (let i = 0; i < scores.length; i++) if (i !== row) best = Math.max(best, scores[i] ?? 0);
  return best;
}

/** Whether a record is one of those that were recognised. */
function isAmong(found: readonly Found[], record: Record): boolean {
  for (const each of found) if (each.record === record) return true;
  return false;
}

/** The first record that was recognised as that row. */
function foundAs(row: number, found: readonly Found[]): Found | undefined {
  for (const each of found) if (each.row === row) return each;
  return undefined;
}

/** More rows than this do not stand there twice by a slip. */
const MOST_REPEATED = 2;

/** A second table of the form, with the same rows: which of the two is meant the document does not say. */
function doubtRepeated(
  records: readonly Record[],
  rows: readonly Row[],
  found: readonly Found[],
  scores: readonly (readonly number[])[],
  reading: Reading,
): void {
  let twice = 0;
  for (let row = 0; row < rows.length; row++) if (standsTwice(row, records, scores)) twice += 1;
  if (twice <= MOST_REPEATED) return;
  const groups = new Set(found.map((f) => `${rows[f.row]?.id.split('.')[0]}.*`));
  for (const group of groups)
    reading.doubt(
      'table_repeated',
      group,
      `${twice} rows stand there twice with different values: there is a second table of the form`,
    );
}

/** Whether several records bear the row's very label, with different values. */
function standsTwice(
  row: number,
  records: readonly Record[],
  scores: readonly (readonly number[])[],
): boolean {
  let first: readonly Piece[] | null = null;
  for (let i = 0; i < records.length; i++) {
    const slots = isExact(scores[i]?.[row] ?? 0) ? (records[i]?.slots ?? []) : [];
    if (slots.length === 0) continue;
    if (first !== null && textIn(first) !== textIn(slots)) return true;
    first = slots;
  }
  return false;
}

/** From here on the label of a row that was taken for nothing may have been that of a row that was read. */
const ALIKE = 0.7;

/** Rows next to a recognised one that bear nearly its label and other values: either may be the row. */
function doubtRivals(
  records: readonly Record[],
  rows: readonly Row[],
  found: readonly Found[],
  scores: readonly (readonly number[])[],
  reading: Reading,
): void {
  for (const { record, row } of found) {
    const index = records.indexOf(record);
    for (const beside of [index - 1, index + 1]) {
      const rival = records[beside];
      if (rival === undefined || !hasNumber(rival) || isAmong(found, rival)) continue;
      if ((scores[beside]?.[row] ?? 0) < ALIKE || sameValues(rival, record)) continue;
      reading.doubt('label_repeated', `${rows[row]?.id}.*`, 'the row beside it bears nearly the same label');
    }
  }
}

const textIn = (pieces: readonly Piece[]): string => pieces.map(printedText).join(' ');
const textsOf = (record: Record): string => textIn(printed(record.slots));

const sameValues = (a: Record, b: Record): boolean => textsOf(a) === textsOf(b);

/** A label without any value, and values without a label right behind it. */
function unplacedAfter({ record }: Found, all: readonly Found[], records: readonly Record[]): Found['doubt'] {
  const next = records[records.indexOf(record) + 1];
  if (printed(record.slots).length > 0 || next === undefined) return null;
  const first = next.labels[0]?.text;
  const figure = first !== undefined && isFigureInPlace(first);
  if (!figure && (!hasNumber(next) || isAmong(all, next))) return null;
  return {
    code: 'values_unplaced',
    message: 'no value stands beside the label, and those behind it have no label',
  };
}

/** A row that was recognised by its place although it bears another row's label makes that row doubtful too. */
function doubtNamesakes(
  found: readonly Found[],
  scores: readonly (readonly number[])[],
  records: readonly Record[],
): Found[] {
  const borrowed = new Set<number>();
  for (const { record, doubt } of found) {
    if (doubt?.code !== 'label_damaged') continue;
    for (const [row, score] of (scores[records.indexOf(record)] ?? []).entries())
      if (isExact(score)) borrowed.add(row);
  }
  if (borrowed.size === 0) return [...found];
  const message = 'two rows bear this label: which is which was decided by their order';
  return found.map((f) =>
    f.doubt === null && borrowed.has(f.row) ? { ...f, doubt: { code: 'label_repeated', message } } : f,
  );
}

/** Labels too short to be trusted out of their place: they are columns and headings too. */
const EVERYWHERE = /总计|合计|3\.其他/u;

/** Rows that stand elsewhere than the form has them, and rows that stand there twice. */
function outOfOrder(
  records: readonly Record[],
  rows: readonly Row[],
  found: readonly Found[],
  scores: readonly (readonly number[])[],
  reading: Reading,
): Found[] {
  const more: Found[] = [];
  for (const [i, record] of records.entries()) {
    if (record.slots.length === 0 || isAmong(found, record)) continue;
    const row = scores[i]?.findIndex(isExact) ?? -1;
    const label = rows[row]?.label;
    if (label === undefined) continue;
    const twin = foundAs(row, found) ?? foundAs(row, more);
    const beside = twin !== undefined && Math.abs(records.indexOf(twin.record) - i) === 1;
    const blank = printed(record.slots).length === 0;
    if ((EVERYWHERE.test(label) || blank) && !beside) continue;
    if (twin === undefined || blank || printed(twin.record.slots).length === 0) {
      const message = 'the row stands there twice, once without any value';
      const twice =
        twin !== undefined && twin.record.slots.length > 0 && (blank || printed(record.slots).length > 0);
      more.push({ record, row, doubt: twice ? { code: 'row_repeated_blank', message } : null });
      continue;
    }
    if (!sameValues(twin.record, record))
      more.push({
        record,
        row,
        doubt: {
          code: 'row_repeated',
          message: `the row stands there twice: ${textsOf(twin.record)} and ${textsOf(record)}`,
        },
      });
  }
  for (const { row } of more) reading.note('order', rows[row]?.label ?? '');
  return more;
}

/** A label that ran together with a number. */
const FIGURE_IN_LABEL = /\p{L}.*\d[^\p{L}]*$/u;

const endsInFigure = (piece: Piece): boolean => !piece.continued && FIGURE_IN_LABEL.test(piece.text);

/** Whether the records and rows between the neighbouring matches leave exactly this pair. */
function onlyCandidate(
  matches: readonly Match[],
  match: Match,
  records: readonly Record[],
  rows: number,
): boolean {
  const sure = matches.filter((m) => m.score > BY_PLACE);
  const before = sure.findLast((m) => m.found < match.found) ?? { found: -1, expected: -1 };
  const after = sure.find((m) => m.found > match.found) ?? { found: records.length, expected: rows };
  const withNumbers = (from: number, to: number): number =>
    records.slice(from + 1, to).filter(hasNumber).length;
  return (
    after.expected - before.expected - 1 === withNumbers(before.found, after.found) &&
    match.expected - before.expected === 1 + withNumbers(before.found, match.found)
  );
}

/** Whether both neighbours of the pair matched too: then the place confirms a damaged label. */
function between(matches: readonly Match[], { found, expected }: Match): boolean {
  let [before, after] = [expected === 0, false];
  for (const match of matches) {
    before ||= match.expected === expected - 1 && match.found < found;
    after ||= match.expected === expected + 1 && match.found > found;
  }
  return before && after;
}

/**
 * Takes the values of a recognised row as placed, with every doubt about the row.
 * @param keys the columns of the form; places of other columns are passed over.
 * @param units of money that are stated for a column outside of its cells.
 */
export function takeRow(
  { record, doubt }: Found,
  id: string,
  placed: Placement,
  keys: readonly string[],
  reading: Reading,
  units?: ReadonlyMap<string, string>,
): void {
  if (doubt?.code === 'row_repeated' || placed.kind === 'ambiguous') {
    const message = placed.kind === 'ambiguous' ? placed.message : (doubt?.message ?? '');
    for (const key of keys) reading.withhold(fieldId(id, key), record.slots, message);
  } else {
    for (const [key, piece] of placed.slots)
      if (keys.includes(key)) reading.take(fieldId(id, key), piece, units?.get(key) ?? null);
    for (const { key, pieces, message } of placed.withheld)
      if (keys.includes(key)) reading.withhold(fieldId(id, key), pieces, message);
  }
  const found = printed(record.slots).length;
  const own = found === 0 ? record.labels.slice(-2).find(endsInFigure)?.text : undefined;
  if (own !== undefined)
    reading.doubt('value_in_label', `${id}.*`, `no value stands beside “${own}”, which ends in a figure`);
  if (doubt !== null) reading.doubt(doubt.code, `${id}.*`, doubt.message);
  if (record.interrupted && found > 0 && found < keys.length)
    reading.doubt(
      'row_interrupted',
      `${id}.*`,
      'in the row of the table text stands behind or among the values',
    );
  if (record.moved) reading.doubt('row_broken', `${id}.*`, 'the values stand in the row below their label');
}
