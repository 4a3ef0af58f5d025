import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isAnnualColumn,
  isAnnualPath,
  isBodyName,
  isDisclosureEntry,
  isReportRow,
  isReportTitle,
  subColumnKind,
  yearFromTitle,
} from '../../src/crawlers/selection.ts';

const REPORTS = [
  '湛河区卫健委 2023 年政府信息公开工作年度报告',
  '汝州市卫生健康委员会 2024 年政府信息公开工作年度报告',
  '金水区卫生健康委员会2020年政府信息公开工作年度报告',
  '金乡县卫生健康局2023年度政府信息公开工作年度报告',
  '卫健委2022年政府信息公开工作年度报告',
  '2023年石龙区教育局政府信息公开工作年度报告',
  '2015年章贡区统计局政府信息公开工作年度报告',
  '2022年度政府信息公开工作的报告',
  '关于2021年度政府信息公开工作的年度报告',
  '政府信息公开2021年度报告',
  '宝丰县财政局政府信息公开2021年度报告',
  '某区信息公开2019年年报',
  '叶县民政局2021年政府信息公开年度报告',
  '郏县农业农村局2020年信息公开年报',
  '2016年政务信息公开年度报告',
  '鲁山县2022年政务公开工作年度报告',
  '2025年政府信息公开工作年度报告',
  '驼峰路街道办事处政府信息公开工作年度报告',
  '梁山县馆驿镇人民政府2025年政府信息公开工作年度报告',
  '高新区管委会城市管理局2022年政府信息公开工作年度报告',
  '某市机构编制委员会办公室2021年政府信息公开工作年度报告',
  '某县发展和改革局2019年政府信息公开工作年度报告(图片版)',
  '某县卫生和计划生育委员会2017年政府信息公开工作年度报告',
  '某区统计局2023年政府信息公开工作年度报告',
  '某区财政局2023年政府信息公开工作年度报告',
  '某市住房公积金管理中心2023年政府信息公开工作年度报告',
  '某区城市管理综合行政执法局2023年信息公开年度报告',
  '某市事业单位登记管理局2023年政府信息公开年度报告',
  '《舞钢市应急管理局2020年政府信息公开工作年度报告》',
  '某局二〇二一年政府信息公开年度报告',
  '某镇2021年政府信息公开工作年度报告.pdf',
  '城厢区卫生健康局2023年政府信息公开工作…',
  '汝州市住房和城乡建设局2020年政府信息公...',
  '汝州市人民政府办公室2020年政府信…',
  '某街道２０２２年政府信息公开工作年度报告',
];

const OTHERS = [
  '政府信息公开指南',
  '金水区卫健委政府信息公开指南(2023年版)',
  '政府信息公开目录',
  '2023年政府信息公开目录',
  '政府信息公开制度',
  '政府信息公开工作考核办法',
  '2023年法治政府建设年度报告',
  '湛河区2023年度法治政府建设工作报告',
  '2023年政府网站工作年度报表',
  '汝州市人民政府网站2022年政务公开工作年度报表',
  '2022年事业单位法人年度报告书',
  '事业单位法人年度报告信息公开2022年',
  '2024年政府工作报告',
  '2023年财政预算执行情况报告',
  '2022年度部门决算公开报告',
  '2022年财政预决算信息公开年度报告',
  '2023年国民经济和社会发展统计公报',
  '2023年统计年报',
  '2021年社会信用体系建设年度报告',
  '2022年信用信息公开年度报告',
  '2023年住房公积金年度报告',
  '2021年企业环境信息公开年度报告',
  '关于做好2023年政府信息公开工作年度报告编制和发布工作的通知',
  '政府信息公开工作年度报告格式',
  '一图读懂2023年政府信息公开工作年度报告',
  '2023年政府信息公开工作年度报告解读',
  '2023年政务公开工作要点',
  '2023年政务公开工作总结',
  '2023年第一季度政府信息公开工作报告',
  '2022年上半年政府信息公开工作报告',
  '2023年政府信息公开统计表',
  '依申请公开',
  '湛河区召开政务公开培训会',
  '2023年重大行政决策事项目录公开报告',
  '政府信息公开年报',
  '政府信息公开工作年度报告',
  '区直部门政府信息公开年报',
  '汝州市住房和城乡建设局2020年重点工作…',
];

for (const title of REPORTS) {
  test(`a report: ${title}`, () => assert.equal(isReportTitle(title), true));
}
for (const title of OTHERS) {
  test(`no report: ${title}`, () => assert.equal(isReportTitle(title), false));
}

test('rows of an annual column may be shorter than a title', () => {
  const rows = [
    '2023年度',
    '2023年',
    '卫健委',
    '2022年教育局',
    '区财政局（2020年度）',
    '曹镇乡',
    '卫健委年报',
    '2021年年度报告',
    '汝州市煤山街道2021年政…',
  ];
  for (const row of rows) assert.equal(isReportRow(row), true, row);
  const noise = [
    '政府信息公开指南',
    '更多',
    '首页',
    '法治政府建设年度报告',
    '全区工作会召开',
    '2023年政府工作报告',
    '2022年部门决算',
    '企业年报',
    '关于停电的公示',
    '区领导调研…',
  ];
  for (const row of noise) assert.equal(isReportRow(row), false, row);
});

test('annual columns are known by name, other columns are not', () => {
  const columns = [
    '政府信息公开年报',
    '信息公开年度报告',
    '公开年报',
    '年度报告',
    '年报',
    '政府信息公开工作年度报告',
    '部门年报',
    '2022年年报',
    '2019年市政府年报',
    '2022年区直部门年报',
    '乡镇街道政府信息公开年报',
    '汝州市政府信息公开年报',
    '历年年报',
  ];
  for (const name of columns) assert.equal(isAnnualColumn(name), true, name);
  const others = [
    '法治政府建设年度报告',
    '政府信息公开指南',
    '统计年报',
    '企业年报',
    '2023年',
    '政府工作报告',
    '网站年度报表',
    '区卫健委2022年政府信息公开工作年度报告',
    '年度计划',
  ];
  for (const name of others) assert.equal(isAnnualColumn(name), false, name);
});

test('sub-columns are years, groups or both', () => {
  assert.equal(subColumnKind('2023年'), 'year');
  assert.equal(subColumnKind('2023'), 'year');
  for (const group of [
    '区直部门',
    '市直部门',
    '乡镇街道',
    '乡镇（街道）',
    '各镇街道',
    '政府部门',
    '区政府',
    '部门及乡镇',
  ]) {
    assert.equal(subColumnKind(group), 'group', group);
  }
  assert.equal(subColumnKind('2023年区直部门'), 'year and group');
  for (const name of ['', '领导之窗', '新闻中心', '2023年大事记', '机构职能'])
    assert.equal(subColumnKind(name), null, name);
});

test('ways to disclosure', () => {
  for (const name of [
    '政府信息公开',
    '政务公开',
    '信息公开专栏',
    '湛河区政府信息公开',
    '部门信息公开',
    '法定主动公开内容',
  ]) {
    assert.equal(isDisclosureEntry(name), true, name);
  }
  for (const name of ['政府信息公开指南', '依申请公开', '公开', '预决算公开', '新闻中心'])
    assert.equal(isDisclosureEntry(name), false, name);
});

test('bodies are told from topics and groups', () => {
  for (const name of ['金乡县卫生健康局', '区卫健委', '胡集镇人民政府', '县政府办公室'])
    assert.equal(isBodyName(name), true, name);
  for (const name of ['规范性文件', '机构职能', '乡镇街道', '信息公开年报', '更多', '县直部门'])
    assert.equal(isBodyName(name), false, name);
});

test('the year of a title', () => {
  assert.equal(yearFromTitle('湛河区卫健委 2023 年政府信息公开工作年度报告'), 2023);
  assert.equal(yearFromTitle('政府信息公开2021年度报告'), 2021);
  assert.equal(yearFromTitle('二〇二一年政府信息公开年度报告'), 2021);
  assert.equal(yearFromTitle('二○一九年度报告'), 2019);
  assert.equal(yearFromTitle('国办公开办函〔2021〕30号：2022年度报告'), 2022);
  assert.equal(yearFromTitle('410411202300001号'), null);
  assert.equal(yearFromTitle('驼峰路街道办事处政府信息公开工作年度报告'), null);
});

test('directories of annual reports by their names, as portals spell them', () => {
  for (const slug of [
    'zfxxgknb',
    'gknb2018',
    '2018nb',
    'nb_2022n',
    'zfxxgknb_56878',
    '2023nzfxxgkndbg',
    'ndgzbg_15',
    'bmnb2025',
  ]) {
    assert.ok(isAnnualPath(new URL(`http://www.x.gov.cn/zwgk/${slug}/qzbm/`)), slug);
  }
  for (const slug of ['sydwndbg', 'wzndbb', 'fzzfjsndbg', 'zwgk', 'nbxx', 'czyjs', 'tjnb']) {
    assert.ok(!isAnnualPath(new URL(`http://www.x.gov.cn/zwgk/${slug}/`)), slug);
  }
});
