import type { Block } from '../document.ts';
import { NoteKeeper } from '../raised.ts';
import { WordBlocks, type WordCell, type WordRow } from './rows.ts';

/** Their text is no text of the document. */
const SILENT = new Set(
  'fonttbl colortbl stylesheet listtable listoverridetable info pict object themedata colorschememapping datastore latentstyles generator filetbl revtbl rsidtbl header headerl headerr headerf footer footerl footerr footerf footnote annotation atnid atnauthor atrfstart atrfend fldinst bkmkstart bkmkend nonesttables xmlnstbl mmathPr pgptbl'.split(
    ' ',
  ),
);

/** Control words that stand for a character. */
const CHARACTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    tab: '\t',
    line: '\n',
    emdash: '—',
    endash: '–',
    lquote: '‘',
    rquote: '’',
    ldblquote: '“',
    rdblquote: '”',
    bullet: '•',
    emspace: ' ',
    enspace: ' ',
    '~': ' ',
    _: '-',
  }),
);

/** Code pages of Windows by their number; Chinese files say 936, and mean its superset. */
const CODE_PAGES: ReadonlyMap<number, string> = new Map([
  [936, 'gb18030'],
  [950, 'big5'],
  [932, 'shift_jis'],
  [65001, 'utf-8'],
]);
/** Character sets of fonts that bytes are written in, whatever the document's own code page. */
const FONT_CHARSETS: ReadonlyMap<number, string> = new Map([
  [134, 'gb18030'],
  [136, 'big5'],
  [128, 'shift_jis'],
]);

interface State {
  silent: boolean;
  /** Deleted revisions, hidden and struck text. */
  hidden: boolean;
  /** Above or below the line. */
  raised: boolean;
  inTable: boolean;
  font: number;
  /** Characters after a Unicode one that stand in for it. */
  substitutes: number;
}

interface CellDefinition {
  right: number;
  merged: WordCell['merged'];
}

/**
 * Rich text (RTF 1.9): paragraphs, and tables with their columns and merged cells.
 * @throws Error when it has more groups in groups than any writer makes.
 */
export function readRtf(bytes: Uint8Array): Block[] {
  return new RtfReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).read();
}

const DEEPEST = 2000;
const TOKEN =
  /([{}])|\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|[\r\n]+|([^\\{}\r\n]+)/gy;

class RtfReader {
  readonly #source: string;
  readonly #blocks = new WordBlocks();
  readonly #stack: State[] = [];
  readonly #fontCharsets = new Map<number, string>();
  #state: State = { silent: false, hidden: false, raised: false, inTable: false, font: 0, substitutes: 1 };
  #codePage = 'gb18030';
  /** Font whose definition is being read; null outside the font table. */
  #defining: number | null = null;
  readonly #notes = new NoteKeeper();
  #text = '';
  #bytes: number[] = [];
  #skip = 0;
  #cells: string[] = [];
  #left = 0;
  #definitions: CellDefinition[] = [];
  #next: WordCell['merged'] = null;

  constructor(source: Buffer) {
    this.#source = source.toString('latin1');
  }

  read(): Block[] {
    TOKEN.lastIndex = 0;
    for (let token = TOKEN.exec(this.#source); token !== null; token = TOKEN.exec(this.#source)) {
      const [, brace, hex, word, number, symbol, plain] = token;
      if (hex !== undefined) this.#byte(Number.parseInt(hex, 16));
      else if (plain !== undefined) for (const char of plain) this.#byte(char.charCodeAt(0));
      else if (brace === '{') this.#open();
      else if (brace === '}') this.#close();
      else if (word === 'bin') TOKEN.lastIndex += Math.max(0, Number(number ?? 0));
      else if (word !== undefined) this.#word(word, number === undefined ? null : Number(number));
      else if (symbol !== undefined) this.#symbol(symbol);
    }
    this.#flush();
    if (this.#text !== '') this.#blocks.paragraph(this.#text);
    return this.#blocks.finish();
  }

  #open(): void {
    this.#flush();
    if (this.#stack.length > DEEPEST) throw new Error(`groups are nested more than ${DEEPEST} deep`);
    this.#stack.push({ ...this.#state });
  }

  #close(): void {
    this.#flush();
    this.#skip = 0;
    this.#state = this.#stack.pop() ?? this.#state;
  }

  #symbol(symbol: string): void {
    if (symbol === '*') this.#state.silent = true;
    else if (symbol === '\\' || symbol === '{' || symbol === '}') this.#byte(symbol.charCodeAt(0));
    else if (symbol === '\r' || symbol === '\n') this.#word('par', null);
    else this.#character(CHARACTERS.get(symbol) ?? '');
  }

  #byte(value: number): void {
    if (this.#skip > 0) this.#skip -= 1;
    else if (!this.#state.silent && !this.#state.hidden) this.#bytes.push(value);
  }

  #character(text: string): void {
    this.#flush();
    if (!this.#state.silent && !this.#state.hidden) this.#add(text);
  }

  /** Bytes gather until their code page can tell the characters they make. */
  #flush(): void {
    if (this.#bytes.length === 0) return;
    const charset = this.#fontCharsets.get(this.#state.font) ?? this.#codePage;
    this.#add(new TextDecoder(charset).decode(Uint8Array.from(this.#bytes)));
    this.#bytes = [];
  }

  #add(text: string): void {
    this.#text += this.#notes.keep(this.#text, text, this.#state.raised);
  }

  #word(word: string, value: number | null): void {
    if (word === 'u') {
      this.#flush();
      if (value !== null) this.#character(String.fromCharCode(value & 0xffff));
      this.#skip = this.#state.substitutes;
      return;
    }
    if (this.#defining !== null && word === 'fcharset') this.#defineFont(value ?? 0);
    if (SILENT.has(word)) {
      this.#state.silent = true;
      if (word === 'fonttbl') this.#defining = 0;
      return;
    }
    const character = CHARACTERS.get(word);
    if (character !== undefined) this.#character(character);
    else this.#property(word, value);
  }

  #defineFont(charset: number): void {
    const name = FONT_CHARSETS.get(charset);
    if (name !== undefined && this.#defining !== null) this.#fontCharsets.set(this.#defining, name);
  }

  #property(word: string, value: number | null): void {
    switch (word) {
      case 'f':
        this.#flush();
        if (this.#state.silent && this.#defining !== null) this.#defining = value ?? 0;
        else this.#state.font = value ?? 0;
        break;
      case 'ansicpg':
        this.#codePage = CODE_PAGES.get(value ?? 0) ?? 'windows-1252';
        break;
      case 'uc':
        this.#state.substitutes = Math.max(0, value ?? 1);
        break;
      case 'v':
      case 'deleted':
      case 'strike':
      case 'striked':
        this.#flush();
        this.#state.hidden = value !== 0;
        break;
      case 'super':
      case 'sub':
      case 'nosupersub':
      case 'up':
      case 'dn':
        this.#flush();
        this.#state.raised = word !== 'nosupersub' && value !== 0;
        break;
      case 'plain':
        this.#flush();
        this.#state.hidden = false;
        this.#state.raised = false;
        break;
      case 'pard':
        this.#state.inTable = false;
        break;
      case 'intbl':
        this.#state.inTable = true;
        break;
      default:
        this.#structure(word, value ?? 0);
    }
  }

  #structure(word: string, value: number): void {
    if (this.#state.silent) return;
    switch (word) {
      case 'par':
      case 'sect':
      case 'page':
        this.#character('\n');
        if (this.#state.inTable) break;
        this.#blocks.paragraph(this.#text);
        this.#text = '';
        break;
      case 'cell':
        this.#flush();
        this.#cells.push(this.#text);
        this.#text = '';
        break;
      case 'nestcell':
      case 'nestrow':
        this.#character('\n');
        break;
      case 'row':
        this.#blocks.row(this.#row());
        this.#cells = [];
        break;
      case 'trowd':
        this.#definitions = [];
        this.#left = 0;
        this.#next = null;
        break;
      case 'trleft':
        this.#left = value;
        break;
      case 'clvmrg':
        this.#next = 'up';
        break;
      case 'clmrg':
        this.#next = 'left';
        break;
      case 'cellx':
        this.#definitions.push({ right: value, merged: this.#next });
        this.#next = null;
        break;
      default:
    }
  }

  #row(): WordRow {
    const defined = this.#definitions.length === this.#cells.length;
    const cells = this.#cells.map((text, i) => ({
      text,
      right: defined ? (this.#definitions[i]?.right ?? null) : null,
      merged: defined ? (this.#definitions[i]?.merged ?? null) : null,
    }));
    return { left: this.#left, cells };
  }
}
