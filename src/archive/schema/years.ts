type Version = 'OLD' | 'NEW';

const ofReport = (row: Version): string => `SELECT ${row}.site_id AS site_id, ${row}.body AS body`;

const ofAlias = (row: Version): string => `SELECT site_id, body FROM reports WHERE id = ${row}.report_id`;

/** Not `INSERT OR IGNORE`: a conflict clause of the statement that fires the trigger would take the place of its own. */
export function dueTrigger(name: string, after: string, ...bodies: readonly string[]): string {
  const steps = bodies.map(
    (body) => `INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (${body}) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body);`,
  );
  return `CREATE TRIGGER ${name} AFTER ${after} BEGIN ${steps.join('\n')} END;`;
}

/**
 * Rules between the years of a body: their verdicts, and the bodies whose reports have changed since they were tried.
 * Triggers keep the list, so that a body is tried again whatever changed its reports, and whenever that was interrupted.
 */
export const BETWEEN_YEARS = `
  CREATE TABLE year_checks (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    scope TEXT,
    outcome TEXT NOT NULL,
    severity TEXT NOT NULL,
    expected ANY,
    actual ANY,
    detail TEXT
  ) STRICT;
  CREATE INDEX year_checks_by_report ON year_checks (report_id);

  CREATE TABLE year_checks_due (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (site_id, body)
  ) STRICT;
  INSERT INTO year_checks_due (site_id, body) SELECT DISTINCT site_id, body FROM reports;

  ${dueTrigger('reports_new_due', 'INSERT ON reports', ofReport('NEW'))}
  ${dueTrigger('reports_changed_due', 'UPDATE OF edition_id, body, year ON reports', ofReport('OLD'), ofReport('NEW'))}
  ${dueTrigger('reports_gone_due', 'DELETE ON reports', ofReport('OLD'))}
  ${dueTrigger('readings_new_due', 'INSERT ON readings', 'SELECT site_id, body FROM reports WHERE edition_id = NEW.edition_id')}
  ${dueTrigger('aliases_new_due', 'INSERT ON report_aliases WHEN NEW.content_sha256 IS NOT NULL', ofAlias('NEW'))}
  ${dueTrigger(
    'aliases_changed_due',
    'UPDATE OF content_sha256 ON report_aliases WHEN OLD.content_sha256 IS NOT NEW.content_sha256',
    ofAlias('NEW'),
  )}
  ${dueTrigger('aliases_gone_due', 'DELETE ON report_aliases WHEN OLD.content_sha256 IS NOT NULL', ofAlias('OLD'))}

  DROP VIEW report_checks;
  CREATE VIEW report_checks AS
    SELECT c.id, r.id AS report_id, c.rule, c.scope, c.outcome, c.expected, c.actual, c.severity, c.detail
    FROM reports r JOIN edition_checks c ON c.edition_id = r.edition_id
    UNION ALL
    SELECT -id, report_id, rule, scope, outcome, expected, actual, severity, detail FROM year_checks;
`;
