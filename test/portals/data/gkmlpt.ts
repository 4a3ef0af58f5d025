import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

/** 和平县: the county's own list, that of the education bureau, and one that is kept in static pages. */
export const HEPING_REPORTS: readonly ShelfReport[] = [
  {
    path: '/gkmlpt/content/0/601/post_601210.html',
    date: '2025-03-20',
    report: sampleReport('和平县人民政府', 2024),
  },
  {
    path: '/gkmlpt/content/0/512/post_512044.html',
    date: '2024-03-28',
    report: sampleReport('和平县人民政府', 2023),
  },
  {
    path: '/gkmlpt/content/0/433/post_433871.html',
    date: '2023-03-30',
    report: sampleReport('和平县人民政府', 2022),
  },
  {
    path: '/hyhpjyj/gkmlpt/content/0/344/post_344022.html',
    date: '2020-01-31',
    report: sampleReport('和平县教育局', 2019),
  },
  {
    path: '/hyhpjyj/gkmlpt/content/0/420/post_420981.html',
    date: '2023-01-16',
    report: { ...sampleReport('和平县教育局', 2022), title: '2022年政府信息公开工作年度报告' },
  },
  {
    path: '/zwgk/bmnb/content/post_398110.html',
    date: '2022-01-25',
    report: sampleReport('和平县卫生健康局', 2021),
  },
  {
    path: '/zwgk/bmnb/content/post_501772.html',
    date: '2024-01-23',
    report: sampleReport('和平县卫生健康局', 2023),
  },
];

export const HEPING_NOISE: readonly ShelfNoise[] = [
  {
    href: '/gkmlpt/content/0/433/post_433000.html',
    date: '2023-03-01',
    title: '和平县政府网站工作年度报表（2022年度）',
  },
  {
    href: 'http://www-heping-gov-cn.mirror.example/gkmlpt/content/0/600/post_600001.html',
    date: '2024-01-10',
    title: '和平县公安局2023年政府信息公开工作年度报告',
  },
  {
    href: '/zwgk/bmnb/content/post_390000.html',
    date: '2022-01-05',
    title: '和平县卫生健康局2021年法治政府建设年度报告',
  },
];
