import { EXPORTED_LAYOUTS } from './exported-layouts.ts';
import { cellsOf, html, htmlTable, type Layout, lines, text } from './printing.ts';
import { placesOf, type SheetTable } from './sheet.ts';

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
  ...EXPORTED_LAYOUTS,
];
