import { defaultTreeAdapter as adapter, serialize } from 'parse5';
import type { Block, Grid } from '../../documents/document.ts';
import type { PageTree } from '../../documents/html.ts';
import { cellText, descendants, type Element, type Node, SILENT } from '../../documents/html-dom.ts';
import { rowsOf, rowsOfBlocks } from '../../documents/html-grid.ts';
import { MARK_ID, type Place } from './place.ts';

/** What can load, run, post or lead away is taken out: the frame forbids all of it too. */
const REMOVED = new Set(
  'script noscript iframe frame frameset object embed applet base link meta template audio video source track portal'.split(
    ' ',
  ),
);
/** Attributes that name another resource. */
const ADDRESSES = new Set(
  'href src srcset action formaction background poster data cite longdesc usemap ping manifest code codebase archive xlink:href'.split(
    ' ',
  ),
);
const MARK_STYLE =
  'background:#ffe066!important;color:#000!important;outline:3px solid #d9480f!important;scroll-margin:40vh';
/** Readable where the page's own style sheets are not there. */
const BASE_STYLE =
  'body{font-family:system-ui,"Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif;line-height:1.6;margin:1em;color:#000;background:#fff;overflow-wrap:break-word}table{border-collapse:collapse;max-width:100%}td,th{border:1px solid #999;padding:2px 6px}img{display:none}';

/**
 * An archived page without anything that runs or loads, with the place of a value marked.
 * @param document the whole page; it is changed
 * @param blocks what the reader made of the page
 * @param printed what is printed at the place, to find it by where `place` does not tell
 * @returns null where the page does not show the place.
 */
export function markedHtml(
  document: PageTree,
  blocks: readonly Block[],
  place: Place | null,
  printed: string | null,
): string | null {
  if (place !== null) {
    const marked =
      place.kind === 'cell'
        ? cellElement(document, blocks, place)
        : printed === null
          ? null
          : elementWith(document, printed);
    if (marked === null) return null;
    marked.attrs = [
      ...marked.attrs.filter((a) => a.name !== 'id' && a.name !== 'style'),
      { name: 'id', value: MARK_ID },
      { name: 'style', value: MARK_STYLE },
    ];
  }
  clean(document);
  return withHead(serialize(document));
}

/** A document of our own making around some markup. */
export function plainPage(body: string): string {
  return withHead(`<html><head></head><body>${body}</body></html>`);
}

export const MARK_ATTRIBUTES = `id="${MARK_ID}" style="${MARK_STYLE}"`;

function withHead(text: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>nianbao</title><style>${BASE_STYLE}</style>`;
  const body = text.replace(/^<!DOCTYPE[^>]*>/iu, '');
  return `<!DOCTYPE html>${body.includes('<head>') ? body.replace('<head>', `<head>${head}`) : head + body}`;
}

function clean(root: Node): void {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!('childNodes' in node)) continue;
    for (const child of [...node.childNodes]) {
      if (
        ('tagName' in child && (REMOVED.has(child.tagName) || child.tagName === 'title')) ||
        child.nodeName === '#comment'
      )
        adapter.detachNode(child);
      else stack.push(child);
    }
    if ('tagName' in node && node.tagName === 'style')
      for (const text of node.childNodes) if ('value' in text) text.value = withoutAddresses(text.value);
    if ('attrs' in node)
      node.attrs = node.attrs.filter(
        ({ name, value }) =>
          !name.startsWith('on') &&
          name !== 'target' &&
          name !== 'autofocus' &&
          (!ADDRESSES.has(name) || (name === 'href' && value.startsWith('#'))),
      );
    if ('attrs' in node)
      for (const attribute of node.attrs)
        if (attribute.name === 'style') attribute.value = withoutAddresses(attribute.value);
  }
}

/** Style rules without what they would load. The policy of the answer refuses it too, whatever this overlooks. */
function withoutAddresses(css: string): string {
  return css.replace(/@import[^;]*;?/giu, '').replace(/url\s*\([^)]*\)/giu, 'none');
}

/**
 * The element of a cell that the reader numbered. Its table is known by what all its cells hold, so that which tables
 * the reader counts, and which it takes for layout, is decided in one place only. Null where the page shows no such
 * table: the reader finds some in what scripts hold.
 */
function cellElement(
  root: PageTree,
  blocks: readonly Block[],
  place: { table: number; row: number; column: number },
): Element | null {
  const grids = blocks.filter((block): block is Grid => block.kind === 'grid');
  const grid = grids.find(({ index }) => index === place.table);
  if (grid === undefined) return null;
  const wanted = grid.cells.findIndex((cell) => cell.row === place.row && cell.column === place.column);
  const signature = signatureOf(grid.cells.map(({ text }) => text));
  const twins = grids.filter(
    (other) => other.index < grid.index && signatureOf(other.cells.map(({ text }) => text)) === signature,
  ).length;
  for (const cells of tables(root)) {
    if (cells.length !== grid.cells.length) continue;
    if (signatureOf(cells.map((cell) => cellText(cell))) !== signature) continue;
    if (twins === 0 || cells.length === 0) return cells[wanted] ?? null;
    return nthTwin(root, signature, twins)?.[wanted] ?? null;
  }
  return null;
}

function nthTwin(root: PageTree, signature: string, nth: number): Element[] | null {
  let left = nth;
  for (const cells of tables(root)) {
    if (signatureOf(cells.map((cell) => cellText(cell))) !== signature) continue;
    if (left === 0) return cells;
    left -= 1;
  }
  return null;
}

const signatureOf = (texts: readonly (string | null)[]): string =>
  texts.map((text) => text ?? '').join('\u0000');

/** The cells of everything that may be a table, in document order. */
function* tables(root: PageTree): Generator<Element[]> {
  for (const child of root.childNodes) {
    if (!('tagName' in child)) continue;
    for (const element of descendants([child])) {
      const rows =
        element.tagName === 'table'
          ? rowsOf(element).map((row) =>
              row.childNodes.filter(
                (cell): cell is Element =>
                  'tagName' in cell && (cell.tagName === 'td' || cell.tagName === 'th'),
              ),
            )
          : rowsOfBlocks(element);
      if (rows !== null) yield rows.flat();
    }
  }
}

/** The innermost element in which some printed text begins, whatever white space and tags stand within it. */
function elementWith(root: Node, printed: string): Element | null {
  const wanted = printed.replace(/\s+/gu, '');
  if (wanted === '') return null;
  let text = '';
  const starts: { readonly at: number; readonly element: Element }[] = [];
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (
      node.nodeName === '#text' &&
      'value' in node &&
      node.parentNode !== null &&
      'tagName' in node.parentNode
    ) {
      starts.push({ at: text.length, element: node.parentNode });
      text += node.value.replace(/\s+/gu, '');
    }
    if (!('childNodes' in node) || ('tagName' in node && SILENT.has(node.tagName))) continue;
    for (let i = node.childNodes.length - 1; i >= 0; i--) {
      const child = node.childNodes[i];
      if (child !== undefined) stack.push(child);
    }
  }
  const at = text.lastIndexOf(wanted);
  if (at === -1) return null;
  return starts.findLast((start) => start.at <= at)?.element ?? null;
}
