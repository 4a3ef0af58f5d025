import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

const XF = '/xfxxxgk/c101039';

/** 信丰县: one channel for all bodies, with entries of channels below it between them. */
export const XINFENG_REPORTS: readonly ShelfReport[] = [
  article(`${XF}/202401/8beaa5747df44d938268497012eb4c86`, '2024-01-18', '信丰县卫生健康委员会', 2023),
  article(`${XF}/202401/1f0c35e2a6b84d6f9d1e7a40b3c29d55`, '2024-01-12', '信丰县教育科技体育局', 2023),
  article(`${XF}/202301/c02d9a7e51f84b3ab6a0de4417f0936b`, '2023-01-19', '信丰县卫生健康委员会', 2022),
  article(`${XF}/202301/77aa10be92f34c5d8e6b21d0f5c3a418`, '2023-01-11', '信丰县嘉定镇人民政府', 2022),
  article(`${XF}/202202/09b1c6d2e3f4455a96870f1e2d3c4b5a`, '2022-02-15', '信丰县人民政府', 2021),
  article(`${XF}/202101/5e4d3c2b1a0f49e8b7d6c5a493827160`, '2021-01-22', '信丰县财政局', 2020),
  {
    ...article(`${XF}/202501/a1b2c3d4e5f60718293a4b5c6d7e8f90`, '2025-01-20', '信丰县卫生健康委员会', 2024),
    file: `${XF}/202501/a1b2c3d4e5f60718293a4b5c6d7e8f90/files/0f1e2d3c4b5a69788796a5b4c3d2e1f0.docx`,
  },
];

/** The last two came from channels below: their titles alone would look like rows of such a list. */
export const XINFENG_NOISE: readonly ShelfNoise[] = [
  {
    href: `${XF}/202309/d3e2f1a0b9c8476596a5b4c3d2e1f001.shtml`,
    date: '2023-09-01',
    title: '信丰县政府信息公开指南',
  },
  {
    href: 'http://www-jxxf-gov-cn.mirror.example/xfxxxgk/c101039/202401/8beaa5747df44d938268497012eb4c86.shtml',
    date: '2024-01-17',
    title: '信丰县民政局2023年政府信息公开工作年度报告',
  },
  {
    href: '/xfxxxgk/c101050/202306/aa11bb22cc33dd44ee55ff6677889900.shtml',
    date: '2023-06-06',
    title: '信丰县正平镇人民政府',
  },
  {
    href: '/xfxxxgk/c101051/202207/bb22cc33dd44ee55ff66778899001122.shtml',
    date: '2022-07-01',
    title: '2021年',
  },
];

const ML = '/hebmlx';

/** 木兰县: rendered lists by group; articles moved months later stand in the month of the move. */
export const MULAN_REPORTS: readonly ShelfReport[] = [
  article(`${ML}/c111204/202309/c01_925848`, '2023-09-14', '木兰县发展和改革局', 2022),
  article(`${ML}/c111204/202401/c01_961750`, '2024-01-16', '木兰县卫生健康局', 2023),
  article(`${ML}/c111204/202401/c01_961802`, '2024-01-17', '木兰县教育局', 2023),
  article(`${ML}/c111204/202501/c01_1041007`, '2025-01-14', '木兰县卫生健康局', 2024),
  article(`${ML}/c111204/202602/c01_1108994`, '2026-02-02', '木兰县残疾人联合会', 2025),
  article(`${ML}/c111205/202401/c01_961111`, '2024-01-11', '木兰县东兴镇人民政府', 2023),
  article(`${ML}/c111205/202309/c01_925901`, '2023-09-14', '木兰县利东镇人民政府', 2019),
];

export const MULAN_NOISE: readonly ShelfNoise[] = [
  {
    href: `${ML}/c111204/202402/c01_963310.shtml`,
    date: '2024-02-20',
    title: '木兰县2023年法治政府建设年度报告',
  },
  { href: `${ML}/c111205/202309/c01_925777.shtml`, date: '2023-09-13', title: '木兰县政府信息公开制度' },
];

function article(stem: string, date: string, body: string, year: number): ShelfReport {
  return { path: `${stem}.shtml`, date, report: sampleReport(body, year) };
}
