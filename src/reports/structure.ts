import { remembering } from '../documents/remembering.ts';
import { labelKey, squeeze } from './label.ts';
import type { Line } from './line.ts';
import { lengthOf } from './wording.ts';

/** The six chapters of the 2019 and 2021 forms. */
export type Chapter = 1 | 2 | 3 | 4 | 5 | 6;

/** Where things stand in the lines of a report. Ranges are half open, in line indexes. */
export interface Structure {
  /** Line of each chapter heading that was found, in order. */
  readonly headings: ReadonlyMap<Chapter, number>;
  readonly disclosure: Range | null;
  readonly requests: Range | null;
  readonly litigation: Range | null;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Stems by which a heading is known whatever stands in front of it, and what must not be taken for it. */
const STEMS: readonly { chapter: Chapter; stem: RegExp }[] = [
  { chapter: 1, stem: /总体情况$|工作概述$|^概述$|基本情况$|^总体情况|^工作情况综述$/u },
  {
    chapter: 2,
    stem: /主动公开政府(?:信息|政府)情况$|^主动公开(?:政府信息)?(?:的)?情况$|政府信息主动公开情况$/u,
  },
  {
    chapter: 3,
    stem: /(?:收到|受理)(?:和|与|及)?处理政府信息公开申请(?:的)?情况$|^依申请公开(?:办理)?情况$|^政府信息依申请公开情况$/u,
  },
  { chapter: 4, stem: /行政复议(?:和|与)?(?:提起)?行政诉讼(?:的)?情况$|复议诉讼情况$/u },
  {
    chapter: 5,
    stem: /(?:存在(?:的)?(?:主要)?)?问题(?:以)?及(?:其)?改进(?:情况|措施|方向)$|存在(?:的)?(?:主要)?问题(?:和|与)(?:改进|整改)(?:情况|措施|方向)$/u,
  },
  { chapter: 6, stem: /其[他它](?:需要?)?(?:报告|汇报|说明)的?(?:事项|情况|内容)$/u },
];

/** Headings as the notices word them. */
const OFFICIAL_HEADINGS: ReadonlySet<string> = new Set(
  [
    '总体情况',
    '主动公开政府信息情况',
    '收到和处理政府信息公开申请情况',
    '政府信息公开行政复议、行政诉讼情况',
    '存在的主要问题及改进情况',
    '其他需要报告的事项',
  ].map(labelKey),
);

const NUMERALS = '一二三四五六';
const LONGEST_HEADING = 36;

/**
 * The chapter headings in their order. A heading is a short line that carries a chapter's stem; the numeral
 * decides between lines that compete, since reports renumber, misspell and repeat headings.
 */
export function findHeadings(lines: readonly Line[]): Map<Chapter, number> {
  const candidates: { chapter: Chapter; line: number; weight: number }[] = [];
  let at = 0;
  for (const { text } of lines) {
    for (const { chapter, weight } of chaptersOf(text)) candidates.push({ chapter, weight, line: at });
    at += 1;
  }
  return heaviestIncreasing(candidates);
}

interface NamedChapter {
  readonly chapter: Chapter;
  readonly weight: number;
}

const NO_CHAPTER: readonly NamedChapter[] = [];
/**
 * Every stem has one of these characters, here with all that normalisation makes them of. Most lines, being rows of
 * tables, have none, and need no closer look.
 */
const IN_EVERY_STEM = /[况況\ufa71\u{2f81b}述向施项項㊠容]/u;

/** The chapters that a line may be the heading of, and how plainly it says so. */
function chaptersOf(text: string): readonly NamedChapter[] {
  return text.length > LONGEST_HEADING * 2 || !IN_EVERY_STEM.test(text) ? NO_CHAPTER : namedChapters(text);
}

const namedChapters = remembering((text): readonly NamedChapter[] => {
  const bare = squeeze(text);
  if (bare.length > LONGEST_HEADING || bare.length < 2 || /[。;!?]$/u.test(bare)) return NO_CHAPTER;
  const numeral = /^[(（]?([一二三四五六])[)）]?[、.,:：．]?/u.exec(bare)?.[1];
  const sub = /^[(（\d]/u.test(bare);
  const key = labelKey(text).replace(/^[一二三四五六](?=[^一二三四五六])/u, '');
  const found: NamedChapter[] = [];
  for (const { chapter, stem } of STEMS) {
    if (!stem.test(key)) continue;
    const right = numeral !== undefined && NUMERALS[chapter - 1] === numeral && !sub;
    // `（一）主动公开情况` inside chapter one names a section, not a chapter; `1、` may number either.
    if (sub && !right && !(/^\d/u.test(bare) && OFFICIAL_HEADINGS.has(key))) continue;
    found.push({ chapter, weight: right ? 3 : sub ? 0.8 : numeral === undefined ? 1 : 1.5 });
  }
  return found;
});

/** The heaviest subsequence in which chapters strictly rise with the lines. */
function heaviestIncreasing(
  candidates: readonly { chapter: Chapter; line: number; weight: number }[],
): Map<Chapter, number> {
  const best: { total: number; previous: number }[] = [];
  for (const [i, c] of candidates.entries()) {
    let total = c.weight;
    let previous = -1;
    for (let j = 0; j < i; j++) {
      const d = candidates[j];
      const b = best[j];
      if (d === undefined || b === undefined || d.chapter >= c.chapter || d.line >= c.line) continue;
      if (b.total + c.weight > total) {
        total = b.total + c.weight;
        previous = j;
      }
    }
    best.push({ total, previous });
  }
  let at = -1;
  for (const [i, { total }] of best.entries()) if (total > (best[at]?.total ?? 0)) at = i;
  const found: [Chapter, number][] = [];
  for (; at !== -1; at = best[at]?.previous ?? -1) {
    const c = candidates[at];
    if (c !== undefined) found.unshift([c.chapter, c.line]);
  }
  return new Map(found);
}

const DISCLOSURE =
  /本年制发件?数?|本年废止件|现行有效件|本年新制作|本年新公开|对外公开总|处理决定数量|本年收费金额|上一年项目|采购项目数量|采购总金额|^(?:行政)?规范性文件\d*$|^规章\d*$|^行政(?:许可|处罚|强制|事业性收费)\d*$|^政府集中采购\d*$|^其[他它]对外管理服务事项\d*$|^第二十条第.{0,3}项$/u;
const REQUESTS =
  /本列数据的?勾稽关系|^申请人情况|^法人或其他组织|^自然人$|商业企业|科研机构|社会公益组织|法律服务机构|本年新收政府|上年结转政府|^予以公开\d*$|^部分公开|属于国家秘密|法律(?:行政)?法规禁止公开|三安全一稳定|第三方合法权益|三类内部事务|四类过程性信息|属于行政执法案卷|属于行政查询事项|本机关不掌握|没有现成信息|申请内容仍不明确|信访举报投诉类|^重复申请\d*$|提供公开出版物|大量反复申请|确认或重新出具|逾期不补正|收费通知要求缴纳|结转下年度继续/u;
const LITIGATION = /结果维持|结果纠正|尚未审结|未经复议直接起诉|复议后起诉/u;

type TableName = 'disclosure' | 'requests' | 'litigation';

/** The table that a text speaks for as a label. */
const tableOf = remembering((text): TableName | null => {
  const key = labelKey(text);
  if (LITIGATION.test(key)) return 'litigation';
  if (REQUESTS.test(key)) return 'requests';
  return DISCLOSURE.test(key) ? 'disclosure' : null;
});

/** Longer lines are prose that names the thing, not a row of a table. */
const LONGEST_LABEL_LINE = 120;

/** Finds the chapters and the stretch of lines in which each table lies. */
export function findStructure(lines: readonly Line[]): Structure {
  const headings = findHeadings(lines);
  const hits = { disclosure: [] as number[], requests: [] as number[], litigation: [] as number[] };
  let at = 0;
  for (const line of lines) {
    if (line.grid === null) takeHit(line.text, at, hits);
    else for (const piece of line.pieces) if (piece.kind === 'text') takeHit(piece.text, at, hits);
    at += 1;
  }
  const end = lines.length;
  const requestsStart = headings.get(3) ?? cluster(hits.requests)?.from;
  const litigationStart = headings.get(4) ?? cluster(hits.litigation)?.from;
  const afterTables = earliest(end, headings.get(5), headings.get(6));
  return {
    headings,
    disclosure: region(
      hits.disclosure,
      headings.get(2),
      earliest(afterTables, headings.get(3), requestsStart, litigationStart),
    ),
    requests: region(hits.requests, headings.get(3), earliest(afterTables, headings.get(4), litigationStart)),
    litigation:
      region(hits.litigation, headings.get(4), afterTables) ??
      alone(hits.litigation, headings.get(4), afterTables),
  };
}

/** The three tables as far as they were found. */
export function tablesOf({ disclosure, requests, litigation }: Structure): Range[] {
  return [disclosure, requests, litigation].filter(isFound);
}

const isFound = (range: Range | null): range is Range => range !== null;

/** Notes the line of a text for the table that it speaks for. */
function takeHit(text: string, line: number, hits: Readonly<Record<TableName, number[]>>): void {
  if (lengthOf(text) > LONGEST_LABEL_LINE || text.includes('。')) return;
  const table = tableOf(text);
  if (table !== null && hits[table].at(-1) !== line) hits[table].push(line);
}

function earliest(end: number, ...positions: readonly (number | undefined)[]): number {
  let first = end;
  for (const position of positions) first = Math.min(first, position ?? end);
  return first;
}

/** The densest run of hits: a stray mention in the running text is no table. */
function cluster(hits: readonly number[]): Range | null {
  let best: Range | null = null;
  let bestCount = 0;
  for (let i = 0; i < hits.length; ) {
    let j = i;
    while (j + 1 < hits.length && (hits[j + 1] ?? 0) - (hits[j] ?? 0) <= 30) j += 1;
    if (j - i + 1 > bestCount) {
      bestCount = j - i + 1;
      best = { from: hits[i] ?? 0, to: (hits[j] ?? 0) + 1 };
    }
    i = j + 1;
  }
  return bestCount >= 2 ? best : null;
}

function region(hits: readonly number[], heading: number | undefined, limit: number): Range | null {
  // The headings may be wrong about where a table is; its own labels are not.
  const run = cluster(heading === undefined ? hits : between(hits, heading, limit)) ?? cluster(hits);
  if (run === null) return null;
  const from = heading !== undefined && heading < run.from ? heading + 1 : run.from;
  return { from, to: Math.max(run.to, limit > run.from ? limit : run.to) };
}

/** Under its own heading one legible label is enough: table four has one row, and a page may break above it. */
function alone(hits: readonly number[], heading: number | undefined, limit: number): Range | null {
  if (heading === undefined || between(hits, heading, limit).length === 0) return null;
  return { from: heading + 1, to: limit };
}

function between(hits: readonly number[], from: number, to: number): number[] {
  const inside: number[] = [];
  for (const hit of hits) if (hit > from && hit < to) inside.push(hit);
  return inside;
}

const INLINE_HEADING =
  /^([一二三四五六][、.．,，]\s*(?:总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|政府信息公开行政复议[、，]?行政诉讼情况|(?:政府信息公开工作)?存在的主要问题(?:及|和)改进(?:情况|措施)|其他需要报告的(?:事项|情况)))[:：。\s]*(\S.*)$/u;

/** A heading and its text on one line (`六、其他需要报告的事项：无`) become two lines. */
export function splitInlineHeadings(lines: readonly Line[]): Line[] {
  const split: Line[] = [];
  for (const line of lines) {
    const match = line.grid === null || line.spanning === true ? INLINE_HEADING.exec(line.text) : null;
    if (match === null) split.push(line);
    else for (const text of [match[1] ?? '', match[2] ?? '']) split.push({ ...line, text, pieces: [] });
  }
  return split;
}
