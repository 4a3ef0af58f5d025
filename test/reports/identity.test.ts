import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPeriod, readDate } from '../../src/reports/dates.ts';
import {
  bodyFromText,
  citedNotice,
  findTitle,
  isReportTitle,
  parseTitle,
  readContact,
  readMetadata,
  regionOf,
} from '../../src/reports/identity.ts';
import { linesOf } from '../../src/reports/line.ts';
import { documentOf, documentWith, gridOf, parse } from './support.ts';

test('title → body and year', () => {
  const cases: [string, string | null, number | null][] = [
    ['湛河区卫健委 2023 年政府信息公开工作年度报告', '湛河区卫健委', 2023],
    ['汝州市卫生健康委员会2024年政府信息公开工作年度报告', '汝州市卫生健康委员会', 2024],
    ['卫健委2022年政府信息公开工作年度报告', '卫健委', 2022],
    ['金乡县2020年度政府信息公开工作年度报告', '金乡县', 2020],
    ['2021年度临河县水利局政府信息公开工作年度报告', '临河县水利局', 2021],
    ['临河县水利局关于2021年度政府信息公开工作的年度报告', '临河县水利局', 2021],
    ['临河县水利局政府信息公开2021年度报告', '临河县水利局', 2021],
    ['2015年章贡区统计局政府信息公开工作年度报告', '章贡区统计局', 2015],
    ['驼峰路街道办事处政府信息公开工作年度报告', '驼峰路街道办事处', null],
    ['临河县水利局2019年政府信息公开工作年度报告（图片版）', '临河县水利局', 2019],
    ['臨河縣水利局2022年政府信息公開工作年度報告', '臨河縣水利局', 2022],
    ['临河县水利局2023年政务公开工作年度报告', '临河县水利局', 2023],
    ['临河县水利局2018年政府信息公开年报', '临河县水利局', 2018],
    ['2022年政府信息公开工作年度报告', null, 2022],
    ['临河县水利局二〇二二年度政府信息公开工作年度报告', '临河县水利局', 2022],
    ['二○二三年临河县水利局政府信息公开工作年度报告', '临河县水利局', 2023],
    ['临河县水利局23年政府信息公开年报', '临河县水利局', 2023],
    ['临河县水利局2022-2023年度政府信息公开工作年度报告', '临河县水利局', null],
    ['临河县第十三中学2023年政府信息公开工作年度报告', '临河县第十三中学', 2023],
    // What is printed round a title is neither body nor year.
    ['附件1：临河县水利局2022年政府信息公开工作年度报告', '临河县水利局', 2022],
    ['【年报】临河县水利局2022年政府信息公开工作年度报告', '临河县水利局', 2022],
    ['临水发〔2023〕3号 临河县水利局2022年政府信息公开工作年度报告', '临河县水利局', 2022],
    ['临河县水利局——2022年政府信息公开工作年度报告', '临河县水利局', 2022],
    ['临河县水利局政府信息公开工作年度报告（2023年1月发布）', '临河县水利局', null],
    ['2023年1月临河县水利局政府信息公开工作年度报告', '临河县水利局', null],
    ['截至2022年底临河县水利局政府信息公开工作年度报告', '临河县水利局', null],
    ['2022年1月1日至12月31日临河县水利局政府信息公开工作年度报告', '临河县水利局', 2022],
    ['临河县水利局20223年政府信息公开工作年度报告', '临河县水利局', 2022],
    ['临河县水利局（河长制办公室）2022年政府信息公开年报', '临河县水利局（河长制办公室）', 2022],
  ];
  for (const [title, body, year] of cases) assert.deepEqual(parseTitle(title), { body, year }, title);
});

test('titles of other documents are not taken', () => {
  for (const title of [
    '临河县水利局2023年法治政府建设年度报告',
    '2023年政府网站工作年度报表',
    '临河县政府信息公开指南',
    '关于做好2023年政府信息公开工作年度报告编制工作的通知',
    '临河县2023年政府信息公开工作要点',
    '政府信息公开制度',
    '临河县水利局2023年政府信息公开工作年度报告图解',
  ])
    assert.equal(isReportTitle(title), false, title);
  assert.equal(isReportTitle('临河县水利局2023年政府信息公开工作年度报告'), true);
});

test('a title over two lines is put together, and every printing of it is known', async () => {
  const lines = linesOf(
    await documentOf('临河县水利局\n2023年政府信息公开工作年度报告\n一、总体情况\n正文。', 'text'),
  );
  const title = findTitle(lines, lines.length, documentWith(), null);
  assert.equal(title.text, '临河县水利局2023年政府信息公开工作年度报告');
  assert.deepEqual(title.lines, [0, 1]);
});

test('the page title serves where the text has none, without the name of the site', () => {
  const document = { ...documentWith(), title: '临河县水利局2023年政府信息公开工作年度报告_临河县人民政府' };
  assert.equal(findTitle([], 0, document, null).text, '临河县水利局2023年政府信息公开工作年度报告');
  assert.equal(findTitle([], 0, documentWith(), null).text, null);
});

test('the page title serves, too, where the heading names the same year and no body', async () => {
  const own = '临河县水利局2023年政府信息公开工作年度报告';
  const title = async (year: number) => {
    const page = `<title>${own}-临河县人民政府</title><h1>${year}年政府信息公开工作年度报告</h1><p>一、总体情况</p>`;
    const document = await documentOf(page, 'html');
    return findTitle(linesOf(document), 2, document, null).text;
  };
  assert.equal(await title(2023), own);
  assert.equal(await title(2022), '2022年政府信息公开工作年度报告');
});

test('a row of the metadata box is no first half of a title', async () => {
  const box =
    '<table><tr><td>标题</td><td>2023年政府信息公开工作年度报告</td><td>日期</td><td>2024-01-20</td></tr></table>';
  const document = await documentOf(`${box}<p>2023年政府信息公开工作年度报告</p><p>一、总体情况</p>`, 'html');
  const lines = linesOf(document);
  assert.equal(findTitle(lines, lines.length, document, null).text, '2023年政府信息公开工作年度报告');
});

test('titles of other reports beside the article are not its own', async () => {
  const own = '临河县水利局2022年政府信息公开工作年度报告';
  const lists =
    '<ul><li><a href="/1">临河县财政局2021年政府信息公开工作年度报告</a></li><li><a href="/2">临河县司法局2020年政府信息公开工作年度报告</a></li></ul>';
  const trail = '<p>当前位置：首页 &gt; 临河县财政局 &gt; 2021年政府信息公开工作年度报告</p>';
  const titleOf = async (before: string, heading: string, head = '', after = '') => {
    const page = `<html><head><title>${head}</title></head><body>${before}<h1>${heading}</h1>${after}<p>一、总体情况</p><p>正文。</p></body></html>`;
    const document = await documentOf(page, 'html');
    const lines = linesOf(document);
    return findTitle(lines, lines.length, document, null);
  };
  assert.equal((await titleOf(lists, own)).text, own);
  assert.equal((await titleOf(trail, own)).text, own);
  assert.equal(
    (await titleOf(lists, '临河县水利局政府信息公开工作年度报告')).text,
    '临河县水利局政府信息公开工作年度报告',
  );
  assert.equal((await titleOf(lists, '政府信息公开工作年度报告', `${own}_临河县人民政府`)).text, own);
  assert.equal((await titleOf(lists, '政府信息公开工作年度报告')).text, '政府信息公开工作年度报告');
  assert.equal(
    (await titleOf('', own, '', '<p>上一篇：临河县水利局2021年政府信息公开工作年度报告</p>')).text,
    own,
  );
  const weak = '政府信息公开工作年度报告';
  assert.equal(
    (await titleOf('<p>热点：<a href="/1">临河县财政局2021年政府信息公开工作年度报告</a></p>', weak)).text,
    weak,
  );
  assert.equal(
    (await titleOf('<p><a href="/1">临河县财政局2021年政府信息公开工作年度报告</a></p>', weak)).text,
    weak,
  );
  assert.equal((await titleOf(`<p>标题：${own}</p>`, '正文')).text, own);
  // A list that shows this report, too.
  assert.equal((await titleOf(`${lists}<a href="/3">${own}</a>`, own)).text, own);
  // Its own title as a link to itself, or at the end of the trail only.
  assert.equal((await titleOf(`<a href="#">${own}</a>`, '正文')).text, own);
  assert.equal((await titleOf(`<p>首页 &gt; 年报 &gt; ${own}</p>`, '正文')).text, own);
  const rival = '临河县财政局2021年政府信息公开工作年度报告';
  const nextTo = await titleOf(`<p>${rival}</p>`, own);
  assert.deepEqual([nextTo.text, nextTo.rivals], [own, [rival]]);
  const named = await titleOf('', own, own, `<p>${rival}</p>`);
  assert.deepEqual([named.text, named.rivals], [own, []]);
});

test('the title that a notice carries is that of the report', async () => {
  const title = '临河县水利局2022年政府信息公开工作年度报告';
  for (const notice of [
    `关于《${title}》的公示`,
    `《${title}》公告`,
    `临河县人民政府办公室关于转发${title}的通知`,
    `关于公布《${title}》的通知`,
  ]) {
    const lines = linesOf(await documentOf(`${notice}\n一、总体情况\n正文。`, 'text'));
    assert.equal(findTitle(lines, lines.length, documentWith(), null).text, title, notice);
  }
  const order = await documentOf('关于报送2022年政府信息公开工作年度报告的通知\n正文。', 'text');
  assert.equal(findTitle(linesOf(order), 2, documentWith(), null).text, null);
});

test('the period survives lost and doubled characters', () => {
  const cases: [string, string | null, string | null, number | null][] = [
    ['统计期限自2023年1月1日起至2023年12月31日止', '2023-01-01', '2023-12-31', 2023],
    ['数据统计期限为2020年1月1日至12月21日', '2020-01-01', '2020-12-21', 2020],
    ['统计期限自20241月1日至12月31日', '2024-01-01', '2024-12-31', 2024],
    ['统计期限为2022年1月1日至202022年12月31日止', '2022-01-01', '2022-12-31', 2022],
    // 11日 may be 1月1日 or 11日 of a lost month.
    ['统计期限为201711日至20171231日', null, '2017-12-31', 2017],
    ['统计期限为二〇二二年一月一日至十二月三十一日', '2022-01-01', '2022-12-31', 2022],
    ['没有期限', null, null, null],
  ];
  for (const [text, start, end, year] of cases)
    assert.deepEqual(findPeriod(text), { start, end, year }, text);
});

test('a period over two years is of the one that most of it lies in', () => {
  assert.deepEqual(findPeriod('统计期限自2022年12月1日至2023年12月31日'), {
    start: '2022-12-01',
    end: '2023-12-31',
    year: 2023,
    isDivided: true,
  });
  assert.equal(findPeriod('统计期限自2023年1月1日至2024年1月10日').year, 2023);
});

test('a year is doubted where period, text and signature speak of several', async () => {
  const yearOf = async (title: string, opening: string, signedOn: string) => {
    const report = await parse(
      `${title}\n${opening}\n二、主动公开政府信息情况\n信息内容 本年处理决定数量\n行政处罚 7\n行政强制 0\n六、其他需要报告的事项\n无。\n临河县水利局\n${signedOn}`,
      'text',
    );
    return [report.year, report.warnings.some((w) => w.code === 'year_disputed')];
  };
  const bare = '临河县水利局政府信息公开工作年度报告';
  const chapter = '一、总体情况\n2023年，我局公开信息。';
  assert.deepEqual(await yearOf(bare, `统计期限自2022年1月1日至12月31日。\n${chapter}`, '2024年1月9日'), [
    2022,
    true,
  ]);
  assert.deepEqual(await yearOf(bare, `统计期限自2023年1月1日至12月31日。\n${chapter}`, '2024年1月9日'), [
    2023,
    false,
  ]);
  assert.deepEqual(await yearOf(bare, `统计期限自2022年12月1日至2023年12月31日。\n${chapter}`, ''), [
    2023,
    true,
  ]);
  const dated = '临河县水利局2024年政府信息公开工作年度报告';
  assert.deepEqual(await yearOf(dated, '一、总体情况\n我局公开信息。', '2024年1月9日'), [2024, true]);
  assert.deepEqual(await yearOf(dated, '一、总体情况\n我局公开信息。', '2025年1月9日'), [2024, false]);
});

test('dates in the ways portals write them', () => {
  assert.equal(readDate('2024年1月7日'), '2024-01-07');
  assert.equal(readDate('2024/1/17 10:11'), '2024-01-17');
  assert.equal(readDate('发布于 2024-01-17'), '2024-01-17');
  assert.equal(readDate('二○二四年一月二十日'), '2024-01-20');
  assert.equal(readDate('2024-13-01'), null);
  assert.equal(readDate('昨天'), null);
});

test('the region that a name begins with', () => {
  const cases: [string, string | null][] = [
    ['湛河区卫健委', '湛河区'],
    ['金乡县卫生健康局', '金乡县'],
    ['汝州市卫生健康委员会', '汝州市'],
    ['河南省平顶山市湛河区卫健委', '河南省平顶山市湛河区'],
    ['卫健委', null],
    ['市场监督管理局', null],
  ];
  for (const [body, region] of cases) assert.equal(regionOf(body), region, body);
});

test('the body that the text names as its author', () => {
  assert.equal(bodyFromText('本报告由金乡县卫生健康局按照《条例》编制。'), '金乡县卫生健康局');
  assert.equal(bodyFromText('现公布临河县水利局2023年政府信息公开工作年度报告。'), '临河县水利局');
  assert.equal(bodyFromText('2023年政府信息公开工作年度报告由临河县水利局依据条例编制。'), '临河县水利局');
  assert.equal(bodyFromText('本报告由我局根据条例编制。'), null);
});

test('metadata comes from cells and from lines, each label once, placeholders are absent', async () => {
  const grid = gridOf([
    ['索引号', '113708283284223626/2024-05617', '文号', '无'],
    ['发布机构：', '临河县水利局', '发布日期', '2024-01-17 17:09'],
  ]);
  const document = documentWith(grid);
  const found = readMetadata(linesOf(document), document);
  assert.equal(found['meta.index_number'], '113708283284223626/2024-05617');
  assert.equal(found['meta.document_number'], null);
  assert.equal(found['meta.publisher_as_listed'], '临河县水利局');
  assert.equal(found['meta.publication_date'], '2024-01-17');
  const text = await documentOf('发布日期: 2024-01-05 来源: 临河县政府办', 'text');
  assert.equal(readMetadata(linesOf(text), text)['meta.publication_date'], '2024-01-05');
});

test('the contact sentence and its parts', () => {
  const contact = readContact(
    '如对本报告有疑问,请与临河县水利局联系(地址:崇文大道5号,邮编:272200,电话:0537-8729856)。',
  );
  assert.equal(contact['meta.contact_address'], '崇文大道5号');
  assert.equal(contact['meta.contact_postcode'], '272200');
  assert.equal(contact['meta.contact_phone'], '0537-8729856');
  assert.equal(readContact('没有联系方式。')['meta.contact'], null);
});

test('the notice that the report cites', () => {
  assert.equal(citedNotice('（国办公开办函〔2021〕 30号）'), '国办公开办函〔2021〕30号');
  assert.equal(citedNotice('国办公开办函[2019]60号'), '国办公开办函〔2019〕60号');
  assert.equal(citedNotice('国办发〔2014〕32号'), '国办发〔2014〕32号');
  assert.equal(citedNotice('国办函〔2020〕109号'), null);
});
