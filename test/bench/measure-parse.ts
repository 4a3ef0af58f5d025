/** How many documents a second are read, format by format, with all threads of the parser. */
import { globSync, readFileSync } from 'node:fs';
import { ParserPool } from '../../src/pipeline/parser-pool.ts';
import { renderDocx } from '../fixtures/docx.ts';
import { makeReport } from '../fixtures/report.ts';
import { benchPage } from './pages.ts';

export interface ParseRate {
  readonly format: string;
  readonly documentsPerSecond: number;
  /** KiB of a document, on average. */
  readonly kib: number;
}

const DOCUMENTS = 300;
const NO_HINTS = { url: null, body: null, year: null, title: null };

function documentsOf(): ReadonlyMap<string, readonly Uint8Array[]> {
  const fixtures = new URL('../fixtures/', import.meta.url).pathname;
  const files = (pattern: string): Uint8Array[] =>
    globSync(pattern, { cwd: fixtures }).map((file) => new Uint8Array(readFileSync(`${fixtures}${file}`)));
  const html = Array.from({ length: 60 }, (_, number) => {
    const seed = number % 6;
    return new TextEncoder().encode(benchPage({ host: `www.lh${seed}.gov.cn`, seed }, number).html);
  });
  const docx = [2020, 2022, 2023].map((year) => renderDocx(makeReport({ body: '临河县水利局', year })));
  return new Map([
    ['html', html],
    ['pdf', files('pdf/*.pdf')],
    ['docx', docx],
    ['doc', files('office/*.doc')],
    ['xls', files('office/*.xls')],
  ]);
}

export async function measureParsing(): Promise<ParseRate[]> {
  const pool = new ParserPool();
  const rates: ParseRate[] = [];
  try {
    for (const [format, documents] of documentsOf()) {
      const read = async (count: number): Promise<void> => {
        const all = Array.from({ length: count }, async (_, index) => {
          const bytes = documents[index % documents.length] ?? new Uint8Array();
          const { reports } = await pool.parse({ bytes, contentType: undefined, hints: NO_HINTS });
          if (reports[0]?.status !== 'complete')
            throw new Error(`a ${format} was not read: ${reports[0]?.reason}`);
        });
        await Promise.all(all);
      };
      await read(DOCUMENTS / 3);
      const start = performance.now();
      await read(DOCUMENTS);
      const seconds = (performance.now() - start) / 1000;
      const kib = documents.reduce((sum, { length }) => sum + length, 0) / documents.length / 1024;
      rates.push({ format, documentsPerSecond: DOCUMENTS / seconds, kib });
    }
  } finally {
    await pool.close();
  }
  return rates;
}
