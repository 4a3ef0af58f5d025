import { type Crawler, type DiscoveryContext, type ListPage, UnusablePage } from './crawler.ts';
import { isAllowedHost, linkTitle, pageKey, resolveLink, tidy } from './links.ts';
import { recogniseBy, type Signs } from './recognise.ts';
import { isAnnualColumn, isBodyName, isDisclosureEntry } from './selection.ts';
import { everyYear, Units } from './units.ts';

/** The page of a unit's report for a year, as the product names it. */
const REPORT_PAGE = 'year_details.aspx';
const UNIT_PARAMETER = /[?&]dept=(\d{1,9})(?!\d)/;
/** Pages between the entry and the last unit: menus of groups of units at most. */
const MOST_PAGES = 20;

const SIGNS: Signs = {
  address: /\/year_details\.aspx\b|[?&]dept=\d+&year=\d{4}(&|$)/i,
  links: /\/year_details\.aspx\b|[?&]dept=\d+&year=\d{4}(&|$)/i,
};

/**
 * Portals with one page a unit and year: `year_details.aspx?dept=58&year=2022`. Units are collected from the entry (a
 * home page, a list of units, or any such report page), its choice of units and the pages of annual reports that it
 * leads to; then each is put together with each of `context.years`.
 * @throws UnusablePage when the entry does not arrive, or at the end when another page of units does not.
 */
export const unitYear: Crawler = {
  family: 'unit-year',
  recognise: (page) => recogniseBy(page, SIGNS),
  async *discover(column, context) {
    const entry = await context.page(column.url);
    const units = new Units();
    const visited = new Set([pageKey(column.url), pageKey(entry.url)]);
    const queue: { url: string; referer: string }[] = [];
    const start = reportPage(column.url) ?? reportPage(entry.url);
    let endpoint = start;
    let failure: UnusablePage | null = null;

    const own = UNIT_PARAMETER.exec(column.url)?.[1];
    const { origin } = new URL(entry.url);
    if (own !== undefined) units.add({ code: own, name: null, origin, listedOn: column.url });
    const read = (page: ListPage): void => {
      for (const { url, name } of linksIn(page, context)) {
        endpoint ??= reportPage(url);
        const code = UNIT_PARAMETER.exec(url)?.[1];
        if (code !== undefined) {
          const unitName = isBodyName(name) ? name : null;
          units.add({ code, name: unitName, origin: new URL(url).origin, listedOn: page.url });
        } else if (isAnnualColumn(name) || isDisclosureEntry(name)) {
          // Without its unit and year, the page that we came by shows the same choice.
          const isSame = start !== null && new URL(start).pathname === new URL(url).pathname;
          if (isSame || visited.has(pageKey(url)) || visited.size > MOST_PAGES) continue;
          visited.add(pageKey(url));
          queue.push({ url, referer: page.url });
        }
      }
      readChoices(page, units);
    };

    read(entry);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        read(await context.page(next.url, { referer: next.referer }));
      } catch (error) {
        if (!(error instanceof UnusablePage) || error.outcome === 'blocked') throw error;
        failure ??= error;
      }
    }
    const page = endpoint ?? new URL(`/${REPORT_PAGE}`, entry.url).href;
    if (units.all().length === 0)
      context.note(`${column.url}: no units (dept=) on this page or those it leads to`);
    yield* everyYear(units.all(), context.years, column, (unit, year) => {
      const url = new URL(new URL(page).pathname, unit.origin);
      url.searchParams.set('dept', unit.code);
      url.searchParams.set('year', String(year));
      return url.href;
    });
    if (failure !== null) throw failure;
  },
};

/** The address itself where it is one of a report, whatever its unit and year. */
function reportPage(address: string): string | null {
  const { pathname, searchParams } = new URL(address);
  if (pathname.endsWith(`/${REPORT_PAGE}`)) return address;
  return searchParams.has('dept') && searchParams.has('year') ? address : null;
}

function* linksIn(page: ListPage, context: DiscoveryContext): Generator<{ url: string; name: string }, void> {
  const { $ } = page;
  for (const element of $('a, area, [onclick]')) {
    const link = $(element);
    const scripted = /['"]([^'"\s]*[?&]dept=[^'"\s]*)['"]/.exec(
      `${link.attr('onclick') ?? ''} ${link.attr('href') ?? ''}`,
    )?.[1];
    const url = resolveLink(scripted ?? link.attr('href'), page.url);
    if (url === null) continue;
    const name = linkTitle(link);
    if (isAllowedHost(url, context.site.hosts)) yield { url, name };
    else if (UNIT_PARAMETER.test(url))
      context.note(`foreign host, left alone: ${url} (${name}), linked from ${page.url}`);
  }
}

/** A drop-down of units: `<select name="dept"><option value="58">卫生健康局</option>`. */
function readChoices(page: ListPage, units: Units): void {
  const { $ } = page;
  for (const element of $('select[name*=dept i] option[value], select[id*=dept i] option[value]')) {
    const code = $(element).attr('value') ?? '';
    const name = tidy($(element).text());
    if (!/^\d{1,9}$/.test(code) || !isBodyName(name)) continue;
    units.add({ code, name, origin: new URL(page.url).origin, listedOn: page.url });
  }
}
