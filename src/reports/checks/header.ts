import { expandBody } from '../body.ts';
import { regionOf } from '../identity.ts';
import { simplify } from '../label.ts';
import type { Check, Forms } from '../report.ts';
import { verdict } from './arithmetic.ts';

export interface HeaderFacts {
  readonly year: number | null;
  readonly titleYear: number | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  /** Year in which the text says the work was done, from its first sentence. */
  readonly textYear: number | null;
  readonly publishedOn: string | null;
  readonly indexNumber: string | null;
  readonly citedNotice: string | null;
  readonly body: string | null;
  /** The body that the text names as its author, where it names one. */
  readonly textBody: string | null;
  /** The body that signed under the text, where one did. */
  readonly signedBy: string | null;
  /** Running text, to look for the body's name in. */
  readonly text: string;
  readonly region: string | null;
  readonly forms: Forms;
}

/** Rules of header and time (HD) that need one report only. */
export function checkHeader(facts: HeaderFacts): Check[] {
  return [
    checkYear(facts),
    checkPeriod(facts),
    ...checkDates(facts),
    checkBody(facts),
    checkForm(facts),
    checkCited(facts),
    checkIndex(facts),
  ];
}

function checkYear({ year, titleYear, periodStart, periodEnd, textYear }: HeaderFacts): Check {
  const stated = [titleYear, yearOf(periodStart), yearOf(periodEnd)].filter((y) => y !== null);
  const odd = stated.find((y) => y !== year);
  if (year === null || stated.length === 0) return verdict('HD.YEAR', 'error', 'unassessable');
  if (odd !== undefined)
    return verdict('HD.YEAR', 'error', 'fail', {
      expected: year,
      actual: odd,
      detail: `title and period speak of different years: ${[...new Set(stated)].join(' and ')}`,
    });
  const confirmed = stated.length > 1 || textYear === year;
  return verdict('HD.YEAR', 'error', confirmed ? 'pass' : 'unassessable', {
    expected: year,
    actual: textYear,
  });
}

function checkPeriod({ periodStart, periodEnd }: HeaderFacts): Check {
  if (periodStart === null || periodEnd === null) return verdict('HD.PERIOD', 'warning', 'unassessable');
  const full = periodStart.endsWith('-01-01') && periodEnd === `${periodStart.slice(0, 4)}-12-31`;
  return verdict('HD.PERIOD', 'warning', full ? 'pass' : 'fail', {
    expected: 'a calendar year',
    actual: `${periodStart}/${periodEnd}`,
    detail: full ? null : `the period is ${periodStart} to ${periodEnd}`,
  });
}

function checkDates({ year, publishedOn, periodEnd, body }: HeaderFacts): Check[] {
  const rules = [
    ['HD.PUBYEAR', 'warning'],
    ['HD.PUBDUE', 'info'],
    ['HD.PUBEARLY', 'warning'],
  ] as const;
  if (year === null || publishedOn === null)
    return rules.map(([rule, severity]) => verdict(rule, severity, 'unassessable'));
  const published = yearOf(publishedOn);
  // Regulations on Open Government Information (2019), art. 49 and 50: bodies by 31 January, governments by 31 March.
  const wholeGovernment = body !== null && /人民政府$/u.test(body) && !/(?:镇|乡|街道)/u.test(body);
  const due = `${year + 1}-${year < 2019 || wholeGovernment ? '03-31' : '01-31'}`;
  const end = periodEnd ?? `${year}-12-31`;
  return [
    verdict('HD.PUBYEAR', 'warning', published === year + 1 ? 'pass' : 'fail', {
      expected: year + 1,
      actual: published,
      detail: published === year + 1 ? null : `a report for ${year} is dated ${publishedOn}`,
    }),
    verdict('HD.PUBDUE', 'info', publishedOn <= due ? 'pass' : 'fail', {
      expected: due,
      actual: publishedOn,
      detail: publishedOn <= due ? null : `published on ${publishedOn}, due by ${due}`,
    }),
    verdict('HD.PUBEARLY', 'warning', publishedOn > end ? 'pass' : 'fail', {
      expected: `after ${end}`,
      actual: publishedOn,
      detail: publishedOn > end ? null : `published on ${publishedOn}, before the period ended`,
    }),
  ];
}

function checkBody({ body, textBody, signedBy, text, region }: HeaderFacts): Check {
  const rule = 'HD.BODY';
  if (body === null) return verdict(rule, 'warning', 'unassessable');
  const full = expandBody(body);
  const own = full.slice(region?.length ?? 0);
  const isSame = (other: string): boolean => {
    const named = expandBody(other);
    return named.includes(full) || full.includes(named) || (regionOf(named) === null && named.includes(own));
  };
  const others = [
    ['text', textBody],
    ['signature', signedBy],
  ] as const;
  for (const [where, other] of others)
    if (other !== null && !isSame(other))
      return verdict(rule, 'warning', 'fail', {
        expected: body,
        actual: other,
        detail: `the title names ${body}, the ${where} ${other}`,
      });
  if (region === null)
    return verdict(rule, 'warning', 'unassessable', {
      actual: body,
      detail: `the title names only ${body}, without its region`,
    });
  if (textBody !== null) return verdict(rule, 'warning', 'pass', { expected: body, actual: textBody });
  const bare = simplify(text.replace(/\s+/gu, ''));
  const short = body.slice(region.length);
  const spoken = [body, full, own, short].some(
    (n) => n.length >= 2 && (bare.includes(n) || expandBody(bare).includes(n)),
  );
  const shortForms = /卫生健康/u.test(full) && /卫健[委局]/u.test(bare);
  return verdict(rule, 'warning', spoken || shortForms ? 'pass' : 'unassessable', { expected: body });
}

function checkForm({ year, forms }: HeaderFacts): Check {
  const legacy = forms.legacy === undefined ? null : ('legacy' as const);
  const used = [forms.disclosure, forms.requests, legacy].filter((f) => f !== null);
  if (year === null || used.length === 0) return verdict('HD.FORM', 'warning', 'unassessable');
  const due = year >= 2021 ? '2021' : year >= 2019 ? '2019' : 'legacy';
  const odd = used.find((f) => f !== due);
  return verdict('HD.FORM', 'warning', odd === undefined ? 'pass' : 'fail', {
    expected: due,
    actual: odd ?? due,
    detail: odd === undefined ? null : `a report for ${year} uses the ${odd} form`,
  });
}

function checkCited({ citedNotice, forms }: HeaderFacts): Check {
  const legacy = forms.legacy === undefined ? null : 'legacy';
  const form = forms.requests ?? forms.disclosure ?? legacy;
  if (citedNotice === null || form === null) return verdict('HD.CITED', 'info', 'unassessable');
  const cited = citedNotice.includes('2021') ? '2021' : citedNotice.includes('2019') ? '2019' : 'legacy';
  return verdict('HD.CITED', 'info', cited === form ? 'pass' : 'fail', {
    expected: form,
    actual: cited,
    detail: cited === form ? null : `cites ${citedNotice} and uses the ${form} form`,
  });
}

function checkIndex({ indexNumber, year }: HeaderFacts): Check {
  const inIndex = /[/-](20\d\d)-/u.exec(indexNumber ?? '')?.[1];
  if (inIndex === undefined || year === null) return verdict('HD.INDEX', 'info', 'unassessable');
  const fits = Number(inIndex) >= year + 1;
  return verdict('HD.INDEX', 'info', fits ? 'pass' : 'fail', {
    expected: `${year + 1} or later`,
    actual: Number(inIndex),
    detail: fits ? null : `the index number ${indexNumber} is of ${inIndex}`,
  });
}

function yearOf(date: string | null): number | null {
  return date === null ? null : Number(date.slice(0, 4));
}
