import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

function shownIn(organ: number, year: number, date: string, body: string): ShelfReport {
  return {
    path: `/public/column/${organ}?type=3&nav=3&sub=0&timeFrame=${year}&hasContent=true`,
    date,
    report: sampleReport(body, year),
  };
}

/** 平昌县: the county under the number of the directory; the bureau 6601853 has a list of articles instead. */
export const PINGCHANG_REPORTS: readonly ShelfReport[] = [
  shownIn(6601841, 2024, '2025-03-18', '平昌县人民政府'),
  shownIn(6601841, 2023, '2024-03-21', '平昌县人民政府'),
  shownIn(6601851, 2023, '2024-01-19', '平昌县卫生健康局'),
  shownIn(6601851, 2020, '2021-01-21', '平昌县卫生健康局'),
  shownIn(6601852, 2022, '2023-01-10', '平昌县教育科技和体育局'),
  { path: '/public/content/24870337', date: '2023-01-12', report: sampleReport('平昌县民政局', 2022) },
  { path: '/public/content/24990112', date: '2024-01-16', report: sampleReport('平昌县民政局', 2023) },
  { path: '/public/content/24110245', date: '2020-01-22', report: sampleReport('平昌县民政局', 2019) },
];

export const PINGCHANG_NOISE: readonly ShelfNoise[] = [
  { href: '/public/content/24870001', date: '2023-02-01', title: '平昌县民政局信息公开指南' },
  {
    href: 'http://www-scpc-gov-cn.mirror.example/public/content/24870999',
    date: '2023-01-11',
    title: '平昌县公安局2022年政府信息公开工作年度报告',
  },
];
