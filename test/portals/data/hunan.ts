import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

export const TAOJIANG_COLUMN = '/25074/25162/37354';

const at = (rest: string): string => `${TAOJIANG_COLUMN}/${rest}`;

/** 桃江县: two reports are columns that the list names, one is the column of its body; the others are articles. */
export const TAOJIANG_REPORTS: readonly ShelfReport[] = [
  { path: at('39633/index.htm'), date: '2023-01-18', report: sampleReport('桃江县松木塘镇人民政府', 2022) },
  { path: at('39640/index.htm'), date: '2024-01-11', report: sampleReport('桃江县桃花江镇人民政府', 2023) },
  { path: at('39700/index.htm'), date: '2023-01-20', report: sampleReport('桃江县教育局', 2022) },
  { path: at('39800/content_1601.html'), date: '2024-01-22', report: sampleReport('桃江县民政局', 2023) },
  { path: at('39800/content_1502.html'), date: '2023-01-23', report: sampleReport('桃江县民政局', 2022) },
  { path: at('39800/content_1403.html'), date: '2022-01-24', report: sampleReport('桃江县民政局', 2021) },
  { path: at('39900/content_1204.html'), date: '2021-01-28', report: sampleReport('桃江县人民政府', 2020) },
  { path: at('39900/content_1205.html'), date: '2021-01-20', report: sampleReport('桃江县司法局', 2020) },
];

export const TAOJIANG_NOISE: readonly ShelfNoise[] = [
  { href: at('content_1300.html'), date: '2022-02-02', title: '桃江县政府信息公开指南' },
  {
    href: 'http://jw-taojiang.mirror.example/25074/25162/37354/content_1301.html',
    date: '2022-01-10',
    title: '桃江县公安局2021年政府信息公开工作年度报告',
  },
];
