/** The figures of a run: printed as they come, recorded, and held against the recorded ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';

/** One part of the benchmark. Of a ratio, more is better. */
export interface Figures {
  readonly title: string;
  readonly lines: readonly string[];
  readonly ratios: Readonly<Record<string, number>>;
}

/** A recorded part, with its day and machine: parts are recorded each by itself. */
interface Recorded extends Figures {
  readonly date: string;
  readonly machine: string;
}

/** By how much a ratio may be worse than the recorded one. */
const TOLERATED = 0.2;
const JSON_FILE = new URL('./results.json', import.meta.url);
const TEXT_FILE = new URL('./RESULTS.md', import.meta.url);

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** The first words of a title name its part, whatever the numbers behind them. */
const partOf = ({ title }: Figures): string => title.split(/\s+/, 1)[0] ?? title;

export class Results {
  readonly #parts: Figures[] = [];

  add(figures: Figures): void {
    this.#parts.push(figures);
    this.say(textOf(figures));
  }

  say(line: string): void {
    console.log(line);
  }

  /** Takes this run's parts for the measure; those that it left out stay as they were recorded. */
  record(): void {
    const gib = Math.round(totalmem() / 1024 ** 3);
    const load = (loadavg()[0] ?? 0).toFixed(0);
    const machine = `${availableParallelism()} cores, ${gib} GiB, Node ${process.versions.node}, ${process.platform}, load ${load}`;
    const date = new Date().toISOString().slice(0, 10);
    const fresh = this.#parts.map((part): Recorded => ({ ...part, date, machine }));
    const names = fresh.map(partOf);
    const parts = [...recorded().filter((part) => !names.includes(partOf(part))), ...fresh];
    writeFileSync(JSON_FILE, `${JSON.stringify(parts, null, 2)}\n`);
    writeFileSync(TEXT_FILE, documentOf(parts));
    this.say('recorded in test/bench/RESULTS.md and results.json');
  }

  /** Holds this run's ratios against the recorded ones, and says which are worse by more than a fifth. */
  check(): boolean {
    const before = new Map(recorded().flatMap(({ ratios }) => Object.entries(ratios)));
    const worse = this.#parts.flatMap(({ ratios }) =>
      Object.entries(ratios).flatMap(([name, now]) => {
        const was = before.get(name);
        return was !== undefined && now < was * (1 - TOLERATED)
          ? [`${name}: ${now.toFixed(3)}, recorded ${was.toFixed(3)}`]
          : [];
      }),
    );
    if (worse.length === 0) this.say('no ratio is worse than the recorded one by more than a fifth');
    else this.say(`worse than recorded by more than a fifth:\n  ${worse.join('\n  ')}`);
    return worse.length === 0;
  }
}

function recorded(): Recorded[] {
  try {
    return JSON.parse(readFileSync(JSON_FILE, 'utf8')) as Recorded[];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function textOf({ title, lines, ratios }: Figures): string {
  const told = Object.entries(ratios).map(([name, ratio]) => `  ratio: ${name} ${ratio.toFixed(3)}`);
  return [title, ...lines.map((line) => `  ${line}`), ...told, ''].join('\n');
}

function documentOf(parts: readonly Recorded[]): string {
  const sections = parts.map(
    (part) =>
      `## ${part.title}\n\nMeasured ${part.date} on ${part.machine}.\n\n\`\`\`text\n${textOf(part).trimEnd()}\n\`\`\``,
  );
  return `# Results of the benchmark

Made by \`npm run bench -- --record\`; \`--check\` fails where a ratio is worse than here by more than a fifth. Of a ratio, more
is better. Figures of busy or other machines differ; the ratios, taken within one run, say more.

${sections.join('\n\n')}
`;
}
