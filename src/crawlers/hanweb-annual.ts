import type { Crawler } from './crawler.ts';
import { ANNUAL_PAGE, collectUnits } from './hanweb-units.ts';
import { everyYear, type Unit } from './units.ts';

/**
 * Hanweb's annual report page: one address a unit and year, no list. Units are collected from the column page, the
 * trees that it names and, where they are given as entry, from tree and report addresses; then each unit is put
 * together with each of `context.years`. An unknown unit or year is answered 200 with an empty body, hence
 * `mayBeEmpty` on every reference.
 * @throws UnusablePage when the entry does not arrive, or at the end when a tree does not.
 */
export const hanwebAnnual: Crawler = {
  family: 'hanweb-annual',
  recognise({ url, text }) {
    if (url.includes(ANNUAL_PAGE) || text.includes(ANNUAL_PAGE)) return 0.99;
    // A tree of units without the search by topics that the product's other lists have.
    return /\/module\/xxgk\/tree\.jsp\?/.test(text) && !/\/xxgk\/search\.jsp/.test(text) ? 0.95 : 0;
  },
  async *discover(column, context) {
    const { units, failure } = await collectUnits(column, context);
    if (units.length === 0)
      context.note(`${column.url}: no unit codes (area=, vc_xxgkarea=) on this page or its trees`);
    yield* everyYear(units, context.years, column, address);
    if (failure !== null) throw failure;
  },
};

function address({ code, origin }: Unit, year: number): string {
  const url = new URL(ANNUAL_PAGE, origin);
  url.searchParams.set('area', code);
  url.searchParams.set('fbtime', String(year));
  return url.href;
}
