const CONFIGURATION = `
  CREATE TABLE sites (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    region_code TEXT NOT NULL,
    crawler TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'retired'))
  ) STRICT;

  CREATE TABLE expectations (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    year INTEGER NOT NULL,
    UNIQUE (site_id, year)
  ) STRICT;

  CREATE TABLE fields (
    id INTEGER PRIMARY KEY,
    field TEXT NOT NULL UNIQUE
  ) STRICT;
`;

const RUNS = `
  CREATE TABLE lock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    token TEXT NOT NULL,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    started_at TEXT NOT NULL,
    heartbeat_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    trigger TEXT NOT NULL CHECK (trigger IN ('cron', 'manual')),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT CHECK (outcome IN ('ok', 'attention', 'stopped', 'interrupted')),
    options TEXT NOT NULL,
    versions TEXT NOT NULL
  ) STRICT;

  CREATE TABLE run_sites (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    site_id TEXT NOT NULL REFERENCES sites (id),
    started_at TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    outcome TEXT NOT NULL
      CHECK (outcome IN ('ok', 'unchanged', 'partial', 'blocked', 'broken', 'failed', 'deferred')),
    whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
    found INTEGER NOT NULL,
    new INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    blocked INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    message TEXT,
    retry_at TEXT,
    UNIQUE (run_id, site_id)
  ) STRICT;
  CREATE INDEX run_sites_by_site ON run_sites (site_id, id);

  CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    cause TEXT NOT NULL,
    message TEXT NOT NULL,
    since TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    closed_at TEXT
  ) STRICT;
  CREATE UNIQUE INDEX alarms_open ON alarms (site_id, cause) WHERE closed_at IS NULL;
`;

const ARCHIVE = `
  CREATE TABLE resources (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    url TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('list', 'report', 'attachment')),
    title TEXT,
    published_on TEXT,
    first_seen_at TEXT,
    last_seen_at TEXT,
    parent_url TEXT,
    listed_body TEXT,
    listed_year INTEGER,
    UNIQUE (site_id, url)
  ) STRICT;

  CREATE TABLE payloads (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    size INTEGER NOT NULL,
    encoding TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    resource_id INTEGER NOT NULL REFERENCES resources (id),
    run_id INTEGER REFERENCES runs (id),
    fetched_at TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL,
    detail TEXT,
    headers TEXT NOT NULL,
    final_url TEXT NOT NULL,
    payload_sha256 TEXT REFERENCES payloads (sha256),
    rendered_sha256 TEXT REFERENCES payloads (sha256),
    revalidated_sha256 TEXT REFERENCES payloads (sha256),
    via TEXT NOT NULL CHECK (via IN ('http', 'browser', 'import')),
    form TEXT,
    hops TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    retry_at TEXT
  ) STRICT;
  CREATE INDEX captures_by_resource ON captures (resource_id, id);
  CREATE INDEX captures_by_payload ON captures (payload_sha256);
  CREATE INDEX captures_by_run ON captures (run_id);

  CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures
    BEGIN SELECT RAISE(ABORT, 'captures are never updated'); END;
  CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures
    BEGIN SELECT RAISE(ABORT, 'captures are never deleted'); END;
  CREATE TRIGGER payloads_no_update BEFORE UPDATE ON payloads
    BEGIN SELECT RAISE(ABORT, 'payloads are never updated'); END;
  CREATE TRIGGER payloads_no_delete BEFORE DELETE ON payloads
    BEGIN SELECT RAISE(ABORT, 'payloads are never deleted'); END;
  -- INSERT OR REPLACE deletes the old row without firing the delete trigger.
  CREATE TRIGGER captures_no_replace BEFORE INSERT ON captures
    WHEN EXISTS (SELECT 1 FROM captures WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'captures are never replaced'); END;
  CREATE TRIGGER payloads_no_replace BEFORE INSERT ON payloads
    WHEN EXISTS (SELECT 1 FROM payloads WHERE id = NEW.id OR sha256 = NEW.sha256)
    BEGIN SELECT RAISE(ABORT, 'payloads are never replaced'); END;
`;

const DERIVED = `
  CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    region_code TEXT NOT NULL,
    body TEXT NOT NULL,
    year INTEGER NOT NULL,
    title TEXT,
    published_on TEXT,
    form TEXT,
    status TEXT,
    url TEXT NOT NULL,
    edition_id INTEGER REFERENCES editions (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (site_id, body, year)
  ) STRICT;
  CREATE INDEX reports_by_edition ON reports (edition_id);

  CREATE TABLE editions (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    content_sha256 TEXT NOT NULL,
    url TEXT NOT NULL,
    first_capture_id INTEGER NOT NULL REFERENCES captures (id),
    last_capture_id INTEGER NOT NULL REFERENCES captures (id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (report_id, content_sha256)
  ) STRICT;

  CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL UNIQUE REFERENCES editions (id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    parser_version TEXT NOT NULL,
    digest TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    title TEXT,
    printed_body TEXT,
    printed_year INTEGER,
    form_disclosure TEXT,
    form_requests TEXT,
    form_litigation TEXT,
    figures TEXT NOT NULL,
    meta TEXT NOT NULL
  ) STRICT;

  CREATE TABLE edition_checks (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    scope TEXT,
    outcome TEXT NOT NULL,
    severity TEXT NOT NULL,
    expected ANY,
    actual ANY,
    detail TEXT
  ) STRICT;
  CREATE INDEX edition_checks_by_edition ON edition_checks (edition_id);
  CREATE INDEX edition_checks_failed ON edition_checks (edition_id) WHERE outcome = 'fail';

  CREATE TABLE edition_warnings (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    field TEXT,
    message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX edition_warnings_by_edition ON edition_warnings (edition_id);

  CREATE TABLE edition_sections (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (edition_id, section)
  ) STRICT;

  CREATE TABLE report_aliases (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    content_sha256 TEXT,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (report_id, url)
  ) STRICT;

  CREATE TABLE judgements (
    id INTEGER PRIMARY KEY,
    resource_id INTEGER NOT NULL REFERENCES resources (id),
    payload_sha256 TEXT NOT NULL REFERENCES payloads (sha256),
    role TEXT NOT NULL CHECK (role IN ('content', 'part')),
    parser_version TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    report_id INTEGER REFERENCES reports (id) ON DELETE CASCADE,
    url TEXT,
    content_sha256 TEXT,
    UNIQUE (resource_id, payload_sha256, report_id)
  ) STRICT;
  CREATE INDEX judgements_by_report ON judgements (report_id, content_sha256);
`;

/** `figures` and `meta` of a reading are arrays of [field id, value, at, page, raw], cut after the last non-null. */
function expanded(column: 'figures' | 'meta'): string {
  return `
    SELECT r.id AS report_id, f.field AS field, json_extract(e.value, '$[1]') AS value,
      CASE WHEN json_extract(e.value, '$[2]') IS NULL THEN NULL
        ELSE coalesce(json_extract(e.value, '$[4]'), CAST(json_extract(e.value, '$[1]') AS TEXT)) END AS raw,
      json_extract(e.value, '$[2]') AS at, json_extract(e.value, '$[3]') AS page
    FROM reports r JOIN readings g ON g.edition_id = r.edition_id
      JOIN json_each(g.${column}) e JOIN fields f ON f.id = json_extract(e.value, '$[0]')`;
}

const VIEWS = `
  CREATE VIEW report_values AS ${expanded('figures')};
  CREATE VIEW report_meta AS ${expanded('meta')};

  CREATE VIEW report_checks AS
    SELECT c.id, r.id AS report_id, c.rule, c.scope, c.outcome, c.expected, c.actual, c.severity, c.detail
    FROM reports r JOIN edition_checks c ON c.edition_id = r.edition_id;

  CREATE VIEW report_warnings AS
    SELECT w.id, r.id AS report_id, w.code, w.field, w.message
    FROM reports r JOIN edition_warnings w ON w.edition_id = r.edition_id
    UNION ALL
    SELECT -a.id, r.id, 'duplicate_differs', NULL,
      'Another address of this report shows different content, which is not used: ' || a.url
    FROM reports r JOIN editions e ON e.id = r.edition_id
      JOIN report_aliases a ON a.report_id = r.id AND a.content_sha256 <> e.content_sha256;

  CREATE VIEW report_sections AS
    SELECT s.id, r.id AS report_id, s.section, s.text
    FROM reports r JOIN edition_sections s ON s.edition_id = r.edition_id;

  CREATE VIEW coverage AS
    WITH latest AS (
      SELECT site_id, outcome FROM run_sites WHERE id IN (
        SELECT max(id) FROM run_sites WHERE outcome <> 'deferred' GROUP BY site_id)
    ), bodies AS (
      SELECT DISTINCT site_id, body FROM reports
      UNION ALL
      SELECT id, NULL FROM sites WHERE id NOT IN (SELECT site_id FROM reports)
    ), cells AS (
      SELECT e.site_id, b.body, e.year FROM expectations e
        JOIN sites s ON s.id = e.site_id AND s.status = 'active'
        JOIN bodies b ON b.site_id = e.site_id
      UNION
      SELECT site_id, body, year FROM reports
    )
    SELECT c.site_id, c.body, c.year,
      CASE WHEN r.status = 'unreadable' THEN 'failed'
        WHEN r.id IS NOT NULL THEN 'found'
        WHEN l.outcome = 'blocked' THEN 'blocked'
        WHEN l.outcome IN ('failed', 'broken') THEN 'failed'
        ELSE 'missing' END AS state,
      r.id AS report_id
    FROM cells c
      LEFT JOIN reports r ON r.site_id = c.site_id AND r.body = c.body AND r.year = c.year
      LEFT JOIN latest l ON l.site_id = c.site_id;
`;

/** The whole schema as it was first: later steps change it. */
export const FIRST = CONFIGURATION + RUNS + ARCHIVE + DERIVED + VIEWS;
