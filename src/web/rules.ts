import { fieldOf } from '../reports/catalogue.ts';
import { GROUP_OF } from '../reports/checks/sides.ts';
import { APPLICANTS, LITIGATION_GROUPS, REQUESTS } from '../reports/forms.ts';
import type { Words } from './language.ts';

/** What a rule says, for people; `{}` in a name stands for its scope. */
interface RuleWords {
  readonly zh: string;
  readonly en: string;
}

const RULES: Readonly<Record<string, RuleWords>> = {
  'T3.FLOW': {
    zh: '“{}”列：本年新收＋上年结转，应等于办理总计＋结转下年度',
    en: 'Column “{}”: newly received + carried in must equal concluded + carried out',
  },
  'T3.COLSUM': {
    zh: '“{}”列：总计应等于各项办理结果之和',
    en: 'Column “{}”: the total must be the sum of the outcomes',
  },
  'T3.ROWSUM': {
    zh: '“{}”行：总计应等于各类申请人之和',
    en: 'Row “{}”: the total must be the sum of the applicants',
  },
  'T3.GRAND': {
    zh: '右下角总计应与其行、列都相符',
    en: 'The corner cell must agree with its row and its column',
  },
  'T3.IDLE': {
    zh: '“{}”列：没有申请就不应有办理结果',
    en: 'Column “{}”: no requests, so there can be no outcomes',
  },
  'T3.BOUND': {
    zh: '“{}”行：办理结果不应多于收到的申请',
    en: 'Row “{}”: there cannot be more outcomes than requests',
  },
  'T3.SHIFT': {
    zh: '“{}”行：整行右移一列就能相符，可能是我们读错了，请对照原件',
    en: 'Row “{}” adds up when moved by one column: probably our reading, compare the original',
  },
  'T3.BLANKS': { zh: '表三部分单元格空白', en: 'Some cells of table three are blank' },
  'T3.EMPTY': {
    zh: '表三全部空白：没有填报，不等于零',
    en: 'Table three is wholly blank: nothing reported, which is not zero',
  },
  'T3.ALLZERO': {
    zh: '表三全为零，而正文提到有申请',
    en: 'Table three is all zero although the text speaks of requests',
  },
  'T4.SUM': { zh: '“{}”：总计应等于各结果之和', en: '“{}”: the total must be the sum of the results' },
  'T2.VALID': {
    zh: '“{}”：现行有效件数不应少于制发减废止',
    en: '“{}”: in force cannot be less than made minus repealed',
  },
  'T2.REGPOWER': {
    zh: '没有规章制定权的机关填报了规章',
    en: 'A body without the power to make rules reports some',
  },
  'T2.FEEUNIT': {
    zh: '收费金额可能是按元填的，表格单位是万元',
    en: 'The fee was probably printed in 元, the form wants 万元',
  },
  'T2-19.ITEMS': {
    zh: '“{}”：上年项目数加增减不应为负',
    en: '“{}”: last year plus change cannot be negative',
  },
  'T2-19.NOITEM': { zh: '“{}”：没有项目却有处理决定', en: '“{}”: decisions without a single item' },
  'T2-19.MISREAD': {
    zh: '“{}”：处理决定数恰为项目数之和，可能填错了栏',
    en: '“{}”: the decisions equal the sum of the items, probably misunderstood',
  },
  'T2-19.PUBLIC': {
    zh: '“{}”：本年新公开不应多于公开总数',
    en: '“{}”: published this year cannot be more than public in all',
  },
  'T2-19.OPEN': { zh: '“{}”：新公开多于新制作', en: '“{}”: more published than produced' },
  'T2-19.PROC': {
    zh: '集中采购的项目数与金额只有其一',
    en: 'Procurement has projects without an amount, or the reverse',
  },
  'T2-19.PROCUNIT': {
    zh: '采购总金额没有写单位（按万元理解）',
    en: 'The amount of procurement has no unit (taken as 万元)',
  },
  'HD.YEAR': { zh: '标题与统计期限的年份不一致', en: 'Title and period name different years' },
  'HD.PERIOD': { zh: '统计期限不是完整一年', en: 'The period is not a calendar year' },
  'HD.PUBYEAR': { zh: '不是在次年发布', en: 'Not published in the following year' },
  'HD.PUBDUE': { zh: '发布晚于法定期限', en: 'Published after the legal term' },
  'HD.PUBEARLY': { zh: '统计期未满就已发布', en: 'Published before the period ended' },
  'HD.BODY': { zh: '标题与正文的机关名称不一致', en: 'Title and text name different bodies' },
  'HD.FORM': { zh: '没有使用该年度规定的格式', en: 'Not the form prescribed for the year' },
  'HD.CITED': { zh: '引用的文件与所用格式不符', en: 'The notice that is cited prescribes another form' },
  'HD.INDEX': { zh: '索引号的年份与报告年份不符', en: 'The year of the index number does not fit' },
  'ST.SECTIONS': { zh: '没有找到全部六个部分', en: 'Not all six chapters were found' },
  'ST.TABLES': { zh: '没有找到全部三张表', en: 'Not all three tables were found' },
  'ST.ROWS': { zh: '表格缺行', en: 'Rows of a table are missing' },
  'ST.MIXED': { zh: '混用了不同年度的格式', en: 'Tables of different forms are mixed' },
  'ST.EXTRA': {
    zh: '表格多出官方格式没有的行或列',
    en: 'The tables have rows or columns that the form has not',
  },
  'ST.COLUMNS': { zh: '表三缺列', en: 'Columns of table three are missing' },
  'ST.ORDER': { zh: '行或列没有按规定的次序排列', en: 'Rows or columns are not in the prescribed order' },
  'VL.NEGATIVE': { zh: '数量为负', en: 'A count is negative' },
  'VL.FRACTION': { zh: '数量带小数', en: 'A count has a fraction' },
  'VL.UNREADABLE': { zh: '有单元格认不出数字', en: 'A cell holds what is no number' },
  'VL.PLACEHOLDER': {
    zh: '有单元格填了“/”“—”等符号，按空白处理',
    en: 'Cells hold a stroke or the like, read as blank',
  },
  'VL.UNIT': { zh: '单元格中的单位与栏目不符', en: 'The unit in a cell is not that of its field' },
  'VL.MERGED': { zh: '一个单元格里有多个数字', en: 'A cell holds several numbers' },
  'VL.YEARLIKE': { zh: '数量恰为报告年份，可能不是数量', en: 'A count is the year of the report' },
  'VL.ORDINAL': {
    zh: '一行中唯一的数字恰为该行序号',
    en: 'The only number of a row is the number of the row',
  },
  'T2-19.CHAIN': {
    zh: '“{}”：上一年度末的项目数应是今年的起点',
    en: '“{}”: the items at the end of one year must be those that the next begins with',
  },
  'T2.REPEAL': {
    zh: '“{}”：废止件数不应多于上年有效加本年制发',
    en: '“{}”: cannot repeal more than were in force and made since',
  },
  'T4.PENDING': {
    zh: '“{}”：今年的案件不应少于上年尚未审结的',
    en: '“{}”: there cannot be fewer cases than were pending the year before',
  },
  'T4.AFTER': {
    zh: '复议后起诉的案件不应多于两年的复议',
    en: 'There cannot be more lawsuits after reconsideration than reconsiderations in two years',
  },
  'T4.SCALE': {
    zh: '复议和诉讼远多于申请',
    en: 'There are far more reconsiderations and lawsuits than requests',
  },
  'XY.CARRY': {
    zh: '“{}”列：上年结转下年的数应与今年上年结转的数相同',
    en: 'Column “{}”: what was carried out of the year before must be carried in',
  },
  'XY.VALID': {
    zh: '“{}”：现行有效应等于上年有效加制发减废止',
    en: '“{}”: in force must be what was the year before, plus made, minus repealed',
  },
  'XY.JUMP': {
    zh: '“{}”：与上年相差百倍以上',
    en: '“{}”: a hundred times as much or as little as the year before',
  },
  'XY.COPY': { zh: '与上一年的报告雷同', en: 'Much like the report of the year before' },
  'XY.GAP': { zh: '与更早的报告之间缺年份', en: 'Years are missing since the report before' },
  'HD.DUP': { zh: '同一机关同一年度有多份报告', en: 'Several reports of one body and year' },
  'ST.ONE': { zh: '文件中有多份报告', en: 'The document holds several reports' },
  'LG.RECEIVED': {
    zh: '收到申请数应等于各种方式之和',
    en: 'Requests received must be the sum of the ways they came in',
  },
  'LG.CONCLUDED': {
    zh: '申请办结数应等于按时与延期办结之和',
    en: 'Requests concluded must be those on time and those extended',
  },
  'LG.REPLIES': { zh: '申请答复数应等于各类答复之和', en: 'Replies must be the sum of their kinds' },
  'LG.REFUSED': {
    zh: '不同意公开答复数应等于各项理由之和',
    en: 'Refusals must be the sum of their grounds',
  },
  'LG.BALANCE': {
    zh: '答复数应等于办结数，且不多于收到数',
    en: 'Replies must equal requests concluded, which cannot be more than were received',
  },
  'LG.CHANNELS': {
    zh: '各渠道公开数都不应多于公开总数，合计不应少于它',
    en: 'No channel can show more than was disclosed in all, nor all together less',
  },
  'LG.NORMATIVE': {
    zh: '公开的规范性文件不应多于制发总数',
    en: 'Normative documents disclosed cannot be more than were issued',
  },
  'LG.HEAD': {
    zh: '“{}”：主要负责同志参加的次数不应多于总次数',
    en: '“{}”: the head cannot have attended more than there were',
  },
  'LG.RESPONSE': {
    zh: '各种方式的回应合计不应少于回应的事件数',
    en: 'There cannot be fewer responses by all means than events responded to',
  },
  'LG.REVIEW': {
    zh: '行政复议数量应等于各结果之和',
    en: 'Reconsiderations must be the sum of their results',
  },
  'LG.LITIGATION': { zh: '行政诉讼数量应等于各结果之和', en: 'Lawsuits must be the sum of their results' },
  'LG.STAFF': {
    zh: '工作人员数应等于专职与兼职之和',
    en: 'Staff must be the sum of full-time and part-time',
  },
  'LG.FEES': { zh: '收费总数应等于各项费用之和', en: 'Fees in all must be the sum of their kinds' },
  'LG.TEXT': { zh: '“{}”：正文与统计表不符', en: '“{}”: text and table differ' },
  'NT.INFOFEE': {
    zh: '正文中信息处理费的说法可疑或前后不一',
    en: 'What the text says of the processing fee is doubtful',
  },
  'NT.NONE': {
    zh: '正文说没有收到申请，与表三不符',
    en: 'The text says that no request came in, the table says otherwise',
  },
  'NT.SUMS': { zh: '正文中分项之和与总数不符', en: 'A breakdown in the text does not add up' },
  'NT.CHANNELS': {
    zh: '正文中各渠道之和与申请总数不符',
    en: 'The channels in the text do not add up to the requests',
  },
};

const NARRATIVE: RuleWords = {
  zh: '正文中的数字与表格不符',
  en: 'A figure in the text differs from the table',
};

/** What a rule demands, in words. Rules that nobody described yet go by their id. */
export function ruleText(t: Words, rule: string, scope: string | null): string {
  const words = RULES[rule] ?? (rule.startsWith('NT.') ? NARRATIVE : undefined);
  if (words === undefined) return scope === null ? rule : `${rule} (${scope})`;
  return t(words.zh, words.en).replace('{}', scope === null ? '' : scopeText(t, scope));
}

const KINDS: Readonly<Record<string, RuleWords>> = {
  regulations: { zh: '规章', en: 'rules' },
  normative: { zh: '规范性文件', en: 'normative documents' },
  licensing: { zh: '行政许可', en: 'licences' },
  other_services: { zh: '其他对外管理服务事项', en: 'other services' },
  penalty: { zh: '行政处罚', en: 'penalties' },
  coercion: { zh: '行政强制', en: 'coercive measures' },
  fees: { zh: '行政事业性收费', en: 'fees' },
  press_conferences: { zh: '新闻发布会', en: 'press conferences' },
  online_interviews: { zh: '政府网站在线访谈', en: 'online interviews' },
};

function scopeText(t: Words, scope: string): string {
  const column = APPLICANTS.find(({ key }) => key === scope);
  if (column !== undefined) return t(column.label, APPLICANT_NAMES[scope] ?? scope);
  const row = [...REQUESTS['2021'], ...REQUESTS['2019']].find(({ id }) => id === scope);
  if (row !== undefined) return t(row.label, row.name);
  const group = LITIGATION_GROUPS.find(({ id }) => id === GROUP_OF[scope]);
  if (group !== undefined) return t(group.label, group.name);
  const kind = KINDS[scope];
  if (kind !== undefined) return t(kind.zh, kind.en);
  const field = fieldOf(scope);
  return field === undefined ? scope : t(field.label, field.name);
}

/** English for the columns of table three. */
export const APPLICANT_NAMES: Readonly<Record<string, string>> = {
  natural_person: 'Natural persons',
  business: 'Businesses',
  research: 'Research',
  public_welfare: 'Public welfare',
  legal_service: 'Legal services',
  other_org: 'Other',
  total: 'Total',
};
