import { regionName, regionsAbove } from './regions.ts';
import type { Site } from './site.ts';

/** All sites as a page of Markdown, by province: for people who look for a county. */
export function sitesPage(sites: readonly Site[]): string {
  const provinces = new Map<string, Site[]>();
  for (const site of [...sites].sort((a, b) => order(a).localeCompare(order(b), 'en'))) {
    const code = `${site.regionCode.slice(0, 2)}0000`;
    provinces.set(code, [...(provinces.get(code) ?? []), site]);
  }
  const families = new Map<string, number>();
  for (const { crawler } of sites) families.set(crawler, (families.get(crawler) ?? 0) + 1);
  const counted = [...families].sort(([a, x], [b, y]) => y - x || a.localeCompare(b, 'en'));
  const seen = sites.filter(({ evidence }) => evidence === 'seen').length;
  return [
    '# The configured portals',
    '',
    '<!-- Made by `npm run docs:sites` from the files beside it: edit those. -->',
    '',
    `${sites.length} portals in ${provinces.size} provinces; the addresses of ${seen} were seen to exist, those of ${sites.length - seen} were`,
    'concluded from the portal’s product and from a report that was seen. None was asked when this page was made:',
    '`npx nianbao sites check --live` does that.',
    '',
    `By crawler: ${counted.map(([crawler, count]) => `${crawler} ${count}`).join(', ')}.`,
    ...[...provinces].flatMap(([code, those]) => [
      '',
      `## ${regionName(code) ?? code}`,
      '',
      '| region | site | crawler | since | evidence | first column |',
      '| --- | --- | --- | --- | --- | --- |',
      ...those.map(row),
    ]),
    '',
  ].join('\n');
}

function order({ regionCode, id }: Site): string {
  return `${regionCode} ${id}`;
}

function row({ id, name, regionCode, crawler, since, evidence, columns }: Site): string {
  const province = regionName(`${regionCode.slice(0, 2)}0000`) ?? '';
  const place = `${regionsAbove(regionCode).slice(province.length)}${regionName(regionCode) ?? ''}`;
  const known = place.endsWith(name) ? place : `${place} · ${name}`;
  const url = columns[0]?.url.replaceAll('|', '%7C') ?? '';
  return `| ${regionCode} ${known} | [${id}](${id}.yaml) | ${crawler} | ${since} | ${evidence} | <${url}> |`;
}
