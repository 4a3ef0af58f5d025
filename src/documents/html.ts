import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse, type TreeAdapter } from 'parse5';
import type { Block, Cell, Grid, Link } from './document.ts';
import { slimHtml } from './html-slim.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

export interface HtmlContent {
  readonly blocks: readonly Block[];
  readonly title: string | null;
  readonly meta: ReadonlyMap<string, string>;
  readonly links: readonly Link[];
  readonly images: number;
}

/** Their content is never text of the page. */
const SILENT = new Set(
  'script style noscript template svg math object select option button textarea title iframe'.split(' '),
);

const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup time tt u var wbr o:p st1:chsdate input img'.split(
    ' ',
  ),
);

/** No official table has more columns; a page made of one layout table may. */
const MOST_COLUMNS = 1000;
const MOST_CELLS = 200_000;
/** Deeper nesting is an attack or a broken generator: its text is kept, its structure is not. */
const DEEPEST = 400;
/** The standard's parser looks through all open elements again and again: without an end it would take hours. */
const DEEPEST_OPEN = 4000;
/** No cell of an official table holds more text: longer ones are page layout. */
const LONGEST_CELL = 400;

/**
 * Reads a page with the HTML standard's own parsing rules, so that broken markup means what browsers make of it.
 * @throws Error when elements are nested deeper than any page's.
 */
export function readHtml(html: string): HtmlContent {
  return readTree(parse(slimHtml(html), { treeAdapter: boundedTree() }));
}

/** The same of a tree that stands already. */
export function readTree(document: DefaultTreeAdapterMap['document']): HtmlContent {
  const reader = new HtmlReader();
  reader.walk(document, [], 0);
  reader.flush([]);
  return reader;
}

function boundedTree(): TreeAdapter<DefaultTreeAdapterMap> {
  let open = 0;
  return {
    ...defaultTreeAdapter,
    onItemPush: () => {
      open += 1;
      if (open > DEEPEST_OPEN) throw new Error(`elements are nested more than ${DEEPEST_OPEN} deep`);
    },
    onItemPop: () => {
      open -= 1;
    },
  };
}

class HtmlReader implements HtmlContent {
  readonly blocks: Block[] = [];
  readonly meta = new Map<string, string>();
  readonly links: Link[] = [];
  title: string | null = null;
  images = 0;
  #buffer = '';
  #containers = 0;
  #grids = 0;

  walk(node: Node, scope: readonly number[], depth: number): void {
    if (node.nodeName === '#text' && 'value' in node) {
      this.#buffer += node.value;
      return;
    }
    if (!('childNodes' in node)) return;
    if (!('tagName' in node)) {
      for (const child of node.childNodes) this.walk(child, scope, depth);
      return;
    }
    const name = node.tagName;
    if (name === 'meta') this.#readMeta(node);
    else if (name === 'title' && this.title === null) this.title = tidy(textOf(node)) || null;
    if (SILENT.has(name)) return;
    if (depth > DEEPEST) {
      this.#buffer += ` ${textOf(node)} `;
      return;
    }
    if (name === 'br' || name === 'hr') {
      this.flush(scope);
      return;
    }
    if (name === 'img') {
      this.images += 1;
      return;
    }
    if (name === 'a') {
      const href = attribute(node, 'href');
      if (href !== null) this.links.push({ href, text: tidy(attribute(node, 'title') ?? textOf(node)) });
    }
    if (INLINE.has(name)) {
      for (const child of node.childNodes) this.walk(child, scope, depth + 1);
      return;
    }
    this.flush(scope);
    if (name === 'table' && this.#readTable(node, scope)) return;
    this.#containers += 1;
    const inner = [...scope, this.#containers];
    for (const child of node.childNodes) this.walk(child, inner, depth + 1);
    this.flush(inner);
  }

  /** Ends the running paragraph. */
  flush(scope: readonly number[]): void {
    const text = tidy(this.#buffer);
    this.#buffer = '';
    if (text !== '') this.blocks.push({ kind: 'paragraph', text, scope, page: null, line: null });
  }

  #readMeta(node: Element): void {
    const name = attribute(node, 'name') ?? attribute(node, 'property');
    const content = attribute(node, 'content');
    if (name !== null && content !== null && content.trim() !== '')
      this.meta.set(name.trim().toLowerCase(), content.trim());
  }

  /** A table of data becomes a grid; one that only lays out the page is walked like any container. */
  #readTable(table: Element, scope: readonly number[]): boolean {
    const rows = rowsOf(table);
    const cells: { row: number; element: Element }[] = [];
    for (const [r, row] of rows.entries())
      for (const child of row.childNodes)
        if ('tagName' in child && (child.tagName === 'td' || child.tagName === 'th'))
          cells.push({ row: r, element: child });
    if (cells.length < 2 || cells.length > MOST_CELLS) return false;
    const texts = cells.map((c) => cellText(c.element));
    if (texts.some((t) => t === null || t.length > LONGEST_CELL)) return false;
    this.#grids += 1;
    this.blocks.push(gridOf(cells, texts, rows.length, this.#grids, scope));
    for (const { element } of cells) this.#collectLinks(element);
    return true;
  }

  #collectLinks(element: Element): void {
    for (const node of descendants(element))
      if (node.tagName === 'a') {
        const href = attribute(node, 'href');
        if (href !== null) this.links.push({ href, text: tidy(attribute(node, 'title') ?? textOf(node)) });
      } else if (node.tagName === 'img') this.images += 1;
  }
}

/** Places cells on the grid by the table model of the HTML standard: spans reserve the places they cover. */
function gridOf(
  found: readonly { row: number; element: Element }[],
  texts: readonly (string | null)[],
  rows: number,
  index: number,
  scope: readonly number[],
): Grid {
  const cells: Cell[] = [];
  const taken: boolean[][] = Array.from({ length: rows }, () => []);
  let columns = 0;
  for (const [i, { row, element }] of found.entries()) {
    const line = taken[row] ?? [];
    let column = 0;
    while (line[column] === true) column += 1;
    if (column >= MOST_COLUMNS) continue;
    const columnSpan = Math.min(span(element, 'colspan'), MOST_COLUMNS - column);
    const rowSpan = Math.min(span(element, 'rowspan') || rows, rows - row);
    for (let r = row; r < row + rowSpan; r++) {
      const target = taken[r];
      if (target !== undefined) for (let c = column; c < column + columnSpan; c++) target[c] = true;
    }
    columns = Math.max(columns, column + columnSpan);
    cells.push({
      row: row + 1,
      column: column + 1,
      rowSpan,
      columnSpan: Math.max(1, columnSpan),
      text: texts[i] ?? '',
      page: null,
      box: null,
    });
  }
  return { kind: 'grid', index, rows, columns, cells, aligned: true, scope, page: null, line: null };
}

function span(element: Element, name: 'colspan' | 'rowspan'): number {
  const value = Number.parseInt(attribute(element, name) ?? '1', 10);
  if (Number.isNaN(value) || value < 0) return 1;
  return name === 'colspan' ? Math.max(1, value) : value;
}

function rowsOf(table: Element): Element[] {
  const rows: Element[] = [];
  for (const child of table.childNodes) {
    if (!('tagName' in child)) continue;
    if (child.tagName === 'tr') rows.push(child);
    else if (child.tagName === 'tbody' || child.tagName === 'thead' || child.tagName === 'tfoot')
      for (const row of child.childNodes) if ('tagName' in row && row.tagName === 'tr') rows.push(row);
  }
  return rows;
}

/** Text of a cell, lines parted by a line feed; null when the cell holds another table. */
function cellText(cell: Element): string | null {
  const lines: string[] = [];
  let line = '';
  const stack: Node[] = [...cell.childNodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.nodeName === '#text' && 'value' in node) line += node.value;
    if (!('tagName' in node)) continue;
    if (node.tagName === 'table') return null;
    if (SILENT.has(node.tagName)) continue;
    if (!INLINE.has(node.tagName)) {
      lines.push(line);
      line = '';
    }
    for (let i = node.childNodes.length - 1; i >= 0; i--) {
      const child = node.childNodes[i];
      if (child !== undefined) stack.push(child);
    }
  }
  if (lines.length === 0) return tidy(line);
  lines.push(line);
  return lines
    .map((text) => tidy(text))
    .filter((text) => text !== '')
    .join('\n');
}

function* descendants(element: Element): Generator<Element> {
  const stack: Node[] = [element];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!('tagName' in node)) continue;
    yield node;
    for (let i = node.childNodes.length - 1; i >= 0; i--) {
      const child = node.childNodes[i];
      if (child !== undefined) stack.push(child);
    }
  }
}

function textOf(element: Element): string {
  let text = '';
  const stack: Node[] = [element];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.nodeName === '#text' && 'value' in node) text += node.value;
    if (!('childNodes' in node)) continue;
    if ('tagName' in node && node !== element && SILENT.has(node.tagName)) continue;
    for (let i = node.childNodes.length - 1; i >= 0; i--) {
      const child = node.childNodes[i];
      if (child !== undefined) stack.push(child);
    }
  }
  return text;
}

function attribute(element: Element, name: string): string | null {
  return element.attrs.find((a) => a.name === name)?.value ?? null;
}

/** Spaces of any kind, and characters without width. */
const UNTIDY = /[\s\u200b-\u200f\u2060\u00ad]/u;

function tidy(text: string): string {
  if (!UNTIDY.test(text)) return text;
  return text
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
