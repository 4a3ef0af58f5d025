import { editDistance, labelKey, squeeze } from '../label.ts';
import { keyOf, type Line, type Piece, reworded } from '../line.ts';
import type { Reading } from '../reading.ts';
import { type Record, recordsOf } from '../record.ts';
import { convertMoney, isMoney, readCell } from '../value.ts';
import { WORDS } from '../wording.ts';
import { periodColumn, type ValueColumns, valueColumns } from './columns.ts';
import { type Indicator, LOCAL, NATIONAL, NATIONAL_IDS } from './form.ts';

export interface LegacyTable {
  readonly form: '2014-national' | '2008-local';
  readonly from: number;
  readonly to: number;
  /** Rows with a figure that no indicator was recognised in, as printed. */
  readonly extra: readonly string[];
  /** Why the table is not complete; empty when it is. */
  readonly problems: readonly string[];
}

/** Fewer indicators than this are words of a text, not the rows of a table. */
const FEWEST = 4;
/** A label that differs in more of its characters says nothing about the row. */
const MOST_DAMAGE = 0.25;
const LONGEST_LABEL = 80;

/** Rows that hold one figure of several: they are added up. */
const ADDED_UP = 'legacy.local.fees_copying';

/** A label as it is compared: 其中 in front of it says where it stands, not what it counts. */
export function indicatorKey(text: string, plain = labelKey(text)): string {
  return plain.includes('其中') ? labelKey(squeeze(text).replace(/^(?:\d[.、])?其中[:,]?/u, '')) : plain;
}

interface Known {
  readonly indicator: Indicator;
  readonly keys: readonly string[];
}

const prepare = (indicators: readonly Indicator[]): Known[] =>
  indicators.map((indicator) => ({
    indicator,
    keys: [...new Set([indicator.label, ...indicator.variants].map((label) => indicatorKey(label)))],
  }));

/** Where one label is of both forms (申请内容不明确), that of the form in use comes first. */
const KNOWN = {
  '2014-national': [...prepare(NATIONAL), ...prepare(LOCAL)],
  '2008-local': [...prepare(LOCAL), ...prepare(NATIONAL)],
};
const ALL_KEYS: ReadonlySet<string> = new Set(KNOWN['2014-national'].flatMap((k) => k.keys));
const OFFICIAL: ReadonlySet<string> = new Set(NATIONAL.map((i) => indicatorKey(i.label)));

const isLabel = (piece: Piece): boolean =>
  piece.kind === 'text' &&
  piece.text.length <= LONGEST_LABEL &&
  ALL_KEYS.has(indicatorKey(piece.text, keyOf(piece)));

/** Where an annexed table of indicators stands; null where there is none. */
export function findLegacyTable(source: readonly Line[]): { from: number; to: number } | null {
  const hits: number[] = [];
  const seen = new Set<string>();
  let at = 0;
  for (const line of source) {
    for (const piece of splitInline(line).pieces)
      if (isLabel(piece)) {
        hits.push(at);
        seen.add(indicatorKey(piece.text));
      }
    at += 1;
  }
  const [first, last] = [hits[0], hits.at(-1)];
  if (first === undefined || last === undefined || seen.size < FEWEST) return null;
  const grid = source[last]?.grid ?? null;
  // In text the figure of the last row may stand on the lines below its label.
  let to = last + 1;
  while (to < source.length && (grid === null ? to <= last + 2 : source[to]?.grid === grid)) to += 1;
  let from = first;
  const head = source[first]?.grid ?? null;
  while (from > 0 && (head === null ? from > first - 4 : source[from - 1]?.grid === head)) from -= 1;
  return { from, to };
}

/** Reads the annexed table of a legacy report: one figure an indicator, that of the report's year. */
export function readLegacyTable(
  source: readonly Line[],
  range: { readonly from: number; readonly to: number },
  year: number | null,
  reading: Reading,
): LegacyTable {
  const lines = source.slice(range.from, range.to).map(splitInline);
  const rows = recordsOf(lines).flatMap(splitRows);
  const form = formOf(rows);
  const columns = valueColumns(lines, year);
  reading.expect(NATIONAL_IDS);
  const located = new Map<string, Row>();
  const extra: string[] = [];
  let last = -1;
  for (const row of rows) {
    const match = recognise(row, form, last);
    if (match === null) {
      if (isUnknownRow(row)) extra.push(`${labelOf(row)}: ${row.slots.map((s) => s.text).join(' ')}`);
      continue;
    }
    last = NATIONAL_IDS.indexOf(match.id) === -1 ? last : NATIONAL_IDS.indexOf(match.id);
    takeIndicator(row, match, located, columns, reading);
  }
  const problems =
    form === '2008-local'
      ? []
      : NATIONAL.filter((i) => !located.has(i.id)).map((i) => `row ${i.label} not found`);
  for (const { id, label } of form === '2008-local' ? [] : NATIONAL)
    if (!located.has(id)) reading.doubt('row_missing', id, `the row ${label} was not found`);
  return { form, ...range, extra, problems };
}

/** A row of the table: the pieces before its figures, and the figures. */
type Row = Pick<Record, 'labels' | 'slots' | 'grid'>;

/** In flowing text a row without a figure runs on into the next label: each label is a row of its own. */
function splitRows(record: Record): Row[] {
  const starts = record.labels.flatMap((p, i) => (isLabel(p) ? [i] : []));
  return starts.length < 2
    ? [record]
    : starts.map((start, i) => ({
        labels: record.labels.slice(i === 0 ? 0 : start, starts[i + 1]),
        slots: i === starts.length - 1 ? record.slots : [],
        grid: record.grid,
      }));
}

const INLINE = /^(.{3,80}?)[:：]\s*([+-]?\d[\d,，]*(?:\.\d+)?\s*[\p{L}]{0,2})$/u;
const GLUED = /^([^\d:：]{4,60}数)\s*(\d[\d,，]*(?:\.\d+)?\s*(?:[\p{L}]{0,2}))$/u;

const WITH_UNIT = /^(.{4,80}?)((?:\s+\S{1,2}){1,2})$/u;

/** What every text has that `WITH_UNIT` splits: next to none has it, and to find that out the long way takes long. */
const MAY_HAVE_UNIT = /\s\S{1,2}\s*$/u;
const mayHaveUnit = (piece: Piece): boolean => MAY_HAVE_UNIT.test(piece.text);

/** `当面申请数 件 /` on a line is a label, its unit, and a place where nothing is printed. */
function splitUnits(line: Line): Line {
  if (line.grid !== null || !line.pieces.some(mayHaveUnit)) return line;
  const pieces = line.pieces.flatMap((piece) => {
    const match = piece.kind === 'text' ? WITH_UNIT.exec(piece.text.trim()) : null;
    const [label = '', rest = ''] = match?.slice(1) ?? [];
    const tokens = rest.trim().split(/\s+/u);
    if (match === null || !tokens.every((t) => UNIT.test(t))) return [piece];
    return [label, ...tokens].map((text) => reworded(piece, text, readCell(text)));
  });
  return { ...line, pieces };
}

/** `主动公开政府信息数：120条` on a line is a label and its figure. */
function splitInline(source: Line): Line {
  const line = splitUnits(source);
  const only = line.pieces[0];
  if (line.pieces.length !== 1 || only?.kind !== 'text') return line;
  if (!/\d/u.test(only.text)) return line;
  const match = INLINE.exec(only.text) ?? GLUED.exec(only.text);
  const figure = readCell(match?.[2] ?? '');
  if (match === null || figure.kind !== 'number' || !ALL_KEYS.has(indicatorKey(match[1] ?? ''))) return line;
  return {
    ...line,
    pieces: [reworded(only, match[1] ?? '', WORDS), reworded(only, match[2] ?? '', figure)],
  };
}

/** The national table is known by its own words; local ones by those that it does not have. */
function formOf(rows: readonly Row[]): LegacyTable['form'] {
  const keys = rows.flatMap((r) => r.labels.map((p) => indicatorKey(p.text)));
  const national = keys.filter((k) => OFFICIAL.has(k)).length;
  return national * 2 > keys.filter((k) => ALL_KEYS.has(k)).length ? '2014-national' : '2008-local';
}

interface Recognised {
  readonly id: string;
  readonly unit: string;
  /** Null where the label says plainly which row it is. */
  readonly doubt: string | null;
}

const UNIT = /^(?:[条件次篇个人元份项宗]|人次|万元|亿元|件次|——?|[-/])$/u;

function candidatesOf({ labels }: Row): string[] {
  const own = labels.filter((p) => !UNIT.test(squeeze(p.text))).map((p) => indicatorKey(p.text));
  return [own.at(-1) ?? '', own.slice(-2).join(''), own.slice(-3).join('')].filter((k) => k.length >= 3);
}

const labelOf = ({ labels }: Row): string => labels.findLast((p) => !UNIT.test(squeeze(p.text)))?.text ?? '';

/**
 * Which indicator a row is. Labels that stand in the table twice (被依法纠错数 of reconsiderations and of lawsuits) go
 * by their place: the next one after the row before.
 * @param last number of the national indicator before this row.
 */
function recognise(row: Row, form: LegacyTable['form'], last: number): Recognised | null {
  const candidates = candidatesOf(row);
  const scored = KNOWN[form].map(({ indicator, keys }) => ({
    indicator,
    damage: Math.min(...keys.flatMap((key) => candidates.map((c) => damageOf(c, key)))),
  }));
  const best = Math.min(...scored.map((s) => s.damage));
  if (!(best <= MOST_DAMAGE)) return null;
  const equal = scored.filter((s) => s.damage === best).map((s) => s.indicator);
  const ordered = equal.filter((i) => NATIONAL_IDS.indexOf(i.id) > last);
  const chosen = equal.length === 1 || equal[0]?.form === '2008-local' ? equal[0] : (ordered[0] ?? equal[0]);
  if (chosen === undefined) return null;
  const rivals = scored.filter((s) => s.indicator !== chosen && s.damage - best < 0.1 && best > 0);
  if (rivals.length > 0) return null;
  return {
    id: chosen.id,
    unit: chosen.unit,
    doubt: best > 0 ? `its label reads “${labelOf(row)}”, which is not quite ${chosen.label}` : null,
  };
}

/** Share of a label that differs, 0 to 1. A number in it is part of its name: 范围4 is not 范围5. */
function damageOf(found: string, official: string): number {
  if (found === official) return 0;
  if (found.replace(/\D/gu, '') !== official.replace(/\D/gu, '')) return 1;
  if (Math.abs(found.length - official.length) > official.length * MOST_DAMAGE) return 1;
  return editDistance(found, official) / Math.max(found.length, official.length);
}

const isUnknownRow = (row: Row): boolean =>
  row.grid !== null && labelOf(row).length >= 3 && row.slots.some((s) => s.kind === 'number');

function takeIndicator(
  row: Row,
  { id, unit, doubt }: Recognised,
  located: Map<string, Row>,
  columns: ValueColumns,
  reading: Reading,
): void {
  const { piece, doubt: columnDoubt } = periodColumn(row.slots, row.grid, columns);
  const stated = row.labels.map((p) => squeeze(p.text)).find((t) => isMoney(t)) ?? unitInLabel(row);
  const twin = located.get(id);
  located.set(id, row);
  if (twin !== undefined && id !== ADDED_UP) {
    const before = periodColumn(twin.slots, twin.grid, columns).piece;
    if (piece === null || piece.text === before?.text) return;
    if (before !== null && before.kind !== 'blank') {
      reading.withhold(id, [before, piece], `the row stands there twice: ${before.text} and ${piece.text}`);
      return;
    }
  }
  if (piece === null) reading.expect([id]);
  else if (twin !== undefined) addUp(id, piece, stated, unit, reading);
  else reading.take(id, piece, stated);
  if (doubt !== null) reading.doubt('label_damaged', id, doubt);
  if (columnDoubt !== null && piece?.kind === 'number') reading.doubt('columns_unlabelled', id, columnDoubt);
}

function unitInLabel(row: Row): string | null {
  return /[（(](?:单位[:：])?(万元|亿元|元)[）)]/u.exec(labelOf(row))?.[1] ?? null;
}

/** Fees for copies on paper and on discs are one figure. What is blank leaves the sum in doubt. */
function addUp(id: string, piece: Piece, stated: string | null, unit: string, reading: Reading): void {
  const before = reading.values[id] ?? null;
  const raw = reading.evidence[id]?.raw;
  reading.take(id, piece, stated);
  const added = piece.value === null ? null : convertMoney(piece.value, piece.unit ?? stated ?? unit, unit);
  if (before === null && added === null) return;
  reading.values[id] = (before ?? 0) + (added ?? 0);
  const { at, page } = piece;
  if (raw !== undefined) reading.evidence[id] = { raw: `${raw} + ${piece.text}`, at, page };
  if (before === null || added === null)
    reading.doubt('sum_incomplete', id, 'one of the rows that it is the sum of is blank');
}
