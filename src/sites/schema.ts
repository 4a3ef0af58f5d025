import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { crawlerFor, families } from '../crawlers/index.ts';
import { limitsSchema, politenessSchema } from '../settings/schema.ts';
import { field, keys } from '../settings/yaml.ts';
import { regionName } from './regions.ts';

const text = (expected: string): z.ZodType<string> =>
  field(expected, (value): value is string => typeof value === 'string' && value.trim() !== '');

const yesOrNo = field('true or false', (value): value is boolean => typeof value === 'boolean');

/** A name of RFC 1123 or an IPv4 address: some portals officially have nothing else. */
function isHost(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 253) return false;
  const labels = value.split('.');
  if (!labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))) return false;
  return /^\d+$/.test(labels.at(-1) ?? '') ? isIPv4(value) : true;
}

export const hostsSchema = z
  .array(
    field((met) => {
      const url = typeof met === 'string' && /[/:@]/.test(met);
      return `a host name such as www.ruzhou.gov.cn${url ? ', without scheme, port or path' : ''}`;
    }, isHost).transform((host) => host.toLowerCase()),
    { error: 'a list of host names' },
  )
  .min(1, { error: 'at least one host name: every other host is refused' });

/** The address as a URL when it is http or https, without user and password; null otherwise. */
export function webAddress(value: unknown): URL | null {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.username === '' && url.password === '' ? url : null;
}

const reportYear = field(
  () => `a year from 2008, when the regulations took effect, to ${new Date().getUTCFullYear()}`,
  (value): value is number =>
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 2008 &&
    value <= new Date().getUTCFullYear(),
);

export const columnsSchema = z
  .array(
    keys({
      url: field(
        'an http:// or https:// address without user and password',
        (value): value is string => webAddress(value) !== null,
      ),
      body: field(
        'the name of the one body whose reports the column holds, or null',
        (value): value is string | null =>
          value === null || (typeof value === 'string' && value.trim() !== ''),
      ).optional(),
      from: reportYear.optional(),
      until: reportYear.optional(),
    }),
    { error: 'a list of columns, each a map with url and, where needed, body, from and until' },
  )
  .min(1, { error: 'at least one column: it is where discovery starts' });

export const idSchema = field(
  'a name of small letters, digits, - and _, the same as the file name',
  (value): value is string => typeof value === 'string' && /^[a-z0-9][a-z0-9_-]{0,63}$/.test(value),
);

function expectedCode(met: unknown): string {
  if (typeof met === 'number') return `six digits in quotes; write region_code: "${met}"`;
  if (typeof met === 'string' && /^\d{6}$/.test(met)) {
    return 'a code that GB/T 2260 has or had since 2008 (a development zone takes the code of its county or city); look it up and correct it';
  }
  return 'a code of GB/T 2260, six digits in quotes, such as "410482"';
}

/** A file of `config/sites` by itself; what needs more than one value is tested in `load.ts`. */
export const siteSchema = keys({
  id: idSchema,
  name: text('the name of the county or zone'),
  region_code: field(
    expectedCode,
    (value): value is string =>
      typeof value === 'string' && /^\d{6}$/.test(value) && regionName(value) !== null,
  ),
  crawler: field(
    () => `the name of a crawler of this version: ${[...families(), 'auto'].join(', ')}`,
    (value): value is string => typeof value === 'string' && crawlerFor(value) !== null,
  ),
  hosts: hostsSchema,
  columns: columnsSchema,
  since: reportYear,
  evidence: field(
    'seen or inferred: how sure we are of the addresses',
    (value): value is 'seen' | 'inferred' => value === 'seen' || value === 'inferred',
  ),
  allow_empty: yesOrNo.optional(),
  browser: yesOrNo.optional(),
  tls: field(
    'legacy, where the portal knows only TLS below 1.2, or modern',
    (value): value is 'modern' | 'legacy' => value === 'modern' || value === 'legacy',
  ).optional(),
  politeness: politenessSchema,
  limits: limitsSchema,
});
