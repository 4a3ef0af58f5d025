import type { Check, Severity } from '../report.ts';
import { convertMoney } from '../value.ts';
import type { Values } from './arithmetic.ts';
import { verdict } from './arithmetic.ts';

/** A number that the running text states, with what it counts. */
interface Claim {
  readonly rule: string;
  readonly severity: Severity;
  readonly stated: number;
  /** 余, 多, 近 …: a bound, not a value. */
  readonly bound: 'exact' | 'at_least' | 'about';
  /** The table figures with any of which it may agree. */
  readonly readings: readonly (number | null)[];
  readonly quote: string;
}

const COUNT = '(?<n>\\d[\\d,]*(?:\\.\\d+)?)\\s*(?<more>余|多|以上)?\\s*';
const CASES = '(?:件次|[件份条宗起例次项家个])';
/** From the noun to its number without leaving the clause. */
const NEAR = '[^，。；;、,:：（(\\d]{0,12}?(?<about>近|约|超过?|逾)?\\s*';

type Figures = (id: string) => number | null;

interface ClaimRule {
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

const sumOf = (v: Figures, prefix: string, keys: readonly string[]): number | null =>
  add(...keys.map((k) => v(`${prefix}.${k}.total`)));

const REFUSED =
  'state_secret law_prohibits security_stability third_party internal_affairs process_info enforcement_file administrative_query'.split(
    ' ',
  );
const UNABLE = ['not_held', 'needs_creation', 'still_unclear'];
const NOT_PROCESSED = ['petition', 'repeat', 'publication', 'excessive', 'reconfirm'];
const OTHER = ['no_correction', 'fee_unpaid', 'misc', 'undivided'];
const REQUEST = '(?:依申请公开(?:政府信息)?(?:申请|事项)?|(?:政府|政务)?信息公开(?:的)?申请|申请公开)';
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

const CLAIMS: readonly ClaimRule[] = [
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
  rule('NT.REVIEW', `行政复议(?:案件)?${NEAR}${COUNT}[件起]`, (v) => [v('review.total')], ABOUT_DISCLOSURE),
  rule(
    'NT.LITIGATION',
    `行政诉讼(?:案件)?${NEAR}${COUNT}[件起]`,
    (v) => [add(v('litigation.direct.total'), v('litigation.after_review.total'))],
    ABOUT_DISCLOSURE,
  ),
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
  rule('NT.FEES', `行政事业性收费${NEAR}${COUNT}(?<unit>万元|元)`, (v, m) => {
    const amount = v('disclosure.fees.amount');
    return [amount !== null && m.groups?.unit === '元' ? convertMoney(amount, '万元', '元') : amount];
  }),
  rule(
    'NT.PROCUREMENT',
    `政府(?:集中)?采购(?:项目)?${NEAR}${COUNT}[项个]`,
    (v) => [v('disclosure.procurement.items')],
    undefined,
    'info',
  ),
];

/** Plans, other bodies and other years say nothing about this body's year. */
const ELSEWHERE = /计划|力争|目标|去年|上一年(?!度?结转)|同比|全县|全市|全区各|各乡镇|各部门|各单位/u;

/** Sentences of the running text, white space removed. */
function sentencesOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .split(/(?<=[。!?])/u)
    .filter((s) => s !== '');
}

/**
 * Running text against tables (NT). Only a number with a counted thing beside it in its clause is a claim;
 * a claim that agrees with any reading of its rule passes.
 * @param sections chapters 1, 5 and 6.
 */
export function checkNarrative(
  sections: Readonly<Record<string, string>>,
  values: Values,
  year: number | null,
): Check[] {
  const v: Figures = (id) => values[id] ?? null;
  const sentences = ['1', '5', '6'].flatMap((s) => sentencesOf(sections[s] ?? ''));
  const claims = sentences.flatMap((s) => claimsIn(s, v, year));
  const checks = [...groupBy(claims)].map(([id, list]) => judge(id, list));
  const none = checkNone(sentences, v);
  if (none !== null) checks.push(none);
  checks.push(...checkSums(sentences), ...checkChannels(sentences));
  return checks;
}

/** Whether the text says that requests were received, for `T3.ALLZERO`. */
export function claimsRequests(sections: Readonly<Record<string, string>>): boolean {
  const v: Figures = () => null;
  return sentencesOf(sections['1'] ?? '').some((s) =>
    claimsIn(s, v, null).some((c) => c.rule === 'NT.NEW' && c.stated > 0 && c.bound === 'exact'),
  );
}

function claimsIn(sentence: string, v: Figures, year: number | null): Claim[] {
  const claims: Claim[] = [];
  for (const r of CLAIMS) {
    if (r.needs !== undefined && !r.needs.test(sentence)) continue;
    for (const match of sentence.matchAll(r.pattern)) {
      const n = match.groups?.n;
      if (n === undefined) continue;
      const clauseStart =
        Math.max(...['，', '。', '；', ';', ','].map((c) => sentence.lastIndexOf(c, match.index))) + 1;
      const context = sentence.slice(clauseStart, match.index) + match[0];
      const otherYear = /(20\d\d)年/u.exec(context)?.[1];
      if (ELSEWHERE.test(context) || (otherYear !== undefined && year !== null && Number(otherYear) !== year))
        continue;
      claims.push({
        rule: r.rule,
        severity: r.severity,
        stated: Number(n.replaceAll(',', '')),
        bound:
          match.groups?.more !== undefined
            ? 'at_least'
            : match.groups?.about !== undefined
              ? 'about'
              : 'exact',
        readings: r.readings(v, match),
        quote: match[0],
      });
    }
  }
  return claims;
}

function groupBy(claims: readonly Claim[]): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) groups.set(claim.rule, [...(groups.get(claim.rule) ?? []), claim]);
  return groups;
}

function agrees(claim: Claim): boolean | null {
  const known = claim.readings.filter((r) => r !== null);
  if (known.length === 0) return null;
  return known.some((r) => {
    if (claim.bound === 'at_least') return r >= claim.stated && r < claim.stated * 2 + 10;
    if (claim.bound === 'about') return Math.abs(r - claim.stated) <= Math.max(1, claim.stated * 0.1);
    return Math.abs(r - claim.stated) < 1e-9;
  });
}

function judge(id: string, claims: readonly Claim[]): Check {
  const wrong = claims.find((c) => agrees(c) === false);
  const right = claims.find((c) => agrees(c) === true);
  const shown = wrong ?? right ?? claims[0];
  const expected = shown?.readings.find((r) => r !== null) ?? null;
  const severity = shown?.severity ?? 'warning';
  const actual = shown?.stated ?? null;
  if (wrong !== undefined)
    return verdict(id, severity, 'fail', {
      expected,
      actual,
      detail: `the text says “${wrong.quote}”, the table ${expected}`,
    });
  return verdict(id, severity, right === undefined ? 'unassessable' : 'pass', { expected, actual });
}

function checkNone(sentences: readonly string[], v: Figures): Check | null {
  const pattern = new RegExp(
    `(?:未|没有|无)(?:收到|接到|受理)[^。；;，]{0,16}(?:申请|依申请)|无依申请公开|(?:收到|受理)[^，。；;\\d]{0,14}${REQUEST}[^，。；;\\d]{0,4}0[件条份]`,
    'u',
  );
  const quote = sentences.map((s) => pattern.exec(s)?.[0]).find((q) => q !== undefined && !ELSEWHERE.test(q));
  if (quote === undefined) return null;
  const received = v('requests.new.total');
  if (received === null) return verdict('NT.NONE', 'warning', 'unassessable', { expected: 0 });
  return verdict('NT.NONE', 'warning', received === 0 ? 'pass' : 'fail', {
    expected: received,
    actual: 0,
    detail: received === 0 ? null : `the text says “${quote}”, the table ${received}`,
  });
}

/** A total and, after 其中 in the same sentence, its breakdown. */
function checkSums(sentences: readonly string[]): Check[] {
  let passed: Check | null = null;
  const failed: Check[] = [];
  for (const sentence of sentences) {
    const at = sentence.indexOf('其中');
    if (at === -1 || ELSEWHERE.test(sentence)) continue;
    const totals = [...sentence.slice(0, at).matchAll(/(\d[\d,]*)(余|多)?(?:[件条篇份次个项家起类])/gu)];
    const total = totals.at(-1);
    const parts = [...sentence.slice(at).matchAll(/(\d[\d,]*)(余|多)?(?:[件条篇份次个项家起类])/gu)];
    if (total === undefined || parts.length < 3) continue;
    const stated = Number((total[1] ?? '').replaceAll(',', ''));
    const sum = parts.reduce((s, p) => s + Number((p[1] ?? '').replaceAll(',', '')), 0);
    const loose = parts.some((p) => p[2] !== undefined);
    const holds = total[2] !== undefined ? sum >= stated : loose ? sum <= stated * 1.1 : sum === stated;
    const shown = { expected: stated, actual: sum };
    if (holds) passed = verdict('NT.SUMS', 'info', 'pass', shown);
    else
      failed.push(
        verdict('NT.SUMS', 'info', 'fail', {
          ...shown,
          detail: `the text states ${total[0]}; its breakdown ${parts.map((p) => p[1]).join('+')} adds up to ${sum}`,
        }),
      );
  }
  const shares = sentences.flatMap((sentence) => checkShares(sentence) ?? []);
  const worst = [...failed, ...shares.filter((c) => c.outcome === 'fail')][0];
  const best = worst ?? passed ?? shares.find((c) => c.outcome === 'pass') ?? shares[0];
  return best === undefined ? [] : [best];
}

/** Shares of one whole in a sentence. Fewer than the whole may be a choice of its parts; more cannot be. */
function checkShares(sentence: string): Check | null {
  const shares = [
    ...sentence.matchAll(
      /(?:占|比例|比重)(?:比|的|为|是|约|达|总数|全部|[^，。；;、\d%]){0,10}?(\d+(?:\.\d+)?)%/gu,
    ),
  ];
  if (shares.length < 2 || ELSEWHERE.test(sentence)) return null;
  const sum = shares.reduce((s, m) => s + Number(m[1]), 0);
  const outcome = sum > 101 ? 'fail' : sum >= 99 ? 'pass' : 'unassessable';
  return verdict('NT.SUMS', 'info', outcome, {
    expected: 100,
    actual: Number(sum.toFixed(4)),
    detail:
      outcome === 'fail' ? `shares of ${shares.map((m) => `${m[1]}%`).join(' + ')} in one sentence` : null,
  });
}

/** 当面、信函、网络、传真: what came in by each channel adds up to the requests of the sentence. */
function checkChannels(sentences: readonly string[]): Check[] {
  for (const sentence of sentences) {
    const total = new RegExp(
      `(?:收到|受理|新收)[^，。；;\\d]{0,14}${REQUEST}[^，。；;\\d]{0,8}(\\d+)件`,
      'u',
    ).exec(sentence);
    const channels = [
      ...sentence.matchAll(
        /(?:当面|现场|信函|邮寄|邮件|网络|网上|在线|传真|平台)(?:申请|提交|方式)?[^，。；;、\d]{0,6}(\d+)件/gu,
      ),
    ];
    if (total === null || channels.length < 2) continue;
    const stated = Number(total[1]);
    const sum = channels.reduce((s, c) => s + Number(c[1]), 0);
    return [
      verdict('NT.CHANNELS', 'info', sum === stated ? 'pass' : 'fail', {
        expected: stated,
        actual: sum,
        detail: sum === stated ? null : `${stated} requests, but the channels add up to ${sum}`,
      }),
    ];
  }
  return [];
}

/**
 * The fee for handling requests, from the text: 0 only where it says that none was collected, null where it is
 * silent.
 * @returns the amount in yuan with the sentence that says so.
 */
export function readInfoFee(
  sections: Readonly<Record<string, string>>,
): { amount: number; quote: string; section: string } | null {
  for (const section of ['6', '1', '5']) {
    for (const sentence of sentencesOf(sections[section] ?? '')) {
      if (!/信息处理费|信息公开(?:申请)?(?:收费|费用)|依申请公开[^。]{0,8}(?:收费|费用)/u.test(sentence))
        continue;
      if (
        /(?:未|没有|不|无)(?:发生|产生|收取|收到|存在)?[^。；]{0,14}(?:信息处理)?(?:费|收费)|未收取|没有收取|免收|零收费|无收费/u.test(
          sentence.replace(/[<《〈][^>》〉]*[>》〉]/gu, ''),
        )
      )
        return { amount: 0, quote: sentence, section };
      const paid =
        /(?:收取|收费|处理费|费用|共计|金额|合计|为)[^。；\d]{0,14}(\d[\d,]*(?:\.\d+)?)(万元|元)/u.exec(
          sentence,
        );
      if (paid !== null) {
        const printed = Number((paid[1] ?? '').replaceAll(',', ''));
        return { amount: convertMoney(printed, paid[2] ?? '元', '元'), quote: sentence, section };
      }
    }
  }
  return null;
}
