import { type App, type Ask, show, tableAt } from '../answer.ts';
import { figureText, type Html, html, path, withQuery } from '../html.ts';
import type { Words } from '../language.ts';
import { downloads, type PageContext } from '../layout.ts';
import { type Condition, ConditionError, readCondition } from '../search/conditions.ts';
import { excerpt } from '../search/excerpt.ts';
import { type Found, type Hit, MOST_COUNTED, type Question, search } from '../search/search.ts';
import { matchExpression } from '../search/words.ts';
import type { Viewer } from '../viewer.ts';

const PER_PAGE = 20;

interface Asked {
  readonly words: string;
  readonly body: string;
  readonly year: string;
  readonly where: string;
}

/** Full text over the prose, by body, year and figures. */
export function searchRoutes(app: App, viewer: Viewer): void {
  tableAt(app, '/search', (c) => {
    const { question } = questionOf(asked(c));
    const hits = question === null ? [] : search(viewer, question, 0, MOST_COUNTED).hits;
    return {
      name: 'search',
      columns: ['report_id', 'site_id', 'site', 'body', 'year', 'title'],
      rows: hits.map((h) => [h.reportId, h.siteId, h.siteName, h.body, h.year, h.title]),
    };
  });

  app.get('/search', (c) => {
    const context = c.get('page');
    const { t } = context;
    const ask = asked(c);
    const { question, problem } = questionOf(ask);
    const page = Math.min(
      Math.max(1, Math.floor(Number(c.req.query('page') ?? 1)) || 1),
      MOST_COUNTED / PER_PAGE,
    );
    const found = question === null ? null : search(viewer, question, (page - 1) * PER_PAGE, PER_PAGE);
    const state = viewer.indexer.state;
    return show(
      c,
      {
        title: ask.words === '' ? t('检索', 'Search') : `${ask.words} · ${t('检索', 'Search')}`,
        section: 'search',
        body: html`<h1>${t('检索', 'Search')}</h1>
${searchForm(t, ask, problem !== null)}
${problem === null ? '' : html`<p class="notice" id="where-problem" role="alert">${t('数字条件：', 'Condition: ')}${problem}</p>`}
${state.kind === 'idle' ? '' : html`<p class="notice" role="status">${state.kind === 'failed' ? t('索引无法更新，结果可能不全。', 'The index cannot be brought up to date; results may be incomplete.') : t('索引正在建立，结果还不完整。', 'The index is being made; results are not complete yet.')}</p>`}
${found === null ? help(t) : results(context, viewer, ask, found, page)}`,
      },
      problem === null ? 200 : 400,
    );
  });
}

function asked(c: Ask): Asked {
  const of = (name: string): string => (c.req.query(name) ?? '').trim().slice(0, 500);
  return { words: of('q'), body: of('body'), year: of('year'), where: of('where') };
}

/** Null where nothing is asked, or where it cannot be understood. */
function questionOf({ words, body, year, where }: Asked): {
  question: Question | null;
  problem: string | null;
} {
  let condition: Condition | null = null;
  try {
    condition = where === '' ? null : readCondition(where);
  } catch (error) {
    if (error instanceof ConditionError)
      return { question: null, problem: `${error.message} (${error.position})` };
    throw error;
  }
  const number = /^\d{4}$/u.test(year) ? Number(year) : null;
  const nothing = matchExpression(words) === null && body === '' && number === null && condition === null;
  return { question: nothing ? null : { words, body, year: number, condition }, problem: null };
}

function searchForm(t: Words, { words, body, year, where }: Asked, faulty: boolean): Html {
  return html`<form class="ask" action="/search" method="get" role="search">
<label class="wide">${t('正文', 'In the text')}<input type="search" name="q" value="${words}" placeholder="${t('例如：复议 依申请公开', 'such as 复议')}"></label>
<label>${t('机关名称含', 'Body contains')}<input name="body" value="${body}" placeholder="${t('司法局', '司法局')}"></label>
<label>${t('年份', 'Year')}<input name="year" value="${year}" inputmode="numeric" pattern="\\d{4}" maxlength="4" size="5"></label>
<label class="wide">${t('数字条件', 'Figures')}<input name="where" value="${where}" placeholder="requests.new.total > 100" spellcheck="false" autocapitalize="off"${faulty ? html` aria-invalid="true" aria-describedby="where-problem"` : ''}></label>
<button>${t('检索', 'Search')}</button></form>`;
}

function help(t: Words): Html {
  const example = (query: Record<string, string>, text: string): Html =>
    html`<li><a href="${withQuery('/search', query)}">${text}</a></li>`;
  return html`<h2>${t('可以这样查', 'Examples')}</h2><ul>
${example({ q: '公开', year: '2023' }, t('2023年正文提到“公开”', 'Texts of 2023 that say 公开'))}
${example({ q: '“不予公开” 复议' }, t('同时提到“不予公开”和“复议”', 'Texts that say both 不予公开 and 复议'))}
${example({ where: 'requests.new.total > 100' }, 'requests.new.total > 100')}
${example({ body: '人民政府', where: 'review.corrected + litigation.direct.corrected > 0' }, 'review.corrected + litigation.direct.corrected > 0')}
${example({ where: 'requests.new.total is blank' }, 'requests.new.total is blank')}
</ul><p class="small soft">${t('词之间用空格，全部都要出现。条件可用 < > <= >= = != + - and or ( ) 和 is blank；字段名见', 'Words are parted by spaces and must all occur. Conditions know < > <= >= = != + - and or ( ) and is blank; fields are in the ')}<a href="/codebook">${t('字段表', 'codebook')}</a>${t('。空白不满足任何比较。', '. A blank meets no comparison.')}</p>`;
}

function results(
  context: PageContext,
  viewer: Viewer,
  ask: Asked,
  { hits, count }: Found,
  page: number,
): Html {
  const { t } = context;
  const query = { q: ask.words, body: ask.body, year: ask.year, where: ask.where };
  const many =
    count >= MOST_COUNTED ? t(`${MOST_COUNTED} 份以上`, `${MOST_COUNTED} or more`) : figureText(count);
  const pages = Math.ceil(count / PER_PAGE);
  return html`<p role="status">${t(`找到 ${many} 份报告，年份新的在前`, `${many} reports, latest years first`)}</p>
<ol class="results" start="${String((page - 1) * PER_PAGE + 1)}">${hits.map((hit) => result(t, viewer, ask.words, hit))}</ol>
<nav class="pages" aria-label="${t('翻页', 'Pages')}">${page > 1 ? html`<a rel="prev" href="${withQuery('/search', { ...query, page: page - 1 })}">${t('上一页', 'Previous')}</a> ` : ''}${pages > 1 ? html`<span class="soft">${String(page)} / ${String(pages)}</span> ` : ''}${page < pages ? html`<a rel="next" href="${withQuery('/search', { ...query, page: page + 1 })}">${t('下一页', 'Next')}</a>` : ''}</nav>
${hits.length === 0 ? '' : downloads(t, '/search', withQuery('', query))}`;
}

function result(t: Words, viewer: Viewer, words: string, hit: Hit): Html {
  const text = words === '' ? hit.opening : viewer.reports.text(hit.editionId);
  const parts = text === '' ? [] : excerpt(text, words);
  return html`<li><a href="${path('sites', hit.siteId, hit.body, hit.year)}">${hit.title ?? `${hit.body} ${hit.year}`}</a>
<div class="small soft">${hit.siteName} · ${hit.body} · ${String(hit.year)}</div>
${parts.length === 0 ? html`<p class="small soft">${t('（没有正文）', '(no running text)')}</p>` : html`<p class="small" lang="zh-Hans">${parts.map((part) => (part.hit ? html`<mark>${part.text}</mark>` : part.text))}</p>`}</li>`;
}
