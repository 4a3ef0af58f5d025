import type { Browser } from 'playwright';
import { parseReports } from '../../../src/reports/parse.ts';
import { type Scanner, scannedPdf } from '../../documents/ocr/scanner.ts';
import { seeded } from '../../documents/random.ts';
import { documentOf } from '../support.ts';
import { DAMAGES } from './damage.ts';
import { LAYOUTS } from './layouts.ts';
import { generate } from './run.ts';
import { emptyScore, type Score, scoreReport } from './score.ts';

/** A way in which offices print a report to PDF. */
export interface Printing {
  readonly name: string;
  /** What is added to a page of plain tables. */
  readonly style: string;
  /** Dots an inch when the print is scanned; null: the PDF keeps its text. */
  readonly dpi: number | null;
}

// No bold: there is no bold Chinese font to embed, and a drawn one is no text.
const STYLE = `@page { size: A4; margin: 22mm 18mm }
body { font: 14px/1.8 'WenQuanYi Micro Hei', sans-serif } table { width: 100%; border-collapse: collapse }
td { border: 1px solid #000; text-align: center; font-size: 12px; line-height: 1.5; padding: 4px 2px }`;
const WHOLE_ROWS = 'tr { break-inside: avoid }';
const NO_LINES = 'td { border: none; padding: 5px 3px }';
const TIGHT = `${NO_LINES} td { padding: 0 3px; line-height: 1.2; vertical-align: middle }`;

/** Where nothing is said of rows, a page may end in the middle of one. */
export const PRINTINGS: readonly Printing[] = [
  { name: 'pdf-ruled', style: '', dpi: null },
  {
    name: 'pdf-small-pages',
    style: '@page { size: A5; margin: 15mm 10mm } td { font-size: 11px }',
    dpi: null,
  },
  { name: 'pdf-landscape', style: `@page { size: A4 landscape } ${WHOLE_ROWS}`, dpi: null },
  { name: 'pdf-spaced', style: 'td { letter-spacing: 2px; text-align: justify }', dpi: null },
  { name: 'pdf-unruled', style: `${NO_LINES} ${WHOLE_ROWS}`, dpi: null },
  { name: 'pdf-unruled-cut', style: NO_LINES, dpi: null },
  { name: 'pdf-unruled-top', style: `${NO_LINES} td { vertical-align: top }`, dpi: null },
  { name: 'pdf-unruled-left', style: `${NO_LINES} td:first-child { text-align: left }`, dpi: null },
  { name: 'pdf-unruled-right', style: `${NO_LINES} td { text-align: right }`, dpi: null },
  {
    name: 'pdf-unruled-spaced',
    style: `${NO_LINES} td { letter-spacing: 2px; text-align: justify }`,
    dpi: null,
  },
  { name: 'pdf-unruled-wide', style: `${NO_LINES} @page { size: A4 landscape }`, dpi: null },
  { name: 'pdf-unruled-tight', style: `${TIGHT} td { vertical-align: bottom }`, dpi: null },
  { name: 'pdf-unruled-tight-middle', style: TIGHT, dpi: null },
  { name: 'pdf-columns-ruled', style: `${NO_LINES} td { border-right: 1px solid #000 }`, dpi: null },
  { name: 'pdf-rows-ruled', style: `${NO_LINES} td { border-bottom: 1px solid #000 }`, dpi: null },
  { name: 'scan-200', style: '', dpi: 200 },
  { name: 'scan-150', style: '', dpi: 150 },
];

/** Prints `documents` undamaged reports in one way, reads them, and counts what was read. */
export async function measurePrinted(
  browser: Browser,
  printing: Printing,
  documents: number,
): Promise<Score> {
  const layout = LAYOUTS.find(({ name }) => name === 'html-spans');
  const none = DAMAGES.find(({ name }) => name === 'none');
  if (layout === undefined || none === undefined) throw new Error('no plain page to print');
  const score = emptyScore();
  for (let number = 0; number < documents; number++) {
    const { sheet, source } = generate(layout, none, number);
    const pdf = await print(browser, new TextDecoder().decode(source), printing.style);
    const bytes = printing.dpi === null ? pdf : await scannedPdf(pdf, worn(printing.dpi, number));
    const start = performance.now();
    const [report] = parseReports(await documentOf(bytes));
    score.milliseconds += performance.now() - start;
    scoreReport(score, sheet, report, `${printing.name} #${number}`);
  }
  return score;
}

async function print(browser: Browser, html: string, style: string): Promise<Uint8Array> {
  const page = await browser.newPage();
  try {
    await page.setContent(html.replace('</head>', `<style>${STYLE} ${style}</style></head>`));
    return await page.pdf({
      preferCSSPageSize: true,
      tagged: false,
      outline: false,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate:
        '<p style="width: 100%; text-align: center; font-size: 10px">— <span class="pageNumber"></span> —</p>',
    });
  } finally {
    await page.close();
  }
}

/** A scanner that is more or less well kept: none lays two sheets down alike. */
function worn(dpi: number, number: number): Scanner {
  const random = seeded(number + 1);
  return {
    dpi,
    skew: random() * 2 - 1,
    blur: number % 2,
    noise: random() * 20,
    fade: random() * 0.3,
    seed: number + 1,
  };
}
