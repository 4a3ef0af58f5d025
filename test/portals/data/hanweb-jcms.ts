import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

/** 宽城县: bureaus in one column, towns in another; the bureaus' list is longer than the group that its page holds. */
export const KUANCHENG_REPORTS: readonly ShelfReport[] = [
  article('/art/2024/1/26/art_5985_984980', '宽城满族自治县人民政府办公室', 2023),
  article('/art/2024/1/22/art_5985_983211', '宽城满族自治县卫生健康局', 2023),
  article('/art/2024/1/9/art_5985_980007', '宽城满族自治县教育和体育局', 2023),
  article('/art/2023/1/30/art_5985_922118', '宽城满族自治县卫生健康局', 2022),
  article('/art/2022/1/21/art_5985_860405', '宽城满族自治县民政局', 2021),
  article('/art/2021/2/1/art_5985_774312', '宽城满族自治县卫生健康局', 2020),
  article('/art/2020/3/27/art_5985_690001', '宽城满族自治县人民政府', 2019),
  article('/art/2024/1/18/art_5986_982404', '宽城镇人民政府', 2023),
  article('/art/2023/1/12/art_5986_919990', '龙须门镇人民政府', 2022),
];

export const KUANCHENG_NOISE: readonly ShelfNoise[] = [
  { href: '/art/2023/6/1/art_5985_940001.html', date: '2023-06-01', title: '宽城满族自治县政府信息公开指南' },
  {
    href: '/art/2024/2/6/art_5985_986007.html',
    date: '2024-02-06',
    title: '宽城满族自治县教育和体育局2023年法治政府建设年度报告',
  },
  {
    href: 'http://www-hbkc-gov-cn.mirror.example/art/2024/1/22/art_5985_983211.html',
    date: '2024-01-21',
    title: '宽城满族自治县卫生健康局2023年政府信息公开工作年度报告',
  },
];

/** 亭湖区: the ids behind the list are encrypted, and the program gives nothing for them. */
export const TINGHU_REPORTS: readonly ShelfReport[] = [
  article('/art/2024/1/5/art_32368_4131199', '亭湖区农业农村局', 2023),
  article('/art/2024/1/11/art_32368_4133002', '亭湖区卫生健康委员会', 2023),
  article('/art/2023/1/17/art_32368_3990120', '亭湖区卫生健康委员会', 2022),
  article('/art/2022/1/14/art_32368_3770451', '亭湖区城市管理局', 2021),
  article('/art/2021/1/20/art_32368_3510333', '亭湖区教育局', 2020),
  article('/art/2025/1/15/art_32368_4290077', '亭湖区新洋街道办事处', 2024),
];

/** 陇县: a list that grows by “load more”. */
export const LONGXIAN_REPORTS: readonly ShelfReport[] = [
  article('/art/2024/1/19/art_15403_1714814', '陇县城关镇人民政府', 2023),
  article('/art/2024/1/15/art_15403_1712020', '陇县卫生健康局', 2023),
  article('/art/2023/1/18/art_15403_1580100', '陇县卫生健康局', 2022),
  article('/art/2022/1/24/art_15403_1450021', '陇县东风镇人民政府', 2021),
  article('/art/2021/1/26/art_15403_1300459', '陇县财政局', 2020),
  article('/art/2025/1/13/art_15403_1850660', '陇县审计局', 2024),
  article('/art/2026/1/12/art_15403_1990031', '陇县卫生健康局', 2025),
];

export const LONGXIAN_NOISE: readonly ShelfNoise[] = [
  {
    href: '/art/2023/3/2/art_15403_1600001.html',
    date: '2023-03-02',
    title: '陇县2022年政府网站工作年度报表',
  },
];

function article(stem: string, body: string, year: number): ShelfReport {
  const [, y, m, d] = /\/art\/(\d+)\/(\d+)\/(\d+)\//.exec(stem) ?? [];
  const date = `${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}`;
  return { path: `${stem}.html`, date, report: sampleReport(body, year) };
}
