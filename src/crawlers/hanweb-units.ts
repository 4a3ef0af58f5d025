import type { Column } from '../sites/site.ts';
import { type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { isAllowedHost, linkTitle, pageKey, resolveLink, tidy } from './links.ts';
import { isAnnualColumn, isBodyName } from './selection.ts';
import { type Unit, Units } from './units.ts';

/** Hanweb's page of a unit's annual report of a year. */
export const ANNUAL_PAGE = '/module/xxgk/xxgkAnnualReport.jsp';
/** A county has one tree, or one a group of units; each unit's own tree of topics is not wanted. */
const MOST_TREES = 20;
/** Column pages of annual reports that the entry leads to. */
const MOST_COLUMNS = 10;

/** Addresses of the product; other pages have their own meaning of `area=`. */
const OWN_ADDRESS = /xxgk|\/module\/|\/col\//i;

/** A credit code behind `11`, a code of nine digits with a check digit, a local code, or a tree code. */
const UNIT_PARAMETER = /(?<![A-Za-z_])(?:vc_xxgkarea|area)=([A-Za-z0-9][A-Za-z0-9-]{2,39})(?![A-Za-z0-9-])/g;

/** What the entry and the pages round it tell. */
export interface Collected {
  readonly units: readonly Unit[];
  /** The entry, then the columns of annual reports that it leads to. */
  readonly columns: readonly ListPage[];
  /** The first tree or column that did not arrive. */
  readonly failure: UnusablePage | null;
}

/**
 * Collects a county's units from the column page, the trees that it names, and the columns of annual reports that it
 * links to. The code in the column's own address comes first.
 * @throws UnusablePage when the entry does not arrive or the portal blocks us
 */
export async function collectUnits(column: Column, context: DiscoveryContext): Promise<Collected> {
  const units = new Units();
  const columns: ListPage[] = [];
  const visited = new Set([pageKey(column.url)]);
  const queue: { url: string; referer: string; budget: 'trees' | 'columns' }[] = [];
  const left = { trees: MOST_TREES, columns: MOST_COLUMNS };
  let failure: UnusablePage | null = null;

  const plan = (address: string, from: string, budget: 'trees' | 'columns'): void => {
    if (visited.has(pageKey(address)) || left[budget] === 0) return;
    visited.add(pageKey(address));
    left[budget] -= 1;
    queue.push({ url: address, referer: from, budget });
  };
  const read = (page: ListPage): void => {
    for (const unit of unitsOf(page, context)) units.add(unit);
    for (const tree of treesOf(page, context)) plan(tree, page.url, 'trees');
  };
  const readEntry = (page: ListPage): void => {
    read(page);
    for (const { url, name } of links(page)) {
      if (isAnnualColumn(name) && isAllowedHost(url, context.site.hosts) && !url.includes(ANNUAL_PAGE)) {
        plan(url, page.url, 'columns');
      }
    }
  };

  const entry = await context.page(column.url);
  const own = unitCodes(column.url)[0];
  if (own !== undefined) {
    units.add({ code: own, name: null, origin: new URL(entry.url).origin, listedOn: column.url });
  }
  readEntry(entry);
  columns.push(entry);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    try {
      const page = await context.page(next.url, { referer: next.referer });
      read(page);
      if (next.budget === 'columns') columns.push(page);
    } catch (error) {
      if (!(error instanceof UnusablePage) || error.outcome === 'blocked') throw error;
      failure ??= error;
    }
  }
  return { units: units.all(), columns, failure };
}

function unitCodes(text: string): string[] {
  return [...text.matchAll(UNIT_PARAMETER)].map((match) => match[1] ?? '');
}

interface NamedLink {
  readonly url: string;
  readonly name: string;
}

/** Links with their names: anchors, frames, and handlers that carry an address. */
function links({ $, url: base }: ListPage): NamedLink[] {
  const found: NamedLink[] = [];
  for (const element of $('a, area, option')) {
    const node = $(element);
    const name = linkTitle(node);
    const handler = `${node.attr('onclick') ?? ''} ${node.attr('value') ?? ''}`;
    for (const href of [
      node.attr('href'),
      ...(/['"]?([^'"\s(]*area=[^'"\s)]*)/.exec(handler)?.slice(1) ?? []),
    ]) {
      const scripted = /^javascript:.*?['"]([^'"]*area=[^'"]*)['"]/i.exec(href ?? '')?.[1];
      const url = resolveLink(scripted ?? href, base);
      if (url !== null) found.push({ url, name });
    }
  }
  return found;
}

function* unitsOf(page: ListPage, context: DiscoveryContext): Generator<Unit, void> {
  const linked = new Set<string>();
  for (const { url, name } of links(page)) {
    if (!OWN_ADDRESS.test(url)) continue;
    for (const code of unitCodes(url)) {
      linked.add(code);
      if (!isAllowedHost(url, context.site.hosts)) {
        context.note(`foreign host, left alone: ${url} (${name}), linked from ${page.url}`);
        continue;
      }
      yield { code, name: bodyName(name), origin: new URL(url).origin, listedOn: page.url };
    }
  }
  // Trees are often drawn by a script: tree.add(3, 1, '金乡县教育和体育局', '/col/…?vc_xxgkarea=…').
  for (const statement of page.text.replaceAll('&amp;', '&').split(/[;\n(){}<>]/)) {
    if (!OWN_ADDRESS.test(statement)) continue;
    for (const code of unitCodes(statement)) {
      if (linked.has(code)) continue;
      const texts = [...statement.matchAll(/['"]([^'"]*[\u4e00-\u9fff][^'"]*)['"]/g)];
      const name = texts.map((match) => bodyName(match[1] ?? '')).find((each) => each !== null) ?? null;
      yield { code, name, origin: new URL(page.url).origin, listedOn: page.url };
    }
  }
}

/** Trees that a page links to, frames, or loads by script, with their parameters. */
function treesOf(page: ListPage, context: DiscoveryContext): string[] {
  const found = page.text.replaceAll('&amp;', '&').matchAll(/[^'"\s(<>=]*\/tree\.jsp\?[^'"\s)<>]*/g);
  return [...found]
    .map((match) => resolveLink(match[0], page.url))
    .filter((url): url is string => url !== null && isAllowedHost(url, context.site.hosts));
}

/** A link's text when it names a body; null for a button, a topic or a year. */
function bodyName(text: string): string | null {
  return isBodyName(text) ? tidy(text) : null;
}
