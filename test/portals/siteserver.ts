import { renderDocx } from '../fixtures/docx.ts';
import { escapeHtml, renderReport, type Style } from '../fixtures/render.ts';
import type { ReportDescription } from '../fixtures/report.ts';
import { metaTags, noiseText, pageOf, shortened, steadyNumber } from './markup.ts';
import {
  current,
  html,
  type PlantedBreak,
  type Portal,
  type PortalAnswer,
  type PortalReport,
  type PortalsState,
  portalReport,
} from './portal.ts';

/** A column of a SiteServer portal; `parent` makes the tree that the left side of a column page shows. */
export interface Channel {
  readonly id: number;
  readonly name: string;
  readonly parent: number | null;
  readonly type?: string;
}

export type ChannelEntry =
  | {
      readonly kind: 'report';
      readonly channel: number;
      readonly content: number;
      readonly date: string;
      readonly report: ReportDescription;
      readonly breaks?: readonly PlantedBreak[];
      /** The same article under a second address. */
      readonly alias?: { readonly channel: number; readonly content: number };
      /** The report once more as a Word file, linked under the text. */
      readonly attachment?: string;
    }
  | {
      readonly kind: 'noise';
      readonly channel: number;
      readonly content: number;
      readonly date: string;
      readonly title: string;
    }
  | {
      readonly kind: 'link';
      readonly channel: number;
      readonly date: string;
      readonly title: string;
      readonly href: string;
    };

export interface SiteServerOptions
  extends Pick<Portal, 'site' | 'hosts' | 'charset' | 'gzip' | 'validators' | 'robots' | 'httpOnly'> {
  readonly name: string;
  readonly owner: string;
  readonly identifier: string;
  readonly style: Style;
  readonly pageSize: number;
  readonly channels: readonly Channel[];
  /** Channels in the top navigation. */
  readonly navigation: readonly number[];
  /** A content page that stands in for a column page: address, title, channels that its text links to. */
  readonly entry?: { readonly path: string; readonly title: string; readonly channels: readonly number[] };
  readonly entries: readonly ChannelEntry[];
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

interface Listed {
  readonly date: string;
  readonly title: string;
  readonly href: string;
}

interface Held {
  readonly entry: Extract<ChannelEntry, { kind: 'report' }>;
  readonly held: PortalReport;
}

/** A portal of the SiteServer kind: `/channels/<id>[_page].html`, `/contents/<channel>/<content>.html`. */
export function siteServerPortal(options: SiteServerOptions): Portal {
  const base = `https://${options.hosts[0]}`;
  const channels = new Map(options.channels.map((channel) => [channel.id, channel]));
  const reports = new Map<string, Held>();
  for (const entry of options.entries) {
    if (entry.kind !== 'report') continue;
    const paths = [contentPath(entry)];
    if (entry.alias !== undefined) paths.push(contentPath(entry.alias));
    if (entry.attachment !== undefined) paths.push(entry.attachment);
    const held = portalReport(entry.report, {
      url: `${base}${paths[0]}`,
      urls: options.hosts.flatMap((host) =>
        ['https', 'http'].flatMap((scheme) => paths.map((path) => `${scheme}://${host}${path}`)),
      ),
      breaks: entry.breaks ?? [],
    });
    for (const path of paths) reports.set(path, { entry, held });
  }

  function channelLink(id: number): string {
    return `<a href="/channels/${id}.html">${channels.get(id)?.name ?? ''}</a>`;
  }

  function frame(title: string, meta: string, trail: readonly number[], inner: string): string {
    const crumbs = ['<a href="/">首页</a>', ...trail.map(channelLink)].join(' &gt; ');
    return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(title)} - ${options.name}</title>
${metaTags({ SiteName: options.name, SiteDomain: options.hosts[0], SiteIDCode: options.identifier })}
${meta}
<link rel="stylesheet" href="/assets/css/main.css"><script src="/assets/js/main.js"></script></head><body>
<div class="header"><h2>${options.name}</h2><ul class="nav"><li><a href="/">首页</a></li>${options.navigation.map((id) => `<li>${channelLink(id)}</li>`).join('')}</ul>
<form action="/search.html"><input name="q" placeholder="请输入关键词"></form></div>
<div class="position">当前位置：${crumbs}</div>
${inner}
<div class="footer"><p>主办单位：${options.owner}　网站标识码：${options.identifier}</p><p><a href="/channels/${options.channels[0]?.id ?? 0}.html">网站地图</a> <a href="https://www.gov.cn/">中国政府网</a> <a href="http://www.pds.gov.cn/">平顶山市人民政府</a></p></div>
</body></html>`;
  }

  function trailOf(id: number | null): number[] {
    const channel = id === null ? undefined : channels.get(id);
    return channel === undefined ? [] : [...trailOf(channel.parent), channel.id];
  }

  function listOf(id: number, state: PortalsState): Listed[] {
    const listed: Listed[] = [];
    for (const [index, entry] of options.entries.entries()) {
      if (entry.channel === id) {
        if (entry.kind === 'link') listed.push(entry);
        else if (entry.kind === 'noise') {
          listed.push({ date: entry.date, title: entry.title, href: contentPath(entry) });
        } else listed.push(...listedReport(contentPath(entry), index, entry.date, state));
      }
      if (entry.kind === 'report' && entry.alias?.channel === id) {
        listed.push(...listedReport(contentPath(entry.alias), 0, entry.date, state));
      }
    }
    return listed.sort((a, b) => b.date.localeCompare(a.date));
  }

  /** Links are written in the three ways that the product's templates use. */
  function listedReport(path: string, index: number, date: string, state: PortalsState): Listed[] {
    const held = reports.get(path)?.held;
    if (held === undefined || state.hidden.has(held.url)) return [];
    const href = [path, `..${path}`, `./..${path}`][index % 3] ?? path;
    return [{ date, title: held.report.title, href }];
  }

  function channelPage(channel: Channel, page: number, state: PortalsState): PortalAnswer {
    const children = options.channels.filter((each) => each.parent === channel.id);
    const siblings = options.channels.filter(
      (each) => each.parent === channel.parent && channel.parent !== null,
    );
    const side = (children.length > 0 ? children : siblings)
      .map((each) => `<li><a href="./${each.id}.html">${each.name}</a></li>`)
      .join('');
    const list = pageOf(listOf(channel.id, state), page, options.pageSize);
    if (page > list.pages) return notFound();
    const rows = list.items
      .map(
        (item) =>
          `<li><a href="${escapeHtml(item.href)}" title="${escapeHtml(item.title)}" target="_blank">${escapeHtml(shortened(item.title, 24))}</a><span>${item.date}</span></li>`,
      )
      .join('\n');
    const previous =
      page > 1
        ? `<a href="./${channel.id}${page > 2 ? `_${page - 1}` : ''}.html">上一页</a>`
        : '<a>上一页</a>';
    const next =
      page < list.pages ? `<a href="./${channel.id}_${page + 1}.html">下一页</a>` : '<a>下一页</a>';
    return html(
      frame(
        channel.name,
        metaTags({ ColumnName: channel.name, ColumnType: channel.type, ColumnDescription: channel.name }),
        trailOf(channel.id),
        `<div class="left_nav"><ul>${side}</ul></div>
<div class="content_list"><ul>
${rows}
</ul></div>
<div class="page"><span class="page-info">${page}/${list.pages}</span>${previous}${next}</div>`,
      ),
    );
  }

  function article(
    channel: number,
    title: string,
    meta: { date: string; source: string; number: string; views: number },
    body: string,
  ): string {
    return frame(
      title,
      metaTags({
        ColumnName: channels.get(channel)?.name,
        ColumnType: channels.get(channel)?.type,
        ArticleTitle: title,
        PubDate: `${meta.date} 09:30`,
        ContentSource: meta.source,
      }),
      trailOf(channel),
      `<ul class="article-attr"><li><b>发文字号：</b></li><li><b>索 引 号：</b>${meta.number}</li><li><b>发布日期：</b>${meta.date}</li><li><b>主题分类：</b>政府信息公开年度报告</li><li><b>体裁分类：</b>报告</li><li><b>服务对象：</b>全社会</li></ul>
<h1 class="article-title">${escapeHtml(title)}</h1>
<div class="article-info"><span>来源：${escapeHtml(meta.source)}</span><span>发布日期：${meta.date}</span><span>浏览次数：${meta.views}</span></div>
<div class="article-details">
${body}
</div>
<div class="share">分享到：<a href="javascript:;">微信</a> <a href="javascript:window.print();">打印</a></div>`,
    );
  }

  function reportPage(path: string, { entry, held }: Held, state: PortalsState, views: number): PortalAnswer {
    const report = current(held.url, held.report, state);
    if (path === entry.attachment) return { status: 200, type: DOCX, body: renderDocx(report) };
    const attachment =
      entry.attachment === undefined
        ? ''
        : `<p>附件：<a href="${entry.attachment}">${escapeHtml(report.title)}.docx</a></p>`;
    return html(
      article(
        entry.channel,
        report.title,
        {
          date: entry.date,
          source: report.body,
          number: `00545${steadyNumber(report.body, 9000) + 1000}/${report.year + 1}-0000${entry.content % 10}`,
          views: steadyNumber(path, 900) + views,
        },
        `${renderReport(report, options.style)}\n${attachment}`,
      ),
    );
  }

  function home(): PortalAnswer {
    const blocks = options.channels
      .filter((channel) => channel.parent === null)
      .map((channel) => `<div class="block"><h3>${channelLink(channel.id)}</h3></div>`);
    if (options.entry !== undefined) {
      blocks.push(`<div class="block"><h3><a href="${options.entry.path}">政府信息公开</a></h3></div>`);
    }
    return html(frame('首页', metaTags({ ColumnType: '首页' }), [], blocks.join('\n')));
  }

  function answer(url: URL, state: PortalsState, views: number): PortalAnswer {
    const path = url.pathname;
    if (path === '/' || path === '/index.html') return home();
    const held = reports.get(path);
    if (held !== undefined) {
      return state.hidden.has(held.held.url) ? notFound() : reportPage(path, held, state, views);
    }
    const channelMatch = /^\/channels\/(\d+)(?:_(\d+))?\.html$/.exec(path);
    const channel = channels.get(Number(channelMatch?.[1]));
    if (channel !== undefined) return channelPage(channel, Number(channelMatch?.[2] ?? 1), state);
    if (options.entry !== undefined && path === options.entry.path) {
      const links = options.entry.channels.map((id) => `<p>${channelLink(id)}</p>`).join('\n');
      const meta = {
        date: '2022-10-26',
        source: options.owner,
        number: '',
        views: steadyNumber(path, 900) + views,
      };
      return html(article(options.channels[0]?.id ?? 0, options.entry.title, meta, links));
    }
    const noise = options.entries.find((entry) => entry.kind === 'noise' && contentPath(entry) === path);
    if (noise?.kind === 'noise') {
      const meta = {
        date: noise.date,
        source: options.owner,
        number: '',
        views: steadyNumber(path, 900) + views,
      };
      return html(article(noise.channel, noise.title, meta, noiseText(noise.title)));
    }
    return notFound();
  }

  function notFound(): PortalAnswer {
    return html(frame('页面不存在', '', [], '<p>您访问的页面不存在。</p>'), 404);
  }

  return { ...options, reports: [...new Set([...reports.values()].map(({ held }) => held))], answer };
}

function contentPath(entry: { readonly channel: number; readonly content: number }): string {
  return `/contents/${entry.channel}/${entry.content}.html`;
}
