import { fieldOf } from './catalogue.ts';
import type { Piece } from './line.ts';
import type { Evidence, Warning } from './report.ts';
import { convertMoney, isMoney } from './value.ts';

/** Traffic fines of a whole county in a year stay below it. */
const IMPLAUSIBLE = 10_000_000;

/** What has been read so far of one report: values, where they stood, and every doubt about them. */
export class Reading {
  readonly values: Record<string, number | null> = {};
  readonly evidence: Record<string, Evidence> = {};
  readonly warnings: Warning[] = [];
  /** What the checks want to know and no value depends on, by kind. */
  readonly notes: { readonly kind: string; readonly text: string }[] = [];

  /** Declares fields as belonging to the report; those never read stay null. */
  expect(fields: readonly string[]): void {
    for (const field of fields) this.values[field] ??= null;
  }

  /**
   * Takes a place of the document as the value of a field, by the value policy: numbers as printed (money in the
   * field's unit), blanks and placeholders as null. What is no number at all leaves null and a warning.
   * @param statedUnit unit of money that the column's label states, where the cell states none.
   */
  take(field: string, piece: Piece, statedUnit: string | null = null): void {
    const info = fieldOf(field);
    if (piece.doubt === true) this.doubt('ocr_doubt', field, `${piece.at} is not surely legible in the scan`);
    if (piece.spanning === true)
      this.doubt('spans_rows', field, `${piece.at} holds “${piece.text}” for several rows`);
    if (piece.kind === 'blank') {
      this.values[field] ??= null;
      return;
    }
    this.evidence[field] = evidenceOf(piece, piece.text);
    if (piece.kind === 'placeholder') {
      this.values[field] = null;
      return;
    }
    if (piece.value === null) {
      this.values[field] = null;
      if (piece.spanning !== true)
        this.doubt('value_unreadable', field, `${piece.at} holds “${piece.text}”, which is no number`);
      return;
    }
    this.values[field] = this.#inUnit(field, info?.unit ?? null, piece, piece.value, statedUnit);
    // 1.000 may be a thousand.
    if (info?.type === 'integer' && /[.．]/u.test(piece.text))
      this.doubt('fraction', field, `a count is printed as ${piece.text}`);
    if (piece.unit !== null && info !== undefined && isMoney(piece.unit) !== isMoney(info.unit))
      this.doubt('unit_strange', field, `printed as ${piece.text}, where ${info.unit} are counted`);
    if (info?.type === 'integer' && piece.value >= IMPLAUSIBLE)
      this.doubt(
        'implausible',
        field,
        `${piece.text} is more than any county can count: two figures may be run together`,
      );
    if (piece.value < 0 && info?.signed !== true)
      this.doubt('negative', field, `printed as ${piece.text}, where only a count is possible`);
  }

  /** Leaves a field null because what stands there cannot be attributed to it for certain. */
  withhold(field: string, pieces: readonly Piece[], message: string): void {
    this.values[field] = null;
    const printed = pieces.filter((p) => p.kind !== 'blank');
    const first = printed[0];
    if (first !== undefined) this.evidence[field] = evidenceOf(first, printed.map((p) => p.text).join(' '));
    this.doubt('ambiguous', field, message);
  }

  notesOf(kind: string): string[] {
    return this.notes.flatMap((n) => (n.kind === kind ? [n.text] : []));
  }

  note(kind: string, text: string): void {
    this.notes.push({ kind, text });
  }

  doubt(code: string, field: string | null, message: string): void {
    if (!this.warnings.some((w) => w.code === code && w.field === field))
      this.warnings.push({ code, field, message });
  }

  #inUnit(field: string, unit: string | null, piece: Piece, value: number, stated: string | null): number {
    if (unit === null || !isMoney(unit)) return value;
    const own = piece.unit !== null && isMoney(piece.unit) ? piece.unit : null;
    if (own === null && stated === null && value !== 0)
      this.doubt('unit_unstated', field, `no unit of money is printed: taken as ${unit}`);
    return convertMoney(value, own ?? stated ?? unit, unit);
  }
}

function evidenceOf({ at, page, box }: Piece, raw: string): Evidence {
  if (box === null || box === undefined) return { raw, at, page };
  const [x0, y0, x1, y1] = [box.x0, box.y0, box.x1, box.y1].map((n) => Math.round(n * 10) / 10);
  return { raw, at, page, box: [x0 ?? 0, y0 ?? 0, x1 ?? 0, y1 ?? 0] };
}
