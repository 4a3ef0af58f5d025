/**
 * Bodies of articles that a page holds but does not show until its scripts run: in a configuration object
 * (`"content":"\u003Cp\u003E…"`), a script that is a template, a text field, a hidden field's value.
 */

/** Shorter ones hold no table. */
const SHORTEST = 120;
const MOST_BODIES = 8;
const ELEMENTS = /<(?:script|textarea|template)\b[^>]*>([\s\S]*?)<\/(?:script|textarea|template)\s*>/giu;
const VALUES = /\bvalue\s*=\s*"([^"]*&lt;[^"]*)"/giu;
const STRINGS = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/gsu;
const MARKUP = /<(?:table|tr|td|p|div)[\s>]/iu;

/** Pieces of markup hidden in a page or in JSON, largest first. Of several that contain each other only the outermost. */
export function hiddenBodies(source: string): string[] {
  const bodies: string[] = [];
  const add = (text: string): void => {
    if (text.length >= SHORTEST && MARKUP.test(text)) bodies.push(text);
  };
  const searched = /^\s*[[{]/u.test(source) ? [source] : [];
  for (const [, content] of source.matchAll(ELEMENTS)) {
    if (content === undefined || content.length < SHORTEST) continue;
    if (MARKUP.test(content) && /^\s*</u.test(content)) add(content);
    else if (/^\s*&lt;/u.test(content)) add(unescapeEntities(content));
    else searched.push(content);
  }
  for (const [, value] of source.matchAll(VALUES)) add(unescapeEntities(value ?? ''));
  for (const script of searched)
    for (const [, double, single, template] of script.matchAll(STRINGS)) {
      const text = double ?? single ?? template ?? '';
      if (text.length >= SHORTEST) add(plain(text));
    }
  return bodies.sort((a, b) => b.length - a.length).slice(0, MOST_BODIES);
}

/** What a string of a script means, whichever way its markup was made harmless. */
function plain(literal: string): string {
  const text = literal.replace(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[\s\S]))/giu,
    (
      _,
      long: string | undefined,
      four: string | undefined,
      two: string | undefined,
      one: string | undefined,
    ) => {
      const code = long ?? four ?? two;
      if (code !== undefined) return fromCode(Number.parseInt(code, 16));
      return SPECIAL.get(one ?? '') ?? one ?? '';
    },
  );
  if (MARKUP.test(text)) return text;
  if (/%3C(?:table|p|div)/iu.test(text)) return decodePercent(text);
  return text.includes('&lt;') ? unescapeEntities(text) : text;
}

const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function fromCode(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function unescapeEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#0?39;/gu, "'")
    .replaceAll('&amp;', '&');
}
