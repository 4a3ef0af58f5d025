import { type Html, html } from './html.ts';

export interface Point {
  readonly year: number;
  readonly value: number;
  /** In words, for who hovers or hears. */
  readonly label: string;
}

export interface ChartOptions {
  readonly title: string;
  readonly own: readonly Point[];
  /** What it is compared with. */
  readonly peers: readonly Point[];
  readonly years: readonly number[];
  /** Years from which another form is used: figures before and after are not the same thing. */
  readonly breaks: readonly number[];
  readonly format: (value: number) => string;
  /** Shorter, for the axis. */
  readonly formatAxis: (value: number) => string;
  readonly caption: Html | string;
}

const WIDTH = 300;
const HEIGHT = 130;
const LEFT = 36;
const RIGHT = 14;
const TOP = 16;
const BOTTOM = 20;
/** A year under the axis, with the space before the next. */
const LABEL_WIDTH = 30;

/** A small line chart as inline SVG. Years without a figure are gaps, never zeros. */
export function chart({ title, own, peers, years, breaks, format, formatAxis, caption }: ChartOptions): Html {
  const all = [...own, ...peers].map((point) => point.value);
  const top = niceTop(Math.max(0, ...all));
  const first = years[0] ?? 0;
  const span = Math.max(1, (years.at(-1) ?? 0) - first);
  const x = (year: number): number => LEFT + ((year - first) / span) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const words = own.map((point) => `${point.year}: ${point.label}`).join('; ');
  const last = own.at(-1);
  const [before] = own.slice(-2);
  const falls = last !== undefined && before !== undefined && before.value > last.value;
  return html`<figure><figcaption>${title}</figcaption>
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${`${title}. ${words}`}">
<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(0)}" y2="${y(0)}"/><line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(top)}" y2="${y(top)}"/>
<text x="${LEFT - 4}" y="${y(0) + 3}" text-anchor="end">0</text><text x="${LEFT - 4}" y="${y(top) + 3}" text-anchor="end">${formatAxis(top)}</text>
${apart(years, x).map((year) => html`<text x="${round(x(year))}" y="${HEIGHT - 5}" text-anchor="middle">${String(year)}</text>`)}
${breaks.map((year) => html`<line class="break" x1="${round(x(year - 0.5))}" x2="${round(x(year - 0.5))}" y1="${TOP - 8}" y2="${HEIGHT - BOTTOM}"/>`)}
${lines(peers).map((points) => html`<polyline class="peers" points="${points.map((p) => `${round(x(p.year))},${round(y(p.value))}`).join(' ')}"/>`)}
${lines(own).map((points) => html`<polyline class="own" points="${points.map((p) => `${round(x(p.year))},${round(y(p.value))}`).join(' ')}"/>`)}
${alone(peers).map((p) => html`<circle class="peer" cx="${round(x(p.year))}" cy="${round(y(p.value))}" r="2.8"><title>${p.year}: ${p.label}</title></circle>`)}
${own.map((p) => html`<circle class="dot" cx="${round(x(p.year))}" cy="${round(y(p.value))}" r="2.8"><title>${p.year}: ${p.label}</title></circle>`)}
${last === undefined ? '' : html`<text class="value" x="${round(Math.min(x(last.year), WIDTH - RIGHT - 4))}" y="${round(falls && y(last.value) + 13 < HEIGHT - BOTTOM ? y(last.value) + 13 : Math.max(10, y(last.value) - 6))}" text-anchor="${x(last.year) > WIDTH - 60 ? 'end' : 'middle'}">${format(last.value)}</text>`}
</svg><p class="small soft">${caption}</p></figure>`;
}

/** Years from the last backwards whose labels do not touch. */
function apart(years: readonly number[], x: (year: number) => number): number[] {
  const chosen: number[] = [];
  for (const year of [...years].reverse()) {
    const next = chosen.at(-1);
    if (next === undefined || x(next) - x(year) >= LABEL_WIDTH) chosen.push(year);
  }
  return chosen.reverse();
}

/** Lines through the runs of neighbouring years. */
function lines(points: readonly Point[]): Point[][] {
  return runsOf(points).filter((run) => run.length > 1);
}

/** Points with no neighbour, which no line shows. */
function alone(points: readonly Point[]): Point[] {
  return runsOf(points).flatMap((run) => (run.length === 1 ? run : []));
}

/** Runs of neighbouring years. */
function runsOf(points: readonly Point[]): Point[][] {
  const runs: Point[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.year === point.year - 1) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** The next of 1, 2, 5 times a power of ten. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
