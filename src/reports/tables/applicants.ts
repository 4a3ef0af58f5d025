import { APPLICANTS } from '../forms.ts';
import { labelKey, similarity } from '../label.ts';
import { isOwnText, keyOf, type Line, type Piece } from '../line.ts';
import type { Reading } from '../reading.ts';
import type { Record } from '../record.ts';
import { type HeaderPlaces, printed } from './slots.ts';

const KEYS = APPLICANTS.map((c) => c.key);
const LABELS = APPLICANTS.map((c) => ({ key: c.key, labels: [c.label, ...c.variants].map(labelKey) }));
const KEY_OF: ReadonlyMap<string, string> = new Map(
  LABELS.flatMap(({ key, labels }) => labels.map((label) => [label, key])),
);
/** Header cells that hold other header cells. */
const CONTAINERS = /^(?:申请人情况|法人或其[他它]组织|本列数据.*|.*第[一三]项加第[二四]项.*|.*勾稽关系.*)$/u;
/** Each becomes a run of one sign, so that no column label is found inside it and its place stays known. */
const MASKED = [
  ['申请人情况', '@'],
  ['法人或其他组织', '#'],
  ['法人或其它组织', '#'],
] as const;

/** The value columns of table three as its header has them. */
export interface ApplicantColumns {
  /** Keys in the order of the page; what the form does not have is `?` and a number. */
  readonly order: readonly string[];
  /** Where they stand in the grid, one a key; null where the header does not tell. */
  readonly places: HeaderPlaces | null;
  readonly extra: readonly string[];
  readonly problems: readonly string[];
}

/** Whether a column key stands for a column that the form has. */
export const isOfForm = (key: string): boolean => !key.startsWith('?');

/**
 * Reads the header of table three. Where cells have columns they tell the order; in running text the sequence of the
 * labels does, and an order other than the official one is doubted: converters mix header cells up.
 * @param above the lines over the first row.
 * @param rows the records that were recognised as rows, to see how many values they have.
 */
export function readApplicantColumns(
  above: readonly Line[],
  rows: readonly Record[],
  reading: Reading,
): ApplicantColumns {
  const counts = rows.map(countOf);
  const grid = rows[0]?.grid ?? null;
  if (comparesYears(above))
    reading.doubt('columns_unclear', 'requests.*', 'the header speaks of the figures of another year, too');
  const cells: Piece[] = [];
  let width = 0;
  for (const line of above) {
    width = Math.max(width, line.width);
    if (line.grid !== null) cells.push(...line.pieces.filter(isOwnText));
  }
  if (grid !== null && cells.length > 0) {
    const fromGrid = columnsInGrid(cells, width, counts, reading);
    if (fromGrid !== null) return fromGrid;
  }
  return columnsInText(above, counts, reading);
}

const countOf = (record: Record): number => printed(record.slots).length;

const OTHER_YEAR = /^(?:[上去前]一?年度?(?:同期)?|同期)(?:数|数据|数量)?$/u;
const YEAR = /^20\d\d年?度?(?:数|数据|数量)?$/u;

/** Whether the header has columns for more than one year. */
function comparesYears(above: readonly Line[]): boolean {
  const years = new Set<string>();
  for (const { pieces } of above)
    for (const { text } of pieces) {
      if (text.length > 10 || text.length < 2) continue;
      if (OTHER_YEAR.test(text)) return true;
      if (YEAR.test(text)) years.add(text.slice(0, 4));
    }
  return years.size > 1;
}

function columnsInGrid(
  cells: readonly Piece[],
  width: number,
  counts: readonly number[],
  reading: Reading,
): ApplicantColumns | null {
  const known = new Map<string, Piece>();
  const strange: Piece[] = [];
  for (const piece of cells) {
    const text = keyOf(piece);
    const key = applicantOf(text);
    // Labels repeat where a header is printed again; the first is the header's own.
    if (key !== null && !known.has(key)) known.set(key, piece);
    else if (key === null && text !== '' && text.length <= 12 && !CONTAINERS.test(text)) strange.push(piece);
  }
  const columns = [...known.values()].map(columnOf);
  // Fewer, or two at one place: cells before them vanished, and their columns are not those of the rows.
  if (known.size < 5 || new Set(columns).size < columns.length) return null;
  const first = Math.min(...columns);
  const last = Math.max(...columns);
  const foreign: Piece[] = [];
  // A cell over known columns holds them; it is none itself.
  for (const piece of strange) if (piece.column > first && !coversAny(piece, columns)) foreign.push(piece);
  const missing: string[] = [];
  for (const key of KEYS) if (!known.has(key)) missing.push(key);
  const places: Placed[] = [];
  for (const [key, { column }] of known) places.push({ key, column });
  const most = Math.max(0, ...counts);
  const free = [...foreign];
  if (missing.length > 0 && most >= KEYS.length) {
    const gaps = range(first - 1, last + 1).filter((c) => !columns.includes(c) && c > 0);
    const [gap] = gaps.filter((c) => c > first && c < last);
    if (missing.length > 1 || gap === undefined) return null;
    const [key = ''] = missing;
    places.push({ key, column: gap });
    // Only the official order proves that the gap is the place of the label that is lost.
    const order = places.toSorted(byColumn).map(keyOfPlaced);
    if (order.some((k, i) => k !== KEYS[i])) return null;
    free.splice(0, free.length, ...foreign.filter((p) => p.column !== gap));
    reading.doubt('columns_by_position', `requests.*.${key}`, `the header does not show ${nameOf(key)}`);
  } else if (missing.length > 0) {
    for (const key of missing)
      reading.doubt('column_missing', `requests.*.${key}`, `the table has no column ${nameOf(key)}`);
  }
  for (const [i, piece] of free.entries()) places.push({ key: `?${i}`, column: piece.column });
  places.sort(byColumn);
  return {
    order: places.map(keyOfPlaced),
    places: { columns: places.map(columnOf), width },
    extra: free.map((p) => `column ${p.text}`),
    problems:
      missing.length > 0 && most < KEYS.length ? missing.map((k) => `column ${nameOf(k)} not found`) : [],
  };
}

interface Placed {
  readonly key: string;
  readonly column: number;
}

const columnOf = (placed: Pick<Placed, 'column'>): number => placed.column;
const keyOfPlaced = (placed: Placed): string => placed.key;
const byColumn = (a: Placed, b: Placed): number => a.column - b.column;

function coversAny({ column, columnSpan }: Piece, columns: readonly number[]): boolean {
  for (const c of columns) if (c >= column && c < column + columnSpan) return true;
  return false;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/** The column that a header cell names: exactly, with a slip, or by what is left of its label. */
function applicantOf(text: string): string | null {
  const exact = KEY_OF.get(text);
  if (exact !== undefined) return exact;
  if (text.length < 2 || text.length > 8) return null;
  const close = LABELS.filter((c) =>
    c.labels.some((l) => l.length >= 4 && (similarity(text, l) >= 0.7 || l.startsWith(text))),
  );
  return close.length === 1 ? (close[0]?.key ?? null) : null;
}

function columnsInText(
  above: readonly Line[],
  counts: readonly number[],
  reading: Reading,
): ApplicantColumns {
  const text = maskedText(above);
  const found = labelsIn(text);
  const legible = found.filter((f) => f.at !== -1);
  const missing = found.filter((f) => f.at === -1).map((f) => f.key);
  const anyNumber = counts.some((n) => n > 0);
  const most = mode(counts.filter((n) => n > 0));
  if (missing.length === 1 && most === legible.length) {
    const [key = ''] = missing;
    reading.doubt('column_missing', `requests.*.${key}`, `the table has no column ${nameOf(key)}`);
    reading.doubt('columns_by_position', 'requests.*', `the header shows ${legible.length} columns`);
    return {
      order: KEYS.filter((k) => k !== key),
      places: null,
      extra: [],
      problems: [`column ${nameOf(key)} not found`],
    };
  }
  if (missing.length > 0) {
    const names = missing.map(nameOf).join('、');
    if (anyNumber)
      reading.doubt(
        'columns_by_position',
        'requests.*',
        `the header does not show ${names}: the official order of columns was taken`,
      );
    return { order: KEYS, places: null, extra: [], problems: [] };
  }
  const official = orderInLine(above) ?? orderInText(legible, text);
  const extra = counts.some((n) => n === KEYS.length + 1) ? extraInText(text) : null;
  const order = extra === null ? official : extra.first ? ['?0', ...official] : [...official, '?0'];
  if (official.some((key, i) => key !== KEYS[i]))
    reading.doubt('columns_reordered', 'requests.*', 'the header names the columns in an unusual order');
  if (most > KEYS.length || extra !== null)
    reading.doubt(
      'columns_unclear',
      'requests.*',
      `rows have ${Math.max(...counts)} values for ${KEYS.length} columns`,
    );
  return { order, places: null, extra: extra === null ? [] : [`column ${extra.label}`], problems: [] };
}

/** A column label that the form does not have, before or after all others. */
function extraInText(text: string): { label: string; first: boolean } | null {
  const masked = LABELS.flatMap((c) => c.labels).reduce(
    (t, l) => t.replaceAll(l, '='.repeat(l.length)),
    text,
  );
  const tail = /[@#=]([\u4e00-\u9fff]{2,6})$/u.exec(masked)?.[1];
  if (tail !== undefined) return { label: tail, first: false };
  // Read line by line the last column of the first header line stands before the kinds of organisations.
  const middle = /={2}([\u4e00-\u9fff]{2,6})=/u.exec(masked)?.[1];
  const lead = /@([\u4e00-\u9fff]{2,6})[@#=]/u.exec(masked)?.[1];
  const label = middle ?? lead;
  return label === undefined ? null : { label, first: false };
}

function maskedText(lines: readonly Line[]): string {
  const keys: string[] = [];
  for (const { pieces } of lines) keys.push(...pieces.filter(isOwnText).map(keyOf));
  const text = keys.join('');
  return MASKED.reduce((t, [label, sign]) => t.replaceAll(label, sign.repeat(label.length)), text);
}

/** Where each column's label stands in a text; -1 where it does not. */
const labelsIn = (text: string): { key: string; at: number }[] =>
  LABELS.map(({ key, labels }) => ({ key, at: Math.max(...labels.map((l) => text.indexOf(l))) }));

/** The order of the labels on a line of a grid that names all columns, and nothing over them; null where none does. */
function orderInLine(above: readonly Line[]): string[] | null {
  for (const line of above) {
    const text = maskedText([line]);
    const found = labelsIn(text);
    if (line.grid !== null && !text.includes('#') && found.every((f) => f.at !== -1))
      return found.sort((a, b) => a.at - b.at).map((f) => f.key);
  }
  return null;
}

/**
 * The order of the labels, where the five kinds of organisation stand below their common heading: read line by line
 * they come after 总计, read by place before it.
 */
function orderInText(found: readonly { key: string; at: number }[], text: string): string[] {
  const sorted = [...found].sort((a, b) => a.at - b.at).map((f) => f.key);
  const organisations = sorted.filter((k) => k !== 'natural_person' && k !== 'total');
  const block = text.indexOf('#');
  const at = (key: string): number => found.find((f) => f.key === key)?.at ?? 0;
  const outer = [
    { keys: ['natural_person'], at: at('natural_person') },
    { keys: ['total'], at: at('total') },
    { keys: organisations, at: block === -1 ? at(organisations[0] ?? '') : block },
  ].sort((a, b) => a.at - b.at);
  return outer.flatMap((o) => o.keys);
}

function mode(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

function nameOf(key: string): string {
  return APPLICANTS.find((c) => c.key === key)?.label ?? key;
}
