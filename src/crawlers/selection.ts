/**
 * Which titles are annual reports on government information disclosure, and which names lead to them. Report titles
 * and column names vary by place and year; the look-alikes that stand in the same lists are other duties' reports.
 */

/** A title as it is compared: NFKC, without blanks, quotation marks, leading bullets and a file name's ending. */
function normalise(title: string): string {
  return title
    .normalize('NFKC')
    .replace(/[\s\u00a0\u200b\u3000《》<>“”"'「」【】[\]]/g, '')
    .replace(/^[·•●■◆▪>»-]+/, '')
    .replace(/\.(pdf|docx?|wps|ofd|xlsx?|rtf|zip|rar|s?html?)$/i, '');
}

const CUT = /(\.{2,}|。{2,}|⋯+)$/;

/** True where a listing shows only the beginning of a title. */
export function isTruncated(title: string): boolean {
  return CUT.test(normalise(title));
}

const CHINESE_DIGITS = '〇一二三四五六七八九';

function yearOf(normalised: string): number | null {
  const plain = normalised.replace(/二[〇零○O0][〇零○O0一二三][〇零○O0一二三四五六七八九](?=年)/g, (text) =>
    [...text].map((digit) => Math.max(0, CHINESE_DIGITS.indexOf(digit))).join(''),
  );
  const match = /(?<!\d)(20[0-3]\d)(?=年)/.exec(plain) ?? /(?<!\d)(20[0-3]\d)(?!\d)/.exec(plain);
  return match === null ? null : Number(match[1]);
}

/** The report year that a title names, in Arabic or Chinese digits; null where it names none. */
export function yearFromTitle(title: string): number | null {
  return yearOf(normalise(title));
}

/** Said of disclosure too, but not its report. Written so that a body's own name (编办, 统计局) does not fall. */
const OTHER_MATTER = new RegExp(
  [
    '指南|目录|制度|办法|规定|通知|公示|解读|图解|一图|读懂|问答|格式|模板|要点|工作总结|工作计划|实施方案',
    '报表|统计表|网站|新媒体|季度|半年|\\d月份?|申请表|依申请|征求意见|答复|新闻发布',
    '编制(?!委|办|管理)|考核(?!办|中心|领导)|评估(?!中心)|培训(?!中心|学校)',
    '(企业|环境|财政|预算|决算|预决算|行政执法|统计|信用|学校|高校|企事业单位)信息公开',
    '事业单位(?!登记|监督|改革)|法治政府|依法行政|政府工作报告|预算|决算',
  ].join('|'),
);

const DISCLOSURE = '(?:政府信息|政务信息|政务|信息)公开';
const REPORT = new RegExp(`${DISCLOSURE}(.{0,14}?)(年度(?:工作)?报告|年报|报告)`);
/** What a cut title may still show after its year. */
const TITLE_TAILS = [
  '政府信息公开工作年度报告',
  '政府信息公开年度报告',
  '政务公开工作年度报告',
  '信息公开工作年度报告',
  '信息公开年度报告',
];

const BODY =
  /(局|委|委员会|办|办公室|镇|乡|街道|街|办事处|中心|人民政府|院|队|处|站|所|社|馆|公司|管委会|管理区|协会|联合会|商会|红十字会|总工会|妇联|残联|文联|科协|学校|医院)$/;

/** Words for groups of bodies, as sub-columns are named. */
const GROUP = new RegExp(
  '^(各|全)?(区|县|市|旗|州|开发区|[\\u4e00-\\u9fff]{2,4}[区县市旗])?(人民)?(政府|管委会|本级)?(直属|直|属|级|本级)?' +
    '(工作)?(部门|单位|机关|局委|委局|委办局|机构)?(及|和|、|/)?(各)?(乡镇|镇街|镇|乡|街道|办事处|\\(街道\\)|、|办)*$',
);

function withoutYear(text: string): string {
  return text
    .replace(/(20\d\d|二[〇零○O0][〇零○O0一二三][〇零○O0一二三四五六七八九])(年度?)?/, '')
    .replace(/\(\)|^[:_-]+|[:_-]+$/g, '');
}

/**
 * True for the title of an annual report, also one that the listing cut or that lacks the year or the body. False
 * for a mere column name, which has neither.
 */
export function isReportTitle(title: string): boolean {
  const text = normalise(title);
  const whole = text.replace(CUT, '');
  if (OTHER_MATTER.test(whole)) return false;
  const year = yearOf(whole);
  const match = REPORT.exec(whole);
  if (match !== null) {
    if (year !== null) return true;
    return match[2] !== '报告' && BODY.test(whole.slice(0, match.index).replace(/^关于/, ''));
  }
  // 关于2021年度报告(政府信息公开): the report first, its matter behind.
  if (year !== null && new RegExp(`年度报告.{0,3}${DISCLOSURE}`).test(whole)) return true;
  if (!CUT.test(text) || year === null) return false;
  const tail = whole.replace(/^.*(?:20\d\d|[〇零一二三四五六七八九])年?度?/, '');
  return TITLE_TAILS.some((full) => tail.length >= 3 && full.startsWith(tail));
}

const NOT_A_ROW = /首页|上一页|下一页|尾页|末页|更多|公报|年鉴|统计年报|提案|建议|招聘|社会信用|企业|公积金/;

/**
 * True for a row of a list that is known to hold annual reports: besides full titles also a bare year, the name of
 * a body, or a cut title. Too weak a sign anywhere else.
 */
export function isReportRow(title: string): boolean {
  if (isReportTitle(title)) return true;
  const text = normalise(title);
  const whole = text.replace(CUT, '');
  if (OTHER_MATTER.test(whole) || NOT_A_ROW.test(whole) || whole.length > 60) return false;
  if (/年报|年度(工作)?报告/.test(whole)) return true;
  if (CUT.test(text)) return yearOf(whole) !== null && /年度?政|公开/.test(whole);
  const rest = withoutYear(whole);
  if (rest === '') return true;
  return rest.length <= 24 && BODY.test(rest);
}

/** True for a name that speaks of other duties than the annual report, or of its forms and rules. */
export function isOtherMatter(name: string): boolean {
  return OTHER_MATTER.test(normalise(name));
}

/** Words that portals put together for the directory of their annual reports; a number of the column may follow. */
const ANNUAL_SLUG =
  /^(\d{4}n?)?([a-z]{0,8}(xxgk|gk)(gz)?(nb|ndbg|ndgzbg)|(bm|xz)?nb|ndbg|ndgzbg)(zl|lb)?(_?\d+n?)?$/;

/** True where an address lies in a directory whose name, in initials of pinyin, says 年报: `zfxxgknb_56878`, `gknb2018`. */
export function isAnnualPath(url: URL): boolean {
  return url.pathname.split('/').some((segment) => ANNUAL_SLUG.test(segment));
}

/** True for the name of a column of annual reports: 政府信息公开年报, 年度报告, 部门年报, 2023年年报. */
export function isAnnualColumn(name: string): boolean {
  const text = normalise(name);
  if (text.length > 30 || OTHER_MATTER.test(text) || NOT_A_ROW.test(text)) return false;
  if (!/年报|年度(工作)?报告/.test(text)) return false;
  const rest = withoutYear(text)
    .replace(new RegExp(DISCLOSURE), '')
    .replace(/年度(工作)?报告|年报/, '')
    .replace(/工作|年度|情况|公开|专栏|栏目|列表|历年|的/g, '');
  return rest === '' || GROUP.test(rest);
}

/** What a sub-column under a column of annual reports is named by; null where it is named otherwise. */
export function subColumnKind(name: string): 'year' | 'group' | 'year and group' | null {
  const text = normalise(name);
  const rest = withoutYear(text);
  if (text === '' || text.length > 24) return null;
  if (rest === text) return GROUP.test(text) ? 'group' : null;
  if (rest === '') return 'year';
  return GROUP.test(rest) ? 'year and group' : null;
}

const DISCLOSURE_ENTRY = new RegExp(
  `^([\\u4e00-\\u9fff]{0,6}[区县市旗])?(人民政府|政府)?(部门|乡镇|单位)?(${DISCLOSURE}|公开)(工作|专栏|专题|平台|网|栏|栏目)?$`,
);

/** True for the name of the way to all disclosure: 政府信息公开, 政务公开, 信息公开专栏. */
export function isDisclosureEntry(name: string): boolean {
  const text = normalise(name);
  return text !== '公开' && (DISCLOSURE_ENTRY.test(text) || /^(法定)?主动公开内容$/.test(text));
}

/** True for the name of one body, as directories and trees print it: not a group, a topic or a button. */
export function isBodyName(name: string): boolean {
  const text = normalise(name);
  if (text.length < 2 || text.length > 40 || GROUP.test(text)) return false;
  return BODY.test(text) && !OTHER_MATTER.test(text) && !NOT_A_ROW.test(text) && !/年报|年度/.test(text);
}
