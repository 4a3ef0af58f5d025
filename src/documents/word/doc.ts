import type { Block } from '../document.ts';
import { NoteKeeper } from '../raised.ts';
import { OleFile } from './ole.ts';
import { type FormattedRun, formattedRuns, runAt, type Sprm } from './properties.ts';
import { WordBlocks, type WordCell, type WordRow } from './rows.ts';

// Offsets into the file information block, [MS-DOC] 2.5.
const MAGIC = 0xa5ec;
const FLAGS = 0x0a;
const FLAG_ENCRYPTED = 0x0100;
const FLAG_TABLE_1 = 0x0200;
const TEXT_LENGTH = 0x4c;
const CHARACTER_RUNS = 0xfa;
const PARAGRAPH_RUNS = 0x102;
const PIECES = 0x1a2;

const PIECE_BYTES = 0x40000000;
/** No report comes near; pieces may repeat the same bytes. */
const MOST_CHARACTERS = 10_000_000;

// Properties ([MS-DOC] 2.6): of a character, of a paragraph, of a table row.
const REVISION_DELETED = 0x0800;
const HIDDEN = 0x083c;
const STRUCK = [0x0837, 0x2a53];
/** Super- or subscript, and a shift up or down in half points. */
const RAISED = [0x2a48, 0x4845];
const IN_TABLE = 0x2416;
const ROW_END = 0x2417;
const DEPTH = 0x6649;
const TABLE_DEFINITION = 0xd608;
const VERTICAL_MERGE = 0xd62b;
const CELL_BYTES = 20;

/**
 * A Word 97–2003 document (and WPS Writer's own format, which is the same): paragraphs, and tables with their
 * columns and merged cells. Deleted revisions, hidden and struck text and field codes are left out.
 * @throws Error when the file is damaged, encrypted, or of an older format.
 */
export function readDoc(bytes: Uint8Array): Block[] {
  const file = new OleFile(bytes);
  const main = file.stream('WordDocument');
  if (main === null) throw new Error('the file holds no Word document');
  const fib = viewOf(main);
  if (fib.getUint16(0, true) !== MAGIC) throw new Error('a Word document of a format before Word 97');
  const flags = fib.getUint16(FLAGS, true);
  if ((flags & FLAG_ENCRYPTED) !== 0) throw new Error('the Word document asks for a password');
  const table = file.stream((flags & FLAG_TABLE_1) === 0 ? '0Table' : '1Table');
  if (table === null) throw new Error('the Word document lacks its tables');
  const data = file.stream('Data');
  const runs = (at: number, paragraphs: boolean): FormattedRun[] =>
    formattedRuns(main, part(fib, table, at), paragraphs, data);
  const formatted = runs(CHARACTER_RUNS, false);
  const hidden = formatted.filter((run) =>
    run.sprms.some(
      (s) =>
        (s.code === REVISION_DELETED || s.code === HIDDEN || STRUCK.includes(s.code)) && s.operand[0] === 1,
    ),
  );
  const raised = formatted.filter((run) =>
    run.sprms.some((s) => RAISED.includes(s.code) && s.operand.some((byte) => byte !== 0)),
  );
  const assembly = new Assembly(runs(PARAGRAPH_RUNS, true), hidden, raised);
  const length = fib.getUint32(TEXT_LENGTH, true);
  for (const { character, offset } of characters(main, part(fib, table, PIECES), length))
    assembly.take(character, offset);
  return assembly.finish();
}

/** A part of the table stream, by its offset and length in the file information block. */
function part(fib: DataView, table: Uint8Array, at: number): Uint8Array {
  const start = fib.getUint32(at, true);
  return table.subarray(start, start + fib.getUint32(at + 4, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The main text in order, each character with its offset in the file: the piece table, [MS-DOC] 2.8.35. */
function* characters(
  main: Uint8Array,
  clx: Uint8Array,
  length: number,
): Generator<{ character: string; offset: number }> {
  const view = viewOf(clx);
  let at = 0;
  while (view.getUint8(at) === 1) at += 3 + view.getUint16(at + 1, true);
  const count = Math.floor((view.getUint32(at + 1, true) - 4) / 12);
  at += 5;
  let taken = 0;
  for (let i = 0; i < count && taken < length; i++) {
    const size = view.getUint32(at + (i + 1) * 4, true) - view.getUint32(at + i * 4, true);
    const place = view.getUint32(at + (count + 1) * 4 + i * 8 + 2, true);
    const narrow = (place & PIECE_BYTES) !== 0;
    const start = narrow ? (place & ~PIECE_BYTES) >>> 1 : place;
    const width = narrow ? 1 : 2;
    const bytes = main.subarray(start, start + size * width);
    const text = new TextDecoder(narrow ? 'windows-1252' : 'utf-16le').decode(bytes);
    if (taken + text.length > MOST_CHARACTERS)
      throw new Error(`the text has more than ${MOST_CHARACTERS} characters`);
    for (let k = 0; k < text.length && taken < length; k++, taken++)
      yield { character: text.charAt(k), offset: start + k * width };
  }
}

/** Puts characters together to paragraphs and rows, by the properties of the paragraph that each mark ends. */
class Assembly {
  readonly #paragraphs: readonly FormattedRun[];
  readonly #hidden: readonly FormattedRun[];
  readonly #raised: readonly FormattedRun[];
  readonly #notes = new NoteKeeper();
  readonly #blocks = new WordBlocks();
  #text = '';
  #cells: string[] = [];
  /** Fields open here, outermost first: true while their instructions last, false in their results. */
  #fields: boolean[] = [];

  constructor(
    paragraphs: readonly FormattedRun[],
    hidden: readonly FormattedRun[],
    raised: readonly FormattedRun[],
  ) {
    this.#paragraphs = paragraphs;
    this.#hidden = hidden;
    this.#raised = raised;
  }

  take(character: string, offset: number): void {
    const code = character.charCodeAt(0);
    if (code === 0x13) this.#fields.push(true);
    else if (code === 0x14) this.#fields.splice(-1, 1, false);
    else if (code === 0x15) this.#fields.pop();
    else if (code === 0x0d || code === 0x07 || code === 0x0c) this.#end(code, offset);
    else if (this.#fields.includes(true) || isIn(this.#hidden, offset)) return;
    else if (code === 0x0b) this.#text += '\n';
    else if (code === 0x1e) this.#text += '-';
    else if (code >= 0x20 || code === 0x09)
      this.#text += this.#notes.keep(this.#text, character, isIn(this.#raised, offset));
  }

  finish(): Block[] {
    if (this.#text !== '') this.#blocks.paragraph(this.#text);
    return this.#blocks.finish();
  }

  #end(mark: number, offset: number): void {
    // A field that was never closed must not swallow the rest.
    this.#fields = [];
    const sprms = runAt(this.#paragraphs, offset)?.sprms ?? [];
    const set = (code: number): boolean => sprms.some((s) => s.code === code && s.operand[0] !== 0);
    const depth = sprms.findLast((s) => s.code === DEPTH)?.operand[0] ?? (set(IN_TABLE) ? 1 : 0);
    if (depth === 0) {
      this.#cells = [];
      this.#blocks.paragraph(this.#text);
    } else if (mark === 0x07 && depth === 1 && set(ROW_END)) {
      this.#blocks.row(rowOf(this.#cells, sprms));
      this.#cells = [];
    } else if (mark === 0x07 && depth === 1) this.#cells.push(this.#text);
    else {
      // A further paragraph of the cell, or a table within it.
      this.#text += '\n';
      return;
    }
    this.#text = '';
  }
}

function isIn(runs: readonly FormattedRun[], offset: number): boolean {
  return runs.length > 0 && runAt(runs, offset) !== null;
}

/** A row by its definition ([MS-DOC] 2.9.333): column edges, then flags of each cell. */
function rowOf(texts: readonly string[], sprms: readonly Sprm[]): WordRow {
  const operand = sprms.findLast((s) => s.code === TABLE_DEFINITION)?.operand;
  const count = operand?.[0] ?? 0;
  if (operand === undefined || count !== texts.length || operand.length < 1 + (count + 1) * 2)
    return { left: 0, cells: texts.map((text) => ({ text, right: null, merged: null })) };
  const view = viewOf(operand);
  const upward = new Map<number, number>();
  for (const { code, operand: merge } of sprms)
    if (code === VERTICAL_MERGE) upward.set(merge[0] ?? 0, merge[1] ?? 0);
  const cells: WordCell[] = texts.map((text, i) => {
    const flagsAt = 1 + (count + 1) * 2 + i * CELL_BYTES;
    const flags = flagsAt + 2 <= operand.length ? view.getUint16(flagsAt, true) : 0;
    const vertical = upward.get(i) ?? (flags >> 5) & 3;
    const merged = (flags & 2) !== 0 && (flags & 1) === 0 ? 'left' : vertical === 1 ? 'up' : null;
    return { text, right: view.getInt16(1 + (i + 1) * 2, true), merged };
  });
  return { left: view.getInt16(1, true), cells };
}
