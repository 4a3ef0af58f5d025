import { parseReports } from '../../../src/reports/parse.ts';
import type { FormYear } from '../../fixtures/forms.ts';
import { documentOf } from '../support.ts';
import { DAMAGES, type Damage } from './damage.ts';
import { type Filling, makeFigures } from './figures.ts';
import { LAYOUTS } from './layouts.ts';
import { bytesOf, type Layout } from './printing.ts';
import { Random } from './random.ts';
import { emptyScore, type Score, scoreReport } from './score.ts';
import { makeSheet, type Sheet } from './sheet.ts';

const FILLINGS: readonly Filling[] = ['sparse', 'dense', 'unbalanced', 'zeros', 'blanks'];

/** The made-up report of a number: the same for the same layout, damage and number, always. */
export function generate(
  layout: Layout,
  damage: Damage,
  number: number,
): { sheet: Sheet; source: Uint8Array } {
  const random = new Random(hash(`${layout.name} ${damage.name}`) + number * 7919);
  const form: FormYear = number % 3 === 2 ? '2019' : '2021';
  // Where blanks leave no trace they are a damage of their own.
  const filling = FILLINGS[number % (layout.keepsBlanks ? 5 : 4)] ?? 'sparse';
  const sheet = makeSheet({ form, values: makeFigures(form, filling, random) });
  damage.apply(sheet, random);
  return { sheet, source: bytesOf(layout, sheet) };
}

/** Reads `documents` reports of one layout and damage and counts what was read. */
export async function measure(layout: Layout, damage: Damage, documents: number): Promise<Score> {
  const score = emptyScore();
  for (let number = 0; number < documents; number++) {
    const { sheet, source } = generate(layout, damage, number);
    const document = await documentOf(source, layout.type);
    // Processor time: what else the machine does is no matter.
    const start = process.cpuUsage();
    const [report] = parseReports(document);
    const { user, system } = process.cpuUsage(start);
    score.milliseconds += (user + system) / 1000;
    scoreReport(score, sheet, report, `${layout.name} × ${damage.name} #${number}`);
  }
  return score;
}

export function* pairs(): Generator<{ layout: Layout; damage: Damage }> {
  for (const layout of LAYOUTS)
    for (const damage of DAMAGES) if (damage.fits?.(layout) ?? true) yield { layout, damage };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 2166136261;
  for (const c of text) value = Math.imul(value ^ (c.codePointAt(0) ?? 0), 16777619) >>> 0;
  return value;
}
