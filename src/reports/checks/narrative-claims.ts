import type { Severity } from '../report.ts';
import { convertMoney } from '../value.ts';

const COUNT = '(?<n>\\d[\\d,]*(?:\\.\\d+)?)\\s*(?<more>余|多|以上)?\\s*';
const CASES = '(?:件次|[件份条宗起例次项家个])';
/** From the noun to its number without leaving the clause. */
const NEAR = '[^，。；;、,:：（(\\d]{0,12}?(?<about>近|约|超过?|逾)?\\s*';

export type Figures = (id: string) => number | null;

export interface ClaimRule {
  readonly rule: string;
  readonly severity: Severity;
  readonly pattern: RegExp;
  /** Only in a sentence about requests or disclosure. */
  readonly needs?: RegExp;
  readonly readings: (v: Figures, match: RegExpExecArray) => readonly (number | null)[];
}

const add = (...parts: (number | null)[]): number | null =>
  parts.every((p) => p === null) ? null : parts.reduce<number>((s, p) => s + (p ?? 0), 0);

const less = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

const organisations = (v: Figures, row: string): number | null =>
  add(
    ...['business', 'research', 'public_welfare', 'legal_service', 'other_org'].map((c) =>
      v(`requests.${row}.${c}`),
    ),
  );

const casesOf = (v: Figures, key: string): number | null =>
  add(v(`litigation.direct.${key}`), v(`litigation.after_review.${key}`));

const sumOf = (v: Figures, prefix: string, keys: readonly string[]): number | null =>
  add(...keys.map((k) => v(`${prefix}.${k}.total`)));

/** An amount of a table (万元) in the unit of the text. */
const inUnit = (amount: number | null, unit: string | undefined): number | null =>
  amount === null ? null : convertMoney(amount, '万元', unit ?? '万元');

const REFUSED =
  'state_secret law_prohibits security_stability third_party internal_affairs process_info enforcement_file administrative_query'.split(
    ' ',
  );
const UNABLE = ['not_held', 'needs_creation', 'still_unclear'];
const NOT_PROCESSED = ['petition', 'repeat', 'publication', 'excessive', 'reconfirm'];
const OTHER = ['no_correction', 'fee_unpaid', 'misc', 'undivided'];
/** The words for a request. */
export const REQUEST = '(?:依申请公开(?:政府信息)?(?:申请|事项)?|(?:政府|政务)?信息公开(?:的)?申请|申请公开)';
const ABOUT_REQUESTS = /信息公开申请|依申请公开|申请公开/u;
const ABOUT_DISCLOSURE = /信息公开|政务公开|依申请/u;

const rule = (
  id: string,
  pattern: string,
  readings: ClaimRule['readings'],
  needs?: RegExp,
  severity: Severity = 'warning',
): ClaimRule => ({
  rule: id,
  severity,
  pattern: new RegExp(pattern, 'gu'),
  readings,
  ...(needs === undefined ? {} : { needs }),
});

/** What the text may state of the tables' figures, and in what words. */
export const CLAIMS: readonly ClaimRule[] = [
  rule('NT.NEW', `(?<!未)(?:收到|受理|新收)(?:[^，。；;\\d]{0,14})${REQUEST}${NEAR}${COUNT}${CASES}`, (v) => [
    v('requests.new.total'),
    add(v('requests.new.total'), v('requests.carried_in.total')),
  ]),
  rule('NT.DONE', `(?:办结|答复|办理)(?:了)?(?:[^，。；;\\d]{0,8})${REQUEST}${NEAR}${COUNT}${CASES}`, (v) => [
    v('requests.total.total'),
    less(v('requests.new.total'), v('requests.carried_out.total')),
  ]),
  rule(
    'NT.DONE',
    `(?:办结|答复|办结答复|按时办结|按期答复)${NEAR}${COUNT}件`,
    (v) => [v('requests.total.total'), less(v('requests.new.total'), v('requests.carried_out.total'))],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.CARRY_IN',
    `上年(?:度)?结转${NEAR}${COUNT}件`,
    (v) => [v('requests.carried_in.total')],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.CARRY_OUT',
    `(?:结转(?:至|到)?(?:下(?:一)?年度?|次年)|顺延)${NEAR}${COUNT}件`,
    (v) => [v('requests.carried_out.total')],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.OUTCOME.granted',
    `(?<!不)予以公开${NEAR}${COUNT}件`,
    (v) => [v('requests.granted.total'), add(v('requests.granted.total'), v('requests.partial.total'))],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.OUTCOME.granted',
    `部分公开${NEAR}${COUNT}件`,
    (v) => [v('requests.partial.total')],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.OUTCOME.refused',
    `不予公开${NEAR}${COUNT}件`,
    (v) => [sumOf(v, 'requests.refused', REFUSED)],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.OUTCOME.unable',
    `无法提供${NEAR}${COUNT}件`,
    (v) => [sumOf(v, 'requests.unable', UNABLE)],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.OUTCOME.unable',
    `(?:不掌握|不存在)${NEAR}${COUNT}件`,
    (v) => [v('requests.unable.not_held.total')],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.OUTCOME.not_processed',
    `不予处理${NEAR}${COUNT}件`,
    (v) => [sumOf(v, 'requests.not_processed', NOT_PROCESSED)],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.OUTCOME.other',
    `其他处理${NEAR}${COUNT}件`,
    (v) => [sumOf(v, 'requests.other', OTHER)],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.APPLICANT',
    `自然人(?:申请)?${NEAR}${COUNT}件`,
    (v) => [v('requests.new.natural_person'), v('requests.total.natural_person')],
    ABOUT_REQUESTS,
  ),
  rule(
    'NT.APPLICANT',
    `法人(?:或|和|及|与)?(?:者)?其他组织(?:申请)?${NEAR}${COUNT}件`,
    (v) => [organisations(v, 'new'), organisations(v, 'total')],
    ABOUT_REQUESTS,
  ),
  rule('NT.REVIEW', `行政复议(?:案件)?${NEAR}${COUNT}[件起]`, (v) => [v('review.total')], ABOUT_DISCLOSURE),
  rule(
    'NT.LITIGATION',
    `行政诉讼(?:案件)?${NEAR}${COUNT}[件起]`,
    (v) => [add(v('litigation.direct.total'), v('litigation.after_review.total'))],
    ABOUT_DISCLOSURE,
  ),
  ...(
    [
      ['(?:维持|结果维持)', 'upheld'],
      ['(?:纠正|结果纠正)', 'corrected'],
      ['尚未审结', 'pending'],
    ] as const
  ).flatMap(([word, key]) => [
    rule(
      'NT.REVIEW',
      `行政复议[^。；;]{0,30}?${word}${NEAR}${COUNT}[件起]`,
      (v) => [v(`review.${key}`)],
      ABOUT_DISCLOSURE,
    ),
    rule(
      'NT.LITIGATION',
      `行政诉讼[^。；;]{0,30}?${word}${NEAR}${COUNT}[件起]`,
      (v) => [casesOf(v, key)],
      ABOUT_DISCLOSURE,
    ),
  ]),
  rule('NT.LICENSING', `行政许可(?!和|、|与)${NEAR}${COUNT}${CASES}`, (v) => [
    v('disclosure.licensing.decisions'),
  ]),
  rule('NT.PENALTY', `行政处罚(?!和|、|与)${NEAR}${COUNT}${CASES}`, (v) => [
    v('disclosure.penalty.decisions'),
  ]),
  rule('NT.COERCION', `行政强制(?!和|、|与)${NEAR}${COUNT}${CASES}`, (v) => [
    v('disclosure.coercion.decisions'),
  ]),
  rule(
    'NT.NORMATIVE',
    `(?:制发|制定|制发了|出台|印发)[^，。；;\\d]{0,8}规范性文件${NEAR}${COUNT}[件份个]`,
    (v) => [v('disclosure.normative.made'), v('disclosure.normative.produced')],
  ),
  rule('NT.NORMATIVE', `废止[^，。；;\\d]{0,8}规范性文件${NEAR}${COUNT}[件份个]`, (v) => [
    v('disclosure.normative.repealed'),
  ]),
  rule('NT.NORMATIVE', `现行有效[^，。；;\\d]{0,8}规范性文件${NEAR}${COUNT}[件份个]`, (v) => [
    v('disclosure.normative.valid'),
  ]),
  rule(
    'NT.NORMATIVE',
    `(?:制发|制定|出台|印发)(?:各类|了)?(?:政策文件|公文|文件)${NEAR}${COUNT}[件份个]`,
    (v) => [v('disclosure.normative.made'), v('disclosure.normative.produced')],
    undefined,
    'info',
  ),
  rule('NT.FEES', `行政事业性收费${NEAR}${COUNT}(?<unit>万元|元)`, (v, m) => {
    return [inUnit(v('disclosure.fees.amount'), m.groups?.unit)];
  }),
  rule(
    'NT.PROCUREMENT',
    `政府(?:集中)?采购(?:项目)?${NEAR}${COUNT}[项个]`,
    (v) => [v('disclosure.procurement.items')],
    undefined,
    'info',
  ),
  rule(
    'NT.PROCUREMENT',
    `政府(?:集中)?采购(?:总)?金额${NEAR}${COUNT}(?<unit>亿元|万元|元)`,
    (v, m) => [inUnit(v('disclosure.procurement.amount'), m.groups?.unit)],
    undefined,
    'info',
  ),
];
