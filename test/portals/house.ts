import { escapeHtml } from '../fixtures/render.ts';
import { metaTags, steadyNumber } from './markup.ts';
import { html, type PortalAnswer } from './portal.ts';

/** What all pages of a small replica have in common. */
export interface House {
  readonly name: string;
  readonly host: string;
  readonly identifier: string;
  /** Links of the top of every page. */
  readonly menu: string;
}

/** A page of the house; `inner` is its content. */
export function framed(house: House, title: string, tags: Record<string, string>, inner: string): string {
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${escapeHtml(title)}_${house.name}</title>
${metaTags({ SiteName: house.name, SiteDomain: house.host, SiteIDCode: house.identifier, ...tags })}
</head><body>
<div class="header"><div class="logo">${house.name}</div><div class="nav">${house.menu}</div></div>
${inner}
<div class="footer">主办：${house.name}办公室　网站标识码：${house.identifier}　<a href="https://www.gov.cn/">中国政府网</a></div>
</body></html>`;
}

/** What an article page shows. */
export interface ArticleText {
  readonly title: string;
  readonly date: string;
  readonly source: string;
  /** HTML. */
  readonly body: string;
  readonly views: number;
}

/** An article page; `open` and `close` are the tags round its text. */
export function article(house: House, text: ArticleText, open: string, close: string): string {
  const { title, date, source, body, views } = text;
  return framed(
    house,
    title,
    { ArticleTitle: title, PubDate: `${date} 09:30`, ContentSource: source, ColumnName: '政府信息公开年报' },
    `<h1>${escapeHtml(title)}</h1>
<div class="info">发布时间：${date} 09:30　来源：${escapeHtml(source)}　阅读次数：${steadyNumber(title, 700) + views}</div>
${open}
${body}
${close}`,
  );
}

export function notFound(house: House): PortalAnswer {
  return html(framed(house, '404', {}, '<p>您访问的页面不存在</p>'), 404);
}
