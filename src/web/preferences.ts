import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { chooseLanguage, type Language, wordsOf } from './language.ts';
import type { PageContext } from './layout.ts';

/** `auto`: as the reader's system is set. */
export type Theme = 'auto' | 'light' | 'dark';

const YEAR_S = 366 * 24 * 3600;
const COOKIE = { path: '/', maxAge: YEAR_S, httpOnly: true, sameSite: 'Lax' } as const;
/** A visit that comes this long after the last page is another visit. */
const VISIT_MS = 30 * 60_000;

/** What a page is told of its request. A choice in the address is remembered in a cookie, and is no part of the address. */
export function pageContext(c: Context, now: Date): PageContext {
  const language = chooseLanguage(c.req.query('lang'), getCookie(c, 'lang'), c.req.header('accept-language'));
  const theme = themeOf(c.req.query('theme')) ?? themeOf(getCookie(c, 'theme')) ?? 'auto';
  const asked: { lang: Language; theme: Theme } = { lang: language, theme };
  for (const name of ['lang', 'theme'] as const)
    if (c.req.query(name) !== undefined) setCookie(c, name, asked[name], COOKIE);
  const url = new URL(c.req.url);
  url.searchParams.delete('lang');
  url.searchParams.delete('theme');
  return { language, theme, t: wordsOf(language), address: url.pathname + url.search, now };
}

/** When the reader was here before this visit, ISO; null for the first time. Remembers this one. */
export function lastVisit(c: Context, now: Date): string | null {
  const [before = '', latest = ''] = (getCookie(c, 'visits') ?? '').split('|');
  const known = (text: string): string | null => (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u.test(text) ? text : null);
  const sameVisit = known(latest) !== null && now.getTime() - Date.parse(latest) < VISIT_MS;
  const previous = sameVisit ? known(before) : known(latest);
  setCookie(c, 'visits', `${previous ?? ''}|${now.toISOString()}`, COOKIE);
  return previous;
}

function themeOf(text: string | undefined): Theme | null {
  return text === 'light' || text === 'dark' || text === 'auto' ? text : null;
}
