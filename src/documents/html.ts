import { type DefaultTreeAdapterMap, defaultTreeAdapter, html as standard, type TreeAdapter } from 'parse5';
import { type Block, type Link, LONGEST_CELL } from './document.ts';
import {
  attribute,
  cellText,
  descendants,
  type Element,
  FIGURE_END,
  INLINE,
  isRaised,
  isUnseen,
  type Node,
  RAISED,
  raised,
  SILENT,
  textOf,
  tidy,
} from './html-dom.ts';
import { parsePage, type TableTaker } from './html-feed.ts';
import { type FoundCell, gridOf, isCell, isFigures, rowsOf, rowsOfBlocks, spansOf } from './html-grid.ts';
import { textOfKnown } from './html-row-shapes.ts';
import { slimHtml, slimUtf8 } from './html-slim.ts';
import { knownRows, PageTable } from './html-table.ts';
import { isPicture, type Picture } from './pictures.ts';

export interface HtmlContent {
  readonly blocks: readonly Block[];
  readonly title: string | null;
  readonly meta: ReadonlyMap<string, string>;
  readonly links: readonly Link[];
  readonly images: number;
  /** Pictures whose bytes the page holds. */
  readonly pictures: readonly Picture[];
}

const MOST_CELLS = 200_000;
/** Deeper nesting is an attack or a broken generator: its text is kept, its structure is not. */
const DEEPEST = 400;
/** The standard's parser looks through all open elements again and again: without an end it would take hours. */
const DEEPEST_OPEN = 4000;
/** No page of a report has a tenth of it. */
const MOST_ELEMENTS = 500_000;

/**
 * Reads a page with the HTML standard's own parsing rules, so that broken markup means what browsers make of it.
 * @throws Error when elements are nested deeper, or more, than any page's.
 */
export function readHtml(html: string): HtmlContent {
  return readTree(pageTree(html));
}

/** A page's elements and their text, with the attributes that matter to anybody here. */
export type PageTree = DefaultTreeAdapterMap['document'];

/** @throws Error when elements are nested deeper, or more, than any page's. */
export function pageTree(html: string): PageTree {
  return boundedTree(slimHtml(html), takeKnownTable);
}

/**
 * The same of a page whose bytes are UTF-8.
 * @throws Error when elements are nested deeper, or more, than any page's.
 */
export function utf8Tree(bytes: Uint8Array): PageTree {
  return boundedTree(slimUtf8(bytes), takeKnownTable);
}

/**
 * The same with all its attributes, styles and comments, for who shows the page; a reader finds the same in it.
 * @throws Error when elements are nested deeper, or more, than any page's.
 */
export function wholeTree(html: string): PageTree {
  return boundedTree(html);
}

/** The same of a tree that stands already. */
export function readTree(document: PageTree): HtmlContent {
  const reader = new HtmlReader();
  reader.walk(document, [], 0);
  reader.flush([]);
  return reader;
}

const takeKnownTable: TableTaker<DefaultTreeAdapterMap> = (table, source) =>
  table instanceof PageTable && table.take(source);

function boundedTree(html: string, takeTable: TableTaker<DefaultTreeAdapterMap> | null = null): PageTree {
  [counted.open, counted.all] = [0, 0];
  return parsePage(html, BOUNDED, takeTable);
}

/** Elements of the page that is being parsed: one at a time, from its beginning to its end. */
const counted = { open: 0, all: 0 };

/** Made once: what is made for each page is compiled again for each, and finds nothing that is known of the last one. */
const BOUNDED: TreeAdapter<DefaultTreeAdapterMap> = {
  ...defaultTreeAdapter,
  createElement: (name, namespaceURI, attrs) =>
    name === 'table' && namespaceURI === standard.NS.HTML
      ? new PageTable(attrs)
      : defaultTreeAdapter.createElement(name, namespaceURI, attrs),
  onItemPush: () => {
    counted.open += 1;
    counted.all += 1;
    if (counted.all > MOST_ELEMENTS) throw new Error(`more than ${MOST_ELEMENTS} elements`);
    if (counted.open > DEEPEST_OPEN) throw new Error(`elements are nested more than ${DEEPEST_OPEN} deep`);
  },
  onItemPop: () => {
    counted.open -= 1;
  },
};

class HtmlReader implements HtmlContent {
  readonly blocks: Block[] = [];
  readonly meta = new Map<string, string>();
  readonly links: Link[] = [];
  readonly pictures: Picture[] = [];
  title: string | null = null;
  images = 0;
  #buffer = '';
  /** Whether some of the running paragraph stands outside of links. */
  #isPlain = false;
  /** Links that are open. */
  #inLink = 0;
  #containers = 0;
  #grids = 0;

  walk(node: Node, scope: readonly number[], depth: number): void {
    if (node.nodeName === '#text' && 'value' in node) {
      this.#add(node.value);
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
      this.#add(` ${textOf(node)} `);
      return;
    }
    if (name === 'br' || name === 'hr') {
      this.flush(scope);
      return;
    }
    if (name === 'img') {
      this.#takePicture(node, scope);
      return;
    }
    const href = name === 'a' ? attribute(node, 'href') : null;
    if (href !== null) this.links.push({ href, text: tidy(attribute(node, 'title') ?? textOf(node)) });
    if (RAISED.has(name) || isRaised(node)) {
      this.#add(FIGURE_END.test(this.#buffer) ? raised(node) : textOf(node));
      return;
    }
    if (INLINE.has(name)) {
      if (href !== null) this.#inLink += 1;
      for (const child of node.childNodes) this.walk(child, scope, depth + 1);
      if (href !== null) this.#inLink -= 1;
      return;
    }
    this.flush(scope);
    if (name === 'table' ? this.#readTable(node, scope) : this.#readRows(node, scope)) return;
    this.#containers += 1;
    const inner = [...scope, this.#containers];
    for (const child of node.childNodes) this.walk(child, inner, depth + 1);
    this.flush(inner);
  }

  #add(text: string): void {
    this.#buffer += text;
    if (this.#inLink === 0 && !this.#isPlain) this.#isPlain = /\S/u.test(text);
  }

  /** Ends the running paragraph. */
  flush(scope: readonly number[]): void {
    const text = tidy(this.#buffer);
    const isLink = !this.#isPlain;
    this.#buffer = '';
    this.#isPlain = false;
    if (text === '') return;
    if (isLink) this.blocks.push({ kind: 'paragraph', text, scope, page: null, line: null, isLink });
    else this.blocks.push({ kind: 'paragraph', text, scope, page: null, line: null });
  }

  #readMeta(node: Element): void {
    const name = attribute(node, 'name') ?? attribute(node, 'property');
    const content = attribute(node, 'content');
    if (name !== null && content !== null && content.trim() !== '')
      this.meta.set(name.trim().toLowerCase(), content.trim());
  }

  /** A table of data becomes a grid; one that only lays out the page is walked like any container. */
  #readTable(table: Element, scope: readonly number[]): boolean {
    const found = cellsKnown(table) ?? cellsIn(table);
    if (found === null) return false;
    const { cells, texts, rows, elements } = found;
    this.#grids += 1;
    this.blocks.push(gridOf(cells, texts, rows, this.#grids, scope));
    this.#collectLinks(elements, scope);
    return true;
  }

  /** Rows made of blocks that stand in a line: a table to the eye, though not marked up as one. */
  #readRows(container: Element, scope: readonly number[]): boolean {
    const found = rowsOfBlocks(container);
    if (found === null) return false;
    const cells: FoundCell[] = [];
    const texts: (string | null)[] = [];
    for (const [row, elements] of found.entries())
      for (const element of elements) {
        cells.push({ row, ...spansOf(element) });
        texts.push(cellText(element));
      }
    if (!isFigures(texts, cells)) return false;
    this.#grids += 1;
    const grid = gridOf(cells, texts, found.length, this.#grids, scope);
    const regular = found.every((row) => row.length === found[0]?.length);
    this.blocks.push(regular ? grid : { ...grid, aligned: false });
    this.#collectLinks([container], scope);
    return true;
  }

  #collectLinks(elements: readonly Element[], scope: readonly number[]): void {
    for (const node of descendants(elements))
      if (node.tagName === 'a') {
        const href = attribute(node, 'href');
        if (href !== null) this.links.push({ href, text: tidy(attribute(node, 'title') ?? textOf(node)) });
      } else if (node.tagName === 'img') this.#takePicture(node, scope);
  }

  #takePicture(image: Element, scope: readonly number[]): void {
    this.images += 1;
    const source = attribute(image, 'src');
    if (!isPicture(source)) return;
    this.flush(scope);
    this.pictures.push({ after: this.blocks.length, scope, source });
  }
}

/** What is seen of a table. */
interface FoundTable {
  readonly cells: readonly FoundCell[];
  /** One for each of `cells`. */
  readonly texts: readonly string[];
  readonly rows: number;
  /** Where links and pictures may be. */
  readonly elements: readonly Element[];
}

/** What is seen of a table whose rows are known; null for any other, and where its size is no table's. */
function cellsKnown(table: Element): FoundTable | null {
  const known = knownRows(table);
  if (known === null) return null;
  const cells: FoundCell[] = [];
  const texts: string[] = [];
  let rows = 0;
  for (const { shape, numbers } of known) {
    if (!shape.isSeen) continue;
    for (const cell of shape.cells) {
      const text = textOfKnown(cell, numbers);
      if (text.length > LONGEST_CELL) return null;
      cells.push({ row: rows, columnSpan: cell.columnSpan, rowSpan: cell.rowSpan });
      texts.push(text);
    }
    rows += 1;
  }
  return isTable(cells) ? { cells, texts, rows, elements: [] } : null;
}

/** The same of a table that was parsed; null where one of its cells holds more than text. */
function cellsIn(table: Element): FoundTable | null {
  const cells: FoundCell[] = [];
  const elements: Element[] = [];
  let rows = 0;
  for (const row of rowsOf(table)) {
    if (isUnseen(row)) continue;
    for (const child of row.childNodes)
      if (isCell(child) && !isUnseen(child)) {
        cells.push({ row: rows, ...spansOf(child) });
        elements.push(child);
      }
    rows += 1;
  }
  if (!isTable(cells)) return null;
  const texts: string[] = [];
  for (const element of elements) {
    const text = cellText(element);
    if (text === null || text.length > LONGEST_CELL) return null;
    texts.push(text);
  }
  return { cells, texts, rows, elements };
}

const isTable = ({ length }: readonly FoundCell[]): boolean => length >= 2 && length <= MOST_CELLS;
