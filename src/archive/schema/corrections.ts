/** Where imported captures came from; how TLS was spoken. */
export const PROVENANCE = `
  CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    software TEXT,
    note TEXT
  ) STRICT;
  ALTER TABLE captures ADD COLUMN import_id INTEGER REFERENCES imports (id);
  ALTER TABLE captures ADD COLUMN origin TEXT;
  ALTER TABLE captures ADD COLUMN tls TEXT;
`;

/**
 * What people correct, laid over what was read. A correction of a figure holds while the reading still has the figure
 * that it corrects; one of an identity while the document still says (`met_body`, `met_year`) what it corrects.
 */
export const CORRECTIONS = `
  CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    body TEXT NOT NULL,
    year INTEGER NOT NULL,
    field TEXT,
    was ANY,
    value ANY,
    url TEXT,
    was_body TEXT,
    was_year INTEGER,
    author TEXT NOT NULL,
    corrected_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    met_body TEXT,
    met_year INTEGER,
    met_at TEXT,
    CHECK ((field IS NULL) = (url IS NOT NULL))
  ) STRICT;
  CREATE UNIQUE INDEX corrections_of_values ON corrections (site_id, body, year, field) WHERE field IS NOT NULL;
  CREATE UNIQUE INDEX corrections_of_identities ON corrections (site_id, url) WHERE url IS NOT NULL;

  CREATE VIEW report_corrections AS
    WITH met AS (
      SELECT k.*, r.id AS report_id, v.value AS read_value
      FROM corrections k
        LEFT JOIN reports r ON r.site_id = k.site_id AND r.body = k.body AND r.year = k.year
        LEFT JOIN report_values v ON v.report_id = r.id AND v.field = k.field
    )
    SELECT id, report_id, site_id, body, year, field, was, value, url, was_body, was_year, author, corrected_on,
      reason, source, read_value, met_body, met_year,
      CASE
        WHEN url IS NOT NULL AND met_at IS NULL THEN 'unmatched'
        WHEN url IS NOT NULL AND met_body IS was_body AND met_year IS was_year THEN 'applied'
        WHEN url IS NOT NULL AND met_body IS body AND met_year IS year THEN 'agrees'
        WHEN url IS NOT NULL THEN 'stale'
        WHEN report_id IS NULL THEN 'unmatched'
        WHEN read_value IS was THEN 'applied'
        WHEN read_value IS value THEN 'agrees'
        ELSE 'stale' END AS state
    FROM met;

  CREATE VIEW corrected_values AS
    SELECT v.report_id, v.field, CASE WHEN k.id IS NULL THEN v.value ELSE k.value END AS value,
      v.value AS read_value, v.raw, v.at, v.page,
      k.author AS corrected_by, k.corrected_on, k.reason AS correction_reason
    FROM report_values v
      LEFT JOIN reports r ON r.id = v.report_id
      LEFT JOIN corrections k ON k.site_id = r.site_id AND k.body = r.body AND k.year = r.year
        AND k.field = v.field AND k.was IS v.value
    UNION ALL
    SELECT report_id, field, value, NULL, NULL, NULL, NULL, author, corrected_on, reason
    FROM report_corrections c
    WHERE state = 'applied' AND field IS NOT NULL AND read_value IS NULL AND NOT EXISTS (
      SELECT 1 FROM report_values v WHERE v.report_id = c.report_id AND v.field = c.field);
`;

/**
 * The same views as before, looking up the one figure that each correction is about: joined to all figures, they first
 * gathered those of every report, which took minutes at a hundred thousand.
 */
export const CORRECTIONS_BY_FIGURE = `
  DROP VIEW corrected_values;
  DROP VIEW report_corrections;

  CREATE VIEW report_corrections AS
    WITH met AS (
      SELECT k.*, r.id AS report_id,
        (SELECT v.value FROM report_values v WHERE v.report_id = r.id AND v.field = k.field) AS read_value
      FROM corrections k
        LEFT JOIN reports r ON r.site_id = k.site_id AND r.body = k.body AND r.year = k.year
    )
    SELECT id, report_id, site_id, body, year, field, was, value, url, was_body, was_year, author, corrected_on,
      reason, source, read_value, met_body, met_year,
      CASE
        WHEN url IS NOT NULL AND met_at IS NULL THEN 'unmatched'
        WHEN url IS NOT NULL AND met_body IS was_body AND met_year IS was_year THEN 'applied'
        WHEN url IS NOT NULL AND met_body IS body AND met_year IS year THEN 'agrees'
        WHEN url IS NOT NULL THEN 'stale'
        WHEN report_id IS NULL THEN 'unmatched'
        WHEN read_value IS was THEN 'applied'
        WHEN read_value IS value THEN 'agrees'
        ELSE 'stale' END AS state
    FROM met;

  CREATE VIEW corrected_values AS
    SELECT v.report_id, v.field, CASE WHEN k.id IS NULL THEN v.value ELSE k.value END AS value,
      v.value AS read_value, v.raw, v.at, v.page,
      k.author AS corrected_by, k.corrected_on, k.reason AS correction_reason
    FROM report_values v
      LEFT JOIN reports r ON r.id = v.report_id
      LEFT JOIN corrections k ON k.site_id = r.site_id AND k.body = r.body AND k.year = r.year
        AND k.field = v.field AND k.was IS v.value
    UNION ALL
    SELECT report_id, field, value, NULL, NULL, NULL, NULL, author, corrected_on, reason
    FROM report_corrections c
    WHERE state = 'applied' AND field IS NOT NULL AND read_value IS NULL AND NOT EXISTS (
      SELECT 1 FROM report_values v WHERE v.report_id = c.report_id AND v.field = c.field);
`;
