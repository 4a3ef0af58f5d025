import { dueTrigger } from './years.ts';

/**
 * The tables of a step: what is known of a report already is not stored with it once more: the time of a capture, the
 * address of the report, the words that nearly every title has. The names that people use say what they said before:
 * `editions` as a view, the others as columns that are worked out.
 */

/** Nearly every title is the body, the year, and this. */
const REST_OF_TITLE = '年政府信息公开工作年度报告';

/** SQL: a title, as `short_title` keeps it. It begins with `=` where it stands there as it is, having letters that would mean something else. */
export function shortTitle(title: string): string {
  return `CASE WHEN replace(replace(replace(${title}, '@', ''), '#', ''), '~', '') <> ${title} OR substr(${title}, 1, 1) = '='
      THEN '=' || ${title}
    ELSE replace(replace(replace(${title}, '${REST_OF_TITLE}', '~'), CAST(year AS TEXT), '#'), body, '@') END`;
}

const TITLE = `CASE WHEN substr(short_title, 1, 1) = '=' THEN substr(short_title, 2)
    ELSE replace(replace(replace(short_title, '@', body), '#', CAST(year AS TEXT)), '~', '${REST_OF_TITLE}') END`;

const fetchedAt = (capture: string): string =>
  `(SELECT c.fetched_at FROM captures c WHERE c.id = ${capture})`;

const EDITIONS = `
  DROP INDEX editions_by_content;
  ALTER TABLE editions RENAME TO edition_rows;
  ALTER TABLE edition_rows ADD COLUMN content BLOB;
  ALTER TABLE edition_rows ADD COLUMN own_url TEXT;
  ALTER TABLE edition_rows ADD COLUMN first_at TEXT;
  ALTER TABLE edition_rows ADD COLUMN last_at TEXT;
  UPDATE edition_rows SET content = unhex(content_sha256),
    own_url = nullif(url, (SELECT r.url FROM reports r WHERE r.id = report_id)),
    first_at = nullif(first_seen_at, ${fetchedAt('first_capture_id')}),
    last_at = nullif(last_seen_at, ${fetchedAt('last_capture_id')});
  ALTER TABLE edition_rows DROP COLUMN content_sha256;
  ALTER TABLE edition_rows DROP COLUMN url;
  ALTER TABLE edition_rows DROP COLUMN first_seen_at;
  ALTER TABLE edition_rows DROP COLUMN last_seen_at;
  -- Eight bytes of a hash tell the contents of one report apart.
  CREATE UNIQUE INDEX editions_by_content ON edition_rows (report_id, substr(content, 1, 8));

  -- No own_url: that of the report. No first_at or last_at: the time of that capture.
  CREATE VIEW editions AS
    SELECT e.id, e.report_id, lower(hex(e.content)) AS content_sha256,
      coalesce(e.own_url, (SELECT r.url FROM reports r WHERE r.id = e.report_id)) AS url,
      e.first_capture_id, e.last_capture_id,
      coalesce(e.first_at, ${fetchedAt('e.first_capture_id')}) AS first_seen_at,
      coalesce(e.last_at, ${fetchedAt('e.last_capture_id')}) AS last_seen_at
    FROM edition_rows e;
`;

const TITLES = `
  ALTER TABLE reports ADD COLUMN short_title TEXT;
  UPDATE reports SET short_title = ${shortTitle('title')};
  ALTER TABLE reports DROP COLUMN title;
  ALTER TABLE reports ADD COLUMN title TEXT GENERATED ALWAYS AS (${TITLE}) VIRTUAL;
`;

/** What there is one of by edition, or by report, has that one's number: no second one, and no index for it. */
const READINGS = `
  -- What readings usually say: usual.ts.
  CREATE TABLE usual_readings (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL,
    layout_id INTEGER NOT NULL REFERENCES layouts (id),
    check_layout_id INTEGER NOT NULL REFERENCES layouts (id),
    entries TEXT NOT NULL,
    checks TEXT NOT NULL
  ) STRICT;
  DROP TRIGGER readings_new_due;
  DROP INDEX readings_failed;
  ALTER TABLE readings RENAME TO former_readings;
  CREATE TABLE readings (
    id INTEGER GENERATED ALWAYS AS (edition_id) VIRTUAL,
    edition_id INTEGER PRIMARY KEY REFERENCES edition_rows (id) ON DELETE CASCADE,
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
    texts BLOB NOT NULL,
    usual_id INTEGER REFERENCES usual_readings (id)
  ) STRICT;
  INSERT INTO readings (edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year,
      form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id,
      check_codes, checks, other_checks, failed, texts)
    SELECT edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year,
      form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id,
      check_codes, checks, other_checks, failed, texts
    FROM former_readings ORDER BY edition_id;
  DROP TABLE former_readings;
  CREATE INDEX readings_failed ON readings (edition_id) WHERE failed > 0;
  ${dueTrigger('readings_new_due', 'INSERT ON readings', 'SELECT site_id, body FROM reports WHERE edition_id = NEW.edition_id')}

  -- The program makes them anew, and fills them from the readings, when it next writes.
  DROP TABLE IF EXISTS disclosure;
  DROP TABLE IF EXISTS requests;
  DROP TABLE IF EXISTS litigation;
  DROP TABLE IF EXISTS legacy;
`;

export const ONCE = EDITIONS + TITLES + READINGS;
