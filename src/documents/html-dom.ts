import type { DefaultTreeAdapterMap } from 'parse5';
import { remembering } from './remembering.ts';

export type Node = DefaultTreeAdapterMap['node'];
export type Element = DefaultTreeAdapterMap['element'];

/** Their content is never text of the page. */
export const SILENT = new Set(
  'script style noscript template svg math object select option button textarea title iframe'.split(' '),
);

export const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup time tt u var wbr o:p st1:chsdate input img'.split(
    ' ',
  ),
);

/** Child elements that may hold text. */
export function elementsOf(node: Element): Element[] {
  return node.childNodes.filter(mayHoldText);
}

const mayHoldText = (child: Node): child is Element => 'tagName' in child && !SILENT.has(child.tagName);

/** Text of a cell, lines parted by a line feed; null when the cell holds another table. */
export function cellText(cell: Element): string | null {
  const plain = plainText(cell);
  if (plain !== null) return tidy(plain);
  const lines: string[] = [];
  let line = '';
  let isPictured = false;
  const stack: Node[] = [];
  pushChildren(cell, stack);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.nodeName === '#text' && 'value' in node) line += node.value;
    if (!('tagName' in node)) continue;
    const isCommonInLine = node.attrs.length === 0 ? COMMON.get(node.tagName) : undefined;
    if (isCommonInLine === true) {
      pushChildren(node, stack);
      continue;
    }
    if (isCommonInLine === false) {
      lines.push(line);
      line = '';
      pushChildren(node, stack);
      continue;
    }
    if (node.tagName === 'table') return null;
    if (node.tagName === 'img') isPictured ||= !isSpacer(node);
    else if (node.tagName === 'select' && !isUnseen(node)) line += chosenText(node);
    if (SILENT.has(node.tagName) || isUnseen(node)) continue;
    if (node.tagName === 'input') line += fieldText(node);
    const mayBeNote = node.tagName === 'small' || isRaised(node);
    if (RAISED.has(node.tagName) || (mayBeNote && FIGURE_END.test(line))) {
      line += raised(node);
      continue;
    }
    if (!INLINE.has(node.tagName)) {
      lines.push(line);
      line = '';
    }
    pushChildren(node, stack);
  }
  lines.push(line);
  const text = lines.length === 1 ? tidy(line) : joined(lines);
  // A figure may be drawn: its cell is not empty.
  return text === '' && isPictured ? PICTURE : text;
}

/** What nearly all cells are made of: without attributes nothing is to be asked of it, but whether it stands in a line. */
const COMMON: ReadonlyMap<string, boolean> = new Map(
  'span font b strong o:p p div'.split(' ').map((name) => [name, INLINE.has(name)]),
);

/** What most cells and links hold: nothing but text; null where there is more. */
export function plainText({ childNodes }: Pick<Element, 'childNodes'>): string | null {
  const [only] = childNodes;
  return childNodes.length === 1 && only?.nodeName === '#text' && 'value' in only ? only.value : null;
}

/** Lays a node's children on a stack, the first on top. */
function pushChildren({ childNodes }: Pick<Element, 'childNodes'>, stack: Node[]): void {
  for (let i = childNodes.length - 1; i >= 0; i--) {
    const child = childNodes[i];
    if (child !== undefined) stack.push(child);
  }
}

function joined(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    const own = tidy(line);
    if (own !== '') text += text === '' ? own : `\n${own}`;
  }
  return text;
}

/** What a cell holds that nothing but a picture stands in: the object replacement character. */
export const PICTURE = '\ufffc';

/** A picture that only keeps a distance. */
function isSpacer(image: Element): boolean {
  return ['width', 'height'].some((name) => /^[0-4](?:px)?$/u.test(attribute(image, name)?.trim() ?? ''));
}

/** The option of a list that is shown: the one marked, else the first. */
function chosenText(list: Element): string {
  const options = descendants([list]).filter((element) => element.tagName === 'option');
  const chosen = options.findLast((option) => attribute(option, 'selected') !== null) ?? options[0];
  return chosen === undefined ? '' : textOf(chosen);
}

/** Struck out: what the publisher took back. */
const STRUCK = new Set(['s', 'strike', 'del']);

/** Whether an element within a table is not shown, or is struck out. Elsewhere a script may show it later. */
export function isUnseen(element: Element): boolean {
  if (STRUCK.has(element.tagName) || attribute(element, 'hidden') !== null) return true;
  const style = attribute(element, 'style');
  return style !== null && isUnseenBy(style, element.tagName);
}

function isUnseenBy(style: string, name: string): boolean {
  return UNSEEN.test(style) || (INLINE.has(name) && VANISHED.test(style));
}

/** Styles by which text is not seen, or taken back. */
const UNSEEN = /display\s*:\s*none|visibility\s*:\s*hidden|line-through/iu;
/** The same of words in a line; what holds rows or blocks may have it to be shown by a script, or for the gaps between them. */
const VANISHED = /(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])|(?:left|top|text-indent)\s*:\s*-\d{3,}/iu;
/** Styles by which it stands above or below its line. */
const LIFTED =
  /vertical-align\s*:\s*(?:su[pb]|-?[\d.]*[1-9])|text-raise\s*:\s*-?[\d.]*[1-9]|[\s;:"']top\s*:\s*-[\d.]*[1-9]/iu;
export const FIGURE_END = /\d\s*$/u;

/** Whether an element's style raises it above its line; the slimmed page says so with an attribute of its own. */
export function isRaised(element: Element): boolean {
  if (element.attrs.length === 0 || !INLINE.has(element.tagName)) return false;
  const style = attribute(element, 'style');
  return attribute(element, 'raised') !== null || (style !== null && LIFTED.test(style));
}

/** What the slimmed page says of an element by its style attribute, as it stands in the source: whether it is seen, and where. */
export function slimStyle(name: string, source: string): '' | ' hidden' | ' raised' {
  const { isUnseen: unseen, isVanished, isLifted } = bearingOf(source);
  if (unseen) return ' hidden';
  if (!(isVanished || isLifted) || !INLINE.has(name)) return '';
  return isVanished ? ' hidden' : ' raised';
}

/** What a style says of whether text is seen, and where: a page gives the same few to all its cells. */
const bearingOf = remembering(
  (style) => ({
    isUnseen: UNSEEN.test(style),
    isVanished: VANISHED.test(style),
    isLifted: LIFTED.test(style),
  }),
  { most: 1000, longest: 200 },
);

/** A number raised above the line is a note's, never a digit of the figure before it. */
export const RAISED = new Set(['sup', 'sub']);

export function raised(element: Element): string {
  const text = tidy(textOf(element));
  return /^[\p{N}*]+$/u.test(text) ? `(${text})` : text;
}

/** What is seen of a form's field. */
export function fieldText(input: Element): string {
  const type = attribute(input, 'type')?.toLowerCase() ?? 'text';
  return type === 'text' || type === 'number' ? (attribute(input, 'value') ?? '') : '';
}

/** Elements and all elements within each, in document order. */
export function descendants(elements: readonly Element[]): Element[] {
  const found: Element[] = [];
  const stack: Node[] = elements.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!('tagName' in node)) continue;
    found.push(node);
    pushChildren(node, stack);
  }
  return found;
}

/** All text within an element, as it stands. */
export function textOf(element: Element): string {
  const plain = plainText(element);
  if (plain !== null) return plain;
  let text = '';
  const stack: Node[] = [element];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.nodeName === '#text' && 'value' in node) text += node.value;
    if (!('childNodes' in node)) continue;
    if ('tagName' in node && node !== element && SILENT.has(node.tagName)) continue;
    pushChildren(node, stack);
  }
  return text;
}

export function attribute(element: Element, name: string): string | null {
  for (const attr of element.attrs) if (attr.name === name) return attr.value;
  return null;
}

/** Spaces of any kind, and characters without width. */
const UNTIDY = /[\s\u200b-\u200f\u2060\u00ad]/u;

/** Text without zero-width characters, its white space collapsed. */
export function tidy(text: string): string {
  if (!UNTIDY.test(text)) return text;
  return text
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
