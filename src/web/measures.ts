import { FIELDS } from '../reports/catalogue.ts';

/** A row of the wide tables, or the part of it that the measures need. */
export type Figures = Readonly<Record<string, number | null>>;

/** What is compared over years and between bodies. */
export interface Measure {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: 'count' | 'share';
  /** Columns of the wide tables that are added up. */
  readonly parts: readonly string[];
  /** For a share: the columns that are added up below the line. */
  readonly whole: readonly string[];
  /** The printed total that the printed parts must reach before a blank part counts as none; null: no blank counts. */
  readonly total: string | null;
  /** All columns that add up to `total`. */
  readonly siblings: readonly string[];
}

const total = (row: string): string => `requests_${row}_total`;
const GRANTED = [total('granted')];
const PARTIAL = [total('partial')];
const REFUSED = [
  'state_secret',
  'law_prohibits',
  'security_stability',
  'third_party',
  'internal_affairs',
  'process_info',
  'enforcement_file',
  'administrative_query',
].map((ground) => total(`refused_${ground}`));
const UNABLE = ['not_held', 'needs_creation', 'still_unclear'].map((ground) => total(`unable_${ground}`));
const NOT_PROCESSED = ['petition', 'repeat', 'publication', 'excessive', 'reconfirm'].map((ground) =>
  total(`not_processed_${ground}`),
);
const OTHER = ['no_correction', 'fee_unpaid', 'misc', 'undivided'].map((ground) => total(`other_${ground}`));
const OUTCOMES = [...GRANTED, ...PARTIAL, ...REFUSED, ...UNABLE, ...NOT_PROCESSED, ...OTHER];
const GRAND = 'requests_total_total';

const count = (id: string, zh: string, en: string, column: string): Measure => ({
  id,
  zh,
  en,
  kind: 'count',
  parts: [column],
  whole: [],
  total: null,
  siblings: [],
});

const outcomeShare = (id: string, zh: string, en: string, parts: readonly string[]): Measure => ({
  id,
  zh,
  en,
  kind: 'share',
  parts,
  whole: [GRAND],
  total: GRAND,
  siblings: OUTCOMES,
});

/** Share of decided cases that went against the body. */
const lostShare = (id: string, zh: string, en: string, groups: readonly string[]): Measure => {
  const cells = (...keys: string[]): string[] => groups.flatMap((g) => keys.map((key) => `${g}_${key}`));
  return {
    id,
    zh,
    en,
    kind: 'share',
    parts: cells('corrected'),
    whole: cells('upheld', 'corrected', 'other'),
    total: null,
    siblings: [],
  };
};

const ground = (id: string, zh: string, en: string): Measure => ({
  ...count(`refused_${id}`, zh, en, total(`refused_${id}`)),
  total: GRAND,
  siblings: OUTCOMES,
});

export const MEASURES: readonly Measure[] = [
  count('received', '新收申请', 'Requests received', total('new')),
  outcomeShare('granted', '予以公开占比', 'Share granted', GRANTED),
  outcomeShare('partial', '部分公开占比', 'Share granted in part', PARTIAL),
  outcomeShare('refused', '不予公开占比', 'Share refused', REFUSED),
  outcomeShare('unable', '无法提供占比', 'Share unable to provide', UNABLE),
  outcomeShare('not_processed', '不予处理占比', 'Share not processed', NOT_PROCESSED),
  lostShare('reviews_lost', '复议纠正率', 'Reconsiderations lost', ['review']),
  lostShare('lawsuits_lost', '诉讼败诉率', 'Lawsuits lost', ['litigation_direct', 'litigation_after_review']),
];

/** Refusals by ground. */
export const GROUNDS: readonly Measure[] = [
  ground('state_secret', '国家秘密', 'State secret'),
  ground('law_prohibits', '法律法规禁止', 'Another law forbids it'),
  ground('security_stability', '三安全一稳定', 'Security and stability'),
  ground('third_party', '第三方权益', 'Rights of third parties'),
  ground('internal_affairs', '内部事务信息', 'Internal affairs'),
  ground('process_info', '过程性信息', 'Process under way'),
  ground('enforcement_file', '执法案卷', 'Enforcement file'),
  ground('administrative_query', '行政查询事项', 'Own query channel'),
];

/** Every measure. */
export const ALL_MEASURES: readonly Measure[] = [...MEASURES, ...GROUNDS];

/** The measure of an id; undefined where there is none. */
export function measureOf(id: string): Measure | undefined {
  return ALL_MEASURES.find((measure) => measure.id === id);
}

/** The columns that a measure looks at; none where there is no such measure. */
export function columnsOf(id: string): readonly string[] {
  const what = measureOf(id);
  if (what === undefined) return [];
  return [...what.parts, ...what.whole, ...what.siblings, ...(what.total === null ? [] : [what.total])];
}

/** The field whose cell a reader is shown who asks where a measure comes from: the first that it adds up. */
export function sourceField({ parts }: Measure): string | null {
  return FIELDS.find(({ column }) => column === parts[0])?.id ?? null;
}

/** Every column that some measure looks at. */
export const MEASURE_COLUMNS: readonly string[] = [
  ...new Set(ALL_MEASURES.flatMap(({ id }) => columnsOf(id))),
];

/** Whether a person corrected one of some columns. */
export function touches(corrected: Figures | null | undefined, columns: readonly string[]): boolean {
  return corrected != null && columns.some((column) => column in corrected);
}

export interface Measured {
  readonly value: number;
  /** What a share is a share of: the number of cases. Null for a count. */
  readonly base: number | null;
}

/**
 * A measure of one report; null where what is printed does not tell it. A blank is no zero, with one exception: where
 * the printed parts add up to the printed total there is nothing left that a blank could hold.
 */
export function measure(what: Measure, figures: Figures): Measured | null {
  const blankIsNone =
    what.total !== null &&
    figures[what.total] != null &&
    what.siblings.reduce((sum, column) => sum + (figures[column] ?? 0), 0) === figures[what.total];
  const sum = (columns: readonly string[]): number | null =>
    columns.reduce<number | null>((so, column) => {
      const figure = figures[column] ?? (blankIsNone ? 0 : null);
      return so === null || figure === null ? null : so + figure;
    }, 0);
  const parts = sum(what.parts);
  if (parts === null) return null;
  if (what.kind === 'count') return { value: parts, base: null };
  const base = sum(what.whole);
  return base === null || base <= 0 ? null : { value: parts / base, base };
}

/** The sum of several reports' figures, as if one; what no report prints stays null. For shares of a county. */
export function pooled(what: Measure, reports: readonly Figures[]): (Measured & { reports: number }) | null {
  const all = reports.flatMap((figures) => measure(what, figures) ?? []);
  if (all.length === 0) return null;
  if (what.kind === 'count')
    return { value: all.reduce((sum, m) => sum + m.value, 0), base: null, reports: all.length };
  const base = all.reduce((sum, m) => sum + (m.base ?? 0), 0);
  const parts = all.reduce((sum, m) => sum + m.value * (m.base ?? 0), 0);
  return { value: parts / base, base, reports: all.length };
}

/** The middle of some numbers; null of none. */
export function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
