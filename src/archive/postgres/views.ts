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

/** Texts of the usual readings have marks in the place of years: ../usual.ts. */
const dated = (value: string): string => `usual_value(${value}, g.printed_year)`;

const isOwn = (place: string): string => `(u.id IS NULL OR strpos(g.figure_codes, chr(256 + ${place})) > 0)`;
const own = (place: string): string =>
  by('d.figures', `substr(g.figure_codes, strpos(g.figure_codes, chr(256 + ${place})) + 1, 1)`);
/** What a reading has, as JSON, and what such readings usually have. */
const PARSED = `CROSS JOIN LATERAL (SELECT g.figures::jsonb AS figures, g.checks::jsonb AS checks,
        u.entries::jsonb AS usual, u.checks::jsonb AS usual_checks OFFSET 0) d`;

const ENTRIES = `
    SELECT g.edition_id, (e.value ->> 3)::bigint AS is_meta, f.field AS field, v.value #>> '{}' AS value,
      CASE WHEN e.value ->> 1 IS NULL THEN NULL ELSE v.raw #>> '{}' END AS raw,
      e.value ->> 1 AS at, (e.value ->> 2)::bigint AS page
    FROM readings g JOIN layouts y ON y.id = g.layout_id LEFT JOIN usual_readings u ON u.id = g.usual_id
      ${PARSED}
      CROSS JOIN LATERAL json_array_elements(y.entries::json) WITH ORDINALITY AS e (value, place)
      CROSS JOIN LATERAL (SELECT ${isOwn('e.place::int - 1')} AS is_own OFFSET 0) o
      CROSS JOIN LATERAL (SELECT CASE WHEN o.is_own THEN ${own('e.place::int - 1')}
        ELSE d.usual -> (e.place::int - 1) END AS both OFFSET 0) b
      CROSS JOIN LATERAL (SELECT CASE WHEN o.is_own THEN ${part('b.both', 0)} ELSE ${dated(part('b.both', 0))} END AS value,
        CASE WHEN o.is_own THEN ${part('b.both', 1)} ELSE ${dated(part('b.both', 1))} END AS raw OFFSET 0) v
      JOIN fields f ON f.id = (e.value ->> 0)::bigint`;

const entries = (meta: string, type: string): string => `
    SELECT r.id AS report_id, v.field, v.value::${type} AS value, v.raw, v.at, v.page
    FROM reports r JOIN edition_entries v ON v.edition_id = r.edition_id WHERE v.is_meta IS ${meta}`;

/** Room for the checks of one reading in the ids of a view. */
const ROOM = 4096;

/** The side of a check as it usually is. */
function usualSide(index: 0 | 1): string {
  const at = `(c.usual -> ${index})`;
  const place = `(${at} ->> 0)::int`;
  return `CASE WHEN jsonb_typeof(${at}) <> 'array' THEN ${dated(at)}
      WHEN jsonb_typeof(${at} -> 0) = 'string' THEN to_jsonb(g.printed_body)
      WHEN jsonb_array_length(${at}) = 2 THEN to_jsonb(g.printed_year + (${at} ->> 0)::bigint)
      WHEN ${isOwn(place)} THEN ${part(`(${own(place)})`, 0)}
      ELSE ${dated(part(`(d.usual -> ${place})`, 0))} END`;
}

const side = (index: 0 | 1): string =>
  `CASE WHEN c.letter IS NULL THEN nullif(${usualSide(index)}, 'null'::jsonb) ELSE ${part('v.value', index)} END`;

const readingChecks = (columns: string, from: string): string => `
    SELECT g.edition_id * ${ROOM} + e.place - 1 AS id, ${columns}, e.value ->> 0 AS rule, e.value ->> 1 AS scope,
      'pass' AS outcome, ${side(0)} AS expected, ${side(1)} AS actual, e.value ->> 2 AS severity, NULL::text AS detail
    FROM ${from} JOIN layouts y ON y.id = g.check_layout_id LEFT JOIN usual_readings u ON u.id = g.usual_id
      ${PARSED}
      CROSS JOIN LATERAL json_array_elements(y.entries::json) WITH ORDINALITY AS e (value, place)
      CROSS JOIN LATERAL (SELECT CASE WHEN u.id IS NULL THEN substr(g.check_codes, e.place::int, 1)
        ELSE substr(g.check_codes, nullif(strpos(g.check_codes, chr(255 + e.place::int)), 0) + 1, 1) END AS letter,
        d.usual_checks -> (e.place::int - 1) AS usual OFFSET 0) c
      CROSS JOIN LATERAL (SELECT ${by('d.checks', 'c.letter')} AS value OFFSET 0) v
    WHERE CASE WHEN c.letter IS NULL THEN jsonb_typeof(c.usual) <> 'null' ELSE c.letter <> '/' END
    UNION ALL${listedRows('g.edition_id', columns, '', from)}`;

const checkRows = (id: string, columns: string, sign: string, from: string): string => `
    SELECT ${sign}(${id} * ${ROOM} + e.place - 1) AS id, ${columns}, e.value ->> 0 AS rule, e.value ->> 1 AS scope,
      'pass' AS outcome, ${part('v.value', 0)} AS expected, ${part('v.value', 1)} AS actual,
      e.value ->> 2 AS severity, NULL::text AS detail
    FROM ${from} JOIN layouts y ON y.id = g.check_layout_id
      CROSS JOIN LATERAL (SELECT g.checks::jsonb AS checks OFFSET 0) d
      CROSS JOIN LATERAL json_array_elements(y.entries::json) WITH ORDINALITY AS e (value, place)
      CROSS JOIN LATERAL (SELECT d.checks -> (ascii(substr(g.check_codes, e.place::int, 1)) - 48) AS value) v
    WHERE substr(g.check_codes, e.place::int, 1) <> '/'
    UNION ALL${listedRows(id, columns, sign, from)}`;

const listedRows = (id: string, columns: string, sign: string, from: string): string => `
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
  edition_checks: readingChecks('g.edition_id', 'readings g'),
  year_checks: checkRows('g.id', 'g.id AS report_id', '', 'report_year_checks g'),
  report_checks: `${readingChecks('r.id AS report_id', 'reports r JOIN readings g ON g.edition_id = r.edition_id')}
    UNION ALL ${checkRows('g.id', 'g.id AS report_id', '-', 'report_year_checks g')}`,
  edition_texts: `SELECT g.edition_id AS id, g.edition_id, convert_from(substr(g.texts, 2), 'UTF8') AS texts FROM readings g`,
  edition_sections: sections('x.edition_id', 'edition_texts x'),
  report_sections: sections(
    'r.id AS report_id',
    'reports r JOIN edition_texts x ON x.edition_id = r.edition_id',
  ),
};
