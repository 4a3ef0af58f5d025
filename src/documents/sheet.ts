import { CFB, read, type WorkBook, type WorkSheet } from '@e965/xlsx';
import type { Block, Cell } from './document.ts';
import { NoteKeeper } from './raised.ts';
import { repack, unpack } from './zip.ts';

/** No report's sheet comes near; a stray format in the last row makes a sheet of a million. */
const MOST_ROWS = 5000;
const MOST_COLUMNS = 200;

/**
 * Excel workbooks, old and new: the tables and the prose of every visible sheet, as they are printed.
 * @throws Error when the file is damaged or protected.
 */
export function readSheets(bytes: Uint8Array, type: 'xls' | 'xlsx'): Block[] {
  if (type === 'xls') refuseEmptyString(bytes);
  const workbook = open(type === 'xlsx' ? repack(unpack(bytes, isText)) : bytes);
  const blocks: Block[] = [];
  let grids = 0;
  for (const [i, name] of workbook.SheetNames.entries()) {
    const sheet = workbook.Sheets[name];
    if (sheet === undefined || (workbook.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0) continue;
    for (const block of blocksOf(cellsOf(sheet))) {
      if (block.kind === 'grid') grids += 1;
      blocks.push(block.kind === 'grid' ? { ...block, index: grids } : block);
    }
  }
  return blocks;
}

/** Prose that stands in a sheet is paragraphs; what is left are tables. */
function blocksOf(cells: readonly Cell[]): Block[] {
  const rows: Cell[][] = [];
  for (const cell of cells) {
    const row = rows[cell.row - 1] ?? [];
    row.push(cell);
    rows[cell.row - 1] = row;
  }
  const alone = Array.from({ length: rows.length }, (_, r) => loneText(rows[r] ?? []));
  const prose = alone.map((text) => text !== null && /。|.{80}/su.test(text));
  // A heading in a row of its own next to prose goes with it; above a table's last rows, only one does.
  const top = alone.findIndex((text) => !isHeading(text));
  for (let r = prose.length - 2; r >= 0; r--)
    if (prose[r + 1] === true && isHeading(alone[r]) && (r < top || alone[r + 1]?.includes('。') === true))
      prose[r] = true;
  for (let r = 1; r < prose.length; r++) prose[r] ||= prose[r - 1] === true && isHeading(alone[r]);
  const blocks: Block[] = [];
  let table: Cell[] = [];
  const flush = (): void => {
    if (table.some((cell) => cell.text !== '')) blocks.push(gridOf(table));
    table = [];
  };
  for (const [r, row] of rows.entries()) {
    if (prose[r] !== true) {
      table.push(...(row ?? []));
      continue;
    }
    flush();
    for (const text of (alone[r] ?? '').split('\n'))
      blocks.push({ kind: 'paragraph', text, scope: [], page: null, line: null });
  }
  flush();
  return blocks;
}

function isHeading(text: string | null | undefined): boolean {
  return text !== null && text !== undefined && !/^[\d.,%-]+$/u.test(text);
}

/** The text of a row in which only one place is filled; null for other rows. */
function loneText(row: readonly Cell[]): string | null {
  const [first, ...others] = row.filter((cell) => cell.text !== '');
  return first === undefined || others.length > 0 || first.rowSpan > 1 ? null : first.text;
}

function gridOf(cells: readonly Cell[]): Block {
  const above = Math.min(...cells.map((c) => c.row)) - 1;
  const own = cells.map((c) => ({ ...c, row: c.row - above }));
  return {
    kind: 'grid',
    index: 0,
    rows: own.reduce((most, c) => Math.max(most, c.row), 0),
    columns: own.reduce((most, c) => Math.max(most, c.column + c.columnSpan - 1), 0),
    cells: own,
    aligned: true,
    scope: [],
    page: null,
    line: null,
  };
}

/** Everything but pictures and embedded files. */
function isText(name: string): boolean {
  return /\.(?:xml|rels|vml)$/iu.test(name) && !/^xl\/(?:media|embeddings|drawings)\//u.test(name);
}

/** Of an OLE container; other old workbooks are bare records. */
const OLE_START = 0xd0;
/** The record that holds the text of a formula's result, as it begins in the stream: number and length, two bytes each. */
const STRING_RECORDS = new Set([0x0007, 0x0207]);

/**
 * The library reads such a record without any content as text without end, until no memory is left: no limit of a thread
 * holds then, the whole process ends.
 * @throws Error
 */
function refuseEmptyString(bytes: Uint8Array): void {
  if (bytes[0] !== OLE_START) return;
  const container = CFB.read(bytes, { type: 'array' });
  const entry = CFB.find(container, '/Workbook') ?? CFB.find(container, '/Book');
  const stream = Uint8Array.from(entry?.content ?? []);
  const view = new DataView(stream.buffer);
  for (let at = 0; at + 4 <= stream.length; at += 4 + view.getUint16(at + 2, true))
    if (STRING_RECORDS.has(view.getUint16(at, true)) && view.getUint16(at + 2, true) === 0)
      throw new Error('a text in the workbook has no content: the file is damaged');
}

function open(bytes: Uint8Array): WorkBook {
  return read(bytes, {
    type: 'array',
    dense: true,
    sheetRows: MOST_ROWS,
    cellFormula: false,
    cellHTML: false,
  });
}

/** Every place of the used area that no merged cell covers, blank ones too, in reading order. */
function cellsOf(sheet: WorkSheet): Cell[] {
  const rows = (sheet['!data'] ?? []).slice(0, MOST_ROWS);
  const texts = rows.map((row) =>
    Array.from({ length: Math.min(row?.length ?? 0, MOST_COLUMNS) }, (_, c) => printed(row[c])),
  );
  const lastRow = texts.findLastIndex((row) => row.some((text) => text !== ''));
  const lastColumn = texts.reduce(
    (most, row) =>
      Math.max(
        most,
        row.findLastIndex((text) => text !== ''),
      ),
    0,
  );
  const covered = new Set<number>();
  const spans = new Map<number, { rowSpan: number; columnSpan: number }>();
  const place = (r: number, c: number): number => r * MOST_COLUMNS + c;
  for (const { s, e } of sheet['!merges'] ?? []) {
    if (s.r > lastRow || s.c > lastColumn) continue;
    const [bottom, right] = [Math.min(e.r, lastRow), Math.min(e.c, MOST_COLUMNS - 1)];
    spans.set(place(s.r, s.c), { rowSpan: bottom - s.r + 1, columnSpan: right - s.c + 1 });
    for (let r = s.r; r <= bottom; r++)
      for (let c = s.c; c <= right; c++) if (r !== s.r || c !== s.c) covered.add(place(r, c));
  }
  const cells: Cell[] = [];
  for (let r = 0; r <= lastRow; r++)
    for (let c = 0; c <= lastColumn; c++) {
      if (covered.has(place(r, c))) continue;
      const span = spans.get(place(r, c)) ?? { rowSpan: 1, columnSpan: 1 };
      cells.push({ row: r + 1, column: c + 1, ...span, text: texts[r]?.[c] ?? '', page: null, box: null });
    }
  return cells;
}

/** A part of a cell's text with a type of its own, and what is raised or struck in it. */
const RUN = /<(?:\w+:)?r>(.*?)<\/(?:\w+:)?r>/gsu;
const RUN_TEXT = /<(?:\w+:)?t\b[^>]*>(.*?)<\/(?:\w+:)?t>/su;
const RAISED = /vertAlign\s+val="su(?:per|b)script"/u;
const STRUCK = /<(?:\w+:)?strike\s*(?:val="(?:1|true)"\s*)?\/>/u;

/** A text whose parts are set in several ways: notes apart from their figures, without what is struck; null for all other cells. */
function mixed(source: unknown): string | null {
  if (typeof source !== 'string' || !(RAISED.test(source) || STRUCK.test(source))) return null;
  const notes = new NoteKeeper();
  let text = '';
  for (const [, run = ''] of source.matchAll(RUN)) {
    const piece = /^[\d\s.,*]*$/u.exec(RUN_TEXT.exec(run)?.[1] ?? '')?.[0];
    // Words need no care: only figures are told apart.
    if (piece === undefined) return null;
    if (!STRUCK.test(run)) text += notes.keep(text, piece, RAISED.test(run));
  }
  return text;
}

/** As Excel shows it; a number that it would shorten to fit, in full. */
function printed(
  cell: { readonly w?: string; readonly v?: unknown; readonly t?: string; readonly r?: unknown } | undefined,
): string {
  if (cell === undefined || cell.t === 'z') return '';
  const shown = mixed(cell.r) ?? cell.w ?? (cell.v === undefined ? '' : String(cell.v));
  const text = cell.t === 'n' && /[eE#]/u.test(shown) ? String(cell.v) : shown;
  return text
    .split(/\r\n|\n|\r/u)
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
