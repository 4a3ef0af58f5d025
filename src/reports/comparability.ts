/** What must be known before figures of one field are compared with another form's. */
export interface Comparability {
  /** Ids of fields, or of groups with `*` in the place of one part. */
  readonly fields: readonly string[];
  readonly how: 'same' | 'sum' | 'roughly' | 'not';
  readonly english: string;
  readonly chinese: string;
}

/** Fields with the same id in both forms may be compared; these are the other cases, and the traps. */
export const COMPARABILITY: readonly Comparability[] = [
  {
    fields: ['requests.other.undivided.*'],
    how: 'sum',
    english: 'Compare with the sum of requests.other.no_correction, fee_unpaid and misc of the 2021 form.',
    chinese: '与2021年格式“其他处理”三项之和可比。',
  },
  {
    fields: ['requests.other.no_correction.*', 'requests.other.fee_unpaid.*', 'requests.other.misc.*'],
    how: 'sum',
    english: 'Only the sum of the three rows compares with requests.other.undivided of the 2019 form.',
    chinese: '仅三项之和与2019年格式“其他处理”可比。',
  },
  {
    fields: [
      'disclosure.licensing.decisions',
      'disclosure.penalty.decisions',
      'disclosure.coercion.decisions',
    ],
    how: 'same',
    english: 'The 2019 and the 2021 form ask for the same figure; the later label adds “this year” (本年).',
    chinese: '两种格式口径相同，2021年格式仅增“本年”二字。',
  },
  {
    fields: ['disclosure.regulations.public_total', 'disclosure.normative.public_total'],
    how: 'not',
    english:
      'Counts what is public; the 2021 form (valid) counts what is in force. Do not join the two series.',
    chinese: '2019年格式计“对外公开总数”，2021年格式计“现行有效件数”，不可比。',
  },
  {
    fields: ['disclosure.regulations.valid', 'disclosure.normative.valid'],
    how: 'not',
    english:
      'Counts what is in force; the 2019 form (public_total) counts what is public. Do not join the two series.',
    chinese: '2021年格式计“现行有效件数”，2019年格式计“对外公开总数”，不可比。',
  },
  {
    fields: [
      'disclosure.regulations.produced',
      'disclosure.normative.produced',
      'disclosure.regulations.made',
      'disclosure.normative.made',
    ],
    how: 'roughly',
    english: 'produced (2019) and made (2021) are roughly the same: the later form counts documents issued.',
    chinese: '“新制作数量”与“制发件数”大致可比。',
  },
  {
    fields: ['disclosure.fees.items_prev', 'disclosure.fees.items_change', 'disclosure.fees.amount'],
    how: 'not',
    english: 'The 2019 form counts kinds of fees, the 2021 form the money collected.',
    chinese: '2019年格式计收费项目数，2021年格式计收费金额，不可比。',
  },
  {
    fields: ['legacy.requests.received'],
    how: 'same',
    english: 'Compares with requests.new.total.',
    chinese: '与 requests.new.total 可比。',
  },
  {
    fields: ['legacy.replies.total'],
    how: 'roughly',
    english: 'Roughly requests.total.total; before 2019 one request could be counted with several replies.',
    chinese: '与 requests.total.total 大致可比；旧表一件申请可计多次答复。',
  },
  {
    fields: ['legacy.review.total', 'legacy.litigation.total'],
    how: 'roughly',
    english:
      'Roughly review.total, and the two litigation totals together; the old table has no pending cases.',
    chinese: '与复议、诉讼总计大致可比；旧表无“尚未审结”。',
  },
  {
    fields: ['legacy.fees.on_request'],
    how: 'not',
    english: 'Not fees.info_processing.amount: another fee under another rule, in 万元 and not in 元.',
    chinese: '与信息处理费性质、单位均不同，不可比。',
  },
];

/** What is to be known of a field before it is compared between forms; null where nothing is. */
export function comparabilityOf(field: string): Comparability | null {
  return COMPARABILITY.find(({ fields }) => fields.some((pattern) => matches(pattern, field))) ?? null;
}

function matches(pattern: string, field: string): boolean {
  return pattern.endsWith('.*') ? field.startsWith(pattern.slice(0, -1)) : pattern === field;
}
