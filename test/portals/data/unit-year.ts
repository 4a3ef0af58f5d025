import { type ShelfReport, sampleReport } from '../shelf.ts';

/** Departments of 雁江区 by the platform's numbers. */
export const YANJIANG_UNITS: ReadonlyMap<number, string> = new Map([
  [58, '雁江区卫生健康局'],
  [61, '雁江区教育和体育局'],
  [70, '迎接镇人民政府'],
  [71, '雁江区退役军人事务局'],
]);

function year(dept: number, date: string, reportYear: number): ShelfReport {
  return {
    path: `/year_details.aspx?dept=${dept}&year=${reportYear}`,
    date,
    report: sampleReport(YANJIANG_UNITS.get(dept) ?? '', reportYear),
  };
}

export const YANJIANG_REPORTS: readonly ShelfReport[] = [
  year(58, '2023-01-12', 2022),
  year(58, '2022-01-21', 2021),
  year(61, '2024-01-15', 2023),
  year(61, '2020-03-12', 2019),
  year(70, '2023-01-19', 2022),
  year(70, '2021-01-25', 2020),
  year(71, '2025-01-17', 2024),
];
