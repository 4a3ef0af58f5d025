import { fieldOf } from '../../reports/catalogue.ts';
import {
  APPLICANTS,
  DISCLOSURE,
  type DisclosureBlock,
  type FormRow,
  INFO_FEE,
  LITIGATION_COLUMNS,
  LITIGATION_GROUPS,
  LITIGATION_IDS,
  REQUESTS,
  TABLE_IDS,
  type TableForm,
} from '../../reports/forms.ts';
import { NATIONAL_GROUPS } from '../../reports/legacy/form.ts';
import { MARK_ID } from '../archived/place.ts';
import type { CellStates } from '../cell-states.ts';
import type { FigureCorrection } from '../corrections.ts';
import { type Html, html, withQuery } from '../html.ts';
import type { Words } from '../language.ts';
import type { Figure, Reading } from '../report-queries.ts';
import { APPLICANT_NAMES } from '../rules.ts';

export interface FormFacts {
  readonly t: Words;
  readonly editionId: number;
  readonly reading: Reading;
  readonly states: CellStates;
  /** What people correct in it and what holds, by field. */
  readonly corrected: ReadonlyMap<string, FigureCorrection>;
  /** The field whose place the page was asked for. */
  readonly chosen: string | null;
}

/** The name of the frame in which the archived document is shown. */
export const FRAME = 'document';

/** Where the archived document is shown, at the place of a field. */
export function documentAddress(editionId: number, field: string | null): string {
  const address = withQuery(`/editions/${editionId}/document`, { field });
  return field === null ? address : `${address}#${MARK_ID}`;
}

/** Where a report is shown at one of its cells, with the document open at the place that proves it. */
export function cellAddress(report: string, field: string | null): string {
  return field === null ? report : `${withQuery(report, { field })}#cell-${field}`;
}

/** A report laid out as the official form. */
export function reportForm(facts: FormFacts): Html {
  const { t, reading } = facts;
  const { disclosure, requests } = reading.forms;
  const shown = new Set<string>();
  const take = (ids: readonly string[]): void => ids.forEach((id) => void shown.add(id));
  const parts: Html[] = [];
  if (disclosure === '2021' || disclosure === '2019') {
    take(TABLE_IDS.disclosure[disclosure]);
    parts.push(
      heading(t, '二、主动公开政府信息情况', 'Two: proactive disclosure'),
      tableTwo(facts, DISCLOSURE[disclosure]),
    );
  }
  if (requests === '2021' || requests === '2019') {
    take(TABLE_IDS.requests[requests]);
    parts.push(
      heading(t, '三、收到和处理政府信息公开申请情况', 'Three: requests received and handled'),
      tableThree(facts, requests),
    );
  }
  if (reading.forms.litigation !== null && LITIGATION_IDS.some((id) => reading.figures.has(id))) {
    take(LITIGATION_IDS);
    parts.push(
      heading(
        t,
        '四、因政府信息公开工作被申请行政复议、提起行政诉讼情况',
        'Four: reconsiderations and lawsuits',
      ),
      tableFour(facts),
    );
  }
  const rest = [...reading.figures].filter(([field]) => !shown.has(field));
  const legacy = rest.filter(([field]) => fieldOf(field)?.table === 'legacy');
  if (legacy.length > 0)
    parts.push(
      heading(t, '政府信息公开情况统计表', 'Statistical table of reports up to 2018'),
      otherTable(facts, legacy),
    );
  const others = rest.filter(
    (entry) => !legacy.includes(entry) && (entry[0] === INFO_FEE || entry[1].at !== null),
  );
  if (others.length > 0) parts.push(heading(t, '其他数字', 'Further figures'), otherTable(facts, others));
  return html`${parts}`;
}

function heading(t: Words, zh: string, en: string): Html {
  return html`<h2><span lang="zh-Hans">${zh}</span>${t('', en) === '' ? '' : html` <small class="soft">${en}</small>`}</h2>`;
}

/** The official label, with English below it for who reads English. */
function label(t: Words, zh: string, en: string | undefined): Html {
  return html`<span lang="zh-Hans">${zh}</span>${en === undefined || t('', en) === '' ? '' : html`<small class="soft en" lang="en">${en}</small>`}`;
}

function tableTwo(facts: FormFacts, blocks: readonly DisclosureBlock[]): Html {
  const { t } = facts;
  const width = Math.max(...blocks.map(({ columns }) => columns.length));
  const spare = (n: number): Html | string => (n < width ? html` colspan="${String(width - n + 1)}"` : '');
  return scroll(
    t('表二', 'Table two'),
    html`<table class="form two"><tbody>${blocks.map(
      ({
        article,
        columns,
        rows,
      }) => html`<tr class="head"><th scope="colgroup" colspan="${String(width + 1)}" lang="zh-Hans">${article}</th></tr>
<tr class="head"><th scope="col">${label(t, '信息内容', 'Item')}</th>${columns.map((column, i) => html`<th scope="col"${i === columns.length - 1 ? spare(columns.length) : ''}><span lang="zh-Hans">${column.label}</span></th>`)}</tr>
${rows.map((row) => html`<tr><th scope="row">${label(t, row.label, row.name)}</th>${columns.map((column, i) => cell(facts, `${row.id}.${column.key}`, i === columns.length - 1 ? spare(columns.length) : ''))}</tr>`)}`,
    )}</tbody></table>`,
  );
}

function tableThree(facts: FormFacts, form: TableForm): Html {
  const { t } = facts;
  const rows = REQUESTS[form];
  const columns = APPLICANTS.map(({ key, label: zh }) => ({ key, zh, en: APPLICANT_NAMES[key] }));
  const head = (column: (typeof columns)[number], span: number): Html =>
    html`<th scope="col"${span > 1 ? html` rowspan="${String(span)}"` : ''}>${label(t, column.zh, column.en)}</th>`;
  const [person, ...organisations] = columns;
  const total = organisations.pop();
  return scroll(
    t('表三', 'Table three'),
    html`<table class="form three"><thead><tr><th rowspan="3" colspan="3" class="note" scope="col"><span lang="zh-Hans">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</span></th><th colspan="7" scope="colgroup">${label(t, '申请人情况', 'Applicants')}</th></tr>
<tr>${person === undefined ? '' : head(person, 2)}<th colspan="${String(organisations.length)}" scope="colgroup">${label(t, '法人或其他组织', 'Organisations')}</th>${total === undefined ? '' : head(total, 2)}</tr><tr>${organisations.map((column) => head(column, 1))}</tr></thead>
<tbody>${rows.map((row, i) => html`<tr>${groupCells(t, rows, i)}${columns.map(({ key }) => cell(facts, `${row.id}.${key}`, '', key === 'total'))}</tr>`)}</tbody></table>`,
  );
}

/** The cells left of a row's values: the groups that begin with this row, and its own label. */
function groupCells(t: Words, rows: readonly FormRow[], index: number): Html {
  const row = rows[index];
  if (row === undefined) return html``;
  const groups = row.path.map((name, level) => {
    if (rows[index - 1]?.path[level] === name) return '';
    let span = 1;
    while (rows[index + span]?.path[level] === name) span += 1;
    return html`<th scope="rowgroup" rowspan="${String(span)}" class="group" lang="zh-Hans">${name}</th>`;
  });
  return html`${groups}<th scope="row" colspan="${String(3 - row.path.length)}">${label(t, row.label, row.name)}</th>`;
}

function tableFour(facts: FormFacts): Html {
  const { t } = facts;
  const [review, ...lawsuits] = LITIGATION_GROUPS;
  return scroll(
    t('表四', 'Table four'),
    html`<table class="form four"><thead><tr><th colspan="5" rowspan="2" scope="colgroup">${label(t, review.label, review.name)}</th><th colspan="10" scope="colgroup">${label(t, '行政诉讼', 'Lawsuits')}</th></tr>
<tr>${lawsuits.map((group) => html`<th colspan="5" scope="colgroup">${label(t, group.label, group.name)}</th>`)}</tr>
<tr>${LITIGATION_GROUPS.map(() => LITIGATION_COLUMNS.map((column) => html`<th scope="col" lang="zh-Hans">${column.label}</th>`))}</tr></thead>
<tbody><tr>${LITIGATION_GROUPS.map((group) => LITIGATION_COLUMNS.map((column) => cell(facts, `${group.id}.${column.key}`, '', column.key === 'total')))}</tr></tbody></table>`,
  );
}

function otherTable(facts: FormFacts, others: readonly [string, Figure][]): Html {
  const { t } = facts;
  return scroll(
    t('其他数字', 'Further figures'),
    html`<table class="form other"><thead><tr><th scope="col">${t('项目', 'Item')}</th><th scope="col">${t('数字', 'Figure')}</th><th scope="col">${t('单位', 'Unit')}</th></tr></thead><tbody>${others.map(
      ([field]) => {
        const known = fieldOf(field);
        const group = NATIONAL_GROUPS.get(field);
        const above =
          group === undefined
            ? ''
            : html`<tr class="head"><th scope="colgroup" colspan="3">${label(t, group.label, group.name)}</th></tr>`;
        return html`${above}<tr><th scope="row">${label(t, known?.label ?? field, known?.name)}</th>${cell(facts, field)}<td class="unit" lang="zh-Hans">${known?.unit ?? ''}</td></tr>`;
      },
    )}</tbody></table>`,
  );
}

function scroll(name: string, table: Html): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">${table}</div>`;
}

/** A value as printed, leading to the place that proves it; a blank stays a blank. */
function cell(
  { t, editionId, reading, states, corrected, chosen }: FormFacts,
  field: string,
  more: Html | string = '',
  sum = false,
): Html {
  const figure = reading.figures.get(field);
  const { state } = states.of(field);
  const words = {
    fail: t('不符合勾稽关系', 'breaks a rule'),
    doubt: t('存疑', 'doubtful'),
    ok: '',
    unchecked: '',
  }[state];
  const correction = corrected.get(field);
  const blank = figure?.value == null && correction === undefined;
  const shades = [
    state === 'unchecked' ? '' : state,
    blank ? 'blank' : '',
    sum ? 'sum' : '',
    correction === undefined ? '' : 'corrected',
    chosen === field ? 'chosen' : '',
  ];
  const read = figure === undefined ? '' : figure.value === null ? (figure.raw ?? '') : String(figure.value);
  const why =
    correction === undefined
      ? ''
      : t(
          `${correction.author} 更正：${correction.reason}`,
          `corrected by ${correction.author}: ${correction.reason}`,
        );
  const text = correction === undefined ? read : correctedText(t, read, correction);
  const mark = words === '' ? '' : html`<span class="hidden"> ${words}</span>`;
  const inner =
    figure?.at == null || text === ''
      ? html`${text}${mark}`
      : html`<a href="${documentAddress(editionId, field)}" target="${FRAME}" title="${[why, words, figure.at].filter((part) => part !== '').join('; ')}">${text}${mark}</a>`;
  return html`<td id="${`cell-${field}`}" class="${shades.filter((shade) => shade !== '').join(' ')}"${more}>${inner}</td>`;
}

/** What was read struck out, and what a person set in its place. */
function correctedText(t: Words, read: string, { value }: FigureCorrection): Html {
  return html`<del>${read === '' ? t('空白', 'blank') : read}</del> <ins>${value === null ? t('空白', 'blank') : String(value)}</ins>`;
}
