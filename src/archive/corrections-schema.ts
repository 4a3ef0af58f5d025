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
