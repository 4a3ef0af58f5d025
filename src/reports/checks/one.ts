import { labelKey } from '../label.ts';
import { isOwnText, keyOf, type Line, type Piece } from '../line.ts';
import type { Check } from '../report.ts';
import { verdict } from './arithmetic.ts';

const FIRST_ROW = labelKey('一、本年新收政府信息公开申请数量');

/**
 * One report at a time (ST.ONE): a document that holds several is cut before they are read. Where table three begins
 * twice in what is read as one report, it was not.
 * @param lines of the report.
 */
export function checkOne(lines: readonly Line[]): Check {
  const tables = lines.filter(isFirstRow).length;
  return verdict('ST.ONE', 'error', tables <= 1 ? 'pass' : 'fail', {
    expected: 1,
    actual: Math.max(1, tables),
    detail: tables <= 1 ? null : `table three begins ${tables} times: probably two reports read as one`,
  });
}

const isFirstRow = ({ pieces }: Line): boolean => pieces.some(isFirstLabel);
/** No sign stands for several of the label's characters: a shorter text, as most are, is not it. */
const isFirstLabel = (piece: Piece): boolean =>
  piece.text.length >= FIRST_ROW.length && isOwnText(piece) && keyOf(piece) === FIRST_ROW;
