import { LABEL_DAMAGES } from './label-damages.ts';
import type { Layout } from './printing.ts';
import type { Random } from './random.ts';
import type { Sheet } from './sheet.ts';
import { TABLE_DAMAGES } from './table-damages.ts';
import { TRAPS } from './traps.ts';
import { VALUE_DAMAGES } from './value-damages.ts';

/** Something that happens to a report between its author and its reader. */
export interface Damage {
  readonly name: string;
  /** True where little can be read for certain: then what counts is that nothing is given without a warning. */
  readonly trap?: boolean;
  /** Whether it can happen in this layout; everywhere by default. */
  readonly fits?: (layout: Layout) => boolean;
  /** Changes the sheet, and its values where they are no longer printed. */
  apply(sheet: Sheet, random: Random): void;
}

/** Every damage; the first is none. */
export const DAMAGES: readonly Damage[] = [
  { name: 'none', apply: () => undefined },
  ...LABEL_DAMAGES,
  ...TABLE_DAMAGES,
  ...VALUE_DAMAGES,
  ...TRAPS.map((damage) => ({ ...damage, trap: true })),
];
