import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

const CX = '/zfxxgk/zfxxgkndbg';

/** 城厢区: years, and groups below one of them; the health bureau's report of 2023 goes on on a second page. */
export const CHENGXIANG_REPORTS: readonly ShelfReport[] = [
  {
    path: `${CX}/2023nzfxxgkndbg/qzbm/202401/t20240117_1899020.htm`,
    date: '2024-01-17',
    report: sampleReport('城厢区卫生健康局', 2023),
  },
  {
    path: `${CX}/2023nzfxxgkndbg/qzbm/202401/t20240119_1899544.htm`,
    date: '2024-01-19',
    report: sampleReport('城厢区教育局', 2023),
  },
  {
    path: `${CX}/2023nzfxxgkndbg/qzbm/202401/t20240112_1898101.htm`,
    date: '2024-01-12',
    report: sampleReport('城厢区民政局', 2023),
  },
  {
    path: `${CX}/2023nzfxxgkndbg/xzjd/202401/t20240118_1899333.htm`,
    date: '2024-01-18',
    report: sampleReport('城厢区华亭镇人民政府', 2023),
  },
  {
    path: `${CX}/2022nzfxxgkndbg/202301/t20230113_1790012.htm`,
    date: '2023-01-13',
    report: sampleReport('城厢区卫生健康局', 2022),
  },
  // Published with a mistake in the address: the year of the directory is not the report's.
  {
    path: `${CX}/2022nzfxxgkndbg/202103/t20210305_1560020.htm`,
    date: '2021-03-05',
    report: sampleReport('城厢区人民政府', 2020),
  },
  {
    path: `${CX}/2022nzfxxgkndbg/202301/t20230116_1790388.htm`,
    date: '2023-01-16',
    report: sampleReport('城厢区霞林街道办事处', 2022),
  },
];

export const CHENGXIANG_NOISE: readonly ShelfNoise[] = [
  {
    href: `${CX}/2023nzfxxgkndbg/qzbm/202401/t20240108_1897001.htm`,
    date: '2024-01-08',
    title: '城厢区教育局2023年法治政府建设年度报告',
  },
  {
    href: `${CX}/2022nzfxxgkndbg/202301/t20230110_1789000.htm`,
    date: '2023-01-10',
    title: '城厢区政府网站工作年度报表（2022年度）',
  },
  {
    href: 'http://www-chengxiang-gov-cn.mirror.example/zfxxgk/zfxxgkndbg/t20240117_1899020.htm',
    date: '2024-01-16',
    title: '城厢区卫生健康局2023年政府信息公开工作年度报告',
  },
];

const LP = '/zwgk_29045/zfxxgknb_29053';

/** 梁平区: every article has a twin for telephones; a directory does not tell whose report it holds. */
export const LIANGPING_REPORTS: readonly ShelfReport[] = [
  twin(`${LP}/bm/202601/t20260120_15339681`, '2026-01-20', '梁平区卫生健康委员会', 2025),
  twin(`${LP}/bm/202601/t20260119_15337004`, '2026-01-19', '梁平区教育委员会', 2025),
  twin(`${LP}/bm/202501/t20250117_14102210`, '2025-01-17', '梁平区卫生健康委员会', 2024),
  twin(`${LP}/bm/202401/t20240122_12850017`, '2024-01-22', '梁平区财政局', 2023),
  twin(`${LP}/bm/202101/t20210129_8848198`, '2021-01-29', '梁平区水利局', 2020),
  twin(`${LP}/jz/202601/t20260115_15330021`, '2026-01-15', '梁平区屏锦镇人民政府', 2025),
  twin(`${LP}/jz/202301/t20230118_11520599`, '2023-01-18', '梁平区仁贤街道办事处', 2022),
  twin(`${LP}/jz/202001/t20200121_4870110`, '2020-01-21', '梁平区屏锦镇人民政府', 2019),
  twin(`${LP}/fgw_29061/202201/t20220118_10312940`, '2022-01-18', '梁平区公安局', 2021),
  {
    ...twin(`${LP}/fgw_29061/202401/t20240111_12820001`, '2024-01-11', '梁平区发展和改革委员会', 2023),
    report: {
      ...sampleReport('梁平区发展和改革委员会', 2023),
      title: '2023年政府信息公开工作年度报告',
      quirks: { titleRepeated: true },
    },
  },
];

export const LIANGPING_NOISE: readonly ShelfNoise[] = [
  { href: `${LP}/bm/202305/t20230508_11940002.html`, date: '2023-05-08', title: '梁平区政府信息公开指南' },
  {
    href: `${LP}/bm/202502/t20250206_14180450.html`,
    date: '2025-02-06',
    title: '梁平区教育委员会2024年度部门决算公开说明',
  },
  {
    href: 'https://www-cqlp-gov-cn.mirror.example/zwgk_29045/zfxxgknb_29053/bm/202301/t20230118_1.html',
    date: '2023-01-18',
    title: '梁平区财政局2022年政府信息公开工作年度报告',
  },
];

function twin(stem: string, date: string, body: string, year: number): ShelfReport {
  return { path: `${stem}.html`, date, report: sampleReport(body, year), aliases: [`${stem}_wap.html`] };
}
