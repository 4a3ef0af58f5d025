import type { Check } from '../report.ts';
import { verdict } from './arithmetic.ts';
import { REQUEST } from './narrative-claims.ts';
import { ELSEWHERE } from './sentences.ts';

/** A total and, after 其中 in the same sentence, its breakdown. */
export function checkSums(sentences: readonly string[]): Check[] {
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
  const shares: Check[] = [];
  for (const sentence of sentences) {
    const check = checkShares(sentence);
    if (check !== null) shares.push(check);
  }
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

const RECEIVED = new RegExp(`(?:收到|受理|新收)[^，。；;\\d]{0,14}${REQUEST}[^，。；;\\d]{0,8}(\\d+)件`, 'u');

/** 当面、信函、网络、传真: what came in by each channel adds up to the requests of the sentence. */
export function checkChannels(sentences: readonly string[]): Check[] {
  for (const sentence of sentences) {
    const total = RECEIVED.exec(sentence);
    if (total === null) continue;
    const channels = [
      ...sentence.matchAll(
        /(?:当面|现场|信函|邮寄|邮件|网络|网上|在线|传真|平台)(?:申请|提交|方式)?[^，。；;、\d]{0,6}(\d+)件/gu,
      ),
    ];
    if (channels.length < 2) continue;
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
