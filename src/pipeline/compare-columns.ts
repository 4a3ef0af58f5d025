import type { Archive } from '../archive/archive.ts';
import type { Baseline } from '../archive/columns.ts';
import type { ReportReference } from '../crawlers/crawler.ts';
import { sniff } from '../documents/sniff.ts';
import type { Column, Site } from '../sites/site.ts';
import type { ColumnWalk } from './discover.ts';
import { templateLikeness } from './template.ts';

/** Articles of a column whose changed pages are compared with what they were. */
const ARTICLES_COMPARED = 12;

/** What became of a column since its last good crawl. */
export interface ColumnFacts {
  readonly url: string;
  /** References, without those that turned out to be an absence. */
  readonly found: number;
  /** Of the last good crawl; null: there was none. */
  readonly foundBefore: number | null;
  /** It was walked to its end. */
  readonly arrived: boolean;
  /** The family whose marks its pages bear; null: none that we know. */
  readonly family: string | null;
  readonly familyBefore: string | null;
  /** What its pages look like now, where they lost the marks of their family. */
  readonly looksLike: string | null;
  /** The page whose template is no longer that of the last good crawl, and the share of it that is left. */
  readonly redesigned: { readonly url: string; readonly likeness: number } | null;
}

export interface Comparison {
  readonly site: Site;
  readonly runId: number;
  readonly archive: Archive;
  /** Addresses that turned out to hold no report, as was to be expected. */
  readonly absent: ReadonlySet<string>;
  /** Pages with a smaller share of their last good template have another one. */
  readonly sameTemplateShare: number;
  /** Take what is there now for good, whatever was there before. */
  readonly accept: boolean;
}

/** Holds what was seen of a column against its last good crawl. */
export function compareColumn(walk: ColumnWalk, comparison: Comparison): ColumnFacts {
  const { site, archive, absent, accept } = comparison;
  const { url } = walk.column;
  const before = accept ? null : archive.columns.lastGood(site.id, url);
  const familyBefore = familyOf(before, site);
  const { family } = walk.marks;
  const arrived = walk.failure === null;
  const lost = arrived && familyBefore !== null && family !== familyBefore;
  return {
    url,
    found: present(walk.references, absent),
    foundBefore: before?.found ?? null,
    arrived,
    family,
    familyBefore,
    looksLike: lost ? walk.marks.looksLike : null,
    redesigned: before !== null && arrived ? redesigned(walk, before, comparison) : null,
  };
}

function present(references: Iterable<ReportReference>, absent: ReadonlySet<string>): number {
  let found = 0;
  for (const { url } of references) if (!absent.has(url)) found += 1;
  return found;
}

/** The family whose marks the pages of a column should bear; null: any. */
export function expectedFamily(
  { url }: Column,
  { site, archive, accept }: Pick<Comparison, 'site' | 'archive' | 'accept'>,
): string | null {
  const before = accept ? null : archive.columns.lastGood(site.id, url);
  return familyOf(before, site) ?? (site.crawler === 'auto' ? null : site.crawler);
}

/** Another crawler in the site file is a person's answer to what was seen before. */
function familyOf(before: Baseline | null, { crawler }: Site): string | null {
  const family = before?.family ?? null;
  return crawler === 'auto' || family === crawler ? family : null;
}

/** The entry page, or at least half of the articles that were there before, have another template now. */
function redesigned(walk: ColumnWalk, before: Baseline, comparison: Comparison): ColumnFacts['redesigned'] {
  const { sameTemplateShare, archive, site, runId } = comparison;
  // Asked for once: most of what a column lists is not fetched again.
  const pages = archive.columns.pagesIn(runId, site.id);
  const entry = walk.entry === null ? null : likeness(walk.entry, before, pages, comparison);
  if (walk.entry !== null && entry !== null && entry < sameTemplateShare)
    return { url: walk.entry, likeness: entry };
  let known = 0;
  let compared = 0;
  let first: ColumnFacts['redesigned'] = null;
  let changed = 0;
  for (const { url } of walk.references) {
    if (compared === ARTICLES_COMPARED) break;
    const like = likeness(url, before, pages, comparison);
    if (like === null) continue;
    known += 1;
    if (like < 1) compared += 1;
    if (like >= sameTemplateShare) continue;
    changed += 1;
    first ??= { url, likeness: like };
  }
  return changed * 2 >= known ? first : null;
}

/** How much of a page's template is as it was; null where there is nothing to compare. */
function likeness(
  url: string,
  { runId }: Baseline,
  pages: ReadonlyMap<string, string | null>,
  { archive, site }: Comparison,
): number | null {
  const hashNow = pages.get(url) ?? null;
  const hashBefore = hashNow === null ? null : archive.columns.pageIn(runId, site.id, url);
  if (hashBefore === null || hashNow === null) return null;
  if (hashBefore === hashNow) return 1;
  const was = archive.captures.payload(hashBefore);
  const is = archive.captures.payload(hashNow);
  if (was == null || is == null || sniff(was) !== 'html' || sniff(is) !== 'html') return null;
  return templateLikeness(was, is);
}
