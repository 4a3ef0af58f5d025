import { type ShelfNoise, type ShelfReport, sampleReport } from '../shelf.ts';

/** The county's own code, under which its list stands. */
export const WEIDU_ORGAN = '11411002005750994L';

function kept(organ: string, date: string, guid: string, body: string, year: number): ShelfReport {
  return { path: `/govxxgk/${organ}/${date}/${guid}.html`, date, report: sampleReport(body, year) };
}

/** 魏都区: an article stands under the code of the organ that issued it, which only its index number tells. */
export const WEIDU_REPORTS: readonly ShelfReport[] = [
  kept(WEIDU_ORGAN, '2024-03-25', '0b6a7c1e-52d3-4f8a-9c11-7e2d60a1f001', '魏都区人民政府', 2023),
  kept(
    '11411002005751110F',
    '2024-01-18',
    '1c7b8d2f-63e4-4a9b-8d22-8f3e71b2a002',
    '魏都区卫生健康委员会',
    2023,
  ),
  kept(
    '11411002005751110F',
    '2023-01-16',
    '2d8c9e30-74f5-4bac-9e33-904f82c3b003',
    '魏都区卫生健康委员会',
    2022,
  ),
  kept('11411002MB1234567C', '2022-01-24', '3e9daf41-8506-4cbd-af44-a15093d4c004', '魏都区教育体育局', 2021),
  kept(
    '11411002005752221A',
    '2021-01-27',
    '4faeb052-9617-4dce-b055-b261a4e5d005',
    '魏都区丁庄街道办事处',
    2020,
  ),
  kept(
    '11411002005752221A',
    '2025-01-15',
    '50bfc163-a728-4edf-8166-c372b5f6e006',
    '魏都区丁庄街道办事处',
    2024,
  ),
];

export const WEIDU_NOISE: readonly ShelfNoise[] = [
  {
    href: `/govxxgk/${WEIDU_ORGAN}/2024-02-01/61c0d274-b839-4fe0-9277-d483c607f007.html`,
    date: '2024-02-01',
    title: '魏都区政府网站工作年度报表（2023年度）',
  },
  {
    href: `/govxxgk/${WEIDU_ORGAN}/2022-01-05/72d1e385-c94a-40f1-a388-e594d718a008.html`,
    date: '2022-01-05',
    title: '魏都区2021年法治政府建设年度报告',
  },
];
