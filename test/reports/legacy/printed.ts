/**
 * Legacy reports as they were printed, written down a second time, independent of the parser's catalogue: what
 * 国办发〔2014〕32号 annexed, and an indicator table of the years before. A label that is wrong in one of the two shows up
 * as a failing test.
 */

/** A row: what is printed of it, its unit, and the field; a heading has no field. */
export type PrintedRow = readonly [label: string, unit: string, field: string | null];

/** 政府信息公开情况统计表 of 2014, row by row. */
export const NATIONAL_TABLE: readonly PrintedRow[] = [
  ['一、主动公开情况', '——', null],
  ['（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）', '条', 'proactive.total'],
  ['其中：主动公开规范性文件数', '条', 'proactive.normative_disclosed'],
  ['制发规范性文件总数', '件', 'proactive.normative_issued'],
  ['（二）通过不同渠道和方式公开政府信息的情况', '——', null],
  ['1.政府公报公开政府信息数', '条', 'channel.gazette'],
  ['2.政府网站公开政府信息数', '条', 'channel.website'],
  ['3.政务微博公开政府信息数', '条', 'channel.weibo'],
  ['4.政务微信公开政府信息数', '条', 'channel.wechat'],
  ['5.其他方式公开政府信息数', '条', 'channel.other'],
  ['二、回应解读情况', '——', null],
  ['（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）', '次', 'response.total'],
  ['（二）通过不同渠道和方式回应解读的情况', '——', null],
  ['1.参加或举办新闻发布会总次数', '次', 'response.press_conferences'],
  ['其中：主要负责同志参加新闻发布会次数', '次', 'response.press_conferences_by_head'],
  ['2.政府网站在线访谈次数', '次', 'response.online_interviews'],
  ['其中：主要负责同志参加政府网站在线访谈次数', '次', 'response.online_interviews_by_head'],
  ['3.政策解读稿件发布数', '篇', 'response.interpretation_articles'],
  ['4.微博微信回应事件数', '次', 'response.weibo_wechat'],
  ['5.其他方式回应事件数', '次', 'response.other'],
  ['三、依申请公开情况', '——', null],
  ['（一）收到申请数', '件', 'requests.received'],
  ['1.当面申请数', '件', 'requests.in_person'],
  ['2.传真申请数', '件', 'requests.fax'],
  ['3.网络申请数', '件', 'requests.online'],
  ['4.信函申请数', '件', 'requests.letter'],
  ['（二）申请办结数', '件', 'requests.concluded'],
  ['1.按时办结数', '件', 'requests.on_time'],
  ['2.延期办结数', '件', 'requests.extended'],
  ['（三）申请答复数', '件', 'replies.total'],
  ['1.属于已主动公开范围数', '件', 'replies.already_public'],
  ['2.同意公开答复数', '件', 'replies.granted'],
  ['3.同意部分公开答复数', '件', 'replies.partial'],
  ['4.不同意公开答复数', '件', 'replies.refused'],
  ['其中：涉及国家秘密', '件', 'refused.state_secret'],
  ['涉及商业秘密', '件', 'refused.commercial_secret'],
  ['涉及个人隐私', '件', 'refused.privacy'],
  ['危及国家安全、公共安全、经济安全和社会稳定', '件', 'refused.security_stability'],
  ['不是《条例》所指政府信息', '件', 'refused.not_government_information'],
  ['法律法规规定的其他情形', '件', 'refused.other_law'],
  ['5.不属于本行政机关公开数', '件', 'replies.other_body'],
  ['6.申请信息不存在数', '件', 'replies.not_exist'],
  ['7.告知作出更改补充数', '件', 'replies.told_to_amend'],
  ['8.告知通过其他途径办理数', '件', 'replies.told_other_channel'],
  ['四、行政复议数量', '件', 'review.total'],
  ['（一）维持具体行政行为数', '件', 'review.upheld'],
  ['（二）被依法纠错数', '件', 'review.corrected'],
  ['（三）其他情形数', '件', 'review.other'],
  ['五、行政诉讼数量', '件', 'litigation.total'],
  ['（一）维持具体行政行为或者驳回原告诉讼请求数', '件', 'litigation.upheld'],
  ['（二）被依法纠错数', '件', 'litigation.corrected'],
  ['（三）其他情形数', '件', 'litigation.other'],
  ['六、举报投诉数量', '件', 'complaints.total'],
  ['七、依申请公开信息收取的费用', '万元', 'fees.on_request'],
  ['八、机构建设和保障经费情况', '——', null],
  ['（一）政府信息公开工作专门机构数', '个', 'institutions.units'],
  ['（二）设置政府信息公开查阅点数', '个', 'institutions.reading_points'],
  ['（三）从事政府信息公开工作人员数', '人', 'institutions.staff'],
  ['1.专职人员数（不包括政府公报及政府网站工作人员数）', '人', 'institutions.staff_full_time'],
  ['2.兼职人员数', '人', 'institutions.staff_part_time'],
  [
    '（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）',
    '万元',
    'institutions.budget',
  ],
  ['九、政府信息公开会议和培训情况', '——', null],
  ['（一）召开政府信息公开工作会议或专题会议数', '次', 'training.meetings'],
  ['（二）举办各类培训班数', '次', 'training.courses'],
  ['（三）接受培训人员数', '人次', 'training.people'],
];

/** A local indicator table of 2009, with the figures of the year and since 2008. */
export const LOCAL_TABLE: readonly PrintedRow[] = [
  ['主动公开政府信息数', '条', 'proactive.total'],
  ['其中：1．全文电子化的主动公开信息数', '条', 'local.full_text_items'],
  ['2．新增的行政规范性文件数', '条', 'local.new_normative'],
  ['提供服务类信息数', '条', 'local.service_items'],
  ['网站专栏页面访问量', '人次', 'local.page_views'],
  ['现场接待人数', '人次', 'local.visitors'],
  ['网上咨询数', '人次', 'local.online_enquiries'],
  ['咨询电话接听数', '人次', 'local.phone_enquiries'],
  ['依申请公开信息目录数', '条', 'local.request_catalogue_items'],
  ['申请总数', '条', 'requests.received'],
  ['1．当面申请数', '条', 'requests.in_person'],
  ['2．传真申请数', '条', 'requests.fax'],
  ['3．电子邮件申请数', '条', 'local.requests_email'],
  ['4．网上申请数', '条', 'requests.online'],
  ['5．信函申请数', '条', 'requests.letter'],
  ['6．其它形式申请数', '条', 'local.requests_other_form'],
  ['对申请的答复总数', '条', 'replies.total'],
  ['1．同意公开答复数', '条', 'replies.granted'],
  ['2．同意部分公开答复数', '条', 'replies.partial'],
  ['3．“信息不存在”数', '条', 'replies.not_exist'],
  ['4．“非本部门掌握”数', '条', 'replies.other_body'],
  ['5．“申请内容不明确”数', '条', 'local.replies_unclear'],
  ['6．重复申请数', '条', 'local.replies_repeat'],
  ['7．不予公开答复总数', '条', 'replies.refused'],
  ['免予公开范围1', '条', 'refused.state_secret'],
  ['免予公开范围2', '条', 'refused.commercial_secret'],
  ['免予公开范围3', '条', 'refused.privacy'],
  ['免予公开范围4', '条', 'local.refused_process_info'],
  ['免予公开范围5', '条', 'local.refused_enforcement'],
  ['其它原因', '条', 'local.refused_other'],
  ['行政复议数', '件', 'review.total'],
  ['行政诉讼数', '件', 'litigation.total'],
  ['行政申诉数', '件', 'local.appeals'],
  ['收取费用总数', '元', 'local.fees_total'],
  ['1．检索费', '元', 'local.fees_search'],
  ['2．邮寄费', '元', 'local.fees_postage'],
  ['3．复制费（纸张）', '元', 'local.fees_copying'],
  ['4．复制费（光盘）', '元', 'local.fees_copying'],
  ['5．复制费（软盘）', '元', 'local.fees_copying'],
  ['政府信息公开指定专职人员数', '人', 'institutions.staff'],
  ['其中：1．全职人员', '人', 'institutions.staff_full_time'],
  ['2．兼职人员', '人', 'institutions.staff_part_time'],
  ['处理政府信息公开的专项经费', '万元', 'institutions.budget'],
  ['处理政府信息公开的实际支出', '万元', 'local.actual_spending'],
  ['与诉讼有关的总费用', '万元', 'local.litigation_costs'],
];

/** How a figure is printed; null: nothing is. */
export type Prints = (row: PrintedRow, index: number) => string | null;

/** A figure for every row, all of them different, so that no row passes for another. */
export const distinct: Prints = (_, i) => String(i * 7 + 11);

export interface LegacyText {
  readonly title?: string;
  readonly chapters?: readonly (readonly [heading: string, text: string])[];
}

export const CHAPTERS: NonNullable<LegacyText['chapters']> = [
  ['一、概述', '本报告由临河县水利局根据《中华人民共和国政府信息公开条例》编制。'],
  ['二、主动公开政府信息情况', '我局通过多种形式公开政府信息。'],
  ['三、回应解读情况', '我局及时回应社会关切。'],
  ['四、依申请公开政府信息情况', '我局按规定办理申请。'],
  ['五、政府信息公开的收费及减免情况', '我局按规定收费。'],
  ['六、因政府信息公开申请行政复议、提起行政诉讼的情况', '按规定办理。'],
  ['七、存在的主要问题及改进情况', '公开的及时性有待加强。'],
  ['八、其他需要报告的事项', '无其他事项。'],
];

const TITLE = '临河县水利局2016年政府信息公开工作年度报告';

const cell = (text: string): string => `<td>${text}</td>`;

/** A page with the chapters and, below them, the table: rows of label, unit and one or more figures. */
export function legacyPage(
  rows: readonly PrintedRow[],
  columns: readonly (readonly [head: string, prints: Prints])[],
  { title = TITLE, chapters = CHAPTERS }: LegacyText = {},
): string {
  const head = ['统计指标', '单位', ...columns.map(([h]) => h)].map(cell).join('');
  const lines = rows.map((row, i) => {
    const figures = columns.map(([, prints]) => (row[2] === null ? '——' : (prints(row, i) ?? '')));
    return `<tr>${[row[0], row[1], ...figures].map(cell).join('')}</tr>`;
  });
  const text = chapters.map(([h, t]) => `<p>${h}</p><p>${t}</p>`).join('');
  const table = rows.length === 0 ? '' : `<table><tr>${head}</tr>${lines.join('')}</table>`;
  return `<html><head><title>${title}</title></head><body><div class="main"><h1>${title}</h1><div>${text}${table}</div></div></body></html>`;
}

/** The same as text: a row a line, or a cell a line. */
export function legacyLines(rows: readonly PrintedRow[], prints: Prints, between: ' ' | '\n'): string {
  const text = CHAPTERS.map(([h, t]) => `${h}\n${t}`).join('\n');
  const lines = rows.map((row, i) =>
    [row[0], row[1], row[2] === null ? '——' : (prints(row, i) ?? '')].filter((c) => c !== '').join(between),
  );
  return `${TITLE}\n\n${text}\n\n政府信息公开情况统计表\n统计指标 单位 统计数\n${lines.join('\n')}\n`;
}

/** What the rows print, by field id: the sum where several rows are one field. */
export function expected(rows: readonly PrintedRow[], prints: Prints): Record<string, number | null> {
  const found: Record<string, number | null> = {};
  for (const [i, row] of rows.entries()) {
    if (row[2] === null) continue;
    const printed = prints(row, i);
    const id = `legacy.${row[2]}`;
    const value = printed === null ? null : Number(printed);
    found[id] = value === null ? (found[id] ?? null) : (found[id] ?? 0) + value;
  }
  return found;
}
