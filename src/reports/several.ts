import { isReportTitle, parseTitle } from './identity.ts';
import { findLegacyTable } from './legacy/table.ts';
import type { Line } from './line.ts';
import { findStructure } from './structure.ts';

/**
 * Cuts a document that holds several reports at their titles. A title begins a report only where a whole report stands
 * before it and another after it: titles are repeated, quoted, and listed as links below an article.
 * @returns the lines of each report; all of them where there is one report, or none.
 */
export function cutAtTitles(lines: readonly Line[]): (readonly Line[])[] {
  const titles: number[] = [];
  let at = 0;
  for (const line of lines) {
    if (isOpening(line)) titles.push(at);
    at += 1;
  }
  if (titles.length < 2) return [lines];
  const cuts = [0];
  for (const title of titles) {
    const from = cuts.at(-1) ?? 0;
    const start = startOf(lines, title);
    if (start > from && isWhole(lines.slice(from, start)) && isWhole(lines.slice(start))) cuts.push(start);
  }
  return cuts.map((from, i) => lines.slice(from, cuts[i + 1]));
}

function isOpening(line: Line): boolean {
  if (line.text.length > 120 || !isReportTitle(line.text)) return false;
  return !/^[一二三四五六七八九十\d(（]/u.test(line.text) || parseTitle(line.text).year !== null;
}

/** A title over two lines: the body's name stands on the line before. */
function startOf(lines: readonly Line[], title: number): number {
  const before = lines[title - 1];
  const own = lines[title];
  if (before === undefined || own === undefined || parseTitle(own.text).body !== null) return title;
  const joined = before.grid === null && before.text.length <= 40 && isReportTitle(before.text + own.text);
  return joined && !/[。，、:：；]$/u.test(before.text) ? title - 1 : title;
}

/** Table three, or most of the chapters, or an annexed table: what only a report has. */
function isWhole(lines: readonly Line[]): boolean {
  const { requests, headings } = findStructure(lines);
  return requests !== null || headings.size >= 3 || findLegacyTable(lines) !== null;
}
