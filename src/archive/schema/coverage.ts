/** A dry run says nothing of a site for good: a cell's state comes from the last crawl that was none. */
export const COVERAGE = `
  DROP VIEW coverage;
  CREATE VIEW coverage AS
    WITH latest AS (
      SELECT site_id, outcome FROM run_sites WHERE id IN (
        SELECT max(id) FROM run_sites s WHERE outcome <> 'deferred' AND NOT EXISTS (
          SELECT 1 FROM runs d WHERE d.id = s.run_id AND json_extract(d.options, '$.dryRun'))
        GROUP BY site_id)
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
