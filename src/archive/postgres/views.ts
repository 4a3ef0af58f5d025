import { OUTCOMES, PLACES } from '../coding.ts';

/**
 * Views that unpack what `../coding.ts` packs are written for PostgreSQL by hand; every other is made from SQLite's
 * (`../schema/compact.ts`, which explains them).
 */

/** A value of a list of distinct ones, by the letter that stands for it. */
const by = (list: string, letter: string): string => `${list} -> ((ascii(${letter}) - 48) % ${PLACES})`;

/** A value that may stand alone or be one of two. */
const part = (value: string, index: 0 | 1): string =>
  `nullif(CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} -> ${index} ELSE ${value} END, 'null'::jsonb)`;

const ENTRIES = `
    SELECT g.edition_id, (e.value ->> 3)::bigint AS is_meta, f.field AS field, ${part('v.value', 0)} #>> '{}' AS value,
      CASE WHEN e.value ->> 1 IS NULL THEN NULL ELSE ${part('v.value', 1)} #>> '{}' END AS raw,
      e.value ->> 1 AS at, (e.value ->> 2)::bigint AS page
    FROM readings g JOIN layouts y ON y.id = g.layout_id
      CROSS JOIN LATERAL (SELECT g.figures::jsonb AS figures OFFSET 0) d
      CROSS JOIN LATERAL json_array_elements(y.entries::json) WITH ORDINALITY AS e (value, place)
      CROSS JOIN LATERAL (SELECT ${by('d.figures', 'substr(g.figure_codes, strpos(g.figure_codes, chr(255 + e.place::int)) + 1, 1)')} AS value OFFSET 0) v
      JOIN fields f ON f.id = (e.value ->> 0)::bigint`;

const entries = (meta: string, type: string): string => `
    SELECT r.id AS report_id, v.field, v.value::${type} AS value, v.raw, v.at, v.page
    FROM reports r JOIN edition_entries v ON v.edition_id = r.edition_id WHERE v.is_meta IS ${meta}`;

/** Room for the checks of one reading in the ids of a view. */
const ROOM = 4096;

const checkRows = (id: string, columns: string, sign: string, from: string): string => `
    SELECT ${sign}(${id} * ${ROOM} + e.place - 1) AS id, ${columns}, e.value ->> 0 AS rule, e.value ->> 1 AS scope,
      'pass' AS outcome, ${part('v.value', 0)} AS expected, ${part('v.value', 1)} AS actual,
      e.value ->> 2 AS severity, NULL::text AS detail
    FROM ${from} JOIN layouts y ON y.id = g.check_layout_id
      CROSS JOIN LATERAL (SELECT g.checks::jsonb AS checks OFFSET 0) d
      CROSS JOIN LATERAL json_array_elements(y.entries::json) WITH ORDINALITY AS e (value, place)
      CROSS JOIN LATERAL (SELECT d.checks -> (ascii(substr(g.check_codes, e.place::int, 1)) - 48) AS value) v
    WHERE substr(g.check_codes, e.place::int, 1) <> '/'
    UNION ALL
    SELECT ${sign}(${id} * ${ROOM} + (o.value ->> 0)::bigint), ${columns}, l.value ->> 0, l.value ->> 1,
      '${JSON.stringify(OUTCOMES)}'::jsonb ->> (o.value ->> 1)::int,
      nullif(o.value -> 2, 'null'::jsonb), nullif(o.value -> 3, 'null'::jsonb), l.value ->> 2, o.value ->> 4
    FROM ${from} JOIN layouts y ON y.id = g.check_layout_id
      CROSS JOIN LATERAL jsonb_array_elements(g.other_checks::jsonb) AS o (value)
      CROSS JOIN LATERAL (SELECT y.entries::json -> (o.value ->> 0)::int AS value) l`;

const sections = (id: string, from: string): string => `
    SELECT x.edition_id * 1048576 + t.place AS id, ${id}, t.value ->> 0 AS section, t.value ->> 1 AS text
    FROM ${from} CROSS JOIN LATERAL json_array_elements(x.texts::json -> 'sections') WITH ORDINALITY AS t (value, place)`;

/** Null: the view would need what only the program can do; the program does it. */
export const VIEWS: Readonly<Record<string, string | null>> = {
  payload_bodies: null,
  edition_entries: ENTRIES,
  report_values: entries('NULL', 'double precision'),
  report_meta: entries('NOT NULL', 'text'),
  edition_checks: checkRows('g.edition_id', 'g.edition_id', '', 'readings g'),
  year_checks: checkRows('g.id', 'g.id AS report_id', '', 'report_year_checks g'),
  report_checks: `${checkRows('g.edition_id', 'r.id AS report_id', '', 'reports r JOIN readings g ON g.edition_id = r.edition_id')}
    UNION ALL ${checkRows('g.id', 'g.id AS report_id', '-', 'report_year_checks g')}`,
  edition_texts: `SELECT g.edition_id AS id, g.edition_id, convert_from(substr(g.texts, 2), 'UTF8') AS texts FROM readings g`,
  edition_sections: sections('x.edition_id', 'edition_texts x'),
  report_sections: sections(
    'r.id AS report_id',
    'reports r JOIN edition_texts x ON x.edition_id = r.edition_id',
  ),
};
