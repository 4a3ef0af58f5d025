import type { StoredCapture } from '../archive/captures.ts';
import type { Edition } from '../archive/history.ts';
import type { ReportRow } from './queries.ts';
import type { Reading } from './report-queries.ts';

/**
 * How to cite an edition: as a line of text, and for BibTeX. Both carry the hash of the bytes, by which anybody can
 * prove what was read, wherever the archive is.
 * @param printed its title, where it has one
 * @param permanent address of the edition in this viewer
 */
export function citation(
  report: ReportRow,
  printed: string | null,
  reading: Reading,
  { url, fetchedAt, readSha256 }: StoredCapture,
  edition: Edition,
  permanent: string,
): { readonly text: string; readonly bibtex: string } {
  const title = printed ?? `${report.body}${report.year}年政府信息公开工作年度报告`;
  const published = report.publishedOn ?? reading.meta.get('meta.publication_date')?.value ?? null;
  const day = fetchedAt.slice(0, 10);
  const hash = readSha256 ?? edition.contentSha256;
  const text = `${report.body}：《${title}》${published === null ? '' : `，${published}`}。${url}（${day} 存档，SHA-256 ${hash}；nianbao edition ${edition.editionId}，${permanent}）。`;
  const entries: [string, string][] = [
    ['author', `{${report.body}}`],
    ['title', `{${title}}`],
    ['year', String(published === null ? report.year + 1 : published).slice(0, 4)],
    ['url', url],
    ['urldate', day],
    [
      'note',
      `Report year ${report.year}; archived ${fetchedAt}; SHA-256 ${hash}; nianbao edition ${edition.editionId}, parser ${reading.parserVersion}`,
    ],
  ];
  const lines = entries.map(
    ([key, value]) => `  ${key.padEnd(8)}= {${escaped(value, key === 'author' || key === 'title')}},`,
  );
  return {
    text,
    bibtex: `@misc{nianbao-${report.siteId}-${report.year}-${edition.editionId},\n${lines.join('\n')}\n}`,
  };
}

/** What BibTeX would take for a command. @param braced the outer braces are ours */
function escaped(value: string, braced: boolean): string {
  const inner = braced ? value.slice(1, -1) : value;
  const safe = inner
    .replace(/[{}\\]/gu, '')
    .replace(/[&%$#_]/gu, (sign) => (/^https?:/u.test(inner) ? sign : `\\${sign}`));
  return braced ? `{${safe}}` : safe;
}
