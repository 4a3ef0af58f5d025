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
  enterprise: (body, year, random) =>
    page(
      `${body}下属国有企业${year}年度报告`,
      table([
        ['统一社会信用代码', `9141${random.whole(10_000_000, 99_999_999)}`],
        ['企业名称', `${body}城市建设投资有限公司`],
        ['从业人数', random.whole(10, 300)],
        ['资产总额（万元）', random.whole(100, 99_999)],
        ['行政许可情况', random.whole(0, 3)],
        ['是否有对外提供保证担保信息', '否'],
      ]) + paragraphs(['一、企业基本情况', '二、主要财务数据', '三、重大事项', '本报告期内无行政处罚。']),
    ),
  budget: (body, year, random) =>
    page(
      `${body}${year}年部门预算公开`,
      paragraphs([
        '第一部分 部门概况',
        '一、主要职能',
        `二、机构设置：${body}内设机构${random.whole(3, 12)}个。`,
        '第二部分 预算情况说明',
        `一、收支总体情况。行政事业性收费收入${random.whole(0, 900)}万元，政府采购预算${random.whole(1, 900)}万元。`,
        '第三部分 名词解释',
      ]) +
        table([
          ['项目', '预算数', '上年预算数', '总计'],
          ...['一般公共预算拨款收入', '行政事业性收费', '政府集中采购', '其他'].map((name) => {
            const [one, two] = [random.whole(0, 999), random.whole(0, 999)];
            return [name, one, two, one + two];
          }),
        ]),
    ),
  summary: (body, year, random) =>
    page(
      `${body}${year}年政务公开工作总结`,
      paragraphs([
        `${year}年，${body}主动公开政府信息${random.whole(20, 900)}条，收到政府信息公开申请${random.whole(0, 30)}件，均按期答复。`,
        '一、主要做法及成效',
        `全年办理行政许可${random.whole(0, 500)}件、行政处罚${random.whole(0, 90)}件。`,
        '二、存在的主要问题',
        '公开内容不够全面。',
        `三、${year + 1}年工作打算`,
        '继续做好政府信息公开年度报告的编制。',
      ]),
    ),
  workReport: (_, year, random) =>
    page(
      `政府工作报告（${year}年）`,
      paragraphs([
        '各位代表：',
        '现在，我代表县人民政府向大会报告工作，请予审议。',
        `一、${year - 1}年工作回顾`,
        `生产总值增长${random.whole(3, 9)}%，办理行政许可${random.whole(100, 9999)}件，行政复议${random.whole(1, 30)}件，主动公开政府信息${random.whole(100, 9000)}条。`,
        `二、${year}年主要工作`,
        '三、加强政府自身建设',
        '坚持依法行政，推进政务公开，自觉接受监督。',
      ]),
    ),
  decision: (body, year, random) =>
    page(
      `${body}政府信息公开申请答复书`,
      paragraphs([
        `${body}〔${year}〕第${random.whole(1, 60)}号`,
        '申请人：',
        '经审查，您申请的信息本机关不掌握，属于不予公开的情形。',
        '如对本答复不服，可以在六十日内申请行政复议，或者在六个月内提起行政诉讼。',
      ]),
    ),
  duty: (body, year) =>
    page(
      `${body}${year}年度述职述廉报告`,
      paragraphs([
        '一、总体情况',
        '学习贯彻党的方针政策，推进政务公开。',
        '二、存在的主要问题及改进情况',
        '深入基层不够。',
        '三、其他需要报告的事项',
        '无。',
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
