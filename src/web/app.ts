import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { ArchiveError } from '../archive/errors.ts';
import { type App, type Env, missing, show } from './answer.ts';
import { html } from './html.ts';
import { bodyRoutes } from './pages/body.ts';
import { changesRoutes } from './pages/changes.ts';
import { codebookRoutes } from './pages/codebook.ts';
import { coverageRoutes } from './pages/coverage.ts';
import { documentRoutes } from './pages/document.ts';
import { healthRoutes } from './pages/health.ts';
import { rankingsRoutes } from './pages/rankings.ts';
import { reportRoutes } from './pages/report.ts';
import { searchRoutes } from './pages/search.ts';
import { siteRoutes } from './pages/site.ts';
import { pageContext } from './preferences.ts';
import type { Viewer } from './viewer.ts';

/** No script at all, nothing from elsewhere, and nobody may frame a page. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** One style sheet for the reader, several files for us. */
const STYLES = ['base.css', 'figures.css', 'report.css'];

function asset(...files: readonly string[]): string {
  return files.map((file) => readFileSync(new URL(`assets/${file}`, import.meta.url), 'utf8')).join('\n');
}

const ASSETS = [
  { path: '/assets/style.css', content: asset(...STYLES), type: 'text/css; charset=utf-8' },
  { path: '/assets/icon.svg', content: asset('icon.svg'), type: 'image/svg+xml' },
];

/** @param onError told of what went wrong while a page was made; the reader sees only that it did. */
export function makeApp(viewer: Viewer, onError: (error: unknown, address: string) => void): App {
  const app: App = new Hono<Env>({ strict: false });
  app.use(async (c, next) => {
    c.set('page', pageContext(c, viewer.now()));
    await next();
    const { headers } = c.res;
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', PAGE_POLICY);
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'no-referrer');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('vary', 'Accept-Language, Cookie');
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-cache');
  });
  for (const { path, content, type } of ASSETS)
    app.get(path, (c) => c.body(content, 200, { 'content-type': type, 'cache-control': 'max-age=300' }));
  for (const routes of [
    coverageRoutes,
    siteRoutes,
    bodyRoutes,
    reportRoutes,
    documentRoutes,
    rankingsRoutes,
    searchRoutes,
    changesRoutes,
    healthRoutes,
    codebookRoutes,
  ])
    routes(app, viewer);
  app.notFound((c) => missing(c, c.req.path));
  app.onError((error, c) => {
    onError(error, c.req.path);
    const { t } = c.get('page');
    const known = error instanceof ArchiveError ? error.message : null;
    return show(
      c,
      {
        title: t('出错了', 'Something went wrong'),
        section: null,
        body: html`<h1>${t('出错了', 'Something went wrong')}</h1><p>${known ?? t('页面无法生成；原因写在 nianbao serve 的终端里。', 'The page could not be made; the terminal of nianbao serve says why.')}</p>`,
      },
      500,
    );
  });
  return app;
}
