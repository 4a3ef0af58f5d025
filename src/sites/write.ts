import { stringify } from 'yaml';
import type { Site } from './site.ts';

/** What a site file holds beside settings of its own. */
export type SiteFile = Pick<
  Site,
  'id' | 'name' | 'regionCode' | 'crawler' | 'hosts' | 'since' | 'evidence' | 'browser'
> & { readonly columns: readonly { readonly url: string; readonly remark: string }[] };

/**
 * The text of a site file.
 * @param remarks lines above it: what was seen, and when
 */
export function siteFileText(site: SiteFile, remarks: readonly string[]): string {
  const value = (text: string): string => stringify(text, { lineWidth: 0 }).trimEnd();
  return [
    ...remarks.map((remark) => `# ${remark}`),
    `id: ${value(site.id)}`,
    `name: ${value(site.name)}`,
    `region_code: "${site.regionCode}"`,
    `crawler: ${value(site.crawler)}`,
    `hosts: [${site.hosts.map(value).join(', ')}]`,
    'columns:',
    ...site.columns.flatMap(({ url, remark }) => [`  # ${remark}`, `  - url: ${value(url)}`]),
    `since: ${site.since}`,
    `evidence: ${site.evidence}`,
    ...(site.browser ? ['browser: true'] : []),
    '',
  ].join('\n');
}
