import type { Check } from '../report.ts';
import { convertMoney } from '../value.ts';
import { verdict } from './arithmetic.ts';
import { sentencesOf } from './sentences.ts';

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

/** Requests that are free in a month: a fee for fewer is charged by the page (国办函〔2020〕109号). */
const FREE_REQUESTS = 10;

/**
 * The fee as sections one and six state it (NT.INFOFEE): they agree, and a fee is not charged for a handful of
 * requests unless by the page. Absent where no section speaks of it.
 */
export function checkInfoFee(
  sections: Readonly<Record<string, string>>,
  received: number | null,
): Check | null {
  const first = readInfoFee({ '1': sections['1'] ?? '' });
  const last = readInfoFee({ '6': sections['6'] ?? '' });
  const stated = last ?? first;
  if (stated === null) return null;
  if (first !== null && last !== null && first.amount !== last.amount)
    return verdict('NT.INFOFEE', 'info', 'fail', {
      expected: last.amount,
      actual: first.amount,
      detail: `section one says ${first.amount} 元, section six ${last.amount} 元`,
    });
  const byPage = /按量|按页|张|页/u.test(stated.quote);
  const few = stated.amount > 0 && received !== null && received <= FREE_REQUESTS && !byPage;
  return verdict('NT.INFOFEE', 'info', few ? 'fail' : 'pass', {
    actual: stated.amount,
    detail: few ? `${stated.amount} 元 for ${received} requests, of which ten a month are free` : null,
  });
}
