import { COMPACT } from './schema/compact.ts';
import { COMPLETENESS } from './schema/completeness.ts';
import { CORRECTIONS, CORRECTIONS_BY_FIGURE, PROVENANCE } from './schema/corrections.ts';
import { COVERAGE } from './schema/coverage.ts';
import { FIRST } from './schema/first.ts';
import { PLACES } from './schema/places.ts';
import { USUAL } from './schema/usual.ts';
import { BETWEEN_YEARS } from './schema/years.ts';

/**
 * The schema as a list of steps. Step n takes a database from `user_version` n to n + 1. A step that has been released
 * is never edited: a change is a new step. storage/README.md explains the tables to people.
 */

/** `PRAGMA application_id` of a nianbao database: the letters "nian". */
export const APPLICATION_ID = 0x6e69616e;

const WITHDRAWAL = `
  ALTER TABLE reports ADD COLUMN withdrawn_since TEXT;
  ALTER TABLE reports ADD COLUMN withdrawn_as TEXT CHECK (withdrawn_as IN ('gone', 'unlisted'));
`;

/** Which form of the years before 2019 a report has, beside those of its tables. */
const LEGACY = `
  ALTER TABLE readings ADD COLUMN form_legacy TEXT;
`;

/** In order. The number of steps is the schema version this program knows. */
export const MIGRATIONS: readonly string[] = [
  FIRST,
  WITHDRAWAL,
  PROVENANCE + CORRECTIONS,
  LEGACY,
  COMPLETENESS,
  BETWEEN_YEARS,
  COVERAGE,
  CORRECTIONS_BY_FIGURE,
  COMPACT,
  PLACES,
  USUAL,
];
