import { remembering } from '../../documents/remembering.ts';
import { DISCLOSURE, REQUESTS } from '../forms.ts';
import { labelKey, similarity } from '../label.ts';
import { keyOf, type Piece } from '../line.ts';

/** A row of a form prepared for matching: its comparable spellings. */
export interface RowKeys {
  readonly id: string;
  readonly keys: readonly string[];
}

/** Prepares rows of a form. */
export function rowKeys(
  rows: readonly { readonly id: string; readonly label: string; readonly variants: readonly string[] }[],
): RowKeys[] {
  return rows.map((row) => ({
    id: row.id,
    keys: [...new Set([row.label, ...row.variants].map(labelKey))],
  }));
}

const ALL_KEYS: ReadonlySet<string> = new Set(
  [
    ...Object.values(REQUESTS).flat(),
    ...Object.values(DISCLOSURE).flatMap((blocks) => blocks.flatMap((b) => b.rows)),
  ]
    .flatMap((row) => [row.label, ...row.variants])
    .map((label) => labelKey(label)),
);

/** Words that are columns and headings too say nothing of rows by themselves. */
const COLUMN_WORDS: ReadonlySet<string> = new Set(['其他', '其它', '总计', '合计']);

/** Whether a label, as a key, is exactly that of a row of some form. */
export function isRowLabel(key: string): boolean {
  return ALL_KEYS.has(key) && !COLUMN_WORDS.has(key);
}

/** Below this a label says nothing about the row. */
export const LEAST_SIMILARITY = 0.55;

/** From here on a label is the row's own, whatever else looks like it. */
export const EXACT = 0.95;

export const isExact = (score: number): boolean => score >= EXACT;

/** A label whose places are all gone can still be the row, but a row with places explains more. */
export const scoreAlone = (score: number): number => (score >= 0.9 ? 0.3 * score : 0);

/** A row's own label is never broken over more pieces than this. */
export const LONGEST_LABEL = 5;

/**
 * For each row how much the end of `labels` looks like its label, 0 to 1. The row's own label is the last piece
 * or the last few joined; group labels before it, a stray piece after it, and a label printed twice are tolerated.
 */
export function labelScores(labels: readonly Piece[], rows: readonly RowKeys[]): readonly number[] {
  return scoresOfKeys(keysOf(labels), rows);
}

/** All of a record's labels that matter to its scores, as one text. */
export function keysOf(labels: readonly Piece[]): string {
  const [only] = labels;
  if (only !== undefined && labels.length === 1) return keyOf(only);
  return labels
    .slice(-LONGEST_LABEL - 1)
    .map(keyOf)
    .join(BETWEEN_KEYS);
}

/** No key has it. */
const BETWEEN_KEYS = '\0';

/** The same of labels as `keysOf` gives them. */
export function scoresOfKeys(keys: string, rows: readonly RowKeys[]): readonly number[] {
  const scores =
    SCORES.get(rows) ??
    remembering((all) => scoresOf(all.split(BETWEEN_KEYS), rows), { most: MOST_REMEMBERED });
  SCORES.set(rows, scores);
  return scores(keys);
}

type Scores = (keys: string) => readonly number[];

/** Reports repeat the same rows of labels: what they score is worked out once. */
const SCORES = new WeakMap<readonly RowKeys[], Scores>();
const MOST_REMEMBERED = 5000;

function scoresOf(keys: readonly string[], rows: readonly RowKeys[]): number[] {
  const candidates = suffixes(keys);
  const exact = rows.map((row) =>
    Math.max(0, ...candidates.map((c) => (row.keys.includes(c.key) ? c.weight : 0))),
  );
  const best = Math.max(0, ...exact);
  if (best >= EXACT) return exact;
  const alike = candidates.map((c) => ({ ...c, scores: likeness(c.key, rows) }));
  return rows.map((_, i) => {
    const score = Math.max(exact[i] ?? 0, ...alike.map((c) => (c.scores[i] ?? 0) * c.weight));
    return score >= LEAST_SIMILARITY ? score : 0;
  });
}

/** Damaged labels repeat within a report as candidates of each other: what they look like is worked out once. */
const LIKENESS = new WeakMap<readonly RowKeys[], Scores>();

function likeness(key: string, rows: readonly RowKeys[]): readonly number[] {
  const alike =
    LIKENESS.get(rows) ??
    remembering(
      (found) => rows.map((row) => Math.max(...row.keys.map((official) => similarity(found, official)))),
      {
        most: MOST_REMEMBERED,
      },
    );
  LIKENESS.set(rows, alike);
  return alike(key);
}

/** Labels of groups, which may stand on one line before the label of their first row; wrapped, they lose their ends. */
const GROUP_BEFORE =
  /^(?:本年度办理结果|不予公开|无法提供|不予处理|其[他它]处理|第二十条第.{1,3}项|本年度办(?=予以公开)|(?:不予公|无法提|不予处|其[他它]处)(?=[一二三四五六七1-8])|[一二三四五六七1-8])+(?=.)/u;

const TWICE = /^(.{2,})[一二三四五六七八九十\d]{0,2}\1$/u;

/** A label without the group labels that stand before it in the same cell or line. */
function withoutGroup(key: string): string {
  return key.replace(GROUP_BEFORE, '');
}

function suffixes(keys: readonly string[]): { key: string; weight: number }[] {
  const found: { key: string; weight: number }[] = [];
  const add = (key: string, weight: number): void => {
    if (key === '' || found.some((f) => f.key === key)) return;
    found.push({ key, weight });
    // A label printed twice in one cell, with its number.
    const once = TWICE.exec(key)?.[1];
    if (once !== undefined) add(once, weight);
  };
  for (let start = keys.length - 1; start >= Math.max(0, keys.length - LONGEST_LABEL); start--)
    add(keys.slice(start).join(''), 1);
  // A last piece that is a label by itself owns the values; what stands before it is a row of blanks.
  const last = withoutGroup(keys.at(-1) ?? '');
  if (last !== keys.at(-1)) add(last, 1);
  if (ALL_KEYS.has(last)) return found;
  // A piece after the label that is no part of it: a group label in a column of its own, a slip of the scanner.
  for (let start = keys.length - 2; start >= Math.max(0, keys.length - 3); start--)
    add(keys.slice(start, -1).join(''), 0.9);
  return found;
}
