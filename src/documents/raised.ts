/** A figure before a note, or the note's own beginning. */
const AFTER_FIGURE = /\d$/u;
const NOTES = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Digits that stand raised above the line, as the characters that say so: `12¹` is no `121`. */
export function asNote(digits: string): string {
  return digits.replace(/\d/gu, (d) => NOTES.charAt(Number(d)));
}

/** Puts the text of a document together that has raised and lowered characters: a note's behind a figure stay apart from it. */
export class NoteKeeper {
  #within = false;
  #note = false;

  /** What to add to the text for a piece of it. */
  keep(text: string, piece: string, raised: boolean): string {
    if (piece === '') return piece;
    if (raised && !this.#within) this.#note = AFTER_FIGURE.test(text);
    this.#within = raised;
    return raised && this.#note ? asNote(piece) : piece;
  }
}
