import { OUTCOMES } from '../coding.ts';
import { CORRECTIONS_BY_FIGURE } from './corrections.ts';
import { dueTrigger } from './years.ts';

/**
 * Small on disk: pages are stored with a page of their site as dictionary; what was read shares its shape with other
 * reports (`layouts`), as ../coding.ts codes it. The views that people use say what they said before.
 *
 * Tables are made anew under their names, after the views that name them are gone; foreign keys are off meanwhile.
 */

const PAYLOADS = `
  -- A copy of a payload's body, for others to be stored with: damage to one row must not take a whole site along.
  CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    kind TEXT NOT NULL CHECK (kind IN ('list', 'report', 'attachment', 'rendered')),
    payload_sha256 TEXT NOT NULL REFERENCES payloads (sha256),
    size INTEGER NOT NULL,
    encoding TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX dictionaries_current ON dictionaries (site_id, kind, id);
  CREATE TRIGGER dictionaries_no_update BEFORE UPDATE ON dictionaries
    BEGIN SELECT RAISE(ABORT, 'dictionaries are never updated'); END;
  CREATE TRIGGER dictionaries_no_delete BEFORE DELETE ON dictionaries
    BEGIN SELECT RAISE(ABORT, 'dictionaries are never deleted'); END;
  CREATE TRIGGER dictionaries_no_replace BEFORE INSERT ON dictionaries
    WHEN EXISTS (SELECT 1 FROM dictionaries WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'dictionaries are never replaced'); END;
  ALTER TABLE payloads ADD COLUMN dictionary_id INTEGER REFERENCES dictionaries (id);

  CREATE VIEW payload_bodies AS
    SELECT p.id, p.sha256, p.size, payload_body(p.sha256, p.size, p.encoding, p.bytes,
      d.payload_sha256, d.size, d.encoding, d.bytes) AS body
    FROM payloads p LEFT JOIN dictionaries d ON d.id = p.dictionary_id;

  -- A payload that is just being stored another way, with the same body, as compact does. Empty but for that moment.
  CREATE TABLE recoding (
    id INTEGER PRIMARY KEY REFERENCES payloads (id)
  ) STRICT;
  DROP TRIGGER payloads_no_update;
  CREATE TRIGGER payloads_no_update BEFORE UPDATE ON payloads
    WHEN NEW.id IS NOT OLD.id OR NEW.sha256 IS NOT OLD.sha256 OR NEW.size IS NOT OLD.size
      OR NOT EXISTS (SELECT 1 FROM recoding WHERE id = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'payloads are never updated'); END;
`;

const MADE_ROOM = `
  DROP VIEW corrected_values;
  DROP VIEW report_corrections;
  DROP VIEW report_values;
  DROP VIEW report_meta;
  DROP VIEW report_checks;
  DROP VIEW report_warnings;
  DROP VIEW report_sections;
  ALTER TABLE readings RENAME TO former_readings;
  ALTER TABLE edition_checks RENAME TO former_checks;
  ALTER TABLE edition_sections RENAME TO former_sections;
  ALTER TABLE year_checks RENAME TO former_year_checks;
  ALTER TABLE judgements RENAME TO former_judgements;
`;

const TABLES = `
  CREATE TABLE layouts (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    entries TEXT NOT NULL
  ) STRICT;

  CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL UNIQUE REFERENCES editions (id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    parser_version TEXT NOT NULL,
    digest TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    printed_body TEXT,
    printed_year INTEGER,
    form_disclosure TEXT,
    form_requests TEXT,
    form_litigation TEXT,
    form_legacy TEXT,
    layout_id INTEGER NOT NULL REFERENCES layouts (id),
    figure_codes TEXT NOT NULL,
    figures TEXT NOT NULL,
    check_layout_id INTEGER NOT NULL REFERENCES layouts (id),
    check_codes TEXT NOT NULL,
    checks TEXT NOT NULL,
    other_checks TEXT,
    failed INTEGER NOT NULL,
    texts BLOB NOT NULL
  ) STRICT;

  CREATE TABLE report_year_checks (
    id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    check_layout_id INTEGER NOT NULL REFERENCES layouts (id),
    check_codes TEXT NOT NULL,
    checks TEXT NOT NULL,
    other_checks TEXT,
    failed INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE judgements (
    id INTEGER PRIMARY KEY,
    resource_id INTEGER NOT NULL REFERENCES resources (id),
    payload_id INTEGER NOT NULL REFERENCES payloads (id),
    role TEXT NOT NULL CHECK (role IN ('content', 'part')),
    parser_version TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    report_id INTEGER REFERENCES reports (id) ON DELETE CASCADE,
    url TEXT,
    edition_id INTEGER REFERENCES editions (id) ON DELETE CASCADE,
    content_sha256 TEXT,
    UNIQUE (resource_id, payload_id, report_id)
  ) STRICT;

  CREATE TABLE editions_anew (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    content_sha256 TEXT NOT NULL,
    url TEXT NOT NULL,
    first_capture_id INTEGER NOT NULL REFERENCES captures (id),
    last_capture_id INTEGER NOT NULL REFERENCES captures (id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
  ) STRICT;
`;

const CHECK = 'json_array(rule, scope, outcome, severity, expected, actual, detail)';

const checksOf = (table: string, key: string, of: string): string =>
  `(SELECT json_group_array(json(c)) FROM (SELECT ${CHECK} AS c FROM ${table} k WHERE k.${key} = ${of} ORDER BY k.id))`;

const EDITION_CHECKS = checksOf('former_checks', 'edition_id', 'g.edition_id');
const YEAR_CHECKS = checksOf('former_year_checks', 'report_id', 'r.id');
const WITH_YEAR_CHECKS = 'FROM reports r WHERE r.id IN (SELECT report_id FROM former_year_checks)';

const layoutId = (coded: string): string => `(SELECT id FROM layouts WHERE digest = ${coded} ->> 0)`;
const checkColumns = (coded: string): string =>
  `${layoutId(coded)}, ${[1, 2, 3, 4].map((i) => `${coded} ->> ${i}`).join(', ')}`;

const FILLED = `
  INSERT OR IGNORE INTO layouts (digest, entries)
    SELECT text_sha256(l), l FROM (
      SELECT recoded_layout(figures, meta) AS l FROM former_readings
      UNION SELECT recoded_check_layout(${EDITION_CHECKS}) FROM former_readings g
      UNION SELECT recoded_check_layout(${YEAR_CHECKS}) ${WITH_YEAR_CHECKS});

  INSERT INTO readings
    WITH coded AS MATERIALIZED (
      SELECT g.id, recoded_entries(g.figures, g.meta) AS entries, recoded_checks(${EDITION_CHECKS}) AS checks
      FROM former_readings g)
    SELECT g.id, g.edition_id, g.capture_id, g.parser_version, substr(g.digest, 1, 16), g.status, g.reason,
      g.printed_body, g.printed_year, g.form_disclosure, g.form_requests, g.form_litigation, g.form_legacy,
      ${layoutId('k.entries')}, k.entries ->> 1, k.entries ->> 2, ${checkColumns('k.checks')},
      recoded_texts(g.title, (SELECT json_group_array(json_array(section, text)) FROM (
          SELECT section, text FROM former_sections s WHERE s.edition_id = g.edition_id ORDER BY s.id)),
        readable_body(p.sha256, p.size, p.encoding, p.bytes))
    FROM former_readings g JOIN coded k ON k.id = g.id
      LEFT JOIN captures c ON c.id = g.capture_id
      LEFT JOIN payloads p ON p.sha256 = coalesce(c.rendered_sha256, c.payload_sha256, c.revalidated_sha256);

  INSERT INTO report_year_checks
    WITH coded AS MATERIALIZED (SELECT r.id, recoded_checks(${YEAR_CHECKS}) AS checks ${WITH_YEAR_CHECKS})
    SELECT k.id, ${checkColumns('k.checks')} FROM coded k;

  INSERT INTO judgements
    SELECT j.id, j.resource_id, p.id, j.role, j.parser_version, j.status, j.reason, j.report_id,
      nullif(j.url, s.url), e.id, CASE WHEN e.id IS NULL THEN j.content_sha256 END
    FROM former_judgements j LEFT JOIN editions e ON e.report_id = j.report_id AND e.content_sha256 = j.content_sha256 LEFT JOIN payloads p ON p.sha256 = j.payload_sha256
      LEFT JOIN resources s ON s.id = j.resource_id;

  INSERT INTO editions_anew SELECT * FROM editions;

  DROP TABLE former_readings;
  DROP TABLE former_checks;
  DROP TABLE former_sections;
  DROP TABLE former_year_checks;
  DROP TABLE former_judgements;
  DROP TABLE editions;
  ALTER TABLE editions_anew RENAME TO editions;

  CREATE INDEX readings_failed ON readings (edition_id) WHERE failed > 0;
  CREATE INDEX report_year_checks_failed ON report_year_checks (id) WHERE failed > 0;
  CREATE INDEX judgements_by_report ON judgements (report_id);
  -- Half of a hash tells the contents of one report apart.
  CREATE UNIQUE INDEX editions_by_content ON editions (report_id, substr(content_sha256, 1, 16));
  CREATE INDEX editions_by_capture ON editions (first_capture_id, id);
  ${dueTrigger('readings_new_due', 'INSERT ON readings', 'SELECT site_id, body FROM reports WHERE edition_id = NEW.edition_id')}
`;

/** Where in `figures` the value of a place stands: the letters are explained in ../coding.ts. */
export const figurePath = (place: string): string =>
  `'$[' || ((unicode(substr(g.figure_codes, instr(g.figure_codes, char(256 + ${place})) + 1, 1)) - 48) % 1792) || ']'`;
const FIGURE = figurePath('e.key');
/** The same of `checks`. */
const FINDING = `'$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']'`;

/** A value that may stand alone or be one of two. */
export const part = (json: string, path: string, index: 0 | 1): string =>
  `CASE json_type(${json}, ${path}) WHEN 'array' THEN json_extract(${json}, ${path} || '[${index}]')
    ELSE json_extract(${json}, ${path}) END`;

export const placed = (index: number): string => `json_extract(e.value, '$[${index}]')`;

const ENTRIES = `
    SELECT g.edition_id, ${placed(3)} AS is_meta, f.field AS field, ${part('g.figures', FIGURE, 0)} AS value,
      CASE WHEN ${placed(1)} IS NULL THEN NULL
        WHEN json_type(g.figures, ${FIGURE}) = 'array' THEN json_extract(g.figures, ${FIGURE} || '[1]')
        ELSE CAST(json_extract(g.figures, ${FIGURE}) AS TEXT) END AS raw,
      ${placed(1)} AS at, ${placed(2)} AS page
    FROM readings g JOIN layouts y ON y.id = g.layout_id JOIN json_each(y.entries) e
      JOIN fields f ON f.id = ${placed(0)}`;

export const entriesView = (meta: boolean): string => `
    SELECT r.id AS report_id, v.field, v.value, v.raw, v.at, v.page
    FROM reports r JOIN edition_entries v ON v.edition_id = r.edition_id WHERE v.is_meta IS ${meta ? 1 : 'NULL'}`;

/** Room for the checks, or sections, of one reading in the ids of a view. */
export const ROOM = 4096;

/**
 * Checks, a row each. Those that passed are an arm of their own, with their outcome as a constant: who asks for those
 * that failed has it left out.
 * @param id of what the checks are of
 * @param from the table with the codes, as `g`, joined with what else is wanted
 */
export const checkRows = (id: string, columns: string, sign: string, from: string): string => `
    SELECT ${sign}(${id} * ${ROOM} + e.key) AS id, ${columns}, ${placed(0)} AS rule, ${placed(1)} AS scope,
      'pass' AS outcome, ${part('g.checks', FINDING, 0)} AS expected, ${part('g.checks', FINDING, 1)} AS actual,
      ${placed(2)} AS severity, NULL AS detail
    FROM ${from} JOIN layouts y ON y.id = g.check_layout_id JOIN json_each(y.entries) e
    WHERE substr(g.check_codes, e.key + 1, 1) <> '/'
    UNION ALL${listedRows(id, columns, sign, from)}`;

/** Those that did not pass, and what of those that did is listed with them. */
export const listedRows = (id: string, columns: string, sign: string, from: string): string => `
    SELECT ${sign}(${id} * ${ROOM} + json_extract(o.value, '$[0]')), ${columns},
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][0]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][1]'),
      json_extract('${JSON.stringify(OUTCOMES)}', '$[' || json_extract(o.value, '$[1]') || ']'),
      json_extract(o.value, '$[2]'), json_extract(o.value, '$[3]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][2]'), json_extract(o.value, '$[4]')
    FROM ${from} JOIN json_each(g.other_checks) o JOIN layouts y ON y.id = g.check_layout_id`;

const sections = (id: string, from: string): string => `
    SELECT x.edition_id * 1048576 + t.id AS id, ${id}, t.value ->> 0 AS section, t.value ->> 1 AS text
    FROM ${from} JOIN json_each(x.texts, '$.sections') t`;

/** The page is unfolded only where the text needs it. @param need of which first byte that can be told */
const textsView = (need: string): string => `
    SELECT g.edition_id AS id, g.edition_id, texts_json(g.texts, CASE WHEN substr(g.texts, 1, 1) ${need} THEN (
        SELECT b.body FROM payload_bodies b
        WHERE b.sha256 = coalesce(c.rendered_sha256, c.payload_sha256, c.revalidated_sha256)) END) AS texts
    FROM readings g JOIN captures c ON c.id = g.capture_id`;

const ENTRY_VIEWS = `
  CREATE VIEW edition_entries AS ${ENTRIES};
  CREATE VIEW report_values AS ${entriesView(false)};
  CREATE VIEW report_meta AS ${entriesView(true)};

  CREATE VIEW edition_checks AS ${checkRows('g.edition_id', 'g.edition_id', '', 'readings g')};
`;

const YEAR_VIEW = `  CREATE VIEW year_checks AS ${checkRows('g.id', 'g.id AS report_id', '', 'report_year_checks g')};
`;

const REPORT_CHECKS = `  CREATE VIEW report_checks AS ${checkRows('g.edition_id', 'r.id AS report_id', '', 'reports r JOIN readings g ON g.edition_id = r.edition_id')}
    UNION ALL ${checkRows('g.id', 'g.id AS report_id', '-', 'report_year_checks g')};
`;

/** Those that show what editions and readings say in words. */
export const wordViews = (need: string): string => `
  CREATE VIEW report_warnings AS
    SELECT w.id, r.id AS report_id, w.code, w.field, w.message
    FROM reports r JOIN edition_warnings w ON w.edition_id = r.edition_id
    UNION ALL
    SELECT -a.id, r.id, 'duplicate_differs', NULL,
      'Another address of this report shows different content, which is not used: ' || a.url
    FROM reports r JOIN editions e ON e.id = r.edition_id
      JOIN report_aliases a ON a.report_id = r.id AND a.content_sha256 <> e.content_sha256;

  CREATE VIEW edition_texts AS ${textsView(need)};
  CREATE VIEW edition_sections AS ${sections('x.edition_id', 'edition_texts x')};
  CREATE VIEW report_sections AS ${sections('r.id AS report_id', 'reports r JOIN edition_texts x ON x.edition_id = r.edition_id')};
`;

/** As it stands since the step before, made anew over the new views. */
const CORRECTED = CORRECTIONS_BY_FIGURE.slice(
  CORRECTIONS_BY_FIGURE.indexOf('CREATE VIEW report_corrections'),
);

export const COMPACT =
  PAYLOADS +
  MADE_ROOM +
  TABLES +
  FILLED +
  ENTRY_VIEWS +
  YEAR_VIEW +
  REPORT_CHECKS +
  wordViews("= x'01'") +
  CORRECTED;
