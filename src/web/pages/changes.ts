import { type App, show, tableAt } from '../answer.ts';
import { atomFeed } from '../feed.ts';
import { type Html, html, minute, path } from '../html.ts';
import { downloads, type PageContext } from '../layout.ts';
import type { ChangeRow } from '../queries.ts';
import type { Viewer } from '../viewer.ts';

const SHOWN = 200;
const FEED_ENTRIES = 100;

/** What is new, amended or withdrawn; the same as an Atom feed. */
export function changesRoutes(app: App, { queries, archive, database }: Viewer): void {
  tableAt(app, '/changes', () => ({
    name: 'changes',
    columns: ['at', 'kind', 'site_id', 'site', 'body', 'year', 'title', 'report_id', 'edition_id'],
    rows: queries
      .changes(SHOWN)
      .map((c) => [c.at, c.kind, c.siteId, c.siteName, c.body, c.year, c.title, c.reportId, c.editionId]),
  }));

  app.get('/feed.atom', (c) => {
    const { origin } = new URL(c.req.url);
    const feed = atomFeed(c.get('page'), origin, queries.changes(FEED_ENTRIES));
    return c.body(feed, 200, { 'content-type': 'application/atom+xml; charset=utf-8' });
  });

  app.get('/changes', (c) => {
    const context = c.get('page');
    const { t } = context;
    const changes = queries.changes(SHOWN);
    const withdrawn = database.keep('withdrawn', () => archive.history.withdrawn());
    return show(c, {
      title: t('动态', 'Changes'),
      section: 'changes',
      body: html`<h1>${t('新增、修订与撤下', 'New, amended and withdrawn')}</h1>
<p>${t('最近收录的内容，新的在前。订阅：', 'What was archived last, latest first. Subscribe: ')}<a href="/feed.atom">Atom</a></p>
${withdrawn.length === 0 ? '' : html`<h2>${t('网站已撤下（存档仍在）', 'Withdrawn by the portal (the archive keeps them)')}</h2><ul class="plain">${withdrawn.map((r) => html`<li><a href="${path('sites', r.siteId, r.body, r.year)}">${r.body} ${String(r.year)}</a> <span class="soft">${minute(r.withdrawnSince ?? '')} · ${r.withdrawnAs === 'unlisted' ? t('不再列出', 'no longer listed') : t('已无法访问', 'gone')}</span></li>`)}</ul>`}
<h2>${t('最近', 'Latest')}</h2>
${changes.length === 0 ? html`<p>${t('还没有。', 'Nothing yet.')}</p>` : changeList(context, changes)}
${downloads(t, '/changes')}`,
    });
  });
}

/** Changes as lines, each leading to its report. */
export function changeList({ t }: PageContext, changes: readonly ChangeRow[]): Html {
  return html`<ul class="plain">${changes.map(
    (change) =>
      html`<li><span class="tag ${change.kind === 'new' ? 'good' : 'warn'}">${change.kind === 'new' ? t('新增', 'new') : t('修订', 'amended')}</span> <a href="${path('sites', change.siteId, change.body, change.year)}">${change.body} ${String(change.year)}</a> <span class="soft">${change.siteName} · <time datetime="${change.at}">${minute(change.at)}</time></span></li>`,
  )}</ul>`;
}
