import { squeeze } from './label.ts';
import type { Line } from './line.ts';
import { type Chapter, type Range, type Structure, tablesOf } from './structure.ts';

/** What portals print below an article; nothing from here on belongs to the report. */
const FURNITURE =
  /^(?:[-【[［(（]*(?:打印|关闭|字体|收藏|分享|返回|上一[篇条页]|下一[篇条页]|相关(?:文章|信息|链接|稿件|附件)|扫一扫|扫码|责任编辑|编辑[:：]|初审|复审|终审|审核[:：]|信息来源[:：]|来源[:：]|浏览次数|点击(?:数|次数|收听)|主办单位|承办单位|版权所有|网站(?:地图|标识码|声明)|联系我们|您是第|附件\d*[:：.]|附件(?:下载|\d*$)|点击(?:下载|查看)))|ICP备|公网安备/u;

const VOLATILE =
  /(?:浏览|点击|阅读|访问|下载|点赞|分享|收藏|转发)(?:次数|人次|总数|量|数|率)?[:：]|今天是|当前(?:时间|日期|位置)|(?:打印|发布|更新)(?:时间|日期)[:：]|字(?:体|号)[:：]/u;

/** A longer paragraph that speaks of 访问量 is the report's own. */
const LONGEST_COUNTER = 40;

const DATE_LINE =
  /^[（(]?(?:\d{4}|[二〇○零一九八七六五四三]{4})年\d{0,2}[一二三四五六七八九十]{0,3}月\d{0,2}[一二三四五六七八九十]{0,3}日?[）)]?$/u;

const CJK = '\\u3400-\\u9fff\\u3000-\\u303f\\uff00-\\uffef“”‘’';
const INNER_SPACE = new RegExp(`(?<=[${CJK}])\\s+(?=[${CJK}])`, 'gu');

/** A paragraph as stored: list dashes of conversions gone, spaces inside Chinese words gone, others single. */
export function tidyProse(text: string): string {
  if (!/\s/u.test(text)) return text;
  return text
    .replace(/^\s*[-•·]\s+/u, '')
    .replace(/\s+/gu, ' ')
    .replace(INNER_SPACE, '')
    .trim();
}

export interface Prose {
  /** Chapters 1, 5 and 6 by number. */
  readonly sections: Readonly<Record<string, string>>;
  /** `0`: the opening before chapter one, without the portal's lines about the page; `2` `3` `4`: beside the tables. */
  readonly asides: Readonly<Record<string, string>>;
  /** Text between the title and chapter one. */
  readonly preamble: string;
  /** The date under the last chapter, as printed, or null. */
  readonly signedOn: string | null;
  /** The body that signed above it, or null. */
  readonly signedBy: string | null;
}

/** The containers that a line stands in begin with these. */
export function isWithin({ scope }: Line, containers: readonly number[]): boolean {
  for (const [i, container] of containers.entries()) if (scope[i] !== container) return false;
  return true;
}

/** What the running text of a report is told by. */
interface Page {
  readonly lines: readonly Line[];
  readonly containers: readonly number[];
  readonly tables: readonly Range[];
  readonly title: { readonly text: string | null; readonly lines: readonly number[] };
}

/** The running text of a stretch of lines: without the title, tables, and what stands elsewhere on the page. */
function paragraphsIn({ lines, containers, tables, title }: Page, from: number, to: number): string[] {
  const found: string[] = [];
  for (let i = from; i < to; i++) {
    const line = lines[i];
    if (line === undefined || !isWithin(line, containers) || title.lines.includes(i)) continue;
    if (line.grid !== null && (line.spanning !== true || isInAny(tables, i))) continue;
    if (title.text !== null && squeeze(line.text) === title.text) continue;
    found.push(line.text);
  }
  return found;
}

function isInAny(ranges: readonly Range[], index: number): boolean {
  for (const { from, to } of ranges) if (index >= from && index < to) return true;
  return false;
}

/** Where a chapter ends: at the next heading, the first one at a table, too. */
function endOf(chapter: Chapter, { headings }: Structure, tables: readonly Range[], all: number): number {
  const from = headings.get(chapter) ?? 0;
  let end = all;
  for (const [other, line] of headings)
    if (other > chapter || (chapter === 1 && line > from)) end = Math.min(end, line);
  if (chapter === 1) for (const table of tables) if (table.from > from) end = Math.min(end, table.from);
  return end;
}

/**
 * Running text of the chapters. Only lines within the containers count; tables beside the text and page furniture do not.
 * @param containers round the report, outermost first.
 */
export function readProse(
  lines: readonly Line[],
  structure: Structure,
  containers: readonly number[],
  title: { readonly text: string | null; readonly lines: readonly number[] },
): Prose {
  const { headings } = structure;
  const tables = tablesOf(structure);
  const page: Page = { lines, containers, tables, title };
  const lastTable = Math.max(0, ...tables.map(startOf));
  const sections: Record<string, string> = {};
  let signedOn: string | null = null;
  let signedBy: string | null = null;
  for (const chapter of [1, 5, 6] as const) {
    const heading = headings.get(chapter);
    if (heading === undefined) continue;
    const from = heading + 1;
    let found = untilFurniture(paragraphsIn(page, from, endOf(chapter, structure, tables, lines.length)));
    const last = [...headings.keys()].at(-1) === chapter && heading >= lastTable;
    if (last) {
      const signed = withoutSignature(found);
      found = signed.paragraphs;
      signedOn = signed.date;
      signedBy = signed.signer;
    }
    sections[String(chapter)] = joinParagraphs(found);
  }
  const first = Math.min(lines.length, ...headings.values(), ...tables.map(startOf));
  let preambleFrom = 0;
  for (const line of title.lines) if (line < first) preambleFrom = Math.max(preambleFrom, line + 1);
  const opening = paragraphsIn(page, preambleFrom, first);
  const asides: Record<string, string> = { '0': joinParagraphs(opening.filter(isProse)) };
  for (const [chapter, table] of [
    [2, structure.disclosure],
    [3, structure.requests],
    [4, structure.litigation],
  ] as const) {
    const heading = headings.get(chapter);
    if (heading === undefined) continue;
    const beside = paragraphsIn(page, heading + 1, endOf(chapter, structure, tables, lines.length));
    // Without a grid the rows of the table are lines of text themselves: only sentences are told from them.
    const isGrid = table !== null && lines.slice(table.from, table.to).some(isRow);
    asides[String(chapter)] = joinParagraphs(untilFurniture(isGrid ? beside : beside.filter(isProse)));
  }
  for (const [part, text] of Object.entries(asides)) if (text === '') delete asides[part];
  return { sections, asides, preamble: joinParagraphs(opening), signedOn, signedBy };
}

const startOf = (range: Range): number => range.from;
const isRow = (line: Line): boolean => line.grid !== null;

/** A sentence, and none that counts or dates the visit: what a portal prints anew for every visitor is no text. */
function isProse(paragraph: string): boolean {
  const bare = squeeze(paragraph);
  return bare.length >= 12 && /[。；：，]/u.test(bare) && !VOLATILE.test(bare) && !FURNITURE.test(bare);
}

/** Paragraphs up to what portals print below an article, without the lines that count or date a visit. */
export function untilFurniture(paragraphs: readonly string[]): string[] {
  const end = paragraphs.findIndex(isFurniture);
  return (end === -1 ? paragraphs : paragraphs.slice(0, end)).filter(isLasting);
}

const isFurniture = (paragraph: string): boolean => FURNITURE.test(squeeze(paragraph));

function isLasting(paragraph: string): boolean {
  const bare = squeeze(paragraph);
  return bare.length > LONGEST_COUNTER || !VOLATILE.test(bare);
}

/** The rows of the tables as text: what stands for their content where not all of it could be read as figures. */
export function tableText(lines: readonly Line[], structure: Structure): string {
  return [structure.disclosure, structure.requests, structure.litigation]
    .flatMap((range) => (range === null ? [] : lines.slice(range.from, range.to)))
    .map((line) => tidyProse(line.text))
    .filter((text) => text !== '')
    .join('\n');
}

/** How names of bodies end. A short line that ends otherwise is text, not a signature. */
const SIGNER = /(?:局|委|委员会|办|办公室|政府|管委会|处|院|所|中心|队|社|站|镇|乡|街道|公司)$/u;

/** Body and date on one line. */
const SIGNED_LINE = new RegExp(
  `^(?<signer>[^。，；：、！？,.\\d]{3,30}?)(?<date>${DATE_LINE.source.slice(1)})`,
  'u',
);

/** Parts the closing signature (body and date, mostly on lines of their own) from the last chapter. */
export function withoutSignature(paragraphs: readonly string[]): {
  paragraphs: string[];
  date: string | null;
  signer: string | null;
} {
  const kept = [...paragraphs];
  const last = squeeze(kept.at(-1) ?? '');
  const before = squeeze(kept.at(-2) ?? '');
  const { signer: both, date = null } = SIGNED_LINE.exec(last)?.groups ?? {};
  if (both !== undefined && SIGNER.test(both) && kept.length > 1)
    return { paragraphs: kept.slice(0, -1), date, signer: both };
  if (!DATE_LINE.test(last)) {
    const isName = kept.length > 1 && last.length <= 30 && SIGNER.test(last) && !IN_SENTENCES.test(last);
    if (!isName) return { paragraphs: kept, date: null, signer: null };
    const isDated = kept.length > 2 && DATE_LINE.test(before);
    return {
      paragraphs: kept.slice(0, isDated ? -2 : -1),
      date: isDated ? before : null,
      signer: last,
    };
  }
  kept.pop();
  if (kept.length <= 1 || before.length > 30 || IN_SENTENCES.test(before))
    return { paragraphs: kept, date: last, signer: null };
  kept.pop();
  return { paragraphs: kept, date: last, signer: SIGNER.test(before) ? before : null };
}

const IN_SENTENCES = /[。，；：、！？,.]/u;

/** Joins lines that were broken by a fixed width; real paragraphs stay apart by a line feed. */
export function joinParagraphs(paragraphs: readonly string[]): string {
  let text = '';
  let previousWidth = 0;
  for (const paragraph of paragraphs) {
    const tidy = tidyProse(paragraph);
    if (tidy === '') continue;
    const wrapped = text !== '' && previousWidth >= 30 && !/[。；：！？;:!?…”）)]$/u.test(text);
    text += text === '' ? tidy : wrapped ? tidy : `\n${tidy}`;
    previousWidth = tidy.length;
  }
  return text.replace(INNER_SPACE, (s) => (s.includes('\n') ? '\n' : ''));
}
