import type { LegacyForm } from '../legacy/form.ts';
import type { LegacyClaim } from '../legacy/prose.ts';
import type { Check } from '../report.ts';
import { compareSums, conditionCheck, type Operand, sumCheck, type Values, verdict } from './arithmetic.ts';

const CHANNELS = ['gazette', 'website', 'weibo', 'wechat', 'other'].map((k) => `channel.${k}`);
const MEANS = ['press_conferences', 'online_interviews', 'interpretation_articles', 'weibo_wechat', 'other'];
const GROUNDS = [
  'state_secret',
  'commercial_secret',
  'privacy',
  'security_stability',
  'not_government_information',
  'other_law',
];
const KINDS = [
  'already_public',
  'granted',
  'partial',
  'refused',
  'other_body',
  'not_exist',
  'told_to_amend',
  'told_other_channel',
];

const RULES = [
  ['LG.RECEIVED', 'error'],
  ['LG.CONCLUDED', 'error'],
  ['LG.REPLIES', 'error'],
  ['LG.REFUSED', 'error'],
  ['LG.BALANCE', 'info'],
  ['LG.CHANNELS', 'warning'],
  ['LG.NORMATIVE', 'warning'],
  ['LG.HEAD', 'error'],
  ['LG.RESPONSE', 'info'],
  ['LG.REVIEW', 'warning'],
  ['LG.LITIGATION', 'warning'],
  ['LG.STAFF', 'error'],
  ['LG.FEES', 'warning'],
] as const;

/**
 * Rules of the tables that were annexed before 2019 (LG). Where a report has only prose there is nothing to add up.
 * @param claims what the running text states of the same things.
 */
export function checkLegacy(form: LegacyForm, values: Values, claims: readonly LegacyClaim[]): Check[] {
  if (form === 'prose') return RULES.map(([rule, severity]) => verdict(rule, severity, 'not_applicable'));
  const v = (id: string): number | null => values[`legacy.${id}`] ?? null;
  const all = (prefix: string, keys: readonly string[]): Operand[] => keys.map((k) => v(`${prefix}.${k}`));
  /** Rows of local tables belong to a sum only where they are printed. */
  const local = (...keys: string[]): Operand[] =>
    keys.map((k) => v(`local.${k}`)).filter((value) => value !== null);
  return [
    sumCheck(
      'LG.RECEIVED',
      null,
      'error',
      v('requests.received'),
      [
        ...all('requests', ['in_person', 'fax', 'online', 'letter']),
        ...local('requests_email', 'requests_other_form'),
      ],
      '收到申请数',
    ),
    sumCheck(
      'LG.CONCLUDED',
      null,
      'error',
      v('requests.concluded'),
      all('requests', ['on_time', 'extended']),
      '申请办结数',
    ),
    sumCheck(
      'LG.REPLIES',
      null,
      'error',
      v('replies.total'),
      [...all('replies', KINDS), ...local('replies_unclear', 'replies_repeat')],
      '申请答复数',
    ),
    sumCheck(
      'LG.REFUSED',
      null,
      'error',
      v('replies.refused'),
      [...all('refused', GROUNDS), ...local('refused_process_info', 'refused_enforcement', 'refused_other')],
      '不同意公开答复数',
    ),
    checkBalance(v),
    ...checkChannels(v),
    checkAtMost(
      'LG.NORMATIVE',
      null,
      'warning',
      v('proactive.normative_disclosed'),
      v('proactive.normative_issued'),
    ),
    ...['press_conferences', 'online_interviews'].map((k) =>
      checkAtMost('LG.HEAD', k, 'error', v(`response.${k}_by_head`), v(`response.${k}`)),
    ),
    checkResponse(v('response.total'), all('response', MEANS)),
    ...(['review', 'litigation'] as const).map((k) =>
      sumCheck(
        `LG.${k.toUpperCase()}`,
        null,
        'warning',
        v(`${k}.total`),
        all(k, ['upheld', 'corrected', 'other']),
        k === 'review' ? '行政复议数量' : '行政诉讼数量',
      ),
    ),
    sumCheck(
      'LG.STAFF',
      null,
      'error',
      v('institutions.staff'),
      all('institutions', ['staff_full_time', 'staff_part_time']),
      '从事政府信息公开工作人员数',
    ),
    checkFees(form, v),
    ...checkText(values, claims),
  ];
}

type Figures = (id: string) => number | null;

function checkBalance(v: Figures): Check {
  const operands = [v('replies.total'), v('requests.concluded'), v('requests.received')];
  return conditionCheck(
    'LG.BALANCE',
    null,
    'info',
    operands,
    ([replies = 0, concluded = 0, received = 0]) => replies === concluded && concluded <= received,
    ([replies = 0, concluded = 0, received = 0]) => ({
      expected: concluded,
      actual: replies,
      detail: `${received} requests received, ${concluded} concluded, ${replies} replies`,
    }),
  );
}

/** Channels overlap: each is at most the total, and all together at least the total. */
function checkChannels(v: Figures): Check[] {
  const total = v('proactive.total');
  const channels = CHANNELS.map(v);
  const sum = channels.reduce<number>((s, c) => s + (c ?? 0), 0);
  const most = Math.max(0, ...channels.map((c) => c ?? 0));
  const shown = { expected: total, actual: sum };
  if (total === null) return [verdict('LG.CHANNELS', 'warning', 'unassessable', shown)];
  if (most > total)
    return [
      verdict('LG.CHANNELS', 'warning', 'fail', {
        ...shown,
        actual: most,
        detail: `a channel shows ${most} items, more than the ${total} in all`,
      }),
    ];
  const blank = channels.includes(null);
  if (sum >= total) return [verdict('LG.CHANNELS', 'warning', blank ? 'pass_blank' : 'pass', shown)];
  if (blank) return [verdict('LG.CHANNELS', 'warning', 'unassessable', shown)];
  return [
    verdict('LG.CHANNELS', 'warning', 'fail', {
      ...shown,
      detail: `${total} items disclosed, yet all channels together show only ${sum}`,
    }),
  ];
}

function checkAtMost(
  rule: string,
  scope: string | null,
  severity: Check['severity'],
  part: Operand,
  whole: Operand,
): Check {
  return conditionCheck(
    rule,
    scope,
    severity,
    [part, whole],
    ([p = 0, w = 0]) => p <= w,
    ([p = 0, w = 0]) => ({
      expected: `at most ${w}`,
      actual: p,
      detail: `${p} is more than the whole, ${w}`,
    }),
  );
}

function checkResponse(total: Operand, means: readonly Operand[]): Check {
  const sum = means.reduce<number>((s, m) => s + (m ?? 0), 0);
  const outcome =
    total === null
      ? 'unassessable'
      : sum >= total
        ? means.includes(null)
          ? 'pass_blank'
          : 'pass'
        : means.includes(null)
          ? 'unassessable'
          : 'fail';
  return verdict('LG.RESPONSE', 'info', outcome, {
    expected: total,
    actual: sum,
    detail: outcome === 'fail' ? `${total} events answered, but only ${sum} answers by any means` : null,
  });
}

/** Rows of fees stand in local tables only. */
function checkFees(form: LegacyForm, v: Figures): Check {
  const total = v('local.fees_total');
  const parts = ['fees_search', 'fees_postage', 'fees_copying'].map((k) => v(`local.${k}`));
  if (form === '2014-national' || (total === null && parts.every((p) => p === null)))
    return verdict('LG.FEES', 'warning', 'not_applicable');
  const sum = parts.reduce<number>((s, p) => s + (p ?? 0), 0);
  const outcome = total === null ? 'unassessable' : compareSums([total], parts);
  return verdict('LG.FEES', 'warning', outcome, {
    expected: sum,
    actual: total,
    detail: outcome === 'fail' ? `收取费用总数: printed ${total}, its parts add up to ${sum}` : null,
  });
}

/** What the text states beside what the table prints, one verdict a field. */
function checkText(values: Values, claims: readonly LegacyClaim[]): Check[] {
  return [...new Set(claims.map((c) => c.field))].map((field) => {
    const own = claims.filter((c) => c.field === field);
    const printed = values[field] ?? null;
    const right = own.find((c) => Math.abs(c.value - (printed ?? Number.NaN)) < 1e-9);
    const shown = right ?? own[0];
    const outcome = printed === null ? 'unassessable' : right === undefined ? 'fail' : 'pass';
    return verdict('LG.TEXT', 'warning', outcome, {
      scope: field,
      expected: printed,
      actual: shown?.value ?? null,
      detail: outcome === 'fail' ? `the text says “${shown?.quote}”, the table ${printed}` : null,
    });
  });
}
