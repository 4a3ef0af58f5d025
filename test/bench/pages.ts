import { escapeHtml, renderReport } from '../fixtures/render.ts';
import { type FixtureReport, makeReport } from '../fixtures/report.ts';
import { generator, pick } from './random.ts';

/**
 * Report pages as portals serve them, of 60 to 130 KB: the site's own head, menus and foot; the report pasted from
 * Word or an editor; lists beside it that change from page to page; running text of its own. As gzip they take 13 to 14 KiB.
 */
export interface BenchPage {
  readonly url: string;
  readonly title: string;
  readonly report: FixtureReport;
  readonly html: string;
}

const YEARS = [2019, 2020, 2021, 2022, 2023, 2024];
const WORDS =
  '公开指南 政策解读 依申请公开 行政复议 平台建设 监督保障 培训 考核 目录 回应关切 营商环境 乡村振兴 教育 医疗 就业 社会保险 环境保护 安全生产 食品药品 财政预算 土地征收 住房保障 养老服务 价格监管 招标投标 应急管理 档案 政务新媒体 网站栏目 答复文书 台账 时限 保密审查 队伍建设 经费使用 民生实事 重大项目 基层站所 便民窗口 热线电话 村务公开 疫情防控 防汛抗旱 产业园区 道路改造 老旧小区 学位供给 校园餐饮 基本医保 慢病管理 家庭医生 残疾人就业 技能培训 退役军人 法治宣传 综合执法 双随机检查 信用体系 数据共享 电子证照 一网通办'.split(
    ' ',
  );
const DEEDS =
  '加强 完善 规范 细化 推进 落实 提升 健全 梳理 更新 优化 深化 压实 拓展 畅通 强化 整合 统筹 跟踪 督促'.split(
    ' ',
  );
const LINKS = [
  '力争让群众少跑一趟',
  '同比有所增长',
  '较上年更加及时',
  '由专人逐条核对后发布',
  '并在三个工作日内办结',
  '做到件件有回音',
  '接受社会各界的监督',
  '相关材料一并归档备查',
];

function sentence(random: (below: number) => number): string {
  return `${pick(DEEDS, random)}${pick(WORDS, random)}和${pick(WORDS, random)}工作，${pick(DEEDS, random)}${pick(WORDS, random)}，${pick(LINKS, random)}，公开信息${random(5000)}条。`;
}

const paragraph = (random: (below: number) => number, sentences: number): string =>
  Array.from({ length: sentences }, () => sentence(random)).join('');

/** The `number`th page of a site. @param site what its pages share: host and look */
export function benchPage(site: { readonly host: string; readonly seed: number }, number: number): BenchPage {
  const random = generator(site.seed * 1_000_003 + number);
  const year = YEARS[number % YEARS.length] ?? 2023;
  const body = `临河县第${Math.floor(number / YEARS.length) + 1}水利局`;
  const received = [random(40), random(9), 0, 0, random(2), random(2)];
  const base = makeReport({
    body,
    year,
    figures: {
      requests: {
        new: received,
        granted: received.map((n) => n >> 1),
        'unable.not_held': received.map((n) => n - (n >> 1)),
      },
      review: [random(4), random(2), 0, random(2)],
    },
  });
  const report: FixtureReport = {
    ...base,
    overview: [...base.overview, paragraph(random, 5), paragraph(random, 6), paragraph(random, 5)],
    problems: [...base.problems, paragraph(random, 4)],
  };
  const url = `http://${site.host}/zwgk/nb/${year}01/t${year + 1}0117_${100_000 + number}.html`;
  return { url, title: report.title, report, html: pageOf(site, report, number, random) };
}

function pageOf(
  { host, seed }: { readonly host: string; readonly seed: number },
  report: FixtureReport,
  number: number,
  random: (below: number) => number,
): string {
  const beside = Array.from(
    { length: 12 },
    () =>
      `<li><a href="http://${host}/zwgk/xx/t2024${random(9000) + 1000}_${random(900_000)}.html" title="${sentence(random)}">${sentence(random).slice(0, 20)}…</a><span>2024-0${1 + random(9)}-1${random(9)}</span></li>`,
  ).join('\n');
  const inner = renderReport(report, (['word', 'spans', 'word', 'plain'] as const)[seed % 4] ?? 'word');
  return `<!doctype html><html><head><meta charset="utf-8"><title>${report.title}_临河县人民政府</title>
<meta name="SiteName" content="临河县人民政府"><meta name="SiteDomain" content="${host}"><meta name="SiteIDCode" content="15080200${seed % 90}">
<meta name="ArticleTitle" content="${report.title}"><meta name="PubDate" content="${report.year + 1}-01-17 10:${10 + random(49)}"><meta name="ColumnType" content="信息公开年报">
${templateOf(seed).head}</head><body>${templateOf(seed).menus}
<div class="position">您现在的位置：首页 > 政务公开 > 政府信息公开年报</div><h1>${escapeHtml(report.title)}</h1>
<div class="info">发布时间：${report.year + 1}-01-17　浏览次数：<span id="hits">${random(9000)}</span>　索引号：LH01-0101-${report.year + 1}-${10_000 + number}</div>
<div class="TRS_Editor">${inner}</div><div class="beside"><ul>${beside}</ul></div>${templateOf(seed).foot}</body></html>`;
}

interface Template {
  readonly head: string;
  readonly menus: string;
  readonly foot: string;
}

const templates = new Map<number, Template>();

/** What all pages of a site have in common: 30 to 45 KB. */
function templateOf(seed: number): Template {
  const known = templates.get(seed);
  if (known !== undefined) return known;
  const random = generator(seed * 7919 + 1);
  const name = (): string =>
    Array.from({ length: 3 + random(8) }, () => 'abcdefghijklmnopqrstuvwxyz'[random(26)]).join('');
  const rule = (): string =>
    `.${name()}-${name()}{width:${random(1200)}px;height:${random(300)}px;color:#${random(0xffffff).toString(16)};padding:${random(20)}px ${random(30)}px;background:url(/images/${name()}.png) no-repeat ${random(50)}px 0}`;
  const script = (): string =>
    `function ${name()}${random(99)}(e){var ${name()}=document.getElementById("${name()}");if(e.${name()}>${random(500)}){$(".${name()}").addClass("${name()}").find("li").eq(${random(9)}).show();}return ${random(999)};}`;
  const menu = (): string =>
    `<li class="nav-${random(20)}"><a href="/${name()}/${name()}/index.html" target="_blank" title="${pick(WORDS, random)}">${pick(DEEDS, random)}${pick(WORDS, random)}</a></li>`;
  const many = (count: number, make: () => string): string => Array.from({ length: count }, make).join('\n');
  const template = {
    head: `<style>${many(60 + (seed % 20), rule)}</style><script>${many(25, script)}</script>`,
    menus: `<div class="nav"><ul>${many(90, menu)}</ul></div>`,
    foot: `<div class="foot"><ul>${many(60, menu)}</ul>主办：临河县人民政府办公室 网站标识码 15080200${seed % 90}</div><script>${many(15, script)}</script>`,
  };
  templates.set(seed, template);
  return template;
}
