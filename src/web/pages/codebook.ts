import { FIELDS, type Field } from '../../reports/catalogue.ts';
import { COMPARABILITY, type Comparability } from '../../reports/comparability.ts';
import { type App, show, tableAt } from '../answer.ts';
import { type Html, html, rendered } from '../html.ts';
import { downloads, type PageContext } from '../layout.ts';

/** Every field: its id, what it is called, its unit, and in which forms it stands. */
export function codebookRoutes(app: App): void {
  const kept = new Map<string, Html>();
  const tables = (context: PageContext): Html => {
    const known =
      kept.get(context.language) ??
      rendered(
        html`${[...Map.groupBy(FIELDS, ({ table }) => table)].map(([table, fields]) => fieldTable(context, table, fields))}`,
      );
    kept.set(context.language, known);
    return known;
  };

  tableAt(app, '/codebook', () => ({
    name: 'codebook',
    columns: ['id', 'column', 'table', 'label_zh', 'label_en', 'unit', 'type', 'forms'],
    rows: FIELDS.map((f) => [f.id, f.column, f.table, f.label, f.name, f.unit, f.type, f.forms.join(' ')]),
  }));

  app.get('/codebook', (c) => {
    const context = c.get('page');
    const { t } = context;
    return show(c, {
      title: t('字段', 'Codebook'),
      section: 'codebook',
      body: html`<h1>${t('字段表', 'Codebook')}</h1>
<p>${t('每个字段一行。字段名可用于检索条件、导出文件和 SQL（下划线形式）。只在一种格式里出现的字段，跨格式不可直接比较。', 'One row a field. Ids are used in search conditions, exports and, with underscores, in SQL. A field that stands in one form only has no counterpart in the other.')}</p>
${tables(context)}
${downloads(t, '/codebook')}
<h2>${t('跨格式可比性', 'Between the forms')}</h2>
${comparability(context)}`,
    });
  });
}

const HOW: Readonly<Record<Comparability['how'], { zh: string; en: string }>> = {
  same: { zh: '可比', en: 'the same' },
  sum: { zh: '合计可比', en: 'as a sum' },
  roughly: { zh: '大致可比', en: 'roughly' },
  not: { zh: '不可比', en: 'not comparable' },
};

function comparability({ t }: PageContext): Html {
  const name = t('跨格式可比性', 'Between the forms');
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="lines small"><thead><tr><th scope="col">${t('字段', 'Fields')}</th><th scope="col">${t('可比性', 'Comparable')}</th><th scope="col">${t('说明', 'Why')}</th></tr></thead><tbody>${COMPARABILITY.map(
    ({ fields, how, chinese, english }) =>
      html`<tr><th scope="row">${fields.map((field) => html`${breakable(field)} `)}</th><td>${t(HOW[how].zh, HOW[how].en)}</td><td>${t(chinese, english)}</td></tr>`,
  )}</tbody></table></div>`;
}

const TABLES: Readonly<Record<string, { zh: string; en: string }>> = {
  disclosure: { zh: '二、主动公开政府信息情况', en: 'Two: proactive disclosure' },
  requests: { zh: '三、收到和处理政府信息公开申请情况', en: 'Three: requests received and handled' },
  litigation: { zh: '四、行政复议、行政诉讼情况', en: 'Four: reconsiderations and lawsuits' },
  legacy: { zh: '2018年及以前的报告', en: 'Reports up to 2018' },
};

/** An id that may go on in the next line behind its dots: it is wider than a phone. */
function breakable(id: string): Html {
  return html`<code>${id.split(/(?<=\.)/u).map((part, i) => (i === 0 ? part : html`<wbr>${part}`))}</code>`;
}

function fieldTable({ t }: PageContext, table: string, fields: readonly Field[]): Html {
  const name = TABLES[table];
  const heading = name === undefined ? table : t(name.zh, name.en);
  return html`<h2>${heading}</h2><div class="scroll" tabindex="0" role="region" aria-label="${heading}"><table class="lines small"><thead><tr><th scope="col">${t('字段', 'Field')}</th><th scope="col">${t('格式用语', 'Label on the form')}</th><th scope="col">${t('英文', 'English')}</th><th scope="col">${t('单位', 'Unit')}</th><th scope="col">${t('格式', 'Forms')}</th></tr></thead><tbody>${fields.map(
    (f) =>
      html`<tr id="${f.id}"><th scope="row">${breakable(f.id)}</th><td lang="zh-Hans">${f.label}</td><td lang="en">${f.name}</td><td>${f.unit}</td><td>${f.forms.join(', ')}</td></tr>`,
  )}</tbody></table></div>`;
}
