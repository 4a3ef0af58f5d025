import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderReport } from '../fixtures/render.ts';
import { makeReport } from '../fixtures/report.ts';

export const ORIGIN_HOST = 'www.origin.gov.cn';

/** A portal of many small reports on which no page is ever the same bytes twice. */
export interface VolatileOrigin {
  readonly port: number;
  /** Figure of requests received, by report number: what is set differs from what was published. */
  readonly amended: Map<number, number>;
  /** Report numbers that answer 404. */
  readonly gone: Set<number>;
  /** Report numbers that the list leaves out. */
  readonly unlisted: Set<number>;
  /** Paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/**
 * Serves a list and `count` report pages. View counter, nonce, share link, session in links, date of rendering, number of visitors and
 * the news beside the text are new with every answer; validators are not offered.
 */
export async function volatileOrigin(count: number): Promise<VolatileOrigin> {
  const amended = new Map<number, number>();
  const gone = new Set<number>();
  const unlisted = new Set<number>();
  const asked: string[] = [];
  let answers = 0;
  const article = (number: number): string => {
    const figure = amended.get(number) ?? number % 7;
    const report = makeReport({
      body: `东山县第${number}局`,
      year: 2023,
      figures: { requests: { new: [figure, 0] } },
      // The text must not follow the figure, or more than a cell would change.
      text: {
        preamble: [],
        overview: ['全年依法公开政府信息，未收到对公开工作的投诉。'],
        problems: ['公开的及时性还不够，将把更新时限写进岗位责任。'],
        other: ['无其他需要报告的事项。'],
      },
    });
    return page(
      report.title,
      `<h1>${report.title}</h1>
       <p class="info">发布时间：2024-01-20 09:00 浏览次数：<span>${answers * 3 + 1}</span> 次 字体：[大 中 小]</p>
       <p>本年度报告按照《中华人民共和国政府信息公开条例》的要求编制，数据统计期限为2023年1月1日至2023年12月31日。</p>
       <div class="content">${renderReport(report, 'plain')}
       <p>阅读次数：${answers * 7}</p></div>
       <p>分享到：<a href="https://share.example.com/?t=${answers}">微信</a></p>`,
    );
  };
  const page = (title: string, inner: string): string =>
    `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title><meta name="csrf" content="n${answers}">
     <script nonce="${answers}">var session="${answers}";</script></head><body>
     <div class="top">今天是2026年${(answers % 12) + 1}月1日，您是第${answers}位访问者。<a href="/?s=${answers}">首页</a></div>
     <div class="side"><h3>最新要闻</h3><p>要闻第${answers}条：全县召开会议，部署今年工作。</p></div>
     <div class="main">${inner}</div><div class="foot">页面生成于 2026-11-22 00:00:${answers}</div></body></html>`;
  const list = (): string =>
    page(
      '政府信息公开年度报告',
      `<ul>${Array.from({ length: count }, (_, i) => i)
        .filter((i) => !unlisted.has(i))
        .map(
          (i) =>
            `<li><a href="/art/2024/1/20/art_${i}.html">东山县第${i}局2023年政府信息公开工作年度报告</a><span>2024-01-20</span></li>`,
        )
        .join('')}</ul>`,
    );
  const server = createServer((request, response) => {
    answers += 1;
    const path = request.url ?? '/';
    asked.push(path);
    const number = Number(/art_(\d+)\.html/u.exec(path)?.[1] ?? -1);
    const found = number >= 0 ? number < count && !gone.has(number) : path.startsWith('/list');
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(!found ? '<html>404</html>' : number >= 0 ? article(number) : list());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    amended,
    gone,
    unlisted,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The site file of the portal. */
export const ORIGIN_SITE = `id: origin
name: 东山县
region_code: "350626"
crawler: generic
hosts: [${ORIGIN_HOST}]
columns:
  - url: http://${ORIGIN_HOST}/list/index.html
since: 2023
evidence: inferred
limits: {pages_per_site: 2000}
`;
