import { type Html, html } from './html.ts';
import type { Language, Words } from './language.ts';
import type { Theme } from './preferences.ts';

/** What every page is told of the request it answers. */
export interface PageContext {
  readonly language: Language;
  readonly theme: Theme;
  readonly t: Words;
  /** Path and query of this page, without the choices of language and theme. */
  readonly address: string;
  readonly now: Date;
}

export interface PageParts {
  readonly title: string;
  /** Which entry of the navigation this page belongs to. */
  readonly section: Section | null;
  readonly body: Html;
}

export type Section = 'coverage' | 'rankings' | 'search' | 'changes' | 'health' | 'codebook';

const SECTIONS: readonly { id: Section; href: string; zh: string; en: string }[] = [
  { id: 'coverage', href: '/', zh: '覆盖', en: 'Coverage' },
  { id: 'rankings', href: '/rankings', zh: '排名', en: 'Rankings' },
  { id: 'search', href: '/search', zh: '检索', en: 'Search' },
  { id: 'changes', href: '/changes', zh: '动态', en: 'Changes' },
  { id: 'health', href: '/health', zh: '运行', en: 'Health' },
  { id: 'codebook', href: '/codebook', zh: '字段', en: 'Codebook' },
];

const THEMES: readonly { id: Theme; zh: string; en: string }[] = [
  { id: 'auto', zh: '自动', en: 'Auto' },
  { id: 'light', zh: '浅', en: 'Light' },
  { id: 'dark', zh: '深', en: 'Dark' },
];

/** A whole page round its body. */
export function page(context: PageContext, { title, section, body }: PageParts): Html {
  const { language, theme, t, address } = context;
  const other = language === 'zh' ? 'en' : 'zh';
  const switched = (choice: string): string => `${address}${address.includes('?') ? '&' : '?'}${choice}`;
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}"${theme === 'auto' ? '' : html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · nianbao 年报</title>
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="${t('新增与修订的年报', 'New and amended reports')}" href="/feed.atom">
</head>
<body>
<a class="skip" href="#main">${t('跳到正文', 'Skip to content')}</a>
<header class="top"><div class="wrap">
<a class="brand" href="/"><span>年报</span> nianbao</a>
<nav aria-label="${t('主导航', 'Main')}">${SECTIONS.map(
    (entry) =>
      html`<a href="${entry.href}"${entry.id === section ? html` aria-current="page"` : ''}>${t(entry.zh, entry.en)}</a>`,
  )}</nav>
<span class="themes" role="group" aria-label="${t('配色', 'Theme')}">${THEMES.map(
    ({ id, zh, en }) =>
      html`<a href="${switched(`theme=${id}`)}"${id === theme ? html` aria-current="true"` : ''}>${t(zh, en)}</a>`,
  )}</span>
<a class="language" href="${switched(`lang=${other}`)}" lang="${other === 'zh' ? 'zh-Hans' : 'en'}" hreflang="${other}">${other === 'zh' ? '中文' : 'English'}</a>
</div></header>
<main id="main" class="wrap" tabindex="-1">
${body}
</main>
<footer><div class="wrap">${t(
    '政府信息公开工作年度报告：原件存档，逐格可查。空白不是零。',
    'Annual reports on government information disclosure: originals archived, every figure traceable. A blank is not a zero.',
  )} <a href="/feed.atom">Atom</a></div></footer>
</body>
</html>`;
}

/** The way back up. */
export function crumbs(t: Words, steps: readonly { readonly href: string; readonly text: string }[]): Html {
  return html`<nav class="crumbs" aria-label="${t('位置', 'Breadcrumb')}">${steps.map(
    ({ href, text }, i) => html`${i > 0 ? ' › ' : ''}<a href="${href}">${text}</a>`,
  )}</nav>`;
}

/** Links to the same table as data. @param base the address of the data without `.csv` */
export function downloads(t: Words, base: string, query = ''): Html {
  return html`<p class="downloads">${t('下载本表：', 'This table as data: ')}<a href="${base}.csv${query}">CSV</a><a href="${base}.json${query}">JSON</a></p>`;
}

/** What a person reads where there is nothing at an address. */
export function notFoundBody(t: Words, what: Html): Html {
  return html`<h1>${t('没有这个页面', 'There is no such page')}</h1><p>${what}</p><p><a href="/">${t('回到覆盖总览', 'To the coverage')}</a></p>`;
}
