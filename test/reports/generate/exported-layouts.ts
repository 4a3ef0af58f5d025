/** Layouts as Word, spreadsheets, editors and PDF converters export them. */
import { HEADINGS } from '../../fixtures/forms.ts';
import { escapeHtml } from '../../fixtures/render.ts';
import { attributes, flow, html, htmlTable, type Layout, lines, type Markup, text } from './printing.ts';
import { placesOf, type SheetCell, type SheetTable } from './sheet.ts';

/** Word parts a text into runs wherever fonts change or someone once typed, even within a number. */
function wordRuns(text: string): string {
  const run = (part: string, style: string): string =>
    `<span\nlang=EN-US style='${style}'>${escapeHtml(part)}</span>`;
  const parts = text.match(/\d|[^\d]{1,6}/gu) ?? [];
  return parts
    .map((part, i) => run(part, `font-size:${i % 2 === 0 ? '10.5' : '12.0'}pt;font-family:仿宋_GB2312`))
    .join('');
}

const wordParagraph = (inner: string): string =>
  `<p class=MsoNormal align=center style='text-align:center;\nmso-element-anchor-horizontal:margin'>${inner}`;

const wordCell = (cell: SheetCell): string =>
  `<td width=64 valign=top${attributes(cell, true).replaceAll('"', '')} style='width:48.0pt;border:solid windowtext 1.0pt;\npadding:0cm 5.4pt 0cm 5.4pt'>\n${
    cell.text === ''
      ? wordParagraph('<span lang=EN-US><o:p>&nbsp;</o:p></span>')
      : cell.text
          .split('\n')
          .map((line) => wordParagraph(`${wordRuns(line)}<span lang=EN-US><o:p></o:p></span>`))
          .join('\n')
  }`;

/** Saved as a web page by Word: paragraphs, cells and rows are left open, and a row without text keeps the widths. */
const WORD: Markup = {
  paragraph: (line) => wordParagraph(wordRuns(line)),
  table: (table) =>
    `<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='mso-yfti-tbllook:1184'>\n${table.rows
      .map((row, r) => `<tr style='mso-yfti-irow:${r};height:20.0pt'>\n${row.cells.map(wordCell).join('\n')}`)
      .join(
        '\n',
      )}\n<![if !supportMisalignedColumns]>\n<tr height=0>${"<td width=64 style='border:none'></td>".repeat(
      table.columns,
    )}</tr>\n<![endif]>\n</table>`,
};

const word: Layout = {
  ...html('html-word', () => ''),
  write: (sheet) =>
    `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>${
      sheet.title
    }</title><!--[if gte mso 9]><xml><o:DocumentProperties><o:Pages>9</o:Pages></o:DocumentProperties></xml><![endif]--><style><!-- p.MsoNormal{mso-style-parent:"";} --></style></head><body lang=ZH-CN><div class=WordSection1>${flow(
      sheet,
      WORD,
    ).join('\n')}</div></body></html>`,
};

/** Columns of the one table; each narrower table spreads its cells over them. */
const WIDTH = 15;

/** A spreadsheet saved as a page: headings and text are rows of the table that holds all tables. */
const oneTable: Layout = {
  ...html('html-one-table', () => ''),
  write: (sheet) => {
    const wide = (text: string): string => `<tr><td colspan="${WIDTH}">${escapeHtml(text)}</td></tr>`;
    const rows = flow(sheet, { paragraph: wide, table: (table) => spread(table) });
    return `<html><head><title>${sheet.title}</title></head><body><table border="1">${rows.join('\n')}</table></body></html>`;
  },
};

/** The rows of a table, its last columns widened until it is as wide as the one table. */
function spread(table: SheetTable): string {
  const places = placesOf(table);
  // A damage may have made rows longer than the table says.
  const columns = Math.max(...places.map((row) => row.length));
  const starts = Array.from({ length: columns + 1 }, (_, c) =>
    c === columns ? Math.max(WIDTH, columns) : Math.floor((c * Math.max(WIDTH, columns)) / columns),
  );
  return table.rows
    .map((row, r) => {
      const cells = row.cells.map((cell) => {
        const from = places[r]?.indexOf(cell) ?? 0;
        const to = from + cell.colspan;
        const colspan = (starts[to] ?? WIDTH) - (starts[from] ?? 0);
        return `<td${attributes({ ...cell, colspan }, true)}>${lines(cell.text)}</td>`;
      });
      return `<tr>${cells.join('')}</tr>`;
    })
    .join('\n');
}

/** Columns that a character takes up in a type of fixed width. */
const widthOf = (text: string): number => [...text].reduce((n, c) => n + (c < '\u0300' ? 1 : 2), 0);

/** Cuts a text into lines no wider than its cell. */
function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const cut: string[] = [''];
    for (const c of line) {
      const last = cut.length - 1;
      if (widthOf(`${cut[last] ?? ''}${c}`) > width && cut[last] !== '') cut.push(c);
      else cut[last] = `${cut[last] ?? ''}${c}`;
    }
    return cut;
  });
}

/** Characters across a page. */
const PAGE = 120;

/**
 * `pdftotext -layout`: each line of the page as it lies, a cell's text wrapped within its column and centred in the
 * height of its row, or at its top. Labels that span rows stand beside the first of them.
 * @param narrowest characters that a column of values is wide: figures wider than that, less two, are wrapped.
 */
export function laidOut(table: SheetTable, narrowest = 8, top = false): string {
  const places = placesOf(table);
  const columns = Math.max(...places.map((row) => row.length));
  const first = Math.min(...places.map((row) => row.findIndex((c) => c !== null && c.field !== null) >>> 0));
  const widths = Array.from({ length: columns }, (_, c) =>
    c === first - 1
      ? 36
      : c < first
        ? 14
        : narrowest < 8
          ? narrowest
          : Math.max(narrowest, Math.floor((PAGE - 64) / (columns - first))),
  );
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((n, w) => n + w, 0));
  return table.rows
    .map((row, r) => {
      const cells = row.cells.map((cell) => {
        const from = places[r]?.indexOf(cell) ?? 0;
        const width = widths.slice(from, from + cell.colspan).reduce((n, w) => n + w, 0);
        return { start: starts[from] ?? 0, text: wrapped(cell.text, width - 2) };
      });
      const height = Math.max(1, ...cells.map((c) => c.text.length));
      return Array.from({ length: height }, (_, y) =>
        cells.reduce((line, { start, text }) => {
          const part = text[y - (top ? 0 : Math.floor((height - text.length) / 2))] ?? '';
          return part === ''
            ? line
            : line + ' '.repeat(Math.max(line === '' ? 0 : 1, start - widthOf(line))) + part;
        }, ''),
      ).join('\n');
    })
    .join('\n');
}

const HEADING_TEXTS: readonly string[] = Object.values(HEADINGS);

const pdftotext: Layout = {
  ...text('text-pdftotext', (table) => laidOut(table), false, false),
  write: (sheet) =>
    flow(sheet, {
      paragraph: (line) =>
        // Headings stand alone; running text breaks at the margin.
        HEADING_TEXTS.includes(line) ? line : wrapped(line, 80).join('\n'),
      table: (table) => laidOut(table),
    }).join('\n\n'),
};

const plain = html('html-gb18030', (table) => htmlTable(table));

/** A page in the encoding of the last century that says so by the name of its predecessor. */
const gb18030: Layout = {
  ...plain,
  charset: 'gb18030',
  write: (sheet) =>
    plain
      .write(sheet)
      .replace('<head>', '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
};

export const EXPORTED_LAYOUTS: readonly Layout[] = [
  word,
  oneTable,
  html(
    'html-blank-paragraphs',
    (table) =>
      table.rows
        .map((row) => row.cells.map((c) => `<p>${c.text === '' ? '&nbsp;' : lines(c.text)}</p>`).join('\n'))
        .join('\n'),
    false,
  ),
  gb18030,
  pdftotext,
];
