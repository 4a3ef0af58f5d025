import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Archive } from '../../src/archive/archive.ts';
import { type Exported, type ExportOptions, exportTables, type Format } from '../../src/export/write.ts';
import { FIELDS } from '../../src/reports/catalogue.ts';
import type { AnnualReport } from '../../src/reports/report.ts';
import { annualReport, contentHash, crawlReport, JINSHUI, RUZHOU } from '../archive/support.ts';

/** Values that trip spreadsheets and type guessers: long decimals, signs, zero beside blank. */
function figures(seed: number): AnnualReport['values'] {
  return Object.fromEntries(
    FIELDS.map(({ id, type, signed }, i) => {
      if ((i + seed) % 5 === 0) return [id, null];
      if (type === 'decimal') return [id, 190.457379 + seed];
      return [id, signed ? -i : (i * 7 + seed) % 90];
    }),
  );
}

export function madeUp(seed: number, year: number, title: string): AnnualReport {
  const values = figures(seed);
  const printed = Object.entries(values).filter(([, value]) => value !== null);
  return annualReport(null, {
    title,
    year,
    values,
    evidence: Object.fromEntries(
      printed.map(([id, value], i) => [id, { raw: String(value), at: `table 2 row ${i} col 3`, page: 2 }]),
    ),
  });
}

/** An archive of three reports, one of them with a title that a spreadsheet would run. */
export function exampleArchive(t: TestContext): { archive: Archive; directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'nianbao-export-'));
  const archive = Archive.open({ file: join(directory, 'nianbao.sqlite'), fields: FIELDS, mode: 'write' });
  t.after(() => {
    archive.close();
    rmSync(directory, { recursive: true, force: true });
  });
  archive.sites.put([RUZHOU, JINSHUI]);
  const titles = [
    '汝州市司法局2021年年度报告',
    '=HYPERLINK("http://evil.example")',
    '带"引号",逗号\n换行\u0007的标题',
  ];
  for (const [i, title] of titles.entries())
    crawlReport(archive, `https://www.ruzhou.gov.cn/contents/1/${i}.html`, i, {
      report: madeUp(i, 2021 + i, title),
      content: contentHash(title),
      identity: { body: '汝州市司法局', year: 2021 + i, regionCode: '410482' },
    });
  return { archive, directory };
}

export function exported(
  { archive, directory }: { archive: Archive; directory: string },
  formats: readonly Format[],
  options: Partial<ExportOptions> = {},
): Promise<Exported> {
  return exportTables({
    archive,
    directory: join(directory, 'out'),
    formats,
    spreadsheet: 'as_is',
    bom: false,
    figures: 'read',
    since: null,
    now: new Date('2026-11-26T10:00:00Z'),
    ...options,
  });
}
