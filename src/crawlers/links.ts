import type { CheerioAPI } from 'cheerio';
import { isReportTitle, isTruncated } from './selection.ts';

/** All links of a page, as one selection. */
export function linksOf($: CheerioAPI) {
  return $('a[href]');
}

/** A selection of links; mostly of one. */
export type Links = ReturnType<typeof linksOf>;

/** An element of a page. */
export type PageElement = Links[number];
type PageNode = PageElement['children'][number];

function isElement(node: PageNode | PageElement['parent']): node is PageElement {
  return node !== null && (node.type === 'tag' || node.type === 'script' || node.type === 'style');
}

/** Text as a reader sees it: blanks of every kind are one blank. */
export function tidy(text: string): string {
  return text.replace(/[\s\u00a0\u200b\ufeff]+/g, ' ').trim();
}

/**
 * A link's address made absolute, without fragment and default port.
 * @returns null for what is no web address (`javascript:`, `mailto:`, broken, or nothing but a fragment)
 */
export function resolveLink(href: string | undefined, base: string): string | null {
  const trimmed = href?.trim() ?? '';
  const url = trimmed === '' || trimmed.startsWith('#') ? null : URL.parse(trimmed, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  if (trimmed.includes('#')) url.hash = '';
  return url.href;
}

/** True where the host is one of the site's. */
export function isAllowedHost(url: string | URL, hosts: readonly string[]): boolean {
  return hosts.includes((typeof url === 'string' ? new URL(url) : url).hostname);
}

/**
 * Equal for addresses that a portal answers alike: scheme, `www.` and the order of the query do not count. For
 * knowing a listing again, never for identity of reports.
 */
export function pageKey(address: string): string {
  const url = new URL(address);
  url.searchParams.sort();
  return `${url.host.replace(/^www\./, '')}${url.pathname}${url.search}`;
}

const FULL_DATE = /(?<!\d)(20\d\d|19\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?(?!\d)/;
/** Day in one element, year and month in the next: `17 2024-01`. */
const SPLIT_DATE = /(?<!\d)(\d{1,2})\s+(20\d\d)[-/.年](\d{1,2})月?(?![\d-])/;

/** The first calendar date in a text as `YYYY-MM-DD`. A date without its year (`[01-17]`) is none: it is not guessed. */
export function dateIn(text: string): string | null {
  const full = FULL_DATE.exec(text);
  if (full !== null) return calendarDate(full[1], full[2], full[3]);
  const split = SPLIT_DATE.exec(text);
  return split === null ? null : calendarDate(split[2], split[3], split[1]);
}

function calendarDate(year = '', month = '', day = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? null : text;
}

/** A date at the end of a row's text, in brackets or not, with or without year. */
const ENDING_DATE =
  /[\s[(（【]*(?:(?:20|19)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]*$/;

/** Whether a link holds words alone: most do, and then nothing needs to be looked for in it. */
function isPlain(link: Links): boolean {
  return link.get().every(({ children }) => children.every(({ type }) => type === 'text'));
}

/** The nearest of an element and those round it that a test is true of; null where there is none. */
export function nearest(
  element: PageElement | undefined,
  test: (element: PageElement) => boolean,
): PageElement | null {
  for (let at = element ?? null; at !== null; ) {
    if (test(at)) return at;
    const { parent }: PageElement = at;
    at = isElement(parent) ? parent : null;
  }
  return null;
}

/** What a link is called: its `title` (or its picture's) where its text is cut or says less, its text otherwise. */
export function linkTitle(link: Links): string {
  const copy = isPlain(link) ? link : link.clone();
  if (copy !== link) copy.find('em, time, .date, .time, script, style').remove();
  const text = tidy(copy.text()).replace(ENDING_DATE, '').trim();
  const attribute = tidy(link.attr('title') ?? (text === '' ? link.find('img').attr('alt') : '') ?? '');
  if (attribute === '') return text;
  if (text === '' || isTruncated(text)) return attribute;
  if (attribute.includes(text) || (isReportTitle(attribute) && !isReportTitle(text))) return attribute;
  return text;
}

const ROWS: ReadonlySet<string> = new Set(['li', 'tr', 'dd', 'dt', 'p', 'div']);

/** The date that a list prints beside a link, `YYYY-MM-DD`; null where it prints none. */
export function rowDate($: CheerioAPI, link: Links): string | null {
  const within = isPlain(link) ? null : dateIn(tidy(link.find('em, time, span, i, .date').last().text()));
  if (within !== null) return within;
  const ending = dateIn(ENDING_DATE.exec(tidy(link.text()))?.[0] ?? '');
  if (ending !== null) return ending;
  const row = nearest(link.get(0), ({ name }) => ROWS.has(name));
  if (row !== null && countLinks(row) <= 1) return dateIn(tidy(textsBesideLinks(row).join(' ')));
  for (let next = link.get(0)?.next ?? null; next !== null; next = next.next) {
    if (next.type === 'tag' && (next.name === 'a' || $(next).find('a').length > 0)) return null;
    const date = dateIn(tidy($(next).text()));
    if (date !== null) return date;
  }
  return null;
}

function countLinks({ children }: PageElement): number {
  let links = 0;
  for (const node of children) {
    if (!isElement(node)) continue;
    if (node.name === 'a' && node.attribs.href !== undefined) links += 1;
    links += countLinks(node);
  }
  return links;
}

/** The pieces of text within an element and outside of links, those of each element together. */
function textsBesideLinks({ name, children }: PageElement): string[] {
  if (name === 'a') return [];
  return [
    ...children.flatMap((node) => (node.type === 'text' ? [node.data] : [])),
    ...children.flatMap((node) => (isElement(node) ? textsBesideLinks(node) : [])),
  ];
}

const CHROME_ELEMENT = /^(header|footer|nav)$/;
const CHROME_CLASS =
  /nav|menu|head|foot|bread|crumb|position|location|weizhi|friend|share|pagi|pager|(^|\s)page-tile(\s|$)/;
const CHROME_ID = /nav|menu|head|foot|bread|crumb/;

/** True for a link of the page's frame (menus, breadcrumb, footer, page numbers), not of its content. */
export function isChrome(link: Links): boolean {
  const parent = link.get(0)?.parent ?? null;
  const found = isElement(parent)
    ? nearest(parent, (around) => around.name === 'body' || isFrame(around))
    : null;
  return found !== null && found.name !== 'body';
}

function isFrame({ name, attribs }: PageElement): boolean {
  return (
    CHROME_ELEMENT.test(name) || CHROME_CLASS.test(attribs.class ?? '') || CHROME_ID.test(attribs.id ?? '')
  );
}

/**
 * The links that look like a list's rows where nothing is known of its markup: those with a date beside them, else
 * those in items of lists and tables, else all links of the content.
 */
export function contentRows($: CheerioAPI): Links {
  const content = linksOf($).filter((_, link) => !isChrome($(link)));
  const dated = content.filter((_, link) => rowDate($, $(link)) !== null);
  if (dated.length > 0) return dated;
  const items = content.filter((_, link) => $(link).closest('li, tr, dd').length > 0);
  return items.length > 0 ? items : content;
}
