import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

/** 临潭县: one column for all bodies; the report of 2024 of the government is a Word file. */
export const LINTAN_REPORTS: readonly ShelfReport[] = [
  { path: '/info/1315/16707.htm', date: '2023-01-16', report: sampleReport('临潭县卫生健康局', 2022) },
  { path: '/info/1315/15211.htm', date: '2022-01-20', report: sampleReport('临潭县卫生健康局', 2021) },
  { path: '/info/1315/18920.htm', date: '2024-01-12', report: sampleReport('临潭县教育局', 2023) },
  { path: '/info/1315/18933.htm', date: '2024-01-15', report: sampleReport('临潭县新城镇人民政府', 2023) },
  {
    path: '/info/1315/21040.htm',
    date: '2025-03-11',
    report: sampleReport('临潭县人民政府', 2024),
    file: '/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1712345678&wbfileid=9A4C11D0',
  },
  { path: '/info/1315/12007.htm', date: '2020-03-24', report: sampleReport('临潭县人民政府', 2019) },
  {
    path: '/info/1315/13980.htm',
    date: '2021-01-28',
    report: {
      ...sampleReport('临潭县古战镇人民政府', 2020),
      title: '2020年临潭县古战镇人民政府政府信息公开工作年度报告',
    },
  },
  { path: '/info/1315/22001.htm', date: '2026-01-15', report: sampleReport('临潭县民政局', 2025) },
];

export const LINTAN_NOISE: readonly ShelfNoise[] = [
  { href: '/info/1315/16650.htm', date: '2023-01-10', title: '临潭县政府信息公开指南' },
  { href: '/info/1315/18801.htm', date: '2024-01-08', title: '临潭县2023年法治政府建设年度报告' },
  { href: '/info/1315/20999.htm', date: '2025-01-08', title: '临潭县政府网站工作年度报表（2024年度）' },
  {
    href: 'http://www-lintan-gov-cn.mirror.example/info/1315/2321929.htm',
    date: '2024-01-20',
    title: '临潭县公安局2023年政府信息公开工作年度报告',
  },
];
