import { APPLICANTS, INFO_FEE, LITIGATION_COLUMNS, RESULT_ROWS, type TableForm } from '../forms.ts';

/** Scopes of table four as groups of fields. */
export const GROUP_OF: Readonly<Record<string, string>> = {
  review: 'review',
  direct: 'litigation.direct',
  after: 'litigation.after_review',
};

/** The two sides that a rule compares, as field ids; the rules that compare no sums have only `left`. */
export interface Sides {
  readonly left: readonly string[];
  readonly sign: '=' | '≤' | '≥' | null;
  readonly right: readonly string[];
}

/** Which cells a rule looks at; empty sides where it looks at no cell. */
export function sidesOf(rule: string, scope: string | null, form: TableForm): Sides {
  const at = scope ?? '';
  const parts = APPLICANTS.slice(0, 6).map(({ key }) => key);
  const results = RESULT_ROWS[form];
  const group = GROUP_OF[at] ?? at;
  switch (rule) {
    case 'T3.FLOW':
      return equal(
        [`requests.new.${at}`, `requests.carried_in.${at}`],
        [`requests.total.${at}`, `requests.carried_out.${at}`],
      );
    case 'T3.COLSUM':
      return equal(
        [`requests.total.${at}`],
        results.map((row) => `${row}.${at}`),
      );
    case 'T3.ROWSUM':
      return equal(
        [`${at}.total`],
        parts.map((key) => `${at}.${key}`),
      );
    case 'T3.SHIFT':
      return only([...parts, 'total'].map((key) => `${at}.${key}`));
    case 'T3.BOUND':
      return { left: [`${at}.total`], sign: '≤', right: ['requests.new.total', 'requests.carried_in.total'] };
    case 'T3.GRAND':
      return only(['requests.total.total']);
    case 'T3.IDLE':
      return only(results.map((row) => `${row}.${at}`));
    case 'T4.SUM':
      return equal(
        [`${group}.total`],
        LITIGATION_COLUMNS.slice(0, 4).map(({ key }) => `${group}.${key}`),
      );
    case 'T2.VALID':
      return only(['made', 'repealed', 'valid'].map((key) => `disclosure.${at}.${key}`));
    case 'T2.REGPOWER':
      return only(['made', 'repealed', 'valid'].map((key) => `disclosure.regulations.${key}`));
    case 'T2.FEEUNIT':
      return only(['disclosure.fees.amount']);
    case 'T2-19.ITEMS':
      return only(['items_prev', 'items_change'].map((key) => `disclosure.${at}.${key}`));
    case 'T2-19.NOITEM':
    case 'T2-19.MISREAD':
      return only(['items_prev', 'items_change', 'decisions'].map((key) => `disclosure.${at}.${key}`));
    case 'T2-19.PUBLIC':
      return { left: [`disclosure.${at}.published`], sign: '≤', right: [`disclosure.${at}.public_total`] };
    case 'T2-19.OPEN':
      return { left: [`disclosure.${at}.published`], sign: '≤', right: [`disclosure.${at}.produced`] };
    case 'T2-19.PROC':
      return only(['disclosure.procurement.items', 'disclosure.procurement.amount']);
    case 'T2-19.PROCUNIT':
      return only(['disclosure.procurement.amount']);
    default:
      return only(NARRATIVE_CELLS[rule] ?? []);
  }
}

/** Cells that a claim of the running text is held against. */
const NARRATIVE_CELLS: Readonly<Record<string, readonly string[]>> = {
  'NT.NEW': ['requests.new.total'],
  'NT.NONE': ['requests.new.total'],
  'NT.DONE': ['requests.total.total'],
  'NT.CARRY_IN': ['requests.carried_in.total'],
  'NT.CARRY_OUT': ['requests.carried_out.total'],
  'NT.OUTCOME.granted': ['requests.granted.total', 'requests.partial.total'],
  'NT.APPLICANT': ['requests.new.natural_person'],
  'NT.REVIEW': ['review.total'],
  'NT.LITIGATION': ['litigation.direct.total', 'litigation.after_review.total'],
  'NT.LICENSING': ['disclosure.licensing.decisions'],
  'NT.PENALTY': ['disclosure.penalty.decisions'],
  'NT.COERCION': ['disclosure.coercion.decisions'],
  'NT.NORMATIVE': ['made', 'repealed', 'valid', 'produced'].map((key) => `disclosure.normative.${key}`),
  'NT.FEES': ['disclosure.fees.amount'],
  'NT.PROCUREMENT': ['disclosure.procurement.items', 'disclosure.procurement.amount'],
  'NT.INFOFEE': [INFO_FEE],
};

const equal = (left: readonly string[], right: readonly string[]): Sides => ({ left, sign: '=', right });
const only = (left: readonly string[]): Sides => ({ left, sign: null, right: [] });
