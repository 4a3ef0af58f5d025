import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

/** Units of 宣州区 and their numbers on the platform. */
export const XUANZHOU_UNITS: ReadonlyMap<string, number> = new Map([
  ['宣州区人民政府', 1],
  ['宣州区卫健委', 24],
]);

/** 宣州区: the list of all units has only what came since 2022; each unit's list has everything of it. */
export const XUANZHOU_REPORTS: readonly ShelfReport[] = [
  {
    path: '/XxgkAnnualReport/show/5617.html',
    date: '2024-01-18',
    report: sampleReport('宣州区卫健委', 2023),
  },
  {
    path: '/XxgkAnnualReport/show/4920.html',
    date: '2023-01-17',
    report: sampleReport('宣州区卫健委', 2022),
  },
  {
    path: '/XxgkAnnualReport/show/3311.html',
    date: '2021-01-20',
    report: sampleReport('宣州区卫健委', 2020),
  },
  {
    path: '/XxgkAnnualReport/show/5702.html',
    date: '2024-03-22',
    report: sampleReport('宣州区人民政府', 2023),
  },
  {
    path: '/XxgkAnnualReport/show/2480.html',
    date: '2020-03-27',
    report: sampleReport('宣州区人民政府', 2019),
  },
  {
    path: '/XxgkAnnualReport/show/5640.html',
    date: '2024-01-22',
    report: sampleReport('宣州区水阳镇人民政府', 2023),
  },
  {
    path: '/XxgkAnnualReport/show/5011.html',
    date: '2023-01-29',
    report: sampleReport('宣州区向阳街道办事处', 2022),
  },
];

export const XUANZHOU_NOISE: readonly ShelfNoise[] = [
  { href: '/XxgkAnnualReport/show/5690.html', date: '2024-02-02', title: '宣州区政府网站工作年度报表' },
  {
    href: 'http://www-xuanzhou.mirror.example/XxgkAnnualReport/show/5618.html',
    date: '2024-01-19',
    title: '宣州区教体局2023年政府信息公开工作年度报告',
  },
];
