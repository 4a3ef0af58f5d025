import { readInfoFee } from '../info-fee.ts';
import type { Check } from '../report.ts';
import { verdict } from './arithmetic.ts';

/** Requests that are free in a month: a fee for fewer is charged by the page (国办函〔2020〕109号). */
const FREE_REQUESTS = 10;

/**
 * The fee as sections one and six state it (NT.INFOFEE): they agree, and a fee is not charged for a handful of
 * requests unless by the page. Absent where no section speaks of it.
 */
export function checkInfoFee(
  sections: Readonly<Record<string, string>>,
  received: number | null,
  year: number | null,
): Check | null {
  const first = readInfoFee({ '1': sections['1'] ?? '' }, year);
  const last = readInfoFee({ '6': sections['6'] ?? '' }, year);
  const stated = last ?? first;
  if (stated === null || stated.amount === null) return null;
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
