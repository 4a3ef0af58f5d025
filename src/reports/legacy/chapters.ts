import { labelKey, squeeze } from '../label.ts';
import type { Line } from '../line.ts';
import { joinParagraphs, untilFurniture, withoutSignature } from '../sections.ts';

type ChapterId = `legacy.text.${string}`;

/** Chapters of reports before 2019, and the words of their headings. The first that fits names the chapter. */
const CHAPTERS: readonly { readonly id: ChapterId; readonly words: RegExp; readonly own: boolean }[] = [
  { id: 'legacy.text.fees', own: true, words: /收费|收取的?费用|费用减免|减免情况/u },
  { id: 'legacy.text.response', own: true, words: /回应|解读|互动交流|舆情/u },
  {
    id: 'legacy.text.institutions',
    own: true,
    words: /机构建设|保障经费|机构.{0,6}人员|工作人员|费用支出|会议.{0,4}培训|人员和经费/u,
  },
  { id: 'legacy.text.review_litigation', own: false, words: /复议|诉讼|申诉/u },
  {
    id: 'legacy.text.on_request',
    own: false,
    words: /依申请公开|申请公开.{0,10}(?:情况|办理)|处理政府信息公开申请|不予公开/u,
  },
  {
    id: 'legacy.text.proactive',
    own: false,
    words: /主动公开|信息公开(?:的)?(?:主要)?内容|公开(?:的)?形式/u,
  },
  {
    id: 'legacy.text.problems',
    own: false,
    words: /问题|不足|改进|下一步|今后.{0,6}(?:打算|工作|措施)|工作(?:打算|思路|计划)/u,
  },
  { id: 'legacy.text.other', own: false, words: /其[他它].{0,6}(?:事项|情况)|需要?说明|附表|附件|名词解释/u },
  {
    id: 'legacy.text.overview',
    own: false,
    words: /概述|概况|总体情况|基本情况|引言|综述|工作情况$|组织领导|制度建设/u,
  },
];

const UNPARSED: ChapterId = 'legacy.text.unparsed';
const NUMBERED = /^(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、，,.．:：\s]|第[一二三四五六七八九十]部分)/u;
const LONGEST_HEADING = 44;
/** An unnumbered heading is hardly more than the chapter's name. */
const LONGEST_BARE = 22;

export interface LegacyChapters {
  /** Text by field id, in the order of the report. */
  readonly texts: Readonly<Record<string, string>>;
  /** How many chapters only reports before 2019 have (fees, responses, institutions). */
  readonly own: number;
  readonly count: number;
  /** Lines of the headings. */
  readonly headings: readonly number[];
}

/**
 * The chapters of a report before 2019: running text only, tables left out. Chapters that fit no field, and text
 * before the first where no heading is legible, are `legacy.text.unparsed`.
 */
export function readChapters(
  lines: readonly Line[],
  from: number,
  content: (line: Line, index: number) => boolean,
): LegacyChapters {
  const parts: { id: ChapterId; own: boolean; line: number; paragraphs: string[] }[] = [];
  const isText = (line: Line, i: number): boolean => line.grid === null && content(line, i);
  const numbered = lines.some((l, i) => i >= from && isText(l, i) && headingOf(l, true) !== null);
  for (const [i, line] of lines.entries()) {
    if (i < from || !isText(line, i)) continue;
    const heading = headingOf(line, numbered);
    if (heading !== null) parts.push({ ...heading, line: i, paragraphs: [] });
    else parts.at(-1)?.paragraphs.push(line.text);
  }
  const texts: Record<string, string> = {};
  for (const [i, { id, paragraphs }] of parts.entries()) {
    const kept =
      i === parts.length - 1 ? withoutSignature(untilFurniture(paragraphs)).paragraphs : paragraphs;
    const text = joinParagraphs(kept);
    if (text !== '') texts[id] = id in texts ? `${texts[id]}\n${text}` : text;
  }
  const known = parts.filter((p) => p.id !== UNPARSED);
  return {
    texts,
    own: new Set(known.filter((p) => p.own).map((p) => p.id)).size,
    count: new Set(known.map((p) => p.id)).size,
    headings: parts.map((p) => p.line),
  };
}

function headingOf(line: Line, numbered: boolean): { id: ChapterId; own: boolean } | null {
  const bare = squeeze(line.text);
  if (bare.length < 2 || bare.length > LONGEST_HEADING || /[。；;!?！？]/u.test(bare)) return null;
  if (numbered ? !NUMBERED.test(bare) : bare.length > LONGEST_BARE || /^[(（\d]/u.test(bare)) return null;
  const key = labelKey(bare.replace(/^第[一二三四五六七八九十]部分/u, ''));
  const chapter = CHAPTERS.find(({ words }) => words.test(key));
  if (chapter !== undefined) return { id: chapter.id, own: chapter.own };
  return numbered ? { id: UNPARSED, own: false } : null;
}
