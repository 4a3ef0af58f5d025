import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnnualReport } from '../../../src/reports/report.ts';
import { isWarned, parse } from '../support.ts';
import { CHAPTERS, legacyPage } from './printed.ts';

const TITLE = '临河县水利局2012年政府信息公开工作年度报告';

/** A report without any table whose chapters say this, besides what every such report says. */
function withText(texts: Readonly<Record<string, string>>, title = TITLE): Promise<AnnualReport> {
  const chapters = CHAPTERS.map(([heading, text]) => {
    const own = Object.entries(texts).find(([word]) => heading.includes(word));
    return [heading, own === undefined ? text : own[1]] as const;
  });
  return parse(legacyPage([], [], { title, chapters }));
}

const figures = (report: AnnualReport): Record<string, number> =>
  Object.fromEntries(
    Object.entries(report.values).flatMap(([field, value]) =>
      value === null ? [] : [[field.slice(7), value]],
    ),
  );

test('figures that only the text states are given, each marked as read from prose', async () => {
  const report = await withText({
    主动公开: '2012年，我局主动公开政府信息120条，其中通过政府网站公开85条。制发规范性文件4件。',
    依申请公开:
      '全年收到政府信息公开申请12件，其中当面申请3件，网络申请8件，信函申请1件；申请全部按时办结，同意公开9件，不予公开2件，信息不存在1件。',
    收费: '全年共收取检索、复制等费用350元。',
    行政复议: '发生行政复议1件，行政诉讼0件。',
  });
  assert.deepEqual(report.forms, { disclosure: null, requests: null, litigation: null, legacy: 'prose' });
  assert.deepEqual(figures(report), {
    'proactive.total': 120,
    'proactive.normative_issued': 4,
    'channel.website': 85,
    'requests.received': 12,
    'requests.in_person': 3,
    'requests.online': 8,
    'requests.letter': 1,
    'replies.granted': 9,
    'replies.refused': 2,
    'replies.not_exist': 1,
    'review.total': 1,
    'litigation.total': 0,
    'fees.on_request': 0.035,
  });
  for (const field of Object.keys(figures(report))) {
    const warning = report.warnings.find((w) => w.field === `legacy.${field}`);
    assert.equal(warning?.code, 'from_prose', field);
  }
  assert.equal(report.evidence['legacy.fees.on_request']?.raw, '350元');
  assert.equal(report.evidence['legacy.requests.received']?.at, 'section legacy.text.on_request');
  assert.equal(Object.keys(report.values).length, 58);
  assert.equal(report.status, 'partial');
});

test('how sure the words are is said with the figure', async () => {
  const report = await withText({ 主动公开: '主动公开政府信息120条，其中通过政府网站公开85条。' });
  const message = (field: string): string => report.warnings.find((w) => w.field === field)?.message ?? '';
  assert.match(message('legacy.proactive.total'), /its words are those of the indicator/u);
  assert.match(message('legacy.channel.website'), /wider or narrower/u);
});

test('what claims something else is no figure: about-numbers, plans, totals of years, other years, other bodies', async () => {
  const cases = [
    '主动公开政府信息300余条。',
    '主动公开政府信息近300条。',
    '自2008年条例施行以来，主动公开政府信息3000条。',
    '截至2012年底，主动公开政府信息3000条。',
    '2011年，主动公开政府信息300条。',
    '明年计划主动公开政府信息300条。',
    '全县各部门主动公开政府信息3000条。',
    '主动公开政府信息  条。',
    '未收到政府信息公开申请。',
  ];
  for (const text of cases) {
    const report = await withText({ 主动公开: text });
    assert.deepEqual(figures(report), {}, text);
  }
});

test("a county government's report speaks for its county", async () => {
  const report = await withText(
    { 主动公开: '2012年，全县主动公开政府信息3000条。' },
    '临河县人民政府2012年政府信息公开工作年度报告',
  );
  assert.deepEqual(figures(report), { 'proactive.total': 3000 });
});

test('two figures for one thing are none', async () => {
  const report = await withText({ 依申请公开: '收到政府信息公开申请12件。全年受理政府信息公开申请15件。' });
  assert.equal(report.values['legacy.requests.received'], null);
  assert.ok(isWarned(report, 'legacy.requests.received'));
  const agreeing = await withText({ 依申请公开: '收到政府信息公开申请12件。全年受理政府信息公开申请12件。' });
  assert.equal(agreeing.values['legacy.requests.received'], 12);
});

test('the chapters are text fields, in whatever words and numbers their headings stand', async () => {
  const report = await parse(
    legacyPage([], [], {
      title: TITLE,
      chapters: [
        ['引言', '根据条例编制本报告。统计期限自2012年1月1日起至12月31日止。'],
        ['一、政府信息公开工作的基本概况', '概况的话。'],
        ['二、主动公开情况', '公开的话。'],
        ['三、依申请公开和不予公开情况', '申请的话。'],
        ['四、政府支出和收费情况', '收费的话。'],
        ['五、复议、诉讼和申诉情况', '复议的话。'],
        ['六、工作人员和费用支出情况', '人员的话。'],
        ['七、存在问题及改进措施', '问题的话。'],
        ['八、需要说明的事项与附表', '说明的话。'],
        ['九、领导讲话', '别的话。'],
      ],
    }),
  );
  assert.deepEqual(report.sections, {
    'legacy.text.overview': '概况的话。',
    'legacy.text.proactive': '公开的话。',
    'legacy.text.on_request': '申请的话。',
    'legacy.text.fees': '收费的话。',
    'legacy.text.review_litigation': '复议的话。',
    'legacy.text.institutions': '人员的话。',
    'legacy.text.problems': '问题的话。',
    'legacy.text.other': '说明的话。',
    'legacy.text.unparsed': '别的话。',
  });
  assert.equal(report.meta['meta.period_end'], '2012-12-31');
});

test('Q65 chapters of the old kind in a later year: text fields, and no table of today', async () => {
  const report = await withText({}, '临河县水利局2021年政府信息公开工作年度报告');
  assert.equal(report.forms.legacy, 'prose');
  assert.ok('legacy.text.fees' in report.sections);
  assert.ok(!Object.keys(report.values).some((field) => field.startsWith('requests.')));
  assert.equal(report.checks.find((c) => c.rule === 'HD.FORM')?.outcome, 'fail');
});

test("Q66 today's headings on a report of 2012 do not make it one of today", async () => {
  const report = await parse(
    legacyPage([], [], {
      title: TITLE,
      chapters: [
        ['一、總體情況', '本年度政府信息公開工作有序開展。'],
        ['二、主動公開政府信息情況', '主動公開政府信息120條。'],
        ['三、收到和處理政府信息公開申請情況', '收到政府信息公開申請2件。'],
        ['四、政府信息公開行政復議、行政訴訟情況', '沒有發生。'],
        ['五、存在的主要問題及改進情況', '有待加強。'],
        ['六、其他需要報告的事項', '無。'],
      ],
    }),
  );
  assert.equal(report.forms.legacy, 'prose');
  assert.equal(report.forms.requests, null);
  assert.deepEqual(figures(report), { 'proactive.total': 120, 'requests.received': 2 });
  assert.equal(report.checks.find((c) => c.rule === 'HD.FORM')?.outcome, 'pass');
});

test('a report of 2021 without its tables stays one of the form of 2021', async () => {
  const report = await parse(
    legacyPage([], [], {
      title: '临河县水利局2022年政府信息公开工作年度报告',
      chapters: [
        ['一、总体情况', '本年度开展政策解读和回应，情况良好。'],
        ['二、主动公开政府信息情况', '表格见附件。'],
        ['三、收到和处理政府信息公开申请情况', '表格见附件。'],
        ['四、政府信息公开行政复议、行政诉讼情况', '表格见附件。'],
        ['五、存在的主要问题及改进情况', '有待加强。'],
        ['六、其他需要报告的事项', '本年度未收取信息处理费。'],
      ],
    }),
  );
  assert.equal(report.forms.legacy, undefined);
  assert.equal(report.status, 'partial');
  assert.equal(report.values['requests.new.total'], null);
  assert.equal(report.values['fees.info_processing.amount'], 0);
});

test('what is no report of these years is not taken for one', async () => {
  const page = (title: string, body: string): string =>
    `<html><head><title>${title}</title></head><body><h1>${title}</h1><div>${body}</div></body></html>`;
  const paragraphs = (...texts: string[]): string => texts.map((t) => `<p>${t}</p>`).join('');
  const guide = paragraphs(
    '一、主动公开',
    '本机关主动公开下列信息。',
    '二、依申请公开',
    '申请人可以当面申请。',
    '三、收费标准',
    '按规定收费。',
    '四、监督方式',
    '公民可以申请行政复议。',
  );
  const list = [2016, 2015, 2014, 2013]
    .map((y) => `<li><a href="/${y}.html">临河县水利局${y}年政府信息公开工作年度报告</a> ${y + 1}-03-01</li>`)
    .join('');
  const pages = {
    guide: page('临河县水利局政府信息公开指南', guide),
    law: page('临河县水利局2016年法治政府建设年度报告', guide),
    website: page('临河县水利局政府网站工作年度报表（2016年度）', guide),
    list: page('政府信息公开年报', `<ul>${list}</ul>`),
    notice: page('关于做好2016年政府信息公开工作年度报告编制工作的通知', guide),
    news: page('我县召开2016年政府信息公开工作年度报告培训会', guide),
    challenge: page(
      '请稍候',
      '<script>location.reload()</script><p>正在进行安全检查，请开启脚本后重试。</p>',
    ),
  };
  for (const [kind, source] of Object.entries(pages)) {
    const report = await parse(source);
    assert.equal(report.status, 'not_a_report', kind);
    assert.deepEqual(report.values, {}, kind);
  }
});
