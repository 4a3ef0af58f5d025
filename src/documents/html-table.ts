import { html as standard } from 'parse5';
import type { Element } from './html-dom.ts';
import { childrenIn, type KnownRow, knownRowsIn } from './html-row-shapes.ts';

/** A table of a page. Where its rows are known they are not parsed, unless somebody asks for its children all the same. */
export class PageTable implements Element {
  readonly nodeName = 'table';
  readonly tagName = 'table';
  readonly namespaceURI = standard.NS.HTML;
  readonly attrs: Element['attrs'];
  parentNode: Element['parentNode'] = null;
  #childNodes: Element['childNodes'] = [];
  #unparsed: string | null = null;
  #knownRows: readonly KnownRow[] | null = null;

  constructor(attrs: Element['attrs']) {
    this.attrs = attrs;
  }

  /** Null where it was parsed. */
  get knownRows(): readonly KnownRow[] | null {
    return this.#knownRows;
  }

  get childNodes(): Element['childNodes'] {
    if (this.#unparsed !== null) {
      this.#childNodes = childrenIn(this.#unparsed);
      for (const child of this.#childNodes) child.parentNode = this;
      this.#unparsed = null;
    }
    return this.#childNodes;
  }

  /**
   * Takes the source of its content, slimmed.
   * @returns whether it needs not be parsed, as its rows are known.
   */
  take(source: string): boolean {
    this.#knownRows = knownRowsIn(source);
    if (this.#knownRows === null) return false;
    this.#unparsed = source;
    return true;
  }
}

/** The rows of a table that is known; null for any other element. */
export function knownRows(element: Element): readonly KnownRow[] | null {
  return element instanceof PageTable ? element.knownRows : null;
}
