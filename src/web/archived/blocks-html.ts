import type { Document, Grid } from '../../documents/document.ts';
import { MARK_ATTRIBUTES, plainPage } from './marked-html.ts';
import type { Place } from './place.ts';

/**
 * A document without a look of its own (Word, plain text) as a page: its paragraphs and tables as they were read, with
 * the place of a value marked.
 */
export function blocksHtml(document: Document, place: Place | null, printed: string | null): string {
  const wanted = printed?.replace(/\s+/gu, '') ?? '';
  let marked = false;
  const body = document.blocks.map((block) => {
    if (block.kind === 'grid') return gridHtml(block, place);
    const hit =
      !marked &&
      (place?.kind === 'line'
        ? block.line === place.line
        : place?.kind === 'text' && wanted !== '' && block.text.replace(/\s+/gu, '').includes(wanted));
    marked ||= hit;
    return `<p${hit ? ` ${MARK_ATTRIBUTES}` : ''}>${escapeHtml(block.text)}</p>`;
  });
  const problem = document.problem === null ? '' : `<p><em>${escapeHtml(document.problem)}</em></p>`;
  return plainPage(problem + body.join('\n'));
}

function gridHtml(grid: Grid, place: Place | null): string {
  const rows: string[] = [];
  for (const cell of grid.cells) {
    const hit =
      (place?.kind === 'cell' &&
        place.table === grid.index &&
        place.row === cell.row &&
        place.column === cell.column) ||
      (place?.kind === 'line' && grid.line !== null && grid.line + cell.row - 1 === place.line);
    rows[cell.row - 1] =
      `${rows[cell.row - 1] ?? ''}<td rowspan="${cell.rowSpan}" colspan="${cell.columnSpan}"${hit ? ` ${MARK_ATTRIBUTES}` : ''}>${escapeHtml(cell.text)}</td>`;
  }
  return `<table>${Array.from({ length: grid.rows }, (_, i) => `<tr>${rows[i] ?? ''}</tr>`).join('')}</table>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}
