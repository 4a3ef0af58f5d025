/**
 * What reports counted before 2019, under the Regulations of 2007 (国务院令第492号): from 2014 on the annexed
 * 政府信息公开情况统计表 of 国办发〔2014〕32号, earlier the indicator tables of single provinces and cities. Labels are the
 * official ones; variants are spellings of the older local tables and of published reports.
 */
export type LegacyForm = '2014-national' | '2008-local' | 'prose';

export interface Indicator {
  /** Field id. */
  readonly id: string;
  readonly label: string;
  readonly variants: readonly string[];
  readonly unit: string;
  readonly type: 'integer' | 'decimal';
  readonly form: Exclude<LegacyForm, 'prose'>;
  /** English name, for codebooks. */
  readonly name: string;
}

const indicator =
  (form: Indicator['form'], prefix: string) =>
  (key: string, label: string, unit: string, name: string, ...variants: string[]): Indicator => ({
    id: `${prefix}.${key}`,
    label,
    variants,
    unit,
    type: unit.endsWith('元') ? 'decimal' : 'integer',
    form,
    name,
  });

const national = indicator('2014-national', 'legacy');
const local = indicator('2008-local', 'legacy.local');

/** A line of the national table that holds no figure: what the indicators below it have in common. */
export interface IndicatorGroup {
  readonly label: string;
  readonly name: string;
}

/** The headings of the national table by the indicator that each comes before. */
export const NATIONAL_GROUPS: ReadonlyMap<string, IndicatorGroup> = new Map([
  ['legacy.proactive.total', { label: '一、主动公开情况', name: 'One: proactive disclosure' }],
  ['legacy.channel.gazette', { label: '（二）通过不同渠道和方式公开政府信息的情况', name: 'By channel' }],
  ['legacy.response.total', { label: '二、回应解读情况', name: 'Two: responses and interpretation' }],
  [
    'legacy.response.press_conferences',
    { label: '（二）通过不同渠道和方式回应解读的情况', name: 'By channel' },
  ],
  ['legacy.requests.received', { label: '三、依申请公开情况', name: 'Three: requests' }],
  ['legacy.institutions.units', { label: '八、机构建设和保障经费情况', name: 'Eight: staff and means' }],
  [
    'legacy.training.meetings',
    { label: '九、政府信息公开会议和培训情况', name: 'Nine: meetings and training' },
  ],
]);

/** The 58 indicators of the national table of 2014, in official order. */
export const NATIONAL: readonly Indicator[] = [
  national(
    'proactive.total',
    '（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）',
    '条',
    'Proactive: items disclosed',
    '主动公开政府信息数',
    '主动公开信息数',
  ),
  national(
    'proactive.normative_disclosed',
    '其中：主动公开规范性文件数',
    '条',
    'Proactive: normative documents disclosed',
    '主动公开规范文件数',
  ),
  national('proactive.normative_issued', '制发规范性文件总数', '件', 'Normative documents issued'),
  national('channel.gazette', '1.政府公报公开政府信息数', '条', 'Channel: gazette'),
  national('channel.website', '2.政府网站公开政府信息数', '条', 'Channel: website'),
  national('channel.weibo', '3.政务微博公开政府信息数', '条', 'Channel: microblog'),
  national('channel.wechat', '4.政务微信公开政府信息数', '条', 'Channel: WeChat'),
  national('channel.other', '5.其他方式公开政府信息数', '条', 'Channel: other means'),
  national(
    'response.total',
    '（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）',
    '次',
    'Responses to public concerns',
    '回应公众关注热点或重大舆情数',
  ),
  national(
    'response.press_conferences',
    '1.参加或举办新闻发布会总次数',
    '次',
    'Press conferences',
    '举办新闻发布会总次数',
  ),
  national(
    'response.press_conferences_by_head',
    '其中：主要负责同志参加新闻发布会次数',
    '次',
    'Press conferences with the head',
  ),
  national('response.online_interviews', '2.政府网站在线访谈次数', '次', 'Online interviews'),
  national(
    'response.online_interviews_by_head',
    '其中：主要负责同志参加政府网站在线访谈次数',
    '次',
    'Online interviews with the head',
  ),
  national(
    'response.interpretation_articles',
    '3.政策解读稿件发布数',
    '篇',
    'Policy interpretation articles',
  ),
  national('response.weibo_wechat', '4.微博微信回应事件数', '次', 'Responses on microblog and WeChat'),
  national('response.other', '5.其他方式回应事件数', '次', 'Responses by other means'),
  national(
    'requests.received',
    '（一）收到申请数',
    '件',
    'Requests received',
    '受理依申请公开信息总数',
    '申请总数',
    '申请总次数',
  ),
  national('requests.in_person', '1.当面申请数', '件', 'Requests in person'),
  national('requests.fax', '2.传真申请数', '件', 'Requests by fax'),
  national('requests.online', '3.网络申请数', '件', 'Requests online', '网上申请数'),
  national('requests.letter', '4.信函申请数', '件', 'Requests by letter'),
  national('requests.concluded', '（二）申请办结数', '件', 'Requests concluded'),
  national('requests.on_time', '1.按时办结数', '件', 'Concluded on time'),
  national('requests.extended', '2.延期办结数', '件', 'Concluded after extension'),
  national(
    'replies.total',
    '（三）申请答复数',
    '件',
    'Replies',
    '对申请的答复总数',
    '本年度对申请的答复总数',
  ),
  national('replies.already_public', '1.属于已主动公开范围数', '件', 'Reply: already public'),
  national('replies.granted', '2.同意公开答复数', '件', 'Reply: granted'),
  national('replies.partial', '3.同意部分公开答复数', '件', 'Reply: granted in part'),
  national(
    'replies.refused',
    '4.不同意公开答复数',
    '件',
    'Reply: refused',
    '否决公开答复总数',
    '不予公开答复总数',
  ),
  national(
    'refused.state_secret',
    '其中：涉及国家秘密',
    '件',
    'Refused: state secret',
    '“国家秘密”数',
    '不予公开范围1',
    '免予公开范围1',
  ),
  national(
    'refused.commercial_secret',
    '涉及商业秘密',
    '件',
    'Refused: trade secret',
    '“商业秘密”数',
    '不予公开范围2',
    '免予公开范围2',
  ),
  national(
    'refused.privacy',
    '涉及个人隐私',
    '件',
    'Refused: personal privacy',
    '“个人隐私”数',
    '不予公开范围3',
    '免予公开范围3',
  ),
  national(
    'refused.security_stability',
    '危及国家安全、公共安全、经济安全和社会稳定',
    '件',
    'Refused: security and stability',
    '“危及安全和稳定”数',
  ),
  national(
    'refused.not_government_information',
    '不是《条例》所指政府信息',
    '件',
    'Refused: not government information under the Regulations',
    '“非《条例》所指政府信息”数',
    '非《规定》所指政府信息数',
  ),
  national(
    'refused.other_law',
    '法律法规规定的其他情形',
    '件',
    'Refused: other cases laid down by law',
    '“法律法规规定的其他情形”数',
  ),
  national(
    'replies.other_body',
    '5.不属于本行政机关公开数',
    '件',
    "Reply: another body's",
    '“非本部门掌握”数',
    '非本机关职权范围数',
  ),
  national('replies.not_exist', '6.申请信息不存在数', '件', 'Reply: does not exist', '“信息不存在”数'),
  national(
    'replies.told_to_amend',
    '7.告知作出更改补充数',
    '件',
    'Reply: told to amend',
    '“申请内容不明确”数',
  ),
  national(
    'replies.told_other_channel',
    '8.告知通过其他途径办理数',
    '件',
    'Reply: told to use another channel',
  ),
  national('review.total', '四、行政复议数量', '件', 'Reconsiderations', '行政复议数'),
  national('review.upheld', '（一）维持具体行政行为数', '件', 'Reconsideration: upheld'),
  national('review.corrected', '（二）被依法纠错数', '件', 'Reconsideration: corrected'),
  national('review.other', '（三）其他情形数', '件', 'Reconsideration: other'),
  national('litigation.total', '五、行政诉讼数量', '件', 'Lawsuits', '行政诉讼数'),
  national(
    'litigation.upheld',
    '（一）维持具体行政行为或者驳回原告诉讼请求数',
    '件',
    'Lawsuit: upheld or dismissed',
  ),
  national('litigation.corrected', '（二）被依法纠错数', '件', 'Lawsuit: corrected'),
  national('litigation.other', '（三）其他情形数', '件', 'Lawsuit: other'),
  national('complaints.total', '六、举报投诉数量', '件', 'Reports and complaints'),
  national('fees.on_request', '七、依申请公开信息收取的费用', '万元', 'Fees collected on request'),
  national('institutions.units', '（一）政府信息公开工作专门机构数', '个', 'Dedicated units'),
  national(
    'institutions.reading_points',
    '（二）设置政府信息公开查阅点数',
    '个',
    'Reading points',
    '政府信息公开查阅点数',
  ),
  national(
    'institutions.staff',
    '（三）从事政府信息公开工作人员数',
    '人',
    'Staff',
    '政府信息公开指定专职人员数',
  ),
  national(
    'institutions.staff_full_time',
    '1.专职人员数（不包括政府公报及政府网站工作人员数）',
    '人',
    'Staff: full-time',
    '全职人员',
    '专职人员数',
  ),
  national('institutions.staff_part_time', '2.兼职人员数', '人', 'Staff: part-time', '兼职人员'),
  national(
    'institutions.budget',
    '（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）',
    '万元',
    'Earmarked funds',
    '处理政府信息公开的专项经费',
  ),
  national('training.meetings', '（一）召开政府信息公开工作会议或专题会议数', '次', 'Meetings'),
  national('training.courses', '（二）举办各类培训班数', '次', 'Training courses'),
  national('training.people', '（三）接受培训人员数', '人次', 'People trained'),
];

/** What local tables of 2008 to 2013 count beside them. No report has all of these: a field is there where it is found. */
export const LOCAL: readonly Indicator[] = [
  local('full_text_items', '全文电子化的主动公开信息数', '条', 'full-text electronic items'),
  local('new_normative', '新增的行政规范性文件数', '条', 'new normative documents'),
  local('service_items', '提供服务类信息数', '条', 'service items'),
  local('page_views', '网站专栏页面访问量', '人次', 'page views'),
  local('visitors', '现场接待人数', '人次', 'visitors received'),
  local('online_enquiries', '网上咨询数', '人次', 'online enquiries'),
  local('phone_enquiries', '咨询电话接听数', '人次', 'phone enquiries'),
  local('request_catalogue_items', '依申请公开信息目录数', '条', 'catalogue of on-request items'),
  local('requests_email', '电子邮件申请数', '条', 'requests by e-mail'),
  local('requests_other_form', '其他形式申请数', '条', 'requests in other form', '其它形式申请数'),
  local('replies_unclear', '“申请内容不明确”数', '条', 'unclear requests', '申请内容不明确数'),
  local('replies_repeat', '重复申请数', '条', 'repeat requests'),
  local(
    'refused_process_info',
    '“过程中信息且影响安全稳定”数',
    '条',
    'refused, process information',
    '不予公开范围5',
    '免予公开范围4',
  ),
  local('refused_enforcement', '免予公开范围5', '条', 'refused, enforcement', '不予公开范围6'),
  local('refused_other', '其它原因', '条', 'refused, other'),
  local('appeals', '行政申诉数', '件', 'administrative appeals'),
  local('fees_total', '收取费用总数', '元', 'fees collected', '收取费用总数数'),
  local('fees_search', '检索费', '元', 'search fees'),
  local('fees_postage', '邮寄费', '元', 'postage'),
  local('fees_copying', '复制费（纸张）', '元', 'copying fees', '复制费（光盘）', '复制费（软盘）'),
  local('actual_spending', '处理政府信息公开的实际支出', '万元', 'actual spending'),
  local('litigation_costs', '与诉讼有关的总费用', '万元', 'litigation costs'),
];

export const NATIONAL_IDS: readonly string[] = NATIONAL.map((i) => i.id);

/** Every numeric field of legacy reports. */
export const INDICATORS: readonly Indicator[] = [...NATIONAL, ...LOCAL];
