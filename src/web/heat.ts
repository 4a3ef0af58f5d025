import type { CoverageState } from '../archive/status.ts';
import { figureText, type Html, html } from './html.ts';
import type { Words } from './language.ts';
import type { YearCounts } from './queries.ts';

const STATE_WORDS: Readonly<Record<CoverageState, { zh: string; en: string }>> = {
  found: { zh: '已收录', en: 'found' },
  missing: { zh: '缺失', en: 'missing' },
  blocked: { zh: '被拒', en: 'blocked' },
  failed: { zh: '失败', en: 'failed' },
};

export function stateWord(t: Words, state: CoverageState): string {
  return t(STATE_WORDS[state].zh, STATE_WORDS[state].en);
}

/** One row of years. @param href where a year leads; null: nowhere */
export function heatCells(
  t: Words,
  years: readonly number[],
  counts: ReadonlyMap<number, YearCounts>,
  href: ((year: number) => string) | null,
): Html {
  return html`${years.map((year) => heatCell(t, year, counts.get(year), href === null ? null : href(year)))}`;
}

function heatCell(t: Words, year: number, counts: YearCounts | undefined, href: string | null): Html {
  if (counts === undefined)
    return html`<td class="none"><span title="${t('不要求', 'nothing expected')}">–</span></td>`;
  const { found, bodies, blocked, failed } = counts;
  const words = (['found', 'missing', 'blocked', 'failed'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${stateWord(t, state)} ${counts[state]}`)
    .join(t('，', ', '));
  const mark = blocked > 0 ? '⊘' : failed > 0 ? '!' : '';
  const text = html`${figureText(found)}<small>/${bodies === 0 ? '?' : figureText(bodies)}</small>${mark === '' ? '' : html` <b aria-hidden="true">${mark}</b>`}<span class="hidden"> ${words}</span>`;
  return html`<td class="${shade(counts)}" title="${`${year}: ${words}`}">${href === null ? html`<span>${text}</span>` : html`<a href="${href}">${text}</a>`}</td>`;
}

/** `h1` to `h4` by the share that was found; `zero` where nothing was, `bad` where something stands in the way. */
function shade({ found, bodies, blocked, failed }: YearCounts): string {
  if (blocked + failed > 0) return 'bad';
  if (found === 0 || bodies === 0) return 'zero';
  return `h${Math.max(1, Math.ceil((found / bodies) * 4))}`;
}

export function heatLegend(t: Words): Html {
  return html`<ul class="legend"><li><i class="h4"></i>${t('全部收录', 'all found')}</li><li><i class="h1"></i>${t('少量收录', 'few found')}</li><li><i class="zero">0</i>${t('缺失', 'missing')}</li><li><i class="bad">⊘</i>${t('网站拒绝访问', 'the portal blocks')}</li><li><i class="bad">!</i>${t('抓取或读取失败', 'crawl or reading failed')}</li><li><i>–</i>${t('不要求', 'nothing expected')}</li><li>${t('数字：已收录份数／已知机关数', 'figures: reports found / bodies known')}</li></ul>`;
}
