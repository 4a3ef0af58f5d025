import type { CheerioAPI } from 'cheerio';
import { type Links, linkTitle, nearest, tidy } from './links.ts';
import { isAnnualColumn, isReportTitle } from './selection.ts';

const LISTS: ReadonlySet<string> = new Set(['ul', 'ol', 'dl']);
const ITEMS: ReadonlySet<string> = new Set(['li', 'dd', 'dt']);

/** What pages and links say of themselves beside their text. */

/** True where a menu shows the link below a column of annual reports. */
export function isNestedUnderAnnual($: CheerioAPI, link: Links): boolean {
  const list = nearest(link.get(0), ({ name }) => LISTS.has(name))?.parent;
  if (list === undefined || list?.type !== 'tag' || !ITEMS.has(list.name)) return false;
  const parent = link.closest('ul, ol, dl').parent('li, dd, dt').children('a, span, p, h3, h4').first();
  return parent.length > 0 && parent.get(0) !== link.get(0) && isAnnualColumn(tidy($(parent).text()));
}

const MORE = /^[+>»\s]*(查看|点击)?更多[+>»\s.…]*$|^more[+>»\s]*$/i;
const HEADING = 'h1, h2, h3, h4, h5, dt, [class*=title], [class*=tit], [class*=name], [class*=head]';

/** What a link is called; for one that only says 更多, what the block above whose list it stands is called. */
export function linkName(link: Links): string {
  const own = linkTitle(link);
  if (!MORE.test(own)) return own;
  for (let block = link.parent(); block.length > 0 && !block.is('body'); block = block.parent()) {
    const heading = tidy(block.find(HEADING).first().clone().find('a').remove().end().text());
    const name = heading === '' ? tidy(block.find('a').not(link).first().text()) : heading;
    if (name !== '') return name.replace(/(查看)?更多.*$/, '').trim();
  }
  return own;
}

const PLACE =
  '[class*=bread], [class*=crumb], [class*=position], [class*=location], [class*=weizhi], [class*=dqwz]';

/** True where a page's own marks (meta tags, title, headings, end of the breadcrumb) say that it lists annual reports. */
export function callsItselfAnnual($: CheerioAPI): boolean {
  const marks: string[] = [];
  for (const meta of $('meta[name][content]')) {
    const name = $(meta).attr('name')?.toLowerCase();
    if (name === 'columntype' || name === 'columnname') marks.push($(meta).attr('content') ?? '');
  }
  marks.push(
    ...$('title')
      .text()
      .split(/[_|—–>»·-]/),
  );
  for (const heading of $('h1, h2, h3')) marks.push($(heading).text());
  for (const place of $(PLACE))
    marks.push(
      ...$(place)
        .text()
        .split(/[>»›/\s]+/),
    );
  return marks.some((mark) => isAnnualColumn(mark));
}

/** True where the page is a report itself: some products show it in the column page. */
export function holdsReport($: CheerioAPI): boolean {
  const text = $('body').text();
  return /一\s*、\s*总体情况/.test(text) && /主动公开政府信息情况/.test(text) && $('table').length > 0;
}

/** The report's title on a page that is a report; null where no title is one. */
export function titleOf($: CheerioAPI): string | null {
  const candidates = [
    ...$('h1, h2, .title, .article-title').map((_, node) => tidy($(node).text())),
    tidy($('title').text()),
  ];
  return candidates.find((text) => isReportTitle(text)) ?? null;
}
