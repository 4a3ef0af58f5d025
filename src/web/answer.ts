import type { Context, Hono } from 'hono';
import { type DataTable, tableAs } from './data-table.ts';
import { type Html, html } from './html.ts';
import { notFoundBody, type PageContext, type PageParts, page } from './layout.ts';

export interface Env {
  Variables: { page: PageContext };
}
export type App = Hono<Env>;
export type Ask = Context<Env>;

/** A page as an answer. */
export function show(
  c: Ask,
  parts: PageParts,
  status: 200 | 400 | 404 | 500 = 200,
): Response | Promise<Response> {
  c.status(status);
  // As a plain string: markup is an object, which the server would take for a stream.
  return c.html(String(page(c.get('page'), parts)));
}

/** The answer where there is nothing at an address. */
export function missing(c: Ask, what: Html | string): Response | Promise<Response> {
  const { t } = c.get('page');
  return show(
    c,
    { title: t('没有这个页面', 'No such page'), section: null, body: notFoundBody(t, html`${what}`) },
    404,
  );
}

/** The same table at `address.csv` and `address.json`; null: there is no such table. */
export function tableAt(app: App, address: string, make: (c: Ask) => DataTable | null): void {
  for (const kind of ['csv', 'json'] as const)
    app.get(`${address}.${kind}`, (c) => {
      const table = make(c);
      if (table === null) return missing(c, c.req.path);
      return c.body(tableAs(kind, table), 200, {
        'content-type': kind === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
        'content-disposition': `inline; filename="${table.name}.${kind}"`,
      });
    });
}
