import { slimStyle } from './html-dom.ts';
import { remembering } from './remembering.ts';

/** What places a file in a page. */
const FILE = ['src', 'data', 'type', 'title'];
/** Attributes that somebody looks at, by element: the reader, or who looks for a page's files. All others are only weight to a parser. */
const KEPT: ReadonlyMap<string, readonly string[]> = new Map([
  ['td', ['colspan', 'rowspan']],
  ['th', ['colspan', 'rowspan']],
  ['a', ['href', 'title', 'download']],
  ['img', ['src', 'width', 'height', 'title', 'alt']],
  ['iframe', FILE],
  ['embed', FILE],
  ['object', FILE],
  ['base', ['href']],
  ['meta', ['name', 'property', 'content']],
  // A hidden field may stand between table rows, any other is moved out of the table. What a field holds is seen.
  ['input', ['type', 'value']],
  ['option', ['selected']],
]);

/** Of every element: in class names, whether it belongs to what a portal puts round its pages. */
const SURROUNDING = /head|foot|nav|logo|share|icon|bread|crumb|position/u;

/** Their content is characters, not elements, up to their end tag. */
const RAW = 'script style textarea title iframe noembed noframes noscript xmp'.split(' ');
/** What ends them. */
const END_TAGS: ReadonlyMap<string, RegExp> = new Map(
  RAW.map((name) => [name, new RegExp(`</${name}[\\t\\n\\f\\r />]`, 'gi')]),
);
/** Of these not even the characters matter. */
const EMPTIED = new Set(['script', 'style', 'iframe']);
/** Past these the standard's rules change: what follows is left as it is. */
const FOREIGN = new Set(['svg', 'math', 'plaintext']);

const LETTER_A = 0x61;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
/** `</`, `<!` and `<?` before anything but a name or two hyphens: all up to the next `>` is a comment of sorts. */
const BOGUS = [SLASH, 0x21, 0x3f];
const QUOTES = [0x22, 0x27];

/**
 * Leaves out of a page what has no bearing on its text: what comments, scripts and styles hold, and most attributes, which are two
 * thirds of a usual page and of the time that parsing it takes. Finds tags by the tokenizer rules of the HTML
 * standard (13.2.5), so that parsing the result gives the same elements with the same text.
 */
export function slimHtml(html: string): string {
  return new Slimmer(html, ofText).run();
}

/**
 * The same of a page in UTF-8. Markup is ASCII, so that the bytes can be looked through as they are, and only what is left
 * need be decoded.
 */
export function slimUtf8(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return fromUtf8(new Slimmer(latin1, ofUtf8).run());
}

/** @param bytes of UTF-8, as characters of Latin-1. */
function fromUtf8(bytes: string): string {
  return BEYOND_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

const BEYOND_ASCII = /[\u0080-\u00ff]/u;

/** What is left of a tag's attributes, and where its `>` stands. */
interface SlimAttributes {
  readonly kept: string;
  readonly greater: number;
}

/** How attributes are read from pages of one encoding. */
interface AttributeReader {
  /** @returns null where the tag that begins there never ends */
  read(html: string, nameAt: number): SlimAttributes | null;
  /**
   * The same of a tag by itself, from its name to the first `>`, whatever page it stands in: null where it goes on behind that.
   * A table gives all its cells the same few tags, a portal all its pages the same menu.
   */
  keptIn(tag: string): string | null;
}

const LONGEST_TAG = 400;

/** @param decoded gives a part of such a page as text. */
function attributeReader(decoded: (source: string) => string): AttributeReader {
  const read = (html: string, nameAt: number) => slimAttributes(html, nameAt, decoded);
  const keptIn = remembering(
    (tag) => {
      const slim = read(tag, 0);
      return slim?.greater === tag.length - 1 ? slim.kept : null;
    },
    { most: 4000, longest: LONGEST_TAG },
  );
  return { read, keptIn };
}

const ofText = attributeReader((text) => text);
const ofUtf8 = attributeReader(fromUtf8);

class Slimmer {
  readonly #html: string;
  readonly #attributes: AttributeReader;
  /** Where the next thing to look at stands. */
  #at = 0;
  /** Up to where the page is copied. */
  #copied = 0;
  #out = '';

  constructor(html: string, attributes: AttributeReader) {
    this.#html = html;
    this.#attributes = attributes;
  }

  run(): string {
    const html = this.#html;
    for (;;) {
      const less = html.indexOf('<', this.#at);
      if (less === -1) break;
      const next = html.charCodeAt(less + 1);
      if (isLetter(next)) {
        if (!this.#tag(less + 1, false)) break;
      } else if (next === SLASH && isLetter(html.charCodeAt(less + 2))) {
        if (!this.#tag(less + 2, true)) break;
      } else if (html.startsWith('<!--', less)) {
        this.#at = commentEnd(html, less);
        // An empty comment stays, lest what stood round it become one.
        this.#leaveOut(less, this.#at, '<!-->');
      } else this.#at = BOGUS.includes(next) ? html.indexOf('>', less) + 1 || html.length : less + 1;
    }
    return this.#out + html.slice(this.#copied);
  }

  #leaveOut(from: number, to: number, instead: string): void {
    this.#out += this.#html.slice(this.#copied, from) + instead;
    this.#copied = to;
  }

  /** One tag, and the content of an element of characters; false when the rest is to be left as it is. */
  #tag(nameAt: number, closing: boolean): boolean {
    const html = this.#html;
    const nameEnd = endOfName(html, nameAt);
    const slim = this.#slim(nameAt, nameEnd);
    // A tag that never ends is no tag.
    if (slim === null) return false;
    const { greater } = slim;
    this.#at = greater + 1;
    // An end tag's attributes go nowhere.
    if (greater > nameEnd) this.#leaveOut(nameEnd, greater, closing ? '' : slim.kept);
    if (closing) return true;
    const name = html.slice(nameAt, nameEnd).toLowerCase();
    if (FOREIGN.has(name)) return false;
    const endTag = END_TAGS.get(name);
    if (endTag === undefined) return true;
    const end = endOfRaw(html, this.#at, endTag, name === 'script');
    if (end === null) return false;
    if (EMPTIED.has(name)) this.#leaveOut(this.#at, end, '');
    this.#at = end;
    return true;
  }

  #slim(nameAt: number, nameEnd: number): SlimAttributes | null {
    const html = this.#html;
    const greater = html.indexOf('>', nameEnd);
    if (greater === nameEnd) return { kept: '', greater };
    // Links are each other's unlike: to remember them would only fill memory.
    const isLink = nameEnd - nameAt === 1 && (html.charCodeAt(nameAt) | 0x20) === LETTER_A;
    const isUsual = !isLink && greater !== -1 && greater - nameAt < LONGEST_TAG;
    const kept = isUsual ? this.#attributes.keptIn(html.slice(nameAt, greater + 1)) : null;
    return kept === null ? this.#attributes.read(html, nameAt) : { kept, greater };
  }
}

function endOfName(html: string, from: number): number {
  let at = from;
  while (at < html.length && !endsName(html.charCodeAt(at))) at += 1;
  return at;
}

/** @param nameAt where the name of a tag begins; null when the tag never ends. */
function slimAttributes(
  html: string,
  nameAt: number,
  decoded: (source: string) => string,
): SlimAttributes | null {
  let at = endOfName(html, nameAt);
  const element = html.slice(nameAt, at).toLowerCase();
  const names = KEPT.get(element);
  let kept = '';
  while (at < html.length) {
    const code = html.charCodeAt(at);
    if (code === GREATER) return { kept, greater: at };
    if (isSpace(code) || code === SLASH) {
      at += 1;
      continue;
    }
    const attributeAt = at;
    // An equals sign in front is part of the name.
    at += 1;
    while (at < html.length && !endsName(html.charCodeAt(at)) && html.charCodeAt(at) !== EQUALS) at += 1;
    const nameEnd = at;
    while (isSpace(html.charCodeAt(at))) at += 1;
    let valueEnd = nameEnd;
    if (html.charCodeAt(at) === EQUALS) {
      at += 1;
      while (isSpace(html.charCodeAt(at))) at += 1;
      const quote = html.charCodeAt(at);
      if (QUOTES.includes(quote)) {
        at = html.indexOf(quote === QUOTES[0] ? '"' : "'", at + 1) + 1;
        if (at === 0) return null;
      } else
        while (at < html.length && !isSpace(html.charCodeAt(at)) && html.charCodeAt(at) !== GREATER) at += 1;
      valueEnd = at;
    }
    // Most attributes are nobody's.
    if (names === undefined && !isOfAny(html.charCodeAt(attributeAt))) continue;
    const name = html.slice(attributeAt, nameEnd).toLowerCase();
    if (names?.includes(name)) kept += ` ${html.slice(attributeAt, valueEnd)}`;
    else if (name === 'class' && SURROUNDING.test(html.slice(nameEnd, valueEnd)))
      kept += ` ${html.slice(attributeAt, valueEnd)}`;
    else if (name === 'style') kept += slimStyle(element, decoded(html.slice(nameEnd, valueEnd)));
    else if (name === 'hidden') kept += ' hidden';
  }
  return null;
}

/** Whether a name begins as those do that are looked at whatever the element: class, style, hidden. */
function isOfAny(code: number): boolean {
  const letter = code | 0x20;
  return letter === 0x63 || letter === 0x73 || letter === 0x68;
}

function commentEnd(html: string, less: number): number {
  const short = /^<!--(?:-?>)/u.exec(html.slice(less, less + 6));
  if (short !== null) return less + short[0].length;
  END_OF_COMMENT.lastIndex = less + 4;
  return END_OF_COMMENT.exec(html) === null ? html.length : END_OF_COMMENT.lastIndex;
}

const END_OF_COMMENT = /--!?>/gu;

/** Where the end tag of an element of characters begins; null when that is beyond these rules. */
function endOfRaw(html: string, from: number, endTag: RegExp, isScript: boolean): number | null {
  endTag.lastIndex = from;
  const at = endTag.exec(html)?.index;
  if (at === undefined) return null;
  // In a script, a comment that holds a script's tags hides its end tag.
  if (isScript) {
    const script = html.slice(from, at);
    if (script.includes('<!--') && /<script[\t\n\f\r />]/i.test(script)) return null;
  }
  return at;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b);
}

function endsName(code: number): boolean {
  return isSpace(code) || code === SLASH || code === GREATER;
}
