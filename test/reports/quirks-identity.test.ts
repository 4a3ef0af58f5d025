/** Quirks Q79 to Q98: title, time, and content that looks like an error. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPeriod } from '../../src/reports/dates.ts';
import { parseTitle } from '../../src/reports/identity.ts';
import { outcomes, print, readDraft } from './quirk-support.ts';
import { parse } from './support.ts';

// Q65, Q66 (legacy chapters, today's headings on an old report), Q99 (two reports on a page) and Q100 (columns in
// another order) stand in legacy.test.ts, several.test.ts and checks/structure.test.ts.

/** The text in place of all that stands before section two: an opening would name body and period first. */
const withText = (overview: string, figures = {}) =>
  readDraft({
    figures,
    change: (sheet) => {
      Object.assign(sheet, { text: { ...sheet.text, preamble: [], overview: [overview] } });
    },
  });

test('Q79 Q80 Q81 periods whose characters were lost or doubled still tell the year', () => {
  const cases: [string, number][] = [
    ['统计期限自20241月1日至12月31日', 2024],
    ['数据统计期限为20211月1日起至202112月31日止', 2021],
    ['统计期限为201711日至20171231日', 2017],
    ['统计期限自202111日到1231日止', 2021],
    ['统计数据截止20101231日', 2010],
    ['统计期限为2020年1月1日至202020年12月31日止', 2020],
  ];
  for (const [text, year] of cases) assert.equal(findPeriod(text).year, year, text);
  assert.deepEqual(findPeriod('统计期限为201711日至20171231日').start, null);
});

test('Q82 a period that is no full year is kept as printed', async () => {
  const report = await withText('统计期限自2023年1月1日至2023年12月21日止。');
  assert.equal(report.meta['meta.period_end'], '2023-12-21');
  assert.deepEqual(outcomes(report, 'HD.PERIOD'), { '-': 'fail' });
});

test('Q83 a title without region, or without the year', async () => {
  const report = await readDraft({
    replace: [['临河县水利局2023年政府信息公开工作年度报告', '驼峰路街道办事处政府信息公开工作年度报告']],
    change: (sheet) => {
      Object.assign(sheet, {
        text: { ...sheet.text, overview: ['统计期限自2023年1月1日至2023年12月31日止。'] },
      });
    },
  });
  assert.equal(report.body, '驼峰路街道办事处');
  assert.equal(report.year, 2023);
  assert.deepEqual(parseTitle('卫健委2022年政府信息公开工作年度报告'), { body: '卫健委', year: 2022 });
});

test('Q84 titles worded in other ways', () => {
  assert.deepEqual(parseTitle('扶沟县教体局关于2021年度政府信息公开工作的年度报告'), {
    body: '扶沟县教体局',
    year: 2021,
  });
  assert.deepEqual(parseTitle('扶沟县教体局政府信息公开2021年度报告'), { body: '扶沟县教体局', year: 2021 });
  assert.deepEqual(parseTitle('2015年章贡区统计局政府信息公开工作年度报告'), {
    body: '章贡区统计局',
    year: 2015,
  });
});

test('Q85 a title inside section one is no part of its text', async () => {
  const title = '临河县水利局2023年政府信息公开工作年度报告';
  const report = await readDraft({
    replace: [
      [title, ''],
      ['一、总体情况', `一、总体情况\n\n${title}`],
    ],
  });
  assert.equal(report.title, title);
  assert.ok(!(report.sections['1'] ?? '').includes(title));
});

test('Q86 Q87 damaged document and index numbers are kept and doubted', async () => {
  const of = (label: string, value: string) =>
    readDraft({
      layout: 'html-spans',
      replace: [['<body>', `<body><table><tr><td>${label}</td><td>${value}</td></tr></table>`]],
    });
  const damaged = await of('文号', '卫综20201');
  assert.equal(damaged.meta['meta.document_number'], '卫综20201');
  assert.ok(damaged.warnings.some((w) => w.field === 'meta.document_number'));
  const index = await of('索引号', '/2024-None');
  assert.equal(index.meta['meta.index_number'], '/2024-None');
  assert.ok(index.warnings.some((w) => w.field === 'meta.index_number'));
  const sound = await of('文号', '临水〔2024〕3号');
  assert.ok(!sound.warnings.some((w) => w.field === 'meta.document_number'));
});

test('Q88 the listed publisher is kept apart from the body', async () => {
  const report = await readDraft({
    layout: 'html-spans',
    replace: [['<body>', '<body><table><tr><td>发布机构</td><td>政务服务管理局</td></tr></table>']],
  });
  assert.equal(report.body, '临河县水利局');
  assert.equal(report.meta['meta.publisher_as_listed'], '政务服务管理局');
});

test('Q89 the title names the body, another name in the text is reported', async () => {
  const report = await withText('本报告由泰州市市场监督管理局按照条例编制。');
  assert.equal(report.body, '临河县水利局');
  assert.deepEqual(outcomes(report, 'HD.BODY'), { '-': 'fail' });
});

test('Q90 Q91 dates of the page never make the year of the report', async () => {
  const report = await readDraft({
    layout: 'html-spans',
    replace: [['<body>', '<body><p>发布日期: 2015-07-27 来源: 县政府</p>']],
  });
  assert.equal(report.year, 2023);
  assert.deepEqual(outcomes(report, 'HD.PUBYEAR'), { '-': 'fail' });
  const { source } = print({ replace: [['临河县水利局2023年', '临河县水利局']] });
  const undated = await parse(source.replaceAll('2023年', '全年'), 'text', {
    url: 'http://x.gov.cn/xxgknb/2019/t19700101_1.html',
    body: null,
    year: null,
    title: null,
  });
  assert.equal(undated.year, null);
});

test('a year in the title that text and signature belie is doubted', async () => {
  const signed = (title: string, day: string) =>
    readDraft({
      change: (sheet) => {
        Object.assign(sheet, {
          title,
          text: {
            ...sheet.text,
            preamble: [],
            overview: ['2022年，临河县水利局认真贯彻条例。'],
            other: ['无。', '无其他事项。', '临河县水利局', day],
          },
        });
      },
    });
  const doubts = async (title: string, day: string) =>
    (await signed(title, day)).warnings.filter((w) => w.field === 'meta.year').map((w) => w.code);
  const title = (year: string): string => `临河县水利局${year}政府信息公开工作年度报告`;
  assert.deepEqual(await doubts(title('2023年'), '2023年1月20日'), ['year_disputed']);
  assert.deepEqual(await doubts(title('2022年'), '二〇二三年一月二十日'), []);
  assert.deepEqual(await doubts(title('二〇二二年'), '2023年1月20日'), []);
  assert.deepEqual(await doubts(title('2021-2022年度'), '2023年1月20日'), ['year_guessed']);
});

test('Q92 the year of a cited order is not that of the report', async () => {
  const report = await withText('根据2020年的通知编制，统计期限自2023年1月1日至2023年12月31日止。');
  assert.equal(report.year, 2023);
});

test('Q93 text and table that disagree are both kept', async () => {
  const report = await withText('我委行政处罚18家、行政许可500家。', {
    disclosure: { penalty: [5], licensing: [5] },
  });
  assert.equal(report.values['disclosure.penalty.decisions'], 5);
  assert.deepEqual(outcomes(report, 'NT.PENALTY'), { '-': 'fail' });
  assert.deepEqual(outcomes(report, 'NT.LICENSING'), { '-': 'fail' });
});

test('Q94 a text that counts this year only agrees by the second reading', async () => {
  const figures = { requests: { new: [61], carried_in: [5], granted: [62], carried_out: [4] } };
  const report = await withText('新收到政府信息公开申请61件，办结答复57件，结转下年度4件。', figures);
  assert.deepEqual(outcomes(report, 'NT.DONE'), { '-': 'pass' });
});

test('Q95 rules of its own reported by a town are kept as printed', async () => {
  const report = await readDraft({ figures: { disclosure: { regulations: [2, 0, 2] } } });
  assert.equal(report.values['disclosure.regulations.made'], 2);
  assert.deepEqual(outcomes(report, 'T2.REGPOWER'), { '-': 'fail' });
});

test('Q96 nil said in words instead of a table leaves the cells null', async () => {
  const { source } = print({});
  const words = source.replace(
    /(三、收到和处理政府信息公开申请情况)[\s\S]*?(?=四、政府信息公开行政复议)/u,
    '$1\n\n(一)申请情况\n\n无\n\n',
  );
  const report = await parse(words);
  assert.equal(report.forms.requests, null);
  assert.equal(report.values['requests.new.total'], null);
  assert.equal(report.status, 'partial');
});

test('Q97 section six of one word, or with the fee', async () => {
  const of = (text: string) => readDraft({ replace: [['无其他需要报告的事项。', text]] });
  assert.equal((await of('无')).values['fees.info_processing.amount'], null);
  assert.equal((await of('本年度我单位未收取信息处理费。')).values['fees.info_processing.amount'], 0);
  assert.equal((await of('无')).sections['6'], '无');
});

test('Q98 shares that add up to more than the whole', async () => {
  const wrong = await withText('政策类信息所占比例为30%，动态类信息所占比例75%。');
  assert.deepEqual(outcomes(wrong, 'NT.SUMS'), { '-': 'fail' });
  const right = await withText('政策类信息占30%，动态类信息占70%。');
  assert.deepEqual(outcomes(right, 'NT.SUMS'), { '-': 'pass' });
});
