import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

/** A body with its unit code. */
export interface XxgkUnit {
  readonly code: string;
  readonly name: string;
}

export const LIANGSHAN_UNITS: readonly XxgkUnit[] = [
  { code: 'jnslsx', name: '梁山县人民政府' },
  { code: '113708320043266302', name: '馆驿镇人民政府' },
  { code: '11370832004326550C', name: '梁山县卫生健康局' },
  { code: '11370832MB2857771K', name: '梁山县教育和体育局' },
  // In the tree, without any entry: the search answers with nothing.
  { code: '00432655-9', name: '梁山经济开发区管委会' },
];

/** Whose entry an article is, by its path. */
export const LIANGSHAN_OWNERS: ReadonlyMap<string, string> = new Map([
  ['/art/2025/3/21/art_32065_2760001.html', 'jnslsx'],
  ['/art/2024/3/15/art_32065_2690455.html', 'jnslsx'],
  ['/art/2026/1/30/art_32065_2811002.html', '113708320043266302'],
  ['/art/2024/1/29/art_32065_2680017.html', '11370832004326550C'],
  ['/art/2023/1/19/art_32065_2550320.html', '11370832004326550C'],
  ['/art/2022/1/25/art_32065_2440001.html', '11370832004326550C'],
  ['/art/2021/1/28/art_32065_2310980.html', '11370832004326550C'],
  ['/art/2024/1/22/art_32065_2679003.html', '11370832MB2857771K'],
  ['/art/2023/5/4/art_32065_2600002.html', '11370832004326550C'],
  ['/art/2024/2/2/art_32065_2681900.html', '11370832MB2857771K'],
]);

/** 梁山县: one search for every unit. */
export const LIANGSHAN_REPORTS: readonly ShelfReport[] = [
  article('/art/2025/3/21/art_32065_2760001.html', '2025-03-21', '梁山县人民政府', 2024),
  article('/art/2024/3/15/art_32065_2690455.html', '2024-03-15', '梁山县人民政府', 2023),
  article('/art/2026/1/30/art_32065_2811002.html', '2026-01-30', '梁山县馆驿镇人民政府', 2025),
  article('/art/2024/1/29/art_32065_2680017.html', '2024-01-29', '梁山县卫生健康局', 2023),
  article('/art/2023/1/19/art_32065_2550320.html', '2023-01-19', '梁山县卫生健康局', 2022),
  article('/art/2022/1/25/art_32065_2440001.html', '2022-01-25', '梁山县卫生健康局', 2021),
  article('/art/2021/1/28/art_32065_2310980.html', '2021-01-28', '梁山县卫生健康局', 2020),
  article('/art/2024/1/22/art_32065_2679003.html', '2024-01-22', '梁山县教育和体育局', 2023),
];

export const LIANGSHAN_NOISE: readonly ShelfNoise[] = [
  {
    href: '/art/2023/5/4/art_32065_2600002.html',
    date: '2023-05-04',
    title: '梁山县卫生健康局政府信息公开指南',
  },
  {
    href: '/art/2024/2/2/art_32065_2681900.html',
    date: '2024-02-02',
    title: '梁山县教育和体育局2023年度法治政府建设年度报告',
  },
];

function article(path: string, date: string, body: string, year: number): ShelfReport {
  return { path, date, report: sampleReport(body, year) };
}
