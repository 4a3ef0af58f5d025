import {
  Parser,
  html as standard,
  Token,
  TokenizerMode,
  type TreeAdapter,
  type TreeAdapterTypeMap,
} from 'parse5';

/**
 * Whoever knows a table's content better.
 * @param table just opened
 * @param source all of what stands in it
 * @returns whether it is taken care of: else it is parsed
 */
export type TableTaker<T extends TreeAdapterTypeMap> = (table: T['element'], source: string) => boolean;

/**
 * The tree that `parse` of parse5 makes, with less work: its tree builder is given plain text and plain tags as whole
 * tokens, instead of character by character through its tokenizer. All else that the HTML standard knows (references, comments, raw
 * text, foreign elements, damaged tags) still goes through that.
 * @throws what the tree adapter throws
 */
export function parsePage<T extends TreeAdapterTypeMap>(
  source: string,
  treeAdapter: TreeAdapter<T>,
  takeTable: TableTaker<T> | null = null,
): T['document'] {
  const normal = source.includes('\r') ? source.replace(/\r\n?/gu, '\n') : source;
  return new Feeder(normal, treeAdapter, takeTable).run();
}

const NONE: Token.Attribute[] = [];

const MORE_THAN_TEXT = /[&\0]/u;
/** The references that nearly all are; no name of another begins with one of these. */
const PLAIN_REFERENCE = /&(nbsp|amp|lt|gt|quot);/gu;
const REFERENCES: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
};

/** The text with its references resolved; null where it has others, or an ampersand that may be one, or NUL. */
function withPlainReferences(text: string): string | null {
  const spaced = text.replaceAll('&nbsp;', '\u00a0');
  if (!MORE_THAN_TEXT.test(spaced)) return spaced;
  if (MORE_THAN_TEXT.test(text.replace(PLAIN_REFERENCE, ''))) return null;
  return text.replace(PLAIN_REFERENCE, (whole, name: string) => REFERENCES[name] ?? whole);
}

/** The end of a table is looked for as far as that, in characters: of thousands that never end each would search the whole page. */
const LONGEST_TABLE = 400_000;

/** An insertion mode of the standard, by parse5's number. */
const IN_TABLE = 8;
/** Those in which all text goes where it stands: in body, in cell. */
const isRunningText = (mode: number): boolean => mode === 6 || mode === 14;

function isPlain(html: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const code = html.charCodeAt(at);
    if (code === AMPERSAND || code === NUL) return false;
  }
  return true;
}

/** An attribute whose value means itself; with the sign that ends it. */
const ATTRIBUTE = / ([a-z]+)(?:=(?:"([^"&\0]*)"|'([^'&\0]*)'|([^\s"'`=<>&\0/]+)))?(?=[ >])/uy;

/** Names that are compared all the time: one and the same text each, instead of a piece of every page. */
const TAGS: ReadonlyMap<string, { readonly tagID: standard.TAG_ID; readonly tagName: string }> = new Map(
  Object.values(standard.TAG_NAMES).map((tagName) => [
    tagName,
    { tagID: standard.getTagID(tagName), tagName },
  ]),
);

const AMPERSAND = 0x26;
const NUL = 0;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const SPACE = 0x20;

class Feeder<T extends TreeAdapterTypeMap> {
  readonly #html: string;
  readonly #parser: Parser<T>;
  readonly #takeTable: TableTaker<T> | null;
  /** What is before it was parsed. */
  #at = 0;
  /** Whether parse5's tokenizer may hold text that it has not passed on. */
  #isHeld = false;

  constructor(html: string, treeAdapter: TreeAdapter<T>, takeTable: TableTaker<T> | null) {
    this.#html = html;
    this.#takeTable = takeTable;
    this.#parser = new Parser({ treeAdapter });
    // What its tokenizer was given before is never looked at again: else it would grow with every piece.
    this.#parser.tokenizer.preprocessor.bufferWaterline = 0;
  }

  run(): T['document'] {
    const { tokenizer, document } = this.#parser;
    while (!tokenizer.inForeignNode) {
      const less = this.#html.indexOf('<', this.#at);
      if (less === -1) break;
      const isPlain = tokenizer.state === TokenizerMode.DATA && !this.#isHeld && this.#text(less);
      if (!(isPlain && this.#tag()) && !this.#other(less)) break;
    }
    tokenizer.write(this.#html.slice(this.#at), true);
    return document;
  }

  /** Text up to a place; false where it is more than text. */
  #text(end: number): boolean {
    const from = this.#at;
    if (from === end) return true;
    const text = isPlain(this.#html, from, end)
      ? this.#html.slice(from, end)
      : withPlainReferences(this.#html.slice(from, end));
    if (text === null) return false;
    this.#at = end;
    this.#feed(text);
    return true;
  }

  /** White space and words in turn, as the tokenizer has them. */
  #feed(text: string): void {
    const end = text.length;
    for (let at = 0; at < end; ) {
      const from = at;
      const isWhite = isSpace(text.charCodeAt(from));
      // In running text white space is told from words only at the beginning.
      if (!isWhite && isRunningText(this.#parser.insertionMode)) at = end;
      else while (at < end && isSpace(text.charCodeAt(at)) === isWhite) at += 1;
      const chars = text.slice(from, at);
      if (isWhite)
        this.#parser.onWhitespaceCharacter({
          type: Token.TokenType.WHITESPACE_CHARACTER,
          chars,
          location: null,
        });
      else this.#parser.onCharacter({ type: Token.TokenType.CHARACTER, chars, location: null });
    }
  }

  /** A tag of plain letters and attributes; false where it is anything else. */
  #tag(): boolean {
    const html = this.#html;
    const isEnd = html.charCodeAt(this.#at + 1) === SLASH;
    const nameAt = this.#at + (isEnd ? 2 : 1);
    let at = nameAt;
    while (isNamed(html.charCodeAt(at))) at += 1;
    if (at === nameAt || !isLetter(html.charCodeAt(nameAt))) return false;
    const written = html.slice(nameAt, at);
    const { tagID, tagName } = TAGS.get(written) ?? { tagID: standard.TAG_ID.UNKNOWN, tagName: written };
    // An end tag's attributes go nowhere.
    const attrs: Token.Attribute[] = isEnd ? NONE : [];
    while (html.charCodeAt(at) === SPACE) {
      ATTRIBUTE.lastIndex = at;
      const match = isEnd ? null : ATTRIBUTE.exec(html);
      if (match === null) return false;
      const [whole, name = '', double, single, bare] = match;
      // Of two with one name the first counts.
      if (!attrs.some((known) => known.name === name))
        attrs.push({ name, value: double ?? single ?? bare ?? '' });
      at += whole.length;
    }
    if (html.charCodeAt(at) !== GREATER) return false;
    this.#at = at + 1;
    const [selfClosing, ackSelfClosing, location] = [false, false, null];
    if (isEnd) {
      const type = Token.TokenType.END_TAG;
      this.#parser.onEndTag({ type, tagName, tagID, selfClosing, ackSelfClosing, attrs, location });
    } else {
      const type = Token.TokenType.START_TAG;
      // By it the tokenizer knows the end of raw text.
      this.#parser.tokenizer.lastStartTagName = tagName;
      this.#parser.onStartTag({ type, tagName, tagID, selfClosing, ackSelfClosing, attrs, location });
      if (tagName === 'table' && this.#takeTable !== null) this.#table(this.#takeTable);
    }
    return true;
  }

  /** Goes to the end of a table that was just opened, where its content is taken care of. */
  #table(take: TableTaker<T>): void {
    const { insertionMode, openElements } = this.#parser;
    if (insertionMode !== IN_TABLE || openElements.tmplCount > 0) return;
    const ahead = this.#html.slice(this.#at, this.#at + LONGEST_TABLE);
    const length = ahead.indexOf('</table>');
    if (length !== -1 && take(openElements.current, ahead.slice(0, length))) this.#at += length;
  }

  /** All up to the end of what may be a tag, by parse5's tokenizer; false where it has no end. */
  #other(less: number): boolean {
    const end = this.#html.indexOf('>', less) + 1;
    if (end === 0) return false;
    const next = this.#html.charCodeAt(less + 1);
    const { tokenizer } = this.#parser;
    tokenizer.write(this.#html.slice(this.#at, end), false);
    this.#at = end;
    // With a token that ends here the text before it was passed on. Anything else is text itself, or may be.
    const isToken =
      isAnyLetter(next) || next === BANG || (next === SLASH && isAnyLetter(this.#html.charCodeAt(less + 2)));
    this.#isHeld = tokenizer.state !== TokenizerMode.DATA || !isToken;
    return true;
  }
}

function isSpace(code: number): boolean {
  return code === SPACE || code === 0x0a || code === 0x09 || code === 0x0c;
}

/** As it stands in a token: a name in capitals has to be made small first. */
function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isAnyLetter(code: number): boolean {
  return isLetter(code) || (code >= 0x41 && code <= 0x5a);
}

/** Letters, digits, and what parts the names of Word's own elements: o:p, st1:chsdate. */
function isNamed(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39) || code === 0x3a || code === 0x2d;
}
