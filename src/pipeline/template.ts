import type { CheerioAPI } from 'cheerio';
import { queryable } from '../crawlers/query.ts';
import { decodeText } from '../documents/charset.ts';

/** Fewer marks than this tell nothing. */
const LEAST_MARKS = 4;

/**
 * How alike the skeletons of two HTML pages are: the share of marks (an element with its classes below its parent)
 * that both have, however often. 1 the same template … 0 nothing in common; null where a page has too few to tell.
 */
export function templateLikeness(before: Uint8Array, now: Uint8Array): number | null {
  const a = marksOf(before);
  const b = marksOf(now);
  if (a.size < LEAST_MARKS || b.size < LEAST_MARKS) return null;
  let shared = 0;
  for (const mark of a) if (b.has(mark)) shared += 1;
  return shared / (a.size + b.size - shared);
}

function marksOf(page: Uint8Array): Set<string> {
  const $ = queryable(decodeText(page).text);
  const marks = new Set<string>();
  // What stands within paragraphs comes from editors, not from the template.
  for (const element of $('body *').not('p *')) {
    const parent = element.parent?.type === 'tag' ? nameOf($, element.parent) : '';
    marks.add(`${parent}>${nameOf($, element)}`);
  }
  return marks;
}

function nameOf($: CheerioAPI, element: Parameters<CheerioAPI>[0]): string {
  const node = $(element);
  // Numbers change from page to page, and with the day.
  const plain = (text: string | undefined): string => (text ?? '').replace(/\d+/g, '0');
  const classes = plain(node.attr('class')).split(/\s+/).filter(Boolean).sort();
  return [node.prop('tagName')?.toLowerCase() ?? '', ...classes, plain(node.attr('id'))].join('.');
}
