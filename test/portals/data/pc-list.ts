import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

export const YUWANGTAI_SITE = '/kfsywtqwz';

function listed(slug: string, id: string, date: string, body: string, year: number): ShelfReport {
  return {
    path: `${YUWANGTAI_SITE}/${slug}/pc/content/content_${id}.html`,
    date,
    report: sampleReport(body, year),
  };
}

/** 禹王台区: the government's reports and those of the departments, in a column each. */
export const YUWANGTAI_REPORTS: readonly ShelfReport[] = [
  listed('zfxxgknb', '1899012345678901248', '2025-03-10', '禹王台区人民政府', 2024),
  listed('zfxxgknb', '1770012345678901249', '2024-03-12', '禹王台区人民政府', 2023),
  listed('zfxxgknb', '1380012345678901250', '2021-03-15', '禹王台区人民政府', 2020),
  listed('bmnb', '1880512345678901251', '2025-01-17', '禹王台区卫生健康委员会', 2024),
  listed('bmnb', '1747512345678901252', '2024-01-18', '禹王台区卫生健康委员会', 2023),
  listed('bmnb', '1615512345678901253', '2023-01-19', '禹王台区汪屯乡人民政府', 2022),
];

export const YUWANGTAI_NOISE: readonly ShelfNoise[] = [
  {
    href: `${YUWANGTAI_SITE}/zfxxgknb/pc/content/content_1760012345678901254.html`,
    date: '2024-02-10',
    title: '禹王台区2023年法治政府建设年度报告',
  },
  {
    href: 'http://www-yuwangtai.mirror.example/kfsywtqwz/bmnb/pc/content/content_1.html',
    date: '2024-01-20',
    title: '禹王台区公安局2023年政府信息公开工作年度报告',
  },
];
