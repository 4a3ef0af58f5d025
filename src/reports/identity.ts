import type { Document } from '../documents/document.ts';
import { remembering } from '../documents/remembering.ts';
import { datesInDigits, readDate } from './dates.ts';
import { labelKey, simplify, squeeze } from './label.ts';
import type { Line } from './line.ts';

export interface Title {
  /** As printed, without any white space; null when none was found. */
  readonly text: string | null;
  /** Lines that print it. */
  readonly lines: readonly number[];
  /** Lines that could as well be the title, and name another body or year. */
  readonly rivals: readonly string[];
}

const SUBJECT = '(?:政府|政务|党务政务)?(?:信息|政务)公开';
const KIND = '(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:年度报告|年报|报告)';
/** 政府信息公开工作年度报告 in the wordings that bodies use for it. */
const NAME = new RegExp(
  `(?:${SUBJECT}(?:工作)?(?:情况)?(?:的)?(?:20\\d\\d年?度?)?${KIND}|年度${SUBJECT}(?:工作)?报告)`,
  'u',
);
const TITLE = new RegExp(`^.{0,60}${NAME.source}(?:[（(].{1,12}[）)])?$`, 'u');
/** Documents whose titles look alike and that are something else. */
const OTHER =
  /法治政府|网站(?:工作)?年度报表|指南|制度|办法|通知|目录|规定|解读|图解|一览|汇总|统计表|栏目|专栏|考核|方案|工作要点|培训/u;

/** The year of a title, as it stands: 2023年度, 23年, 2023——年度. */
const YEAR = '(?:20[0-4]\\d(?:年度?|——年度)?|(?<!\\d)[01]\\d年度?|(?<!\\d)2\\d年度?)';
const A_YEAR = new RegExp(YEAR, 'u');
const YEAR_IN_FRONT = new RegExp(`^${YEAR}`, 'u');
const YEAR_BEHIND = new RegExp(`${YEAR}$`, 'u');
const YEAR_AND_NAME = new RegExp(`(?:${YEAR})?(?:年度)?${NAME.source}`, 'u');
/** Two years, of which a title does not say which one is meant: 2022-2023年度. */
const YEARS = /20[0-4]\d年?度?(?:[-—–~～至和及、]+)(?:20)?[0-4]\d年?度?/u;
/** A whole year as a period: 2023年1月1日至12月31日. */
const WHOLE_YEAR = /(20[0-4]\d)年0?1月(?:0?1日)?[-—–~至到](?:\1年)?12月(?:31日)?/u;
/** When the report was published or what it goes up to, never its year: （2024年1月发布）, 截至2023年底. */
const DATE = /(?:截[至止])?20[0-4]\d年(?:\d{1,2}月(?:\d{1,2}日)?|(?<=截[至止]\d{4}年)底)/gu;
/** What stands before a title and is no part of a body's name: 附件1, 【年报】, 金卫发〔2024〕3号. */
const BEFORE_TITLE =
  /^(?:附件?\d{0,2}[:：.、]?|[【[][^】\]]{1,10}[】\]]|[●■◆★▶·•]|[\u3400-\u9fff]{1,10}[〔[【(]20\d\d[〕\]】)](?:第)?\d{1,5}号[:：]?)+/u;
/** A notice that carries a report, and quotes or names its title. */
const NOTICE =
  /^(?:.{0,20}关于)?(?:印发|转发|发布|公布|公开|公示)?(?:《(?<quoted>[^《》]{6,80})》|(?<=印发|转发|发布|公布|公开)(?<named>.{6,80}?报告))的?(?:公示|公告|通知|通告|公布|函)$/u;

/** The title of the report that a notice carries; null where a text is no such notice. */
function titleInNotice(text: string): string | null {
  if (!/[报報]/u.test(text) || text.length > 140) return null;
  const { quoted, named } = NOTICE.exec(squeezePrinted(text))?.groups ?? {};
  const title = quoted ?? named ?? null;
  return title !== null && isReportTitle(title) ? title : null;
}

/** Whether a line of text can be the title of an annual report. */
export function isReportTitle(text: string): boolean {
  return /[报報]/u.test(text) && isTitle(text);
}

/** Several ask it of every line that may be one. */
const isTitle = remembering((text) => {
  const bare = simplify(squeeze(text));
  return bare.length <= 80 && TITLE.test(bare) && !OTHER.test(bare);
});

/** A row of the block above an article, which may name the column: 索引号 … 分类 信息公开年报. */
const METADATA_ROW = /^(?:索引号|索取号|信息索引|(?:信息|主题)?分类|主题词|发文字号|文号)/u;

/** A line that may print the report's title. */
interface Candidate {
  readonly text: string;
  readonly lines: number[];
  readonly body: string | null;
  readonly year: number | null;
  /** How much it tells: body and year, on one line. */
  readonly weight: number;
  /** Where it leads elsewhere (a link), or says where the page stands (a trail), it may be another report's. */
  readonly place: 'own' | 'trail' | 'link';
}

/** What portals print before a title that is not this page's. */
const POINTER = /^(?:附件|上一[篇条]|下一[篇条]|相关|链接|索引)/u;
/** A label before a title: of a list elsewhere (热点：…), unless it says that the title is this page's. */
const LABEL = /^(?<label>[^：:《]{1,8})[：:]/u;
const OWN_LABEL = /^(?:标题|题名|(?:信息|文件)?名称)$/u;
/** What a trail of columns is made of: 首页 > 政府信息公开 > 年报. */
const TRAIL = /^.*[>›»＞→]/u;

/**
 * The title: the line up to the first chapter's opening that tells most, then the page's own title, then the end of the trail of
 * columns. Links count only where nothing else is like a title and all of them name one report: lists of other reports stand
 * beside an article.
 * @param limit line of the first table: titles stand before it.
 */
export function findTitle(
  lines: readonly Line[],
  limit: number,
  document: Document,
  hint: string | null,
): Title {
  const candidates = candidatesIn(lines, limit, document);
  const named = [document.meta.get('articletitle'), document.title, hint]
    .map((t) => pageTitle(t ?? null))
    .find((t) => t !== null && parseTitle(t).body !== null);
  const own = candidates.filter((c) => c.place === 'own');
  const best = mostTelling(own, named);
  const tellsLess = best?.body === null && best.year === parseTitle(named ?? '').year;
  if (best !== null && best.weight >= 2 && !tellsLess)
    return { text: best.text, lines: best.lines, rivals: best.text === named ? [] : rivalsOf(best, own) };
  const printed = best?.lines ?? [];
  if (named !== undefined && named !== null) return { text: named, lines: printed, rivals: [] };
  const links = candidates.filter((c) => c.place === 'link');
  const aside = [
    mostTelling(candidates.filter((c) => c.place === 'trail')),
    best === null && links.every((c) => c.text === links[0]?.text) ? mostTelling(links) : null,
  ].find((c) => c !== null && c.weight >= 2);
  const text = aside?.text ?? best?.text ?? null;
  return { text, lines: best === null ? (aside?.lines ?? []) : printed, rivals: [] };
}

function candidatesIn(lines: readonly Line[], limit: number, document: Document): Candidate[] {
  // A cell does not tell whether it is one.
  const links = new Set(document.links.map(({ text }) => squeezePrinted(text)));
  const found: Candidate[] = [];
  for (let i = 0; i < Math.min(limit, lines.length); i++) {
    const line = lines[i];
    if (line === undefined || line.text.length > 120 || !/[报報]/u.test(line.text)) continue;
    // A title over two lines: the body's name stands on the line before.
    const before = lines[i - 1];
    const joinable =
      before !== undefined &&
      before.text.length <= 40 &&
      !isReportTitle(before.text) &&
      // A row of labels and values is no half of a title.
      (before.grid === null || before.pieces.filter((p) => p.text !== '').length === 1) &&
      !/[。，、:：>]$/u.test(before.text);
    for (const joined of [[line.text], ...(joinable ? [[before.text, line.text]] : [])]) {
      const printed = squeezePrinted(joined.join(''));
      const label = LABEL.exec(printed)?.groups?.label ?? null;
      const trailing = printed.replace(LABEL, '').replace(TRAIL, '');
      const text = titleInNotice(trailing) ?? trailing;
      if (!isReportTitle(text) || METADATA_ROW.test(printed) || POINTER.test(printed)) continue;
      const { body, year } = parseTitle(text);
      const split = joined.length === 2;
      const weight = (body === null ? 0 : 2) + (year === null ? 0 : 2) - (split ? 1 : 0);
      const isLink = line.grid === null ? line.isLink === true : links.has(printed);
      const isElsewhere = isLink || (label !== null && !OWN_LABEL.test(label) && !TRAIL.test(printed));
      const place = isElsewhere ? 'link' : trailing !== printed ? 'trail' : 'own';
      found.push({ text, lines: split ? [i - 1, i] : [i], body, year, weight, place });
    }
  }
  return found;
}

/** Of those that tell most the one that the page bears in its name, else the last, with all lines that print the same. */
function mostTelling(candidates: readonly Candidate[], named?: string | null): Candidate | null {
  const most = Math.max(...candidates.map((c) => c.weight));
  const telling = candidates.filter((c) => c.weight === most);
  const best = telling.find((c) => c.text === named) ?? telling.at(-1);
  if (best === undefined) return null;
  return { ...best, lines: candidates.filter((c) => c.text === best.text).flatMap((c) => c.lines) };
}

/** Lines that could as well be the title, and name another body or year. */
function rivalsOf(best: Candidate, own: readonly Candidate[]): string[] {
  const others = own.filter(
    (c) => c.weight === best.weight && (c.year !== best.year || c.body !== best.body),
  );
  return [...new Set(others.map((c) => c.text))];
}

/** A page's `<title>` without the site's name behind it. */
export function pageTitle(text: string | null): string | null {
  if (text === null) return null;
  for (const part of [text, ...text.split(/[_|>»]|\s[-–—]\s|-/u)])
    if (isReportTitle(part)) return squeezePrinted(part);
  return titleInNotice(text);
}

/** White space gone, nothing else changed: titles are kept as printed. */
function squeezePrinted(text: string): string {
  return text.replace(/[\s\u200b-\u200f\u2060\ufeff\u00ad]+/gu, '');
}

/**
 * Body and year as a title states them, the year in digits, in characters (二〇二三年) or by its last two digits (23年). A title that
 * speaks of two years states none.
 */
export const parseTitle = remembering(
  (title): { readonly body: string | null; readonly year: number | null } => {
    // Full-width brackets stay: the body is given as printed.
    const plain = squeezePrinted(title).replace(/[^（）]+/gu, (part) => part.normalize('NFKC'));
    const bare = datesInDigits(plain).replace(BEFORE_TITLE, '');
    const one = bare.replace(WHOLE_YEAR, '$1年').replace(DATE, '').replace(YEARS, '年度');
    const year = A_YEAR.exec(one)?.[0].replace(/\D/gu, '');
    const at = simplify(one).search(YEAR_AND_NAME);
    const before = at === -1 ? '' : one.slice(0, at);
    const body = before
      .replace(/^(?:关于)?(?:印发|发布|公布)?/u, '')
      .replace(/[《》“”"'：:]/gu, '')
      .replace(YEAR_IN_FRONT, '')
      .replace(YEAR_BEHIND, '')
      // What is left of a year that was typed wrong: 20233, 2O23.
      .replace(/(?<!\d)2[0o][\do]*(?:年度?)?$/iu, '')
      .replace(/(?:的|年度|年|关于)$/u, '')
      .replace(/^[-—–_·•]+|[-—–_·•]+$/gu, '');
    return {
      body: body.length >= 2 ? body : null,
      year: year === undefined ? null : Number(year.padStart(4, '20')),
    };
  },
);

/** The body that the text itself names as the report's author: `本报告由X编制`, `现公布X2023年…`. */
export function bodyFromText(text: string): string | null {
  const bare = squeezePrinted(text);
  const patterns = [
    /(?:本(?:年度)?|公开(?:工作)?年度)报告(?:是)?由(?<body>[^，。,;；:：（(]{3,30}?)(?:根据|按照|依据|编制|依照)/u,
    /(?:现)?(?:公布|发布|公开|向社会公布)(?<body>[^，。,;；:：（(]{3,30}?)(?:20\d\d年?度?)(?:政府|政务)信息公开/u,
  ];
  for (const pattern of patterns) {
    const body = pattern.exec(bare)?.groups?.body;
    if (body !== undefined && !/^(?:本|我)(?:机关|单位|局|委|镇|街道|部门)/u.test(body)) return body;
  }
  return null;
}

/** The county, city, zone, town that a body's name begins with, as printed; null where it names none. */
export function regionOf(body: string): string | null {
  const match =
    /^(?:[\u3400-\u9fff]{2,4}?(?:省|自治区))?(?:[\u3400-\u9fff]{2,6}?(?:市|自治州|地区|盟))?[\u3400-\u9fff]{1,10}?(?:自治县|自治旗|县|区|旗|市)(?=.)/u.exec(
      body,
    );
  if (match === null) return null;
  // 市场监督管理局, 城市管理局, 社区…: the character is part of a word, not the end of a region's name.
  const rest = body.slice(match[0].length);
  if (/^(?:场监|政管|容|管局)/u.test(rest) || /(?:城|社|园|灾|景)$/u.test(match[0].slice(0, -1))) return null;
  return match[0];
}

const LABELS: readonly { field: string; labels: readonly string[] }[] = [
  { field: 'meta.index_number', labels: ['索引号', '统一编号'] },
  { field: 'meta.publisher_as_listed', labels: ['发布机构', '发文机关', '发布单位', '信息来源', '来源'] },
  { field: 'meta.publication_date', labels: ['发布日期', '发布时间', '公开日期', '发文日期', '发表日期'] },
  { field: 'meta.written_date', labels: ['成文日期', '生成日期', '公文生成日期'] },
  { field: 'meta.document_number', labels: ['文号', '发文字号', '文件编号', '发布文号', '备注文号'] },
  { field: 'meta.subject_class', labels: ['组配分类', '主题分类', '分类', '信息分类'] },
];

/**
 * What the page's metadata box says: label and value in neighbouring cells, or `label：value` on a line.
 * Only lines before the report's own text count, so that a document quoted inside it cannot speak for it.
 */
export function readMetadata(lines: readonly Line[], document: Document): Record<string, string | null> {
  const found: Record<string, string | null> = Object.fromEntries(LABELS.map((l) => [l.field, null]));
  const put = (label: string, value: string): boolean => {
    const key = labelKey(label);
    const entry = LABELS.find((l) => l.labels.includes(key));
    if (entry === undefined || value === '' || found[entry.field] !== null) return entry !== undefined;
    const isDate = entry.field.endsWith('_date');
    const read = isDate ? readDate(value) : value;
    if (read !== null && !(entry.field === 'meta.document_number' && /^(?:无|无文号|\/|-+)$/u.test(read)))
      found[entry.field] = read;
    return true;
  };
  for (const line of lines) {
    if (line.grid !== null) {
      for (const [i, piece] of line.pieces.entries()) {
        const [label, ...inline] = piece.text.split(/[:：]/u);
        const next = line.pieces[i + 1];
        put(
          label ?? '',
          inline.length > 0 && inline.join('') !== '' ? inline.join(':').trim() : (next?.text.trim() ?? ''),
        );
      }
      continue;
    }
    // A label needs a colon, in any of its forms.
    if (!/[:：﹕︓⩴]/u.test(line.text)) continue;
    const text = line.text.normalize('NFKC');
    for (const match of text.matchAll(
      /([\u3400-\u9fff](?:\s*[\u3400-\u9fff]){1,5})\s*:\s*([^:：]*?)(?=\s+[\u3400-\u9fff](?:\s*[\u3400-\u9fff]){1,5}\s*:|$|\s*[|【[])/gu,
    ))
      put(match[1] ?? '', (match[2] ?? '').trim());
  }
  const published = document.meta.get('pubdate');
  if (found['meta.publication_date'] === null && published !== undefined)
    found['meta.publication_date'] = readDate(published);
  const source = document.meta.get('contentsource');
  if (found['meta.publisher_as_listed'] === null && source !== undefined)
    found['meta.publisher_as_listed'] = source;
  return found;
}

const SOUND_NUMBER = /^[^\d]{1,24}[〔[(（【〈<]20\d\d[〕\])）】〉>](?:第)?\d{1,5}号$/u;

/** What is odd about the numbers that the metadata box gives the document, by field; they are kept as printed. */
export function oddNumbers(meta: Readonly<Record<string, string | null>>): { field: string; why: string }[] {
  const found: { field: string; why: string }[] = [];
  const number = meta['meta.document_number'] ?? null;
  if (number !== null && !SOUND_NUMBER.test(number.replace(/\s+/gu, '')))
    found.push({ field: 'meta.document_number', why: `“${number}” is no complete document number` });
  const index = meta['meta.index_number'] ?? null;
  if (index !== null && (/^[/-]|none|null|undefined|nan/iu.test(index) || !/\d/u.test(index)))
    found.push({ field: 'meta.index_number', why: `“${index}” is no complete index number` });
  return found;
}

/** The contact sentence and its parts. */
export function readContact(text: string): Record<string, string | null> {
  const bare = text.replace(/\s+/gu, ' ');
  const sentence =
    /如(?:有|对)[^。]{0,40}?(?:疑问|意见|问题)[^。]*?(?:联系|致电|咨询)[^。]*/u.exec(bare)?.[0] ?? null;
  const part = (pattern: RegExp): string | null =>
    sentence === null ? null : (pattern.exec(sentence)?.[1]?.trim() ?? null);
  return {
    'meta.contact': sentence === null ? null : sentence.replace(/[)）]+$/u, (s) => s.slice(0, 1)),
    'meta.contact_address': part(/(?:地址|通[信讯]地址|联系地址)[:：是为]?\s*([^,，;；。)）]+)/u),
    'meta.contact_postcode': part(/(?:邮编|邮政编码)[:：是为]?\s*(\d{6})/u),
    'meta.contact_phone': part(/(?:电话|联系电话)[:：是为]?\s*([\d\-—–()（）、/ ]{6,40}\d)/u),
    'meta.contact_fax': part(/传真[:：是为]?\s*([\d\-—– ]{6,20}\d)/u),
    'meta.contact_email': part(/([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/u),
  };
}

/** The notice on the form that the report says it follows. */
export function citedNotice(text: string): string | null {
  const bare = text.normalize('NFKC').replace(/\s+/gu, '');
  const match = /国办(?:公开办)?[函发][〔[(【](20(?:21|19|14))[〕\])】](30|60|32)号/u.exec(bare);
  if (match === null) return null;
  return match[2] === '32' ? '国办发〔2014〕32号' : `国办公开办函〔${match[1]}〕${match[2]}号`;
}
