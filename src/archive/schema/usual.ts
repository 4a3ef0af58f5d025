import { checkRows, entriesView, figurePath, listedRows, part, placed, ROOM, wordViews } from './compact.ts';
import { CORRECTIONS_BY_FIGURE } from './corrections.ts';
import { ONCE } from './once.ts';

/**
 * What reports of one shape mostly say in each place, and what their checks mostly find, stands in `usual_readings` once
 * for all of them (../usual.ts explains the letters and marks): a reading has what it says otherwise. Readings that were
 * there before stay as they are, without `usual_id`. Tables are made anew under views that are gone meanwhile.
 */

/** Views of readings and editions, and those that show these: in this order they can go. */
const MADE_ROOM = `
  DROP VIEW corrected_values;
  DROP VIEW report_corrections;
  DROP VIEW report_values;
  DROP VIEW report_meta;
  DROP VIEW report_checks;
  DROP VIEW report_warnings;
  DROP VIEW report_sections;
  DROP VIEW edition_entries;
  DROP VIEW edition_checks;
  DROP VIEW edition_sections;
  DROP VIEW edition_texts;
`;

const year = (more: string): string => `coalesce(g.printed_year${more}, '')`;

/** A text with the years in the place of their marks. */
const dated = (text: string): string =>
  `replace(replace(replace(${text}, char(1), ${year('')}), char(2), ${year(' + 1')}), char(3), ${year(' - 1')})`;

const datedIfText = (value: string): string =>
  `CASE typeof(${value}) WHEN 'text' THEN ${dated(value)} ELSE ${value} END`;

/** Whether the codes of the reading itself say what stands in a place. */
const isOwn = (place: string): string => `(u.id IS NULL OR instr(g.figure_codes, char(256 + ${place})) > 0)`;

const valueAt = (place: string): string =>
  `CASE WHEN ${isOwn(place)} THEN ${part('g.figures', figurePath(place), 0)}
    ELSE ${datedIfText(part('u.entries', `'$[' || ${place} || ']'`, 0))} END`;

const raw = (json: string, path: string): string =>
  `CASE json_type(${json}, ${path}) WHEN 'array' THEN json_extract(${json}, ${path} || '[1]')
    ELSE CAST(json_extract(${json}, ${path}) AS TEXT) END`;

const ENTRIES = `
    SELECT g.edition_id, ${placed(3)} AS is_meta, f.field AS field, ${valueAt('e.key')} AS value,
      CASE WHEN ${placed(1)} IS NULL THEN NULL WHEN ${isOwn('e.key')} THEN ${raw('g.figures', figurePath('e.key'))}
        ELSE ${dated(raw('u.entries', `'$[' || e.key || ']'`))} END AS raw,
      ${placed(1)} AS at, ${placed(2)} AS page
    FROM readings g JOIN layouts y ON y.id = g.layout_id LEFT JOIN usual_readings u ON u.id = g.usual_id
      JOIN json_each(y.entries) e JOIN fields f ON f.id = ${placed(0)}`;

/** The letter of a check; NULL: the usual one holds. */
const LETTER = `CASE WHEN u.id IS NULL THEN substr(g.check_codes, e.key + 1, 1)
    ELSE substr(g.check_codes, nullif(instr(g.check_codes, char(256 + e.key)), 0) + 1, 1) END`;
const FINDING = `'$[' || ((unicode(${LETTER}) - 48) % 1792) || ']'`;

function usualSide(index: 0 | 1): string {
  const path = `'$[' || e.key || '][${index}]'`;
  const first = `json_extract(u.checks, ${path} || '[0]')`;
  return `CASE json_type(u.checks, ${path})
      WHEN 'array' THEN CASE WHEN json_type(u.checks, ${path} || '[0]') = 'text' THEN g.printed_body
        WHEN json_array_length(u.checks, ${path}) = 2 THEN g.printed_year + ${first}
        ELSE ${valueAt(first)} END
      WHEN 'text' THEN ${dated(`json_extract(u.checks, ${path})`)}
      ELSE json_extract(u.checks, ${path}) END`;
}

const side = (index: 0 | 1): string =>
  `CASE WHEN ${LETTER} IS NULL THEN ${usualSide(index)} ELSE ${part('g.checks', FINDING, index)} END`;

/** As `checkRows` of the step before has them. */
const readingChecks = (columns: string, from: string): string => `
    SELECT g.edition_id * ${ROOM} + e.key AS id, ${columns}, ${placed(0)} AS rule, ${placed(1)} AS scope,
      'pass' AS outcome, ${side(0)} AS expected, ${side(1)} AS actual, ${placed(2)} AS severity, NULL AS detail
    FROM ${from} JOIN layouts y ON y.id = g.check_layout_id LEFT JOIN usual_readings u ON u.id = g.usual_id
      JOIN json_each(y.entries) e
    WHERE CASE WHEN ${LETTER} IS NULL THEN json_type(u.checks, '$[' || e.key || ']') <> 'null' ELSE ${LETTER} <> '/' END
    UNION ALL${listedRows('g.edition_id', columns, '', from)}`;

const VIEWS = `
  CREATE VIEW edition_entries AS ${ENTRIES};
  CREATE VIEW report_values AS ${entriesView(false)};
  CREATE VIEW report_meta AS ${entriesView(true)};
  CREATE VIEW edition_checks AS ${readingChecks('g.edition_id', 'readings g')};
  CREATE VIEW report_checks AS ${readingChecks('r.id AS report_id', 'reports r JOIN readings g ON g.edition_id = r.edition_id')}
    UNION ALL ${checkRows('g.id', 'g.id AS report_id', '-', 'report_year_checks g')};
`;

/** As it stands since an earlier step, made anew over the new views. */
const CORRECTED = CORRECTIONS_BY_FIGURE.slice(
  CORRECTIONS_BY_FIGURE.indexOf('CREATE VIEW report_corrections'),
);

export const USUAL = MADE_ROOM + ONCE + VIEWS + wordViews("IN (x'01', x'03')") + CORRECTED;
