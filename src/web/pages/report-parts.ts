import type { StoredCapture } from '../../archive/captures.ts';
import type { Edition, EditionDiff, PrintedChange } from '../../archive/history.ts';
import { fieldOf } from '../../reports/catalogue.ts';
import { citation } from '../citation.ts';
import { type Html, html, minute, path, withQuery } from '../html.ts';
import type { Words } from '../language.ts';
import type { ReportRow } from '../queries.ts';
import type { Reading } from '../report-queries.ts';

const SECTIONS: Readonly<Record<string, { zh: string; en: string }>> = {
  '0': { zh: '引言', en: 'Opening' },
  '1': { zh: '一、总体情况', en: 'One: the year in general' },
  '2': { zh: '表二旁的文字', en: 'Beside table two' },
  '3': { zh: '表三旁的文字', en: 'Beside table three' },
  '4': { zh: '表四旁的文字', en: 'Beside table four' },
  '5': { zh: '五、存在的主要问题及改进情况', en: 'Five: problems and improvements' },
  '6': { zh: '六、其他需要报告的事项', en: 'Six: other matters' },
  'legacy.text.overview': { zh: '概述', en: 'Overview' },
  'legacy.text.proactive': { zh: '主动公开政府信息的情况', en: 'Proactive disclosure' },
  'legacy.text.on_request': { zh: '依申请公开的情况', en: 'Disclosure on request' },
  'legacy.text.review_litigation': {
    zh: '复议、诉讼和申诉的情况',
    en: 'Reconsiderations, lawsuits, complaints',
  },
  'legacy.text.fees': { zh: '收费及减免情况', en: 'Fees' },
  'legacy.text.response': { zh: '回应解读情况', en: 'Responses to public concerns' },
  'legacy.text.institutions': { zh: '机构建设和保障经费', en: 'Institutions and funds' },
  'legacy.text.problems': { zh: '存在的问题及改进', en: 'Problems and improvements' },
  'legacy.text.other': { zh: '其他事项', en: 'Other matters' },
  'legacy.text.unparsed': { zh: '其余正文', en: 'Other text' },
  tables: { zh: '未能全部读出的表格', en: 'Tables that could not all be read' },
};

/** What is no figure: of the page round the report. */
const META: Readonly<Record<string, { zh: string; en: string }>> = {
  'meta.index_number': { zh: '索引号', en: 'Index number' },
  'meta.publisher_as_listed': { zh: '发布机构', en: 'Publisher as listed' },
  'meta.publication_date': { zh: '发布日期', en: 'Date of publication' },
  'meta.written_date': { zh: '成文日期', en: 'Date of writing' },
  'meta.document_number': { zh: '文号', en: 'Document number' },
  'meta.subject_class': { zh: '主题分类', en: 'Subject' },
  'meta.cited_notice': { zh: '所依据的通知', en: 'Notice it refers to' },
  'meta.contact': { zh: '联系方式', en: 'Contact' },
  'meta.contact_address': { zh: '联系地址', en: 'Address' },
};

function fieldTitle(t: Words, field: string): string {
  const words = META[field];
  if (words !== undefined) return t(words.zh, words.en);
  return t(fieldOf(field)?.label ?? field, fieldOf(field)?.name ?? field);
}

export function sectionTitle(t: Words, section: string): string {
  const words = SECTIONS[section];
  return words === undefined ? section : t(words.zh, words.en);
}

/** The running text, chapter by chapter, in the order of the forms. */
export function reportProse(t: Words, sections: ReadonlyMap<string, string>): Html {
  if (sections.size === 0) return html``;
  const known = Object.keys(SECTIONS);
  const rank = (section: string): number => (known.includes(section) ? known.indexOf(section) : known.length);
  const ordered = [...sections].sort(([a], [b]) => rank(a) - rank(b));
  return html`<h2 id="text">${t('正文', 'Text')}</h2>${ordered.map(
    ([section, text]) =>
      html`<h3>${sectionTitle(t, section)}</h3><div class="prose" lang="zh-Hans">${text}</div>`,
  )}`;
}

/** The editions of a report, and what the one shown has otherwise than the one before. */
export function reportEditions(
  t: Words,
  report: ReportRow,
  editions: readonly Edition[],
  shown: number,
  diff: EditionDiff | null,
): Html {
  const base = path('sites', report.siteId, report.body, report.year);
  return html`<h2 id="editions">${t('版本', 'Editions')}</h2>
${editions.length === 1 ? html`<p>${t('只有一个版本：首次收录以来内容没有变过。', 'There is one edition: nothing has changed since it was first seen.')}</p>` : ''}
<ul class="plain">${editions.map(
    (edition, i) =>
      html`<li>${edition.editionId === shown ? html`<b>${t(`第 ${i + 1} 版`, `Edition ${i + 1}`)}</b>` : html`<a href="${withQuery(base, { edition: edition.editionId })}">${t(`第 ${i + 1} 版`, `Edition ${i + 1}`)}</a>`} <span class="soft">${minute(edition.firstSeenAt)} – ${minute(edition.lastSeenAt)}${edition.isCurrent ? t('，现行', ', current') : ''} · <a href="${`/editions/${edition.editionId}`}">${t('固定链接', 'permanent link')}</a></span></li>`,
  )}</ul>
${diff === null ? '' : diffView(t, diff)}`;
}

function diffView(t: Words, { title, values, texts }: EditionDiff): Html {
  return html`<h3 id="diff">${t('与上一版相比', 'Against the edition before')}</h3>
${title === null ? '' : html`<p>${t('标题：', 'Title: ')}<del>${title.before ?? '–'}</del> <ins>${title.after ?? '–'}</ins></p>`}
${
  values.length === 0
    ? ''
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${t('改动的数字', 'Figures changed')}"><table class="lines"><thead><tr><th scope="col">${t('项目', 'Item')}</th><th scope="col" class="num">${t('原来', 'Before')}</th><th scope="col" class="num">${t('现在', 'After')}</th></tr></thead><tbody>${values.map(
        ({ field, before, after }) =>
          html`<tr><th scope="row">${fieldTitle(t, field)}</th><td class="num"><del>${printed(t, before)}</del></td><td class="num"><ins>${printed(t, after)}</ins></td></tr>`,
      )}</tbody></table></div>`
}
${texts.map(
  ({ section, parts }) =>
    html`<h4>${sectionTitle(t, section)}</h4><div class="prose" lang="zh-Hans">${parts.map(({ kind, text }) => (kind === 'same' ? html`<span class="same">${shortened(text)}</span>` : kind === 'removed' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`))}</div>`,
)}`;
}

function printed(t: Words, { value, raw }: PrintedChange['before']): string {
  return value === null ? (raw === null || raw === '' ? t('空白', 'blank') : raw) : String(value);
}

/** Long stretches that did not change are cut in their middle. */
function shortened(text: string): string {
  const keep = 60;
  return text.length <= 3 * keep ? text : `${text.slice(0, keep)} […] ${text.slice(-keep)}`;
}

/** Where it comes from, and how to cite it. */
export function reportSource(
  t: Words,
  report: ReportRow,
  title: string | null,
  reading: Reading,
  capture: StoredCapture,
  edition: Edition,
  viewerOrigin: string,
): Html {
  const { text, bibtex } = citation(
    report,
    title,
    reading,
    capture,
    edition,
    `${viewerOrigin}/editions/${edition.editionId}`,
  );
  const via = {
    http: t('直接下载', 'HTTP'),
    browser: t('浏览器渲染', 'browser'),
    import: t('人工导入', 'brought by a person'),
  }[capture.via];
  return html`<h2 id="source">${t('来源', 'Source')}</h2>
<dl class="proof"><dt>${t('网址', 'Address')}</dt><dd><a href="${capture.url}" rel="noreferrer noopener external">${capture.url}</a></dd>
<dt>${t('取得', 'Fetched')}</dt><dd><time datetime="${capture.fetchedAt}">${minute(capture.fetchedAt)} UTC</time> (${via})</dd>
<dt>SHA-256</dt><dd><code>${capture.readSha256 ?? ''}</code></dd>
<dt>${t('读取', 'Read by')}</dt><dd>${t('解析器版本', 'parser version')} ${reading.parserVersion}</dd>
<dt>${t('原件', 'Original')}</dt><dd><a href="${`/editions/${edition.editionId}/original`}" download>${t('下载收到的字节', 'download the bytes as received')}</a></dd></dl>
<h3>${t('引用', 'Cite')}</h3><pre class="cite" tabindex="0" aria-label="${t('引用文本', 'Citation text')}">${text}</pre><pre class="cite" tabindex="0" aria-label="BibTeX">${bibtex}</pre>`;
}
