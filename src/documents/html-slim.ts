import { slimStyle } from './html-dom.ts';

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
const RAW = new Set('script style textarea title iframe noembed noframes noscript xmp'.split(' '));
/** Of these not even the characters matter. */
const EMPTIED = new Set(['script', 'style', 'iframe']);
/** Past these the standard's rules change: what follows is left as it is. */
const FOREIGN = new Set(['svg', 'math', 'plaintext']);

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
  return new Slimmer(html).run();
}

class Slimmer {
  readonly #html: string;
  /** Where the next thing to look at stands. */
  #at = 0;
  #out = '';

  constructor(html: string) {
    this.#html = html;
  }

  run(): string {
    const html = this.#html;
    for (;;) {
      const less = html.indexOf('<', this.#at);
      if (less === -1) break;
      this.#copyTo(less);
      const next = html.charCodeAt(less + 1);
      if (isLetter(next)) {
        if (!this.#tag(less, less + 1, false)) break;
      } else if (next === SLASH && isLetter(html.charCodeAt(less + 2))) {
        if (!this.#tag(less, less + 2, true)) break;
      } else if (html.startsWith('<!--', less)) {
        // An empty comment stays, lest what stood round it become one.
        this.#out += '<!-->';
        this.#at = commentEnd(html, less);
      } else if (BOGUS.includes(next)) this.#copyTo(html.indexOf('>', less) + 1 || html.length);
      else this.#copyTo(less + 1);
    }
    return this.#out + html.slice(this.#at);
  }

  #copyTo(end: number): void {
    this.#out += this.#html.slice(this.#at, end);
    this.#at = end;
  }

  /** One tag, and the content of an element of characters; false when the rest is to be left as it is. */
  #tag(less: number, nameAt: number, closing: boolean): boolean {
    const html = this.#html;
    let at = nameAt;
    while (at < html.length && !endsName(html.charCodeAt(at))) at += 1;
    const name = html.slice(nameAt, at).toLowerCase();
    const scan = scanAttributes(html, at, name, closing);
    // A tag that never ends is no tag.
    if (scan === null) return false;
    this.#out += `${html.slice(less, at)}${scan.text}>`;
    this.#at = scan.end;
    if (closing) return true;
    if (FOREIGN.has(name)) return false;
    if (!RAW.has(name)) return true;
    const end = endOfRaw(html, scan.end, name);
    if (end === null) return false;
    if (EMPTIED.has(name)) this.#at = end;
    else this.#copyTo(end);
    return true;
  }
}

/** From behind a tag's name to behind its `>`; null when there is none. `text` holds the attributes to keep. */
function scanAttributes(
  html: string,
  from: number,
  element: string,
  closing: boolean,
): { readonly end: number; readonly text: string } | null {
  const kept = KEPT.get(element);
  let text = '';
  let at = from;
  while (at < html.length) {
    const code = html.charCodeAt(at);
    if (code === GREATER) return { end: at + 1, text };
    if (isSpace(code) || code === SLASH) {
      at += 1;
      continue;
    }
    const nameAt = at;
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
    if (closing || (kept === undefined && !isOfAny(html.charCodeAt(nameAt)))) continue;
    const name = html.slice(nameAt, nameEnd).toLowerCase();
    if (kept?.includes(name)) text += ` ${html.slice(nameAt, valueEnd)}`;
    else if (name === 'class' && SURROUNDING.test(html.slice(nameEnd, valueEnd)))
      text += ` ${html.slice(nameAt, valueEnd)}`;
    else if (name === 'style') text += slimStyle(element, html.slice(nameEnd, valueEnd));
    else if (name === 'hidden') text += ' hidden';
  }
  return null;
}

/** Whether a name begins as those do that are looked at whatever the element: class, style, hidden. */
function isOfAny(code: number): boolean {
  return 'csh'.includes(String.fromCharCode(code | 0x20));
}

function commentEnd(html: string, less: number): number {
  const short = /^<!--(?:-?>)/u.exec(html.slice(less, less + 6));
  if (short !== null) return less + short[0].length;
  END_OF_COMMENT.lastIndex = less + 4;
  return END_OF_COMMENT.exec(html) === null ? html.length : END_OF_COMMENT.lastIndex;
}

const END_OF_COMMENT = /--!?>/gu;

/** Where the end tag of an element of characters begins; null when that is beyond these rules. */
function endOfRaw(html: string, from: number, name: string): number | null {
  const end = new RegExp(`</${name}[\\s/>]`, 'giu');
  end.lastIndex = from;
  const at = end.exec(html)?.index;
  if (at === undefined) return null;
  // In a script, a comment that holds a script's tags hides its end tag.
  if (
    name === 'script' &&
    html.slice(from, at).includes('<!--') &&
    /<script[\s/>]/iu.test(html.slice(from, at))
  )
    return null;
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
