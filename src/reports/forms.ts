/**
 * The official layouts of the three tables, as prescribed by the General Office of the State Council:
 * 国办公开办函〔2019〕60号 (reports for 2019 and 2020) and 国办公开办函〔2021〕30号 (from 2021 on).
 * Labels are the official ones; variants are spellings met in published reports.
 */
export type TableForm = '2021' | '2019';

export interface FormColumn {
  readonly key: string;
  readonly label: string;
  readonly variants: readonly string[];
}

export interface FormRow {
  /** Field id without its column: `disclosure.normative`, `requests.refused.state_secret`. */
  readonly id: string;
  readonly label: string;
  readonly variants: readonly string[];
  /** Labels of the groups that the row stands under, outermost first. */
  readonly path: readonly string[];
  /** English name, for codebooks. */
  readonly name: string;
}

/** A block of section two: one article of the Regulations with its own columns. */
export interface DisclosureBlock {
  readonly article: string;
  readonly columns: readonly FormColumn[];
  readonly rows: readonly FormRow[];
}

const column = (key: string, label: string, ...variants: string[]): FormColumn => ({ key, label, variants });

const row = (id: string, label: string, name: string, ...variants: string[]): FormRow => ({
  id,
  label,
  variants,
  path: [],
  name,
});

const REGULATIONS = row('disclosure.regulations', '规章', 'Government rules');
const NORMATIVE = (label: string, variant: string): FormRow =>
  row('disclosure.normative', label, 'Administrative normative documents', variant);
const LICENSING = row('disclosure.licensing', '行政许可', 'Administrative licences');
const OTHER_SERVICES = row(
  'disclosure.other_services',
  '其他对外管理服务事项',
  'Other outward management and service items',
);
const PENALTY = row('disclosure.penalty', '行政处罚', 'Administrative penalties');
const COERCION = row('disclosure.coercion', '行政强制', 'Administrative coercive measures');
const FEES = row('disclosure.fees', '行政事业性收费', 'Administrative fees');
const PROCUREMENT = row('disclosure.procurement', '政府集中采购', 'Central procurement', '政府采购');

const DECISIONS_2021 = column('decisions', '本年处理决定数量');
const DECISIONS_2019 = column('decisions', '处理决定数量');
const ITEMS = [
  column('items_prev', '上一年项目数量', '上年项目数量'),
  column('items_change', '本年增/减', '本年增减'),
] as const;

export const DISCLOSURE: Readonly<Record<TableForm, readonly DisclosureBlock[]>> = {
  '2021': [
    {
      article: '第二十条第（一）项',
      columns: [
        column('made', '本年制发件数', '本年制发数', '本年制发数量'),
        column('repealed', '本年废止件数', '本年废止数', '本年废止数量'),
        column('valid', '现行有效件数', '现行有效件', '现行有效数', '现行有效数量'),
      ],
      rows: [REGULATIONS, NORMATIVE('行政规范性文件', '规范性文件')],
    },
    { article: '第二十条第（五）项', columns: [DECISIONS_2021], rows: [LICENSING] },
    { article: '第二十条第（六）项', columns: [DECISIONS_2021], rows: [PENALTY, COERCION] },
    {
      article: '第二十条第（八）项',
      columns: [column('amount', '本年收费金额', '本年收费总金额')],
      rows: [FEES],
    },
  ],
  '2019': [
    {
      article: '第二十条第（一）项',
      columns: [
        column('produced', '本年新制作数量', '本年制作数量'),
        column('published', '本年新公开数量', '本年公开数量'),
        column('public_total', '对外公开总数量', '对外公开数量'),
      ],
      rows: [REGULATIONS, NORMATIVE('规范性文件', '行政规范性文件')],
    },
    {
      article: '第二十条第（五）项',
      columns: [...ITEMS, DECISIONS_2019],
      rows: [LICENSING, OTHER_SERVICES],
    },
    { article: '第二十条第（六）项', columns: [...ITEMS, DECISIONS_2019], rows: [PENALTY, COERCION] },
    { article: '第二十条第（八）项', columns: [...ITEMS], rows: [FEES] },
    {
      article: '第二十条第（九）项',
      columns: [column('items', '采购项目数量'), column('amount', '采购总金额', '采购金额')],
      rows: [PROCUREMENT],
    },
  ],
};

/** The seven applicant columns of table three, in official order. */
export const APPLICANTS: readonly FormColumn[] = [
  column('natural_person', '自然人'),
  column('business', '商业企业'),
  column('research', '科研机构'),
  column('public_welfare', '社会公益组织'),
  column('legal_service', '法律服务机构'),
  column('other_org', '其他'),
  column('total', '总计', '合计'),
];

/**
 * The id of a row's field in a column: `requests.granted.total`. Each is made once: as a key, a text that was just put
 * together costs many times as much as one that was used before, and every report asks for all of them again and again.
 * @param row of a form.
 */
export function fieldId(row: string, column: string): string {
  const ids = IDS.get(row) ?? new Map<string, string>();
  IDS.set(row, ids);
  const id = ids.get(column) ?? `${row}.${column}`;
  ids.set(column, id);
  return id;
}

const IDS = new Map<string, Map<string, string>>();

/** The fields of a row of table three, in the order of its columns. */
export function applicantFields(row: string): readonly string[] {
  const ids = APPLICANT_IDS.get(row) ?? APPLICANTS.map((c) => fieldId(row, c.key));
  APPLICANT_IDS.set(row, ids);
  return ids;
}

const APPLICANT_IDS = new Map<string, readonly string[]>();

const OUTCOMES = '三、本年度办理结果';

const under = (group: string | null, rows: readonly FormRow[]): FormRow[] =>
  rows.map((r) => ({ ...r, path: group === null ? [OUTCOMES] : [OUTCOMES, group] }));

const INTAKE: readonly FormRow[] = [
  row('requests.new', '一、本年新收政府信息公开申请数量', 'Requests newly received'),
  row('requests.carried_in', '二、上年结转政府信息公开申请数量', 'Requests carried in'),
];

const ANSWERED: readonly FormRow[] = [
  ...under(null, [
    row('requests.granted', '（一）予以公开', 'Granted in full'),
    row(
      'requests.partial',
      '（二）部分公开（区分处理的，只计这一情形，不计其他情形）',
      'Granted in part',
      '部分公开区分处理的只计这一情形不计其他情形',
    ),
  ]),
  ...under('（三）不予公开', [
    row('requests.refused.state_secret', '1.属于国家秘密', 'Refused: state secret'),
    row(
      'requests.refused.law_prohibits',
      '2.其他法律行政法规禁止公开',
      'Refused: another law forbids it',
      '其他法律法规禁止公开',
    ),
    row('requests.refused.security_stability', '3.危及“三安全一稳定”', 'Refused: security and stability'),
    row('requests.refused.third_party', '4.保护第三方合法权益', 'Refused: rights of third parties'),
    row('requests.refused.internal_affairs', '5.属于三类内部事务信息', 'Refused: internal affairs'),
    row(
      'requests.refused.process_info',
      '6.属于四类过程性信息',
      'Refused: information on a process under way',
    ),
    row('requests.refused.enforcement_file', '7.属于行政执法案卷', 'Refused: enforcement file'),
    row('requests.refused.administrative_query', '8.属于行政查询事项', 'Refused: has its own query channel'),
  ]),
  ...under('（四）无法提供', [
    row('requests.unable.not_held', '1.本机关不掌握相关政府信息', 'Unable: not held'),
    row('requests.unable.needs_creation', '2.没有现成信息需要另行制作', 'Unable: would have to be made'),
    row(
      'requests.unable.still_unclear',
      '3.补正后申请内容仍不明确',
      'Unable: still unclear after correction',
    ),
  ]),
  ...under('（五）不予处理', [
    row('requests.not_processed.petition', '1.信访举报投诉类申请', 'Not processed: petition or complaint'),
    row('requests.not_processed.repeat', '2.重复申请', 'Not processed: repeated'),
    row(
      'requests.not_processed.publication',
      '3.要求提供公开出版物',
      'Not processed: asks for a publication',
    ),
    row(
      'requests.not_processed.excessive',
      '4.无正当理由大量反复申请',
      'Not processed: excessive without good reason',
    ),
    row(
      'requests.not_processed.reconfirm',
      '5.要求行政机关确认或重新出具已获取信息',
      'Not processed: asks to confirm or reissue',
    ),
  ]),
];

const CLOSING: readonly FormRow[] = [
  ...under(null, [row('requests.total', '（七）总计', 'Outcomes in total', '合计')]),
  row('requests.carried_out', '四、结转下年度继续办理', 'Requests carried out'),
];

const OTHER_2021 = under('（六）其他处理', [
  row(
    'requests.other.no_correction',
    '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请',
    'Other: not corrected in time',
    '申请人无正当理由逾期不补正',
  ),
  row(
    'requests.other.fee_unpaid',
    '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请',
    'Other: fee not paid',
    '申请人逾期未按收费通知要求缴纳费用',
  ),
  row('requests.other.misc', '3.其他', 'Other: anything else', '其它'),
]);

const OTHER_2019 = under(null, [
  row('requests.other.undivided', '（六）其他处理', 'Other handling, undivided', '其它处理'),
]);

/** The rows of table three, in official order: 25 in the 2021 form, 23 in the 2019 form. */
export const REQUESTS: Readonly<Record<TableForm, readonly FormRow[]>> = {
  '2021': [...INTAKE, ...ANSWERED, ...OTHER_2021, ...CLOSING],
  '2019': [...INTAKE, ...ANSWERED, ...OTHER_2019, ...CLOSING],
};

/** The rows that add up to （七）总计. */
export const RESULT_ROWS: Readonly<Record<TableForm, readonly string[]>> = {
  '2021': [...ANSWERED, ...OTHER_2021].map((r) => r.id),
  '2019': [...ANSWERED, ...OTHER_2019].map((r) => r.id),
};

/** The three groups of table four, with the labels of their header cells. */
export const LITIGATION_GROUPS = [
  { id: 'review', label: '行政复议', name: 'Administrative reconsideration' },
  { id: 'litigation.direct', label: '未经复议直接起诉', name: 'Lawsuit without reconsideration' },
  { id: 'litigation.after_review', label: '复议后起诉', name: 'Lawsuit after reconsideration' },
] as const;

export const LITIGATION_COLUMNS: readonly FormColumn[] = [
  column('upheld', '结果维持'),
  column('corrected', '结果纠正'),
  column('other', '其他结果'),
  column('pending', '尚未审结'),
  column('total', '总计', '合计'),
];

export const LITIGATION_IDS: readonly string[] = LITIGATION_GROUPS.flatMap((g) =>
  LITIGATION_COLUMNS.map((c) => fieldId(g.id, c.key)),
);

/** The fee for handling requests (国办函〔2020〕109号): a figure of the running text, not of a table. */
export const INFO_FEE = 'fees.info_processing.amount';

const idsOfBlocks = (blocks: readonly DisclosureBlock[]): string[] =>
  blocks.flatMap((b) => b.rows.flatMap((r) => b.columns.map((c) => fieldId(r.id, c.key))));

/** All field ids of a form's table, in official order. */
export const TABLE_IDS: Readonly<
  Record<'disclosure' | 'requests' | 'litigation', Readonly<Record<TableForm, readonly string[]>>>
> = {
  disclosure: { '2021': idsOfBlocks(DISCLOSURE['2021']), '2019': idsOfBlocks(DISCLOSURE['2019']) },
  requests: {
    '2021': REQUESTS['2021'].flatMap((r) => applicantFields(r.id)),
    '2019': REQUESTS['2019'].flatMap((r) => applicantFields(r.id)),
  },
  litigation: { '2021': LITIGATION_IDS, '2019': LITIGATION_IDS },
};
