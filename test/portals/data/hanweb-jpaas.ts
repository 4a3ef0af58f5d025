import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

const NB = '/zfxxgk/zfxxgknb';

/** 姜堰区: a column a year and group; one report of 2025 was filed under 2024. */
export const JIANGYAN_REPORTS: readonly ShelfReport[] = [
  article(
    `${NB}/2025/qjbm/art/2026/art_aa8866ff40744a159798f54d130efe71`,
    '2026-01-21',
    '姜堰区卫生健康委员会',
    2025,
  ),
  article(
    `${NB}/2025/qjbm/art/2026/art_0b1c2d3e4f5061728394a5b6c7d8e9f0`,
    '2026-01-19',
    '姜堰区教育局',
    2025,
  ),
  article(
    `${NB}/2025/qjbm/art/2026/art_1c2d3e4f5061728394a5b6c7d8e9f00b`,
    '2026-01-16',
    '姜堰区财政局',
    2025,
  ),
  article(
    `${NB}/2025/qjbm/art/2026/art_2d3e4f5061728394a5b6c7d8e9f00b1c`,
    '2026-01-14',
    '姜堰区水利局',
    2025,
  ),
  article(
    `${NB}/2025/zj/art/2026/art_3e4f5061728394a5b6c7d8e9f00b1c2d`,
    '2026-01-20',
    '姜堰区溱潼镇人民政府',
    2025,
  ),
  article(
    `${NB}/2025/zj/art/2026/art_4f5061728394a5b6c7d8e9f00b1c2d3e`,
    '2026-01-13',
    '姜堰区罗塘街道办事处',
    2025,
  ),
  article(
    `${NB}/2024n/art/2025/art_5061728394a5b6c7d8e9f00b1c2d3e4f`,
    '2025-01-15',
    '姜堰区卫生健康委员会',
    2024,
  ),
  article(
    `${NB}/2024n/art/2026/art_61728394a5b6c7d8e9f00b1c2d3e4f50`,
    '2026-01-22',
    '姜堰区发展和改革委员会',
    2025,
  ),
  // Moved from the former site: the years in the address are those of the move.
  article(
    `${NB}/2024n/art/2022/art_728394a5b6c7d8e9f00b1c2d3e4f5061`,
    '2021-01-29',
    '姜堰区卫生健康委员会',
    2020,
  ),
];

export const JIANGYAN_NOISE: readonly ShelfNoise[] = [
  {
    href: `${NB}/2025/qjbm/art/2026/art_8394a5b6c7d8e9f00b1c2d3e4f506172.html`,
    date: '2026-01-08',
    title: '姜堰区教育局2025年法治政府建设年度报告',
  },
  {
    href: 'http://www-jiangyan-gov-cn.mirror.example/zfxxgk/zfxxgknb/2025/qjbm/art/2026/art_aa8866ff40744a159798f54d130efe71.html',
    date: '2026-01-20',
    title: '姜堰区民政局2025年政府信息公开工作年度报告',
  },
];

function article(stem: string, date: string, body: string, year: number): ShelfReport {
  return { path: `${stem}.html`, date, report: sampleReport(body, year) };
}
