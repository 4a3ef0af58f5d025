import type { Check, Severity } from '../report.ts';
import { type Values, verdict } from './arithmetic.ts';
import { checkInfoFee } from './info-fee.ts';
import { CLAIMS, type Figures, REQUEST } from './narrative-claims.ts';
import { checkChannels, checkSums } from './narrative-sums.ts';
import { ELSEWHERE, sentencesOf } from './sentences.ts';

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
  const sentences: string[] = [];
  for (const section of ['1', '5', '6']) sentences.push(...sentencesOf(sections[section] ?? ''));
  const claims: Claim[] = [];
  for (const sentence of sentences) claims.push(...claimsIn(sentence, v, year));
  const checks: Check[] = [];
  for (const [id, list] of groupBy(claims)) checks.push(judge(id, list));
  const none = checkNone(sentences, v);
  if (none !== null) checks.push(none);
  const fee = checkInfoFee(sections, v('requests.new.total'), year);
  if (fee !== null) checks.push(fee);
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
  // Each of the patterns asks for a number.
  if (!/\d/u.test(sentence)) return claims;
  for (const r of CLAIMS) {
    if (r.needs !== undefined && !r.needs.test(sentence)) continue;
    for (const match of matchesOf(r.pattern, sentence)) {
      const n = match.groups?.n;
      if (n === undefined) continue;
      const clauseStart = lastPause(sentence, match.index) + 1;
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

const NO_MATCHES: readonly RegExpExecArray[] = [];

/** Nearly all patterns are in none of the sentences, which is told with less than it takes to go through the matches. */
function matchesOf(pattern: RegExp, sentence: string): Iterable<RegExpExecArray> {
  return sentence.search(pattern) === -1 ? NO_MATCHES : sentence.matchAll(pattern);
}

/** Where the last sign before that place stands that parts clauses; -1 where none does. */
function lastPause(sentence: string, before: number): number {
  let last = -1;
  for (const sign of PAUSES) last = Math.max(last, sentence.lastIndexOf(sign, before));
  return last;
}

const PAUSES = ['，', '。', '；', ';', ','] as const;

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

const NONE = new RegExp(
  `(?:未|没有|无)(?:收到|接到|受理)[^。；;，]{0,16}(?:申请|依申请)|无依申请公开|(?:收到|受理)[^，。；;\\d]{0,14}${REQUEST}[^，。；;\\d]{0,4}0[件条份]`,
  'u',
);

function checkNone(sentences: readonly string[], v: Figures): Check | null {
  let quote: string | undefined;
  for (const sentence of sentences) {
    const said = NONE.exec(sentence)?.[0];
    if (said !== undefined && !ELSEWHERE.test(said)) quote ??= said;
  }
  if (quote === undefined) return null;
  const received = v('requests.new.total');
  if (received === null) return verdict('NT.NONE', 'warning', 'unassessable', { expected: 0 });
  return verdict('NT.NONE', 'warning', received === 0 ? 'pass' : 'fail', {
    expected: received,
    actual: 0,
    detail: received === 0 ? null : `the text says “${quote}”, the table ${received}`,
  });
}
