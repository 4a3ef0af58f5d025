/**
 * Measures how well the parser reads made-up reports: every layout, undamaged and with every damage; with `--printed`,
 * as PDFs that a browser prints, with and without ruling lines, and as scans of them.
 * `--documents N` reports a layout and damage (default 6); `--only WORD` those whose name contains it.
 * Exits 1 when a value was wrong without a warning.
 */
import { parseArgs } from 'node:util';
import { measurePrinted, PRINTINGS } from '../reports/generate/printed.ts';
import { measure, pairs } from '../reports/generate/run.ts';
import { addScore, emptyScore, type Score } from '../reports/generate/score.ts';
import { launch } from '../web/browser.ts';

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '6' },
    only: { type: 'string', default: '' },
    printed: { type: 'boolean', default: false },
  },
});
const documents = Number(options.documents);
if (!Number.isInteger(documents) || documents < 1)
  throw new Error(`--documents ${options.documents}: expected a whole number from 1`);

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${(Math.floor((part / whole) * 100_000) / 1000).toFixed(3)}%`;

function row(name: string, score: Score): string {
  const counts = [score.wrongWarned, score.wrongSilent, score.nullWarned];
  return [
    name.padEnd(36),
    String(score.documents).padStart(7),
    String(score.cells).padStart(9),
    percent(score.right, score.cells).padStart(10),
    ...counts.map((n) => String(n).padStart(11)),
    (score.milliseconds / Math.max(1, score.documents)).toFixed(1).padStart(8),
  ].join('');
}

const HEADING = [
  'layout × damage'.padEnd(36),
  'reports'.padStart(7),
  'cells'.padStart(9),
  'right'.padStart(10),
  ...['wrong,warn', 'SILENT', 'null,warn'].map((h) => h.padStart(11)),
  'ms each'.padStart(8),
].join('');

const start = performance.now();
const byLayout = new Map<string, Score>();
const byDamage = new Map<string, Score>();
const [undamaged, damaged, trapped] = [emptyScore(), emptyScore(), emptyScore()];
console.log(HEADING);
if (options.printed) await printed();
else await written();
for (const example of [undamaged, damaged, trapped].flatMap((s) => s.examples).slice(0, 60))
  console.log(`SILENT ${example}`);
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
if (undamaged.wrongSilent + damaged.wrongSilent + trapped.wrongSilent > 0) process.exitCode = 1;

async function written(): Promise<void> {
  for (const { layout, damage } of pairs()) {
    const name = `${layout.name} × ${damage.name}`;
    if (!name.includes(options.only)) continue;
    const score = await measure(layout, damage, documents);
    console.log(row(name, score));
    for (const [map, key] of [[byLayout, layout.name] as const, [byDamage, damage.name] as const]) {
      const sum = map.get(key) ?? emptyScore();
      map.set(key, sum);
      addScore(sum, score);
    }
    addScore(damage.name === 'none' ? undamaged : damage.trap === true ? trapped : damaged, score);
  }
  console.log(`\n${HEADING}`);
  for (const [name, score] of [...byLayout, ...byDamage]) console.log(row(name, score));
  console.log(row('undamaged', undamaged));
  console.log(row('damaged', damaged));
  console.log(row('traps', trapped));
}

async function printed(): Promise<void> {
  const browser = await launch();
  try {
    for (const printing of PRINTINGS) {
      if (!printing.name.includes(options.only)) continue;
      const score = await measurePrinted(browser, printing, documents);
      console.log(row(printing.name, score));
      addScore(undamaged, score);
    }
  } finally {
    await browser.close();
  }
}
