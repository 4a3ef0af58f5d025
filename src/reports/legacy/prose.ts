import { fieldOf } from '../catalogue.ts';
import { squeeze } from '../label.ts';
import { convertMoney } from '../value.ts';

/** A figure that the running text states. */
export interface LegacyClaim {
  readonly field: string;
  /** In the field's unit. */
  readonly value: number;
  /** The number with its unit, as printed. */
  readonly raw: string;
  readonly quote: string;
  /** Field id of the chapter. */
  readonly chapter: string;
  /** `sure`: its words are the indicator's; `likely`: they may name something wider or narrower. */
  readonly certainty: 'sure' | 'likely';
}

interface Rule {
  readonly field: string;
  /** Up to the number; the number and its unit follow. */
  readonly words: string;
  readonly units: string;
  readonly certainty: LegacyClaim['certainty'];
  /** What the sentence, or its chapter, must be about. */
  readonly about?: RegExp;
}

const GAP = '[^，。；;、,:：（()）\\d]{0,10}?';
const REQUEST = '(?:依申请公开|(?:政府)?信息公开(?:的)?申请|公开(?:政府)?信息(?:的)?申请|申请公开)';
const REQUESTS = /申请/u;
const MONEY = '(?:万元|元)';
const CASES = '(?:件次|人次|[件条宗起份例次项个])';

const rule = (
  field: string,
  words: string,
  units: string,
  certainty: Rule['certainty'],
  about?: RegExp,
): Rule => ({ field: `legacy.${field}`, words, units, certainty, ...(about === undefined ? {} : { about }) });

/** The first that fits a number takes it: narrower words stand before wider ones. */
const RULES: readonly Rule[] = [
  rule(
    'channel.website',
    '(?:通过|利用|在|其中)[^，。；;\\d]{0,12}网站[^，。；;\\d]{0,8}(?:公开|发布)[^，。；;\\d]{0,10}?',
    '[条篇]',
    'likely',
  ),
  rule('channel.gazette', '政府公报[^，。；;\\d]{0,8}(?:公开|发布)[^，。；;\\d]{0,10}?', '[条篇]', 'likely'),
  rule('channel.weibo', '微博[^，。；;\\d微]{0,8}(?:公开|发布)[^，。；;\\d]{0,10}?', '[条篇]', 'likely'),
  rule('channel.wechat', '微信[^，。；;\\d微]{0,8}(?:公开|发布)[^，。；;\\d]{0,10}?', '[条篇]', 'likely'),
  rule('channel.other', '其[他它]方式公开政府信息', '条', 'sure'),
  rule('proactive.normative_disclosed', '主动公开(?:行政)?规范性?文件(?:数)?', '[条件]', 'sure'),
  rule('proactive.normative_issued', '制发(?:行政)?规范性文件(?:总数)?', '[条件]', 'sure'),
  rule(
    'proactive.total',
    '(?:主动公开(?:各类|的)?(?:政府|政务)?信息(?:总?数|总量|总计|累计|共计|共|达|为)*)',
    '条',
    'sure',
  ),
  rule('proactive.total', `(?:主动公开)${GAP}信息${GAP}`, '条', 'likely'),
  rule('response.press_conferences', '(?:举办|召开|参加)[^，。；;\\d]{0,8}新闻发布会', '[次场]', 'sure'),
  rule('response.online_interviews', '在线访谈', '[次期场]', 'sure'),
  rule('response.interpretation_articles', '(?:政策)?解读(?:稿件|文章|材料|信息)(?:发布)?', '[篇条]', 'sure'),
  rule(
    'response.total',
    '回应[^，。；;\\d]{0,12}(?:热点|舆情|关切)[^，。；;\\d]{0,6}?',
    '[次件起]',
    'likely',
  ),
  rule('requests.in_person', '(?:当面|现场)(?:提交|递交|方式)?申请(?:的)?', CASES, 'sure'),
  rule('requests.fax', '传真(?:方式)?申请(?:的)?', CASES, 'sure'),
  rule('local.requests_email', '电子邮件(?:方式)?申请(?:的)?', CASES, 'sure'),
  rule('requests.online', '(?:网络|网上|在线)(?:提交|方式)?申请(?:的)?', CASES, 'sure'),
  rule('requests.letter', '(?:信函|邮寄)(?:方式)?申请(?:的)?', CASES, 'sure'),
  rule('requests.on_time', '(?:按时|按期)(?:办结|答复)', CASES, 'sure', REQUESTS),
  rule('requests.extended', '延期(?:办结|答复)', CASES, 'sure', REQUESTS),
  rule('requests.received', `(?:收到|受理|接到|接收)[^，。；;\\d]{0,14}${REQUEST}(?:总?数)?`, CASES, 'sure'),
  rule('requests.received', '申请总数', CASES, 'sure'),
  rule('requests.concluded', '(?<!按时|按期|延期)办结', CASES, 'likely', REQUESTS),
  rule('replies.partial', '(?:同意|予以)?部分公开(?:答复)?', CASES, 'sure', REQUESTS),
  rule('replies.granted', '(?<!不)(?:同意公开|予以公开)(?:答复)?', CASES, 'sure', REQUESTS),
  rule('replies.refused', '(?:不予公开|不同意公开|否决公开)(?:答复)?', CASES, 'sure', REQUESTS),
  rule('replies.already_public', '(?:属于)?已主动公开(?:范围)?', CASES, 'sure', REQUESTS),
  rule('replies.not_exist', '信息不存在', CASES, 'sure', REQUESTS),
  rule('replies.other_body', '不属于本(?:行政)?机关(?:公开)?(?:范围)?', CASES, 'sure', REQUESTS),
  rule('replies.told_to_amend', '(?:告知)?(?:作出)?(?:更改|补正)(?:、?补充)?', CASES, 'likely', REQUESTS),
  rule('replies.total', '(?<!按时|按期|延期)答复', CASES, 'likely', REQUESTS),
  rule('review.total', '行政复议(?:案件|申请)?', CASES, 'sure'),
  rule('litigation.total', '行政诉讼(?:案件)?', CASES, 'sure'),
  rule('complaints.total', '举报投诉', CASES, 'sure'),
  rule('local.appeals', '行政申诉', CASES, 'sure'),
  rule('fees.on_request', '收取[^，。；;\\d]{0,16}费用?', MONEY, 'likely', /申请|检索|复制|邮寄|信息公开/u),
  rule('institutions.budget', '专项经费', MONEY, 'sure'),
  rule('institutions.reading_points', '查阅(?:点|场所)', '[个处]', 'sure'),
  rule('institutions.staff_full_time', '专职(?:工作)?人员', '[名人个]', 'sure'),
  rule('institutions.staff_part_time', '兼职(?:工作)?人员', '[名人个]', 'sure'),
  rule('training.meetings', '(?:信息公开|政务公开)(?:工作|专题)?会议?', '次', 'likely'),
  rule('training.courses', '(?:举办|组织|开展)[^，。；;\\d]{0,14}培训(?:班)?', '[次期场个]', 'likely'),
  rule('training.people', '(?:接受|参加)[^，。；;\\d]{0,6}培训(?:人员)?', '(?:人次|人|名)', 'likely'),
];

/** Numbers follow their words, at once or after 为, 共, 共计 and the like: a number further off counts something else. */
const LINK = '(?:的?(?:共计?|总计|合计|累计|分别)?(?:为|是|有|达|达到|:|：)?(?:了)?)';
const NUMBER = '(?<n>\\d[\\d,]*(?:\\.\\d+)?)';
const PATTERNS = RULES.map((r) => ({
  ...r,
  after: new RegExp(`${r.words}${LINK}${NUMBER}\\s*(?<u>${r.units})`, 'gu'),
}));

/** About-numbers are bounds. */
const BOUND_BEFORE = /(?:近|约|逾|超|超过|不足|至少|将近|达到?近)$/u;
const BOUND_AFTER = /^(?:余|多|以上|左右|以内)/u;
const RUNNING_TOTAL = /历年|以来|截至|截止|自20\d\d年.{0,8}起/u;
const PLAN = /将(?:继续|要|进一步)|计划|力争|拟/u;
const OTHERS = /各(?:部门|单位|乡镇|镇|街道)|各级|全(?:市|县|区|旗|州|省|国)/u;

/** Whether a report by this body speaks for its whole region: then 全县 is its own. */
function isWholeRegion(body: string | null): boolean {
  return body === null || /(?:人民政府|政府办公[室厅]|县|市|区|旗|州)$/u.test(body);
}

/**
 * The figures that the text of a legacy report states, in the order of the text. About-numbers, plans, running totals,
 * other years and other bodies are left out: they claim something else.
 * @param chapters text by chapter.
 */
export function readClaims(
  chapters: Readonly<Record<string, string>>,
  year: number | null,
  body: string | null,
): LegacyClaim[] {
  const claims: LegacyClaim[] = [];
  for (const [chapter, text] of Object.entries(chapters))
    for (const sentence of squeeze(text).split(/(?<=[。；;!?！？])/u))
      claims.push(...claimsIn(sentence, chapter, year, body));
  return claims;
}

function claimsIn(
  sentence: string,
  chapter: string,
  year: number | null,
  body: string | null,
): LegacyClaim[] {
  const claims: LegacyClaim[] = [];
  /** Places of numbers that a rule has taken. */
  const taken = new Set<number>();
  for (const { field, after, about, certainty } of PATTERNS) {
    if (about !== undefined && !about.test(sentence) && chapter !== 'legacy.text.on_request') continue;
    for (const match of sentence.matchAll(after)) {
      const { n = '', u = '' } = match.groups ?? {};
      const at = match.index + match[0].lastIndexOf(n);
      if (taken.has(at)) continue;
      taken.add(at);
      const context = contextOf(sentence, match.index, at);
      const other = [...context.matchAll(/(20\d\d)年/gu)].map((m) => Number(m[1]));
      if (other.some((y) => year !== null && y !== year)) continue;
      const end = at + n.length + u.length;
      if (BOUND_BEFORE.test(sentence.slice(0, at)) || BOUND_AFTER.test(sentence.slice(end))) continue;
      if (RUNNING_TOTAL.test(context) || PLAN.test(context)) continue;
      if (OTHERS.test(context) && !isWholeRegion(body)) continue;
      const unit = fieldOf(field)?.unit ?? '';
      const printed = Number(n.replaceAll(',', ''));
      claims.push({
        field,
        value: u.endsWith('元') ? convertMoney(printed, u, unit) : printed,
        raw: `${n}${u}`,
        quote: match[0],
        chapter,
        certainty,
      });
    }
  }
  return claims;
}

/** The clause up to the number, and the sentence's opening, which says of what time and of whom it speaks. */
function contextOf(sentence: string, from: number, to: number): string {
  const marks = ['，', ',', '、', '；', ';', ':', '：'];
  const clause = Math.max(...marks.map((c) => sentence.lastIndexOf(c, from))) + 1;
  const opening = /^[^，,]*/u.exec(sentence)?.[0] ?? '';
  return `${clause > 0 && opening.length <= 40 ? opening : ''}|${sentence.slice(clause, to)}`;
}
