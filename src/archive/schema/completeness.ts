/** What each crawl saw of each column, and how each site fares since when. */
export const COMPLETENESS = `
  CREATE TABLE run_columns (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    site_id TEXT NOT NULL REFERENCES sites (id),
    url TEXT NOT NULL,
    found INTEGER NOT NULL,
    family TEXT,
    good INTEGER NOT NULL CHECK (good IN (0, 1)),
    UNIQUE (run_id, site_id, url)
  ) STRICT;
  CREATE INDEX run_columns_by_column ON run_columns (site_id, url, id);

  CREATE TABLE site_health (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    health TEXT NOT NULL CHECK (health IN ('ok', 'degraded', 'broken', 'blocked', 'retired')),
    why TEXT,
    since TEXT NOT NULL
  ) STRICT;
  CREATE INDEX site_health_by_site ON site_health (site_id, id);

  -- What is known of earlier crawls: how the last one of each site ended.
  INSERT INTO site_health (site_id, health, why, since)
    SELECT s.id,
      CASE WHEN s.status = 'retired' THEN 'retired' WHEN l.outcome = 'blocked' THEN 'blocked'
        WHEN l.outcome IN ('broken', 'failed') THEN 'broken' WHEN l.outcome = 'partial' THEN 'degraded'
        ELSE 'ok' END,
      l.message, l.finished_at
    FROM sites s JOIN run_sites l ON l.id = (
      SELECT max(id) FROM run_sites WHERE site_id = s.id AND whole = 1 AND outcome <> 'deferred');
`;
