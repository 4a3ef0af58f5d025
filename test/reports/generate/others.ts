/** Documents that stand in the same columns as annual reports, and are none: made up by seed, so that many can be tried. */
import type { Random } from './random.ts';

const REGIONS = ['临河县', '平湖市', '东岭区', '青石旗', '云溪县'];
const BODIES = ['水利局', '教育体育局', '人民政府', '卫生健康委员会', '城关镇人民政府', '市场监督管理局'];

const page = (title: string, body: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;

const paragraphs = (texts: readonly string[]): string => texts.map((t) => `<p>${t}</p>`).join('');

const table = (rows: readonly (readonly (string | number)[])[]): string =>
  `<table>${rows.map((r) => `<tr>${r.map((c) => `<td>${c}</td>`).join('')}</tr>`).join('')}</table>`;

type Maker = (body: string, year: number, random: Random) => string;

/** One a kind; each speaks of disclosure, requests, licences or reviews, as the real ones do. */
export const OTHERS: Readonly<Record<string, Maker>> = {
  guide: (body) =>
    page(
      `${body}政府信息公开指南`,
      paragraphs([
        '一、主动公开',
        '（一）公开范围：规章、规范性文件、行政许可、行政处罚、行政强制、行政事业性收费。',
        '二、依申请公开',
        '公民、法人或者其他组织可以申请获取政府信息。申请人分为自然人、商业企业、科研机构、社会公益组织、法律服务机构。',
        '三、监督和救济',
        '可以申请行政复议或者提起行政诉讼。',
      ]),
    ),
  lawGovernment: (body, year) =>
    page(
      `${body}${year}年法治政府建设年度报告`,
      paragraphs([
        '一、总体情况',
        `${year}年，${body}推进法治政府建设，办理行政复议3件、行政诉讼1件。`,
        '二、存在的主要问题及改进情况',
        '普法不够深入。',
        '三、其他需要报告的事项',
        '无。',
      ]),
    ),
  website: (body, year, random) =>
    page(
      `政府网站工作年度报表（${year}年度）`,
      table([
        ['网站名称', `${body}网站`],
        ['独立用户访问总量（单位：个）', random.whole(1000, 99_999)],
        ['信息发布（单位：条）', random.whole(10, 999)],
        ['依申请公开', random.whole(0, 9)],
      ]),
    ),
  list: (body, year) =>
    page(
      `${body}政府信息公开年报`,
      `<ul>${[0, 1, 2, 3, 4].map((n) => `<li><a href="/${n}.html">${body}${year - n}年政府信息公开工作年度报告</a> ${year - n + 1}-01-20</li>`).join('')}</ul>`,
    ),
  challenge: (_, year) =>
    page('请稍候', `<p>正在检查您的浏览器，请启用 JavaScript。${year}</p><script>location.reload()</script>`),
  notice: (body, year) =>
    page(
      `关于编制${year}年政府信息公开工作年度报告的通知`,
      paragraphs([
        '各单位：',
        `请按照统一格式编制${year}年政府信息公开工作年度报告，包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况。`,
        `请于${year + 1}年1月20日前报送${body}。`,
      ]),
    ),
  statistics: (body, year, random) =>
    page(
      `${body}${year}年行政执法统计表`,
      table([
        ['事项', '办理数量', '同比'],
        ...['行政许可', '行政处罚', '行政强制'].map((n) => [n, random.whole(0, 999), random.whole(0, 99)]),
      ]),
    ),
  institution: (body, year) =>
    page(
      `${body}所属事业单位法人年度报告书（${year}年度）`,
      table([
        ['单位名称', body],
        ['从业人数', 12],
      ]),
    ),
  rules: (body) =>
    page(
      `${body}政府信息依申请公开工作制度`,
      paragraphs([
        '第一条 为规范依申请公开工作，制定本制度。',
        '第二条 不予公开、无法提供、不予处理的，应当说明理由。',
      ]),
    ),
  news: (body, year) =>
    page(
      `${body}召开${year}年政务公开工作推进会`,
      paragraphs([`会议通报了${year}年收到政府信息公开申请12件、办结12件的情况，部署下一步工作。`]),
    ),
};

/** The made-up document of a kind. */
export function makeOther(kind: string, random: Random): string {
  const make = OTHERS[kind];
  if (make === undefined) throw new Error(`no kind ${kind}`);
  return make(random.pick(REGIONS) + random.pick(BODIES), random.whole(2016, 2025), random);
}
