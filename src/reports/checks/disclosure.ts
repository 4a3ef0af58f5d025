import type { TableForm } from '../forms.ts';
import type { Check, Evidence, Warning } from '../report.ts';
import { atMostCheck, conditionCheck, type Values, verdict } from './arithmetic.ts';

const DOCUMENTS = ['regulations', 'normative'] as const;
const ITEM_KINDS = ['licensing', 'other_services', 'penalty', 'coercion', 'fees'] as const;

export interface DisclosureFacts {
  readonly values: Values;
  readonly evidence: Readonly<Record<string, Evidence>>;
  readonly warnings: readonly Warning[];
  readonly body: string | null;
}

/** Rules of section two, by the form of the table. */
export function checkDisclosure(form: TableForm, facts: DisclosureFacts): Check[] {
  return form === '2021' ? check2021(facts) : check2019(facts);
}

function check2021({ values, evidence, body }: DisclosureFacts): Check[] {
  const v = (id: string): number | null => values[`disclosure.${id}`] ?? null;
  // In force ≥ made − repealed, turned round so that each side is a sum of counts.
  const checks = DOCUMENTS.map((k) =>
    atMostCheck(
      'T2.VALID',
      k,
      'warning',
      [v(`${k}.made`)],
      [v(`${k}.valid`), v(`${k}.repealed`)],
      (made) => `${made} made and ${v(`${k}.repealed`)} repealed, yet only ${v(`${k}.valid`)} in force`,
    ),
  );
  return [
    ...checks,
    checkRulePower(v, body),
    checkFee(v('fees.amount'), evidence['disclosure.fees.amount'], body),
  ];
}

/** Only a city with districts and above can make 规章 (Legislation Law, art. 93): a county body that reports one misread it. */
function checkRulePower(v: (id: string) => number | null, body: string | null): Check {
  if (isCityGovernment(body)) return verdict('T2.REGPOWER', 'info', 'not_applicable');
  const printed = ['made', 'repealed', 'valid'].map((k) => v(`regulations.${k}`));
  const known = printed.filter((x) => x !== null);
  if (known.some((x) => x > 0))
    return verdict('T2.REGPOWER', 'info', 'fail', {
      expected: 0,
      actual: Math.max(...known),
      detail: 'a body without that power reports 规章',
    });
  return verdict('T2.REGPOWER', 'info', known.length === printed.length ? 'pass' : 'unassessable');
}

const isCityGovernment = (body: string | null): boolean =>
  body !== null && /^[^县区旗]{2,8}(?:省|市)(?:人民政府|政府)(?:办公[室厅])?$/u.test(body);

function checkFee(amount: number | null, evidence: Evidence | undefined, body: string | null): Check {
  if (amount === null) return verdict('T2.FEEUNIT', 'warning', 'unassessable');
  const decimals = /\.(\d+)/u.exec(evidence?.raw ?? '')?.[1]?.length ?? 0;
  const doubtful = decimals > 6 || (Number.isInteger(amount) && amount >= 100_000 && !isCityGovernment(body));
  return verdict('T2.FEEUNIT', 'warning', doubtful ? 'fail' : 'pass', {
    actual: amount,
    detail: doubtful ? `${evidence?.raw ?? amount} 万元 is hardly meant: probably printed in 元` : null,
  });
}

function check2019({ values, warnings }: DisclosureFacts): Check[] {
  const v = (id: string): number | null => values[`disclosure.${id}`] ?? null;
  const checks: Check[] = [];
  for (const k of ITEM_KINDS) {
    const items = [v(`${k}.items_prev`), v(`${k}.items_change`)];
    checks.push(
      conditionCheck(
        'T2-19.ITEMS',
        k,
        'warning',
        items,
        ([before = 0, change = 0]) => before + change >= 0,
        ([before = 0, change = 0]) => ({
          expected: 'at least 0',
          actual: before + change,
          detail: `${before} items last year and a change of ${change} leave ${before + change}`,
        }),
      ),
    );
    if (k === 'fees') continue;
    checks.push(
      conditionCheck(
        'T2-19.NOITEM',
        k,
        'warning',
        [...items, v(`${k}.decisions`)],
        ([before = 0, change = 0, decisions = 0]) => before + change !== 0 || decisions === 0,
        ([, , decisions = 0]) => ({
          expected: 0,
          actual: decisions,
          detail: `${decisions} decisions without a single item`,
        }),
      ),
      conditionCheck(
        'T2-19.MISREAD',
        k,
        'info',
        [...items, v(`${k}.decisions`)],
        ([before = 0, change = 0, decisions = 0]) => decisions === 0 || decisions !== before + change,
        ([before = 0, change = 0, decisions = 0]) => ({
          expected: 'a count of decisions',
          actual: decisions,
          detail: `${decisions} is ${before} + ${change}: the filer probably added up the items`,
        }),
      ),
    );
  }
  for (const k of DOCUMENTS)
    checks.push(
      atMostCheck(
        'T2-19.PUBLIC',
        k,
        'warning',
        [v(`${k}.published`)],
        [v(`${k}.public_total`)],
        (published, all) => `${published} published this year, but only ${all} public in all`,
      ),
      atMostCheck(
        'T2-19.OPEN',
        k,
        'info',
        [v(`${k}.published`)],
        [v(`${k}.produced`)],
        (published, produced) => `${published} published of ${produced} produced`,
      ),
    );
  checks.push(
    conditionCheck(
      'T2-19.PROC',
      null,
      'warning',
      [v('procurement.items'), v('procurement.amount')],
      ([items = 0, amount = 0]) => (items === 0) === (amount === 0),
      ([items = 0, amount = 0]) => ({
        expected: null,
        actual: amount,
        detail: `${items} projects and ${amount} 万元: one without the other`,
      }),
    ),
  );
  const unitless = warnings.some(
    (w) => w.code === 'unit_unstated' && w.field === 'disclosure.procurement.amount',
  );
  checks.push(
    verdict(
      'T2-19.PROCUNIT',
      'info',
      v('procurement.amount') === null ? 'unassessable' : unitless ? 'fail' : 'pass',
      { detail: unitless ? 'the amount of procurement is printed without a unit' : null },
    ),
  );
  return checks;
}
