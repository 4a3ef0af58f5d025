import { HEADINGS } from '../../fixtures/forms.ts';
import { escapeHtml } from '../../fixtures/render.ts';
import { placesOf, type Sheet, type SheetCell, type SheetRow, type SheetTable } from './sheet.ts';

/** A way in which a portal or a converter writes a report down. */
export interface Layout {
  readonly name: string;
  readonly type: 'html' | 'text';
  /** Whether an empty cell leaves a trace, so that the values after it keep their places. */
  readonly keepsBlanks: boolean;
  /** Whether cells have columns that a header can name. */
  readonly hasColumns: boolean;
  /** Whether a cell's end shows: what stands in one cell is told from what stands in two. */
  readonly hasCells: boolean;
  write(sheet: Sheet): string;
}

interface Markup {
  paragraph(text: string): string;
  table(table: SheetTable): string;
}

const html = (name: string, table: Markup['table'], keepsBlanks = true, wrap = (s: string) => s): Layout => ({
  name,
  type: 'html',
  keepsBlanks,
  hasColumns: keepsBlanks,
  hasCells: true,
  write: (sheet) =>
    `<html><head><title>${sheet.title}</title></head><body>${wrap(
      flow(sheet, { paragraph: (text) => `<p>${escapeHtml(text)}</p>`, table }).join('\n'),
    )}</body></html>`,
});

const text = (name: string, table: Markup['table'], keepsBlanks = false, hasCells = true): Layout => ({
  name,
  type: 'text',
  keepsBlanks,
  hasColumns: false,
  hasCells,
  write: (sheet) => flow(sheet, { paragraph: (line) => line, table }).join('\n\n'),
});

/** The report in its order: title, text, chapters, tables. */
function flow(sheet: Sheet, markup: Markup): string[] {
  const table = (name: SheetTable['name']): string[] =>
    sheet.tables.filter((t) => t.name === name).map((t) => markup.table(t));
  const prose = (texts: readonly string[]): string[] => texts.map((t) => markup.paragraph(t));
  const heading = (chapter: keyof typeof HEADINGS): string => markup.paragraph(HEADINGS[chapter]);
  return [
    markup.paragraph(sheet.title),
    ...prose(sheet.text.preamble),
    heading('1'),
    ...prose(sheet.text.overview),
    heading('2'),
    ...table('disclosure'),
    heading('3'),
    ...table('requests'),
    heading('4'),
    ...table('litigation'),
    heading('5'),
    ...prose(sheet.text.problems),
    heading('6'),
    ...prose(sheet.text.other),
  ];
}

const lines = (text: string): string => text.split('\n').map(escapeHtml).join('<br>');

function attributes(cell: SheetCell, rowspans: boolean): string {
  const colspan = cell.colspan > 1 ? ` colspan="${cell.colspan}"` : '';
  return colspan + (rowspans && cell.rowspan > 1 ? ` rowspan="${cell.rowspan}"` : '');
}

function htmlTable(table: SheetTable, rowspans = true): string {
  const rows = table.rows.map(
    (row) =>
      `<tr>${row.cells.map((c) => `<td${attributes(c, rowspans)}>${lines(c.text)}</td>`).join('')}</tr>`,
  );
  return `<table border="1"><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

const cellsOf = (row: SheetRow): string[] => row.cells.map((c) => c.text).filter((t) => t.trim() !== '');

/** Cells parted by tabs with the covered places left empty, or dropped in front where the row spans broke. */
function tabs(table: SheetTable, ragged: boolean): string {
  const places = placesOf(table);
  return places
    .map((row, r) => {
      const cells = row.map((cell) => cell?.text.replaceAll('\n', ' ') ?? '');
      const broken = ragged && table.name === 'requests' && table.rows[r]?.role === 'values' && r % 7 === 3;
      if (broken) while (cells[0] === '') cells.shift();
      return cells.join('\t') + (broken ? '\t\t' : '');
    })
    .join('\n');
}

export const LAYOUTS: readonly Layout[] = [
  html('html-spans', (t) => htmlTable(t)),
  html(
    'html-nested',
    (t) => `<table><tr><td width="5"></td><td>${htmlTable(t)}</td></tr></table>`,
    true,
    (inner) => `<table width="100%"><tr><td><div>${inner}</div></td><td></td></tr></table>`,
  ),
  html('html-vanished', (t) => htmlTable(t, t.name !== 'requests')),
  html(
    'html-p-cells',
    (t) =>
      t.rows
        .map((row) =>
          cellsOf(row)
            .map((c) => `<p>${lines(c)}</p>`)
            .join(''),
        )
        .join('\n'),
    false,
  ),
  html(
    'html-divs',
    (t) =>
      t.rows
        .map((row) => `<div class="r">${row.cells.map((c) => `<div>${lines(c.text)}</div>`).join('')}</div>`)
        .join('\n'),
    false,
  ),
  text('text-tabs', (t) => tabs(t, false), true),
  text('text-ragged', (t) => tabs(t, true)),
  text('text-spaces', (t) => t.rows.map((row) => cellsOf(row).join(' ')).join('\n\n'), false, false),
  text(
    'text-wide',
    (t) =>
      t.rows
        .map(
          (row) =>
            `    ${cellsOf(row)
              .map((c) => c.padEnd(8))
              .join('   ')}`,
        )
        .join('\n'),
    false,
    false,
  ),
  text('text-cell-lines', (t) => t.rows.flatMap((row) => cellsOf(row)).join('\n')),
  text('text-bar-lines', (t) => t.rows.flatMap((row) => cellsOf(row)).join('\n|\n')),
  text(
    'text-markdown',
    (t) =>
      placesOf(t)
        .map((row, r) => {
          const line = `| ${row.map((c) => c?.text.replaceAll('\n', ' ') ?? '').join(' | ')} |`;
          return r === 0 ? `${line}\n|${row.map(() => ' --- ').join('|')}|` : line;
        })
        .join('\n'),
    true,
  ),
];
