import type { z } from 'zod';
import { FIELDS } from '../reports/catalogue.ts';
import { field, keys } from '../settings/yaml.ts';

const text = (expected: string): z.ZodType<string> =>
  field(expected, (value): value is string => typeof value === 'string' && value.trim() !== '');

const body = text('the name of the body, as the report is filed');

const isYear = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 2008 && value <= 2100;
const year = field('a report year such as 2023', isYear);

const figure = field(
  'a number, or null for a blank cell',
  (value): value is number | null => value === null || (typeof value === 'number' && Number.isFinite(value)),
);

const fieldIds = new Set(FIELDS.map(({ id }) => id));

const signed = {
  site: text('the id of a site file'),
  author: text('the name of who corrects it'),
  date: field(
    'the day of the correction, such as 2026-11-26',
    (value): value is string =>
      typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)),
  ),
  reason: text('why: what the document really says, and where'),
};

export const valueCorrectionSchema = keys({
  ...signed,
  body,
  year,
  field: field(
    'a field of the catalogue, such as requests.new.natural_person (`nianbao export` writes all of them as codebook)',
    (value): value is string => typeof value === 'string' && fieldIds.has(value),
  ),
  was: figure,
  value: figure,
});

export const identityCorrectionSchema = keys({
  ...signed,
  url: field(
    'the http:// or https:// address of the document',
    (value): value is string =>
      typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value),
  ),
  was: keys({
    body: field(
      'the body that the document is read to be of, or null',
      (value): value is string | null => value === null || (typeof value === 'string' && value.trim() !== ''),
    ),
    year: field(
      'the year that the document is read to be for, or null',
      (value): value is number | null => value === null || isYear(value),
    ),
  }),
  is: keys({ body, year }),
});
