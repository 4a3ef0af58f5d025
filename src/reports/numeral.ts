const DIGITS = '零一二三四五六七八九';
const FORMAL = '零壹贰叁肆伍陆柒捌玖';
const PLACES: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };

/** A number written out, up to the ten thousands: 一千二百 → 1200, 叁佰 → 300, 十五 → 15; null where it is none. */
export function numeral(text: string): number | null {
  let [whole, part, digit] = [0, 0, 0];
  let pending = false;
  for (const character of text.replaceAll('〇', '零').replaceAll('两', '二')) {
    const value = Math.max(DIGITS.indexOf(character), FORMAL.indexOf(character));
    const place = PLACES[character];
    if (value >= 0) {
      // Digits in a row are no number of this kind: 二三.
      if (pending && digit !== 0) return null;
      [digit, pending] = [value, true];
    } else if (place !== undefined) {
      part += (pending ? digit : 1) * place;
      [digit, pending] = [0, false];
    } else if (character === '万' && whole === 0) {
      whole = (part + digit) * 10_000;
      [part, digit, pending] = [0, 0, false];
    } else return null;
  }
  return text === '' ? null : whole + part + digit;
}
