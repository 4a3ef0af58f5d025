import { fieldOf } from '../catalogue.ts';
import type { Check } from '../report.ts';
import { verdict } from './arithmetic.ts';
import { textLikeness } from './text-likeness.ts';
import type { YearFacts } from './years.ts';

/** Fewer figures than this are alike by chance. */
const FEWEST_ALIKE = 3;
const ALIKE = 0.98;
const JUMP = 100;

type Facts = Pick<YearFacts, 'year' | 'values' | 'text'>;

/** XY.COPY: two years with the same figures other than 0, or with one text in which only the year was changed. */
export function checkCopy(now: Facts, before: Facts): Check {
  const [own, last] = [nonZero(now), nonZero(before)];
  const figures =
    own.size >= FEWEST_ALIKE &&
    own.size === last.size &&
    [...own].every(([field, value]) => last.get(field) === value);
  const likeness = textLikeness(now.text, before.text);
  const said = [
    ...(figures ? [`all ${own.size} figures other than 0 are those of ${before.year}`] : []),
    ...(likeness >= ALIKE ? [`the text is that of ${before.year} but for the year`] : []),
  ];
  return verdict('XY.COPY', 'info', said.length > 0 ? 'fail' : 'pass', {
    expected: null,
    actual: Number(likeness.toFixed(3)),
    detail: said.length > 0 ? said.join('; ') : null,
  });
}

function nonZero({ values }: Facts): Map<string, number> {
  return new Map(
    Object.entries(values).flatMap(([field, value]) =>
      value === null || value === 0 ? [] : [[field, value]],
    ),
  );
}

/** XY.JUMP: a figure that is a hundred times as large, or as small, as in the year before. */
export function checkJump(now: Facts, before: Facts): Check[] {
  const jumps = Object.entries(now.values).flatMap(([field, value]) => {
    const last = before.values[field] ?? null;
    if (value === null || last === null || value <= 0 || last <= 0) return [];
    if (value < JUMP * last && last < JUMP * value) return [];
    const unit = fieldOf(field)?.unit ?? '';
    return [
      verdict('XY.JUMP', 'info', 'fail', {
        scope: field,
        expected: last,
        actual: value,
        detail: `${value} ${unit} after ${last} ${unit} in ${before.year}`,
      }),
    ];
  });
  return jumps.length > 0 ? jumps : [verdict('XY.JUMP', 'info', 'pass')];
}
