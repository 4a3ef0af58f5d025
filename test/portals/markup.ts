import { escapeHtml } from '../fixtures/render.ts';

/** Meta tags as portals print them; an empty value is left out. */
export function metaTags(tags: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(tags)
    .filter(([, content]) => content !== undefined && content !== '')
    .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content ?? '')}">`)
    .join('\n');
}

/** A link text cut short, as list templates do; the title attribute has it in full. */
export function shortened(title: string, length: number): string {
  return title.length <= length ? title : `${title.slice(0, length)}…`;
}

/** A number that looks accidental and is always the same for the same text. */
export function steadyNumber(text: string, below: number): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  return hash % below;
}

/** One page of a list. Pages count from 1; an empty list has one empty page. */
export function pageOf<T>(
  items: readonly T[],
  page: number,
  size: number,
): { items: readonly T[]; pages: number } {
  return {
    items: items.slice((page - 1) * size, page * size),
    pages: Math.max(1, Math.ceil(items.length / size)),
  };
}

/** The text of a page that is no annual report: notices, budgets, other people's yearly papers. */
export function noiseText(title: string): string {
  return `<p>　　${escapeHtml(title)}。本页是一般公开内容，供查阅，联系电话见首页。</p><p>　　内容如有变动，以最近一次更新为准。</p><table border="1"><tr><td>项目</td><td>数量</td></tr><tr><td>栏目</td><td>12</td></tr></table>`;
}
